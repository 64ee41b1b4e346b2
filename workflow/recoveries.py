"""Opening billing recovery: a case against who damaged City property, on claims or incidents, with
its follow-ups.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from journal import settings
from models import Claim, Diary, Incident, Organization, Party, Recovery, RecoveryCost
from rules.calendars import next_open
from rules.days import add_months, long_day
from rules.errors import BadValue, Blocked, Invalid, Problem
from rules.money import dollars
from rules.recovery_limitation import LastDay, last_day_to_sue
from rules.statuses import RECOVERY_OPEN
from workflow import authority
from workflow.calendars import calendar_of
from workflow.cost_lines import columns, direct_of, priced, read_lines
from workflow.locks import hold
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import counted

COST_DAYS, BILL_DAYS, WARN_MONTHS = "14", "30", -12
"""Days until the costs are together and until the bill goes out; months before the last day to sue.
"""
FOLLOW_UPS = (
    (
        "recovery_cost_days",
        COST_DAYS,
        "Collect the costs: time cards, equipment, invoices, photos",
        "add_recovery_cost",
    ),
    ("recovery_bill_days", BILL_DAYS, "Bill the responsible party or its carrier", None),
)
"""Setting of the days -> what the handler's diary says: (setting, days, subject, next action)."""
SOURCES = ("carrier_claim_no", "insured_policy_no", "police_report_no", "work_order_no", "plate")


@dataclass(frozen=True)
class Loss:
    """What a claim gives a recovery; where it is silent, the incident behind it."""

    claim: Any
    incident: Any

    def get(self, *names: str) -> Any:
        """The first of the columns that is filled, on the claim, then on the incident."""
        for record in (self.claim, self.incident):
            for name in names:
                value = getattr(record, name, None) if record else None
                if value:
                    return value
        return None


@VERBS.add(
    "open_recovery",
    title="Open billing recovery",
    sheets=("claim", "incident"),
    roles=DESK,
    many=True,
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
            choices=Recovery.limitation_kind.choices,
            default="property",
        ),
        Param("handler", "link", "Handler", "Blank: you.", sheet="user"),
        Param(
            "costs",
            "long",
            "First cost lines",
            "One a line, such as “labor: Technician; 3 h at 48.20” or “material: Pole; 3,120.00”.",
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
    opened, alone = 0, 0
    for record in task.records:
        loss = _loss(record)
        standing = _open_one(loss, task["limitation_kind"])
        if standing:
            plan.lines.append(f"{label(record)} has {standing} open already: left alone.")
            alone += 1
        else:
            _open(plan, task, loss, costs)
            opened += 1
    entries = sum(create.model is Diary for create in plan.draft.creates)
    parts = [f"{counted(opened, 'recovery')} opened", f"{counted(entries, 'diary entry')} written"]
    parts += [f"{counted(alone, 'record')} left alone"] if alone else []
    plan.said = f"{', '.join(parts)}."
    if opened == 1:
        plan.opens = next(create.ref for create in plan.draft.creates if create.model is Recovery)
    return plan


def _some(records: Iterable[Any]) -> str:
    found = list(records)
    return (
        label(found[0]) if len(found) == 1 else counted(len(found), type(found[0]).__name__.lower())
    )


def _costs(task: Task) -> list[dict[str, Any]]:
    try:
        lines = read_lines(task["costs"])
        for fields in lines:
            priced(fields)
    except BadValue as error:
        raise Invalid([Problem(task.key, None, "costs", task["costs"], error.sentence)]) from error
    return lines


def _loss(record: Any) -> Loss:
    if isinstance(record, Incident):
        return Loss(None, record)
    return Loss(
        record, Incident.get_or_none(Incident.id == record.incident) if record.incident else None
    )


def _open_one(loss: Loss, kind: str) -> str:
    """The number of the open recovery of a loss: of the claim itself, or of its incident on the
    same basis.
    """
    of_incident = (Recovery.incident == loss.incident.id) if loss.incident else None
    if loss.claim is None:
        condition = of_incident
    else:
        condition = Recovery.claim == loss.claim.id
        if of_incident is not None:
            condition |= of_incident & Recovery.claim.is_null() & (Recovery.limitation_kind == kind)
    row = (
        Recovery.select(Recovery.recovery_no)
        .where(condition, Recovery.status << list(RECOVERY_OPEN), Recovery.trashed_at.is_null())
        .order_by(Recovery.id)
        .tuples()
        .first()
    )
    return str(row[0]) if row else ""


def _open(plan: Plan, task: Task, loss: Loss, costs: list[dict[str, Any]]) -> None:
    party, party_words = _responsible(plan, task, loss)
    carrier = (
        task["carrier"] or (loss.incident.carrier if loss.incident else None) or _insurer(party)
    )
    damage = task["damage_date"] or loss.get("loss_date", "injury_date")
    handler = task["handler"] or task.who.user_id
    recovery = plan.draft.create(
        Recovery,
        claim=loss.claim.id if loss.claim else None,
        incident=loss.incident.id if loss.incident else None,
        department=loss.get("department"),
        damage_date=damage,
        damage_place=_short(loss.get("location")),
        asset_description=task["asset_description"] or loss.get("asset"),
        responsible_party=party,
        carrier=carrier,
        limitation_kind=task["limitation_kind"],
        handler=handler,
        **{name: task[name] or loss.get(name) for name in SOURCES},
    )
    plan.draft.guard(lambda: _none_meanwhile(loss, task["limitation_kind"]))
    against = f" against {party_words}" if party_words else ""
    carried = f", carrier {_name(Organization, carrier)}" if carrier else ""
    plan.lines.append(f"{_of(loss)}: opens a recovery{against}{carried}.")
    total = _add_costs(plan, recovery, costs, damage or task.on)
    if costs:
        plan.lines.append(
            f"It starts with {counted(len(costs), 'cost line')}, {dollars(total)} together."
        )
    _follow_up(plan, task, Case(recovery, loss, damage, handler))


def _of(loss: Loss) -> str:
    return label(loss.claim or loss.incident)


def _short(text: str | None) -> str | None:
    return text[:300] if text else None


def _name(model: Any, row_id: int) -> str:
    return str(model.select(model.name).where(model.id == row_id).tuples().get()[0])


def _responsible(plan: Plan, task: Task, loss: Loss) -> tuple[Any, str]:
    """Who did it: the party chosen, a new one by name, or whom the incident names."""
    if task["responsible_party"]:
        return task["responsible_party"], _name(Party, task["responsible_party"])
    if task["responsible_name"]:
        made = plan.draft.create(
            Party,
            name=task["responsible_name"],
            role="responsible",
            insurer=task["carrier"],
            claim=loss.claim.id if loss.claim else None,
            plate=task["plate"],
            insurer_policy_no=task["insured_policy_no"],
        )
        return made, task["responsible_name"]
    known = loss.incident.responsible_party if loss.incident else None
    return known, _name(Party, known) if known else ""


def _insurer(party: Any) -> int | None:
    return Party.get_by_id(party).insurer if isinstance(party, int) else None


def _add_costs(plan: Plan, recovery: Any, costs: list[dict[str, Any]], on: date) -> int:
    lines: list[tuple[str, int]] = []
    for fields in costs:
        line = priced(fields, direct=direct_of(lines))
        lines.append((line.element, line.amount))
        plan.draft.create(RecoveryCost, recovery=recovery, **columns(fields, line, on))
    return sum(amount for _, amount in lines)


def _none_meanwhile(loss: Loss, kind: str) -> None:
    hold(Incident, [loss.incident.id if loss.incident else None])
    hold(Claim, [loss.claim.id if loss.claim else None])
    standing = _open_one(loss, kind)
    if standing:
        raise Blocked(f"{_of(loss)} has {standing} open since a moment ago.")


# --- What comes next -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A recovery as it is opened: its row to be, the loss, when it happened and who handles it."""

    recovery: Any
    loss: Loss
    damage: date | None
    handler: int | None


def _follow_up(plan: Plan, task: Task, case: Case) -> None:
    """The handler's diary: costs together, bill out, and a year before the time to sue ends."""
    calendar = calendar_of("court")
    for setting, days, subject, action in FOLLOW_UPS:
        count = int(settings.get(setting, days) or days)
        due = next_open(task.on + timedelta(days=count), calendar)
        step = {
            "text": f"Opened {long_day(task.on)} + {count} days",
            "citation": "Practice of the office",
        }
        _entry(plan, case, due, subject, steps=[step], action=action)
    if case.damage is None:
        plan.lines.append("No damage date is known: enter it, and the last day to sue follows.")
        return
    last = last_day_to_sue(case.damage, task["limitation_kind"], calendar=calendar)
    due = max(task.on, next_open(add_months(last.day, WARN_MONTHS), calendar))
    steps = [{"text": text, "citation": citation} for text, citation in last.steps]
    said = f"last day to sue is {long_day(last.day)}"
    _entry(plan, case, due, f"L{said[1:]}: settle, file or close", steps=steps)
    plan.lines.append(f"The {said} ({last.steps[0][1]}); the diary says so a year before.")
    if last.day < task.on:
        _too_late(plan, task, case, last)


def _entry(plan: Plan, case: Case, due: date, subject: str, **more: Any) -> None:
    claim = case.loss.claim.id if case.loss.claim else None
    plan.draft.create(
        Diary,
        claim=claim,
        recovery=case.recovery,
        owner=case.handler,
        diary_date=due,
        subject=subject,
        **more,
    )


def _too_late(plan: Plan, task: Task, case: Case, last: LastDay) -> None:
    """Opening a case whose time has run out departs from the guideline."""
    words = f"The time to sue over {_of(case.loss)} ran out on {long_day(last.day)}."
    plan.approval = plan.approval or authority.deviation(task.who, words)
