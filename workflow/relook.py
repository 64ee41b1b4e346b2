"""All deadlines worked out anew: a job that is asked for when the law, a closed day or the limit of
days of light duty changes, and at the first start of a version with other rules.
"""

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import rules
from journal import jobs
from journal import light_duty as duty
from journal.commit import LISTENERS, commit
from journal.drafts import Draft
from journal.jobs import Task
from journal.who import OPERATOR, Who
from models import Claim, Holiday, Incident, Job, Recovery, Setting, StatutoryRow
from rules.statuses import CLOSED, RECOVERY_OPEN

KIND, TITLE = "deadlines", "Deadlines worked out anew"
LAW = frozenset(model.__name__.lower() for model in (StatutoryRow, Holiday))
SETTINGS = Setting.__name__.lower()
AT_ONCE = 500
"""Records of one batch: so long, and no longer, others wait with their writing."""

OPEN = {
    Claim: Claim.status.not_in(list(CLOSED)),
    Incident: Incident.status == "open",
    Recovery: Recovery.status << list(RECOVERY_OPEN),
}


def ask(who: Who, on: date | None) -> None:
    """Have all deadlines worked out anew; nothing to do in an office without claims."""
    if any(model.select(model.id).where(is_open).exists() for model, is_open in OPEN.items()):
        jobs.ask_once(who, KIND, TITLE, {"on": on and on.isoformat(), **_by()})


def _by() -> dict[str, Any]:
    """By what deadlines are worked out that no record says: the rules, and what Settings limit."""
    return {"rules": _rules(), duty.LIMIT: duty.limit_days()}


def _last() -> dict[str, Any]:
    """By what they were last worked out."""
    last = Job.select(Job.parameters).where(Job.kind == KIND).order_by(Job.id.desc()).first()
    return last.parameters if last else {}


def ask_of_new_rules(on: date) -> None:
    """Ask for it where the rules are not those by which it was last done."""
    if _last().get("rules") != _rules():
        ask(OPERATOR, on)


def _rules() -> str:
    """The fingerprint of the rules and tables of this version."""
    folder, digest = Path(rules.__file__).parent, sha256()
    for place in sorted((*folder.glob("*.py"), *folder.glob("tables/*.csv"))):
        digest.update(place.read_bytes())
    return digest.hexdigest()[:16]


def _hear(who: Who, touched: frozenset[str], on: date | None) -> None:
    limited = SETTINGS in touched and _last().get(duty.LIMIT) != duty.limit_days()
    if touched & LAW or limited:
        ask(who, on)


LISTENERS.append(_hear)


@jobs.job(KIND, title=TITLE)
def work(task: Task) -> dict[str, Any]:
    """Look at every open claim and incident, some hundred a batch; one that changes nothing leaves
    no trace.
    """
    day = task.parameters.get("on")
    on = date.fromisoformat(day) if day else None
    parts = list(_parts())
    total = sum(len(ids) for _, ids in parts)
    task.progress(0, total)
    done = made = changed = 0
    for model, ids in parts:
        draft = Draft(TITLE, source="job", on=on)
        draft.look_at(model, ids)
        receipt = commit(task.who, draft)
        new = sum(sheet == "diary" for sheet, _ in receipt.created)
        made += new
        changed += sum(sheet == "diary" for sheet, _ in receipt.versions) - new
        done += len(ids)
        task.progress(done)
    words = f"{made:,} new, {changed:,} moved or ended" if made or changed else "nothing changed"
    return {"sentence": f"Open claims and incidents looked at: {total:,}. Deadlines: {words}."}


def _parts() -> Iterator[tuple[Any, list[int]]]:
    """The open records, a batch at a time."""
    for model, is_open in OPEN.items():
        query = model.select(model.id).where(is_open, model.trashed_at.is_null())
        ids = [row_id for (row_id,) in query.order_by(model.id).tuples()]
        for start in range(0, len(ids), AT_ONCE):
            yield model, ids[start : start + AT_ONCE]
