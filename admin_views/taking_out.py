"""Taking a list out as a file: at once while it is small, as a job beyond that; fetched
under what the person may see then.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from exports.sheets import Exported, export
from exports.template import write_template
from imports.by_file import NOT_BY_FILE, need_by_file
from imports.mapping import fillable
from journal import access, jobs, policy
from journal.history import moment_of
from journal.question import Question
from journal.reading import count_rows, more_than
from journal.who import Who
from models import BY_NAME, SHEETS, Job, meta
from rules.errors import BadQuestion, Refused

AT_ONCE = 5_000
"""Up to so many rows the file comes with the answer."""
KINDS = ("xlsx", "csv")


def file_name(question: Question, kind: str, *, on: date) -> str:
    """What the file is called: the sheet and the day."""
    if kind not in KINDS:
        raise BadQuestion(f"“{kind[:20]}” is neither xlsx nor csv.")
    day = question.as_of.date() if question.as_of else on
    return f"{meta(question.model, 'plural').lower().replace(' ', '-')}-{day.isoformat()}.{kind}"


def template_name(model: Any) -> str:
    """What the empty workbook of a sheet is called."""
    return f"{meta(model, 'plural').lower().replace(' ', '-')}-to-fill-in.xlsx"


def template_address(who: Who, model: Any) -> str:
    """Where the empty workbook of a sheet is fetched; empty for who brings no files into it."""
    may = model in SHEETS and model not in NOT_BY_FILE and policy.may_write(who, model)
    return f"/admin/{model.__name__.lower()}/template" if may else ""


def template(who: Who, model: Any, path: Path, *, on: date) -> None:
    """Write the empty workbook of a sheet, with the columns that a file of `who` may fill.

    Raises:
        BadQuestion: the file does not end in .xlsx, or no file fills the sheet. Refused: `who` may
            not write it.
    """
    if path.suffix.lower() != ".xlsx":
        raise BadQuestion(f"A workbook to fill in ends in .xlsx; “{path.name}” does not.")
    need_by_file(who, model)
    write_template(who, model, list(fillable(who, model).values()), path, on=on)


def is_large(who: Who, question: Question) -> bool:
    """Whether a list is too long to wait for."""
    return more_than(who, question, AT_ONCE)


def made(name: str, write: Callable[[Path], object]) -> Path:
    """The path of a file that `write` made, in a folder of its own that the caller removes."""
    folder = Path(tempfile.mkdtemp(prefix="office-export-"))
    with ExitStack() as unfinished:
        unfinished.callback(shutil.rmtree, folder, ignore_errors=True)
        write(folder / name)
        unfinished.pop_all()
    return folder / name


def asked_as_job(who: Who, question: Question, name: str) -> int:
    """Ask for the file of a long list; it lands in the inbox."""
    return jobs.enqueue(who, "export", f"{name}", written(question, name))


def written(question: Question, name: str) -> dict[str, Any]:
    """A question as parameters of a job, with the day that it was asked on: a file that is written
    the day after counts from there too.
    """
    days = {name: value and value.isoformat() for name, value in _days(question)}
    facts = vars(question) | {"model": None} | days
    return {
        "sheet": question.model.__name__.lower(),
        "file": name,
        "question": {key: value for key, value in facts.items() if value not in (None, "", False)},
    }


def _days(question: Question) -> tuple[tuple[str, date | None], ...]:
    return ("as_of", question.as_of), ("on", question.on)


def question_of(parameters: dict[str, Any]) -> Question:
    """The question that a job was given."""
    facts = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in parameters["question"].items()
    }
    if "as_of" in facts:
        facts["as_of"] = moment_of(facts["as_of"])
    if "on" in facts:
        facts["on"] = date.fromisoformat(facts["on"])
    return Question(BY_NAME[parameters["sheet"]], **facts)


@jobs.job("export", title="Export")
def work(task: jobs.Task) -> dict[str, Any]:
    """Write the file of a long list into the results folder."""
    name = task.parameters["file"]
    question = question_of(task.parameters)
    with ExitStack() as unfinished:
        unfinished.callback(shutil.rmtree, task.folder, ignore_errors=True)
        task.folder.mkdir(parents=True, exist_ok=True)
        task.progress(0, count_rows(task.who, question))
        done = export(task.who, question, task.folder / name, told=task.progress)
        unfinished.pop_all()
    task.done = done.rows
    return {
        "files": [name],
        "rows": done.rows,
        "sentence": f"{done.rows:,} rows are in {name}.",
        "shows": _shown(task.who, question, done),
    }


def _shown(who: Who, question: Question, done: Exported) -> dict[str, Any]:
    """What a file shows: judged again whenever somebody fetches it."""
    own = policy.view(who, question.model).own_department
    return {
        "sheet": question.model.__name__.lower(),
        "columns": list(done.columns),
        "sensitivities": sorted(done.sensitivities),
        "department": (who.department_id or 0) if own else None,
    }


def need_open(who: Who, job: Job) -> None:
    """Judge once more who fetches the file of a list.

    Raises:
        Refused: it shows more than `who` may see today.
    """
    shows = job.result.get("shows") or {}
    model = BY_NAME.get(shows.get("sheet", ""))
    if model is None or not _still_open(who, model, shows):
        raise Refused("This file shows more than your role sees today. Export the list again.")


def note_download(who: Who, job: Job) -> None:
    """Note that the file of a list was fetched."""
    shows, filters = job.result["shows"], question_of(job.parameters).filters
    count, kinds = job.result["rows"], shows["sensitivities"]
    access.note_count(who, "download", shows["sheet"], count, sensitivities=kinds, filters=filters)


def _still_open(who: Who, model, shows: dict[str, Any]) -> bool:
    sight = policy.view(who, model)
    return (
        sight.read
        and set(shows["columns"]) <= sight.open
        and set(shows["sensitivities"]) <= policy.clearance(who)
        and (not sight.own_department or shows["department"] == (who.department_id or 0))
    )
