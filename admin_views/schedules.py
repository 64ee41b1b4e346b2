"""Reports that come round: the own ones with what came of them last; paused, ended, made now."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import redirect
from flask_admin import expose

from admin_views import report_runs
from admin_views.desk import Desk, say
from admin_views.gate import Acts, Reads, rule
from admin_views.offers import Offer, offers
from exports.reports.report import REPORTS
from journal import policy
from journal.saved_views import views_of
from models import Job, ReportSchedule
from rules import recurrence
from rules.errors import NotFound
from rules.recurrence import PERIODS
from workflow import report_schedules as schedules

PLACE = "/admin/schedules/"
NOT_ASKED = ("as_of",)
"""What a schedule does not keep of an address."""


@dataclass(frozen=True)
class Line:
    """A schedule as the page shows it."""

    row: ReportSchedule
    title: str
    asked: str
    when: str
    next_due: date | None
    whom: str
    owner: str
    last: Job | None
    offers: list[Offer]


class Schedules(Desk):
    """The page of the reports that come round."""

    @expose("/")
    @rule(Reads(ReportSchedule))
    def index(self):
        """The schedules that the person may see; of others only who may see theirs."""
        rows = [row for row in schedules.standing() if self._sees(row)]
        new = schedules.VERBS.get("schedule_report").facts["roles"]
        return self.page(
            "schedules.html",
            lines=[self._line(row) for row in rows],
            runs=policy.may_act(self.who, new),
            new=f"/admin/do/schedule_report?{urlencode({'back': PLACE})}",
        )

    @expose("/<int:row_id>/now", methods=("POST",))
    @rule(Acts("schedule_report"))
    def now(self, row_id: int):
        """Have a report of one's own made now."""
        row = next((one for one in schedules.standing() if one.id == row_id), None)
        if row is None or row.owner_id != self.who.user_id:
            raise NotFound("There is no such scheduled report of yours.")
        report_runs.ask_now(self.who, row, self.on)
        say("It is being made. What comes of it lands in your inbox.", href="/admin/inbox/")
        return redirect(PLACE)

    def _sees(self, row: ReportSchedule) -> bool:
        every = self.who.operator or self.who.roles & {"administrator", "auditor"}
        return bool(every) or row.owner_id == self.who.user_id

    def _asked(self, row: ReportSchedule) -> Iterator[str]:
        """What the report is asked with; a view by its name, where the person may use it."""
        sheet = REPORTS.get(row.report).facts["sheet"] if row.report in REPORTS else None
        views = views_of(self.who, sheet.__name__.lower()) if sheet else []
        named = {f"view={view.id}": f"view “{view.name}”" for view in views}
        for text in (row.asked or "").splitlines():
            yield named.get(text, text)

    def _line(self, row: ReportSchedule) -> Line:
        what, owner = schedules.recurrence_of(row), schedules.owner_of(row)
        marks = Job.mark.startswith(f"{report_runs.KIND}:{row.id}:")
        last = Job.select().where(marks).order_by(Job.id.desc()).first()
        asked = ", ".join(self._asked(row))
        period = dict(PERIODS).get(row.period or "", "")
        return Line(
            row=row,
            title=schedules.title_of(row),
            asked=". ".join(filter(None, (period, asked))),
            when=recurrence.in_words(what),
            next_due=recurrence.next_due(what, self.on) if row.status == "active" else None,
            whom=", ".join(schedules.receivers(row)) or "inbox",
            owner=(owner.name or owner.email) if owner else "nobody active",
            last=last,
            offers=offers(self.who, "reportschedule", (row.id,), status=row.status, back=PLACE),
        )


def address(who, key: str, typed: Mapping[str, str]) -> str:
    """Where a report is made to come round as it is asked; empty for who may not."""
    if not policy.may_act(who, policy.ACTS.get("schedule_report", ())):
        return ""
    asked = "\n".join(f"{name}={text}" for name, text in typed.items() if name not in NOT_ASKED)
    return f"/admin/do/schedule_report?{urlencode({'report': key, 'asked': asked, 'back': PLACE})}"
