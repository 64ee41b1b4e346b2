"""Fixtures of the screens: the app over a fresh office, people who hold roles, and a browser of each."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import time

import pytest
from apps import Shared, app_over
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.routing import AnyConverter, IntegerConverter, Rule

import models as m
from admin_views import entry, invites
from journal import jobs
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

PASSWORD = "herons cross the estuary"
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


@pytest.fixture
def app_with(office, tmp_path) -> Iterator[Callable[..., Flask]]:
    """The app over a fresh office, with some of its configuration given."""
    yield lambda **more: app_over(office, tmp_path / "instance", Browser, **more)
    jobs.close_queue()


@pytest.fixture(scope="session")
def shared_app() -> Shared:
    """The app of the run."""
    return Shared()


@pytest.fixture
def app(shared_app, office, tmp_path) -> Iterator[Flask]:
    """The app over a fresh office."""
    yield shared_app.over(office, tmp_path / "instance", Browser)
    jobs.close_queue()


@pytest.fixture
def own_app(app_with) -> Flask:
    """An app over a fresh office that a test may add to."""
    return app_with()


@pytest.fixture
def client(app) -> Browser:
    """A browser that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def make_person(app):
    """Make a person who holds roles; gives the id. `department` is the id of theirs."""

    def make(
        *roles: str, email: str = "", department: int | None = None, active: bool = True
    ) -> int:
        address = email or f"{'-'.join(roles) or 'nobody'}@city.gov"
        invites.invite(OPERATOR, address, roles or ("auditor",))
        user = m.User.get(m.User.email == address)
        if department or not active:
            draft = Draft("test")
            draft.change(m.User, user.id, department=department, active=active)
            commit(OPERATOR, draft)
        return user.id

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


@pytest.fixture
def queries() -> Callable:
    """A context that gathers the questions put to the database meanwhile."""

    @contextmanager
    def gathered() -> Iterator[list[str]]:
        found: list[str] = []
        ear = logging.Handler()
        ear.emit = lambda record: record.name == "peewee" and found.append(record.msg[0])
        log = logging.getLogger("peewee")
        level = log.level
        log.addHandler(ear)
        log.setLevel(logging.DEBUG)
        try:
            yield found
        finally:
            log.removeHandler(ear)
            log.setLevel(level)

    return gathered


@pytest.fixture
def path_of(app) -> Callable[..., str]:
    """The path of a route, its parts filled with something that fits, or with what is given by name."""

    def filled(route: Rule, **given) -> str:
        parts = {name: given.get(name) or _sample(route, name) for name in route.arguments}
        return app.url_map.bind("localhost").build(
            route.endpoint, parts, method=next(iter(route.methods - {"HEAD"}))
        )

    return filled


def _sample(route: Rule, name: str):
    converter = route._converters[name]
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter) else "something"
