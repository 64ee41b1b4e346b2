"""Deadlines in the diary follow from the facts of claims and incidents, whatever changes these."""

from datetime import date

import pytest
from desk import TODAY, change, claim, do, make, user

import models as m
from journal import rollups, undo
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.errors import Invalid


def entry(claim_id: int, code: str) -> m.Diary | None:
    """The entry of a rule on a claim."""
    return m.Diary.get_or_none(m.Diary.claim == claim_id, m.Diary.rule_code == code)


def codes(claim_id: int, status: str = "open") -> set[str]:
    """The rules of a claim's entries in a status."""
    query = m.Diary.select(m.Diary.rule_code).where(
        m.Diary.claim == claim_id, m.Diary.status == status, m.Diary.trashed_at.is_null()
    )
    return {code for (code,) in query.tuples()}


def presented(**values) -> int:
    return claim(**{"presented_date": date(2026, 11, 16), "status": "under_review", **values})


def test_a_claim_gets_its_deadlines_with_their_working(office):
    ann = user("ann", "technician")
    claim_id = presented(adjuster=ann.user_id)
    assert codes(claim_id) == {"INSUFF_NOTICE", "CLAIM_ACT_45"}
    due = entry(claim_id, "CLAIM_ACT_45")
    assert (due.diary_date, due.owner, due.action) == (
        date(2026, 12, 31),
        ann.user_id,
        "set_status",
    )
    assert due.remind_date < due.diary_date
    assert due.steps[0]["citation"] == "Gov. Code 912.4(a)"
    assert m.Claim.get_by_id(claim_id).next_deadline == date(2026, 12, 7)


def test_a_fact_that_changes_moves_the_deadline_and_says_why(office):
    claim_id = presented()
    change("claim", claim_id, presented_date=date(2026, 11, 18))
    due = entry(claim_id, "CLAIM_ACT_45")
    assert (due.diary_date, due.moved_from_date) == (date(2027, 1, 4), date(2026, 12, 31))
    assert due.moved_why == "Presented: Mon 16 Nov 2026 → Wed 18 Nov 2026"
    change("claim", claim_id, description="A fall.")
    assert entry(claim_id, "CLAIM_ACT_45").version == due.version


def test_a_fact_that_answers_a_deadline_ends_it_and_starts_the_next(office):
    claim_id = presented()
    change("claim", claim_id, status="rejected", rejection_mailed_date=date(2026, 11, 20))
    assert codes(claim_id) == {"SUIT_6M"}
    done = entry(claim_id, "CLAIM_ACT_45")
    assert (done.status, done.done_date) == ("done", date(2026, 11, 20))
    assert done.ended_by_rule
    assert done.moved_why == "Rejection mailed: Fri 20 Nov 2026"


def test_a_fact_taken_back_brings_the_deadline_back(office):
    claim_id = presented()
    change("claim", claim_id, status="rejected", rejection_mailed_date=date(2026, 11, 20))
    change("claim", claim_id, status="under_review", rejection_mailed_date=None)
    assert codes(claim_id) == {"INSUFF_NOTICE", "CLAIM_ACT_45"}
    assert codes(claim_id, "dropped") == {"SUIT_6M"}
    back = entry(claim_id, "CLAIM_ACT_45")
    assert (back.done_date, back.ended_by_rule) == (None, None)


def test_what_a_person_finished_stays_finished(office):
    ann = user("ann", "technician")
    claim_id = presented(adjuster=ann.user_id)
    done = entry(claim_id, "INSUFF_NOTICE")
    do(ann, "finish_diary", "diary", done.id)
    change("claim", claim_id, presented_date=date(2026, 11, 18))
    done = entry(claim_id, "INSUFF_NOTICE")
    assert (done.status, done.diary_date) == ("done", date(2026, 12, 7))
    assert m.Diary.select().where(m.Diary.rule_code == "INSUFF_NOTICE").count() == 1


def test_a_closed_claim_has_none_and_a_reopened_one_has_those_that_run(office):
    claim_id = presented(status="rejected", rejection_mailed_date=date(2026, 11, 20))
    change("claim", claim_id, status="closed_no_payment")
    assert codes(claim_id) == set()
    ended = entry(claim_id, "SUIT_6M")
    assert (ended.status, ended.moved_why) == ("dropped", "The claim is closed")
    assert m.Claim.get_by_id(claim_id).next_deadline is None
    change("claim", claim_id, status="reopened")
    assert codes(claim_id) == {"SUIT_6M"}, "the time to sue runs on"
    change("claim", claim_id, status="litigation")
    assert codes(claim_id) == set()


def test_what_passed_before_a_claim_was_reopened_stays_out_of_the_diary(office):
    claim_id = presented(presented_date=date(2025, 3, 3))
    change("claim", claim_id, status="closed_withdrawn")
    change("claim", claim_id, status="reopened")
    assert codes(claim_id) == set()
    change("claim", claim_id, status="investigation", presented_date=date(2026, 11, 2))
    assert codes(claim_id) == {"CLAIM_ACT_45"}


def test_undo_leaves_no_mark_of_what_it_took_back(office):
    claim_id = claim(line="W", status="reported", knowledge_date=date(2026, 11, 20))
    draft = Draft("given", source="verb", on=TODAY)
    draft.change(m.Claim, claim_id, claim_form_given_date=date(2026, 11, 23))
    seq = commit(OPERATOR, draft).seq
    assert entry(claim_id, "RPT-01").status == "done"
    undo.undo(OPERATOR, seq, on=TODAY)
    back = entry(claim_id, "RPT-01")
    assert (back.status, back.ended_by_rule) == ("open", None)
    assert "blank" in back.moved_why
    change("diary", back.id, status="done")
    change("claim", claim_id, knowledge_date=date(2026, 11, 19))
    assert entry(claim_id, "RPT-01").status == "done", "a person finished it"


def test_undo_of_a_moved_day_says_from_where_it_came_back(office):
    claim_id = presented()
    draft = Draft("later", source="verb", on=TODAY)
    draft.change(m.Claim, claim_id, presented_date=date(2026, 11, 18))
    undo.undo(OPERATOR, commit(OPERATOR, draft).seq, on=TODAY)
    due = entry(claim_id, "CLAIM_ACT_45")
    assert (due.diary_date, due.moved_from_date) == (date(2026, 12, 31), date(2027, 1, 4))
    assert due.moved_why == "Presented: Wed 18 Nov 2026 → Mon 16 Nov 2026"


def test_what_was_answered_late_says_how_late_and_what_follows(office):
    claim_id = claim(
        line="W",
        status="claim_form_filed",
        is_presumptive=True,
        claim_form_filed_date=date(2026, 8, 10),
    )
    change("claim", claim_id, status="denied", decision_date=date(2026, 11, 20))
    late = entry(claim_id, "CMP-03")
    assert (late.diary_date, late.status) == (date(2026, 10, 24), "done")
    assert late.moved_why.startswith(
        "Accepted or denied: Fri 20 Nov 2026; 27 days late: injury pres"
    )


def test_an_agreed_day_before_the_claim_was_presented_is_refused(office):
    claim_id = presented()
    with pytest.raises(Invalid, match="Extended to"):
        change("claim", claim_id, extension_to_date=date(2026, 1, 15))


def test_the_deadlines_of_a_closed_claim_do_not_stand_against_closing_it(office):
    ann = user("ann", "technician")
    claim_id = presented(status="rejected", rejection_mailed_date=date(2026, 11, 20))
    do(ann, "close_claim", "claim", claim_id, status="closed_no_payment")
    assert m.Claim.get_by_id(claim_id).status == "closed_no_payment"


def test_deadlines_before_a_day_stay_out_of_the_diary(office):
    claim_id = claim(
        presented_date=date(2025, 3, 3), status="under_review", deadlines_from_date=TODAY
    )
    assert codes(claim_id) == set()
    change("claim", claim_id, deadlines_from_date=None)
    assert codes(claim_id) == {"INSUFF_NOTICE", "CLAIM_ACT_45"}
    change("claim", claim_id, deadlines_from_date=TODAY)
    assert codes(claim_id, "dropped") == {"INSUFF_NOTICE", "CLAIM_ACT_45"}


def test_how_many_were_left_out_is_counted(office):
    draft = Draft("register", source="import", on=TODAY)
    for day in (date(2025, 3, 3), date(2026, 11, 16)):
        draft.create(
            m.Claim, line="L", status="under_review", presented_date=day, deadlines_from_date=TODAY
        )
    assert commit(OPERATOR, draft).left_out == 2


def test_another_adjuster_takes_the_deadlines_along(office):
    ann, bob = user("ann", "technician"), user("bob", "examiner")
    claim_id = presented(adjuster=ann.user_id)
    notice = entry(claim_id, "INSUFF_NOTICE")
    change("diary", notice.id, owner=None)
    change("claim", claim_id, adjuster=bob.user_id)
    owners = {d.owner for d in m.Diary.select().where(m.Diary.claim == claim_id)}
    assert owners == {bob.user_id}


def test_whose_entry_was_given_to_somebody_else_keeps_it(office):
    ann, bob = user("ann", "technician"), user("bob", "examiner")
    claim_id = presented(adjuster=ann.user_id)
    notice = entry(claim_id, "INSUFF_NOTICE")
    change("diary", notice.id, owner=bob.user_id)
    change("claim", claim_id, presented_date=date(2026, 11, 18))
    assert entry(claim_id, "INSUFF_NOTICE").owner == bob.user_id


def test_a_first_payment_answers_the_deadline_of_the_first_payment(office):
    claim_id = claim(
        line="W",
        status="accepted",
        injury_date=date(2026, 11, 2),
        knowledge_date=date(2026, 11, 3),
        last_worked_date=date(2026, 11, 2),
    )
    assert entry(claim_id, "TD-01").diary_date == date(2026, 11, 17)
    make(
        "payment",
        claim=claim_id,
        category="indemnity",
        amount=1_600_00,
        status="posted",
        posted_at="2026-11-24 12:00:00",
        payment_date=TODAY,
        payee_name="Rosa Alvarez",
    )
    done = entry(claim_id, "TD-01")
    assert (done.status, done.done_date) == ("done", TODAY)


def test_a_claim_without_a_loss_date_goes_by_its_incident(office):
    incident = make("incident", loss_date=date(2026, 5, 20))
    claim_id = claim(status="incident_only", claim_kind="injury", loss_date=None, incident=incident)
    assert entry(claim_id, "CLAIM_PRESENT_6M").diary_date == date(2026, 11, 20)
    change("incident", incident, loss_date=date(2026, 6, 1))
    moved = entry(claim_id, "CLAIM_PRESENT_6M")
    assert (moved.diary_date, moved.moved_why) == (
        date(2026, 12, 1),
        "The loss date of the incident changed",
    )


def test_damage_to_city_property_waits_for_a_recovery(office):
    incident = make("incident", loss_date=date(2024, 6, 3), city_property_damaged=True)
    due = m.Diary.get(m.Diary.incident == incident)
    assert (due.rule_code, due.diary_date) == ("PROP_RECOVER_3Y", date(2027, 6, 3))
    make("recovery", incident=incident, damage_date=date(2024, 6, 3))
    assert m.Diary.get_by_id(due.id).status == "dropped"
    assert m.Diary.get_by_id(due.id).moved_why == "A recovery is open"
    other = make("incident", loss_date=date(2024, 6, 3), city_property_damaged=True)
    change("incident", other, status="closed")
    assert m.Diary.get(m.Diary.incident == other).status == "dropped"


def test_a_recovery_that_is_moved_takes_the_answer_along(office):
    first, other = (
        make("incident", loss_date=date(2024, 6, 3), city_property_damaged=True) for _ in "ab"
    )
    recovery = make("recovery", incident=first, damage_date=date(2024, 6, 3))
    change("recovery", recovery, incident=other)
    stands = {d.incident: d.status for d in m.Diary.select() if d.incident}
    assert stands == {first: "open", other: "dropped"}
    change("incident", other, loss_date=date(2024, 6, 4))
    assert m.Diary.get(m.Diary.incident == other).status == "dropped"


def test_an_incident_made_with_its_recovery_gets_no_deadline(office):
    draft = Draft("both", source="seed", on=TODAY)
    made = [
        draft.create(m.Incident, loss_date=date(2024, 6, 3), city_property_damaged=True)
        for _ in "ab"
    ]
    draft.create(m.Recovery, incident=made[0], damage_date=date(2024, 6, 3))
    receipt = commit(OPERATOR, draft)
    entries = m.Diary.select().where(m.Diary.incident.is_null(False))
    assert [d.incident for d in entries] == [receipt.id_of(made[1])]


def test_undo_takes_the_deadlines_back_with_the_fact(office):
    claim_id = presented()
    draft = Draft("rejected", source="verb", on=TODAY)
    draft.change(m.Claim, claim_id, status="rejected", rejection_mailed_date=date(2026, 11, 20))
    seq = commit(OPERATOR, draft).seq
    undo.undo(OPERATOR, seq, on=TODAY)
    assert codes(claim_id) == {"INSUFF_NOTICE", "CLAIM_ACT_45"}
    assert codes(claim_id, "done") == set()
    assert rollups.check() == []


def test_another_line_drops_the_deadlines_of_the_first(office):
    claim_id = claim(presented_date=date(2026, 11, 16), status="received")
    change("claim", claim_id, line="W", status="reported")
    assert {"CLAIM_ACT_45", "ACK_LETTER", "INSUFF_NOTICE"} <= codes(claim_id, "dropped")


@pytest.mark.parametrize("column", ["diary_date", "subject", "remind_date"])
def test_the_day_of_a_deadline_is_not_typed(office, column):
    claim_id = presented()
    ann = user("ann", "technician")
    draft = Draft("typed", source="cell", on=TODAY)
    draft.change(
        m.Diary,
        entry(claim_id, "CLAIM_ACT_45").id,
        **{column: date(2027, 1, 1) if column.endswith("date") else "Later"},
    )
    with pytest.raises(Invalid, match="follows from the facts of the claim"):
        commit(ann, draft)


def test_looking_again_changes_nothing_and_leaves_no_trace(office):
    ids = [presented(), claim(line="W", status="accepted", injury_date=date(2026, 5, 20))]
    draft = Draft("again", source="job", on=TODAY)
    draft.look_at(m.Claim, ids)
    assert commit(OPERATOR, draft).seq is None


def test_a_day_that_the_office_closes_moves_what_falls_on_it(office):
    claim_id = presented()
    make("holiday", calendar="court", day=date(2026, 12, 31), name="Day of mourning")
    assert entry(claim_id, "CLAIM_ACT_45").diary_date == date(2026, 12, 31)
    draft = Draft("again", source="job", on=TODAY)
    draft.look_at(m.Claim, [claim_id])
    commit(OPERATOR, draft)
    moved = entry(claim_id, "CLAIM_ACT_45")
    assert moved.diary_date == date(2027, 1, 4)
    assert moved.moved_why == "The law or the calendar of closed days changed"
