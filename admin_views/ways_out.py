"""What clears a refusal, as a link: the action on its records, the column to fill, the record."""

from urllib.parse import urlencode

from admin_views.offers import Offer, offer_of
from admin_views.places import place_of
from journal import policy
from journal.who import Who
from models import BY_NAME
from rules.status_wants import Want


def way_out(who: Who, want: Want, *, of: str, back: str) -> Offer | None:
    """The link that clears a refusal, where `who` may follow it; it leads back to `back`.

    `of` is the sheet of the record that was refused: a want on another sheet without action or
    column is a record to look at.
    """
    if not want.ids or want.sheet not in BY_NAME:
        return None
    if want.action:
        return offer_of(who, want.action, want.sheet, want.ids, back=back, **want.given)
    if want.column:
        return _to_fill(who, want, back)
    if want.sheet != of and policy.may_read(who, BY_NAME[want.sheet]):
        return Offer("look", "Look at it", place_of(want.sheet, want.ids[0]))
    return None


def _to_fill(who: Who, want: Want, back: str) -> Offer | None:
    model = BY_NAME[want.sheet]
    field = next((f for f in policy.writable(who, model) if f.name == want.column), None)
    if field is None or not policy.may_write(who, model):
        return None
    asked = urlencode({"id": want.ids[0], "back": back})
    url = f"/admin/{want.sheet}/edit/?{asked}#{field.name}"
    return Offer("edit", f"Enter {field.verbose_name.lower()}", url)
