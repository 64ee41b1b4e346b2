"""A text where a day should stand comes in beside it, where that is allowed, and is not lost."""

from datetime import date

import pytest
from books import TODAY, bring_in, counts, csv_file, xlsx
from builders import change, write

import models as m
from exports.sheets import export
from journal.question import Question
from journal.who import OPERATOR

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("office")]

PAIRS = [
    (m.Claim, "loss_date"),
    (m.Claim, "received_date"),
    (m.Claim, "injury_date"),
    (m.Incident, "loss_date"),
    (m.Payment, "payment_date"),
]
HEAD = ("Claim no.", "Loss date", "Location")
ALLOWED = {"as_written": frozenset({"loss_date"})}


@pytest.fixture
def register(tmp_path):
    return csv_file(
        tmp_path / "register.csv",
        HEAD,
        ("A", "1st wk 04/19", "Elm St"),
        ("B", "4/15/2019", "Oak St"),
        ("C", "unknown", ""),
        ("D4", "", ""),
        ("E", "N/A", ""),
    )


def claims() -> dict[str, tuple[date | None, str | None]]:
    columns = (m.Claim.claim_no, m.Claim.loss_date, m.Claim.loss_date_as_written)
    return {no: (day, text) for no, day, text in m.Claim.select(*columns).tuples()}


@pytest.mark.parametrize(("model", "day"), PAIRS)
def test_the_column_beside_a_day_is_as_guarded_as_the_day(model, day):
    fields = model._meta.fields
    column = fields[m.written_beside(model)[day]]
    assert column.name == f"{day}_as_written"
    assert column.verbose_name == f"{fields[day].verbose_name} as written"
    assert (column.kind, column.null, column.sensitivity) == ("text", True, fields[day].sensitivity)
    assert column.help_text


def test_the_pairs_are_these():
    found = [(model, day) for model in m.SHEETS for day in m.written_beside(model)]
    assert sorted(found, key=str) == sorted(PAIRS, key=str)


def test_without_leave_a_text_that_is_no_day_is_refused(register):
    result = bring_in(register)
    assert counts(result) == (3, 0, 0, 2)
    assert claims() == {"B": (date(2019, 4, 15), None), "D4": (None, None), "E": (None, None)}


def test_with_leave_it_comes_in_beside_and_is_named(register):
    result = bring_in(register, **ALLOWED)
    assert counts(result) == (5, 0, 0, 0)
    assert claims() == {
        "A": (None, "1st wk 04/19"),
        "B": (date(2019, 4, 15), None),
        "C": (None, "unknown"),
        "D4": (None, None),
        "E": (None, None),
    }
    notes = {note["cell"]: note["message"] for note in result["details"]["notes"]}
    assert notes == {
        "B2": "“1st wk 04/19” is not a day. Write it like 11/19/2026 or 2026-11-19. "
        "What is written is kept in “Loss date as written”.",
        "B4": "“unknown” is not a day. Write it like 11/19/2026 or 2026-11-19. "
        "What is written is kept in “Loss date as written”.",
        "B6": "“N/A” stands for nothing; the cell is taken as blank.",
    }
    assert counts(bring_in(register, **ALLOWED)) == (0, 0, 5, 0)


@pytest.mark.parametrize("allowed", ["injury_date", "loss_date"])
def test_an_injury_of_no_known_day_is_kept_for_both_days_that_it_is(tmp_path, allowed):
    head = ("Claim no.", "Line", "Date of injury")
    file = csv_file(tmp_path / "w.csv", head, ("W-1", "W", "about June"), ("W-2", "W", "6/2/2019"))
    leave = {"as_written": frozenset({allowed})}
    assert counts(bring_in(file, **leave)) == (2, 0, 0, 0)
    kept = m.Claim.select(
        m.Claim.injury_date, m.Claim.injury_date_as_written, m.Claim.loss_date, m.Claim.loss_date_as_written
    )  # fmt: skip
    day = date(2019, 6, 2)
    assert sorted(kept.tuples(), key=str) == [
        (None, "about June", None, "about June"),
        (day, None, day, None),
    ]
    assert counts(bring_in(file, **leave)) == (0, 0, 2, 0)


def test_an_injury_of_no_known_day_takes_the_day_of_the_loss(tmp_path):
    head = ("Claim no.", "Line", "Date of injury", "Loss date")
    file = csv_file(tmp_path / "w.csv", head, ("W-1", "W", "about June", "6/2/2019"))
    leave = {"as_written": frozenset({"injury_date"})}
    assert counts(bring_in(file, **leave)) == (1, 0, 0, 0)
    claim = m.Claim.get()
    assert (claim.injury_date, claim.injury_date_as_written) == (date(2019, 6, 2), "about June")


def test_leave_for_one_day_is_none_for_another(tmp_path):
    file = csv_file(tmp_path / "two.csv", (*HEAD[:2], "Received"), ("A", "unknown", "unknown"))
    result = bring_in(file, **ALLOWED)
    assert [(e["cell"], e["column"]) for e in result["errors"]] == [("C2", "received_date")]


def test_a_day_that_is_mended_later_keeps_the_text_as_a_record(register):
    bring_in(register, **ALLOWED)
    row = m.Claim.get(claim_no="A")
    change(m.Claim, row.id, loss_date="2019-04-03")
    kept = (date(2019, 4, 3), "1st wk 04/19")
    assert claims()["A"] == kept
    assert counts(bring_in(register, **ALLOWED)) == (0, 0, 5, 0)
    assert claims()["A"] == kept


def test_a_later_file_with_the_day_leaves_the_text(tmp_path, register):
    bring_in(register, **ALLOWED)
    later = csv_file(tmp_path / "later.csv", HEAD[:2], ("A", "4/3/2019"))
    assert counts(bring_in(later, **ALLOWED)) == (0, 1, 0, 0)
    assert claims()["A"] == (date(2019, 4, 3), "1st wk 04/19")


def test_a_text_takes_no_known_day_away(tmp_path):
    write(claim={"claim_no": "A", "loss_date": "2019-04-03"})
    file = csv_file(tmp_path / "unsure.csv", HEAD[:2], ("A", "April?"))
    assert counts(bring_in(file, **ALLOWED)) == (0, 1, 0, 0)
    assert claims()["A"] == (date(2019, 4, 3), "April?")


@pytest.mark.parametrize(
    ("cell", "text"), [(2007, "2007"), (date(5520, 1, 2), "5520-01-02"), ("x" * 200, "x" * 200)]
)
def test_numbers_and_impossible_days_are_kept_too(tmp_path, cell, text):
    file = xlsx(tmp_path / "odd.xlsx", HEAD[:2], ("A", cell))
    assert counts(bring_in(file, **ALLOWED)) == (1, 0, 0, 0)
    assert claims()["A"] == (None, text)


def test_a_text_longer_than_the_column_is_refused(tmp_path):
    file = xlsx(tmp_path / "odd.xlsx", HEAD[:2], ("A", "x" * 201))
    assert counts(bring_in(file, **ALLOWED)) == (0, 0, 0, 1)


def test_an_error_cell_is_refused_all_the_same(tmp_path):
    file = xlsx(tmp_path / "error.xlsx", HEAD[:2], ("A", "#REF!"), ("B", "=1/0"))
    assert counts(bring_in(file, **ALLOWED)) == (0, 0, 0, 2)


def test_what_was_written_goes_out_and_comes_in_again(tmp_path, register):
    bring_in(register, **ALLOWED)
    for name in ("claims.xlsx", "claims.csv"):
        path = export(OPERATOR, Question(m.Claim), tmp_path / name).path
        assert counts(bring_in(path)) == (0, 0, 5, 0)
        assert counts(bring_in(path, **ALLOWED)) == (0, 0, 5, 0)


def test_a_payment_of_no_known_day_is_posted_on_the_day_it_comes_in(tmp_path):
    write(claim={"claim_no": "L-1"})
    head = ("Payment no.", "Claim", "Category", "Amount", "Status", "Posted on")
    file = csv_file(
        tmp_path / "pay.csv",
        head,
        ("P1", "L-1", "Indemnity", "5", "Posted", "2nd qtr"),
        ("P2", "", "Indemnity", "6", "Unallocated", "2nd qtr"),
    )
    allowed = frozenset({"payment_date"})
    assert counts(bring_in(file, m.Payment, as_written=allowed)) == (2, 0, 0, 0)
    columns = (m.Payment.payment_no, m.Payment.payment_date, m.Payment.payment_date_as_written)
    assert sorted(m.Payment.select(*columns).tuples()) == [
        ("P1", TODAY, "2nd qtr"),
        ("P2", None, "2nd qtr"),
    ]
    assert counts(bring_in(file, m.Payment, as_written=allowed)) == (0, 0, 2, 0)
