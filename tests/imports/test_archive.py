"""The archive of a workbook: what no real one holds is refused, odd cells are marked."""

import zipfile

import pytest
from books import MAIN, PARTS, raw_xlsx, xlsx

from imports import archive
from rules.errors import BadValue


def test_a_real_workbook_passes(tmp_path):
    archive.check(xlsx(tmp_path / "a.xlsx", ["a"], ["b"]))


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        ({"../x.xml": ""}, "names a place outside"),
        ({"xl/../../x.xml": ""}, "names a place outside"),
        ({"/x.xml": ""}, "names a place outside"),
        ({"c:/x.xml": ""}, "names a place outside"),
        ({"..\\x.xml": ""}, "names a place outside"),
        ({"XL/Workbook.xml": ""}, "two parts of the same name"),
        ({"xl\\workbook.xml": ""}, "two parts of the same name"),
        ({f"xl/p{n}.xml": "" for n in range(2000)}, "has 2,004 parts"),
        ({"xl/big.xml": b" " * 2_000_000}, "packed far more tightly"),
    ],
)
def test_what_no_real_workbook_holds_is_refused(tmp_path, parts, reason):
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"[Content_Types].xml": None, **parts})
    with pytest.raises(BadValue) as refused:
        archive.check(path)
    assert reason in refused.value.sentence


@pytest.mark.parametrize("count", [1995, 1996])
def test_two_thousand_parts_are_enough(tmp_path, count):
    path = raw_xlsx(tmp_path / "a.xlsx", parts={f"xl/p{n}.xml": "" for n in range(count)})
    if count == 1995:
        archive.check(path)
    else:
        with pytest.raises(BadValue, match="2,001 parts"):
            archive.check(path)


def test_a_tight_small_part_is_no_harm(tmp_path):
    archive.check(raw_xlsx(tmp_path / "a.xlsx", parts={"xl/small.xml": b" " * 900_000}))


def header_says(path, offset: int, value: bytes):
    """Change the record of each part in the central directory of an archive."""
    data = bytearray(path.read_bytes())
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + offset : place + offset + len(value)] = value
        place = data.find(b"PK\x01\x02", place + 4)
    path.write_bytes(bytes(data))
    return path


@pytest.mark.parametrize(
    ("offset", "value", "reason"),
    [
        (24, (60_000_000).to_bytes(4, "little"), "unpacks to 300 MB"),
        (8, b"\x01\x00", "protected with a password"),
    ],
)
def test_the_directory_of_the_archive_is_judged(tmp_path, offset, value, reason):
    path = header_says(raw_xlsx(tmp_path / "a.xlsx"), offset, value)
    with pytest.raises(BadValue) as refused:
        archive.check(path)
    assert reason in refused.value.sentence


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 and then nothing", b"hello"])
def test_what_is_no_archive_is_damaged(tmp_path, data):
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(BadValue, match="The file is damaged"):
        archive.check(path)


@pytest.mark.parametrize(
    ("cells", "marks", "why"),
    [
        ('<row r="2"><c r="B2"><v>1</v></c></row>', {}, "a figure"),
        ('<row r="2"><c r="B2"><f>1+1</f><v>2</v></c></row>', {2: {1: "formula"}}, "a computed formula"),
        ('<row r="2"><c r="B2"><f>A1 +\n1</f></c></row>', {2: {1: "no value =A1 + 1"}}, "never computed"),
        (f'<row r="2"><c r="B2"><f>{"A1+" * 90}1</f></c></row>', {2: {1: f"no value ={'A1+' * 33}A…"}}, "a long one"),
        ('<row r="2"><c r="B2"><f t="shared" si="0"/></c></row>', {2: {1: "no value"}}, "a shared one, never computed"),
        ('<row r="2"><c r="B2"><f>1+1</f><v/></c></row>', {2: {1: "no value =1+1"}}, "computed to nothing"),
        ('<row r="2"><c r="B2"><f t="shared" si="0"/><v>2</v></c></row>', {2: {1: "formula"}}, "a shared one"),
        ('<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>', {2: {1: "#REF!"}}, "an error"),
        ("<row r='2'><c r='B2' t='e'><f>1/0</f><v>#DIV/0!</v></c></row>", {2: {1: "#DIV/0!"}}, "its formula"),
        ('<row r="2"><c r="B2" t="e"/></row>', {2: {1: "#ERROR!"}}, "an error without words"),
        ('<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>', {1: {1: "#N/A"}}, "cells without names"),
        ('<row r="x"><c r="?" t="e"><v>#N/A</v></c></row>', {1: {0: "#N/A"}}, "names that are none"),
        ('<row r="3"><c r="AA3" t="str"><f>A1</f><v>x</v></c></row>', {3: {26: "formula"}}, "text of a formula"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>t="e" <!-- --> :f</t></is></c></row>', {}, "only words"),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>a:fa:f b</t></is></c></row>', {}, "only words again"),
        ('<row r="1"><c r="A1"><f>1</f><is><t>2</t></is></c></row>', {1: {0: "formula"}}, "a value given inline"),
    ],
)  # fmt: skip
def test_formulas_and_errors_are_marked(tmp_path, cells, marks, why):
    assert archive.marks(raw_xlsx(tmp_path / "a.xlsx", cells), "Raw") == marks, why


def test_prefixed_names_are_understood(tmp_path):
    part = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:f>1</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": part})
    assert archive.marks(path, "Raw") == {1: {0: "formula"}}


def test_a_tab_in_utf_16_is_looked_through(tmp_path):
    cells = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'
    part = f'<?xml version="1.0" encoding="UTF-16"?><worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>'
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": part.encode("utf-16")})
    assert archive.marks(path, "Raw") == {1: {0: "#REF!"}}


def test_a_tab_that_breaks_off_is_damaged(tmp_path):
    part = f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="e">'
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": part})
    with pytest.raises(BadValue, match="the tab is not complete"):
        archive.marks(path, "Raw")


RELATIONS = "xl/_rels/workbook.xml.rels"
CELL = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'


@pytest.mark.parametrize(
    ("change", "marks", "why"),
    [
        ({RELATIONS: PARTS[RELATIONS].replace("worksheets/", "/xl/worksheets/")}, {1: {0: "#REF!"}}, "from the root"),
        ({RELATIONS: PARTS[RELATIONS].replace("worksheets/", "worksheets\\")}, {1: {0: "#REF!"}}, "with backslashes"),
        ({RELATIONS: PARTS[RELATIONS].replace("sheet1", "SHEET1")}, {1: {0: "#REF!"}}, "in capitals"),
        ({RELATIONS: PARTS[RELATIONS].replace("sheet1", "sheet9")}, {}, "to a part that is not there"),
        ({RELATIONS: PARTS[RELATIONS].replace('"r1"', '"r9"')}, {}, "with an unknown mark"),
        ({RELATIONS: None}, {}, "without relations"),
        ({RELATIONS: "<broken"}, {}, "with broken relations"),
        ({"_rels/.rels": '<Relationships xmlns="x"/>'}, {1: {0: "#REF!"}}, "at the usual place"),
        (
            {"xl/workbook.xml": PARTS["xl/workbook.xml"].replace(
                "schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument")},
            {1: {0: "#REF!"}},
            "of the strict kind",
        ),
    ],
)  # fmt: skip
def test_the_part_of_a_tab_is_found_by_its_relation(tmp_path, change, marks, why):
    assert archive.marks(raw_xlsx(tmp_path / "a.xlsx", CELL, change), "Raw") == marks, why


def test_an_unknown_tab_has_no_marks(tmp_path):
    assert archive.marks(raw_xlsx(tmp_path / "a.xlsx", CELL), "Other") == {}


def test_an_archive_of_a_kind_that_is_not_known_is_damaged(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a", "b")
    header_says(path, 6, b"\xff\x00")
    with pytest.raises(BadValue, match="damaged"):
        archive.check(path)


def test_a_part_that_cannot_be_unpacked_is_damage(tmp_path, monkeypatch):
    path = raw_xlsx(tmp_path / "a.xlsx")

    def broken(self, name):
        raise zipfile.BadZipFile

    monkeypatch.setattr(zipfile.ZipFile, "read", broken)
    with pytest.raises(BadValue, match="The file is damaged"):
        archive.marks(path, "Raw")
