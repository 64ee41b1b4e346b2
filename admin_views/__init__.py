"""The screens of the office: a list, record and form of every sheet, and the pages of the desks.

The order of the side bar is a decision: it is the one tuple below.
"""

from functools import lru_cache

from flask import Flask
from flask_admin import Admin

from admin_views.approvals import Approvals
from admin_views.base import OfficeView
from admin_views.batches import BatchView
from admin_views.calculators import Calculators
from admin_views.case import record_pages
from admin_views.custom_columns import AddedColumns
from admin_views.dashboard import Dashboard
from admin_views.desk_import import ImportDesk
from admin_views.diary_view import DiaryView
from admin_views.dictionary import Dictionary
from admin_views.duty_board import DutyBoard
from admin_views.import_records import ProfileView, RunView
from admin_views.inbox import Inbox
from admin_views.intake import Intake
from admin_views.letter_prints import LetterPrints
from admin_views.letter_templates import LetterTemplates
from admin_views.offer_view import LightDutyOfferView
from admin_views.palette import Palette
from admin_views.papers import DocumentView, LetterView
from admin_views.people import People
from admin_views.recovery_papers import RecoveryPapers
from admin_views.reports import Reports
from admin_views.schedules import Schedules
from admin_views.search import Finder
from admin_views.statutory import StatutoryTables
from admin_views.task_view import TaskView
from admin_views.verbs import Actions
from admin_views.view_desk import Views
from admin_views.words import add_filters
from exports.reports.report import STAFF
from imports.by_file import sheets_of
from journal import policy
from journal.who import Who
from models import (
    BY_NAME,
    RECORDS,
    SHEETS,
    Batch,
    Diary,
    Document,
    ImportProfile,
    ImportRun,
    Letter,
    LightDutyOffer,
    LightDutyTask,
    meta,
)
from workflow.tasks import DESK

PAGES = {
    "admin.index": ("My day", "/admin/", None, ()),
    "approvals.index": ("Approvals", "/admin/approvals/", "approval", ()),
    "inbox.index": ("Inbox", "/admin/inbox/", "job", ()),
    "actions.index": ("Quick actions", "/admin/do/", None, DESK),
    "imports.index": ("Import desk", "/admin/import/", "importrun", ()),
    "duty.index": ("Light-duty board", "/admin/light-duty/", "lightdutyoffer", ()),
    "people.index": ("People", "/admin/people/", "user", ("administrator",)),
    "rules.index": ("Calculators", "/admin/rules/", None, ()),
    "dashboard.index": ("Pictures", "/admin/dashboard/", None, (*STAFF, "coordinator")),
    "reports.index": ("Reports", "/admin/reports/", None, (*STAFF, "coordinator")),
    "schedules.index": ("Scheduled reports", "/admin/schedules/", "reportschedule", ()),
    "law.index": ("Statutory tables", "/admin/law/", "statutoryrow", ()),
    "letter_templates.index": ("Letter templates", "/admin/letter-templates/", "letter", ()),
    "columns.index": ("Added columns", "/admin/columns/", "customcolumn", ()),
    "dictionary.index": ("Data dictionary", "/admin/dictionary/", None, ()),
}
"""Pages that are no list of a sheet: endpoint -> (words, address, the sheet that one must be able
to read, the roles
that it is for; none: for all)."""

MENU = (
    ("", ("admin.index", "approvals.index", "inbox.index", "actions.index", "rules.index")),
    (
        "Claims",
        (
            "claim",
            "incident",
            "party",
            "payment",
            "reserve",
            "diary",
            "filenote",
            "document",
            "letter",
            "contactlog",
            "inquiry",
            "investigationstep",
            "paymentevent",
        ),
    ),
    (
        "Light duty",
        (
            "duty.index",
            "workstatus",
            "restriction",
            "lightdutycheck",
            "lightdutyoffer",
            "lightdutytask",
            "lightdutydemand",
        ),
    ),
    ("Recovery", ("recovery", "recoverycost", "recoveryreceipt", "ratecard")),
    ("Insurance", ("policy",)),
    ("Reports", ("dashboard.index", "reports.index", "schedules.index", "reportschedule")),
    ("Import", ("imports.index", "importprofile", "importrun")),
    ("Directory", ("department", "employee", "physician", "organization")),
    (
        "Reference",
        (
            "letter_templates.index",
            "causecode",
            "knownvalue",
            "holiday",
            "authoritylimit",
            "law.index",
            "statutoryrow",
            "savedview",
            "setting",
        ),
    ),
    (
        "Office",
        (
            "batch",
            "job",
            "people.index",
            "user",
            "userrole",
            "accessevent",
            "columns.index",
            "customcolumn",
            "dictionary.index",
        ),
    ),
)
"""The side bar: groups of sheets (by name) and pages (by endpoint)."""

OWN_VIEWS = {
    Batch: BatchView,
    Diary: DiaryView,
    Document: DocumentView,
    Letter: LetterView,
    ImportProfile: ProfileView,
    ImportRun: RunView,
    LightDutyOffer: LightDutyOfferView,
    LightDutyTask: TaskView,
}
"""Sheets whose screens differ from the others'."""

INSTEAD = {
    "user": "people.index",
    "reportschedule": "schedules.index",
    "customcolumn": "columns.index",
}
"""Sheet -> the page that shows the same: who has the page needs no second entry."""

Item = tuple[str, str, str]
"""Words, address, endpoint."""


def menu_of(who: Who) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """The side bar as a person sees it: what the policy keeps from them is not there."""
    return _menu(who.operator, who.roles, who.masked)


@lru_cache(maxsize=512)
def _menu(
    operator: bool, roles: frozenset[str], masked: bool
) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    who = Who("", roles=roles, operator=operator, masked=masked)
    groups = (
        (title, tuple(item for name in names if (item := _item(who, name))))
        for title, names in MENU
    )
    return tuple((title, items) for title, items in groups if items)


def _item(who: Who, name: str) -> Item | None:
    if name in PAGES:
        words, address, sheet, roles = PAGES[name]
        may = (sheet is None or policy.may_read(who, BY_NAME[sheet])) and (
            not roles or policy.may_act(who, roles)
        )
        may = may and (name != "imports.index" or bool(sheets_of(who)))
        return (words, address, name) if may else None
    if name in INSTEAD and _item(who, INSTEAD[name]):
        return None
    model = BY_NAME[name]
    return (
        (meta(model, "plural"), f"/admin/{name}/", f"{name}.index_view")
        if policy.may_read(who, model)
        else None
    )


def register(app: Flask, admin: Admin) -> None:
    """Give the office its screens: a view of every sheet and record, and the pages of the desks."""
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    add_filters(app)
    for model in (*SHEETS, *RECORDS):
        own = OWN_VIEWS.get(model)
        admin.add_view(own() if own else OfficeView(model))
    for view in (
        Approvals("Approvals", endpoint="approvals", url="/admin/approvals"),
        Inbox("Inbox", endpoint="inbox", url="/admin/inbox"),
        Intake("New claim", endpoint="intake", url="/admin/intake"),
        Finder("Search", endpoint="search", url="/admin/search"),
        Palette("Go to", endpoint="palette", url="/admin/palette"),
        Actions("Quick actions", endpoint="actions", url="/admin/do"),
        Calculators("Calculators", endpoint="rules", url="/admin/rules"),
        Dashboard("Pictures", endpoint="dashboard", url="/admin/dashboard"),
        Reports("Reports", endpoint="reports", url="/admin/reports"),
        Views("Views", endpoint="views", url="/admin/views"),
        Schedules("Scheduled reports", endpoint="schedules", url="/admin/schedules"),
        StatutoryTables("Statutory tables", endpoint="law", url="/admin/law"),
        DutyBoard("Light-duty board", endpoint="duty", url="/admin/light-duty"),
        People("People", endpoint="people", url="/admin/people"),
        ImportDesk("Import desk", endpoint="imports", url="/admin/import"),
        AddedColumns("Added columns", endpoint="columns", url="/admin/columns"),
        Dictionary("Data dictionary", endpoint="dictionary", url="/admin/dictionary"),
        *record_pages(),
        RecoveryPapers(),
        LetterPrints(),
        LetterTemplates(
            "Letter templates", endpoint="letter_templates", url="/admin/letter-templates"
        ),
    ):
        admin.add_view(view)
