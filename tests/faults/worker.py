"""A process that works on an office until it is killed; each acknowledged change is one line on its
output.
"""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import models as m
from imports import commit as importing
from imports import plan as planning
from imports.outcome import Options
from journal import chain, database
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

TODAY = date(2026, 11, 24)


def pay(claim_id: int) -> None:
    """Post payments one after the other."""
    while True:
        draft = Draft("payment", source="verb", on=TODAY)
        draft.create(
            m.Payment,
            claim=claim_id,
            category="indemnity",
            amount=1_00,
            payment_date=TODAY,
            status="posted",
            posted_at=datetime.now(UTC),
        )
        print(commit(OPERATOR, draft).seq, flush=True)


def bring_in(path: str) -> None:
    """Bring one file in; its number is printed when it stands."""
    plan = planning.plan_file(OPERATOR, m.Claim, Path(path), Options(on=TODAY))
    print("planned", flush=True)
    print(importing.commit(OPERATOR, plan)["batch"], flush=True)


if __name__ == "__main__":
    url, heads, act, argument = sys.argv[1:]
    database.connect(url)
    chain.anchor_at(Path(heads))
    pay(int(argument)) if act == "pay" else bring_in(argument)
