"""The board of light duty: what each role sees of it, and nothing that Lab. Code 3762 keeps back."""

import logging
import re
from datetime import date

import pytest
from desk import TODAY, change, do, make, user
from duty import department, noted, task_of_bank, worker

import models as m
from journal.duty_board import board
from journal.who import Who
from workflow.verbs import VERBS

BOARD = "/admin/light-duty/"
KEPT = ("canary-diagnosis", "canary-physician", "canary-words", "canary-answer", "canary-part")


@pytest.fixture(autouse=True)
def fixed(monkeypatch):
    monkeypatch.setenv("CLAIMS_TODAY", TODAY.isoformat())


def _worker(home: int, **values) -> int:
    physician = make("physician", name="Dr canary-physician")
    return worker(
        home,
        physician=physician,
        diagnosis="canary-diagnosis",
        body_part="canary-part",
        **values,
    )


@pytest.fixture
def two(app):
    """A worker of each of two departments on modified work; the first does a task there."""
    ann, own, other = user("ann", "technician"), department("PW"), department("LIB")
    mine, theirs = _worker(own), _worker(other, claimant="Bea Other")
    for one in (mine, theirs):
        noted(ann, one, "lift 10 lb", as_written="canary-words", to_date=date(2026, 12, 18),
              next_appointment_date=date(2026, 12, 3))  # fmt: skip
    task = task_of_bank(own, "Check work orders")
    do(ann, "offer_light_duty", "claim", mine, task=task, first_day=date(2026, 11, 20),
       offered_date=date(2026, 11, 20), answer_by_date=date(2026, 11, 29),
       letter="elsewhere")  # fmt: skip
    offer = m.LightDutyOffer.get().id
    do(ann, "answer_offer", "lightdutyoffer", offer, answer="accepted", words="canary-answer",
       inform=False)  # fmt: skip
    return ann, own, other, mine, theirs


def test_the_board_says_who_where_until_when(two, sign_in):
    page = sign_in("technician").get(BOARD).text
    for words in (
        "1 on light duty, 0 offered, 1 without a task, 0 overdue.",
        "Omar Ruiz",
        "Check work orders",
        "Lift up to 10 lb",
        "5 of 180 days used",
        "Bea Other",
        "needs a task",
        "Find light duty",
        "Extend light duty",
    ):
        assert words in page, words


def test_a_coordinator_sees_the_own_department_and_what_the_law_allows(two, sign_in):
    _, own, *_ = two
    page = sign_in("coordinator", department=own).get(BOARD).text
    assert "Omar Ruiz" in page
    assert "Lift up to 10 lb" in page
    for words in ("Bea Other", *KEPT, "Find light duty", "Extend light duty"):
        assert words not in page, words


def test_no_way_out_shows_a_coordinator_what_is_kept_back(two, sign_in):
    _, own, _, mine, _ = two
    browser = sign_in("coordinator", department=own)
    note, offer = m.WorkStatus.get(m.WorkStatus.claim == mine).id, m.LightDutyOffer.get().id
    pages = [f"/admin/claim/{mine}/{part}" for part in ("", "work_status", "light_duty", "facts")]
    for sheet, row in (("workstatus", note), ("lightdutyoffer", offer)):
        pages += [f"/admin/{sheet}/", f"/admin/{sheet}/rows", f"/admin/{sheet}/details/?id={row}",
                  f"/admin/{sheet}/history/{row}"]  # fmt: skip
    found = {page: browser.get(page) for page in pages}
    assert found[f"/admin/claim/{mine}/"].status_code == 200
    leaks = [(page, w) for page, answer in found.items() for w in KEPT if w in answer.text]
    assert leaks == []
    for name in ("physician", "as_written", "document"):
        assert browser.get(f"/admin/workstatus/rows?columns={name}").status_code == 403
    assert browser.get("/admin/lightdutyoffer/rows?columns=answer").status_code == 403


def test_who_comes_from_elsewhere_is_seen_without_a_name(two, sign_in):
    ann, own, _, _, theirs = two
    task = task_of_bank(own, "Scan plans")
    do(
        ann,
        "offer_light_duty",
        "claim",
        theirs,
        task=task,
        first_day=date(2026, 12, 1),
        letter="elsewhere",
    )
    page = sign_in("coordinator", department=own).get(BOARD).text
    line = page.partition("Employee of another department")[2].partition("</tr>")[0]
    assert "Scan plans" in line
    assert "Lift up to 10 lb" in line, "who gives out the work is told what the person may do"
    assert "days used" not in line
    assert "3 Dec" in line.partition('data-label="Appointment"')[2], "dates are told"
    for words in ("Bea Other", m.Claim.get_by_id(theirs).claim_no, *KEPT):
        assert words not in page, words


def test_an_administrator_has_no_board(two, sign_in):
    assert sign_in("administrator").get(BOARD).status_code == 403


def test_an_empty_board_says_how_it_fills(app, sign_in):
    page = sign_in("technician").get(BOARD).text
    assert "Nobody is on light duty." in page
    assert "Record a work status on a claim" in page


@pytest.mark.parametrize(
    ("on", "late"),
    [
        (date(2026, 12, 3), []),
        (date(2026, 12, 4), ["no report of Thu 3 Dec 2026"]),
        (date(2026, 12, 18), ["no report of Thu 3 Dec 2026"]),
        (
            date(2026, 12, 19),
            ["the note held through Fri 18 Dec 2026", "no report of Thu 3 Dec 2026"],
        ),
    ],
)
def test_what_is_overdue_stands_first_and_says_why(two, on, late):
    ann, _, _, _, theirs = two
    do(ann, "record_work_status", "claim", theirs, status="modified", restrictions="lift 5 lb",
       from_date=TODAY, to_date=date(2027, 3, 1), inform=False)  # fmt: skip
    found = board(Who("a", roles=frozenset({"technician"})), on=on)
    assert found.lines[0].late == late
    assert found.overdue == bool(late)


def test_what_is_extended_stands_once_as_its_extension(two):
    ann = two[0]
    offer = m.LightDutyOffer.get().id
    do(ann, "extend_offer", "lightdutyoffer", offer, last_day=date(2027, 3, 1), letter="elsewhere")
    who = Who("a", roles=frozenset({"technician"}))
    for state in ("extending", "accepted"):
        lines = [line for line in board(who, on=TODAY).lines if line.name == "Omar Ruiz"]
        assert [(line.state, line.until) for line in lines] == [(state, date(2027, 3, 1))]
        if state == "extending":
            assert lines[0].first == date(2026, 11, 20)
            do(ann, "answer_offer", "lightdutyoffer", lines[0].offer_id, answer="accepted")


def test_an_offer_without_an_answer_and_a_task_past_its_end_are_overdue(two):
    ann, own, _, _, theirs = two
    task = task_of_bank(own, "Scan plans")
    do(
        ann,
        "offer_light_duty",
        "claim",
        theirs,
        task=task,
        answer_by_date=date(2026, 11, 27),
        letter="elsewhere",
    )
    who = Who("a", roles=frozenset({"technician"}))
    late = {line.name: line.late for line in board(who, on=date(2027, 2, 18)).lines}
    assert "no answer by Fri 27 Nov 2026" in late["Bea Other"]
    assert "ended Wed 17 Feb 2027: extend or end it" in late["Omar Ruiz"]


def test_the_head_of_a_claim_shows_the_restriction_in_force(two, sign_in, monkeypatch):
    mine, browser = two[3], sign_in("technician")
    head = re.search(r"<h1.*?</header>|<h1.*?<nav", browser.get(f"/admin/claim/{mine}/").text, re.S)
    assert "Lift up to 10 lb" in head[0]
    monkeypatch.setenv("CLAIMS_TODAY", "2026-12-19")
    assert "Work status lapsed Fri 18 Dec 2026" in browser.get(f"/admin/claim/{mine}/").text


def test_a_claim_tells_its_notes_and_its_light_duty(two, sign_in):
    mine, browser = two[3], sign_in("technician")
    assert "Check work orders" in browser.get(f"/admin/claim/{mine}/light_duty").text
    assert "2026-12-18" in browser.get(f"/admin/claim/{mine}/work_status").text


def test_a_message_to_the_department_is_kept_to_be_sent(two, app, sign_in):
    mine, browser = two[3], sign_in("technician")
    make("userrole", user=two[0].user_id, role=make("role", name="administrator", title="A"))
    form = {"sheet": "claim", "ids": str(mine), "status": "full_duty", "from_date": "2026-11-24",
            "inform": "yes", "click": "c1"}  # fmt: skip
    assert browser.send("/admin/do/record_work_status", data=form).status_code == 302
    (kept,) = app.extensions["office"].outbox.glob("*.eml")
    text = kept.read_text()
    assert "To: pw@example.org" in text
    assert "Full duty from Tue 24 Nov 2026." in text
    assert not any(word in text for word in KEPT)


def test_the_board_asks_no_more_for_many_than_for_few(two, caplog):
    ann, own, *_ = two
    who = Who("a", roles=frozenset({"technician"}))

    def asked() -> int:
        caplog.clear()
        with caplog.at_level(logging.DEBUG, logger="peewee"):
            board(who, on=TODAY)
        return sum("SELECT" in record.getMessage() for record in caplog.records)

    few = asked()
    for _ in range(3):
        noted(ann, worker(own))
    assert few > 3
    assert asked() == few


def test_a_task_of_the_bank_shows_its_demands_and_leads_to_change_them(two, sign_in):
    task = m.LightDutyTask.get().id
    page = sign_in("technician").get(f"/admin/lightdutytask/details/?id={task}").text
    assert "Sit up to 60 min at a time, 7 h a day" in page
    assert "demands=Sit+up+to+60+min" in page
    coordinator = sign_in("coordinator", department=two[1])
    assert "set_demands" not in coordinator.get(f"/admin/lightdutytask/details/?id={task}").text


def test_an_offer_shows_what_is_due_for_lost_wages_and_why_but_not_to_a_department(two, sign_in):
    offer = m.LightDutyOffer.get().id
    place = f"/admin/lightdutyoffer/details/?id={offer}"
    change("claim", two[3], average_weekly_earnings=1_500_00)
    assert "no wage is lost" in sign_in("technician").get(place).text
    change("lightdutyoffer", offer, wage_effect="lower_rate")
    assert "Enter the wages a week" in sign_in("technician").get(place).text
    change("lightdutyoffer", offer, weekly_wage=900_00)
    page = sign_in("technician").get(place).text
    for words in ("Temporary partial disability, a week", "$400.00", "Lab. Code 4654"):
        assert words in page, words
    kept = sign_in("coordinator", department=two[1]).get(place)
    assert kept.status_code == 200
    for words in ("Temporary partial", "400.00", "900.00", "1,500.00", "Lost wages"):
        assert words not in kept.text, words


# --- Departments that are asked -------------------------------------------------------------------


def test_a_coordinator_answers_on_the_board_what_the_department_is_asked(two, sign_in):
    ann, own, other, mine, theirs = two
    do(ann, "ask_department", "claim", mine, inform=False)
    do(ann, "ask_department", "claim", theirs, department=own, inform=False)
    do(ann, "ask_department", "claim", mine, department=other, inform=False)
    browser = sign_in("coordinator", department=own)
    page = browser.get(BOARD).text
    asked = page.partition("Asked of your department")[2].partition("</section>")[0]
    assert asked.count("<tr>") == 3, "the head, and two questions"
    for words in ("Omar Ruiz, Department PW", "Employee of another department, Department LIB",
                  "Lift up to 10 lb", "Answer for the department"):  # fmt: skip
        assert words in asked, words
    for words in ("Bea Other", *KEPT):
        assert words not in page, words
    checks = m.LightDutyCheck.select().where(m.LightDutyCheck.claim == theirs)
    check = checks.get().id
    address = f"/admin/do/answer_check?sheet=lightdutycheck&ids={check}"
    form = browser.get(address).text
    for words in ("Bea Other", *KEPT, m.Claim.get_by_id(theirs).claim_no):
        assert words not in form, words
    sent = {"sheet": "lightdutycheck", "ids": str(check), "answer": "cannot", "click": "c2"}
    refused = browser.send("/admin/do/answer_check", data={**sent, "duties": "kept text"})
    assert refused.status_code == 422
    assert "needs a reason" in refused.text
    assert "kept text" in refused.text
    sent |= {"reason": "No desk is free.", "click": "c3"}
    assert browser.send("/admin/do/answer_check", data=sent).status_code == 302
    assert m.LightDutyCheck.get_by_id(check).reason == "No desk is free."
    assert "Employee of another" not in browser.get(BOARD).text.partition("Asked of")[2]


def test_the_board_says_what_departments_answered(two, sign_in):
    ann, own, other, _, theirs = two
    do(ann, "ask_department", "claim", theirs, inform=False)
    do(ann, "ask_department", "claim", theirs, department=own, inform=False)
    check = m.LightDutyCheck.get(m.LightDutyCheck.department == other).id
    do(ann, "answer_check", "lightdutycheck", check, answer="cannot", reason="Full.")
    page = sign_in("technician").get(BOARD).text
    assert "Department LIB: cannot" in page
    assert "Department PW is asked" in page
    assert "Asked of your department" not in page
    who = Who("a", roles=frozenset({"technician"}))
    late = {line.name: line.late for line in board(who, on=date(2026, 11, 30)).lines}
    assert late["Bea Other"] == ["no answer of Department PW by Sun 29 Nov 2026"]


def test_chosen_lines_are_acted_on_together(two, sign_in):
    page = sign_in("technician").get(BOARD).text
    bar = page.partition('data-verbs="board"')[2].partition("data-verbs-words")[0]
    for words in ("Find light duty", "Offer light duty", "Record the answer", "Extend light duty",
                  "End light duty", "Ask a department", "Record work status", "Ask the physician"):  # fmt: skip
        assert words in bar, words
    assert page.count("data-pick ") == 2
    assert page.count("data-offer=") == 1
    coordinator = sign_in("coordinator", department=two[1]).get(BOARD).text
    assert "data-pick" not in coordinator
    assert "data-verbs" not in coordinator


def test_a_coordinator_runs_no_action_but_the_answer_and_no_refusal_tells_what_is_kept(
    two, sign_in
):
    ann, own, _, mine, _ = two
    do(ann, "ask_department", "claim", mine, inform=False)
    browser = sign_in("coordinator", department=own)
    ids = {"claim": mine, "lightdutycheck": m.LightDutyCheck.get().id,
           "lightdutyoffer": m.LightDutyOffer.get().id, "workstatus": m.WorkStatus.get().id}  # fmt: skip
    let = set()
    for entry in VERBS:
        for sheet in set(entry.facts["sheets"]) & set(ids):
            given = {"sheet": sheet, "ids": str(ids[sheet])}
            for tail in ("", "/preview"):
                answer = browser.send(f"/admin/do/{entry.key}{tail}", data=given)
                assert not any(word in answer.text for word in KEPT), (entry.key, tail)
                let |= {entry.key} if answer.status_code != 403 else set()
    assert let == {"answer_check"}


def test_no_message_to_a_department_holds_what_is_kept(two):
    ann, _, other, mine, theirs = two
    offer, task = m.LightDutyOffer.get().id, task_of_bank(other, "Shelve paperbacks")
    told = []
    for act in (
        ("ask_department", "claim", mine, {"department": other}),
        ("ask_department", "claim", theirs, {"task": task}),
        ("record_work_status", "claim", mine, {"status": "modified", "as_written": KEPT[2],
                                               "restrictions": "lift 8 lb"}),
        ("offer_light_duty", "claim", theirs, {"task": task, "letter": "elsewhere"}),
        ("end_offer", "lightdutyoffer", offer, {"end_reason": "no_work"}),
        ("record_work_status", "claim", mine, {"status": "off_work"}),
    ):  # fmt: skip
        key, sheet, row, values = act
        told += do(ann, key, sheet, row, **values).messages
    assert len(told) >= 5
    texts = "\n".join(f"{subject} {text}" for _, subject, text in told)
    assert not any(word in texts for word in KEPT), texts


def test_a_coordinator_is_not_offered_an_undo_that_the_role_may_not_run(two, sign_in):
    ann, own, _, _, theirs = two
    do(ann, "ask_department", "claim", theirs, department=own, inform=False)
    check, browser = m.LightDutyCheck.get().id, sign_in("coordinator", department=own)
    form = {"sheet": "lightdutycheck", "ids": str(check), "answer": "can", "click": "c4"}
    assert browser.send("/admin/do/answer_check", data=form).status_code == 302
    board_page = browser.get(BOARD).text
    assert "1 answer recorded: can take the employee. A manager can take it back." in (board_page)
    seq = m.Batch.select().order_by(m.Batch.seq.desc()).get().seq
    assert f"/admin/batch/{seq}/undo" not in board_page
    done = browser.send(f"/admin/batch/{seq}/undo", data={"click": "c5"})
    assert "Your role may not change it." in done.text
    for word in ("Bea Other", m.Claim.get_by_id(theirs).claim_no, *KEPT):
        assert word not in done.text, word
    assert m.LightDutyCheck.get_by_id(check).answer == "can", "whole or not at all"
    undone = sign_in("wc_manager").send(f"/admin/batch/{seq}/undo", data={"click": "c6"})
    assert undone.status_code in (200, 302)
    assert m.LightDutyCheck.get_by_id(check).answer is None


def test_an_action_on_an_offer_names_its_person_and_its_task(two, sign_in):
    """Claim, offer and task may bear the same id: each is named as what it is."""
    offer = m.LightDutyOffer.get()
    claim_no = m.Claim.get_by_id(offer.claim).claim_no
    page = (
        sign_in("technician").get(f"/admin/do/end_offer?sheet=lightdutyoffer&ids={offer.id}").text
    )
    assert offer.claim == offer.task
    head = page.partition('class="sub"')[2].partition("</p>")[0]
    assert head == f">{offer.offer_no} {claim_no} Omar Ruiz Check work orders"
    plans = task_of_bank(two[1], "Scan plans")
    do(two[0], "ask_department", "claim", two[3], inform=False, task=plans)
    check = m.LightDutyCheck.get()
    coordinator = sign_in("coordinator", department=two[1])
    page = coordinator.get(f"/admin/do/answer_check?sheet=lightdutycheck&ids={check.id}").text
    assert f">{check.check_no} Scan plans</p>" in page


def test_a_row_whose_task_goes_beyond_the_note_is_marked(two):
    ann, _, _, mine, _ = two
    technician = Who("a", roles=frozenset({"technician"}))
    assert [line.late for line in board(technician, on=TODAY).lines] == [[], []]
    noted(ann, mine, "sit 30 min at a time", from_date=TODAY, to_date=date(2026, 12, 18))
    found = board(technician, on=TODAY).lines[0]
    assert (found.claim_id, found.late) == (
        mine,
        ["goes beyond the note: Sit 60 minutes at one time: 30 allowed, 30 too much"],
    )


def test_a_coordinator_is_told_whom_to_ask_where_a_note_has_no_lines(two, sign_in):
    ann, own, _, mine, _ = two
    noted(ann, mine, "", as_written="canary-words", from_date=TODAY)
    page = sign_in("coordinator", department=own).get(BOARD).text
    said = "Modified work, limited in the physician&#39;s own words: the claims office says by what"
    assert said in page
    assert "canary-words" not in page


def test_what_begins_tomorrow_is_agreed_and_nobody_is_on_light_duty_yet(two, sign_in, monkeypatch):
    change("lightdutyoffer", m.LightDutyOffer.get().id, first_day=date(2026, 11, 25))
    browser = sign_in("technician")
    page = browser.get(BOARD).text
    assert "0 on light duty, 1 agreed and not begun" in page
    assert "agreed, not begun" in page
    monkeypatch.setenv("CLAIMS_TODAY", "2026-11-25")
    assert "1 on light duty" in browser.get(BOARD).text


def test_who_may_not_record_a_work_status_is_not_told_to(app, sign_in):
    page = sign_in("coordinator", department=department()).get(BOARD).text
    assert "Nobody is on light duty. Who is on modified work stands here." in page
    assert "Record a work status" not in page
