"""Writing letters: every registered letter is a quick action, on one record or on many.

Running it writes the letter into the file, in Word and as .pdf, sets the day that starts the clocks
of the law, moves the status, and says in the diary what comes next.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from exports import letters
from exports.letters import printing
from exports.letters.declared import LETTERS, Kind, kind_of
from exports.letters.parties import claim_of
from exports.letters.writing import Wish, Written, write
from journal import documents, policy, settings
from journal.drafts import Draft, Ref
from journal.law import calendar_of
from models import Claim, Diary, Document, Letter, LightDutyOffer, Recovery
from rules.calendars import next_open
from rules.choices import LETTER_DELIVERY, LETTER_LANGUAGE
from rules.days import long_day
from rules.errors import Blocked
from rules.registry import Entry
from rules.status_wants import claim_wants
from rules.statuses import CLAIM_STATUSES, RECOVERY_STATUSES, claim_move, recovery_move
from workflow import authority
from workflow.notes import person_words
from workflow.tasks import Need, Paper, Param, Plan, Task, label
from workflow.verbs import VERBS
from workflow.words import counted, listed

STATUS_WORDS = {**dict(CLAIM_STATUSES), **dict(RECOVERY_STATUSES)}
DELIVERY = dict(LETTER_DELIVERY)
AFTER = 60
"""Where letters stand among the quick actions."""
PREFIX = "letter_"
"""How the keys of these quick actions begin."""

Source = Callable[[Task, Any], Any]
SOURCES: dict[str, Source] = {
    "on": lambda task, record: task.on,
}
"""What a letter sets: name of a value -> where it comes from; others are what was asked."""


@dataclass(frozen=True)
class Sent:
    """A letter of a plan, with the rows that are to hold it."""

    written: Written
    letter: Ref
    document: Ref
    name: str


def params_of_letter(kind: Kind) -> tuple[Param, ...]:
    """What a letter asks, then what every letter asks."""
    own = [
        Param(a.name, a.kind, a.label, a.help, a.choices, "", a.required, a.default)
        for a in kind.asks
    ]
    usual = [
        Param("recipient", "text", "To", "Blank: as the record says."),
        Param("address", "long", "Address", "Blank: as the record says."),
        Param("delivery", "choice", "Sent by", choices=LETTER_DELIVERY, default=kind.delivery),
        Param("signer", "link", "Signed by", "Blank: you.", sheet="user"),
    ]
    if len(kind.languages) > 1:
        choices = tuple(pair for pair in LETTER_LANGUAGE if pair[0] in kind.languages)
        usual.append(Param("language", "choice", "Language", choices=choices, default="en"))
    if kind.proof:
        usual.append(Param("served_by", "text", "Served by", "Who signs the proof of service."))
    return (*own, *usual)


def _verb(entry: Entry) -> None:
    """Register the quick action of one letter."""
    kind = kind_of(entry)

    def plan(task: Task) -> Plan:
        """The letter on each record, with what sending it sets."""
        return write_letters(entry, task)

    facts: dict[str, Any] = {"source": kind.source} if kind.source else {}
    VERBS.add(
        f"{PREFIX}{entry.key}",
        title=f"Write {entry.title[0].lower()}{entry.title[1:]}",
        sheets=kind.sheets,
        roles=kind.roles,
        many=True,
        order=AFTER,
        params=params_of_letter(kind),
        **facts,
    )(plan)


def is_letter(key: str) -> bool:
    """Whether a quick action writes a letter."""
    return key.startswith(PREFIX)


def is_for(key: str, line: str | None) -> bool:
    """Whether a letter is one for claims of a line; any is where the line is not known."""
    of = kind_of(LETTERS.get(key.removeprefix(PREFIX))).line
    return not (of and line) or of == line


def write_letters(entry: Entry, task: Task) -> Plan:
    """A letter on each record that can have it; the others are left out with the reason."""
    plan, sent = Plan(task.draft(f"{entry.title} on {_some(task)}")), []
    for record in task.records:
        if made := _letter(plan, task, entry, record):
            sent.append(made)
    if sent:
        plan.lines += _of_all(kind_of(entry))
        plan.approval = _need(plan, task, entry, sent)
        plan.around = lambda: _kept(plan.draft, sent)
        plan.said = f"{counted(len(sent), 'letter')} written: {entry.title}."
    return plan


def _some(task: Task) -> str:
    records = task.records
    return label(records[0]) if len(records) == 1 else counted(len(records), "record")


def _letter(plan: Plan, task: Task, entry: Entry, record: Any) -> Sent | None:
    """One letter with all that follows from it, or nothing and the reason among the refusals."""
    kind, refused = kind_of(entry), len(plan.refusals)
    claim = claim_of(record)
    if kind.line and claim is not None and claim.line != kind.line:
        wrong = "workers' compensation" if kind.line == "W" else "liability"
        plan.refuse(record, f"This letter is for {wrong} claims.")
        return None
    if kind.sensitivity not in policy.clearance(task.who):
        plan.refuse(record, "Your role does not see letters of this kind.")
        return None
    try:
        written = write(entry, record, _wish(task), on=task.on)
    except Blocked as error:
        plan.refuse(record, error.sentence)
        return None
    values, status = _sets(kind, task, record), _status(kind, record)
    _judge(plan, task, record, values, status)
    if written.missing:
        plan.refuse(record, written.missing)
    if len(plan.refusals) > refused:
        return None
    plan.papers.append(Paper(f"{label(record)}: {entry.title}", written.blocks))
    return _sent(plan, task, written, {**values, **({"status": status} if status else {})})


def _wish(task: Task) -> Wish:
    return Wish(
        task["recipient"],
        task["address"],
        task["delivery"],
        task["language"] or "en",
        task["signer"] or task.who.user_id,
        task["served_by"],
        task.values,
    )


# --- What sending it sets ------------------------------------------------------------------------


def _sets(kind: Kind, task: Task, record: Any) -> dict[str, Any]:
    """The columns that change, with their values."""
    if kind.sets_if and not task[kind.sets_if]:
        return {}
    found: dict[str, Any] = {}
    for column, name in kind.sets.items():
        value = SOURCES[name](task, record) if name in SOURCES else task[name]
        if value is not None and value != getattr(record, column):
            found[column] = value
    return found


def _status(kind: Kind, record: Any) -> str:
    """The status that the record takes; blank where it stays."""
    if not kind.status or record.status == kind.status:
        return ""
    return kind.status if not kind.moves_from or record.status in kind.moves_from else ""


def _judge(plan: Plan, task: Task, record: Any, values: dict[str, Any], status: str) -> None:
    """Whether the life of the record allows the step, and what it still wants for it."""
    if not status:
        return
    is_claim = isinstance(record, Claim)
    move = (
        claim_move(record.line, record.status, status)
        if is_claim
        else recovery_move(record.status, status)
    )
    if not move.allowed:
        plan.refuse(record, move.why, "set_status")
    elif is_claim:
        row = {**record.__data__, **values, "status": status}
        for want in claim_wants(row, record.status, on=task.on):
            plan.miss(record, want)


# --- What is written -----------------------------------------------------------------------------


def _sent(plan: Plan, task: Task, written: Written, values: dict[str, Any]) -> Sent:
    record, kind, draft = written.record, written.kind, plan.draft
    links = _links(record)
    document = draft.create(
        Document,
        **{name: row_id for name, row_id in links.items() if name in ("claim", "recovery")},
        title=f"{written.entry.title}, {long_day(task.on)}",
        document_date=task.on,
        sensitivity=kind.sensitivity,
        added_by=person_words(task),
    )
    letter = draft.create(
        Letter,
        **links,
        code=kind.code,
        title=written.entry.title,
        recipient=" / ".join(written.values["recipient"].splitlines())[:200],
        address=written.values["address"],
        language=written.language,
        status="sent",
        letter_date=task.on,
        sent_date=task.on,
        delivery=written.delivery,
        served_by=task["served_by"],
        signer=task["signer"] or task.who.user_id,
        values={**written.values, "template": written.mark},
        document=document,
        sensitivity=kind.sensitivity,
    )
    if values:
        draft.change(type(record), record.id, seen=record.version, **values)
    plan.lines += _lines(written, values)
    _follow_up(plan, task, written)
    if len(task.records) == 1:
        plan.opens = letter
    return Sent(written, letter, document, f"{label(record)} {written.entry.title}.docx")


def _links(record: Any) -> dict[str, int]:
    """The columns of a letter that lead to its record, and to the claim of that."""
    if isinstance(record, Recovery):
        links = {"recovery": record.id, "incident": record.incident}
        return {name: row_id for name, row_id in links.items() if row_id}
    if isinstance(record, LightDutyOffer):
        return {"claim": record.claim, "offer": record.id}
    return {"claim": record.id}


def _lines(written: Written, values: dict[str, Any]) -> list[str]:
    record, name = written.record, written.entry.title
    to = listed([line for line in written.values["recipient"].splitlines() if line.strip()])
    lines = [f"{label(record)}: {name} to {to}, {DELIVERY[written.delivery].lower()}."]
    for column, value in values.items():
        field = type(record)._meta.fields[column]
        if column == "status":
            old, new = STATUS_WORDS.get(record.status), STATUS_WORDS.get(value)
            lines.append(f"Status “{old}” becomes “{new}”.")
        elif field.kind == "day":
            lines.append(f"Sets {field.verbose_name}: {long_day(value)}.")
    return lines


def _of_all(kind: Kind) -> list[str]:
    """What holds for every letter of the batch."""
    found = ["A proof of service goes with it."] if kind.proof else []
    if settings.is_on("letters_as_pdf", "yes") and not printing.program():
        found.append(printing.NOT_HERE)
    return found


def _follow_up(plan: Plan, task: Task, written: Written) -> None:
    """What the diary of who writes it says afterwards."""
    record, links = written.record, _links(written.record)
    owner = getattr(record, "handler", None) or getattr(record, "adjuster", None)
    for one in written.kind.follow_ups:
        due = next_open(task.on + timedelta(days=one.days), calendar_of("court"))
        plan.draft.create(
            Diary,
            **{name: links[name] for name in ("claim", "recovery", "incident") if name in links},
            diary_date=due,
            subject=one.subject,
            owner=owner or task.who.user_id,
            action=one.action or None,
            steps=[
                {
                    "text": f"{written.entry.title} sent {long_day(task.on)} + {one.days} days",
                    "citation": "Practice of the office",
                }
            ],
        )
        plan.lines.append(f"Diary {long_day(due)}: {one.subject}.")


# --- Who approves --------------------------------------------------------------------------------


def _need(plan: Plan, task: Task, entry: Entry, sent: list[Sent]) -> Need | None:
    """What somebody else decides before it goes out."""
    kind = kind_of(entry)
    if kind.authority:
        most = max(one.written.values["given_up_cents"] for one in sent)
        return authority.need(task.who, kind.authority, most, line=None, on=task.on)
    if not kind.approver or task.who.operator or task.who.roles & set(kind.approver):
        return None
    whom = authority.titles(kind.approver)
    sentence = f"“{entry.title}” goes out with approval. It waits for {whom}."
    return Need(authority.LETTER, None, None, sentence, kind.approver)


# --- What is kept --------------------------------------------------------------------------------


@contextmanager
def _kept(draft: Draft, sent: list[Sent]) -> Iterator[None]:
    """The documents are made and kept while their rows are written; if that fails they go again."""
    prints = printing.as_pdf([one.written.docx for one in sent])
    with ExitStack() as stack:
        for one, pdf in zip(sent, prints, strict=True):
            row = draft.creates[one.document.n].values
            row.update(_keep(stack, one.written.docx, one.name))
            if pdf is not None:
                columns = _keep(stack, pdf, one.name.replace(".docx", ".pdf"))
                copy = {**row, "title": f"{row['title']} (.pdf)"[:200], **columns}
                draft.creates[one.letter.n].values["printed"] = draft.create(Document, **copy)
        yield


def _keep(stack: ExitStack, data: bytes, name: str) -> dict[str, Any]:
    facts = documents.examine(data, name)
    stack.enter_context(documents.kept(data, facts))
    return facts.columns


letters.load()
for _entry in LETTERS:
    if kind_of(_entry).sends:
        _verb(_entry)
