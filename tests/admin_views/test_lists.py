"""The list of a sheet: what it shows, how it is asked, and what a page of it costs."""

import re
from datetime import date

import pytest
from asked import TO_DATE
from everything import make_everything

import models as m
from admin_views import filters
from journal import policy, settings
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR, Who
from rules.days import long_day
from rules.statuses import CLAIM_OPEN, CLOSED

SAMPLES = {
    "text": "a",
    "code": "a",
    "long": "a",
    "choice": None,
    "yesno": "yes",
    "whole": "3",
    "money": "1,234.50",
    "quantity": "1.5",
    "day": "2026-03-17",
    "instant": "2026-03-17",
    "json": "a",
    "link": "a",
}
DESK = ("technician", "examiner", "risk_manager", "administrator", "auditor")


def claims(count: int, **given) -> list[int]:
    """So many claims, loss dates going back day by day."""
    draft = Draft("claims", source="seed", on=date(2026, 11, 24))
    for n in range(count):
        values = {
            "claim_no": f"L-{n:04d}",
            "claimant": f"Person {n}",
            "loss_date": date(2026, 10, 28).replace(day=n % 28 + 1),
        }
        draft.create(m.Claim, **{**values, **given})
    return [row_id for _, row_id in commit(OPERATOR, draft).created]


@pytest.mark.parametrize("role", DESK)
def test_every_sheet_opens_for_who_may_read_it(sign_in, role) -> None:
    made = make_everything()
    browser = sign_in(*{role, "auditor"})
    for model in (*m.SHEETS, *m.RECORDS):
        name = model.__name__.lower()
        page = browser.get(f"/admin/{name}/")
        assert page.status_code == 200, (name, page.text[:300])
        assert browser.get(f"/admin/{name}/rows?limit=2").status_code == 200, name
        if model in made and model not in (m.Claim, m.Incident, m.Recovery):
            assert browser.get(f"/admin/{name}/details/?id={made[model]}").status_code == 200, name


@pytest.mark.slow
def test_every_column_can_be_filtered_by_every_comparison_that_is_offered(sign_in) -> None:
    make_everything()
    browser = sign_in("technician")
    who = Who("x", roles=frozenset({"technician"}))
    for model in (m.Claim, m.Payment, m.Recovery, m.Employee, m.Party, m.Batch):
        name = model.__name__.lower()
        for field in policy.readable(who, model):
            for sign in filters.OPERATORS[field.kind]:
                value = sample(field)
                answer = browser.get(
                    f"/admin/{name}/rows",
                    query_string={"filter": f"{field.name}{sign}{value}", "limit": 1},
                )
                assert answer.status_code == 200, (name, field.name, sign, answer.text)


def test_every_kind_of_column_has_comparisons() -> None:
    kinds = {f.kind for model in (*m.SHEETS, *m.RECORDS) for f in m.columns_of(model)}
    assert kinds <= set(filters.OPERATORS)


@pytest.mark.slow
def test_the_list_can_be_sorted_by_every_column_it_offers(sign_in) -> None:
    make_everything()
    browser = sign_in("technician")
    for name in ("claim", "party", "diary", "userrole", "policy"):
        page = browser.get(
            f"/admin/{name}/?columns="
            + ",".join(
                f.name for f in m.columns_of(m.BY_NAME[name]) if not f.sensitivity == "secret"
            )
        )
        for address in re.findall(r'href="(/admin/[^"]*sort=[^"]*)"', page.text):
            assert browser.get(address.replace("&amp;", "&")).status_code == 200, address


def test_a_page_leads_on_and_back_and_to_both_ends(sign_in) -> None:
    claims(250)
    browser = sign_in("technician")
    first = browser.get("/admin/claim/")
    assert first.text.count("<tr data-id") == 100
    second = browser.get(link(first, "Next page"))
    last = browser.get(link(second, "Next page"))
    assert last.text.count("<tr data-id") == 50
    assert ids(browser.get(link(last, "Previous page"))) == ids(second)
    assert set(ids(first) + ids(second) + ids(last)) == set(range(1, 251))
    assert ids(browser.get(link(last, "First page"))) == ids(first)
    assert ids(browser.get(link(first, "Last page")))[-1] == ids(last)[-1]
    assert ">250" in first.text


@pytest.mark.slow
def test_a_count_beyond_ten_thousand_is_not_counted_out(sign_in) -> None:
    draft = Draft("many", source="seed", on=date(2026, 11, 24))
    draft.create_many(m.Claim, ("claim_no",), [(f"L-{n}",) for n in range(10_002)])
    commit(OPERATOR, draft)
    page = sign_in("technician").get("/admin/claim/")
    assert "10,000+" in page.text


MOST_QUESTIONS = 4
SLOW_ENOUGH = 600
"""Seconds that settings are kept in a test that counts questions, however slow the machine."""


OF_THE_PERSON = 2


def costs(browser, queries, address: str) -> tuple[int, list[str]]:
    """How many questions the second opening of a page costs, beside the two for the person."""
    browser.get(address)
    with queries() as asked:
        assert browser.get(address).status_code == 200, address
    told = [text for text in asked if not text.startswith(("BEGIN", "COMMIT"))]
    return len(told) - OF_THE_PERSON, told


@pytest.mark.parametrize(
    "address",
    [
        "claim/?q=person",
        "claim/?filter=department.name~a&sort=-adjuster",
        "claim/?filter=department=PW&filter=adjuster=a@b.c&q=person",
        f"claim/?filter=department=PW&q=person&as_of={TO_DATE}",
        "claim/?columns=claim_no,diagnosis",
        "claim/?last=yes",
    ],
)
def test_a_page_costs_four_questions_beside_the_person(sign_in, queries, monkeypatch, address):
    monkeypatch.setattr(settings, "KEPT_SECONDS", SLOW_ENOUGH)
    browser = sign_in("technician")
    make_everything(user=1)
    claims(120)
    count, told = costs(browser, queries, f"/admin/{address}")
    assert count <= MOST_QUESTIONS, told


@pytest.mark.slow
def test_a_page_of_any_sheet_costs_four_questions(sign_in, queries, monkeypatch) -> None:
    monkeypatch.setattr(settings, "KEPT_SECONDS", SLOW_ENOUGH)
    browser = sign_in("technician", "auditor", "administrator")
    make_everything(user=1)
    for model in (*m.SHEETS, *m.RECORDS):
        seen = ",".join(f.name for f in m.columns_of(model) if f.sensitivity != "secret")
        for asked in ("", f"?as_of={TO_DATE}", "?trash=yes", "?q=word", f"?columns={seen}"):
            if model in m.RECORDS and asked == "?trash=yes":
                continue
            address = f"/admin/{model.__name__.lower()}/{asked}"
            count, told = costs(browser, queries, address)
            noted = sum("access_event" in text and "INSERT" in text for text in told)
            assert count - noted <= MOST_QUESTIONS, (address, told)


def test_more_rows_ask_no_more_questions(sign_in, queries) -> None:
    made = make_everything()
    browser = sign_in("technician")
    browser.get("/admin/claim/")
    with queries() as few:
        browser.get("/admin/claim/")
    claims(99, department=made[m.Department], cause_code=made[m.CauseCode], party=made[m.Party])
    with queries() as many:
        assert browser.get("/admin/claim/").text.count("<tr data-id") == 100
    assert len(many) == len(few)


def test_columns_are_chosen_in_the_address(sign_in) -> None:
    claims(1)
    page = sign_in("technician").get("/admin/claim/?columns=status,claim_no")
    assert re.findall(r'<th scope="col"[^>]*><a[^>]*>([^<]+)', page.text) == ["Status", "Claim no."]
    boxes = sign_in("examiner").get("/admin/claim/?columns=status&columns=claim_no")
    assert 'name="columns" value="status" checked' in boxes.text


def test_amounts_stand_right_days_are_iso_choices_speak(sign_in) -> None:
    claims(1, amount_claimed=1_234_50, loss_date=date(2026, 10, 5), status="investigation")
    text = sign_in("technician").get("/admin/claim/").text
    assert re.search(r'<td class="num"[^>]*>1,234\.50</td>', text)
    assert re.search(r"<td[^>]*>2026-10-05</td>", text)
    assert re.search(r'<span class="chip [a-z]+">Investigation</span>', text)


def test_a_filter_can_be_taken_away_again(sign_in) -> None:
    claims(3)
    page = sign_in("technician").get(
        "/admin/claim/", query_string=[("filter", "status=received"), ("filter", "claimant~1")]
    )
    assert "Status is Received" in page.text
    assert "Claimant contains 1" in page.text
    assert 'href="/admin/claim/?filter=claimant~1"' in page.text.replace("%7E", "~")


def test_an_empty_list_says_what_to_do(sign_in) -> None:
    browser = sign_in("technician")
    assert "Open one from an incident" in browser.get("/admin/recovery/").text
    claims(1)
    page = browser.get("/admin/claim/?filter=claimant=nobody")
    assert "No claims match" in page.text
    assert "Show all claims" in page.text


def test_a_list_as_of_a_day_shows_what_stood_then(sign_in) -> None:
    claims(1)
    browser = sign_in("technician")
    assert "The record of this office begins" in browser.get("/admin/claim/?as_of=2020-01-31").text
    later = browser.get(f"/admin/claim/?as_of={TO_DATE}")
    assert f"As it stood at the end of {long_day(date.fromisoformat(TO_DATE))}" in later.text
    assert "Person 0" in later.text
    assert "data-cell" not in later.text
    assert browser.get("/admin/claim/?as_of=yesterday").status_code == 400


def test_actions_are_offered_only_on_what_stands(sign_in) -> None:
    claims(1)
    technician, auditor = sign_in("technician"), sign_in("auditor")
    assert "data-verb " in technician.get("/admin/claim/").text
    page = auditor.get("/admin/claim/").text
    assert "New claim" not in page.split("<main")[1]
    assert "Put in the trash" not in page
    assert "data-cell" not in page


def test_what_is_broken_in_an_address_is_said_in_words(sign_in) -> None:
    claims(1)
    browser = sign_in("technician")
    for broken in (
        "after=zzz",
        "before=e30",
        "after=a&before=b",
        "limit=abc",
        "limit=-3",
        "trash=perhaps",
    ):
        answer = browser.get(f"/admin/claim/?{broken}")
        assert answer.status_code == 400, broken
        assert "Traceback" not in answer.text


def sample(field) -> str:
    """A value as a filter writes it; of a relation, the key of its record."""
    if field.kind == "link":
        field = field.rel_model._meta.fields[field.rel_model._meta.key[0]]
    return SAMPLES[field.kind] or field.choices[0][0]


def link(page, label: str) -> str:
    """The address behind a button of the pager."""
    found = re.search(rf'href="([^"]+)" aria-label="{label}"', page.text)
    return found.group(1).replace("&amp;", "&")


def ids(page) -> list[int]:
    """The rows of a page."""
    return [int(text) for text in re.findall(r'<tr data-id="(\d+)"', page.text)]


def test_a_filter_names_the_person_not_the_address(sign_in) -> None:
    draft = Draft("person", source="seed", on=date(2026, 11, 24))
    draft.create(m.User, email="nora@city.gov", name="Nora Castell")
    person = commit(OPERATOR, draft).created[0][1]
    claims(2, adjuster=person)
    page = sign_in("technician").get("/admin/claim/?filter=adjuster=nora@city.gov").text
    assert "Adjuster is Nora Castell" in page


def test_rows_are_offered_what_runs_on_many_first(sign_in) -> None:
    claims(2)
    page = sign_in("technician").get("/admin/claim/").text
    offered = re.findall(r"data-verb( data-many=\"no\")?[^>]*>([^<]+)</a>", page)
    assert [title for _, title in offered[:3]] == [
        "Open billing recovery",
        "Reassign",
        "Change the status",
    ]
    alone = [bool(one) for one, _ in offered]
    assert alone == sorted(alone)


def test_rows_say_their_status_and_actions_the_statuses_they_fit(sign_in) -> None:
    claims(1, status="closed_paid", closed_date=date(2026, 11, 1))
    page = sign_in("technician").get("/admin/claim/").text
    assert re.search(r'<td[^>]* data-status[^>]* data-value="closed_paid"', page)
    found = re.findall(r'data-statuses="([^"]+)"[^>]*href="/admin/do/(\w+)', page)
    fits = {verb: set(statuses.split()) for statuses, verb in found}
    for verb in ("pay", "request_payment", "set_reserve", "close_claim"):
        assert fits[verb] == set(CLAIM_OPEN), verb
    assert fits["reopen_claim"] == set(CLOSED)


def test_a_list_from_before_the_record_says_when_it_begins(sign_in) -> None:
    claims(1)
    browser = sign_in("technician")
    page = browser.get("/admin/claim/?as_of=2001-01-31").text
    assert "The record of this office begins on" in page
    assert "There were no claims then" not in page
