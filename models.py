"""The sheets of the office: one Peewee class a sheet, each column with all that is known of it.

A sheet is declared here once; grid, form, filters, import, export, JSON rows and dictionary
follow from the declaration. What generic code must know of a sheet stands in its `Meta`:

    key         columns that people know a row by (unique among rows not in the trash)
    number      how a blank key is drawn: a format over {line}, {year} (fiscal) and {n}, or {id}
    singular, plural, desk      words on screen and the menu group
    label       columns that name a row in a relation (default: the key)
    listed      columns a list shows at first (default: the first eight)
    sort        order a list opens in
    search      columns in the search index
    together    groups of columns that are validated, and judged stale, together
    ordered     pairs of days: the first may not lie after the second
    composite   groups of columns that lists filter and sort by, each an index (journal/schema.py)
    ledger      the column that sums (append-only money sheets)
    frozen      columns that a posted row never changes
"""

from typing import Any

from flask_security import RoleMixin, UserMixin
from peewee import SQL, AutoField, CharField, DatabaseProxy, IntegerField, Model

from columns import (
    SENSITIVITIES,
    Choice,
    Code,
    DayField,
    InstantField,
    JsonText,
    LateLink,
    Line,
    Link,
    LongText,
    MoneyField,
    Quantity,
    SheetName,
    Whole,
    YesNo,
    as_written,
)
from rules import choices as c
from rules.choices import CATEGORIES, LEDGER_SOURCES, LINES, YES_VERIFIED
from rules.headings import ALSO
from rules.statuses import CLAIM_STATUSES, RECOVERY_STATUSES, SPOKEN, SPOKEN_BY_LINE

database = DatabaseProxy()


def names(text: str) -> tuple[str, ...]:
    """Columns by name, from one line of text."""
    return tuple(text.split())


def groups(*texts: str) -> tuple[tuple[str, ...], ...]:
    """Groups of columns by name, a line of text each."""
    return tuple(names(text) for text in texts)


# --- The base of every sheet --------------------------------------------------------------------


class Base(Model):
    """What every table shares."""

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True


class Sheet(Base):
    """A journaled sheet: a row has a version, the batch that made it, and perhaps a day it went to
    the trash.
    """

    id = AutoField()
    version = Whole("Version", default=1, derived=True)
    batch_id = Whole("Batch", null=True, derived=True)
    trashed_at = InstantField("In the trash since", null=True, derived=True)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{type(self).__name__} is written through the journal, not saved")


OWN_COLUMNS = ("id", "version", "batch_id", "trashed_at")
"""What the journal keeps on each row beside the sheet's own columns."""

ROW_SENSITIVITY = tuple((s, s.capitalize()) for s in SENSITIVITIES[:4])


# --- Directory ----------------------------------------------------------------------------------


class Department(Sheet):
    """A department of the City."""

    code = Code("Code", aliases=("department", "dept", "department code"))
    name = Line("Name")
    division_of = Link("self", "Part of", backref="divisions")
    head = Line("Head", null=True)
    contact_name = Line(
        "Contact for claims", null=True, help_text="Who answers for losses and light duty there."
    )
    phone = Line("Phone", null=True)
    email = Line("E-mail", null=True)
    fund = Line("Fund", null=True, help_text="Where its losses are charged.")
    active = YesNo("In use", default=True)

    class Meta:
        key, desk, singular, plural = ("code",), "Directory", "department", "Departments"
        label, search = ("code", "name"), ("code", "name")


class Organization(Sheet):
    """A carrier, broker, administrator, law firm, vendor or other company."""

    code = Code("Number", help_text="Drawn by the office when left blank.")
    name = Line("Name")
    kind = Choice("Kind", default="vendor", choices=c.ORGANIZATION_KIND)
    contact_name = Line("Contact", null=True)
    phone = Line("Phone", null=True)
    email = Line("E-mail", null=True)
    address = LongText("Address", null=True)
    tax_form_date = DayField(
        "Tax form on file since", null=True, help_text="Form W-9 or its like; payments need it."
    )
    am_best = Line("AM Best rating", null=True, max_length=20)
    active = YesNo("In use", default=True)
    notes = LongText("Notes", null=True)

    class Meta:
        key, number, desk = ("code",), "O-{id:05d}", "Directory"
        singular, plural, label = "organization", "Organizations", ("name",)
        search = ("code", "name", "contact_name", "phone", "email")


class Employee(Sheet):
    """A person employed by the City."""

    employee_no = Code("Employee no.", aliases=("employee number", "employee id", "emp no"))
    name = Line("Name", sensitivity="personal", aliases=("employee", "employee name"))
    department = Link(Department, "Department", backref="employees")
    job_title = Line("Job title", null=True)
    safety_member = YesNo(
        "Safety member",
        default=False,
        help_text="Police or fire: Labor Code 4850 and the presumptions.",
    )
    hire_date = DayField("Hired", null=True)
    birth_date = DayField("Born", past=True, null=True, sensitivity="personal")
    phone = Line("Phone", null=True, sensitivity="personal")
    email = Line("E-mail", null=True)
    address = LongText("Address", null=True, sensitivity="personal")
    weekly_hours = Quantity("Hours a week", null=True)
    supervisor = Link("self", "Supervisor", backref="reports")
    active = YesNo("Employed", default=True)

    class Meta:
        key, desk, singular, plural = ("employee_no",), "Directory", "employee", "Employees"
        label, search = ("name",), ("employee_no", "name", "phone", "email", "job_title")
        ordered = (("birth_date", "hire_date"),)


class Physician(Sheet):
    """A physician, facility or pharmacy."""

    physician_no = Code("Number", help_text="Drawn by the office when left blank.")
    name = Line("Name", aliases=("physician", "provider", "provider name"))
    kind = Choice("Kind", default="physician", choices=c.PHYSICIAN_KIND)
    npi = Code(
        "NPI", null=True, max_length=10, help_text="National Provider Identifier, ten digits."
    )
    credential = Line("Credential", null=True)
    specialty = Line("Specialty", null=True)
    in_network = YesNo(
        "In the network", null=True, help_text="Medical provider network (Lab. Code 4616)."
    )
    phone = Line("Phone", null=True)
    fax = Line("Fax", null=True)
    email = Line("E-mail", null=True)
    address = LongText("Address", null=True)
    tax_form_date = DayField("Tax form on file since", null=True)
    active = YesNo("In use", default=True)

    class Meta:
        key, number, desk = ("physician_no",), "PH-{id:05d}", "Directory"
        singular, plural, label = "physician", "Physicians", ("name",)
        search, composite = ("physician_no", "name", "npi", "specialty", "phone"), (("npi",),)


# --- People who sign in -------------------------------------------------------------------------

SIGN_IN_COLUMNS = (
    "password",
    "fs_uniquifier",
    "last_login_at",
    "current_login_at",
    "last_login_ip",
    "current_login_ip",
    "login_count",
    "tf_primary_method",
    "tf_totp_secret",
    "mf_recovery_codes",
    "totp_counter",
    "invite_hash",
    "invite_expires_at",
)
"""Columns of User that the journal leaves out: secret, and changed by signing in."""


class Role(Sheet, RoleMixin):
    """What a person does in the office; the rights of each role stand in the policy."""

    name = Code("Role")
    title = Line("Title")
    description = LongText("What it does", null=True)

    class Meta:
        key, desk, singular, plural, label = ("name",), "Office", "role", "Roles", ("title",)


class User(Sheet, UserMixin):
    """A person of the office who signs in."""

    email = Code("E-mail", max_length=200)
    name = Line("Name", default="")
    department = Link(
        Department, "Department", help_text="A coordinator sees the claims of this department."
    )
    title = Line("Job title", null=True)
    phone = Line("Phone", null=True)
    active = YesNo("May sign in", default=True)
    password = Line("Password", null=True, sensitivity="secret", max_length=255)
    fs_uniquifier = Line("Session mark", sensitivity="secret", unique=True, max_length=64)
    last_login_at = InstantField("Signed in before", null=True, sensitivity="secret")
    current_login_at = InstantField("Signed in", null=True, sensitivity="secret")
    last_login_ip = Line("Address before", null=True, sensitivity="secret")
    current_login_ip = Line("Address", null=True, sensitivity="secret")
    login_count = Whole("Sign-ins", null=True, sensitivity="secret")
    tf_primary_method = Line("Second factor", null=True, sensitivity="secret")
    tf_totp_secret = Line("Second factor's secret", null=True, sensitivity="secret", max_length=500)
    mf_recovery_codes = JsonText("Recovery codes", null=True, sensitivity="secret")
    totp_counter = JsonText("Last code used", null=True, sensitivity="secret")
    invite_hash = Line("Sign-in link", null=True, sensitivity="secret", index=True)
    invite_expires_at = InstantField("Sign-in link ends", null=True, sensitivity="secret")

    class Meta:
        key, desk, singular, plural, label = ("email",), "Office", "user", "People", ("name",)
        listed, search = ("email", "name", "title", "department", "active"), ("email", "name")

    def get_id(self):
        return self.fs_uniquifier

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if set(self._dirty) - set(SIGN_IN_COLUMNS):
            raise TypeError(
                "only the sign-in columns of a user are saved; the rest goes through the journal"
            )
        return Base.save(self, *args, **kwargs)


class UserRole(Sheet):
    """Which person holds which role."""

    user = Link(User, "Person", backref="roles", null=False)
    role = Link(Role, "Role", backref="holders", null=False)

    class Meta:
        key, desk = ("user", "role"), "Office"
        singular, plural = "role of a person", "Roles of people"


# --- Reference ----------------------------------------------------------------------------------


class CauseCode(Sheet):
    """What caused a loss, as the office codes it."""

    code = Code("Code", aliases=("cause", "cause code"))
    title = Line("Title")
    group = Line("Group", column_name="cause_group")
    coverage_line = Line("Coverage line", null=True, help_text="GL, AL, LE, EPL, POL, CY.")
    claim_kind = Line("Claimed injury", null=True, help_text="BI, PD, PI, financial.")
    typical_departments = Line("Departments", null=True)
    evidence_to_request = LongText("Evidence to request", null=True)
    tender_or_defence_prompts = LongText("Tender and defence prompts", null=True)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)
    source = Line("Source", null=True)

    class Meta:
        key, desk, singular, plural = ("code",), "Reference", "cause code", "Cause codes"
        label, search = ("code", "title"), ("code", "title", "group")
        listed = ("code", "title", "group", "coverage_line", "claim_kind", "verified")


class KnownValue(Sheet):
    """A value that a column is known to take; a file that brings another one has it noted."""

    column = Code("Column", column_name="of_column", help_text="Such as physician.credential.")
    value = Code("Value", max_length=100)
    meaning = Line("What it means", null=True)
    listed_date = DayField("Listed on", null=True, help_text="Day on which the list was read.")
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)
    source = Line("Source", null=True)

    class Meta:
        key, desk, label = ("column", "value"), "Reference", ("value",)
        singular, plural, search = "known value", "Known values", ("column", "value", "meaning")


class Holiday(Sheet):
    """A closed day of the State (workers' compensation) or Court (liability) calendar."""

    calendar = Choice("Calendar", choices=c.HOLIDAY_CALENDAR)
    day = DayField("Day")
    name = Line("Name")
    source = Line("Source", null=True)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("calendar", "day"), "Reference"
        singular, plural = "holiday", "Holidays"
        sort, composite = ("-day",), (("day",),)


class Setting(Sheet):
    """A choice of the office that the product follows."""

    name = Code("Setting")
    value = Line("Value", null=True, max_length=500)
    help = LongText("What it does", null=True)
    source = Line("Source", null=True)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("name",), "Reference"
        singular, plural = "setting", "Settings"
        label = ("name",)


class StatutoryRow(Sheet):
    """A row of a statutory table that the office adds; it wins from its first day."""

    table = Code("Table", column_name="table_name")
    code = Code(
        "Row", null=True, help_text="Which of the rows of one day, where a day has several."
    )
    first_day = DayField("From")
    last_day = DayField("To", null=True)
    values = JsonText(
        "Values", help_text="Column and value, as in the shipped table.", column_name="row_values"
    )
    source = Line("Source", max_length=500)
    verified = Choice("Verified", default="no", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("table", "code", "first_day"), "Reference"
        singular, plural = "statutory row", "Statutory rows"
        ordered = (("first_day", "last_day"),)


class AuthorityLimit(Sheet):
    """Up to what amount a role, or a tier of the City, may decide alone."""

    holder = Code(
        "Role or tier", help_text="A sign-in role, or a tier such as city_manager or claims_board."
    )
    kind = Choice("Kind", choices=c.AUTHORITY_LIMIT_KIND)
    line = Choice("Line", null=True, choices=LINES, help_text="Blank: both.")
    amount = MoneyField("Up to", least=0, null=True, help_text="Blank: any amount.")
    concurrence = Line("With", null=True, help_text="Who must agree besides.")
    first_day = DayField("From")
    last_day = DayField("To", null=True)
    source = Line("Source", null=True, max_length=500)
    verified = Choice("Verified", default="policy", choices=YES_VERIFIED)

    class Meta:
        key, desk = ("holder", "kind", "line", "first_day"), "Reference"
        singular, plural = "authority limit", "Authority limits"
        ordered = (("first_day", "last_day"),)


class Policy(Sheet):
    """A policy or memorandum of coverage of the City."""

    policy_no = Code("Policy no.", aliases=("policy", "policy number"))
    line = Choice("Line", default="liability", choices=c.POLICY_LINE)
    carrier = Link(Organization, "Carrier or pool", backref="policies")
    broker = Link(Organization, "Broker", backref="brokered")
    form = Line("Form", null=True)
    effective_date = DayField("From", null=True, aliases=("period from", "effective"))
    expiry_date = DayField("To", null=True, aliases=("period to", "expires"))
    retention_kind = Choice("Retention kind", null=True, choices=c.POLICY_RETENTION_KIND)
    retention = MoneyField("Retention", least=0, null=True)
    limit_per_occurrence = MoneyField("Limit per occurrence", least=0, null=True)
    aggregate = MoneyField("Aggregate", least=0, null=True)
    premium = MoneyField("Premium", least=0, null=True)
    taxes_fees = MoneyField("Taxes and fees", null=True)
    status = Choice("Status", default="in_force", choices=c.POLICY_STATUS)
    claims_contact = Line("Claims contact", null=True)
    notice_address = LongText("Notice address", null=True)
    notes = LongText("Notes", null=True)

    class Meta:
        key, desk, singular, plural = ("policy_no",), "Insurance", "policy", "Policies"
        listed = names(
            "policy_no line carrier effective_date expiry_date retention "
            "limit_per_occurrence premium status"
        )
        search, sort = ("policy_no", "form", "notes"), ("-expiry_date",)
        ordered = (("effective_date", "expiry_date"),)
        composite = (("expiry_date",), ("status", "expiry_date"))


# --- Losses and claims --------------------------------------------------------------------------


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
        "Average weekly earnings", least=0, null=True, sensitivity="personal"
    )
    last_worked_date = DayField("Last day worked", past=True, null=True)
    return_to_work_date = DayField("Back at work", null=True)
    permanent_stationary_date = DayField(
        "Permanent and stationary", null=True, sensitivity="medical"
    )
    pd_percent = Quantity("Permanent disability %", null=True, sensitivity="medical")
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
        ordered = (("loss_date", "closed_date"), ("presented_date", "closed_date"))
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


class Reserve(Sheet):
    """A statement of the expected total (paid and future) of one category of a claim; rows only add
    up.
    """

    reserve_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="reserves", null=False)
    category = Choice("Category", choices=CATEGORIES, spoken=c.CATEGORIES_SPOKEN)
    amount = MoneyField(
        "Expected total", least=0, help_text="Paid and future payments together, after this row."
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
    amount = MoneyField("Amount", null=True)
    note = LongText("Note", null=True)

    class Meta:
        key, number, desk = ("event_no",), "PE-{id:06d}", "Claims"
        singular, plural, sort = "payment event", "Payment events", ("-event_date",)
        search, composite = ("check_no",), (("event_date",),)


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


# --- Billing recovery ---------------------------------------------------------------------------


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
            "recovery_no status damage_date asset_description responsible_party carrier "
            "cost received balance handler"
        )
        search = names(
            "recovery_no asset_description damage_place carrier_claim_no police_report_no "
            "plate invoice_no"
        )
        sort, ordered = ("-damage_date",), (("damage_date", "invoice_date"),)
        composite = (("damage_date",), ("status", "damage_date"), ("invoice_date",))


class RecoveryCost(Sheet):
    """A line of the cost of a recovery."""

    line_no = Code("Number", help_text="Drawn by the office when left blank.")
    recovery = Link(Recovery, "Recovery", backref="costs", null=False)
    element = Choice("Element", choices=c.RECOVERY_COST_ELEMENT)
    description = Line("Description", max_length=300)
    work_date = DayField("Work date", past=True, null=True)
    hours = Quantity("Hours", null=True)
    rate = MoneyField("Rate an hour", least=0, null=True)
    multiplier = Quantity("Overtime factor", null=True)
    burden_percent = Quantity("Burden %", null=True)
    tax_percent = Quantity("Tax %", null=True, places=3)
    amount = MoneyField("Amount", help_text="Salvage is entered as a minus.")
    source = Line("Source", null=True, help_text="Time card, work order, invoice, rate book.")

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


# --- Office -------------------------------------------------------------------------------------


class Approval(Sheet):
    """An action that waits for somebody with the authority for it."""

    approval_no = Code("Number", help_text="Drawn by the office when left blank.")
    verb = Code("Action")
    title = Line("What", max_length=300)
    sheet = SheetName("Sheet", null=True)
    row_id = Whole("Row", null=True)
    claim = Link(Claim, "Claim", backref="approvals")
    amount = MoneyField("Amount", null=True)
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


class Batch(Base):
    """One write: who, when, from where and why. Sealed once with its place in the chain, then never
    changed.
    """

    id = AutoField()
    seq = Whole("No.", null=True, unique=True)
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
    row_id = Whole("Row")
    version = Whole("Version")
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


class ImportRun(Sheet):
    """One file brought in: what was read, what it would do, what it did."""

    run_no = Code("Number", help_text="Drawn by the office when left blank.")
    sheet = SheetName("Sheet")
    file_name = Line("File")
    file_sha256 = Code("Fingerprint", max_length=64)
    tab = Line("Tab", null=True)
    header_row = Whole("Header row", null=True)
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
    batch_seq = Whole("Change set", null=True)
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


class ImportRow(Base):
    """A row of an import that was refused, as it was read."""

    id = AutoField()
    run = Link(ImportRun, "Import", backref="rows", null=False)
    row_no = Whole("Row of the file")
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


# --- The list of sheets -------------------------------------------------------------------------

SHEETS = (
    Claim,
    Incident,
    Party,
    InvestigationStep,
    Reserve,
    Payment,
    PaymentEvent,
    FileNote,
    Document,
    Diary,
    ContactLog,
    Inquiry,
    Recovery,
    RecoveryCost,
    RecoveryReceipt,
    Policy,
    Department,
    Employee,
    Physician,
    Organization,
    CauseCode,
    KnownValue,
    Holiday,
    Setting,
    StatutoryRow,
    AuthorityLimit,
    User,
    Role,
    UserRole,
    Approval,
    ImportProfile,
    ImportRun,
)
"""The journaled sheets, in the order of the desks."""

RECORDS = (Batch, Change, ImportRow, Job, AccessEvent)
"""What the office may look at but the journal does not version: it is the record itself."""

TABLES = (*SHEETS, *RECORDS, Head)
BY_NAME = {model.__name__.lower(): model for model in (*SHEETS, *RECORDS)}
"""SHEET name (class name in lower case) -> class."""


def meta(model: Any, name: str, default: Any = ()) -> Any:
    """A declaration of a sheet's `Meta`, or `default`."""
    return getattr(model._meta, name, default)


def written_beside(model: Any) -> dict[str, str]:
    """Day -> the column that keeps its text where a file named no day (`as_written`)."""
    return {f.written_for.name: f.name for f in columns_of(model) if f.written_for}


def columns_of(model: Any) -> list[Any]:
    """The sheet's own columns in order: everything but what the journal keeps."""
    return [f for f in model._meta.sorted_fields if f.name not in OWN_COLUMNS]


def _add_keys() -> None:
    """The natural key of each sheet, unique among the rows that are not in the trash; a blank
    part of it counts as a value.
    """
    for model in SHEETS:
        fields = [model._meta.fields[name] for name in model._meta.key]
        key = [SQL(f"COALESCE(\"{f.column_name}\", '')") if f.null else f for f in fields]
        model.add_index(
            *key, unique=True, where=SQL("trashed_at IS NULL"), name=f"{model._meta.table_name}_key"
        )


_add_keys()

for _sheet, _headings in ALSO.items():
    for _name, _more in _headings.items():
        BY_NAME[_sheet]._meta.fields[_name].aliases += _more
