"""`python -m tests.bench [--claims N] [--million]`: every figure with its budget; exit 1 when one
is not kept.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench import (
    browser_figures,
    deadline_figures,
    grid_figures,
    http_figures,
    journal_figures,
    offices,
    question_figures,
    reading_figures,
    report_figures,
    sheet_figures,
)
from tests.bench.measure import HEAD, Figure, line


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument(
        "--million", action="store_true", help="pages at 1,000,000 claims too (takes ten minutes)"
    )
    options = asked.parse_args()
    kept = True
    print(HEAD)
    with tempfile.TemporaryDirectory() as name:
        for figure in _figures(Path(name), options.claims, million=options.million):
            print(line(figure), flush=True)
            kept = kept and figure.holds
    return 0 if kept else 1


def _figures(folder: Path, claims: int, *, million: bool) -> Iterator[Figure]:
    """Every figure; the office of many claims is made once, and written to last."""
    small, large = folder / "office1000.db", folder / f"office{claims}.db"
    offices.make(small, 1_000)
    offices.make(large, claims)
    yield from http_figures.figures(small, large, claims)
    yield from journal_figures.by_size(small, large, claims)
    yield from question_figures.figures(large, claims)
    yield from report_figures.figures(large, claims)
    yield from browser_figures.figures(large, folder, claims)
    yield from grid_figures.of_office(large, claims)
    yield from journal_figures.writing(large)
    yield from sheet_figures.figures(folder, large)
    yield from reading_figures.figures()
    yield from deadline_figures.figures(folder)
    yield from grid_figures.on_postgres(claims)
    yield from journal_figures.verifying(large)
    yield from journal_figures.seeding(folder, claims)
    if million:
        huge = folder / "office1000000.db"
        offices.make(huge, 1_000_000)
        yield from journal_figures.by_size(small, huge, 1_000_000)
        yield from grid_figures.of_office(huge, 1_000_000)
        yield from grid_figures.on_postgres(1_000_000)


if __name__ == "__main__":
    sys.exit(main())
