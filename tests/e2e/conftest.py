"""A served office and a browser: the office runs as a newcomer starts it, on a free port, in a temporary folder."""

from collections.abc import Iterator

import pytest
from browsing import (
    LINK,
    Demonstration,
    Desk,
    Served,
    browser,
    demonstrated,
    start,
    surroundings,
    until,
)
from engines import free_port
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

EXPECTED = ("422", "409", "403", "ERR_INTERNET_DISCONNECTED")
"""What a browser writes in its console of answers that are meant so, and without a connection."""


@pytest.fixture
def served(tmp_path) -> Iterator[Served]:
    """An office as `app.py run` starts it the first time."""
    port = free_port()
    address, instance = f"http://127.0.0.1:{port}", tmp_path / "instance"
    process, said = start(port, surroundings(instance, address), tmp_path / "said")
    yield Served(address, instance, next(line for line in said if LINK.fullmatch(line)), process)
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory) -> Iterator[Demonstration]:
    """A small demonstration office, served; its lists stand plain."""
    yield from demonstrated(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers of the run."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright) -> Iterator[BrowserContext]:
    """One browser for the run."""
    with browser(playwright) as context:
        yield context


@pytest.fixture
def page(chromium, request) -> Iterator[Page]:
    """A fresh page; any error in its console fails the test, but those that the test says it
    `brings`.
    """
    brought = [word for mark in request.node.iter_markers("brings") for word in mark.args]
    chromium.clear_cookies()
    page = chromium.new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: errors.append(e.stack or str(e)))
    page.set_default_timeout(15_000)
    yield page
    page.close()
    assert [e for e in errors if not any(word in e for word in (*EXPECTED, *brought))] == []


@pytest.fixture
def desk(page, demonstration) -> Desk:
    """A browser at which somebody of the demonstration sits down."""
    return Desk(page, demonstration)


@pytest.fixture(name="until")
def until_fixture():
    """Waits for an expression of a page."""
    return until
