"""`python -m tests.bench [--claims N] [--million]`: every figure with its budget; exit 1 when one
is not kept.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import (
    http_figures,
    journal_figures,
    offices,
    question_figures,
    sheet_figures,
)
from tests.bench.measure import Figure, show


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument(
        "--million", action="store_true", help="pages at 1,000,000 claims too (takes ten minutes)"
    )
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        figures = _figures(Path(name), options.claims, million=options.million)
    print(show(figures))
    return 0 if all(figure.holds for figure in figures) else 1


def _figures(folder: Path, claims: int, *, million: bool) -> list[Figure]:
    """Every figure; the office of many claims is made once, and written to last."""
    small, large = folder / "office1000.db", folder / f"office{claims}.db"
    offices.make(small, 1_000)
    offices.make(large, claims)
    found = http_figures.figures(small, large, claims)
    found += journal_figures.by_size(small, large, claims)
    found += question_figures.figures(large, claims)
    found += journal_figures.writing(large)
    found += sheet_figures.figures(folder, large)
    found += journal_figures.verifying(large)
    found += journal_figures.seeding(folder, claims)
    if million:
        huge = folder / "office1000000.db"
        offices.make(huge, 1_000_000)
        found += journal_figures.by_size(small, huge, 1_000_000)
    return found


if __name__ == "__main__":
    sys.exit(main())
