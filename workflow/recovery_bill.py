"""The bill of a recovery: the demand that the rule makes of its cost lines, and its working."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from journal import settings
from models import Diary, Party, RateCard, Recovery, RecoveryCost
from rules.answers import Answer
from rules.days import long_day
from rules.errors import OfficeError
from rules.money import cents, dollars, half_up
from rules.recovery_cost import APART, BillLine, recovery_bill
from rules.status_wants import Want
from rules.statuses import RECOVERY_STATUSES
from workflow import authority
from workflow.rate_cards import is_example
from workflow.recovery_facts import given_up_before, last_day_of, same_balance, together, too_early
from workflow.recovery_owed import asked_of, billed_more
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted, listed

WORDS = dict(RECOVERY_STATUSES)
NET_DAYS = 30
"""Days until a bill is due, where the setting says nothing."""
BEFORE = {"reported": "documenting", "documenting": "ready_to_bill"}
"""Status before the bill -> the next one: somebody says that the costs are together."""
FIRST = ("ready_to_bill",)
AGAIN = ("billed", "tendered", "disputed", "partially_paid", "insurer_denied")
"""Statuses in which a recovery is billed, and in which its bill may be brought up."""
_HUNDRED = Decimal(100)


@VERBS.add(
    "bill_recovery",
    title="Bill it",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    statuses=(*BEFORE, *FIRST, *AGAIN),
    order=20,
    params=(
        Param("invoice_no", "code", "Invoice no.", "Blank: made of the recovery's number."),
        Param("invoice_date", "day", "Invoice date", "Blank: today, or as it was billed first."),
        Param("due_date", "day", "Payment due", "Blank: 30 days from the invoice, or the setting."),
        Param(
            "credit",
            "money",
            "Credit",
            "Taken off a bill that is out: salvage that came since, a line charged by mistake.",
        ),
        Param("reason", "long", "Why", "Needed where a bill that is out becomes lower."),
    ),
)
def bill_recovery(task: Task) -> Plan:
    """The demand worked out from the cost lines, with invoice number, day and due date; a bill
    that is out already is brought up to its lines.
    """
    plan = Plan(task.draft(f"Bill {_some(task)}"))
    total = 0
    for recovery in task.records:
        costs = [*_costs(recovery), *_credit(task, recovery)]
        wants = list(_wants(task, recovery, costs))
        for want in wants:
            plan.miss(recovery, want)
        answer = None if wants else _answer(plan, recovery, costs)
        if answer is not None and not _unsaid(plan, task, recovery, answer.value, costs):
            total += answer.value + _interest(costs)
            _bill(plan, task, recovery, costs, answer)
    billed = len(task.records) - len({refusal.record_label for refusal in plan.refusals})
    plan.said = f"{counted(billed, 'recovery')} billed, {dollars(total)} together."
    if len(task.records) == 1:
        plan.opens = ("recovery", task.records[0].id)
        plan.said = f"{task.records[0].recovery_no} is billed: {dollars(total)}."
    return plan


def _some(task: Task) -> str:
    found = task.records
    return found[0].recovery_no if len(found) == 1 else counted(len(found), "recovery")


def _credit(task: Task, recovery: Recovery) -> list[Any]:
    """What is taken off a bill that is out, as a line to be made."""
    if not task["credit"]:
        return []
    facts = {"element": "salvage", "amount": -task["credit"], "work_date": task.on}
    words = f"Credit: {task['reason'] or ''}"[:300]
    return [RecoveryCost(recovery=recovery.id, description=words, **facts)]


def _costs(recovery: Recovery) -> list[Any]:
    return list(
        RecoveryCost.select()
        .where(RecoveryCost.recovery == recovery.id, RecoveryCost.trashed_at.is_null())
        .order_by(RecoveryCost.work_date.asc(nulls="FIRST"), RecoveryCost.id)
    )


# --- What it still needs -------------------------------------------------------------------------


def _wants(task: Task, recovery: Recovery, costs: list[Any]) -> Any:
    """What stands against billing it, each with what clears it."""
    if recovery.status not in (*BEFORE, *FIRST, *AGAIN):
        yield Want(f"It is “{WORDS[recovery.status]}”: it is not billed any more.")
        return
    if not costs:
        yield Want("It has no cost lines: add what the repair cost first.", "add_recovery_cost")
    elif recovery.status in BEFORE:
        after = BEFORE[recovery.status]
        yield Want(
            f"It is “{WORDS[recovery.status]}”: once the costs are together, make it "
            f"“{WORDS[after]}”.",
            "set_status",
            given={"status": after},
        )
    if not recovery.responsible_party and not recovery.carrier:
        yield Want(
            "Nobody is known to bill: enter the responsible party or their carrier.",
            column="responsible_party",
        )
    if task["invoice_no"] and len(task.records) > 1:
        yield Want("One invoice number stands for one bill: leave it blank for several.")
    yield from _wrong_days(task, recovery)
    yield from _wrong_credit(task, recovery)
    rates = [cost for cost in costs if cost.element == "overhead"]
    if len(rates) > 1:
        numbers = listed([cost.line_no for cost in rates])
        yield Want(
            f"Overhead is charged more than once, in {numbers}: put all but one in the trash."
        )
    for cost in rates:
        if cost.percent is None:
            yield Want(
                f"{cost.line_no} is overhead without its percent: enter the one adopted.",
                column="percent",
                sheet="recoverycost",
                ids=(cost.id,),
            )


def _wrong_credit(task: Task, recovery: Recovery) -> Any:
    """A credit that is none, that is not of one bill that is out, or without its reason."""
    credit = task["credit"]
    if credit is None:
        return
    if credit <= 0:
        yield Want(f"A credit is more than nothing; {dollars(credit)} takes nothing off.")
    elif recovery.billed is None or recovery.status not in AGAIN:
        yield Want("No bill of it is out: enter salvage among the cost lines.", "add_recovery_cost")
    elif len(task.records) > 1:
        yield Want("A credit is of one bill: choose that one alone.")
    elif not task["reason"]:
        yield Want("Say why the bill becomes lower.")


def _wrong_days(task: Task, recovery: Recovery) -> Any:
    """A day of the invoice that is ahead or before the damage; a due date before the invoice."""
    given, due = task["invoice_date"], task["due_date"]
    if given and given > task.on:
        yield Want(
            f"Invoice date ({long_day(given)}) lies ahead of today: enter the day on which it goes "
            "out, or leave it blank."
        )
    yield from too_early(recovery, "Invoice date", given, "damage_date")
    day = given or recovery.invoice_date or task.on
    if due and due < day:
        yield Want(
            f"Payment due ({long_day(due)}) lies before the invoice of {long_day(day)}: enter a "
            "later day, or leave it blank."
        )
    last = last_day_of(recovery, on=task.on)
    if due and last and due > last:
        yield Want(
            f"Payment due ({long_day(due)}) lies after the last day to sue, {long_day(last)}: "
            "nobody could be made to pay. Enter an earlier day."
        )


# --- The demand ----------------------------------------------------------------------------------


def _answer(plan: Plan, recovery: Recovery, costs: list[Any]) -> Answer | None:
    """What the rule makes of the lines; refused in its own words where it cannot."""
    direct = [cost for cost in costs if cost.element not in APART]
    percent = next((cost.percent for cost in costs if cost.element == "overhead"), Decimal(0))
    salvage = -sum(cost.amount for cost in costs if cost.element == "salvage")
    try:
        answer = recovery_bill([line_of(cost) for cost in direct], percent, salvage)
    except OfficeError as error:
        plan.refuse(recovery, f"It cannot be worked out: {error.sentence}", "add_recovery_cost")
        return None
    if answer.value <= 0:
        plan.refuse(recovery, _nothing(answer))
        return None
    return answer


def _unsaid(plan: Plan, task: Task, recovery: Recovery, value: int, costs: list[Any]) -> bool:
    """Whether a bill becomes lower and nobody says why."""
    lost = (recovery.billed or 0) - value - _interest(costs)
    if lost <= 0 or task["reason"]:
        return False
    plan.refuse(recovery, f"The bill becomes {dollars(lost)} lower: say why.")
    return True


def _nothing(answer: Answer) -> str:
    """That there is nothing to ask for, and what is then done."""
    if answer.value == 0:
        return "It comes to $0.00: there is nothing to ask for. Close it as withdrawn."
    return (
        f"Salvage of {dollars(answer.details['salvage'])} is {dollars(-answer.value)} more than "
        "the repair costs: nobody owes the City anything. Mend the salvage line, or close it as "
        "withdrawn."
    )


def _interest(costs: list[Any]) -> int:
    """What ran up since the bill; it is asked for with it, and no overhead is counted on it."""
    return sum(cost.amount for cost in costs if cost.element == "interest")


def line_of(cost: Any) -> BillLine:
    """A stored cost line as the rule takes it; one whose parts do not give its amount goes in with
    the amount that is on file.
    """
    hours, rate = cost.hours, cost.rate
    by_hour = hours is not None and rate is not None
    if cost.element == "labor" and by_hour:
        line = BillLine("labor", hours, rate, cost.multiplier, cost.burden_percent)
    elif cost.element == "equipment" and by_hour:
        line = BillLine("equipment", hours, rate)
    elif cost.element == "material":
        price = _price(cost.amount, cost.tax_percent or Decimal(0))
        line = BillLine("material", amount=price, tax_percent=cost.tax_percent)
    else:
        line = BillLine("other", amount=cost.amount)
    if line.element != "other" and recovery_bill([line]).value != cost.amount:
        return BillLine("other", amount=cost.amount)
    kept = cost.element in ("contractor",) and line.element == "other"
    return BillLine("contractor", amount=cost.amount) if kept else line


def _price(amount: int, percent: Decimal) -> int:
    """The price before tax that comes to an amount with it."""
    near = half_up(Decimal(amount) / (_HUNDRED + percent))
    with_tax = {p: p + half_up(Decimal(p) / _HUNDRED * percent / _HUNDRED) for p in _round(near)}
    return next((price for price, whole in with_tax.items() if whole == amount), amount)


def _round(cents: int) -> tuple[int, ...]:
    return (cents, cents - 1, cents + 1)


def steps_of(costs: list[Any], answer: Answer) -> list[dict[str, str]]:
    """The working as it is kept: each line by its number and description, then the sums."""
    direct = [cost for cost in costs if cost.element not in APART]
    steps = [{"text": step.text, "citation": step.citation} for step in answer.steps]
    for step, cost in zip(steps, direct, strict=False):
        worked = step["text"].partition(": ")[2]
        step["text"] = f"{cost.line_no} {cost.description}: {worked}"
    charged = [cost for cost in costs if cost.element == "interest"]
    steps += [
        _step(f"{cost.line_no} {cost.description}: {dollars(cost.amount)}") for cost in charged
    ]
    if charged:
        steps.append(_step(f"With interest {dollars(answer.value + _interest(costs))}"))
    return steps


def _step(text: str) -> dict[str, str]:
    return {"text": text, "citation": ""}


# --- What is written -----------------------------------------------------------------------------


def _bill(plan: Plan, task: Task, recovery: Recovery, costs: list[Any], answer: Answer) -> None:
    first, steps = recovery.status in FIRST, steps_of(costs, answer)
    asked = answer.value + _interest(costs)
    values: dict[str, Any] = {"billed": asked, "bill_steps": steps}
    values |= _invoice(task, recovery)
    if first:
        values["status"] = "billed"
    more = 0 if first or recovery.billed is None else answer.value - asked_of(recovery)
    due = _due_later(task, values["due_date"])
    if more:
        values["bill_changes"] = billed_more(recovery, due, more)
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)
    plan.lines.append(
        f"{recovery.recovery_no}: {dollars(asked)} is asked of {_whom(recovery)}, "
        f"invoice {values['invoice_no']} of {long_day(values['invoice_date'])}, due "
        f"{long_day(values['due_date'])}."
    )
    if more > 0:
        plan.lines.append(f"{dollars(more)} of it is new, and due {long_day(due)}.")
    _lower(plan, task, recovery, asked)
    for line in costs:
        if line.id is None:
            names = ("recovery", "element", "description", "work_date", "amount")
            plan.draft.create(RecoveryCost, **{name: line.__data__[name] for name in names})
    if not first:
        plan.lines.append(
            f"It was billed with {dollars(recovery.billed or 0)}; the days of the invoice stay."
        )
    plan.lines += [f"{step['text']}." for step in steps]
    _warn_of_limit(plan, recovery, asked)
    _bring_up_overhead(plan, costs, answer)
    _tick_off(plan, task, recovery)
    _warn_of_examples(plan, costs)


def _lower(plan: Plan, task: Task, recovery: Recovery, asked: int) -> None:
    """A bill that becomes lower gives money up: with a reason, and with authority for the whole."""
    lost = (recovery.billed or 0) - asked
    if lost <= 0:
        return
    before = given_up_before(recovery)
    plan.lines.append(f"{recovery.recovery_no}: the bill becomes {dollars(lost)} lower.")
    plan.lines += together(recovery, lost, before)
    plan.draft.guard(lambda: same_balance(recovery))
    needed = authority.need(task.who, "compromise", before + lost, line=None, on=task.on)
    plan.approval = authority.wider(plan.approval, needed)


def _invoice(task: Task, recovery: Recovery) -> dict[str, Any]:
    """Number, day and due date: what is given, else what stands, else the office's way."""
    day: date = task["invoice_date"] or recovery.invoice_date or task.on
    net = timedelta(days=settings.number("recovery_net_days", NET_DAYS))
    made = f"INV-{recovery.recovery_no.removeprefix('REC-')}"
    stands = recovery.due_date if day == recovery.invoice_date else None
    return {
        "invoice_no": task["invoice_no"] or recovery.invoice_no or made,
        "invoice_date": day,
        "due_date": task["due_date"] or stands or day + net,
    }


def _due_later(task: Task, due: date) -> date:
    """When that is due which a bill asks for again: as given, else as long from today as any bill,
    and never before the rest.
    """
    net = timedelta(days=settings.number("recovery_net_days", NET_DAYS))
    given: date | None = task["due_date"]
    return given or max(due, task.on + net)


def _whom(recovery: Recovery) -> str:
    row = Party.select(Party.name).where(Party.id == recovery.responsible_party).tuples().first()
    return str(row[0]) if row else "the carrier"


def _bring_up_overhead(plan: Plan, costs: list[Any], answer: Answer) -> None:
    """Overhead follows the direct cost: the line is brought up where others came after it."""
    due = answer.details["overhead"]
    for cost in costs:
        if cost.element == "overhead" and cost.amount != due:
            plan.draft.change(RecoveryCost, cost.id, seen=cost.version, amount=due)
            plan.lines.append(
                f"{cost.line_no} {cost.description} becomes {dollars(due)}, it was "
                f"{dollars(cost.amount)}: cost lines came after it."
            )


def _tick_off(plan: Plan, task: Task, recovery: Recovery) -> None:
    """What the diary asked for until the bill is out is done with it."""
    entries = Diary.select().where(
        Diary.recovery == recovery.id,
        Diary.action << ["add_recovery_cost", "bill_recovery"],
        Diary.status == "open",
        Diary.trashed_at.is_null(),
    )
    for entry in entries:
        plan.draft.change(Diary, entry.id, seen=entry.version, status="done", done_date=task.on)


def _warn_of_limit(plan: Plan, recovery: Recovery, asked: int) -> None:
    """The ceiling of an emergency response, where the bill is over it."""
    most = cents(settings.get("emergency_response_limit", "12000.00") or "12000.00")
    if recovery.limitation_kind == "emergency_response" and asked > most:
        plan.lines.append(
            f"An emergency response is recovered up to {dollars(most)} an incident (Gov. Code "
            "53155, unverified): see whether the rest can be asked for."
        )


def _warn_of_examples(plan: Plan, costs: list[Any]) -> None:
    used = {cost.rate_card for cost in costs if cost.rate_card}
    cards = [
        card for card in RateCard.select().where(RateCard.id << list(used)) if is_example(card)
    ]
    if cards:
        codes = listed(sorted({card.code for card in cards}))
        plan.lines.append(
            f"Rates of the example book are in it ({codes}): enter the City's own before it goes "
            "out."
        )
