"""The XML of a tab: formulas and errors are marked, what is hidden is found."""

import zipfile

import pytest
from books import MAIN, PARTS, raw_xlsx

from imports.files import sheet_xml
from rules.errors import BadValue


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
    assert sheet_xml.traits(raw_xlsx(tmp_path / "a.xlsx", cells), "Raw").marks == marks, why


def test_prefixed_names_are_understood(tmp_path):
    part = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"><x:f>1</x:f><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": part})
    assert sheet_xml.traits(path, "Raw").marks == {1: {0: "formula"}}


def test_a_tab_in_utf_16_is_looked_through(tmp_path):
    cells = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>'
    part = f'<?xml version="1.0" encoding="UTF-16"?><worksheet {MAIN}><sheetData>{cells}</sheetData></worksheet>'
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": part.encode("utf-16")})
    assert sheet_xml.traits(path, "Raw").marks == {1: {0: "#REF!"}}


def test_a_tab_that_breaks_off_is_damaged(tmp_path):
    part = f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1" t="e">'
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": part})
    with pytest.raises(BadValue, match="the tab is not complete"):
        sheet_xml.traits(path, "Raw")


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
    assert sheet_xml.traits(raw_xlsx(tmp_path / "a.xlsx", CELL, change), "Raw").marks == marks, why


def test_an_unknown_tab_has_no_marks(tmp_path):
    assert sheet_xml.traits(raw_xlsx(tmp_path / "a.xlsx", CELL), "Other").marks == {}


def test_a_part_that_cannot_be_unpacked_is_damage(tmp_path, monkeypatch):
    path = raw_xlsx(tmp_path / "a.xlsx")

    def broken(self, name):
        raise zipfile.BadZipFile

    monkeypatch.setattr(zipfile.ZipFile, "read", broken)
    with pytest.raises(BadValue, match="The file is damaged"):
        sheet_xml.traits(path, "Raw")


def test_hidden_rows_and_columns_are_found(tmp_path):
    part = (
        f'<worksheet {MAIN}><cols><col min="2" max="3" hidden="1"/><col min="5" max="5" hidden="0"/>'
        '<col min="x" max="7" hidden="true"/></cols><sheetData><row r="2" hidden="true"/><row r="3"/>'
        '<row hidden="1"/></sheetData></worksheet>'
    )
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/worksheets/sheet1.xml": part})
    found = sheet_xml.traits(path, "Raw")
    assert (found.rows, found.columns) == ([(2, 2), (4, 4)], [(1, 2)])


@pytest.mark.parametrize(
    ("given", "epoch"), [("1", True), ("true", True), ("0", False), ("", False)]
)
def test_the_day_that_serials_count_from_is_found(tmp_path, given, epoch):
    book = PARTS["xl/workbook.xml"].replace("<sheets>", f'<workbookPr date1904="{given}"/><sheets>')
    path = raw_xlsx(tmp_path / "a.xlsx", parts={"xl/workbook.xml": book})
    assert sheet_xml.traits(path, "Raw").epoch_1904 is epoch
