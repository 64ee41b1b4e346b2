"""Taking a list out as a file: at once while it is small, as a job beyond that."""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from exports.sheets import export
from journal import jobs
from journal.history import moment_of
from journal.question import Question
from journal.reading import count_rows, more_than
from journal.who import Who
from models import BY_NAME, meta
from rules.errors import BadQuestion

AT_ONCE = 5_000
"""Up to so many rows the file comes with the answer."""
KINDS = ("xlsx", "csv")


def file_name(question: Question, kind: str, *, on: date) -> str:
    """What the file is called: the sheet and the day."""
    if kind not in KINDS:
        raise BadQuestion(f"“{kind[:20]}” is neither xlsx nor csv.")
    day = question.as_of.date() if question.as_of else on
    return f"{meta(question.model, 'plural').lower().replace(' ', '-')}-{day.isoformat()}.{kind}"


def is_large(who: Who, question: Question) -> bool:
    """Whether a list is too long to wait for."""
    return more_than(who, question, AT_ONCE)


def made(who: Who, question: Question, name: str) -> Path:
    """The file of a list, in a folder of its own that the caller removes."""
    folder = Path(tempfile.mkdtemp(prefix="office-export-"))
    return export(who, question, folder / name).path


def asked_as_job(who: Who, question: Question, name: str) -> int:
    """Ask for the file of a long list; it lands in the inbox."""
    return jobs.enqueue(who, "export", f"{name}", written(question, name))


def written(question: Question, name: str) -> dict[str, Any]:
    """A question as parameters of a job."""
    facts = vars(question) | {"model": None, "as_of": question.as_of and question.as_of.isoformat()}
    return {
        "sheet": question.model.__name__.lower(),
        "file": name,
        "question": {key: value for key, value in facts.items() if value not in (None, "", False)},
    }


def question_of(parameters: dict[str, Any]) -> Question:
    """The question that a job was given."""
    facts = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in parameters["question"].items()
    }
    if "as_of" in facts:
        facts["as_of"] = moment_of(facts["as_of"])
    return Question(BY_NAME[parameters["sheet"]], **facts)


@jobs.job("export", title="Export")
def work(task: jobs.Task) -> dict[str, Any]:
    """Write the file of a long list into the results folder."""
    name = task.parameters["file"]
    question = question_of(task.parameters)
    task.folder.mkdir(parents=True, exist_ok=True)
    task.progress(0, count_rows(task.who, question))
    done = export(task.who, question, task.folder / name)
    return {"files": [name], "rows": done.rows, "sentence": f"{done.rows:,} rows are in {name}."}
