"""A worker with a shoulder injury, from the physician's note to full duty: examiner, coordinator and
manager take part.
"""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOARD = "light-duty/"


def test_from_the_note_to_full_duty(desk):
    desk.be("examiner")
    claim = a_shoulder(desk)
    number = claim["claim_no"]
    the_note_is_read(desk, claim["id"])
    departments_are_asked_for_two_at_once(desk, number)
    desk.be("coordinator")
    the_department_answers(desk, number)
    desk.be("examiner")
    task = a_task_is_found(desk, claim["id"])
    it_is_offered(desk, claim["id"], task)
    desk.be("coordinator")
    the_coordinator_sees_restrictions_and_dates(desk, number)
    desk.be("examiner")
    it_is_accepted(desk, number, "agreed, not begun")
    desk.be("wc_manager")
    the_manager_extends_it(desk, number)
    desk.be("examiner")
    full_duty_ends_it(desk, claim["id"], number)
    the_release_is_confirmed(desk, number)


def a_shoulder(desk) -> dict:
    """An open claim of Public Works without a note; its worker hurt a shoulder."""
    asked = "line=W&filter=department=PW&filter=closed_date%3D"
    noted = {row["claim"] for row in desk.rows("workstatus/rows?columns=claim&limit=500")}
    wanted = "columns=claim_no,body_part,injury_date&limit=500"
    claims = desk.rows(f"claim/rows?filter={asked}&{wanted}")
    claim = next(
        c for c in claims if c["claim_no"] not in noted and c["injury_date"] < "2026-11-20"
    )
    page = desk.go(f"claim/edit/?id={claim['id']}")
    page.fill("#body_part", "Shoulder")
    page.fill("#diagnosis", "Rotator cuff tear")
    page.locator(".form-buttons .btn-primary").last.click()
    page.wait_for_selector(".toast-note:has-text('is saved')")
    return claim


def the_note_is_read(desk, claim: int) -> None:
    page = desk.page
    desk.form("record_work_status", "claim", claim)
    page.select_option("#status", "modified")
    page.fill("#from_date", "2026-11-20")
    page.fill("#restrictions", "lift a little")
    desk.sees("is neither pounds, minutes at a time")
    page.fill("#restrictions", "lift 10 lb\nno overhead work")
    page.fill("#to_date", "2026-12-18")
    page.fill("#next_appointment_date", "2026-12-10")
    desk.sees("Lift up to 10 lb.")
    desk.sees("No reaching above the shoulder.")
    desk.press("modified work from Fri 20 Nov 2026")
    head = page.locator(".page-head").first.inner_text()
    assert "Lift up to 10 lb" in desk.go(f"claim/{claim}/").locator(".page-head").inner_text(), head


def departments_are_asked_for_two_at_once(desk, number: str) -> None:
    """Ticked on the board, asked in one go: a click on each, one on the action, one to do it."""
    page, line = desk.page, on_board(desk, number)
    bar = page.locator("[data-verbs=board]")
    assert bar.get_by_role("button", name="Ask a department").count() == 0, "nothing is chosen"
    line.locator("[data-pick]").click()
    others = page.locator("main tr:has-text('needs a task')")
    other = next(one for one in others.all() if number not in one.inner_text()
                 and "overdue" not in one.inner_text() and "is asked" not in one.inner_text())  # fmt: skip
    other.locator("[data-pick]").click()
    assert "2 chosen" in bar.inner_text()
    bar.get_by_role("button", name="Ask a department").click()
    page.wait_for_selector("html[data-ready]")
    desk.sees("is asked, answer due")
    desk.press("2 departments asked for light duty")
    assert "Public Works is asked" in on_board(desk, number).inner_text()


def the_department_answers(desk, number: str) -> None:
    page = desk.go(BOARD)
    asked = page.locator("section[aria-label='Asked of your department']")
    assert "Lift up to 10 lb" in asked.inner_text()
    assert "Rotator" not in page.locator("body").inner_text()
    row = asked.locator("tbody tr", has_text="No reaching above the shoulder").last
    row.get_by_role("link", name="Answer for the department").click()
    page.wait_for_selector("html[data-ready]")
    page.select_option("#answer", "cannot")
    desk.sees("needs a reason")
    page.fill("#reason", "No desk is free.")
    desk.press("A manager can take it back")
    assert page.locator(".toast-note a:has-text('Undo')").count() == 0
    assert number in on_board(desk, number).inner_text()


def a_task_is_found(desk, claim: int) -> str:
    desk.form("find_tasks", "claim", claim)
    desk.sees("respect every restriction")
    text = desk.page.locator("[data-preview]").inner_text()
    assert "10 allowed" in text
    return text.partition("\n1. ")[2].split(" ", 1)[0]


def it_is_offered(desk, claim: int, task: str) -> None:
    page = desk.page
    desk.form("offer_light_duty", "claim", claim)
    box = page.locator(".lookup:has([name=task]) input[role=combobox]")
    box.click()
    box.press_sequentially(task)
    page.wait_for_selector("[role=option][aria-selected=true]")
    box.press("Enter")
    page.fill("#first_day", "2026-11-30")
    page.select_option("#letter", "elsewhere")
    desk.sees("90 of 180 days of light duty by its end")
    desk.press("1 offer made")


def the_coordinator_sees_restrictions_and_dates(desk, number: str) -> None:
    line = on_board(desk, number)
    text = line.inner_text()
    assert "offered" in text
    assert "Lift up to 10 lb" in text
    assert line.locator(".btn").count() == 0
    assert "Rotator" not in desk.page.locator("body").inner_text()
    assert "Shoulder\n" not in desk.page.locator("main").inner_text()


def it_is_accepted(desk, number: str, state: str) -> None:
    page = desk.page
    on_board(desk, number).locator("a:has-text('Record the answer')").click()
    page.wait_for_selector("html[data-ready]")
    page.select_option("#answer", "accepted")
    desk.sees("is accepted")
    desk.press("accepted")
    assert state in on_board(desk, number).inner_text()


def the_manager_extends_it(desk, number: str) -> None:
    page = desk.page
    on_board(desk, number).locator("a:has-text('Extend light duty')").click()
    page.wait_for_selector("html[data-ready]")
    page.fill("#last_day", "2027-03-31")
    page.select_option("#letter", "elsewhere")
    desk.sees("extension 1")
    desk.press("1 extension offered")
    assert "extension offered" in on_board(desk, number).inner_text()
    it_is_accepted(desk, number, "on light duty")
    assert "31 Mar 2027" in on_board(desk, number).inner_text()


def full_duty_ends_it(desk, claim: int, number: str) -> None:
    page = desk.page
    desk.form("record_work_status", "claim", claim)
    page.select_option("#status", "full_duty")
    page.fill("#from_date", "2026-11-24")
    desk.sees("is withdrawn")
    desk.press("full duty from Tue 24 Nov 2026")
    assert on_board(desk, number).count() == 0


def the_release_is_confirmed(desk, number: str) -> None:
    page = desk.page
    notes = desk.rows(
        f"workstatus/rows?filter=claim={number}&filter=status=full_duty&columns=status"
    )
    desk.form("verify_release", "workstatus", notes[0]["id"])
    page.fill("#contact_name", "Front desk")
    desk.press("1 note confirmed with the physician")


def on_board(desk, name: str):
    """The line of a person on the board."""
    desk.go(BOARD)
    return desk.page.locator("main tr", has_text=name)


def test_the_board_shows_what_somebody_may_do_without_scrolling_sideways(desk):
    desk.be("examiner")
    desk.page.set_viewport_size({"width": 1300, "height": 900})
    desk.go(BOARD)
    box = desk.page.locator(".grid-box").last
    wide, shown = box.evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide <= shown
