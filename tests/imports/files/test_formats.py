"""Workbooks of every kind tell the same: cells, formulas, errors, what is hidden, what is merged."""

import struct
import zipfile

import pytest
from odd_books import Computed, Failed, Tab, compound, ods, ods_of, xls, xlsb

from imports import reading
from imports.files import biff, book, ole
from imports.files import ods as ods_traits
from imports.files import xlsb as xlsb_traits
from imports.files.traits import within
from imports.grid import Heading, Ignored
from rules.errors import BadValue

KINDS = {"xls": xls, "xlsb": xlsb, "ods": ods}
ROWS = [
    ["Claim no.", "Paid", "Status"],
    ["L-1", 12.5, Failed(0x2A)],
    ["L-2", Failed(0x07, formula=True), True],
    ["L-3", Computed(7.0), "é & <"],
]


@pytest.fixture(params=KINDS)
def write(request, tmp_path):
    """Writes a workbook of each kind."""
    return lambda *tabs, **more: KINDS[request.param](
        tmp_path / f"a.{request.param}", *tabs, **more
    )


def test_cells_come_with_their_marks(write):
    grid = reading.read(write(Tab(ROWS)))
    rows = list(grid.rows())
    assert [(r.number, r.marks) for r in rows] == [
        (2, {2: "#N/A"}), (3, {1: "#DIV/0!"}), (4, {1: "formula"}),
    ]  # fmt: skip
    assert [r.cells[0] for r in rows] == ["L-1", "L-2", "L-3"]
    assert (rows[0].cells[1], rows[1].cells[2], rows[2].cells[1:]) == (12.5, True, [7.0, "é & <"])
    assert (grid.tab, grid.tabs, grid.hidden_tabs) == ("Claims", ("Claims",), ())
    assert not grid.epoch_1904


def test_what_is_hidden_is_said_and_read(write):
    tabs = Tab(ROWS, hidden_rows=[2], hidden_columns=[1]), Tab(ROWS, name="Old", state="hidden")
    grid = reading.read(write(*tabs))
    assert (grid.hidden_rows, grid.hidden_columns, grid.hidden_tabs) == ((3,), (1,), ("Old",))
    assert grid.rows_read == 3
    assert grid.headings[1] == Heading(1, "Paid")


def test_what_is_hidden_is_left_out_on_request(write):
    path = write(Tab(ROWS, hidden_rows=[2], hidden_columns=[1]))
    grid = reading.read(path, hidden=False)
    assert [h.text for h in grid.headings] == ["Claim no.", "Status"]
    assert grid.ignored == [Ignored(3, "hidden", "L-2")]
    assert [(r.number, r.cells[1]) for r in grid.rows()] == [(2, ""), (4, "")]


def test_a_hidden_tab_is_read_when_it_is_named(write):
    path = write(Tab([["a", "b"]]), Tab(ROWS, name="Old", state="hidden"))
    grid = reading.read(path, tab="Old")
    assert (grid.tab, grid.tabs, grid.rows_read) == ("Old", ("Claims", "Old"), 3)


def test_the_system_of_serials_is_told(write):
    assert reading.read(write(Tab(ROWS), epoch_1904=True)).epoch_1904


def test_merged_headings_are_one_header(write):
    rows = [["Claim no.", "Paid", ""], ["", "Indemnity", "Expense"], ["L-1", 1.0, 2.0]]
    grid = reading.read(write(Tab(rows, merged=[(0, 0, 1, 0), (0, 1, 0, 2)])))
    assert (grid.header_first, grid.header_row, grid.rows_read) == (1, 2, 1)
    assert [h.text for h in grid.headings] == ["Claim no.", "Paid Indemnity", "Paid Expense"]


def test_a_workbook_whose_tabs_are_all_hidden_names_them(write):
    with pytest.raises(BadValue, match=r"Every tab of the workbook is hidden \(Claims\)"):
        reading.read(write(Tab(ROWS, state="hidden")))


def test_a_workbook_of_charts_alone_says_so():
    with pytest.raises(BadValue, match="charts or macros only"):
        book._check_tabs(["Chart"], (), (), None)


# --- .xls -----------------------------------------------------------------------------------------


def test_a_protected_xls_is_refused(tmp_path):
    path = xls(tmp_path / "a.xls", Tab(ROWS), extra=struct.pack("<HH", 0x2F, 2) + b"\0\0")
    with pytest.raises(BadValue, match="protected with a password"):
        reading.read(path)
    with pytest.raises(BadValue, match="protected with a password"):
        biff.traits(path, 0)


def test_short_records_and_unknown_tabs_are_passed(tmp_path):
    short = b"".join(struct.pack("<HH", kind, 0) for kind in (0x85, 0x06, 0x205, 0x208, 0x7D))
    path = xls(tmp_path / "a.xls", Tab([["a"]]), extra=short)
    assert biff.traits(path, 5).marks == {}
    found = biff.Traits()
    for kind in (0x06, 0x205, 0x208, 0x7D):
        biff._note(found, kind, b"")
    assert found == biff.Traits()


def test_records_of_a_chart_within_a_tab_are_not_its_own():
    begin, end = struct.pack("<HHI", 0x809, 4, 0), struct.pack("<HH", 0x0A, 0)
    inner = struct.pack("<HHB", 0x01, 1, 9)
    assert list(biff._records(begin + begin + inner + end + inner + end, 0)) == [(0x01, b"\x09")]
    assert list(biff._records(begin + inner, 0)) == [(0x01, b"\x09")]


# --- The container of .xls ------------------------------------------------------------------------


def test_a_stream_is_read_whole():
    held = ole.Container(compound({"Workbook": bytes(range(256)) * 40, "Other": b"x" * 5000}))
    assert held.streams.keys() == {"workbook", "other"}
    assert held.read("workbook") == bytes(range(256)) * 40
    assert held.read("other")[:5000] == b"x" * 5000


def test_a_small_stream_is_read_from_the_small_sectors():
    data = bytearray(compound({"Workbook": b"y" * 4096, "Table": b"", "Held": b"z" * 4096}))
    places = {
        n: data.find(n.encode("utf-16-le")) for n in ("Root Entry", "Workbook", "Table", "Held")
    }
    table = struct.unpack_from("<I", data, places["Table"] + 116)[0]
    held = struct.unpack_from("<I", data, places["Held"] + 116)[0]
    struct.pack_into("<I", data, 60, table)  # the table of small sectors
    struct.pack_into("<3I", data, (table + 1) * 512, 1, 0xFFFFFFFE, 0xFFFFFFFE)
    struct.pack_into("<II", data, places["Root Entry"] + 116, held, 4096)
    struct.pack_into("<II", data, places["Workbook"] + 116, 0, 100)
    assert ole.Container(bytes(data)).read("workbook") == b"z" * 100


@pytest.mark.parametrize(
    ("place", "value", "why"),
    [
        (30, b"\x40\x00", "sectors of an impossible size"),
        (48, b"\xff\xff\x00\x00", "a directory behind the end"),
        (76, b"\xff\xff\x00\x00", "a table behind the end"),
        (68, b"\xff\xff\x00\x00", "more of the table behind the end"),
    ],
)
def test_a_container_that_contradicts_itself_is_damaged(place, value, why):
    data = bytearray(compound({"Workbook": b"x" * 5000}))
    data[place : place + len(value)] = value
    with pytest.raises(BadValue, match=r"not a complete \.xls"):
        ole.Container(bytes(data)).read("workbook")


def test_a_chain_of_sectors_in_a_circle_is_damage():
    data = bytearray(compound({"Workbook": b"x" * 5000}))
    table = struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, (table + 1) * 512 + 4, 0)
    with pytest.raises(BadValue, match=r"not a complete \.xls"):
        ole.Container(bytes(data)).read("workbook")


def test_a_table_that_goes_on_in_further_sectors_is_followed():
    data = bytearray(compound({"Workbook": b"x" * 5000, "Spare": b""}))
    places = data.find("Spare".encode("utf-16-le"))
    spare = struct.unpack_from("<I", data, places + 116)[0]
    struct.pack_into("<I", data, 68, spare)
    sector = (spare + 1) * 512
    data[sector : sector + 512] = struct.pack("<127I", *[0xFFFFFFFF] * 127) + struct.pack(
        "<I", spare
    )
    assert ole.Container(bytes(data)).read("workbook")[:5000] == b"x" * 5000


# --- .xlsb ----------------------------------------------------------------------------------------


def test_a_tab_of_an_xlsb_that_is_not_there_has_no_marks(tmp_path):
    assert xlsb_traits.traits(xlsb(tmp_path / "a.xlsb", Tab(ROWS)), "Other").marks == {}


def test_an_xlsb_without_its_list_has_no_marks(tmp_path):
    path = tmp_path / "a.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.bin", b"")
    assert xlsb_traits.traits(path, "Claims").marks == {}


def test_records_that_break_off_end_the_search():
    assert list(xlsb_traits._records(b"\x05\x02ab\x85")) == [(5, b"ab")]
    assert list(xlsb_traits._records(b"\x05\xff\xff\xff\xff\x01")) == [(5, b"\x01")]
    found = xlsb_traits.Traits()
    for kind in (3, 8, 60, 176):
        xlsb_traits._note(found, 1, kind, b"")
    assert found == xlsb_traits.Traits()


# --- .ods -----------------------------------------------------------------------------------------

CELL = "<table:table-cell{0}><text:p>{1}</text:p></table:table-cell>"


@pytest.mark.parametrize(
    ("row", "marks", "why"),
    [
        (CELL.format(' table:formula="of:=A2"', "x"), {1: {0: "formula"}}, "a formula and its text"),
        (CELL.format(' table:formula="of:=A2" office:value="0"', ""), {1: {0: "formula"}}, "and its value"),
        (CELL.format(' table:formula="of:=A2"', ""), {1: {0: "no value"}}, "never computed"),
        (CELL.format(' table:formula="of:=A2" office:value="0"', "Err:502"), {1: {0: "Err:502"}}, "an older writer's error"),
        (CELL.format(' calcext:value-type="error"', ""), {1: {0: "#ERROR!"}}, "an error without words"),
        (
            CELL.format(' table:number-columns-repeated="2" table:formula="of:=1"', "1"),
            {1: {0: "formula", 1: "formula"}}, "one cell for two",
        ),
        (
            '<table:table-cell table:formula="of:=1"><office:annotation><text:p>#N/A</text:p></office:annotation>'
            "<text:p>1</text:p></table:table-cell>", {1: {0: "formula"}}, "a comment is no value",
        ),
    ],
)  # fmt: skip
def test_cells_of_an_ods_are_marked(tmp_path, row, marks, why):
    body = f'<table:table table:name="A"><table:table-row>{row}</table:table-row></table:table>'
    body += '<table:table table:name="B"><table:table-row><table:table-cell table:formula="x"/></table:table-row></table:table>'
    assert ods_traits.traits(ods_of(tmp_path / "a.ods", body), "A").marks == marks, why


def test_rows_of_an_ods_may_stand_once_for_many(tmp_path):
    body = (
        '<table:table table:name="A"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="filter" table:number-columns-repeated="16000"/>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        '<table:table-row table:visibility="filter" table:number-rows-repeated="1048000"/></table:table>'
    )
    found = ods_traits.traits(ods_of(tmp_path / "a.ods", body), "A")
    assert (found.rows, found.columns) == ([(4, 1048003)], [(2, 16001)])
    assert within(found.rows, 5) == [4, 5]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<text:p>a<text:tab/>b</text:p>", "a\tb"),
        ("<text:p><text:tab/>=1</text:p>", "\t=1"),
        ('<text:p>a <text:s text:c="3"/>b</text:p>', "a    b"),
        ("<text:p><text:s/>a<text:span>b <text:s/></text:span></text:p>", " ab  "),
        ("<text:p>a<text:line-break/>b</text:p><text:p/><text:p>c</text:p>", "a\nb\n\nc"),
        ("<text:p>\n  a\n  <text:span> b</text:span><text:tab/></text:p>", "a b\t"),
        (
            "<office:annotation><text:p>no<text:tab/></text:p></office:annotation><text:p>a<text:tab/>b</text:p>"
            "<draw:frame><text:p>no<text:s/></text:p></draw:frame>", "a\tb",
        ),
    ],
)  # fmt: skip
def test_tabs_blanks_and_line_breaks_of_an_ods_are_read_as_they_stand(tmp_path, inner, text):
    row = '<table:table-row><table:table-cell office:value-type="string" table:number-columns-repeated="2">{0}</table:table-cell></table:table-row>'
    body = "".join(row.format(cell) for cell in ("<text:p>Head<text:s/></text:p>", inner))
    other = (
        '<table:table table:name="A">'
        + row.format("<text:p>x<text:tab/>y</text:p>")
        + "</table:table>"
    )
    path = ods_of(tmp_path / "a.ods", f'<table:table table:name="B">{body}</table:table>{other}')
    grid = reading.read(path, tab="B", header_row=1)
    assert [row.cells for row in grid.rows()] == [[text, text]]


def test_the_value_of_a_cell_of_an_ods_wins_over_what_it_shows(tmp_path):
    cell = '<table:table-cell office:value-type="{0}" office:{1}><text:p>1<text:tab/></text:p></table:table-cell>'
    cells = cell.format("string", 'string-value="x"') + cell.format("float", 'value="1.5"')
    rows = f"<table:table-row>{cells}</table:table-row>" * 2
    path = ods_of(tmp_path / "a.ods", f'<table:table table:name="A">{rows}</table:table>')
    grid = reading.read(path, header_row=1)
    assert [row.cells for row in grid.rows()] == [["x", 1.5]]


def test_an_ods_with_broken_xml_is_damaged(tmp_path):
    with pytest.raises(BadValue, match="the tab is not complete"):
        ods_traits.traits(ods_of(tmp_path / "a.ods", '<table:table table:formula="x">'), "A")


def test_an_ods_without_content_or_signs_has_no_marks(tmp_path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "x")
    assert ods_traits.traits(path, "A").marks == {}
