"""Putting records in the trash with what belongs to them, and taking them out again."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import models as m
from journal import bills_out, duty_kept, policy
from models import SHEETS, meta
from rules.errors import Blocked
from workflow.belongings import (
    RECORDS,
    Key,
    Row,
    belongings,
    key_of,
    money_on,
    stops,
    thrown_parents,
)
from workflow.locks import hold
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import counted, listed

THROWN = tuple(model.__name__.lower() for model in SHEETS if model not in RECORDS)
ROLES = (*DESK, "administrator")


@VERBS.add(
    "put_in_trash",
    title="Put in the trash",
    sheets=THROWN,
    roles=ROLES,
    many=True,
    writes=True,
    danger=True,
    params=(Param("reason", "long", "Why"),),
)
def put_in_trash(task: Task) -> Plan:
    """Records with what belongs to them; refused where money or others' work hangs on them."""
    policy.need_write(task.who, type(task.records[0]))
    plan = Plan(task.draft(f"Put {_some(task.records)} in the trash"))
    rows = _going(plan, list(task.records))
    for record in task.records:
        own = [row for row, root in rows.values() if root is record]
        if own:
            plan.lines.append(f"{label(record)} goes to the trash{_with(own[1:])}.")
    for model, row_id in rows:
        plan.draft.trash(model, row_id, seen=rows[model, row_id].row.version)
    _withdraw(plan, [row_id for model, row_id in rows if model is m.Claim])
    _guard(plan, rows)
    thrown = sum(row is root for row, root in rows.values())
    more = f", {counted(len(rows) - thrown, 'row')} with it" if len(rows) > thrown else ""
    plan.said = f"{counted(thrown, *_nouns(task.records[0]))} put in the trash{more}."
    return plan


def _going(plan: Plan, records: list[Any]) -> dict[Key, Row]:
    """The rows that can go; a record that cannot stays, and whatever only went because of it."""
    for letter in [record for record in records if _went_out(record)]:
        plan.refuse(
            letter, "It went out: it stays in the file. Mark it void instead.", "void_letter"
        )
        records.remove(letter)
    for column in [record for record in records if isinstance(record, m.CustomColumn)]:
        plan.refuse(column, "It is retired instead, so that what it holds stays.", "retire_column")
        records.remove(column)
    for line in [record for record in records if isinstance(record, m.Restriction)]:
        if offer_no := duty_kept.resting(m.Restriction, line.__data__):
            plan.refuse(line, duty_kept.resting_words(offer_no))
            records.remove(line)
    for cost, words in _billed(records):
        plan.refuse(cost, words)
        records.remove(cost)
    while True:
        rows = belongings(records)
        found = stops(rows)
        for record in [record for record in records if key_of(record) in found]:
            words = listed(found[key_of(record)])
            plan.refuse(record, f"It stays, since this hangs on it: {words}.", _instead(record))
            records.remove(record)
        if not found:
            return rows


def _billed(records: Sequence[Any]) -> list[tuple[Any, str]]:
    """Cost lines without which a case would come below its bill that is out, and why they stay."""
    sums: Counter[int] = Counter()
    lines = [record for record in records if isinstance(record, m.RecoveryCost)]
    for line in lines:
        sums[line.__data__["recovery"]] -= line.amount
    cases = {row.id: row.__data__ for row in m.Recovery.select().where(m.Recovery.id << list(sums))}
    low = {
        i: bills_out.why(case) for i, case in cases.items() if bills_out.is_lowered(case, sums[i])
    }
    return [(line, low[i]) for line in lines if (i := line.__data__["recovery"]) in low]


def _went_out(record: Any) -> bool:
    """Whether a record is a letter that was sent."""
    return isinstance(record, m.Letter) and record.sent_date is not None


def _instead(record: Any) -> str | None:
    return "void_payment" if isinstance(record, m.Payment) else None


def _with(rows: Sequence[Any]) -> str:
    counts = Counter(type(row) for row in rows)
    parts = [
        counted(n, meta(model, "singular"), meta(model, "plural").lower())
        for model, n in counts.items()
    ]
    return f", with {listed(parts)}" if parts else ""


def _nouns(record: Any) -> tuple[str, str]:
    return meta(type(record), "singular"), meta(type(record), "plural").lower()


def _some(records: Sequence[Any]) -> str:
    return label(records[0]) if len(records) == 1 else counted(len(records), *_nouns(records[0]))


def _withdraw(plan: Plan, claims: list[int]) -> None:
    """What waits for approval on a claim that goes waits no more."""
    for start in range(0, len(claims), 500):
        waiting = m.Approval.select().where(
            m.Approval.claim << claims[start : start + 500],
            m.Approval.status == "waiting",
            m.Approval.trashed_at.is_null(),
        )
        for approval in waiting:
            plan.draft.change(
                m.Approval,
                approval.id,
                seen=approval.version,
                status="withdrawn",
                decision_note="The claim was put in the trash.",
            )
            plan.lines.append(f"{approval.approval_no} waits no more: {approval.title}")


def _guard(plan: Plan, rows: dict[Key, Row]) -> None:
    """The money is looked at again under the lock: a payment posted meanwhile keeps its claim."""
    held = [row for row, _ in rows.values() if isinstance(row, m.Claim | m.Recovery)]

    def check() -> None:
        for model in (m.Claim, m.Recovery):
            hold(model, [row.id for row in held if isinstance(row, model)])
        for row in held:
            found = money_on(row)
            if found:
                raise Blocked(f"{label(row)} stays, since this hangs on it: {listed(found)}.")

    if held:
        plan.draft.guard(check)


@VERBS.add(
    "restore",
    title="Take out of the trash",
    sheets=THROWN,
    roles=ROLES,
    many=True,
    writes=True,
    trash=True,
    primary=True,
)
def restore(task: Task) -> Plan:
    """Records out of the trash, with what went there in the same act."""
    policy.need_write(task.who, type(task.records[0]))
    plan = Plan(task.draft(f"Restore {_some(task.records)}"))
    back = []
    for record in task.records:
        parents = thrown_parents(record)
        if parents:
            plan.refuse(record, f"{listed(parents)} lies in the trash too: restore that.")
        elif _bears_its_number(record):
            plan.refuse(record, f"Another {_nouns(record)[0]} bears its number now.")
        else:
            back.append(record)
    rows = belongings(back, thrown=True)
    for record in back:
        own = [row for row, root in rows.values() if root is record]
        plan.lines.append(f"{label(record)} comes back{_with(own[1:])}.")
    for model, row_id in rows:
        plan.draft.restore(model, row_id)
    plan.said = f"{counted(len(back), *_nouns(task.records[0]))} restored."
    return plan


def _bears_its_number(record: Any) -> bool:
    model: Any = type(record)
    same = [getattr(model, name) == getattr(record, name) for name in model._meta.key]
    return bool(
        model.select(model.id)
        .where(*same, model.trashed_at.is_null(), model.id != record.id)
        .exists()
    )
