"""Billing recovery: the case, its costs, what comes in."""

from rules import choices as c
from rules.choices import CATEGORIES, LEDGER_SOURCES
from rules.statuses import RECOVERY_STATUSES
from sheets.base import Sheet, names
from sheets.claims import Claim, Incident, Party
from sheets.columns import (
    Choice,
    Code,
    DayField,
    JsonText,
    Line,
    Link,
    LongText,
    MoneyField,
    Quantity,
    Whole,
)
from sheets.directory import Department, Organization
from sheets.people import User


class Recovery(Sheet):
    """A case against somebody who damaged City property or owes the City its cost."""

    recovery_no = Code("Recovery no.", help_text="Drawn by the office when left blank.")
    status = Choice("Status", default="reported", choices=RECOVERY_STATUSES)
    claim = Link(Claim, "Claim", backref="recoveries")
    incident = Link(Incident, "Incident", backref="recoveries")
    department = Link(Department, "Department", backref="recoveries")
    damage_date = DayField("Damage date", past=True, null=True)
    damage_place = Line("Place", null=True, max_length=300)
    asset_description = Line("Damaged asset", null=True, max_length=300)
    limitation_kind = Choice("Basis", default="property", choices=c.RECOVERY_LIMITATION_KIND)
    responsible_party = Link(Party, "Responsible party", backref="recoveries")
    carrier = Link(Organization, "Their carrier", backref="recoveries")
    carrier_claim_no = Code("Carrier's claim no.", null=True)
    insured_policy_no = Code("Carrier's policy no.", null=True)
    police_report_no = Code("Police report no.", null=True)
    work_order_no = Code("Work order no.", null=True)
    plate = Code("Plate", null=True, sensitivity="personal")
    invoice_no = Code("Invoice no.", null=True)
    invoice_date = DayField("Invoiced", past=True, null=True)
    due_date = DayField("Payment due", null=True)
    billed = MoneyField("Billed", least=0, null=True, help_text="As the demand asked.")
    bill_steps = JsonText("Working of the bill", null=True, derived=True)
    bill_changes = JsonText(
        "Billed later, or given up",
        null=True,
        derived=True,
        help_text="A day and cents each: of a later bill what it asks for more, from when that is "
        "due; a minus is what was given up on that day.",
    )
    tendered_date = DayField("Tendered to the carrier", past=True, null=True)
    adjusted = MoneyField(
        "Given up", least=0, null=True, derived=True, help_text="By compromise or write-off."
    )
    plan_amount = MoneyField("Instalment", adds=False, least=0, null=True)
    plan_days = Whole("Days between instalments", adds=False, null=True)
    plan_first_date = DayField("First instalment", null=True)
    plan_balance = MoneyField("Owed when the plan began", least=0, null=True, derived=True)
    carrier_adjuster = Line("Carrier's adjuster", null=True, sensitivity="personal")
    carrier_ack_date = DayField("Carrier acknowledged", past=True, null=True)
    carrier_decision_date = DayField("Carrier decided", past=True, null=True)
    tolled_to_date = DayField(
        "Time to sue agreed until", null=True, help_text="By a tolling agreement that is signed."
    )
    suit_decision = Choice("Decided on the suit", null=True, choices=c.SUIT_DECISION, derived=True)
    court = Line("Court", null=True)
    court_case_no = Code("Court case no.", null=True)
    court_date = DayField("Filed in court", past=True, null=True)
    judgment_date = DayField(
        "Judgment entered", past=True, null=True, help_text="Its interest runs from that day."
    )
    restitution_order_no = Code("Restitution order no.", null=True)
    restitution = MoneyField(
        "Ordered as restitution", least=0, null=True, derived=True, help_text="By a criminal court."
    )
    agency = Link(Organization, "Collection agency", backref="collecting")
    agency_file_no = Code("Agency's file no.", null=True)
    agency_date = DayField("With the agency since", past=True, null=True)
    handler = Link(User, "Handler", backref="recoveries")
    cost = MoneyField("Cost", default=0, derived=True)
    received = MoneyField("Received", default=0, derived=True)
    balance = MoneyField("Balance", default=0, derived=True)
    closed_date = DayField("Closed", past=True, null=True)
    evaluation = LongText("Evaluation", null=True, sensitivity="privileged")

    class Meta:
        key, number, desk = ("recovery_no",), "REC-{year}-{n:04d}", "Recovery"
        singular, plural, label = "recovery", "Recoveries", ("recovery_no",)
        listed = names(
            "recovery_no status responsible_party balance invoice_date damage_date "
            "asset_description carrier cost received handler"
        )
        search = names(
            "recovery_no asset_description damage_place carrier_claim_no police_report_no "
            "plate invoice_no"
        )
        sort = ("-damage_date",)
        ordered = (
            ("damage_date", "invoice_date"),
            ("invoice_date", "due_date"),
            ("damage_date", "judgment_date"),
            ("court_date", "judgment_date"),
        )
        composite = (("damage_date",), ("status", "damage_date"), ("invoice_date",))


class RateCard(Sheet):
    """What an hour, an item of stores, or overhead is billed at, from a day on."""

    code = Code("Code")
    kind = Choice("Kind", choices=c.RATE_CARD_KIND)
    first_day = DayField("From")
    last_day = DayField("To", null=True)
    title = Line("What")
    department = Link(Department, "Department", backref="rate_cards")
    unit = Choice("Unit", default="hour", choices=c.RATE_CARD_UNIT)
    rate = MoneyField("Rate", adds=False, least=0, null=True)
    burden_percent = Quantity("Burden %", adds=False, null=True)
    overtime_factor = Quantity("Overtime factor", adds=False, null=True)
    overtime_burden_percent = Quantity("Burden on overtime %", adds=False, null=True)
    percent = Quantity("Percent", adds=False, null=True, help_text="Of direct cost, for overhead.")
    source = Line("Source", max_length=300, help_text="Rate book, resolution, memo; with its day.")
    verified = Choice("Verified", default="policy", choices=c.YES_VERIFIED)

    class Meta:
        key, desk = ("code", "kind", "first_day"), "Recovery"
        singular, plural, label = "rate", "Rate cards", ("code", "title")
        search, sort = ("code", "title"), ("kind",)
        ordered, composite = (("first_day", "last_day"),), (("kind",), ("kind", "code"))


class RecoveryCost(Sheet):
    """A line of the cost of a recovery."""

    line_no = Code("Number", help_text="Drawn by the office when left blank.")
    recovery = Link(Recovery, "Recovery", backref="costs", null=False)
    element = Choice("Element", choices=c.RECOVERY_COST_ELEMENT)
    description = Line("Description", max_length=300)
    work_date = DayField("Work date", past=True, null=True)
    hours = Quantity("Hours", null=True)
    rate = MoneyField("Rate an hour", adds=False, least=0, null=True)
    multiplier = Quantity("Overtime factor", adds=False, null=True)
    burden_percent = Quantity("Burden %", adds=False, null=True)
    tax_percent = Quantity("Tax %", adds=False, null=True, places=3)
    quantity = Quantity(
        "Quantity", adds=False, null=True, help_text="Pieces of stores, miles of a vehicle."
    )
    percent = Quantity("Overhead %", adds=False, null=True, help_text="Of the direct cost.")
    amount = MoneyField("Amount", help_text="Salvage is entered as a minus.")
    source = Line("Source", null=True, help_text="Time card, work order, invoice, rate book.")
    rate_card = Link(RateCard, "Rate card", backref="costs", derived=True)

    class Meta:
        key, number, desk = ("line_no",), "C-{id:06d}", "Recovery"
        singular, plural, sort = "cost line", "Cost lines", ("work_date",)
        composite = (("work_date",),)


class RecoveryReceipt(Sheet):
    """Money received on a recovery; rows only add up, a correction is a reversing row."""

    receipt_no = Code("Receipt no.", help_text="Drawn by the office when left blank.")
    recovery = Link(Recovery, "Recovery", backref="receipts")
    claim = Link(Claim, "Claim", backref="receipts")
    receipt_date = DayField("Date", past=True)
    amount = MoneyField("Amount", least=0)
    category = Choice("Category", default="indemnity", choices=CATEGORIES)
    payer = Line("Payer", null=True, sensitivity="personal")
    method = Choice("Method", null=True, choices=c.RECOVERY_RECEIPT_METHOD)
    check_no = Code("Check no.", null=True)
    fund = Line("Fund", null=True)
    source = Choice("Source", default="entry", choices=LEDGER_SOURCES, derived=True)
    reverses = Link("self", "Reverses", backref="reversals", derived=True)

    class Meta:
        key, number, desk = ("receipt_no",), "RC-{id:06d}", "Recovery"
        singular, plural, ledger = "receipt", "Receipts", "amount"
        frozen = ("recovery", "claim", "receipt_date", "amount", "category", "reverses", "source")
        search, sort = ("receipt_no", "payer", "check_no"), ("-receipt_date",)
        composite = (("receipt_date",),)
