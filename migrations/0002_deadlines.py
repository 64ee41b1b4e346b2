"""Deadlines in the diary: when work on them begins, what moved them, and from which day on they
count.
"""

from peewee import AutoField, BooleanField, CharField, DateField, ForeignKeyField

from migrations.kit import Frozen, add_column, add_index


class Incident(Frozen):
    """Linked to."""

    id = AutoField()


def up(migrator, db):
    """Add the columns, each to the sheet and to its past."""
    incident = ForeignKeyField(
        Incident, field=Incident.id, null=True, on_delete="RESTRICT", backref="+"
    )
    add_column(migrator, "diary", "incident_id", incident)
    add_column(migrator, "diary", "remind_date", DateField(null=True))
    add_column(migrator, "diary", "moved_from_date", DateField(null=True))
    add_column(migrator, "diary", "moved_why", CharField(max_length=300, null=True))
    add_column(migrator, "diary", "ended_by_rule", BooleanField(null=True))
    add_column(migrator, "claim", "deadlines_from_date", DateField(null=True))
    add_index(db, "diary", ("owner_id", "remind_date"), name="diary_by_owner_remind_date")
