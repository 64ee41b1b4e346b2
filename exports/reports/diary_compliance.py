"""Deadlines met, late and missed, by rule."""

from typing import Any

from peewee import Case, fn

from exports.reports import behind
from exports.reports.report import FROM, STAFF, TO, Asked, Column, Made, Parameter, report
from exports.reports.tables import Reading, grouped, listed, table
from models import Diary

OWNER = Parameter("owner", "Whose", "text", help="E-mail of a person; blank: everybody's.")


def _opens(*filters: str) -> Any:
    """The entries that a figure counts."""

    def address(question: Asked, row: Any) -> str:
        begin, end = question.values["from"].isoformat(), question.values["to"].isoformat()
        whose = question.values["owner"]
        return behind.rows(
            question,
            "diary",
            behind.is_("rule_code", row["rule"]),
            f"diary_date>={begin}",
            f"diary_date<={end}",
            f"owner.email={whose}" if whose else "",
            *filters,
        )

    return address


COLUMNS = (
    Column("rule", "Rule", "code", opens=_opens()),
    Column("due", "Due", "whole", "Deadlines of the period.", True, opens=_opens()),
    Column("met", "Met", "whole", "Done on the day or before.", True),
    Column("late", "Late", "whole", "Done after the day.", True),
    Column("missed", "Missed", "whole", "Past and still open.", True, opens=_opens("status=open")),
    Column("ahead", "Ahead", "whole", "Open, and not due yet.", True, opens=_opens("status=open")),
    Column(
        "ended",
        "Fell away",
        "whole",
        "Dropped, or ended by itself because its ground fell away.",
        True,
    ),
    Column("percent", "% met", "whole", "Met, of those met, late and missed."),
)


@report(
    "diary_compliance",
    title="Diary compliance",
    code="R13",
    basis="Deadlines by the day on which they were due",
    counts="Entries that a rule made; the office's own reminders are left out",
    parameters=(FROM, TO, OWNER),
    columns=COLUMNS,
    roles=STAFF,
    empty="No deadline fell due in this period. Ask a longer one.",
)
def diary_compliance(question: Asked) -> Made:
    """How many deadlines of each rule were met, late or missed."""
    reading = Reading(question, Diary)
    entry, rule = reading.base, reading.base.rule_code
    held = [
        *reading.conditions(),
        rule.is_null(False),
        rule != "",
        entry.diary_date >= question.values["from"],
        entry.diary_date <= question.values["to"],
    ]
    if question.values["owner"]:
        held.append(reading.at("owner", "email") == question.values["owner"])
    is_done = (entry.status == "done") & ~_by_itself(entry)
    is_open = entry.status == "open"
    counts = {
        "met": is_done & (entry.done_date <= entry.diary_date),
        "late": is_done & (entry.done_date.is_null() | (entry.done_date > entry.diary_date)),
        "missed": is_open & (entry.diary_date < question.as_of),
        "ahead": is_open & (entry.diary_date >= question.as_of),
        "ended": (entry.status == "dropped") | ((entry.status == "done") & _by_itself(entry)),
    }
    given = {
        "rule": rule,
        "due": fn.COUNT(entry.id),
        **{name: fn.SUM(Case(None, [(held_by, 1)], 0)) for name, held_by in counts.items()},
    }
    plain = tuple(column for column in COLUMNS if column.name in given)
    found = table(
        question,
        plain,
        lambda selected: reading.select(*selected).where(*held).group_by(rule),
        given,
        [rule],
    )
    rows = [(*row, _percent(*row[2:5])) for row in found.rows(None)]
    made = listed(COLUMNS, rows, question)
    made.picture = lambda: grouped(
        made, "rule", ("met", "late", "missed"), "Deadlines by rule", "stacked"
    )
    return made


def _by_itself(entry: Any) -> Any:
    """The condition that nobody did it: its ground fell away."""
    return fn.COALESCE(entry.ended_by_rule, False) == True  # noqa: E712


def _percent(met: int, late: int, missed: int) -> int | None:
    """Met in percent of what counts; none where nothing counts yet."""
    counted = met + late + missed
    return met * 100 // counted if counted else None
