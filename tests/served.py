"""An office served by a process of its own, and people who are signed in there without a browser."""

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from engines import free_port, unbind
from itsdangerous import URLSafeTimedSerializer

import models as m
from admin_views import entry, invites
from app import create_app
from journal import jobs
from journal.who import OPERATOR

ROOT = Path(__file__).parents[1]
KEY = "a key of the tests that is long enough"
FORM_TOKEN = "0" * 40
START_SECONDS = 60


@dataclass
class Person:
    """Somebody signed in: every request goes over one connection of theirs."""

    port: int
    cookie: str
    token: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=90)

    def ask(self, method: str, path: str, body: object = None) -> tuple[int, dict, bytes]:
        """Status, headers and body of an answer."""
        kind = {"Content-Type": "application/json", "Accept": "application/json"}
        return self.send(method, path, body and json.dumps(body), kind)

    def send(
        self, method: str, path: str, body: str | bytes | None, kind: dict[str, str]
    ) -> tuple[int, dict, bytes]:
        """Status, headers and body of an answer to a body of another kind."""
        head = {"Cookie": f"office={self.cookie}", "X-CSRFToken": self.token, **kind}
        self.connection.request(method, path, body, head)
        answer = self.connection.getresponse()
        return answer.status, dict(answer.headers), answer.read()


@dataclass
class Office:
    """A served office: its port, its process, and the cookie and token of a technician."""

    port: int
    process: subprocess.Popen
    cookie: str
    token: str
    people: list[Person] = field(default_factory=list)

    def person(self) -> Person:
        """One more place at which the technician is signed in."""
        self.people.append(Person(self.port, self.cookie, self.token))
        return self.people[-1]

    def close(self) -> None:
        """Let everybody go, then stop the office."""
        for person in self.people:
            person.connection.close()
        self.process.terminate()
        self.process.wait(timeout=30)


@contextmanager
def served(url: str, folder: Path) -> Iterator[Office]:
    """Serve the office at `url` until the block ends; nothing of this process stays bound to it."""
    cookie, token = _signed_in(url, folder)
    unbind()
    port, told = free_port(), folder / "said"
    around = {**os.environ, "DATABASE_URL": url, "CLAIMS_INSTANCE": str(folder), "SECRET_KEY": KEY,
              "PYTHONPATH": str(ROOT)}  # fmt: skip
    with told.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", "app.py", "run", "--port", str(port)],
            cwd=ROOT, env=around, stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    office = Office(port, process, cookie, token)
    try:
        _until_open(process, told)
        yield office
    finally:
        office.close()


def _signed_in(url: str, folder: Path) -> tuple[str, str]:
    app = create_app({"INSTANCE": folder, "DATABASE_URL": url, "SECRET_KEY": KEY, "TESTING": True})
    invites.invite(OPERATOR, "ann@city.gov", ("technician",))
    mark, now = m.User.get(m.User.email == "ann@city.gov").fs_uniquifier, int(time.time())
    session = {"_user_id": mark, "_fresh": True, "fs_paa": now, "csrf_token": FORM_TOKEN,
               entry.SIGNED_IN_AT: now, entry.SEEN_AT: now}  # fmt: skip
    jobs.close_queue()
    cookie = app.session_interface.get_signing_serializer(app).dumps(session)
    return cookie, URLSafeTimedSerializer(KEY, salt="wtf-csrf-token").dumps(FORM_TOKEN)


def _until_open(process: subprocess.Popen, told: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        if "The office is open" in told.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(told.read_text())


def at_once(works: list) -> list:
    """Run each in a thread of its own; gives what they returned, faults as themselves."""
    results: list = []

    def run(work) -> None:
        try:
            results.append(work())
        except Exception as fault:
            results.append(fault)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
