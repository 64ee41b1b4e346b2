"""What is added to a claim's file: notes, contacts, parties, tax forms, investigation, diary."""

from datetime import date

import pytest
from desk import TODAY, claim, do, look, make, payee, reasons, row, user, words

import models as m
from rules.errors import Blocked, Invalid

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office):
    return user("ann", "technician")


def test_a_note_bears_author_day_and_how_it_is_kept(ann):
    claim_id, incident = claim(), make("incident", loss_date=TODAY)
    do(
        ann,
        "add_note",
        "claim",
        claim_id,
        subject="Call",
        text="Said so.",
        sensitivity="privileged",
    )
    do(ann, "add_note", "incident", incident, subject="Site visit")
    notes = [
        (n.claim, n.incident, n.subject, n.author, n.note_date, n.sensitivity)
        for n in m.FileNote.select()
    ]
    assert notes == [
        (claim_id, None, "Call", "Ann", TODAY, "privileged"),
        (None, incident, "Site visit", "Ann", TODAY, "personal"),
    ]


def test_a_contact_takes_the_name_of_its_party(ann):
    claim_id, to = claim(), payee()
    do(
        ann,
        "add_contact",
        "claim",
        claim_id,
        party=to,
        summary="Asked for photos.",
        channel="email",
    )
    contact = m.ContactLog.get()
    assert (contact.contact_name, contact.channel, contact.direction) == (
        "Rosa Alvarez",
        "email",
        "out",
    )
    with pytest.raises(Invalid, match="Summary is needed"):
        do(ann, "add_contact", "claim", claim_id)


def test_an_attorney_who_joins_represents_the_claimant(ann):
    to = payee()
    claim_id = claim(party=to)
    do(ann, "add_party", "claim", claim_id, name="Jo Counsel", role="attorney", phone="555-0100")
    joined = m.Party.get(m.Party.role == "attorney")
    assert (joined.claim, joined.phone, row(m.Party, to).represented_by) == (
        claim_id,
        "555-0100",
        "Jo Counsel",
    )


def test_a_tax_form_is_recorded_for_a_party_and_its_organization(ann):
    to, firm = payee(tax_form_date=None), make("organization", name="Tow Co")
    do(ann, "record_tax_form", "party", to)
    plan = look(ann, "record_tax_form", "organization", firm, tax_form_date="2026-01-05")
    assert "every party of that organization" in words(plan)
    do(ann, "record_tax_form", "organization", firm, tax_form_date="2026-01-05")
    assert (row(m.Party, to).tax_form_date, row(m.Organization, firm).tax_form_date) == (
        TODAY,
        date(2026, 1, 5),
    )
    assert "lies ahead" in reasons(
        look(ann, "record_tax_form", "party", to, tax_form_date="2026-11-25")
    )


def test_what_is_asked_for_is_in_the_diary_until_it_comes(ann):
    claim_id = claim()
    do(
        ann,
        "ask_for",
        "claim",
        claim_id,
        asked_of="Public Works",
        what="Work order",
        due_date="2026-12-01",
    )
    step, entry = m.InvestigationStep.get(), m.Diary.get()
    assert (step.asked_date, step.due_date, entry.diary_date, entry.owner) == (
        TODAY,
        date(2026, 12, 1),
        date(2026, 12, 1),
        ann.user_id,
    )
    do(ann, "record_answer", "investigationstep", step.id, result="Pothole known.")
    assert (row(m.InvestigationStep, step.id).received_date, row(m.Diary, entry.id).status) == (
        TODAY,
        "done",
    )


def test_a_diary_entry_stands_on_each_record(ann):
    ids = [claim(), claim()]
    done = do(ann, "add_diary", "claim", ids, diary_date="2026-12-24", subject="Look again")
    assert done.sentence == "2 diary entries written, due Thu 24 Dec 2026."
    assert [row(m.Claim, i).next_deadline for i in ids] == [date(2026, 12, 24)] * 2
    recovery = make("recovery")
    do(ann, "add_diary", "recovery", recovery, diary_date=TODAY, subject="Bill")
    assert m.Diary.get(m.Diary.recovery == recovery).owner == ann.user_id


def test_entries_are_finished_once_and_a_claims_diary_cleared(ann):
    claim_id = claim()
    first, second = (
        make("diary", claim=claim_id, diary_date=TODAY, subject=f"Entry {n}") for n in (1, 2)
    )
    do(ann, "finish_diary", "diary", first)
    assert (row(m.Diary, first).status, row(m.Diary, first).done_date) == ("done", TODAY)
    with pytest.raises(Blocked, match="“Entry 1” is done already"):
        do(ann, "finish_diary", "diary", first)
    assert do(
        ann, "clear_diary", "claim", claim_id, outcome="dropped", reason="Closing."
    ).sentence == ("1 diary entry dropped.")
    assert (row(m.Diary, second).status, row(m.Claim, claim_id).next_deadline) == ("dropped", None)
    assert "has no open entry" in do(ann, "clear_diary", "claim", claim_id, reason="x").sentence


def test_a_change_set_says_the_kind_and_the_number_and_nothing_of_the_note(ann):
    claim_id, medical = claim(), {"sensitivity": "medical"}
    entry = make("diary", claim=claim_id, diary_date=TODAY, subject="Surgery", **medical)
    do(ann, "add_note", "claim", claim_id, subject="Surgery", text="x", **medical)
    do(ann, "add_diary", "claim", claim_id, diary_date=TODAY, subject="Surgery", **medical)
    do(ann, "finish_diary", "diary", entry, reason="After the surgery.")
    batches = m.Batch.select(m.Batch.title, m.Batch.reason).where(m.Batch.source == "verb")
    assert set(batches.tuples()) == {
        ("Note on L-2027-0001", None),
        ("Diary entry on L-2027-0001", None),
        ("Finish 1 diary entry", None),
    }
    assert row(m.Diary, entry).detail == "After the surgery."


def test_a_note_on_public_entries_stands_with_the_change_set(ann):
    entry = make("diary", claim=claim(), diary_date=TODAY, subject="Bill")
    do(ann, "finish_diary", "diary", entry, reason="Paid.")
    assert m.Batch.get(m.Batch.title == "Finish 1 diary entry").reason == "Paid."
    assert row(m.Diary, entry).detail is None
