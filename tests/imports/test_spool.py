"""Rows on disk: read back as they were, by several at once, and nothing but plain values."""

import pickle
import struct
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
from machine import full_disk

from imports.spool import SLICE, Spool


@pytest.fixture
def spool():
    with tempfile.TemporaryFile() as handle:
        yield Spool(handle)


def test_plain_values_come_back_as_they_were(spool):
    records = [
        ("text", 1, 2.5, True, None),
        (date(2026, 1, 1), datetime(2026, 1, 1, 12, tzinfo=UTC), time(3, 4), timedelta(hours=30)),
        (Decimal("1.20"), {"a": [1, 2]}),
    ]
    spool.extend(records)
    assert list(spool) == records
    assert len(spool) == 3


def test_records_can_be_added_after_reading_and_read_by_two_at_once(spool):
    spool.extend(range(SLICE + 1))
    first, second = iter(spool), iter(spool)
    assert [next(first), next(second), next(first)] == [0, 0, 1]
    spool.add("last")
    assert list(spool)[-1] == "last"
    assert [len(part) for part in spool.slices()] == [SLICE, 1, 1]
    assert sum(1 for _ in second) == SLICE + 1


def test_what_finds_no_room_goes_on_waiting_and_stands_once_there_is_some(spool):
    spool.add("first")
    spool.flush()
    spool.extend(["long" * 50_000, "last"])
    with full_disk(20_000), pytest.raises(OSError, match="File too large"):
        spool.flush()
    assert list(spool) == ["first", "long" * 50_000, "last"]


class Harmful:
    def __reduce__(self):
        return (print, ("harm",))


def test_what_would_call_something_is_not_read(spool, capsys):
    packed = pickle.dumps([Harmful()])
    spool.handle.write(struct.pack("<Q", len(packed)) + packed)
    with pytest.raises(pickle.UnpicklingError, match="is no plain value"):
        list(spool)
    assert capsys.readouterr().out == ""
