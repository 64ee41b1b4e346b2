"""The app over an office of a test; what every app of a run works out alike, it works out once."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import BytecodeCache
from werkzeug.routing import Rule

import models as m
from app import create_app
from journal import instance, jobs
from journal.database import is_sqlite

KEY = "a key of the tests that is long enough"
QUICK_HASH = {"argon2__time_cost": 1, "argon2__memory_cost": 64, "argon2__parallelism": 1}


class _Templates(BytecodeCache):
    """The compiled pages of the run."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


TEMPLATES = _Templates()


def _once_asked(compile_builder):
    """A rule compiles the function that makes its address when one is asked for; few are."""

    def compile_later(rule: Rule, append_unknown: bool = True):
        made = []

        def build(asked: Rule, **values):
            if not made:
                made.append(compile_builder(rule, append_unknown))
            return made[0](asked, **values)

        return build

    return compile_later


Rule._compile_builder = _once_asked(Rule._compile_builder)


def app_over(office: str, folder: Path, browser: type[FlaskClient], **more) -> Flask:
    """An app of its own over a database and a folder; nothing waits for the disk."""
    app = create_app(
        {
            "INSTANCE": folder,
            "DATABASE_URL": office,
            "SECRET_KEY": KEY,
            "TESTING": True,
            "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": QUICK_HASH,
            **more,
        }
    )
    app.test_client_class = browser
    app.jinja_env.bytecode_cache = TEMPLATES
    _hurry()
    return app


class Shared:
    """The app of a run, moved from office to office; its routes and pages are made once."""

    def __init__(self) -> None:
        self.app: Flask | None = None
        self.config: dict = {}

    def over(self, office: str, folder: Path, browser: type[FlaskClient]) -> Flask:
        """The app over a database and a folder, configured as at its start."""
        if self.app is None:
            self.app = app_over(office, folder, browser)
            self.config = dict(self.app.config)
            return self.app
        place = instance.locate(folder, office)
        instance.open_office(place)
        jobs.open_queue(place, KEY)
        self.app.extensions["office"] = place
        self.app.config.clear()
        self.app.config.update(self.config)
        for limiter in self.app.extensions["limiter"]:
            limiter.reset()
        _hurry()
        return self.app


def _hurry() -> None:
    if is_sqlite():
        m.database.obj.pragma("synchronous", "OFF", permanent=True)
