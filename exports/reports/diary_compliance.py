"""Deadlines met, late and missed, by rule."""

import re
from dataclasses import replace
from typing import Any

from peewee import Case, fn

from exports.reports import behind
from exports.reports.report import FROM, STAFF, TO, Asked, Column, Made, Parameter, Picture, report
from exports.reports.tables import Reading, grouped, listed, table
from models import Diary
from rules.claim_clocks import CLOCKS
from rules.recovery_clocks import RECOVERY_CLOCKS

LAST_DAY = re.compile("^Last day (to|for) (a )?")
"""What so many deadlines begin with that under a bar it would tell nothing."""
ITS_DAY = re.compile(r" is \{\w+\}")
"""A day that a subject names."""
NAMES = {clock.code: ITS_DAY.sub("", clock.subject) for clock in (*CLOCKS, *RECOVERY_CLOCKS)}
"""Rule -> what its entries say."""
MOST_DRAWN = 8
OWNER = Parameter("owner", "Whose", "text", help="E-mail of a person; blank: everybody's.")


def _opens(outcome: str = "") -> Any:
    """The deadlines that a figure counts."""

    def address(question: Asked, row: Any) -> str:
        return behind.report(question, "deadlines", rule=row["rule"], outcome=outcome)

    return address


COLUMNS = (
    Column("deadline", "Deadline", "text", "As the diary says it.", opens=_opens()),
    Column("rule", "Rule", "code"),
    Column("due", "Due", "whole", "Deadlines of the period.", True, opens=_opens()),
    Column("met", "Met", "whole", "Done on the day or before.", True, opens=_opens("met")),
    Column("late", "Late", "whole", "Done after the day.", True, opens=_opens("late")),
    Column("missed", "Missed", "whole", "Past and still open.", True, opens=_opens("missed")),
    Column("ahead", "Ahead", "whole", "Open, and not due yet.", True, opens=_opens("ahead")),
    Column(
        "ended",
        "Fell away",
        "whole",
        "Dropped, or ended by itself because its ground fell away.",
        True,
        opens=_opens("ended"),
    ),
    Column("percent", "% met", "whole", "Met, of those met, late and missed.", opens=_opens()),
)


@report(
    "diary_compliance",
    title="Diary compliance",
    code="R13",
    basis="Deadlines by the day on which they were due",
    counts="Entries that a rule made; the office's own reminders are left out",
    sheet=Diary,
    parameters=(FROM, TO, OWNER),
    columns=COLUMNS,
    roles=STAFF,
    empty="No deadline fell due in this period. Ask a longer one.",
)
def diary_compliance(question: Asked) -> Made:
    """How many deadlines of each rule were met, late or missed."""
    reading = Reading(question, Diary)
    entry, rule = reading.base, reading.base.rule_code
    held, counts = held_by(question, reading), outcomes(question, entry)
    given = {
        "rule": rule,
        "due": fn.COUNT(entry.id),
        **{name: fn.SUM(Case(None, [(case, 1)], 0)) for name, case in counts.items()},
    }
    plain = tuple(column for column in COLUMNS if column.name in given)
    found = table(
        question,
        plain,
        lambda selected: reading.select(*selected).where(*held).group_by(rule),
        given,
        [rule],
    )
    rows = [(NAMES.get(row[0], row[0]), *row, _percent(*row[2:5])) for row in found.rows(None)]
    made = listed(COLUMNS, rows, question)
    made.picture = lambda: _picture(made)
    return made


def _picture(made: Made) -> Picture | None:
    """What became of the deadlines of the rules that were missed or late most; "Last day to" is
    left out under the bars.
    """
    series = ("met", "late", "missed")
    picture = grouped(made, "deadline", series, "Deadlines missed and late", "stacked")
    if picture is None:
        return None
    figures = [picture.series[name] for name in ("Missed", "Late", "Met")]
    worst = sorted(range(len(picture.labels)), key=lambda n: [-one[n] for one in figures])
    kept = worst[:MOST_DRAWN]
    short = [LAST_DAY.sub("", picture.labels[n]) for n in kept]
    return replace(
        picture,
        labels=[label[:1].upper() + label[1:] for label in short],
        series={name: [values[n] for n in kept] for name, values in picture.series.items()},
        opens=[picture.opens[n] for n in kept],
    )


def held_by(question: Asked, reading: Reading) -> list[Any]:
    """What must hold of an entry: a rule made it, it is due in the period, it is of who is asked
    for.
    """
    entry = reading.base
    held = [
        *reading.conditions(),
        entry.rule_code.is_null(False),
        entry.rule_code != "",
        entry.diary_date >= question.values["from"],
        entry.diary_date <= question.values["to"],
    ]
    if question.values["owner"]:
        held.append(reading.at("owner", "email") == question.values["owner"])
    return held


def outcomes(question: Asked, entry: Any) -> dict[str, Any]:
    """What became of an entry by the report's day -> its condition; each has one."""
    is_done = (entry.status == "done") & ~_by_itself(entry)
    is_open = entry.status == "open"
    return {
        "met": is_done & (entry.done_date <= entry.diary_date),
        "late": is_done & (entry.done_date.is_null() | (entry.done_date > entry.diary_date)),
        "missed": is_open & (entry.diary_date < question.as_of),
        "ahead": is_open & (entry.diary_date >= question.as_of),
        "ended": (entry.status == "dropped") | ((entry.status == "done") & _by_itself(entry)),
    }


def _by_itself(entry: Any) -> Any:
    """The condition that nobody did it: its ground fell away."""
    return fn.COALESCE(entry.ended_by_rule, False) == True  # noqa: E712


def _percent(met: int, late: int, missed: int) -> int | None:
    """Met in percent of what counts; none where nothing counts yet."""
    counted = met + late + missed
    return met * 100 // counted if counted else None
