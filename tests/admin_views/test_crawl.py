"""Every page that can be looked at, with a hostile text in every column: nothing of it runs."""

import re
from collections import deque
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from everything import make_everything

import models as m
from admin_views import gate
from journal.policy import readable
from journal.who import Who
from workflow.verbs import VERBS

HOSTILE = '"><img src=x onerror=alert(1)>'
DESK = Who("t@city.gov", roles=frozenset({"technician"}))
MOST_PAGES = 700
LEFT = ("/login", "/welcome/", "/reset", "/static/", "/admin/static/")
"""Addresses that lead away from the office."""


class Page(HTMLParser):
    """What a page holds that could run, and where it leads."""

    def __init__(self, nonce: str) -> None:
        super().__init__()
        self.nonce, self.faults, self.links = nonce, [], []

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        self.faults += [f"<{tag} {name}=...>" for name in given if name.startswith("on")]
        if tag == "img" and given.get("src") == "x":
            self.faults.append("a hostile text became an element")
        runs = tag == "script" and given.get("type") != "application/json"
        if runs and given.get("nonce") != self.nonce:
            self.faults.append("a script without the nonce of its answer")
        for name in ("href", "src", "action"):
            if given.get(name, "").strip().lower().startswith(("javascript:", "data:text")):
                self.faults.append(f"{name}={given[name]}")
        if tag == "a" and given.get("href", "").startswith("/"):
            self.links.append(given["href"])


@pytest.fixture
def rows(app, sign_in) -> dict[str, int]:
    """Sheet -> the id of a row whose every text is hostile."""
    sign_in("technician")
    made = make_everything(HOSTILE, user=m.User.get().id)
    return {model.__name__.lower(): row_id for model, row_id in made.items()}


def seeds(app, rows, path_of):
    """An address of every route that is looked at; of a sheet's routes, on its row."""
    for route, method in gate.addresses(app):
        if method != "GET" or route.rule.startswith(LEFT):
            continue
        sheet = gate.sheet_of(route.endpoint.replace("_page.", "."))
        row = rows.get(sheet.__name__.lower(), 1) if sheet else 1
        if "column" in route.arguments:
            for field in readable(DESK, sheet):
                yield path_of(route, row_id=row, column=field.name)
            continue
        yield path_of(route, row_id=row) + ("" if "row_id" in route.arguments else f"?id={row}")
        if route.endpoint.endswith(".index_view"):
            names = ",".join(f.name for f in readable(DESK, sheet))
            yield f"{path_of(route)}?columns={names}&q={quote(HOSTILE)}"
            yield f"{path_of(route)}?columns={names}"
    for entry in VERBS:
        for sheet in entry.facts["sheets"]:
            if sheet in rows:
                yield f"/admin/do/{entry.key}?sheet={sheet}&ids={rows[sheet]}"
    yield f"/admin/search/?all=1&q={quote(HOSTILE)}"
    yield f"/admin/import/?name={quote(HOSTILE)}"


def crawl(browser, start):
    """(address, answer) of the pages at these addresses and of those they lead to, each kind of question once."""
    waiting, seen = deque(start), set()
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.popleft()
        parts = urlsplit(address)
        kind = (parts.path, tuple(sorted({name for name, _ in parse_qsl(parts.query)})))
        if kind in seen or parts.path.startswith(LEFT):
            continue
        seen.add(kind)
        answer = browser.get(address, buffered=True)
        yield address, answer
        if answer.mimetype == "text/html":
            waiting.extend(looked_at(answer).links)


def looked_at(answer) -> Page:
    """A page, read."""
    nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
    page = Page(nonce)
    page.feed(answer.text)
    return page


@pytest.mark.slow
def test_nothing_that_was_typed_runs_on_any_page(app, sign_in, rows, path_of):
    browser, faults, shown, pages = sign_in("technician"), [], "", 0
    for address, answer in crawl(browser, seeds(app, rows, path_of)):
        assert answer.status_code < 500, address
        if answer.mimetype == "text/html":
            pages += 1
            faults += [f"{address}: {fault}" for fault in looked_at(answer).faults]
            shown += unescape(answer.text) if "onerror" in answer.text else ""
    assert faults == []
    assert pages > 250
    for name in ("Claim-claimant", "FileNote-subject", "Party-name", "Diary-subject"):
        assert f"{HOSTILE}-{name}" in shown, "the hostile text is really shown"


def test_the_dictionary_names_every_sheet_and_column(sign_in):
    text = unescape(sign_in("technician").get("/admin/dictionary/").text)
    for model in (*m.SHEETS, *m.RECORDS):
        chapter = text.partition(f'id="{model.__name__.lower()}"')[2].partition("</section>")[0]
        assert m.meta(model, "plural", model.__name__) in chapter, model
        for field in m.columns_of(model):
            if getattr(field, "sensitivity", "secret") != "secret":
                assert field.verbose_name in chapter, (model, field.name)
                assert f"<code>{field.name}</code>" in chapter, (model, field.name)
                assert (field.help_text or "") in chapter, (model, field.name)
