"""Addresses inside the office: where a record lives, and where it is safe to go back to."""

import re

_LOCAL = re.compile(r"/(?![/\\])[\x21-\x7e]*")
OWN_PAGES = ("claim", "incident", "recovery")
"""Sheets whose records have a page of their own, at /admin/<sheet>/<id>/."""


def place_of(sheet: str, row_id: int) -> str:
    """The page of a record."""
    if sheet in OWN_PAGES:
        return f"/admin/{sheet}/{row_id}/"
    if sheet == "approval":
        return f"/admin/approvals/{row_id}"
    return f"/admin/{sheet}/details/?id={row_id}"


def safe_back(asked: str | None, default: str) -> str:
    """Where to return to: only an address of this office."""
    if asked and _LOCAL.fullmatch(asked) and "\\" not in asked:
        return asked
    return default
