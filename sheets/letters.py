"""Letters: what the office wrote to whom, from draft to sent."""

from rules import choices as c
from sheets.base import ROW_SENSITIVITY, Sheet, names
from sheets.claims import Claim, Incident
from sheets.columns import Choice, Code, DayField, JsonText, Line, Link, LongText
from sheets.compensation import LightDutyOffer
from sheets.file import Document
from sheets.people import User
from sheets.recovery import Recovery


class Letter(Sheet):
    """A letter of the office: drafted from a record, perhaps approved, sent, kept in the file."""

    letter_no = Code("Letter no.", help_text="Drawn by the office when left blank.")
    code = Code("Kind")
    title = Line("Letter")
    claim = Link(Claim, "Claim", backref="letters")
    recovery = Link(Recovery, "Recovery", backref="letters")
    incident = Link(Incident, "Incident", backref="letters")
    offer = Link(LightDutyOffer, "Light-duty offer", backref="letters")
    recipient = Line("To", sensitivity="personal")
    address = LongText("Address", null=True, sensitivity="personal")
    language = Choice("Language", default="en", choices=c.LETTER_LANGUAGE)
    status = Choice("Status", default="draft", choices=c.LETTER_STATUS)
    letter_date = DayField("Date")
    delivery = Choice("Sent by", null=True, choices=c.LETTER_DELIVERY)
    sent_date = DayField("Sent", past=True, null=True)
    served_by = Line("Served by", null=True, help_text="Who signs the proof of service.")
    signer = Link(User, "Signed by", backref="letters")
    values = JsonText(
        "Values", null=True, column_name="letter_values", sensitivity="privileged", derived=True
    )
    document = Link(Document, "Document", backref="letters")
    printed = Link(Document, "As .pdf", backref="printed_letters")
    void_reason = Line("Why void", null=True, max_length=300)
    sensitivity = Choice("Kept as", default="public", choices=ROW_SENSITIVITY)

    class Meta:
        key, number, desk = ("letter_no",), "LT-{id:06d}", "Claims"
        singular, plural, sort = "letter", "Letters", ("-letter_date",)
        row_sensitivity = "sensitivity"
        listed = names("letter_no title claim recovery recipient status letter_date sent_date")
        search = ("letter_no", "title", "recipient")
        ordered = (("letter_date", "sent_date"),)
        composite = (("letter_date",), ("status", "letter_date"), ("code", "letter_date"))
