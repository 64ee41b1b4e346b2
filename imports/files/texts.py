"""The encoding of a text file, found from its bytes."""

import codecs
import re
from pathlib import Path
from typing import TextIO

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
"""Byte-order marks and the encodings that they mean, longest first where one starts another."""

MIXED = "utf-8 with cp1252"
"""UTF-8 into which lines of another file were pasted: its bytes that fit nowhere are Windows'."""

_RESCUE = "imports.windows"
_WIDE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_IN_WORD = re.compile(rb"(?<=[a-z])[\x80-\xff](?=[a-z])")


def opened(path: Path) -> TextIO:
    """The file as text, its line ends as they are."""
    name = encoding_of(path)
    if name == MIXED:
        return path.open(encoding="utf-8", errors=_RESCUE, newline="")
    return path.open(encoding=name, newline="")


def encoding_of(path: Path) -> str:
    """By byte-order mark, else by its zeros, else UTF-8 if all of it is, else a byte a letter."""
    with path.open("rb") as handle:
        head = handle.read(4096)
    if told := told_by(head):
        return told
    if _fits(path, "utf-8"):
        return "utf-8"
    data = path.read_bytes()
    wide_ones = sum(1 for _ in _WIDE.finditer(data))
    left = len(_HIGH.findall(_WIDE.sub(b"", data)))
    if wide_ones >= left:
        return MIXED
    if b"\r" in data and b"\n" not in data and _is_of_old_mac(data):
        return "mac_roman"
    return "cp1252" if _fits(path, "cp1252") else "latin-1"


def told_by(head: bytes) -> str:
    """The encoding that the first bytes of a file tell; empty where they tell none."""
    marked = next((encoding for mark, encoding in MARKS if head.startswith(mark)), "")
    return marked or (_by_zeros(head) if b"\0" in head else "")


def _by_zeros(head: bytes) -> str:
    """UTF-32 or UTF-16 without a mark: most letters are Latin, their other bytes are zeros."""
    if len(head) < 2:
        return ""
    quarters = [head[n::4].count(0) * 5 >= len(head[n::4]) * 4 for n in range(4)]
    for name, zeros in (("utf-32-le", [0, 1, 1, 1]), ("utf-32-be", [1, 1, 1, 0])):
        if quarters == zeros:
            return name
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 5 >= len(head) and min(even, odd) * 10 <= len(head):
        return "utf-16-le" if odd > even else "utf-16-be"
    return ""


def _is_of_old_mac(data: bytes) -> bool:
    """Whether bytes within words are small letters of the old Macintosh rather than of Windows."""
    inside = _IN_WORD.findall(data)
    mac, windows = (
        sum(byte.decode(name, "replace").islower() for byte in inside)
        for name in ("mac_roman", "cp1252")
    )
    return mac > windows


def _fits(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as handle:
            while handle.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)  # text is only read so
    byte = error.object[error.start : error.start + 1]
    try:
        return byte.decode("cp1252"), error.start + 1
    except UnicodeDecodeError:
        return byte.decode("latin-1"), error.start + 1


codecs.register_error(_RESCUE, _as_windows)
