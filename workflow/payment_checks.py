"""What must hold before money goes out: an open claim, a reserve that covers it, a tax form, no
duplicate.

The same function is asked when a payment is planned and again inside its transaction, under the
lock of its
claim, so that clicks side by side never pay twice or beyond the reserve.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from peewee import fn

from journal import settings
from models import CATEGORIES, Claim, Organization, Party, Payment
from rules.days import long_day
from rules.errors import Blocked
from rules.money import dollars
from rules.status_wants import Want
from rules.statuses import is_closed
from workflow.locks import hold
from workflow.payment_choices import COSTS, SETTLES
from workflow.tasks import Refusal

WORDS = dict(CATEGORIES)
DUPLICATE_DAYS = "30"
LIVE = ("draft", "waiting", "posted", "unallocated")


@dataclass(frozen=True)
class Asked:
    """A payment to be posted. `row_id` is its draft, where there is one; `excused`: a manager
    overrode a duplicate.
    """

    label: str
    claim_id: int | None
    payee_id: int | None
    payee_name: str
    category: str
    amount: int
    invoice_no: str | None = None
    service_from: date | None = None
    service_to: date | None = None
    row_id: int | None = None
    excused: bool = False
    benefit: str | None = None


def refusals(asked: Sequence[Asked], on: date) -> list[Refusal]:
    """Why payments cannot be posted, each reason in words; together they may not exceed a reserve
    either.
    """
    found: list[Refusal] = []
    spent: dict[Any, int] = defaultdict(int)
    for n, payment in enumerate(asked):
        claim = Claim.get_or_none(Claim.id == payment.claim_id) if payment.claim_id else None
        words = list(_of_claim(payment, claim, spent))
        words += _of_payee(payment, on)
        if not payment.excused:
            words += _of_duplicates(payment, asked[:n], on)
        found += [Refusal(payment.label, want) for want in words]
        spent[payment.claim_id, payment.category] += payment.amount
    return found


def guard(asked: Sequence[Asked], on: date) -> None:
    """The same inside the transaction, with the rows held."""
    hold(Payment, [payment.row_id for payment in asked])
    hold(Party, [payment.payee_id for payment in asked])
    hold(Claim, [payment.claim_id for payment in asked])
    for payment in asked:
        if payment.row_id and not _is_draft(payment.row_id):
            raise Blocked(f"{payment.label} was posted or taken away meanwhile.")
    found = refusals(asked, on)
    if found:
        raise Blocked(" ".join(dict.fromkeys(refusal.sentence for refusal in found)))


def _is_draft(row_id: int) -> bool:
    return (
        Payment.select(Payment.id)
        .where(
            Payment.id == row_id,
            Payment.status << ["draft", "waiting"],
            Payment.posted_at.is_null(),
            Payment.trashed_at.is_null(),
        )
        .exists()
    )


def _of_claim(payment: Asked, claim: Any, spent: dict) -> Iterator[Want]:
    if payment.amount <= 0:
        yield Want("An amount to pay is more than nothing. Money that comes back is a receipt.")
        return
    if claim is None:
        drafts = (payment.row_id,) if payment.row_id else ()
        words = "It stands on no claim yet: allocate it first."
        yield Want(words, "allocate_payment", sheet="payment", ids=drafts)
        return
    own, given = (claim.id,), {"category": payment.category}
    if claim.trashed_at:
        yield Want(
            f"{claim.claim_no} is in the trash: restore it first.",
            "restore",
            sheet="claim",
            ids=own,
        )
    if is_closed(claim.status):
        yield Want(
            f"{claim.claim_no} is closed: reopen it first.", "reopen_claim", sheet="claim", ids=own
        )
        return
    reserved, paid = (
        getattr(claim, f"reserved_{payment.category}"),
        getattr(claim, f"paid_{payment.category}"),
    )
    left = reserved - paid - spent[payment.claim_id, payment.category]
    if not reserved:
        words = f"No reserve is set for {WORDS[payment.category].lower()} on {claim.claim_no}."
        yield Want(words, "set_reserve", sheet="claim", ids=own, given=given)
    elif payment.amount > left:
        words = (
            f"The {WORDS[payment.category].lower()} reserve of {claim.claim_no} has "
            f"{dollars(max(0, left))} left, "
            f"and this is {dollars(payment.amount)}: set the reserve first."
        )
        yield Want(words, "set_reserve", sheet="claim", ids=own, given=given)


def _of_payee(payment: Asked, on: date) -> Iterator[Want]:
    if payment.payee_id is None:
        claims = (payment.claim_id,) if payment.claim_id else ()
        words = "It names no payee of the directory: choose one."
        yield Want(words, "add_party", sheet="claim", ids=claims)
        return
    party = Party.get_by_id(payment.payee_id)
    own = (party.id,)
    if party.trashed_at:
        yield Want(
            f"{party.name} is in the trash: restore it first.", "restore", sheet="party", ids=own
        )
    elif not has_tax_form(party, on):
        words = f"No tax form is on file for {party.name}: record Form W-9 or its like first."
        yield Want(words, "record_tax_form", sheet="party", ids=own)


def has_tax_form(party: Party, on: date) -> bool:
    """Whether a payee's tax form is on file, or its organization's; an employee needs none."""
    days = [party.tax_form_date]
    if party.organization:
        days += (
            Organization.select(Organization.tax_form_date)
            .where(Organization.id == party.organization)
            .tuples()
            .get()
        )
    return bool(party.employee) or any(day and day <= on for day in days)


def paid_that_day(payment: Asked, on: date) -> int:
    """What was posted that day to the same payee on the same claim, and stands."""
    same = Payment.payee == payment.payee_id
    query = Payment.select(fn.COALESCE(fn.SUM(Payment.amount), 0)).where(
        Payment.claim == payment.claim_id,
        same | (fn.lower(Payment.payee_name) == payment.payee_name.strip().lower()),
        Payment.payment_date == on,
        Payment.status == "posted",
        Payment.source == "entry",
        Payment.id != (payment.row_id or 0),
    )
    return int(query.scalar())


def settled_so_far(claim_id: int, line: str, *, but: int | None = None) -> int:
    """What was posted on a claim of a line to settle it, and stands; one payment aside. See
    `payment_choices.settles`.
    """
    settling = Payment.benefit << SETTLES
    if line == "L":
        cost = fn.COALESCE(Payment.benefit, "") << COSTS
        settling = ((Payment.category == "indemnity") & ~cost) | (
            (Payment.category != "indemnity") & settling
        )
    query = Payment.select(fn.COALESCE(fn.SUM(Payment.amount), 0)).where(
        Payment.claim == claim_id,
        settling,
        Payment.posted_at.is_null(False),
        Payment.trashed_at.is_null(),
        Payment.id != (but or 0),
    )
    return int(query.scalar())


# --- Likely duplicates ---------------------------------------------------------------------------


def _of_duplicates(payment: Asked, before: Sequence[Asked], on: date) -> Iterator[Want]:
    for other in _alike(payment, on):
        when = long_day(other.payment_date) if other.payment_date else "not posted yet"
        what = (
            f"invoice {other.invoice_no}"
            if _same_invoice(payment, other)
            else f"{dollars(other.amount)} to {other.payee_name or 'the same payee'}"
        )
        yield Want(
            f"It looks like {other.payment_no} ({what}, {when}). A manager may pay it all "
            "the same, and says why."
        )
        return
    for other in before:
        if other.amount == payment.amount and _same_payee(
            payment, other.payee_id, other.payee_name
        ):
            yield Want(f"It looks like {other.label}, which is among these.")
            return


def _alike(payment: Asked, on: date) -> Iterator[Any]:
    """Payments to the same payee of the same amount close in time, or of the same invoice."""
    apart = timedelta(
        days=int(settings.get("payment_duplicate_days", DUPLICATE_DAYS) or DUPLICATE_DAYS)
    )
    near = Payment.payment_date.is_null() | Payment.payment_date.between(on - apart, on + apart)
    condition = (Payment.amount == payment.amount) & near
    if payment.invoice_no:
        condition |= fn.lower(Payment.invoice_no) == payment.invoice_no.strip().lower()
    payee = fn.lower(Payment.payee_name) == payment.payee_name.strip().lower()
    if payment.payee_id:
        payee |= Payment.payee == payment.payee_id
    query = Payment.select().where(
        condition,
        payee,
        Payment.status << LIVE,
        Payment.trashed_at.is_null(),
        Payment.amount > 0,
        Payment.id != (payment.row_id or 0),
    )
    for other in query.order_by(Payment.posted_at.is_null(), Payment.id.desc()).limit(50):
        if other.posted_at is None and (payment.row_id is None or other.id > payment.row_id):
            continue
        if not _other_service(payment, other):
            yield other


def _same_payee(payment: Asked, payee_id: int | None, payee_name: str) -> bool:
    same_name = payment.payee_name.strip().casefold() == (payee_name or "").strip().casefold()
    return same_name or (payee_id is not None and payee_id == payment.payee_id)


def _same_invoice(payment: Asked, other: Any) -> bool:
    return bool(
        payment.invoice_no
        and other.invoice_no
        and payment.invoice_no.strip().casefold() == other.invoice_no.strip().casefold()
    )


def _other_service(payment: Asked, other: Any) -> bool:
    """Whether both name days of service that do not meet: two weeks of benefits are not one payment
    twice.
    """
    if _same_invoice(payment, other):
        return False
    first, last = payment.service_from, payment.service_to or payment.service_from
    from_, to = other.service_from, other.service_to or other.service_from
    return bool(first and from_ and (last < from_ or to < first))
