"""Puts .pdf files together; runs as a program of its own, within limits of memory and time.

`python packet_join.py FOLDER COUNT` reads 0.pdf, 1.pdf, ... and writes out.pdf; on standard output
it says in JSON which one could not be read.
"""

import json
import sys
from pathlib import Path

from pypdf import PdfReader, PdfWriter

MEMORY, CPU_SECONDS = 1_000_000_000, 60


def join(folder: Path, count: int) -> dict[str, int]:
    """Join the files of a folder; {"bad": n} names the one that cannot be read."""
    writer = PdfWriter()
    for n in range(count):
        try:
            for page in PdfReader(folder / f"{n}.pdf").pages:
                for key in ("/AA", "/Annots"):
                    page.pop(key, None)
                writer.add_page(page)
        except Exception:
            return {"bad": n}
    writer.write(folder / "out.pdf")
    return {"pages": len(writer.pages)}


def within_limits() -> None:
    """Take no more memory and time than a report is worth, where the system can say so."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))


if __name__ == "__main__":
    within_limits()
    sys.stdout.write(json.dumps(join(Path(sys.argv[1]), int(sys.argv[2]))))
