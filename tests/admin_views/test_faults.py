"""A full disk and a held lock: what was typed stays, nothing is half done, the office goes on."""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from builders import claim
from engines import unbind
from peewee import OperationalError

import models as m
from journal import audit, database, documents, dump
from journal.backup import backup, restore
from journal.instance import Instance, open_office
from rules.errors import DiskFull

pytestmark = [pytest.mark.slow, pytest.mark.only_on("sqlite")]
LONG = "What was typed stays. " * 800
HOLD = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("ROLLBACK")
"""


@contextmanager
def full_disk(bytes_left: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def path(office) -> str:
    """The file of the database."""
    return office.removeprefix("sqlite:///")


@contextmanager
def held(path: str, seconds: float) -> Iterator[None]:
    """Another process holds the write lock for so long."""
    command = [sys.executable, "-c", HOLD, path, str(seconds)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    try:
        yield
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def wait(request, app):
    """How long a save waits for another process: in a drill as long as an office does."""
    if request.config.getoption("--drill"):
        return database.PRAGMAS["busy_timeout"] / 1000
    m.database.obj.pragma("busy_timeout", 300, permanent=True)
    return 0.3


# --- The disk is full -----------------------------------------------------------------------------


def patched(browser, row_id: int, value: str):
    cell = {"id": row_id, "version": 1, "column": "description", "value": value}
    return browser.send("/admin/claim/rows", method="PATCH", json=[cell])


def test_a_save_on_a_full_disk_is_507_and_changes_nothing(sign_in):
    row_id, browser = claim(description="as it was"), sign_in("technician")
    with full_disk(8_000):
        answer = patched(browser, row_id, LONG)
    assert answer.status_code == 507
    assert "The disk is full" in answer.json["error"]
    assert m.Claim.get_by_id(row_id).description == "as it was"
    assert audit.verify().sound
    assert patched(browser, row_id, "there is room again").status_code == 200


def test_a_form_on_a_full_disk_keeps_what_was_typed(sign_in):
    row_id, browser = claim(), sign_in("technician")
    data = {"description": LONG, "version": "1"}
    with full_disk(8_000):
        answer = browser.send(f"/admin/claim/edit/?id={row_id}", data=data)
    assert answer.status_code == 507
    assert "What was typed stays." in answer.text
    assert m.Claim.get_by_id(row_id).description is None


def test_a_document_on_a_full_disk_leaves_no_file(app):
    with full_disk(100_000), pytest.raises(DiskFull):
        documents.store(b"%PDF-1.7 " + b"x" * 300_000, "a.pdf")
    folder = app.extensions["office"].documents
    assert [p for p in folder.rglob("*") if p.is_file()] == []


def test_a_backup_on_a_full_disk_leaves_the_one_before(office, tmp_path):
    unbind()
    instance = Instance(tmp_path / "first", office)
    open_office(instance)
    claim(description=LONG)
    (instance.documents / "stored").write_bytes(bytes(range(256)) * 4_000)
    file = tmp_path / "office.backup"
    backup(file, instance)
    before = file.read_bytes()
    with full_disk(100_000), pytest.raises(OSError, match="File too large"):
        backup(file, instance)
    assert file.read_bytes() == before
    assert [p.name for p in tmp_path.glob("office.backup*")] == ["office.backup"]
    second = Instance(tmp_path / "second", f"sqlite:///{tmp_path / 'second.db'}")
    open_office(second)
    with full_disk(400_000), pytest.raises((DiskFull, OSError, OperationalError)):
        restore(file, second)
    open_office(second)
    restore(file, second)
    assert dump.filled()
    unbind()


# --- Another process holds the lock ---------------------------------------------------------------


def test_a_save_waits_for_a_lock_that_is_soon_free(sign_in, path):
    row_id, browser = claim(), sign_in("technician")
    with held(path, 1.0):
        began = time.monotonic()
        assert patched(browser, row_id, "after waiting").status_code == 200
    assert time.monotonic() - began > 0.5
    assert m.Claim.get_by_id(row_id).description == "after waiting"


def test_a_lock_that_is_held_is_503_and_says_when_to_try_again(sign_in, path, wait):
    row_id, browser = claim(), sign_in("technician")
    with held(path, wait * 2 + 30):
        answer = patched(browser, row_id, "while held")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "holds the database" in answer.json["error"]
    assert patched(browser, row_id, "afterwards").status_code == 200


def test_a_form_keeps_what_was_typed_while_the_lock_is_held(sign_in, path, wait):
    row_id, browser = claim(), sign_in("technician")
    data = {"description": "a sentence that is not lost", "version": "1"}
    with held(path, wait * 2 + 30):
        answer = browser.send(f"/admin/claim/edit/?id={row_id}", data=data)
    assert answer.status_code == 503
    assert "a sentence that is not lost" in answer.text
    assert m.Claim.get_by_id(row_id).description is None
