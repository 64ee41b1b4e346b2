"""Text files of every habit: encoding, delimiter, quote and line ends are found, nothing is
swallowed.
"""

import os
from pathlib import Path

import pytest

from imports import delimited
from rules.errors import BadValue


@pytest.fixture
def rows(tmp_path):
    def read(data: bytes | str, encoding: str = "utf-8") -> list[list[str]]:
        path = tmp_path / "file.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
        return list(delimited.rows(path))

    return read


TABLE = [["a", "b"], ["1", "é"]]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(rows, tmp_path, encoding, found):
    assert rows("a,b\n1,é\n", encoding) == TABLE
    assert delimited.encoding_of(tmp_path / "file.csv") == found


@pytest.mark.parametrize(
    ("data", "found", "why"),
    [
        (b"a,b\n\x81,\xff\n", "latin-1", "a byte that Windows does not know"),
        (b"a\0b,c\n1,2,3,4,5,6,7\n", "utf-8", "a stray zero is no UTF-16"),
        (b"\0", "utf-8", "one zero alone"),
        (b"", "utf-8", "nothing"),
    ],
)
def test_odd_bytes_do_not_mislead(rows, tmp_path, data, found, why):
    rows(data)
    assert delimited.encoding_of(tmp_path / "file.csv") == found, why


@pytest.mark.parametrize(
    "text",
    ["a,b\n1,é\n", "a;b\n1;é\n", "a\tb\n1\té\n", "a|b\n1|é\n", "a,b\r\n1,é\r\n", "a,b\r1,é\r", "a,b\n1,é",
     '"a","b"\n"1","é"\n', "'a','b'\n'1','é'\n"],
)  # fmt: skip
def test_delimiter_quote_and_line_ends_are_found(rows, text):
    assert rows(text) == TABLE


@pytest.mark.parametrize(
    ("text", "table", "why"),
    [
        ("sep=;\na;b\n1;é\n", [[], *TABLE], "the line that names the delimiter keeps its number"),
        ("title\n\na,b\n1,é\n", [["title"], [], *TABLE], "blank lines keep their number"),
        ('a,b\n"x\ny","1, 2"\n', [["a", "b"], ["x\ny", "1, 2"]], "a break and a comma in quotes"),
        ('a,b\n"He said ""no""",2\n', [["a", "b"], ['He said "no"', "2"]], "quotes in quotes"),
        ("name\nO'Brien\nD'Arcy\n", [["name"], ["O'Brien"], ["D'Arcy"]], "apostrophes are no quotes"),
        ("a,b\n'1','2\n", [["a", "b"], ["'1'", "'2"]], "one quoted field is not enough"),
        ("one\ntwo\n", [["one"], ["two"]], "one column"),
        ("note; see below\nnext\nlast\n", [["note; see below"], ["next"], ["last"]], "a delimiter in one row of many"),
        ("a;b;c\n1;2\n", [["a", "b", "c"], ["1", "2"]], "rows of unlike width"),
        ("a,b,c\n1;2,3;4,5\n", [["a", "b", "c"], ["1;2", "3;4", "5"]], "the wider table wins"),
        ("a,b\n'=1+1,'-5\n''=x,'ok\n", [["a", "b"], ["=1+1", "-5"], ["'=x", "'ok"]], "our own guard is taken off once"),
        ('a, b, "c"\n1, x y, "2, 3"\n', [["a", "b", "c"], ["1", "x y", "2, 3"]], "a blank before quotes"),
        ('a,b\n 1,"x, ""y"""\n', [["a", "b"], [" 1", 'x, "y"']], "a blank before quotes in quotes"),
        ("", [], "nothing"),
    ],
)  # fmt: skip
def test_a_text_file_is_read(rows, text, table, why):
    assert rows(text) == table, why


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'a,b\n1,"x\n2,y\n', "In row 2 a quotation mark is opened and never closed"),
        (
            b"a,b\n1," + b"x" * 1_000_001 + b"\n",
            "Row 2 cannot be read: a field is longer than 1,000,000",
        ),
        (
            b"\xef\xbb\xbfa,b\n" + b"1,2\n" * 20_000 + b"1,\xff\n",
            "is not in the encoding that the file starts with",
        ),
    ],
)
def test_what_cannot_be_told_apart_is_refused(rows, data, reason):
    with pytest.raises(BadValue) as refused:
        rows(data)
    assert reason in refused.value.sentence


def test_a_broken_first_part_does_not_choose_the_delimiter(rows):
    long = "x" * 200_000
    assert rows(f"a;b\n1;{long}\n") == [["a", "b"], ["1", long]]


POLLOCK = Path(__file__).resolve().parents[3] / "shared" / "samples" / "bad_inputs" / "pollock"


@pytest.mark.skipif(
    not POLLOCK.is_dir() and os.environ.get("CI") != "true",
    reason="the sample files are not beside the repository",
)
def test_a_delimiter_of_two_characters_is_read_as_its_clean_version():
    name = "file_field_delimiter_0x2C_0x20.csv"
    spoiled, clean = (list(delimited.rows(POLLOCK / kind / name)) for kind in ("csv", "clean"))
    assert [[cell.strip() for cell in row] for row in spoiled] == clean
