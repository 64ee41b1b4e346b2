"""A column that the administrator adds on screen is at once where the sheet's other columns are."""

import io
import re
import threading
from datetime import date
from html import unescape

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
    assert "x_bus_route" not in rows(technician, columns="x_bus_route")[0]
    assert cell(technician, row_id, "x_bus_route", "13").status_code == 422
    assert "Bus route" in technician.get(f"/admin/claim/history/{row_id}").text
    then = technician.get("/admin/claim/details/", query_string={"id": row_id, "as_of": moment})
    assert "Bus route" in then.text
    asked = {"columns": "x_bus_route", "as_of": moment}
    assert rows(technician, **asked)[0]["x_bus_route"] == "12"
    assert "x_bus_route" in technician.get("/admin/claim/", query_string={"as_of": moment}).text
    office.send(f"{DO}bring_column_back?sheet=customcolumn&ids={row.id}", data={"click": "three"})
    assert rows(technician, columns="x_bus_route")[0]["x_bus_route"] == "12"


GONE = "“Bus route” was retired and is no longer shown."


@pytest.fixture
def retired(desk):
    """A technician's browser and a claim that holds “12” in a column that was retired since."""
    office, technician = desk
    row_id, row = claim(claimant="Rosa"), add(office)
    assert cell(technician, row_id, "x_bus_route", "12").status_code == 200
    office.send(f"{DO}retire_column?sheet=customcolumn&ids={row.id}", data={"click": "two"})
    return technician, row_id


def test_a_list_leaves_a_retired_column_out_and_says_so(retired):
    technician, _ = retired
    for asked in (
        "columns=claimant,x_bus_route",
        "columns=x_bus_route",
        "sort=-x_bus_route,claimant",
        "group=x_bus_route",
        "columns=claimant,x_bus_route&sort=x_bus_route&plain=yes",
    ):
        page = technician.get(f"/admin/claim/?{asked}")
        assert page.status_code == 200, asked
        assert page.text.count(GONE) == 1, asked
        assert "Rosa" in page.text
        assert "x_bus_route" not in page.text.replace("x_bus_route=", ""), asked
    assert GONE not in technician.get("/admin/claim/?columns=claimant").text
    for part in ("rows", "order", "summary"):
        for asked in ("columns=claimant,x_bus_route", "sort=x_bus_route", "group=x_bus_route"):
            answer = technician.get(f"/admin/claim/{part}?{asked}")
            assert answer.status_code == 200, (part, asked, answer.text)
            assert "x_bus_route" not in answer.text
    with technician.send(
        "/admin/claim/export",
        data={"format": "xlsx", "columns": "claimant,x_bus_route", "sort": "x_bus_route"},
    ) as answer:
        table = openpyxl.load_workbook(io.BytesIO(answer.data)).active
        assert [c.value for c in table[1]] == ["Claimant"]


def test_a_filter_on_a_retired_column_never_widens_a_list_unsaid(retired):
    technician, _ = retired
    claim(claimant="Tom")
    asked = "filter=x_bus_route=12|claimant=Tom&filter=claimant=Rosa&columns=claimant"
    page = technician.get(f"/admin/claim/?{asked}")
    assert page.status_code == 200
    said = "The filter “Bus route is 12 or Claimant is Tom” was left out: the list may show more"
    assert said in page.text
    assert "“Bus route” was retired" in page.text
    assert "data-filter-mend" not in page.text
    (way,) = re.findall(r'href="([^"]*)">Go on without it<', page.text)
    without = technician.get(unescape(way))
    assert without.status_code == 200
    assert "was left out" not in without.text
    assert "Rosa" in without.text
    assert "Tom" not in without.text
    for part in ("rows", "order", "summary"):
        answer = technician.get(f"/admin/claim/{part}?{asked}")
        assert answer.status_code == 400
        assert "“Bus route” was retired" in answer.json["error"]
    (first, _) = technician.get(f"/admin/claim/filters?{asked}").json["filters"]
    assert "“Bus route” was retired" in first[0]["error"]
    assert (first[0]["words"], first[1]["error"]) == ("Bus route is 12", "")
    through = technician.get("/admin/payment/?filter=claim.x_bus_route=12")
    assert "“Bus route” was retired" in through.text


def test_saving_goes_on_beside_a_retired_column(retired):
    technician, row_id = retired
    version = m.Claim.get_by_id(row_id).version
    cells = [
        {"id": row_id, "version": version, "column": column, "value": "13"}
        for column in ("claimant", "x_bus_route")
    ]
    answer = technician.send(
        "/admin/claim/rows?columns=claimant,x_bus_route&labels=yes", method="PATCH", json=cells
    )
    assert answer.status_code == 422
    (refused,) = answer.json["refused"]
    assert (refused["column"], refused["value"]) == ("x_bus_route", "13")
    assert refused["message"] == (
        "“Bus route” was retired: nothing is typed into it any more. What it holds is kept."
    )
    assert [row["claimant"] for row in answer.json["rows"]] == ["13"]
    assert "x_bus_route" not in answer.json["rows"][0]
    assert m.Claim.get_by_id(row_id).claimant == "13"
    pasted = technician.send("/admin/claim/rows", json={"rows": [{"x_bus_route": "1"}]})
    assert "“Bus route” was retired" in pasted.json["refused"][0]["message"]


def test_a_form_that_stood_open_gives_back_what_a_retired_column_no_longer_takes(retired):
    technician, row_id = retired
    place = f"/admin/claim/edit/?id={row_id}"
    version = m.Claim.get_by_id(row_id).version
    sent = {"version": version, "claimant": "Rosa A.", "x_bus_route": "99", "click": "one"}
    answer = technician.send(place, data=sent)
    assert answer.status_code == 422
    said = "“Bus route” was retired meanwhile and does not take “99”. Save again to keep the rest."
    assert said in unescape(answer.text)
    assert "Rosa A." in answer.text
    assert 'name="x_bus_route"' not in answer.text
    assert m.Claim.get_by_id(row_id).claimant == "Rosa"
    untouched = {**sent, "x_bus_route": "12", "click": "two"}
    assert technician.send(place, data=untouched).status_code == 302
    assert m.Claim.get_by_id(row_id).claimant == "Rosa A."


def test_a_retired_column_that_one_never_saw_is_not_told_of(desk, sign_in):
    office, _ = desk
    claim()
    row = add(office, label="Blood group", sensitivity="medical")
    office.send(f"{DO}retire_column?sheet=customcolumn&ids={row.id}", data={"click": "two"})
    manager = sign_in("risk_manager")
    for asked in ("columns=x_blood_group", "sort=x_blood_group", "filter=x_blood_group=A"):
        answer = manager.get(f"/admin/claim/rows?{asked}")
        assert answer.status_code == 403
        assert "Blood group" not in answer.text
    refused = cell(manager, m.Claim.get().id, "x_blood_group", "A").json["refused"]
    assert "Blood group" not in refused[0]["message"]


def test_a_view_says_what_of_it_was_retired(retired):
    technician, _ = retired
    claim(claimant="Tom")
    state = {
        "filters": ["x_bus_route=12"],
        "columns": ["claimant", "x_bus_route"],
        "sort": "x_bus_route",
    }
    look = {
        "widths": {"x_bus_route": 99},
        "formats": {
            "own": [{"column": "x_bus_route", "sign": "=", "value": "12", "tone": "red"}],
        },
    }
    view = technician.send(
        "/admin/views/",
        json={"sheet": "claim", "name": "Routes", "kind": "personal", "state": state, "look": look},
    ).json["id"]
    page = technician.get(f"/admin/claim/?view={view}")
    assert page.status_code == 200
    assert page.text.count("“Bus route” was retired") == 1
    assert "the filter on it is left out of this view." in page.text
    assert "your role does not see" not in page.text
    acted = technician.get(f"/admin/do/put_in_trash?sheet=claim&of=view%3D{view}")
    assert acted.status_code == 403
    assert "“Bus route” was retired" in acted.text


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
