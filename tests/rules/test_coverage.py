"""How far a statutory table reaches, and what calls for a row."""

from dataclasses import replace
from datetime import date

import pytest
from asking import LAW

from rules.coverage import coverage
from rules.dated import KINDS, Row, Table

ON = date(2026, 11, 24)


def row(table: str, first: str, last: str | None = None, **values: str) -> Row:
    """A row of a table."""
    day = date.fromisoformat(last) if last else None
    return Row(table, date.fromisoformat(first), day, values, "Bulletin 1", "yes")


def with_own(name: str, *rows: Row) -> Table:
    """A shipped table with rows of the office."""
    return LAW.tables[name].with_rows(rows)


def words(name: str, *rows: Row, on: date = ON) -> str:
    """How far a table reaches, in words."""
    return coverage(with_own(name, *rows), on=on).words


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("td_rates", "To 31 Dec 2026; 2027 missing"),
        ("mileage_rates", "To 31 Dec 2026; 2027 missing"),
        ("pd_rates", "From 1 Jan 2003"),
        ("pd_weeks", "From 1 Jan 2003"),
        ("life_pension_limits", "From 1 Jul 1994"),
        ("wc_deadlines", "Every day"),
        ("liability_deadlines", "Every day"),
        ("recovery_limitations", "Every day"),
        ("carrier_deadlines", "Every day"),
        ("interest_rates", "Every day"),
    ],
)
def test_how_far_each_table_reaches_as_it_ships(name, said):
    assert words(name) == said


@pytest.mark.parametrize(
    ("rows", "on", "said"),
    [
        ((row("td_rates", "2027-01-01"),), "2026-11-24", "To 31 Dec 2027; 2028 missing"),
        ((row("td_rates", "2027-01-01", "2027-06-30"),), "2026-11-24",
         "To 30 Jun 2027; the rest of 2027 missing"),
        ((row("td_rates", "2027-01-01", "2027-12-30"),), "2026-11-24",
         "To 30 Dec 2027; the rest of 2027 missing"),
        ((row("td_rates", "2027-03-01"),), "2026-11-24",
         "To 31 Dec 2027; 2028 missing; no row from 1 Jan 2027 to 28 Feb 2027"),
        ((row("td_rates", "2027-01-02"),), "2026-11-24",
         "To 31 Dec 2027; 2028 missing; no row on 1 Jan 2027"),
        ((), "2028-02-01", "To 31 Dec 2026; 2027 and 2028 missing"),
        ((), "2028-11-01", "To 31 Dec 2026; 2027, 2028 and 2029 missing"),
        ((row("td_rates", "2026-03-01", "2026-04-30"),), "2026-11-24",
         "To 31 Dec 2026; 2027 missing"),
    ],
)  # fmt: skip
def test_years_and_days_that_are_missing_are_named(rows, on, said):
    assert words("td_rates", *rows, on=date.fromisoformat(on)) == said


@pytest.mark.parametrize(
    ("on", "due"),
    [("2026-10-31", False), ("2026-11-01", True), ("2027-01-01", True)],
)
def test_the_next_year_is_due_from_november_on(on, due):
    found = coverage(LAW.tables["td_rates"], on=date.fromisoformat(on))
    assert (found.due, found.calls) == (due, due)


def test_a_new_year_is_no_longer_due_once_it_is_there():
    found = coverage(with_own("td_rates", row("td_rates", "2027-01-01")), on=ON)
    assert (found.due, found.calls, found.own, found.shipped) == (False, False, 1, 24)


def test_a_gap_calls_for_a_row():
    found = coverage(with_own("td_rates", row("td_rates", "2027-03-01")), on=ON)
    assert found.gaps == ((date(2027, 1, 1), date(2027, 2, 28)),)
    assert not found.due
    assert found.calls


def test_a_table_that_ends_and_is_not_yearly_has_nothing_after_it():
    table = replace(
        LAW.tables["life_pension_limits"], rows=LAW.tables["life_pension_limits"].rows[:2]
    )
    found = coverage(table, on=ON)
    assert (found.words, found.due) == ("To 30 Jun 1996; nothing after it", True)


def test_marks_are_counted():
    found = coverage(LAW.tables["mileage_rates"], on=ON)
    assert (found.weakest, found.unverified) == ("no", 2)
    found = coverage(LAW.tables["td_rates"], on=ON)
    assert (found.weakest, found.unverified) == ("secondary", 0)


def band(first: str, begins: str, ends: str, last: str | None = None) -> Row:
    """A band of the weeks of permanent disability."""
    values = {"percent_from": begins, "percent_to": ends, "weeks_per_percent": "3"}
    return row("pd_weeks", first, last, **values)


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ((), ()),
        ((band("2027-01-01", "70", "84.75"), band("2027-01-01", "85", "99.75")), ()),
        ((band("2027-01-01", "70", "84.75"),), ("from 1 Jan 2027 no row holds 85 to 99.75 %",)),
        ((band("2027-01-01", "0.25", "14.75"),), ("from 1 Jan 2027 two rows hold 10 to 14.75 %",)),
        ((band("2027-01-01", "10", "12", "2027-12-31"),),
         ("from 1 Jan 2027 no row holds 12.25 to 14.75 %",)),
    ],
)  # fmt: skip
def test_bands_that_do_not_meet_are_told(rows, faults):
    found = coverage(with_own("pd_weeks", *rows), on=ON)
    assert found.faults == faults
    assert found.calls is bool(faults)


def test_days_without_any_band_are_a_gap_and_no_fault_of_bands():
    rows = (band("2003-01-01", "0.25", "99.75", "2003-12-31"), band("2005-01-01", "0.25", "99.75"))
    found = coverage(Table(KINDS["pd_weeks"], rows), on=ON)
    assert found.faults == ()
    assert found.words == "From 1 Jan 2003; no row from 1 Jan 2004 to 31 Dec 2004"


def test_a_band_that_the_office_splits_gives_weeks_by_its_parts():
    table = with_own(
        "pd_weeks", band("2027-01-01", "85", "99.75"), band("2027-01-01", "70", "84.75")
    )
    found = [one.text("percent_from") for one in table.all_on(date(2027, 1, 1))]
    assert found[-2:] == ["70", "85"]


def test_which_rows_count_in_place_of_another():
    shipped = LAW.tables["td_rates"].on(ON)
    mid, late = row("td_rates", "2026-07-01"), row("td_rates", "2027-01-01")
    table = with_own("td_rates", late, mid)
    assert [one.first_day for one in table.outranking(shipped)] == [date(2026, 7, 1)]
    assert table.outranking(table.on(ON)) == ()
    assert LAW.tables["td_rates"].outranking(shipped) == ()
