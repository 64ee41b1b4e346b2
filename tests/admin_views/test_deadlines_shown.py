"""Deadlines as people see them: on the page of a record, in its story, on My day, in forms."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from builders import TODAY, change, claim, write

import models as m
from admin_views import due
from admin_views.calculators import CALCULATORS
from journal.law import counting
from journal.who import OPERATOR
from rules import calculators
from rules.claim_clocks import BY_CODE, CLOCKS
from rules.clocks import Due as Counted

PRESENTED = {"presented_date": date(2026, 11, 16), "status": "under_review"}
DISABLED = {
    "line": "W",
    "status": "accepted",
    "injury_date": date(2026, 10, 26),
    "knowledge_date": date(2026, 10, 26),
    "last_worked_date": date(2026, 10, 26),
    "average_weekly_earnings": 1_200_00,
}
STATIONARY = {
    **DISABLED,
    "injury_date": date(2010, 6, 1),
    "last_worked_date": None,
    "permanent_stationary_date": date(2026, 8, 3),
    "pd_percent": 20,
    "average_weekly_earnings": 900_00,
}


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


def entry(code: str) -> m.Diary:
    return m.Diary.get(m.Diary.rule_code == code)


def card(page: str) -> str:
    """The card of the next deadlines, its markup taken off."""
    inside = page.partition('aria-label="Next deadlines"')[2].partition("</section>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", inside)).split())


def story(page: str) -> list[str]:
    """The entries of the story, their markup taken off."""
    found = re.findall(r'<div class="entry-what">(.*?)</div>', page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", one)).split()) for one in found]


# --- The page of a claim --------------------------------------------------------------------------


def test_a_deadline_says_its_day_working_whose_it_is_and_when_work_begins(sign_in):
    browser = sign_in("technician")
    one = claim(adjuster=m.User.get().id, **PRESENTED)
    name = m.User.get().name or m.User.get().email
    said = card(browser.get(f"/admin/claim/{one}/").text)
    assert "Thu 31 Dec Change the status : Last day to act on the claim" in said
    assert f"{name} · begin Wed 16 Dec" in said
    assert "Mon 16 Nov 2026 + 45 calendar days = Thu 31 Dec 2026. Gov. Code 912.4(a)." in said
    assert "Missed" not in said
    nobodys = claim(**PRESENTED)
    said = card(browser.get(f"/admin/claim/{nobodys}/").text)
    assert "Nobody's yet · begin Wed 16 Dec" in said


def test_a_deadline_that_moved_says_from_where_and_why(sign_in):
    one = claim(**PRESENTED)
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    said = card(sign_in("technician").get(f"/admin/claim/{one}/").text)
    assert "Was Thu 31 Dec 2026. Presented: Mon 16 Nov 2026 → Wed 18 Nov 2026" in said


def test_a_missed_deadline_says_what_follows_and_what_is_at_stake(sign_in):
    one = claim(**DISABLED)
    said = card(sign_in("examiner").get(f"/admin/claim/{one}/").text)
    assert "14 days late Pay : First payment of temporary disability" in said
    assert "Missed: 10 percent self-imposed increase (LC 4650(d))." in said
    assert "$160.00 at stake why? 1 payment due before today = $1,600.00" in said


@pytest.mark.parametrize(("role", "sees"), [("examiner", True), ("risk_manager", False)])
def test_a_medical_deadline_is_shown_to_who_sees_medical_entries_alone(sign_in, role, sees):
    one = claim(**STATIONARY)
    assert entry("PD-05").sensitivity == "medical"
    change(m.Claim, one, permanent_stationary_date=date(2026, 8, 10))
    browser = sign_in(role)
    for part in ("", "deadlines"):
        page = browser.get(f"/admin/claim/{one}/{part}").text
        assert ("Last day to offer work" in page) is sees, part
    said = card(browser.get(f"/admin/claim/{one}/").text)
    assert ("$5,209.50 at stake" in said) is sees
    told = [
        line for line in story(browser.get(f"/admin/claim/{one}/").text) if "offer work" in line
    ]
    assert bool(told) is sees
    if sees:
        assert "2 deadlines moved medical" in told[0]
        assert "medical" in told[0]


def test_the_rule_leads_to_its_calculator_with_the_same_day(sign_in):
    one, browser = claim(delivery_method="mail", **PRESENTED), sign_in("technician")
    page = browser.get(f"/admin/claim/{one}/").text
    links = [unescape(href) for href in re.findall(r'href="(/admin/rules/[^"]+\?[^"]+)"', page)]
    (act,) = [href for href in links if "CLAIM_ACT_45" in href]
    assert act.endswith("?code=CLAIM_ACT_45&trigger_date=2026-11-16&service=mail_ca")
    assert "Tue 5 Jan 2027" in browser.get(act).text
    assert entry("CLAIM_ACT_45").diary_date == date(2027, 1, 5)


RUNS = {
    "loss_date": date(2026, 6, 1),
    "presented_date": date(2026, 7, 1),
    "delivery_method": "mail",
    "extension_to_date": date(2026, 9, 1),
    "insufficiency_mailed_date": date(2026, 7, 10),
    "late_application_date": date(2026, 7, 20),
    "rejection_mailed_date": date(2026, 8, 3),
    "release_date": date(2026, 8, 10),
    "knowledge_date": date(2026, 6, 2),
    "received_date": date(2026, 6, 3),
    "injury_date": date(2010, 6, 1),
    "last_worked_date": date(2026, 6, 2),
    "claim_form_filed_date": date(2026, 6, 5),
    "decision_date": date(2026, 7, 6),
    "permanent_stationary_date": date(2026, 8, 3),
    "note_to_date": date(2026, 8, 4),
    "note_appointment_date": date(2026, 8, 5),
    "release_from_date": date(2026, 8, 7),
    "light_duty_last_date": date(2026, 9, 2),
    "light_duty_answer_by_date": date(2026, 8, 6),
    "light_duty_share_date": date(2026, 9, 3),
}
"""A day for every fact that starts a clock."""


@pytest.mark.parametrize("clock", CLOCKS, ids=lambda clock: clock.code)
def test_calculator_and_diary_give_the_same_day(office, clock):
    law = counting(TODAY)
    facts = law.facts({"status": "open", **RUNS})
    model = m.Incident if clock.line == "I" else m.Claim
    address = due.calculator(OPERATOR, model, clock.code, facts)
    key, _, asked = address.removeprefix("/admin/rules/").partition("/?")
    texts = dict(pair.split("=") for pair in asked.split("&"))
    answer = calculators.ask(key, texts, law=law.law)
    counted = law._due(clock, facts[clock.fact], facts)
    assert isinstance(counted, Counted)
    assert answer.value == counted.day
    assert CALCULATORS.get(key).run is clock.rule


def test_an_address_is_not_made_of_columns_that_one_may_not_see(office):
    from builders import person

    facts = counting(TODAY).facts({"status": "open", **RUNS})
    assert due.calculator(person("examiner"), m.Claim, "PD-05", facts)
    assert due.calculator(person("risk_manager"), m.Claim, "PD-05", facts) == ""
    assert due.calculator(person("examiner"), m.Claim, "OTHER", facts) == ""


def test_every_calculator_is_at_most_three_clicks_from_a_claim(sign_in):
    one, browser = claim(**PRESENTED), sign_in("technician")
    assert 'href="/admin/rules/"' in browser.get(f"/admin/claim/{one}/").text
    index = browser.get("/admin/rules/").text
    assert [c.key for c in CALCULATORS if f'href="/admin/rules/{c.key}/"' not in index] == []


def test_the_tab_lists_open_done_and_dropped_entries_with_why(sign_in):
    one = claim(**PRESENTED)
    write(source="seed", diary={"claim": one, "diary_date": TODAY, "subject": "Call the claimant"})
    change(m.Claim, one, status="rejected", rejection_mailed_date=date(2026, 11, 20))
    change(m.Claim, one, status="closed_no_payment", closed_date=TODAY, source="import")
    browser = sign_in("technician")
    page = browser.get(f"/admin/claim/{one}/deadlines").text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    for words in (
        "Call the claimant",
        "Last day to act on the claim",
        "Rejection mailed: Fri 20 Nov 2026",
        "Last day for the claimant to sue",
        "The claim is closed",
        ">Done<",
        ">Dropped<",
        ">Open<",
    ):
        assert words in rows, words
    assert 'Deadlines <span class="count">4</span>' in page
    assert "/admin/do/add_diary?" in page


def test_more_deadlines_ask_no_more_questions(sign_in, queries):
    browser = sign_in("examiner")
    few = claim(line="W", status="accepted", injury_date=date(2026, 10, 26))
    many = claim(**DISABLED, osha_recordable=True)
    for one in (few, many):
        change(m.Claim, one, received_date=date(2026, 11, 1))
        change(m.Claim, one, accrual_date=date(2026, 10, 20), presented_date=date(2026, 11, 12))
        change(m.Claim, one, knowledge_date=date(2026, 10, 28))
    counts = []
    for one in (few, few, many):
        with queries() as asked:
            browser.get(f"/admin/claim/{one}/")
        counts.append(len(asked))
    assert counts[2] <= counts[1] + 1, counts
    assert m.Diary.select().where(m.Diary.claim == many).count() >= 5


# --- The story ------------------------------------------------------------------------------------


def test_one_edit_that_moves_several_deadlines_is_one_entry(sign_in):
    one = claim(**PRESENTED)
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    told = story(sign_in("technician").get(f"/admin/claim/{one}/").text)
    assert told[0].startswith("Changed presented")
    assert told[1] == (
        "2 deadlines moved operator "
        "Last day for a notice of insufficiency: Mon 7 Dec 2026 → Tue 8 Dec 2026 "
        "Last day to act on the claim: Thu 31 Dec 2026 → Mon 4 Jan 2027 "
        "Presented: Mon 16 Nov 2026 → Wed 18 Nov 2026"
    )


def test_the_story_leads_to_the_tab_of_deadlines(sign_in):
    one = claim(**PRESENTED)
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    page = sign_in("technician").get(f"/admin/claim/{one}/").text
    assert f'<a class="quiet" href="/admin/claim/{one}/deadlines">' in page


# --- Incidents ------------------------------------------------------------------------------------


def damaged() -> int:
    facts = {"loss_date": date(2024, 6, 3), "city_property_damaged": True, "location": "Elm"}
    return write(source="seed", incident=facts).created[0][1]


def test_an_incident_shows_its_own_deadlines_and_takes_entries(sign_in):
    one, browser = damaged(), sign_in("technician")
    said = card(browser.get(f"/admin/incident/{one}/").text)
    assert "Thu 3 Jun 2027 Open billing recovery : No recovery is open" in said
    assert 'id="add_diary-diary_date"' in browser.get(f"/admin/incident/{one}/").text
    sent = {"sheet": "incident", "ids": one, "diary_date": "2026-12-01", "subject": "Ask Streets"}
    browser.send("/admin/do/add_diary", data={**sent, "click": "c"})
    tab = browser.get(f"/admin/incident/{one}/deadlines").text
    assert "Ask Streets" in tab
    assert "No recovery is open: last day to sue for the damage" in tab
    write(source="verb", recovery={"incident": one, "damage_date": date(2024, 6, 3)})
    told = story(browser.get(f"/admin/incident/{one}/").text)
    assert any(line.startswith("Deadline dropped No recovery is open") for line in told)


def test_a_coordinator_sees_no_deadline_of_any_department(sign_in):
    parks = write(source="seed", department={"code": "PK-T", "name": "Parks"}).created[0][1]
    damaged()
    browser = sign_in("coordinator", department=parks)
    for page in ("diary/", "incident/", "incident/1/", "diary/rows", "incident/1/deadlines"):
        assert browser.get(f"/admin/{page}").status_code == 403, page
    assert "No recovery is open" not in browser.get("/admin/?whose=office").text


# --- My day ---------------------------------------------------------------------------------------


def test_my_day_says_what_was_missed_and_what_to_begin(sign_in):
    browser = sign_in("examiner")
    me = m.User.get().id
    claim(adjuster=me, **DISABLED)
    begin = {"owner": me, "subject": "Prepare the hearing", "remind_date": TODAY}
    write(source="seed", diary={**begin, "diary_date": TODAY + timedelta(days=30)})
    page = browser.get("/admin/").text
    assert "Missed: 10 percent self-imposed increase (LC 4650(d)). At stake: $160.00." in page
    part = page.partition('aria-label="Begin now"')[2].partition("</section>")[0]
    assert "Prepare the hearing" in part
    assert "Thu 24 Dec" in part
    assert "1 to begin" in page


def test_an_entry_on_an_incident_is_named_by_it(sign_in):
    browser, one = sign_in("technician"), damaged()
    number = m.Incident.get_by_id(one).incident_no
    facts = {"owner": m.User.get().id, "subject": "Ask Streets", "diary_date": TODAY}
    write(source="seed", diary={**facts, "incident": one})
    page = browser.get("/admin/").text
    assert f"<strong>Ask Streets</strong> · {number}" in page
    assert f'href="/admin/incident/{one}/" data-open' in page


def test_my_day_asks_the_same_for_one_entry_and_for_many(sign_in, queries):
    browser, counts = sign_in("examiner"), []
    me = m.User.get().id
    for several in (1, 1, 12):
        for n in range(several):
            claim(adjuster=me, **DISABLED)
            facts = {"owner": me, "subject": f"Prepare {n}", "remind_date": TODAY}
            write(source="seed", diary={**facts, "diary_date": TODAY + timedelta(days=30)})
        with queries() as asked:
            browser.get("/admin/")
        counts.append(len(asked))
    assert counts[2] == counts[1]


# --- Forms and lists ------------------------------------------------------------------------------


def test_the_form_of_a_deadline_asks_only_what_is_not_worked_out(sign_in):
    one, browser = claim(**PRESENTED), sign_in("technician")
    act = entry("CLAIM_ACT_45")
    page = browser.get(f"/admin/diary/edit/?id={act.id}").text
    assert "This deadline follows from the facts of the claim" in page
    for name in ("diary_date", "remind_date", "subject", "claim", "incident"):
        assert f'name="{name}"' not in page, name
    for name in ("owner", "status", "detail"):
        assert f'name="{name}"' in page, name
    assert "45 calendar days = Thu 31 Dec 2026 <cite>Gov. Code 912.4(a)</cite>" in page
    sent = {"version": act.version, "status": "done"}
    assert browser.send(f"/admin/diary/edit/?id={act.id}", data=sent).status_code == 302
    assert m.Diary.get_by_id(act.id).status == "done"
    sent = {"version": act.version + 1, "diary_date": "2027-02-01"}
    refused = browser.send(f"/admin/diary/edit/?id={act.id}", data=sent)
    assert refused.status_code == 422
    assert "follows from the facts of the claim" in refused.text
    assert m.Claim.get_by_id(one).status == "under_review"


def test_the_form_of_an_own_entry_asks_its_days(sign_in):
    browser = sign_in("technician")
    own = write(source="seed", diary={"diary_date": TODAY, "subject": "Call"}).created[0][1]
    page = browser.get(f"/admin/diary/edit/?id={own}").text
    assert "follows from the facts" not in page
    sent = {"version": 1, "remind_date": "2026-11-20", "subject": "Call again"}
    assert browser.send(f"/admin/diary/edit/?id={own}", data=sent).status_code == 302
    row = m.Diary.get_by_id(own)
    assert (row.remind_date, row.subject) == (date(2026, 11, 20), "Call again")


def test_the_page_of_a_deadline_shows_its_working_and_counts_it_again(sign_in):
    claim(**PRESENTED)
    browser, act = sign_in("technician"), entry("CLAIM_ACT_45")
    page = browser.get(f"/admin/diary/details/?id={act.id}").text
    assert '<ol class="working"><li>' in page
    assert "Count this day again" in page
    history = browser.get(f"/admin/diary/history/{act.id}").text
    assert "45 calendar days = Thu 31 Dec 2026 Gov. Code 912.4(a)" in history


def test_a_list_shows_what_moved_and_why_where_it_is_asked(sign_in):
    one = claim(**PRESENTED)
    change(m.Claim, one, presented_date=date(2026, 11, 18))
    page = sign_in("technician").get("/admin/diary/?columns=subject,moved_from_date,moved_why").text
    assert "Presented: Mon 16 Nov 2026 → Wed 18 Nov 2026" in page
    assert "2026-12-31" in page


# --- Before it is done ----------------------------------------------------------------------------


def test_a_look_at_an_action_shows_what_becomes_of_deadlines(sign_in):
    one, browser = claim(**PRESENTED), sign_in("technician")
    sent = {"sheet": "claim", "ids": one, "status": "rejected", "event_date": "2026-11-20"}
    page = unescape(browser.send("/admin/do/set_status/preview", data=sent).text)
    assert "Last day for the claimant to sue: Fri 21 May 2027 goes into the diary." in page
    assert "“Last day to act on the claim” is done." in page


def test_a_claim_says_while_it_is_typed_which_deadlines_it_brings(sign_in):
    browser = sign_in("technician")
    assert (
        "They show here once the claimant and the days are in."
        in browser.get("/admin/intake/").text
    )
    sent = {"line": "L", "claimant": "Rosa Alvarez", "loss_date": "2026-10-01"}
    days = {"presented_date": "2026-11-16", "claim_kind": "injury"}
    page = browser.send("/admin/intake/preview", data={**sent, **days}).text
    assert "Last day to act on the claim: Thu 31 Dec 2026 goes into the diary." in page
    assert "None follows" in browser.send("/admin/intake/preview", data=sent).text
    assert "They show here" in browser.send("/admin/intake/preview", data={"line": "L"}).text
    assert m.Claim.select().count() == 0


def test_the_codes_of_clocks_are_those_of_the_diary():
    assert set(BY_CODE) == {clock.code for clock in CLOCKS}
