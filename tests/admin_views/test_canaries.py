"""A canary stands in every guarded column of every sheet; no way out of the office shows it to a role without it.

Made from the declarations: a new column, and a new list of named columns, is covered by itself.
"""

import csv
import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from asked import TO_DATE
from one_of_each import FITTING, LEFT_OUT, ORDER, TODAY

import models as m
from journal import policy
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR, person
from models import SHEETS, columns_of
from sheets.prepared import forget

pytestmark = [pytest.mark.slow, pytest.mark.only_on("sqlite")]

SPOKEN = ("text", "long", "code", "json")
MARKED = tuple(model for model in SHEETS if m.meta(model, "row_sensitivity", None))
BY_ROLE = tuple(role for role in policy.ROLES if role not in ("technician", "examiner"))


@dataclass
class Office:
    """A small office: the id of the row of each sheet, the canary of each column of words, the batch that changed."""

    ids: dict[str, int]
    words: dict[tuple[str, str], str]
    seq: int


def canary(model, name: str) -> str:
    """A word that stands nowhere else."""
    return f"kzq{SHEETS.index(model):02d}{sorted(model._meta.fields).index(name):02d}x"


@pytest.fixture
def office_of_canaries(app) -> Office:
    """One row of each sheet, all its columns of words changed once, so that each word is in the past as well."""
    draft, refs = Draft("One of each", source="seed", on=TODAY), {}
    words: dict[tuple[str, str], str] = {}
    sheets = [*ORDER, *(model for model in SHEETS if model not in (*ORDER, *LEFT_OUT))]
    for model in sheets:
        refs[model] = draft.create(model, **dict(_values(model, refs, words)))
    made = commit(OPERATOR, draft)
    ids = {model.__name__.lower(): made.id_of(ref) for model, ref in refs.items()}
    later = Draft("Later", source="seed", on=TODAY)
    for model in sheets:
        again = {
            f.name: f"{words[model.__name__.lower(), f.name]} again"
            for f in columns_of(model)
            if (model.__name__.lower(), f.name) in words and f.kind in ("text", "long")
        }
        if again:
            later.change(model, ids[model.__name__.lower()], **_fitting(model, again))
    return Office(ids, words, commit(OPERATOR, later).seq)


def _fitting(model, values: dict[str, str]) -> dict[str, str]:
    most = {name: getattr(model._meta.fields[name], "max_length", None) for name in values}
    return {name: text[: most[name]] if most[name] else text for name, text in values.items()}


def _values(model, refs: dict, words: dict) -> Iterator[tuple[str, Any]]:
    """The values of a row: in each column of words its canary, else something that fits."""
    for f in columns_of(model):
        if f.derived and (f.null or f.default is not None):
            continue
        if f.name == "sensitivity" and model in MARKED:
            yield f.name, "medical"
        elif f.kind == "link":
            if f.rel_model in refs and f.name not in ("reverses", "division_of", "supervisor"):
                yield f.name, refs[f.rel_model]
        elif (model, f.name) == (m.Claim, "line"):
            yield f.name, "W"
        elif (model, f.name) in FITTING:
            yield f.name, FITTING[model, f.name]
        elif f.kind in SPOKEN:
            word = words[model.__name__.lower(), f.name] = canary(model, f.name)
            yield f.name, {"a": word} if f.kind == "json" else word
        elif (value := _plain(f)) is not None:
            yield f.name, value


def _plain(field) -> Any:
    if field.name in ("closed_date", "posted_at") or field.name.endswith("closed_date"):
        return None
    if field.name == "status" and field.default is not None:
        return None
    if field.kind == "choice":
        return field.choices[0][0]
    return {
        "money": 100,
        "whole": 1,
        "quantity": Decimal(1),
        "day": TODAY - timedelta(days=30),
        "instant": datetime(2026, 1, 2, tzinfo=UTC),
        "yesno": True,
    }.get(field.kind)


@dataclass(frozen=True)
class Hidden:
    """Columns of a sheet that a role does not see, each with its canary."""

    sheet: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    row_hidden: bool


def hidden_from(role: str, office: Office, who) -> list[Hidden]:
    """What a role must not read: guarded columns, columns beyond a list, rows kept as more, whole sheets."""
    found = []
    for model in {m.BY_NAME[sheet] for sheet, _ in office.words}:
        sheet = model.__name__.lower()
        row_hidden = model in MARKED and "medical" not in policy.CLEARANCE[role]
        seen = policy.readable_names(who, model) if policy.may_read(who, model) else frozenset()
        names = tuple(
            name
            for kept, name in office.words
            if kept == sheet and (row_hidden or name not in seen)
        )
        if names:
            told = tuple(office.words[sheet, name] for name in names)
            found.append(Hidden(sheet, names, told, row_hidden))
    return found


def ways(office: Office, hidden: Hidden) -> Iterator[tuple[str, str, dict]]:
    """(method, address, form): every way by which a column of a sheet could come out."""
    sheet, row = hidden.sheet, office.ids[hidden.sheet]
    base = f"/admin/{sheet}"
    for path in ("/", "/rows", f"/rows?as_of={TO_DATE}", "/rows?trash=yes", f"/history/{row}"):
        yield "GET", base + path, {}
    for path in (f"/details/?id={row}", f"/edit/?id={row}", f"/details/?id={row}&as_of={TO_DATE}"):
        yield "GET", base + path, {}
    yield "POST", f"{base}/edit/?id={row}", {"version": "1", "status": "no such status"}
    yield "GET", f"{base}/rows?ids={row}&labels=yes", {}
    yield "GET", f"{base}/changes?since=0", {}
    for kind in ("csv", "xlsx"):
        yield "POST", f"{base}/export", {"format": kind}
    for name, word in zip(hidden.names, hidden.words, strict=True):
        for asked in (f"filter={name}~{word}", f"sort={name}", f"columns={name}", f"q={word}"):
            yield "GET", f"{base}/rows?{asked}", {}
            yield "GET", f"{base}/order?{asked}", {}
        yield "GET", f"{base}/order?group={name}", {}
        yield "GET", f"{base}/summary?columns={name}", {}
        yield "GET", f"{base}/edge?row={row}&column={name}&filled=yes", {}
        yield "GET", f"{base}/lookup?q={word}", {}
        yield "GET", f"{base}/cell/{row}/{name}", {}
        yield "GET", f"/admin/search/hits?q={word}", {}
        yield "POST", f"{base}/export", {"format": "csv", "filter": f"{name}~{word}"}


def everywhere(office: Office) -> list[str]:
    """Pages that show several sheets."""
    claim, recovery = office.ids["claim"], office.ids["recovery"]
    parts = ("", "facts", "history", "payments", "reserves", "parties", "documents", "notes")
    pages = [f"/admin/claim/{claim}/{part}" for part in parts]
    pages += [f"/admin/recovery/{recovery}/", f"/admin/incident/{office.ids['incident']}/"]
    pages += ["/admin/", "/admin/?whose=office", "/admin/batch/", "/admin/change/rows"]
    return pages + [f"/admin/batch/{n}/{part}" for n in (1, office.seq) for part in ("", "undo")]


def text_of(answer) -> str:
    """What an answer says; a workbook cell by cell."""
    if answer.data[:2] == b"PK":
        book = openpyxl.load_workbook(io.BytesIO(answer.data), read_only=True)
        return "\n".join(str(v) for tab in book for row in tab.values for v in row if v is not None)
    text = answer.data.decode(errors="replace")
    if answer.mimetype == "text/csv":
        return "\n".join(" ".join(row) for row in csv.reader(io.StringIO(text)))
    return text


def put(browser, method: str, url: str, form: dict) -> str:
    """What comes back from a request, its headers too, without the words that were sent."""
    answer = (
        browser.get(url, buffered=True)
        if method == "GET"
        else browser.send(url, data=form, buffered=True)
    )
    assert answer.status_code < 500, url
    told = f"{text_of(answer)}\n{answer.headers}"
    sent = (url.partition("?")[2].replace("=", "~").split("~") or [""])[-1]
    return told.replace(sent, "") if sent.startswith("kzq") else told


def leaks(browser, office: Office, hidden: list[Hidden]) -> list[str]:
    """The requests whose answer holds a word that is hidden."""
    found, every = [], {word for one in hidden for word in one.words}
    asked = [(method, url, form) for one in hidden for method, url, form in ways(office, one)]
    asked += [("GET", page, {}) for page in everywhere(office)]
    for method, url, form in dict.fromkeys((a, b, tuple(c.items())) for a, b, c in asked):
        told = put(browser, method, url, dict(form))
        found += [f"{method} {url} {dict(form)}: {w}" for w in sorted(every) if w in told]
    return found


@pytest.mark.parametrize("role", BY_ROLE)
def test_no_way_out_shows_a_canary(app, sign_in, office_of_canaries, role, caplog):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    caplog.set_level(logging.INFO)
    office = office_of_canaries
    browser = sign_in(role, department=office.ids["department"])

    hidden = hidden_from(role, office, person(f"{role}@city.gov"))
    assert leaks(browser, office, hidden) == []
    log = "\n".join(record.getMessage() for record in caplog.records if record.name != "peewee")
    assert [word for one in hidden for word in one.words if word in log] == []
    kept = "\n".join(str(row) for row in m.AccessEvent.select().tuples())
    assert [word for one in hidden for word in one.words if word in kept] == []


def test_each_guarded_column_of_words_holds_a_canary(office_of_canaries):
    guarded = {
        (model.__name__.lower(), f.name)
        for model in SHEETS
        if model not in LEFT_OUT
        for f in columns_of(model)
        if f.sensitivity != "public" and f.kind in SPOKEN and not f.derived
    }
    assert guarded <= office_of_canaries.words.keys()
    assert len(guarded) > 20


def test_a_leak_is_caught(sign_in, office_of_canaries, monkeypatch):
    """A policy that shows one column too many is found by list, history and export."""
    office, role = office_of_canaries, "risk_manager"
    browser = sign_in(role, department=office.ids["department"])

    hidden = hidden_from(role, office, person(f"{role}@city.gov"))
    hidden = [one for one in hidden if one.sheet == "claim"]
    monkeypatch.setitem(policy.CLEARANCE, role, {*policy.CLEARANCE[role], "medical"})
    forget()
    policy._clearance.cache_clear()
    try:
        found = leaks(browser, office, hidden)
    finally:
        forget()
        policy._clearance.cache_clear()
    for way in (
        "/admin/claim/rows",
        "/admin/claim/order?group",
        "/admin/claim/history/",
        "/admin/claim/export",
        "/edit/",
    ):
        assert any(way in leak for leak in found), way
