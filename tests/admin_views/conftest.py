"""Fixtures of the screens: the app over a fresh office, people who hold roles, and a browser of each."""

import re
from collections.abc import Iterator
from time import time

import pytest
from app import create_app
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

import models as m
from admin_views import entry, invites
from journal import jobs
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

KEY = "a key of the tests that is long enough"
PASSWORD = "herons cross the estuary"
QUICK_HASH = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Browser(FlaskClient):
    """A browser of one person: it sends the token of the last page, as the pages do."""

    def token(self) -> str:
        """A form token that fits the session."""
        with self.session_transaction() as session:
            raw = session.setdefault("csrf_token", "0" * 40)
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw)

    def send(self, url: str, *, method: str = "POST", **given):
        """A request that changes something, with its token."""
        head = {"X-CSRFToken": self.token(), **given.pop("headers", {})}
        return self.open(url, method=method, headers=head, **given)

    def become(self, user_id: int) -> "Browser":
        """Be signed in as somebody, without the page."""
        mark = m.User.get_by_id(user_id).fs_uniquifier
        with self.session_transaction() as session:
            session.clear()
            session["_user_id"], session["_fresh"], session["fs_paa"] = mark, True, time()
            session[entry.SIGNED_IN_AT] = session[entry.SEEN_AT] = int(time())
        return self


def app_over(office: str, folder, **more) -> Flask:
    """The app over a database and a folder."""
    app = create_app({"INSTANCE": folder, "DATABASE_URL": office, "SECRET_KEY": KEY, "TESTING": True,
                      "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": QUICK_HASH, **more})
    app.test_client_class = Browser
    return app


@pytest.fixture
def app(office, tmp_path) -> Iterator[Flask]:
    """The app over a fresh office."""
    yield app_over(office, tmp_path / "instance")
    jobs.close_queue()


@pytest.fixture
def client(app) -> Browser:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def make_person(app):
    """Make a person who holds roles; gives the id. `department` is the id of theirs."""

    def make(*roles: str, email: str = "", department: int | None = None, active: bool = True) -> int:
        address = email or f"{'-'.join(roles) or 'nobody'}@city.gov"
        invites.invite(OPERATOR, address, roles or ("auditor",))
        user = m.User.get(m.User.email == address)
        if department or not active:
            draft = Draft("test")
            draft.change(m.User, user.id, department=department, active=active)
            commit(OPERATOR, draft)
        return user.id

    with m.database.connection_context():
        pass
    return make


@pytest.fixture
def sign_in(app, make_person):
    """A browser in which somebody with these roles is signed in."""

    def enter(*roles: str, **facts) -> Browser:
        return app.test_client().become(make_person(*roles, **facts))

    return enter


def token_of(page) -> str:
    """The form token of a page."""
    return TOKEN.search(page.text).group(1)
