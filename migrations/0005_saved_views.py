"""Named views of the sheets: personal, shared, or the default of a role."""

from peewee import AutoField, BooleanField, CharField, ForeignKeyField, TextField

from migrations.kit import Frozen, Sheet, add_sheet


class User(Frozen):
    """Only linked to."""

    id = AutoField()


class SavedView(Sheet):
    """How somebody looks at a sheet, under a name."""

    name = CharField(max_length=100)
    sheet = CharField(max_length=60)
    kind = CharField(max_length=40)
    owner = ForeignKeyField(User, null=True, on_delete="RESTRICT", backref="+")
    role = CharField(max_length=60, null=True)
    opens = BooleanField()
    state = TextField()
    look = TextField(null=True)


def up(migrator, db):
    """Add the sheet. A view without owner or role counts as such in its key."""
    add_sheet(db, SavedView, key=("name", "sheet", "owner", "role"), composite=(("sheet",),))
    db.execute_sql('DROP INDEX "saved_view_key"')
    db.execute_sql(
        'CREATE UNIQUE INDEX "saved_view_key" ON "saved_view" '
        '("name", "sheet", COALESCE("owner_id", 0), COALESCE("role", \'\')) '
        "WHERE trashed_at IS NULL"
    )
