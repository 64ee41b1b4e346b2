"""An office that is served as a newcomer starts it, and people at a browser before it."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import machine
import pytest
from engines import free_port
from playwright.sync_api import BrowserContext, Page, Playwright

ROOT = Path(__file__).parents[1]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "herons cross the estuary"
LINK = re.compile(r"http://\S+/welcome/\S+")


@dataclass
class Served:
    """A running office: its address, its folder, and the first sign-in link."""

    address: str
    instance: Path
    link: str
    process: subprocess.Popen

    def command(self, *arguments: str) -> str:
        """Run a command line of the office beside the server; returns what it prints."""
        done = subprocess.run(
            [sys.executable, "app.py", *arguments],
            cwd=ROOT,
            env=surroundings(self.instance, self.address),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    def invite(self, role: str, *more: str) -> str:
        """The one-time link of a new person with a role."""
        said = self.command("user", "add", f"{role}@city.gov", "--role", role, *more).strip()
        return f"{self.address}/welcome/{said.partition('/welcome/')[2]}"


def surroundings(instance: Path, address: str) -> dict[str, str]:
    kept = {
        k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "SECRET_KEY", "MAIL_URL")
    }
    return {
        **kept,
        "CLAIMS_INSTANCE": str(instance),
        "CLAIMS_TODAY": "2026-11-24",
    }


@dataclass
class Demonstration:
    """A running demonstration office: its address, and a one-time link for each role.

    `kept` are the cookies of a role: five sign-ins a minute are all that the office allows.
    """

    address: str
    links: dict[str, str]
    kept: dict[str, list] = field(default_factory=dict)

    def sign_in(self, page: Page, role: str) -> None:
        """Be signed in with a role, at its first page."""
        page.context.add_cookies(self.kept.get(role, []))
        page.goto(f"{self.address}/admin/")
        if not page.url.startswith(f"{self.address}/admin/"):
            self._enter(page, role)
            self.kept[role] = page.context.cookies()

    def _enter(self, page: Page, role: str) -> None:
        """The first time by the link, later with the password."""
        link = self.links.pop(role, None)
        page.goto(link or f"{self.address}/login")
        if not link:
            page.fill("#email", f"{role}@demo.city")
        page.fill("#password", PASSWORD)
        if link:
            page.fill("#again", PASSWORD)
        page.click("main button.btn-primary")
        page.wait_for_url("**/admin/**")


def demonstrated(folder: Path) -> Iterator[Demonstration]:
    """A small demonstration office in a folder, served until it is no longer wanted."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    around = {**surroundings(folder / "instance", address), "DEMO": "1"}
    seeded = subprocess.run(
        [sys.executable, "app.py", "seed", "demo", "--claims", "160"],
        cwd=ROOT, env=around, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert seeded.returncode == 0, seeded.stderr
    process, said = start(port, around, folder / "said")
    links = {said[n - 1].rstrip(":"): line for n, line in enumerate(said) if LINK.fullmatch(line)}
    yield Demonstration(address, links)
    process.terminate()
    process.wait(timeout=20)


def start(port: int, around: dict[str, str], told: Path) -> tuple[subprocess.Popen, list[str]]:
    """An office that is being served, and the lines that its start prints."""
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "app.py", "run", "--port", str(port)],
            cwd=ROOT, env=around, text=True, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    return process, _until_open(process, told)


def _until_open(process: subprocess.Popen, told: Path) -> list[str]:
    """The lines that a start prints, once it is through."""
    for _ in range(600):
        said = told.read_text().splitlines()
        if any(line.startswith("The office is open") for line in said):
            return said
        if process.poll() is not None:
            break
        time.sleep(0.1)
    pytest.fail("the office did not start:\n" + told.read_text())


def until(page: Page, expression: str) -> None:
    """Wait for what a page comes to; its own policy of scripts lets it evaluate no text."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        time.sleep(0.05)
    pytest.fail(f"the page does not come to: {expression}")


class Desk:
    """Somebody of the demonstration at a browser."""

    def __init__(self, page: Page, office: Demonstration) -> None:
        self.page, self.office = page, office

    def be(self, role: str) -> None:
        """Be signed in with a role."""
        self.page.context.clear_cookies()
        self.office.sign_in(self.page, role)

    def go(self, place: str) -> Page:
        """A page of the office, once it is ready."""
        self.page.goto(f"{self.office.address}/admin/{place}")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def rows(self, question: str) -> list[dict]:
        """Rows of a sheet."""
        answer = self.page.request.get(f"{self.office.address}/admin/{question}")
        assert answer.ok, answer.text()
        return answer.json()["rows"]

    def form(self, action: str, sheet: str, row: int) -> None:
        """Open the form of a quick action on a record."""
        self.go(f"do/{action}?sheet={sheet}&ids={row}")

    def act(self, words: str, **values: str) -> None:
        """A quick action of the page, by its words, with what is typed into its form."""
        link = self.page.locator(f"main a:text-is('{words}')").first
        if not link.is_visible():
            self.page.click("main summary:has-text('More') >> nth=0")
        link.click()
        self.page.wait_for_selector("#action")
        for name, value in values.items():
            self.page.fill(f"#{name}", value)

    def sees(self, words: str) -> None:
        """What the action would do says so."""
        self.page.wait_for_selector(f"[data-preview]:has-text('{words}')")

    def press(self, said: str) -> None:
        """Press the button of the form; the office says what happened."""
        self.page.locator("#action .form-buttons .btn-primary").last.click()
        self.page.wait_for_selector(f".toast-note:has-text('{said}')")


@contextmanager
def browser(playwright: Playwright, screen: str = "") -> Iterator[BrowserContext]:
    """A browser of its own, with a fresh profile; its window stands on a screen where one is named."""
    with tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=machine.chromium(),
            headless=not screen,
            args=[*FLAGS, "--ozone-platform=x11"] if screen else FLAGS,
            env={**os.environ, "DISPLAY": screen} if screen else None,
            viewport={"width": 1400, "height": 900},
            accept_downloads=True,
        )
        yield context
        context.close()
