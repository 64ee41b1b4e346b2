"""What the office runs on, and what is wrong with it: lines that an operator reads."""

import importlib.util
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from journal import chain, custom_columns, database, documents, migrate, schema
from journal.instance import Instance, key_source, secret_keys
from journal.law import short
from journal.placing import stored_documents
from models import database as office
from rules.errors import OfficeError

LIBRARIES = (
    "Flask", "Werkzeug", "Flask-Admin", "Flask-Security", "Flask-WTF", "Flask-Limiter", "WTForms",
    "peewee", "wtf-peewee", "huey", "waitress", "openpyxl", "python-calamine", "cryptography",
    "argon2-cffi", "psycopg", "holidays", "tzdata",
)  # fmt: skip

OTHERS = 0o077
FEW = 3


@dataclass(frozen=True)
class Finding:
    """One line: `wrong` where the office is not sound, `warning` where it works all the same."""

    text: str
    wrong: bool = False
    warning: bool = False

    def __str__(self) -> str:
        """The line as it is printed."""
        mark = "WRONG   " if self.wrong else "WARNING " if self.warning else "        "
        return f"{mark}{self.text}"


Part = Callable[[Instance], Iterator[Finding]]


def examine(
    instance: Instance, *, on: date | None = None, missing_assets: Iterable[str] = ()
) -> list[Finding]:
    """Look at all that an opened office stands on; what is missing for the browser is handed in,
    and the day up to which the law should be there.
    """
    found: list[Finding] = []
    for part in PARTS:
        found += _looked(part, instance)
    if not migrate.pending():
        for part in OF_RECORDS:
            found += _looked(part, instance)
        found += (
            [Finding(f"Statutory table {words}", warning=True) for words in short(on)] if on else []
        )
    return found + [Finding(sentence, warning=True) for sentence in missing_assets]


def _looked(part: Part, instance: Instance) -> list[Finding]:
    try:
        return list(part(instance))
    except OfficeError as fault:
        return [Finding(fault.sentence, wrong=True)]


def is_sound(findings: Iterable[Finding]) -> bool:
    """Whether nothing is wrong."""
    return not any(finding.wrong for finding in findings)


def _program(_: Instance) -> Iterator[Finding]:
    yield Finding(f"Python {platform.python_version()} on {platform.platform(terse=True)}")
    yield Finding("Libraries: " + ", ".join(f"{name} {_version(name)}" for name in LIBRARIES))
    if importlib.util.find_spec("defusedxml") is None:
        yield Finding("defusedxml is not installed: workbooks are not read.", wrong=True)
    else:
        yield Finding(f"defusedxml {_version('defusedxml')} guards the reading of workbooks")


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "is not installed"


def _engine(_: Instance) -> Iterator[Finding]:
    yield from _sqlite() if database.is_sqlite() else _postgres()


def _sqlite() -> Iterator[Finding]:
    bound = office.obj
    number = ".".join(map(str, bound.server_version))
    driver = next((n for n in ("pysqlite3", "sqlite3") if n in sys.modules), "sqlite3")
    yield Finding(f"SQLite {number} (by {driver}), {bound.database}")
    if not database.write_ahead():
        least = ".".join(map(str, database.SAFE_SQLITE))
        yield Finding(
            f"SQLite {number} is older than {least} and may damage a write-ahead log: the office "
            "uses a rollback journal and must run as one process.",
            warning=True,
        )
    names = ("journal_mode", *database.PRAGMAS)
    values = {name: office.execute_sql(f"PRAGMA {name}").fetchone()[0] for name in names}
    yield Finding("Pragmas: " + ", ".join(f"{name} {value}" for name, value in values.items()))
    if values["foreign_keys"] != 1:
        yield Finding("foreign_keys is off: links are not guarded.", wrong=True)


def _postgres() -> Iterator[Finding]:
    names = ("server_version", "server_encoding", "fsync", "synchronous_commit", "full_page_writes")
    values = {name: database.run(f"SHOW {name}").fetchone()[0] for name in names}
    place = office.obj.connect_params.get("host") or "this machine"
    yield Finding(f"PostgreSQL {values['server_version']}, {office.obj.database} on {place}")
    yield Finding("Settings: " + ", ".join(f"{name} {value}" for name, value in values.items()))
    if "off" in (values["fsync"], values["full_page_writes"]):
        yield Finding("fsync or full_page_writes is off: a power cut may lose data.", warning=True)
    if values["server_encoding"] != "UTF8":
        yield Finding("The database does not keep UTF-8: names may be refused.", wrong=True)


def _schema(_: Instance) -> Iterator[Finding]:
    migrate.refuse_newer()
    waiting = migrate.pending()
    if waiting:
        words = f"The schema is behind by {', '.join(waiting)}. Run: python app.py migrate"
        yield Finding(words, wrong=True)
        return
    yield Finding(f"Schema: {migrate.applied()}, up to date")
    there = _triggers()
    missing = [name for name, *_ in schema.triggers() if name not in there]
    if missing:
        some = ", ".join(missing[:FEW])
        words = f"{len(missing)} triggers that guard the record are gone ({some})."
        yield Finding(f"{words} Run: python app.py migrate", wrong=True)


def _triggers() -> set[str]:
    catalogue = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    if database.is_sqlite():
        catalogue = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return {name for (name,) in database.run(catalogue).fetchall()}


def _record(_: Instance) -> Iterator[Finding]:
    head = database.run("SELECT seq, digest, committed_at FROM head WHERE id = 1").fetchone()
    seq, digest, at = head or (0, "", None)
    yield Finding(f"Record: {seq:,} changes" + (f", head {digest[:16]}… of {at}" if seq else ""))
    place = chain.anchor()
    if place is None or not place.is_file():
        if seq:
            yield Finding("The file of heads is gone: a cut tail would not show.", wrong=True)
        return
    known = f"{seq} {digest}" in place.read_text().splitlines()
    if seq and not known:
        words = f"The head of the record does not stand in {place}."
        yield Finding(f"{words} Run: python app.py audit verify", wrong=True)


def _keys(instance: Instance) -> Iterator[Finding]:
    count = len(secret_keys(instance))
    older = f", and {count - 1} older" if count > 1 else ""
    yield Finding(f"Key of the sessions: from {key_source(instance)}{older}")
    kept = instance.folder / "secret_key"
    if os.name == "posix" and kept.is_file() and kept.stat().st_mode & OTHERS:
        yield Finding(f"{kept} can be read by others: take that right away.", warning=True)
    named = os.environ.get("BACKUP_KEY")
    if not named:
        yield Finding("BACKUP_KEY names no key file: backups are not encrypted.", warning=True)
    elif not Path(named).is_file():
        yield Finding(f"BACKUP_KEY names {named}, which is not there.", wrong=True)
    else:
        yield Finding(f"Backups are encrypted with the key in {named}")


def _documents(instance: Instance) -> Iterator[Finding]:
    """Each by presence and size; `audit verify` reads them whole."""
    yield Finding(f"Documents: {len(stored_documents(instance)):,} files in {instance.documents}")
    files = {file.name: file for file in documents.known()}

    def by_size(name: str) -> documents.Found | None:
        path = instance.documents / name
        return documents.Found(path.stat().st_size, files[name].sha256) if path.is_file() else None

    found = list(documents.faults(files.values(), by_size))
    yield from (Finding(sentence, wrong=True) for sentence in found[:FEW])
    if found[FEW:]:
        yield Finding(f"And {len(found) - FEW:,} more documents like these.", wrong=True)


def _added(_: Instance) -> Iterator[Finding]:
    """The columns that the office added; one that the database lacks is wrong."""
    names = [f"{one.sheet}.{one.name}" for one in custom_columns.known()]
    yield Finding(f"Added columns: {', '.join(names) or 'none'}")
    for name in custom_columns.lost():
        yield Finding(f"The added column {name} is not in the database.", wrong=True)


PARTS: tuple[Part, ...] = (_program, _engine, _keys, _schema)
OF_RECORDS: tuple[Part, ...] = (_record, _documents, _added)
"""What is asked only of a database whose schema is up to date."""
