"""A row of the office fits its statutory table, whichever way it is written, and a day has one row."""

import json
from datetime import date

import pytest
from books import bring_in, counts, csv_file, planned
from builders import TODAY, change, person, write

import models as m
from journal import undo
from journal.cells import Cell, save_cells
from journal.commit import commit
from journal.drafts import Draft
from journal.law import added, law, misfit
from journal.who import OPERATOR
from rules.calculators import as_shipped
from rules.errors import Invalid, Refused

pytestmark = pytest.mark.usefixtures("office")
LIMITS = {"min_weekly": "270.00", "max_weekly": "1800.00"}
MANAGER = person("risk_manager")
TD = {"table": "td_rates", "source": "DWC bulletin", "values": LIMITS}


def deadline(count: str) -> dict:
    """The values of the deadline CMP-02 with another count."""
    row = law(TODAY).tables["wc_deadlines"].on(TODAY, "CMP-02")
    return {k: v for k, v in row.values.items() if k != "code"} | {"count": count}


def add(first: date, last: date | None = None, *, way: str = "form", **values) -> int:
    """A row of the office; its id."""
    row = {**TD, "first_day": first, "last_day": last, **values}
    return write(source=way, statutoryrow=row).created[0][1]


def said(caught) -> list[tuple[str | None, str]]:
    """(column, sentence) of each problem."""
    return [(problem.column, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize("way", ["form", "cell", "import", "verb", "command", "seed", "undo"])
def test_a_row_that_does_not_fit_is_refused_whichever_way_it_comes(way):
    with pytest.raises(Invalid) as caught:
        add(date(2027, 1, 1), way=way, values={"max": "1800"})
    assert said(caught)[0] == (
        "values",
        "“max” is no column of “Temporary disability: weekly limits”. It has min_weekly, "
        "max_weekly.",
    )
    assert not added()


@pytest.mark.parametrize(
    ("values", "column", "sentence"),
    [
        ({"table": "td_rate"}, "table", "“td_rate” is no statutory table."),
        ({"code": "2027"}, "code", "it bears no code"),
        ({"values": LIMITS | {"max_weekly": "1,800.00"}}, "values", "“1,800.00” is not an amount"),
        ({"values": []}, "values", "are min_weekly and max_weekly"),
        ({"last_day": date(2026, 12, 31)}, "last_day", "lies before from"),
        ({"source": None}, "source", "Source is blank"),
    ],
)
def test_each_column_says_what_is_wrong_with_it(values, column, sentence):
    with pytest.raises(Invalid) as caught:
        add(date(2027, 1, 1), **values)
    assert [name for name, words in said(caught) if sentence in words] == [column]


def test_a_cell_of_the_grid_passes_the_same_checks():
    row_id = add(date(2027, 1, 1))
    for text, wrong in (
        ('{"max_weekly": "1900.00", "min_weekly": "280.00"}', ""),
        ('{"max_weekly": "1900.00"}', "At least is missing."),
        ('{"max_weekly": "1", "min_weekly": "280.00"}', "At most (1) is below at least (280.00)."),
    ):
        seen = m.StatutoryRow.get_by_id(row_id).version
        outcome = save_cells(
            MANAGER, m.StatutoryRow, [Cell(row_id, seen, "values", text)], on=TODAY
        )
        assert [problem.message for problem in outcome.refused] == ([wrong] if wrong else [])
    assert m.StatutoryRow.get_by_id(row_id).values["max_weekly"] == "1900.00"


def test_a_table_that_is_typed_over_takes_its_values_with_it():
    row_id = add(date(2027, 1, 1))
    with pytest.raises(Invalid) as caught:
        change(m.StatutoryRow, row_id, table="mileage_rates")
    assert ("values", "Rate is missing.") in said(caught)


def test_only_what_is_changed_is_checked_again():
    row_id = add(date(2027, 1, 1))
    change(m.StatutoryRow, row_id, verified="yes")
    assert m.StatutoryRow.get_by_id(row_id).verified == "yes"


# --- One row a day --------------------------------------------------------------------------------

FROM_2027 = "The office has a row from 1 Jan 2027"


@pytest.mark.parametrize(
    ("stands", "comes", "words"),
    [
        (("2027-01-01", None), ("2027-01-01", None), f"{FROM_2027} already. Change that one."),
        (("2027-01-01", "2027-12-31"), ("2027-07-01", None),
         f"{FROM_2027} to 31 Dec 2027 already, and a day has one row. "
         "Let the earlier one end first."),
        (("2027-01-01", "2027-12-31"), ("2027-12-31", None),
         f"{FROM_2027} to 31 Dec 2027 already, and a day has one row. "
         "Let the earlier one end first."),
        (("2027-01-01", "2027-12-31"), ("2026-12-01", "2027-01-01"),
         f"{FROM_2027} to 31 Dec 2027 already, and a day has one row. "
         "Let the earlier one end first."),
        (("2027-01-01", None), ("2026-07-01", "2027-01-01"),
         f"{FROM_2027} already, and a day has one row. Let the earlier one end first."),
        (("2027-01-01", "2027-12-31"), ("2028-01-01", None), ""),
        (("2027-01-01", "2027-12-31"), ("2026-12-01", "2026-12-31"), ""),
        (("2027-01-01", None), ("2027-07-01", None), ""),
        (("2027-01-01", None), ("2026-07-01", None), ""),
    ],
)  # fmt: skip
def test_two_rows_of_one_code_share_no_day_but_an_open_one_gives_way(stands, comes, words):
    first, second = ([day and date.fromisoformat(day) for day in days] for days in (stands, comes))
    add(*first)
    if not words:
        add(*second)
        return
    with pytest.raises(Invalid) as caught:
        add(*second)
    assert said(caught) == [("first_day", words)]


def test_rows_of_other_codes_and_rows_in_the_trash_stand_in_nobodys_way():
    days = {"first": date(2027, 1, 1), "last": date(2027, 12, 31)}
    kept = add(**days, table="wc_deadlines", code="CMP-02", values=deadline("60"))
    add(**days, table="wc_deadlines", code="CMP-03", values=deadline("60"))
    draft = Draft("trash", on=TODAY)
    draft.trash(m.StatutoryRow, kept)
    trashed = commit(MANAGER, draft)
    add(**days, table="wc_deadlines", code="CMP-02", values=deadline("45"))
    with pytest.raises(Invalid) as caught:
        undo.undo(OPERATOR, trashed.seq, on=TODAY)
    assert "Change that one" in said(caught)[0][1]


def test_a_day_that_is_moved_into_another_row_is_refused():
    add(date(2027, 1, 1), date(2027, 6, 30))
    later = add(date(2027, 7, 1), date(2027, 12, 31))
    with pytest.raises(Invalid) as caught:
        change(m.StatutoryRow, later, first_day=date(2027, 6, 30))
    assert said(caught)[0][0] == "first_day"
    change(m.StatutoryRow, later, last_day=date(2028, 1, 31))


def test_two_rows_of_one_change_share_no_day_either():
    draft = Draft("two", on=TODAY)
    draft.create(m.StatutoryRow, **TD, first_day=date(2027, 1, 1), last_day=date(2027, 12, 31))
    draft.create(m.StatutoryRow, **TD, first_day=date(2027, 7, 1), last_day=date(2028, 6, 30))
    with pytest.raises(Invalid) as caught:
        commit(OPERATOR, draft)
    assert len(caught.value.problems) == 2


# --- A file ---------------------------------------------------------------------------------------


def test_a_file_brings_rows_and_what_does_not_fit_is_refused_by_its_cell(tmp_path):
    head = ("Table", "From", "Values", "Source")
    good = ("td_rates", "2027-01-01", json.dumps(LIMITS), "Bulletin")
    bad = ("td_rates", "2028-01-01", '{"max_weekly": "1"}', "Bulletin")
    file = csv_file(tmp_path / "law.csv", head, good, bad)
    plan = planned(file, m.StatutoryRow)
    assert plan.new == 1
    assert [(e.cell, e.message) for e in plan.errors()] == [("C3", "At least is missing.")]
    plan.close()
    bring_in(csv_file(tmp_path / "good.csv", head, good), m.StatutoryRow)
    assert law(TODAY).tables["td_rates"].on(date(2027, 1, 5)).text("max_weekly") == "1800.00"
    again = planned(csv_file(tmp_path / "good.csv", head, good), m.StatutoryRow)
    assert counts(again.as_json()) == (0, 0, 1, 0)
    again.close()


@pytest.mark.parametrize("role", ["technician", "examiner", "auditor", "coordinator"])
def test_who_does_not_keep_the_reference_tables_writes_none(role):
    with pytest.raises(Refused):
        write(who=person(role), statutoryrow={**TD, "first_day": date(2027, 1, 1)})


# --- What stood before ----------------------------------------------------------------------------


def test_a_row_that_stood_before_and_does_not_fit_is_left_out_and_said(monkeypatch):
    old = m.StatutoryRow(**{**TD, "first_day": date(2027, 1, 1), "values": {"max": "1"}})
    monkeypatch.setattr("journal.law.added", lambda: [old])
    assert "“max” is no column" in misfit(old)
    assert law(TODAY) == as_shipped()
