"""Fixtures of every test: a fresh office on each engine, the fixed day, no network beyond the loopback.

After each test that used an office, a log kept by triggers of the database is compared with the journal, and
every roll-up with its ledger.
"""

import shutil
import socket
from collections.abc import Iterator
from datetime import date

import pytest
from engines import Postgres, bind, missing, postgres_programs, unbind
from witness import faults, install_witness

import models as m
from journal import chain, schema

TODAY = date(2026, 11, 24)


def pytest_addoption(parser) -> None:
    parser.addoption("--engine", choices=("sqlite", "postgres", "both"), default="both")
    parser.addoption("--drill", action="store_true", help="the long runs: 200 kills instead of 10")


@pytest.fixture
def kills(request) -> int:
    """How often a process is killed."""
    return 200 if request.config.getoption("--drill") else 10


def pytest_generate_tests(metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--engine")
        metafunc.parametrize("engine", ["sqlite", "postgres"] if asked == "both" else [asked], indirect=True)


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Refuse the network beyond this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise OSError(f"a test reaches for {address[0]}")
        return connect(self, address)

    socket.socket.connect = guarded
    yield
    socket.socket.connect = connect


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the run (for each process of it)."""
    programs = postgres_programs()
    if programs is None:
        missing("PostgreSQL")
    server = Postgres(programs)
    yield server
    unbind()
    server.stop()


@pytest.fixture(scope="session")
def templates(tmp_path_factory) -> dict[str, str]:
    """Engine -> a made office to copy; filled at first use."""
    return {"folder": str(tmp_path_factory.mktemp("templates"))}


def _make_template(url: str) -> None:
    bind(url)
    schema.create_all()
    install_witness()
    unbind()


@pytest.fixture
def engine(request) -> str:
    """The engine of a test."""
    return request.param


@pytest.fixture
def office_url(engine, request, templates, tmp_path) -> str:
    """The address of a fresh office database, not yet bound."""
    if engine == "sqlite":
        if "sqlite" not in templates:
            templates["sqlite"] = f"{templates['folder']}/office.db"
            _make_template(f"sqlite:///{templates['sqlite']}")
        copy = tmp_path / "claims.db"
        shutil.copyfile(templates["sqlite"], copy)
        return f"sqlite:///{copy}"
    server = request.getfixturevalue("postgres")
    if "postgres" not in templates:
        _make_template(server.make("office_template"))
        templates["postgres"] = "office_template"
    return server.make("office", "office_template")


@pytest.fixture
def office(office_url) -> Iterator[str]:
    """A fresh office, bound; afterwards the journal is compared with what the database saw."""
    bind(office_url)
    yield office_url
    try:
        if m.database.is_closed():
            m.database.connect()
        assert faults() == []
    finally:
        chain.anchor_at(None)
        unbind()
