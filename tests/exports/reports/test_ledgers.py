"""The figures of reports, tied to the ledgers by statements of their own."""

from datetime import date
from decimal import Decimal

import pytest
from asked import TODAY, made, rows
from desk import claim, make

from exports.reports.middles import median, percentile
from journal.database import run
from seed.demo import seed_demo

CATEGORIES = ("indemnity", "medical", "expense")
PAST = date(2026, 6, 30)


@pytest.fixture
def demonstration(seeded_office):
    """An office with everything in it."""
    seed_demo(60, today=TODAY)
    return seeded_office


def total(statement: str) -> int:
    """The one figure of a statement."""
    return int(run(statement).fetchone()[0] or 0)


def paid(category: str, until: date) -> int:
    return total(
        "SELECT sum(amount) FROM payment WHERE posted_at IS NOT NULL AND trashed_at IS NULL "
        f"AND claim_id IS NOT NULL AND category = '{category}' AND payment_date <= '{until}'"
    )


def outstanding(category: str, until: date) -> int:
    """Reserve less paid of each claim, never below nothing."""
    left = run(
        "SELECT c.id, (SELECT coalesce(sum(r.change), 0) FROM reserve r WHERE r.claim_id = c.id "
        f"AND r.category = '{category}' AND r.trashed_at IS NULL AND r.reserve_date <= '{until}') - "
        "(SELECT coalesce(sum(p.amount), 0) FROM payment p WHERE p.claim_id = c.id "
        f"AND p.category = '{category}' AND p.posted_at IS NOT NULL AND p.trashed_at IS NULL "
        f"AND p.payment_date <= '{until}') FROM claim c WHERE c.trashed_at IS NULL"
    ).fetchall()
    return sum(max(0, int(amount)) for _, amount in left)


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("day", [TODAY, PAST])
def test_the_loss_run_ties_to_the_ledgers_today_and_on_a_past_day(day):
    totals = made("loss_run", as_of=day).totals
    for category in CATEGORIES:
        assert totals[f"{category}_paid"] == paid(category, day) > 0
        assert totals[f"{category}_reserve"] == outstanding(category, day) > 0
    assert totals["recoveries"] == total(
        "SELECT sum(amount) FROM recovery_receipt WHERE claim_id IS NOT NULL "
        f"AND trashed_at IS NULL AND receipt_date <= '{day}'"
    )


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
@pytest.mark.parametrize("day", [TODAY, PAST])
def test_the_identities_of_a_loss_run_hold_in_every_row(day):
    for row in rows("loss_run", as_of=day):
        assert row["total_paid"] == sum(row[f"{c}_paid"] for c in CATEGORIES)
        assert row["total_reserve"] == sum(row[f"{c}_reserve"] for c in CATEGORIES)
        assert row["gross_incurred"] == row["total_paid"] + row["total_reserve"]
        assert row["net_incurred"] == row["gross_incurred"] - row["recoveries"]
        assert row["amount_over_sir"] == max(0, row["gross_incurred"] - (row["sir"] or 10**15))
        if row["date_closed"] and row["date_closed"] <= day:
            assert row["total_reserve"] == 0


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_what_stands_on_the_claims_is_what_the_loss_run_sums():
    totals = made("loss_run").totals
    stands = run("SELECT sum(paid), sum(outstanding), sum(net) FROM claim WHERE trashed_at IS NULL")
    assert [int(amount) for amount in stands.fetchone()] == [
        totals["total_paid"], totals["total_reserve"], totals["net_incurred"]]  # fmt: skip


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_registers_and_groups_tie_to_the_ledgers_too():
    period = {"from_": "2025-07-01", "to": "2026-06-30"}
    between = "BETWEEN '2025-07-01' AND '2026-06-30'"
    assert made("payment_register", **period).totals["amount"] == total(
        "SELECT sum(amount) FROM payment WHERE posted_at IS NOT NULL AND trashed_at IS NULL "
        f"AND payment_date {between}"
    )
    assert made("reserve_changes", **period).totals["change"] == total(
        f"SELECT sum(change) FROM reserve WHERE trashed_at IS NULL AND reserve_date {between}"
    )
    assert made("recoveries").totals["received"] == total(
        "SELECT sum(amount) FROM recovery_receipt WHERE trashed_at IS NULL AND recovery_id IS NOT NULL"
    )
    assert made("accident_log", **period).count == total(
        f"SELECT count(*) FROM incident WHERE trashed_at IS NULL AND loss_date {between}"
    )
    everything = {"from_": "1990-01-01", "to": TODAY}
    for key in ("frequency_by_department", "frequency_by_cause"):
        totals = made(key, **everything).totals
        assert totals["claims"] == total("SELECT count(*) FROM claim WHERE loss_date IS NOT NULL")
        assert totals["gross_incurred"] == total(
            "SELECT sum(incurred) FROM claim WHERE loss_date IS NOT NULL AND trashed_at IS NULL"
        )
    closed = "('closed_paid','closed_no_payment','closed_withdrawn','closed_time_expired','closed_transferred')"
    assert made("open_claims").count == total(
        f"SELECT count(*) FROM claim WHERE trashed_at IS NULL AND status NOT IN {closed}"
    )
    due = f"FROM diary WHERE trashed_at IS NULL AND rule_code IS NOT NULL AND diary_date {between}"
    compliance = made("diary_compliance", **period).totals
    assert compliance["due"] == total(f"SELECT count(*) {due}")
    parts = ("met", "late", "missed", "ahead", "ended")
    assert compliance["due"] == sum(compliance[name] for name in parts)


# --- Small cases, worked by hand -----------------------------------------------------------------


def paid_on(claim_id: int, amount: int, day: date, category: str = "indemnity") -> None:
    """A payment as a register brings it: posted on its day."""
    make(
        "payment",
        claim=claim_id,
        category=category,
        amount=amount,
        status="posted",
        payment_date=day,
        posted_at=f"{day} 18:00:00",
        source="opening",
    )


@pytest.mark.usefixtures("office")
def test_money_counts_from_the_day_it_is_dated():
    number = claim(claim_no="L-1")
    paid_on(number, 100_00, date(2026, 6, 30))
    paid_on(number, 50_00, date(2026, 7, 1))
    for day, amount in (("2026-06-29", 0), ("2026-06-30", 100_00), ("2026-07-01", 150_00)):
        assert made("loss_run", as_of=day).totals["total_paid"] == amount
    assert made("loss_run", as_of="2026-06-29").count == 0
    assert made("loss_run", as_of="2026-06-30").count == 1


@pytest.mark.usefixtures("office")
def test_a_retention_is_passed_by_what_is_above_it():
    policy = make(
        "policy", policy_no="P-1", line="liability", retention=1_000_00,
        effective_date=date(2026, 1, 1), expiry_date=date(2027, 1, 1),
    )  # fmt: skip
    for number, amount in (("L-1", 499_99), ("L-2", 500_00), ("L-3", 1_000_00), ("L-4", 1_000_01)):
        paid_on(claim(claim_no=number, policy=policy), amount, TODAY)
    over = {row["claim_no"]: row["amount_over_sir"] for row in rows("loss_run")}
    assert over == {"L-1": 0, "L-2": 0, "L-3": 0, "L-4": 1}
    assert [(row["claim_no"], row["percent"]) for row in rows("large_losses")] == [
        ("L-4", 100), ("L-3", 100), ("L-2", 50)]  # fmt: skip
    assert [row["claim_no"] for row in rows("large_losses", share=101)] == []


@pytest.mark.usefixtures("office")
def test_open_claims_stand_in_the_age_of_the_day_they_came():
    ages = {
        "2026-08-26": "0 to 90 days",
        "2026-08-25": "91 to 180 days",
        "2025-11-24": "181 to 365 days",
        "2025-11-23": "1 to 2 years",
        "2021-11-24": "2 to 5 years",
        "2021-11-23": "over 5 years",
    }
    for n, day in enumerate(ages):
        claim(claim_no=f"L-{n}", loss_date=date(2021, 1, 1), received_date=date.fromisoformat(day))
    claim(claim_no="L-9", status="closed_paid", closed_date=TODAY)
    found = {str(row["opened"]): row["age"] for row in rows("open_claims")}
    assert found == ages
    drawn = made("open_claims").picture()
    assert drawn.series["Claims"] == [1] * 6
    assert [row["claim_no"] for row in rows("open_claims", age="1 to 2 years")] == ["L-3"]


@pytest.mark.usefixtures("office")
def test_a_deadline_is_met_on_its_day_and_late_a_day_after():
    number = claim(claim_no="L-1", deadlines_from_date=date(2030, 1, 1))
    day = date(2026, 11, 10)
    facts = {"claim": number, "diary_date": day, "rule_code": "X-1", "subject": "Act"}
    made_on = (("done", day), ("done", date(2026, 11, 11)), ("open", None), ("dropped", None))
    for status, done in made_on:
        make("diary", status=status, done_date=done, **facts)
    make("diary", status="open", **(facts | {"diary_date": TODAY}))
    (row,) = [row for row in rows("diary_compliance", to="2026-12-31") if row["rule"] == "X-1"]
    figures = [row[n] for n in ("due", "met", "late", "missed", "ahead", "ended", "percent")]
    assert figures == [5, 1, 1, 1, 1, 1, 33]


@pytest.mark.parametrize(
    ("values", "share", "is_"),
    [([7], 50, 7), ([1, 2], 50, 1), ([1, 2, 3], 50, 2), ([*range(1, 11)], 90, 9), ([3, 1], 90, 3)],
)
def test_a_percentile_is_one_of_the_values(values, share, is_):
    assert percentile(values, share) == is_


@pytest.mark.parametrize(
    ("values", "is_"), [([7], "7"), ([7, 52], "29.5"), ([3, 1, 2], "2"), ([4, 2, 8, 100], "6")]
)
def test_a_median_lies_halfway_between_the_two_in_the_middle(values, is_):
    assert str(median(values)) == is_


@pytest.mark.usefixtures("office")
def test_the_median_of_two_lags_lies_between_them():
    for number, received in enumerate((date(2026, 8, 8), date(2026, 9, 22))):
        claim(claim_no=f"L-{number}", loss_date=date(2026, 8, 1), received_date=received)
    (row,) = rows("lag_times", from_="2026-07-01", to=TODAY)
    assert (row["claims"], row["median"], row["p90"]) == (2, Decimal("29.5"), 52)


@pytest.mark.usefixtures("office")
def test_a_claim_is_quiet_until_something_is_done():
    quiet, busy = claim(claim_no="L-1"), claim(claim_no="L-2")
    make("filenote", claim=quiet, note_date=date(2026, 9, 25), subject="Seen")
    make("filenote", claim=busy, note_date=date(2026, 9, 26), subject="Seen")
    assert [row["claim_no"] for row in rows("no_activity", days=60)] == ["L-1"]
    assert [row["claim_no"] for row in rows("no_activity", days=59)] == ["L-1", "L-2"]


@pytest.mark.usefixtures("office")
def test_a_recovery_ages_from_its_invoice():
    days = {
        "2026-10-25": "0 to 30",
        "2026-10-24": "31 to 60",
        "2025-11-23": "over 1 year",
    }
    for n, day in enumerate(days):
        recovery = make(
            "recovery",
            recovery_no=f"REC-{n}",
            status="billed",
            damage_date=date(2025, 1, 1),
            invoice_date=date.fromisoformat(day),
            billed=100_00,
        )
        make("recoveryreceipt", recovery=recovery, receipt_date=TODAY, amount=n * 10_00)
    make("recovery", recovery_no="REC-9", status="documenting")
    found = rows("recoveries")
    assert {str(row["invoice_date"]): row["age"] for row in found} == {
        **days,
        "None": "not invoiced",
    }
    assert {row["recovery_no"]: row["balance"] for row in found} == {
        "REC-0": 100_00, "REC-1": 90_00, "REC-2": 80_00, "REC-9": 0}  # fmt: skip
    drawn = made("recoveries").picture()
    assert dict(zip(drawn.labels, drawn.series["Balance"], strict=True)) == {
        **dict.fromkeys(("61 to 90", "91 to 180", "181 to 365", "not invoiced"), 0),
        "0 to 30": 100_00, "31 to 60": 90_00, "over 1 year": 80_00}  # fmt: skip
    then = made("recoveries", as_of="2026-11-23")
    assert (then.count, then.totals["balance"]) == (3, 300_00)


@pytest.mark.usefixtures("office")
def test_a_recovery_shows_its_bill_apart_from_its_cost_and_the_share_that_came_in():
    bare = make("recovery", recovery_no="RX-1", status="documenting")
    make("recoverycost", recovery=bare, element="other", description="Pole", amount=75_00)
    for number, came in (("RX-2", 79_94), ("RX-3", 79_95), ("RX-4", 100_00)):
        one = make("recovery", recovery_no=number, status="billed", billed=100_00)
        make("recoveryreceipt", recovery=one, receipt_date=TODAY, amount=came)
    found = {row["recovery_no"]: row for row in rows("recoveries")}
    assert (found["RX-1"]["billed"], found["RX-1"]["cost"], found["RX-1"]["percent"]) == (
        None, 75_00, None,
    )  # fmt: skip
    assert [str(found[f"RX-{n}"]["percent"]) for n in (2, 3, 4)] == ["79.9", "80", "100"]


@pytest.mark.usefixtures("office")
def test_a_recovery_shows_its_last_day_to_sue():
    """Three years, or two of an injured employee; as agreed (Code Civ. Proc. 335.1, 338, 360.5)."""
    damage = {"damage_date": date(2026, 8, 14)}
    make("recovery", recovery_no="LD-1", **damage)
    make("recovery", recovery_no="LD-2", limitation_kind="injured_employee", **damage)
    make("recovery", recovery_no="LD-3", tolled_to_date=date(2030, 1, 10), **damage)
    make("recovery", recovery_no="LD-4")
    found = {row["recovery_no"]: row["last_day"] for row in rows("recoveries")}
    assert [found[f"LD-{n}"] for n in (1, 2, 3, 4)] == [
        date(2029, 8, 14), date(2028, 8, 14), date(2030, 1, 10), None,
    ]  # fmt: skip
