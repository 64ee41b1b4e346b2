"""Long work that makes and drops many rows, without what stands being looked through meanwhile."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Search for garbage among what is made from here on alone: with many rows the search comes
    often, and goes each time through all that the program has loaded.
    """
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
