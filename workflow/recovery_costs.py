"""What the damage of a recovery cost: lines added to it, each worked out by itself."""

from datetime import date
from typing import Any

from models import Recovery, RecoveryCost
from rules.errors import BadValue, Invalid, Problem
from rules.money import dollars
from rules.status_wants import Want
from rules.statuses import RECOVERY_OPEN, RECOVERY_STATUSES
from workflow.cost_lines import columns, read_lines, worked_out, wrong_day
from workflow.recovery_bill import AGAIN
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS
from workflow.words import counted

WORDS = dict(RECOVERY_STATUSES)
FIELDS = (
    "element",
    "description",
    "work_date",
    "hours",
    "rate",
    "multiplier",
    "burden_percent",
    "amount",
    "tax_percent",
    "quantity",
    "percent",
    "source",
)


def _of(*elements: str) -> tuple[str, tuple[str, ...]]:
    """Asked for these elements of cost alone."""
    return "element", elements


ANY = _of(*(code for code, _ in RecoveryCost.element.choices))
HOURLY, PRICED = _of("labor", "equipment"), _of("labor", "equipment", "material")
GIVEN = _of("material", "contractor", "other", "overhead", "salvage", "interest")


@VERBS.add(
    "add_recovery_cost",
    title="Add a cost",
    source="Veh. Code 17300",
    sheets=("recovery",),
    roles=DESK,
    statuses=RECOVERY_OPEN,
    many=True,
    primary=True,
    params=(
        Param("element", "choice", "Element", choices=RecoveryCost.element.choices),
        Param(
            "description",
            "text",
            "Description",
            "Or the code of a rate card, such as SIG2.",
            shown_for=ANY,
        ),
        Param("work_date", "day", "Work date", "Blank: today, unless a line says its own."),
        Param("hours", "quantity", "Hours", shown_for=HOURLY),
        Param(
            "quantity",
            "quantity",
            "Quantity",
            "Pieces of stores or miles, by a rate card.",
            shown_for=_of("material", "equipment"),
        ),
        Param(
            "rate",
            "money",
            "Rate",
            "An hour, a mile or a piece. Blank: that of the rate card on the work date.",
            shown_for=PRICED,
        ),
        Param(
            "multiplier",
            "quantity",
            "Overtime factor",
            "1.5 for time and a half.",
            shown_for=_of("labor"),
        ),
        Param(
            "burden_percent",
            "quantity",
            "Burden %",
            "Blank: the office's rate.",
            shown_for=_of("labor"),
        ),
        Param("amount", "money", "Amount", "Of material without tax.", shown_for=GIVEN),
        Param(
            "tax_percent",
            "quantity",
            "Tax %",
            "Blank: the office's rate.",
            shown_for=_of("material"),
        ),
        Param(
            "percent",
            "quantity",
            "Overhead %",
            "Blank: the office's rate.",
            shown_for=_of("overhead"),
        ),
        Param(
            "source",
            "text",
            "Source",
            "Time card, work order, invoice, rate book.",
        ),
        Param(
            "lines",
            "long",
            "or many lines",
            "One a line, such as “labor: SIG2; 3 h” by a rate card, “labor: Technician; 3 h at "
            "48.20” or “material: Pole; 3,120.00”. A line says its own day as “on 2026-03-20”.",
        ),
    ),
)
def add_recovery_cost(task: Task) -> Plan:
    """Cost lines, each worked out and rounded by itself; the same on each of several recoveries."""
    plan = Plan(task.draft(f"Costs of {_some(task)}"))
    total = 0
    for recovery in task.records:
        if recovery.status not in RECOVERY_OPEN:
            plan.refuse(recovery, f"It is “{WORDS[recovery.status]}”: nothing is added to it.")
            continue
        total += _add_costs(plan, task, recovery)
    if len(task.records) == 1:
        recovery = task.records[0]
        cost = dollars(recovery.cost + total)
        plan.said = f"{dollars(total)} added; {recovery.recovery_no} costs {cost} now."
    else:
        charged = len(task.records) - len(plan.refusals)
        plan.lines.insert(0, f"The same lines are charged on each of {charged} recoveries.")
        plan.said = f"{dollars(total)} added on {counted(charged, 'recovery')}."
    return plan


def _some(task: Task) -> str:
    found = task.records
    return found[0].recovery_no if len(found) == 1 else counted(len(found), "recovery")


def _add_costs(plan: Plan, task: Task, recovery: Recovery) -> int:
    total, before = 0, f"{recovery.recovery_no}: " if len(task.records) > 1 else ""
    lines = _worked_out(task, recovery)
    wrong = wrong_day((fields for fields, _ in lines), damage=recovery.damage_date, on=task.on)
    want = Want(wrong) if wrong else _too_low(recovery, sum(line.amount for _, line in lines))
    if want:
        plan.miss(recovery, want)
        return 0
    for fields, line in lines:
        total += line.amount
        plan.draft.create(RecoveryCost, recovery=recovery.id, **columns(fields, line, _day(task)))
        what = fields.get("description") or dict(RecoveryCost.element.choices)[line.element]
        plan.lines.append(f"{before}{what}: {line.working}.")
    if recovery.status == "reported":
        plan.draft.change(Recovery, recovery.id, seen=recovery.version, status="documenting")
        plan.lines.append(f"{recovery.recovery_no} is “{WORDS['documenting']}” from now on.")
    cost = dollars(recovery.cost + total)
    plan.lines.append(f"The cost of {recovery.recovery_no} becomes {cost}.")
    return total


def _too_low(recovery: Recovery, change: int) -> Want | None:
    """What stands against lines that bring the cost below the bill, or below nothing."""
    if recovery.billed is not None and change < 0:
        if recovery.status in AGAIN:
            words = "It is billed: what lowers the bill is a credit of “Bill it”, with its reason."
            return Want(words, "bill_recovery", given={"credit": dollars(-change)})
        return Want(
            "It is billed: what is not asked for any more is given up by “Settle for less”.",
            "compromise_recovery",
        )
    if change < 0 and recovery.cost + change < 0:
        return Want(
            f"Salvage of {dollars(-change)} is more than the {dollars(recovery.cost)} that it "
            "costs: enter less."
        )
    return None


def _day(task: Task) -> date:
    """The day of the work where a line does not say its own."""
    day: date = task["work_date"] or task.on
    return day


def _given(task: Task) -> list[dict[str, Any]]:
    """The line of the form and the typed ones; day and source of the form are of all of them."""
    common = {name: task[name] for name in ("work_date", "source") if task[name] is not None}
    single = {name: task[name] for name in FIELDS if task[name] is not None}
    try:
        lines = [{**common, **line} for line in read_lines(task["lines"])]
        found = read_lines([*([single] if single.get("element") else []), *lines])
    except BadValue as error:
        raise Invalid([Problem(task.key, None, "lines", task["lines"], error.sentence)]) from error
    if not found:
        raise Invalid(
            [Problem(task.key, None, "element", None, "Element is needed, or at least one line.")]
        )
    return found


def _worked_out(task: Task, recovery: Recovery) -> list[Any]:
    try:
        return worked_out(_given(task), _day(task), _lines_of(recovery))
    except BadValue as error:
        raise Invalid([Problem(task.key, None, "amount", None, error.sentence)]) from error


def _lines_of(recovery: Recovery) -> list[tuple[str, int]]:
    return list(
        RecoveryCost.select(RecoveryCost.element, RecoveryCost.amount)
        .where(RecoveryCost.recovery == recovery.id, RecoveryCost.trashed_at.is_null())
        .tuples()
    )
