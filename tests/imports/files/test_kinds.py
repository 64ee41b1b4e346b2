"""The content of a file decides how it is read; its name must agree, and what is no table is named."""

import random
import zipfile

import pytest
from books import raw_xlsx, xlsx
from odd_books import Tab, compound, ods, xls, xlsb

from imports.files import kinds
from rules.errors import BadValue

ROWS = Tab([["a", "b"], ["1", "2"]])


def _zip(*names):
    def make(path):
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, "x")

    return make


MAKE = {
    "xlsx": lambda p: xlsx(p, ["a", "b"]),
    "xlsb": lambda p: xlsb(p, ROWS),
    "xls": lambda p: xls(p, ROWS),
    "ods": lambda p: ods(p, ROWS),
    "csv": lambda p: p.write_text("a,b\n1,2\n"),
}


@pytest.mark.parametrize(("kind", "named"), [
    ("xlsx", ".xlsx"), ("xlsx", ".xlsm"), ("xlsb", ".xlsb"), ("xls", ".xls"), ("ods", ".ods"),
    ("csv", ".csv"), ("csv", ".txt"), ("csv", ".tsv"),
])  # fmt: skip
def test_the_kind_is_found(tmp_path, kind, named):
    path = tmp_path / "file"
    MAKE[kind](path)
    assert kinds.check(path, named=named) == kind


@pytest.mark.parametrize(("kind", "named", "reason"), [
    ("xlsx", ".xls", "is named .xls but is a workbook of the newer kind. Name it .xlsx."),
    ("xls", ".xlsx", "is named .xlsx but is an older Excel file (.xls). Name it .xls."),
    ("xlsb", ".xlsx", "is named .xlsx but is a binary workbook. Name it .xlsb."),
    ("ods", ".xlsx", "is named .xlsx but is an OpenDocument spreadsheet. Name it .ods."),
    ("csv", ".ods", "is named .ods but is no workbook: it holds text. Name it .csv."),
    ("ods", ".csv", "is named .csv but is a workbook. Name it .ods."),
    ("xls", ".txt", "is named .txt but is a workbook. Name it .xls."),
])  # fmt: skip
def test_a_name_that_says_otherwise_is_told(tmp_path, kind, named, reason):
    path = tmp_path / "file"
    MAKE[kind](path)
    with pytest.raises(BadValue) as refused:
        kinds.check(path, named=named)
    assert reason in refused.value.sentence


NOISE = random.Random(7).randbytes(5000)
"""Bytes without a meaning; none of them starts like a file that is known."""


def _bytes(data):
    return lambda path: path.write_bytes(data)


@pytest.mark.parametrize(("make", "reason"), [
    (_bytes(b"<!DOCTYPE HTML><html><table>"), "is a web page"),
    (_bytes(b"\xef\xbb\xbf <!-- x -->\n<table><tr><td>1"), "is a web page"),
    (_bytes("<html xmlns:x='urn'>".encode("utf-16")), "is a web page"),
    (_bytes(b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-'
            b'microsoft-com:office:spreadsheet">'), "is an XML spreadsheet of 2003"),
    (_bytes(b"<?xml version='1.0'?><rows/>"), "is XML"),
    (_bytes(NOISE), "is no text and no table"),
    (_bytes(b"Claim no.,Paid\n" + NOISE[:200]), "is no text and no table"),
    (_bytes(b"%PDF-1.7"), "is a PDF document"),
    (_bytes(b"\x1f\x8b\x08"), "is a packed file (.gz)"),
    (_bytes(b"\x09\x04\x06\x00\x07\x00\x10\x00"), "of an Excel before 1997"),
    (_bytes(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})), "protected with a password"),
    (_bytes(compound({"WordDocument": b"x"})), "of an older Office program, but no workbook"),
    (_zip("word/document.xml", "_rels/.rels"), "is a text document (.docx)"),
    (_zip("ppt/presentation.xml", "_rels/.rels"), "is a set of slides (.pptx)"),
    (_zip("register.csv"), "is an archive (.zip), no workbook"),
])  # fmt: skip
@pytest.mark.parametrize("named", [".xls", ".csv"])
def test_what_is_no_table_is_named(tmp_path, make, reason, named):
    path = tmp_path / "file"
    make(path)
    with pytest.raises(BadValue) as refused:
        kinds.check(path, named=named)
    assert reason in refused.value.sentence


@pytest.mark.parametrize(
    "text",
    [
        "no,words\n" + "1,a\x07b\n" * 8,
        "no\tpaid\x0c\n1\t2\x1a",
        "naïve,Müller\n“x”,€\n" * 50,
        "a\x00b,c\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_a_few_odd_signs_are_still_text(tmp_path, text, encoding):
    path = tmp_path / "file.csv"
    path.write_bytes(text.encode(encoding))
    assert kinds.check(path, named=".csv") == "csv"


@pytest.mark.parametrize(("named", "kind"), [(".xlsb", "xlsb"), (".ods", "ods"), (".xlsx", "xlsx")])
def test_an_archive_that_cannot_be_opened_is_taken_for_what_it_is_named(tmp_path, named, kind):
    path = tmp_path / "file"
    path.write_bytes(b"PK\x03\x04 and no more")
    assert kinds.check(path, named=named) == kind


def test_a_package_without_its_list_is_still_a_workbook(tmp_path):
    path = raw_xlsx(tmp_path / "file", parts={"_rels/.rels": None})
    assert kinds.check(path, named=".xlsx") == "xlsx"
