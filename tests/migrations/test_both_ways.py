"""The scripts make what the sheets declare, on either engine, and keep what an office holds."""

import pytest
from builders import change, claim, pay, reserve
from engines import bind, unbind
from schemas import contents, schema_now

import models as m
from journal import audit, migrate, schema
from journal.database import is_sqlite, run
from rules.errors import Blocked

pytestmark = pytest.mark.slow

REBUILDS_A_TABLE = '''"""A step that changes the type of a column and fills another."""

from peewee import CharField, IntegerField


def up(migrator, db):
    migrator.migrate(
        migrator.alter_column_type("party", "phone", CharField(max_length=300, null=True)),
        migrator.alter_column_type("claim", "location", CharField(max_length=400, null=True)),
        migrator.add_column("claim", "floors", IntegerField(null=True)),
    )
'''
FAILS_HALFWAY = REBUILDS_A_TABLE + "    db.execute_sql('SELECT 1 FROM nowhere')\n"


@pytest.fixture
def steps(tmp_path):
    """A folder with the scripts of the product and room for one more; add(text) writes it."""
    folder = tmp_path / "steps"
    folder.mkdir()
    for script in migrate.FOLDER.glob("[0-9]*.py"):
        (folder / script.name).write_text(script.read_text())

    def add(text: str):
        (folder / "9000_next.py").write_text(text)
        return folder

    return add


def _an_office_at_work() -> int:
    claim_id = claim(location="Elm", claimant='Zoë O\'Neil; "Bobby"')
    reserve(claim_id, 800_00)
    pay(claim_id, 100_00)
    change(m.Claim, claim_id, location="Oak", description="fell")
    return claim_id


def test_scripts_and_sheets_make_the_same_schema(engine, empty_url, request, tmp_path):
    bind(empty_url)
    assert migrate.migrate() == sorted(p.stem for p in migrate.FOLDER.glob("[0-9]*.py"))
    from_scripts = schema_now()
    unbind()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    if engine == "postgres":
        other = request.getfixturevalue("postgres").make("other")
    bind(other)
    schema.create_all()
    from_sheets, told = schema_now(), schema.triggers()
    unbind()
    assert from_scripts.keys() == from_sheets.keys()
    assert {k: (v, from_sheets[k]) for k, v in from_scripts.items() if v != from_sheets[k]} == {}
    assert sum(name.startswith("trigger ") for name in from_scripts) >= len(told)


def test_a_second_run_does_nothing(office):
    _an_office_at_work()
    before, held = schema_now(), contents()
    assert migrate.pending() == []
    assert migrate.migrate() == []
    assert schema_now() == before
    assert contents() == held


def test_a_run_puts_lost_triggers_back(office):
    before = schema_now()
    run("DROP TRIGGER claim_stays" if is_sqlite() else "DROP TRIGGER claim_stays ON claim")
    assert schema_now() != before
    migrate.migrate()
    assert schema_now() == before


def test_a_step_that_rebuilds_a_table_keeps_rows_and_triggers(empty_office, steps):
    migrate.migrate()
    _an_office_at_work()
    held, folder = contents(), steps(REBUILDS_A_TABLE)
    triggers = {n: t for n, t in schema_now().items() if n.startswith(("trigger", "function"))}
    assert migrate.pending(folder) == ["9000_next"]
    assert migrate.migrate(folder) == ["9000_next"]
    run("ALTER TABLE claim DROP COLUMN floors")
    assert contents() == held
    assert triggers.items() <= schema_now().items()
    assert audit.verify().sound
    with pytest.raises(Exception, match="posted money is final"):
        run("UPDATE payment SET amount = amount + 1")


def test_a_step_that_fails_leaves_the_old_schema_at_work(empty_office, steps):
    migrate.migrate()
    _an_office_at_work()
    before, held, folder = schema_now(), contents(), steps(FAILS_HALFWAY)
    with pytest.raises(Exception, match="nowhere"):
        migrate.migrate(folder)
    assert schema_now() == before
    assert contents() == held
    assert migrate.pending(folder) == ["9000_next"]
    assert audit.verify().sound


def test_a_database_of_a_newer_version_is_refused(empty_office, steps):
    migrate.migrate(steps(REBUILDS_A_TABLE))
    with pytest.raises(Blocked, match="made by a newer version of the product"):
        migrate.migrate()
