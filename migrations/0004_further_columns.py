"""Columns and sheets that the desks gained: light duty that is limited and asked for at
departments, reports that come round, work that is asked for once; the carrier's answer, court,
restitution and agency of a recovery.
"""

from peewee import (
    AutoField,
    BigIntegerField,
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


class User(Linked):
    """A person."""


class Department(Linked):
    """A department."""


class LightDutyTask(Linked):
    """A task of the bank."""


class WorkStatus(Linked):
    """A physician's note."""


def link(model, *, null=True):
    """A relation as the sheets have it."""
    return ForeignKeyField(model, null=null, on_delete="RESTRICT", backref="+")


class LightDutyCheck(Sheet):
    """A department that was asked for light duty."""

    check_no = CharField(max_length=60)
    claim = link(Claim, null=False)
    department = link(Department, null=False)
    task = link(LightDutyTask)
    work_status = link(WorkStatus)
    asked_date = DateField()
    answer_by_date = DateField(null=True)
    answer = CharField(max_length=40, null=True)
    answered_date = DateField(null=True)
    duties = TextField(null=True)
    reason = TextField(null=True)


class Organization(Linked):
    """A carrier, broker, law firm."""


class ReportSchedule(Sheet):
    """A report that is made again and again."""

    schedule_no = CharField(max_length=60)
    report = CharField(max_length=60)
    asked = TextField(null=True)
    period = CharField(max_length=40, null=True)
    every = CharField(max_length=40)
    on_day = IntegerField(null=True)
    files = CharField(max_length=40)
    send_to = TextField(null=True)
    status = CharField(max_length=40)
    first_day = DateField()
    owner = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")


RECOVERY = {
    "bill_changes": TextField(null=True),
    "carrier_ack_date": DateField(null=True),
    "carrier_decision_date": DateField(null=True),
    "tolled_to_date": DateField(null=True),
    "suit_decision": CharField(max_length=40, null=True),
    "court": CharField(max_length=200, null=True),
    "court_case_no": CharField(max_length=60, null=True),
    "court_date": DateField(null=True),
    "judgment_date": DateField(null=True),
    "restitution_order_no": CharField(max_length=60, null=True),
    "restitution": BigIntegerField(null=True),
    "agency_id": ForeignKeyField(
        Organization, field=Organization.id, null=True, on_delete="RESTRICT", backref="+"
    ),
    "agency_file_no": CharField(max_length=60, null=True),
    "agency_date": DateField(null=True),
}
"""What a recovery gained."""


def up(migrator, db):
    """Add what the sheets gained; what stands is blank."""
    for name, field in RECOVERY.items():
        add_column(migrator, "recovery", name, field)
    add_column(migrator, "claim", "light_duty_limit_days", IntegerField(null=True))
    add_column(migrator, "claim", "suit_date", DateField(null=True))
    counsel = ForeignKeyField(
        Organization, field=Organization.id, null=True, on_delete="RESTRICT", backref="+"
    )
    add_column(migrator, "claim", "defence_counsel_id", counsel)
    add_column(migrator, "claim", "excess_reported_date", DateField(null=True))
    add_sheet(db, ReportSchedule, key=("schedule_no",))
    mark = CharField(max_length=100, null=True)
    migrator.migrate(migrator.add_column("job", "mark", mark))
    db.execute_sql('CREATE UNIQUE INDEX "job_mark" ON "job" ("mark")')
    add_sheet(
        db,
        LightDutyCheck,
        key=("check_no",),
        composite=(("asked_date",), ("answer_by_date",), ("department", "asked_date")),
    )
