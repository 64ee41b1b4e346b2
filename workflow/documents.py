"""Keeping a file with a claim, incident or recovery: a letter, a photo, a bill, a message."""

from typing import Any

from journal import documents
from journal.file_kinds import size_words
from models import ROW_SENSITIVITY, Document
from rules.errors import BadValue, Invalid, Problem
from workflow.notes import LINKS, person_words
from workflow.tasks import DESK, Param, Plan, Task, label
from workflow.verbs import VERBS


@VERBS.add(
    "add_document",
    title="Add a document",
    sheets=("claim", "incident", "recovery"),
    roles=DESK,
    params=(
        Param("file", "file", "File", "pdf, jpg, png, tif, docx, xlsx, eml or txt.", required=True),
        Param("title", "text", "Title", "Blank: the subject of a message, or the file's name."),
        Param("document_date", "day", "Date", "Blank: the day of a message, or today."),
        Param(
            "sensitivity",
            "choice",
            "Kept as",
            "Medical and attorney documents are shown to fewer people.",
            choices=ROW_SENSITIVITY,
            default="personal",
        ),
    ),
)
def add_document(task: Task) -> Plan:
    """A file with its row; the bytes are kept only if the row is written."""
    record = task.records[0]
    data, facts = examined(task)
    plan = Plan(task.draft(f"Document on {label(record)}"))
    link = LINKS[type(record)]
    same = _same(link, record.id, facts.sha256)
    if same:
        plan.refuse(record, f"This very file is kept here already, as {same}.")
        return plan
    title = task["title"] or facts.title
    plan.draft.create(
        Document,
        **{link: record.id},
        **facts.columns,
        title=title,
        document_date=task["document_date"] or _not_ahead(facts.day, task) or task.on,
        sensitivity=task["sensitivity"],
        added_by=person_words(task),
    )
    plan.around = lambda: documents.kept(data, facts)
    file = f"“{facts.file_name}” ({size_words(facts.size_bytes)})"
    plan.lines = [f"Keeps {file} with {label(record)} as “{title}”."]
    plan.said = f"“{title}” is kept with {label(record)}."
    return plan


def examined(task: Task) -> tuple[bytes, documents.Facts]:
    """The bytes and what they are; a file comes as an upload, or as (bytes or stream, name)."""
    given: Any = task["file"]
    source, name = given if isinstance(given, tuple) else (given.stream, given.filename)
    try:
        data = documents.read(source)
        return data, documents.examine(data, name)
    except BadValue as error:
        raise Invalid([Problem(task.key, None, "file", None, error.sentence)]) from error


def _same(link: str, row_id: int, sha256: str) -> str:
    row = (
        Document.select(Document.document_no)
        .where(
            getattr(Document, link) == row_id,
            Document.sha256 == sha256,
            Document.trashed_at.is_null(),
        )
        .tuples()
        .first()
    )
    return str(row[0]) if row else ""


def _not_ahead(day: Any, task: Task) -> Any:
    """The day that a message bears, unless its sender's clock runs ahead."""
    return day if day and day <= task.on else None
