"""Light duty, letters, rate cards, and what a recovery says of its demand."""

from peewee import (
    AutoField,
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    ForeignKeyField,
    IntegerField,
    TextField,
)

from migrations.kit import Frozen, Sheet, add_column, add_sheet


class Linked(Frozen):
    """Only linked to."""

    id = AutoField()


class Claim(Linked):
    """A claim."""


class Incident(Linked):
    """An incident."""


class Recovery(Linked):
    """A recovery."""


class Document(Linked):
    """A document."""


class Physician(Linked):
    """A physician."""


class Department(Linked):
    """A department."""


class User(Linked):
    """A person."""


def link(model, *, null=True):
    """A relation as the sheets have it."""
    return ForeignKeyField(model, null=null, on_delete="RESTRICT", backref="+")


class WorkStatus(Sheet):
    """A physician's note."""

    status_no = CharField(max_length=60)
    claim = link(Claim, null=False)
    status = CharField(max_length=40)
    from_date = DateField()
    to_date = DateField(null=True)
    hours_a_day = BigIntegerField(null=True)
    days_a_week = BigIntegerField(null=True)
    is_permanent = BooleanField()
    signed_date = DateField(null=True)
    received_date = DateField(null=True)
    next_appointment_date = DateField(null=True)
    full_duty_date = DateField(null=True)
    physician = link(Physician)
    author_role = CharField(max_length=40, null=True)
    as_written = TextField(null=True)
    document = link(Document)
    verified_date = DateField(null=True)


class Restriction(Sheet):
    """A line of a note."""

    restriction_no = CharField(max_length=60)
    work_status = link(WorkStatus, null=False)
    activity = CharField(max_length=40)
    side = CharField(max_length=40, null=True)
    is_never = BooleanField()
    pounds = BigIntegerField(null=True)
    frequency = CharField(max_length=40, null=True)
    minutes = IntegerField(null=True)
    hours = BigIntegerField(null=True)


class LightDutyTask(Sheet):
    """A task of the bank."""

    task_no = CharField(max_length=60)
    title = CharField(max_length=200)
    department = link(Department)
    location = CharField(max_length=300, null=True)
    description = TextField(null=True)
    supervisor = CharField(max_length=200, null=True)
    schedule = CharField(max_length=200, null=True)
    hours_a_day = BigIntegerField()
    days_a_week = BigIntegerField()
    capacity = IntegerField()
    active = BooleanField()


class LightDutyDemand(Sheet):
    """What a task asks of the body."""

    demand_no = CharField(max_length=60)
    task = link(LightDutyTask, null=False)
    activity = CharField(max_length=40)
    side = CharField(max_length=40, null=True)
    pounds = BigIntegerField(null=True)
    frequency = CharField(max_length=40, null=True)
    minutes = IntegerField(null=True)
    hours = BigIntegerField(null=True)


class LightDutyOffer(Sheet):
    """Light duty offered to an employee."""

    offer_no = CharField(max_length=60)
    claim = link(Claim, null=False)
    work_status = link(WorkStatus)
    task = link(LightDutyTask)
    department = link(Department)
    status = CharField(max_length=40)
    first_day = DateField()
    last_day = DateField()
    hours_a_day = BigIntegerField(null=True)
    days_a_week = BigIntegerField(null=True)
    schedule = CharField(max_length=200, null=True)
    supervisor = CharField(max_length=200, null=True)
    duties = TextField(null=True)
    wage_effect = CharField(max_length=40)
    weekly_wage = BigIntegerField(null=True)
    offered_date = DateField(null=True)
    answer_by_date = DateField(null=True)
    answered_date = DateField(null=True)
    answer = TextField(null=True)
    extends = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    notice_date = DateField(null=True)
    ended_date = DateField(null=True)
    end_reason = CharField(max_length=40, null=True)


class Letter(Sheet):
    """A letter of the office."""

    letter_no = CharField(max_length=60)
    code = CharField(max_length=60)
    title = CharField(max_length=200)
    claim = link(Claim)
    recovery = link(Recovery)
    incident = link(Incident)
    offer = link(LightDutyOffer)
    recipient = CharField(max_length=200)
    address = TextField(null=True)
    language = CharField(max_length=40)
    status = CharField(max_length=40)
    letter_date = DateField()
    delivery = CharField(max_length=40, null=True)
    sent_date = DateField(null=True)
    served_by = CharField(max_length=200, null=True)
    signer = link(User)
    values = TextField(null=True, column_name="letter_values")
    document = link(Document)
    printed = link(Document)
    void_reason = CharField(max_length=300, null=True)
    sensitivity = CharField(max_length=40)


class RateCard(Sheet):
    """What something is billed at, from a day on."""

    kind = CharField(max_length=40)
    code = CharField(max_length=60)
    first_day = DateField()
    last_day = DateField(null=True)
    title = CharField(max_length=200)
    department = link(Department)
    unit = CharField(max_length=40)
    rate = BigIntegerField(null=True)
    burden_percent = BigIntegerField(null=True)
    overtime_factor = BigIntegerField(null=True)
    overtime_burden_percent = BigIntegerField(null=True)
    percent = BigIntegerField(null=True)
    source = CharField(max_length=300)
    verified = CharField(max_length=40)


def up(migrator, db):
    """Make the sheets, then the columns."""
    add_sheet(
        db,
        WorkStatus,
        key=("status_no",),
        composite=(("from_date",), ("to_date",), ("next_appointment_date",)),
    )
    add_sheet(db, Restriction, key=("restriction_no",))
    add_sheet(db, LightDutyTask, key=("task_no",), composite=(("title",),))
    add_sheet(db, LightDutyDemand, key=("demand_no",))
    add_sheet(
        db,
        LightDutyOffer,
        key=("offer_no",),
        composite=(
            ("first_day",),
            ("last_day",),
            ("status", "last_day"),
            ("department", "first_day"),
        ),
    )
    add_sheet(
        db,
        Letter,
        key=("letter_no",),
        composite=(("letter_date",), ("status", "letter_date"), ("code", "letter_date")),
    )
    add_sheet(
        db, RateCard, key=("code", "kind", "first_day"), composite=(("kind",), ("kind", "code"))
    )
    add_column(migrator, "recovery", "due_date", DateField(null=True))
    add_column(migrator, "recovery", "billed", BigIntegerField(null=True))
    add_column(migrator, "recovery", "bill_steps", TextField(null=True))
    add_column(migrator, "recovery", "tendered_date", DateField(null=True))
    add_column(migrator, "recovery", "adjusted", BigIntegerField(null=True))
    add_column(migrator, "recovery", "plan_amount", BigIntegerField(null=True))
    add_column(migrator, "recovery", "plan_days", IntegerField(null=True))
    add_column(migrator, "recovery", "plan_first_date", DateField(null=True))
    add_column(migrator, "recovery", "plan_balance", BigIntegerField(null=True))
    add_column(migrator, "recovery", "carrier_adjuster", CharField(max_length=200, null=True))
    add_column(migrator, "recovery_cost", "quantity", BigIntegerField(null=True))
    add_column(migrator, "recovery_cost", "percent", BigIntegerField(null=True))
    add_column(
        migrator,
        "recovery_cost",
        "rate_card_id",
        ForeignKeyField(RateCard, field=RateCard.id, null=True, on_delete="RESTRICT", backref="+"),
    )
