"""Rows kept in a file while they pass from step to step: memory does not grow with their number.

Written are plain values only (text, numbers, days, nothing); reading back accepts nothing else,
since the writer may be a child process that a hostile file has turned.
"""

import io
import pickle
import struct
import weakref
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from threading import Lock
from typing import Any, BinaryIO

SLICE = 2_000
"""Rows that are written, and read back, at a time."""

_LENGTH = struct.Struct("<Q")
_PLAIN = {kind.__name__: kind for kind in (date, datetime, time, timedelta)}


class _PlainOnly(pickle.Unpickler):
    """Reads plain values; anything that would import or call something else is refused."""

    def find_class(self, module: str, name: str) -> Any:
        if module == "datetime" and name in (*_PLAIN, "timezone"):
            return super().find_class(module, name)
        if (module, name) == ("decimal", "Decimal"):
            return Decimal
        raise pickle.UnpicklingError(f"{module}.{name} is no plain value")


class Spool:
    """Records in a file, appended one by one, read back as often as wanted, by several at once."""

    def __init__(self, handle: BinaryIO) -> None:
        """Write to, or read from, an open binary file."""
        self.handle = handle
        self._end = weakref.finalize(self, handle.close)
        self.count = 0
        self._written: int | None = None
        self._waiting: list[Any] = []
        self._guard = Lock()

    def add(self, record: Any) -> None:
        """Append one record of plain values."""
        self._waiting.append(record)
        self.count += 1
        if len(self._waiting) >= SLICE:
            self.flush()

    def extend(self, records: Iterable[Any]) -> None:
        """Append records in order."""
        for record in records:
            self.add(record)

    def flush(self) -> None:
        """Write out what still waits in memory; what finds no room goes on waiting.

        Raises:
            OSError: there is no room.
        """
        if self._waiting:
            packed = pickle.dumps(self._waiting, pickle.HIGHEST_PROTOCOL)
            with self._guard:
                if self._written is None:
                    self._written = self.handle.seek(0, io.SEEK_END)
                self.handle.seek(self._written)
                self.handle.write(_LENGTH.pack(len(packed)))
                self.handle.write(packed)
                self.handle.flush()
                self._written += _LENGTH.size + len(packed)
            self._waiting = []

    def slices(self) -> Iterator[list[Any]]:
        """The records from the start, in the lists in which they were written."""
        self.flush()
        position = 0
        while True:
            with self._guard:
                self.handle.seek(position)
                head = self.handle.read(_LENGTH.size)
                if not head:
                    return
                packed = self.handle.read(_LENGTH.unpack(head)[0])
                position = self.handle.tell()
            yield _PlainOnly(io.BytesIO(packed)).load()

    def close(self) -> None:
        """Close the file; done by itself once nothing refers to the spool."""
        self._end()

    def __iter__(self) -> Iterator[Any]:
        """The records from the start, one by one."""
        for part in self.slices():
            yield from part

    def __len__(self) -> int:
        """How many records were added."""
        return self.count
