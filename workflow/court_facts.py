"""What small claims court or a collection agency asks of the City, answered from the case."""

from datetime import date

from exports.letters.asking import days_asked
from exports.packet import MARK
from journal import settings
from models import ContactLog, Document, Party, Recovery
from rules import small_claims
from rules.days import day_words
from rules.money import dollars
from workflow.recovery_facts import court_most, last_day_of, last_money

MISSING = "not known yet"
Fact = tuple[str, str]


def filing_limit(recovery: Recovery, day: date) -> str:
    """Why no more claims of this size are filed in the year of a day; empty where it may be."""
    filed = (
        Recovery.select(Recovery.billed)
        .where(
            Recovery.id != recovery.id,
            Recovery.court_date >= date(day.year, 1, 1),
            Recovery.court_date <= date(day.year, 12, 31),
            Recovery.trashed_at.is_null(),
        )
        .tuples()
    )
    amounts = [amount for (amount,) in filed if amount]
    return small_claims.filing_limit(recovery.balance, amounts, day.year)


def packet_for_court(recovery: Recovery) -> str:
    """The number of the latest packet for the court that is on file; empty without one."""
    row = (
        Document.select(Document.document_no)
        .where(
            Document.recovery == recovery.id,
            Document.file_name.startswith(f"{MARK}court-"),
            Document.trashed_at.is_null(),
        )
        .order_by(Document.id.desc())
        .tuples()
        .first()
    )
    return str(row[0]) if row else ""


def court_facts(recovery: Recovery, on: date) -> list[Fact]:
    """What the plaintiff's claim (form SC-100) asks, as the case answers it: (question, answer)."""
    return [
        ("Plaintiff (the City)", _city()),
        ("Defendant", _defendant(recovery)),
        ("Amount claimed", _amount(recovery)),
        ("Why the defendant owes it", _why(recovery)),
        ("When it happened", _day(recovery.damage_date)),
        ("How it was worked out", _worked_out(recovery)),
        ("Asked for payment before", _asked(recovery)),
        ("Where it happened (the court of that place)", recovery.damage_place or MISSING),
        ("About an attorney's fee", "No"),
        ("Against a public entity", "No"),
        ("Small claims of the City in the last 12 months", _filed(recovery, on)),
        ("Who appears", "An employee with authorization; no attorney does (116.540)"),
    ]


def agency_facts(recovery: Recovery, on: date) -> list[Fact]:
    """What a collection agency is told: who owes it, how much, until when it can be sued for."""
    last = last_day_of(recovery, on=on)
    return [
        ("Creditor (the City)", _city()),
        ("Debtor", _defendant(recovery)),
        ("Plate", recovery.plate or MISSING),
        ("Owed", dollars(recovery.balance)),
        ("How it was worked out", _worked_out(recovery)),
        ("Invoiced", _day(recovery.invoice_date)),
        ("Last money", _day(last_money(recovery)) if recovery.received else "None came in"),
        ("Why it is owed", _why(recovery)),
        ("When it happened", _day(recovery.damage_date)),
        ("Last day to sue", _day(last)),
        ("Asked for payment", _asked(recovery)),
        ("Searched for", _days_of(recovery, "search") or "Not on file"),
    ]


def _city() -> str:
    names = ("city_name", "office_address", "office_phone")
    found = [settings.get(name) for name in names]
    return ", ".join(one.replace("|", ", ") for one in found if one) or MISSING


def _defendant(recovery: Recovery) -> str:
    party = Party.get_or_none(Party.id == recovery.responsible_party)
    if party is None:
        return MISSING
    known = (party.name, party.address or "address not known yet", party.phone)
    return ", ".join(one.replace("\n", ", ") for one in known if one)


def _amount(recovery: Recovery) -> str:
    most = dollars(court_most())
    return f"{dollars(recovery.balance)}; a city claims up to {most} (116.220)"


def _why(recovery: Recovery) -> str:
    asset = recovery.asset_description or "City property"
    place = f" at {recovery.damage_place}" if recovery.damage_place else ""
    report = f", collision report {recovery.police_report_no}" if recovery.police_report_no else ""
    return f"Damaged {asset}{place}{report}"


def _day(day: date | None) -> str:
    return day_words(day) if day else MISSING


def _worked_out(recovery: Recovery) -> str:
    billed = dollars(recovery.billed or 0)
    parts = [f"Invoice {recovery.invoice_no or MISSING}: {billed}"]
    parts += [f"{dollars(recovery.received)} received"] if recovery.received else []
    parts += [f"{dollars(recovery.adjusted)} given up"] if recovery.adjusted else []
    return f"{', less '.join(parts)}; lines in the cost worksheet"


def _asked(recovery: Recovery) -> str:
    asked = _days_of(recovery, "letter", "email", "phone", "meeting", "counter")
    return asked or "Not on file. Demand it in writing first"


def _days_of(recovery: Recovery, *channels: str) -> str:
    """The days on which the office reached out by some ways, in words."""
    query = ContactLog.select(ContactLog.contact_date).where(
        ContactLog.recovery == recovery.id,
        ContactLog.direction == "out",
        ContactLog.channel << channels,
        ContactLog.trashed_at.is_null(),
    )
    days = {day for (day,) in query.tuples()}
    days |= days_asked(recovery.id) if "letter" in channels else set()
    return ", ".join(map(day_words, sorted(days)))


def _filed(recovery: Recovery, on: date) -> str:
    since = date(on.year - 1, on.month, min(on.day, 28))
    count = (
        Recovery.select(Recovery.id)
        .where(
            Recovery.id != recovery.id,
            Recovery.court_date > since,
            Recovery.court_date <= on,
            Recovery.trashed_at.is_null(),
        )
        .count()
    )
    return f"{count} on file here, this one aside"
