"""Opening billing recovery: a case against who damaged City property, on claims or incidents, with
its follow-ups.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from journal import settings
from journal.drafts import Ref
from journal.law import calendar_of, law
from models import Claim, Diary, Incident, Organization, Recovery, RecoveryCost
from rules.answers import Answer
from rules.calendars import next_open
from rules.days import long_day
from rules.errors import BadValue, Blocked, Invalid, Problem
from rules.money import dollars
from rules.recovery_cost import CostLine
from rules.recovery_follow_up import limitation_warning
from rules.recovery_limitation import recovery_limitation
from rules.status_wants import Want
from rules.statuses import RECOVERY_OPEN
from workflow import authority
from workflow.cost_lines import columns, read_lines, worked_out, wrong_day
from workflow.locks import hold
from workflow.recovery_parties import Loss, against, loss_of
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import counted

COST_DAYS, BILL_DAYS = 14, 30
"""Days until the costs are together and until the bill goes out."""
FOLLOW_UPS = (
    (
        "recovery_cost_days",
        COST_DAYS,
        "Collect the costs: time cards, equipment, invoices, photos",
        "add_recovery_cost",
    ),
    ("recovery_bill_days", BILL_DAYS, "Bill the responsible party or its carrier", "bill_recovery"),
)
"""Setting of the days -> what the handler's diary says: (setting, days, subject, next action)."""
SOURCES = ("carrier_claim_no", "police_report_no", "work_order_no")
Fields = dict[str, Any]
BASIS, BASIS_OF_LINE = "property", {"W": "injured_employee"}
"""Basis where none is given, and line of a claim -> that of its recovery: an injured employee has
two years (Code Civ. Proc. 335.1), damage to property three (338).
"""
OF_ONE_CLAIM = ("injured_employee",)
"""Bases on which each claim is a case of its own, though claims share an incident."""


@dataclass(frozen=True)
class Case:
    """A recovery to be opened: the loss, its basis, when it happened, until when the City can
    sue.
    """

    loss: Loss
    kind: Any
    damage: date | None
    last: Answer | None

    def is_late(self, on: date) -> bool:
        """Whether the time to sue has run out."""
        return self.last is not None and self.last.value < on

    @property
    def too_late(self) -> str:
        """That it has, in words."""
        day = long_day(self.last.value) if self.last else ""
        return f"The time to sue over {_of(self.loss)} ran out on {day}."


@VERBS.add(
    "open_recovery",
    title="Open billing recovery",
    source="Veh. Code 17300; Gov. Code 53150; Code Civ. Proc. 335.1, 338",
    sheets=("claim", "incident"),
    roles=DESK,
    many=True,
    order=10,
    params=(
        Param(
            "responsible_party",
            "link",
            "Responsible party",
            "Who did the damage, where known.",
            sheet="party",
        ),
        Param("responsible_name", "text", "or their name", "Makes a new party of it."),
        Param("carrier", "link", "Their carrier", sheet="organization"),
        Param("carrier_claim_no", "code", "Carrier's claim no."),
        Param("insured_policy_no", "code", "Carrier's policy no."),
        Param("plate", "code", "Plate"),
        Param("police_report_no", "code", "Police report no."),
        Param("work_order_no", "code", "Work order no."),
        Param("damage_date", "day", "Damage date", "Blank: the loss date."),
        Param("asset_description", "text", "Damaged asset", "Blank: as the incident says."),
        Param(
            "limitation_kind",
            "choice",
            "Basis",
            "Blank: injured employee on a workers' compensation claim, else property damage.",
            choices=Recovery.limitation_kind.choices,
        ),
        Param("handler", "link", "Handler", "Blank: you.", sheet="user"),
        Param(
            "costs",
            "long",
            "First cost lines",
            "One a line, such as “labor: SIG2; 3 h” by a rate card, “labor: Technician; 3 h at "
            "48.20” or “material: Pole; 3,120.00”. A line says its own day as “on 2026-03-20”.",
        ),
        Param("reason", "long", "Why", "Needed where the time to sue has run out."),
    ),
)
def open_recovery(task: Task) -> Plan:
    """A recovery on each record, with responsible party, carrier, first costs and follow-ups of the
    handler.
    """
    plan = Plan(task.draft(f"Open billing recovery on {_some(task.records)}"))
    costs = _costs(task)
    cases = _in_time(plan, task, _cases(plan, task))
    alone = len(plan.lines)
    for case in cases:
        _open(plan, task, case, costs)
    if costs and len(cases) > 1:
        plan.lines.append(f"The cost lines are charged on each of {len(cases)} recoveries.")
    entries = sum(create.model is Diary for create in plan.draft.creates)
    entries += sum(case.last is not None for case in cases)
    parts = [
        f"{counted(len(cases), 'recovery')} opened",
        f"{counted(entries, 'diary entry')} written",
        *([f"{counted(alone, 'record')} left alone"] if alone else []),
    ]
    plan.said = f"{', '.join(parts)}."
    if len(cases) == 1:
        plan.opens = next(create.ref for create in plan.draft.creates if create.model is Recovery)
    return plan


def _some(records: Iterable[Any]) -> str:
    found = list(records)
    return (
        label(found[0]) if len(found) == 1 else counted(len(found), type(found[0]).__name__.lower())
    )


def _costs(task: Task) -> list[dict[str, Any]]:
    try:
        return read_lines(task["costs"])
    except BadValue as error:
        raise _unread(task, error) from error


def _unread(task: Task, error: BadValue) -> Invalid:
    return Invalid([Problem(task.key, None, "costs", task["costs"], error.sentence)])


# --- Which are opened ----------------------------------------------------------------------------


def _cases(plan: Plan, task: Task) -> list[Case]:
    """The cases to open, one a loss: a record whose loss has one already is left alone."""
    found: list[Case] = []
    opened: dict[Any, str] = {}
    law_ = law(task.on)
    for record in task.records:
        loss = loss_of(record)
        kind: Any = task["limitation_kind"] or _basis_of(loss)
        scope, standing = _scope(loss, kind), _open_one(loss, kind)
        if standing:
            plan.lines.append(f"{label(record)} has {standing} open already: left alone.")
        elif scope in opened:
            plan.lines.append(f"{label(record)} shares the case of {opened[scope]}: left alone.")
        else:
            damage = task["damage_date"] or loss.get("loss_date", "injury_date")
            if damage and damage > task.on:
                plan.refuse(record, f"The damage of {long_day(damage)} lies ahead: mend the date.")
                continue
            last = recovery_limitation(damage, kind, law=law_) if damage else None
            opened[scope] = label(record)
            found.append(Case(loss, kind, damage, last))
    return found


def _basis_of(loss: Loss) -> str:
    """The basis of a case where none is given: by the line of its claim."""
    return BASIS_OF_LINE.get(loss.claim.line, BASIS) if loss.claim else BASIS


def _scope(loss: Loss, kind: str) -> tuple[str, int]:
    """What one open case of a basis stands for: the incident, else the claim."""
    if loss.incident and (loss.claim is None or kind not in OF_ONE_CLAIM):
        return "incident", loss.incident.id
    return "claim", loss.claim.id


def _open_one(loss: Loss, kind: str) -> str:
    """The number of the open recovery of a loss on the same basis."""
    scope, row_id = _scope(loss, kind)
    condition: Any = Recovery.claim == row_id
    if scope == "incident":
        condition = Recovery.incident == row_id
        if kind not in OF_ONE_CLAIM:
            condition |= Recovery.claim << Claim.select(Claim.id).where(Claim.incident == row_id)
    row = (
        Recovery.select(Recovery.recovery_no)
        .where(
            condition,
            Recovery.limitation_kind == kind,
            Recovery.status << list(RECOVERY_OPEN),
            Recovery.trashed_at.is_null(),
        )
        .order_by(Recovery.id)
        .tuples()
        .first()
    )
    return str(row[0]) if row else ""


def _in_time(plan: Plan, task: Task, cases: list[Case]) -> list[Case]:
    """Those that go now. Opening a case whose time has run out departs from the guideline: it
    takes a reason, and where it waits for somebody, it does not make the others wait.
    """
    late = [case for case in cases if case.is_late(task.on)]
    if not late:
        return cases
    needed = authority.deviation(task.who, " ".join(case.too_late for case in late))
    apart = needed is not None and len(late) < len(cases)
    if task["reason"] and not apart:
        plan.approval = needed
        return cases
    why = "Open it by itself: it waits for approval." if apart else "Say why it is opened."
    reason = {"reason": str(task["reason"])} if task["reason"] else {}
    for case in late:
        given = {"limitation_kind": case.kind, **reason}
        want = Want(f"{case.too_late} {why}", "open_recovery", given=given)
        plan.miss(case.loss.claim or case.loss.incident, want)
    return [case for case in cases if case not in late]


# --- What is opened ------------------------------------------------------------------------------


def _open(plan: Plan, task: Task, case: Case, costs: list[dict[str, Any]]) -> None:
    loss, known = case.loss, against(plan, task, case.loss)
    recovery = plan.draft.create(
        Recovery,
        claim=loss.claim.id if loss.claim else None,
        incident=loss.incident.id if loss.incident else None,
        department=loss.get("department"),
        damage_date=case.damage,
        damage_place=_short(loss.get("location")),
        asset_description=task["asset_description"] or loss.get("asset"),
        limitation_kind=case.kind,
        handler=_handler(task),
        **({"status": "documenting"} if costs else {}),
        **{name: task[name] or loss.get(name) for name in SOURCES},
        **known.columns,
    )
    plan.draft.guard(lambda: _none_meanwhile(loss, case.kind))
    facing = f" against {known.name}" if known.name else ""
    carried = f", carrier {_name(Organization, known.carrier)}" if known.carrier else ""
    plan.lines.append(f"{_of(loss)}: opens a recovery{facing}{carried}.")
    if not known.name:
        plan.lines.append("No responsible party is known yet.")
    if not known.carrier:
        plan.lines.append("No carrier is known yet.")
    try:
        lines = worked_out(costs, case.damage or task.on)
    except BadValue as error:
        raise _unread(task, error) from error
    if wrong := wrong_day(costs, damage=case.damage, on=task.on):
        raise _unread(task, BadValue(wrong))
    total = _add_costs(plan, recovery, lines, case.damage or task.on)
    taxed = [words for words in (_taxed(*line) for line in lines) if words]
    if costs:
        plan.lines.append(
            f"It starts with {counted(len(costs), 'cost line')}, {dollars(total)} together."
        )
        plan.lines += [words for words in taxed if words not in plan.lines]
    _follow_up(plan, task, case, recovery)


def _handler(task: Task) -> int | None:
    return task["handler"] or task.who.user_id


def _of(loss: Loss) -> str:
    return label(loss.claim or loss.incident)


def _short(text: str | None) -> str | None:
    return text[:300] if text else None


def _name(model: Any, row_id: int) -> str:
    return str(model.select(model.name).where(model.id == row_id).tuples().get()[0])


def _add_costs(plan: Plan, recovery: Any, lines: list[tuple[Fields, CostLine]], on: date) -> int:
    for fields, line in lines:
        plan.draft.create(RecoveryCost, recovery=recovery, **columns(fields, line, on))
    return sum(line.amount for _, line in lines)


def _taxed(fields: Fields, line: CostLine) -> str:
    """What sales tax adds to a line of material: "Pole: $3,120.00 + 7.25 % sales tax = ..."."""
    if fields["element"] != "material" or fields.get("amount") is None:
        return ""
    percent = columns(fields, line, date.min)["tax_percent"]
    if not percent:
        return ""
    before, after = dollars(fields["amount"]), dollars(line.amount)
    return f"{fields['description']}: {before} + {percent.normalize():f} % sales tax = {after}."


def _none_meanwhile(loss: Loss, kind: str) -> None:
    hold(Incident, [loss.incident.id if loss.incident else None])
    hold(Claim, [loss.claim.id if loss.claim else None])
    standing = _open_one(loss, kind)
    if standing:
        raise Blocked(f"{_of(loss)} has {standing} open since a moment ago.")


# --- What comes next -----------------------------------------------------------------------------


def _follow_up(plan: Plan, task: Task, case: Case, recovery: Ref) -> None:
    """The handler's diary: costs together, bill out. That the time to sue ends follows from the
    day of the damage by itself.
    """
    calendar = calendar_of("court")
    common = {
        "claim": case.loss.claim.id if case.loss.claim else None,
        "recovery": recovery,
        "owner": _handler(task),
    }
    for setting, days, subject, action in FOLLOW_UPS:
        count = settings.number(setting, days)
        due = next_open(task.on + timedelta(days=count), calendar)
        said = f"Opened {long_day(task.on)} + {count} days"
        step = {"text": said, "citation": "Practice of the office"}
        facts = {"diary_date": due, "subject": subject, "steps": [step], "action": action}
        plan.draft.create(Diary, **common, **facts)
    if case.last is None or case.damage is None:
        plan.lines.append("No damage date is known: enter it, and the last day to sue follows.")
        return
    last = case.last
    pressing = limitation_warning(case.damage, case.kind, law=law(task.on))
    when = "a year before" if pressing.value > task.on else "today"
    mark = "" if last.verified == "yes" else ", unverified"
    plan.lines.append(
        f"The last day to sue is {long_day(last.value)} ({last.steps[0][1]}{mark}); the diary says "
        f"so {when}."
    )
