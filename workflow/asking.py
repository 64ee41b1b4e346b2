"""An action that waits for approval: what is kept of it, and its fingerprint.

The fingerprint is taken over what would be written, the same in words, and what people typed on the
rows
it touches or points to. Totals and next deadlines, which move by themselves, do not count: the
money is looked
at anew when the action runs.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from journal.clicks import Click
from journal.commit import Receipt, commit
from journal.drafts import Draft, Ref
from journal.stored import storing
from models import Approval, Claim, columns_of
from rules.errors import Blocked
from workflow.tasks import Need, Plan, Task


def ask(task: Task, plan: Plan, needed: Need, *, sheet: str, mark: Click | None) -> Receipt:
    """Write the Approval that an action waits in, and nothing else.

    Raises:
        Blocked: the same waits already, or nobody could approve it.
    """
    if not needed.roles:
        raise Blocked(needed.sentence)
    digest = fingerprint(task, plan)
    waiting = (
        Approval.select(Approval.approval_no)
        .where(
            Approval.plan_digest == digest,
            Approval.status == "waiting",
            Approval.asked_by == task.who.user_id,
            Approval.trashed_at.is_null(),
        )
        .tuples()
        .first()
    )
    if waiting:
        raise Blocked(f"The same waits for approval already, as {waiting[0]}.")
    draft = task.draft(f"Ask for approval: {plan.draft.title}"[:300])
    ids = [record.id for record in task.records]
    typed = task.values.get("reason")
    draft.create(
        Approval,
        verb=task.key,
        title=plan.draft.title[:300],
        sheet=sheet or None,
        row_id=ids[0] if len(ids) == 1 else None,
        claim=_claim(task.records, plan.draft),
        amount=needed.amount,
        reason=" ".join(filter(None, (_of_asker(task, needed), typed))),
        parameters={
            "sheet": sheet,
            "ids": ids,
            "on": task.on.isoformat(),
            "values": plain_values(task.values),
        },
        plan_digest=digest,
        approver_roles=",".join(needed.roles)[:200],
        asked_by=task.who.user_id,
        status="waiting",
    )
    return commit(task.who, draft, key=mark)


def _of_asker(task: Task, needed: Need) -> str:
    """Why it waits, as somebody else reads it: "your limit" is the limit of who asked."""
    name = task.who.name or task.who.email
    return needed.sentence.replace("your ", f"{name}'s ")


def plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a verb as data that reads back the same."""
    return {name: _plain(value) for name, value in values.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _claim(records: Sequence[Any], draft: Draft) -> int | None:
    """The one claim that an action is about, where there is one."""
    found = {
        record.id if isinstance(record, Claim) else getattr(record, "claim_id", None)
        for record in records
    }
    found |= {
        create.values["claim"]
        for create in draft.creates
        if type(create.values.get("claim")) is int
    }
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def fingerprint(task: Task, plan: Plan) -> str:
    """The digest of what a plan would do and of what people typed on the rows it stands on."""
    parts = {
        "key": task.key,
        "values": plain_values(task.values),
        "lines": plan.lines,
        "refused": [(r.record_label, r.sentence) for r in plan.refusals],
        "creates": [[c.model.__name__, _sorted(c.values)] for c in plan.draft.creates],
        "edits": [
            [e.model.__name__, e.row_id, e.operation, _sorted(e.values)] for e in plan.draft.edits
        ],
        "rows": _standing(rows_of(task.records, plan.draft)),
    }
    return sha256(json.dumps(parts, sort_keys=True, default=_as_text).encode()).hexdigest()


def rows_of(records: Iterable[Any], draft: Draft) -> dict[Any, set[int]]:
    """The rows that a draft stands on: its records, what it edits, what it points to."""
    found: dict[Any, set[int]] = defaultdict(set)
    for record in records:
        found[type(record)].add(record.id)
    for edit in draft.edits:
        found[edit.model].add(edit.row_id)
    writes: list[Any] = [*draft.creates, *draft.edits]
    for write in writes:
        for name, value in write.values.items():
            field = write.model._meta.fields[name]
            if getattr(field, "kind", "") == "link" and type(value) is int:
                found[field.rel_model].add(value)
    return found


def _standing(rows: dict[Any, set[int]]) -> list[Any]:
    """What stands in the typed columns of the rows."""
    found = []
    for model in sorted(rows, key=lambda x: x.__name__):
        fields = [f for f in columns_of(model) if not f.derived and f.sensitivity != "secret"]
        names = [f.name for f in fields]
        query = model.select(model.id, *[getattr(model, n) for n in names]).where(
            model.id << sorted(rows[model])
        )
        for row_id, *values in query.order_by(model.id).tuples():
            stored = [
                None if v is None else storing(f)(v) for f, v in zip(fields, values, strict=True)
            ]
            found.append([model.__name__, row_id, stored])
    return found


def _sorted(values: dict[str, Any]) -> list[Any]:
    return sorted(([name, value] for name, value in values.items()), key=lambda pair: pair[0])


def _as_text(value: Any) -> str:
    if isinstance(value, Ref):
        return f"new {value.model.__name__} {value.n}"
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
