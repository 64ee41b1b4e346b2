"""What Flask-Security keeps of people: our User, second factor and recovery codes used once,
passwords that hold.
"""

import hmac
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app
from flask_security import MfRecoveryCodesUtil, PasswordUtil, PeeweeUserDatastore, Totp
from passlib.totp import TokenError
from peewee import SQL, fn

from journal.custom_columns import MARK
from journal.database import is_sqlite, run, write_transaction
from journal.sessions import new_mark
from journal.who import NOBODY, Who
from models import Role, User, UserRole, database

COMMON = Path(__file__).with_name("common_passwords.txt")
LEAST_OWN = 5
"""So many characters must be left of a password once common words, runs and names are taken away.
"""
RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv",
)
AS_LETTERS = str.maketrans("@430157$!", "aaeoistsi")


class HeldRole(str):
    """A role that a person holds, as Flask-Security asks for it."""

    __slots__ = ()

    @property
    def name(self) -> str:
        """The code of the role."""
        return str(self)

    def get_permissions(self) -> set[str]:
        """Rights stand in the policy, not here."""
        return set()


class People(PeeweeUserDatastore):
    """Flask-Security's store over User: two queries load a person, and only the sign-in columns are
    saved.
    """

    def __init__(self) -> None:
        super().__init__(database, User, Role, UserRole)

    def find_user(self, case_insensitive: bool = False, **known):
        """The person with this e-mail or session mark, with the roles held; none who is in the
        trash.
        """
        (name, value), *_ = known.items()
        user = _by_mark(value) if name == "fs_uniquifier" else _found(name, value)
        if user is not None:
            user.roles = roles_held(user.id)
        return user

    def put(self, model):
        """Save the sign-in columns that changed."""
        person = getattr(model, "_get_current_object", lambda: model)()
        with write_transaction():
            person.save()
        return model

    def set_uniquifier(self, user, uniquifier: str | None = None) -> None:
        """A new session mark: every session of the person ends."""
        user.fs_uniquifier = uniquifier or new_mark()
        self.put(user)


def _found(name: str, value) -> User | None:
    field = (
        fn.LOWER(User.email) == str(value).strip().lower()
        if name == "email"
        else getattr(User, name) == value
    )
    return User.select().where(field, User.trashed_at.is_null()).first()


def _by_mark(mark: str) -> User | None:
    """The person of a session; every request asks, by a statement that was put together before."""
    return next(iter(User.raw(_statements(is_sqlite())[0], mark)), None)


def roles_held(user_id: int) -> list[HeldRole]:
    """The roles of a person, by one query."""
    held = database.execute_sql(_statements(is_sqlite())[1], (user_id,))
    return [HeldRole(name) for (name,) in held.fetchall()]


@cache
def _statements(_: bool) -> tuple[str, str]:
    """The statements that load a person by session mark, with the mark of the added columns, and
    the roles of one, for an engine.
    """
    mark = SQL(f"({MARK})").alias("columns_mark")
    person = User.select(User, mark).where(User.fs_uniquifier == "", User.trashed_at.is_null())
    roles = (
        Role.select(Role.name)
        .join(UserRole, on=(UserRole.role == Role.id))
        .where(UserRole.user == 0, UserRole.trashed_at.is_null(), Role.trashed_at.is_null())
    )
    return person.sql()[0], roles.sql()[0]


def who_is(user) -> Who:
    """The person signed in, as the policy knows them; nobody when nobody is."""
    if not getattr(user, "is_authenticated", False):
        return NOBODY
    return Who(
        user.email,
        user.id,
        user.name or user.email,
        frozenset(map(str, user.roles)),
        user.department_id,
    )


class OneUseTotp(Totp):
    """Codes of an authenticator app, each of which works once."""

    def get_last_counter(self, user) -> int | None:
        """The time step of the code used last."""
        return user.totp_counter

    def set_last_counter(self, user, tmatch) -> None:
        """Keep the time step; of two requests with one code, only the first finds the old step
        still there.
        """
        if not _swap(user.id, User.totp_counter, user.totp_counter, tmatch.counter):
            raise TokenError("this code was used")
        user.totp_counter = tmatch.counter


class OneUseRecovery(MfRecoveryCodesUtil):
    """Recovery codes: shown once when they are made, kept as digests, each taken out as it
    is used.
    """

    def create_recovery_codes(self, user) -> list[str]:
        """New codes in place of the old ones."""
        codes = current_app.security.totp_factory.generate_recovery_codes(
            current_app.config["SECURITY_MULTI_FACTOR_RECOVERY_CODES_N"]
        )
        current_app.security.datastore.mf_set_recovery_codes(
            user, [_digest(code, current_app.secret_key) for code in codes]
        )
        return codes

    def get_recovery_codes(self, user) -> list[str]:
        """None: a code is never shown again."""
        return []

    def check_recovery_code(self, user, code: str) -> bool:
        """Whether the code is one of the person's, also under an older key; it is taken out in the
        same step.
        """
        kept, typed = list(user.mf_recovery_codes or []), code.strip().lower()
        for key in (current_app.secret_key, *current_app.config["SECRET_KEY_FALLBACKS"]):
            digest = _digest(typed, key)
            if any(hmac.compare_digest(digest, one) for one in kept):
                rest = [one for one in kept if one != digest]
                return _swap(user.id, User.mf_recovery_codes, kept, rest)
        return False

    def delete_recovery_code(self, user, code: str) -> bool:
        """Nothing is left to do: checking took it out."""
        return True


def _swap(user_id: int, column, old, new) -> bool:
    """Put a new value where the old one still stands; false when somebody was faster."""
    name, before = column.column_name, column.db_value(old)
    where = f'"{name}" IS NULL' if before is None else f'"{name}" = ?'
    values = (column.db_value(new), user_id, *(() if before is None else (before,)))
    with write_transaction():
        cursor = run(
            f'UPDATE "{User._meta.table_name}" SET "{name}" = ? WHERE id = ? AND {where}', values
        )
        return cursor.rowcount == 1


def _digest(code: str, key: str) -> str:
    return hmac.new(key.encode(), code.encode(), sha256).hexdigest()


class Passwords(PasswordUtil):
    """At least twelve characters, and not what everybody tries first; checked without the
    network.
    """

    def validate(self, password: str, is_register: bool, **given):
        """The problems in words, or None, and the password as it is kept."""
        kept = self.normalize(password)
        words = problem(kept, given.get("user"))
        return ([words] if words else None), kept


def problem(password: str, user=None) -> str | None:
    """Why a password will not do, or None."""
    least = current_app.config["SECURITY_PASSWORD_LENGTH_MIN"]
    if len(password) < least:
        return f"Use at least {least} characters. A few words in a row are easy to keep in mind."
    if len(password) > 128:
        return "Use at most 128 characters."
    if len(set(password)) < LEAST_OWN or len(_own_part(password, _names(user))) < LEAST_OWN:
        return "This is among the passwords that are tried first. Add words that nobody would guess of you."  # noqa: E501
    return None


def _names(user) -> list[str]:
    text = f"{getattr(user, 'email', '') or ''} {getattr(user, 'name', '') or ''}".lower()
    return [word for word in re.split(r"[^a-z0-9]+", text) if len(word) > 3]


def _own_part(password: str, names: list[str]) -> str:
    """What is left of a password without common words, names, runs of keys, years and signs."""
    text = password.casefold()
    covered = set()
    for spelled in (text, text.translate(AS_LETTERS)):
        for word in (*names, *_common(), *_runs()):
            for found in re.finditer(re.escape(word), spelled) if word in spelled else ():
                covered.update(range(*found.span()))
    left = "".join(" " if place in covered else sign for place, sign in enumerate(text))
    left = re.sub(r"(.)\1{2,}", " ", left)
    return re.sub(r"[\W_]+", "", re.sub(r"(?<!\w)\d{1,4}(?!\w)", "", left))


@cache
def _common() -> tuple[str, ...]:
    """The words of the list, longest first."""
    words = COMMON.read_text(encoding="utf-8").split()
    return tuple(sorted(words, key=len, reverse=True))


@cache
def _runs() -> tuple[str, ...]:
    """Keys in a row, forwards and backwards, longest first."""
    lines = [line for keys in RUNS for line in (keys, keys[::-1])]
    found = {
        line[i:j] for line in lines for i in range(len(line)) for j in range(i + 4, len(line) + 1)
    }
    return tuple(sorted(found, key=len, reverse=True))
