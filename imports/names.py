"""Names of cells as a spreadsheet shows them."""

from functools import lru_cache


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """Letters of the column at index `column`, counted from 0: 0 is A, 26 is AA."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: str) -> int:
    """Index from 0 of the column with these letters."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def address(tab: str | None, row: int, column: int | None = None) -> str:
    """Name of a cell, "Claims!B7", of a whole row by its first, "Claims!A7"; of a .csv "B7"."""
    cell = f"{letters(column or 0)}{row}"
    return f"{tab}!{cell}" if tab else cell
