"""The directory: departments, employees, physicians, organizations."""

from rules import choices as c
from sheets.base import Sheet
from sheets.columns import Choice, Code, DayField, Line, Link, LongText, Quantity, YesNo


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
