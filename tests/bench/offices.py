"""Offices to measure: any number of claims with their ledgers, on SQLite, made through the
journal's bulk path.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import models as m
from journal import database, migrate, settings
from journal.commit import commit, commit_parts
from journal.drafts import Draft
from journal.who import SEED, Who
from models import names

TODAY = date(2026, 11, 24)
TECHNICIAN = Who("bench@example.org", None, "Bench", frozenset({"technician"}))
WORDS = (
    "pothole sidewalk tree limb sewer backup vehicle struck parked car water main break trip fall uneven curb "
    "signal pole hydrant fence window playground bus stop ladder wet floor"
).split()
STATUSES = (
    "received",
    "under_review",
    "assigned",
    "investigation",
    "rejected",
    "closed_no_payment",
    "closed_paid",
)
AT_ONCE = 5_000


def make(path: Path, claims: int) -> None:
    """A new office with `claims` claims, each with a reserve and a payment."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)
    make_at(f"sqlite:///{path}", claims)
    m.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def make_at(url: str, claims: int) -> None:
    """The same in the empty database at an address."""
    bind_to(url)
    migrate.migrate()
    commit(SEED, _reference())
    commit_parts(SEED, Draft("claims", source="seed", on=TODAY), parts(claims))
    m.database.execute_sql("ANALYZE")


def _reference() -> Draft:
    draft = Draft("departments, causes, people", source="seed", on=TODAY)
    departments = [(f"D{n:02d}", f"Department {n}") for n in range(1, 13)]
    draft.create_many(m.Department, ("code", "name"), departments)
    causes = [(f"K{n:02d}", f"Cause {n}", "Premises") for n in range(1, 25)]
    draft.create_many(m.CauseCode, ("code", "title", "group"), causes)
    people = [(f"adjuster{n}@example.org", f"Adjuster {n}") for n in range(1, 9)]
    draft.create_many(m.User, ("email", "name"), people)
    return draft


def bind(path: Path) -> None:
    """Work on this office."""
    bind_to(f"sqlite:///{path}")


def bind_to(url: str) -> None:
    """Work on the office at an address."""
    if m.database.obj is not None and not m.database.is_closed():
        m.database.close()
    database.connect(url)
    settings.forget()


def parts(claims: int) -> Iterator[Draft]:
    """Drafts of some thousand claims with their ledgers; the same every time."""
    dice = random.Random(claims)
    for start in range(0, claims, AT_ONCE):
        yield _part(dice, start, min(start + AT_ONCE, claims))


CLAIM = names(
    "claim_no claimant status department cause_code adjuster loss_date received_date description "
    "location amount_claimed"
)
RESERVE = names("claim category amount reserve_date")
PAYMENT = names("payment_no claim category amount status payment_date posted_at payee_name")


def _part(dice: random.Random, start: int, end: int) -> Draft:
    draft, now = Draft("", source="seed", on=TODAY), datetime.now(UTC)
    refs = draft.create_many(m.Claim, CLAIM, [_claim(dice, n) for n in range(start, end)])
    reserved = [(ref, "indemnity", dice.randrange(10**6), TODAY) for ref in refs]
    draft.create_many(m.Reserve, RESERVE, reserved)
    paid = zip(range(start, end), refs, strict=True)
    draft.create_many(
        m.Payment,
        PAYMENT,
        [
            (f"P{n:07d}", ref, "indemnity", dice.randrange(10**5), "posted", TODAY, now, "A payee")
            for n, ref in paid
        ],
    )
    return draft


def _claim(dice: random.Random, number: int) -> tuple:
    return (
        f"C{number:07d}",
        f"{dice.choice(WORDS).title()} {dice.choice(WORDS).title()}son",
        dice.choice(STATUSES),
        dice.randrange(1, 13),
        dice.randrange(1, 25),
        dice.randrange(1, 9),
        TODAY - timedelta(days=dice.randrange(3650)),
        TODAY,
        " ".join(dice.choice(WORDS) for _ in range(12)) + f" case {number}",
        f"{dice.randrange(9999)} Main St",
        dice.randrange(10**6),
    )
