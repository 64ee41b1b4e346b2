"""Light duty: what physicians allow, the bank of tasks, and what is offered to whom."""

from decimal import Decimal

from rules import capacities
from rules import choices as c
from sheets.base import Sheet, names
from sheets.claims import Claim
from sheets.columns import (
    Choice,
    Code,
    DayField,
    Line,
    Link,
    LongText,
    MoneyField,
    Quantity,
    Whole,
    YesNo,
)
from sheets.directory import Department, Physician
from sheets.file import Document

HOURS_A_DAY, DAYS_A_WEEK, MINUTES, POUNDS = (0, 24), (0, 7), (0, 24 * 60), (0, 2000)
"""Above the first, up to the second: what a day, a week and a body can hold."""

ACTIVITIES = tuple((code, activity.label) for code, activity in capacities.ACTIVITIES.items())


class WorkStatus(Sheet):
    """A physician's note: off work, modified work or full duty, from when until when."""

    status_no = Code("Number", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="work_statuses", null=False)
    status = Choice("Work status", choices=c.WORK_STATUS_STATUS)
    from_date = DayField("From")
    to_date = DayField("To", null=True, help_text="Blank: until the next note.")
    hours_a_day = Quantity("Hours a day, at most", adds=False, within=HOURS_A_DAY, null=True)
    days_a_week = Quantity("Days a week, at most", adds=False, within=DAYS_A_WEEK, null=True)
    is_permanent = YesNo("Restrictions are permanent", default=False)
    signed_date = DayField("Signed", past=True, null=True)
    received_date = DayField("Received", past=True, null=True)
    next_appointment_date = DayField("Next appointment", null=True)
    full_duty_date = DayField("Full duty expected", null=True)
    physician = Link(Physician, "Physician", backref="work_statuses", sensitivity="medical")
    author_role = Choice("Written by", null=True, choices=c.WORK_STATUS_AUTHOR)
    as_written = LongText(
        "Restrictions as written",
        null=True,
        sensitivity="medical",
        help_text="What the lines below do not say: it is read before a task is offered.",
    )
    document = Link(Document, "Document", backref="work_statuses", sensitivity="medical")
    verified_date = DayField("Confirmed with the physician", past=True, null=True)

    class Meta:
        key, number, desk = ("status_no",), "WS-{id:06d}", "Light duty"
        singular, plural, sort = "work status", "Work status notes", ("-from_date",)
        listed = names("status_no claim status from_date to_date next_appointment_date hours_a_day")
        ordered = (
            ("from_date", "to_date"),
            ("signed_date", "received_date"),
            ("signed_date", "next_appointment_date"),
            ("from_date", "full_duty_date"),
        )
        composite = (("from_date",), ("to_date",), ("next_appointment_date",))


class Restriction(Sheet):
    """A line of a physician's note: what is limited, and to how much."""

    restriction_no = Code("Number", help_text="Drawn by the office when left blank.")
    work_status = Link(WorkStatus, "Work status", backref="restrictions", null=False)
    activity = Choice("Activity", choices=ACTIVITIES)
    side = Choice("Side", null=True, choices=capacities.SIDES)
    is_never = YesNo("Not at all", default=False)
    pounds = Quantity("Pounds, at most", adds=False, within=POUNDS, null=True)
    frequency = Choice("When handled", null=True, choices=capacities.FREQUENCIES)
    minutes = Whole("Minutes at one time, at most", adds=False, within=MINUTES, null=True)
    hours = Quantity("Hours a day, at most", adds=False, within=HOURS_A_DAY, null=True)

    class Meta:
        key, number, desk = ("restriction_no",), "RS-{id:06d}", "Light duty"
        singular, plural, sort = "restriction", "Restrictions", ("id",)
        listed = names("work_status activity side is_never pounds frequency minutes hours")


class LightDutyTask(Sheet):
    """A task of the bank: light work that a department can give."""

    task_no = Code("Task no.", help_text="Drawn by the office when left blank.")
    title = Line("Task")
    department = Link(Department, "Department", backref="light_duty_tasks")
    location = Line("Where", null=True, max_length=300)
    description = LongText("Duties", null=True)
    supervisor = Line("Supervisor", null=True)
    schedule = Line("Schedule", null=True, help_text="Such as Monday to Friday, 8:00 to 12:00.")
    hours_a_day = Quantity("Hours a day", adds=False, within=HOURS_A_DAY, default=Decimal(8))
    days_a_week = Quantity("Days a week", adds=False, within=DAYS_A_WEEK, default=Decimal(5))
    capacity = Whole("Places", least=0, default=1, help_text="How many can do it at the same time.")
    active = YesNo("Open", default=True)

    class Meta:
        key, number, desk = ("task_no",), "LD-{id:04d}", "Light duty"
        singular, plural, label = "light-duty task", "Task bank", ("title",)
        listed = names("task_no title department hours_a_day days_a_week capacity active")
        search, sort = ("task_no", "title", "description"), ("title",)
        composite = (("title",),)


class LightDutyDemand(Sheet):
    """What a task asks of the body: the most of one activity."""

    demand_no = Code("Number", help_text="Drawn by the office when left blank.")
    task = Link(LightDutyTask, "Task", backref="demands", null=False)
    activity = Choice("Activity", choices=ACTIVITIES)
    side = Choice("Side", null=True, choices=capacities.SIDES, help_text="Blank: either.")
    pounds = Quantity("Pounds", adds=False, within=POUNDS, null=True)
    frequency = Choice(
        "How often", null=True, choices=capacities.FREQUENCIES, help_text="Blank: all day."
    )
    minutes = Whole("Minutes at one time", adds=False, within=MINUTES, null=True)
    hours = Quantity("Hours a day", adds=False, within=HOURS_A_DAY, null=True)

    class Meta:
        key, number, desk = ("demand_no",), "LDD-{id:05d}", "Light duty"
        singular, plural, sort = "physical demand", "Physical demands", ("id",)
        listed = names("task activity side pounds frequency minutes hours")


class LightDutyCheck(Sheet):
    """A department that was asked whether it can give light duty, and what it answered."""

    check_no = Code("Check no.", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="department_checks", null=False)
    department = Link(Department, "Department", backref="light_duty_checks", null=False)
    task = Link(LightDutyTask, "Task", backref="checks")
    work_status = Link(WorkStatus, "Work status", backref="checks")
    asked_date = DayField("Asked", past=True)
    answer_by_date = DayField("Answer due", null=True)
    answer = Choice("Answer", null=True, choices=c.LIGHT_DUTY_CHECK_ANSWER)
    answered_date = DayField("Answered", past=True, null=True)
    duties = LongText("Duties it can give", null=True)
    reason = LongText("Why not, or not all", null=True)

    class Meta:
        key, number, desk = ("check_no",), "DC-{id:05d}", "Light duty"
        singular, plural, sort = "department check", "Department checks", ("-asked_date",)
        listed = names(
            "check_no claim department task asked_date answer_by_date answer answered_date"
        )
        ordered = (("asked_date", "answered_date"), ("asked_date", "answer_by_date"))
        composite = (("asked_date",), ("answer_by_date",), ("department", "asked_date"))


class LightDutyOffer(Sheet):
    """Light duty offered to an employee, and what became of it."""

    offer_no = Code("Offer no.", help_text="Drawn by the office when left blank.")
    claim = Link(Claim, "Claim", backref="light_duty", null=False)
    work_status = Link(WorkStatus, "Work status", backref="offers")
    task = Link(LightDutyTask, "Task", backref="offers")
    department = Link(Department, "Department", backref="light_duty")
    status = Choice("Status", default="offered", choices=c.LIGHT_DUTY_OFFER_STATUS)
    first_day = DayField("First day")
    last_day = DayField("Last day")
    hours_a_day = Quantity("Hours a day", adds=False, within=HOURS_A_DAY, null=True)
    days_a_week = Quantity("Days a week", adds=False, within=DAYS_A_WEEK, null=True)
    schedule = Line("Schedule", null=True)
    supervisor = Line("Supervisor", null=True)
    duties = LongText("Duties", null=True)
    wage_effect = Choice("Wages", default="same", choices=c.LIGHT_DUTY_OFFER_WAGE)
    weekly_wage = MoneyField("Wages a week", adds=False, least=0, null=True, sensitivity="personal")
    offered_date = DayField("Offered", past=True, null=True)
    answer_by_date = DayField("Answer due", null=True)
    answered_date = DayField("Answered", past=True, null=True)
    answer = LongText("Answer", null=True, sensitivity="personal")
    extends = Link("self", "Extends", backref="extensions")
    notice_date = DayField("Notice of the end given", past=True, null=True)
    ended_date = DayField("Ended", null=True)
    end_reason = Choice("Why it ended", null=True, choices=c.LIGHT_DUTY_OFFER_END)

    class Meta:
        key, number, desk = ("offer_no",), "LO-{id:05d}", "Light duty"
        singular, plural, sort = "light-duty offer", "Light duty", ("-first_day",)
        listed = names(
            "offer_no claim task department status first_day last_day answer_by_date ended_date"
        )
        ordered = (("first_day", "last_day"), ("offered_date", "answered_date"))
        composite = (
            ("first_day",),
            ("last_day",),
            ("status", "last_day"),
            ("department", "first_day"),
        )
