"""A click and what it asked for: twice it acts once, and with other values it is refused."""

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from journal.who import Who


@dataclass(frozen=True)
class Click:
    """The key of one click of one person, and the digest of what it asked for."""

    key: str
    request: str = ""


def click_of(who: Who, what: str, token: str | None, request: Any) -> Click | None:
    """The click behind a form or button; None where it brought no token.

    Args:
        what: the form, action or undo that it stands on; tokens of two never meet.
        request: what was sent, as data.
    """
    if not token:
        return None
    return Click(_digest([who.email, what, token]), _digest(request))


def _digest(parts: Any) -> str:
    return sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()
