"""A task is proposed only where it respects every restriction; of the others it is said what forbids
them and by how much.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.capacities import ACTIVITIES, FREQUENCIES, SIDES
from rules.light_duty import Demand, Fit, Limits, Restriction, Task, in_bands, match

OFFICE = Task(1, "Phones at the counter", (Demand("sit", hours=Decimal(7), minutes=60),))


def one(restriction: Restriction, demand: Demand) -> list[str]:
    """What forbids a task of one demand under a note of one line."""
    found = match(Limits((restriction,)), [Task(1, "Task", (demand,))])
    return [step.text for fit in found.refused for step in fit.forbidden]


@pytest.mark.parametrize(
    ("restriction", "demand", "said"),
    [
        (Restriction("lift", pounds=Decimal(10)), Demand("lift", pounds=Decimal(9)), []),
        (Restriction("lift", pounds=Decimal(10)), Demand("lift", pounds=Decimal(10)), []),
        (
            Restriction("lift", pounds=Decimal(10)),
            Demand("lift", pounds=Decimal("10.5")),
            ["Lift 10.5 lb: 10 allowed, 0.5 too much"],
        ),
        (
            Restriction("lift", pounds=Decimal(10)),
            Demand("lift"),
            ["Lift: 10 lb allowed, how much the task asks for is not known"],
        ),
        (
            Restriction("stand", minutes=30),
            Demand("stand", minutes=45, hours=Decimal(2)),
            ["Stand 45 minutes at one time: 30 allowed, 15 too much"],
        ),
        (
            Restriction("stand", minutes=30, hours=Decimal(1)),
            Demand("stand", minutes=45, hours=Decimal(2)),
            [
                "Stand 45 minutes at one time: 30 allowed, 15 too much",
                "Stand 2 hours a day: 1 allowed, 1 too much",
            ],
        ),
        (
            Restriction("kneel", never=True),
            Demand("kneel", minutes=1),
            ["Kneel or squat: not at all"],
        ),
        (Restriction("heights"), Demand("heights"), ["Ladders or heights: not at all"]),
        (Restriction("kneel", never=True), Demand("bend", minutes=1), []),
        (
            Restriction("grip", never=True, side="left"),
            Demand("grip", pounds=Decimal(5)),
            ["Grip, left: not at all"],
        ),
        (Restriction("grip", never=True, side="left"), Demand("grip", side="right"), []),
        (
            Restriction("grip", never=True, side="left"),
            Demand("grip", side="both"),
            ["Grip, left: not at all"],
        ),
        (
            Restriction("lift", pounds=Decimal(10), frequency="frequent"),
            Demand("lift", pounds=Decimal(20), frequency="occasional"),
            [],
        ),
        (
            Restriction("lift", pounds=Decimal(10), frequency="frequent"),
            Demand("lift", pounds=Decimal(20), frequency="frequent"),
            ["Lift 20 lb (a third to two thirds): 10 allowed, 10 too much"],
        ),
        (
            Restriction("lift", pounds=Decimal(10), frequency="frequent"),
            Demand("lift", pounds=Decimal(20)),
            [
                "Lift 20 lb (a third to two thirds): 10 allowed, 10 too much",
                "Lift more often than allowed: more than two thirds; allowed: a third to two thirds",
            ],
        ),
        (
            Restriction("lift", pounds=Decimal(20), frequency="occasional"),
            Demand("lift", pounds=Decimal(15), frequency="constant"),
            [
                "Lift more often than allowed: more than two thirds; allowed: up to a third of the "
                "day"
            ],
        ),
        (
            Restriction("lift", pounds=Decimal(20), frequency="occasional"),
            Demand("lift", pounds=Decimal(15), frequency="occasional"),
            [],
        ),
        (
            Restriction("grip", frequency="once", side="left"),
            Demand("grip", frequency="occasional"),
            [
                "Grip, left more often than allowed: up to a third of the day; allowed: once in a "
                "while"
            ],
        ),
        (Restriction("bend", frequency="constant"), Demand("bend"), []),
        (
            Restriction("bend", never=True, frequency="once"),
            Demand("bend"),
            ["Bend: not at all"],
        ),
        (
            Restriction("lift", pounds=Decimal(10)),
            Demand("lift", pounds=Decimal(20), frequency="once"),
            ["Lift 20 lb: 10 allowed, 10 too much"],
        ),
    ],
)
def test_what_a_restriction_forbids_and_by_how_much(restriction, demand, said):
    assert one(restriction, demand) == said


def test_hours_and_days_of_the_note_bound_the_whole_task():
    found = match(Limits(hours_a_day=Decimal(4), days_a_week=Decimal(3)), [OFFICE])
    assert [step.text for step in found.refused[0].forbidden] == [
        "8 hours a day: 4 allowed, 4 too much",
        "5 days a week: 3 allowed, 2 too much",
    ]
    short = replace(OFFICE, hours_a_day=Decimal(4), days_a_week=Decimal(3), demands=())
    assert match(Limits(hours_a_day=Decimal(4), days_a_week=Decimal(3)), [short]).refused == ()


def test_a_task_without_a_free_place_is_not_proposed():
    found = match(Limits(), [replace(OFFICE, places=0)])
    assert found.refused[0].forbidden[0].text.startswith("Nobody more can be taken")


def test_own_department_comes_first_then_the_most_hours():
    far, near = replace(OFFICE, key=2, title="Far"), replace(OFFICE, key=3, near=True)
    brief = replace(OFFICE, key=4, near=True, hours_a_day=Decimal(4))
    found = match(Limits(), [far, brief, near])
    assert [fit.task.key for fit in found.fits] == [3, 4, 2]


def test_of_the_refused_the_nearest_comes_first():
    one_thing = Task(1, "B", (Demand("lift", pounds=Decimal(50)),))
    two = Task(2, "A", (Demand("lift", pounds=Decimal(50)), Demand("heights")))
    limits = Limits((Restriction("lift", pounds=Decimal(10)), Restriction("heights")))
    assert [fit.task.key for fit in match(limits, [two, one_thing]).refused] == [1, 2]


def test_the_steps_say_how_many_and_that_free_text_is_to_be_read():
    found = match(Limits((Restriction("heights"),), reads=True), [OFFICE])
    assert [step.text for step in found.steps] == [
        "1 of 1 tasks respect every restriction",
        "The note says more in words: read it before offering a task",
    ]
    assert len(match(Limits(), [OFFICE]).steps) == 1
    assert Fit(OFFICE).fits


@pytest.mark.parametrize(
    ("limits", "compared"),
    [
        (Limits(reads=True, later=(Limits(reads=True),)), False),
        (Limits(reads=True, later=(Limits(hours_a_day=Decimal(8)),)), True),
        (Limits((Restriction("heights"),), reads=True), True),
        (Limits(reads=True, days_a_week=Decimal(5)), True),
    ],
)
def test_no_task_respects_what_stands_in_words_alone(limits, compared):
    first = match(limits, [OFFICE]).steps[0].text
    assert (first == "1 of 1 tasks respect every restriction") is compared
    assert ("words alone: no task is compared" in first) is not compared


def test_what_a_later_note_forbids_begins_with_its_day_and_is_said_once():
    first = Limits((Restriction("lift", pounds=Decimal(10)),))
    second = Limits(
        (Restriction("lift", pounds=Decimal(10)), Restriction("heights")), since=date(2026, 12, 5)
    )
    asked = Task(1, "Task", (Demand("lift", pounds=Decimal(20)), Demand("heights")))
    (refused,) = match(replace(first, later=(second,)), [asked]).refused
    assert [step.text for step in refused.forbidden] == [
        "Lift 20 lb: 10 allowed, 10 too much",
        "From Sat 5 Dec 2026: Ladders or heights: not at all",
    ]


@pytest.mark.parametrize(
    ("often", "hours", "day", "fits"),
    [
        ("occasional", "2", 6, True),
        ("occasional", "2.01", 6, False),
        ("occasional", "2", 4, False),
        ("frequent", "4", 6, True),
        ("frequent", "4.01", 6, False),
        ("constant", "6", 6, True),
    ],
)
def test_hours_of_a_demand_say_how_often_it_is(often, hours, day, fits):
    """Occasionally is up to a third of the day, frequently up to two thirds."""
    asked = replace(
        OFFICE, demands=(Demand("bend", hours=Decimal(hours)),), hours_a_day=Decimal(day)
    )
    assert bool(match(Limits((Restriction("bend", frequency=often),)), [asked]).fits) is fits


TABLE = (("once", 50), ("occasional", 20), ("frequent", 10))
"""A form: 50 lb once in a while, 20 lb up to a third of the day, 10 lb up to two thirds."""


@pytest.mark.parametrize(
    ("often", "pounds", "fits"),
    [
        ("once", 50, True),
        ("once", 51, False),
        ("occasional", 20, True),
        ("occasional", 21, False),
        ("frequent", 10, True),
        ("frequent", 11, False),
        ("constant", 1, False),
        ("", 1, False),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_pounds_for_each_share_of_the_day_are_read_together(often, pounds, fits, turned):
    lines = [Restriction("lift", pounds=Decimal(most), frequency=name) for name, most in TABLE]
    other = Restriction("carry", pounds=Decimal(1), frequency="constant")
    known = in_bands([other, *(reversed(lines) if turned else lines)])
    asked = replace(OFFICE, demands=(Demand("lift", pounds=Decimal(pounds), frequency=often),))
    assert bool(match(Limits(known), [asked]).fits) is fits


@pytest.mark.parametrize(
    ("often", "pounds", "fits"),
    [("once", 20, True), ("once", 21, False), ("occasional", 20, True), ("frequent", 20, False)],
)
def test_nothing_heavier_is_allowed_once_than_what_is_allowed_seldomest(often, pounds, fits):
    """A note of “20 lb occasionally” allows nobody to lift 90 lb once in a while."""
    line = Restriction("lift", pounds=Decimal(20), frequency="occasional")
    asked = replace(OFFICE, demands=(Demand("lift", pounds=Decimal(pounds), frequency=often),))
    assert bool(match(Limits(in_bands([line])), [asked]).fits) is fits


@pytest.mark.parametrize(
    "further",
    [
        Restriction("lift", pounds=Decimal(30), frequency="constant"),
        Restriction("lift", pounds=Decimal(5)),
        Restriction("carry", pounds=Decimal(5), frequency="constant"),
        Restriction("lift", pounds=Decimal(5), frequency="constant", side="left"),
        Restriction("lift", hours=Decimal(2), frequency="constant"),
    ],
)
def test_a_line_allows_oftener_only_what_is_no_heavier(further):
    line = Restriction("lift", pounds=Decimal(20), frequency="occasional")
    assert in_bands([line, further])[0].oftenest == "occasional"


# --- What holds for all notes and banks -----------------------------------------------------------

ACTIVITY = st.sampled_from(["lift", "stand", "grip", "heights"])
"""One of each kind, and few, so that notes and tasks speak of the same: of all of them they seldom
did, and no fault was seen.
"""
SIDE = st.sampled_from(["", *(code for code, _ in SIDES)])
OFTEN = st.sampled_from(["", *(code for code, _ in FREQUENCIES)])
FIGURE = st.sampled_from([None, *(Decimal(n) / 2 for n in range(2, 9))])
MINUTES = st.sampled_from([None, 0, 1, 2, 3, 4])
MANY = settings(max_examples=300)
SELDOM_NEVER = st.sampled_from([False, False, False, True])
RESTRICTION = st.builds(
    Restriction,
    activity=ACTIVITY,
    never=SELDOM_NEVER,
    pounds=FIGURE,
    minutes=MINUTES,
    hours=FIGURE,
    frequency=OFTEN,
    side=SIDE,
    oftenest=OFTEN,
)
DEMAND = st.builds(
    Demand,
    activity=ACTIVITY,
    pounds=FIGURE,
    minutes=MINUTES,
    hours=FIGURE,
    frequency=OFTEN,
    side=SIDE,
)
HOURS = st.integers(8, 12).map(lambda n: Decimal(n) / 2)
TASKS = st.lists(
    st.builds(
        Task,
        key=st.integers(1, 99),
        title=st.sampled_from("ABC"),
        demands=st.lists(DEMAND, max_size=2).map(tuple),
        hours_a_day=HOURS,
        days_a_week=HOURS,
        places=st.sampled_from([0, 1, 1, 2]),
        near=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda task: task.key,
)
LIMITS = st.builds(
    Limits,
    lines=st.lists(RESTRICTION, max_size=3).map(tuple),
    hours_a_day=st.none() | HOURS,
    days_a_week=st.none() | HOURS,
)


def keys(found) -> set[int]:
    return {fit.task.key for fit in found.fits}


@MANY
@given(LIMITS, RESTRICTION, TASKS)
def test_a_further_restriction_never_adds_a_task(limits, more, tasks):
    narrower = replace(limits, lines=(*limits.lines, more))
    assert keys(match(narrower, tasks)) <= keys(match(limits, tasks))


@MANY
@given(LIMITS, HOURS, st.sampled_from(["hours_a_day", "days_a_week"]), TASKS)
def test_fewer_hours_or_days_never_add_a_task(limits, figure, name, tasks):
    known = getattr(limits, name)
    narrower = replace(limits, **{name: figure if known is None else min(known, figure)})
    assert keys(match(narrower, tasks)) <= keys(match(limits, tasks))


@MANY
@given(LIMITS, st.data(), TASKS)
def test_a_stricter_line_never_adds_a_task(limits, data, tasks):
    """Less of anything, or whatever the share of the day, or on both sides: never a task that was not there before."""
    stricter = []
    for line in limits.lines:
        name = data.draw(st.sampled_from(["pounds", "minutes", "hours", "never", "side", "often"]))
        if name == "never":
            stricter.append(replace(line, never=True))
        elif name == "side":
            stricter.append(replace(line, side="both"))
        elif name == "often":
            most = line.oftenest or line.frequency
            stricter.append(replace(line, frequency="", oftenest=most))
        else:
            known = getattr(line, name)
            less = 5 if known is None else known // 2
            stricter.append(replace(line, **{name: less}))
    narrower = replace(limits, lines=tuple(stricter))
    assert keys(match(narrower, tasks)) <= keys(match(limits, tasks))


@MANY
@given(LIMITS, LIMITS, TASKS)
def test_a_note_that_begins_later_never_adds_a_task(limits, further, tasks):
    """What fits fits each note by itself, and nothing else does."""
    both = replace(limits, later=(further,))
    assert keys(match(both, tasks)) == keys(match(limits, tasks)) & keys(match(further, tasks))


SELDOM = ["once", "occasional", "frequent", "constant"]
"""How often, written down anew: the property does not look into the rule's own table."""


def is_handled_so_often(line: Restriction, demand: Demand) -> bool:
    """Whether a limit of pounds speaks of a demand: blank, it always does; a blank demand is all
    day.
    """
    if not line.frequency:
        return True
    asked = demand.frequency or "constant"
    return SELDOM.index(asked) >= SELDOM.index(line.frequency)


def how_often(demand: Demand, day: Decimal) -> int:
    """Which share of the day a demand takes."""
    if demand.frequency or demand.hours is None:
        return SELDOM.index(demand.frequency or "constant")
    share = Fraction(demand.hours) / Fraction(day)
    return 1 if share <= Fraction(1, 3) else 2 if share <= Fraction(2, 3) else 3


def test_a_task_of_which_nothing_is_known_fits_no_restriction():
    sacks = Task(1, "Carry 80 lb sacks")
    found = match(Limits((Restriction("lift", pounds=Decimal(20)),)), [sacks])
    assert [step.text for step in found.refused[0].forbidden] == [
        "Its physical demands are not recorded"
    ]
    assert match(Limits(hours_a_day=Decimal(8)), [sacks]).fits


@MANY
@given(LIMITS, TASKS)
def test_a_task_that_is_proposed_violates_no_restriction(limits, tasks):
    for fit in match(limits, tasks).fits:
        task = fit.task
        assert task.places > 0
        assert task.demands or not limits.lines, "what it asks for is not known"
        assert limits.hours_a_day is None or task.hours_a_day <= limits.hours_a_day
        assert limits.days_a_week is None or task.days_a_week <= limits.days_a_week
        for line in limits.lines:
            for demand in task.demands:
                other = {"left": "right", "right": "left"}.get(line.side)
                if demand.activity != line.activity or (other and demand.side == other):
                    continue
                assert not line.never
                assert ACTIVITIES[line.activity].measured
                if line.pounds is not None and is_handled_so_often(line, demand):
                    assert demand.pounds is not None
                    assert demand.pounds <= line.pounds
                if most := line.oftenest or line.frequency:
                    assert how_often(demand, task.hours_a_day) <= SELDOM.index(most)
                if line.minutes is not None:
                    assert demand.minutes is not None
                    assert demand.minutes <= line.minutes
                if line.hours is not None:
                    assert demand.hours is not None
                    assert demand.hours <= line.hours


@MANY
@given(LIMITS, TASKS)
def test_every_task_is_told_once(limits, tasks):
    found = match(limits, tasks)
    told = [fit.task.key for fit in (*found.fits, *found.refused)]
    assert sorted(told) == sorted(task.key for task in tasks)
    assert all(fit.forbidden for fit in found.refused)
