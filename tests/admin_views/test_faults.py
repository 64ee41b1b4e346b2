"""A full disk and a held lock: what was typed stays, nothing is half done, the office goes on."""

import errno
import io
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from builders import claim
from engines import unbind
from machine import full_disk
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


# --- An import on a full disk ---------------------------------------------------------------------


def register(rows: int) -> bytes:
    """A register of so many claims, each of them with a long text."""
    lines = (f"L-{n:05d},Alvarez,Received,{'d' * 300}\n" for n in range(rows))
    return f"Claim ID,Claimant,Status,Description\n{''.join(lines)}".encode()


def chosen(browser, rows: int):
    """The answer to the choice of a file."""
    file = (io.BytesIO(register(rows)), "register.csv")
    return browser.send("/admin/import/", data={"sheet": "claim", "file": file})


def files(app) -> list[str]:
    """What lies in the folder of uploads."""
    return sorted(p.name for p in app.extensions["office"].uploads.rglob("*") if p.is_file())


@pytest.mark.parametrize(
    ("rows", "bytes_left"), [(1_000, 100_000), (0, 100)], ids=["the file", "what is said of it"]
)
def test_a_file_that_finds_no_room_is_507_and_leaves_no_part(app, sign_in, rows, bytes_left):
    browser = sign_in("technician")
    with full_disk(bytes_left):
        answer = chosen(browser, rows)
    assert answer.status_code == 507
    assert "The disk is full" in answer.text
    assert files(app) == []
    assert chosen(browser, rows).status_code == 302


def test_a_look_that_finds_no_room_is_507_and_the_file_still_waits(app, sign_in):
    browser = sign_in("technician")
    place, before = chosen(browser, 1_000).location, files(app)
    with full_disk(20_000):
        answer = browser.get(place)
    assert (answer.status_code, files(app)) == (507, before)
    assert "The disk is full" in answer.text
    assert "Bring in 1,000 rows" in browser.get(place).text


def test_a_decision_that_finds_no_room_is_507_and_the_one_before_stands(app, sign_in):
    browser = sign_in("technician")
    place, before = chosen(browser, 2).location, files(app)
    browser.get(place)
    with full_disk(50):
        answer = browser.send(f"{place}/again")
    assert (answer.status_code, files(app)) == (507, before)
    assert "Bring in 2 rows" in browser.get(place).text


def test_an_import_on_a_full_disk_is_507_all_or_nothing_and_goes_on_afterwards(app, sign_in):
    browser = sign_in("technician")
    place, before = chosen(browser, 1_000).location, files(app)
    browser.get(place)
    with full_disk(100_000):
        answer = browser.send(f"{place}/commit")
    assert answer.status_code == 507
    assert "The disk is full" in answer.text
    assert (m.Claim.select().count(), m.ImportRun.select().count()) == (0, 0)
    assert files(app) == before
    assert audit.verify().sound
    assert "/admin/import/run/" in browser.send(f"{place}/commit").location
    assert m.Claim.select().count() == 1_000
    assert audit.verify().sound


def test_rows_that_are_in_stay_in_where_the_disk_is_full_right_after(sign_in, monkeypatch):
    browser = sign_in("technician")
    place = chosen(browser, 2).location

    def no_room(*_, **__):
        raise DiskFull("The disk is full.")

    monkeypatch.setattr("imports.upload.decide", no_room)
    assert "/admin/import/run/" in browser.send(f"{place}/commit").location
    assert m.Claim.select().count() == 2


def test_a_page_that_finds_no_room_anywhere_is_507(sign_in, monkeypatch):
    def no_room(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("imports.upload.waiting", no_room)
    answer = sign_in("technician").get("/admin/import/")
    assert (answer.status_code, "The disk is full" in answer.text) == (507, True)


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
