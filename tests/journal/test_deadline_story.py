"""The story of deadlines: what moved, ended or opened again, and why, one entry a batch."""

from datetime import date

import pytest
from builders import TODAY, change, claim, person, write

import models as m
from journal.commit import commit
from journal.deadline_story import deadline_story
from journal.drafts import Draft
from journal.undo import undo
from journal.who import OPERATOR, Who

pytestmark = pytest.mark.usefixtures("office")
PRESENTED = {"presented_date": date(2026, 11, 16), "status": "under_review"}


def told(claim_id: int, role: str = "technician") -> list[tuple[str, str, str]]:
    found = deadline_story(person(role), "claim", claim_id)
    return [(one.words.kind, one.words.head, one.words.text) for one in found]


def reject(claim_id: int):
    return change(
        m.Claim,
        claim_id,
        status="rejected",
        rejection_mailed_date=date(2026, 11, 20),
        source="seed",
    )


def test_what_was_only_made_is_no_story():
    assert told(claim(**PRESENTED)) == []


def test_a_fact_that_moves_several_is_one_entry_with_one_reason():
    one = claim(**PRESENTED)
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    assert told(one) == [
        (
            "2 deadlines moved",
            "",
            "Last day for a notice of insufficiency: Mon 7 Dec 2026 → Tue 8 Dec 2026\n"
            "Last day to act on the claim: Thu 31 Dec 2026 → Mon 4 Jan 2027\n"
            "Presented: Mon 16 Nov 2026 → Wed 18 Nov 2026",
        )
    ]


def test_done_by_a_fact_and_brought_back():
    one = claim(**PRESENTED)
    reject(one)
    change(m.Claim, one, status="under_review", rejection_mailed_date=None, source="seed")
    done, back = told(one)
    assert done[0] == "2 deadlines done"
    assert done[2].endswith("\nRejection mailed: Fri 20 Nov 2026")
    assert back[0] == "3 deadlines changed"
    assert (
        "Open again: Last day to act on the claim, due Thu 31 Dec 2026. Rejection mailed" in back[2]
    )
    assert "Dropped: Last day for the claimant to sue, due Fri 21 May 2027. Rejection" in back[2]


def test_dropped_as_the_claim_closes():
    one = claim(**PRESENTED)
    reject(one)
    change(m.Claim, one, status="closed_no_payment", closed_date=TODAY, source="seed")
    assert told(one)[-1] == (
        "Deadline dropped",
        "Last day for the claimant to sue, due Fri 21 May 2027",
        "The claim is closed",
    )


def test_what_a_person_finished_gives_no_reason_of_a_rule():
    one = claim(**PRESENTED)
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    act = m.Diary.get(m.Diary.rule_code == "CLAIM_ACT_45").id
    change(m.Diary, act, status="done", done_date=TODAY)
    assert told(one)[-1] == (
        "Deadline done",
        "Last day to act on the claim, due Mon 4 Jan 2027",
        "",
    )


def test_an_undo_says_that_it_was_taken_back():
    one = claim(**PRESENTED)
    seq = change(m.Claim, one, presented_date=date(2026, 11, 18)).seq
    undo(OPERATOR, seq, on=TODAY)
    kind, _, text = told(one)[-1]
    assert kind == "2 deadlines moved"
    assert text.endswith("Mon 4 Jan 2027 → Thu 31 Dec 2026\nTaken back")


def test_entries_of_the_offices_own_and_of_the_trash_are_left_out():
    one = claim(**PRESENTED)
    own = write(source="seed", diary={"claim": one, "diary_date": TODAY, "subject": "Call"})
    change(m.Diary, own.created[0][1], diary_date=date(2026, 12, 1))
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    draft = Draft("trash", source="verb", on=TODAY)
    for entry in m.Diary.select().where(m.Diary.rule_code == "INSUFF_NOTICE"):
        draft.trash(m.Diary, entry.id)
    commit(OPERATOR, draft)
    assert [(kind, head) for kind, head, _ in told(one)] == [
        ("Deadline moved", "Last day to act on the claim: Thu 31 Dec 2026 → Mon 4 Jan 2027")
    ]


def test_a_medical_deadline_is_told_to_who_sees_medical_entries_alone():
    facts = {"line": "W", "status": "accepted", "injury_date": date(2010, 6, 1)}
    one = claim(**facts, permanent_stationary_date=date(2026, 8, 3))
    change(m.Claim, one, permanent_stationary_date=date(2026, 8, 10))
    (found,) = deadline_story(person("examiner"), "claim", one)
    assert found.kept_as == "medical"
    assert "Permanent and stationary" in found.words.text
    assert told(one, "risk_manager") == []


def test_who_looks_through_another_role_sees_that_something_happened_and_not_what():
    one = claim(**PRESENTED)
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    chief = Who("c@city.gov", roles=frozenset({"technician"}), masked=True)
    (found,) = deadline_story(chief, "claim", one)
    assert (found.words.kind, found.words.text) == ("2 deadlines moved", "•••")


def test_an_incident_has_its_own_story():
    facts = {"loss_date": date(2024, 6, 3), "city_property_damaged": True}
    one = write(source="seed", incident=facts).created[0][1]
    write(source="verb", recovery={"incident": one, "damage_date": date(2024, 6, 3)})
    (found,) = deadline_story(person("technician"), "incident", one)
    assert found.words.text == "A recovery is open"
