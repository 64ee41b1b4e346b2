"""Losses and claims: parties, incidents, and the claim itself."""

from rules import choices as c
from rules.choices import LINES
from rules.statuses import CLAIM_STATUSES, SPOKEN, SPOKEN_BY_LINE
from sheets.base import Sheet, groups, names
from sheets.columns import (
    Choice,
    Code,
    DayField,
    LateLink,
    Line,
    Link,
    LongText,
    MoneyField,
    Quantity,
    Whole,
    YesNo,
    as_written,
)
from sheets.directory import Department, Employee, Organization, Physician
from sheets.insurance import Policy
from sheets.people import User
from sheets.reference import CauseCode


class Party(Sheet):
    """A person or organization and its part in a claim or incident."""

    party_no = Code("Number", help_text="Drawn by the office when left blank.")
    name = Line("Name", sensitivity="personal")
    kind = Choice("Kind", default="person", choices=c.PARTY_KIND)
    role = Choice("Part", default="claimant", choices=c.PARTY_ROLE)
    claim = LateLink("Claim", "Claim", backref="parties")
    organization = Link(Organization, "Organization", backref="parties")
    employee = Link(Employee, "Employee", backref="parties")
    phone = Line("Phone", null=True, sensitivity="personal")
    email = Line("E-mail", null=True, sensitivity="personal")
    address = LongText("Address", null=True, sensitivity="personal")
    notice_address = LongText(
        "Notice address",
        null=True,
        sensitivity="personal",
        help_text="Where notices go (Gov. Code 915.4); may be the attorney's.",
    )
    birth_date = DayField("Born", past=True, null=True, sensitivity="personal")
    plate = Code("Plate", null=True, sensitivity="personal")
    driver_licence = Code("Driver's licence", null=True, sensitivity="personal")
    insurer = Link(Organization, "Insurer", backref="insured_parties")
    insurer_policy_no = Code("Insurer's policy no.", null=True, sensitivity="personal")
    represented_by = Line("Represented by", null=True, sensitivity="personal")
    tax_form_date = DayField(
        "Tax form on file since", null=True, help_text="Form W-9 or its like; payments need it."
    )
    notes = LongText("Notes", null=True, sensitivity="privileged")

    class Meta:
        key, number, desk = ("party_no",), "P-{id:06d}", "Claims"
        singular, plural, label = "party", "Parties", ("name",)
        listed = ("party_no", "name", "role", "claim", "phone", "organization", "tax_form_date")
        search = ("party_no", "name", "phone", "email", "plate", "insurer_policy_no")
        composite = (("name",), ("phone",))


class Incident(Sheet):
    """An accident or loss as a department, the police or a resident reports it."""

    incident_no = Code(
        "Incident no.", help_text="Drawn by the office when left blank.", aliases=("occurrence",)
    )
    loss_date = DayField(
        "Loss date", past=True, aliases=("incident date", "date of loss", "dol"), null=True
    )
    loss_date_as_written = as_written(loss_date)
    loss_time = Line("Time", null=True, max_length=20)
    reported_date = DayField("Reported", past=True, null=True)
    department = Link(Department, "Department", backref="incidents")
    location = Line("Location", null=True, max_length=300)
    cause_code = Link(CauseCode, "Cause", backref="incidents")
    description = LongText("What happened", null=True)
    reported_by = Line("Reported by", null=True, sensitivity="personal")
    city_property_damaged = YesNo("City property damaged", default=False)
    asset = Line(
        "Damaged asset", null=True, help_text="Pole, sign, hydrant, vehicle: with its number."
    )
    work_order_no = Code("Work order no.", null=True)
    police_report_no = Code("Police report no.", null=True)
    responsible_party = Link(Party, "Responsible party", backref="incidents")
    carrier = Link(Organization, "Their carrier", backref="incidents")
    injuries = YesNo("Somebody was hurt", null=True)
    vehicle_no = Code("City vehicle no.", null=True)
    plate = Code("Other vehicle's plate", null=True, sensitivity="personal")
    status = Choice("Status", default="open", choices=c.INCIDENT_STATUS)

    class Meta:
        key, number, desk = ("incident_no",), "I-{year}-{n:04d}", "Claims"
        singular, plural, label = "incident", "Incidents", ("incident_no",)
        listed = names(
            "incident_no loss_date department location cause_code description "
            "city_property_damaged status"
        )
        search = names(
            "incident_no location description asset police_report_no work_order_no plate"
        )
        ordered, sort = (("loss_date", "reported_date"),), ("-loss_date",)
        composite = (("loss_date",), ("status", "loss_date"), ("department", "loss_date"))


class Claim(Sheet):
    """A liability (L) or workers' compensation (W) claim: common columns, then the L group, then
    the W group.
    """

    claim_no = Code(
        "Claim no.",
        aliases=("claim id", "claim number", "claim #", "city claim no", "file no"),
        help_text="Drawn by the office when left blank.",
    )
    line = Choice(
        "Line",
        default="L",
        choices=LINES,
        spoken={
            "liability": "L",
            "gl": "L",
            "al": "L",
            "wc": "W",
            "workers compensation": "W",
            "work comp": "W",
        },
    )
    status = Choice(
        "Status",
        default="received",
        choices=CLAIM_STATUSES,
        spoken=SPOKEN,
        spoken_beside=("line", SPOKEN_BY_LINE),
    )
    claimant = Line(
        "Claimant",
        null=True,
        sensitivity="personal",
        aliases=("claimant name", "injured worker", "plaintiff", "name"),
    )
    party = Link(Party, "Claimant's record", backref="claims")
    employee = Link(
        Employee, "Employee", backref="claims", help_text="Workers' compensation: who was hurt."
    )
    incident = Link(
        Incident,
        "Incident",
        backref="claims",
        help_text="The occurrence; several claims may share it.",
    )
    department = Link(Department, "Department", backref="claims", aliases=("dept",))
    adjuster = Link(
        User,
        "Adjuster",
        backref="claims",
        help_text="Who handles it.",
        aliases=("examiner", "handler"),
    )
    loss_date = DayField(
        "Loss date",
        past=True,
        null=True,
        aliases=("incident date", "date of loss", "dol", "accident date", "occurrence date"),
    )
    loss_date_as_written = as_written(loss_date)
    presented_date = DayField(
        "Presented",
        past=True,
        null=True,
        aliases=("date presented",),
        help_text="Day the claim was delivered to the clerk or mailed (Gov. Code 915.2).",
    )
    received_date = DayField(
        "Received",
        past=True,
        null=True,
        aliases=("date received", "reported", "date reported"),
        help_text="Day it reached this office.",
    )
    received_date_as_written = as_written(received_date)
    location = Line(
        "Location",
        null=True,
        max_length=500,
        aliases=("incident location", "incident location details", "loss location", "place"),
    )
    cause_code = Link(CauseCode, "Cause", backref="claims", aliases=("cause", "cause code"))
    description = LongText(
        "Description",
        null=True,
        aliases=("claim description", "loss description", "description of loss", "details"),
    )
    amount_claimed = MoneyField(
        "Claimed",
        least=0,
        null=True,
        aliases=("amount sought", "amount claimed", "demand", "claimed amount"),
    )
    policy = Link(Policy, "Policy", backref="claims")
    tpa = Link(Organization, "Administrator", backref="claims")
    tpa_claim_no = Code(
        "Administrator's no.", null=True, aliases=("tpa claim no", "tpa number", "administrator no")
    )
    litigated = YesNo("In litigation", default=False)
    closed_date = DayField("Closed", past=True, null=True, aliases=("date closed", "close date"))
    reopened_date = DayField("Reopened", past=True, null=True)
    privileged_notes = LongText(
        "Evaluation",
        null=True,
        sensitivity="privileged",
        help_text="Liability and value as the office sees them. Attorney work product.",
    )
    reserved_indemnity = MoneyField(
        "Reserved, indemnity", default=0, derived=True, aliases=("indemnity reserve",)
    )
    reserved_medical = MoneyField(
        "Reserved, medical", default=0, derived=True, aliases=("medical reserve",)
    )
    reserved_expense = MoneyField(
        "Reserved, expense", default=0, derived=True, aliases=("expense reserve",)
    )
    reserved = MoneyField("Reserved", default=0, derived=True, aliases=("total reserve", "reserve"))
    paid_indemnity = MoneyField(
        "Paid, indemnity", default=0, derived=True, aliases=("indemnity paid",)
    )
    paid_medical = MoneyField("Paid, medical", default=0, derived=True, aliases=("medical paid",))
    paid_expense = MoneyField("Paid, expense", default=0, derived=True, aliases=("expense paid",))
    paid = MoneyField(
        "Paid", default=0, derived=True, aliases=("amount paid", "total paid", "paid amount")
    )
    outstanding = MoneyField("Outstanding", default=0, derived=True)
    incurred = MoneyField(
        "Incurred", default=0, derived=True, aliases=("total incurred", "gross incurred")
    )
    recovered = MoneyField(
        "Recovered", default=0, derived=True, aliases=("recoveries", "amount recovered")
    )
    net = MoneyField("Net incurred", default=0, derived=True)
    next_deadline = DayField("Next deadline", null=True, derived=True)
    deadlines_from_date = DayField(
        "Deadlines from", null=True, help_text="Those due before this day stay out of the diary."
    )
    # Liability
    claim_kind = Choice("Claimed injury", null=True, choices=c.CLAIM_CLAIM_KIND)
    accrual_date = DayField(
        "Accrued", null=True, help_text="Usually the loss date; discovery or minority may move it."
    )
    delivery_method = Choice("Delivered by", null=True, choices=c.CLAIM_DELIVERY_METHOD)
    insufficiency_mailed_date = DayField("Insufficiency notice mailed", past=True, null=True)
    late_notice_mailed_date = DayField("Late-claim notice mailed", past=True, null=True)
    late_application_date = DayField("Late-claim application", past=True, null=True)
    extension_to_date = DayField(
        "Extended to", null=True, help_text="By written agreement (Gov. Code 912.4(b))."
    )
    rejection_mailed_date = DayField("Rejection mailed", past=True, null=True)
    release_date = DayField("Release signed", past=True, null=True)
    medicare_status = Choice(
        "Medicare", null=True, choices=c.CLAIM_MEDICARE_STATUS, sensitivity="medical"
    )
    court_case_no = Code("Court case no.", null=True)
    suit_date = DayField("Suit filed", past=True, null=True)
    defence_counsel = Link(Organization, "Defence counsel", backref="defended")
    excess_reported_date = DayField("Reported to excess", past=True, null=True)
    # Workers' compensation
    injury_date = DayField("Injury date", past=True, null=True, aliases=("date of injury", "doi"))
    injury_date_as_written = as_written(injury_date)
    claim_type = Choice("Type", null=True, choices=c.CLAIM_CLAIM_TYPE)
    denied_ever = YesNo(
        "Denied at any time", default=False, help_text="Stays once set (8 CCR 10103.2)."
    )
    knowledge_date = DayField("Employer knew", past=True, null=True)
    claim_form_given_date = DayField("DWC-1 given", past=True, null=True)
    claim_form_filed_date = DayField("DWC-1 filed", past=True, null=True)
    decision_date = DayField("Accepted or denied", past=True, null=True)
    body_part = Line("Body part", null=True, sensitivity="medical")
    nature_of_injury = Line("Nature of injury", null=True, sensitivity="medical")
    diagnosis = LongText("Diagnosis", null=True, sensitivity="medical")
    physician = Link(Physician, "Treating physician", backref="claims", sensitivity="medical")
    average_weekly_earnings = MoneyField(
        "Average weekly earnings", adds=False, least=0, null=True, sensitivity="personal"
    )
    last_worked_date = DayField("Last day worked", past=True, null=True)
    return_to_work_date = DayField("Back at work", null=True)
    light_duty_limit_days = Whole(
        "Light-duty days, at most",
        adds=False,
        null=True,
        help_text="In all on this claim. Blank: as the office's settings say.",
    )
    permanent_stationary_date = DayField(
        "Permanent and stationary", null=True, sensitivity="medical"
    )
    pd_percent = Quantity("Permanent disability %", adds=False, null=True, sensitivity="medical")
    is_presumptive = YesNo("Presumption applies", null=True, help_text="Lab. Code 3212 to 3213.2.")
    salary_continuation = YesNo("Labor Code 4850 salary", null=True)
    osha_recordable = YesNo("On the Cal/OSHA log", null=True)

    class Meta:
        key, number, desk = ("claim_no",), "{line}-{year}-{n:04d}", "Claims"
        singular, plural, label = "claim", "Claims", ("claim_no",)
        listed = names(
            "claim_no claimant status loss_date cause_code description "
            "amount_claimed paid next_deadline department outstanding adjuster"
        )
        sort = ("-loss_date",)
        search = names(
            "claim_no claimant location description tpa_claim_no court_case_no diagnosis "
            "privileged_notes"
        )
        together = (("line", "status", "closed_date"), ("loss_date", "injury_date"))
        ordered = groups(
            "loss_date closed_date",
            "presented_date closed_date",
            "presented_date extension_to_date",
        )
        composite = groups(
            "loss_date",
            "status loss_date",
            "line loss_date",
            "department loss_date",
            "department status loss_date",
            "line status loss_date",
            "adjuster loss_date",
            "cause_code loss_date",
            "closed_date",
            "next_deadline",
            "adjuster next_deadline",
            "claimant",
            "tpa_claim_no",
            "amount_claimed",
            "paid",
        )
