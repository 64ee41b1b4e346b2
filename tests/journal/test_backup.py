"""A backup holds rows and documents of one moment, and fills an empty office with them exactly."""

import random
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from builders import TODAY, change, claim, pay, reserve, write
from engines import unbind
from schemas import contents
from witness import tampering

import models as m
from journal import audit, dump, migrate, search
from journal import documents as store
from journal.backup import backup, restore
from journal.database import run
from journal.instance import Instance, open_office
from journal.who import OPERATOR
from rules.errors import Blocked

pytestmark = pytest.mark.slow

SECRET = "a key that nobody can guess, of some length"


def an_instance(folder: Path, url: str) -> Instance:
    """An office opened in a folder of its own."""
    unbind()
    instance = Instance(folder, url)
    open_office(instance)
    return instance


def an_office_at_work(instance: Instance) -> int:
    """Rows of many kinds, texts that break formats, documents, and a history."""
    write(department={"code": "PW-T", "name": "Public Works"})
    parent = m.Department.get(m.Department.code == "PW-T").id
    write(department={"code": "AA-T", "name": "Streets", "division_of": parent})
    claim_id = claim(
        claimant='Zoë "Bobby" O\'Neil\t\\N', location="Elm; \u2028 \U0001f6b2", description="a\r\nb"
    )
    reserve(claim_id, 800_00)
    pay(claim_id, 100_00)
    change(m.Claim, claim_id, location="Oak", presented_date=TODAY)
    for n in range(40):
        claim(claimant=f"Claimant {n}")
    for n, content in enumerate((b"%PDF-1.7 one", b"", b"\0" * 200_000)):
        (instance.documents / f"stored-{n}").write_bytes(content)
    (instance.documents / ".half-written").write_bytes(b"x")
    return claim_id


def sentence_of(file: Path, instance: Instance) -> str:
    """What a restore says last, refused or not."""
    try:
        return restore(file, instance)[-1]
    except Blocked as refused:
        return refused.sentence


def documents(instance: Instance) -> dict[str, str]:
    """Name -> fingerprint of every document."""
    paths = [p for p in instance.documents.iterdir() if not p.name.startswith(".")]
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in paths}


@pytest.fixture
def at_work(office, tmp_path) -> Instance:
    """An office with records, documents and its file of heads."""
    instance = an_instance(tmp_path / "first", office)
    an_office_at_work(instance)
    return instance


@pytest.fixture
def elsewhere(engine, request, tmp_path):
    """Opens an empty instance on the engine that is named (its own when none is)."""

    def open_empty(wanted: str = engine, name: str = "second") -> Instance:
        url = f"sqlite:///{tmp_path / name / 'claims.db'}"
        if wanted == "postgres":
            url = request.getfixturevalue("postgres").make(name)
        return an_instance(tmp_path / name, url)

    return open_empty


@pytest.fixture
def key(tmp_path, monkeypatch) -> Path:
    """A key file that BACKUP_KEY names."""
    path = tmp_path / "keys" / "backup.key"
    path.parent.mkdir()
    path.write_text(SECRET)
    monkeypatch.setenv("BACKUP_KEY", str(path))
    return path


@pytest.mark.parametrize("onto", ["sqlite", "postgres"])
def test_an_empty_office_is_filled_exactly(at_work, elsewhere, tmp_path, onto):
    held, kept, file = contents(), documents(at_work), tmp_path / "office.backup"
    said = backup(file, at_work)
    assert "and 3 documents" in said[0]
    assert said[1].startswith("Not encrypted")
    heads = (at_work.folder / "heads.log").read_text()
    second = elsewhere(onto)
    said = restore(file, second)
    assert "The record is sound" in said[-1]
    assert contents() == held
    assert documents(second) == kept
    assert (second.folder / "heads.log").read_text() == heads
    assert audit.verify().sound
    assert not (second.folder / "restore.part").exists()


def a_document(instance: Instance, text: bytes) -> tuple[str, Path]:
    """A Document and its file; returns its number and the path."""
    facts = store.store(text, "photo.pdf")
    row_id = write(source="verb", document={**facts.columns, "title": "Photo", "claim": claim(),
                                            "document_date": TODAY}).created[0][1]  # fmt: skip
    path = instance.documents / store.below(facts.store_name)
    return m.Document.get_by_id(row_id).document_no, path


def test_documents_come_back_as_their_rows_say(at_work, elsewhere, tmp_path):
    made = dict(a_document(at_work, b"%PDF-1.7 " + bytes([65 + n]) * 999) for n in range(3))
    said = backup(tmp_path / "office.backup", at_work)
    assert not any("document " in line for line in said[1:])
    second = elsewhere()
    assert "The record is sound" in restore(tmp_path / "office.backup", second)[-1]
    rows = list(m.Document.select())
    assert {row.document_no for row in rows} == made.keys()
    for row in rows:
        content = store.path_of(row).read_bytes()
        assert (len(content), sha256(content).hexdigest()) == (row.size_bytes, row.sha256)
    assert audit.verify().sound


def test_a_missing_or_changed_document_is_named(at_work, elsewhere, tmp_path):
    gone, path = a_document(at_work, b"%PDF-1.7 gone")
    path.unlink()
    changed, path = a_document(at_work, b"%PDF-1.7 changed")
    path.write_bytes(b"%PDF-1.7 CHANGED")
    words = [
        f"The file of document {gone} is missing",
        f"The file of document {changed} was changed",
    ]
    for said in (backup(tmp_path / "office.backup", at_work)[-2:], audit.verify().problems):
        assert [line.partition(" (")[0] for line in said] == words
    said = restore(tmp_path / "office.backup", elsewhere())
    assert [line.partition(" (")[0] for line in said[-2:]] == words


@pytest.mark.parametrize("onto", ["sqlite", "postgres"])
def test_a_restored_office_works_on(at_work, elsewhere, tmp_path, onto):
    file = tmp_path / "office.backup"
    backup(file, at_work)
    seq = m.Batch.select().count()
    elsewhere(onto)
    restore(file, Instance(tmp_path / "second", ""))
    hits = search.find(OPERATOR, "bobby")
    assert [hit.sheet for hit in hits] == ["claim"]
    new = claim(claimant="After")
    change(m.Claim, hits[0].id, claimant="Renamed")
    assert new == max(row.id for row in m.Claim.select(m.Claim.id))
    assert m.Batch.select().count() == seq + 2
    assert search.find(OPERATOR, "bobby") == []
    assert audit.verify().sound


def test_every_table_is_kept_or_made_anew(office):
    tables = set(m.database.get_tables()) - {"witness"}
    kept = {dump.table_of(model) for model in dump.KEPT}
    assert kept <= tables
    assert [t for t in tables - kept if not t.startswith(dump.MADE_ANEW)] == []


def test_an_encrypted_backup_needs_its_key(at_work, elsewhere, tmp_path, key, monkeypatch):
    held, file = contents(), tmp_path / "office.backup"
    (at_work.folder / "secret_key").write_text("the key of the sessions, kept in the instance")
    assert backup(file, at_work)[1].startswith("Encrypted with the key in")
    text = file.read_bytes()
    assert b"Claimant 7" not in text
    assert b"PK\x03\x04" not in text
    second = elsewhere()
    monkeypatch.delenv("BACKUP_KEY")
    with pytest.raises(Blocked, match="name its key file in BACKUP_KEY"):
        restore(file, second)
    monkeypatch.setenv("BACKUP_KEY", str(key))
    key.write_text(SECRET + " but another")
    with pytest.raises(Blocked, match="encrypted with another key"):
        restore(file, second)
    assert dump.filled() == []
    key.write_text(SECRET)
    restore(file, second)
    assert contents() == held
    assert (second.folder / "secret_key").read_text().startswith("the key of the sessions")


def test_a_plain_backup_holds_no_key_of_sessions(at_work, elsewhere, tmp_path):
    (at_work.folder / "secret_key").write_text("the key of the sessions")
    backup(tmp_path / "office.backup", at_work)
    assert b"secret_key" not in (tmp_path / "office.backup").read_bytes()


def test_a_key_beside_the_backup_is_told(at_work, tmp_path, key):
    assert "keep it elsewhere" in backup(key.parent / "office.backup", at_work)[-1]


@pytest.mark.parametrize(
    ("content", "words"), [("short", "is too short"), (None, "cannot be read")]
)
def test_a_key_file_that_is_none_is_refused(at_work, tmp_path, key, content, words):
    key.write_text(content) if content else key.unlink()
    with pytest.raises(Blocked, match=words):
        backup(tmp_path / "office.backup", at_work)
    assert not list(tmp_path.glob("office*"))


def test_only_an_empty_office_is_filled(at_work, elsewhere, tmp_path):
    backup(tmp_path / "office.backup", at_work)
    held = contents()
    with pytest.raises(Blocked, match="into an empty office only"):
        restore(tmp_path / "office.backup", at_work)
    assert contents() == held
    second = elsewhere()
    (second.documents / "something").write_text("kept")
    with pytest.raises(Blocked, match="into an empty office only"):
        restore(tmp_path / "office.backup", second)
    assert (second.documents / "something").read_text() == "kept"


def test_another_schema_is_refused_with_both_names(at_work, elsewhere, tmp_path, monkeypatch):
    backup(tmp_path / "office.backup", at_work)
    second = elsewhere()
    step = migrate.newest()
    monkeypatch.setattr(migrate, "newest", lambda: "9999_later")
    with pytest.raises(Blocked, match=rf"\(step {step}; this one stands at 9999_later\)"):
        restore(tmp_path / "office.backup", second)
    assert dump.filled() == []


def test_a_failed_backup_leaves_the_older_file(at_work, tmp_path, monkeypatch):
    file = tmp_path / "office.backup"
    backup(file, at_work)
    before = file.read_bytes()
    (at_work.documents / "stored-9").symlink_to(at_work.documents / "stored-0")
    monkeypatch.setattr("journal.backup.PIECE", "not a number")
    with pytest.raises(TypeError):
        backup(file, at_work)
    assert file.read_bytes() == before
    assert not (tmp_path / "office.backup.part").exists()


@pytest.mark.parametrize("sealed", [False, True])
def test_a_damaged_or_cut_file_is_refused_and_leaves_nothing(
    at_work, elsewhere, tmp_path, request, sealed
):
    if sealed:
        request.getfixturevalue("key")
    file, dice = tmp_path / "office.backup", random.Random(7)
    backup(file, at_work)
    whole, second = file.read_bytes(), elsewhere()
    for n in range(30):
        if n % 3 == 0:
            file.write_bytes(whole[: dice.randrange(len(whole))])
        else:
            at = dice.randrange(len(whole)) if n % 3 == 1 else len(whole) - dice.randrange(1, 9_000)
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        said = sentence_of(file, second)
        if "The record is sound" in said:
            second = elsewhere(name=f"more-{n}")
            continue
        assert "damaged" in said or "another" in said
        assert dump.filled() == []
        assert documents(second) == {}
        assert not (second.folder / "restore.part").exists()
    file.write_bytes(whole)
    restore(file, second)
    assert contents()["claim"]


def test_a_killed_restore_is_cleared_by_the_next(at_work, elsewhere, tmp_path):
    held, kept, file = contents(), documents(at_work), tmp_path / "office.backup"
    backup(file, at_work)
    second = elsewhere()
    left = second.folder / "restore.part"
    (left / "older").mkdir(parents=True)
    (left / "placed").write_text("heads.log")
    (second.documents / "stored-0").write_text("placed, but the rows never came")
    (second.folder / "heads.log").write_text("1 abc\n")
    restore(file, second)
    assert contents() == held
    assert documents(second) == kept
    assert not left.exists()


def test_a_backup_taken_while_others_write_is_of_one_moment(at_work, elsewhere, tmp_path):
    file, stop, faults = tmp_path / "office.backup", threading.Event(), []

    def work() -> None:
        try:
            while not stop.is_set():
                claim_id = claim(claimant="Meanwhile")
                reserve(claim_id, 100_00)
                pay(claim_id, 50_00)
        except Exception as fault:
            faults.append(fault)
        finally:
            m.database.close()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        backup(file, at_work)
    finally:
        stop.set()
        thread.join()
    assert faults == []
    said = restore(file, elsewhere())
    assert "The record is sound" in said[-1]


def test_a_record_that_was_not_sound_is_restored_and_told(office, elsewhere, tmp_path):
    tampering()
    first = an_instance(tmp_path / "first", office)
    claim_id = claim(description="as it was")
    run("UPDATE claim SET description = 'tampered'")
    backup(tmp_path / "office.backup", first)
    said = restore(tmp_path / "office.backup", elsewhere())
    assert "not sound" in said[1]
    assert m.Claim.get_by_id(claim_id).description == "tampered"
