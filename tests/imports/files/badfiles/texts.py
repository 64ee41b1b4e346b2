"""Text files of every encoding, delimiter, quote and line end."""

import csv
import io
from pathlib import Path
from random import Random

from tests.imports.files.badfiles.verdict import Read, Refused, Verdict

HEAD = ["Claim no.", "Claimant", "Paid", "Note"]
NAMES = ("José Peña", "Zoë Müller", "Chloé d'Arc", "François Noël", "Ana Núñez")
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-32-le",
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|", "^")
ENDS = ("\n", "\r\n", "\r")


def encoded(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """A table written in one of the ways, or one whose bytes contradict themselves."""
    path = folder / "text.csv"
    count = chance.randrange(3, 30)
    rows = [[f"L-{n:05}", chance.choice(NAMES), f"{n}.50", _note(n)] for n in range(count)]
    cells = {"A2": "L-00000", "B2": rows[0][1], "D3": rows[1][3], f"A{count + 1}": rows[-1][0]}
    verdict: Verdict = Read(count, cells, headings=HEAD)
    if number % 5 == 4:
        return path, _contradicting(number // 5, path, rows, verdict)
    text = _written([HEAD, *rows], DELIMITERS[number % 5], ENDS[number % 3])
    if number % 7 == 6:
        text = f"Register of claims{ENDS[number % 3]}{text}"
        cells = {f"{a[0]}{int(a[1:]) + 1}": cell for a, cell in cells.items()}
        verdict = Read(count, cells, headings=HEAD)
    path.write_bytes(text.encode(ENCODINGS[number % len(ENCODINGS)]))
    return path, verdict


def _note(number: int) -> str:
    return ("plain", "a, b; c | d", 'He said "no"', "two\nlines", "")[number % 5]


def _written(rows: list[list[str]], delimiter: str, end: str) -> str:
    out = io.StringIO(newline="")
    quoting = (
        csv.QUOTE_ALL if end == "\r" else csv.QUOTE_MINIMAL
    )  # a "\n" within is not quoted else
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def _contradicting(kind: int, path: Path, rows: list[list[str]], whole: Verdict) -> Verdict:
    """Bytes that are not of the encoding, quotes left open, fields without end, named delimiters."""
    text = _written([HEAD, *rows], ",", "\n")
    if kind % 5 == 0:
        path.write_bytes(text.encode() + "L-9,Zoë,1,x\n".encode("cp1252"))
        return Read(len(rows) + 1, {f"B{len(rows) + 2}": "Zoë", "B2": rows[0][1]}, headings=HEAD)
    if kind % 5 == 1:
        path.write_bytes(b"\xef\xbb\xbf" + text.encode() * 400 + b"\xff,x,1,x\n")
        return Refused("not in the encoding that the file starts with")
    if kind % 5 == 2:
        path.write_bytes(text.encode() + b'L-9,"Rosa,1,x\n')
        return Refused(f"In row {len(rows) + 2} a quotation mark is opened and never closed")
    if kind % 5 == 3:
        path.write_bytes(text.encode() + b"L-9," + b"x" * 1_000_001 + b",1,x\n")
        return Refused(f"Row {len(rows) + 2} cannot be read: a field is longer")
    path.write_bytes(b"sep=;\n" + _written([HEAD, *rows], ";", "\n").encode())
    return Read(len(rows), {"A3": rows[0][0], "B3": rows[0][1]}, headings=HEAD)
