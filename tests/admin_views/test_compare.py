"""The page that compares two days of a sheet: what it says, to whom, and what it leads to."""

import io
import time
from datetime import UTC, date, datetime

import pytest
from builders import TODAY, change, claim, pay, reserve, write
from openpyxl import load_workbook

import models as m
from admin_views.compare_page import quick_days
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR


def instant() -> str:
    """A moment between two batches, as an address holds it."""
    time.sleep(0.002)
    found = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    time.sleep(0.002)
    return found


@pytest.fixture
def between(app) -> dict:
    """A changed, an added and a thrown away claim, and the moment before."""
    own = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    row = claim(location="Elm St", line="W", status="reported", department=own)
    gone = claim(claimant="Twice Entered")
    reserve(row, 900_00)
    since = instant()
    draft = Draft("Surgery is planned", reason="the surgeon wrote", on=TODAY)
    draft.change(m.Claim, row, location="Oak St", diagnosis="Fracture")
    commit(OPERATOR, draft)
    reserve(row, 1_250_00)
    pay(row, 40_00)
    claim(claimant="Somebody New")
    draft = Draft("away", reason="entered twice", on=TODAY)
    draft.trash(m.Claim, gone)
    commit(OPERATOR, draft)
    return {"since": since, "row": row, "department": own}


def page(browser, since: str, **more):
    return browser.get("/admin/claim/compare", query_string={"from": since, **more})


def test_the_page_tells_counts_columns_money_who_and_why(sign_in, between):
    told = page(sign_in("technician"), between["since"]).text
    assert "1 added, 1 changed, 1 put in the trash." in told
    for words in ("Elm St → Oak St", "Fracture", "the surgeon wrote", "Surgery is planned"):
        assert words in told, words
    assert "+350.00" in told
    assert "900.00 → 1,250.00" in told
    assert "+40.00" in told
    assert "Somebody New" in told
    assert "entered twice" in told


def test_only_one_kind_of_change_is_asked_for(sign_in, between):
    browser = sign_in("technician")
    only = page(browser, between["since"], kind="trashed").text
    assert "Twice Entered" in only
    assert "Oak St" not in only
    moved = page(browser, between["since"], kind="money").text
    assert "Oak St" in moved
    assert "Twice Entered" not in moved
    assert page(browser, between["since"], kind="painted").status_code == 400


def test_sums_are_of_the_kinds_that_are_shown(sign_in, between):
    browser = sign_in("technician")
    draft = Draft("away", on=TODAY)
    paid = claim()
    pay(paid, 5_00)
    since, row = instant(), between["row"]
    pay(row, 70_00)
    draft.trash(m.Claim, paid)
    commit(OPERATOR, draft)
    foot = page(browser, since).text.split("<tfoot>")[1]
    assert "Total of all that differ" in foot
    assert "+65.00" in foot
    for kind, moved in (("changed", "+70.00"), ("trashed", "-5.00"), ("money", "+65.00")):
        told = page(browser, since, kind=kind).text
        foot = told.split("<tfoot>")[1]
        assert "Total of those chosen" in foot
        assert moved in foot, kind
        assert "1 changed, 1 put in the trash." in told, "the counts are of all"


@pytest.mark.parametrize("address", ["claim/compare?from=2099-01-01", "claim/compare?to=2099-01-01", "claim/compare?to=2099-01-01T00:00Z", "claim/?as_of=2099-01-01", "claim/rows?as_of=2099-01-01", "claim/details/?id=1&as_of=2099-01-01"])  # fmt: skip
def test_a_day_that_lies_ahead_is_refused_in_words(sign_in, address):
    answer = sign_in("technician").get(f"/admin/{address}")
    assert answer.status_code == 400
    assert "Thu 1 Jan 2099" in answer.text or "Wed 31 Dec 2098" in answer.text
    assert "lies ahead" in answer.text


def test_an_instant_is_said_on_the_offices_clock(sign_in, app):
    browser, at = sign_in("technician"), "2026-11-20T03:30:00Z"
    told = page(browser, at).text
    assert "From Thu 19 Nov 2026, 19:30 to now" in told
    assert 'name="from" value="2026-11-19"' in told
    told = browser.get("/admin/claim/", query_string={"as_of": at, "plain": "yes"}).text
    assert "As it stood at Thu 19 Nov 2026, 19:30." in told
    assert "As of Thu 19 Nov 2026, 19:30" in told
    assert told.count('value="2026-11-19"') == 2
    assert "UTC" not in told


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("technician", {"Oak St", "Fracture", "Surgery is planned", "Somebody New"}),
        ("risk_manager", {"Oak St", "Surgery is planned", "Somebody New"}),
        ("coordinator", set()),
    ],
)
def test_nobody_sees_more_than_the_list_and_the_history_show(sign_in, between, role, seen):
    browser = sign_in(role, department=between["department"])
    told = page(browser, between["since"]).text
    words = {"Oak St", "Fracture", "Surgery is planned", "Somebody New"}
    assert {word for word in words if word in told} == seen
    cells = " ".join(str(cell) for line in lines(browser, between) for cell in line)
    assert {word for word in words - {"Surgery is planned"} if word in cells} == seen - {
        "Surgery is planned"
    }


def test_medical_values_of_a_comparison_are_noted(sign_in, between):
    browser = sign_in("technician")
    page(browser, between["since"])
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.purpose, event.sensitivities, event.sheet) == ("comparison", "medical", "claim")
    assert event.row_ids == str(between["row"])
    lines(browser, between)
    event = m.AccessEvent.select().order_by(m.AccessEvent.id.desc()).get()
    assert (event.event, event.sensitivities, event.row_count) == ("export", "medical", 3)


def lines(browser, between: dict) -> list[tuple]:
    """The lines of the file of a comparison."""
    given = {"from": between["since"]}
    with browser.send("/admin/claim/compare", data=given, buffered=True) as file:
        assert file.status_code == 200
        book = load_workbook(io.BytesIO(file.data))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_the_file_holds_figures_and_their_sum(sign_in, between):
    head, *rows = lines(sign_in("technician"), between)
    places = {heading: n for n, heading in enumerate(head)}
    by = next(n for heading, n in places.items() if heading.endswith("moved by"))
    assert rows[-1][0] == "Total"
    assert rows[-1][by] == sum(row[by] or 0 for row in rows[:-1]) == 350
    assert {row[places["What happened"]] for row in rows[:-1]} == {
        "added",
        "changed",
        "put in the trash",
    }


def test_a_filter_stays_with_the_days(sign_in, between):
    browser = sign_in("technician")
    told = page(browser, between["since"], filter="location=Oak St").text
    assert "1 changed." in told
    assert "Remove the filter" in told
    assert 'name="filter" value="location=Oak St"' in told


def test_nothing_differs_in_words(sign_in, app):
    told = page(sign_in("technician"), instant()).text
    assert "No claims differ between these two moments." in told


def test_days_the_wrong_way_round_are_told(sign_in, app):
    answer = page(sign_in("technician"), "2026-11-20", to="2026-11-19")
    assert answer.status_code == 400
    assert "Compare the earlier one first" in answer.text


def test_the_list_leads_to_a_comparison_with_its_filters(sign_in, app):
    told = sign_in("technician").get("/admin/claim/?filter=status%3Dopen&plain=yes").text
    assert 'href="/admin/claim/compare?filter=status%3Dopen&amp;from=2026-11-22"' in told
    assert "Since 1 Jul 2026" in told


@pytest.mark.parametrize(
    ("on", "days"),
    [
        (date(2026, 11, 24), ["2026-11-22", "2026-11-22", "2026-10-31", "2026-06-30"]),
        (date(2026, 7, 1), ["2026-06-29", "2026-06-28", "2026-06-30", "2026-06-30"]),
        (date(2027, 3, 7), ["2027-03-05", "2027-02-28", "2027-02-28", "2026-06-30"]),
    ],
)
def test_the_named_day_counts(app, on, days):
    assert [day.isoformat() for _, day in quick_days(on)] == days


def test_a_page_of_many_rows_asks_a_fixed_number_of_questions(sign_in, app, queries):
    since, browser = instant(), sign_in("technician")
    counts = []
    for _ in range(2):
        for n in range(8):
            row = claim(claimant=f"Row {n}")
            change(m.Claim, row, location="Elm")
        with queries() as asked:
            page(browser, since)
        counts.append(len(asked))
    assert counts[0] == counts[1]
