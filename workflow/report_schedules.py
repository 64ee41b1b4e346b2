"""Reports that come round: made for the own inbox, or mailed to colleagues who may see them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from exports import reports
from exports.reports import asking
from exports.reports.report import REPORTS, Asked
from journal import settings
from journal.law import calendar_of
from journal.saved_views import may_filter
from journal.who import Who, person, person_of
from models import ReportSchedule
from rules import recurrence
from rules.calendars import closed
from rules.choices import REPORT_SCHEDULE_FILES
from rules.days import long_day
from rules.errors import BadQuestion, Blocked, Invalid, NotFound, OfficeError, Problem
from rules.recurrence import EVERY, LAST_OF, PERIODS, Recurrence
from rules.registry import Entry
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted, listed

reports.load()
ROLES = (*DESK, "coordinator")
"""Who has reports come round: whoever may ask one, but the auditor, who writes nothing."""
MOST = 20
"""Colleagues to whom one report is mailed."""
MOVES = "The day moves with the schedule: leave “as_of” out."
KINDS = {"xlsx": ("xlsx",), "csv": ("csv",), "both": ("xlsx", "csv")}
"""How it is made -> the files of it."""


def _open_to(who: Who) -> dict[str, tuple[tuple[str, str], ...]]:
    """The reports that somebody may ask."""
    return {"report": tuple((entry.key, entry.title) for entry in asking.offered(who))}


@VERBS.add(
    "schedule_report",
    title="Schedule a report",
    sheets=("reportschedule",),
    roles=ROLES,
    alone=True,
    makes=True,
    allows=_open_to,
    params=(
        Param(
            "report",
            "choice",
            "Report",
            choices=tuple((entry.key, entry.title) for entry in REPORTS),
            required=True,
        ),
        Param(
            "asked",
            "long",
            "Asked with",
            "Filled in where you come from the report's page. Else NAME=VALUE, one a line: line=L.",
        ),
        Param(
            "period",
            "choice",
            "Period",
            "Where the report has one. Blank: as asked, or up to its day.",
            choices=PERIODS,
        ),
        Param("every", "choice", "How often", choices=EVERY, default="week", required=True),
        Param(
            "on_day",
            "whole",
            "On day",
            "Of the week, 1 is Monday; of the month, its number. A short month takes its last day.",
            default=1,
        ),
        Param(
            "files", "choice", "As", choices=REPORT_SCHEDULE_FILES, default="xlsx", required=True
        ),
        Param(
            "send_to",
            "long",
            "Mail to",
            "E-mail addresses of colleagues, one a line. Blank: your own inbox.",
        ),
    ),
)
def schedule_report(task: Task) -> Plan:
    """A report made each time it comes round, under your policy of that day."""
    entry, texts = REPORTS.get(task["report"]), read_asked(task["asked"] or "")
    what = _recurrence_of(task)
    number = what.on if task["every"] in LAST_OF else None
    row = ReportSchedule(report=entry.key, asked=task["asked"], period=task["period"])
    question = question_of(task.who, row, task.on, on=task.on)
    texts = {name: question.texts[name] for name in texts if name in question.texts}
    colleagues = _colleagues(task, entry)
    plan = Plan(task.draft(f"{entry.title} scheduled {recurrence.in_words(what)}"[:300]))
    plan.draft.create(
        ReportSchedule,
        report=entry.key,
        asked="\n".join(f"{name}={text}" for name, text in texts.items()) or None,
        period=task["period"],
        every=task["every"],
        on_day=number,
        files=task["files"],
        send_to="\n".join(one.email for one in colleagues) or None,
        first_day=task.on + timedelta(days=1),
        owner=task.who.user_id,
    )
    first = recurrence.next_due(what, task.on)
    whom = listed([one.name or one.email for one in colleagues])
    where = f"is mailed to {whom}" if colleagues else "lands in your inbox"
    plan.lines.append(
        f"“{entry.title}” is made {recurrence.in_words(what)}, first on {long_day(first)}, "
        f"and {where}."
    )
    plan.lines += [line for one in colleagues if (line := _kept_from(question, entry, one))]
    plan.said = f"“{entry.title}” is scheduled {recurrence.in_words(what)}, from {long_day(first)}."
    return plan


@VERBS.add(
    "pause_schedule",
    title="Pause",
    sheets=("reportschedule",),
    roles=(*ROLES, "administrator"),
    many=True,
    statuses=("active",),
)
def pause_schedule(task: Task) -> Plan:
    """Nothing is made until it goes on; what falls due meanwhile is not made up for."""
    return _set(task, "Paused", status="paused")


@VERBS.add(
    "resume_schedule",
    title="Go on",
    sheets=("reportschedule",),
    roles=(*ROLES, "administrator"),
    many=True,
    statuses=("paused",),
)
def resume_schedule(task: Task) -> Plan:
    """It is made again, from the next day on which it is due."""
    later = task.on + timedelta(days=1)
    return _set(task, "Goes on", status="active", first_day=later)


@VERBS.add(
    "end_schedule",
    title="End",
    sheets=("reportschedule",),
    roles=(*ROLES, "administrator"),
    many=True,
    danger=True,
)
def end_schedule(task: Task) -> Plan:
    """It goes to the trash; files that were made stay where they are."""
    plan = Plan(task.draft(f"Ended {counted(len(task.records), 'scheduled report')}"))
    for row in task.records:
        plan.draft.trash(ReportSchedule, row.id, seen=row.version)
        plan.lines.append(f"{row.schedule_no} {title_of(row)}: no longer made.")
    return plan


def _set(task: Task, word: str, **values: Any) -> Plan:
    plan = Plan(task.draft(f"{word}: {counted(len(task.records), 'scheduled report')}"))
    for row in task.records:
        plan.draft.change(ReportSchedule, row.id, seen=row.version, **values)
        plan.lines.append(f"{row.schedule_no} {title_of(row)}: {word.lower()}.")
    return plan


# --- What a schedule asks, and when ---------------------------------------------------------------


def title_of(row: ReportSchedule) -> str:
    """What the report of a schedule is called."""
    return REPORTS.get(row.report).title if row.report in REPORTS else row.report


def recurrence_of(row: ReportSchedule) -> Recurrence:
    """How a schedule comes round, by the office's fiscal year and closed days."""
    state = calendar_of("state")
    return Recurrence(
        row.every,
        row.on_day or 1,
        settings.fiscal_start(),
        lambda day: closed(day, state),
    )


def read_asked(text: str) -> dict[str, str]:
    """The parameters of a report as written, one a line.

    Raises:
        BadQuestion: a line is not NAME=VALUE, or names the day.
    """
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        name, equals, value = line.partition("=")
        if not equals:
            raise BadQuestion(f"“{line[:60]}” is not NAME=VALUE, such as line=L.")
        if name.strip() == "as_of":
            raise BadQuestion(MOVES)
        found[name.strip()] = value.strip()
    return found


def question_of(who: Who, row: ReportSchedule, due: date, *, on: date) -> Asked:
    """What a schedule asks on a day on which it is due; made up for later, it looks back to it."""
    entry, texts = REPORTS.get(row.report), read_asked(row.asked or "")
    names = {one.name for one in entry.facts["parameters"]}
    if row.period:
        pair = ("from", "to") if "from" in names else ("loss_from", "loss_to")
        if not names.issuperset(pair):
            raise BadQuestion(f"“{entry.title}” is asked as of a day: leave the period blank.")
        year = settings.fiscal_start()
        days = recurrence.period_before(row.period, due, year_month=year)
        texts |= {name: day.isoformat() for name, day in zip(pair, days, strict=True)}
    if due < on:
        texts["as_of"] = due.isoformat()
    return asking.asked(who, entry, texts, on=on)


def due_of(row: ReportSchedule, on: date) -> date | None:
    """The last day up to `on` on which an active schedule was due."""
    if row.status != "active" or row.report not in REPORTS:
        return None
    return recurrence.last_due(recurrence_of(row), on, since=row.first_day)


def standing() -> list[ReportSchedule]:
    """The schedules that stand, paused ones among them."""
    query = ReportSchedule.select().where(ReportSchedule.trashed_at.is_null())
    return list(query.order_by(ReportSchedule.id))


def owner_of(row: ReportSchedule) -> Who | None:
    """Whose a schedule is; none where the person is no longer active."""
    try:
        return person_of(row.owner_id) if row.owner_id else None
    except NotFound:
        return None


def receivers(row: ReportSchedule) -> Sequence[str]:
    """The addresses that a schedule mails to."""
    return (row.send_to or "").split()


def _recurrence_of(task: Task) -> Recurrence:
    """How the report is to come round.

    Raises:
        Invalid: there is no such day.
    """
    most, number = LAST_OF.get(task["every"], 1), task["on_day"] or 1
    if task["every"] in LAST_OF and not 1 <= number <= most:
        words = f"On day: {number} is not among 1 to {most}."
        raise Invalid([Problem(task.key, None, "on_day", number, words)])
    row = ReportSchedule(every=task["every"], on_day=number if task["every"] in LAST_OF else 1)
    return recurrence_of(row)


def _colleagues(task: Task, entry: Entry) -> list[Who]:
    """The people to whom it is mailed, each once.

    Raises:
        Invalid: one is no person of the office. Blocked: one may not ask this report.
    """
    addresses = list(dict.fromkeys((task["send_to"] or "").replace(",", " ").split()))
    if len(addresses) > MOST:
        words = f"Mail to: {len(addresses)} addresses are too many, {MOST} are the most."
        raise Invalid([Problem(task.key, None, "send_to", None, words)])
    found = []
    for address in addresses:
        try:
            found.append(colleague(address, entry))
        except OfficeError as error:
            words = f"Mail to: {error.sentence}"
            raise Invalid([Problem(task.key, None, "send_to", address, words)]) from error
    return found


def colleague(address: str, entry: Entry) -> Who:
    """The person of an address who may be sent a report.

    Raises:
        NotFound: there is no such person. Blocked: the report is not for their role.
    """
    one = person(address)
    if not set(entry.facts["roles"]) & one.roles:
        raise Blocked(f"{one.name or one.email} may not ask “{entry.title}”: their role has none.")
    return one


def _kept_from(question: Asked, entry: Entry, whom: Who) -> str:
    """What a colleague is sent less of than the person who schedules it."""
    both, view = question.who.narrowed(whom), question.view
    if view and not may_filter(both, view.model, view.filters):
        return (
            f"{whom.name or whom.email} does not get it: the view filters by what they do not see."
        )
    columns = entry.facts["columns"]
    theirs = {one.name for one in asking.seen(both, columns)}
    less = [one.label for one in asking.seen(question.who, columns) if one.name not in theirs]
    return f"{whom.name or whom.email} gets it without {listed(less)}." if less else ""
