"""The checklist of closing a claim: what stands open on it, each with what clears it."""

from collections.abc import Iterable, Iterator

from journal.derived import CATEGORY_CODES
from models import CATEGORIES, Approval, Claim, Diary, Payment
from rules.errors import Blocked
from rules.money import dollars, plain
from rules.status_wants import Want

WORDS = dict(CATEGORIES)


def gaps(claim_id: int) -> list[Want]:
    """What stands against closing a claim, in the order in which one clears it."""
    return [
        *_reserves(claim_id),
        *_payments(claim_id),
        *_approvals(claim_id),
        *_entries(claim_id),
    ]


def refuse_open_ends(chunk, closings: Iterable[int]) -> None:
    """Closing runs its checklist on whatever path a claim is closed."""
    for claim_id in closings:
        found = gaps(claim_id)
        if found:
            number = chunk.row(Claim, claim_id).get("claim_no")
            words = " ".join(gap.sentence for gap in found)
            raise Blocked(f"{number} cannot be closed yet: {words}")


def _reserves(claim_id: int) -> Iterator[Want]:
    claim = Claim.get_or_none(Claim.id == claim_id)
    for category in CATEGORY_CODES if claim else ():
        reserved, paid = getattr(claim, f"reserved_{category}"), getattr(claim, f"paid_{category}")
        if reserved > paid:
            words = f"{dollars(reserved - paid)} is still reserved for {WORDS[category].lower()}."
            given = {"category": category, "amount": plain(paid), "reason_code": "closing"}
            yield Want(words, "set_reserve", sheet="claim", ids=(claim_id,), given=given)


def _payments(claim_id: int) -> Iterator[Want]:
    """Drafts; one that waits for approval stands among the approvals."""
    ids = _ids(Payment, Payment.claim == claim_id, Payment.status << ["draft", "waiting"])
    if ids:
        words = f"{len(ids)} payment{'s are' if len(ids) > 1 else ' is'} not posted."
        yield Want(words, "post_payment", sheet="payment", ids=ids)


def _approvals(claim_id: int) -> Iterator[Want]:
    ids = _ids(Approval, Approval.claim == claim_id, Approval.status == "waiting")
    if ids:
        words = f"{len(ids)} action{'s wait' if len(ids) > 1 else ' waits'} for approval."
        yield Want(words, sheet="approval", ids=ids)


def _entries(claim_id: int) -> Iterator[Want]:
    """Its own open entries; those of a recovery go on until the recovery ends, those of rules end
    with the claim.
    """
    ids = _ids(Diary, *own_entries(claim_id))
    if ids:
        words = f"{len(ids)} diary entr{'ies are' if len(ids) > 1 else 'y is'} open."
        yield Want(words, "clear_diary", sheet="claim", ids=(claim_id,))


def own_entries(claim_id: int) -> tuple:
    """The conditions of a claim's open diary entries that people wrote; not a recovery's."""
    return (
        Diary.claim == claim_id,
        Diary.recovery.is_null(),
        Diary.rule_code.is_null(),
        Diary.status == "open",
    )


def _ids(model, *conditions) -> tuple[int, ...]:
    query = model.select(model.id).where(*conditions, model.trashed_at.is_null())
    return tuple(row_id for (row_id,) in query.order_by(model.id).tuples())
