"""The demonstration office: a believable city of any size, written through the journal."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import models as m
from journal import settings
from journal.clicks import Click
from journal.commit import commit
from journal.documents import below, keep_in
from journal.instance import locate
from journal.who import OPERATOR
from models import meta
from rules.errors import Blocked, NotFound
from seed.demo.approvals import ask_for_approvals
from seed.demo.cases import Numbers, first_day
from seed.demo.diary import finish_most
from seed.demo.directory import directory_of, opening
from seed.demo.letterhead import set_letterhead
from seed.demo.letters import write_letters
from seed.demo.light_duty import fill_light_duty
from seed.demo.part import Part
from seed.demo.parts import part_count, parts
from seed.reference import seed_reference

KEY = "demonstration"
NUMBERED = {
    "claim_no": m.Claim,
    "incident_no": m.Incident,
    "payment_no": m.Payment,
    "recovery_no": m.Recovery,
}
EMPTY_OF = (m.Claim, m.Incident, m.Party, m.Payment, m.Recovery, m.Employee, m.Policy)


def stands() -> bool:
    """Whether this office is, or is becoming, a demonstration."""
    return m.Batch.select(m.Batch.id).where(m.Batch.idempotency_key.startswith(f"{KEY} ")).exists()


def seed_demo(claims: int, *, today: date, documents: Path | None = None) -> dict[str, int]:
    """Fill an empty office with so many claims and all that hangs on them.

    The same arguments give the same office. Interrupted and run again with the same arguments, it
    goes on where it stopped.

    Args:
        claims: how many.
        today: the office's day, around which the open work lies.
        documents: folder of the document store; that of the instance unless given.

    Returns:
        How many rows of each sheet the office has by it; nothing where it was there already.

    Raises:
        Blocked: the office holds records of its own.
    """
    seed_reference()
    name = f"{KEY} {claims} {today}"
    count = part_count(claims)
    if _is_written(f"{name} {count}"):
        return {}
    if not _is_written(f"{name} 0"):
        _need_empty()
    store, counts = documents or locate().documents, Counter[str]()
    keep_in(store)
    first = opening(claims, today=today, first=first_day(claims, today=today), ids=Keys())
    rows = {model: list(made) for model, made in first.rows.items()}
    _write(first, f"{name} 0", store, counts, on=today)
    directory = directory_of(rows, Keys())
    made = parts(
        claims, today=today, directory=directory, numbers=Numbers(_formats(), _start_month())
    )
    for n, part in enumerate(made, 1):
        if n == count:  # The last part says that all is there, what people did meanwhile too.
            set_letterhead(today=today, mark=name)
            finish_most(today=today, mark=name)
            ask_for_approvals(directory, today=today, mark=name)
            fill_light_duty(directory, counts, today=today, mark=name)
            write_letters(directory, counts, today=today, mark=name)
        _write(part, f"{name} {n}", store, counts, on=today)
    return dict(counts)


def _is_written(key: str) -> bool:
    return m.Batch.select(m.Batch.id).where(m.Batch.idempotency_key == key).exists()


def _need_empty() -> None:
    for model in EMPTY_OF:
        if model.select(model.id).where(model.trashed_at.is_null()).exists():
            plural = meta(model, "plural").lower()
            raise Blocked(
                f"This office has {plural} of its own, and the demonstration fills an empty one "
                "only. Start it in another folder."
            )


def _write(part: Part, key: str, store: Path, counts: Counter[str], *, on: date) -> None:
    """Keep the files of a part, then write its rows as one batch."""
    store.mkdir(mode=0o700, parents=True, exist_ok=True)
    for file in part.files:
        place = store / below(file.store_name)
        place.parent.mkdir(mode=0o700, exist_ok=True)
        place.write_bytes(file.content)
    done = commit(OPERATOR, part.draft("Demonstration office", on=on), key=Click(key))
    counts.update(sheet for sheet, _ in done.created)


class Keys:
    """Natural keys and the ids of their rows, each sheet read once."""

    def __init__(self) -> None:
        """Start with nothing read."""
        self.known: dict[Any, dict[str, int]] = {}

    def __call__(self, model: Any, key: str) -> int:
        """The id of the row with this natural key."""
        if model not in self.known:
            column = getattr(model, model._meta.key[0])
            self.known[model] = dict(
                model.select(column, model.id).where(model.trashed_at.is_null()).tuples()
            )
        if key not in self.known[model]:
            one = meta(model, "singular")
            raise NotFound(f"The demonstration needs the {one} “{key}”, and it is not there.")
        return self.known[model][key]


def _formats() -> dict[str, str]:
    """How numbers are made: the office's setting, else the sheet's own way."""
    return {
        name: settings.get(f"{name}_format", meta(model, "number")) or ""
        for name, model in NUMBERED.items()
    }


def _start_month() -> int:
    return settings.fiscal_start()
