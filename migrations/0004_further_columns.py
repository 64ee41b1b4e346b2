"""Columns and sheets that the desks gained: the limit of days of light duty on a claim."""

from peewee import IntegerField

from migrations.kit import add_column


def up(migrator, db):
    """Add what the sheets gained; what stands is blank."""
    add_column(migrator, "claim", "light_duty_limit_days", IntegerField(null=True))
