"""One cell into one value: what spreadsheets do to numbers and days is undone or refused."""

from datetime import date, datetime, time, timedelta

import pytest

import models as m
from imports.cells import as_known, cell_reader, odd
from rules.errors import BadValue

C = m.Claim


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        (C.claim_no, 57.0, "57"),
        (C.claim_no, "007", "007"),
        (C.claim_no, " 12-23-0391 ", "12-23-0391"),
        (C.claim_no, "\u00a0L\u00a01\u202f", "L 1"),
        (C.claim_no, 999_999_999_999_999.0, "999999999999999"),
        (C.claim_no, "", None),
        (C.location, 405.0, "405"),
        (C.location, time(13, 45), "13:45"),
        (C.location, time(13, 45, 30), "13:45:30"),
        (C.description, date(2026, 1, 2), "2026-01-02"),
        (C.loss_date, 45_000.0, date(2023, 3, 15)),
        (C.loss_date, 45_000.75, date(2023, 3, 15)),
        (C.loss_date, 7_306, date(1920, 1, 1)),
        (C.loss_date, 109_574.0, date(2199, 12, 31)),
        (C.loss_date, date(2023, 3, 15), date(2023, 3, 15)),
        (C.loss_date, "3/15/2023", date(2023, 3, 15)),
        (C.loss_date, "", None),
        (C.paid, 431.77, 43_177),
        (C.litigated, 1.0, True),
    ],
)
def test_a_cell_is_read_into_its_column(field, cell, value):
    assert cell_reader(field)(cell) == value


@pytest.mark.parametrize(
    ("field", "cell", "reason"),
    [
        (C.claim_no, 1e15, "keeps 15 digits of a number and has lost the rest"),
        (C.claim_no, -1e15, "has lost the rest"),
        (C.claim_no, date(5520, 1, 1), "has turned this number into the day or time 5520-01-01"),
        (C.claim_no, time(1, 2), "into the day or time 01:02:00"),
        (C.claim_no, timedelta(hours=30), "into the day or time 1 day, 6:00:00"),
        (C.claim_no, True, "has turned this number into TRUE"),
        (C.loss_date, 7_305.0, "7305 is not a day of a spreadsheet."),
        (C.loss_date, 2007.0, "2007 is a year, not a day."),
        (C.loss_date, 1800, "1800 is a year, not a day."),
        (C.loss_date, 2199.0, "2199 is a year, not a day."),
        (C.loss_date, 1799.0, "1799 is not a day of a spreadsheet."),
        (C.loss_date, 2007.5, "2007.5 is not a day of a spreadsheet."),
        (C.loss_date, 109_575.0, "109575 is not a day of a spreadsheet."),
        (C.loss_date, -1.0, "is not a day"),
        (C.loss_date, float("nan"), "is not a day"),
        (C.loss_date, time(1, 2), "is not a day"),
        (C.loss_date, datetime(5520, 1, 1), "The year 5520"),
        (C.loss_date, "45000", "is not a day"),
        (C.paid, date(2026, 1, 1), "is a day, not an amount of money"),
    ],
)
def test_what_a_spreadsheet_has_spoiled_is_refused(field, cell, reason):
    with pytest.raises(BadValue) as refused:
        cell_reader(field)(cell)
    assert reason in refused.value.sentence


def test_a_word_may_depend_on_the_line():
    assert cell_reader(C.status, "L")("Denied") == "rejected"
    assert cell_reader(C.status, "W")("Denied") == "denied"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" PW ", "PW"),
        ("Public\u00a0Works\u00a0", "Public Works"),
        (57.0, "57"),
        (57.5, "57.5"),
        (True, "True"),
        (date(2026, 1, 2), "2026-01-02"),
    ],
)
def test_a_cell_names_a_row_as_it_is_shown(cell, text):
    assert as_known(cell) == text


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ("formula", ""),
        ("no value", "The formula that stands here was never computed"),
        ("no value =A1", "The formula =A1 was never computed"),
        ("#REF!", "shows the error #REF!"),
    ],
)
def test_a_marked_cell_says_why_it_is_not_read(mark, words):
    assert words in odd(mark)
    assert bool(odd(mark)) == bool(words)
