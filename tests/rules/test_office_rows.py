"""Rows that the office adds to a statutory table: until when they hold, and which of two wins."""

from datetime import date
from decimal import Decimal

import pytest
from asking import LAW

from rules.dated import KINDS, Row
from rules.errors import Unanswered


def row(table: str, first: str, last: str | None = None, **values: str) -> Row:
    """A row that the office enters."""
    day = date.fromisoformat(last) if last else None
    return Row(table, date.fromisoformat(first), day, values, "Bulletin 1", "yes")


LIMITS = {"min_weekly": "270.00", "max_weekly": "1800.00"}


def test_two_tables_want_a_row_each_year():
    assert {name for name, kind in KINDS.items() if kind.yearly} == {"td_rates", "mileage_rates"}


def test_no_row_that_ships_is_the_offices_and_each_one_added_is():
    table = LAW.tables["td_rates"]
    assert not any(one.by_office for one in table.rows)
    more = table.with_rows([row("td_rates", "2027-01-01", **LIMITS)])
    assert [one for one in more.rows if one.by_office] == [more.rows[-1]]


@pytest.mark.parametrize(
    ("name", "values"), [("td_rates", LIMITS), ("mileage_rates", {"rate_per_mile": "0.75"})]
)
def test_a_row_of_a_yearly_table_without_a_last_day_ends_with_its_year(name, values):
    table = LAW.tables[name].with_rows([row(name, "2027-03-01", **values)])
    assert table.on(date(2027, 12, 31)).by_office
    with pytest.raises(Unanswered) as found:
        table.on(date(2028, 1, 1))
    assert found.value.missing == f"{name} 2028-01-01"
    with pytest.raises(Unanswered):
        table.on(date(2027, 2, 28))


def test_a_row_of_a_yearly_table_with_a_last_day_ends_then():
    table = LAW.tables["td_rates"].with_rows(
        [row("td_rates", "2027-01-01", "2027-06-30", **LIMITS)]
    )
    assert table.on(date(2027, 6, 30)).by_office
    with pytest.raises(Unanswered):
        table.on(date(2027, 7, 1))


def test_a_row_of_another_table_without_a_last_day_goes_on():
    values = {
        "percent_from": "0.25",
        "percent_to": "99.75",
        "min_weekly": "170.00",
        "max_weekly": "300.00",
    }
    table = LAW.tables["pd_rates"].with_rows([row("pd_rates", "2027-01-01", **values)])
    assert table.on(date(2035, 6, 1), "0.25").number("max_weekly") == Decimal(300)
    assert table.on(date(2026, 12, 31), "0.25").number("max_weekly") == Decimal(290)


def test_of_two_rows_from_the_same_day_the_one_entered_last_wins():
    rows = [
        row("mileage_rates", "2026-07-01", rate_per_mile="0.8"),
        row("mileage_rates", "2026-07-01", rate_per_mile="0.9"),
    ]
    table = LAW.tables["mileage_rates"].with_rows(rows)
    assert table.on(date(2026, 7, 1)).text("rate_per_mile") == "0.9"


def test_an_earlier_row_of_the_office_wins_over_a_later_one_that_ships():
    table = LAW.tables["mileage_rates"].with_rows(
        [row("mileage_rates", "2025-12-01", "2026-01-31", rate_per_mile="0.8")]
    )
    found = [table.on(date(2026, month, 1)).text("rate_per_mile") for month in (1, 2)]
    assert found == ["0.8", "0.725"]


def test_of_a_table_with_keys_the_first_row_is_given_where_no_key_is():
    table = LAW.tables["pd_rates"]
    assert table.on(date(2013, 6, 1)).text("percent_from") == "0.25"
    assert table.on(date(2013, 6, 1), "70").text("max_weekly") == "290.00"
    assert table.on(date(2013, 6, 1)).text("no such column") == ""


@pytest.mark.parametrize(
    ("last", "outranked"),
    [("2025-12-31", False), ("2026-01-01", True), ("2026-01-02", True), (None, True)],
)
def test_a_row_is_outranked_where_the_two_have_a_day_in_common(last, outranked):
    """The shipped limits of 2026 begin on 1 January."""
    own = row("td_rates", "2025-06-01", last, **LIMITS)
    table = LAW.tables["td_rates"].with_rows([])
    table = type(table)(table.kind, (*table.rows, Row(**{**vars(own), "by_office": True})))
    shipped = LAW.tables["td_rates"].on(date(2026, 6, 1))
    assert bool(table.outranking(shipped)) is outranked
    assert table.outranking(table.rows[-1]) == ()


def test_the_columns_from_which_no_figure_comes_stand_aside_and_the_tiers_may_be_blank():
    for name in ("wc_deadlines", "liability_deadlines"):
        aside = {key for key, column in KINDS[name].columns.items() if column.aside}
        assert aside == {"citation", "trigger_event", "applies_to", "consequence"}
    others = {name for name in KINDS if not name.endswith("_deadlines")}
    assert not any(column.aside for name in others for column in KINDS[name].columns.values())
    blank = {key for key, column in KINDS["settlement_tiers"].columns.items() if column.optional}
    assert blank == {"max_amount", "concurrence"}
