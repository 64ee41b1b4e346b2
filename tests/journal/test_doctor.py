"""The doctor says what the office runs on, and names each fault with what clears it."""

from datetime import date

import pytest
from builders import claim, write
from engines import bind, unbind
from witness import tampering

from journal import database, doctor, documents, migrate
from journal.database import is_sqlite, run
from journal.instance import Instance, open_office


@pytest.fixture
def instance(office, tmp_path) -> Instance:
    unbind()
    opened = Instance(tmp_path / "instance", office)
    open_office(opened)
    return opened


def lines(instance: Instance, **facts) -> list[str]:
    return [str(finding) for finding in doctor.examine(instance, **facts)]


def said(instance: Instance, mark: str) -> list[str]:
    return [line for line in lines(instance) if line.startswith(mark)]


def test_a_sound_office_is_described(instance):
    claim()
    found = doctor.examine(instance)
    text = "\n".join(map(str, found))
    assert doctor.is_sound(found), text
    engine = ("SQLite 3.", "foreign_keys 1") if is_sqlite() else ("PostgreSQL ", "fsync off")
    expected = (
        "Python 3.",
        "Flask-Admin 2.2.1",
        f"Schema: {migrate.newest()}, up to date",
        *engine,
    )
    for words in (*expected, "Record: 1 changes, head", "secret_key", "defusedxml 0.7"):
        assert words in text


def test_missing_assets_are_a_warning(instance):
    found = doctor.examine(instance, missing_assets=["Missing: the grid."])
    assert str(found[-1]) == "WARNING Missing: the grid."
    assert doctor.is_sound(found)


def test_a_statutory_table_that_calls_for_a_row_is_a_warning(instance):
    limits = {"min_weekly": "270.00", "max_weekly": "1800.00"}
    row = {"table": "td_rates", "first_day": date(2027, 1, 1), "source": "x", "values": limits}
    write(statutoryrow=row)
    found = doctor.examine(instance, on=date(2026, 11, 1))
    assert [str(one) for one in found if "Statutory" in str(one)] == [
        "WARNING Statutory table mileage_rates: To 31 Dec 2026; 2027 missing."
    ]
    assert doctor.is_sound(found)
    assert not [
        one
        for one in doctor.examine(instance, on=date(2026, 10, 31))
        if one.warning and "Statutory" in one.text
    ]


def test_a_lost_trigger_is_wrong(instance):
    tampering()
    run("DROP TRIGGER claim_stays" if is_sqlite() else "DROP TRIGGER claim_stays ON claim")
    [line] = said(instance, "WRONG")
    assert "1 triggers that guard the record are gone (claim_stays)" in line
    assert "Run: python app.py migrate" in line


def test_a_head_that_the_file_does_not_know_is_wrong(instance):
    claim()
    (instance.folder / "heads.log").write_text("1 another\n")
    assert "does not stand in" in said(instance, "WRONG")[0]
    (instance.folder / "heads.log").unlink()
    assert any("file of heads is gone" in line for line in said(instance, "WRONG"))


def test_a_document_whose_file_is_gone_or_of_another_size_is_wrong(instance):
    facts = documents.store(b"%PDF-1.7 a photo", "a.pdf")
    write(source="verb", document={**facts.columns, "title": "Photo", "claim": claim(),
                                            "document_date": "2026-11-24"})  # fmt: skip
    place = instance.documents / documents.below(facts.store_name)
    assert said(instance, "WRONG") == []
    place.write_bytes(b"shorter")
    assert "was changed" in said(instance, "WRONG")[0]
    place.unlink()
    assert f"is missing ({documents.below(facts.store_name)})" in said(instance, "WRONG")[0]


def test_a_backup_key_that_is_not_there_is_wrong(instance, monkeypatch, tmp_path):
    assert any("not encrypted" in line for line in said(instance, "WARNING"))
    monkeypatch.setenv("BACKUP_KEY", str(tmp_path / "gone"))
    assert "which is not there" in said(instance, "WRONG")[0]
    (tmp_path / "gone").write_text("a key")
    assert said(instance, "WRONG") == []


def test_a_key_that_others_may_read_is_told(instance):
    lines(instance)
    (instance.folder / "secret_key").chmod(0o644)
    assert any("can be read by others" in line for line in said(instance, "WARNING"))


def test_a_schema_that_is_behind_is_wrong(empty_office, tmp_path):
    instance = Instance(tmp_path / "instance", empty_office)
    open_office(instance)
    assert f"The schema is behind by {migrate.pending()[0]}" in said(instance, "WRONG")[0]


def test_an_old_sqlite_is_told(instance, monkeypatch):
    monkeypatch.setattr(database, "SAFE_SQLITE", (9, 0, 0))
    told = any("may damage a write-ahead log" in line for line in said(instance, "WARNING"))
    assert told is is_sqlite()


def test_with_an_old_sqlite_the_write_ahead_log_is_not_used(tmp_path, monkeypatch):
    place = tmp_path / "old.db"
    monkeypatch.setattr(database, "SAFE_SQLITE", (99, 0, 0))
    bind(f"sqlite:///{place}")
    try:
        database.run("CREATE TABLE t (a)")
        with database.write_transaction():
            database.run("INSERT INTO t VALUES (1)")
            assert not (tmp_path / "old.db-wal").exists()
            assert (tmp_path / "old.db-journal").exists()
        assert database.run("PRAGMA journal_mode").fetchone() == ("delete",)
        assert not database.write_ahead()
    finally:
        unbind()


def test_an_office_made_with_the_write_ahead_log_leaves_it_with_an_old_sqlite(
    tmp_path, monkeypatch
):
    place = tmp_path / "moved.db"
    bind(f"sqlite:///{place}")
    try:
        if not database.write_ahead():
            pytest.skip("this SQLite is too old for the write-ahead log")
        database.run("CREATE TABLE t (a)")
        assert database.run("PRAGMA journal_mode").fetchone() == ("wal",)
        monkeypatch.setattr(database, "SAFE_SQLITE", (99, 0, 0))
        bind(f"sqlite:///{place}")
        assert database.run("PRAGMA journal_mode").fetchone() == ("delete",)
        assert not (tmp_path / "moved.db-wal").exists()
    finally:
        unbind()
