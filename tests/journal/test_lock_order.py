"""Batches that touch the same records from different sides wait for each other and never lock each
other out.
"""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from builders import claim, pay, reserve

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from models import database

ROUNDS = 40
TODAY = date(2026, 11, 24)


def edits(claims: list[int], payments: list[int], incident: int, seed: int) -> int:
    """Change facts, entries, payments and the incident of a few claims, over and over."""
    dice, done = random.Random(seed), 0
    with database.connection_context():
        for number in range(ROUNDS):
            draft = Draft(f"{seed} {number}", source="verb", on=TODAY)
            claim_id = dice.choice(claims)
            turn = (number + seed) % 5
            if turn == 0:
                day = date(2026, 11, 1) + timedelta(days=dice.randrange(20))
                draft.change(m.Claim, claim_id, presented_date=day)
            elif turn == 1:
                entry = m.Diary.get(m.Diary.claim == claim_id)
                draft.change(m.Diary, entry.id, detail=f"{seed} {number}")
            elif turn == 2:
                draft.change(m.Payment, dice.choice(payments), memo=f"{seed} {number}")
            elif turn == 3:
                day = date(2026, 5, 1) + timedelta(days=dice.randrange(20))
                draft.change(m.Incident, incident, loss_date=day)
            else:
                draft.create(m.Recovery, claim=claim_id, incident=incident)
            commit(OPERATOR, draft)
            done += 1
    return done


def test_records_touched_from_all_sides_never_lock_each_other_out(office):
    incident = m.Incident.get_by_id(_incident())
    claims = [
        claim(
            status="under_review",
            presented_date=date(2026, 11, 2),
            claim_kind="injury",
            loss_date=None,
            incident=incident.id,
        )
        for _ in range(3)
    ]
    for claim_id in claims:
        reserve(claim_id, 900_00)
        pay(claim_id, 10_00)
    payments = [p.id for p in m.Payment.select()]
    with ThreadPoolExecutor(4) as people:
        works = [people.submit(edits, claims, payments, incident.id, n) for n in range(4)]
        assert [work.result() for work in works] == [ROUNDS] * 4


def _incident() -> int:
    draft = Draft("made", source="seed", on=TODAY)
    draft.create(m.Incident, loss_date=date(2026, 5, 20), city_property_damaged=True)
    return commit(OPERATOR, draft).created[0][1]
