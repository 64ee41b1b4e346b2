"""The instance folder: database, documents, queue, key, the file of heads; and opening an office in
it.
"""

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from journal import chain, custom_columns, database, documents, migrate, saved_views, settings
from models import database as sheets
from rules.errors import Blocked, NotFound

HOME = Path(__file__).resolve().parent.parent / "instance"
"""Where an office lies unless CLAIMS_INSTANCE says: in the checkout, wherever one stands."""

LEAST_KEY_BYTES = 32
NO = ("", "0", "no", "off", "false")


@dataclass(frozen=True)
class Instance:
    """Where an office keeps what is not in the repository, and the address of its database."""

    folder: Path
    url: str

    @property
    def documents(self) -> Path:
        """The document store."""
        return self.folder / "documents"

    @property
    def outbox(self) -> Path:
        """Messages that wait to be sent, or to be read where no mail server is named."""
        return self.folder / "outbox"

    @property
    def uploads(self) -> Path:
        """Files that wait to be brought in."""
        return self.folder / "uploads"

    @property
    def results(self) -> Path:
        """What long work made: files that the inbox offers."""
        return self.folder / "results"

    @property
    def assets(self) -> Path:
        """Browser assets that set-up fetched."""
        return self.folder / "assets"


def locate(folder: str | Path | None = None, url: str | None = None) -> Instance:
    """The instance that the environment names: CLAIMS_INSTANCE and DATABASE_URL; given values come
    first.
    """
    place = Path(folder or os.environ.get("CLAIMS_INSTANCE") or HOME).resolve()
    return Instance(
        place, url or os.environ.get("DATABASE_URL") or f"{database.SQLITE}{place / 'claims.db'}"
    )


def is_demonstration() -> bool:
    """Whether DEMO asks for the demonstration office: anything but nothing, 0 or no."""
    return os.environ.get("DEMO", "").strip().lower() not in NO


def need_office(instance: Instance) -> None:
    """Nothing, where there is an office; nothing is made.

    Raises:
        NotFound: there is none yet.
    """
    if not has_office(instance):
        raise NotFound(
            f"There is no office here yet ({instance.folder}). Make one: python app.py run"
        )


def has_office(instance: Instance) -> bool:
    """Whether there is an office; nothing is made."""
    place = database.file_of(instance.url)
    if place:
        return place.is_file() and place.stat().st_size > 0
    close_office()
    database.connect(instance.url)
    with sheets.connection_context():
        there = bool(migrate.applied())
    close_office()
    return there


def open_office(instance: Instance) -> None:
    """Make the folders that are missing, bind the sheets to the database and the chain to its file
    of heads.
    """
    for place in (
        instance.folder,
        instance.documents,
        instance.outbox,
        instance.uploads,
        instance.results,
    ):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
    close_office()
    heads, file = instance.folder / "heads.log", database.file_of(instance.url)
    for place in filter(None, (heads, file)):
        keep_private(place)
    database.connect(instance.url)
    custom_columns.begin()
    settings.forget()
    saved_views.forget()
    chain.anchor_at(heads)
    documents.keep_in(instance.documents)


def keep_private(place: Path) -> None:
    """Make the file where there is none; its owner alone reads it (SQLite's own files beside a
    database follow it).
    """
    with suppress(FileExistsError):
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with suppress(PermissionError):
        place.chmod(0o600)


def close_office() -> None:
    """Let go of the connections to the database that is bound, if one is."""
    bound = sheets.obj
    if bound is None:
        return
    if not bound.is_closed():
        bound.close()
    if hasattr(bound, "close_all"):
        bound.close_all()


def secret_keys(instance: Instance, given: str | None = None) -> list[str]:
    """The keys that sign sessions and seal secrets, the current one first.

    The current key is `given`, else SECRET_KEY, else the first line of `secret_key` in the instance
    folder, made
    on first need. Further lines are older keys, which still open what they closed.

    Raises:
        Blocked: a key is shorter than 32 bytes.
    """
    named = given or os.environ.get("SECRET_KEY")
    keys = [named] if named else _kept_keys(instance.folder / "secret_key")
    if any(len(key.encode()) < LEAST_KEY_BYTES for key in keys):
        raise Blocked(
            f"SECRET_KEY is too short: it needs at least {LEAST_KEY_BYTES} bytes. "
            "Leave it out and the office makes one."
        )
    return keys


def key_source(instance: Instance) -> str:
    """Where the current key comes from, in words."""
    return "SECRET_KEY" if os.environ.get("SECRET_KEY") else str(instance.folder / "secret_key")


def _kept_keys(place: Path) -> list[str]:
    """The lines of the key file; the first process to come makes it, readable by its owner
    alone.
    """
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text(encoding="ascii").split()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    return place.read_text(encoding="ascii").split()
