"""Filters in words, and filters that count from the day and the person, through the screens."""

import csv
import io
from datetime import date

import pytest
from builders import claim

import models as m
from admin_views import day, taking_out
from journal import filter_words, jobs
from journal.expr import OPERATORS
from journal.who import OPERATOR


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("next_deadline=next 7 days", "Next deadline within the next 7 days"),
        ("next_deadline!=next 7 days", "Next deadline not within the next 7 days"),
        ("next_deadline<=next 1 day", "Next deadline until the end of the next 1 day"),
        ("loss_date=this fiscal year", "Loss date this fiscal year"),
        ("loss_date= Last  Month", "Loss date last month"),
        ("loss_date!=this year", "Loss date not within this year"),
        ("loss_date<this month", "Loss date before this month"),
        ("loss_date<=this month", "Loss date until the end of this month"),
        ("loss_date>this month", "Loss date after this month"),
        ("loss_date>=this month", "Loss date from the start of this month"),
        ("loss_date=today", "Loss date is today"),
        ("loss_date<today+7", "Loss date before 7 days from today"),
        ("loss_date>=today-30", "Loss date from 30 days ago"),
        ("loss_date=2026-11-24", "Loss date is 2026-11-24"),
        ("adjuster=me", "Adjuster is you"),
        ("adjuster!=ME", "Adjuster is not you"),
        ("adjuster~me", "Adjuster contains me"),
        ("claimant=me|claimant=today", "Claimant is me or Claimant is today"),
        ("department.name=Public Works", "Department, Name is Public Works"),
        ("status!=open", "Status is not open"),
        ("paid=", "Paid is blank"),
        ("claimant!~me", "Claimant does not contain me"),
        (
            "(status=open&paid>5)|litigated=yes",
            "(Status is open and Paid above 5) or In litigation is yes",
        ),
        ("(status=open&paid>5)", "Status is open and Paid above 5"),
    ],
)
@pytest.mark.usefixtures("office")
def test_a_filter_reads_as_people_say_it(text, words):
    assert filter_words.in_words(OPERATOR, m.Claim, text) == words


def numbers(browser, filter: str) -> list[str]:
    """The claims that a filter leaves, by its address."""
    answer = browser.get("/admin/claim/rows", query_string={"filter": filter})
    assert answer.status_code == 200, answer.text
    return [row["claim_no"] for row in answer.json["rows"]]


def test_my_claims_are_those_of_who_looks(sign_in):
    nora, ben = sign_in("technician", email="nora@city.gov"), sign_in("technician", email="b@c.gov")
    for number, email in (("L-1", "nora@city.gov"), ("L-2", "b@c.gov")):
        claim(claim_no=number, adjuster=m.User.get(m.User.email == email).id)
    assert numbers(nora, "adjuster=me") == ["L-1"]
    assert numbers(ben, "adjuster=me") == ["L-2"]
    page = nora.get("/admin/claim/?filter=adjuster=me").text
    assert "Adjuster is you" in page
    assert "L-2" not in page


def test_an_address_counts_from_the_day_of_the_office(sign_in, monkeypatch):
    browser = sign_in("technician")
    for number, loss in (("L-1", date(2026, 6, 30)), ("L-2", date(2026, 7, 1))):
        claim(claim_no=number, loss_date=loss)
    assert numbers(browser, "loss_date=this fiscal year") == ["L-2"]
    monkeypatch.setenv("CLAIMS_TODAY", "2026-06-30")
    assert day.today() == date(2026, 6, 30)
    assert numbers(browser, "loss_date=this fiscal year") == ["L-1"]


@pytest.mark.parametrize(
    "text", ["loss_date=someday", "loss_date=this fortnight", "loss_date~today", "adjuster<me"]
)
def test_what_cannot_be_counted_is_said_in_words(sign_in, text):
    answer = sign_in("technician").get("/admin/claim/rows", query_string={"filter": text})
    assert answer.status_code == 400
    assert answer.json["error"].endswith(".")


def test_a_file_asked_for_today_counts_from_today_whenever_it_is_written(sign_in, monkeypatch):
    monkeypatch.setattr(taking_out, "AT_ONCE", 0)
    browser = sign_in("technician")
    for number, loss in (("L-1", date(2026, 11, 23)), ("L-2", date(2026, 11, 24))):
        claim(claim_no=number, loss_date=loss)
    browser.send("/admin/claim/export", data={"format": "csv", "filter": "loss_date=yesterday"})
    monkeypatch.setenv("CLAIMS_TODAY", "2026-11-25")
    jobs.work_off()
    job = m.Job.get()
    assert job.status == "done", job.message
    content = browser.get(
        f"/admin/inbox/{job.id}/file/{job.result['files'][0]}", buffered=True
    ).text
    (row,) = csv.DictReader(io.StringIO(content.lstrip("\ufeff")))
    assert "L-1" in row.values()


# --- What the builder is told ---------------------------------------------------------------------


def builder(browser, *filters: str, sheet: str = "claim", **more: str):
    answer = browser.get(
        f"/admin/{sheet}/filters",
        query_string=[*(("filter", text) for text in filters), *more.items()],
    )
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_builder_is_told_each_filter_part_by_part(sign_in):
    browser = sign_in("technician", email="nora@city.gov")
    told = builder(browser, 'claimant="a|b"|adjuster=nora@city.gov', "adjuster=me", "paid!=")
    first, second = told["filters"][0]
    assert first == {
        "path": "claimant", "operator": "=", "value": "a|b", "shown": "a|b", "error": "",
        "words": "Claimant is a|b",
    }  # fmt: skip
    name = m.User.get(m.User.email == "nora@city.gov").name
    assert (second["value"], second["shown"]) == ("nora@city.gov", name or "nora@city.gov")
    assert told["filters"][1][0]["words"] == "Adjuster is you"
    assert (told["filters"][2][0]["operator"], told["filters"][2][0]["value"]) == ("!=", "")
    assert "columns" not in told


def test_the_builder_is_told_what_holds_together(sign_in):
    told = builder(sign_in("technician"), "(line=W&paid>x)|line=L|(line=W&line=L)")
    (parts,) = told["filters"]
    assert [part.get("joined", "or") for part in parts] == ["or", "and", "or", "or", "and"]
    assert [bool(part["error"]) for part in parts] == [False, True, False, False, False]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("loss_date=someday", "“someday” is not a day"),
        ("paid>much", "“much” is not"),
        ("nonsense", "is not a filter"),
        ("nocolumn=1", "no column “nocolumn”"),
        ("adjuster<me", "“me” is one person"),
    ],
)
def test_the_builder_is_told_what_cannot_be_asked(sign_in, text, said):
    told = builder(sign_in("technician"), text, "status=received")
    assert said in told["filters"][0][0]["error"]
    assert told["filters"][1][0]["error"] == ""


def test_the_builder_offers_what_the_role_sees(sign_in):
    told = builder(sign_in("technician"), offer="yes")
    by_name = {column["name"]: column for column in told["columns"]}
    assert by_name["adjuster"]["me"] is True
    assert by_name["department"]["through"] == "/admin/department/filters?offer=yes"
    assert ["..", "between"] in by_name["loss_date"]["operators"]
    assert ["blank", "is blank"] in by_name["claimant"]["operators"]
    for name in ("status", "claimant", "claim_no", "adjuster"):
        assert ["in", "is one of"] in by_name[name]["operators"], name
        assert ["none", "is none of"] in by_name[name]["operators"], name
    assert "is none of" not in dict(map(reversed, by_name["paid"]["operators"]))
    for name in ("claimant", "description"):
        assert ["!~", "does not contain"] in by_name[name]["operators"], name
    assert ["this fiscal year", "this fiscal year"] in told["periods"]
    assert told["today"] == "2026-11-24"
    few = builder(sign_in("coordinator"), offer="yes")["columns"]
    assert {column["name"] for column in few} < set(by_name)
    assert "diagnosis" not in {column["name"] for column in few}


def test_a_hidden_column_is_told_to_be_hidden_and_no_more(sign_in):
    told = builder(sign_in("coordinator"), "diagnosis=Sciatica")
    assert told["filters"][0][0]["error"]


def test_every_period_and_comparison_that_is_offered_is_understood(sign_in):
    browser = sign_in("technician")
    told = builder(browser, offer="yes")
    for text, words in told["periods"]:
        found = builder(browser, f"loss_date={text.replace('{n}', '7')}")["filters"][0][0]
        assert not found["error"], (text, words)
    for column in told["columns"]:
        signs = {sign for sign, _ in column["operators"]}
        assert signs <= {"..", "in", "none", "blank", "filled", *OPERATORS}, column


def test_a_chip_opens_the_builder_at_its_filter(sign_in):
    page = (
        sign_in("technician")
        .get("/admin/claim/?plain=yes&q=rosa&filter=status=received&filter=paid>0")
        .text
    )
    assert 'data-filter-edit="0"' in page
    assert 'data-filter-edit="1"' in page
    assert 'data-filter-edit="2"' not in page
    assert 'data-filters="[&#34;status=received&#34;, &#34;paid\\u003e0&#34;]"' in page
    assert 'data-base="/admin/claim/?q=rosa&amp;plain=yes"' in page
