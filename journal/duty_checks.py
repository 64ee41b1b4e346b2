"""Departments that were asked for light duty, and what they said."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from models import Department, LightDutyCheck
from rules.days import long_day

ANSWERS = dict(LightDutyCheck.answer.choices)


def checks_of(claim_id: int) -> list[Any]:
    """What departments were asked on a claim, the newest last."""
    query = LightDutyCheck.select().where(
        LightDutyCheck.claim == claim_id, LightDutyCheck.trashed_at.is_null()
    )
    return list(query.order_by(LightDutyCheck.asked_date, LightDutyCheck.id))


def said_of(claim_id: int, row: Any) -> str:
    """What the department of a task said when it was asked for somebody; empty where it can."""
    asked = [
        check
        for check in checks_of(claim_id)
        if check.department == row.department and check.task in (None, row.id)
    ]
    if not asked:
        return ""
    name, last = Department.get_by_id(row.department).name, asked[-1]
    if last.answer is None:
        return f"{name} was asked on {long_day(last.asked_date)} and has not answered yet."
    if last.answer == "can":
        return ""
    said = f"{name} answered on {long_day(last.answered_date)}: {ANSWERS[last.answer].lower()}."
    return f"{said} {last.reason or ''}".strip()


def asked_words(claims: Iterable[int], *, on: date) -> dict[int, list[tuple[str, bool]]]:
    """Claim -> what was asked of departments, each in words, and whether its answer is late."""
    query = (
        LightDutyCheck.select(
            LightDutyCheck.claim,
            Department.name,
            LightDutyCheck.answer,
            LightDutyCheck.answer_by_date,
        )
        .join(Department, on=(LightDutyCheck.department == Department.id))
        .where(LightDutyCheck.claim << list(claims), LightDutyCheck.trashed_at.is_null())
        .order_by(LightDutyCheck.asked_date, LightDutyCheck.id)
    )
    found: dict[int, dict[str, tuple[str, bool]]] = defaultdict(dict)
    for claim, name, answer, due in query.tuples():
        late = answer is None and due is not None and due < on
        words = f"{name}: {ANSWERS[answer].lower()}" if answer else f"{name} is asked"
        found[claim][name] = (f"no answer of {name} by {long_day(due)}" if late else words, late)
    return {claim: list(said.values()) for claim, said in found.items()}
