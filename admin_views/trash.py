"""The trash: records go in and come out again through the journal; nothing is ever removed."""

from datetime import date
from typing import Any

from journal.commit import commit
from journal.drafts import Draft
from journal.question import Question
from journal.reading import ask
from journal.who import Who
from models import meta
from rules.errors import NotFound

MOST = 1_000


def need_rows(who: Who, model, ids: tuple[int, ...], *, trash: bool) -> None:
    """Refuse unless all these records stand (or lie in the trash) within what the person
    may see.
    """
    one = meta(model, "singular")
    if not ids:
        raise NotFound(f"Choose at least one {one} first.")
    key = tuple(name for name in model._meta.key[:1])
    found = ask(
        who,
        Question(model, columns=key, ids=ids, sort=("id",), trash=trash, limit=MOST),
        counted=False,
    )
    if len(found.rows) < len(ids):
        raise NotFound(f"The {one} is no longer there.")


def put_in(
    who: Who, model, ids: tuple[int, ...], *, on: date, seen: int | None = None
) -> tuple[str, int | None]:
    """Put records into the trash; returns what happened in words, and the number of the change."""
    need_rows(who, model, ids, trash=False)
    draft = Draft(f"Put {count_of(model, len(ids))} in the trash", source="form", on=on)
    for row_id in ids:
        draft.trash(model, row_id, seen=seen)
    return f"{count_of(model, len(ids)).capitalize()} put in the trash.", commit(who, draft).seq


def take_out(who: Who, model, ids: tuple[int, ...], *, on: date) -> tuple[str, int | None]:
    """Take records out of the trash; returns what happened in words, and the number of the
    change.
    """
    need_rows(who, model, ids, trash=True)
    draft = Draft(f"Took {count_of(model, len(ids))} out of the trash", source="form", on=on)
    for row_id in ids:
        draft.restore(model, row_id)
    return f"{count_of(model, len(ids)).capitalize()} taken out of the trash.", commit(
        who, draft
    ).seq


def count_of(model: Any, count: int) -> str:
    """So many records in words."""
    return (
        f"1 {meta(model, 'singular')}"
        if count == 1
        else f"{count:,} {meta(model, 'plural').lower()}"
    )
