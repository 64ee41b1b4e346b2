"""Light duty: which tasks a restricted employee may be given, and what forbids the others.

A task fits when what it asks for is known and goes beyond no restriction. Nothing is accepted by
itself: what fits is proposed to a person. What a note says in free text alone no rule can compare:
`reads` says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from rules.answers import Step
from rules.capacities import ACTIVITIES, ALWAYS, FREQUENCIES, RANK, THIRDS
from rules.days import long_day

LAW = "8 CCR 9785; Lab. Code 4658.7"
HOW_OFTEN = dict(FREQUENCIES)
UNKNOWN = "Its physical demands are not recorded"
"""What forbids a task of which nothing is known, wherever a note limits an activity."""
WORDS_ALONE = (
    "The note limits in words alone: no task is compared with it. Read it before offering a task"
)
UNITS = {"pounds": "lb", "minutes": "minutes at one time", "hours": "hours a day"}


@dataclass(frozen=True)
class Restriction:
    """A line of a physician's note: what is limited, and to how much.

    Args:
        activity: a code of `ACTIVITIES`.
        never: not at all.
        pounds, minutes, hours: at most so much; minutes at one time, hours a day.
        frequency: how often at most; the limit of pounds holds for what is handled so often or
            oftener. Empty: both always.
        oftenest: how often at most, where another line of the note allows less more often (20 lb
            up to a third of the day, 10 lb up to two thirds); empty: as `frequency`.
        side: left, right or both; empty as both.
    """

    activity: str
    never: bool = False
    pounds: Decimal | None = None
    minutes: int | None = None
    hours: Decimal | None = None
    frequency: str = ""
    side: str = ""
    oftenest: str = ""


@dataclass(frozen=True)
class Limits:
    """What a note allows: its lines, hours a day and days a week in all, and whether it says more
    in free text that a person has to read.

    Args:
        since: the day on which it begins, where an assignment has begun by then.
        later: what the notes allow that begin during the assignment; a task respects all of them.
    """

    lines: tuple[Restriction, ...] = ()
    hours_a_day: Decimal | None = None
    days_a_week: Decimal | None = None
    reads: bool = False
    since: date | None = None
    later: tuple["Limits", ...] = ()

    @property
    def notes(self) -> tuple["Limits", ...]:
        """Every note that holds on some day of the assignment, in the order in which they begin."""
        return self, *self.later

    @property
    def in_words_alone(self) -> bool:
        """Whether all that it limits stands in free text."""
        return self.reads and not self.lines and self.hours_a_day is self.days_a_week is None


@dataclass(frozen=True)
class Demand:
    """What a task asks for: the most of it. Blank figures are not known; blank frequency is all
    day, blank side either.
    """

    activity: str
    pounds: Decimal | None = None
    minutes: int | None = None
    hours: Decimal | None = None
    frequency: str = ""
    side: str = ""


@dataclass(frozen=True)
class Task:
    """A task of the bank. `places` are those not taken; `near`: it is in the employee's own
    department.
    """

    key: int
    title: str
    demands: tuple[Demand, ...] = ()
    hours_a_day: Decimal = Decimal(8)
    days_a_week: Decimal = Decimal(5)
    places: int = 1
    near: bool = False


@dataclass(frozen=True)
class Fit:
    """How a task stands: what forbids it, a sentence each; nothing where it fits."""

    task: Task
    forbidden: tuple[Step, ...] = ()

    @property
    def fits(self) -> bool:
        """Whether nothing forbids it."""
        return not self.forbidden


@dataclass(frozen=True)
class Matching:
    """The tasks that fit, best first, and the others with what forbids them, least first."""

    fits: tuple[Fit, ...]
    refused: tuple[Fit, ...]
    steps: tuple[Step, ...] = field(default=())


def match(limits: Limits, tasks: Iterable[Task]) -> Matching:
    """The tasks of a bank under the limits of a note.

    A demand whose figure is not known counts as beyond any limit on it; of a task without demands
    nothing is known, so it fits no line of a note. Of those that fit come
    first the tasks of the employee's own department, then those that give the most hours a week.

    Args:
        limits: what the note allows.
        tasks: the bank, in any order.

    Returns:
        Every task once, with the reasons; steps in words that one may tell the employee.

    Source: restrictions, 8 CCR 9785(e), (f); the offer of work, Lab. Code 4658.7(b).
    """
    found = [Fit(task, tuple(_forbidden(limits, task))) for task in tasks]
    fits = sorted((fit for fit in found if fit.fits), key=_rank)
    refused = sorted(
        (fit for fit in found if not fit.fits),
        key=lambda fit: (len(fit.forbidden), _rank(fit)),
    )
    steps = [Step(f"{len(fits)} of {len(found)} tasks respect every restriction", LAW)]
    if all(note.in_words_alone for note in limits.notes):
        steps = [Step(WORDS_ALONE, LAW)]
    elif any(note.reads for note in limits.notes):
        steps.append(Step("The note says more in words: read it before offering a task"))
    return Matching(tuple(fits), tuple(refused), tuple(steps))


def _rank(fit: Fit) -> tuple[bool, Decimal, str, int]:
    task = fit.task
    return not task.near, -task.hours_a_day * task.days_a_week, task.title, task.key


def _forbidden(limits: Limits, task: Task) -> Iterator[Step]:
    """What forbids a task, a step each; what a later note forbids besides begins with its day."""
    if task.places < 1:
        yield Step("Nobody more can be taken: its places are filled")
    if not task.demands and any(note.lines for note in limits.notes):
        yield Step(UNKNOWN, LAW)
    said = set()
    for note in limits.notes:
        for step in _beyond_note(note, task):
            if step not in said:
                said.add(step)
                since = f"From {long_day(note.since)}: " if note.since else ""
                yield step._replace(text=f"{since}{step.text}")


def _beyond_note(note: Limits, task: Task) -> Iterator[Step]:
    """What one note forbids of a task whose demands are known."""
    for allowed, asked, unit in (
        (note.hours_a_day, task.hours_a_day, "hours a day"),
        (note.days_a_week, task.days_a_week, "days a week"),
    ):
        if allowed is not None and asked > allowed:
            yield Step(f"{_plain(asked)} {unit}: {_beyond(allowed, asked)}", LAW)
    for demand in task.demands:
        for restriction in note.lines:
            if _meets(restriction, demand):
                yield from _against(restriction, demand)
                yield from _too_often(restriction, demand, task.hours_a_day)


def _meets(restriction: Restriction, demand: Demand) -> bool:
    """Whether a restriction speaks of a demand: the same activity, and a side in common."""
    sides = {restriction.side or "both", demand.side or "both"}
    return restriction.activity == demand.activity and sides != {"left", "right"}


def _against(restriction: Restriction, demand: Demand) -> Iterator[Step]:
    activity = ACTIVITIES[demand.activity]
    side = f", {restriction.side}" if restriction.side in ("left", "right") else ""
    if restriction.never or not activity.measured:
        yield Step(f"{activity.label}{side}: not at all", LAW)
        return
    for measure, unit in UNITS.items():
        allowed, asked = getattr(restriction, measure), getattr(demand, measure)
        if allowed is None or (measure == "pounds" and not _as_often(restriction, demand)):
            continue
        if asked is None:
            yield Step(
                f"{activity.label}{side}: {_plain(allowed)} {unit} allowed, how much the task asks "
                "for is not known",
                LAW,
            )
        elif asked > allowed:
            often = (
                f" ({HOW_OFTEN[restriction.frequency].lower()})" if restriction.frequency else ""
            )
            yield Step(
                f"{activity.label}{side} {_plain(asked)} {unit}{often}: {_beyond(allowed, asked)}",
                LAW,
            )


def _too_often(restriction: Restriction, demand: Demand, day: Decimal) -> Iterator[Step]:
    """What is asked for oftener than a restriction allows it: by the share of the day that the
    demand names, else by its hours, else all day.
    """
    most = restriction.oftenest or restriction.frequency
    if restriction.never or not most or not ACTIVITIES[demand.activity].measured:
        return
    asked = RANK.get(demand.frequency, ALWAYS)
    if not demand.frequency and demand.hours is not None:
        asked = 1 + sum(3 * demand.hours > thirds * day for thirds in THIRDS)
    if asked > RANK[most]:
        label, often = ACTIVITIES[demand.activity].label, FREQUENCIES[asked][1].lower()
        side = f", {restriction.side}" if restriction.side in ("left", "right") else ""
        allowed = HOW_OFTEN[most].lower()
        yield Step(f"{label}{side} more often than allowed: {often}; allowed: {allowed}", LAW)


def in_bands(lines: Iterable[Restriction]) -> tuple[Restriction, ...]:
    """The lines of one note, those that give an activity pounds by how often read together.

    20 lb up to a third of the day and 10 lb up to two thirds allow 10 lb up to two thirds: the
    first does not forbid what the second allows. A line allows oftener only what is no heavier.
    The pounds of the seldomest are the most at any time: nothing heavier is allowed once.

    Source: work-status forms, which give pounds for each share of the day (8 CCR 9785).
    """
    known = tuple(lines)
    banded = [line for line in known if line.frequency and line.pounds is not None]
    return tuple(_in_band(line, banded) if line in banded else line for line in known)


def _in_band(line: Restriction, banded: Iterable[Restriction]) -> Restriction:
    """A line as it stands among the others that give pounds by how often."""
    side, pounds = line.side or "both", line.pounds or 0
    group = [one for one in banded if (one.activity, one.side or "both") == (line.activity, side)]
    no_heavier = (one.frequency for one in group if (one.pounds or 0) <= pounds)
    seldomest = min((one.frequency for one in group), key=RANK.__getitem__)
    return replace(
        line,
        frequency="" if line.frequency == seldomest else line.frequency,
        oftenest=max(no_heavier, key=RANK.__getitem__),
    )


def _as_often(restriction: Restriction, demand: Demand) -> bool:
    """Whether a limit that holds from some frequency on speaks of a demand."""
    asked = RANK.get(demand.frequency, ALWAYS)
    return asked >= RANK.get(restriction.frequency, 0)


def _beyond(allowed: Decimal | int, asked: Decimal | int) -> str:
    return f"{_plain(allowed)} allowed, {_plain(asked - allowed)} too much"


def _plain(number: Decimal | int) -> str:
    return f"{Decimal(number).normalize():f}"
