"""One cell into one value: what spreadsheets do to numbers and days is undone or refused."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

import models as m
from imports.cells import as_known, cell_reader, odd, says_nothing
from imports.manner import Manner
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
        (C.loss_date, 109_574.5, date(2199, 12, 31)),
        (C.loss_date, 20_190_105.0, date(2019, 1, 5)),
        (C.loss_date, "20190105", date(2019, 1, 5)),
        (C.loss_date, date(1900, 3, 1), date(1900, 3, 1)),
        (C.loss_date, datetime(1900, 3, 1, 6), date(1900, 3, 1)),
        (C.loss_date, "1900-01-01", date(1900, 1, 1)),
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
        (C.loss_date, date(1900, 2, 28), "shows 1900-02-28 here, one of the first days"),
        (C.loss_date, datetime(1900, 1, 1, 6), "shows 1900-01-01 here"),
        (C.loss_date, 60.0, "60 is not a day of a spreadsheet."),
        (C.loss_date, 20_191_305.0, "There is no month 13."),
        (C.loss_date, 17_991_231.0, "is not a day of a spreadsheet"),
        (C.loss_date, 20_190_105.5, "is not a day of a spreadsheet"),
        (C.loss_date, float("inf"), "is not a day of a spreadsheet"),
        (C.loss_date, date(2200, 1, 1), "The year 2200"),
        (C.loss_date, "unknown", "is not a day"),
        (C.paid, "TBD", "is not an amount"),
        (C.paid, date(2026, 1, 1), "is a day, not an amount of money"),
    ],
)
def test_what_a_spreadsheet_has_spoiled_is_refused(field, cell, reason):
    with pytest.raises(BadValue) as refused:
        cell_reader(field)(cell)
    assert reason in refused.value.sentence


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        (45_000.0, date(2027, 3, 16)),
        (5_844.0, date(1920, 1, 1)),
        (108_112.0, date(2199, 12, 31)),
        (date(1904, 1, 3), date(1904, 1, 3)),
        ("3/15/2023", date(2023, 3, 15)),
    ],
)
def test_day_numbers_may_count_from_1904(cell, day):
    assert cell_reader(C.loss_date, None, Manner(epoch_1904=True))(cell) == day


@pytest.mark.parametrize("cell", [5_843.0, 108_113.0, 2007.0, date(1904, 1, 2)])
def test_what_is_no_day_of_a_count_from_1904_is_refused(cell):
    with pytest.raises(BadValue):
        cell_reader(C.loss_date, None, Manner(epoch_1904=True))(cell)


@pytest.mark.parametrize(
    ("field", "cell", "manner", "value"),
    [
        (C.loss_date, "03/04/2020", Manner("dmy"), date(2020, 4, 3)),
        (C.loss_date, "20-04-03", Manner("ymd"), date(2020, 4, 3)),
        (C.loss_date, 45_000.0, Manner("dmy"), date(2023, 3, 15)),
        (C.loss_date, " ", Manner("dmy"), None),
        (m.Approval.asked_at, "03/04/2020 3:15 PM", Manner("dmy"), datetime(2020, 4, 3, 15, 15, tzinfo=UTC)),
        (m.Approval.asked_at, "2020-04-03T10:00:00Z", Manner("dmy"), datetime(2020, 4, 3, 10, tzinfo=UTC)),
        (m.Approval.asked_at, "", Manner("dmy"), None),
        (C.paid, "1.234", Manner(decimal=","), 123_400),
        (C.paid, "1.234", Manner(), "fractions of a cent"),
        (C.paid, "12,5", Manner(decimal=","), 1250),
        (C.paid, 12.5, Manner(decimal=","), 1250),
        (C.paid, " ", Manner(decimal=","), None),
        (C.pd_percent, "12,5", Manner(decimal=","), Decimal("12.50")),
        (C.pd_percent, "12,5 %", Manner(decimal=","), Decimal("12.50")),
        (C.pd_percent, "1.012,5", Manner(decimal=","), Decimal("1012.50")),
        (C.pd_percent, "12.5", Manner(decimal=","), "a comma is expected"),
        (C.pd_percent, "1,012.5", Manner(decimal=","), Decimal("1012.50")),
        (C.pd_percent, 12.5, Manner(decimal=","), Decimal("12.50")),
        (C.pd_percent, "", Manner(decimal=","), None),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_its_column_is_written(field, cell, manner, value):
    read = cell_reader(field, None, manner)
    if isinstance(value, str):
        with pytest.raises(BadValue, match=value):
            read(cell)
    else:
        assert read(cell) == value


NOTHING = [
    "N/A",
    "n/a",
    " NONE ",
    "none",
    "Nil",
    "-",
    "--",
    "—",
    "(blank)",
    "n.a.",
    "Not  applicable",
]


@pytest.mark.parametrize("cell", NOTHING)
@pytest.mark.parametrize("field", [C.paid, C.loss_date, C.pd_percent, m.Employee.weekly_hours])
def test_a_word_may_plainly_say_that_there_is_nothing(field, cell):
    assert says_nothing(field, cell)


@pytest.mark.parametrize(
    ("field", "cell", "nothing"),
    [
        (C.loss_date, "0/0/0000", True),
        (C.loss_date, "00-00-00", True),
        (C.loss_date, "0000-00-00", True),
        (C.loss_date, "1/0/1900", True),
        (C.loss_date, "1/0/00", True),
        (C.loss_date, "0/0/2019", False),
        (C.loss_date, "10/00/19", False),
        (C.loss_date, "unknown", False),
        (C.loss_date, "$ -", False),
        (C.paid, "$ -", True),
        (C.paid, "- $", True),
        (C.paid, "$", False),
        (C.paid, "0/0/0000", False),
        (C.paid, "0", False),
        (C.paid, "TBD", False),
        (C.paid, "unknown", False),
        (C.paid, "pending", False),
        (C.paid, "#N/A", False),
        (C.paid, None, False),
        (C.paid, 0.0, False),
        (C.claimant, "None", False),
        (C.claim_no, "N/A", False),
    ],
)
def test_what_is_there_but_not_known_is_not_nothing(field, cell, nothing):
    assert says_nothing(field, cell) is nothing


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
