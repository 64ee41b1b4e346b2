"""Statutory tables: rows in force, the office's own rows, what a new year needs."""

import itertools
from datetime import date

import pytest
from asking import LAW

from rules import calculators
from rules.answers import MARKS, weakest
from rules.calculators import CALCULATORS, Law
from rules.dated import KINDS, Row
from rules.errors import Unanswered


def row(table: str, first: str, last: str | None = None, **values: str) -> Row:
    """A row that the office enters."""
    day = date.fromisoformat(last) if last else None
    return Row(table, date.fromisoformat(first), day, values, "Bulletin 1", "yes")


def law_with(*rows: Row) -> Law:
    """The shipped law with rows of the office."""
    tables = dict(LAW.tables)
    for one in rows:
        tables[one.table] = tables[one.table].with_rows([one])
    return Law(tables, LAW.calendars)


LIMITS_2027 = row("td_rates", "2027-01-01", min_weekly="270.00", max_weekly="1800.00")


@pytest.mark.parametrize("name", KINDS)
def test_every_table_ships_with_sources_marks_and_the_columns_it_declares(name):
    kind, rows = KINDS[name], LAW.tables[name].rows
    assert rows
    for one in rows:
        assert one.source
        assert one.verified in MARKS
        assert set(one.values) == {*kind.columns, *([kind.key] if kind.key else [])}
        assert one.last_day is None or one.first_day <= one.last_day


@pytest.mark.parametrize("name", KINDS)
def test_rows_of_one_key_do_not_overlap(name):
    last: dict[str, Row] = {}
    for one in sorted(LAW.tables[name].rows, key=lambda r: r.first_day):
        key = one.text(KINDS[name].key)
        before = last.get(key)
        assert before is None or (before.last_day and before.last_day < one.first_day), one
        last[key] = one


def test_yearly_tables_have_no_gap():
    for name in ("td_rates", "mileage_rates"):
        rows = LAW.tables[name].rows
        for before, after in itertools.pairwise(rows):
            assert (after.first_day - before.last_day).days == 1, after


def test_a_new_year_is_one_row_and_nothing_else_changes():
    law = law_with(LIMITS_2027)
    asked = {"awe": "3000", "injury_date": "2027-01-05"}
    with pytest.raises(Unanswered):
        calculators.ask("td_rate", asked, law=LAW)
    assert calculators.ask("td_rate", asked, law=law).value == 1_800_00
    for year in range(2003, 2027):
        before = {"awe": "3000", "injury_date": f"{year}-06-01"}
        expected = calculators.ask("td_rate", before, law=LAW)
        assert calculators.ask("td_rate", before, law=law) == expected
    with pytest.raises(Unanswered, match="2028-01-01"):
        calculators.ask("td_rate", asked | {"injury_date": "2028-01-01"}, law=law)


def test_a_row_of_the_office_wins_from_its_first_day():
    law = law_with(row("td_rates", "2026-07-01", min_weekly="1.00", max_weekly="2.00"))
    table = law.tables["td_rates"]
    assert table.on(date(2026, 6, 30)).cents("max_weekly") == 1764_11
    assert table.on(date(2026, 7, 1)).cents("max_weekly") == 2_00
    assert table.on(date(2026, 7, 1)).by_office


def test_a_row_of_the_office_replaces_the_row_of_its_key_alone():
    values = dict(LAW.tables["wc_deadlines"].on(date(2026, 1, 1), "CMP-02").values)
    law = law_with(row("wc_deadlines", "2027-01-01", **values | {"count": "60"}))
    table = law.tables["wc_deadlines"]
    assert table.on(date(2026, 12, 31), "CMP-02").text("count") == "90"
    assert table.on(date(2027, 1, 1), "CMP-02").text("count") == "60"
    assert table.on(date(2027, 1, 1), "CMP-03").text("count") == "75"


def test_of_two_rows_of_the_office_the_later_wins():
    law = law_with(
        row("mileage_rates", "2026-01-01", "2026-12-31", rate_per_mile="0.8"),
        row("mileage_rates", "2026-07-01", rate_per_mile="0.9"),
    )
    found = [law.tables["mileage_rates"].on(date(2026, m, 1)).text("rate_per_mile") for m in (6, 7)]
    assert found == ["0.8", "0.9"]


def test_the_weakest_mark_counts():
    assert weakest(["yes", "policy", "no"]) == "policy"
    assert weakest(["yes", "secondary"]) == "secondary"
    assert weakest([]) == "yes"


NAMED = [
    "certificate", "labor_cost", "late_increase", "liability_deadline", "mileage", "pd_award",
    "pd_rating", "pd_weeks", "presentation", "recordable", "recovery_bill", "recovery_limitation",
    "renewal_estimate", "salary_4850", "settlement_authority", "suit_deadline", "td_rate",
    "td_schedule", "tpd", "wc_deadline", "wc_subrogation",
]  # fmt: skip
BESIDE = ["carrier_deadline", "recovery_interest"]
"""Rules of the office that anybody may ask beside those of the contract."""


def test_all_rules_of_the_contract_are_registered():
    assert [entry.key for entry in CALCULATORS] == sorted([*NAMED, *BESIDE])


@pytest.mark.parametrize("entry", CALCULATORS, ids=lambda entry: entry.key)
def test_a_rule_names_tables_that_there_are(entry):
    assert set(entry.facts["tables"]) <= set(KINDS)


def test_an_empty_table_is_refused_whatever_the_day():
    with pytest.raises(Unanswered) as found:
        LAW.tables["life_pension_limits"].all_on(date(1990, 1, 1))
    assert found.value.missing == "life_pension_limits 1990-01-01"
    assert calculators.refusal(found.value) == {
        "refused": True, "value": None, "reasons": found.value.reasons,
        "missing": "life_pension_limits 1990-01-01",
    }  # fmt: skip


def test_of_a_code_only_its_own_rows_count():
    table = LAW.tables["wc_deadlines"]
    own = Row("wc_deadlines", date(2030, 1, 1), None, {"code": "NEW"}, "a source", "no")
    longer = table.with_rows([own])
    assert longer.on(date(2030, 1, 1), "NEW").values == {"code": "NEW"}
    with pytest.raises(Unanswered) as found:
        longer.on(date(2029, 12, 31), "NEW")
    assert found.value.missing == "wc_deadlines NEW 2029-12-31"
    with pytest.raises(Unanswered, match="no row for NEW"):
        table.on(date(2030, 1, 1), "NEW")
