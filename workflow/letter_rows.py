"""What a letter of a plan writes: its rows, its files, the same in words, and what the diary says.

A letter is written on its record, or, by another quick action, on a row that is only to be made.
"""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from exports.letters import printing
from exports.letters.declared import Kind
from exports.letters.writing import Written
from journal import documents, settings
from journal.drafts import Draft, Ref
from journal.law import calendar_of
from models import Diary, Document, Letter, LightDutyOffer, Recovery
from rules.calendars import next_open
from rules.choices import LETTER_DELIVERY
from rules.days import long_day
from rules.statuses import CLAIM_STATUSES, RECOVERY_STATUSES
from workflow import letter_prints
from workflow.notes import person_words
from workflow.tasks import Paper, Plan, Task, label
from workflow.words import listed

STATUS_WORDS = {**dict(CLAIM_STATUSES), **dict(RECOVERY_STATUSES)}
DELIVERY = dict(LETTER_DELIVERY)
MAILED = ("public", "personal")
"""How a letter is kept that the office mails itself when it goes by e-mail."""


@dataclass(frozen=True)
class Sent:
    """A letter of a plan, with the rows that are to hold it."""

    written: Written
    letter: Ref
    document: Ref
    name: str


@dataclass(frozen=True)
class Place:
    """Where a letter stands: the record that was chosen, and the columns of the letter that lead to
    it and to what hangs on it.
    """

    record: Any
    links: Mapping[str, Any]


def place_of(record: Any) -> Place:
    """The place of a letter on its own record."""
    if isinstance(record, Recovery):
        links = {"recovery": record.id, "incident": record.incident}
        return Place(record, {name: row_id for name, row_id in links.items() if row_id})
    if isinstance(record, LightDutyOffer):
        return Place(record, {"claim": record.claim, "offer": record.id})
    return Place(record, {"claim": record.id})


def put(plan: Plan, task: Task, written: Written, place: Place) -> Sent:
    """The letter and its document among the writes of a plan, to be read before."""
    kind, draft, links = written.kind, plan.draft, place.links
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
    name = f"{label(place.record)} {written.entry.title}"
    title = f"{label(place.record)}: {written.entry.title}"
    plan.papers.append(Paper(title, written.blocks, written.docx, kind.sensitivity))
    plan.lines.append(_whereto(place.record, written))
    return Sent(written, letter, document, f"{name}.docx")


def _whereto(record: Any, written: Written) -> str:
    to = listed([line for line in written.values["recipient"].splitlines() if line.strip()])
    how = DELIVERY[written.delivery].lower()
    if written.delivery == "email":
        mailed = written.kind.sensitivity in MAILED
        by_office = f"to {written.values['address']}, the letter attached"
        how += f" {by_office}" if mailed else ": it is kept apart, so send it yourself"
    return f"{label(record)}: {written.entry.title} to {to}, {how}."


def changes_in_words(record: Any, values: Mapping[str, Any]) -> list[str]:
    """What sending a letter changes on its record."""
    lines = []
    for column, value in values.items():
        field = type(record)._meta.fields[column]
        if column == "status":
            old, new = STATUS_WORDS.get(record.status), STATUS_WORDS.get(value)
            lines.append(f"Status “{old}” becomes “{new}”.")
        elif field.kind == "day":
            lines.append(f"Sets {field.verbose_name}: {long_day(value)}.")
    return lines


def of_all(kind: Kind) -> list[str]:
    """What holds for every letter of a batch."""
    found = ["A proof of service goes with it."] if kind.proof else []
    if settings.is_on("letters_as_pdf", "yes") and not printing.program():
        found.append(printing.NOT_HERE)
    return found


def tick_off(plan: Plan, task: Task, written: Written) -> None:
    """Entries of the diary that asked for the letter are done with it, when it is written by
    itself.
    """
    ticks, record = written.kind.ticks, written.record
    if not ticks:
        return
    entries = Diary.select().where(
        Diary.recovery == record.id,
        Diary.rule_code << list(ticks),
        Diary.status == "open",
        Diary.trashed_at.is_null(),
    )
    for entry in entries.order_by(Diary.diary_date, Diary.id):
        plan.draft.change(Diary, entry.id, seen=entry.version, status="done", done_date=task.on)
        plan.lines.append(f"Diary: “{entry.subject}” is done.")


def follow_up(plan: Plan, task: Task, written: Written, place: Place) -> None:
    """What the diary of who handles the record, else of who writes, says afterwards."""
    record, links = place.record, place.links
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


# --- What is kept --------------------------------------------------------------------------------


@contextmanager
def kept(draft: Draft, sent: list[Sent]) -> Iterator[None]:
    """The documents are made and kept while their rows are written; if that fails they go again."""
    prints: list[bytes | None] = [None] * len(sent)
    if not letter_prints.are_many(sent):
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
