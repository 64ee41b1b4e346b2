"""Requests of this process that are under way: they end before its sheets gain or lose a column.

Who reads a sheet with the columns of one moment is not to find those of the next one half way.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_SECONDS = 1.0
"""So long a change of columns waits for requests under way, and they for it; then it goes on."""

_turns = threading.Condition()


class _Inside:
    """The threads whose requests are under way, and whether others are kept waiting."""

    threads: set[int] = set()
    closed = False


def enter() -> None:
    """A request of this thread begins to read sheets."""
    with _turns:
        _turns.wait_for(lambda: not _Inside.closed, PATIENCE_SECONDS)
        _Inside.threads.add(threading.get_ident())


def leave() -> None:
    """The request of this thread is over; one that never entered may leave as well."""
    with _turns:
        _Inside.threads.discard(threading.get_ident())
        _turns.notify_all()


@contextmanager
def cleared() -> Iterator[None]:
    """With no other request under way, as far as they end in time; new ones wait outside."""
    own = threading.get_ident()
    with _turns:
        _Inside.closed = True
        _turns.wait_for(lambda: not _Inside.threads - {own}, PATIENCE_SECONDS)
    try:
        yield
    finally:
        with _turns:
            _Inside.closed = False
            _turns.notify_all()
