"""The loss run: every claim with its facts and its money as of a day."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from peewee import Case, fn

from exports.reports import behind
from exports.reports.asking import first_of_year
from exports.reports.claim_rows import (
    ADJUSTER,
    CLAIM_ID,
    CLAIM_NO,
    CLAIMANT,
    DEPARTMENT_OF,
    EXCESS_REPORTED,
    GROSS,
    LINE_OF,
    LOSS_DATE,
    STATUS,
    TOTAL_PAID,
    TOTAL_RESERVE,
    base_columns,
    beyond,
    conditions,
    entered_later,
    is_open,
    later,
    money_columns,
)
from exports.reports.ledgers import CATEGORY_CODES, Money
from exports.reports.report import (
    DEPARTMENT,
    LINE,
    STAFF,
    Asked,
    Column,
    Made,
    Parameter,
    Picture,
    is_asked,
    report,
)
from exports.reports.tables import Reading, as_day, table
from journal.settings import office_day
from models import CATEGORIES, Batch, Change, Claim, Party, database
from rules import choices as c
from rules.statuses import CLAIM_STATUSES, CLOSED


def _category(code: str, label: str) -> tuple[Column, Column]:
    """What was paid and is still expected of a category."""
    only = f"category={code}"
    return (
        Column(f"{code}_paid", f"{label} paid", "money", total=True, opens=behind.paid(only)),
        Column(
            f"{code}_reserve",
            f"{label} reserve",
            "money",
            f"Still expected. It opens the statements of reserve: take off “{label} paid”.",
            total=True,
            opens=behind.reserved(only),
        ),
    )


def _entered(raw: Any) -> date:
    """The office's day of the instant at which a claim was first kept."""
    return office_day(Batch.committed_at.python_value(raw))


OF_CLAIM = behind.record("claim", "claim_id")
COLUMNS = (
    CLAIM_ID,
    Column("odd", "", "whole", "Closed, and money is still expected.", True, shown=False),
    CLAIM_NO,
    Column("tpa_claim_no", "Administrator's no.", "code"),
    Column("occurrence_no", "Occurrence no.", "code", "Claims of one incident share it."),
    LINE_OF,
    Column("sub_line", "Sub-line", "code", "Coverage line of the cause."),
    Column("policy_no", "Policy", "code"),
    Column("policy_from", "Policy from", "day"),
    Column("policy_to", "Policy to", "day"),
    CLAIMANT,
    Column("claimant_type", "Claimant type", "choice", choices=c.PARTY_KIND, needs=(Party, "kind")),
    STATUS,
    Column("litigated", "Litigated", "yesno"),
    DEPARTMENT_OF,
    Column("part_of", "Part of", "code", "The department that it is a division of."),
    Column("cause_code", "Cause", "code"),
    Column("loss_type", "Loss type", "choice", choices=c.CLAIM_CLAIM_KIND),
    LOSS_DATE,
    Column("date_received", "Date received", "day", "Day it reached this office."),
    Column("date_presented", "Date presented", "day"),
    Column("date_entered", "Date entered", "day", "Day it was first kept here.", reads=_entered),
    Column("date_closed", "Date closed", "day"),
    Column("date_reopened", "Date reopened", "day"),
    Column("location", "Location"),
    Column("description", "Description"),
    *(column for code, label in CATEGORIES for column in _category(code, label)),
    replace(TOTAL_PAID, adds=tuple(f"{code}_paid" for code in CATEGORY_CODES)),
    replace(TOTAL_RESERVE, adds=tuple(f"{code}_reserve" for code in CATEGORY_CODES)),
    Column("recoveries", "Recoveries", "money", total=True, opens=behind.received()),
    GROSS,
    Column(
        "net_incurred",
        "Net incurred",
        "money",
        "Gross incurred less recoveries.",
        total=True,
        adds=("gross_incurred", "-recoveries"),
        opens=OF_CLAIM,
    ),
    Column(
        "sir", "SIR", "money", "Retention of the policy that the claim falls under.", opens=OF_CLAIM
    ),
    Column(
        "amount_over_sir",
        "Amount over SIR",
        "money",
        "Gross incurred above the retention; nothing where no policy is named.",
        total=True,
        opens=OF_CLAIM,
    ),
    EXCESS_REPORTED,
    ADJUSTER,
    Column("counsel", "Defence counsel"),
    Column("suit_date", "Suit filed", "day"),
    Column("disposition", "Disposition", "choice", "How it was closed.", choices=CLAIM_STATUSES),
)


LOSS_FROM = Parameter("loss_from", "Losses from", "day")
CAUSE = Parameter("cause", "Cause", "text", help="Its code, such as ST-POTH.")
LOSS_TO = Parameter("loss_to", "Losses to", "day", help="Both included.")
RECEIVED = (
    Parameter("received_from", "Received from", "day"),
    Parameter("received_to", "Received to", "day", help="Both included."),
)
ONLY = Parameter(
    "only",
    "Only",
    "choice",
    choices=(
        ("open", "Open on the day"),
        ("reopened", "Reopened"),
        ("litigated", "In litigation"),
        ("with_money", "With money"),
        ("dated", "With a day of loss"),
        ("late", "Received over 30 days after the loss"),
        ("reported", "Whose incident was reported"),
    ),
)
LATE_DAYS = 30


@report(
    "loss_run",
    title="Loss run",
    code="",
    basis="Every claim that stands on the day, by date of loss",
    counts="Claims, incident-only records among them. Money gross; net beside it",
    sheet=Claim,
    parameters=(LINE, DEPARTMENT, CAUSE, LOSS_FROM, LOSS_TO, *RECEIVED, ONLY),
    columns=COLUMNS,
    roles=STAFF,
    empty="No claim stood on that day. Bring in a register at the import desk, or ask a later day.",
)
def loss_run(question: Asked) -> Made:
    """One row for each claim: what it is, what was paid, what is expected, what came back."""
    reading, money = Reading(question, Claim), Money(question)
    given = _given(question, reading, money)
    held = [*conditions(question, reading), *_lost(question, reading.base)]
    if question.values["cause"]:
        held.append(is_asked(reading.at("cause_code", "code"), question.values["cause"]))
    if question.values["only"]:
        held.append(_only(question, reading, money)[question.values["only"]]())

    def query(selected):
        return money.join(reading.select(*selected), reading).where(*held)

    made = table(question, COLUMNS, query, given, [reading.base.claim_no, reading.base.id])
    made.picture = lambda: _picture(question, query, reading, money)
    made.remarks = lambda: _notes(question, made)
    return made


def _lost(question: Asked, claim: Any) -> list[Any]:
    """The periods of loss and of receipt that are asked for."""
    values, found = question.values, []
    for name, day in (("loss", claim.loss_date), ("received", claim.received_date)):
        begin, end = values[f"{name}_from"], values[f"{name}_to"]
        found += [day >= begin] if begin else []
        found += [day <= end] if end else []
    return found


def _only(question: Asked, reading: Reading, money: Money) -> dict[str, Any]:
    """The conditions by which a part of the claims is asked for, each made when it is."""
    claim = reading.base
    return {
        "open": lambda: is_open(question, claim),
        "reopened": lambda: claim.reopened_date <= question.as_of,
        "litigated": lambda: claim.litigated,
        "with_money": lambda: money.incurred() > 0,
        "dated": lambda: claim.loss_date.is_null(False),
        "late": lambda: claim.received_date > later(claim.loss_date, LATE_DAYS),
        "reported": lambda: (
            claim.loss_date.is_null(False) & reading.at("incident", "reported_date").is_null(False)
        ),
    }


def _given(question: Asked, reading: Reading, money: Money) -> dict:
    claim, retention = reading.base, reading.at("policy", "retention")
    by_category = {
        f"{code}_{side}": of(code)
        for code in CATEGORY_CODES
        for side, of in (("paid", money.paid), ("reserve", money.outstanding))
    }
    return {
        **base_columns(reading),
        **money_columns(money),
        **by_category,
        "tpa_claim_no": claim.tpa_claim_no,
        "occurrence_no": reading.at("incident", "incident_no"),
        "policy_no": reading.at("policy", "policy_no"),
        "litigated": claim.litigated,
        "cause_code": reading.at("cause_code", "code"),
        "loss_type": claim.claim_kind,
        "date_received": claim.received_date,
        "date_presented": claim.presented_date,
        "date_closed": claim.closed_date,
        "date_reopened": claim.reopened_date,
        "odd": Case(None, [(_is_odd(question, claim, money), 1)], 0),
        "sub_line": reading.at("cause_code", "coverage_line"),
        "policy_from": reading.at("policy", "effective_date"),
        "policy_to": reading.at("policy", "expiry_date"),
        "claimant_type": reading.at("party", "kind"),
        "part_of": reading.at("department", "division_of", "code"),
        "date_entered": _first_kept(claim),
        "excess_reported": claim.excess_reported_date,
        "counsel": reading.at("defence_counsel", "name"),
        "suit_date": claim.suit_date,
        "disposition": Case(None, [(claim.status << list(CLOSED), claim.status)], None),
        "location": claim.location,
        "description": claim.description,
        "recoveries": money.received(),
        "net_incurred": money.incurred() - money.received(),
        "sir": retention,
        "amount_over_sir": beyond(money.incurred(), retention),
    }


def _is_odd(question: Asked, claim: Any, money: Money) -> Any:
    """The condition that a claim is closed, and money is still expected on it."""
    return ~is_open(question, claim) & (money.outstanding() > 0)


def _first_kept(claim: Any) -> Any:
    """The instant of the change set that made a claim, as an expression."""
    return (
        Batch.select(Batch.committed_at)
        .join(Change, on=(Change.batch == Batch.id))
        .where(Change.sheet == "claim", Change.row_id == claim.id, Change.version == 1)
    )


def _picture(question: Asked, query, reading: Reading, money: Money) -> Picture | None:
    """Paid and still expected by fiscal year of loss."""
    day = reading.base.loss_date
    by_day = query([day, fn.SUM(money.paid()), fn.SUM(money.outstanding())]).group_by(day)
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    begins: dict[str, str] = {}
    for loss, paid, outstanding in database.execute(by_day).fetchall():
        name = "no day"
        if loss is not None:
            first = first_of_year(as_day(loss))
            name = f"FY{(first.year + 1) % 100:02d}"
            begins[name] = first.isoformat()
        sums[name][0] += int(paid)
        sums[name][1] += int(outstanding)
    labels = sorted(sums, key=lambda name: begins.get(name, ""))
    if not labels:
        return None
    return Picture(
        "stacked",
        "Incurred by fiscal year of loss",
        labels,
        {"Paid": [sums[n][0] for n in labels], "Outstanding": [sums[n][1] for n in labels]},
        "money",
        [_year(question, begins.get(name)) for name in labels],
    )


def _year(question: Asked, first: str | None) -> str:
    """The loss run of a fiscal year of loss."""
    if first is None:
        return behind.rows(question, "claim", "loss_date=", *behind.of_asked(question))
    begin = date.fromisoformat(first)
    end = begin.replace(year=begin.year + 1) - timedelta(days=1)
    return behind.report(question, "loss_run", loss_from=first, loss_to=end.isoformat())


def _notes(question: Asked, made: Made) -> list[str]:
    """What does not fit: closed claims on which money is still expected; and what came later."""
    count = made.totals["odd"]
    words = "closed claims hold" if count > 1 else "closed claim holds"
    said = [f"{count:,} {words} a reserve. Take it down, or reopen the claim."] if count else []
    return said + entered_later(question)
