"""The day of a person, the case file's story, likeness of claims, counts of the side bar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import TODAY, claim, pay, person, reserve, write

from journal import casefile, likeness, policy, waiting
from journal.agenda import agenda, sentence, working
from journal.first_day import first_day
from journal.undo import undo
from journal.who import OPERATOR, Who
from models import Claim

pytestmark = pytest.mark.usefixtures("office")
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def user(name: str, *roles: str, department: int | None = None) -> Who:
    """A person of the office with an account."""
    made = write(
        source="seed", user={"email": f"{name}@example.org", "name": name, "fs_uniquifier": name}
    )
    return Who(f"{name}@example.org", made.created[0][1], name, frozenset(roles), department)


def diary(**values) -> int:
    return write(source="seed", diary={"subject": "Look", "diary_date": TODAY, **values}).created[
        0
    ][1]


def test_an_empty_day_says_that_nothing_needs_you():
    day = agenda(user("ann", "technician"), on=TODAY)
    assert sentence(day) == "Nothing is due. Nothing needs you today."
    assert day.calls == 0


def test_entries_are_sorted_into_late_today_and_this_week():
    ann = user("ann", "technician")
    for due in (YESTERDAY, TODAY, TOMORROW, TODAY + timedelta(days=8)):
        diary(owner=ann.user_id, claim=claim(claim_no=f"L-{due.day}"), diary_date=due)
    diary(owner=user("bob", "technician").user_id)
    day = agenda(ann, on=TODAY)
    assert [len(part) for part in (day.overdue, day.today, day.week)] == [1, 1, 1]
    assert (day.overdue[0].late_days, day.overdue[0].about) == (
        1,
        f"L-{YESTERDAY.day} Rosa Alvarez",
    )
    assert sentence(day) == "1 overdue, 1 due today. Nothing else needs you."
    assert len(agenda(ann, on=TODAY, whole_office=True).today) == 2


def test_an_entry_without_owner_is_counted_for_everybody():
    diary()
    assert agenda(user("ann", "technician"), on=TODAY).nobodys == 1


def test_an_approval_waits_for_who_may_decide_and_did_not_ask():
    ann, max_ = user("ann", "technician"), user("max", "risk_manager")
    write(
        source="verb",
        approval={
            "verb": "pay",
            "title": "Payment",
            "approver_roles": "risk_manager,wc_manager",
            "asked_by": ann.user_id,
            "status": "waiting",
            "amount": 900_00,
        },
    )
    assert [len(agenda(ann, on=TODAY).for_me), len(agenda(ann, on=TODAY).for_others)] == [0, 1]
    working = agenda(ann, on=TODAY).for_others[0].working
    assert working.startswith("With the risk manager or the workers' compensation manager since ")
    assert [len(agenda(max_, on=TODAY).for_me), len(agenda(max_, on=TODAY).for_others)] == [1, 0]
    assert agenda(user("eve", "coordinator"), on=TODAY).for_me == []


def test_a_policy_that_lapses_within_ninety_days_is_named():
    for days in (0, 90, 91):
        write(
            source="seed",
            policy={"policy_no": f"P{days}", "expiry_date": TODAY + timedelta(days=days)},
        )
    assert [item.title for item in agenda(user("ann", "technician"), on=TODAY).lapsing] == [
        "P0",
        "P90",
    ]


def test_drafts_of_payments_are_those_of_the_own_claims():
    ann, max_ = user("ann", "technician"), user("max", "risk_manager")
    write(
        source="verb",
        payment={"claim": claim(adjuster=ann.user_id), "category": "expense", "amount": 5_00},
    )
    write(source="verb", payment={"claim": claim(), "category": "expense", "amount": 5_00})
    assert len(agenda(ann, on=TODAY).drafts) == 1
    assert len(agenda(max_, on=TODAY).drafts) == 2


def test_a_coordinator_sees_who_of_the_department_is_off_work_and_no_diary():
    parks = write(source="seed", department={"code": "PK-T", "name": "Parks"}).created[0][1]
    eve = user("eve", "coordinator", department=parks)
    for department in (parks, None):
        claim(
            line="W",
            status="accepted",
            decision_date=YESTERDAY,
            department=department,
            last_worked_date=YESTERDAY,
        )
    diary(owner=eve.user_id)
    day = agenda(eve, on=TODAY)
    assert len(day.off_work) == 1
    assert day.today == []


def test_the_working_of_a_day_is_one_line():
    steps = [{"text": "Presented Fri 30 Oct + 20 days = Thu 19 Nov", "citation": "Gov. Code 910.8"}]
    assert working(steps) == "Presented Fri 30 Oct + 20 days = Thu 19 Nov. Gov. Code 910.8."
    assert working(None) == ""


def test_closed_days_of_the_week_ahead_are_named():
    write(source="seed", holiday={"calendar": "state", "day": TOMORROW, "name": "Thanksgiving Day"})
    assert agenda(user("ann", "technician"), on=TODAY).closed_days == {
        TOMORROW: "State holiday: Thanksgiving Day"
    }


def test_the_first_day_ends_with_the_first_claim():
    assert not first_day().over
    claim()
    assert first_day().over
    assert not first_day().colleague


def test_the_side_bar_counts_open_work_in_one_query():
    ann = user("ann", "technician")
    diary(owner=ann.user_id)
    claim(status="closed_paid", closed_date=TODAY)
    assert waiting.waiting(ann, on=TODAY) == {
        "day": 1,
        "approvals": 0,
        "inbox": 0,
        "claim": 0,
        "recovery": 0,
    }
    assert waiting.waiting(person("coordinator"), on=TODAY).keys() == {"inbox", "claim"}
    assert [waiting.spoken(n) for n in (0, 7, 1284, 2001)] == ["", "7", "1,284", "2,000+"]


def test_what_is_due_later_and_takes_time_is_to_begin_now():
    ann = user("ann", "technician")
    later = {"owner": ann.user_id, "remind_date": TODAY}
    for days in (40, 8, 7):
        due = TODAY + timedelta(days=days)
        diary(**later, subject=f"in {days}", diary_date=due)
    diary(owner=ann.user_id, diary_date=TODAY + timedelta(days=40), remind_date=TOMORROW)
    diary(owner=ann.user_id, diary_date=TODAY + timedelta(days=40))
    diary(remind_date=TODAY, subject="nobody's", diary_date=TODAY + timedelta(days=20))
    day = agenda(ann, on=TODAY)
    assert [item.title for item in day.begin] == ["in 8", "in 40"]
    assert [item.title for item in day.week] == ["in 7"]
    assert sentence(day) == "2 to begin. Nothing else needs you."
    whole = agenda(ann, on=TODAY, whole_office=True)
    assert [item.title for item in whole.begin] == ["in 8", "nobody's", "in 40"]


def test_beyond_the_most_it_says_that_there_are_more(monkeypatch):
    monkeypatch.setattr("journal.agenda.MOST", 2)
    ann = user("ann", "technician")
    for _ in range(3):
        later = TODAY + timedelta(days=30)
        diary(owner=ann.user_id, diary_date=later, remind_date=YESTERDAY)
    day = agenda(ann, on=TODAY)
    assert len(day.begin) == 2
    assert sentence(day).startswith("2+ to begin")


def test_an_entry_is_named_by_what_it_is_about():
    ann = user("ann", "technician")
    about = {
        "claim": claim(claim_no="L-1"),
        "recovery": write(source="seed", recovery={"recovery_no": "R-1"}).created[0][1],
        "incident": write(source="seed", incident={"incident_no": "I-1"}).created[0][1],
        "policy": write(source="seed", policy={"policy_no": "P-1"}).created[0][1],
    }
    for link, row_id in about.items():
        diary(owner=ann.user_id, **{link: row_id})
    diary(owner=ann.user_id)
    items = agenda(ann, on=TODAY).today
    named = [(item.about, item.about_sheet, item.about_id) for item in items]
    assert named == [
        ("L-1 Rosa Alvarez", "claim", about["claim"]),
        ("R-1", "recovery", about["recovery"]),
        ("I-1", "incident", about["incident"]),
        ("P-1", "policy", about["policy"]),
        ("", "", None),
    ]


# --- The case file ------------------------------------------------------------------------------


def test_a_story_is_told_newest_first_by_all_its_sheets():
    one = claim()
    reserve(one, 900_00)
    pay(one, 100_00)
    write(
        source="verb",
        filenote={"claim": one, "note_date": YESTERDAY, "subject": "Called", "text": "No answer"},
    )
    told = casefile.story(person("technician"), casefile.FRAMES["claim"], one)
    keys = [event.strand.key for event in told.events if event.strand.key != "history"]
    assert keys == ["payments", "reserves", "notes"]
    assert ("Reserve", "indemnity $0.00 → $900.00") in [
        (event.words.kind, event.words.head) for event in told.events
    ]
    assert not told.more


def test_what_happened_on_one_day_is_told_by_its_instants_across_sheets():
    one = claim()
    for n in range(3):
        note = {"claim": one, "note_date": TODAY, "subject": f"note {n}"}
        write(source="verb", filenote=note)
        contact = {"claim": one, "contact_date": TODAY, "summary": f"contact {n}"}
        write(source="verb", contactlog=contact)
    told = casefile.story(person("technician"), casefile.FRAMES["claim"], one)
    words = [e.words.head or e.words.text for e in told.events if e.strand.key != "history"]
    shown = [e.words.text if e.strand.key == "contacts" else e.words.head for e in told.events]
    order = ["contact 2", "note 2", "contact 1", "note 1", "contact 0", "note 0"]
    assert [text for text in shown if text in order] == order, words


@pytest.mark.parametrize(
    ("source", "words"), [("import", "from a workbook"), ("verb", "at intake"), ("seed", None)]
)
def test_a_story_begins_with_how_the_record_was_taken_in(source, words):
    one = write(source=source, claim={"claimant": "Rosa Alvarez"}).created[0][1]
    told = casefile.story(person("technician"), casefile.FRAMES["claim"], one)
    taken = [event.words.head for event in told.events if event.words.kind == "Taken in"]
    assert taken == ([words] if words else [])


def test_money_that_was_taken_back_reads_as_taken_back():
    one = claim()
    reserve(one, 900_00)
    undo(OPERATOR, pay(one, 160_00).seq, on=TODAY)
    told = casefile.story(person("technician"), casefile.FRAMES["claim"], one)
    words = [(e.words.kind, e.words.head) for e in told.events if e.strand.key == "payments"]
    assert words == [
        ("Payment reversed", "-$160.00 · indemnity"),
        ("Paid", "$160.00 · indemnity · void"),
    ]


def test_days_in_a_story_stand_as_the_office_writes_them():
    one = claim()
    step = {"claim": one, "asked_of": "Police", "what": "Report", "due_date": TODAY}
    write(source="verb", investigationstep={**step, "asked_date": YESTERDAY})
    told = casefile.story(person("technician"), casefile.FRAMES["claim"], one)
    assert "Report from Police · due Tue 24 Nov 2026" in [e.words.head for e in told.events]


def test_a_strand_is_told_alone():
    one = claim()
    reserve(one, 900_00)
    write(source="verb", filenote={"claim": one, "note_date": TODAY, "subject": "Called"})
    frame = casefile.FRAMES["claim"]
    notes = next(strand for strand in frame.strands if strand.key == "notes")
    told = casefile.story(person("technician"), frame, one, only=notes)
    assert [(e.words.kind, e.words.head) for e in told.events] == [("Note", "Called")]


def test_a_note_kept_as_privileged_is_told_to_claims_staff_alone():
    one = claim()
    write(
        source="verb",
        filenote={
            "claim": one,
            "note_date": TODAY,
            "subject": "Value",
            "sensitivity": "privileged",
        },
    )
    told = casefile.story(person("technician"), casefile.FRAMES["claim"], one)
    assert told.guarded == {"privileged"}
    shown = casefile.strands(person("coordinator"), casefile.FRAMES["claim"])
    seen = ["work_status", "checks", "light_duty"]
    assert [strand.key for strand in shown] == seen
    counts = casefile.counts(person("coordinator"), casefile.FRAMES["claim"], one)
    assert counts == dict.fromkeys(seen, 0)


def test_older_events_are_promised_not_lost():
    one = claim()
    for n in range(4):
        write(
            source="verb",
            filenote={"claim": one, "note_date": date(2026, 1, n + 1), "subject": str(n)},
        )
    told = casefile.story(person("technician"), casefile.FRAMES["claim"], one, limit=3)
    notes = [event.words.head for event in told.events if event.strand.key == "notes"]
    assert notes == ["3", "2", "1"]
    assert told.more


@pytest.mark.parametrize("sheet", sorted(casefile.FRAMES))
def test_every_column_that_a_page_names_is_there(sheet):
    frame, who = casefile.FRAMES[sheet], person("technician")
    write(source="seed", **{sheet: {}})
    casefile.counts(who, frame, 1)
    casefile.story(who, frame, 1)
    for strand in filter(lambda strand: strand.listed, casefile.tabs(who, frame)):
        assert [f.name for f in casefile.table(who, strand, 1).fields] == list(strand.listed)


# --- Likeness -----------------------------------------------------------------------------------


def test_the_same_name_day_and_place_is_a_likely_duplicate():
    one = claim(claimant="Alvarez, Rosa", loss_date=YESTERDAY, location="400 Main Street")
    claim(claimant="Baker, Dolores", loss_date=YESTERDAY, location="12 Oak Avenue")
    found = likeness.duplicates(
        person("technician"), claimant="Rosa Alvarez", day=YESTERDAY, place="400 Main St"
    )
    assert [alike.id for alike in found] == [one]
    assert found[0].why == "same claimant, same day, similar place"


def test_a_name_alone_finds_the_claimant_whatever_the_day():
    one = claim(claimant="Alvarez, Rosa", loss_date=date(2020, 1, 1))
    assert [a.id for a in likeness.duplicates(person("technician"), claimant="rosa alvarez")] == [
        one
    ]
    assert likeness.duplicates(person("coordinator"), claimant="rosa alvarez") == []


def test_the_claimants_other_claims_are_found_by_name_or_record():
    party = write(source="seed", party={"name": "Alvarez, Rosa"}).created[0][1]
    one, two = (
        claim(claimant="Alvarez, Rosa", party=party),
        claim(claimant="Alvarez, R.", party=party),
    )
    claim(claimant="Somebody Else")
    assert [a.id for a in likeness.others_of(person("technician"), one)] == [two]
    assert {a.id for a in likeness.claims_of_person(person("technician"), party)} == {one, two}


def _asked_and(status: str, by: Who, **values) -> int:
    facts = {
        "verb": "pay",
        "sheet": "claim",
        "row_id": 7,
        "title": "Pay $9.00 to Ana Ng on L-7",
        "asked_by": by.user_id,
        "status": status,
        "decided_at": datetime(2026, 11, 20, tzinfo=UTC),
        **values,
    }
    return write(source="verb", approval=facts).created[0][1]


@pytest.mark.parametrize("status", ["returned", "refused"])
def test_what_was_refused_or_sent_back_comes_to_who_asked(status):
    ann, bob = user("ann", "technician"), user("bob", "technician")
    row_id = _asked_and(status, ann, decision_note="Attach the bill.")
    (item,) = agenda(ann, on=TODAY).returned
    assert (item.row_id, item.action) == (row_id, status)
    assert item.working.endswith("Attach the bill.")
    assert "1 approval back with you" in sentence(agenda(ann, on=TODAY))
    assert agenda(bob, on=TODAY).returned == []


def test_what_was_asked_again_or_is_long_past_stays_no_longer():
    ann = user("ann", "technician")
    _asked_and("returned", ann)
    _asked_and("waiting", ann, decided_at=None)
    _asked_and("refused", ann, row_id=8, decided_at=datetime(2026, 9, 20, tzinfo=UTC))
    assert agenda(ann, on=TODAY).returned == []


def test_a_waiting_approval_says_since_when_and_no_number_twice():
    ann = user("ann", "technician")
    asked = {"approver_roles": "risk_manager", "decided_at": None}
    one = claim(claim_no="L-7")
    _asked_and("waiting", ann, claim=one, asked_at=datetime(2026, 11, 20, 20, tzinfo=UTC), **asked)
    (item,) = agenda(ann, on=TODAY).for_others
    assert item.about == "Rosa Alvarez"
    assert item.working.startswith("With the risk manager since Fri 20 Nov")


def test_a_like_spelling_of_a_name_alone_is_a_likely_duplicate():
    one = claim(claim_no="L-1", claimant="Soledad Kessler")
    claim(claim_no="L-2", claimant="Soledad Brown")
    who = person("technician")
    for typed in ("Soledad Kesler", "kessler soledad", "Soleded Kesler"):
        assert [a.id for a in likeness.duplicates(who, claimant=typed)] == [one], typed


def test_another_name_on_the_same_day_and_place_is_a_likely_duplicate():
    one = claim(claimant="Ana Ng", loss_date=YESTERDAY, location="400 Main Street")
    claim(claimant="Bo Li", loss_date=YESTERDAY, location="9 Harbor Way")
    asked = {"claimant": "Max Ode", "day": YESTERDAY, "place": "400 Main St"}
    (found,) = likeness.duplicates(person("technician"), **asked)
    assert (found.id, found.why) == (one, "same day, similar place")


def test_other_claims_of_a_person_are_found_by_a_like_spelling():
    one, two = claim(claimant="Soledad Kessler"), claim(claimant="Soledad Kesler")
    claim(claimant="Solange Kessler")
    assert [a.id for a in likeness.others_of(person("technician"), one)] == [two]


def test_of_other_claims_a_coordinator_is_told_only_the_columns_of_the_role():
    parks = write(source="seed", department={"code": "PK-L", "name": "Parks"}).created[0][1]
    whose = {"claimant": "Rosa Alvarez", "line": "W", "status": "delayed", "department": parks}
    one, two = claim(**whose), claim(**whose, location="400 Main Street")
    eve = user("eve", "coordinator", department=parks)
    assert "location" not in policy.open_names(eve, Claim)
    (told,) = likeness.others_of(eve, one)
    assert (told.id, told.location) == (two, "")
    (full,) = likeness.others_of(person("technician"), one)
    assert full.location == "400 Main Street"
