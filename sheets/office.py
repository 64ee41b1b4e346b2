"""The office's own work: approvals, imports and their profiles, reports that come round, views."""

from rules import choices as c
from rules.recurrence import EVERY, PERIODS
from sheets.base import Sheet, names
from sheets.claims import Claim
from sheets.columns import (
    Choice,
    Code,
    DayField,
    InstantField,
    JsonText,
    Line,
    Link,
    LongText,
    MoneyField,
    SheetName,
    Whole,
    YesNo,
)
from sheets.file import Document
from sheets.people import User


class Approval(Sheet):
    """An action that waits for somebody with the authority for it."""

    approval_no = Code("Number", help_text="Drawn by the office when left blank.")
    verb = Code("Action")
    title = Line("What", max_length=300)
    sheet = SheetName("Sheet", null=True)
    row_id = Whole("Row", adds=False, null=True)
    claim = Link(Claim, "Claim", backref="approvals")
    amount = MoneyField("Amount", adds=False, null=True)
    reason = LongText("Why", null=True)
    parameters = JsonText("Parameters", null=True, sensitivity="privileged")
    plan_digest = Code("Plan", null=True, derived=True, max_length=64)
    status = Choice("Status", default="waiting", choices=c.APPROVAL_STATUS)
    approver_roles = Line("May be decided by", null=True)
    asked_by = Link(User, "Asked by", backref="asked", null=True)
    asked_at = InstantField("Asked", null=True)
    decided_by = Link(User, "Decided by", backref="decided", null=True)
    decided_at = InstantField("Decided", null=True)
    decision_note = LongText("Note", null=True)
    outside_by = Line("Decided for the City by", null=True)
    outside_date = DayField("Decided for the City on", null=True)
    outside_document = Link(Document, "Document of that decision", backref="decisions")

    class Meta:
        key, number, desk = ("approval_no",), "A-{id:06d}", "Office"
        singular, plural, sort = "approval", "Approvals", ("-asked_at",)
        listed = names("approval_no title claim amount status asked_by asked_at decided_by")
        composite = (("asked_at",), ("status", "asked_at"))


class ImportRun(Sheet):
    """One file brought in: what was read, what it would do, what it did."""

    run_no = Code("Number", help_text="Drawn by the office when left blank.")
    sheet = SheetName("Sheet")
    file_name = Line("File")
    file_sha256 = Code("Fingerprint", max_length=64)
    tab = Line("Tab", null=True)
    header_row = Whole("Header row", adds=False, null=True)
    mapping = JsonText("Columns", null=True)
    status = Choice("Status", default="planned", choices=c.IMPORT_RUN_STATUS)
    rows_read = Whole("Rows", default=0)
    rows_new = Whole("New", default=0)
    rows_changed = Whole("Changed", default=0)
    rows_unchanged = Whole("Unchanged", default=0)
    rows_refused = Whole("Refused", default=0)
    rows_ignored = Whole("Ignored", default=0, help_text="Titles, totals and headings among rows.")
    rows_left_out = Whole("Left out", default=0, help_text="Taken out by hand before it came in.")
    sums = JsonText("Sums", null=True)
    batch_seq = Whole("Change set", adds=False, null=True)
    run_by = Link(User, "By", backref="imports")
    run_at = InstantField("When", null=True)

    class Meta:
        key, number, desk = ("run_no",), "IM-{id:05d}", "Office"
        singular, plural, sort = "import", "Imports", ("-run_at",)
        listed = names("run_no run_at sheet file_name rows_new rows_changed rows_refused status")
        composite = (("run_at",),)


class ImportProfile(Sheet):
    """How registers of one kind come in: by which headings they are known, and what becomes of
    each.
    """

    name = Code("Name", max_length=100)
    sheet = SheetName("Sheet", help_text="Where the rows go, in small letters: claim, payment.")
    note = LongText("What it is for", null=True)
    headings = JsonText("Headings", help_text="By these a file of the kind is found again.")
    recipe = JsonText("Recipe", help_text="Which heading goes where, and how it is read.")

    class Meta:
        key, desk, label = ("name",), "Reference", ("name",)
        singular, plural = "import profile", "Import profiles"
        listed = names("name sheet note")


class ReportSchedule(Sheet):
    """A report that is made again and again: what is asked, when, and where it goes."""

    schedule_no = Code("Number", help_text="Drawn by the office when left blank.")
    report = Code("Report")
    asked = LongText("Asked with", null=True)
    period = Choice("Period", null=True, choices=PERIODS)
    every = Choice("How often", default="week", choices=EVERY)
    on_day = Whole(
        "On day", adds=False, null=True, help_text="1 is Monday, or the day of the month."
    )
    files = Choice("As", default="xlsx", choices=c.REPORT_SCHEDULE_FILES)
    send_to = LongText("Mailed to", null=True, help_text="Blank: the own inbox.")
    status = Choice("Status", default="active", choices=c.REPORT_SCHEDULE_STATUS)
    first_day = DayField("From", help_text="No day before it is made up for.")
    owner = Link(User, "Whose", backref="schedules", null=True)

    class Meta:
        key, number, desk = ("schedule_no",), "RS-{id:05d}", "Reports"
        singular, plural = "scheduled report", "Scheduled reports"
        listed = names("schedule_no report every on_day files send_to status owner")


class SavedView(Sheet):
    """How somebody looks at a sheet, under a name: what is asked of it, and how it is drawn."""

    name = Code("Name", max_length=100)
    sheet = SheetName("Sheet")
    kind = Choice("For", default="personal", choices=c.SAVED_VIEW_KIND)
    owner = Link(User, "Whose", backref="views", help_text="Only a personal view is somebody's.")
    role = Code("Role", null=True, help_text="Whose default it is.")
    opens = YesNo("The sheet opens with it", default=False)
    state = JsonText("What it asks", help_text="Filters, words, order, columns, groups.")
    look = JsonText("How it is drawn", null=True, help_text="Widths, frozen columns, formats.")

    class Meta:
        key, desk, label = ("name", "sheet", "owner", "role"), "Reference", ("name",)
        singular, plural = "saved view", "Saved views"
        listed = names("name sheet kind owner role opens")
        composite = (("sheet",),)
