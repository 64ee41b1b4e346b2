"""A letter as .pdf, where the machine has LibreOffice and the office wants it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from exports import printing
from journal import settings

SECONDS_EACH = 5
"""How long the program may take for each letter."""
NOT_HERE = "There is no LibreOffice on this machine, so no .pdf is made: the .docx is the letter."
NOT_MADE = "LibreOffice did not make the .pdf in time: the .docx is the letter."
_alone: ContextVar[bool] = ContextVar("word_alone", default=False)


@contextmanager
def word_alone() -> Iterator[None]:
    """Within, letters are written in Word alone, whatever the machine has and the office wants."""
    before = _alone.set(True)
    try:
        yield
    finally:
        _alone.reset(before)


def program() -> str | None:
    """The program that prints; None where there is none, or where the office wants no .pdf."""
    wanted = settings.is_on("letters_as_pdf", "yes") and not _alone.get()
    return printing.program() if wanted else None


def as_pdf(letters: Sequence[bytes]) -> list[bytes | None]:
    """Each letter as .pdf, in one run; None for one that could not be made."""
    if program() is None:
        return [None] * len(letters)
    files = {f"{n}.docx": data for n, data in enumerate(letters)}
    made = printing.as_pages(files, seconds_each=SECONDS_EACH)
    return [made.get(name) for name in files]
