"""What the reading child makes of a file: the tab, the header, the rows and their numbers."""

import errno
import json
import runpy
import sys
from datetime import date
from pathlib import Path

import pytest
from books import PARTS, csv_file, raw_xlsx, xlsx

from imports import reading
from imports.files import child, ole
from imports.files.child import Request
from imports.spool import Spool
from rules.errors import BadValue, DiskFull
from rules.headings import alike

KNOWN = tuple(alike(name) for name in ("Claim no.", "Status", "Paid"))


@pytest.fixture
def read(tmp_path):
    """(summary, rows) of a file, read in this process."""

    def run(path: Path, **request):
        folder = tmp_path / "out"
        folder.mkdir(exist_ok=True)
        child.run(Request(str(path), path.suffix, **{"known": KNOWN, **request}), folder)
        summary = json.loads((folder / "summary.json").read_text())
        if "refused" in summary:
            return summary, []
        with (folder / "rows").open("rb") as handle:
            return summary, list(Spool(handle))

    return run


def test_titles_totals_and_repeated_headers_are_put_apart(tmp_path, read):
    path = xlsx(
        tmp_path / "a.xlsx",
        ["District register"],
        [],
        ["Claim no.", "Status", "Paid"],
        ["L-1", "open", 12.5],
        [None, None, None],
        ["  ", None, None],
        ["Claim no.", "Status", "Paid"],
        ["L-2", "closed", 3],
        [None, "Total", 15.5],
    )
    summary, rows = read(path)
    assert (summary["tab"], summary["header_row"], summary["count"]) == ("Claims", 3, 2)
    assert summary["ignored"] == [
        [1, "title", "District register"],
        [7, "repeated header", "Claim no."],
        [9, "total", "Total"],
    ]
    assert rows == [(4, ["L-1", "open", 12.5], None), (8, ["L-2", "closed", 3.0], None)]


def test_cells_keep_their_types_and_their_place(tmp_path, read):
    path = xlsx(
        tmp_path / "a.xlsx",
        [None, "Claim no.", "Status", "Day"],
        [None, "007", True, date(2026, 1, 2)],
    )
    summary, rows = read(path)
    assert summary["header"] == ["", "Claim no.", "Status", "Day"]
    assert rows == [(2, ["", "007", True, date(2026, 1, 2)], None)]


def test_formulas_and_errors_come_with_their_mark(tmp_path, read):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Claim no.</t></is></c>'
        '<c r="B1" t="inlineStr"><is><t>Paid</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2" t="e"><v>#REF!</v></c></row>'
        '<row r="3"><c r="B3" t="e"><v>#N/A</v></c></row>'
    )
    _, rows = read(raw_xlsx(tmp_path / "a.xlsx", cells))
    assert rows == [(2, [2.0, ""], {0: "formula", 1: "#REF!"}), (3, ["", ""], {1: "#N/A"})]


def test_the_tab_with_the_most_known_headings_is_taken(tmp_path, read):
    path = xlsx(
        tmp_path / "a.xlsx",
        ["Notes"],
        tab="Cover",
        Empty=[],
        Register=[["Claim no.", "Status"], ["L-1", "open"]],
        Again=[["Claim no.", "Status"], ["L-2", "open"]],
    )
    summary, rows = read(path)
    assert (summary["tab"], summary["tabs"]) == (
        "Register",
        ["Cover", "Empty", "Register", "Again"],
    )
    assert rows[0][1] == ["L-1", "open"]
    assert read(path, tab="Again")[1][0][1] == ["L-2", "open"]


def test_a_hidden_tab_is_read_only_when_it_is_named(tmp_path, read):
    import openpyxl

    path = xlsx(
        tmp_path / "a.xlsx",
        ["Other"],
        ["x"],
        tab="Open",
        Hidden=[["Claim no.", "Status"], ["L-1", "open"]],
    )
    book = openpyxl.load_workbook(path)
    book["Hidden"].sheet_state = "hidden"
    book.save(path)
    assert read(path)[0]["tab"] == "Open"
    assert read(path, tab="Hidden")[0]["tab"] == "Hidden"


@pytest.mark.parametrize("row", [1, 3, 60])
def test_a_given_header_row_is_taken(tmp_path, read, row):
    lines = [["Claim no.", "Status"]] * 70
    summary, rows = read(xlsx(tmp_path / "a.xlsx", *lines), header_row=row)
    assert summary["header_row"] == row
    assert summary["count"] == 0
    assert rows == []


@pytest.mark.parametrize("above", [0, 60])
def test_a_given_header_row_keeps_the_headings_that_are_joined(tmp_path, read, above):
    lines = [
        ["Claim", "Paid", None, "Open", None],
        [None, "Ind", "Med", "Ind", "Med"],
        ["L-1", 1, 2, 3, 4],
    ]
    path = xlsx(tmp_path / "a.xlsx", *[[None]] * above, *lines)
    summary, rows = read(path, header_row=above + 2)
    assert (summary["header_first"], summary["header_row"]) == (above + 1, above + 2)
    assert summary["header"] == ["Claim", "Paid Ind", "Paid Med", "Open Ind", "Open Med"]
    assert [number for number, *_ in rows] == [above + 3]


def test_short_and_long_rows_of_a_text_file_keep_their_cells(tmp_path, read):
    path = csv_file(
        tmp_path / "a.csv", ["Claim no.", "Status", "Paid"], ["L-1"], [], ["L-2", "open", "1", "x"]
    )
    summary, rows = read(path)
    assert (summary["tab"], summary["tabs"]) == (None, [])
    assert rows == [(2, ["L-1", None, None], None), (4, ["L-2", "open", "1", "x"], None)]


@pytest.mark.parametrize(
    ("make", "request_", "reason"),
    [
        (lambda p: (p / "a.csv").write_bytes(b""), {}, "The file is empty."),
        (lambda p: (p / "a.csv").write_bytes(b"\n , \n"), {}, "The file holds no rows."),
        (lambda p: (p / "a.csv").write_bytes(b"PK\x03\x04xx"), {}, "is named .csv but is a workbook"),
        (lambda p: (p / "a.csv").write_bytes(b"\xef\xbb\xbfa,\xff\n"), {}, "not in the encoding"),
        (lambda p: (p / "a.csv").write_bytes(b"a,b\n1,2\n"), {"header_row": 9}, "Row 9 holds no headings."),
        (lambda p: (p / "a.csv").write_bytes(b"a,b\n\n1,2\n"), {"header_row": 2}, "Row 2 holds no headings."),
        (lambda p: (p / "a.xlsx").write_bytes(b"hello world"), {}, "is named .xlsx but is no workbook"),
        (lambda p: (p / "a.xlsx").write_bytes(ole.MAGIC + b"x"), {}, "not a complete .xls workbook"),
        (lambda p: (p / "a.xlsx").write_bytes(b"PK\x03\x04 nothing more"), {}, "The file is damaged"),
        (lambda p: xlsx(p / "a.xlsx", ["a"]), {"tab": "Other"}, "There is no tab “Other”. The file has Claims."),
        (lambda p: xlsx(p / "a.xlsx", [" "]), {"tab": "Claims"}, "“Claims” holds no rows."),
        (lambda p: raw_xlsx(p / "a.xlsx", parts={"xl/workbook.xml": "<broken"}), {}, "damaged or no workbook"),
        (
            lambda p: raw_xlsx(p / "a.xlsx", parts={"xl/workbook.xml": PARTS["xl/workbook.xml"].replace("<sheet ", "<x ")}),
            {}, "The workbook has no tabs.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_one_sentence(tmp_path, read, make, request_, reason):
    make(tmp_path)
    path = next(tmp_path.glob("a.*"))
    summary, _ = read(path, **request_)
    assert reason in summary["refused"]


def test_a_row_wider_than_the_header_leaves_the_file_readable(tmp_path, read):
    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Status"], ["C-1", "open", "x", "y"])
    assert read(path)[1] == [(2, ["C-1", "open", "x", "y"], None)]


def test_a_fault_of_this_program_is_not_told_as_damage(tmp_path, monkeypatch, caplog):
    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Status"], ["L-1", "open"])
    monkeypatch.setattr(child, "_read", lambda request, rows: 1 // 0)
    monkeypatch.setattr(reading, "_run_child", child.run)
    with pytest.raises(BadValue, match="a fault of the program, not of the file"):
        reading.read(path)
    assert "ZeroDivisionError" in caplog.text


def test_a_want_of_memory_is_said(tmp_path, read, monkeypatch):
    def hungry(request, rows):
        raise MemoryError

    monkeypatch.setattr(child, "_read", hungry)
    path = csv_file(tmp_path / "a.csv", ["Claim no."])
    assert "needs more memory" in read(path)[0]["refused"]


@pytest.mark.parametrize(("owner", "name"), [(child, "_read"), (Path, "write_text")])
def test_a_full_disk_is_said_and_is_no_fault_of_the_file(
    tmp_path, limits, monkeypatch, owner, name
):
    def no_room(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Status"], ["L-1", "open"])
    asked = Request(str(path), ".csv", KNOWN).text()
    with monkeypatch.context() as full:
        full.setattr(owner, name, no_room)
        assert child.main(asked, str(tmp_path)) == child.FULL
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nexit {child.FULL}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(DiskFull, match="Try again when there is room"):
        reading.read(path)


def test_another_fault_of_the_system_ends_the_child_as_before(tmp_path, limits):
    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Status"], ["L-1", "open"])
    (tmp_path / "summary.json").mkdir()
    with pytest.raises(IsADirectoryError):
        child.main(Request(str(path), ".csv", KNOWN).text(), str(tmp_path))


def test_a_file_that_is_too_large_is_not_opened(tmp_path, read):
    path = tmp_path / "a.csv"
    with path.open("wb") as handle:
        handle.truncate(100_000_001)
    assert read(path)[0]["refused"] == "The file has 100 MB; at most 100 MB are read. Split it."


@pytest.mark.slow
def test_more_rows_than_a_spreadsheet_holds_are_refused(tmp_path, read):
    path = tmp_path / "a.csv"
    path.write_bytes(b"Claim no.,Status\n" + b"1,2\n" * 1_048_576)
    assert read(path)[0]["refused"] == "The file has more than 1,048,576 rows. Split it."


@pytest.fixture
def limits(monkeypatch):
    """What the process would have limited itself to."""
    import resource

    found = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, values: found.setdefault(kind, values))
    return found


def test_the_child_limits_itself_and_leaves_its_summary(tmp_path, limits):
    import resource

    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Status"], ["L-1", "open"])
    assert child.main(Request(str(path), ".csv", KNOWN).text(), str(tmp_path)) == 0
    assert limits[resource.RLIMIT_AS] == (1 << 30, 1 << 30)
    assert limits[resource.RLIMIT_CPU][0] == 60
    assert json.loads((tmp_path / "summary.json").read_text())["count"] == 1


def test_it_runs_as_a_program(tmp_path, limits, monkeypatch):
    path = csv_file(tmp_path / "a.csv", ["Claim no.", "Status"], ["L-1", "open"])
    monkeypatch.setattr(sys, "argv", ["child", Request(str(path), ".csv").text(), str(tmp_path)])
    monkeypatch.delitem(sys.modules, "imports.files.child")
    with pytest.raises(SystemExit) as end:
        runpy.run_module("imports.files.child", run_name="__main__")
    assert end.value.code == 0
    assert limits


def test_a_system_without_limits_still_reads(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    assert child.limit() is None
