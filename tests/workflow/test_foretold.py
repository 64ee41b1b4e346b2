"""What a preview says of deadlines is what is then written."""

from datetime import date

import pytest
from desk import TODAY, change, claim, do, limits, look, make, payee, reserve, user

import models as m
from journal.foreseen import turns_of
from journal.turns import turn
from journal.twins import past
from workflow import foretold
from workflow.verbs import Act, plan_of

pytestmark = pytest.mark.usefixtures("office")


def presented(**values) -> int:
    return claim(**{"presented_date": date(2026, 11, 16), "status": "under_review", **values})


def written(before: int) -> set[tuple]:
    """What the batches after one did to deadlines, from the rows and their past."""
    versions: dict = {}
    names = ("id", "version", "batch_id", "status", "diary_date", "subject", "rule_code")
    for model in (past(m.Diary), m.Diary):
        for row in model.select(*[getattr(model, n) for n in (*names, "trashed_at")]).dicts():
            versions[row["id"], row["version"]] = row
    turns = (
        turn(versions.get((row_id, version - 1)), row)
        for (row_id, version), row in versions.items()
        if row["batch_id"] > before
    )
    return {(one.how, one.subject, one.day) for one in turns if one}


def last_batch() -> int:
    return m.Batch.select(m.Batch.id).order_by(m.Batch.id.desc()).limit(1).scalar() or 0


def rejection() -> tuple:
    values = {"status": "rejected", "event_date": date(2026, 11, 20)}
    return "set_status", presented(), values


def closing() -> tuple:
    rejected = presented(status="rejected", rejection_mailed_date=date(2026, 11, 20))
    return "close_claim", rejected, {"status": "closed_no_payment"}


def reopening() -> tuple:
    values = {"line": "W", "claim_type": "medical_only", "received_date": date(2026, 11, 2)}
    values |= {"injury_date": date(2026, 11, 1), "status": "closed_paid"}
    return "reopen_claim", claim(closed_date=TODAY, **values), {"reason": "New facts."}


def first_payment() -> tuple:
    facts = {"knowledge_date": date(2026, 11, 3), "last_worked_date": date(2026, 11, 2)}
    hurt = claim(line="W", status="accepted", injury_date=date(2026, 11, 2), **facts)
    reserve(hurt, 5_000_00)
    values = {"payee": payee(), "category": "indemnity", "amount": 160_00, "benefit": "td"}
    return "pay", hurt, values


def trashing() -> tuple:
    return "put_in_trash", presented(), {"reason": "Entered twice."}


@pytest.mark.parametrize("case", [rejection, closing, reopening, first_payment, trashing])
def test_what_is_told_is_what_is_then_written(case):
    limits()
    ann = user("ann", "technician")
    key, claim_id, values = case()
    _, plan = plan_of(ann, Act(key, "claim", [claim_id], values), on=TODAY)
    told = {(one.how, one.subject, one.day) for one in turns_of(plan.draft)}
    assert len(look(ann, key, "claim", claim_id, **values).follows) == len(told)
    before = last_batch()
    do(ann, key, "claim", claim_id, **values)
    assert written(before) == told
    assert bool(told) is (case is not trashing)


def test_a_rejection_says_what_ends_and_what_begins():
    ann = user("ann", "technician")
    key, claim_id, values = rejection()
    assert look(ann, key, "claim", claim_id, **values).follows == [
        "Last day for the claimant to sue: Fri 21 May 2027 goes into the diary.",
        "“Last day for a notice of insufficiency” is done.",
        "“Last day to act on the claim” is done.",
    ]


def test_an_extension_moves_the_last_day_to_act(office):
    claim_id = presented()
    one = next(iter(m.Diary.select().where(m.Diary.rule_code == "CLAIM_ACT_45").dicts()))
    assert one["claim"] == claim_id
    moved = turn(one, {**one, "diary_date": date(2027, 1, 15)})
    assert foretold.foretold(moved) == (
        "“Last day to act on the claim” moves from Thu 31 Dec 2026 to Fri 15 Jan 2027."
    )
    back = turn({**one, "status": "dropped"}, one)
    assert foretold.foretold(back) == (
        "“Last day to act on the claim” is open again: Thu 31 Dec 2026."
    )
    assert turn(one, {**one, "subject": "Other words"}) is None
    assert turn(one, {**one, "status": "done", "trashed_at": "2026-11-24"}) is None


def test_a_new_claim_says_which_days_it_brings():
    ann = user("ann", "technician")
    given = {"claimant": "Rosa Alvarez", "presented_date": TODAY, "claim_kind": "injury"}
    plan = look(ann, "intake", "claim", loss_date=date(2026, 10, 1), **given)
    before = last_batch()
    told = {(one.how, one.subject, one.day) for one in turns_of(plan.draft)}
    assert {how for how, _, _ in told} == {"made"}
    assert len(plan.follows) == len(told) == 3
    do(ann, "intake", "claim", loss_date=date(2026, 10, 1), **given)
    assert written(before) == told


def test_a_recovery_on_an_incident_drops_the_wait_for_one():
    ann = user("ann", "technician")
    incident = make(
        "incident", loss_date=date(2026, 6, 3), city_property_damaged=True, location="Elm"
    )
    plan = look(ann, "open_recovery", "incident", incident)
    assert plan.follows == [
        "Last day to sue is Mon 4 Jun 2029: settle, file or close: Mon 5 Jun 2028 goes into the "
        "diary.",
        "I-2027-0001: “No recovery is open: last day to sue for the damage” is dropped.",
    ]
    before = last_batch()
    do(ann, "open_recovery", "incident", incident)
    assert {how for how, _, _ in written(before)} == {"dropped", "made"}


def test_of_several_claims_each_is_named_and_of_many_the_numbers():
    ann = user("ann", "technician")
    _, first, values = rejection()
    two = [first, presented()]
    told = look(ann, "set_status", "claim", two, **values).follows
    assert len(told) == 6
    numbers = {m.Claim.get_by_id(i).claim_no for i in two}
    assert {line.split(": ")[0] for line in told} == numbers
    many = [presented() for _ in range(5)]
    told = look(ann, "set_status", "claim", many, **values).follows
    assert told == ["15 deadlines follow: 5 into the diary, 10 done."]


def test_a_medical_deadline_is_told_to_who_sees_medical_entries_alone():
    claim_id = claim(
        line="L", status="settled_pending_release", medicare_status="beneficiary", loss_date=None
    )
    values = {"release_date": date(2026, 11, 20)}
    for role, seen in (("technician", True), ("risk_manager", False)):
        who = user(role, role)
        draft = plan_of(who, Act("add_note", "claim", [claim_id], {"subject": "x"}), on=TODAY)[1]
        draft.draft.change(m.Claim, claim_id, **values)
        told = " ".join(foretold.foretell(who, draft.draft))
        assert ("Medicare" in told) is seen, role


def test_nothing_is_written_drawn_or_changed_by_a_look():
    ann = user("ann", "technician")
    key, claim_id, values = rejection()
    _, plan = plan_of(ann, Act(key, "claim", [claim_id], values), on=TODAY)
    edits = [(edit.row_id, dict(edit.values)) for edit in plan.draft.edits]
    batches, entries = m.Batch.select().count(), list(m.Diary.select().tuples())
    turns_of(plan.draft)
    assert [(edit.row_id, edit.values) for edit in plan.draft.edits] == edits
    assert (m.Batch.select().count(), list(m.Diary.select().tuples())) == (batches, entries)


def test_an_action_that_gives_no_fact_asks_nothing_more():
    ann = user("ann", "technician")
    claim_id = presented()
    note = Act("add_note", "claim", [claim_id], {"subject": "Called"})
    _, plan = plan_of(ann, note, on=TODAY)
    assert turns_of(plan.draft) == []


def test_a_claim_that_is_gone_is_told_by_the_action_itself():
    ann = user("ann", "technician")
    _, plan = plan_of(ann, Act("add_note", "claim", [presented()], {"subject": "x"}), on=TODAY)
    plan.draft.change(m.Claim, 987_654, status="received")
    assert foretold.foretell(ann, plan.draft) == []


def test_the_closing_of_a_claim_changes_nothing_for_another():
    ann = user("ann", "technician")
    other = presented()
    key, claim_id, values = closing()
    do(ann, key, "claim", claim_id, **values)
    change("claim", other, description="A fall.")
    assert m.Diary.select().where(m.Diary.claim == other, m.Diary.status == "open").count() == 2
