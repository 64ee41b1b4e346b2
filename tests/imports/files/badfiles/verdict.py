"""What is expected of a file, and whether the reading keeps to it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imports import reading
from imports.names import letters
from rules.errors import BadValue


@dataclass(frozen=True)
class Read:
    """So many rows; some cells and marks by address ("B2"), a count of headings."""

    rows: int
    cells: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, str] = field(default_factory=dict)
    headings: list[str] | None = None


@dataclass(frozen=True)
class Refused:
    """The sentence holds this part; or where `unless` is given, the file is read just so."""

    part: str
    unless: Read | None = None


Verdict = Read | Refused


@dataclass(frozen=True)
class Case:
    """A file and its verdict."""

    name: str
    path: Path
    verdict: Verdict

    def fault(self) -> str:
        """In what the reading of the file departs from its verdict; empty where it does not."""
        try:
            grid = reading.read(self.path)
        except BadValue as error:
            return self._of_refusal(error.sentence)
        try:
            return self._of_reading(grid)
        finally:
            grid.close()

    def _of_refusal(self, sentence: str) -> str:
        if "fault of the program" in sentence:
            return f"{self.name}: {sentence}"
        if isinstance(self.verdict, Refused) and self.verdict.part in sentence:
            return ""
        return f"{self.name}: refused: {sentence}"

    def _of_reading(self, grid: Any) -> str:
        wanted = self.verdict if isinstance(self.verdict, Read) else self.verdict.unless
        if wanted is None:
            return f"{self.name}: read, {grid.rows_read} rows"
        found = {(row.number, n): cell for row in grid.rows() for n, cell in enumerate(row.cells)}
        marks = {
            f"{letters(n)}{row.number}": mark
            for row in grid.rows()
            for n, mark in (row.marks or {}).items()
        }
        named = {f"{letters(n)}{row}": cell for (row, n), cell in found.items()}
        told = {
            "rows": (grid.rows_read, wanted.rows),
            "cells": ({a: named.get(a) for a in wanted.cells}, wanted.cells),
            "marks": ({a: marks.get(a) for a in wanted.marks}, wanted.marks),
            "headings": ([h.text for h in grid.headings], wanted.headings),
        }
        wrong = [f"{k} {got!r}, not {want!r}" for k, (got, want) in told.items()
                 if want is not None and got != want]  # fmt: skip
        return f"{self.name}: {'; '.join(wrong)}" if wrong else ""
