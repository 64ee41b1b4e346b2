"""Text files of every habit: encoding, delimiter, quote and line ends are found, nothing is
swallowed.
"""

import os
from pathlib import Path
from time import process_time

import pytest

from imports.files import delimited, texts
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
        ("utf-32-le", "utf-32-le"), ("utf-32-be", "utf-32-be"),
    ],
)  # fmt: skip
def test_the_encoding_is_found(rows, tmp_path, encoding, found):
    assert rows("a,b\n1,é\n", encoding) == TABLE
    assert texts.encoding_of(tmp_path / "file.csv") == found


@pytest.mark.parametrize(
    ("data", "found", "why"),
    [
        (b"a,b\n\x81,\xff\n", "latin-1", "a byte that Windows does not know"),
        (b"a\0b,c\n1,2,3,4,5,6,7\n", "utf-8", "a stray zero is no UTF-16"),
        (b"\0", "utf-8", "one zero alone"),
        (b"", "utf-8", "nothing"),
        ("é,ü,ñ\n".encode() + b"\xe9,x,y\n", texts.MIXED, "a line of Windows in UTF-8"),
        ("é,ü,ñ\n".encode() + b"\x81,x,y\n", texts.MIXED, "and a byte of nothing"),
        (
            "Café,Curaçao\rnoël,año\r".encode("mac_roman"),
            "mac_roman",
            "lines and letters of an old Macintosh",
        ),
        ("Café,Curaçao\nnoël,año\n".encode("mac_roman"), "latin-1", "its letters, not its lines"),
        ("Café,Curaçao\rnoël,año\r".encode("cp1252"), "cp1252", "its lines, not its letters"),
    ],
)
def test_odd_bytes_do_not_mislead(rows, tmp_path, data, found, why):
    rows(data)
    assert texts.encoding_of(tmp_path / "file.csv") == found, why


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
        ("sep=|\ra|b\r1|é\r", [[], *TABLE], "the line that names the delimiter, ended by a return"),
        ("a^b^c\n1^2^3\n", [["a", "b", "c"], ["1", "2", "3"]], "a rare delimiter in every row"),
        ("a~b\n1~2\n", [["a~b"], ["1~2"]], "a rare delimiter that makes two columns is none"),
        ("at 10:30:15\nand then\n", [["at 10:30:15"], ["and then"]], "nor one that is not in every row"),
    ],
)  # fmt: skip
def test_a_text_file_is_read(rows, text, table, why):
    assert rows(text) == table, why


HEAD = "a,b,c\n1,2,3\n4,5,6\n"


@pytest.mark.parametrize(
    ("text", "more", "why"),
    [
        ('7,"8\\" x","9"\n', [["7", '8" x', "9"]], "a quote behind a backslash"),
        ('7,"8 \\\\","x, y" z"\n', [["7", "8 \\\\", 'x, y" z']], "two backslashes are none"),
        ('7,"8" x",9\n', [["7", '8" x', "9"]], "a quote that is not doubled"),
        ('7,""8",9\n', [["7", '"8', "9"]], "a quote too many"),
        ('7,"8,"x y"\n', [["7", '"8', "x y"]], "a quote that opens nothing"),
        ('7,"8" x\n', [["7", '8 x']], "no reading gives the width: as it is"),
        ('7,"8,9\n10,"11",12\n', [["7", '"8', "9"], ["10", "11", "12"]], "two such rows are not tied together"),
        ('7,"8,9\n10,11",12\nx,y,z\n', [["7", "8,9\n10,11", "12"], ["x", "y", "z"]], "a break within quotes is kept"),
        ('7,"8 "x\ny", 9\n', [["7", '8 "x\ny', " 9"]], "a break and a quote"),
        ('7,"8 "x\n9\n', [["7", "8 x"], ["9"]], "a row that cannot be mended takes no other along"),
        ('7,"8",\n', [["7", "8", ""]], "a blank last field"),
    ],
)  # fmt: skip
def test_quotes_against_the_rules_are_mended_where_the_width_comes_out(rows, text, more, why):
    assert rows(HEAD + text)[3:] == more, why


def test_a_blank_before_quotes_is_passed_while_mending(rows):
    text = 'a, "b", "c"\n1, "2", "3"\n4, "5" x", "6"\n'
    assert rows(text)[2] == ["4", '5" x', "6"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'a,b,c\n1,2,3\n"x" y,"z\n', "In row 3 a quotation mark is opened and never closed"),
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


def test_a_cell_of_twenty_megabytes_is_refused_quickly(rows):
    began = process_time()
    with pytest.raises(BadValue, match="a field is longer than 1,000,000"):
        rows(b"a,b\n1," + b"x" * 20_000_000 + b"\n")
    assert process_time() - began < 1.5


def test_a_broken_first_part_does_not_choose_the_delimiter(rows):
    long = "x" * 200_000
    assert rows(f"a;b\n1;{long}\n") == [["a", "b"], ["1", long]]


POLLOCK = Path(__file__).resolve().parents[4] / "shared" / "samples" / "bad_inputs" / "pollock"


@pytest.mark.skipif(
    not POLLOCK.is_dir() and os.environ.get("CI") != "true",
    reason="the sample files are not beside the repository",
)
def test_a_delimiter_of_two_characters_is_read_as_its_clean_version():
    name = "file_field_delimiter_0x2C_0x20.csv"
    spoiled, clean = (list(delimited.rows(POLLOCK / kind / name)) for kind in ("csv", "clean"))
    assert [[cell.strip() for cell in row] for row in spoiled] == clean
