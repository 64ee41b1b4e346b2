"""Verbs: found by scanning, refused by role, read from typed text, run once a click."""

import pytest
from desk import TODAY, claim, do, limits, look, make, pay, payee, reasons, reserve, row, user

import models as m
import workflow
from journal import policy
from journal.who import OPERATOR
from rules.errors import Blocked, Invalid, NotFound, Refused, Spent
from workflow.tasks import Param, read_values
from workflow.verbs import VERBS, Act, run

pytestmark = pytest.mark.usefixtures("office")


def test_every_verb_says_what_it_is_and_whose():
    assert len(VERBS) >= 30
    for entry in VERBS:
        assert entry.title
        assert entry.run.__doc__
        assert set(entry.facts["sheets"]) <= set(m.BY_NAME)
        assert set(entry.facts["roles"]) <= set(policy.ROLES)
        names = [param.name for param in entry.facts.get("params", ())]
        assert len(names) == len(set(names))
        assert all(
            param.label
            and (param.kind != "link" or param.sheet in m.BY_NAME)
            and (param.kind != "choice" or param.choices)
            for param in entry.facts.get("params", ())
        )


def test_the_policy_knows_the_roles_of_every_verb():
    workflow.load()
    assert policy.ACTS["pay"] == VERBS.get("pay").facts["roles"]
    assert set(policy.ACTS) == {entry.key for entry in VERBS}


def test_a_key_that_is_taken_stops_the_program():
    with pytest.raises(ValueError, match="registered twice"):
        VERBS.add("pay", title="Pay twice")(lambda task: None)


@pytest.mark.parametrize("role", ["auditor", "coordinator", "administrator"])
def test_who_does_not_work_claims_runs_nothing_on_them(role):
    who = user("eve", role)
    with pytest.raises(Refused, match="not among the actions of your role"):
        look(who, "add_note", "claim", claim(), subject="x")


def test_who_looks_through_another_role_changes_nothing():
    who = user("adam", "administrator").seen_as("technician")
    with pytest.raises(Refused, match="looking through another role"):
        look(who, "add_note", "claim", claim(), subject="x")


def test_a_record_that_is_not_there_or_in_the_trash_is_said_so():
    who, claim_id = user("ann", "technician"), claim()
    with pytest.raises(NotFound, match="The claim is no longer there"):
        look(who, "add_note", "claim", 999_999, subject="x")
    do(who, "put_in_trash", "claim", claim_id)
    with pytest.raises(NotFound, match="The claim is no longer there"):
        look(who, "add_note", "claim", claim_id, subject="x")


def test_a_verb_keeps_to_its_sheets_and_to_one_record():
    who, claim_id = user("ann", "technician"), claim()
    with pytest.raises(NotFound, match="does not stand on these"):
        look(who, "pay", "incident", claim_id)
    with pytest.raises(NotFound, match="Choose at least one claim"):
        look(who, "add_note", "claim", [], subject="x")
    with pytest.raises(Refused, match="one claim at a time"):
        look(who, "add_note", "claim", [claim_id, claim()], subject="x")


def test_values_are_read_as_typed_and_every_problem_is_named():
    params = (
        Param("amount", "money", "Amount", required=True),
        Param("due", "day", "Due", default="today"),
        Param("who", "link", "Whose", sheet="user"),
        Param("hours", "quantity", "Hours"),
        Param("sure", "yesno", "Sure"),
        Param("kind", "choice", "Kind", choices=(("a", "Apple"),)),
    )
    who = user("ann", "technician")
    read = read_values(
        who,
        "x",
        params,
        {
            "amount": "$1,200.50",
            "who": "ann@example.org",
            "hours": "1.5",
            "sure": "yes",
            "kind": "Apple",
        },
        TODAY,
    )
    assert read == {
        "amount": 1_200_50,
        "due": TODAY,
        "who": who.user_id,
        "hours": pytest.approx(1.5),
        "sure": True,
        "kind": "a",
    }
    assert read_values(who, "x", params, {"amount": 7, "who": who.user_id}, TODAY)["amount"] == 7
    with pytest.raises(Invalid) as refused:
        read_values(
            who, "x", params, {"due": "10/00/19", "who": 999_999, "kind": "pear", "what": 1}, TODAY
        )
    assert [problem.column for problem in refused.value.problems] == [
        "what",
        "amount",
        "due",
        "who",
        "kind",
    ]
    assert "Month 10 has no day 0" in refused.value.problems[2].message


def test_a_preview_writes_nothing():
    limits()
    who, claim_id = user("ann", "technician"), claim()
    batches = m.Batch.select().count()
    look(
        who,
        "set_reserve",
        "claim",
        claim_id,
        category="indemnity",
        amount="500",
        reason_code="initial",
    )
    look(who, "pay", "claim", claim_id, payee=payee(), category="indemnity", amount=1)
    assert m.Batch.select().count() == batches + 1


def test_the_same_click_acts_once_and_tells_what_the_first_did():
    limits()
    who, claim_id, to = user("ann", "technician"), claim(), payee()
    reserve(claim_id, 500_00)
    first = pay(who, claim_id, to, 100_00, click="c1")
    again = pay(who, claim_id, to, 100_00, click="c1")
    assert again.receipt.repeated
    assert again.receipt.seq == first.receipt.seq
    assert again.opens == first.opens
    assert "done already" in again.sentence
    assert m.Payment.select().count() == 1


def test_a_click_of_another_person_with_the_same_key_is_another_click():
    claim_id = claim()
    for name in ("ann", "bob"):
        do(user(name, "technician"), "add_note", "claim", claim_id, click="c1", subject="x")
    assert m.FileNote.select().count() == 2


def test_records_that_cannot_are_left_out_when_that_is_wanted():
    who, open_, closed = (
        user("ann", "technician"),
        claim(),
        claim(status="closed_paid", closed_date=TODAY),
    )
    act = Act("reopen_claim", "claim", [open_, closed], {"reason": "new facts"})
    with pytest.raises(Blocked, match="It is not closed.*The rest can go on without it"):
        run(who, act, on=TODAY)
    assert run(who, act, on=TODAY, partly=True).sentence == "1 claim reopened."
    assert (row(m.Claim, open_).status, row(m.Claim, closed).status) == (
        "investigation",
        "reopened",
    )


def test_nothing_to_do_is_said_and_leaves_no_trace():
    ann = user("ann", "technician")
    claim_id = claim(adjuster=ann.user_id)
    batches = m.Batch.select().count()
    done = do(ann, "reassign", "claim", claim_id, adjuster=ann.user_id)
    assert "left alone" in done.sentence
    assert done.receipt.seq is None
    assert m.Batch.select().count() == batches


def test_what_a_verb_writes_bears_its_name_reason_and_person():
    who = user("ann", "technician")
    done = do(
        who,
        "reopen_claim",
        "claim",
        claim(status="closed_paid", closed_date=TODAY),
        reason="New facts.",
    )
    batch = m.Batch.get(m.Batch.seq == done.receipt.seq)
    assert (batch.source, batch.verb, batch.reason, batch.actor) == (
        "verb",
        "reopen_claim",
        "New facts.",
        who.email,
    )


def test_the_operator_may_run_every_verb():
    assert not reasons(
        look(OPERATOR, "add_note", "claim", make("claim", claimant="A"), subject="x")
    )


def test_the_same_click_with_other_values_or_records_runs_nothing():
    limits()
    ann, one, other = user("ann", "technician"), claim(), claim()
    do(ann, "add_note", "claim", one, click="k", subject="x")
    for claim_id, subject in ((one, "y"), (other, "x")):
        with pytest.raises(Spent, match="saved before with other values"):
            do(ann, "add_note", "claim", claim_id, click="k", subject=subject)
    assert do(ann, "add_note", "claim", one, click="k", subject="x").receipt.repeated
    assert m.FileNote.select().count() == 1
