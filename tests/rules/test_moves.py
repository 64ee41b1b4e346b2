"""From which status to which a claim and a recovery may go, and what is said where they may not."""

from datetime import date

import pytest

from rules.status_wants import claim_wants
from rules.statuses import (
    CLAIM_OPEN,
    CLAIM_STATUSES,
    CLOSED,
    GIVES_UP,
    MOVES,
    RECOVERY_MOVES,
    RECOVERY_OPEN,
    RECOVERY_STATUSES,
    START,
    STATUSES_OF_LINE,
    claim_begins,
    claim_move,
    is_closed,
    recovery_begins,
    recovery_move,
)

RECOVERIES = [status for status, _ in RECOVERY_STATUSES]


@pytest.mark.parametrize(
    ("line", "old", "new", "allowed", "why"),
    [
        ("L", "received", "under_review", True, "the clerk's stamp, then the check"),
        ("L", "under_review", "insufficient", True, "Gov. Code 910.8"),
        ("L", "under_review", "late_returned", True, "Gov. Code 911.3"),
        ("L", "assigned", "late_returned", True, "Gov. Code 911.3: within 45 days"),
        ("L", "late_returned", "late_application", True, "Gov. Code 911.4"),
        ("L", "received", "closed_paid", False, "nothing was decided"),
        ("L", "received", "closed_withdrawn", True, "a claimant may withdraw at any time"),
        ("L", "rejected", "negotiation", True, "Gov. Code 913.2 keeps settlement open"),
        ("L", "rejected", "litigation", True, "suit within six months"),
        ("L", "rejected", "closed_time_expired", True, "no suit came"),
        ("L", "rejected", "closed_paid", False, "it was settled first"),
        ("L", "deemed_rejected", "rejected", True, "a late notice still shortens the time to sue"),
        ("L", "settled_pending_release", "closed_paid", False, "payment comes first"),
        ("L", "payment_requested", "closed_paid", True, "paid"),
        ("L", "closed_paid", "reopened", True, "a closed claim is reopened"),
        ("L", "closed_paid", "negotiation", False, "reopened first"),
        ("L", "reopened", "closed_no_payment", True, "any end"),
        ("L", "received", "received", True, "no move at all"),
        ("W", "claim_form_filed", "delayed", True, "8 CCR 9812"),
        ("W", "delayed", "denied", True, "within 90 days, Lab. Code 5402"),
        ("W", "delayed", "closed_paid", False, "it is decided first"),
        ("W", "denied", "accepted", True, "a denial may be taken back"),
        ("W", "accepted", "future_medical", True, "after an award"),
        ("W", "closed_paid", "reopened", True, "a closed claim is reopened"),
        ("W", "reopened", "accepted", True, "its work goes on"),
        ("W", "reopened", "reported", False, "not from the beginning"),
    ],
)
def test_a_claim_goes_from_one_status_to_the_next(line, old, new, allowed, why):
    move = claim_move(line, old, new)
    assert move.allowed is allowed, why
    assert bool(move.why) is not allowed


@pytest.mark.parametrize(
    ("line", "old", "new", "said"),
    [
        ("L", "received", "rejected",
         "From “Received” it cannot go straight to “Rejected”: first “Under review”."),
        ("W", "reported", "accepted",
         "From “Reported” it cannot go straight to “Accepted”: first “Claim form given”."),
        ("W", "reported", "future_medical",
         "From “Reported” it cannot go straight to “Future medical”: first “Claim form given”, "
         "then “Accepted”."),
        ("L", "received", "settled_pending_release",
         "From “Received” it cannot go straight to “Settled, release pending”: first “Under "
         "review”, then “Allowed”."),
        ("L", "closed_paid", "litigation",
         "From “Closed, paid” it cannot go straight to “Litigation”: first “Reopened”."),
        ("L", "payment_requested", "incident_only",
         "From “Payment requested” it can go to “Closed, paid”, “Settled, release pending”."),
        ("L", "received", "denied", "“Denied” is not a status of a liability claim."),
        ("W", "reported", "insufficient",
         "“Insufficient, notice out” is not a status of a workers' compensation claim."),
        ("W", "reported", "nonsense", "“nonsense” is not a status of a workers' compensation claim."),
        ("L", "nonsense", "received", "From “nonsense” it can go to nothing else."),
    ],
)  # fmt: skip
def test_what_comes_first_is_said(line, old, new, said):
    assert claim_move(line, old, new).why == said


@pytest.mark.parametrize(
    ("old", "new", "allowed"),
    [
        ("ready_to_bill", "billed", True),
        ("documenting", "billed", False),
        ("billed", "judgment", False),
        ("small_claims_filed", "judgment", True),
        ("referred_attorney", "judgment", True),
        ("judgment", "collections", True),
        ("collections", "judgment", False),
        ("written_off", "partially_paid", True),
        ("paid_closed", "billed", False),
        ("withdrawn", "reported", True),
        ("time_barred", "billed", False),
        ("billed", "billed", True),
    ],
)
def test_a_recovery_goes_from_one_status_to_the_next(old, new, allowed):
    assert recovery_move(old, new).allowed is allowed


def test_a_recovery_that_is_over_goes_nowhere():
    assert recovery_move("time_barred", "billed").why == (
        "From “Time-barred” it can go to nothing else."
    )
    assert recovery_move("documenting", "judgment").why == (
        "From “Documenting costs” it cannot go straight to “Judgment”: first “Ready to bill”, then "
        "“Billed”, then “With the attorney”."
    )


@pytest.mark.parametrize("line", ["L", "W"])
def test_every_move_of_a_claim_stays_within_its_line_and_a_closed_one_is_only_reopened(line):
    moves = MOVES[line]
    assert set(moves) == set(STATUSES_OF_LINE[line])
    assert {to for some in moves.values() for to in some} <= set(STATUSES_OF_LINE[line])
    for status, some in moves.items():
        assert (some == ("reopened",)) is is_closed(status)
        assert is_closed(status) == (status in CLOSED)
        assert status not in some


def test_every_open_recovery_may_become_time_barred_or_be_withdrawn_until_judgment():
    assert set(RECOVERY_MOVES) == set(RECOVERIES)
    for status in RECOVERY_OPEN:
        ends = set(RECOVERY_MOVES[status]) & {*GIVES_UP, "paid_closed"}
        assert ends, f"{status} has no end"
        if status != "judgment":
            assert {"withdrawn", "time_barred"} <= ends
    assert set(RECOVERIES) - set(RECOVERY_OPEN) == {
        "paid_closed", "compromised_closed", "written_off", "withdrawn", "time_barred",
    }  # fmt: skip


def test_a_shortest_way_is_offered_through_open_statuses_alone():
    for line, statuses in STATUSES_OF_LINE.items():
        for old in statuses:
            if old in CLOSED:
                continue
            for new in statuses:
                why = claim_move(line, old, new).why
                assert "first “Closed" not in why
                assert ", then “Closed" not in why


def test_where_a_new_record_begins_is_said_with_the_choice():
    assert claim_begins("L", "closed_paid").why == (
        "A new record does not begin at “Closed, paid”: it begins at “Received”, or at “Incident "
        "only”, “Under review”, “Assigned”, “Returned as late”, “Closed, withdrawn”, “Closed, "
        "transferred”."
    )
    assert claim_begins("W", "litigation").why == (
        "A new record does not begin at “Litigation”: it begins at “Reported”, or at “Claim form "
        "given”, “Closed, no payment”, “Closed, withdrawn”, “Closed, transferred”."
    )
    assert recovery_begins("no such").why.startswith("A new record does not begin at “no such”:")
    assert recovery_begins("withdrawn").allowed


@pytest.mark.parametrize(
    "old", ["assigned", "investigation", "evaluation", "authority_requested", "board_pending"]
)
@pytest.mark.parametrize(
    "new", ["negotiation", "tendered", "litigation", "rejected", "allowed_in_part"]
)
def test_work_on_a_claim_leads_to_talks_a_tender_a_suit_or_a_rejection(old, new):
    assert claim_move("L", old, new).allowed


@pytest.mark.parametrize(
    ("line", "new"), [("L", "denied"), ("W", "insufficient"), ("W", "no such")]
)
def test_a_status_of_the_other_line_is_not_allowed(line, new):
    assert not claim_move(line, START[line], new).allowed


def test_money_is_reserved_and_paid_in_every_status_that_is_not_closed():
    assert set(CLAIM_OPEN) | set(CLOSED) == {status for status, _ in CLAIM_STATUSES}
    assert set(CLAIM_OPEN) & set(CLOSED) == set()
    assert {"received", "accepted", "reopened", "litigation"} <= set(CLAIM_OPEN)


# --- What a status needs --------------------------------------------------------------------------

CLAIM = {
    "line": "L", "status": "closed_paid", "paid": 1, "paid_indemnity": 1, "paid_medical": 0,
    "release_date": date(2026, 11, 24), "claim_kind": "injury", "medicare_status": None,
}  # fmt: skip


def wanted(before: str = "reopened", **facts: object) -> str:
    """What a claim still needs, in one text."""
    found = claim_wants({**CLAIM, **facts}, before, on=date(2026, 11, 24))
    return " ".join(want.sentence for want in found)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"paid": 1}, ""),
        ({"paid": 0}, "Nothing was paid on it"),
        ({"paid": -1}, "Nothing was paid on it"),
        ({"paid": 749_99}, ""),
        ({"paid": 750_00}, ""),
        ({"paid": 750_01}, "More than $750.00 was paid for an injury"),
        ({"paid": 750_01, "claim_kind": "death"}, "More than $750.00"),
        ({"paid": 750_01, "claim_kind": "personal_property"}, ""),
        ({"status": "closed_no_payment", "paid_indemnity": -1}, ""),
        ({"status": "closed_no_payment", "paid_indemnity": 1, "paid_medical": -1}, ""),
        ({"status": "closed_no_payment", "paid_indemnity": 1}, "close it as paid"),
    ],
)
def test_a_cent_decides_how_a_claim_is_closed(facts, said):
    assert said in wanted(**facts)
    assert bool(said) is bool(wanted(**facts))


@pytest.mark.parametrize(
    ("rejected", "held"),
    [(date(2026, 11, 16), True), (date(2026, 11, 17), False), (None, False)],
)
def test_the_day_of_the_rejection_is_held_against_the_fifteen_days(rejected, held):
    """The notice was mailed on 1 November: day 15 is 16 November, long past on the 24th."""
    facts = {
        "status": "rejected", "insufficiency_mailed_date": date(2026, 11, 1),
        "rejection_mailed_date": rejected,
    }  # fmt: skip
    assert ("Gov. Code 910.8" in wanted("insufficient", **facts)) is held
