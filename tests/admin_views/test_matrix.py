"""Who reaches what: every address x method x person x {own row, another's, none}, compared with the policy.

What is expected is computed from the rule of the address and the scope of the sheet; what happens is asked of the
running office.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from one_of_each import CANARIES, fill

import models as m
from admin_views import gate
from admin_views.errors import is_data
from admin_views.gate import SignInFirst, Visit
from journal import documents, policy
from journal.commit import commit
from journal.drafts import Draft
from journal.who import NOBODY, OPERATOR, Who, person_of
from workflow.verbs import VERBS

pytestmark = [pytest.mark.slow, pytest.mark.only_on("sqlite")]
"""What the engine decides of it, the scope of a sheet, is asked of both in the tests of the journal."""

MISSING = 987_654
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
BY_QUERY = ("details_view", "edit_view")
BY_FORM = {"delete_view": "ids", "restore_view": "ids"}
JUDGED_INSIDE = (
    "imports.",
    "batch.undo",
    "admin.index",
    "inbox.",
    "approvals.decide",
    "actions.",
    "document.file",
    "recovery_papers.workbook",
    "letter_prints.of",
    "role.create_view",
)
"""Addresses that everybody signed in may ask, where the page judges what is asked for: a refusal is an answer too."""
LOOKING = "technician"
PEOPLE = (*policy.ROLES, "anonymous", "disabled", "viewing as")
VARIANTS = ("own", "other", "missing")


@dataclass(frozen=True)
class Ask:
    """One request: an address, a method, and the row that it is about."""

    endpoint: str
    method: str
    path: str
    sheet: Any = None
    row: int | None = None
    variant: str = ""
    form: tuple = ()
    cell: dict | None = None


@dataclass
class Person:
    """Somebody with a browser, and how the policy knows them."""

    name: str
    browser: Any
    who: Who
    held: frozenset[str]


@pytest.fixture
def rows(app) -> dict[str, dict[str, int]]:
    """One row of each sheet of the own department, and one of another, kept as medical."""
    found = {"own": fill("A"), "other": fill("B", kept_as="medical")}
    draft = Draft("test")
    for name, words in (("own", "Tow invoice"), ("other", CANARIES["medical"])):
        facts = documents.store(words.encode(), "paper.txt")
        draft.change(m.Document, found[name]["document"], **facts.columns)
    commit(OPERATOR, draft)
    return found


@pytest.fixture(params=PEOPLE)
def person(request, app, sign_in, rows) -> Person:
    """Each role, nobody, somebody disabled, an administrator who looks through another role; each in an own office."""
    name, at = request.param, rows["own"]["department"]
    if name == "anonymous":
        return Person(name, app.test_client(), NOBODY, frozenset())
    held = {"disabled": "wc_manager", "viewing as": "administrator"}.get(name, name)
    browser = sign_in(held, department=at, email="one@city.gov")
    user = m.User.get(m.User.email == "one@city.gov")
    who = person_of(user.id)
    if name == "disabled":
        draft = Draft("test")
        draft.change(m.User, user.id, active=False)
        commit(OPERATOR, draft)
        return Person(name, browser, NOBODY, frozenset())
    if name == "viewing as":
        browser.send("/admin/view-as", data={"role": LOOKING})
        return Person(name, browser, who.seen_as(LOOKING), who.roles)
    return Person(name, browser, who, who.roles)


def asks(app, rows, path_of) -> Iterator[Ask]:
    """Every request of the matrix."""
    for route, method in gate.addresses(app):
        if route.endpoint in ("static", "admin.static", "account.view_as", "security.logout"):
            continue
        if "key" in route.arguments and route.endpoint.startswith("actions."):
            yield from _asks_of_actions(route, method, rows, path_of)
            continue
        sheet = gate.sheet_of(route.endpoint.replace("_page.", "."))
        name = route.endpoint.partition(".")[2]
        by_row = sheet is not None and (
            name in BY_QUERY
            or name in BY_FORM
            or name == "save_rows"
            or "row_id" in route.arguments
        )
        for variant in VARIANTS if by_row else ("",):
            row = rows.get(variant, {}).get(sheet.__name__.lower(), MISSING) if by_row else None
            if by_row and row == MISSING and variant != "missing":
                continue
            path = path_of(route, row_id=row, column=sheet._meta.key[0] if sheet else "")
            if name in BY_QUERY:
                path += f"?id={row}"
            form = ((BY_FORM[name], str(row)),) if name in BY_FORM else ()
            cell = _cell(sheet, row) if name == "save_rows" else None
            yield Ask(route.endpoint, method, path, sheet, row, variant, form, cell)


def _asks_of_actions(route, method: str, rows, path_of) -> Iterator[Ask]:
    """An address of the actions, for each action on a row of each of its sheets."""
    for entry in VERBS:
        path = path_of(route, key=entry.key)
        for sheet in entry.facts["sheets"]:
            for variant in VARIANTS:
                row = rows.get(variant, {}).get(sheet, MISSING)
                if row == MISSING and variant != "missing":
                    continue
                form = (("sheet", sheet), ("ids", str(row)))
                asked = f"{path}?{urlencode(form)}" if method == "GET" else path
                model = m.BY_NAME[sheet]
                yield Ask(route.endpoint, method, asked, model, row, variant, form)


def _cell(sheet, row: int) -> dict:
    """A cell of a row: its first column of words that is typed, else its first column."""
    typed = [f for f in m.columns_of(sheet) if f.kind in ("text", "long") and not f.derived]
    column = (typed or list(m.columns_of(sheet)))[0].name
    return {"id": row, "version": 1, "column": column, "value": "Elm"}


def expected(app, ask: Ask, person: Person) -> int:
    """The status of a refusal, or 0: let pass."""
    named = app.extensions["gate"][ask.endpoint, ask.method]
    arguments = app.url_map.bind("localhost").match(ask.path.partition("?")[0], method=ask.method)[
        1
    ]
    sheet = gate.sheet_of(ask.endpoint)
    error = gate.refusal(
        Visit(person.who, sheet, arguments, ask.method in UNSAFE, person.held), named
    )
    if isinstance(error, SignInFirst):
        return 401 if ask.method in UNSAFE or is_data(ask.path.partition("?")[0]) else 302
    if error is not None:
        return error.status
    if ask.cell and not _seen(person.who, ask):
        return 422
    return 0 if ask.row is None or _seen(person.who, ask) else 404


def _seen(who: Who, ask: Ask) -> bool:
    scope = policy.scope(who, ask.sheet)
    query = ask.sheet.select().where(ask.sheet.id == ask.row)
    return (
        policy.may_read(who, ask.sheet)
        and (query if scope is None else query.where(scope)).exists()
    )


def send(person: Person, ask: Ask):
    """Put a request; changes carry their token."""
    if ask.method not in UNSAFE:
        return person.browser.open(ask.path, method=ask.method, buffered=True)
    sent = [ask.cell] if ask.cell else []
    given = {"json": sent} if ask.method == "PATCH" else {"data": dict(ask.form)}
    return person.browser.send(ask.path, method=ask.method, buffered=True, **given)


def differs(want: int, answer, ask: Ask) -> bool:
    """Whether an answer is not what the policy says."""
    status, led_away = answer.status_code, (answer.location or "").startswith("/login")
    inside = ask.endpoint.startswith(JUDGED_INSIDE)
    if want:
        return (status != want and not (inside and status == 403)) or (want == 302) != led_away
    if status >= 500 or status == 401 or (led_away and not ask.endpoint.startswith("security.")):
        return True
    if status == 403:
        return not inside
    return status == 404 and ask.variant == "own" and not inside


@dataclass
class Tally:
    """What a sweep over the matrix found."""

    cells: int = 0
    differences: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    texts: dict[tuple, set[str]] = field(default_factory=dict)

    def put(self, app, person: Person, ask: Ask) -> None:
        """Put a request, and compare its answer with the policy."""
        want, answer = expected(app, ask, person), send(person, ask)
        self.cells += 1
        told = f"{person.name}: {ask.method} {ask.path} {ask.variant}: {answer.status_code}"
        if differs(want, answer, ask):
            self.differences.append(f"{told}, not {want}")
        text = answer.data.decode(errors="replace")
        if want in (404, 422) and answer.status_code == want and ask.row is not None:
            place = (ask.endpoint, ask.method, ask.sheet.__name__)
            if ask.endpoint.startswith("actions."):
                place += (ask.path.partition("?")[0],)
            self.texts.setdefault(place, set()).add(_bare(text))
        self.leaks += [f"{told}: {word}" for word in hidden_from(person) if word in text]


def hidden_from(person: Person) -> list[str]:
    """The words that somebody must not read."""
    seen = policy.clearance(person.who)
    return [w for kept, w in CANARIES.items() if kept not in seen or person.who.masked]


def test_everybody_reaches_what_the_policy_says_and_no_more(app, person, rows, path_of):
    """Looking changes nothing, being refused neither; who is not to know cannot tell another's row from none."""
    every = [ask for ask in asks(app, rows, path_of) if not _told_once(ask, person)]
    tally, before = Tally(), _content()
    looks = [ask for ask in every if ask.method not in UNSAFE]
    for ask in looks:
        tally.put(app, person, ask)
        if person.name == "technician":
            send(person, replace(ask, method="HEAD"))
    refused = [a for a in every if a.method in UNSAFE and expected(app, a, person)]
    for ask in refused:
        tally.put(app, person, ask)
    assert _content() == before
    kept = {(ask.endpoint, ask.method, ask.path, ask.variant, ask.form) for ask in refused}
    for ask in every:
        known = (ask.endpoint, ask.method, ask.path, ask.variant, ask.form) in kept
        if ask.method in UNSAFE and ask.variant != "own" and not known:
            tally.put(app, person, ask)
    assert "\n".join(tally.differences[:40]) == ""
    assert [place for place, texts in tally.texts.items() if len(texts) > 1] == []
    assert tally.leaks == []
    assert tally.cells > 500


def test_who_may_write_a_sheet_changes_the_own_row_throws_it_away_and_takes_it_back(
    app, person, rows, path_of
):
    found, done = [], 0
    for ask in asks(app, rows, path_of):
        if ask.variant != "own" or ask.method not in UNSAFE or expected(app, ask, person):
            continue
        if ask.endpoint.startswith("actions."):
            continue
        answer = send(person, _filled(ask))
        if ask.endpoint.endswith(".restore_view"):
            assert answer.status_code == 404, "nothing lies in the trash"
            continue
        if answer.status_code not in (200, 302, 409, 422) or answer.status_code == 422 != _says(
            ask
        ):
            found.append(f"{person.name}: {ask.path}: {answer.status_code}")
            continue
        done += answer.status_code in (200, 302)
        if ask.endpoint.endswith(".delete_view"):
            stays = answer.status_code == 409
            assert _lies(ask) != stays, (person.name, ask.path)
            if not stays:
                back = replace(ask, path=ask.path.replace("/delete/", "/restore/"))
                assert send(person, back).status_code == 302, (person.name, ask.path)
            assert not _lies(ask), (person.name, ask.path)
    assert found == []
    writes = sum(policy.may_write(person.who, model) for model in m.SHEETS)
    assert done >= writes


def test_every_action_runs_or_says_why_not_on_the_own_row(app, person, rows, path_of):
    found = []
    for ask in asks(app, rows, path_of):
        runs = ask.method in UNSAFE and ask.endpoint.startswith("actions.")
        if not runs or ask.variant != "own" or expected(app, ask, person):
            continue
        status = send(person, ask).status_code
        if status not in (200, 302, 403, 404, 409, 422):
            found.append(f"{person.name}: {ask.path} {ask.form}: {status}")
    assert found == []


def _told_once(ask: Ask, person: Person) -> bool:
    """Whether a row adds nothing: who may not run an action is refused by its key, whatever the row."""
    acting = ask.endpoint.startswith("actions.") and ask.variant in ("own", "other")
    return acting and not policy.may_act(person.who, _roles(ask))


def _roles(ask: Ask) -> tuple[str, ...]:
    return tuple(policy.ACTS[ask.path.partition("?")[0].split("/")[3]])


def _says(ask: Ask) -> int:
    """422 where what is sent need not fit the column."""
    return 422 if ask.cell else 0


def _filled(ask: Ask) -> Ask:
    """A request with what its form sends of the row as it stands."""
    if ask.cell:
        seen = ask.sheet.get_by_id(ask.row).version
        return replace(ask, cell={**ask.cell, "version": seen})
    if not ask.endpoint.endswith(".edit_view"):
        return ask
    return replace(ask, form=(("version", str(ask.sheet.get_by_id(ask.row).version)),))


def _lies(ask: Ask) -> bool:
    return ask.sheet.get_by_id(ask.row).trashed_at is not None


def _bare(text: str) -> str:
    """A page without what is another each time, and without numbers."""
    return re.sub(r"[A-Za-z0-9_.-]{20,}|[0-9]+", "", text)


def test_an_auditor_changes_nothing(app, sign_in, rows, path_of):
    browser = sign_in("auditor", department=rows["own"]["department"])
    who = person_of(m.User.get(m.User.email == "auditor@city.gov").id)
    auditor, before = Person("auditor", browser, who, who.roles), _content()
    for ask in asks(app, rows, path_of):
        if ask.method in UNSAFE and not ask.endpoint.startswith(("security.", "account.")):
            send(auditor, ask)
    assert _content() == before


def _content() -> dict[str, list]:
    """Every row of every table but the access log."""
    tables = [model for model in m.TABLES if model is not m.AccessEvent]
    return {model.__name__: sorted(model.select().tuples(), key=str) for model in tables}
