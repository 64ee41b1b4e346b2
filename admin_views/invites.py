"""One-time links: whoever opens one sets the password and is signed in. Kept as a digest, for three
days, once.
"""

import json
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from peewee import fn

from journal import access, policy, settings
from journal.commit import commit
from journal.database import write_transaction
from journal.drafts import Draft
from journal.emails import email_address
from journal.instance import Instance
from journal.links import find_one
from journal.sessions import new_mark
from journal.who import OPERATOR, Who
from models import Department, Role, User, UserRole
from rules.errors import Blocked, NotFound, Refused

LASTS = timedelta(hours=72)
FIRST = "first_sign_in"
"""File of the instance folder that holds the digest of the first administrator's link."""
GONE = "This link was used, or its three days have passed. Ask an administrator for a new one."


@dataclass(frozen=True)
class Invitation:
    """A link that is still good: for a person, or for the first administrator of a new office."""

    user: User | None
    digest: str


@dataclass(frozen=True)
class Person:
    """What an invitation says of somebody: the name, and the department by its code or name."""

    name: str = ""
    department: str = ""


NOBODY_YET = Person()


def base_url() -> str:
    """The address that people open: the setting `base_url`, else this machine."""
    return (settings.get("base_url") or "http://127.0.0.1:8000").rstrip("/")


def invite(
    who: Who,
    email: str,
    roles: tuple[str, ...],
    *,
    person: Person = NOBODY_YET,
    base: str | None = None,
) -> str:
    """Make a person, or give one that is there the roles that are missing; returns a one-time link.

    Somebody who is there keeps the name, and moves to the department where one is given.

    Raises:
        NotFound: there is no such role. BadValue: the e-mail or the department is none.
        Refused, Invalid: the policy or a rule forbids it.
    """
    if not who.operator and (who.masked or "administrator" not in who.roles):
        raise Refused("Only an administrator invites people.")
    _need_roles(roles)
    address = address_of(email)
    user = User.select().where(fn.LOWER(User.email) == address, User.trashed_at.is_null()).first()
    draft = _draft(who, user, address, roles, person)
    receipt = commit(who, draft)
    user_id = user.id if user else next(i for sheet, i in receipt.created if sheet == "user")
    return f"{base or base_url()}/welcome/{_issue(who, user_id)}"


def address_of(text: str) -> str:
    """An e-mail address as it is kept.

    Raises:
        BadValue: the text is none.
    """
    return email_address(text).lower()


def _need_roles(roles: tuple[str, ...]) -> None:
    for role in roles:
        if role not in policy.ROLES:
            raise NotFound(f"There is no role “{role}”. The roles are {', '.join(policy.ROLES)}.")
    if not roles:
        raise NotFound(f"Name at least one role: {', '.join(policy.ROLES)}.")


def _draft(
    who: Who, user: User | None, address: str, roles: tuple[str, ...], person: Person
) -> Draft:
    """The person and the roles that are missing, as one batch."""
    titles = ", ".join(policy.ROLES[role].lower() for role in roles)
    draft = Draft(f"Invite {address} as {titles}", source="command" if who.operator else "form")
    given = {"department": _department(who, person.department)} if person.department else {}
    name = person.name or address.partition("@")[0]
    row = user.id if user else draft.create(User, email=address, name=name, **given)
    known = dict(Role.select(Role.name, Role.id).where(Role.trashed_at.is_null()).tuples())
    held = set()
    if user:
        held = {
            row
            for (row,) in UserRole.select(UserRole.role)
            .where(UserRole.user == user.id, UserRole.trashed_at.is_null())
            .tuples()
        }
        draft.change(User, user.id, active=True, **given)
    for role in dict.fromkeys(roles):
        role_id = known.get(role) or draft.create(Role, name=role, title=policy.ROLES[role])
        if role_id not in held:
            draft.create(UserRole, user=row, role=role_id)
    return draft


def _department(who: Who, text: str) -> int:
    return find_one(Department, text, within=policy.scope(who, Department))


def _issue(who: Who, user_id: int) -> str:
    """A fresh token for a person; an older one is good no more."""
    token = secrets.token_urlsafe(32)
    with write_transaction():
        User.update(invite_hash=_digest(token), invite_expires_at=datetime.now(UTC) + LASTS).where(
            User.id == user_id
        ).execute()
    access.note(who, "password", sheet="user", ids=[user_id], purpose="one-time link made")
    return token


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


# --- The first administrator --------------------------------------------------------------------


def needs_first() -> bool:
    """Whether the office has no administrator who can sign in."""
    return not (
        User.select(User.id)
        .join(UserRole, on=(UserRole.user == User.id))
        .join(Role, on=(UserRole.role == Role.id))
        .where(
            Role.name == "administrator",
            User.active,
            User.password.is_null(False),
            User.trashed_at.is_null(),
            UserRole.trashed_at.is_null(),
        )
        .exists()
    )


def first_link(instance: Instance, base: str) -> str:
    """The one-time link of the first administrator; an older one is good no more."""
    token = secrets.token_urlsafe(32)
    ends = (datetime.now(UTC) + LASTS).isoformat()
    place = instance.folder / FIRST
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump({"digest": _digest(token), "ends": ends}, file)
    return f"{base}/welcome/{token}"


# --- Opening a link -----------------------------------------------------------------------------


def find(instance: Instance, token: str) -> Invitation:
    """The invitation of a token that is still good.

    Raises:
        NotFound: there is none, it was used, or its time has passed.
    """
    digest = _digest(token)
    user = User.select().where(User.invite_hash == digest, User.trashed_at.is_null()).first()
    if user is not None and user.active and user.invite_expires_at > datetime.now(UTC):
        return Invitation(user, digest)
    if _is_first(instance.folder / FIRST, digest) and needs_first():
        return Invitation(None, digest)
    raise NotFound(GONE)


def _is_first(place: Path, digest: str) -> bool:
    if not place.is_file():
        return False
    kept = json.loads(place.read_text(encoding="ascii"))
    return secrets.compare_digest(kept["digest"], digest) and datetime.fromisoformat(
        kept["ends"]
    ) > datetime.now(UTC)


def accept(invitation: Invitation, password_hash: str) -> None:
    """Set the password that the link was for and use the link up; of two at once only one succeeds.

    Raises:
        NotFound: the link was used meanwhile.
    """
    with write_transaction():
        done = (
            User.update(
                password=password_hash,
                fs_uniquifier=new_mark(),
                invite_hash=None,
                invite_expires_at=None,
            )
            .where(
                User.invite_hash == invitation.digest,
                User.active,
                User.invite_expires_at > datetime.now(UTC),
            )
            .execute()
        )
    if not done:
        raise NotFound(GONE)


def make_first(instance: Instance, email: str, name: str, roles: tuple[str, ...]) -> Invitation:
    """Make the first administrator, while there is none; returns the invitation of that very
    person.

    Raises:
        Blocked: there is an administrator by now. Invalid: the e-mail will not do; the link stays
        good.
    """
    place = instance.folder / FIRST
    taken = place.with_suffix(".taken")
    try:
        place.rename(taken)
    except FileNotFoundError:
        raise Blocked(
            "This office has an administrator by now. Ask there for a link of your own."
        ) from None
    try:
        link = invite(OPERATOR, email, ("administrator", *roles), person=Person(name))
    except BaseException:
        taken.rename(place)
        raise
    taken.unlink()
    return find(instance, link.rpartition("/")[2])
