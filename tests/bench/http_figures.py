"""Pages and saves over HTTP: the list beside a minimal Flask page and Django's admin, one cell."""

import logging
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

import models as m
from admin_views import assets, entry, invites
from app import create_app
from journal import jobs
from journal.who import OPERATOR
from tests.bench.measure import Figure, in_child, in_turn, spent, told

HERE = "tests.bench.http_figures"
PEERS = "tests.bench.peers"
KEY = "a key of the bench that is long enough"
SAME = 1.3
"""What does not depend on the size of the table varies by so much from run to run."""


def figures(small: Path, large: Path, claims: int) -> list[Figure]:
    """The list page and the save of a cell."""
    return [*_pages(large, claims), *_saves(small, large, claims)]


def _pages(path: Path, claims: int) -> list[Figure]:
    counted = [in_child(f"{HERE}:queries", path, kind) for kind in ("grid", "plain")]
    grid, ours, floor, django = in_turn(
        (f"{HERE}:list_page", path, "grid"),
        (f"{HERE}:list_page", path, "plain"),
        (f"{PEERS}.flask_page:page", path),
        (f"{PEERS}.django_office:list_page", path, path.parent),
    )
    size = f"{claims:,} claims"
    return [
        Figure(
            f"grid page, 100 rows, {size} / minimal Flask page",
            grid.cpu / floor.cpu,
            4,
            "x",
            f"{grid}; minimal page {floor}",
        ),
        Figure(
            f"grid page, 100 rows, {size}: faster than Django's admin",
            django.cpu / grid.cpu,
            3.5,
            "x",
            f"{grid}; Django's {django}",
            at_least=True,
        ),
        Figure(
            f"plain list, 100 rows, {size} / minimal Flask page",
            ours.cpu / floor.cpu,
            4,
            "x",
            f"{ours}; minimal page {floor}",
        ),
        Figure(
            f"plain list, 100 rows, {size}: faster than Django's admin",
            django.cpu / ours.cpu,
            3.5,
            "x",
            f"{ours}; Django's {django}",
            at_least=True,
        ),
        Figure(
            "queries of a grid page, the signed-in user's 2 included",
            max(counted),
            6,
            "",
            "counted over one request; grid {}, plain list {}".format(*counted),
        ),
    ]


def _saves(small: Path, large: Path, claims: int) -> list[Figure]:
    few, many = in_turn((f"{HERE}:cell", small), (f"{HERE}:cell", large))
    return [
        Figure(
            f"save of one cell over HTTP, {claims:,} claims",
            many.cpu,
            6,
            "ms",
            f"{many}; with CSRF, policy and journal, no deadline but the claim's next one derived",
        ),
        Figure(
            f"save of one cell over HTTP, {claims:,} claims / 1,000",
            many.cpu / few.cpu,
            SAME,
            "x",
            f"{many}; at 1,000: {few}",
        ),
    ]


# --- In a process of their own ------------------------------------------------------------------


def list_page(path: str, kind: str) -> dict[str, float]:
    """What the first page of a hundred claims costs, as a grid or plain."""
    address = f"/admin/claim/{PLAIN[kind]}"
    with signed_in(path) as client:
        page = client.get(address)
        assert page.status_code == 200
        assert page.text.count(ROW[kind]) == 100
        return told(spent(lambda: client.get(address), runs=25))


PLAIN = {"grid": "", "plain": "?plain=yes"}
ROW = {"grid": '"version":', "plain": "<tr data-id="}
"""What each row of a page bears."""


def queries(path: str, kind: str) -> int:
    """How many queries a list page puts once the settings are known."""
    address = f"/admin/claim/{PLAIN[kind]}"
    with signed_in(path) as client:
        client.get(address)
        return _queries(lambda: client.get(address))


def cell(path: str) -> dict[str, float]:
    """What the save of one cell costs; each time another cell of another row."""
    with signed_in(path) as client:
        page = client.get("/admin/claim/").text
        token = re.search(r'name="csrf-token" content="([^"]+)"', page)[1]
        found = client.get("/admin/claim/rows?limit=300&columns=location").get_json()["rows"]
        rows, turn = iter(found), iter(range(10**6))

        def work() -> None:
            row = next(rows)
            sent = {"id": row["id"], "version": row["version"], "column": "location"}
            body = [{**sent, "value": f"Cell {next(turn)}"}]
            answer = client.patch("/admin/claim/rows", json=body, headers={"X-CSRFToken": token})
            assert answer.status_code == 200, answer.text

        return told(spent(work, runs=50))


@contextmanager
def signed_in(path: str) -> Iterator[FlaskClient]:
    """A technician's client of the app over an office whose lists are grids."""
    with tempfile.TemporaryDirectory() as folder:
        grid = Path(folder) / "assets" / assets.ASSETS[0].name
        grid.mkdir(parents=True)
        (grid / assets.STAMP).write_text(assets.ASSETS[0].sha256)
        app = _app(Path(path), Path(folder))
        with m.database.connection_context():
            invites.invite(OPERATOR, "technician@city.gov", ("technician",))
            mark = m.User.get(m.User.email == "technician@city.gov").fs_uniquifier
        client = app.test_client()
        with client.session_transaction() as session:
            session["_user_id"], session["_fresh"] = mark, True
            session[entry.SIGNED_IN_AT] = session[entry.SEEN_AT] = int(time())
        try:
            yield client
        finally:
            jobs.close_queue()


def _app(path: Path, folder: Path) -> Flask:
    given: dict[str, Any] = {"INSTANCE": folder, "DATABASE_URL": f"sqlite:///{path}"}
    return create_app({**given, "SECRET_KEY": KEY})


def _queries(work: Callable[[], object]) -> int:
    found: list[str] = []
    ear, log = logging.Handler(), logging.getLogger("peewee")
    ear.emit = lambda record: record.name == "peewee" and found.append(record.msg[0])
    log.addHandler(ear)
    log.setLevel(logging.DEBUG)
    work()
    log.removeHandler(ear)
    log.setLevel(logging.NOTSET)
    return len(found)
