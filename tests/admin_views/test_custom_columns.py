"""A column that the administrator adds on screen is at once where the sheet's other columns are."""

import io
import re
import threading
from datetime import date

import openpyxl
import pytest
from builders import change, claim

import models as m
from journal import audit
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

DO = "/admin/do/"


@pytest.fixture
def desk(sign_in):
    """The browsers of an administrator and of a technician."""
    return sign_in("administrator"), sign_in("technician")


def add(browser, **values):
    """Add a column by the page of the action."""
    form = {"on_sheet": "claim", "label": "Bus route", "kind": "text", "sensitivity": "public"}
    answer = browser.send(
        f"{DO}add_column?sheet=customcolumn", data={**form, "click": "one", **values}
    )
    assert answer.status_code == 302, answer.text
    return m.CustomColumn.select().order_by(m.CustomColumn.id.desc()).get()


def rows(browser, **asked) -> list[dict]:
    """Rows of claims as data."""
    answer = browser.get("/admin/claim/rows", query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.json["rows"]


def heads_of(answer) -> list[str]:
    """The headings of a workbook that was sent."""
    with answer:
        return [c.value for c in openpyxl.load_workbook(io.BytesIO(answer.data)).active[1]]


def cell(browser, row_id: int, column: str, value: str):
    """Type into a cell."""
    version = m.Claim.get_by_id(row_id).version
    body = [{"id": row_id, "version": version, "column": column, "value": value}]
    return browser.send("/admin/claim/rows", method="PATCH", json=body)


def test_the_page_leads_to_the_action_and_lists_what_is_there(desk):
    office, technician = desk
    page = office.get("/admin/columns/").text
    assert "No columns were added yet." in page
    assert "/admin/do/add_column" in page
    assert "/admin/do/add_column" not in technician.get("/admin/columns/").text
    row = add(office, help="By which it runs.")
    page = office.get("/admin/columns/").text
    for words in ("Bus route", "x_bus_route", "By which it runs.", "Change its words", "Retire it"):
        assert words in page
    office.send(f"{DO}retire_column?sheet=customcolumn&ids={row.id}", data={"click": "two"})
    page = office.get("/admin/columns/").text
    assert "Bring it back" in page
    assert "what it holds is kept" in page


def test_the_menu_of_columns_offers_a_new_one_to_the_administrator(desk):
    office, technician = desk
    assert "on_sheet=organization" in office.get("/admin/organization/").text
    assert "add_column" not in technician.get("/admin/organization/").text
    assert "add_column" not in office.get("/admin/user/").text


def test_a_new_column_is_typed_filtered_sorted_shown_and_taken_out(desk):
    office, technician = desk
    first, second = claim(), claim()
    add(office)
    assert cell(technician, first, "x_bus_route", "12").status_code == 200
    assert cell(technician, second, "x_bus_route", "7").status_code == 200
    assert [r["id"] for r in rows(technician, filter="x_bus_route=12")] == [first]
    assert [r["id"] for r in rows(technician, sort="-x_bus_route")] == [second, first]
    for path in (
        "/admin/claim/",
        "/admin/claim/?plain=yes",
        f"/admin/claim/edit/?id={first}",
        f"/admin/claim/details/?id={first}",
        f"/admin/claim/history/{first}",
        "/admin/dictionary/",
    ):
        page = technician.get(path).text
        assert "Bus route" in page, path
    edited = technician.get(f"/admin/claim/edit/?id={first}").text
    assert re.search(r'name="x_bus_route"[^>]*value="12"', edited)
    with technician.send("/admin/claim/export", data={"format": "xlsx"}) as answer:
        table = list(openpyxl.load_workbook(io.BytesIO(answer.data)).active.values)
    place = table[0].index("Bus route")
    assert {row[place] for row in table[1:]} == {"12", "7"}
    assert "Bus route" in heads_of(technician.get("/admin/claim/template"))
    assert audit.verify().problems == []


def test_a_form_writes_a_new_column(desk):
    office, technician = desk
    row_id = claim()
    add(office, label="Fee", kind="money")
    version = m.Claim.get_by_id(row_id).version
    sent = {"version": version, "x_fee": "1,234.50", "click": "one"}
    answer = technician.send(f"/admin/claim/edit/?id={row_id}", data=sent)
    assert answer.status_code == 302, answer.text
    assert m.Claim.get_by_id(row_id).x_fee == 1_234_50
    wrong = {"version": version + 1, "x_fee": "much", "click": "two"}
    answer = technician.send(f"/admin/claim/edit/?id={row_id}", data=wrong)
    assert answer.status_code == 422
    assert "much" in answer.text


def test_a_medical_column_is_kept_from_who_sees_none_and_leaves_a_note(desk, sign_in):
    office, technician = desk
    row_id = claim()
    add(office, label="Blood group", sensitivity="medical")
    change(m.Claim, row_id, x_blood_group="Zaunkoenig")
    manager = sign_in("risk_manager")
    for path in (
        "/admin/claim/",
        f"/admin/claim/details/?id={row_id}",
        f"/admin/claim/history/{row_id}",
        "/admin/claim/rows",
    ):
        text = manager.get(path).text
        assert "Zaunkoenig" not in text
        assert "x_blood_group" not in text
    assert manager.get("/admin/claim/rows?columns=x_blood_group").status_code == 403
    assert manager.get("/admin/claim/rows?filter=x_blood_group~Zaun").status_code == 403
    before = m.AccessEvent.select().where(m.AccessEvent.sensitivities.contains("medical")).count()
    assert rows(technician, columns="x_blood_group")[0]["x_blood_group"] == "Zaunkoenig"
    after = m.AccessEvent.select().where(m.AccessEvent.sensitivities.contains("medical")).count()
    assert after == before + 1


def test_a_retired_column_is_gone_from_every_way_in_and_its_past_is_shown(desk):
    office, technician = desk
    row_id = claim()
    row = add(office)
    cell(technician, row_id, "x_bus_route", "12")
    moment = m.Batch.select().order_by(m.Batch.id.desc()).get().committed_at.isoformat()
    office.send(f"{DO}retire_column?sheet=customcolumn&ids={row.id}", data={"click": "two"})
    for path in (
        "/admin/claim/",
        f"/admin/claim/edit/?id={row_id}",
        f"/admin/claim/details/?id={row_id}",
        "/admin/dictionary/",
    ):
        assert "Bus route" not in technician.get(path).text, path
    assert "Bus route" not in heads_of(technician.get("/admin/claim/template"))
    answer = technician.get("/admin/claim/rows?columns=x_bus_route")
    assert answer.status_code == 400
    assert "is retired" in answer.json["error"]
    assert cell(technician, row_id, "x_bus_route", "13").status_code == 422
    assert "Bus route" in technician.get(f"/admin/claim/history/{row_id}").text
    then = technician.get("/admin/claim/details/", query_string={"id": row_id, "as_of": moment})
    assert "Bus route" in then.text
    asked = {"columns": "x_bus_route", "as_of": moment}
    assert rows(technician, **asked)[0]["x_bus_route"] == "12"
    assert "x_bus_route" in technician.get("/admin/claim/", query_string={"as_of": moment}).text
    office.send(f"{DO}bring_column_back?sheet=customcolumn&ids={row.id}", data={"click": "three"})
    assert rows(technician, columns="x_bus_route")[0]["x_bus_route"] == "12"


def test_the_list_of_added_columns_opens_and_is_the_administrators_to_write(desk):
    office, technician = desk
    row = add(office)
    for browser in desk:
        for path in (
            "/admin/customcolumn/",
            f"/admin/customcolumn/details/?id={row.id}",
            f"/admin/customcolumn/history/{row.id}",
        ):
            assert browser.get(path).status_code == 200, path
    assert technician.get(f"/admin/customcolumn/edit/?id={row.id}").status_code == 403
    assert office.get(f"/admin/customcolumn/edit/?id={row.id}").status_code == 200


def test_two_columns_of_one_click_are_one(desk):
    office, _ = desk
    for _ in range(2):
        add(office)
    assert m.CustomColumn.select().count() == 1


def test_pages_that_are_asked_while_columns_come_are_whole(app, make_person):
    ids, user, end = [claim() for _ in range(4)], make_person("technician"), threading.Event()
    answers: list[int] = []

    def read(number: int) -> None:
        browser = app.test_client().become(user)
        while not end.is_set():
            for page in ("edit/?id={}", "details/?id={}", "history/{}", "rows", "{}/"):
                address = f"/admin/claim/{page.format(ids[number])}"
                answers.append(browser.get(address).status_code)

    readers = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for reader in readers:
        reader.start()
    for number in range(15):
        draft = Draft("add", on=date(2026, 11, 24))
        facts = {"name": f"x_{number}", "label": f"No. {number}", "kind": "text"}
        draft.create(m.CustomColumn, sheet="claim", **facts)
        commit(OPERATOR, draft)
        change(m.Claim, ids[number % 4], **{f"x_{number}": "here"})
    end.set()
    for reader in readers:
        reader.join()
    assert set(answers) == {200}
    assert audit.verify().problems == []
