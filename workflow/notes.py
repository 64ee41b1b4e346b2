"""What is added to a claim's file: notes, contacts, parties, tax forms, and what an investigation
asks for.
"""

from typing import Any

from models import (
    ROW_SENSITIVITY,
    Claim,
    ContactLog,
    Diary,
    FileNote,
    Incident,
    InvestigationStep,
    Organization,
    Party,
    Physician,
    Recovery,
)
from rules.days import long_day
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import claim_words

KEPT_AS = Param(
    "sensitivity",
    "choice",
    "Kept as",
    "Medical and attorney notes are shown to fewer people.",
    choices=ROW_SENSITIVITY,
    default="personal",
)


LINKS = {Claim: "claim", Incident: "incident", Recovery: "recovery"}
"""Sheet -> the column by which notes, contacts and documents hang on a record of it."""


def person_words(task: Task) -> str:
    """Who writes, as a note or document names them."""
    return task.who.name or task.who.email


@VERBS.add(
    "add_note",
    title="Add a note",
    sheets=("claim", "incident", "recovery"),
    roles=DESK,
    params=(
        Param("subject", "text", "Subject", required=True),
        Param("text", "long", "Note"),
        KEPT_AS,
        Param("note_date", "day", "Date", default="today"),
    ),
)
def add_note(task: Task) -> Plan:
    """A note on a claim, incident or recovery."""
    record = task.records[0]
    plan = Plan(task.draft(f"Note on {label(record)}"))
    plan.draft.create(
        FileNote,
        **{LINKS[type(record)]: record.id},
        subject=task["subject"],
        text=task["text"],
        note_date=task["note_date"],
        sensitivity=task["sensitivity"],
        author=person_words(task),
    )
    plan.lines = [f"Adds the note “{task['subject']}” to {label(record)}."]
    plan.said = f"Note added to {label(record)}."
    return plan


@VERBS.add(
    "add_contact",
    title="Add a contact",
    sheets=("claim", "recovery"),
    roles=DESK,
    params=(
        Param("party", "link", "With", "A party of the claim.", sheet="party"),
        Param("contact_name", "text", "Name", "Where it is nobody of the directory."),
        Param("channel", "choice", "By", choices=ContactLog.channel.choices, default="phone"),
        Param(
            "direction", "choice", "Direction", choices=ContactLog.direction.choices, default="out"
        ),
        Param("summary", "long", "Summary", required=True),
        Param("contact_date", "day", "Date", default="today"),
    ),
)
def add_contact(task: Task) -> Plan:
    """A call, letter or meeting about a claim or recovery."""
    record = task.records[0]
    name = task["contact_name"] or _name_of_party(task["party"])
    plan = Plan(task.draft(f"Contact on {label(record)}"))
    plan.draft.create(
        ContactLog,
        **{LINKS[type(record)]: record.id},
        party=task["party"],
        contact_name=name,
        channel=task["channel"],
        direction=task["direction"],
        summary=task["summary"],
        contact_date=task["contact_date"],
    )
    about = claim_words(record) if isinstance(record, Claim) else label(record)
    plan.lines = [f"Records the contact{f' with {name}' if name else ''} on {about}."]
    plan.said = f"Contact recorded on {label(record)}."
    return plan


def _name_of_party(party_id: int | None) -> str | None:
    return Party.get_by_id(party_id).name if party_id else None


@VERBS.add(
    "add_party",
    title="Add a party",
    sheets=("claim",),
    roles=DESK,
    params=(
        Param("name", "text", "Name", required=True),
        Param("role", "choice", "Part", choices=Party.role.choices, required=True),
        Param("kind", "choice", "Kind", choices=Party.kind.choices, default="person"),
        Param("organization", "link", "Organization", sheet="organization"),
        Param("employee", "link", "Employee", sheet="employee"),
        Param("phone", "text", "Phone"),
        Param("email", "text", "E-mail"),
        Param("address", "long", "Address"),
        Param("plate", "code", "Plate"),
        Param("insurer", "link", "Insurer", sheet="organization"),
        Param("insurer_policy_no", "code", "Insurer's policy no."),
        Param(
            "tax_form_date",
            "day",
            "Tax form on file since",
            "Form W-9 or its like; payments need it.",
        ),
    ),
)
def add_party(task: Task) -> Plan:
    """A person or organization and its part in a claim."""
    claim = task.records[0]
    words = dict(Party.role.choices)[task["role"]].lower()
    plan = Plan(task.draft(f"Add {task['name']} as {words} to {claim.claim_no}"[:300]))
    values = {name: value for name, value in task.values.items() if value is not None}
    plan.draft.create(Party, claim=claim.id, **values)
    if task["role"] == "attorney" and claim.party:
        party = Party.get_by_id(claim.party)
        if not party.represented_by:
            plan.draft.change(Party, party.id, seen=party.version, represented_by=task["name"])
            plan.lines = [f"{party.name} is represented by {task['name']} from now on."]
    plan.lines.insert(0, f"Adds {task['name']} as {words} to {claim_words(claim)}.")
    plan.said = f"{task['name']} is {words} on {claim.claim_no} now."
    return plan


@VERBS.add(
    "record_tax_form",
    title="Record a tax form",
    sheets=("party", "organization", "physician"),
    roles=DESK,
    params=(Param("tax_form_date", "day", "On file since", default="today", required=True),),
)
def record_tax_form(task: Task) -> Plan:
    """That Form W-9 or its like is on file, so that payments may go out."""
    record, day = task.records[0], task["tax_form_date"]
    plan = Plan(task.draft(f"Tax form of {record.name}"[:300]))
    if day > task.on:
        plan.refuse(record, f"{long_day(day)} lies ahead: record the form when it is there.")
        return plan
    model: Any = type(record)
    plan.draft.change(model, record.id, seen=record.version, tax_form_date=day)
    plan.lines = [f"The tax form of {record.name} is on file since {long_day(day)}."]
    if model in (Organization, Physician):
        plan.lines.append(
            "It counts for every party of that organization." if model is Organization else ""
        )
    plan.lines = [line for line in plan.lines if line]
    plan.said = plan.lines[0]
    return plan


@VERBS.add(
    "ask_for",
    title="Ask for something",
    sheets=("claim",),
    roles=DESK,
    params=(
        Param(
            "asked_of", "text", "Asked of", "A department, the claimant, the police.", required=True
        ),
        Param("what", "text", "What", "Report, photos, statement, estimate.", required=True),
        Param("due_date", "day", "Due", required=True),
        Param("asked_date", "day", "Asked", default="today"),
    ),
)
def ask_for(task: Task) -> Plan:
    """A step of the investigation, with its diary entry."""
    claim, what = task.records[0], task["what"]
    plan = Plan(task.draft(f"Ask {task['asked_of']} for {what} on {claim.claim_no}"[:300]))
    plan.draft.create(
        InvestigationStep,
        claim=claim.id,
        asked_of=task["asked_of"],
        what=what,
        asked_date=task["asked_date"],
        due_date=task["due_date"],
    )
    plan.draft.create(
        Diary,
        claim=claim.id,
        diary_date=task["due_date"],
        owner=claim.adjuster or task.who.user_id,
        subject=f"{what} from {task['asked_of']}"[:200],
        action="record_answer",
    )
    plan.lines = [
        f"{what} is asked of {task['asked_of']} on {claim_words(claim)}.",
        f"A diary entry looks for it on {long_day(task['due_date'])}.",
    ]
    plan.said = f"{what} is asked of {task['asked_of']}, due {long_day(task['due_date'])}."
    return plan


@VERBS.add(
    "record_answer",
    title="Record what came in",
    sheets=("investigationstep",),
    roles=DESK,
    params=(
        Param("received_date", "day", "Received", default="today", required=True),
        Param("result", "long", "Result", "Kept as attorney work product."),
        Param("document", "link", "Document", sheet="document"),
    ),
)
def record_answer(task: Task) -> Plan:
    """What an investigation asked for has come in; its diary entry is done."""
    step = task.records[0]
    plan = Plan(task.draft(f"Received: {step.what} from {step.asked_of}"[:300]))
    values = {name: value for name, value in task.values.items() if value is not None}
    plan.draft.change(InvestigationStep, step.id, seen=step.version, **values)
    entries = Diary.select().where(
        Diary.claim == step.claim,
        Diary.status == "open",
        Diary.action == "record_answer",
        Diary.subject == f"{step.what} from {step.asked_of}"[:200],
        Diary.trashed_at.is_null(),
    )
    for entry in entries:
        plan.draft.change(Diary, entry.id, seen=entry.version, status="done", done_date=task.on)
    plan.lines = [f"{step.what} from {step.asked_of} came in on {long_day(task['received_date'])}."]
    plan.said = plan.lines[0]
    return plan
