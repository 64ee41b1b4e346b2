"""`python -m tests.bench [--claims N] [--million]`: every figure with its budget; exit 1 when one
is not kept.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.bench import journal_figures, offices
from tests.bench.measure import show


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--claims", type=int, default=100_000)
    asked.add_argument(
        "--million", action="store_true", help="pages at 1,000,000 claims too (takes ten minutes)"
    )
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = folder / "office1000.db", folder / f"office{options.claims}.db"
        figures = journal_figures.seeding(folder, options.claims)
        offices.make(small, 1_000)
        figures += journal_figures.by_size(small, large, options.claims)
        figures += journal_figures.writing(large)
        if options.million:
            million = folder / "office1000000.db"
            offices.make(million, 1_000_000)
            figures += journal_figures.by_size(small, million, 1_000_000)
    print(show(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
