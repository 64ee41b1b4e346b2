"""What follows from a missed deadline: the consequence by its table, the amount for who may see it."""

from datetime import date, timedelta

import pytest
from builders import TODAY, change, claim, person, write

import models as m
from journal.agenda import agenda
from journal.law import counting
from journal.missed import Late, Missed, facts_of, missed
from rules import exposure

pytestmark = pytest.mark.usefixtures("office")
LATE = date(2026, 11, 10)
DISABLED = {
    "line": "W",
    "status": "accepted",
    "injury_date": date(2026, 10, 26),
    "knowledge_date": date(2026, 10, 26),
    "last_worked_date": date(2026, 10, 26),
    "average_weekly_earnings": 1_200_00,
}


def follows(role: str, code: str, claim_id: int | None, due: date = LATE) -> Missed:
    facts = facts_of(m.Claim, [claim_id] if claim_id else [], on=TODAY)
    return missed(person(role), [Late(7, code, due, claim_id)], facts, on=TODAY)[7]


def test_the_first_payment_of_disability_costs_a_tenth_more():
    found = follows("examiner", "TD-01", claim(**DISABLED))
    assert found.consequence == "10 percent self-imposed increase (LC 4650(d))"
    assert found.cents == 160_00
    assert found.why[0]["source"] == "Lab. Code 4650(a), (c), 4653"
    assert found.why[0]["text"] == "1 payment due before today = $1,600.00"
    assert found.why[1]["text"] == "If paid today, 10 percent more = $160.00"
    assert found.words == (
        "Missed: 10 percent self-imposed increase (LC 4650(d)). At stake: $160.00."
    )


@pytest.mark.parametrize(
    ("role", "cents"), [("examiner", 5_209_50), ("risk_manager", None), ("coordinator", None)]
)
def test_an_amount_is_for_who_may_see_what_it_is_worked_out_from(role, cents):
    stationary = {**DISABLED, "injury_date": date(2010, 6, 1), "pd_percent": 20}
    one = claim(**{**stationary, "average_weekly_earnings": 900_00})
    found = follows(role, "PD-05", one)
    assert found.cents == cents
    assert found.consequence


def test_one_without_a_figure_says_the_consequence_alone():
    found = follows("technician", "CLAIM_ACT_45", claim())
    assert found.words == f"Missed: {found.consequence}."
    assert (found.cents, found.why) == (None, [])
    assert follows("technician", "PROP_RECOVER_3Y", None).consequence
    assert follows("technician", "UNKNOWN", None).words == ""


def test_the_consequence_is_that_of_the_offices_law_on_the_day_of_the_trigger():
    law = counting(TODAY).law
    row = law.tables["wc_deadlines"].on(date(2026, 10, 27), "TD-01")
    values = {**row.values, "consequence": "15 percent increase"}
    del values["code"]
    made = {"table": "wc_deadlines", "code": "TD-01", "values": values, "source": "AB 1"}
    write(source="seed", statutoryrow={**made, "first_day": date(2026, 11, 1), "verified": "yes"})
    law = counting(TODAY).law
    assert exposure.consequence_of(law, "TD-01", date(2026, 11, 1)) == "15 percent increase"
    one = claim(**DISABLED)
    assert follows("examiner", "TD-01", one).consequence.startswith("10 percent")
    change(m.Claim, one, last_worked_date=date(2026, 11, 2))
    assert follows("examiner", "TD-01", one, date(2026, 11, 17)).consequence == (
        "15 percent increase"
    )


def test_nothing_is_asked_where_nothing_is_over():
    assert missed(person("examiner"), [], {}, on=TODAY) == {}
    assert facts_of(m.Claim, [], on=TODAY) == {}


def test_a_claim_without_a_loss_date_has_that_of_its_incident():
    day = date(2026, 5, 20)
    incident = write(source="seed", incident={"loss_date": day}).created[0][1]
    one = claim(loss_date=None, incident=incident)
    assert facts_of(m.Claim, [one], on=TODAY)[one]["accrued"] == day
    assert facts_of(m.Incident, [incident], on=TODAY)[incident]["loss_date"] == day


def test_my_day_says_it_of_deadlines_that_are_over_and_of_no_other_entry():
    who = person("examiner", user_id=None)
    claim(**DISABLED)
    own = {"subject": "Call", "diary_date": TODAY - timedelta(days=3)}
    write(source="seed", diary=own)
    day = agenda(who, on=TODAY, whole_office=True)
    said = {item.title: item.missed for item in day.overdue}
    assert said["Call"] == ""
    assert said["First payment of temporary disability"].endswith("At stake: $160.00.")
    assert all(not item.missed for item in (*day.today, *day.week, *day.begin))


def test_my_day_works_it_out_for_no_more_than_it_shows(monkeypatch):
    monkeypatch.setattr("journal.agenda.SHOWN", 2)
    claim(**DISABLED, osha_recordable=True)
    day = agenda(person("examiner"), on=TODAY, whole_office=True)
    assert len(day.overdue) == 3
    assert [bool(item.missed) for item in day.overdue] == [True, True, False]
