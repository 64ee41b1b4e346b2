"""Every report at many claims, its table, totals and picture beside bare SQL of the same figures."""

from datetime import date
from pathlib import Path

from exports import reports
from exports.reports import asking
from exports.reports.report import REPORTS
from journal.database import run
from tests.bench import offices
from tests.bench.measure import Figure, spent

TODAY = date(2026, 11, 24)
BUDGET = 1.5
FIRST = 200
"""Rows of a page."""
CATEGORIES = ("indemnity", "medical", "expense")
EACH = ", ".join(f"sum(CASE category WHEN '{c}' THEN {{0}} ELSE 0 END) AS {c}" for c in CATEGORIES)
LEDGERS = f"""
    LEFT JOIN (SELECT claim_id, {EACH.format("amount")} FROM payment WHERE posted_at IS NOT NULL
        AND trashed_at IS NULL AND claim_id IS NOT NULL GROUP BY 1) p ON p.claim_id = c.id
    LEFT JOIN (SELECT claim_id, {EACH.format("change")} FROM reserve WHERE trashed_at IS NULL
        GROUP BY 1) r ON r.claim_id = c.id
    LEFT JOIN (SELECT claim_id, sum(amount) AS amount FROM recovery_receipt
        WHERE trashed_at IS NULL AND claim_id IS NOT NULL GROUP BY 1) b ON b.claim_id = c.id
"""
PAID = "+".join(f"coalesce(p.{c}, 0)" for c in CATEGORIES)
LEFT = "+".join(f"max(0, coalesce(r.{c}, 0) - coalesce(p.{c}, 0))" for c in CATEGORIES)
SUMS = f"count(*), sum({PAID}), sum({LEFT}), sum({PAID} + {LEFT})"
OPEN = "c.trashed_at IS NULL AND c.status NOT LIKE 'closed%'"
DONE = (
    "SELECT claim_id, max(day) AS day FROM ("
    + " UNION ALL ".join(
        f"SELECT claim_id, max({day}) AS day FROM {sheet} WHERE trashed_at IS NULL GROUP BY 1"
        for sheet, day in (
            ("file_note", "note_date"),
            ("contact_log", "contact_date"),
            ("document", "document_date"),
            ("payment", "payment_date"),
            ("reserve", "reserve_date"),
            ("recovery_receipt", "receipt_date"),
            ("diary", "done_date"),
        )
    )
    + ") GROUP BY 1"
)
"""What was done last on each claim, of the seven sheets that the report looks at."""
BARE = {
    "loss_run": f"SELECT {SUMS} FROM claim c {LEDGERS} WHERE c.trashed_at IS NULL",
    "open_claims": f"SELECT {SUMS} FROM claim c {LEDGERS} WHERE {OPEN}",
    "large_losses": f"SELECT {SUMS} FROM claim c {LEDGERS} WHERE c.trashed_at IS NULL "
    f"AND {PAID} + {LEFT} > 10000000",
    "largest_claims": f"SELECT count(*), sum(paid), sum(rest) FROM (SELECT {PAID} AS paid, "
    f"{LEFT} AS rest FROM claim c {LEDGERS} WHERE {OPEN} "
    "ORDER BY paid + rest DESC LIMIT 10)",
    "frequency_by_department": f"SELECT c.department_id, {SUMS} FROM claim c {LEDGERS} "
    "WHERE c.trashed_at IS NULL GROUP BY 1",
    "frequency_by_cause": f"SELECT c.cause_code_id, {SUMS} FROM claim c {LEDGERS} "
    "WHERE c.trashed_at IS NULL GROUP BY 1",
    "no_activity": f"SELECT count(*), sum({LEFT}) FROM claim c {LEDGERS} LEFT JOIN ({DONE}) n "
    f"ON n.claim_id = c.id WHERE {OPEN} AND (n.day IS NULL OR n.day <= '2026-09-25')",
    "department_status": "SELECT c.department_id, count(*) FROM claim c LEFT JOIN (SELECT claim_id, "
    "count(*) FROM investigation_step WHERE received_date IS NULL GROUP BY 1) s "
    f"ON s.claim_id = c.id WHERE {OPEN} GROUP BY 1",
    "payment_register": "SELECT count(*), sum(amount) FROM payment WHERE posted_at IS NOT NULL "
    "AND trashed_at IS NULL AND payment_date BETWEEN '2026-07-01' AND '2026-11-24'",
    "reserve_changes": "SELECT count(*), sum(change) FROM reserve WHERE trashed_at IS NULL "
    "AND reserve_date BETWEEN '2026-07-01' AND '2026-11-24'",
    "lag_times": "SELECT loss_date, received_date FROM claim WHERE trashed_at IS NULL "
    "AND received_date BETWEEN '2026-07-01' AND '2026-11-24'",
    "accident_log": "SELECT count(*) FROM incident WHERE trashed_at IS NULL "
    "AND loss_date BETWEEN '2026-07-01' AND '2026-11-24'",
    "diary_compliance": "SELECT rule_code, status, count(*) FROM diary WHERE trashed_at IS NULL "
    "AND diary_date BETWEEN '2026-07-01' AND '2026-11-24' GROUP BY 1, 2",
    "deadlines": "SELECT count(*) FROM diary WHERE trashed_at IS NULL "
    "AND diary_date BETWEEN '2026-07-01' AND '2026-11-24'",
    "recoveries": "SELECT count(*), sum(billed), sum(received) FROM recovery "
    "WHERE trashed_at IS NULL",
    "light_duty": "SELECT first_day, last_day FROM light_duty_offer WHERE trashed_at IS NULL",
}
"""Report -> the totals that it states, asked without it."""


def figures(path: Path, claims: int) -> list[Figure]:
    """Every report as its page asks it."""
    offices.bind(path)
    reports.load()
    return [_figure(entry.key, claims) for entry in REPORTS]


def _figure(key: str, claims: int) -> Figure:
    entry = REPORTS.get(key)
    question = asking.asked(offices.TECHNICIAN, entry, {}, on=TODAY)

    def shown() -> None:
        made = asking.make(question, entry)
        list(made.rows(FIRST))
        assert made.totals is not None
        made.picture()

    floor = spent(lambda: run(BARE[key]).fetchall(), runs=5)
    ours = spent(lambda: asking.make(question, entry).totals, runs=5)
    detail = f"{ours}; bare SQL {floor}; with rows and picture {spent(shown, runs=3)}"
    words = f"report {key.replace('_', ' ')} / bare SQL of its totals"
    return Figure(words, ours.cpu / floor.cpu, BUDGET, "x", f"{detail}; {claims:,} claims")
