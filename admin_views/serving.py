"""Serving the office on a port of this machine: the port taken first, the office opened, then the
links.
"""

import os
import socket
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import waitress
from flask import Flask

from admin_views import assets, invites
from journal.instance import Instance
from rules.errors import Blocked

LOOPBACK = ("127.0.0.1", "localhost", "::1")
THREADS = 8
WAITING = 100
"""Connections that may wait until one is served."""


def take_port(host: str, port: int) -> socket.socket:
    """A socket that listens; whoever calls before the office is open waits.

    Raises:
        Blocked: another program has the port.
    """
    try:
        return socket.create_server((host, port), backlog=WAITING)
    except OSError as fault:
        why = os.strerror(fault.errno or 0).lower()
        raise Blocked(
            f"Port {port} of {host} cannot be had ({why}). Stop the program that has it, or name "
            f"another: --port {port + 1}"
        ) from fault


def base_of(host: str, port: int) -> str:
    """The address to print: the setting, or this machine's where the setting names none but it."""
    base = invites.base_url()
    here = host if host in LOOPBACK else "127.0.0.1"
    return f"http://{here}:{port}" if urlsplit(base).hostname in LOOPBACK else base


def serve(app: Flask, taken: socket.socket) -> None:
    """Answer requests until the program is stopped."""
    waitress.create_server(app, sockets=[taken], threads=THREADS, ident=None).run()


def fetch_meanwhile(office: Instance, say: Callable[[str], object]) -> None:
    """Fetch missing browser assets beside the open office, and say how it went."""

    def work() -> None:
        for sentence in assets.fetch(office, say=say):
            say(sentence)

    threading.Thread(target=work, name="assets", daemon=True).start()
