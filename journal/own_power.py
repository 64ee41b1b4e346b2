"""What nobody does for themselves: give themselves a role, or raise their own limit; and what is
somebody's own: their views.

It holds whichever way a row is written: typed, imported, by a quick action or by undo. The operator
at the command line is above it.
"""

from collections.abc import Iterable
from typing import Any

from journal import policy
from journal.who import Who
from models import AuthorityLimit, Role, SavedView, Setting, User, UserRole
from rules.errors import Blocked, Refused

SECURITY_SETTINGS = (
    "second_factor",
    "idle_minutes",
    "session_hours",
    "base_url",
    "mail_from",
    "trusted_proxies",
)
"""Settings that guard the sign-in: an administrator writes them."""
POWER = (AuthorityLimit, Setting, Role, UserRole, SavedView)
PEOPLE = (User, Role, UserRole)


def why_not(who: Who, model: Any, row: dict[str, Any]) -> str:
    """Why `who` may not write this row, as it stands or as it will; empty when nothing forbids."""
    if who.operator:
        return ""
    if model is AuthorityLimit and row["holder"] in who.roles:
        return "Nobody sets the limit of a role that they hold. Another manager can."
    guarded = model is Setting and row["name"] in SECURITY_SETTINGS
    if guarded and "administrator" not in who.roles:
        return f"“{row['name']}” guards the sign-in: only an administrator sets it."
    if model is UserRole and row["user"] == who.user_id:
        return "Nobody changes their own roles. Another administrator can."
    if model is SavedView:
        return _not_own(who, row)
    if model is Role and row["name"] not in policy.ROLES:
        return f"There is no role “{row['name']}”. The roles are {', '.join(policy.ROLES)}."
    return ""


def _not_own(who: Who, row: dict[str, Any]) -> str:
    """Why a view is not this person's to write: it is somebody else's, or everybody's."""
    if row["owner"] is not None and row["owner"] != who.user_id:
        return "This view belongs to somebody else. Save it under a name of your own."
    if row["owner"] is None and not who.roles & set(policy.SHARES):
        return (
            "Views for everybody, and those that a role opens with, are saved by a manager or the "
            "administrator. Save it for yourself."
        )
    return ""


def need(who: Who, chunk: Any) -> None:
    """Refuse a chunk of a batch in which somebody writes what is not theirs to write."""
    for model, row in _rows(chunk):
        words = why_not(who, model, row)
        if words:
            raise Refused(words)


def _rows(chunk: Any) -> Iterable[tuple[Any, dict[str, Any]]]:
    for model in POWER:
        for create in chunk.new.get(model, ()):
            yield model, dict.fromkeys(model._meta.fields) | create.values
    for model, row_id in chunk.given:
        if model in POWER:
            yield model, chunk.old[model][row_id]
            yield model, chunk.now[model][row_id]


def touches_people(chunk: Any) -> bool:
    """Whether a chunk changes who may do what."""
    return any(model in PEOPLE for model, _ in chunk.given)


def administrators() -> int:
    """How many administrators may sign in."""
    return int(
        UserRole.select(UserRole.user)
        .join(User, on=(UserRole.user == User.id))
        .join_from(UserRole, Role, on=(UserRole.role == Role.id))
        .where(
            Role.name == "administrator",
            User.active,
            *(model.trashed_at.is_null() for model in PEOPLE),
        )
        .distinct()
        .count()
    )


def need_administrator() -> None:
    """Refuse what left the office without an administrator."""
    if not administrators():
        raise Blocked(
            "This would leave the office without an administrator. Make another one first."
        )
