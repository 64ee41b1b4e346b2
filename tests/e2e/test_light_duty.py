"""A worker with a shoulder injury, from the physician's note to full duty: examiner, coordinator and
manager take part.
"""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]
BOARD = "light-duty/"


class Desk:
    """Somebody of the demonstration at a browser."""

    def __init__(self, page, demonstration) -> None:
        self.page, self.office = page, demonstration

    def be(self, role: str) -> "Desk":
        """Be signed in with a role."""
        self.page.context.clear_cookies()
        self.office.sign_in(self.page, role)
        return self

    def open(self, place: str):
        """A page of the office, once it is ready."""
        self.page.goto(f"{self.office.address}/admin/{place}")
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def rows(self, question: str) -> list[dict]:
        """Rows of a sheet."""
        answer = self.page.request.get(f"{self.office.address}/admin/{question}")
        assert answer.ok, answer.text()
        return answer.json()["rows"]

    def act(self, action: str, sheet: str, row: int) -> None:
        """Open the form of a quick action."""
        self.open(f"do/{action}?sheet={sheet}&ids={row}")

    def sees(self, words: str) -> None:
        """What the action would do says so."""
        self.page.wait_for_selector(f"[data-preview]:has-text('{words}')")

    def run(self, said: str) -> None:
        """Press the button of the form; the office says what happened."""
        self.page.locator("#action .form-buttons .btn-primary").click()
        self.page.wait_for_selector(f".toast-note:has-text('{said}')")

    def line(self, name: str):
        """The line of a person on the board."""
        self.open(BOARD)
        return self.page.locator("main tr", has_text=name)


@pytest.fixture
def desk(page, demonstration) -> Desk:
    return Desk(page, demonstration)


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
    it_is_accepted(desk, number)
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
    page = desk.open(f"claim/edit/?id={claim['id']}")
    page.fill("#body_part", "Shoulder")
    page.fill("#diagnosis", "Rotator cuff tear")
    page.locator(".form-buttons .btn-primary").last.click()
    page.wait_for_selector(".toast-note:has-text('is saved')")
    return claim


def the_note_is_read(desk, claim: int) -> None:
    page = desk.page
    desk.act("record_work_status", "claim", claim)
    page.select_option("#status", "modified")
    page.fill("#from_date", "2026-11-20")
    page.fill("#restrictions", "lift a little")
    desk.sees("is neither pounds, minutes at a time")
    page.fill("#restrictions", "lift 10 lb\nno overhead work")
    page.fill("#to_date", "2026-12-18")
    page.fill("#next_appointment_date", "2026-12-10")
    desk.sees("Lift up to 10 lb.")
    desk.sees("No reaching above the shoulder.")
    desk.run("modified work from Fri 20 Nov 2026")
    head = page.locator(".page-head").first.inner_text()
    assert "Lift up to 10 lb" in desk.open(f"claim/{claim}/").locator(".page-head").inner_text(), (
        head
    )


def departments_are_asked_for_two_at_once(desk, number: str) -> None:
    """Ticked on the board, asked in one go: a click on each, one on the action, one to do it."""
    page, line = desk.page, desk.line(number)
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
    desk.run("2 departments asked for light duty")
    assert "Public Works is asked" in desk.line(number).inner_text()


def the_department_answers(desk, number: str) -> None:
    page = desk.open(BOARD)
    asked = page.locator("section[aria-label='Asked of your department']")
    assert "Lift up to 10 lb" in asked.inner_text()
    assert "Rotator" not in page.locator("body").inner_text()
    row = asked.locator("tbody tr", has_text="No reaching above the shoulder").last
    row.get_by_role("link", name="Answer for the department").click()
    page.wait_for_selector("html[data-ready]")
    page.select_option("#answer", "cannot")
    desk.sees("needs a reason")
    page.fill("#reason", "No desk is free.")
    desk.run("A manager can take it back")
    assert page.locator(".toast-note a:has-text('Undo')").count() == 0
    assert number in desk.line(number).inner_text()


def a_task_is_found(desk, claim: int) -> str:
    desk.act("find_tasks", "claim", claim)
    desk.sees("respect every restriction")
    text = desk.page.locator("[data-preview]").inner_text()
    assert "10 allowed" in text
    return text.partition("\n1. ")[2].split(" ", 1)[0]


def it_is_offered(desk, claim: int, task: str) -> None:
    page = desk.page
    desk.act("offer_light_duty", "claim", claim)
    box = page.locator(".lookup:has([name=task]) input[role=combobox]")
    box.click()
    box.press_sequentially(task)
    page.wait_for_selector("[role=option][aria-selected=true]")
    box.press("Enter")
    page.fill("#first_day", "2026-11-30")
    page.select_option("#letter", "elsewhere")
    desk.sees("90 of 180 days of light duty by its end")
    desk.run("1 offer made")


def the_coordinator_sees_restrictions_and_dates(desk, number: str) -> None:
    line = desk.line(number)
    text = line.inner_text()
    assert "offered" in text
    assert "Lift up to 10 lb" in text
    assert line.locator(".btn").count() == 0
    assert "Rotator" not in desk.page.locator("body").inner_text()
    assert "Shoulder\n" not in desk.page.locator("main").inner_text()


def it_is_accepted(desk, number: str) -> None:
    page = desk.page
    desk.line(number).locator("a:has-text('Record the answer')").click()
    page.wait_for_selector("html[data-ready]")
    page.select_option("#answer", "accepted")
    desk.sees("is accepted")
    desk.run("accepted")
    assert "on light duty" in desk.line(number).inner_text()


def the_manager_extends_it(desk, number: str) -> None:
    page = desk.page
    desk.line(number).locator("a:has-text('Extend light duty')").click()
    page.wait_for_selector("html[data-ready]")
    page.fill("#last_day", "2027-03-31")
    page.select_option("#letter", "elsewhere")
    desk.sees("extension 1")
    desk.run("1 extension offered")
    assert "extension offered" in desk.line(number).inner_text()
    it_is_accepted(desk, number)
    assert "31 Mar 2027" in desk.line(number).inner_text()


def full_duty_ends_it(desk, claim: int, number: str) -> None:
    page = desk.page
    desk.act("record_work_status", "claim", claim)
    page.select_option("#status", "full_duty")
    page.fill("#from_date", "2026-11-24")
    desk.sees("is withdrawn")
    desk.run("full duty from Tue 24 Nov 2026")
    assert desk.line(number).count() == 0


def the_release_is_confirmed(desk, number: str) -> None:
    page = desk.page
    notes = desk.rows(
        f"workstatus/rows?filter=claim={number}&filter=status=full_duty&columns=status"
    )
    desk.act("verify_release", "workstatus", notes[0]["id"])
    page.fill("#contact_name", "Front desk")
    desk.run("1 note confirmed with the physician")
