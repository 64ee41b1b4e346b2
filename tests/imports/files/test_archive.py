"""The archive of a workbook: what no real one holds is refused."""

import zipfile

import pytest
from books import raw_xlsx, xlsx

from imports.files import archive
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


def test_an_archive_of_a_kind_that_is_not_known_is_damaged(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("a", "b")
    header_says(path, 6, b"\xff\x00")
    with pytest.raises(BadValue, match="damaged"):
        archive.check(path)
