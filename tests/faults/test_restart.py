"""PostgreSQL goes down under load and comes back: whoever clicks again pays once."""

import threading
import time

import desk
import pytest
from engines import Postgres, bind, unbind
from machine import postgres_programs
from peewee import OperationalError, PeeweeException

import models as m
from journal import audit, chain, documents
from journal.migrate import migrate
from rules.errors import OfficeError
from workflow.verbs import Act, run

pytestmark = pytest.mark.slow
PAYERS, PATIENCE = 4, 120


@pytest.fixture
def server():
    """A server of this test alone: it is stopped while others work."""
    own = Postgres(postgres_programs())
    yield own
    unbind()
    own.stop()


@pytest.fixture
def restarts(request) -> int:
    """How often the server goes down."""
    return 50 if request.config.getoption("--drill") else 3


def _pay(claim_id: int, payee_id: int, who, number: int) -> None:
    """Click until there is an answer, as people do."""
    values = {"payee": payee_id, "category": "indemnity", "amount": 100_00 + number}
    act, end = Act("pay", "claim", [claim_id], values), time.monotonic() + PATIENCE
    while True:
        try:
            run(who, act, on=desk.TODAY, click=f"pay-{number}")
            return
        except (PeeweeException, OfficeError) as fault:
            if time.monotonic() > end:
                raise
            if isinstance(fault, OperationalError) or not m.database.is_closed():
                m.database.obj.close()
            time.sleep(0.1)


def test_a_restart_under_load_pays_nobody_twice(server, restarts, told):
    url = server.make("office")
    bind(url)
    m.database.execute_sql("ALTER DATABASE office SET synchronous_commit = on")
    bind(url)
    chain.anchor_at(None)
    documents.keep_in(None)
    migrate()
    desk.limits()
    ann = desk.user("ann", "risk_manager")
    claim_id, payee_id = desk.claim(), desk.payee()
    desk.reserve(claim_id, 5_000_000_00)
    stop, done, faults = threading.Event(), [], []

    def work(payer: int) -> None:
        number = payer
        try:
            while not stop.is_set():
                _pay(claim_id, payee_id, ann, number)
                done.append(number)
                number += PAYERS
        except Exception as fault:
            faults.append(fault)
        finally:
            m.database.close()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(PAYERS)]
    for thread in threads:
        thread.start()
    for _ in range(restarts):
        time.sleep(0.5)
        server.halt()
        server.start()
        time.sleep(0.5)
    stop.set()
    for thread in threads:
        thread.join()
    bind(url)
    assert faults == []
    amounts = sorted(a for (a,) in m.Payment.select(m.Payment.amount).tuples())
    assert amounts == sorted(100_00 + number for number in done)
    assert m.Claim.get_by_id(claim_id).paid == sum(amounts)
    report = audit.verify()
    assert report.sound, report.problems
    told(
        f"PostgreSQL restarted {restarts} times under {PAYERS} payers: {len(done)} payments, each once"
    )
