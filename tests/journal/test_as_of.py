"""As of a moment is what a replay of the batches gives: over undo, many rows, an import, two sheets."""

import random
from datetime import UTC, datetime

import pytest
from builders import TODAY, change, claim, pay, reserve, write
from witness import faults, tampering

import models as m
from journal.commit import commit
from journal.database import run
from journal.drafts import Draft
from journal.question import Question
from journal.reading import ask
from journal.stored import storing
from journal.twins import kept
from journal.undo import undo
from journal.who import OPERATOR

pytestmark = pytest.mark.usefixtures("office")
SHEETS = (m.Claim, m.Payment)
LEFT_OUT = ("batch_id", "trashed_at", "id", "version")


def _many(model, values: list[dict]) -> int:
    """One batch of many rows; its number."""
    draft = Draft("many", source="import", on=TODAY)
    for row in values:
        draft.create(model, **row)
    return commit(OPERATOR, draft).seq


def _bulk_change(word: str) -> int:
    draft = Draft("all of them", source="seed", on=TODAY)
    for row in m.Claim.select(m.Claim.id).where(m.Claim.trashed_at.is_null()):
        draft.change(m.Claim, row.id, location=word)
    return commit(OPERATOR, draft).seq


def _opening(claim_id: int) -> dict:
    return {
        "claim": claim_id,
        "category": "indemnity",
        "amount": 5_00,
        "status": "posted",
        "source": "opening",
        "payment_date": TODAY,
        "posted_at": datetime.now(UTC),
    }


def _standing() -> dict:
    """Every row of two sheets out of the trash, as it stands: the replay of all that came before."""
    found = {}
    for model in SHEETS:
        names = [f.name for f in kept(model) if f.name not in LEFT_OUT]
        for row in model.select().where(model.trashed_at.is_null()):
            values = {n: storing(model._meta.fields[n])(row.__data__[n]) for n in names}
            found[model.__name__, row.id] = values
    return found


def _as_of(moment: datetime) -> dict:
    """The same by the question that screens and exports ask."""
    found = {}
    for model in SHEETS:
        answer = ask(OPERATOR, Question(model, columns=("*",), as_of=moment, limit=1_000))
        for row in answer.rows:
            pairs = zip(answer.fields, row.values, strict=True)
            values = {f.name: storing(f)(getattr(v, "id", v)) for f, v in pairs}
            found[model.__name__, row.id] = values
    return found


def _trashed(row_id: int) -> int:
    draft = Draft("away", on=TODAY)
    draft.trash(m.Claim, row_id)
    return commit(OPERATOR, draft).seq


@pytest.mark.parametrize("luck", range(4))
def test_as_of_every_moment_is_what_stood_then(luck):
    dice, one = random.Random(luck), claim(location="Elm")
    reserve(one, 900_00)
    acts = [
        lambda: change(m.Claim, one, location=dice.choice(["Oak", "Ash", None])).seq,
        lambda: pay(one, dice.randint(1, 9) * 100).seq,
        lambda: _many(m.Claim, [{"claimant": f"Row {n}"} for n in range(30)]),
        lambda: _many(m.Payment, [_opening(one) for _ in range(3)]),
        lambda: _bulk_change(dice.choice(["north", "south"])),
        lambda: _trashed(write(claim={"claimant": "gone"}).created[0][1]),
    ]
    stood, seqs = {}, []
    for turn in range(12):
        back = turn > 3 and dice.random() < 0.4
        seq = undo(OPERATOR, dice.choice(seqs), on=TODAY).seq if back else dice.choice(acts)()
        if seq:
            seqs.append(seq)
            stood[seq] = _standing()
    for seq, rows in stood.items():
        moment = m.Batch.get(m.Batch.seq == seq).committed_at
        later = m.Batch.get_or_none(m.Batch.seq == seq + 1)
        if later is None or later.committed_at > moment:
            assert _as_of(moment) == rows, seq


@pytest.mark.parametrize(
    "statement",
    ["UPDATE claim SET location = 'behind the back'", "UPDATE claim SET paid = paid + 1"],
)
def test_the_witness_sees_what_passes_by_the_journal(statement):
    one = claim()
    reserve(one, 900_00)
    pay(one, 100_00)
    assert faults() == []
    run(statement)
    assert "seen, not recorded" in faults()[0]
    tampering()
