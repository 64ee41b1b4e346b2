"""The record: change sets, rows of imports, jobs, who saw what. Not versioned itself."""

from peewee import AutoField, CharField, IntegerField

from rules import choices as c
from sheets.base import Base, names
from sheets.columns import (
    Choice,
    Code,
    InstantField,
    JsonText,
    Line,
    Link,
    LongText,
    SheetName,
    Whole,
    YesNo,
)
from sheets.office import ImportRun
from sheets.people import User


class Batch(Base):
    """One write: who, when, from where and why. Sealed once with its place in the chain, then never
    changed.
    """

    id = AutoField()
    seq = Whole("No.", adds=False, null=True, unique=True)
    user = Link(User, "Who")
    actor = Line("By", help_text="E-mail of the person, or operator.")
    source = Choice("From", choices=c.BATCH_SOURCE)
    verb = Code("Action", null=True)
    reason = Line("Why", null=True, max_length=500)
    title = Line("What", null=True, max_length=300)
    undoes = Link("self", "Undoes", backref="undone_by")
    idempotency_key = Code("Key of the click", null=True, unique=True, max_length=100)
    request_digest = Code("What it asked", null=True, max_length=64)
    started_at = InstantField("Started")
    committed_at = InstantField("When", null=True)
    changes = Whole("Rows", default=0)
    content_digest = Code("Content", null=True, max_length=64)
    previous_digest = Code("Previous", null=True, max_length=64)
    digest = Code("Digest", null=True, max_length=64)

    class Meta:
        key, desk, singular, plural = ("seq",), "Office", "change set", "Changes"
        listed, sort = ("seq", "committed_at", "actor", "source", "title", "changes"), ("-seq",)
        composite = (("seq",),)


class Change(Base):
    """What one batch did to one row: operation, columns, the version it made and the digest of the
    row.
    """

    id = AutoField()
    batch = Link(Batch, "Change set", backref="rows", null=False)
    sheet = SheetName("Sheet")
    row_id = Whole("Row", adds=False)
    version = Whole("Version", adds=False)
    operation = Choice("Operation", choices=c.CHANGE_OPERATION)
    columns = LongText("Columns", null=True, column_name="changed_columns")
    digest = Code("Digest", max_length=64)

    class Meta:
        key, desk, singular, plural = ("id",), "Office", "changed row", "Changed rows"
        indexes = ((("sheet", "row_id", "version"), True),)


class Head(Base):
    """The one row that holds the end of the chain; locked last in every batch."""

    id = AutoField()
    seq = IntegerField(default=0)
    digest = CharField(max_length=64, default="")
    committed_at = InstantField("", null=True)


class ImportRow(Base):
    """A row of an import that was refused, as it was read."""

    id = AutoField()
    run = Link(ImportRun, "Import", backref="rows", null=False)
    row_no = Whole("Row of the file", adds=False)
    outcome = Choice("Outcome", choices=c.IMPORT_ROW_OUTCOME)
    cells = JsonText("Cells", sensitivity="medical")  # of any column: for who sees them all
    errors = JsonText("Reasons", sensitivity="medical")

    class Meta:
        key, desk, singular, plural = ("id",), "Office", "refused row", "Refused rows"


class Job(Base):
    """Long work: what it is, how far it is, and what came of it."""

    id = AutoField()
    kind = Code("Kind")
    title = Line("What", max_length=300)
    status = Choice("Status", default="queued", choices=c.JOB_STATUS)
    parameters = JsonText("Parameters", null=True, sensitivity="privileged")
    done_rows = Whole("Done", default=0)
    total_rows = Whole("Of", null=True)
    result = JsonText("Result", null=True, sensitivity="privileged")
    message = LongText("Message", null=True)
    cancel_asked = YesNo("Cancel asked", default=False)
    user = Link(User, "Whose", backref="jobs")
    actor = Line("By", null=True)
    queued_at = InstantField("Queued")
    heartbeat_at = InstantField("Last sign of life", null=True)
    ended_at = InstantField("Ended", null=True)
    seen_at = InstantField("Seen", null=True)
    mark = Code("Asked once as", null=True, unique=True, max_length=100)

    class Meta:
        key, desk, singular, plural = ("id",), "Office", "job", "Jobs"
        listed = names("id title status done_rows total_rows queued_at actor")
        sort = ("-id",)


class AccessEvent(Base):
    """That somebody saw guarded values, signed in, or was refused: never the value."""

    id = AutoField()
    at = InstantField("When", index=True)
    actor = Line("Who")
    user = Link(User, "User")
    event = Choice("What", choices=c.ACCESS_EVENT_EVENT)
    sheet = SheetName("Sheet", null=True)
    row_ids = LongText("Rows", null=True)
    row_count = Whole("How many", null=True)
    filter = Line("Filter", null=True, max_length=500, column_name="row_filter")
    sensitivities = Line("Kept as", null=True)
    purpose = Line("Purpose", null=True, max_length=300)

    class Meta:
        key, desk, singular, plural = ("id",), "Office", "access", "Access log"
        sort = ("-id",)
