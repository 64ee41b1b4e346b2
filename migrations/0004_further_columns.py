"""Columns and sheets that the desks gained: the limit of days of light duty on a claim, reports
that come round, work that is asked for once.
"""

from peewee import AutoField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from migrations.kit import Frozen, Sheet, add_column, add_sheet


class User(Frozen):
    """Linked to."""

    id = AutoField()


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


def up(migrator, db):
    """Add what the sheets gained; what stands is blank."""
    add_column(migrator, "claim", "light_duty_limit_days", IntegerField(null=True))
    add_sheet(db, ReportSchedule, key=("schedule_no",))
    mark = CharField(max_length=100, null=True)
    migrator.migrate(migrator.add_column("job", "mark", mark))
    db.execute_sql('CREATE UNIQUE INDEX "job_mark" ON "job" ("mark")')
