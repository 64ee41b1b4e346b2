"""What a step needs to add a column, or a sheet, together with its past.

As frozen as the steps that call it: nothing of the application is imported here, and what stands
here is not changed once a step has run anywhere. Another way of doing it is another function.
"""

from peewee import (
    AutoField,
    CharField,
    CompositeKey,
    DatabaseProxy,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    SqliteDatabase,
)

proxy = DatabaseProxy()


class Frozen(Model):
    """A table as a step knows it; one that is only linked to needs its `id` and no more."""

    class Meta:
        database = proxy
        legacy_table_names = False


class Sheet(Frozen):
    """What the journal keeps on each row of a sheet."""

    id = AutoField()
    version = IntegerField()
    batch_id = IntegerField(null=True)
    trashed_at = DateTimeField(null=True)


def add_column(migrator, table, name, field):
    """Add a column to a sheet and to its past.

    It is null: rows that were sealed without it keep their fingerprint. A link is written
    `ForeignKeyField(Other, field="id", null=True, on_delete="RESTRICT", backref="+")`, its name
    ending in `_id`.
    """
    if not field.null:
        raise ValueError(f"{table}.{name} must be null: the rows that stand were sealed without it")
    migrator.migrate(
        migrator.add_column(table, name, field),
        migrator.add_column(f"{table}_past", name, _bare(field)),
    )


def add_index(db, table, columns, *, name):
    """Add an index for lists over the live rows of a sheet, closed by id; its columns may be
    blank.
    """
    first = "" if isinstance(db, SqliteDatabase) else " NULLS FIRST"
    listed = ", ".join(f'"{column}"{first}' for column in columns)
    db.execute_sql(f'CREATE INDEX "{name}" ON "{table}" ({listed}, id) WHERE trashed_at IS NULL')


def add_sheet(db, model, *, key, composite=()):
    """Make the table of a sheet, its past, the index of its key and those of its lists.

    Args:
        db: the database, as `up` is given it.
        model: the frozen copy, derived from `Sheet`.
        key: the columns that people know a row by.
        composite: groups of columns that lists filter and sort by.
    """
    proxy.initialize(db)
    db.create_tables([model, _past(model)])
    table, fields = model._meta.table_name, model._meta.fields
    columns = ", ".join(f'"{fields[name].column_name}"' for name in key)
    db.execute_sql(
        f'CREATE UNIQUE INDEX "{table}_key" ON "{table}" ({columns}) WHERE trashed_at IS NULL'
    )
    for group in composite:
        columns = ", ".join(_listed(db, fields[name]) for name in group)
        db.execute_sql(
            f'CREATE INDEX "{table}_by_{"_".join(group)}" ON "{table}" ({columns}, id) '
            "WHERE trashed_at IS NULL"
        )


def _past(model):
    """The table that keeps rows as they were: the columns without relation or index."""
    fields = {f.name: _bare(f) for f in model._meta.sorted_fields}
    fields["id"] = IntegerField()
    fields["ended_batch"] = IntegerField()
    fields["purge_rule"] = CharField(max_length=60, null=True)
    fields["Meta"] = type(
        "Meta",
        (),
        {
            "table_name": f"{model._meta.table_name}_past",
            "primary_key": CompositeKey("id", "version"),
            "indexes": ((("ended_batch",), False), (("batch_id",), False)),
        },
    )
    return type(f"{model.__name__}Past", (Frozen,), fields)


def _bare(field):
    kind = IntegerField if isinstance(field, ForeignKeyField) else type(field)
    length = {"max_length": field.max_length} if kind is CharField else {}
    return kind(null=True, column_name=field.column_name, **length)


def _listed(db, field):
    """A column of an index, blanks below every value on either engine."""
    first = " NULLS FIRST" if field.null and not isinstance(db, SqliteDatabase) else ""
    return f'"{field.column_name}"{first}'
