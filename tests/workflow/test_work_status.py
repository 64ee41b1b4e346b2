"""A physician's note: read, shown, recorded; days off and back, and light duty, follow from it."""

from datetime import date
from decimal import Decimal

import pytest
from desk import TODAY, change, claim, do, look, make, reasons, row, words
from duty import department, noted, task_of_bank, worker

import models as m
from journal.undo import undo
from rules.errors import Blocked, Invalid

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture
def pw(office):
    return department()


def test_a_note_is_recorded_with_its_lines(ann, pw):
    one = worker(pw)
    noted(ann, one, "lift 10 lb\nstand 30 min at a time, 2 h a day\nno ladders",
          to_date=date(2026, 12, 18), hours_a_day=Decimal(6),
          next_appointment_date=date(2026, 12, 10))  # fmt: skip
    note = m.WorkStatus.get()
    assert (note.claim, note.status, note.from_date, note.to_date, note.hours_a_day) == (
        one,
        "modified",
        date(2026, 11, 20),
        date(2026, 12, 18),
        Decimal(6),
    )
    lines = m.Restriction.select().order_by(m.Restriction.id)
    assert [(r.activity, r.pounds, r.minutes, r.hours, r.is_never) for r in lines] == [
        ("lift", Decimal(10), None, None, False),
        ("stand", None, 30, Decimal(2), False),
        ("heights", None, None, None, True),
    ]


def test_the_preview_says_what_was_understood(ann, pw):
    plan = look(ann, "record_work_status", "claim", worker(pw), status="modified",
                from_date=date(2026, 11, 20), restrictions="left hand: no grip")  # fmt: skip
    assert "Modified work from Fri 20 Nov 2026." in words(plan)
    assert "No gripping, left." in words(plan)
    assert m.WorkStatus.select().count() == 0


@pytest.mark.parametrize(
    ("line", "column", "figure"),
    [
        ("6 hours a day", "hours_a_day", Decimal(6)),
        ("Work up to 4.5 h/day.", "hours_a_day", Decimal("4.5")),
        ("max 3 days a week", "days_a_week", Decimal(3)),
        ("4 days per wk", "days_a_week", Decimal(4)),
    ],
)
def test_a_line_may_limit_the_whole_day_or_week(ann, pw, line, column, figure):
    noted(ann, worker(pw), f"lift 10 lb\n{line}")
    assert getattr(m.WorkStatus.get(), column) == figure
    assert m.Restriction.select().count() == 1


def test_the_whole_day_is_limited_once(ann, pw):
    for given, said in (
        ({"restrictions": "4 hours a day\n5 hours a day"}, "says once more"),
        ({"restrictions": "4 hours a day", "hours_a_day": Decimal(6)}, "clear one of them"),
        ({"restrictions": "4 hours a day", "status": "off_work"}, "choose modified work"),
    ):
        with pytest.raises(Invalid, match=said):
            do(ann, "record_work_status", "claim", worker(pw), **{"status": "modified", **given})
    noted(ann, worker(pw), "4 hours a day", hours_a_day=Decimal(4))
    assert m.WorkStatus.get().hours_a_day == 4


def test_lines_are_given_as_a_list_too(ann, pw):
    lines = [{"activity": "lift", "pounds": Decimal(5)}]
    do(ann, "record_work_status", "claim", worker(pw), status="modified", lines=lines)
    assert m.Restriction.get().pounds == 5


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"restrictions": "take it easy"}, "names nothing that is known"),
        ({}, "Say what is limited"),
        ({"status": "off_work", "restrictions": "no ladders"}, "choose modified work"),
        ({"restrictions": "no ladders", "to_date": date(2026, 11, 1)}, "lies before"),
    ],
)
def test_what_makes_no_note_is_said(ann, pw, values, said):
    with pytest.raises(Invalid) as found:
        do(ann, "record_work_status", "claim", worker(pw), **{"status": "modified", **values})
    assert said in str(found.value)


def test_several_claims_get_the_same_note(ann, pw):
    ids = [worker(pw), worker(pw, status="delayed"), claim()]
    plan = look(ann, "record_work_status", "claim", ids, status="full_duty")
    assert reasons(plan).startswith("It is a liability claim")
    done = do(ann, "record_work_status", "claim", ids, status="full_duty", partly=True)
    assert done.sentence == "Work status recorded on 2 claims: full duty."
    assert m.WorkStatus.select().count() == 2


def test_the_same_note_is_not_recorded_twice(ann, pw):
    one = worker(pw)
    noted(ann, one)
    with pytest.raises(Blocked, match="on file already"):
        noted(ann, one)


@pytest.mark.parametrize(
    "more",
    [
        {"restrictions": "lift 5 lb"},
        {"restrictions": "lift 10 lb\nno ladders"},
        {"as_written": "No contact with the public"},
        {"hours_a_day": 4},
        {"full_duty_date": date(2026, 12, 20)},
    ],
)
def test_a_corrected_note_of_the_same_day_is_another_note(ann, pw, more):
    one = worker(pw)
    noted(ann, one)
    noted(ann, one, **more)
    assert m.WorkStatus.select().count() == 2
    with pytest.raises(Blocked, match="on file already"):
        noted(ann, one, **more)


def test_lines_in_another_order_are_the_same_note(ann, pw):
    one = worker(pw)
    noted(ann, one, "lift 10 lb\nno ladders")
    with pytest.raises(Blocked, match="on file already"):
        noted(ann, one, "no ladders\nlift 10 lb", received_date=date(2026, 11, 23))


def test_a_note_cannot_begin_before_the_injury(ann, pw):
    one = worker(pw)
    for day, passes in ((date(2026, 9, 30), False), (date(2026, 10, 1), True)):
        plan = look(ann, "record_work_status", "claim", one, status="off_work", from_date=day)
        assert (not plan.refusals) is passes


def test_off_work_starts_the_days_on_which_the_law_counts(ann, pw):
    one = worker(pw, knowledge_date=date(2026, 10, 1))
    plan = look(ann, "record_work_status", "claim", one, status="off_work",
                from_date=date(2026, 10, 2))  # fmt: skip
    assert "last day worked becomes Thu 1 Oct 2026, on which deadlines rest" in words(plan)
    assert any("First payment of temporary disability" in line for line in plan.follows)
    do(ann, "record_work_status", "claim", one, status="off_work", from_date=date(2026, 10, 2))
    assert row(m.Claim, one).last_worked_date == date(2026, 10, 1)
    assert m.Diary.get(m.Diary.rule_code == "TD-01").diary_date == date(2026, 10, 16)


def test_a_second_absence_moves_the_last_day_worked_and_takes_the_return_back(ann, pw):
    one = worker(pw, last_worked_date=date(2026, 10, 1), return_to_work_date=date(2026, 10, 20))
    do(ann, "record_work_status", "claim", one, status="off_work", from_date=date(2026, 11, 2))
    found = row(m.Claim, one)
    assert (found.last_worked_date, found.return_to_work_date) == (date(2026, 11, 1), None)


def test_one_who_is_still_off_keeps_the_last_day_worked(ann, pw):
    one = worker(pw, last_worked_date=date(2026, 10, 1))
    do(ann, "record_work_status", "claim", one, status="off_work", from_date=date(2026, 11, 2))
    assert row(m.Claim, one).last_worked_date == date(2026, 10, 1)


def test_off_work_that_lies_ahead_is_not_a_day_worked_yet(ann, pw):
    one = worker(pw)
    for day, last in ((date(2026, 11, 26), None), (date(2026, 11, 25), date(2026, 11, 24))):
        do(ann, "record_work_status", "claim", one, status="off_work", from_date=day)
        assert row(m.Claim, one).last_worked_date == last


def test_full_duty_brings_the_employee_back_and_ends_light_duty(ann, pw):
    one = worker(pw, last_worked_date=date(2026, 10, 1))
    noted(ann, one, from_date=date(2026, 10, 10))
    task = task_of_bank(pw)
    begun = make("lightdutyoffer", claim=one, task=task, status="accepted",
                 first_day=date(2026, 10, 12), last_day=date(2026, 12, 31))  # fmt: skip
    ahead = make("lightdutyoffer", claim=one, task=task, status="offered",
                 first_day=date(2026, 12, 1), last_day=date(2026, 12, 31))  # fmt: skip
    do(ann, "record_work_status", "claim", one, status="full_duty", from_date=date(2026, 11, 16))
    found = row(m.LightDutyOffer, begun)
    assert (found.status, found.ended_date, found.end_reason) == (
        "ended",
        date(2026, 11, 15),
        "full_duty",
    )
    assert row(m.LightDutyOffer, ahead).status == "withdrawn"
    assert row(m.Claim, one).return_to_work_date == date(2026, 11, 16)


def test_a_note_that_lies_before_another_changes_nothing_else(ann, pw):
    one = worker(pw, last_worked_date=date(2026, 10, 1))
    noted(ann, one)
    plan = look(ann, "record_work_status", "claim", one, status="full_duty",
                from_date=date(2026, 11, 1))  # fmt: skip
    assert "A later note is on file" in words(plan)
    do(ann, "record_work_status", "claim", one, status="full_duty", from_date=date(2026, 11, 1))
    assert row(m.Claim, one).return_to_work_date is None


def _under_two_notes(ann, pw) -> tuple[int, int, int]:
    """A claim with a note that runs and one from 5 December, and light duty under each."""
    one = worker(pw, last_worked_date=date(2026, 10, 1), return_to_work_date=date(2026, 11, 20))
    noted(ann, one, "lift 30 lb")
    noted(ann, one, "no lifting", from_date=date(2026, 12, 5))
    task = task_of_bank(pw)
    days = (("2026-11-20", "2026-12-04"), ("2026-12-05", "2026-12-31"))
    now, then = (
        make("lightdutyoffer", claim=one, task=task, status="accepted", first_day=first,
             last_day=last)
        for first, last in (map(date.fromisoformat, pair) for pair in days)
    )  # fmt: skip
    return one, now, then


def test_a_note_from_today_holds_though_a_later_one_is_on_file(ann, pw):
    one, now, then = _under_two_notes(ann, pw)
    plan = look(ann, "record_work_status", "claim", one, status="off_work", from_date=TODAY)
    assert "A later note is on file: it takes over on Sat 5 Dec 2026." in words(plan)
    done = do(ann, "record_work_status", "claim", one, status="off_work", from_date=TODAY)
    assert row(m.LightDutyOffer, now).status == "ended"
    assert row(m.LightDutyOffer, now).ended_date == date(2026, 11, 23)
    assert row(m.LightDutyOffer, then).status == "accepted", "the later note allows it"
    assert row(m.Claim, one).last_worked_date == date(2026, 11, 23)
    assert [address for address, _, _ in done.messages] == ["pw@example.org"]


@pytest.mark.parametrize(
    ("later", "role", "follows"),
    [
        (TODAY, "treating", False),
        (date(2026, 11, 25), "treating", True),
        (TODAY, "evaluator", True),
    ],
)
def test_only_a_later_note_that_has_begun_stays_in_force(ann, pw, later, role, follows):
    one = worker(pw, last_worked_date=date(2026, 10, 1))
    noted(ann, one, "no lifting", from_date=later, author_role=role)
    do(ann, "record_work_status", "claim", one, status="full_duty", from_date=date(2026, 11, 23))
    back = row(m.Claim, one).return_to_work_date
    assert back == (date(2026, 11, 23) if follows else None)


def test_an_evaluator_does_not_change_what_the_treating_physician_allows(ann, pw):
    one = worker(pw, last_worked_date=date(2026, 10, 1))
    do(ann, "record_work_status", "claim", one, status="full_duty", author_role="evaluator")
    assert row(m.Claim, one).return_to_work_date is None


def test_light_duty_beyond_the_new_restrictions_is_named(ann, pw):
    one = worker(pw)
    task = task_of_bank(pw, "Sort mail", {"activity": "lift", "pounds": 15})
    make("lightdutyoffer", claim=one, task=task, status="accepted", first_day=TODAY,
         last_day=date(2026, 12, 31))  # fmt: skip
    plan = look(ann, "record_work_status", "claim", one, status="modified",
                restrictions="lift 10 lb")  # fmt: skip
    assert "beyond the new restrictions (Lift 15 lb: 10 allowed, 5 too much): end it." in words(
        plan
    )


def test_light_duty_that_ended_before_a_note_or_is_full_is_not_called_beyond_it(ann, pw):
    """What is past, and how many places a task has left, says nothing of restrictions."""
    one = worker(pw)
    heavy = task_of_bank(pw, "Stack salt bags", {"activity": "lift", "pounds": 50})
    light = task_of_bank(pw, "Sort mail", {"activity": "lift", "pounds": 5}, capacity=0)
    make("lightdutyoffer", claim=one, task=heavy, status="accepted",
         first_day=date(2026, 11, 2), last_day=date(2026, 11, 19))  # fmt: skip
    make("lightdutyoffer", claim=one, task=light, status="accepted", first_day=TODAY,
         last_day=date(2026, 12, 31))  # fmt: skip
    plan = look(ann, "record_work_status", "claim", one, status="modified",
                from_date=date(2026, 11, 20), restrictions="lift 10 lb")  # fmt: skip
    assert "goes beyond" not in words(plan)


def test_the_department_hears_restrictions_and_dates_alone(ann, pw):
    physician = make("physician", name="Dr Secret", physician_no="P1")
    one = worker(pw, physician=physician, diagnosis="Rotator cuff tear", body_part="Shoulder")
    done = do(ann, "record_work_status", "claim", one, status="modified", restrictions="lift 10 lb",
              as_written="Patient reports anxiety")  # fmt: skip
    ((address, subject, text),) = done.messages
    assert (address, subject) == ("pw@example.org", "Work status of Omar Ruiz")
    assert "Lift up to 10 lb." in text
    for kept in ("Secret", "Rotator", "Shoulder", "anxiety"):
        assert kept not in text
    assert m.ContactLog.get().summary == text


@pytest.mark.parametrize(("line", "asks"), [("", True), ("lift 10 lb", False)])
def test_a_department_is_told_whom_to_ask_where_the_note_has_no_lines(ann, pw, line, asks):
    done = noted(ann, worker(pw), line, as_written="canary", inform=True)
    ((_, _, text),) = done.messages
    told = "It is limited in the physician's own words: the claims office says by what."
    assert (told in text) is asks
    assert "canary" not in text


def test_a_department_without_an_address_is_told_by_hand(ann):
    one = worker(department("FD", email=None))
    done = do(ann, "record_work_status", "claim", one, status="full_duty")
    assert done.messages == ()
    entry = m.Diary.get(m.Diary.subject.startswith("Tell Dana Duty"))
    assert "Full duty from Tue 24 Nov 2026." in entry.detail
    assert m.ContactLog.select().count() == 0


def test_a_click_that_is_repeated_sends_nothing_twice(ann, pw):
    one = worker(pw)
    first = do(ann, "record_work_status", "claim", one, status="full_duty", click="c")
    again = do(ann, "record_work_status", "claim", one, status="full_duty", click="c")
    assert (len(first.messages), again.messages) == (1, ())


def test_a_note_is_undone_with_all_that_followed(ann, pw):
    one = worker(pw, last_worked_date=date(2026, 10, 1))
    done = do(ann, "record_work_status", "claim", one, status="full_duty")
    undo(ann, done.receipt.seq, on=TODAY)
    assert row(m.Claim, one).return_to_work_date is None
    assert m.WorkStatus.get().trashed_at is not None


# --- The diary -----------------------------------------------------------------------------------


def _due(claim_id: int, code: str) -> tuple[date, str] | None:
    entry = m.Diary.get_or_none(m.Diary.claim == claim_id, m.Diary.rule_code == code)
    return entry and (entry.diary_date, entry.status)


def test_a_note_that_ends_stands_in_the_diary_and_moves_with_the_next(ann, pw):
    one = worker(pw)
    noted(ann, one, to_date=date(2026, 12, 4), next_appointment_date=date(2026, 12, 3))
    assert _due(one, "LD-NOTE") == (date(2026, 12, 4), "open")
    assert _due(one, "LD-REPORT") == (date(2026, 12, 4), "open")
    noted(ann, one, from_date=TODAY, to_date=date(2026, 12, 24))
    assert _due(one, "LD-NOTE") == (date(2026, 12, 24), "open")
    entry = m.Diary.get(m.Diary.rule_code == "LD-NOTE")
    assert entry.moved_why == "The work status or the light duty changed"
    assert _due(one, "LD-REPORT")[1] == "dropped"
    do(ann, "record_work_status", "claim", one, status="full_duty", from_date=TODAY)
    assert _due(one, "LD-NOTE")[1] == "dropped"


def test_a_note_in_the_trash_no_longer_counts(ann, pw):
    one = worker(pw)
    make("workstatus", claim=one, status="modified", from_date=TODAY, to_date=date(2026, 12, 4))
    change("workstatus", m.WorkStatus.get().id, to_date=date(2026, 12, 5))
    assert _due(one, "LD-NOTE") == (date(2026, 12, 5), "open")
    do(ann, "put_in_trash", "workstatus", m.WorkStatus.get().id)
    assert _due(one, "LD-NOTE")[1] == "dropped"


def test_a_release_is_to_be_confirmed_until_it_is(ann, pw):
    one = worker(pw)
    plan = look(ann, "record_work_status", "claim", one, status="full_duty", from_date=TODAY)
    assert "The release is not confirmed yet" in words(plan)
    assert any("Verify the release with the physician" in line for line in plan.follows)
    do(ann, "record_work_status", "claim", one, status="full_duty", from_date=TODAY)
    assert _due(one, "LD-VERIFY") == (date(2026, 11, 25), "open")
    do(ann, "verify_release", "workstatus", m.WorkStatus.get().id)
    assert _due(one, "LD-VERIFY")[1] == "done"
    entry = m.Diary.get(m.Diary.rule_code == "LD-VERIFY")
    assert entry.moved_why == "The release is confirmed with the physician"


def test_modified_work_again_asks_for_no_release(ann, pw):
    one = worker(pw)
    do(ann, "record_work_status", "claim", one, status="full_duty", from_date=TODAY)
    noted(ann, one, from_date=date(2026, 11, 25))
    assert _due(one, "LD-VERIFY")[1] == "dropped"


# --- Confirmed and asked -------------------------------------------------------------------------


def test_a_release_is_confirmed_with_a_contact(ann, pw):
    one = worker(pw)
    do(ann, "record_work_status", "claim", one, status="full_duty")
    note = m.WorkStatus.get().id
    with pytest.raises(Blocked, match="lies ahead"):
        do(ann, "verify_release", "workstatus", note, verified_date=date(2026, 11, 25))
    do(ann, "verify_release", "workstatus", note, contact_name="Front desk")
    contact = m.ContactLog.get(m.ContactLog.contact_name == "Front desk")
    assert (row(m.WorkStatus, note).verified_date, contact.claim) == (TODAY, one)
    assert contact.summary == "The physician's office confirmed: full duty from Tue 24 Nov 2026."
    with pytest.raises(Blocked, match="confirmed on Tue 24 Nov 2026 already"):
        do(ann, "verify_release", "workstatus", note)


@pytest.mark.parametrize(
    ("note", "day", "passes"),
    [
        ({"signed_date": date(2026, 11, 20)}, date(2026, 11, 19), False),
        ({"signed_date": date(2026, 11, 20)}, date(2026, 11, 20), True),
        ({"signed_date": date(2026, 11, 18)}, date(2026, 11, 18), True),
        ({"from_date": date(2026, 12, 1)}, date(2026, 11, 23), False),
        ({"from_date": date(2026, 12, 1)}, TODAY, True),
        ({"from_date": date(2026, 11, 16)}, date(2026, 11, 15), False),
        ({"from_date": date(2026, 11, 16)}, date(2026, 11, 16), True),
    ],
)
def test_a_note_is_not_confirmed_before_it_was_written(ann, pw, note, day, passes):
    """Signed, or come in, for work that may begin later."""
    given = {"from_date": date(2026, 11, 23), **note}
    do(ann, "record_work_status", "claim", worker(pw), status="full_duty", **given)
    plan = look(ann, "verify_release", "workstatus", m.WorkStatus.get().id, verified_date=day)
    assert (not plan.refusals) is passes
    if not passes:
        assert "it cannot have been confirmed on" in reasons(plan)


def test_a_physician_is_asked_and_the_diary_looks_for_the_reply(ann, pw):
    physician = make("physician", name="Dr Secret", physician_no="P1")
    known, unknown = worker(pw, physician=physician), worker(pw, status="delayed")
    plan = look(ann, "ask_physician", "claim", [known, unknown, claim()], letter="elsewhere")
    assert [r.want.column for r in plan.refusals] == ["physician", None]
    do(ann, "ask_physician", "claim", known, letter="elsewhere")
    step = m.InvestigationStep.get()
    assert (step.claim, step.asked_of, step.due_date) == (
        known,
        "Treating physician",
        date(2026, 12, 14),
    )
    do(ann, "record_answer", "investigationstep", step.id, result="By letter.")
    assert m.Diary.get(m.Diary.action == "record_answer").status == "done"


def test_a_reply_is_not_due_before_it_is_asked(ann, pw):
    one = worker(pw, physician=make("physician", name="Dr B", physician_no="P2"))
    for day, passes in ((date(2026, 11, 23), False), (TODAY, True)):
        plan = look(ann, "ask_physician", "claim", one, reply_by_date=day, letter="elsewhere")
        assert (not plan.refusals) is passes
