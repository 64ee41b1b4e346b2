"""Moving a claim or recovery along its life: set a status, close with the checklist, reopen."""

from collections.abc import Iterator
from typing import Any

from journal import closing
from journal.law import counting
from models import Claim, Recovery
from rules.days import long_day
from rules.money import dollars
from rules.recovery_write_off import GROUNDS, MISTAKEN
from rules.status_wants import DATED, RECOVERY_DATED, Want, claim_wants, recovery_wants
from rules.statuses import (
    CLAIM_OPEN,
    CLAIM_STATUSES,
    CLOSED,
    GIVES_UP,
    MOVES,
    RECOVERY_MOVES,
    RECOVERY_OPEN,
    RECOVERY_STATUSES,
    claim_move,
    is_closed,
    recovery_move,
)
from workflow import authority
from workflow.recovery_facts import given_up_before, owed_of, same_balance, together, too_early
from workflow.recovery_owed import given_up_on
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import claim_words, counted

WORDS = dict(CLAIM_STATUSES)
RECOVERY_WORDS = dict(RECOVERY_STATUSES)
EVERY = {**WORDS, **RECOVERY_WORDS}
RECOVERY_ENDS = {code: said for code, said in RECOVERY_STATUSES if code not in RECOVERY_OPEN}

CREDIT = "compromise"
"""Kind of authority by which a bill is lowered."""
REASON = Param("reason", "long", "Why", "Stands in the history of the record.")
EVENT_DAY = Param(
    "event_date",
    "day",
    "Day of it",
    "When it was mailed, filed or decided, for a status that rests on a day.",
)


def next_statuses(records: list[Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The statuses that all records may go to next; where none fits all, that any may."""
    moves = [set(_moves_of(record)) for record in records]
    fitting = set.intersection(*moves) or set.union(*moves)
    words = RECOVERY_WORDS if isinstance(records[0], Recovery) else WORDS
    return {"status": tuple((code, said) for code, said in words.items() if code in fitting)}


def next_ends(records: list[Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    """How the claims may end from where they stand; every end where none is the next step."""
    ends = tuple(pair for pair in next_statuses(records)["status"] if pair[0] in CLOSED)
    return {"status": ends or tuple(CLOSED.items())}


def _moves_of(record: Any) -> tuple[str, ...]:
    if isinstance(record, Recovery):
        return RECOVERY_MOVES.get(record.status, ())
    return MOVES[record.line].get(record.status, ())


@VERBS.add(
    "set_status",
    title="Change the status",
    source="Gov. Code 910.8, 911.3, 912.4, 912.6, 913; Labor Code 5401, 5402",
    sheets=("claim", "recovery"),
    roles=DESK,
    many=True,
    order=30,
    narrows=next_statuses,
    params=(
        Param("status", "choice", "To", choices=tuple(EVERY.items()), required=True),
        EVENT_DAY,
        REASON,
    ),
)
def set_status(task: Task) -> Plan:
    """Each record moved to the status, where its life allows the step."""
    status = task["status"]
    words = EVERY[status]
    plan = Plan(task.draft(f"Status “{words}” on {_some(task)}"))
    for record in task.records:
        if isinstance(record, Recovery):
            _move_recovery(plan, task, record, status)
        else:
            _move_claim(plan, task, record, status)
    plan.said = f"Status is now “{words}” on {counted(len(plan.draft.edits), 'record')}."
    return plan


def _some(task: Task) -> str:
    first = task.records[0]
    return (
        label(first)
        if len(task.records) == 1
        else counted(len(task.records), type(first).__name__.lower())
    )


def _move_claim(plan: Plan, task: Task, claim: Claim, status: str) -> None:
    refused = len(plan.refusals)
    move = claim_move(claim.line, claim.status, status)
    if claim.status == status:
        plan.refuse(claim, f"It is “{WORDS[status]}” already.")
    elif not move.allowed:
        plan.refuse(claim, move.why)
    values = _dated(task, claim, status)
    if is_closed(status):
        for gap in closing.gaps(claim.id):
            plan.miss(claim, gap)
    row = counting(task.on).facts({**claim.__data__, **values, "status": status})
    for want in claim_wants(row, claim.status, on=task.on):
        plan.miss(claim, want)
    if len(plan.refusals) == refused:
        plan.draft.change(Claim, claim.id, seen=claim.version, status=status, **values)
        plan.lines.append(
            f"{claim_words(claim)}: “{WORDS[claim.status]}” becomes “{WORDS[status]}”."
        )


def _dated(task: Task, claim: Claim, status: str) -> dict[str, Any]:
    """The day that the status rests on, where it is given."""
    column, _ = DATED.get((claim.line, status), ("", ""))
    return {column: task["event_date"]} if column and task["event_date"] else {}


def _move_recovery(plan: Plan, task: Task, recovery: Recovery, status: str) -> None:
    move = recovery_move(recovery.status, status)
    if recovery.status == status:
        plan.refuse(recovery, f"It is “{RECOVERY_WORDS[status]}” already.")
    elif not move.allowed:
        plan.refuse(recovery, move.why)
    elif status == "withdrawn" and not task["reason"]:
        plan.refuse(recovery, "Say why it is withdrawn.")
    else:
        wants = list(_recovery_wants(task, recovery, status))
        for want in wants:
            plan.miss(recovery, want)
        if not wants:
            _set_recovery(plan, task, recovery, status)


def _recovery_wants(task: Task, recovery: Recovery, status: str) -> Iterator[Want]:
    """What a status still needs, with the day that comes with it."""
    dated = _dated_recovery(task, status)
    asked = Recovery(**{**recovery.__data__, **dated})
    for day in dated.values():
        if day > task.on:
            yield Want(f"{long_day(day)} lies ahead: enter the day once it has come.")
        yield from too_early(
            recovery, "Day of it", day, "damage_date", "invoice_date", "court_date"
        )
    yield from recovery_wants(status, owed_of(asked, on=task.on, ground=task["ground"]))


def _dated_recovery(task: Task, status: str) -> dict[str, Any]:
    column, _ = RECOVERY_DATED.get(status, ("", ""))
    return {column: task["event_date"]} if column and task["event_date"] else {}


def _set_recovery(plan: Plan, task: Task, recovery: Any, status: str) -> None:
    lost: int = max(0, recovery.balance) if status in GIVES_UP else 0
    given_up: dict[str, Any] = {}
    if lost:
        changes = given_up_on(recovery, task.on, lost)
        given_up = {"adjusted": (recovery.adjusted or 0) + lost, "bill_changes": changes}
    values = {"status": status, **_dated_recovery(task, status), **given_up}
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)
    plan.lines.append(
        f"{recovery.recovery_no}: “{RECOVERY_WORDS[recovery.status]}” becomes "
        f"“{RECOVERY_WORDS[status]}”."
    )
    if status not in RECOVERY_OPEN:
        plan.draft.guard(lambda: same_balance(recovery))
    _give_up(plan, task, recovery, status)


def _give_up(plan: Plan, task: Task, recovery: Any, status: str) -> None:
    """Giving up a balance takes authority for it; of a bill made by mistake, that of a credit."""
    kind, lost = GIVES_UP.get(status), max(0, recovery.balance)
    if status == "withdrawn" and task["ground"] == MISTAKEN and recovery.billed is not None:
        kind = CREDIT
    if not kind or not lost:
        return
    plan.lines.append(f"{recovery.recovery_no}: {dollars(lost)} is given up.")
    before = given_up_before(recovery)
    plan.lines += together(recovery, lost, before)
    needed = authority.need(task.who, kind, before + lost, line=None, on=task.on)
    plan.approval = authority.wider(plan.approval, needed)


@VERBS.add(
    "close_claim",
    title="Close",
    sheets=("claim",),
    roles=DESK,
    many=True,
    statuses=CLAIM_OPEN,
    narrows=next_ends,
    params=(
        Param("status", "choice", "How it ended", choices=tuple(CLOSED.items()), required=True),
        REASON,
    ),
)
def close_claim(task: Task) -> Plan:
    """Claims closed, after the checklist: open reserves, unposted payments, open entries."""
    status = task["status"]
    plan = Plan(task.draft(f"Close {_some(task)}: {WORDS[status]}"))
    for claim in task.records:
        _move_claim(plan, task, claim, status)
    plan.said = f"{counted(len(plan.draft.edits), 'claim')} closed: {WORDS[status].lower()}."
    return plan


def next_recovery_ends(records: list[Any]) -> dict[str, tuple[tuple[str, str], ...]]:
    """How the recoveries may end from where they stand; every end where none is the next step."""
    ends = tuple(pair for pair in next_statuses(records)["status"] if pair[0] in RECOVERY_ENDS)
    return {"status": ends or tuple(RECOVERY_ENDS.items())}


@VERBS.add(
    "close_recovery",
    title="Close",
    source="Code Civ. Proc. 116.220",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    order=28,
    statuses=RECOVERY_OPEN,
    narrows=next_recovery_ends,
    params=(
        Param(
            "status", "choice", "How it ended", choices=tuple(RECOVERY_ENDS.items()), required=True
        ),
        Param(
            "ground",
            "choice",
            "Given up because",
            "Of what was billed. Blank: it cannot be collected, or costs more than it brings.",
            choices=GROUNDS,
        ),
        Param(
            "reason",
            "long",
            "Why",
            "Needed to withdraw it. Two letters, one call, the search for who owes it.",
        ),
    ),
)
def close_recovery(task: Task) -> Plan:
    """Recoveries closed: paid, or with the balance given up by who may."""
    status = task["status"]
    plan = Plan(task.draft(f"Close {_some(task)}: {RECOVERY_WORDS[status]}"))
    for recovery in task.records:
        _move_recovery(plan, task, recovery, status)
    closed = counted(len(plan.draft.edits), "recovery")
    plan.said = f"{closed} closed: {RECOVERY_WORDS[status].lower()}."
    return plan


@VERBS.add(
    "reopen_claim",
    title="Reopen",
    sheets=("claim",),
    roles=DESK,
    many=True,
    statuses=tuple(CLOSED),
    params=(Param("reason", "long", "Why", "What came up.", required=True),),
)
def reopen_claim(task: Task) -> Plan:
    """Closed claims opened again; the day they closed stays in their history."""
    plan = Plan(task.draft(f"Reopen {_some(task)}"))
    for claim in task.records:
        if not is_closed(claim.status):
            plan.refuse(claim, f"It is not closed: it is “{WORDS[claim.status]}”.")
            continue
        plan.draft.change(Claim, claim.id, seen=claim.version, status="reopened")
        plan.lines.append(f"{claim_words(claim)}, closed {_closed_on(claim)}, is open again.")
    plan.said = f"{counted(len(plan.draft.edits), 'claim')} reopened."
    return plan


def _closed_on(claim: Claim) -> str:
    return long_day(claim.closed_date) if claim.closed_date else "on an unknown day"
