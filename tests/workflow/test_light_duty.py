"""Light duty offered, answered, extended and ended: never beyond a restriction, a place or the limit."""

from datetime import date
from decimal import Decimal

import pytest
from desk import TODAY, change, claim, do, look, make, reasons, row, user, words
from duty import department, noted, task_of_bank, worker

import models as m
from exports.letters.on_offers import wage_words
from journal import jobs
from journal.commit import commit
from journal.drafts import Draft
from journal.undo import undo
from journal.who import OPERATOR
from rules.days import long_day
from rules.errors import Blocked, Invalid, Refused
from workflow import relook

pytestmark = pytest.mark.usefixtures("office")
LIGHT = {"activity": "lift", "pounds": 5}
BEGUN = {"first_day": date(2026, 11, 20), "offered_date": date(2026, 11, 20)}
"""An offer of the past, written down now."""
HEAVY = {"activity": "lift", "pounds": 25}


@pytest.fixture
def pw(office):
    return department()


@pytest.fixture
def omar(ann, pw):
    """Omar may lift ten pounds."""
    one = worker(pw, last_worked_date=date(2026, 10, 1))
    noted(ann, one)
    return one


def offered(ann, claim_id: int, task: int, **values) -> int:
    """An offer made, its letter gone out elsewhere; its id."""
    given = {"first_day": date(2026, 11, 30), "letter": "elsewhere", **values}
    do(ann, "offer_light_duty", "claim", claim_id, task=task, **given)
    return m.LightDutyOffer.select().order_by(m.LightDutyOffer.id.desc()).get().id


def can_offer(ann, claims, task: int, **values):
    """What an offer would do, its letter aside."""
    return look(ann, "offer_light_duty", "claim", claims, task=task, letter="elsewhere", **values)


def extended(ann, offer: int, **values):
    """What an extension would do, its letter aside."""
    return look(ann, "extend_offer", "lightdutyoffer", offer, letter="elsewhere", **values)


def accepted(ann, claim_id: int, task: int, **values) -> int:
    """An offer made and accepted; its id."""
    offer = offered(ann, claim_id, task, **values)
    do(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted", inform=False)
    return offer


# --- Find ----------------------------------------------------------------------------------------


def test_what_fits_is_ranked_and_the_rest_says_what_forbids_it(ann, pw, omar):
    other = department("LIB")
    task_of_bank(other, "Shelve paperbacks", LIGHT, capacity=3)
    task_of_bank(pw, "Check work orders", LIGHT, hours_a_day=4)
    task_of_bank(pw, "Stack salt bags", HEAVY)
    plan = look(ann, "find_tasks", "claim", omar)
    said = words(plan)
    assert "modified work from Fri 20 Nov 2026: Lift up to 10 lb" in said
    assert "2 of 3 tasks respect every restriction." in said
    own, far = said.index("1. LD-0002 Check work orders"), said.index("2. LD-0001 Shelve")
    assert own < far
    assert "Department PW, own department, 4 h a day, 5 days a week, 1 place left." in said
    assert "3 places left." in said
    assert "Not LD-0003 Stack salt bags: Lift 25 lb: 10 allowed, 15 too much." in said
    done = do(ann, "find_tasks", "claim", omar)
    assert done.receipt.seq is None


def test_a_task_of_which_no_demands_are_known_offers_to_record_them(ann, pw, omar):
    task_of_bank(pw, "Check work orders", LIGHT)
    task_of_bank(pw, "Stack salt bags", HEAVY)
    unknown = make("lightdutytask", title="Stuff envelopes", department=pw)
    plan = look(ann, "find_tasks", "claim", omar)
    ways = {plan.lines[place]: way for place, way in plan.ways.items()}
    (said,) = [line for line, way in ways.items() if way.action == "set_demands"]
    assert said.startswith("Not LD-0003 Stuff envelopes")
    assert ways[said].ids == (unknown,)
    assert sorted(way.action for way in ways.values()) == ["offer_light_duty", "set_demands"]


def test_tasks_are_found_for_several_and_who_has_no_note_is_named(ann, pw, omar):
    without, off = worker(pw, status="delayed"), worker(pw, status="reported")
    do(ann, "record_work_status", "claim", off, status="off_work", from_date=TODAY)
    task_of_bank(pw)
    plan = look(ann, "find_tasks", "claim", [omar, without, off, claim()])
    assert [r.want.action for r in plan.refusals] == ["record_work_status", None, None]
    assert "off work by WS-" in reasons(plan)


@pytest.mark.parametrize(
    ("to_date", "fits"),
    [(date(2026, 11, 23), False), (TODAY, True), (date(2026, 11, 25), True)],
)
def test_a_note_allows_through_its_last_day(ann, pw, to_date, fits):
    one = worker(pw)
    noted(ann, one, to_date=to_date)
    plan = look(ann, "find_tasks", "claim", one)
    assert (not plan.refusals) is fits


# --- Offer ---------------------------------------------------------------------------------------


def test_an_offer_takes_over_what_the_task_says(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT, schedule="Mon to Fri, 8 to 12",
                        hours_a_day=4, supervisor="Sam Lee", description="Compare and file.")  # fmt: skip
    offer = row(m.LightDutyOffer, offered(ann, omar, task, wage_effect="fewer_hours"))
    assert (offer.status, offer.department, offer.first_day, offer.last_day) == (
        "offered",
        pw,
        date(2026, 11, 30),
        date(2027, 2, 27),
    )
    assert (offer.hours_a_day, offer.schedule, offer.supervisor, offer.duties) == (
        Decimal(4),
        "Mon to Fri, 8 to 12",
        "Sam Lee",
        "Compare and file.",
    )
    assert (offer.offered_date, offer.answer_by_date) == (TODAY, date(2026, 11, 29))
    entry = m.Diary.get(m.Diary.rule_code == "LD-ANSWER")
    assert (entry.claim, entry.diary_date) == (omar, date(2026, 11, 29))


def test_nobody_stands_in_two_places_at_once(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT, capacity=3)
    again = claim(
        line="W",
        status="accepted",
        claimant="Omar Ruiz",
        loss_date=date(2026, 11, 1),
        injury_date=date(2026, 11, 1),
        department=pw,
        employee=row(m.Claim, omar).employee,
    )
    noted(ann, again)
    both = can_offer(ann, [omar, again], task, first_day=date(2026, 11, 30))
    assert reasons(both) == "The same employee is offered it on another of these claims already."
    offer = row(m.LightDutyOffer, offered(ann, omar, task))
    plan = can_offer(ann, again, task, first_day=date(2026, 12, 7))
    stands = f"{offer.offer_no} stands on {row(m.Claim, omar).claim_no} for Mon 30 Nov 2026"
    assert stands in reasons(plan)
    assert plan.refusals[0].want.action == "end_offer"


def test_beyond_a_restriction_it_is_refused_with_the_reason(ann, pw, omar):
    task = task_of_bank(pw, "Stack salt bags", HEAVY)
    with pytest.raises(Blocked, match="Lift 25 lb: 10 allowed, 15 too much"):
        offered(ann, omar, task)
    assert m.LightDutyOffer.select().count() == 0


@pytest.mark.parametrize(("hours", "fits"), [("4", True), ("4.5", False)])
def test_hours_are_judged_as_they_are_offered(ann, pw, hours, fits):
    one = worker(pw)
    noted(ann, one, hours_a_day=4)
    task = task_of_bank(pw, "Check work orders", LIGHT)
    plan = can_offer(ann, one, task, hours_a_day=hours)
    assert (not plan.refusals) is fits


@pytest.mark.parametrize(("hours", "days", "fits"), [("24", "7", True), ("24.5", "7", False),
                                                    ("24", "7.5", False)])  # fmt: skip
def test_a_day_has_no_more_than_its_hours(ann, pw, omar, hours, days, fits):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    plan = can_offer(ann, omar, task, hours_a_day=hours,
                days_a_week=days)  # fmt: skip
    assert (not plan.refusals) is fits


def test_a_place_is_taken_by_offers_in_force_between_the_days(ann, pw, omar):
    other = worker(pw, status="delayed")
    noted(ann, other)
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offered(ann, omar, task, first_day=date(2026, 12, 1), last_day=date(2026, 12, 10))
    for first, fits in ((date(2026, 12, 10), False), (date(2026, 12, 11), True)):
        plan = can_offer(ann, other, task, first_day=first,
                    last_day=date(2026, 12, 20))  # fmt: skip
        assert (not plan.refusals) is fits
    both = can_offer(ann, [omar, other], task,
                first_day=date(2026, 12, 11))  # fmt: skip
    assert reasons(both).endswith("Nobody more can be taken: its places are filled.")


def test_a_place_is_held_through_the_last_day_worked(ann, pw, omar):
    other = worker(pw, status="delayed")
    noted(ann, other)
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = accepted(ann, omar, task, first_day=TODAY)
    do(ann, "end_offer", "lightdutyoffer", offer, end_reason="other", inform=False,
       ended_date=date(2026, 12, 4))  # fmt: skip
    for first, fits in ((date(2026, 12, 4), False), (date(2026, 12, 5), True)):
        plan = can_offer(ann, other, task, first_day=first)
        assert (not plan.refusals) is fits


@pytest.mark.parametrize(("places", "fits"), [(1, False), (2, True)])
def test_places_are_those_of_the_fullest_day(ann, pw, omar, places, fits):
    """Two assignments that follow each other take one place, not two."""
    task = task_of_bank(pw, "Check work orders", LIGHT, capacity=places)
    for first, last in (("12-01", "12-10"), ("12-11", "12-20")):
        one = worker(pw, status="delayed")
        noted(ann, one)
        days = {"first_day": f"2026-{first}", "last_day": f"2026-{last}"}
        do(ann, "offer_light_duty", "claim", one, task=task, letter="elsewhere", **days)
    plan = can_offer(ann, omar, task, first_day=date(2026, 12, 5),
                last_day=date(2026, 12, 15))  # fmt: skip
    assert (not plan.refusals) is fits


def test_an_offer_that_is_declined_gives_its_place_back(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = offered(ann, omar, task)
    assert can_offer(ann, omar, task).refusals
    do(ann, "answer_offer", "lightdutyoffer", offer, answer="declined")
    assert not can_offer(ann, omar, task).refusals


@pytest.mark.parametrize(
    ("last", "said"),
    [
        (date(2026, 11, 29), "lies before"),
        (date(2027, 5, 28), ""),
        (date(2027, 5, 29), "Fri 28 May 2027 is the last day"),
    ],
)
def test_the_limit_of_days_holds_on_either_side(ann, pw, omar, last, said):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    plan = can_offer(ann, omar, task, last_day=last,
                first_day=date(2026, 11, 30))  # fmt: skip
    assert said in reasons(plan) if said else not plan.refusals
    if not said:
        assert "180 of 180 days of light duty by its end" in words(plan)


def test_the_office_sets_limit_length_and_days_to_answer(ann, pw, omar):
    for name, value in (("limit_days", "30"), ("days", "20"), ("answer_days", "2")):
        make("setting", name=f"light_duty_{name}", value=value)
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = row(m.LightDutyOffer, offered(ann, omar, task))
    assert (offer.last_day, offer.answer_by_date) == (date(2026, 12, 19), date(2026, 11, 26))
    plan = can_offer(ann, omar, task_of_bank(pw, "B", LIGHT),
                first_day=date(2026, 12, 20), last_day=date(2027, 1, 20))  # fmt: skip
    assert "limit of 30 days" in reasons(plan)


def test_what_the_note_says_in_words_is_shown_before_an_offer(ann, pw):
    one = worker(pw)
    noted(ann, one, "", as_written="No contact with the public", to_date=date(2026, 12, 1))
    plan = can_offer(ann, one, task_of_bank(pw))
    assert "read it first: “No contact with the public”" in words(plan)
    assert "The note holds through Tue 1 Dec 2026" in words(plan)


def test_another_offer_for_the_same_days_is_refused_and_named(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT, capacity=5)
    other = offered(ann, omar, task, first_day=date(2026, 12, 1), last_day=date(2026, 12, 10))
    for first, passes in ((date(2026, 12, 10), False), (date(2026, 12, 11), True)):
        plan = can_offer(ann, omar, task, first_day=first, last_day=date(2026, 12, 20))
        assert (not plan.refusals) is passes
        if not passes:
            want = plan.refusals[0].want
            assert "LO-00001 stands for Tue 1 Dec 2026 through Thu 10 Dec 2026" in want.sentence
            assert (want.action, want.ids) == ("end_offer", (other,))
    do(ann, "answer_offer", "lightdutyoffer", other, answer="declined")
    assert not can_offer(ann, omar, task, first_day=date(2026, 12, 10)).refusals


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first_day": date(2026, 11, 23)}, "before it is offered: choose a later first day"),
        ({"first_day": TODAY}, ""),
        ({"first_day": date(2026, 11, 23), "offered_date": date(2026, 11, 23)}, ""),
        ({"answer_by_date": date(2026, 11, 23)}, "is due Mon 23 Nov 2026, before it is offered"),
        ({"answer_by_date": TODAY}, ""),
        ({"hours_a_day": "-4"}, "Hours a day lie above 0"),
        ({"hours_a_day": "0", "days_a_week": "-1"}, "Hours a day lie above 0"),
        ({"weekly_wage": -100}, "cannot be less than nothing"),
    ],
)
def test_days_and_figures_that_cannot_be_are_refused_in_the_preview(ann, pw, omar, given, said):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    plan = can_offer(ann, omar, task, **given)
    assert said in reasons(plan) if said else not plan.refusals


def test_a_note_in_words_alone_is_read_and_not_compared(ann, pw):
    one = worker(pw)
    noted(ann, one, "", as_written="No contact with the public")
    task_of_bank(pw, "Check work orders", LIGHT)
    said = words(look(ann, "find_tasks", "claim", one))
    assert "The note limits in words alone: no task is compared with it." in said
    assert "“No contact with the public”" in said
    assert "respect every restriction" not in said
    boss = user("rita", "risk_manager")
    for plan in (
        look(boss, "find_tasks", "claim", one),
        can_offer(boss, one, m.LightDutyTask.get().id),
    ):
        assert "No contact with the public" not in words(plan), "a medical column"
        assert "The note says more in words: a technician reads it first." in words(plan)


def test_how_often_a_note_allows_something_bounds_the_task(ann, pw):
    one = worker(pw)
    noted(ann, one, "lift 20 lb occasionally\nlift 10 lb frequently")
    for title, pounds, often in (
        ("Sort keys", 10, "frequent"),
        ("Sort mail", 15, "frequent"),
        ("Sort stamps", 5, "constant"),
    ):
        task_of_bank(pw, title, {"activity": "lift", "pounds": pounds, "frequency": often})
    said = words(look(ann, "find_tasks", "claim", one))
    assert "1. LD-0001 Sort keys" in said
    assert "Not LD-0002 Sort mail: Lift 15 lb (a third to two thirds): 10 allowed" in said
    assert "Not LD-0003 Sort stamps: Lift more often than allowed: more than two thirds" in said


# --- Every note of its days ----------------------------------------------------------------------

LATER = date(2026, 12, 5)
"""A Saturday on which a further note begins."""


@pytest.fixture
def stricter(ann, pw, omar):
    """From 5 December Omar may not lift at all; a task that asks for five pounds."""
    noted(ann, omar, "no lifting", from_date=LATER)
    return task_of_bank(pw, "Check work orders", LIGHT)


@pytest.mark.parametrize(("last", "passes"), [(date(2026, 12, 4), True), (LATER, False)])
def test_a_note_that_begins_during_the_days_is_respected_too(ann, omar, stricter, last, passes):
    days = {"first_day": date(2026, 11, 25), "last_day": last}
    plan = can_offer(ann, omar, stricter, **days)
    found = words(look(ann, "find_tasks", "claim", omar, **days))
    why = "From Sat 5 Dec 2026: Lift: not at all."
    if passes:
        assert not plan.refusals
        assert "1 of 1 tasks respect every restriction" in found
    else:
        assert why in reasons(plan)
        assert f"Not LD-0001 Check work orders: {why}" in found
        assert "modified work from Sat 5 Dec 2026: No lifting" in found


@pytest.mark.parametrize(
    ("status", "stands"), [("off_work", "off work"), ("full_duty", "at full duty")]
)
@pytest.mark.parametrize(("last", "passes"), [(date(2026, 12, 4), True), (LATER, False)])
def test_light_duty_ends_before_a_note_that_allows_none(
    ann, pw, omar, status, stands, last, passes
):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    do(ann, "record_work_status", "claim", omar, status=status, from_date=LATER, inform=False)
    days = {"first_day": date(2026, 11, 25), "last_day": last}
    for plan in (
        can_offer(ann, omar, task, **days),
        look(ann, "find_tasks", "claim", omar, **days),
    ):
        assert (not plan.refusals) is passes
        if not passes:
            assert reasons(plan) == (
                f"From Sat 5 Dec 2026 the employee is {stands} by WS-000002: end it on the day "
                "before, Fri 4 Dec 2026."
            )


def test_of_two_notes_of_one_day_the_last_recorded_holds(ann, pw, omar, stricter):
    noted(ann, omar, "lift 20 lb", from_date=LATER)
    assert not can_offer(ann, omar, stricter).refusals


def test_an_offer_is_not_taken_beyond_a_note_that_came_since(ann, pw, omar):
    offer = offered(ann, omar, task_of_bank(pw, "Check work orders", LIGHT))
    noted(ann, omar, "no lifting", from_date=LATER)
    plan = look(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted")
    assert "From Sat 5 Dec 2026: Lift: not at all." in reasons(plan)
    assert not look(ann, "answer_offer", "lightdutyoffer", offer, answer="declined").refusals


def test_an_extension_beyond_the_notes_end_says_so(ann, pw):
    one = worker(pw)
    noted(ann, one, to_date=date(2026, 12, 29))
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = accepted(ann, one, task, last_day=date(2026, 12, 20))
    said = "The note holds through Tue 29 Dec 2026: a new one is needed before the last day."
    assert said not in words(extended(ann, offer, last_day=date(2026, 12, 29)))
    assert said in words(extended(ann, offer, last_day=date(2026, 12, 30)))


def test_an_extension_respects_a_note_that_begins_during_it(ann, pw, omar, stricter):
    offer = accepted(ann, omar, stricter, last_day=date(2026, 12, 4), first_day=TODAY)
    plan = extended(ann, offer, last_day=date(2026, 12, 20), reason="The note came late.")
    assert "Lift: not at all" in reasons(plan)


# --- Answer --------------------------------------------------------------------------------------


def test_accepted_brings_the_employee_back_and_is_told(ann, pw, omar):
    library = department("LIB")
    offer = offered(ann, omar, task_of_bank(library, "Shelve paperbacks", LIGHT))
    plan = look(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted")
    assert "back at work becomes Mon 30 Nov 2026, on which deadlines rest" in words(plan)
    done = do(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted")
    assert [address for address, _, _ in done.messages] == [
        "pw@example.org",
        "lib@example.org",
        "omar@example.org",
    ]
    assert done.messages[0][2] == (
        "Omar Ruiz: Shelve paperbacks, Mon 30 Nov 2026 through Sat 27 Feb 2027 is agreed."
    )
    found = row(m.LightDutyOffer, offer)
    assert (found.status, found.answered_date) == ("accepted", TODAY)
    assert row(m.Claim, omar).return_to_work_date == date(2026, 11, 30)
    with pytest.raises(Blocked, match="“Accepted” already"):
        do(ann, "answer_offer", "lightdutyoffer", offer, answer="declined")


@pytest.mark.parametrize("answer", ["declined", "expired"])
def test_not_taken_stops_nothing_by_itself(ann, pw, omar, answer):
    offer = offered(ann, omar, task_of_bank(pw, "Check work orders", LIGHT))
    do(ann, "answer_offer", "lightdutyoffer", offer, answer=answer, on=date(2026, 11, 30))
    assert row(m.LightDutyOffer, offer).status == answer
    assert row(m.Claim, omar).return_to_work_date is None
    assert m.Diary.get(m.Diary.subject.startswith("Light duty not taken")).claim == omar
    assert m.Diary.get(m.Diary.rule_code == "LD-ANSWER").status == "dropped"


def test_no_answer_in_time_is_known_once_it_was_due(ann, pw, omar):
    offer = offered(ann, omar, task_of_bank(pw, "Check work orders", LIGHT))
    assert row(m.LightDutyOffer, offer).answer_by_date == date(2026, 11, 29)
    late = {"answer": "expired", "on": date(2026, 11, 30)}
    with pytest.raises(Blocked, match="that none came is known from Mon 30 Nov 2026 on"):
        do(ann, "answer_offer", "lightdutyoffer", offer, **{**late, "on": date(2026, 11, 29)})
    with pytest.raises(Blocked, match="that none came is known from"):
        do(ann, "answer_offer", "lightdutyoffer", offer, answered_date=date(2026, 11, 29), **late)
    do(ann, "answer_offer", "lightdutyoffer", offer, **late)
    assert row(m.LightDutyOffer, offer).status == "expired"


@pytest.mark.parametrize(
    ("first", "due"),
    [
        (TODAY, TODAY),
        (date(2026, 11, 25), TODAY),
        (date(2026, 11, 29), date(2026, 11, 28)),
        (date(2026, 11, 30), date(2026, 11, 29)),
        (date(2026, 12, 1), date(2026, 11, 29)),
    ],
)
def test_an_answer_is_due_before_light_duty_begins(ann, pw, omar, first, due):
    """Five days as the office says, and never after the first day."""
    offer = offered(ann, omar, task_of_bank(pw, "Check work orders", LIGHT), first_day=first)
    assert row(m.LightDutyOffer, offer).answer_by_date == due


def test_an_answer_lies_between_the_offer_and_today(ann, pw, omar):
    offer = offered(ann, omar, task_of_bank(pw, "Check work orders", LIGHT))
    for day, passes in ((date(2026, 11, 23), False), (TODAY, True), (date(2026, 11, 25), False)):
        plan = look(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted",
                    answered_date=day)  # fmt: skip
        assert (not plan.refusals) is passes


# --- Extend --------------------------------------------------------------------------------------


def test_an_extension_is_numbered_and_counts_against_the_limit(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    first = accepted(ann, omar, task, last_day=date(2026, 12, 29))
    plan = extended(ann, first, last_day=date(2027, 1, 28))
    assert "extension 1" in words(plan)
    assert "60 of 180 days of light duty by its end" in words(plan)
    do(ann, "extend_offer", "lightdutyoffer", first, letter="elsewhere", last_day=date(2027, 1, 28))
    second = m.LightDutyOffer.get(m.LightDutyOffer.extends == first)
    assert (second.status, second.first_day, second.last_day, second.task) == (
        "offered",
        date(2026, 12, 30),
        date(2027, 1, 28),
        task,
    )
    assert row(m.LightDutyOffer, first).notice_date == TODAY
    with pytest.raises(Blocked, match="extended already"):
        do(ann, "extend_offer", "lightdutyoffer", first, letter="elsewhere")
    assert "only light duty that runs" in reasons(extended(ann, second.id))
    do(ann, "answer_offer", "lightdutyoffer", second.id, answer="accepted")
    third = extended(ann, second.id, last_day=date(2027, 2, 20))
    assert "extension 2" in words(third)
    beyond = extended(ann, second.id, last_day=date(2027, 5, 29))
    assert "Fri 28 May 2027 is the last day" in reasons(beyond)


@pytest.mark.parametrize(
    ("last", "reason", "passes"),
    [
        (date(2026, 12, 8), None, True),
        (date(2026, 12, 7), None, False),
        (date(2026, 12, 7), "The physician's office was closed.", True),
    ],
)
def test_two_weeks_notice_or_a_reason(ann, pw, omar, last, reason, passes):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = accepted(ann, omar, task, first_day=date(2026, 11, 24), last_day=last)
    plan = extended(ann, offer, reason=reason)
    assert (not plan.refusals) is passes


def test_an_extension_runs_once_it_is_accepted(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    first = accepted(ann, omar, task, last_day=date(2026, 12, 29), **BEGUN)
    back = row(m.Claim, omar).return_to_work_date
    do(ann, "extend_offer", "lightdutyoffer", first, letter="elsewhere", last_day=date(2027, 1, 28))
    second = m.LightDutyOffer.get(m.LightDutyOffer.extends == first)
    assert (second.answer_by_date, second.answered_date) == (date(2026, 11, 29), None)
    due = m.Diary.rule_code == "LD-END", m.Diary.status == "open"
    assert m.Diary.get(*due).diary_date == date(2026, 12, 15)
    done = do(ann, "answer_offer", "lightdutyoffer", second.id, answer="accepted")
    assert done.messages[0][2] == (
        "Omar Ruiz: Check work orders, Wed 30 Dec 2026 through Thu 28 Jan 2027, extension 1, is "
        "agreed."
    )
    assert m.Diary.get(*due).diary_date == date(2027, 1, 14)
    assert row(m.Claim, omar).return_to_work_date == back


def test_an_extension_that_is_declined_leaves_the_first_to_end(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    first = accepted(ann, omar, task, last_day=date(2026, 12, 29))
    do(ann, "extend_offer", "lightdutyoffer", first, letter="elsewhere", last_day=date(2027, 1, 28))
    second = m.LightDutyOffer.get(m.LightDutyOffer.extends == first)
    do(ann, "answer_offer", "lightdutyoffer", second.id, answer="declined")
    assert row(m.LightDutyOffer, first).status == "accepted"
    assert m.Diary.get(m.Diary.subject.startswith("Light duty not extended")).claim == omar


@pytest.mark.parametrize(("last", "given", "due"), [
    (date(2026, 12, 29), {}, date(2026, 11, 29)),
    (date(2026, 11, 26), {"reason": "The note came late."}, date(2026, 11, 26)),
    (date(2026, 12, 29), {"answer_by_date": date(2026, 12, 4)}, date(2026, 12, 4)),
])  # fmt: skip
def test_an_extension_is_answered_while_the_first_runs(ann, pw, omar, last, given, due):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    first = accepted(ann, omar, task, last_day=last, **BEGUN)
    assert f"answer due {long_day(due)}" in words(extended(ann, first, **given))


def test_light_duty_is_not_extended_beyond_new_restrictions(ann, pw, omar):
    offer = accepted(ann, omar, task_of_bank(pw, "Check work orders", LIGHT))
    noted(ann, omar, "lift 4 lb", from_date=TODAY)
    with pytest.raises(Blocked, match="Lift 5 lb: 4 allowed, 1 too much"):
        do(
            ann,
            "extend_offer",
            "lightdutyoffer",
            offer,
            letter="elsewhere",
            last_day=date(2027, 3, 1),
        )


# --- End -----------------------------------------------------------------------------------------


def test_an_end_has_its_day_and_reason(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = accepted(ann, omar, task, last_day=date(2026, 12, 29), **BEGUN)
    do(ann, "extend_offer", "lightdutyoffer", offer, letter="elsewhere", last_day=date(2027, 1, 28))
    done = do(ann, "end_offer", "lightdutyoffer", offer, end_reason="no_work")
    found = row(m.LightDutyOffer, offer)
    assert (found.status, found.ended_date, found.end_reason) == ("ended", TODAY, "no_work")
    assert m.LightDutyOffer.get(m.LightDutyOffer.extends == offer).status == "withdrawn"
    assert done.messages[0][2] == "Omar Ruiz: Check work orders ends Tue 24 Nov 2026."
    assert m.Diary.get(m.Diary.rule_code == "LD-END").status == "dropped"
    undo(ann, done.receipt.seq, on=TODAY)
    assert row(m.LightDutyOffer, offer).status == "accepted"


def test_off_work_again_is_told_to_the_claim(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = accepted(ann, omar, task, last_day=date(2026, 12, 29), **BEGUN)
    do(ann, "end_offer", "lightdutyoffer", offer, end_reason="off_work")
    found = row(m.Claim, omar)
    assert (found.last_worked_date, found.return_to_work_date) == (TODAY, None)


@pytest.mark.parametrize(("first", "status"), [(date(2026, 11, 25), "withdrawn"), (TODAY, "ended")])
def test_what_has_not_begun_is_withdrawn(ann, pw, omar, first, status):
    offer = accepted(ann, omar, task_of_bank(pw, "Check work orders", LIGHT), first_day=first)
    do(ann, "end_offer", "lightdutyoffer", offer, end_reason="other")
    assert row(m.LightDutyOffer, offer).status == status
    with pytest.raises(Blocked, match="already"):
        do(ann, "end_offer", "lightdutyoffer", offer, end_reason="other")


def test_it_never_ends_after_its_last_day(ann, pw, omar):
    offer = accepted(ann, omar, task_of_bank(pw, "Check work orders", LIGHT),
                     last_day=date(2026, 11, 22), **BEGUN)  # fmt: skip
    do(ann, "end_offer", "lightdutyoffer", offer, end_reason="other")
    assert row(m.LightDutyOffer, offer).ended_date == date(2026, 11, 22)


# --- The diary -----------------------------------------------------------------------------------


def test_the_end_and_the_limit_stand_in_the_diary(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = accepted(ann, omar, task, last_day=date(2027, 5, 28))
    due = {e.rule_code: e.diary_date for e in m.Diary.select().where(m.Diary.claim == omar)}
    assert due["LD-END"] == date(2027, 5, 14)
    assert due["LD-LIMIT"] == date(2027, 4, 22)
    do(ann, "end_offer", "lightdutyoffer", offer, end_reason="other")
    assert {
        e.status for e in m.Diary.select().where(m.Diary.rule_code << ["LD-END", "LD-LIMIT"])
    } == {"dropped"}


def test_the_diary_speaks_before_an_extension_wants_its_reason(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    offer = accepted(ann, omar, task, last_day=date(2027, 1, 29), **BEGUN)
    entry = m.Diary.get(m.Diary.rule_code == "LD-END", m.Diary.claim == omar)
    do(ann, "extend_offer", "lightdutyoffer", offer, letter="elsewhere", on=entry.diary_date)
    assert m.LightDutyOffer.get(m.LightDutyOffer.extends == offer).status == "offered"


def test_only_the_desk_acts(pw, omar, max_):
    with pytest.raises(Refused):
        look(user("cora", "coordinator"), "find_tasks", "claim", omar)
    assert look(max_, "find_tasks", "claim", omar).lines


def test_a_demand_that_is_not_known_forbids(ann, pw, omar):
    task = make("lightdutytask", title="Vague", department=pw)
    make("lightdutydemand", task=task, activity="lift")
    with pytest.raises(Blocked, match="how much the task asks for is not known"):
        offered(ann, omar, task)


def test_a_task_without_demands_is_refused_and_leads_to_recording_them(ann, pw, omar):
    task = make("lightdutytask", title="Carry 80 lb sacks", department=pw)
    said = words(look(ann, "find_tasks", "claim", omar))
    assert "Not LD-0001 Carry 80 lb sacks: Its physical demands are not recorded." in said
    plan = can_offer(ann, omar, task)
    assert "its physical demands are not recorded. Record them." in reasons(plan)
    want = plan.refusals[0].want
    assert (want.action, want.sheet, want.ids) == ("set_demands", "lightdutytask", (task,))


@pytest.mark.parametrize(("duties", "warned"), [("Carry sacks.", True), ("File.", False),
                                               (None, False)])  # fmt: skip
def test_typed_duties_are_not_compared_and_that_is_said(ann, pw, omar, duties, warned):
    task = task_of_bank(pw, "Check work orders", LIGHT, description="File.")
    said = words(can_offer(ann, omar, task, duties=duties))
    assert ("not compared with the restrictions" in said) is warned


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"wage_effect": "same", "weekly_wage": 500_00}, "before they were $1,500.00"),
        ({"wage_effect": "same", "hours_a_day": Decimal(4)}, "20 hours a week in place of 40"),
        ({"wage_effect": "lower_rate", "weekly_wage": 1_500_00}, "is not less than before"),
    ],
)
def test_wages_that_do_not_go_with_the_figures_are_refused(ann, pw, omar, given, why):
    change("claim", omar, average_weekly_earnings=1_500_00)
    task = task_of_bank(pw, "Check work orders", LIGHT)
    assert why in reasons(can_offer(ann, omar, task, **given))


@pytest.mark.parametrize(
    ("given", "effect", "says"),
    [
        ({}, "same", "Your wages stay the same."),
        ({"hours_a_day": Decimal(4)}, "fewer_hours",
         "Your rate of pay stays the same for fewer hours."),
        ({"weekly_wage": 500_00}, "lower_rate",
         "Your rate of pay is lower while you do this work. This work pays $500.00 a week."),
        ({"hours_a_day": Decimal(4), "weekly_wage": 1_500_00}, "same",
         "Your wages stay the same. This work pays $1,500.00 a week."),
    ],
)  # fmt: skip
def test_the_letter_says_of_wages_what_the_figures_say(ann, pw, omar, given, effect, says):
    change("claim", omar, average_weekly_earnings=1_500_00)
    offer = offered(ann, omar, task_of_bank(pw, "Check work orders", LIGHT), **given)
    found = row(m.LightDutyOffer, offer)
    assert (found.wage_effect, wage_words(found, "en")) == (effect, says)


def test_wages_typed_over_an_offer_go_with_its_figures(ann, pw, omar):
    change("claim", omar, average_weekly_earnings=1_500_00)
    offer = offered(ann, omar, task_of_bank(pw, "Check work orders", LIGHT))
    draft = Draft("typed", source="form", on=TODAY)
    draft.change(m.LightDutyOffer, offer, weekly_wage=500_00)
    with pytest.raises(Invalid, match="before they were"):
        commit(ann, draft)


# --- The limit of days ---------------------------------------------------------------------------


def limit_entry(claim_id: int) -> m.Diary:
    return m.Diary.get(m.Diary.rule_code == "LD-LIMIT", m.Diary.claim == claim_id)


def test_a_claims_own_limit_goes_before_the_offices(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    change("claim", omar, light_duty_limit_days=30)
    given = {"task": task, "first_day": date(2026, 11, 30)}
    beyond = look(
        ann,
        "offer_light_duty",
        "claim",
        omar,
        letter="elsewhere",
        last_day=date(2026, 12, 30),
        **given,
    )
    assert "limit of 30 days of light duty: Tue 29 Dec 2026 is the last day" in reasons(beyond)
    within = look(
        ann,
        "offer_light_duty",
        "claim",
        omar,
        letter="elsewhere",
        last_day=date(2026, 12, 29),
        **given,
    )
    assert "30 of 30 days of light duty by its end" in words(within)
    change("claim", omar, light_duty_limit_days=0)
    assert "used up" in reasons(
        look(ann, "offer_light_duty", "claim", omar, letter="elsewhere", **given)
    )


def test_a_limit_changed_on_the_claim_moves_its_deadline_and_says_why(ann, pw, omar):
    accepted(ann, omar, task_of_bank(pw, "Check work orders", LIGHT), last_day=date(2027, 5, 28))
    assert limit_entry(omar).diary_date == date(2027, 4, 22)
    change("claim", omar, light_duty_limit_days=100)
    moved = limit_entry(omar)
    assert (moved.diary_date, moved.moved_from_date) == (date(2027, 2, 17), date(2027, 4, 22))
    assert moved.moved_why == "The limit of days of light duty changed"
    change("claim", omar, light_duty_limit_days=300)
    ended = limit_entry(omar)
    assert ended.status == "dropped"
    assert ended.moved_why == "Four fifths of the days of light duty are not planned any more"


def worked_off(tmp_path) -> int:
    """How many times all deadlines were asked for since; each is done."""
    asked = list(m.Job.select().where(m.Job.kind == relook.KIND, m.Job.status == "queued"))
    for job in asked:
        relook.work(jobs.Task(job.id, OPERATOR, job.parameters, tmp_path))
        m.Job.update(status="done").where(m.Job.id == job.id).execute()
    return len(asked)


def test_a_limit_changed_in_settings_has_every_deadline_worked_out_anew(ann, pw, omar, tmp_path):
    accepted(ann, omar, task_of_bank(pw, "Check work orders", LIGHT), last_day=date(2027, 5, 28))
    setting = make("setting", name="light_duty_answer_days", value="7")
    assert worked_off(tmp_path) == 1, "by what it was last worked out is not known yet"
    change("setting", setting, value="8")
    assert worked_off(tmp_path) == 0, "another setting moves no deadline"
    limit = make("setting", name="light_duty_limit_days", value="150")
    assert worked_off(tmp_path) == 1
    moved = limit_entry(omar)
    assert (moved.diary_date, moved.moved_why) == (
        date(2027, 3, 29),
        "The limit of days of light duty changed",
    )
    with pytest.raises(Invalid, match="not a whole number of days"):
        change("setting", limit, value="a lot")


def test_what_an_offer_does_to_deadlines_is_told_before_it_is_made(ann, pw, omar):
    task = task_of_bank(pw, "Check work orders", LIGHT)
    plan = can_offer(ann, omar, task)
    assert any("Answer to the offer of light duty" in line for line in plan.follows)


# --- Wages ---------------------------------------------------------------------------------------


def test_what_lower_pay_costs_is_shown_with_its_working_and_looked_for(ann, pw, omar):
    change("claim", omar, average_weekly_earnings=1_500_00)
    task = task_of_bank(pw, "Check work orders", LIGHT)
    lower = {"task": task, "wage_effect": "lower_rate", "letter": "elsewhere"}
    due = "temporary partial disability of $400.00 a week is due (Labor Code 4654): Earnings of"
    assert due in words(look(ann, "offer_light_duty", "claim", omar, weekly_wage=900_00, **lower))
    unknown = words(look(ann, "offer_light_duty", "claim", omar, **lower))
    assert "is not known yet. Enter the wages a week" in unknown
    offer = offered(ann, omar, task, wage_effect="lower_rate", weekly_wage=900_00)
    do(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted", inform=False)
    entry = m.Diary.get(m.Diary.subject.startswith("Light duty at lower pay"))
    assert (entry.claim, entry.diary_date, entry.sensitivity) == (
        omar,
        date(2026, 11, 30),
        "personal",
    )
    assert "$400.00 a week" in entry.detail


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, ""),
        ({"wage_effect": "fewer_hours", "weekly_wage": 1_500_00}, "Nothing is due for lost wages"),
    ],
)
def test_where_no_wages_are_lost_nothing_is_looked_for(ann, pw, omar, given, said):
    change("claim", omar, average_weekly_earnings=1_500_00)
    task = task_of_bank(pw, "Check work orders", LIGHT)
    plan = can_offer(ann, omar, task, **given)
    assert ("lost wages" in words(plan)) is bool(said)
    assert said in words(plan)
    accepted(ann, omar, task, **given)
    assert not m.Diary.select().where(m.Diary.subject.startswith("Light duty at lower")).exists()
