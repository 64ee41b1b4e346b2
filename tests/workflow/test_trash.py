"""The trash: what goes along, what keeps a record where it is, what comes back."""

import pytest
from desk import (
    TODAY,
    change,
    claim,
    do,
    limits,
    look,
    make,
    pay,
    payee,
    reasons,
    reserve,
    row,
    user,
    words,
)

import models as m
from rules.errors import Blocked, Refused

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def ann(office):
    limits()
    return user("ann", "technician")


def _lies(model, row_id: int) -> bool:
    return row(model, row_id).trashed_at is not None


def _full_claim(ann) -> tuple[int, dict]:
    to = payee()
    claim_id = claim(party=to)
    made = {
        m.Party: make("party", name="Wes", role="witness", claim=claim_id),
        m.FileNote: make("filenote", claim=claim_id, note_date=TODAY, subject="x"),
        m.Document: make(
            "document",
            claim=claim_id,
            title="x",
            document_date=TODAY,
            file_name="x.txt",
            media_type="text/plain",
            size_bytes=1,
            sha256="0",
            store_name="0" * 32,
        ),
        m.ContactLog: make("contactlog", claim=claim_id, contact_date=TODAY, summary="x"),
        m.Diary: make("diary", claim=claim_id, diary_date=TODAY, subject="x"),
        m.Inquiry: make(
            "inquiry", claim=claim_id, caller="x", caller_kind="other", inquiry_date=TODAY
        ),
        m.InvestigationStep: make("investigationstep", claim=claim_id, asked_of="x", what="x"),
        m.Payment: make(
            "payment", claim=claim_id, payee=to, category="indemnity", amount=5_00, status="draft"
        ),
    }
    made[m.Recovery] = do(ann, "open_recovery", "claim", claim_id).opens[1]
    do(ann, "add_recovery_cost", "recovery", made[m.Recovery], element="other", amount=10_00)
    made[m.RecoveryCost] = m.RecoveryCost.get().id
    return claim_id, made


def test_a_claim_takes_what_belongs_to_it_and_brings_it_back(ann):
    claim_id, made = _full_claim(ann)
    earlier = make("filenote", claim=claim_id, note_date=TODAY, subject="gone before")
    do(ann, "put_in_trash", "filenote", earlier)
    plan = look(ann, "put_in_trash", "claim", claim_id)
    assert "1 party" in words(plan)
    assert "4 diary" in words(plan)
    do(ann, "put_in_trash", "claim", claim_id, reason="Entered twice.")
    assert _lies(m.Claim, claim_id)
    assert all(_lies(model, row_id) for model, row_id in made.items())
    assert (
        m.Batch.select()
        .where(m.Batch.verb == "put_in_trash", m.Batch.reason == "Entered twice.")
        .count()
        == 1
    )
    do(ann, "restore", "claim", claim_id)
    assert not _lies(m.Claim, claim_id)
    assert not any(_lies(model, row_id) for model, row_id in made.items())
    assert _lies(m.FileNote, earlier)


def test_posted_money_keeps_a_claim_until_it_is_taken_back(ann):
    claim_id = claim()
    reserve(claim_id, 500_00)
    pay(ann, claim_id, payee(), 100_00)
    with pytest.raises(
        Blocked, match=r"It stays, since this hangs on it: \$100.00 of posted payments"
    ):
        do(ann, "put_in_trash", "claim", claim_id)
    do(ann, "void_payment", "payment", m.Payment.get().id, reason="x")
    do(ann, "put_in_trash", "claim", claim_id)
    assert _lies(m.Claim, claim_id)
    assert m.Payment.select().where(m.Payment.trashed_at.is_null(False)).count() == 0


def test_a_recovery_with_money_keeps_its_claim(ann):
    claim_id = claim()
    recovery = make("recovery", claim=claim_id, status="billed")
    do(ann, "record_receipt", "recovery", recovery, amount=75_00)
    assert "recovery REC-2027-0001 with $75.00 received" in reasons(
        look(ann, "put_in_trash", "claim", claim_id)
    )
    assert "$75.00 received" in reasons(look(ann, "put_in_trash", "recovery", recovery))


def test_a_bill_that_is_out_keeps_its_recovery_and_claim(ann):
    claim_id, made = _full_claim(ann)
    recovery = made[m.Recovery]
    change("recovery", recovery, status="billed", billed=10_00)
    assert "its bill of $10.00" in reasons(look(ann, "put_in_trash", "recovery", recovery))
    number = row(m.Recovery, recovery).recovery_no
    with_bill = f"recovery {number} with its bill of $10.00"
    assert with_bill in reasons(look(ann, "put_in_trash", "claim", claim_id))


def test_ledger_rows_are_reversed_never_thrown_away(ann):
    claim_id = claim()
    reserve(claim_id, 500_00)
    pay(ann, claim_id, payee(), 100_00)
    for sheet, model in (("payment", m.Payment), ("reserve", m.Reserve)):
        assert "taken back by a reversing row" in reasons(
            look(ann, "put_in_trash", sheet, model.get().id)
        )


def test_what_hangs_on_a_record_is_counted_by_name(ann):
    department = make("department", code="PW", name="Public Works")
    claim(department=department), claim(department=department)
    make("incident", department=department)
    said = reasons(look(ann, "put_in_trash", "department", department))
    assert "2 claims" in said
    assert "1 incident" in said


def test_an_incident_goes_together_with_its_claims(ann):
    incident = make("incident", loss_date=TODAY)
    claim_id = claim(incident=incident)
    assert "1 claim" in reasons(look(ann, "put_in_trash", "incident", incident))
    do(ann, "put_in_trash", "claim", claim_id)
    do(ann, "put_in_trash", "incident", incident)
    assert _lies(m.Incident, incident)


def test_one_of_several_that_stays_does_not_keep_the_others(ann):
    stays, goes = claim(), claim()
    reserve(stays, 500_00)
    pay(ann, stays, payee(), 100_00)
    with pytest.raises(Blocked, match="The rest can go on without it"):
        do(ann, "put_in_trash", "claim", [stays, goes])
    do(ann, "put_in_trash", "claim", [stays, goes], partly=True)
    assert (_lies(m.Claim, stays), _lies(m.Claim, goes)) == (False, True)


def test_a_person_known_elsewhere_stays(ann):
    first, second = claim(), claim()
    shared = make("party", name="Wes", role="witness", claim=first)
    make("contactlog", claim=second, party=shared, contact_date=TODAY, summary="x")
    do(ann, "put_in_trash", "claim", first)
    assert not _lies(m.Party, shared)


def test_what_waits_on_a_claim_waits_no_more(ann):
    claim_id = claim()
    reserve(claim_id, 9_000_00)
    approval = pay(ann, claim_id, payee(), 3_000_00).approval_id
    do(ann, "put_in_trash", "claim", claim_id)
    assert row(m.Approval, approval).status == "withdrawn"


def test_a_part_comes_back_only_with_its_claim(ann):
    claim_id = claim()
    note = make("filenote", claim=claim_id, note_date=TODAY, subject="x")
    do(ann, "put_in_trash", "claim", claim_id)
    with pytest.raises(Blocked, match="L-2027-0001 lies in the trash too: restore that"):
        do(ann, "restore", "filenote", note)


def test_a_number_that_is_taken_keeps_a_record_in_the_trash(ann):
    first = make("department", code="PW", name="Public Works")
    do(ann, "put_in_trash", "department", first)
    make("department", code="PW", name="Public Works again")
    with pytest.raises(Blocked, match="Another department bears its number now"):
        do(ann, "restore", "department", first)


def test_only_who_writes_a_sheet_throws_its_rows_away(ann):
    adam = user("adam", "administrator")
    setting = make("setting", name="x", value="1")
    with pytest.raises(Refused, match="may not change"):
        do(ann, "put_in_trash", "setting", setting)
    do(adam, "put_in_trash", "setting", setting)
    with pytest.raises(Refused, match="not among the sheets|may not"):
        do(adam, "put_in_trash", "claim", claim())


def test_the_deadlines_of_an_incident_go_with_it_and_come_back(ann):
    incident = make("incident", loss_date=TODAY, city_property_damaged=True, location="Elm")
    (entry,) = list(m.Diary.select().where(m.Diary.incident == incident))
    do(ann, "put_in_trash", "incident", incident)
    assert _lies(m.Incident, incident)
    assert _lies(m.Diary, entry.id)
    do(ann, "restore", "incident", incident)
    assert not _lies(m.Diary, entry.id)
    assert row(m.Diary, entry.id).status == "open"
    assert m.Diary.select().where(m.Diary.incident == incident).count() == 1
