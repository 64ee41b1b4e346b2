"""How exactly text files of every habit are read: two public collections beside their clean versions."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from imports import reading
from rules.errors import BadValue
from tests.bench.measure import ROOT, Figure

SAMPLES = ROOT.parent / "shared" / "samples" / "bad_inputs"
SPECTRUM_SHARE, POLLOCK_SHARE = 0.9, 0.75
"""One file of the first was changed on its way here: its .json has line ends that it has not.

Of the second cannot be known: which separator is one too many or is missing, blanks that both part
fields and stand within them. A header printed twice is read once.
"""

Table = list[list[str]]


def figures() -> Iterator[Figure]:
    """The share of each collection that is read exactly, with the names of the others."""
    if not SAMPLES.is_dir():
        print("    the sample files are not beside the repository: exact reading is not measured")
        return
    for name, budget, compared in (
        ("csv-spectrum", SPECTRUM_SHARE, spectrum()),
        ("pollock", POLLOCK_SHARE, pollock()),
    ):
        missed = [file for file, exact in compared.items() if not exact]
        share = 1 - len(missed) / len(compared)
        detail = (
            f"{len(compared) - len(missed)} of {len(compared)}; not: {', '.join(missed) or 'none'}"
        )
        yield Figure(f"{name}: files read exactly", share, budget, "", detail, at_least=True)


def spectrum() -> dict[str, bool]:
    """File -> whether it is read as its .json says."""
    return {
        path.name: _read(path) == _of_json(SAMPLES / "csv-spectrum" / "json" / f"{path.stem}.json")
        for path in sorted((SAMPLES / "csv-spectrum" / "csvs").iterdir())
    }


def pollock() -> dict[str, bool]:
    """File -> whether it is read as its clean version."""
    return {
        path.name: _read(path) == _of_csv(SAMPLES / "pollock" / "clean" / path.name)
        for path in sorted((SAMPLES / "pollock" / "csv").iterdir())
    }


def _read(path: Path) -> Table:
    """The headings and the rows as the import reads them; a missing cell at the end is blank."""
    try:
        grid = reading.read(path)
    except BadValue as error:
        return [[error.sentence]]
    rows = [["" if cell is None else cell for cell in row.cells] for row in grid.rows()]
    headed = max(heading.column for heading in grid.headings) + 1
    header = [""] * max(headed, *map(len, rows), 0)
    for heading in grid.headings:
        header[heading.column] = heading.text
    return [header, *rows]


def _of_json(path: Path) -> Table:
    records = json.loads(path.read_text(encoding="utf-8"))
    return [list(records[0]), *(list(record.values()) for record in records)]


def _of_csv(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))
