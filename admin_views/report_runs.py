"""Reports that come round, made: what is due is asked for once, under the policy of whose it is.

The process that works jobs off looks for what is due. A day that was missed is made up for once, as
of that day.
"""

from datetime import date
from pathlib import Path
from typing import Any

from admin_views import report_files
from admin_views.day import today
from admin_views.outbox import Letter, administrators, deliver
from exports.reports import asking, writing
from exports.reports.report import REPORTS, Asked
from journal import access, jobs
from journal.who import Who
from models import ReportSchedule
from rules.days import long_day
from rules.errors import Blocked, Busy, NotFound, OfficeError
from rules.registry import Entry
from workflow import report_schedules as schedules
from workflow.words import counted

KIND = "scheduled_report"
GONE = "{0} “{1}” is not made: the person whose it is is no longer active. End it, or ask it anew."


def look() -> None:
    """Ask for every report that has come due and was not asked for."""
    on = today()
    for row in schedules.standing():
        due = schedules.due_of(row, on)
        if due is None:
            continue
        who, mark = schedules.owner_of(row), f"{KIND}:{row.id}:{due.isoformat()}"
        if who is None:
            _tell_gone(row, mark)
        else:
            jobs.ask_marked(who, KIND, schedules.title_of(row), _asked_for(row, due), mark)


jobs.LOOKS.append(look)


def ask_now(who: Who, row: ReportSchedule, on: date) -> None:
    """Have the report of a schedule made now, besides."""
    jobs.enqueue(who, KIND, schedules.title_of(row), _asked_for(row, on))


@jobs.job(KIND, title="Scheduled report")
def work(task: jobs.Task) -> dict[str, Any]:
    """Make the files of a scheduled report: for the inbox, or one message a colleague."""
    row = ReportSchedule.get_or_none(
        ReportSchedule.id == task.parameters["schedule"], ReportSchedule.trashed_at.is_null()
    )
    if row is None:
        raise NotFound("This report is no longer scheduled.")
    due, on = date.fromisoformat(task.parameters["due"]), today()
    entry = REPORTS.get(row.report)
    question = schedules.question_of(task.who, row, due, on=on)
    if not schedules.receivers(row):
        kinds = schedules.KINDS[row.files]
        return report_files.make(task, entry, question, [_name(entry, due, k) for k in kinds])
    return _mail(task, row, due)


def _mail(task: jobs.Task, row: ReportSchedule, due: date) -> dict[str, Any]:
    """A message to each colleague; who is not reached is told of.

    Raises:
        Blocked: none was reached.
    """
    entry, reached, missed = REPORTS.get(row.report), [], []
    addresses = schedules.receivers(row)
    task.folder.mkdir(parents=True, exist_ok=True)
    for count, address in enumerate(addresses, 1):
        task.progress(count - 1, len(addresses))
        try:
            reached.append(_send(task, row, due, schedules.colleague(address, entry)))
        except OfficeError as error:
            missed.append(f"{address} did not get it: {error.sentence}")
    task.progress(len(addresses))
    if not reached:
        raise Blocked(" ".join(missed))
    return {"sentence": " ".join([*missed, *reached])}


def _send(task: jobs.Task, row: ReportSchedule, due: date, whom: Who) -> str:
    """Mail the files to a colleague, as far as both may see them; what the mail server does not
    take goes to the colleague's inbox. Returns what happened.
    """
    entry = REPORTS.get(row.report)
    both = task.who.narrowed(whom)
    question = schedules.question_of(both, row, due, on=today())
    made = asking.make(question, entry)
    files = []
    for kind in schedules.KINDS[row.files]:
        files.append(task.folder / _name(entry, due, kind))
        writing.write(entry, question, made, files[-1])
    name = whom.name or whom.email
    access.note(
        task.who, "export", sheet="report", purpose=f"“{entry.title}” mailed to {whom.email}"
    )
    try:
        deliver(_outbox(task), Letter(whom.email, *_words(task.who, entry, question), tuple(files)))
    except Busy as error:
        asker = task.who.name or task.who.email
        title = f"{entry.title}, from {asker}"
        shows = report_files.shows(whom, entry, made)
        facts = {"rows": made.count, "shows": shows, "sentence": f"{asker} scheduled it."}
        jobs.hand_over(whom, KIND, title, facts, files)
        return f"{error.sentence} It lies in the inbox of {name} instead."
    finally:
        for place in files:
            place.unlink(missing_ok=True)
    return f"Mailed to {name}: {counted(made.count, 'row')}."


def _words(who: Who, entry: Entry, question: Asked) -> tuple[str, str]:
    """Subject and text of the message."""
    day = long_day(question.as_of)
    said = [
        f"{entry.title} as of {day} is attached.",
        f"{who.name or who.email} scheduled it. It holds what both of you may see.",
        "Take it as confidential: it is for your work at the office and goes no further.",
    ]
    return f"{entry.title}, {day}", "\n".join(said)


def _name(entry: Entry, due: date, kind: str) -> str:
    return f"{entry.key.replace('_', '-')}-{due.isoformat()}.{kind}"


def _asked_for(row: ReportSchedule, due: date) -> dict[str, Any]:
    return {"schedule": row.id, "due": due.isoformat()}


def _outbox(task: jobs.Task) -> Path:
    """The outbox of the office whose results lie beside it."""
    return task.folder.parent.parent / "outbox"


def _tell_gone(row: ReportSchedule, mark: str) -> None:
    """Tell the administrators, once for the day, that nobody stands behind a schedule."""
    words = GONE.format(row.schedule_no, schedules.title_of(row))
    for who in administrators():
        jobs.record(
            who, KIND, "Scheduled report", {"sentence": words}, mark=f"{mark}:{who.email}"[:100]
        )
