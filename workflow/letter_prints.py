"""The .pdf of many letters: made in the background once the letters are in the file.

A handful is printed while one waits. Beyond that a job prints them, some at a time, each lot a
change of its own; the inbox shows how far it is.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import PurePath
from typing import Any

from exports.letters import printing
from journal import documents, jobs
from journal.commit import Receipt, commit
from journal.drafts import Draft
from models import Document, Letter
from rules.errors import Blocked
from workflow.tasks import Plan, Task
from workflow.words import counted

AT_ONCE = 5
"""Letters that are printed while one waits, and in one run of a job."""
KIND = "letter_prints"
COPIED = ("claim", "recovery", "title", "document_date", "sensitivity", "added_by")


def are_many(sent: Sequence[Any]) -> bool:
    """Whether these are too many to wait for their .pdf."""
    return len(sent) > AT_ONCE


def later(plan: Plan, task: Task, sent: Sequence[Any]) -> None:
    """Have the .pdf of many letters made once a plan is written, where the machine makes any."""
    if not are_many(sent) or printing.program() is None:
        return
    words = counted(len(sent), "letter")
    plan.lines.append(f"The .pdf of the {words} are made in the background; your inbox tells.")

    def ask(receipt: Receipt) -> None:
        ids = [receipt.id_of(one.letter) for one in sent]
        facts = {"letters": ids, "on": task.on.isoformat()}
        mark = f"{KIND}:{receipt.batch_id}"
        jobs.ask_marked(task.who, KIND, f"The .pdf of {words}", facts, mark)

    plan.after = ask


@jobs.job(KIND, title="Print letters")
def work(task: jobs.Task) -> dict[str, Any]:
    """Print the letters of one action, a lot at a time; what is printed already is left alone.

    Raises:
        Blocked: none could be printed.
    """
    on, ids = date.fromisoformat(task.parameters["on"]), task.parameters["letters"]
    made = 0
    for start in range(0, len(ids), AT_ONCE):
        task.progress(start, len(ids))
        made += _lot(task, ids[start : start + AT_ONCE], on)
    task.progress(len(ids), len(ids))
    if not made:
        raise Blocked(printing.NOT_MADE if printing.program() else printing.NOT_HERE)
    left = f" {len(ids) - made} were not: the .docx is the letter." if made < len(ids) else ""
    return {"sentence": f"{counted(made, 'letter')} printed, each beside its .docx.{left}"}


def _lot(task: jobs.Task, ids: Sequence[int], on: date) -> int:
    """Print some letters as one change; how many of them have their .pdf then."""
    rows = list(Letter.select().where(Letter.id << list(ids), Letter.trashed_at.is_null()))
    bare = [row for row in rows if row.printed is None and row.document]
    papers = [Document.get_by_id(row.document) for row in bare]
    prints = printing.as_pdf([documents.content(paper) for paper in papers])
    draft = Draft("Letters printed as .pdf", source="job", on=on)
    with ExitStack() as stack:
        for row, paper, pdf in zip(bare, papers, prints, strict=True):
            if pdf is not None:
                _put(draft, stack, (row, paper), pdf)
        if draft:
            commit(task.who, draft)
    return len(rows) - sum(pdf is None for pdf in prints)


def _put(draft: Draft, stack: ExitStack, of: tuple[Any, Any], pdf: bytes) -> None:
    """The .pdf of a letter beside its document."""
    row, paper = of
    facts = documents.examine(pdf, str(PurePath(paper.file_name).with_suffix(".pdf")))
    stack.enter_context(documents.kept(pdf, facts))
    values = {name: getattr(paper, name) for name in COPIED}
    values["title"] = f"{paper.title} (.pdf)"[:200]
    printed = draft.create(Document, **values, **facts.columns)
    draft.change(Letter, row.id, seen=row.version, printed=printed)
