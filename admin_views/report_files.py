"""The file of a report: at once while it is small, as a job into the inbox beyond that."""

import shutil
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from exports.reports import asking, by_department, writing
from exports.reports.report import REPORTS, Asked, Made
from journal import access, jobs, policy
from journal.saved_views import may_filter
from journal.who import Who
from models import Job
from rules.errors import BadQuestion, Refused
from rules.registry import Entry

AT_ONCE = 5_000
KINDS = ("xlsx", "csv")
PARCEL = "zip"
"""A workbook for each department, in one file."""
OWN = policy.OWN_DEPARTMENT


def file_name(entry: Entry, question: Asked, kind: str) -> str:
    """What the file is called: the report and its day."""
    if kind not in kinds_of(entry):
        raise BadQuestion(f"“{kind[:20]}” is none of {', '.join(kinds_of(entry))}.")
    return f"{entry.key.replace('_', '-')}-{question.as_of.isoformat()}.{kind}"


def kinds_of(entry: Entry) -> tuple[str, ...]:
    """The kinds of file that a report comes as."""
    return (*KINDS, PARCEL) if entry.key in by_department.REPORTS else KINDS


def asked_as_job(who: Who, entry: Entry, question: Asked, name: str) -> int:
    """Ask for the file of a long report; it lands in the inbox."""
    facts = {
        "report": entry.key,
        "texts": question.texts,
        "on": question.on.isoformat(),
        "file": name,
    }
    return jobs.enqueue(who, "report", name, facts)


@jobs.job("report", title="Report")
def work(task: jobs.Task) -> dict[str, Any]:
    """Write the file of a report into the results folder."""
    facts = task.parameters
    entry = REPORTS.get(facts["report"])
    question = asking.asked(task.who, entry, facts["texts"], on=date.fromisoformat(facts["on"]))
    return make(task, entry, question, [facts["file"]])


def make(task: jobs.Task, entry: Entry, question: Asked, names: list[str]) -> dict[str, Any]:
    """Write the files of a report into the results folder of a job; what is told of them."""
    count = 0
    with ExitStack() as unfinished:
        unfinished.callback(shutil.rmtree, task.folder, ignore_errors=True)
        task.folder.mkdir(parents=True, exist_ok=True)
        made = asking.make(question, entry)
        task.progress(0, made.count)
        for name in names:
            place = task.folder / name
            if place.suffix == f".{PARCEL}":
                count = by_department.write(entry, question, place, told=task.progress)
            else:
                count = writing.write(entry, question, made, place, told=task.progress)
        unfinished.pop_all()
    task.done = count
    rows = "1 row is" if count == 1 else f"{count:,} rows are"
    return {
        "files": names,
        "rows": count,
        "sentence": f"{rows} in {' and '.join(names)}.",
        "shows": shows(task.who, entry, made),
    }


def shows(who: Who, entry: Entry, made: Made) -> dict[str, Any]:
    """What the file of a report shows: judged again whenever somebody fetches it."""
    own = who.roles and all(role in OWN for role in who.roles)
    return {
        "report": entry.key,
        "columns": [column.name for _, column in made.shown],
        "filters": made.question.filters_of(entry.facts["sheet"]),
        "sensitivities": sorted(writing.guarded(made)),
        "department": (who.department_id or 0) if own else None,
    }


def need_open(who: Who, job: Job) -> None:
    """Judge once more who fetches the file of a report.

    Raises:
        Refused: it shows more than `who` may see today.
    """
    facts = job.result["shows"]
    entry = REPORTS.get(facts["report"])
    seen = {column.name for column in asking.seen(who, entry.facts["columns"])}
    own = bool(who.roles) and all(role in OWN for role in who.roles)
    if not (
        policy.may_act(who, entry.facts["roles"])
        and set(facts["columns"]) <= seen
        and may_filter(who, entry.facts["sheet"], facts.get("filters", ()))
        and (not own or facts["department"] == (who.department_id or 0))
    ):
        raise Refused("This file shows more than your role sees today. Ask the report again.")


def note_download(who: Who, job: Job) -> None:
    """Note that the file of a report was fetched."""
    kinds = job.result["shows"]["sensitivities"]
    access.note_count(who, "download", "report", job.result["rows"], sensitivities=kinds)


def write_at_once(entry: Entry, question: Asked, made: Made, path: Path) -> None:
    """Write the file of a short report."""
    writing.write(entry, question, made, path)
