"""From a refusal to the table that is short of a row: where the row is added."""

from urllib.parse import urlencode

from journal import policy
from journal.who import Who
from models import StatutoryRow
from rules import dated_rows
from rules.dated import KINDS


def to_add(who: Who, missing: str | None, back: str) -> str:
    """Where somebody adds the row that an answer is short of; empty for who may not, and where
    there is none to add: an unknown code, or limits of authority.

    `missing` is the table with code and day, as a refusal names them; `back` the question that is
    asked again once the row stands.
    """
    if not missing or not policy.may_write(who, StatutoryRow):
        return ""
    name, *code, day = missing.split(" ")
    kind, wanted = KINDS[name], " ".join(code)
    known = dated_rows.codes(kind)
    if not kind.added or (wanted and known and wanted not in known):
        return ""
    given = {"code": wanted, "day": day, "back": back}
    query = urlencode({key: text for key, text in given.items() if text})
    return f"/admin/law/{name}/new?{query}"
