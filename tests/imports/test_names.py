"""Names of cells."""

import pytest

from imports.names import address, column_of, letters


@pytest.mark.parametrize(
    ("index", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")]
)
def test_columns_have_letters(index, name):
    assert letters(index) == name
    assert column_of(name) == column_of(name.lower()) == index


@pytest.mark.parametrize(
    ("tab", "row", "column", "name"),
    [
        ("Claims", 7, 1, "Claims!B7"),
        (None, 7, 1, "B7"),
        ("Claims", 7, None, "Claims!A7"),
        (None, 7, None, "A7"),
    ],
)
def test_a_cell_is_named_as_the_spreadsheet_shows_it(tab, row, column, name):
    assert address(tab, row, column) == name
