"""What the columns of all rows come to, in one question to the database."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from builders import TODAY, claim, person, reserve, write

import models as m
from journal import database
from journal.commit import commit
from journal.drafts import Draft
from journal.grouping import is_added
from journal.order import order_of
from journal.question import Question
from journal.summary import Column, summary
from journal.who import OPERATOR
from rules.errors import BadQuestion, Refused, TooBroad

pytestmark = pytest.mark.usefixtures("office")


def of(*columns: str, who=OPERATOR, model=m.Claim, **asked):
    """The summary of some columns."""
    return summary(who, Question(model, columns=columns or None, **asked))


@pytest.fixture
def claims() -> list[int]:
    """Three claims, one of them without amount, day or place."""
    return [
        claim(claim_no="L-1", amount_claimed=100_01, loss_date=date(2026, 3, 1), location="Elm"),
        claim(claim_no="L-2", amount_claimed=-50_00, loss_date=date(2025, 3, 1), location="Oak"),
        claim(claim_no="L-3"),
    ]


def test_amounts_days_and_words_are_summed_up_as_data(claims):
    found = of("amount_claimed", "loss_date", "location", "litigated")
    assert found.count == 3
    assert found.columns == {
        "amount_claimed": Column(2, 1, "50.01", "25.01", "-50.00", "100.01"),
        "loss_date": Column(2, 1, None, None, "2025-03-01", "2026-03-01"),
        "location": Column(2, 1),
        "litigated": Column(3, 0),
    }


def test_no_rows_come_to_nothing():
    found = of("amount_claimed", "loss_date", "location")
    assert found.count == 0
    assert set(found.columns.values()) == {Column(0, 0)}


def test_numbers_and_instants_keep_their_kind():
    draft = Draft("test", source="seed", on=TODAY)
    for n, hours in enumerate(("40", "37.50", "0.01")):
        draft.create(m.Employee, employee_no=f"E-{n}", name="x", weekly_hours=Decimal(hours))
    commit(OPERATOR, draft)
    found = of("weekly_hours", model=m.Employee).columns["weekly_hours"]
    assert found == Column(3, 0, "77.51", "25.84", "0.01", "40.00")
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    write(source="verb", approval={"approval_no": "A-1", "verb": "x", "title": "x", "asked_at": at})
    found = of("asked_at", "decided_at", model=m.Approval).columns
    assert found["asked_at"] == Column(1, 0, None, None, *["2026-01-02T03:04:00Z"] * 2)
    assert found["decided_at"] == Column(0, 1)


def test_whole_numbers_have_an_average_of_two_decimals(claims):
    for n, days in enumerate((1, 2, 2)):
        write(source="seed", lightdutytask={"task_no": f"T-{n}", "title": "x", "capacity": days})
    found = of("capacity", model=m.LightDutyTask).columns["capacity"]
    assert (found.sum, found.average, found.least, found.most) == (5, "1.67", 1, 2)


def test_a_running_total_is_counted_and_bounded_but_not_added_up():
    row = claim(claim_no="L-1")
    for amount in (100_00, 250_00, 150_00):
        reserve(row, amount)
    found = of("amount", "change", model=m.Reserve).columns
    assert found["amount"] == Column(3, 0, None, None, "100.00", "250.00")
    assert found["change"].sum == "150.00", "what is reserved now"
    (group,) = order_of(OPERATOR, Question(m.Reserve), group=("claim",)).groups
    assert group.sums == {"change": 150_00}


def test_no_share_rate_limit_or_number_of_something_is_added_up():
    words = "percent factor multiplier rate wage earnings a_day a_week limit retention row_id "
    words += "version seq row_no batch_id on_day decimals minutes pounds plan_days plan_amount"
    wrong = [
        f"{model.__name__}.{field.name}"
        for model in m.BY_NAME.values()
        for field in m.columns_of(model)
        if is_added(field) and any(word in field.name for word in words.split())
    ]
    assert wrong == []


def test_filters_words_trash_and_past_bound_it(claims):
    then = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at
    draft = Draft("test")
    draft.trash(m.Claim, claims[0])
    commit(OPERATOR, draft)
    assert of("amount_claimed").columns["amount_claimed"].sum == "-50.00"
    assert of("amount_claimed", trash=True).columns["amount_claimed"].sum == "100.01"
    assert of("amount_claimed", as_of=then).columns["amount_claimed"].sum == "50.01"
    assert of("amount_claimed", as_of=then, filters=("location=Elm",)).count == 1
    assert of("amount_claimed", q="oak").count == 1


def test_without_names_it_is_what_the_list_shows_at_first(claims):
    assert set(of().columns) == set(m.meta(m.Claim, "listed"))


@pytest.mark.parametrize(
    ("role", "column"),
    [("risk_manager", "diagnosis"), ("coordinator", "paid"), ("administrator", "paid")],
)
def test_a_column_out_of_sight_is_not_summed_up(claims, role, column):
    with pytest.raises(Refused):
        of(column, who=person(role, 1))


def test_a_covered_column_is_not_summed_up(claims):
    who = person("administrator").seen_as("technician")
    with pytest.raises(Refused, match="masked"):
        of("paid", "status", who=who)
    found = of(who=who)
    assert found.count == 3
    assert "paid" not in found.columns
    assert found.columns["status"] == Column(3, 0)


def test_only_the_own_rows_count():
    place = write(department={"code": "A", "name": "A"}).created[0][1]
    claim(claim_no="W-1", line="W", department=place)
    claim(claim_no="W-2", line="W")
    assert of("claim_no", who=person("coordinator", place)).count == 1


def test_an_unknown_column_and_what_takes_long_are_said(claims, monkeypatch):
    with pytest.raises(BadQuestion):
        of("nothing")
    monkeypatch.setattr(database, "QUESTION_SECONDS", -1.0)
    monkeypatch.setattr(database, "STEPS", 1)
    with pytest.raises(TooBroad, match="Narrow it"):
        of("paid")
