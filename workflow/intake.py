"""Taking in one claim: the claim, its incident and its parties in one batch; and what it may be a
duplicate of.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from journal import likeness
from journal.drafts import Draft, Ref
from journal.likeness import Alike
from journal.who import Who
from models import Claim, Employee, Incident, Party
from rules.choices import LINES
from rules.days import long_day
from rules.errors import Invalid, Problem
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

PARTY_FIELDS = ("phone", "email", "address", "notice_address", "birth_date", "represented_by")
CLAIM_FIELDS = (
    "claim_no",
    "line",
    "employee",
    "department",
    "adjuster",
    "loss_date",
    "presented_date",
    "received_date",
    "location",
    "cause_code",
    "description",
    "amount_claimed",
    "claim_kind",
    "delivery_method",
    "policy",
    "tpa",
    "tpa_claim_no",
    "knowledge_date",
    "body_part",
    "nature_of_injury",
    "last_worked_date",
    "claim_form_given_date",
    "status",
)
INCIDENT_FIELDS = (
    "loss_date",
    "loss_time",
    "department",
    "location",
    "cause_code",
    "description",
    "reported_by",
    "city_property_damaged",
    "asset",
    "work_order_no",
    "police_report_no",
    "injuries",
    "vehicle_no",
    "plate",
)
OTHER = (
    "name",
    "role",
    "kind",
    "phone",
    "email",
    "address",
    "organization",
    "plate",
    "insurer",
    "insurer_policy_no",
    "notes",
)
"""What another party of the claim may bring."""

DAYS_IN_ORDER = (
    ("loss_date", "presented_date", "It was presented before the loss."),
    ("loss_date", "received_date", "It was received before the loss."),
    ("loss_date", "knowledge_date", "The employer knew before the injury."),
)


@VERBS.add(
    "intake",
    title="New claim",
    source="Gov. Code 910, 915.2",
    sheets=("claim",),
    roles=DESK,
    alone=True,
    makes=True,
    params=(
        Param("line", "choice", "Line", choices=LINES, default="L", required=True),
        Param("claimant", "text", "Claimant"),
        Param(
            "party",
            "link",
            "Claimant's record",
            "Where the claimant is known already.",
            sheet="party",
        ),
        Param(
            "employee", "link", "Employee", "Workers' compensation: who was hurt.", sheet="employee"
        ),
        Param("phone", "text", "Phone"),
        Param("email", "text", "E-mail"),
        Param("address", "long", "Address"),
        Param("notice_address", "long", "Notice address", "Where notices go; blank: the address."),
        Param("birth_date", "day", "Born"),
        Param("represented_by", "text", "Attorney", "Becomes a party of the claim."),
        Param("loss_date", "day", "Loss date", "Workers' compensation: the injury date."),
        Param("loss_time", "text", "Time"),
        Param("location", "text", "Location"),
        Param("description", "long", "What happened"),
        Param("department", "link", "Department", sheet="department"),
        Param("cause_code", "link", "Cause", sheet="causecode"),
        Param("claim_kind", "choice", "Claimed injury", choices=Claim.claim_kind.choices),
        Param("amount_claimed", "money", "Amount claimed"),
        Param(
            "presented_date",
            "day",
            "Presented",
            "Delivered to the clerk or mailed (Gov. Code 915.2).",
        ),
        Param("received_date", "day", "Received", "Day it reached this office.", default="today"),
        Param("delivery_method", "choice", "Delivered by", choices=Claim.delivery_method.choices),
        Param("knowledge_date", "day", "Employer knew"),
        Param("claim_form_given_date", "day", "DWC-1 given"),
        Param("last_worked_date", "day", "Last day worked"),
        Param("body_part", "text", "Body part"),
        Param("nature_of_injury", "text", "Nature of injury"),
        Param("adjuster", "link", "Adjuster", sheet="user"),
        Param("policy", "link", "Policy", sheet="policy"),
        Param("tpa", "link", "Administrator", sheet="organization"),
        Param("tpa_claim_no", "code", "Administrator's no."),
        Param("claim_no", "code", "Claim no.", "Drawn by the office when left blank."),
        Param(
            "status",
            "choice",
            "Status",
            "Blank: the first of its line.",
            choices=Claim.status.choices,
        ),
        Param(
            "incident",
            "link",
            "Incident",
            "Where the occurrence is known already.",
            sheet="incident",
        ),
        Param("reported_by", "text", "Reported by"),
        Param("injuries", "yesno", "Somebody was hurt"),
        Param("city_property_damaged", "yesno", "City property damaged", default=False),
        Param("asset", "text", "Damaged asset"),
        Param("work_order_no", "code", "Work order no."),
        Param("police_report_no", "code", "Police report no."),
        Param("vehicle_no", "code", "City vehicle no."),
        Param("plate", "code", "Other vehicle's plate"),
        Param("parties", "list", "Other parties"),
    ),
)
def intake(task: Task) -> Plan:
    """A claim with its incident and parties; likely duplicates are named, not refused."""
    name = _claimant(task)
    _check(task, name)
    plan = Plan(task.draft(f"New claim of {name}"[:300]))
    incident, party = _incident(plan, task), _party(plan, task, name)
    values = {column: task[column] for column in CLAIM_FIELDS if task[column] is not None}
    if task["line"] == "W" and task["loss_date"]:
        values["injury_date"] = task["loss_date"]
    claim = plan.draft.create(Claim, claimant=name, party=party, incident=incident, **values)
    _belongs(plan.draft, party, claim)
    _others(plan, task, claim)
    plan.opens = claim
    plan.lines.insert(0, f"Makes the {dict(LINES)[task['line']].lower()} claim of {name}.")
    for alike in likely_duplicates(task.who, task.values):
        plan.lines.append(f"It looks like {alike.claim_no} ({alike.why}).")
    plan.said = f"The claim of {name} is in."
    return plan


def likely_duplicates(who: Who, values: dict[str, Any], *, limit: int = 5) -> list[Alike]:
    """Claims that may be the one being typed: same claimant, near day, same place; likeliest first,
    with why.
    """
    day = values.get("loss_date")
    return likeness.duplicates(
        who,
        claimant=values.get("claimant") or "",
        day=day if isinstance(day, date) else None,
        place=values.get("location") or "",
        line=values.get("line") or "",
        limit=limit,
    )


def _claimant(task: Task) -> str:
    """The claimant's name: as typed, else of the record or the employee."""
    if task["claimant"]:
        return str(task["claimant"])
    for model, row_id in ((Party, task["party"]), (Employee, task["employee"])):
        if row_id:
            return str(model.get_by_id(row_id).name)
    return ""


def _check(task: Task, name: str) -> None:
    found = []
    if not name:
        found.append(("claimant", "Say who claims: a name, a known party or an employee."))
    if task["line"] == "L" and task["employee"]:
        found.append(
            ("employee", "A liability claim has no injured employee; choose workers' compensation.")
        )
    for column in ("loss_date", "presented_date", "received_date", "knowledge_date"):
        if task[column] and task[column] > task.on:
            found.append((column, f"{long_day(task[column])} lies ahead."))
    for first, second, words in DAYS_IN_ORDER:
        if task[first] and task[second] and task[second] < task[first] <= task.on:
            found.append((second, words))
    if found:
        raise Invalid(
            [Problem(task.key, None, column, task[column], words) for column, words in found]
        )


def _incident(plan: Plan, task: Task) -> Ref | int:
    """The occurrence: the known one, or a new one of the same facts."""
    if task["incident"]:
        plan.lines.append(
            f"It belongs to incident {Incident.get_by_id(task['incident']).incident_no}."
        )
        return int(task["incident"])
    values = {column: task[column] for column in INCIDENT_FIELDS if task[column] is not None}
    if values.get("location"):
        values["location"] = values["location"][:300]
    plan.lines.append("Makes its incident.")
    return plan.draft.create(Incident, reported_date=task["received_date"], **values)


def _party(plan: Plan, task: Task, name: str) -> Ref | int:
    if task["party"]:
        return int(task["party"])
    values = {column: task[column] for column in PARTY_FIELDS if task[column] is not None}
    role = "injured" if task["line"] == "W" else "claimant"
    plan.lines.append("Makes the claimant's record.")
    return plan.draft.create(Party, name=name, role=role, employee=task["employee"], **values)


def _belongs(draft: Draft, party: Ref | int, claim: Ref) -> None:
    """The claimant's new record stands on the claim too."""
    if isinstance(party, Ref):
        draft.creates[party.n].values["claim"] = claim


def _others(plan: Plan, task: Task, claim: Ref) -> None:
    given: Sequence[dict[str, Any]] = task["parties"] or ()
    people = [
        {name: other[name] for name in OTHER if other.get(name) not in (None, "")}
        for other in given
    ]
    if task["represented_by"]:
        people.append({"name": task["represented_by"], "role": "attorney"})
    words = dict(Party.role.choices)
    for values in people:
        if not values.get("name"):
            raise Invalid(
                [Problem(task.key, None, "parties", None, "Each other party needs a name.")]
            )
        values.setdefault("role", "other")
        plan.draft.create(Party, claim=claim, **values)
        plan.lines.append(
            f"Adds {values['name']} as {words.get(values['role'], values['role']).lower()}."
        )
