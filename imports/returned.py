"""An error workbook that comes back: it is known by a mark, and only what was refused is read."""

import json
import zipfile
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

from imports.files.layout import blank
from imports.grid import Grid, GridRow

REFUSED_BECAUSE = "Refused because"
"""Heading of the column that says why; a row without a reason is in already."""

PROPERTY = "claims-office-import"
"""Property of the workbook that keeps how the file was read."""

MOST_BYTES = 200_000
_CUSTOM = "docProps/custom.xml"


def decisions_in(path: Path) -> dict[str, Any] | None:
    """What was decided about the file of which this is the error workbook; None for any other."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_CUSTOM).file_size > MOST_BYTES:
                return None
            root = ElementTree.fromstring(archive.read(_CUSTOM))
    except (KeyError, OSError, ValueError, zipfile.BadZipFile, ElementTree.ParseError):
        return None
    for entry in root:
        if entry.get("name") == PROPERTY:
            try:
                found = json.loads("".join(entry.itertext()))
            except (ValueError, RecursionError):
                return None
            return found if isinstance(found, dict) else None
    return None


class Returned:
    """Tells the rows of an error workbook that were refused from those that are in already."""

    def __init__(self, grid: Grid) -> None:
        """Look for the column of reasons."""
        named = [h.column for h in grid.headings if h.text == REFUSED_BECAUSE]
        self.place = named[-1] if named else None

    def is_in(self, row: GridRow) -> bool:
        """Whether a row was not refused when the workbook was made."""
        if self.place is None:
            return False
        return self.place >= len(row.cells) or blank(row.cells[self.place])
