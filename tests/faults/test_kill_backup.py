"""Killed during backup, restore or migration: what stood stands, and the next run ends the work."""

import os
import random
import shutil
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from builders import change, claim, pay, reserve
from engines import bind, unbind
from faults import victims
from schemas import contents, schema_now

import models as m
from journal import audit, dump, migrate
from journal.backup import backup, restore
from journal.database import is_sqlite, run
from journal.instance import Instance, open_office

pytestmark = pytest.mark.slow


@pytest.fixture
def first(office, tmp_path) -> Instance:
    """An office with some records and documents."""
    unbind()
    instance = Instance(tmp_path / "first", office)
    open_office(instance)
    claim_id = claim()
    reserve(claim_id, 800_00)
    pay(claim_id, 100_00)
    for n in range(60):
        change(m.Claim, claim_id, location=f"Elm {n}")
    for n in range(20):
        (instance.documents / f"stored-{n}").write_bytes(os.urandom(50_000))
    return instance


@pytest.fixture
def empty(engine, request, tmp_path):
    """Makes an instance with an empty database; each turn its own."""

    def make(name: str) -> Instance:
        url = f"sqlite:///{tmp_path / f'{name}.db'}"
        if engine == "postgres":
            url = request.getfixturevalue("postgres").make("second")
        return Instance(tmp_path / name, url)

    return make


def killed(*arguments: str | Path, after: float) -> bool:
    """Let a worker begin, kill it after some seconds; whether that was before it had ended."""
    process = victims.start("worker_backup.py", *arguments)
    assert process.stdout.readline() == "begun\n"
    return "done" not in victims.kill(process, after=after)


def test_a_killed_backup_leaves_the_one_before(first, tmp_path, empty, kills, told):
    file, dice, held = tmp_path / "office.backup", random.Random(3), contents()
    backup(file, first)
    unbind()
    inside = 0
    for _ in range(kills):
        inside += killed("backup", first.url, first.folder, file, after=dice.uniform(0, 0.6))
        with ZipFile(file) as archive:
            assert archive.testzip() is None
        bind(first.url)
        if is_sqlite():
            assert run("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert contents() == held
        unbind()
    second = empty("second")
    open_office(second)
    restore(file, second)
    assert contents() == held
    assert len(list(second.documents.iterdir())) == 20
    assert inside > 0
    told(f"killed while backing up: {kills}, inside a backup: {inside}")


def test_a_killed_restore_is_whole_or_begun_anew(first, tmp_path, empty, kills, told):
    file, dice, held = tmp_path / "office.backup", random.Random(4), contents()
    backup(file, first)
    pace, inside, whole = _pace_of_restoring(file, empty("pace")), 0, 0
    for turn in range(kills):
        second = empty(f"turn-{turn}")
        unbind()
        wait = dice.uniform(0, pace)
        inside += killed("restore", second.url, second.folder, file, after=wait)
        open_office(second)
        if migrate.applied() and dump.filled():
            whole += 1
        else:
            restore(file, second)
        assert contents() == held
        assert len(list(second.documents.iterdir())) == 20
        assert audit.verify().sound
        unbind()
        shutil.rmtree(second.folder)
    assert inside > 0
    told(
        f"killed while restoring: {kills}, inside a restore: {inside}, whole all the same: {whole}"
    )


def _pace_of_restoring(file: Path, instance: Instance) -> float:
    unbind()
    process = victims.start("worker_backup.py", "restore", instance.url, instance.folder, file)
    process.stdout.readline()
    began = time.monotonic()
    process.communicate()
    return time.monotonic() - began


def test_a_killed_migration_ends_at_the_next_run(empty_url, tmp_path, kills, engine, request):
    dice, at_end = random.Random(5), None
    for n in range(kills):
        url = f"sqlite:///{tmp_path / f'empty-{n}.db'}"
        if engine == "postgres":
            url = request.getfixturevalue("postgres").make("empty")
        unbind()
        killed("migrate", url, tmp_path / "instance", "none", after=dice.uniform(0, 0.4))
        bind(url)
        pending = migrate.pending()  # once: the server may yet end what its killed client sent
        assert pending == sorted(pending)
        migrate.migrate()
        at_end = at_end or schema_now()
        assert schema_now() == at_end
    unbind()
