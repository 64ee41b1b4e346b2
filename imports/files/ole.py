"""The container of older Office files: its streams by name, read with bounds."""

import struct
from functools import cached_property

from rules.errors import BadValue

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_LAST = 0xFFFFFFFA
"""Numbers of sectors from here on mean the end, or no sector."""

_ENTRY = 128
_STREAM, _ROOT = 2, 5


class Container:
    """The bytes of a compound file, and where its streams stand in them."""

    def __init__(self, data: bytes) -> None:
        """Read the header.

        Raises:
            BadValue: the file breaks off or contradicts itself.
        """
        if len(data) < 512:
            raise _damaged()
        shift, small_shift = struct.unpack_from("<HH", data, 30)
        if not (9 <= shift <= 12 and 4 <= small_shift <= 8):
            raise _damaged()
        self._data, self._size, self._small = data, 1 << shift, 1 << small_shift
        self._start, self._cutoff, self._small_start = struct.unpack_from("<I4xII", data, 48)

    @cached_property
    def streams(self) -> dict[str, tuple[int, int]]:
        """Name in small letters -> first sector and length."""
        return {name: place for name, kind, place in self._entries if kind == _STREAM}

    def read(self, name: str) -> bytes:
        """The bytes of a stream."""
        start, length = self.streams[name]
        if length >= self._cutoff:
            return self._chain(start)[:length]
        table = _numbers(self._chain(self._small_start))
        root = next((p for _, kind, p in self._entries if kind == _ROOT), (_LAST, 0))
        held, parts = self._chain(root[0]), []
        for number in _follow(table, start):
            parts.append(held[number * self._small : (number + 1) * self._small])
        return b"".join(parts)[:length]

    @cached_property
    def _entries(self) -> list[tuple[str, int, tuple[int, int]]]:
        """Name, kind, first sector and length of what the directory lists."""
        data = self._chain(self._start)
        found: list[tuple[str, int, tuple[int, int]]] = []
        for place in range(0, len(data) - _ENTRY + 1, _ENTRY):
            letters, kind = struct.unpack_from("<HB", data, place + 64)
            name = data[place : place + max(min(letters, 64) - 2, 0)].decode("utf-16-le", "replace")
            found.append((name.casefold(), kind, struct.unpack_from("<II", data, place + 116)))
        return found

    @cached_property
    def _table(self) -> tuple[int, ...]:
        """For each sector the one that follows it."""
        sectors = list(struct.unpack_from("<109I", self._data, 76))
        more, seen = struct.unpack_from("<I", self._data, 68)[0], set[int]()
        while more < _LAST and more not in seen:
            seen.add(more)
            numbers = _numbers(self._sector(more))
            sectors.extend(numbers[:-1])
            more = numbers[-1] if numbers else _LAST
        return _numbers(b"".join(self._sector(n) for n in sectors if n < _LAST))

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(self._table, start))

    def _sector(self, number: int) -> bytes:
        place = (number + 1) * self._size
        if place >= len(self._data):
            raise _damaged()
        return self._data[place : place + self._size]


def _follow(table: tuple[int, ...], start: int) -> list[int]:
    """The chain of sectors from the first; one that is no chain is damage."""
    found: list[int] = []
    number = start
    while number < _LAST:
        if number >= len(table) or len(found) > len(table):
            raise _damaged()
        found.append(number)
        number = table[number]
    return found


def _numbers(data: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])


def _damaged() -> BadValue:
    return BadValue("The file is damaged: it is not a complete .xls workbook.")
