"""Who reaches what: every address x method x person x {own row, another's, none}, compared with the policy.

What is expected is computed from the rule of the address and the scope of the sheet; what happens is asked of the
running office.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from one_of_each import CANARIES, fill

import models as m
from admin_views import gate
from admin_views.errors import DATA
from admin_views.gate import SignInFirst, Visit
from journal import documents, policy
from journal.commit import commit
from journal.drafts import Draft
from journal.who import NOBODY, OPERATOR, Who, person_of

MISSING = 987_654
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
BY_QUERY = ("details_view", "edit_view")
BY_FORM = {"delete_view": "ids", "restore_view": "ids"}
JUDGED_INSIDE = ("imports.", "batch.undo", "admin.index", "inbox.", "approvals.decide")
"""Addresses that everybody signed in may ask, where the page judges what is asked for: a refusal is an answer too."""
LOOKING = "technician"


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


@pytest.fixture
def people(app, sign_in, make_person, rows) -> list[Person]:
    """The seven roles, nobody, somebody disabled, and an administrator who looks through another role."""
    found = []
    for role in policy.ROLES:
        browser = sign_in(role, department=rows["own"]["department"])
        found.append(_person(role, browser, role))
    found.append(Person("anonymous", app.test_client(), NOBODY, frozenset()))
    disabled = sign_in("wc_manager", email="gone@city.gov")
    draft = Draft("test")
    draft.change(m.User, m.User.get(m.User.email == "gone@city.gov").id, active=False)
    commit(OPERATOR, draft)
    found.append(Person("disabled", disabled, NOBODY, frozenset()))
    chief = sign_in("administrator", email="looking@city.gov", department=rows["own"]["department"])
    chief.send("/admin/view-as", data={"role": LOOKING})
    looking = _person("viewing as", chief, "administrator", email="looking@city.gov")
    looking.who = looking.who.seen_as(LOOKING)
    return [*found, looking]


def _person(name: str, browser, *roles: str, email: str = "") -> Person:
    who = person_of(m.User.get(m.User.email == (email or f"{'-'.join(roles)}@city.gov")).id)
    return Person(name, browser, who, who.roles)


def asks(app, rows, path_of) -> Iterator[Ask]:
    """Every request of the matrix."""
    for route, method in gate.addresses(app):
        if route.endpoint in ("static", "admin.static", "account.view_as", "security.logout"):
            continue
        sheet = gate.sheet_of(route.endpoint.replace("_page.", "."))
        name = route.endpoint.partition(".")[2]
        by_row = sheet is not None and (
            name in BY_QUERY or name in BY_FORM or "row_id" in route.arguments
        )
        for variant in ("own", "other", "missing") if by_row else ("",):
            row = rows.get(variant, {}).get(sheet.__name__.lower(), MISSING) if by_row else None
            if by_row and row == MISSING and variant != "missing":
                continue
            path = path_of(route, row_id=row, column=sheet._meta.key[0] if sheet else "")
            if name in BY_QUERY:
                path += f"?id={row}"
            form = ((BY_FORM[name], str(row)),) if name in BY_FORM else ()
            yield Ask(route.endpoint, method, path, sheet, row, variant, form)


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
        return 401 if ask.method in UNSAFE or ask.path.rpartition("/")[2] in DATA else 302
    if error is not None:
        return error.status
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
    given = {"json": []} if ask.method == "PATCH" else {"data": dict(ask.form)}
    return person.browser.send(ask.path, method=ask.method, buffered=True, **given)


def differs(want: int, answer, ask: Ask) -> bool:
    """Whether an answer is not what the policy says."""
    status, led_away = answer.status_code, (answer.location or "").startswith("/login")
    if want:
        return status != want or (want == 302) != led_away
    if status >= 500 or status == 401 or (led_away and not ask.endpoint.startswith("security.")):
        return True
    if status == 403:
        return not ask.endpoint.startswith(JUDGED_INSIDE)
    return status == 404 and ask.variant == "own"


def test_everybody_reaches_what_the_policy_says(app, people, rows, path_of):
    found, cells, answers = [], 0, {}
    for person in people:
        for ask in asks(app, rows, path_of):
            want = expected(app, ask, person)
            if not want and ask.method in UNSAFE and ask.variant == "own":
                continue
            answer = send(person, ask)
            cells += 1
            if differs(want, answer, ask):
                found.append(
                    f"{person.name}: {ask.method} {ask.path} {ask.variant}: {answer.status_code}, not {want}"
                )
            if ask.row is not None and answer.status_code == 404:
                answers.setdefault((person.name, ask.endpoint, ask.method), set()).add(
                    _bare(answer.text, ask)
                )
    assert "\n".join(found[:40]) == ""
    assert [key for key, texts in answers.items() if len(texts) > 1] == []
    assert cells > 5_000


def test_who_may_write_a_sheet_changes_the_own_row_throws_it_away_and_takes_it_back(
    app, people, rows, path_of
):
    found, done = [], {302: 0, 409: 0}
    for person in people:
        for ask in asks(app, rows, path_of):
            if ask.variant != "own" or ask.method not in UNSAFE or expected(app, ask, person):
                continue
            answer = send(person, _filled(ask))
            if ask.endpoint.endswith(".restore_view"):
                assert answer.status_code == 404, "nothing lies in the trash"
                continue
            if answer.status_code not in done:
                found.append(f"{person.name}: {ask.path}: {answer.status_code}")
                continue
            done[answer.status_code] += 1
            if ask.endpoint.endswith(".delete_view"):
                stays = answer.status_code == 409
                assert _lies(ask) != stays, (person.name, ask.path)
                if not stays:
                    back = replace(ask, path=ask.path.replace("/delete/", "/restore/"))
                    assert send(person, back).status_code == 302, (person.name, ask.path)
                assert not _lies(ask), (person.name, ask.path)
    assert found == []
    assert min(done.values()) > 20


def _filled(ask: Ask) -> Ask:
    """A request with what its form sends of the row as it stands."""
    if not ask.endpoint.endswith(".edit_view"):
        return ask
    return replace(ask, form=(("version", str(ask.sheet.get_by_id(ask.row).version)),))


def _lies(ask: Ask) -> bool:
    return ask.sheet.get_by_id(ask.row).trashed_at is not None


def _bare(text: str, ask: Ask) -> str:
    """A page without what is another each time."""
    return re.sub(r"[A-Za-z0-9_.-]{20,}", "", text).replace(str(ask.row), "")


def test_an_auditor_changes_nothing(app, people, rows, path_of):
    auditor = next(person for person in people if person.name == "auditor")
    before = _content()
    for ask in asks(app, rows, path_of):
        if ask.method in UNSAFE and not ask.endpoint.startswith(("security.", "account.")):
            send(auditor, ask)
    assert _content() == before


def test_looking_changes_nothing(app, people, rows, path_of):
    before = _content()
    for person in people:
        if person.name in ("technician", "administrator", "anonymous"):
            for ask in asks(app, rows, path_of):
                if ask.method not in UNSAFE:
                    for method in gate.SAFE:
                        send(person, replace(ask, method=method))
    assert _content() == before


def _content() -> dict[str, list]:
    """Every row of every table but the access log."""
    tables = [model for model in m.TABLES if model is not m.AccessEvent]
    return {model.__name__: sorted(model.select().tuples(), key=str) for model in tables}


def test_guarded_words_reach_nobody_without_the_right(app, people, rows, path_of):
    leaks = []
    for person in people:
        hidden = [
            word
            for kept_as, word in CANARIES.items()
            if kept_as not in policy.clearance(person.who) or person.who.masked
        ]
        if not hidden:
            continue
        questions = [ask for ask in asks(app, rows, path_of) if ask.method == "GET"] + _oracles(
            hidden
        )
        for ask in questions:
            text = send(person, ask).text
            echo = [word for word in hidden if word in ask.path]
            leaks += [
                f"{person.name}: {ask.path}: {word}"
                for word in hidden
                if word in text and word not in echo
            ]
    assert leaks == []


def _oracles(words: list[str]) -> list[Ask]:
    """Questions that would tell a hidden word by their answer: search, look-up, filter, sort, export."""
    paths = []
    for word in words:
        paths += [f"/admin/search/hits?q={word[:5]}", f"/admin/search/?q={word[:5]}"]
        paths += [
            f"/admin/{sheet}/{way}?q={word[:5]}"
            for sheet in m.BY_NAME
            for way in ("rows", "lookup")
        ]
    return [Ask("", "GET", path) for path in paths]


def test_a_hidden_column_can_be_neither_filtered_nor_sorted_nor_asked_for(app, people, rows):
    for person in people:
        if person.who == NOBODY:
            continue
        for sheet, model in m.BY_NAME.items():
            for field in m.columns_of(model) if policy.may_read(person.who, model) else ():
                if (
                    field.name in policy.readable_names(person.who, model)
                    or field.sensitivity == "public"
                ):
                    continue
                for question in (
                    f"filter={field.name}!=",
                    f"sort={field.name}",
                    f"columns={field.name}",
                ):
                    answer = person.browser.get(f"/admin/{sheet}/rows?{question}")
                    assert answer.status_code == 403, (person.name, sheet, question)
