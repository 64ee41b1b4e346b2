"""The register of payments: what was posted in a period, reversals among it."""

from peewee import fn

from exports.reports import behind
from exports.reports.claim_rows import LINE_OF
from exports.reports.ledger_rows import Ledger, by_month, in_period, of_claim
from exports.reports.ledgers import posted
from exports.reports.report import (
    DEPARTMENT,
    FROM,
    LINE,
    STAFF,
    TO,
    Asked,
    Column,
    Made,
    report,
)
from exports.reports.tables import table
from models import CATEGORIES, Payment
from rules import choices as c

COLUMNS = (
    Column("payment_id", "", "whole", shown=False),
    Column("claim_id", "", "whole", shown=False),
    Column("paid_on", "Posted on", "day"),
    Column("payment_no", "Payment no.", "code", opens=behind.record("payment", "payment_id")),
    Column("claim_no", "Claim no.", "code", opens=behind.record("claim", "claim_id")),
    LINE_OF,
    Column("department", "Department", "code"),
    Column("payee", "Payee", needs=(Payment, "payee_name")),
    Column("category", "Category", "choice", choices=CATEGORIES),
    Column("benefit", "Benefit or cost", "choice", choices=c.PAYMENT_BENEFIT),
    Column(
        "amount",
        "Amount",
        "money",
        "A reversal stands with a minus.",
        total=True,
        opens=behind.record("payment", "payment_id"),
    ),
    Column("fund", "Fund"),
    Column("invoice_no", "Invoice no.", "code"),
    Column("memo", "For"),
)


@report(
    "payment_register",
    title="Payment register",
    code="R11",
    basis="Payments by the day on which they were posted",
    counts="Posted payments and their reversals. Gross of recoveries",
    sheet=Payment,
    parameters=(FROM, TO, LINE, DEPARTMENT),
    columns=COLUMNS,
    roles=STAFF,
    empty="Nothing was posted in this period. Ask a longer one.",
)
def payment_register(question: Asked) -> Made:
    """Each payment posted in the period: to whom, on which claim, for what."""
    reading = Ledger(question, Payment)
    payment = reading.base
    held = [
        *reading.conditions(),
        *posted(question, payment),
        *in_period(question, payment.payment_date),
    ]
    held += of_claim(question, reading)
    given = {
        "payment_id": payment.id,
        "claim_id": reading.at("claim", "id"),
        "claim_no": reading.at("claim", "claim_no"),
        "line": reading.at("claim", "line"),
        "department": reading.at("claim", "department", "code"),
        "payee": payment.payee_name,
        "paid_on": payment.payment_date,
        **{n: getattr(payment, n) for n in PLAIN},
    }

    def query(selected):
        return reading.select(*selected).where(*held)

    made = table(question, COLUMNS, query, given, [payment.payment_date, payment.id])
    by_day = query([payment.payment_date, fn.SUM(payment.amount)]).group_by(payment.payment_date)
    made.picture = lambda: by_month(question, by_day, "Paid by month", payment.payment_date)
    return made


PLAIN = ("payment_no", "category", "benefit", "amount", "fund", "invoice_no", "memo")
