"""The money of a claim: reserves, payments, and what finance reports back."""

from rules import choices as c
from rules.choices import CATEGORIES, LEDGER_SOURCES
from sheets.base import Sheet, groups, names
from sheets.claims import Claim, Party
from sheets.columns import (
    Choice,
    Code,
    DayField,
    InstantField,
    LateLink,
    Line,
    Link,
    LongText,
    MoneyField,
    as_written,
)


class Reserve(Sheet):
    """A statement of the expected total (paid and future) of one category of a claim; rows only add
    up.
    """

    reserve_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="reserves", null=False)
    category = Choice("Category", choices=CATEGORIES, spoken=c.CATEGORIES_SPOKEN)
    amount = MoneyField(
        "Expected total",
        adds=False,
        least=0,
        help_text="Paid and future payments together, after this row.",
    )
    change = MoneyField("Change", default=0, derived=True)
    reserve_date = DayField("Date", past=True)
    reason_code = Choice("Reason", null=True, choices=c.RESERVE_REASON_CODE)
    reason = LongText("In words", null=True, sensitivity="privileged")
    source = Choice("Source", default="entry", choices=LEDGER_SOURCES, derived=True)
    reverses = Link("self", "Reverses", backref="reversals", derived=True)

    class Meta:
        key, number, desk = ("reserve_no",), "RS-{id:06d}", "Claims"
        singular, plural = "reserve", "Reserves"
        ledger = "change"
        frozen = names("claim category amount change reserve_date reverses")
        listed = names("reserve_no claim category amount change reserve_date reason_code source")
        sort, composite = ("-reserve_date",), (("claim", "category"), ("reserve_date",))


class Payment(Sheet):
    """Money out on a claim. Draft until posted; a posted payment is final and is undone by a
    reversing row.
    """

    payment_no = Code("Payment no.", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="payments")
    status = Choice("Status", default="draft", choices=c.PAYMENT_STATUS)
    payee = Link(Party, "Payee", backref="payments")
    payee_name = Line(
        "Payee's name", null=True, sensitivity="personal", aliases=("payee", "supplier", "paid to")
    )
    category = Choice("Category", choices=CATEGORIES, spoken=c.CATEGORIES_SPOKEN)
    benefit = Choice("Benefit or cost", null=True, choices=c.PAYMENT_BENEFIT)
    amount = MoneyField("Amount", least=0, aliases=("amount paid", "net amount"))
    service_from = DayField("Service from", null=True)
    service_to = DayField("Service to", null=True)
    invoice_no = Code("Invoice no.", null=True)
    payment_date = DayField(
        "Posted on", past=True, null=True, derived=True, aliases=("payment date", "date paid")
    )
    payment_date_as_written = as_written(payment_date)
    posted_at = InstantField("Posted", null=True, derived=True)
    fund = Line("Fund", null=True)
    memo = Line("For", null=True, max_length=300)
    source = Choice("Source", default="entry", choices=LEDGER_SOURCES, derived=True)
    reverses = Link("self", "Reverses", backref="reversals", derived=True)
    approval = LateLink("Approval", "Approval", backref="payments", derived=True)

    class Meta:
        key, number, desk = ("payment_no",), "PY-{year}-{n:05d}", "Claims"
        singular, plural, ledger = "payment", "Payments", "amount"
        frozen = names(
            "id payment_no claim payee payee_name amount category service_from service_to "
            "invoice_no payment_date posted_at reverses source approval trashed_at"
        )
        listed = names("payment_no claim payee_name category benefit amount status payment_date")
        search, sort = ("payment_no", "payee_name", "invoice_no", "memo"), ("-payment_date",)
        ordered = (("service_from", "service_to"),)
        composite = groups(
            "claim category", "payment_date", "status payment_date", "payee payment_date"
        )


class PaymentEvent(Sheet):
    """What finance reports back about a posted payment."""

    event_no = Code("Number", help_text="Drawn by the office when left blank.")
    payment = Link(Payment, "Payment", backref="events", null=False)
    event = Choice("Event", choices=c.PAYMENT_EVENT_EVENT)
    event_date = DayField("Date", past=True)
    check_no = Code("Check no.", null=True)
    amount = MoneyField("Amount", adds=False, null=True)
    note = LongText("Note", null=True)

    class Meta:
        key, number, desk = ("event_no",), "PE-{id:06d}", "Claims"
        singular, plural, sort = "payment event", "Payment events", ("-event_date",)
        search, composite = ("check_no",), (("event_date",),)
