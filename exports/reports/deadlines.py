"""Deadlines one by one: by which rule, on which claim, for whom, and what became of each."""

from typing import Any

from peewee import SQL, Case, fn

from exports.reports import behind
from exports.reports.diary_compliance import OWNER, held_by, outcomes
from exports.reports.report import FROM, STAFF, TO, Asked, Column, Made, Parameter, report
from exports.reports.tables import Reading, grouped, table
from models import Diary
from rules.choices import DIARY_STATUS

OUTCOMES = (
    ("met", "Met"),
    ("late", "Late"),
    ("missed", "Missed"),
    ("ahead", "Ahead"),
    ("ended", "Fell away"),
)
RULE = Parameter("rule", "Rule", "text", help="Its code, such as CLAIM_ACT_45.")
OUTCOME = Parameter("outcome", "Outcome", "choice", choices=OUTCOMES)
COLUMNS = (
    Column("entry_id", "", "whole", shown=False),
    Column("claim_id", "", "whole", shown=False),
    Column("due", "Due", "day", opens=behind.record("diary", "entry_id")),
    Column("rule", "Rule", "code"),
    Column("subject", "What", needs=(Diary, "subject")),
    Column("claim_no", "Claim no.", "code", opens=behind.record("claim", "claim_id")),
    Column("owner", "Whose"),
    Column("status", "Status", "choice", choices=DIARY_STATUS),
    Column("done", "Done", "day"),
    Column("outcome", "Outcome", "choice", "On the report's day.", choices=OUTCOMES),
)


@report(
    "deadlines",
    title="Deadlines",
    code="",
    basis="Deadlines by the day on which they are due",
    counts="Entries that a rule made; the office's own reminders are left out",
    sheet=Diary,
    parameters=(FROM, TO, OWNER, RULE, OUTCOME),
    columns=COLUMNS,
    roles=STAFF,
    empty="No deadline of this kind is due in this period. Ask a longer one.",
)
def deadlines(question: Asked) -> Made:
    """Each deadline of the period: its rule, its claim, whose it is, met, late or missed."""
    reading = Reading(question, Diary)
    entry, cases = reading.base, outcomes(question, reading.base)
    held = held_by(question, reading)
    if question.values["rule"]:
        held.append(entry.rule_code == question.values["rule"])
    if question.values["outcome"]:
        held.append(cases[question.values["outcome"]])
    outcome = Case(None, [(case, name) for name, case in cases.items()], None)
    given: dict[str, Any] = {
        "entry_id": entry.id,
        "claim_id": reading.at("claim", "id"),
        "due": entry.diary_date,
        "rule": entry.rule_code,
        "subject": entry.subject,
        "claim_no": reading.at("claim", "claim_no"),
        "owner": reading.at("owner", "name"),
        "status": entry.status,
        "done": entry.done_date,
        "outcome": outcome,
    }

    def query(selected):
        return reading.select(*selected).where(*held)

    made = table(question, COLUMNS, query, given, [entry.diary_date, entry.id])
    counts = (
        Column("outcome", "Outcome", "choice", choices=OUTCOMES, opens=_of_outcome),
        Column("entries", "Deadlines", "whole"),
    )
    by = SQL("outcome")  # By its name: its values are bound anew in each place.
    found = {"outcome": outcome, "entries": fn.COUNT(entry.id)}
    by_outcome = table(question, counts, lambda selected: query(selected).group_by(by), found, [by])
    made.picture = lambda: grouped(by_outcome, "outcome", ("entries",), "Deadlines by outcome")
    return made


def _of_outcome(question: Asked, row: Any) -> str:
    return behind.report(question, "deadlines", outcome=row["outcome"])
