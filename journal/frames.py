"""A file sealed in frames: each one encrypted and bound to its place, so that no part can be read,
changed, moved or cut off unseen. AES-GCM, a key for each file drawn from the key file and a salt.
"""

import io
import os
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from rules.errors import Blocked

MARK = b"CLAIMS OFFICE SEALED 1\n"
SALT, CHECK, KEY, TAG = 32, 16, 32, 16
HEADER = len(MARK) + SALT + CHECK
FRAME = 64 * 1024
LEAST_KEY_BYTES = 32


def secret_of(path: Path) -> bytes:
    """What a key file holds.

    Raises:
        Blocked: it cannot be read, or is too short to be a key.
    """
    try:
        secret = path.read_bytes().strip()
    except OSError as fault:
        raise Blocked(f"The key file {path} cannot be read: {fault.strerror}.") from fault
    if len(secret) < LEAST_KEY_BYTES:
        raise Blocked(
            f"The key file {path} is too short: it needs at least {LEAST_KEY_BYTES} characters "
            "that nobody can guess."
        )
    return secret


def is_sealed(path: Path) -> bool:
    """Whether a file was written by `Sealing`."""
    with path.open("rb") as file:
        return file.read(len(MARK)) == MARK


def _keys(secret: bytes, salt: bytes) -> tuple[AESGCM, bytes]:
    """The cipher of one file, and the mark by which its key is known again."""
    drawn = HKDF(SHA256(), KEY + CHECK, salt=salt, info=MARK).derive(secret)
    return AESGCM(drawn[:KEY]), drawn[KEY:]


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing(io.RawIOBase):
    """Writes frames to a file; what is not closed has no end and cannot be read."""

    def __init__(self, file: BinaryIO, secret: bytes) -> None:
        """Begin a file with its salt."""
        self._file, salt = file, os.urandom(SALT)
        self._cipher, check = _keys(secret, salt)
        self._head = MARK + salt + check
        self._waiting, self._number = bytearray(), 0
        file.write(self._head)

    def writable(self) -> bool:
        """Always."""
        return True

    def write(self, data) -> int:
        """Take in bytes; whole frames go out, the newest waits: it may be the last."""
        self._waiting += data
        while len(self._waiting) > FRAME:
            self._out(bytes(self._waiting[:FRAME]), last=False)
            del self._waiting[:FRAME]
        return len(data)

    def _out(self, plain: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, last=last), plain, self._head))
        self._number += 1

    def close(self) -> None:
        """Write the last frame."""
        if not self.closed:
            self._out(bytes(self._waiting), last=True)
        super().close()


class Opening(io.RawIOBase):
    """Reads a sealed file from any place in it.

    Raises:
        Blocked: another key sealed it; on reading, it is damaged or cut short.
    """

    def __init__(self, file: BinaryIO, secret: bytes) -> None:
        """Read the header and check the key."""
        self._file, self._at, self._kept = file, 0, (-1, b"")
        self._head = file.read(HEADER)
        cipher_end = file.seek(0, io.SEEK_END)
        salt = self._head[len(MARK) : len(MARK) + SALT]
        self._cipher, check = _keys(secret, salt)
        if len(self._head) < HEADER:
            raise _damaged()
        if self._head[-CHECK:] != check:
            raise Blocked("This backup was encrypted with another key.")
        self._frames = max(1, -(-(cipher_end - HEADER) // (FRAME + TAG)))
        self._size = cipher_end - HEADER - self._frames * TAG
        if self._size < 0:
            raise _damaged()

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The place of the next byte."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer) -> int:
        """Fill a buffer from the frame that the next byte lies in."""
        if self._at >= self._size:
            return 0
        number, begin = divmod(self._at, FRAME)
        part = self._frame(number)[begin : begin + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _frame(self, number: int) -> bytes:
        if self._kept[0] != number:
            self._file.seek(HEADER + number * (FRAME + TAG))
            sealed, last = self._file.read(FRAME + TAG), number == self._frames - 1
            try:
                plain = self._cipher.decrypt(_nonce(number, last=last), sealed, self._head)
            except InvalidTag as fault:
                raise _damaged() from fault
            self._kept = number, plain
        return self._kept[1]


def _damaged() -> Blocked:
    return Blocked("This backup is damaged or cut short: it is not the file that was written.")
