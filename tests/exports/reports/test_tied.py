"""Each total of each report, tied to the ledgers by a statement that knows nothing of reports."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from asked import KEYS, TODAY, made, rows

from journal.database import run
from seed.demo import seed_demo

pytestmark = pytest.mark.slow

EVER = {"from_": "1990-01-01", "to": str(TODAY)}
YEAR = {"from_": "2025-07-01", "to": "2026-06-30"}
IN_YEAR = "BETWEEN '2025-07-01' AND '2026-06-30'"
LIVE = "trashed_at IS NULL"
OPEN = (
    f"{LIVE} AND status NOT IN ('closed_paid', 'closed_no_payment', 'closed_withdrawn',"
    " 'closed_time_expired', 'closed_transferred')"
)
PAID = f"posted_at IS NOT NULL AND {LIVE} AND payment_date <= '{TODAY}'"
BY_RULE = f"{LIVE} AND rule_code IS NOT NULL AND rule_code <> '' AND diary_date {IN_YEAR}"
RETENTION = 30_000_00
"""Of the test's own: what counts as a large loss."""


@pytest.fixture
def demonstration(seeded_office):
    """An office with everything in it."""
    seed_demo(160, today=TODAY)
    return seeded_office


def one(statement: str) -> int:
    """The one figure of a statement."""
    return int(run(statement).fetchone()[0] or 0)


def day(raw: object) -> date:
    """A day as either engine gives it."""
    return date.fromisoformat(str(raw)[:10])


def claims(held: str) -> set[int]:
    """The claims of a condition."""
    return {int(row_id) for (row_id,) in run(f"SELECT id FROM claim WHERE {held}").fetchall()}


def paid(of: set[int], more: str = "") -> dict[int, int]:
    """What the ledger of payments has for claims."""
    found = run(f"SELECT claim_id, sum(amount) FROM payment WHERE {PAID} {more} GROUP BY claim_id")
    return {int(c): int(cents) for c, cents in found.fetchall() if c in of}


def outstanding(of: set[int], category: str) -> dict[int, int]:
    """Reserve less paid in one category of open claims, never below nothing."""
    reserved = run(
        f"SELECT claim_id, sum(change) FROM reserve WHERE {LIVE} AND category = '{category}' "
        f"AND reserve_date <= '{TODAY}' GROUP BY claim_id"
    ).fetchall()
    gone, known = paid(of, f"AND category = '{category}'"), {int(c): int(n) for c, n in reserved}
    return {c: max(0, known.get(c, 0) - gone.get(c, 0)) for c in known if c in of}


CATEGORIES = ("indemnity", "medical", "expense")


def money(of: set[int]) -> dict[str, int]:
    """Paid, outstanding and incurred of claims, from the two ledgers."""
    spent = sum(paid(of).values())
    left = sum(sum(outstanding(of, category).values()) for category in CATEGORIES)
    return {"total_paid": spent, "total_reserve": left, "gross_incurred": spent + left}


def incurred(of: set[int]) -> dict[int, int]:
    """What each claim has incurred."""
    return {c: money({c})["gross_incurred"] for c in of}


# --- What each report has to come to -------------------------------------------------------------


def frequency() -> dict[str, int]:
    dated = claims(f"{LIVE} AND loss_date IS NOT NULL")
    starts = [date(2026 - back, 7, 1) for back in range(5)]
    years = {
        f"year_{back}": one(
            f"SELECT count(*) FROM claim WHERE {LIVE} AND loss_date >= '{first}' "
            f"AND loss_date < '{first.replace(year=first.year + 1)}'"
        )
        for back, first in enumerate(starts)
    }
    return {
        "claims": len(dated),
        "open": one(f"SELECT count(*) FROM claim WHERE {OPEN} AND loss_date IS NOT NULL"),
        "reopened": one(f"SELECT count(*) FROM claim WHERE {LIVE} AND reopened_date IS NOT NULL"),
        "litigated": len(claims(f"{LIVE} AND litigated AND loss_date IS NOT NULL")),
        "with_money": sum(cents > 0 for cents in incurred(dated).values()),
        **years,
        **money(dated),
    }


def by_department() -> dict[str, int]:
    """Employees stand beside the departments that have claims."""
    people = one(
        f"SELECT count(*) FROM employee WHERE {LIVE} AND active AND department_id IN "
        f"(SELECT department_id FROM claim WHERE {LIVE} AND loss_date IS NOT NULL)"
    )
    return {**frequency(), "employees": people}


def by_cause() -> dict[str, int]:
    """The losses of this fiscal year so far, and those of the last one up to the same day."""
    now, before = (
        one(f"SELECT count(*) FROM claim WHERE {LIVE} AND loss_date BETWEEN {days}")
        for days in ("'2026-07-01' AND '2026-11-24'", "'2025-07-01' AND '2025-11-24'")
    )
    return {**frequency(), "trend": now - before}


def loss_run() -> dict[str, int]:
    every = claims(LIVE)
    found = {"odd": 0, **money(every)}
    for category in CATEGORIES:
        found[f"{category}_paid"] = sum(paid(every, f"AND category = '{category}'").values())
        found[f"{category}_reserve"] = sum(outstanding(every, category).values())
    back = one(f"SELECT sum(amount) FROM recovery_receipt WHERE {LIVE} AND claim_id IS NOT NULL")
    retained = run(
        f"SELECT c.id, p.retention FROM claim c JOIN policy p ON p.id = c.policy_id WHERE c.{LIVE}"
    ).fetchall()
    over = sum(
        max(0, money({int(c)})["gross_incurred"] - int(sir))
        for c, sir in retained
        if sir is not None
    )
    net = found["gross_incurred"] - back
    return {**found, "recoveries": back, "net_incurred": net, "amount_over_sir": over}


def large_losses() -> dict[str, int]:
    unretained = claims(
        f"{LIVE} AND (policy_id IS NULL OR policy_id IN (SELECT id FROM policy WHERE retention IS NULL))"
    )
    half = run(
        f"SELECT c.id, p.retention FROM claim c JOIN policy p ON p.id = c.policy_id WHERE c.{LIVE} "
        "AND p.retention IS NOT NULL"
    ).fetchall()
    known = {int(c): int(sir) for c, sir in half}
    every = incurred(unretained | set(known))
    large = {c for c in unretained if every[c] >= RETENTION}
    large |= {c for c, sir in known.items() if every[c] * 100 >= sir}
    over = sum(max(0, every[c] - known[c]) for c in large if c in known)
    return {**money(large), "amount_over_sir": over}


def largest_claims() -> dict[str, int]:
    """The ten open claims that have incurred most, with those that tie with the tenth."""
    of_open = incurred(claims(OPEN))
    tenth = sorted(of_open.values(), reverse=True)[9]
    return money({c for c, cents in of_open.items() if cents >= tenth})


def no_activity() -> dict[str, int]:
    """Nothing dated on the claim in the last 60 days."""
    done = " UNION ALL ".join(
        f"SELECT claim_id, {column} AS day FROM {sheet} WHERE {LIVE}"
        for sheet, column in (
            ("file_note", "note_date"), ("contact_log", "contact_date"),
            ("document", "document_date"), ("payment", "payment_date"),
            ("reserve", "reserve_date"), ("recovery_receipt", "receipt_date"),
            ("diary", "done_date"),
        )
    )  # fmt: skip
    busy = run(
        f"SELECT DISTINCT claim_id FROM ({done}) AS d WHERE claim_id IS NOT NULL "
        f"AND day > '{TODAY - timedelta(days=60)}' AND day <= '{TODAY}'"
    ).fetchall()
    quiet = claims(f"{OPEN} AND received_date <= '{TODAY - timedelta(days=60)}'")
    return {"total_reserve": money(quiet - {int(c) for (c,) in busy})["total_reserve"]}


def light_duty() -> dict[str, int]:
    offers = run(
        "SELECT first_day, last_day, ended_date FROM light_duty_offer "
        f"WHERE {LIVE} AND status IN ('accepted', 'ended')"
    ).fetchall()
    days = 0
    for first, last, ended in offers:
        until = min(d for d in (day(last), day(ended) if ended else TODAY, TODAY))
        days += max(0, (until - day(first)).days + 1)
    return {"days": days}


def lag_times() -> dict[str, int]:
    found = run(
        "SELECT c.loss_date, c.received_date, i.reported_date FROM claim c LEFT JOIN incident i "
        f"ON i.id = c.incident_id WHERE c.{LIVE} AND c.loss_date IS NOT NULL "
        f"AND c.received_date {IN_YEAR}"
    ).fetchall()
    lags = [(day(received) - day(loss)).days for loss, received, _ in found]
    return {
        "claims": len(lags),
        "late": sum(lag > 30 for lag in lags),
        "reported": sum(reported is not None for *_, reported in found),
    }


def compliance() -> dict[str, int]:
    ended = "(status = 'done' AND coalesce(ended_by_rule, false))"
    held = {
        "met": f"status = 'done' AND NOT {ended} AND done_date <= diary_date",
        "late": f"status = 'done' AND NOT {ended} AND (done_date IS NULL OR done_date > diary_date)",
        "missed": f"status = 'open' AND diary_date < '{TODAY}'",
        "ahead": f"status = 'open' AND diary_date >= '{TODAY}'",
        "ended": f"(status = 'dropped' OR {ended})",
    }
    found = {n: one(f"SELECT count(*) FROM diary WHERE {BY_RULE} AND {h}") for n, h in held.items()}
    return {**found, "due": one(f"SELECT count(*) FROM diary WHERE {BY_RULE}")}


def recoveries() -> dict[str, int]:
    received = one(
        f"SELECT sum(amount) FROM recovery_receipt WHERE {LIVE} AND recovery_id IS NOT NULL"
    )
    rows = run(
        "SELECT r.status, r.billed, coalesce((SELECT sum(c.amount) FROM recovery_cost c WHERE "
        f"c.recovery_id = r.id AND c.{LIVE}), 0), coalesce(r.adjusted, 0), coalesce((SELECT "
        f"sum(t.amount) FROM recovery_receipt t WHERE t.recovery_id = r.id AND t.{LIVE}), 0) "
        f"FROM recovery r WHERE r.{LIVE}"
    ).fetchall()
    closed = ("paid_closed", "compromised_closed", "written_off", "withdrawn", "time_barred")
    due = sum(
        int(c if b is None else b) - int(a) - int(t)
        for status, b, c, a, t in rows
        if status not in closed
    )
    return {
        "billed": sum(int(billed or 0) for _, billed, _, _, _ in rows),
        "cost": sum(int(cost) for _, _, cost, _, _ in rows),
        "received": received,
        "adjusted": sum(int(adjusted) for _, _, _, adjusted, _ in rows),
        "balance": due,
    }


TIED: dict[str, tuple[dict[str, str], Callable[[], dict[str, int]]]] = {
    "accident_log": (YEAR, lambda: {
        "claims": one(
            f"SELECT count(*) FROM claim WHERE {LIVE} AND incident_id IN "
            f"(SELECT id FROM incident WHERE {LIVE} AND loss_date {IN_YEAR})"
        )}),
    "deadlines": (YEAR, dict),
    "department_status": ({}, lambda: {
        "asked": one(
            f"SELECT count(*) FROM investigation_step WHERE {LIVE} AND received_date IS NULL "
            f"AND claim_id IN (SELECT id FROM claim WHERE {OPEN})"
        )}),
    "diary_compliance": (YEAR, compliance),
    "frequency_by_cause": (EVER, by_cause),
    "frequency_by_department": (EVER, by_department),
    "lag_times": (YEAR, lag_times),
    "large_losses": ({"share": "1", "amount": "30000"}, large_losses),
    "largest_claims": ({}, largest_claims),
    "light_duty": ({}, light_duty),
    "loss_run": ({}, loss_run),
    "no_activity": ({}, no_activity),
    "open_claims": ({}, lambda: money(claims(OPEN))),
    "payment_register": (YEAR, lambda: {
        "amount": one(f"SELECT sum(amount) FROM payment WHERE {PAID} AND payment_date {IN_YEAR}")}),
    "recoveries": ({}, recoveries),
    "reserve_changes": (YEAR, lambda: {
        "change": one(
            f"SELECT sum(change) FROM reserve WHERE {LIVE} AND reserve_date {IN_YEAR}"
        )}),
}  # fmt: skip
"""Report -> how it is asked, and what each of its totals has to be."""


def test_every_report_is_tied():
    assert sorted(TIED) == sorted(KEYS)


@pytest.mark.usefixtures("demonstration")
def test_each_total_of_each_report_is_what_the_ledgers_say():
    wrong = {}
    for key, (asked, expected) in TIED.items():
        totals, due = made(key, **asked).totals, expected()
        assert any(due.values()) or not due, key
        wrong |= {
            f"{key} {name}": (totals.get(name), due.get(name))
            for name in totals.keys() | due.keys()
            if totals.get(name) != due.get(name)
        }
    assert wrong == {}


@pytest.mark.usefixtures("demonstration")
def test_the_list_of_deadlines_has_one_row_for_each_entry_that_is_counted():
    assert made("deadlines", **YEAR).count == compliance()["due"] > 0


THEN = date(2026, 6, 30)


@pytest.mark.usefixtures("demonstration")
def test_a_past_day_holds_what_was_received_and_invoiced_by_then():
    """The demonstration is entered today: every record of it counts by its own day."""
    got = f"coalesce(received_date, presented_date) <= '{THEN}'"
    then = claims(f"{LIVE} AND {got}") | {
        int(c)
        for ledger, day_of in (("payment", "payment_date"), ("reserve", "reserve_date"))
        for (c,) in run(
            f"SELECT DISTINCT claim_id FROM {ledger} WHERE {LIVE} AND {day_of} <= '{THEN}' "
            + ("AND posted_at IS NOT NULL" if ledger == "payment" else "")
        ).fetchall()
    }
    found = {row["claim_id"] for row in rows("loss_run", as_of=THEN)}
    assert found == then
    still = claims(f"{LIVE} AND (closed_date IS NULL OR closed_date > '{THEN}')")
    assert {row["claim_id"] for row in rows("open_claims", as_of=THEN)} == then & still
    invoiced = run(f"SELECT id FROM recovery WHERE {LIVE} AND invoice_date <= '{THEN}'").fetchall()
    paid_by = run(
        f"SELECT DISTINCT recovery_id FROM recovery_receipt WHERE {LIVE} AND recovery_id IS NOT "
        f"NULL AND receipt_date <= '{THEN}'"
    ).fetchall()
    shown = {row["recovery_id"] for row in rows("recoveries", as_of=THEN)}
    assert shown == {int(n) for (n,) in [*invoiced, *paid_by]}
    assert {int(n) for (n,) in invoiced} - {int(n) for (n,) in paid_by}
