"""Formulas and errors in cells, and headers of every shape."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

from books import raw_xlsx, xlsx
from odd_books import NAMES, Computed, Failed, Tab, ods, xls, xlsb

from tests.imports.files.badfiles.archives import text_cell
from tests.imports.files.badfiles.verdict import Read, Refused, Verdict

HEAD = ["Claim no.", "Status", "Paid"]
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")
FORMULAS = ("1+1", "[1]Other!A1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x","y")', "SUM(C1:C9)")


def formulas(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """Cells that were computed, never computed, or failed: each is named."""
    if number % 3 == 2:
        return _of_other_kinds(number // 3, chance, folder)
    error, formula = chance.choice(ERRORS), FORMULAS[number % len(FORMULAS)]
    head = "".join(text_cell(f"{'ABC'[n]}1", text) for n, text in enumerate(HEAD))
    safe = formula.replace("&", "&amp;").replace('"', "&quot;")
    cells = (
        f'<row r="1">{head}</row>'
        f'<row r="2">{text_cell("A2", "L-1")}<c r="C2"><f>{safe}</f><v>2</v></c></row>'
        f'<row r="3">{text_cell("A3", "L-2")}<c r="C3"><f>{safe}</f></c></row>'
        f'<row r="4">{text_cell("A4", "L-3")}<c r="C4" t="e"><f>{safe}</f><v>{error}</v></c></row>'
        f'<row r="5"><c r="A5" t="e"><v>{error}</v></c></row>'
    )
    marks = {"C2": "formula", "C3": f"no value ={formula}", "C4": error, "A5": error}
    return raw_xlsx(folder / "formulas.xlsx", cells), Read(4, {"C2": 2.0}, marks)


def _of_other_kinds(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    kind, make = (("xls", xls), ("xlsb", xlsb), ("ods", ods))[number % 3]
    code = chance.choice(list(NAMES))
    rows = [
        HEAD,
        ["L-1", "open", Computed(2.0)],
        ["L-2", "open", Failed(code)],
        ["L-3", Failed(code, formula=True), 1.0],
    ]
    marks = {"C2": "formula", "C3": NAMES[code], "B4": NAMES[code]}
    return make(folder / f"formulas.{kind}", Tab(rows)), Read(3, {"C2": 2.0}, marks)


def headers(number: int, chance: Random, folder: Path) -> tuple[Path, Verdict]:
    """Headers that are missing, repeated, moved, merged, over two rows, below titles, endless."""
    rows = [[f"L-{n}", "open", n * 1.5] for n in range(chance.randrange(2, 9))]
    return HEADERS[number % len(HEADERS)](folder, rows)


def _below_titles(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    lines = [["City of Anywhere"], ["Register of claims"], [], HEAD, *rows]
    return xlsx(folder / "titles.xlsx", *lines), Read(len(rows), {"A5": "L-0"}, headings=HEAD)


def _repeated(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    lines = [HEAD, *rows, HEAD, *rows, ["Total", "", sum(r[2] for r in rows) * 2]]
    return xlsx(folder / "repeated.xlsx", *lines), Read(2 * len(rows), headings=HEAD)


def _same_names(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    head = ["Claim no.", "Status", "Date", "Date"]
    return xlsx(folder / "same.xlsx", head, *([*r[:2], "x", "y"] for r in rows)), Read(
        len(rows), headings=head
    )


def _moved(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    lines = [["", "", *line[::-1]] for line in [HEAD, *rows]]
    return xlsx(folder / "moved.xlsx", *lines), Read(len(rows), {"E2": "L-0"}, headings=HEAD[::-1])


def _broken_lines(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    head = ["Claim\nno.", " Status\u00a0", "Amount\r\n\u00a0paid"]
    wanted = ["Claim no.", "Status", "Amount paid"]
    return xlsx(folder / "lines.xlsx", head, *rows), Read(len(rows), headings=wanted)


def _two_rows(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    head = [["Claim no.", "Paid", "", "Open", ""], ["", "Ind", "Exp", "Ind", "Exp"]]
    wanted = ["Claim no.", "Paid Ind", "Paid Exp", "Open Ind", "Open Exp"]
    lines = [*head, *([r[0], r[2], 1.0, 2.0, 3.0] for r in rows)]
    return xlsx(folder / "two.xlsx", *lines), Read(len(rows), {"A3": "L-0"}, headings=wanted)


def _merged(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    lines: Sequence[Sequence[Any]] = [
        ["Claim no.", "Money", ""],
        ["", "Paid", "Open"],
        *([r[0], r[2], 1.0] for r in rows),
    ]
    tab = Tab(lines, merged=[(0, 0, 1, 0), (0, 1, 0, 2)])
    wanted = ["Claim no.", "Money Paid", "Money Open"]
    return xls(folder / "merged.xls", tab), Read(len(rows), headings=wanted)


def _endless(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    head = [*HEAD, *(f"Column {n}" for n in range(16_381))]
    text = "\n".join([",".join(head), *(f"{r[0]},open,{r[2]}" for r in rows)])
    path = folder / "endless.csv"
    path.write_text(text)
    return path, Read(len(rows), {"A2": "L-0"}, headings=head)


def _none(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    return xlsx(folder / "none.xlsx", [""], [" "], ["", None]), Refused("holds no rows")


def _titled_groups(folder: Path, rows: list[list[Any]]) -> tuple[Path, Verdict]:
    lines: list[list[Any]] = [HEAD]
    for name in ("POLICE", "FIRE"):
        lines += [[name], *rows, ["Sub-total", "", sum(r[2] for r in rows)], []]
    path = ods(folder / "groups.ods", Tab([[*line, *[""] * (3 - len(line))] for line in lines]))
    return path, Read(2 * len(rows), {"A3": "L-0"}, headings=HEAD)


HEADERS = (
    _below_titles, _repeated, _same_names, _moved, _broken_lines, _two_rows, _merged, _endless, _none, _titled_groups,
)  # fmt: skip
