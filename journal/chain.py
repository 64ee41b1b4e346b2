"""The chain that seals every batch: each digest covers the one before, the header and the digests
of the rows.

The head row is locked last in a batch's transaction, so that the chain never forks; each new head
is also appended to the file of heads (heads.py).
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from journal import heads
from journal.database import is_sqlite, run
from journal.heads import anchor as anchor
from journal.heads import anchor_at as anchor_at
from models import Batch, Head


class Content:
    """The digest over the changed rows of a batch, taken as they are written."""

    def __init__(self) -> None:
        self._hash = sha256()

    def add(self, changes: Iterable[tuple]) -> None:
        """Take in changed rows: (sheet, row id, version, operation, columns, digest), in order."""
        self._hash.update(
            "".join(
                f"{sheet}:{row_id}:{version}:{operation}:{columns or ''}:{digest}\n"
                for sheet, row_id, version, operation, columns, digest in changes
            ).encode()
        )

    def hexdigest(self) -> str:
        """The digest so far."""
        return self._hash.hexdigest()


@dataclass(frozen=True)
class Sealed:
    """Where a batch stands in the chain."""

    seq: int
    digest: str
    committed_at: datetime


def header(batch: dict) -> str:
    """The part of a batch that its digest covers besides the content, as text."""
    return json.dumps(
        [
            batch[name]
            for name in (
                "id",
                "user",
                "actor",
                "source",
                "verb",
                "reason",
                "title",
                "undoes",
                "idempotency_key",
                "request_digest",
                "started_at",
                "changes",
            )
        ],
        separators=(",", ":"),
        ensure_ascii=False,
    )


def link(previous: str, seq: int, at: str, head: str, content: str) -> str:
    """The digest of a batch: over the previous digest, its number, its instant, its header and its
    content.
    """
    return sha256("\n".join((previous, str(seq), at, head, content)).encode()).hexdigest()


def seal(batch: dict, content: Content) -> Sealed:
    """Give the batch its number and digest: the last statements of its transaction."""
    seq, previous, last = _locked_head()
    if not seq:
        heads.begin()
    now = datetime.now(UTC).replace(tzinfo=None)
    at = now if last is None or now > last else last
    text, number, digest = at.isoformat(" "), seq + 1, content.hexdigest()
    sealed = link(previous, number, text, header(batch), digest)
    table = Batch._meta.table_name
    run(
        f'UPDATE "{table}" SET seq = ?, committed_at = ?, changes = ?, content_digest = ?, '
        "previous_digest = ?, "
        "digest = ? WHERE id = ?",
        (number, text, batch["changes"], digest, previous, sealed, batch["id"]),
    )
    run(
        "UPDATE head SET seq = ?, digest = ?, committed_at = ? WHERE id = 1", (number, sealed, text)
    )
    return Sealed(number, sealed, at.replace(tzinfo=UTC))


def _locked_head() -> tuple[int, str, datetime | None]:
    lock = "" if is_sqlite() else " FOR UPDATE"
    row = run(f"SELECT seq, digest, committed_at FROM head WHERE id = 1{lock}").fetchone()
    if row is None:
        Head.insert(id=1, seq=0, digest="").on_conflict_ignore().execute()
        row = run(f"SELECT seq, digest, committed_at FROM head WHERE id = 1{lock}").fetchone()
    last = datetime.fromisoformat(row[2]) if isinstance(row[2], str) else row[2]
    return row[0], row[1], last
