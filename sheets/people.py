"""Who signs in, and with which roles."""

from typing import Any

from flask_security import RoleMixin, UserMixin

from sheets.base import Base, Sheet
from sheets.columns import Code, InstantField, JsonText, Line, Link, LongText, Whole, YesNo
from sheets.directory import Department

SIGN_IN_COLUMNS = (
    "password",
    "fs_uniquifier",
    "last_login_at",
    "current_login_at",
    "last_login_ip",
    "current_login_ip",
    "login_count",
    "tf_primary_method",
    "tf_totp_secret",
    "mf_recovery_codes",
    "totp_counter",
    "invite_hash",
    "invite_expires_at",
)
"""Columns of User that the journal leaves out: secret, and changed by signing in."""


class Role(Sheet, RoleMixin):
    """What a person does in the office; the rights of each role stand in the policy."""

    name = Code("Role")
    title = Line("Title")
    description = LongText("What it does", null=True)

    class Meta:
        key, desk, singular, plural, label = ("name",), "Office", "role", "Roles", ("title",)


class User(Sheet, UserMixin):
    """A person of the office who signs in."""

    email = Code("E-mail", max_length=200)
    name = Line("Name", default="")
    department = Link(
        Department, "Department", help_text="A coordinator sees the claims of this department."
    )
    title = Line("Job title", null=True)
    phone = Line("Phone", null=True)
    active = YesNo("May sign in", default=True)
    password = Line("Password", null=True, sensitivity="secret", max_length=255)
    fs_uniquifier = Line("Session mark", sensitivity="secret", unique=True, max_length=64)
    last_login_at = InstantField("Signed in before", null=True, sensitivity="secret")
    current_login_at = InstantField("Signed in", null=True, sensitivity="secret")
    last_login_ip = Line("Address before", null=True, sensitivity="secret")
    current_login_ip = Line("Address", null=True, sensitivity="secret")
    login_count = Whole("Sign-ins", null=True, sensitivity="secret")
    tf_primary_method = Line("Second factor", null=True, sensitivity="secret")
    tf_totp_secret = Line("Second factor's secret", null=True, sensitivity="secret", max_length=500)
    mf_recovery_codes = JsonText("Recovery codes", null=True, sensitivity="secret")
    totp_counter = JsonText("Last code used", null=True, sensitivity="secret")
    invite_hash = Line("Sign-in link", null=True, sensitivity="secret", index=True)
    invite_expires_at = InstantField("Sign-in link ends", null=True, sensitivity="secret")

    class Meta:
        key, desk, singular, plural, label = ("email",), "Office", "user", "People", ("name",)
        listed, search = ("email", "name", "title", "department", "active"), ("email", "name")

    def get_id(self):
        return self.fs_uniquifier

    def save(self, *args: Any, **kwargs: Any) -> Any:
        if set(self._dirty) - set(SIGN_IN_COLUMNS):
            raise TypeError(
                "only the sign-in columns of a user are saved; the rest goes through the journal"
            )
        return Base.save(self, *args, **kwargs)


class UserRole(Sheet):
    """Which person holds which role."""

    user = Link(User, "Person", backref="roles", null=False)
    role = Link(Role, "Role", backref="holders", null=False)

    class Meta:
        key, desk = ("user", "role"), "Office"
        singular, plural = "role of a person", "Roles of people"
