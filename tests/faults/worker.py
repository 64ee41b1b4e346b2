"""A process that works on an office until it is killed; what it tries and what stands is a line each on its output."""

import sys
from datetime import date
from pathlib import Path

from faults.victims import keep_heads

import models as m
from imports import commit as importing
from imports import plan as planning
from imports.outcome import Options
from journal import database, documents
from journal.who import OPERATOR, person
from workflow import load
from workflow.verbs import Act, run

TODAY = date(2026, 11, 24)
CENTS = 100_00


def pay_once(claim_id: int, payee_id: int, number: int) -> int | None:
    """Pay by the verb, under its checks and limits; the number is the click and makes the amount."""
    values = {"payee": payee_id, "category": "indemnity", "amount": CENTS + number}
    act = Act("pay", "claim", [claim_id], values)
    return run(person("ann@example.org"), act, on=TODAY, click=f"pay-{number}").receipt.seq


def pay(claim_id: int, payee_id: int, number: int) -> None:
    """Pay one after the other."""
    load()
    while True:
        print(f"try {number}", flush=True)
        print(f"done {pay_once(claim_id, payee_id, number)}", flush=True)
        number += 1


def bring_in(sheet: str, path: str) -> None:
    """Bring one file into a sheet; its number is printed when it stands."""
    print("reading", flush=True)
    plan = planning.plan_file(OPERATOR, m.BY_NAME[sheet], Path(path), Options(on=TODAY))
    print("planned", flush=True)
    print(f"done {importing.commit(OPERATOR, plan)['batch']}", flush=True)


if __name__ == "__main__":
    url, folder, act, *arguments = sys.argv[1:]
    database.connect(url)
    keep_heads(Path(folder))
    documents.keep_in(Path(folder) / "documents")
    pay(*map(int, arguments)) if act == "pay" else bring_in(*arguments)
