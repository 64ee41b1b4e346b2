"""Killed during backup, restore or migration: what stood stands, and the next run ends the work."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from builders import change, claim, pay, reserve
from engines import bind, unbind
from schemas import contents, schema_now

import models as m
from journal import audit, dump, migrate
from journal.backup import backup, restore
from journal.instance import Instance, open_office

WORKER = Path(__file__).with_name("worker_backup.py")
ROOT = WORKER.parents[2]
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
def second_url(engine, request, tmp_path) -> str:
    """An empty database beside the first."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'second.db'}"
    return request.getfixturevalue("postgres").make("second")


def killed(*arguments: str | Path, after: float) -> bool:
    """Let a worker begin, kill it after some seconds; whether it had ended before."""
    command = [sys.executable, str(WORKER), *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    )
    assert process.stdout.readline() == "begun\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    said, _ = process.communicate()
    return "done" in said


def test_a_killed_backup_leaves_the_one_before(first, tmp_path, second_url, kills):
    file, dice, held = tmp_path / "office.backup", random.Random(3), contents()
    backup(file, first)
    unbind()
    for _ in range(kills):
        killed("backup", first.url, first.folder, file, after=dice.uniform(0, 0.6))
    second = Instance(tmp_path / "second", second_url)
    open_office(second)
    restore(file, second)
    assert contents() == held
    assert len(list(second.documents.iterdir())) == 20


def test_a_killed_restore_is_whole_or_begun_anew(first, tmp_path, second_url, kills):
    file, dice, held = tmp_path / "office.backup", random.Random(4), contents()
    backup(file, first)
    second, ended = Instance(tmp_path / "second", second_url), False
    for _ in range(kills):
        unbind()
        ended = ended or killed(
            "restore", second.url, second.folder, file, after=dice.uniform(0, 0.8)
        )
        open_office(second)
        if dump.filled():
            break
    if not dump.filled():
        restore(file, second)
    assert contents() == held
    assert len(list(second.documents.iterdir())) == 20
    assert audit.verify().sound


def test_a_killed_migration_ends_at_the_next_run(empty_url, tmp_path, kills, engine, request):
    dice, at_end = random.Random(5), None
    for n in range(kills):
        url = f"sqlite:///{tmp_path / f'empty-{n}.db'}"
        if engine == "postgres":
            url = request.getfixturevalue("postgres").make("empty")
        unbind()
        killed("migrate", url, tmp_path / "instance", "none", after=dice.uniform(0, 0.4))
        bind(url)
        assert migrate.pending() == sorted(migrate.pending())
        migrate.migrate()
        at_end = at_end or schema_now()
        assert schema_now() == at_end
    unbind()
