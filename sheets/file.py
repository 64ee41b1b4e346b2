"""The file of a claim: what was asked, written, kept, said, and when to look again."""

from rules import choices as c
from sheets.base import ROW_SENSITIVITY, Sheet, groups, names
from sheets.claims import Claim, Incident, Party
from sheets.columns import (
    Choice,
    Code,
    DayField,
    JsonText,
    LateLink,
    Line,
    Link,
    LongText,
    Whole,
    YesNo,
)
from sheets.insurance import Policy
from sheets.people import User


class InvestigationStep(Sheet):
    """Something asked of somebody in the preliminary investigation of a claim."""

    step_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="investigation", null=False)
    asked_of = Line("Asked of")
    what = Line("What", column_name="what", help_text="Report, photos, statement, estimate.")
    asked_date = DayField("Asked", past=True, null=True)
    due_date = DayField("Due", null=True)
    received_date = DayField("Received", past=True, null=True)
    document = LateLink("Document", "Document", backref="answers")
    result = LongText("Result", null=True, sensitivity="privileged")

    class Meta:
        key, number, desk = ("step_no",), "S-{id:06d}", "Claims"
        singular, plural, sort = "investigation step", "Investigation", ("due_date",)
        ordered = (("asked_date", "due_date"), ("asked_date", "received_date"))
        composite = (("due_date",),)


class FileNote(Sheet):
    """What was done or learned on a claim."""

    note_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="notes")
    incident = Link(Incident, "Incident", backref="notes")
    recovery = LateLink("Recovery", "Recovery", backref="notes")
    note_date = DayField("Date", past=True)
    subject = Line("Subject")
    text = LongText("Note", null=True)
    sensitivity = Choice("Kept as", default="personal", choices=ROW_SENSITIVITY)
    author = Line("By", null=True)

    class Meta:
        key, number, desk = ("note_no",), "N-{id:06d}", "Claims"
        singular, plural, sort, row_sensitivity = "note", "Notes", ("-note_date",), "sensitivity"
        search, composite = ("subject", "text"), (("note_date",), ("claim", "note_date"))


class Document(Sheet):
    """A file kept with a claim: its name, kind and fingerprint; the bytes lie in the document
    store.
    """

    document_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="documents")
    incident = Link(Incident, "Incident", backref="documents")
    recovery = LateLink("Recovery", "Recovery", backref="documents")
    title = Line("Title")
    file_name = Line("File name", derived=True)
    media_type = Line("Kind of file", derived=True)
    size_bytes = Whole("Size", derived=True, help_text="Of the file; exported in bytes.")
    sha256 = Code("Fingerprint", derived=True, sensitivity="secret", max_length=64)
    store_name = Code("Stored as", derived=True, sensitivity="secret", max_length=64)
    document_date = DayField("Date", past=True)
    sensitivity = Choice("Kept as", default="personal", choices=ROW_SENSITIVITY)
    added_by = Line("Added by", null=True)

    class Meta:
        key, number, desk = ("document_no",), "D-{id:06d}", "Claims"
        singular, plural, label = "document", "Documents", ("title",)
        sort, row_sensitivity = ("-document_date",), "sensitivity"
        listed = names("document_no title claim file_name document_date sensitivity added_by")
        search = ("document_no", "title", "file_name")
        composite = (("document_date",), ("claim", "document_date"))


class Diary(Sheet):
    """When to look at something again: a deadline of a rule, or an entry of the office's own."""

    diary_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="diary")
    recovery = LateLink("Recovery", "Recovery", backref="diary")
    policy = Link(Policy, "Policy", backref="diary")
    incident = Link(Incident, "Incident", backref="diary")
    diary_date = DayField("Due")
    remind_date = DayField(
        "Begin", null=True, help_text="From this day on it stands among what to do."
    )
    subject = Line("What")
    detail = LongText("More", null=True)
    owner = Link(User, "Whose", backref="diary")
    status = Choice("Status", default="open", choices=c.DIARY_STATUS)
    done_date = DayField("Done on", past=True, null=True)
    rule_code = Code("Rule", null=True, derived=True)
    moved_from_date = DayField("Was due", null=True, derived=True)
    moved_why = Line("Why it changed", null=True, max_length=300, derived=True)
    ended_by_rule = YesNo("Ended by itself", null=True, derived=True)
    steps = JsonText("Working", null=True, derived=True)
    action = Code("Next action", null=True, help_text="The quick action that clears it.")
    sensitivity = Choice("Kept as", default="public", choices=ROW_SENSITIVITY)

    class Meta:
        key, number, desk = ("diary_no",), "DY-{id:06d}", "Claims"
        singular, plural = "diary entry", "Diary"
        sort, row_sensitivity = ("diary_date",), "sensitivity"
        listed = names("diary_date subject claim recovery incident owner status rule_code")
        search = ("subject", "detail")
        composite = groups(
            "diary_date",
            "status diary_date",
            "owner diary_date",
            "claim diary_date",
            "owner remind_date",
        )


class ContactLog(Sheet):
    """A call, letter or meeting about a claim."""

    contact_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="contacts")
    recovery = LateLink("Recovery", "Recovery", backref="contacts")
    party = Link(Party, "With", backref="contacts")
    contact_name = Line("Name", null=True, sensitivity="personal")
    contact_date = DayField("Date", past=True)
    channel = Choice("By", default="phone", choices=c.CONTACT_LOG_CHANNEL)
    direction = Choice("Direction", default="out", choices=c.CONTACT_LOG_DIRECTION)
    summary = LongText("Summary", sensitivity="personal")

    class Meta:
        key, number, desk = ("contact_no",), "K-{id:06d}", "Claims"
        singular, plural, sort = "contact", "Contacts", ("-contact_date",)
        search, composite = ("contact_name", "summary"), (("contact_date",),)


class Inquiry(Sheet):
    """A question about a claim and what the caller was told."""

    inquiry_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="inquiries")
    caller = Line("Caller", sensitivity="personal")
    caller_kind = Choice("Who they are", choices=c.INQUIRY_CALLER_KIND)
    phone = Line("Phone", null=True, sensitivity="personal")
    identity_checked = YesNo(
        "Identity checked", default=False, help_text="Name, claim number and loss date agree."
    )
    inquiry_date = DayField("Date", past=True)
    question = LongText("Question", null=True, sensitivity="personal")
    told = LongText("What they were told", null=True, sensitivity="personal")
    withheld = LongText("What was withheld, and why", null=True, sensitivity="personal")

    class Meta:
        key, number, desk = ("inquiry_no",), "Q-{id:06d}", "Claims"
        singular, plural, sort = "inquiry", "Inquiries", ("-inquiry_date",)
        search, composite = ("caller", "phone", "question"), (("inquiry_date",),)
