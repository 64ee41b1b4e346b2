"""What cannot have happened is refused, by hand and of a file: days ahead, amounts below nothing."""

from datetime import timedelta

import pytest
from builders import TODAY, change, claim, person, write

import models as m
from journal.cells import Cell, save_cells
from models import SHEETS, columns_of
from rules.errors import Invalid

pytestmark = pytest.mark.usefixtures("office")
TOMORROW = TODAY + timedelta(days=1)
BY_HAND = ("form", "cell", "command", "import", "verb")


def _made(source: str, sheet: str, **values):
    return write(source=source, **{sheet: values})


@pytest.mark.parametrize("source", BY_HAND)
@pytest.mark.parametrize(
    ("sheet", "values", "said"),
    [
        ("claim", {"loss_date": TOMORROW}, "Loss date (2026-11-25) lies ahead of today, 2026-11-24."),
        ("claim", {"presented_date": TOMORROW}, "Presented (2026-11-25) lies ahead"),
        ("claim", {"received_date": TOMORROW}, "Received (2026-11-25) lies ahead"),
        ("claim", {"line": "W", "status": "reported", "injury_date": TOMORROW}, "Injury date"),
        ("incident", {"loss_date": TOMORROW}, "Loss date (2026-11-25) lies ahead"),
        ("incident", {"reported_date": TOMORROW}, "Reported (2026-11-25) lies ahead"),
        ("claim", {"amount_claimed": -1}, "Claimed (-$0.01) cannot be less than nothing."),
        ("policy", {"policy_no": "A", "premium": -5_00}, "Premium (-$5.00) cannot be less"),
        ("employee", {"employee_no": "1", "name": "Eli", "weekly_hours": -1}, "(-1.00) cannot be"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_words(source, sheet, values, said):
    with pytest.raises(Invalid) as refused:
        _made(source, sheet, **values)
    assert said in str(refused.value)
    assert m.BY_NAME[sheet].select().count() == 0


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY])
def test_yesterday_and_today_are_no_days_ahead(day):
    assert _made("form", "claim", loss_date=day, amount_claimed=0).rows == 1


def test_the_seed_and_a_day_that_may_lie_ahead_are_not_asked():
    assert _made("seed", "claim", loss_date=TOMORROW, amount_claimed=-1).rows == 1
    claim_id = claim()
    assert _made("form", "diary", claim=claim_id, diary_date=TOMORROW, subject="Call").seq
    assert _made("form", "policy", policy_no="P", effective_date=TOMORROW).rows == 1
    change(m.Claim, claim_id, extension_to_date=TOMORROW)


def test_what_stands_already_is_not_asked_again():
    claim_id = claim(loss_date=TOMORROW)
    change(m.Claim, claim_id, location="Elm")
    with pytest.raises(Invalid, match="lies ahead"):
        change(m.Claim, claim_id, loss_date=TOMORROW + timedelta(days=1))


def test_a_cell_is_refused_and_the_others_are_saved():
    claim_id = claim()
    cells = [
        Cell(claim_id, 1, "loss_date", "2099-01-01"),
        Cell(claim_id, 1, "location", "Elm"),
    ]
    outcome = save_cells(person("technician"), m.Claim, cells, on=TODAY)
    assert [problem.message for problem in outcome.refused] == [
        "Loss date (2099-01-01) lies ahead of today, 2026-11-24."
    ]
    assert m.Claim.get_by_id(claim_id).location == "Elm"


@pytest.mark.parametrize(("source", "kept"), [("entry", False), ("reversal", True)])
def test_a_ledger_holds_a_minus_only_where_money_is_taken_back(source, kept):
    first = {"claim": claim(), "category": "expense", "payment_date": TODAY}
    values = {**first, "amount": -5_00, "source": source, "status": "draft"}
    if kept:
        assert write(source="verb", payment=values).seq
    else:
        with pytest.raises(Invalid, match="cannot be less than nothing"):
            write(source="verb", payment=values)


def test_every_day_that_may_lie_ahead_is_a_plan_or_a_term():
    ahead = {
        f"{model.__name__}.{f.name}"
        for model in SHEETS
        for f in columns_of(model)
        if f.kind == "day" and not f.past
    }
    assert {"Diary.diary_date", "Policy.expiry_date", "Claim.extension_to_date"} <= ahead
    assert not {"Claim.loss_date", "Incident.loss_date", "Payment.payment_date"} & ahead
