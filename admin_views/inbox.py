"""The inbox: long work, its progress, what came of it; messages that nobody could send."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from flask import jsonify, redirect, request, send_file
from flask_admin import expose
from peewee import SQL

from admin_views import report_files, report_runs, taking_out
from admin_views.desk import Desk, say
from admin_views.gate import SignedIn, rule
from admin_views.words import office_time
from journal import jobs, policy
from journal.database import write_transaction
from models import Job
from rules.errors import NotFound

MOST = 50
RESULTS = {"import": "/admin/import/of/{}"}
"""Kind of work -> the page of its result, by the number of its change set."""
KEEPERS: dict[str, Any] = {"report": report_files, report_runs.KIND: report_files}
"""Kind of work -> what judges who fetches its files; of all others, as of a list."""
RUNNING = ("queued", "running")
STATES = {
    "queued": "Waits for its turn.",
    "done": "Done.",
    "failed": "It did not finish.",
    "cancelled": "Cancelled.",
}


class Inbox(Desk):
    """The pages of a person's long work."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """What runs, what is done, newest first."""
        found = list(self._own().order_by(Job.id.desc()).limit(MOST))
        return self.page(
            "inbox.html",
            running=[job for job in found if job.status in RUNNING],
            ended=[job for job in found if job.status not in RUNNING],
            progress=jobs.progress_of,
            sentence=_sentence,
            result=_result,
            more=_more,
        )

    @expose("/<int:job_id>/progress")
    @rule(SignedIn())
    def progress(self, job_id: int):
        """How far a job is, as data for the bar that follows it."""
        job = self._one(job_id)
        done, total = jobs.progress_of(job)
        return jsonify(
            done=done,
            total=total or 0,
            state=job.status,
            sentence=_sentence(job),
            url=_result(job) or "/admin/inbox/",
        )

    @expose("/<int:job_id>/file/<file_name>")
    @rule(SignedIn())
    def file(self, job_id: int, file_name: str):
        """A file that a job of one's own made, always as a download."""
        job = self._one(job_id)
        place = self.instance.results / f"{job.id:06d}" / file_name
        own = job.user_id == self.who.user_id
        if not own or file_name not in _files(job) or not place.is_file():
            raise NotFound("This file is no longer kept. Start the work again.")
        keeper = KEEPERS.get(job.kind, taking_out)
        keeper.need_open(self.who, job)
        if request.method == "GET":
            keeper.note_download(self.who, job)
        return send_file(place, as_attachment=True, download_name=file_name)

    @expose("/<int:job_id>/cancel", methods=("POST",))
    @rule(SignedIn())
    def cancel(self, job_id: int):
        """Ask a job to stop."""
        jobs.cancel(self.who, self._one(job_id).id)
        say("The work is asked to stop. Nothing half-done stays.")
        return redirect("/admin/inbox/")

    @expose("/seen", methods=("POST",))
    @rule(SignedIn())
    def seen(self):
        """Put what is done out of the count."""
        chosen = request.form.get("id", "")
        one = [Job.id == int(chosen)] if chosen.isdigit() and len(chosen) < 16 else []
        with write_transaction():
            Job.update(seen_at=datetime.now(UTC)).where(
                Job.user == self.who.user_id,
                Job.seen_at.is_null(),
                Job.status.not_in(RUNNING),
                *one,
            ).execute()
        return redirect("/admin/inbox/")

    def _own(self):
        return Job.select().where(Job.user == self.who.user_id)

    def _one(self, job_id: int) -> Job:
        """A job of the person's own; another's answers like one that is not there."""
        own = policy.scope(self.who, Job)
        job = Job.select().where(Job.id == job_id, SQL("1 = 1") if own is None else own).first()
        if job is None:
            raise NotFound("There is no such work.")
        return job


def _sentence(job: Job) -> str:
    """Where a job stands, in words: rows done, rate, time left; or what came of it."""
    if job.status != "running":
        said = job.message or (job.result or {}).get("sentence") or STATES[job.status]
        return f"{said} {_how_long(job)}" if (job.result or {}).get("files") else said
    done, total = jobs.progress_of(job)
    if not done or not total:
        return "Running."
    seconds = max(1.0, (datetime.now(UTC) - job.queued_at).total_seconds())
    left = (total - done) * seconds / done
    return f"{done:,} of {total:,} rows, {done / seconds:,.0f} a second, {_time(left)} left."


def _how_long(job: Job) -> str:
    """Until when the files of a job are kept, in words."""
    if not jobs.is_kept(job):
        return "The file is no longer kept."
    return f"Kept until {office_time(job.ended_at + timedelta(days=jobs.KEPT_DAYS))}."


def _time(seconds: float) -> str:
    return f"{round(seconds)} seconds" if seconds < 90 else f"{round(seconds / 60)} minutes"


def _result(job: Job) -> str:
    """Where what came of a job is to be seen; blank where there is nothing."""
    result = job.result or {}
    if result.get("message"):
        return f"/admin/account/messages/{result['message']}"
    if _files(job):
        return f"/admin/inbox/{job.id}/file/{quote(_files(job)[0])}"
    if not result.get("batch"):
        return ""
    return RESULTS.get(job.kind, "/admin/batch/{}/").format(result["batch"])


def _more(job: Job) -> list[tuple[str, str]]:
    """(name, address) of the files of a job beyond its first."""
    return [(name, f"/admin/inbox/{job.id}/file/{quote(name)}") for name in _files(job)[1:]]


def _files(job: Job) -> list[str]:
    """The files that a job made, while they are kept."""
    return (job.result or {}).get("files", []) if jobs.is_kept(job) else []
