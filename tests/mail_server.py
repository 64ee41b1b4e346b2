"""A mail server on this machine for tests: it takes whatever comes and keeps it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

HEARD = {"EHLO": b"250 here", "HELO": b"250 here", "DATA": b"354 go on", "QUIT": b"221 bye"}


class _Session(socketserver.StreamRequestHandler):
    """One conversation of a sender with the server."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].decode("ascii").upper()
            self.wfile.write(HEARD.get(word, b"250 good") + b"\r\n")
            if word == "DATA":
                self._take()
            if word == "QUIT":
                return

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.taken.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.wfile.write(b"250 taken\r\n")


class Server(socketserver.ThreadingTCPServer):
    """The server, and the messages that it took."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        super().__init__(("127.0.0.1", 0), _Session)

    @property
    def url(self) -> str:
        """What MAIL_URL names."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


@contextmanager
def mail_server() -> Iterator[Server]:
    """A running server."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join(10)
