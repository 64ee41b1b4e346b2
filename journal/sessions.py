"""Ending the sessions of a person whose roles, e-mail or right to sign in a batch changed.

A session names its person by a mark; a new mark ends every session at its next request. The mark is
one of the
sign-in columns, which the journal leaves out.
"""

from collections.abc import Iterator
from secrets import token_hex

from journal.chunk import Chunk
from journal.database import run_many
from models import User, UserRole

ENDS = ("active", "email", "trashed_at")
"""Columns of User whose change ends the sessions."""


def new_mark() -> str:
    """A fresh session mark."""
    return token_hex(32)


def end_of_changed(chunk: Chunk) -> None:
    """Give a new mark to each person whom the chunk gives other roles, disables or renames."""
    people = sorted(set(_people(chunk)))
    run_many(
        f'UPDATE "{User._meta.table_name}" SET fs_uniquifier = ? WHERE id = ?',
        [(new_mark(), person) for person in people],
    )


def _people(chunk: Chunk) -> Iterator[int]:
    for row_id, _, _, columns in chunk.changed(User) if User in chunk.now else ():
        if set(columns) & set(ENDS):
            yield row_id
    for row in chunk.created(UserRole):
        yield row["user"]
    for _, old, new, _ in chunk.changed(UserRole) if UserRole in chunk.now else ():
        yield from (old["user"], new["user"])
