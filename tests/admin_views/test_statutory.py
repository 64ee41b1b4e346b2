"""The statutory tables on screen: how far each reaches, its rows, and the form that adds one."""

import re
from datetime import date
from html import unescape

import pytest
from builders import TODAY

import models as m
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from rules.calculators import CALCULATORS
from rules.dated import KINDS

READERS = ("technician", "examiner", "risk_manager", "wc_manager", "auditor", "administrator")
WRITERS = ("risk_manager", "wc_manager", "administrator")
LIMITS = {"min_weekly": "270.00", "max_weekly": "1800.00"}
ROW = {
    "min_weekly": "270",
    "max_weekly": "$1,800.00",
    "first_day": "2027-01-01",
    "last_day": "",
    "source": "DWC bulletin",
    "verified": "yes",
}
DECIDE = {
    "code": "CMP-02",
    "title": "Accept or reject",
    "citation": "LC 5402(b)(1)",
    "trigger_event": "DWC-1 filed",
    "count": "60",
    "unit": "calendar_days",
    "applies_to": "all claims",
    "consequence": "presumed compensable",
    "first_day": "2028-01-01",
    "source": "Stats. 2027",
    "verified": "no",
}


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


def add(table: str, first: date, last: date | None = None, **values) -> int:
    """A row of the office; its id."""
    draft = Draft("row", on=TODAY)
    row = {"table": table, "first_day": first, "last_day": last, "source": "Bulletin", **values}
    draft.create(m.StatutoryRow, **row)
    return commit(OPERATOR, draft).created[0][1]


def words(page) -> str:
    """The text of a page, without its marks."""
    bare = re.sub(r"<(script|style).*?</\1>", " ", page.text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def part(page, name: str) -> str:
    """The line of a table on the list of all."""
    rows = page.text.split("<tr>")
    return next(
        " ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split())
        for row in rows
        if f"<small>{name}</small>" in row
    )


# --- Who may -------------------------------------------------------------------------------------


def test_the_pages_open_for_who_reads_the_reference_tables(sign_in):
    pages = ("/admin/law/", "/admin/law/td_rates/", "/admin/law/calendar/court")
    for role in READERS:
        browser = sign_in(role)
        assert [browser.get(page).status_code for page in pages] == [200] * 3, role
    assert [sign_in("coordinator").get(page).status_code for page in pages] == [403] * 3


@pytest.mark.parametrize("role", READERS)
def test_only_who_keeps_them_adds_a_row(sign_in, role):
    browser, may = sign_in(role), role in WRITERS
    assert browser.get("/admin/law/td_rates/new").status_code == (200 if may else 403)
    assert ("Add a row" in browser.get("/admin/law/td_rates/").text) is may
    assert ("Add the row of 2027" in browser.get("/admin/law/").text) is may
    answer = browser.send("/admin/law/td_rates/new", data=ROW)
    assert answer.status_code == (302 if may else 403)
    assert m.StatutoryRow.select().count() == int(may)


def test_the_menu_leads_to_it_beside_the_settings(sign_in):
    page = sign_in("risk_manager").get("/admin/setting/").text
    assert page.index("/admin/law/") < page.index("/admin/statutoryrow/")


@pytest.mark.parametrize(
    "page", ["/admin/law/nothing/", "/admin/law/nothing/new", "/admin/law/calendar/office"]
)
def test_a_table_that_there_is_not_is_not_found(sign_in, page):
    assert sign_in("risk_manager").get(page).status_code == 404


def test_the_list_asks_the_database_little(sign_in, queries):
    browser = sign_in("technician")
    browser.get("/admin/law/")
    with queries() as few:
        browser.get("/admin/law/")
    for year in range(2027, 2047):
        add("td_rates", date(year, 1, 1), values=LIMITS)
    with queries() as many:
        browser.get("/admin/law/")
    assert len(many) == len(few)


# --- The list of all -----------------------------------------------------------------------------


def test_every_table_and_calendar_stands_on_the_list(sign_in):
    page = sign_in("technician").get("/admin/law/")
    for name, kind in KINDS.items():
        assert kind.title in part(page, name)
    for entry in CALCULATORS:
        assert (f'href="/admin/rules/{entry.key}/"' in page.text) is bool(entry.facts["tables"])
    assert 'href="/admin/law/calendar/state"' in page.text
    assert 'href="/admin/law/calendar/court"' in page.text


def test_a_line_says_days_rows_marks_and_what_is_missing(sign_in):
    add("mileage_rates", date(2027, 1, 1), values={"rate_per_mile": "0.74"}, verified="no")
    page = sign_in("technician").get("/admin/law/")
    assert "To 31 Dec 2026; 2027 missing 24 none secondary" in part(page, "td_rates")
    assert "To 31 Dec 2027; 2028 missing 25 1 not verified 3 not verified" in part(
        page, "mileage_rates"
    )
    assert "Every day 113 none" in part(page, "wc_deadlines")


def test_what_is_missing_stands_out_from_november_on_and_comes_first(sign_in, monkeypatch):
    add("td_rates", date(2027, 1, 1), values=LIMITS)
    browser = sign_in("risk_manager")
    page = browser.get("/admin/law/").text
    assert page.count('class="notice') == 1
    assert page.index('class="notice amber"') < page.index("<small>mileage_rates")
    assert page.index("<small>mileage_rates") < page.index("<small>td_rates")
    monkeypatch.setenv("CLAIMS_TODAY", "2026-10-31")
    page = browser.get("/admin/law/").text
    assert 'class="notice' not in page
    assert page.index("<small>td_rates") < page.index("<small>mileage_rates")
    monkeypatch.setenv("CLAIMS_TODAY", "2027-01-01")
    assert 'class="notice red"' in browser.get("/admin/law/").text


def test_a_gap_and_bands_that_do_not_meet_are_told(sign_in):
    add("td_rates", date(2027, 3, 1), values=LIMITS)
    band = {"percent_to": "84.75", "weeks_per_percent": "16"}
    add("pd_weeks", date(2027, 1, 1), code="70", values=band)
    browser = sign_in("technician")
    said = words(browser.get("/admin/law/"))
    assert "2028 missing; no row from 1 Jan 2027 to 28 Feb 2027." in said
    assert "Bands of percent: from 1 Jan 2027 no row holds 85 to 99.75 %." in said
    assert "no row holds 85 to 99.75 %" in words(browser.get("/admin/law/pd_weeks/"))


# --- One table -----------------------------------------------------------------------------------


def test_a_table_shows_shipped_and_own_rows_newest_first_and_which_one_wins(sign_in):
    own = add("td_rates", date(2026, 7, 1), values=LIMITS, verified="yes")
    page = sign_in("technician").get("/admin/law/td_rates/")
    said = words(page)
    first = said.index("1 Jul 2026 to 31 Dec 2026 270.00 1,800.00 in force the office's")
    second = said.index("1 Jan 2026 to 31 Dec 2026 264.61 1,764.11 replaced")
    assert first < second < said.index("1 Jan 2025 to 31 Dec 2025")
    assert "In its place, 1 Jul 2026 to 31 Dec 2026: the office's row." in said
    assert f'href="/admin/statutoryrow/details/?id={own}"' in page.text


@pytest.mark.parametrize(
    ("first", "last", "state"),
    [
        (date(2026, 1, 1), None, "replaced In its place, 1 Jan 2026 to 31 Dec 2026"),
        (date(2026, 1, 1), date(2026, 6, 30), "in force In its place, 1 Jan 2026 to 30 Jun 2026"),
    ],
)
def test_a_shipped_row_says_whether_it_still_counts(sign_in, first, last, state):
    add("td_rates", first, last, values=LIMITS)
    said = words(sign_in("technician").get("/admin/law/td_rates/"))
    assert f"264.61 1,764.11 {state}: the office's row." in said


def test_a_table_without_rows_of_the_office_says_so(sign_in):
    browser = sign_in("technician")
    none = "The office has added no row of its own"
    assert none in browser.get("/admin/law/td_rates/").text
    add("td_rates", date(2027, 1, 1), values=LIMITS)
    assert none not in browser.get("/admin/law/td_rates/").text


def test_a_long_table_is_searched_by_code_and_words(sign_in):
    browser = sign_in("risk_manager")
    page = words(browser.get("/admin/law/wc_deadlines/?q=cmp-02"))
    assert "CMP-02 Every day Accept or reject liability (general) 90 calendar days" in page
    assert "New row of CMP-02" in page
    assert "New row of CMP-03" not in page
    assert "CMP-02" in browser.get("/admin/law/wc_deadlines/?q=5402(b)(1)").text
    none = browser.get("/admin/law/wc_deadlines/?q=<b>")
    assert "No row speaks of “&lt;b&gt;”." in none.text
    assert 'type="search" id="q" name="q"' not in browser.get("/admin/law/td_rates/").text


def test_the_tiers_lead_to_the_limits_of_authority(sign_in):
    browser = sign_in("risk_manager")
    page = browser.get("/admin/law/settlement_tiers/").text
    assert "/admin/authoritylimit/" in page
    assert "/admin/law/settlement_tiers/new" not in page
    assert browser.get("/admin/law/settlement_tiers/new").location == "/admin/authoritylimit/"


def test_a_row_that_does_not_fit_is_told_and_leads_to_its_record(sign_in, monkeypatch):
    old = m.StatutoryRow(
        id=7, table="td_rates", first_day=date(2027, 1, 1), values={"max": "1"}, source="x"
    )
    monkeypatch.setattr("admin_views.statutory.added", lambda table="td_rates": [old])
    browser = sign_in("technician")
    assert "1 row of the office does not fit the table, and is left out." in words(
        browser.get("/admin/law/")
    )
    page = browser.get("/admin/law/td_rates/")
    assert "A row of the office is left out. “max” is no column" in words(page)
    assert "/admin/statutoryrow/details/?id=7" in page.text


def test_a_calendar_shows_the_days_of_a_year_and_whose_they_are(sign_in):
    draft = Draft("day", on=TODAY)
    draft.create(m.Holiday, calendar="court", day=date(2040, 5, 4), name="Closed by order")
    day = commit(OPERATOR, draft).created[0][1]
    browser = sign_in("risk_manager")
    page = browser.get("/admin/law/calendar/court?year=2040")
    assert f'<a href="/admin/holiday/details/?id={day}">Closed by order</a>' in page.text
    assert "Fri 4 May Closed by order" in words(page)
    assert "<p>Labor Day</p>" in page.text
    assert "follow from the law" in page.text
    this = browser.get("/admin/law/calendar/court?year=then").text
    assert "Court calendar, 2026" in this
    assert "keeps every closed day" in this
    assert "/admin/holiday/new/?calendar=court" in this
    assert "/admin/holiday/new/" not in sign_in("technician").get("/admin/law/calendar/court").text


# --- The form ------------------------------------------------------------------------------------


def filled(page) -> dict[str, str]:
    """Name -> text of the questions of a form."""
    found = re.findall(r'<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text)
    found += re.findall(r'<select [^>]*name="([^"]+)".*?value="([^"]*)" selected', page.text, re.S)
    return {name: unescape(text) for name, text in found}


def test_the_form_begins_with_the_row_before_and_the_year_that_is_missing(sign_in):
    form = filled(sign_in("risk_manager").get("/admin/law/td_rates/new"))
    assert {name: form[name] for name in ROW} == {
        "min_weekly": "264.61", "max_weekly": "1764.11", "first_day": "2027-01-01",
        "last_day": "", "source": "", "verified": "no",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("day", "first"),
    [("2028-05-05", "2028-01-01"), ("2026-05-05", "2027-01-01"), ("1999-05-05", "1999-01-01"),
     ("soon", "2027-01-01")],
)  # fmt: skip
def test_the_form_begins_in_the_year_that_was_asked_for(sign_in, day, first):
    form = filled(sign_in("risk_manager").get(f"/admin/law/td_rates/new?day={day}"))
    assert form["first_day"] == first


def test_a_new_year_is_one_form_and_the_answer_follows(sign_in):
    browser = sign_in("risk_manager")
    asked = "/admin/rules/td_rate/?awe=3000&injury_date=2027-01-05"
    before = {
        year: browser.get(asked.replace("2027", str(year))).text for year in range(2003, 2027)
    }
    refused = browser.get(asked)
    assert "No answer" in refused.text
    link = unescape(re.search(r'href="(/admin/law/td_rates/new[^"]+)"', refused.text)[1])
    form = filled(browser.get(link))
    answer = browser.send("/admin/law/td_rates/new", data={**form, **ROW})
    assert answer.location == asked
    said = browser.get(asked).text
    assert "$1,800.00" in said
    assert "entered by the office" in said
    row = m.StatutoryRow.get()
    assert (row.values, row.code, row.last_day) == (LIMITS, None, None)
    batch = m.Batch.select().order_by(m.Batch.id.desc()).first()
    assert (batch.title, batch.actor) == (
        "Temporary disability: weekly limits: new row", "risk_manager@city.gov",
    )  # fmt: skip
    for year, page in before.items():
        assert answered(browser.get(asked.replace("2027", str(year))).text) == answered(page), year
    assert "2028-01-01" in browser.get(asked.replace("2027-01-05", "2028-01-01")).text


def answered(page: str) -> str:
    """The answer of a calculator's page."""
    return page.partition('<p class="answer">')[2].partition("Link to this answer")[0]


def test_what_changes_is_told_before_anything_is_written(sign_in):
    page = sign_in("risk_manager").send("/admin/law/td_rates/new", data={**ROW, "look": "yes"})
    assert page.status_code == 200
    said = words(page)
    assert "Weekly rate at $300.00 a week, injury on 1 Jan 2027 no answer $270.00 a week" in said
    assert (
        "Weekly rate at $1,500.00 a week, injury on 1 Jan 2027 no answer $1,000.00 a week" in said
    )
    assert (
        "Weekly rate at $3,000.00 a week, injury on 1 Jan 2027 no answer $1,800.00 a week" in said
    )
    assert not m.StatutoryRow.select().count()
    assert filled(page)["max_weekly"] == "$1,800.00"


@pytest.mark.parametrize(
    ("table", "typed", "said"),
    [
        ("pd_rates", {"code": "0.25", "percent_to": "99.75", "min_weekly": "200", "max_weekly": "300"},
         "Award of 99.75 %, earnings of $1,500.00 a week, injury on 1 Jan 2028 "
         "$263,682.50 $272,775.00"),
        ("pd_weeks", {"code": "0.25", "percent_to": "9.75", "weeks_per_percent": "4"},
         "Weeks of 9.75 %, injury on 1 Jan 2028 29.25 weeks 39.00 weeks"),
        ("life_pension_limits", {"max_weekly_earnings": "600"},
         "Award of 80 %, earnings of $1,500.00 a week, injury on 1 Jan 2028"),
        ("mileage_rates", {"rate_per_mile": "$0.74"}, "100 miles on 1 Jan 2028 no answer $74.00"),
        ("wc_deadlines", DECIDE,
         "CMP-02, trigger on 1 Jan 2028 Fri 31 Mar 2028 Wed 1 Mar 2028"),
        ("wc_deadlines", {**DECIDE, "code": "RPT-07", "unit": "hours", "count": "9"},
         "RPT-07, trigger on 1 Jan 2028 Sat 1 Jan 2028 17:00 Sat 1 Jan 2028 18:00"),
        ("liability_deadlines", {**DECIDE, "code": "CLAIM_ACT_45", "closed_day": "next"},
         "CLAIM_ACT_45, trigger on 1 Jan 2028 Tue 15 Feb 2028 Wed 1 Mar 2028"),
        ("recovery_limitations", {"code": "property", "years": "4", "citation": "x"},
         "Last day to sue, damage on 1 Jan 2028"),
    ],
)  # fmt: skip
def test_every_table_is_tried_with_a_question_of_its_own(sign_in, table, typed, said):
    about = {"first_day": "2028-01-01", "source": "Stats. 2027", "verified": "no"}
    browser = sign_in("risk_manager")
    page = browser.send(f"/admin/law/{table}/new", data={**about, **typed, "look": "yes"})
    assert page.status_code == 200, words(page)
    assert said in words(page)
    assert browser.send(f"/admin/law/{table}/new", data={**about, **typed}).status_code == 302
    assert m.StatutoryRow.get().table == table


@pytest.mark.parametrize(
    ("typed", "name", "sentence"),
    [
        ({"max_weekly": "lots"}, "max_weekly",
         "At most: “lots” is not an amount of money. Write it like 1234.56 or $1,234.56."),
        ({"max_weekly": ""}, "max_weekly", "At most is missing."),
        ({"max_weekly": "-5"}, "max_weekly",
         "At most: “-5.00” is not an amount a week such as 1764.11."),
        ({"max_weekly": "200"}, "max_weekly", "At most (200.00) is below at least (270.00)."),
        ({"first_day": "2026-12-32"}, "first_day",
         "“2026-12-32” is not a day. Month 12 has no day 32."),
        ({"first_day": ""}, "first_day", "From is missing."),
        ({"last_day": "2026-12-31"}, "last_day", "To (2026-12-31) lies before from (2027-01-01)."),
        ({"source": " "}, "source", "Source is missing."),
        ({"verified": "perhaps"}, "verified",
         "“perhaps” is not a verified that the office knows. "
         "Choose Yes, Secondary source, No or Office policy."),
    ],
)  # fmt: skip
def test_what_is_wrong_stands_at_its_question_and_the_text_stays(sign_in, typed, name, sentence):
    page = sign_in("risk_manager").send("/admin/law/td_rates/new", data={**ROW, **typed})
    assert page.status_code == 422
    assert "Not saved. One entry needs a mend." in page.text
    at = unescape(page.text).partition(f'id="{name}-error">')[2].partition("</p>")[0]
    assert at == sentence
    if name not in ("verified", "source"):
        assert filled(page)[name] == typed[name]
    assert not m.StatutoryRow.select().count()


def test_all_that_is_wrong_is_said_at_once(sign_in):
    page = sign_in("risk_manager").send(
        "/admin/law/td_rates/new", data={**ROW, "max_weekly": "", "source": ""}
    )
    assert "Not saved. 2 entries need a mend." in page.text


def test_a_row_that_meets_another_of_the_office_is_said_before_it_is_written(sign_in):
    add("td_rates", date(2027, 1, 1), values=LIMITS)
    page = sign_in("risk_manager").send("/admin/law/td_rates/new", data=ROW)
    assert page.status_code == 422
    assert "The office has a row from 1 Jan 2027 already. Change that one." in words(page)
    assert m.StatutoryRow.select().count() == 1


def test_a_table_of_codes_asks_for_the_code_and_fills_in_its_row(sign_in):
    browser = sign_in("risk_manager")
    page = browser.get("/admin/law/wc_deadlines/new")
    assert "CMP-02: Accept or reject liability (general)" in page.text
    assert 'name="source"' not in page.text
    assert 'name="source"' not in browser.get("/admin/law/wc_deadlines/new?code=CMP-2").text
    page = browser.get("/admin/law/wc_deadlines/new?code=CMP-02")
    assert '<select id="code"' not in page.text
    assert "injury presumed compensable" in page.text
    form = filled(page)
    assert (form["code"], form["count"], form["unit"], form["first_day"]) == (
        "CMP-02", "90", "calendar_days", "",
    )  # fmt: skip
    assert browser.send("/admin/law/wc_deadlines/new", data=DECIDE).status_code == 302
    said = words(browser.get("/admin/law/wc_deadlines/?q=CMP-02"))
    assert "From 1 Jan 2028 Accept or reject 60 calendar days to come the office's" in said
    assert "in force In its place, from 1 Jan 2028: the office's row." in said
    assert "Emergency response" in browser.get("/admin/law/recovery_limitations/new").text


def test_a_code_that_there_is_not_is_refused_at_its_question(sign_in):
    page = sign_in("risk_manager").send(
        "/admin/law/wc_deadlines/new", data={**DECIDE, "code": "CMP-2"}
    )
    assert page.status_code == 422
    assert "“CMP-2” is no code of" in words(page)
    assert '<select id="code"' in page.text


def test_a_second_click_writes_no_second_row(sign_in):
    browser = sign_in("risk_manager")
    for _ in range(2):
        answer = browser.send("/admin/law/td_rates/new", data={**ROW, "click": "the same"})
        assert answer.location == "/admin/law/td_rates/"
    assert m.StatutoryRow.select().count() == 1
    other = {**ROW, "max_weekly": "1900", "first_day": "2028-01-01", "click": "the same"}
    answer = browser.send("/admin/law/td_rates/new", data=other)
    assert (answer.status_code, m.StatutoryRow.select().count()) == (409, 1)


def test_a_row_of_the_office_is_undone_and_has_a_history(sign_in):
    browser = sign_in("risk_manager")
    page = browser.send("/admin/law/td_rates/new", data=ROW, follow_redirects=True)
    assert "The row from 1 Jan 2027 is added." in page.text
    row = m.StatutoryRow.get()
    assert "DWC bulletin" in browser.get(f"/admin/statutoryrow/history/{row.id}").text
    browser.send(re.search(r"/admin/batch/\d+/undo", page.text)[0])
    assert "No answer" in browser.get("/admin/rules/td_rate/?awe=3000&injury_date=2027-01-05").text


def test_the_list_of_statutory_rows_leads_to_the_tables_for_a_new_one(sign_in):
    page = sign_in("risk_manager").get("/admin/statutoryrow/").text
    assert 'href="/admin/law/"' in page
    assert "/admin/statutoryrow/new/" not in page


def test_a_cell_and_the_plain_form_say_the_same_as_the_form_of_the_table(sign_in):
    row_id = add("td_rates", date(2027, 1, 1), values=LIMITS)
    browser, values = sign_in("risk_manager"), '{"max_weekly": "200", "min_weekly": "270"}'
    words_of_it = "At most (200) is below at least (270)."
    cell = {"id": row_id, "version": 1, "column": "values", "value": values}
    answer = browser.send("/admin/statutoryrow/rows", method="PATCH", json=[cell])
    assert (answer.status_code, answer.json["refused"][0]["message"]) == (422, words_of_it)
    typed = {"table": "td_rates", "first_day": "2028-01-01", "values": values, "source": "x"}
    page = browser.send("/admin/statutoryrow/new/", data=typed)
    assert page.status_code == 422
    assert words_of_it in page.text
    page = browser.send(f"/admin/statutoryrow/edit/?id={row_id}", data={**typed, "version": "1"})
    assert page.status_code == 422
    assert words_of_it in page.text


# --- From a refusal ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        ("risk_manager", "/admin/law/td_rates/new?day=2027-01-05&back="),
        ("technician", "/admin/law/td_rates/"),
        ("coordinator", ""),
    ],
)
def test_a_refusal_leads_to_the_table_that_is_short(sign_in, role, leads_to):
    page = unescape(sign_in(role).get("/admin/rules/td_rate/?awe=1&injury_date=2027-01-05").text)
    box = page.partition("<strong>No answer.</strong>")[2].partition("</div>")[0]
    assert "has no row for 2027-01-05" in box
    assert (f'href="{leads_to}' in box) if leads_to else ("href" not in box)


def test_a_table_is_linked_from_its_calculator_for_who_may_read_it(sign_in):
    for role, linked in (("technician", True), ("coordinator", False)):
        page = sign_in(role).get("/admin/rules/mileage/").text
        assert ('href="/admin/law/mileage_rates/"' in page) is linked, role
