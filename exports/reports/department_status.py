"""What a department is told of its claims: where each stands, what is asked of it."""

from typing import Any

from peewee import JOIN, fn

from exports.reports import behind
from exports.reports.claim_rows import (
    CLAIM_ID,
    CLAIM_NO,
    DEPARTMENT_OF,
    LINE_OF,
    LOSS_DATE,
    STATUS,
    base_columns,
    conditions,
    entered_later,
    is_open,
)
from exports.reports.report import (
    DEPARTMENT,
    LINE,
    NONE,
    STAFF,
    Asked,
    Column,
    Made,
    Picture,
    report,
)
from exports.reports.tables import Reading, table
from models import Claim, InvestigationStep, database
from rules.errors import Refused

NOT_TOLD = (
    "This report goes to departments, and the view “{}” filters by what they are not told. Ask "
    "another one."
)


def _steps(question: Asked, row: Any) -> str:
    whose = behind.is_("claim", row["claim_no"])
    return behind.rows(question, "investigationstep", whose, "received_date=")


COLUMNS = (
    CLAIM_ID,
    DEPARTMENT_OF,
    CLAIM_NO,
    LINE_OF,
    STATUS,
    LOSS_DATE,
    Column("cause", "Cause"),
    Column("last_worked", "Last day worked", "day", "Workers' compensation."),
    Column("back", "Back at work", "day", "Workers' compensation."),
    Column("asked", "Asked of you", "whole", "Answers that are still open.", True, opens=_steps),
    Column("asked_by", "First answer due", "day"),
    Column("adjuster", "Ask", says="Who handles it."),
)


@report(
    "department_status",
    title="Status by department",
    code="",
    basis="Claims open on the day, by department",
    counts="No names of claimants, no amounts, no medical details (Lab. Code 3762)",
    sheet=Claim,
    parameters=(DEPARTMENT, LINE),
    columns=COLUMNS,
    roles=STAFF,
    empty="This department has no open claim. There is nothing to tell it.",
)
def department_status(question: Asked) -> Made:
    """The open claims of a department as it may be told of them, and what is asked of it."""
    if question.view and question.view.sensitivities:
        raise Refused(NOT_TOLD.format(question.view.name))
    reading = Reading(question, Claim)
    claim, steps = reading.base, _open_steps(question, reading)
    shared = base_columns(reading)
    given = {
        **shared,
        "cause": reading.at("cause_code", "title"),
        "last_worked": claim.last_worked_date,
        "back": claim.return_to_work_date,
        "asked": fn.COALESCE(steps.c.count, 0),
        "asked_by": steps.c.first_due,
    }
    held = [*conditions(question, reading), is_open(question, claim)]

    def query(selected):
        joined = reading.select(*selected).join_from(
            claim, steps, JOIN.LEFT_OUTER, on=(steps.c.of_claim == claim.id)
        )
        return joined.where(*held)

    code = shared["department"]
    made = table(question, COLUMNS, query, given, [code, claim.loss_date, claim.id])
    by_code = query([code, fn.COUNT(claim.id)]).group_by(code).order_by(code)
    made.picture = lambda: _picture(question, by_code)
    made.notes = entered_later(question)
    return made


def _open_steps(question: Asked, reading: Reading) -> Any:
    """The questions of each claim that are not answered."""
    reading.sheets.append(InvestigationStep)
    step = reading.world.source(InvestigationStep).alias()
    return (
        step.select(
            step.claim.alias("of_claim"),
            fn.COUNT(step.id).alias("count"),
            fn.MIN(step.due_date).alias("first_due"),
        )
        .where(step.trashed_at.is_null(), step.received_date.is_null())
        .group_by(step.claim)
        .alias("steps")
    )


def _picture(question: Asked, by_code: Any) -> Picture | None:
    """How many claims are open in each department."""
    counts = [(code, int(n)) for code, n in database.execute(by_code).fetchall()]
    if not counts:
        return None
    labels = [code or "not given" for code, _ in counts]
    opens = [
        behind.report(question, "department_status", department=code or NONE) for code, _ in counts
    ]
    series = {"Claims": [n for _, n in counts]}
    return Picture("bar", "Open claims by department", labels, series, "whole", opens)
