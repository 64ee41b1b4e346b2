"""The verbs of the office and their one machinery: plan, show, and run as one batch.

A verb is a function `plan(task) -> Plan` that only reads. Its facts: `sheets` it stands on, `roles`
that may run it, `params` it asks, `narrows` (a function from records to the choices that fit them,
by parameter), `allows` (the same from a person), `many` (several records at a time), `alone`
(without a record), `makes` (and it makes one), `primary`, `order` (its place among the others, the
lowest first), `danger`, `statuses` in which it makes sense, `trash` (its records lie in the trash),
`writes` (only for who may write their sheet), `source` (the law that it rests on).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from peewee import OperationalError

from journal import policy
from journal.clicks import Click, click_of
from journal.commit import Receipt, commit, done_before
from journal.drafts import Ref
from journal.foreseen import problems_of
from journal.who import Who
from models import BY_NAME, Approval, Batch, meta
from rules.errors import Blocked, Busy, Invalid, NotFound, OfficeError, Refused
from rules.registry import Entry, Registry
from workflow.asking import ask
from workflow.foretold import foretell
from workflow.tasks import DESK, MANAGERS, Need, Param, Plan, Refusal, Task, label, read_values

__all__ = (
    "DESK",
    "MANAGERS",
    "VERBS",
    "Act",
    "Done",
    "Need",
    "Param",
    "Plan",
    "Refusal",
    "Task",
    "label",
    "params_of",
    "plan_of",
    "preview",
    "run",
)

VERBS = Registry("quick action")
TRIES = 5
"""How often an action is planned anew when another one held the rows it wanted."""


@dataclass(frozen=True)
class Act:
    """A verb on records: its key, their sheet and ids, and what is given for its parameters.

    Values are text as typed, or Python values (money in cents, a link the id of its row). `named`
    is how a list names the records, where they are all of its rows: a second click is known by it,
    whatever rows the list holds by then.
    """

    key: str
    sheet: str
    ids: Sequence[int] = ()
    values: dict[str, Any] = field(default_factory=dict)
    named: str = ""


class _Repeated(Exception):
    """The same click was quicker elsewhere: what stands round the writing is taken back."""


@dataclass(frozen=True)
class Done:
    """What running a verb did.

    `receipt` of the batch; without a number when there was nothing to do. `approval_id` when it
    waits
    instead. `opens` is the record to show; `messages` are to be mailed by whoever ran it.
    """

    receipt: Receipt
    approval_id: int | None
    sentence: str
    opens: tuple[str, int] | None = None
    messages: tuple[tuple[str, str, str], ...] = ()


def preview(who: Who, act: Act, *, on: date) -> Plan:
    """What an act would do, in words, and what becomes of deadlines by it; nothing is written.

    Raises:
        Refused: not for this person. NotFound: a record is not there. Invalid: a value cannot
        stand.
    """
    plan = plan_of(who, act, on=on)[1]
    if problems := problems_of(who, plan.draft):
        raise Invalid(problems)
    plan.follows = foretell(who, plan.draft)
    return plan


def for_person(who: Who, entry: Entry, params: Sequence[Param]) -> tuple[Param, ...]:
    """Of what a verb asks that which a person is asked: of a choice, what is open to them."""
    allows = entry.facts.get("allows")
    allowed = allows(who) if allows else {}
    return tuple(
        replace(one, choices=allowed[one.name]) if one.name in allowed else one
        for one in params
        if not one.roles or policy.may_act(who, one.roles)
    )


def params_of(entry: Entry, sheet: str, ids: Sequence[int]) -> tuple[Param, ...]:
    """What a verb asks of these records: of a choice, what fits them."""
    params, narrows = tuple(entry.facts.get("params", ())), entry.facts.get("narrows")
    if not narrows or not ids:
        return params
    model = BY_NAME[sheet]
    fitting = narrows(list(model.select().where(model.id << list(ids))))
    return tuple(
        replace(param, choices=fitting[param.name]) if param.name in fitting else param
        for param in params
    )


def run(who: Who, act: Act, *, on: date, click: str | None = None, partly: bool = False) -> Done:
    """Run a verb as one batch, or put it before who may approve it.

    Args:
        who: under whose policy and authority.
        act: which verb, on which records, with which values.
        on: the office's day.
        click: the key of this click; the same again acts once and tells what the first did.
        partly: leave out the records that are refused, and do the rest.

    Raises:
        Refused, NotFound, Invalid: as `preview`. Blocked: facts forbid it. Nothing was written.
    """
    mark = click_of(who, act.key, click, _sent(act, partly))
    for _ in range(TRIES):
        try:
            return _told(mark) or _run(who, act, on, mark, partly)
        except OfficeError:
            done = _told(mark)
            if done:
                return done
            raise
        except OperationalError as error:
            if "deadlock" not in str(error):
                raise
    raise Busy("Others are changing the same records. Nothing is lost: try again in a moment.")


def repeated(who: Who, act: Act, *, click: str | None, partly: bool = False) -> Done | None:
    """What the same click did before; None where it is the first.

    Raises:
        Spent: it asked for something else then.
    """
    return _told(click_of(who, act.key, click, _sent(act, partly)))


def plan_of(who: Who, act: Act, *, on: date, approval: int | None = None) -> tuple[Task, Plan]:
    """The task and the plan of an act for a person; `approval` is that under which it runs."""
    entry = VERBS.get(act.key)
    facts = entry.facts
    if not policy.may_act(who, facts["roles"]):
        raise Refused(
            "You are looking through another role: nothing can be changed."
            if who.masked
            else f"“{entry.title}” is not among the actions of your role."
        )
    records = _records(who, entry, act)
    given = read_values(who, act.key, facts.get("params", ()), act.values, on)
    task = Task(who, on, records, given, act.key, approval)
    return task, entry.run(task)


def _records(who: Who, entry: Entry, act: Act) -> list[Any]:
    """The records in the order of their ids as given; within what `who` may see."""
    facts, sheet = entry.facts, act.sheet
    if not act.ids and facts.get("alone"):
        return []
    if sheet not in facts["sheets"]:
        raise NotFound(f"“{entry.title}” does not stand on these records.")
    model = BY_NAME[sheet]
    one = meta(model, "singular")
    wanted = list(dict.fromkeys(act.ids))
    if not wanted:
        raise NotFound(f"Choose at least one {one} first.")
    if len(wanted) > 1 and not facts.get("many"):
        raise Refused(f"“{entry.title}” runs on one {one} at a time.")
    policy.need_read(who, model)
    own = policy.scope(who, model)
    lies = model.trashed_at.is_null(not facts.get("trash", False))
    query = model.select().where(model.id << wanted, lies, *([] if own is None else [own]))
    found = {row.id: row for row in query}
    if len(found) < len(wanted):
        raise NotFound(f"The {one} is no longer there.")
    return [found[row_id] for row_id in wanted]


def _run(who: Who, act: Act, on: date, mark: Click | None, partly: bool) -> Done:
    task, plan = plan_of(who, act, on=on)
    if plan.refusals and not (partly and plan.draft):
        raise Blocked(in_words(plan))
    if plan.approval and plan.draft:
        receipt = ask(task, plan, plan.approval, sheet=act.sheet, mark=mark)
        return _waits(receipt, plan.approval.sentence)
    return write(who, plan, mark=mark)


def write(who: Who, plan: Plan, *, mark: Click | None = None) -> Done:
    """Write a plan as one batch and tell what it did."""
    if not plan.draft:
        return Done(
            Receipt(), None, " ".join(plan.lines) or "There was nothing to do.", _opens(plan, None)
        )
    try:
        with plan.around():
            receipt = commit(who, plan.draft, key=mark)
            if receipt.repeated:
                raise _Repeated
    except _Repeated:
        return _told(mark) or Done(receipt, None, plan.said)
    if plan.after:
        plan.after(receipt)
    said = plan.said or f"{plan.draft.title}: done."
    return Done(receipt, None, said, _opens(plan, receipt), tuple(plan.messages))


def in_words(plan: Plan) -> str:
    """Why a plan cannot run, or not on all records."""
    found = dict.fromkeys((r.record_label, r.sentence) for r in plan.refusals)
    if len({number for number, _ in found}) == 1 and not plan.draft:
        return " ".join(sentence for _, sentence in found)
    words = " ".join(f"{number}: {sentence}" for number, sentence in found)
    return (
        f"{words} The rest can go on without {'it' if len(found) == 1 else 'them'}."
        if plan.draft
        else words
    )


def _opens(plan: Plan, receipt: Receipt | None) -> tuple[str, int] | None:
    if isinstance(plan.opens, Ref):
        if receipt is None or receipt.repeated:
            return None
        return plan.opens.model.__name__.lower(), receipt.id_of(plan.opens)
    return plan.opens


def _sent(act: Act, partly: bool) -> list[Any]:
    """What a click asks for; of a file its name counts."""
    values = {
        name: getattr(value, "filename", value) for name, value in act.values.items() if value
    }
    return [act.sheet, act.named or list(act.ids), values, partly]


def _told(mark: Click | None) -> Done | None:
    """What the same click did before."""
    receipt = done_before(mark)
    if receipt is None:
        return None
    batch = Batch.select(Batch.title).where(Batch.id == receipt.batch_id).tuples().get()
    for sheet, row_id in receipt.created:
        if sheet == "approval":
            reason = Approval.select(Approval.reason).where(Approval.id == row_id).tuples().get()
            return _waits(receipt, reason[0] or "")
    return Done(
        receipt,
        None,
        f"{batch[0]}: done already, once.",
        receipt.created[0] if receipt.created else None,
    )


def _waits(receipt: Receipt, sentence: str) -> Done:
    approval = next((i for sheet, i in receipt.created if sheet == Approval.__name__.lower()), None)
    return Done(receipt, approval, sentence)
