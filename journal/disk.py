"""A disk without room: told in words wherever a file is written."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from rules.errors import DiskFull

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
SENTENCE = "The disk is full. Nothing was written; what you typed is still here."


def is_full(error: BaseException) -> bool:
    """Whether a fault of the system means that there is no room."""
    return isinstance(error, OSError) and error.errno in FULL


@contextmanager
def room(sentence: str = SENTENCE) -> Iterator[None]:
    """Write files within; where there is no room for them, the sentence says so.

    Raises:
        DiskFull: in place of the fault of the system.
    """
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise DiskFull(sentence) from error
        raise
