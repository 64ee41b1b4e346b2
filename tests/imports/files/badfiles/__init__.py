"""Hostile and odd files, made by number: the same number is the same file, with its verdict."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.imports.files.badfiles import archives, cells, kinds, tables, texts
from tests.imports.files.badfiles.verdict import Case

CLASSES = {
    "damaged": (150, archives.damaged),
    "damaged others": (30, archives.damaged_others),
    "bombs": (30, archives.bomb),
    "xml": (20, archives.xml),
    "kinds": (40, kinds.stranger),
    "encodings": (50, texts.encoded),
    "dates": (50, cells.dates),
    "numbers": (60, cells.numbers),
    "duplicates": (40, cells.duplicates),
    "injection": (60, cells.injection),
    "formulas": (30, tables.formulas),
    "headers": (40, tables.headers),
}
"""Class -> how many files, and what makes one: (number, chance, folder) -> file and verdict."""


def cases(name: str, folder: Path, *, share: int = 1) -> Iterator[Case]:
    """Files of a class, one in so many of them, written one after the other."""
    count, make = CLASSES[name]
    for number in sorted(Random(name).sample(range(count), count // share)):
        path, verdict = make(number, Random(f"{name} {number}"), folder)
        yield Case(f"{name} {number}", path, verdict)
