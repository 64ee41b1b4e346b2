"""Backup and restore: rows and documents of one moment in one file, the same on either engine.

The file is a zip of the tables as lines of JSON, the documents, the heads of the record and a
manifest with every fingerprint. With BACKUP_KEY it is sealed in frames (journal/frames.py).
"""

import io
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from journal import (
    audit,
    custom_columns,
    documents,
    dump,
    frames,
    heads,
    migrate,
    saved_views,
    search,
    settings,
)
from journal.database import run, snapshot, write_transaction
from journal.instance import Instance
from journal.placing import Placing, is_hidden, stored_documents
from models import CustomColumn, User
from rules.errors import Blocked

FORMAT = 1
MANIFEST, HEADS, KEY = "manifest.json", "heads.log", "secret_key"
TABLES, DOCUMENTS = "tables/", "documents/"
PIECE = 1024 * 1024
DEFLATE = 3
"""Little effort for most of the gain: text of rows shrinks to a fifth."""

READING_FAULTS = (
    BadZipFile, EOFError, NotImplementedError, zlib.error, json.JSONDecodeError, UnicodeDecodeError,
)  # fmt: skip
"""What a damaged file raises while its parts are read."""

DAMAGED = "This backup is damaged or cut short: it is not the file that was written."


def key_file() -> Path | None:
    """The key file that BACKUP_KEY names, if any."""
    named = os.environ.get("BACKUP_KEY")
    return Path(named) if named else None


# --- Backup ---------------------------------------------------------------------------------------


def backup(path: Path, instance: Instance) -> list[str]:
    """Write rows and documents of this moment to `path`, while the office works on.

    The file takes the place of an older one only when it is whole. Returns sentences to print.

    Raises:
        Blocked: the key file cannot be used; an older file at `path` is as it was.
    """
    key = key_file()
    secret = frames.secret_of(key) if key else None
    with _in_place_of(path) as file:
        sealing = frames.Sealing(file, secret) if secret else None
        with ZipFile(
            _forward(sealing or file), "w", ZIP_DEFLATED, compresslevel=DEFLATE
        ) as archive:
            manifest, faults = _write_all(archive, instance, sealed=bool(secret))
        if sealing:
            sealing.close()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return [
        f"Backed up {rows:,} rows and {len(manifest['documents']):,} documents "
        f"({path.stat().st_size:,} bytes) to {path}.",
        *_words_on_key(path, key),
        *faults,
    ]


def _words_on_key(path: Path, key: Path | None) -> list[str]:
    if key is None:
        return [
            "Not encrypted, since BACKUP_KEY names no key file: keep it where none else reads it.",
            f"It holds no {KEY}. Keep that file apart: without it a restored office opens nobody's "
            "second factor, and each is taken off by: python app.py user reset-factor EMAIL",
        ]
    said = [f"Encrypted with the key in {key}; without that key nobody can restore it."]
    if key.resolve().parent == path.resolve().parent:
        said.append("The key lies beside the backup: keep it elsewhere, or it protects nothing.")
    return said


def _forward(file: Any) -> IO[bytes]:
    """A file that the zip is written to from beginning to end, never going back."""
    return io.BufferedWriter(_OneWay(file), PIECE)


class _OneWay(io.RawIOBase):
    def __init__(self, file: Any) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return int(self._file.write(bytes(data)))


@contextmanager
def _in_place_of(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` at the end; nothing of it stays if that fails."""
    part = path.with_name(f"{path.name}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _write_all(
    archive: ZipFile, instance: Instance, *, sealed: bool
) -> tuple[dict[str, Any], list[str]]:
    """Everything; returns the manifest, and a sentence for each document that is not as it was."""
    with snapshot():
        head = run("SELECT seq, digest FROM head WHERE id = 1").fetchone() or (0, "")
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "schema": migrate.applied(),
            "head": {"seq": head[0], "digest": head[1]},
            "tables": {dump.table_of(model): _write_table(archive, model) for model in dump.KEPT},
        }
        known = documents.known()
    manifest["documents"] = {
        name: _write_document(archive, instance.documents / name, name)
        for name in stored_documents(instance)
    }
    archive.writestr(HEADS, _heads_until(instance, manifest["head"]["seq"]))
    key = instance.folder / KEY
    if sealed and key.is_file():
        archive.writestr(KEY, key.read_bytes())
    archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
    there = {n: documents.Found(f["bytes"], f["sha256"]) for n, f in manifest["documents"].items()}
    return manifest, list(documents.faults(known, there.get))


def _write_table(archive: ZipFile, model: Any) -> dict[str, Any]:
    with archive.open(f"{TABLES}{dump.table_of(model)}.jsonl", "w", force_zip64=True) as sink:
        return dump.write_table(model, sink)._asdict()


def _write_document(archive: ZipFile, path: Path, name: str) -> dict[str, Any]:
    entry, digest, size = ZipInfo(f"{DOCUMENTS}{name}"), sha256(), 0
    entry.compress_type = ZIP_STORED
    with path.open("rb") as file, archive.open(entry, "w", force_zip64=True) as sink:
        while piece := file.read(PIECE):
            digest.update(piece)
            sink.write(piece)
            size += len(piece)
    return {"bytes": size, "sha256": digest.hexdigest()}


def _heads_until(instance: Instance, seq: int) -> str:
    """The file of heads as far as the rows go: others may have been written meanwhile."""
    path = instance.folder / HEADS
    lines = path.read_text().splitlines() if path.is_file() else []
    known = (line for line in lines if line.partition(" ")[0].isdigit())
    return "".join(f"{line}\n" for line in known if int(line.partition(" ")[0]) <= seq)


# --- Restore --------------------------------------------------------------------------------------


def restore(path: Path, instance: Instance) -> list[str]:
    """Fill an empty instance from a backup: all of it, or nothing. Returns sentences to print.

    Raises:
        Blocked: the instance is not empty, or the file is of another key, version or damaged.
    """
    with _opened(path) as archive:
        manifest, brings_key = _manifest(archive), KEY in archive.namelist()
        placing = Placing(instance)
        placing.clear_leftover(empty=not dump.filled())
        _need_empty(instance)
        migrate.migrate()
        try:
            _take_documents(archive, manifest, placing)
            with write_transaction():
                _take_tables(archive, manifest)
                placing.place()
                report = _checked(manifest)
        except BaseException:
            placing.take_back()
            custom_columns.begin()
            raise
        placing.done()
        heads.rewrite(heads.lines_of_database())
    settings.forget()
    saved_views.forget()
    rows = sum(table["rows"] for table in manifest["tables"].values())
    return [
        f"Restored {rows:,} rows and {len(manifest['documents']):,} documents of "
        f"{manifest['made_at']}.",
        *_words_on_record(report),
        *([] if brings_key else _words_on_factors()),
    ]


def _words_on_record(report: audit.Report) -> list[str]:
    if report.sound:
        return [f"The record is sound: {report.batches:,} changes, unbroken to its head."]
    return [
        "The backup is whole, but the record in it is not sound, and was not when it was made:",
        *report.problems,
    ]


def _words_on_factors() -> list[str]:
    """What people with a second factor need, where the key that sealed it did not come along."""
    sealed = User.select().where(User.tf_totp_secret.is_null(False)).count()
    if not sealed:
        return []
    return [
        f"{sealed:,} people have a second factor, sealed with a key that this backup does not "
        f"hold. Lay the old {KEY} into the instance folder, or take each off by: "
        "python app.py user reset-factor EMAIL"
    ]


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    """The zip behind a backup, unsealed where it is sealed."""
    if not path.is_file():
        raise Blocked(f"There is no file {path}.")
    try:
        with path.open("rb") as file:
            plain: IO[bytes] = _unsealed(file) if frames.is_sealed(path) else file
            with ZipFile(plain) as archive:
                yield archive
    except READING_FAULTS as fault:
        raise Blocked(DAMAGED) from fault


def _unsealed(file: BinaryIO) -> IO[bytes]:
    key = key_file()
    if key is None:
        raise Blocked("This backup is encrypted: name its key file in BACKUP_KEY.")
    return io.BufferedReader(frames.Opening(file, frames.secret_of(key)), frames.FRAME)


def _manifest(archive: ZipFile) -> dict[str, Any]:
    if MANIFEST not in archive.namelist():
        raise Blocked(DAMAGED)
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    newest = migrate.newest()
    if manifest.get("format") != FORMAT or manifest["schema"] != newest:
        raise Blocked(
            f"This backup was made by another version of the product (step {manifest['schema']}; "
            f"this one stands at {newest}). Restore it with that version, then update."
        )
    tables = {dump.table_of(model) for model in dump.KEPT}
    if set(manifest["tables"]) != tables or not _parts(manifest) <= set(archive.namelist()):
        raise Blocked(DAMAGED)
    return manifest


def _parts(manifest: dict[str, Any]) -> set[str]:
    tables = {f"{TABLES}{name}.jsonl" for name in manifest["tables"]}
    return {HEADS} | tables | {f"{DOCUMENTS}{name}" for name in manifest["documents"]}


def _need_empty(instance: Instance) -> None:
    heads = instance.folder / HEADS
    known = heads.is_file() and heads.stat().st_size
    if known or dump.filled() or stored_documents(instance):
        raise Blocked(
            "A backup is restored into an empty office only, and this one holds records. Name an "
            "empty folder in CLAIMS_INSTANCE (and an empty database in DATABASE_URL)."
        )


def _take_documents(archive: ZipFile, manifest: dict[str, Any], placing: Placing) -> None:
    for name, facts in manifest["documents"].items():
        if is_hidden(name):
            raise Blocked(DAMAGED)
        digest = sha256()
        with archive.open(f"{DOCUMENTS}{name}") as source, placing.document(name) as file:
            while piece := source.read(PIECE):
                digest.update(piece)
                file.write(piece)
        if digest.hexdigest() != facts["sha256"]:
            raise Blocked(DAMAGED)
    placing.text(HEADS, archive.read(HEADS))
    if KEY in archive.namelist():
        placing.text(KEY, archive.read(KEY))


def _take_tables(archive: ZipFile, manifest: dict[str, Any]) -> None:
    dump.links_checked_at_the_end()
    _take_table(archive, manifest, CustomColumn)
    custom_columns.lay_listed()
    for model in dump.KEPT:
        if model is not CustomColumn:
            _take_table(archive, manifest, model)
    dump.draw_ids_after_the_highest()
    search.rebuild()


def _take_table(archive: ZipFile, manifest: dict[str, Any], model: Any) -> None:
    name = dump.table_of(model)
    with archive.open(f"{TABLES}{name}.jsonl") as lines:
        read = dump.read_table(model, lines)
    if read._asdict() != manifest["tables"][name]:
        raise Blocked(DAMAGED)


def _checked(manifest: dict[str, Any]) -> audit.Report:
    head = run("SELECT seq, digest FROM head WHERE id = 1").fetchone() or (0, "")
    if {"seq": head[0], "digest": head[1]} != manifest["head"]:
        raise Blocked(DAMAGED)
    return audit.verify()
