"""Fixtures of every test: a fresh office on each engine, the fixed day, no network.

After each test that used an office, a log kept by triggers of the database is compared with the
journal, and every roll-up with its ledger.
"""

import os
import shutil
import socket
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from engines import Postgres, bind, unbind
from hypothesis import settings
from machine import IN_CI, chromium, postgres_programs, quick_folder, quick_root, soffice
from shares import BrowserFirst
from witness import faults, install_witness

from journal import chain, documents
from journal.migrate import migrate
from seed.reference import seed_reference

TODAY = date(2026, 11, 24)
DRILLED = 10
"""So many times as many examples are generated in a drill."""
GENERATED = "_hypothesis_internal_use_settings"
LOOPBACK = ("127.0.0.1", "::1", "localhost", "0.0.0.0", "", None)
OWN_SETTINGS = ("DATABASE_URL", "BACKUP_KEY", "SECRET_KEY", "MAIL_URL", "DEMO", "CLAIMS_INSTANCE")


def pytest_addoption(parser) -> None:
    parser.addoption(
        "--engine",
        choices=("sqlite", "postgres", "both"),
        default="both",
        help="the database engines of the tests that use an office",
    )
    parser.addoption("--drill", action="store_true", help="the long runs: 200 kills instead of 10")
    parser.addoption(
        "--soak-minutes", type=float, default=3, help="how long the soak of a drill lasts"
    )


def pytest_configure(config) -> None:
    """The folders of tests are quick ones; a drill takes the machine's own disk."""
    if not config.getoption("--drill"):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(quick_root()))


@pytest.fixture
def told(request):
    """Says a figure that is printed at the end of the run, from whichever process."""
    return lambda words: request.node.user_properties.append(("told", words))


def pytest_terminal_summary(terminalreporter) -> None:
    """The figures that tests measured."""
    reports = [r for name in ("passed", "failed") for r in terminalreporter.stats.get(name, ())]
    lines = [
        f"{report.nodeid.rpartition('::')[2]}: {words}"
        for report in reports
        for name, words in report.user_properties
        if name == "told"
    ]
    if lines:
        terminalreporter.section("measured")
        terminalreporter.write_line("\n".join(lines))


def pytest_xdist_make_scheduler(config, log) -> BrowserFirst:
    """How the tests are shared out among the processes of a run."""
    return BrowserFirst(config, log)


def pytest_collection_modifyitems(config, items) -> None:
    """In a drill whatever is generated is generated in larger numbers."""
    if not config.getoption("--drill"):
        return
    for item in items:
        usual = getattr(item.obj, GENERATED, None) if hasattr(item, "obj") else None
        if usual is not None:
            more = settings(usual, max_examples=usual.max_examples * DRILLED, deadline=None)
            setattr(getattr(item.obj, "__func__", item.obj), GENERATED, more)


MAY_SKIP: tuple[tuple[str, str], ...] = (
    (
        "tests/e2e/grid/test_calc_on_screen.py",
        "it needs a screen and a LibreOffice with windows; what that one writes is read everywhere",
    ),
)
"""(beginning of a test's name, why it may skip) where CI=true; any other skip is a failure there."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A skip is a failure where everything is installed."""
    report = yield
    allowed = any(item.nodeid.startswith(name) for name, _ in MAY_SKIP)
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and not allowed:
        why = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = (
            "failed",
            f"with CI=true nothing skips, and this did: {why}",
        )
    return report


@pytest.fixture
def kills(request) -> int:
    """How often a process is killed."""
    return 200 if request.config.getoption("--drill") else 10


def pytest_generate_tests(metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--engine")
        engines = ["sqlite", "postgres"] if asked == "both" else [asked]
        only = metafunc.definition.get_closest_marker("only_on")
        if only:
            engines = [engine for engine in engines if engine in only.args]
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> Iterator[None]:
    """Refuse the network beyond this machine, names of other machines included."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_names(socket.getaddrinfo))
        yield


def _guarded(connect):
    def guarded(self, address):
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise OSError(f"a test reaches for {address[0]}")
        return connect(self, address)

    return guarded


def _guarded_names(find):
    def guarded(host, *arguments, **named):
        name = host.decode() if isinstance(host, bytes) else host
        if name not in LOOPBACK:
            raise OSError(f"a test reaches for {name}")
        return find(host, *arguments, **named)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def own_surroundings(tmp_path_factory) -> Iterator[None]:
    """The day is fixed, and no setting of the machine's own office reaches a test."""
    with pytest.MonkeyPatch.context() as patch:
        for name in OWN_SETTINGS:
            patch.delenv(name, raising=False)
        patch.setenv("CLAIMS_INSTANCE", str(tmp_path_factory.mktemp("instance")))
        patch.setenv("CLAIMS_TODAY", TODAY.isoformat())
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the run (for each process of it)."""
    server = Postgres(postgres_programs())
    yield server
    unbind()
    server.stop()


@pytest.fixture(scope="session", name="chromium")
def chromium_path() -> str:
    """The path of a Chromium; a test without one is skipped, with CI=true it fails."""
    return chromium()


@pytest.fixture(scope="session", name="soffice")
def soffice_path() -> str:
    """The path of LibreOffice; a test without one is skipped, with CI=true it fails."""
    return soffice()


@pytest.fixture(scope="session")
def templates() -> Iterator[dict[str, str]]:
    """Engine -> a made office to copy; filled at first use."""
    folder = quick_folder("office-templates-")
    yield {"folder": str(folder)}
    shutil.rmtree(folder)


def _make_template(url: str, *, seeded: bool) -> None:
    bind(url)
    migrate()
    install_witness()
    if seeded:
        seed_reference()
    unbind()


@pytest.fixture
def engine(request) -> str:
    """The engine of a test."""
    return request.param


@pytest.fixture
def empty_url(engine, request, tmp_path) -> str:
    """The address of a database that holds nothing, not yet bound."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return request.getfixturevalue("postgres").make("empty")


@pytest.fixture
def empty_office(empty_url) -> Iterator[str]:
    """A database that holds nothing, bound."""
    bind(empty_url)
    yield empty_url
    chain.anchor_at(None)
    unbind()


@pytest.fixture
def fresh_office(engine, request, templates, tmp_path):
    """Makes a fresh office, bare or seeded with the reference sheets; returns its address."""

    def make(*, seeded: bool) -> str:
        name = "seeded_template" if seeded else "office_template"
        if engine == "sqlite":
            original = Path(templates["folder"]) / f"{name}.db"
            if not original.exists():
                _make_template(f"sqlite:///{original}", seeded=seeded)
            copy = tmp_path / "claims.db"
            shutil.copyfile(original, copy)
            return f"sqlite:///{copy}"
        server = request.getfixturevalue("postgres")
        if name not in templates:
            _make_template(server.make(name), seeded=seeded)
            templates[name] = "made"
        return server.make("office", name)

    return make


@pytest.fixture
def office_url(fresh_office) -> str:
    """The address of a fresh office without a row, not yet bound."""
    return fresh_office(seeded=False)


@pytest.fixture
def office(office_url) -> Iterator[str]:
    """A fresh office without a row, bound; afterwards journal and database are compared."""
    yield from _at_work(office_url)


@pytest.fixture
def seeded_office(fresh_office) -> Iterator[str]:
    """A fresh office with its reference sheets, bound; afterwards journal and database are compared."""
    yield from _at_work(fresh_office(seeded=True))


def _at_work(url: str) -> Iterator[str]:
    _let_go()
    bind(url)
    yield url
    try:
        bind(url)
        assert faults() == []
    finally:
        _let_go()
        unbind()


def _let_go() -> None:
    """Forget the folder of an office that was opened before."""
    chain.anchor_at(None)
    documents.keep_in(None)
