"""Files are read in a process of their own: whatever they hold, one sentence comes back and the
server lives.
"""

import subprocess
import sys

import pytest
from books import MAIN, csv_file, raw_xlsx, xlsx

from imports import reading
from imports.grid import GridRow, Heading, Ignored
from rules.errors import BadValue
from rules.headings import alike

KNOWN = {alike("Claim no."), alike("Status")}


def test_a_file_becomes_a_grid(tmp_path):
    path = xlsx(
        tmp_path / "a.xlsx",
        ["Title"],
        ["Claim\n no.", None, "Status", 2010],
        ["L-1", None, "open", 1],
    )
    grid = reading.read(path, known=KNOWN)
    assert (grid.file_name, grid.tab, grid.tabs, grid.header_row) == (
        "a.xlsx",
        "Claims",
        ("Claims",),
        2,
    )
    assert grid.headings == [Heading(0, "Claim no."), Heading(2, "Status"), Heading(3, "2010")]
    assert grid.ignored == [Ignored(1, "title", "Title")]
    assert grid.rows_read == 1
    assert list(grid.rows()) == [GridRow(3, ["L-1", "", "open", 1.0], None)]
    assert grid.address(3, 2) == "Claims!C3"
    assert len(grid.sha256) == 64
    folder = grid.folder.path
    assert folder.exists()
    grid.close()
    assert not folder.exists()


def test_a_grid_without_a_folder_can_be_closed(tmp_path):
    grid = reading.read(csv_file(tmp_path / "a.csv", ["a", "b"], ["1", "2"]))
    folder, grid.folder = grid.folder, None
    grid.close()
    folder.close()


def test_the_name_that_the_user_gave_decides_the_kind(tmp_path):
    path = csv_file(tmp_path / "0123abcd", ["a", "b"], ["1", "2"])
    assert reading.read(path, file_name="register.CSV").file_name == "register.CSV"


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        (
            "a.pdf",
            {},
            "“a.pdf” cannot be read. Choose an Excel workbook (.xlsx, .xlsm, .xlsb, .xls), .ods, or text",
        ),
        ("a", {}, "“a” cannot be read. Choose"),
        ("missing.csv", {}, "There is no file"),
        ("there.csv", {"tab": "Claims"}, "A .csv file has no tabs."),
        ("there.csv", {"header_row": 7}, "Row 7 holds no headings."),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path, name, options, reason):
    csv_file(tmp_path / "there.csv", ["a", "b"], ["1", "2"])
    with pytest.raises(BadValue) as refused:
        reading.read(tmp_path / name, **options)
    assert reason in refused.value.sentence


CORNERS = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
)
LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda p: raw_xlsx(p, CORNERS), "needs more memory to read than is allowed"),
        (
            lambda p: raw_xlsx(p, parts={"xl/worksheets/sheet1.xml":
                f'<!DOCTYPE l [<!ENTITY l0 "ha">{LAUGHS}]><worksheet {MAIN}><sheetData><row r="1">'
                '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row></sheetData></worksheet>'}),
            "damaged",
        ),
        (lambda p: p.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 300), "damaged"),
        (lambda p: p.write_bytes(xlsx(p, ["a"], *[["b"]] * 500).read_bytes()[:-20]), "damaged"),
    ],
)  # fmt: skip
def test_a_file_that_is_built_to_do_harm_does_none(tmp_path, make, reason):
    path = tmp_path / "harm.xlsx"
    make(path)
    with pytest.raises(BadValue) as refused:
        reading.read(path)
    assert reason in refused.value.sentence


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (-24, "more than 60 seconds of computing"),
        (-9, "more computing to read than is allowed"),
        (-25, "more than is read at once"),
        (-6, "more memory to read than is allowed"),
        (-11, "damaged, or needs more memory"),
        (1, "damaged, or needs more memory"),
    ],
)
def test_each_end_of_the_child_has_its_sentence(tmp_path, monkeypatch, code, reason):
    program = tmp_path / "program"
    end = f"kill {code} $$" if code < 0 else f"exit {code}"
    program.write_text(f"#!/bin/sh\n{end}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(BadValue) as refused:
        reading.read(csv_file(tmp_path / "a.csv", ["a", "b"]))
    assert reason in refused.value.sentence


def test_a_child_that_leaves_nothing_is_a_damaged_file(tmp_path, monkeypatch):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 0\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    with pytest.raises(BadValue, match="damaged"):
        reading.read(csv_file(tmp_path / "a.csv", ["a", "b"]))


@pytest.fixture(params=[True, False], ids=["told of its end", "looking for its end"])
def told_of_its_end(request, monkeypatch):
    """Whether the system tells at once that a process ended."""
    if not request.param:
        monkeypatch.delattr(reading.os, "pidfd_open", raising=False)


def test_a_table_is_read_whether_or_not_the_system_tells(tmp_path, told_of_its_end):
    assert reading.read(csv_file(tmp_path / "a.csv", ["a", "b"], ["1", "2"])).rows_read == 1


def test_a_child_that_does_not_come_back_is_ended(tmp_path, monkeypatch, told_of_its_end):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexec sleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.2)
    with pytest.raises(BadValue, match="takes more than"):
        reading.read(csv_file(tmp_path / "a.csv", ["a", "b"]))
    left = subprocess.run(["pgrep", "-f", str(program)], capture_output=True, check=False)
    assert left.returncode == 1


def test_the_child_is_told_no_secret(tmp_path, monkeypatch):
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setenv("SECRET_KEY", "hush")
    with pytest.raises(BadValue):
        reading.read(csv_file(tmp_path / "a.csv", ["a", "b"]))
    assert "hush" not in (tmp_path / "seen").read_text()


def test_a_file_without_headings_calls_its_columns_by_their_letters(tmp_path):
    rows = ["NH-0", "Person 0", "0.50"], ["NH-1", "Person 1", "1.50", "more"]
    for path in (csv_file(tmp_path / "a.csv", *rows), xlsx(tmp_path / "a.xlsx", *rows)):
        grid = reading.read(path, header_row=0)
        assert [h.text for h in grid.headings] == ["Column A", "Column B", "Column C", "Column D"]
        assert [(row.number, row.cells[:3]) for row in grid.rows()] == [
            (1, ["NH-0", "Person 0", "0.50"]), (2, ["NH-1", "Person 1", "1.50"]),
        ]  # fmt: skip
        assert (grid.header_row, grid.header_first, grid.ignored) == (0, 0, [])


def test_a_file_without_headings_nor_rows_is_refused(tmp_path):
    path = csv_file(tmp_path / "a.csv", ["", " "])
    with pytest.raises(BadValue, match="holds no rows"):
        reading.read(path, header_row=0)
