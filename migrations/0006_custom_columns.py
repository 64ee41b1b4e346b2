"""The list of columns that the office adds itself, on screen."""

from peewee import CharField, DateField, IntegerField, TextField

from migrations.kit import Sheet, add_sheet


class CustomColumn(Sheet):
    """A column that the office added to a sheet."""

    sheet = CharField(max_length=60)
    name = CharField(max_length=30)
    label = CharField(max_length=60)
    help = TextField(null=True)
    kind = CharField(max_length=40)
    decimals = IntegerField(null=True)
    choices = TextField(null=True)
    sensitivity = CharField(max_length=40)
    retired_date = DateField(null=True)


def up(_, db):
    """Make the list, empty."""
    add_sheet(db, CustomColumn, key=("sheet", "name"), composite=(("sheet", "label"),))
