"""The grid's data of a sheet over HTTP: order, groups, sums, rows by id, new rows, others' changes, undo."""

import json
import re
from datetime import date

import pytest
from builders import TODAY, change, claim, write

import models as m
from admin_views import vendor
from journal import order
from journal.commit import commit
from journal.drafts import Draft
from journal.order import newest
from journal.who import OPERATOR

ORDER = {"ids", "count", "capped", "total", "start", "next", "previous", "seq", "groups"}


@pytest.fixture
def dana(sign_in):
    """A technician's browser."""
    return sign_in("technician", email="dana@city.gov")


@pytest.fixture
def lee(sign_in):
    """Another technician's browser."""
    return sign_in("technician", email="lee@city.gov")


def get(browser, path: str, status: int = 200, **asked):
    """The data behind an address."""
    answer = browser.get(f"/admin/{path}", query_string=asked)
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/json"
    return answer.json


def patch(browser, row_id: int, asked: str = "", status: int = 200, **values):
    """Save cells of one claim, as it stands."""
    seen = m.Claim.get_by_id(row_id).version
    body = [{"id": row_id, "version": seen, "column": c, "value": v} for c, v in values.items()]
    answer = browser.send(f"/admin/claim/rows{asked}", method="PATCH", json=body)
    assert answer.status_code == status, answer.text
    return answer.json


def post(browser, path: str, body, status: int = 200):
    """Send data."""
    answer = browser.send(f"/admin/{path}", json=body)
    assert answer.status_code == status, answer.text
    return answer.json


def seen() -> list[tuple]:
    """What the access log holds of looking: sheet, sensitivities, purpose, how many rows."""
    event = m.AccessEvent
    rows = event.select(event.sheet, event.sensitivities, event.purpose, event.row_count)
    return list(rows.where(event.event == "read").order_by(event.id).tuples())


# --- Order ----------------------------------------------------------------------------------------


def test_the_order_of_a_list_is_its_ids_and_where_the_record_stands(dana):
    ids = [claim(claim_no=f"L-{n}", loss_date=date(2026, 1, 9 - n)) for n in range(3)]
    found = get(dana, "claim/order", sort="loss_date", filter="claim_no!=L-0")
    assert set(found) == ORDER
    assert found["ids"] == [ids[2], ids[1]]
    assert (found["count"], found["total"], found["capped"], found["start"]) == (2, 2, False, 0)
    assert (found["next"], found["previous"], found["groups"]) == (None, None, [])
    assert found["seq"] == newest()


def test_without_a_sort_the_order_is_that_of_the_list_page(dana):
    for n in range(4):
        claim(claim_no=f"L-{n}", loss_date=date(2026, 1, 1 + n * 7 % 5))
    listed = [r.id for r in m.Claim.select().order_by(m.Claim.loss_date.desc(), m.Claim.id.desc())]
    assert m.meta(m.Claim, "sort")[0] == "-loss_date"
    assert get(dana, "claim/order")["ids"] == listed


def test_a_window_leads_on_and_opens_around_a_record(dana, monkeypatch):
    monkeypatch.setattr(order, "MOST_IDS", 2)
    ids = [claim(claim_no=f"L-{n}") for n in range(5)]
    first = get(dana, "claim/order", sort="claim_no")
    second = get(dana, "claim/order", sort="claim_no", after=first["next"])
    assert (first["ids"], second["ids"], second["start"]) == (ids[:2], ids[2:4], 2)
    around = get(dana, "claim/order", sort="claim_no", around=ids[3])
    assert ids[3] in around["ids"]
    assert around["total"] == 5
    assert get(dana, "claim/order", sort="claim_no", around="x", status=404)["error"]


def test_the_edge_of_the_filled_cells_is_found_in_the_order_of_the_list(dana):
    ids = [claim(claim_no=f"L-{n}", location="" if n % 3 else "Elm") for n in range(7)]
    asked = {"sort": "-claim_no", "filter": "claim_no!=L-3", "column": "location"}
    assert get(dana, "claim/edge", row=ids[5], filled="yes", **asked) == {"id": ids[0]}
    assert get(dana, "claim/edge", row=ids[5], filled="yes", up="yes", **asked) == {"id": ids[6]}
    assert get(dana, "claim/edge", row=ids[6], filled="no", **asked) == {"id": ids[5]}
    assert get(dana, "claim/edge", row=ids[0], filled="no", **asked) == {"id": None}
    gone = get(dana, "claim/edge", status=400, row=ids[3], filled="no", **asked)
    assert "no longer in this list" in gone["error"]
    assert get(dana, "claim/edge", status=404, row="x", column="location")["error"]


def test_groups_are_told_as_data_with_the_filters_that_lead_to_their_rows(dana):
    place = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    claim(claim_no="L-1", department=place, amount_claimed=12_00, litigated=True)
    claim(claim_no="L-2", department=place, amount_claimed=1)
    claim(claim_no="L-3")
    asked = {"group": "department,litigated", "columns": "claim_no,amount_claimed"}
    blank, no, works, calm, sued = get(dana, "claim/order", **asked)["groups"]
    assert (blank["words"], no["words"], blank["count"]) == ("Blank", "No", 1)
    assert works == {
        "level": 0,
        "values": {"department": "PW"},
        "words": "Public Works",
        "count": 2,
        "sums": {"amount_claimed": "12.01"},
        "filters": ["department=PW"],
    }
    assert (calm["level"], calm["sums"]) == (1, {"amount_claimed": "0.01"})
    assert sued["values"] == {"department": "PW", "litigated": True}
    rows = get(dana, "claim/rows", filter=sued["filters"])["rows"]
    assert [row["claim_no"] for row in rows] == ["L-1"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("claim/order?group=nothing", 400),
        ("claim/order?group=status,line,litigated,department", 400),
        ("claim/order?sort=nothing", 400),
        ("claim/order?filter=x", 400),
        ("claim/order?after=zz", 400),
        ("claim/summary?columns=nothing", 400),
        ("claim/changes", 400),
        ("claim/changes?since=x", 400),
        ("claim/undo", 400),
        ("claim/undo?batch=987654", 404),
        ("claim/rows?ids=x", 404),
        (f"claim/rows?ids={','.join(map(str, range(1, 1_002)))}", 400),
    ],
)
def test_what_cannot_be_read_is_answered_with_a_sentence(dana, path, status):
    answer = dana.get(f"/admin/{path}")
    assert answer.status_code == status
    assert answer.json["error"].endswith(".")


def test_the_policy_holds_for_order_groups_and_sums(sign_in, dana):
    own, other = (write(department={"code": c, "name": c}).created[0][1] for c in "AB")
    mine = claim(claim_no="W-1", line="W", department=own, diagnosis="kzq knee")
    claim(claim_no="W-2", line="W", department=other)
    near = sign_in("coordinator", department=own)
    assert get(near, "claim/order")["ids"] == [mine]
    assert get(near, "claim/summary", columns="claim_no")["count"] == 1
    for path in ("order?group=paid", "order?group=diagnosis", "summary?columns=paid"):
        assert near.get(f"/admin/claim/{path}").status_code == 403, path
    chief = sign_in("administrator")
    for path in ("order", "order?group=status", "summary", "changes?since=0", "rows?ids=1"):
        assert chief.get(f"/admin/claim/{path}").status_code == 403, path
    auditor = sign_in("auditor")
    assert len(get(auditor, "claim/order", group="status")["ids"]) == 2
    assert auditor.get("/admin/claim/undo?batch=1").status_code == 403
    assert auditor.send("/admin/claim/rows", json={"rows": [{}]}).status_code == 403


def test_groups_and_sums_of_guarded_columns_leave_one_word_in_the_access_log(dana):
    claim(claim_no="W-1", line="W", body_part="Knee")
    claim(claim_no="W-2", line="W", body_part="Knee")
    claim(claim_no="L-3")
    get(dana, "claim/order", group="status")
    get(dana, "claim/order", filter="line=W")
    get(dana, "claim/summary", columns="paid")
    assert seen() == []
    get(dana, "claim/order", group="body_part", filter="line=W", columns="claim_no")
    get(dana, "claim/summary", columns="paid,body_part")
    assert seen() == [("claim", "medical", "groups", 2), ("claim", "medical", "summary", 2)]
    kept = "".join(str(row) for row in m.AccessEvent.select().tuples())
    assert "Knee" not in kept


# --- Sums -----------------------------------------------------------------------------------------


def test_the_summary_is_of_all_rows_of_the_list(dana):
    claim(claim_no="L-1", amount_claimed=10_00, loss_date=date(2026, 1, 2))
    claim(claim_no="L-2", amount_claimed=5_00)
    found = get(dana, "claim/summary", columns="amount_claimed,loss_date")
    assert found == {
        "count": 2,
        "columns": {
            "amount_claimed": {
                "filled": 2,
                "blank": 0,
                "sum": "15.00",
                "average": "7.50",
                "least": "5.00",
                "most": "10.00",
            },
            "loss_date": {
                "filled": 1,
                "blank": 1,
                "sum": None,
                "average": None,
                "least": "2026-01-02",
                "most": "2026-01-02",
            },
        },
    }


# --- Rows by id, and saved cells ------------------------------------------------------------------


def test_rows_are_fetched_by_id_with_the_names_behind_their_relations(dana):
    place = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    ids = [claim(claim_no=f"L-{n}", department=place if n else None) for n in range(3)]
    asked = f"{ids[2]},{ids[0]},987654"
    found = get(dana, "claim/rows", ids=asked, columns="claim_no,department", labels="yes")
    assert {row["claim_no"] for row in found["rows"]} == {"L-0", "L-2"}
    assert found["labels"] == {"department": {"PW": [place, "Public Works"]}}
    assert found["next"] is None
    then = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at.isoformat()
    change(m.Claim, ids[0], claim_no="Z", source="seed")
    (row,) = get(dana, "claim/rows", ids=ids[0], columns="claim_no", as_of=then)["rows"]
    assert row["claim_no"] == "L-0"
    assert get(dana, "claim/rows", ids=ids[0], trash="yes")["rows"] == []
    assert "labels" not in get(dana, "claim/rows", ids=ids[0])


def test_two_hundred_rows_by_id_come_at_once(dana):
    draft = Draft("test", source="seed", on=TODAY)
    draft.create_many(m.Department, ("code", "name"), [(f"D{n}", "x") for n in range(200)])
    ids = [row_id for _, row_id in commit(OPERATOR, draft).created]
    found = get(dana, "department/rows", ids=",".join(map(str, ids)), columns="code")
    assert len(found["rows"]) == 200


def test_rows_out_of_scope_do_not_come_by_id(sign_in):
    own, other = (write(department={"code": c, "name": c}).created[0][1] for c in "AB")
    ids = [claim(claim_no=f"W-{c}", line="W", department=c) for c in (own, other)]
    near = sign_in("coordinator", department=own)
    found = get(near, "claim/rows", ids=",".join(map(str, ids)), labels="yes")
    assert [row["id"] for row in found["rows"]] == ids[:1]


def test_saved_cells_come_back_as_the_row_stands_and_with_the_name_of_the_step(dana):
    place = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    row_id = claim(claim_no="L-1")
    told = patch(
        dana,
        row_id,
        "?columns=department,location,status&labels=yes",
        department="PW",
        location="Elm",
    )
    assert told["rows"] == [
        {"id": row_id, "version": 2, "department": "PW", "location": "Elm", "status": "received"}
    ]
    assert told["labels"] == {"department": {"PW": [place, "Public Works"]}}
    assert told["title"] == "2 cells of 1 claims"
    assert told["seq"] == told["batch"] == newest()
    assert set(patch(dana, row_id, location="Oak")) == {"batch", "saved", "stale", "refused"}


def test_a_refused_cell_brings_the_row_as_it_stands(dana):
    row_id = claim(claim_no="L-1", location="Elm")
    told = patch(dana, row_id, "?columns=loss_date", 422, loss_date="never")
    assert told["rows"] == [{"id": row_id, "version": 1, "loss_date": None}]
    assert (told["batch"], told["title"]) == (None, "")


def test_guarded_values_of_saved_rows_are_noted(dana):
    row_id = claim(claim_no="W-1", line="W", diagnosis="Sprain")
    patch(dana, row_id, location="Elm")
    assert seen() == []
    patch(dana, row_id, "?columns=diagnosis", location="Oak")
    assert seen() == [("claim", "medical", "saved cells", 1)]


def test_a_hidden_column_is_not_asked_back_and_nothing_is_saved(sign_in):
    row_id = claim(claim_no="L-1")
    manager = sign_in("risk_manager")
    assert patch(manager, row_id, "?columns=diagnosis", 403, location="Elm")["error"]
    assert m.Claim.get_by_id(row_id).location is None


# --- New rows -------------------------------------------------------------------------------------


def test_pasted_rows_become_records_and_the_bad_ones_come_back(dana):
    write(department={"code": "PW", "name": "Public Works"})
    claim(claim_no="L-7")
    rows = [
        {"claimant": "Ann", "department": "PW", "amount_claimed": "1,200", "loss_date": "3/1/2026"},
        {"claimant": "Bob", "loss_date": "never", "department": "nowhere"},
        {"claimant": "Cy", "claim_no": "L-7"},
        {"claimant": " ", "location": ""},
        {"claimant": "Di", "paid": "5"},
        {"claimant": "Eve", "nothing": "5"},
        {"claimant": "Flo", "claim_no": "L-8"},
        {"claimant": "Gus", "claim_no": "L-8"},
    ]
    told = post(dana, "claim/rows", {"rows": rows}, 422)
    assert set(told) == {"batch", "title", "saved", "refused"}
    assert [one["place"] for one in told["saved"]] == [0, 6]
    assert told["title"] == "New claims"
    first = m.Claim.get_by_id(told["saved"][0]["id"])
    assert (first.claimant, first.amount_claimed, first.version) == ("Ann", 120_000, 1)
    assert first.claim_no
    assert m.Batch.get(m.Batch.seq == told["batch"]).changes >= 2
    bad = [(one["place"], one["column"], one["value"]) for one in told["refused"]]
    assert bad == [
        (1, "department", "nowhere"),
        (1, "loss_date", "never"),
        (2, "claim_no", "L-7"),
        (3, None, None),
        (4, "paid", "5"),
        (5, "nothing", "5"),
        (7, "claim_no", "L-8"),
    ]
    assert all(one["message"].endswith(".") for one in told["refused"])
    assert m.Claim.select().count() == 3


def test_where_no_row_can_stand_nothing_is_written(dana):
    before = newest()
    told = post(dana, "department/rows", {"rows": [{"code": "A"}, {"name": "x"}]}, 422)
    assert (told["batch"], told["title"], told["saved"]) == (None, "", [])
    assert {one["place"] for one in told["refused"]} == {0, 1}
    assert newest() == before
    assert m.Batch.select().where(m.Batch.seq.is_null()).count() == 0


def test_new_rows_are_one_step_that_is_taken_back(dana):
    rows = [{"code": f"D{n}", "name": f"Place {n}"} for n in range(30)]
    told = post(dana, "department/rows", {"rows": rows})
    assert [one["place"] for one in told["saved"]] == list(range(30))
    back = post(dana, "department/undo", {"batch": told["batch"]})
    assert (back["reversed"], back["kept"], back["blocked"]) == (30, 0, 0)
    assert back["sentence"] == "30 departments put back."
    assert m.Department.select().where(m.Department.trashed_at.is_null()).count() == 0


def test_the_same_click_makes_no_second_rows(dana):
    body = {"rows": [{"code": "A", "name": "A"}, {"name": "none"}], "click": "k"}
    told = post(dana, "department/rows", body, 422)
    again = post(dana, "department/rows", body, 409)
    assert again["error"] == (
        "These rows were sent before and 1 department made of them, as change number "
        f"{told['batch']}. Load the list anew to see them."
    )
    other = post(dana, "department/rows", {**body, "rows": [{"code": "B", "name": "B"}]}, 409)
    assert "saved before with other values" in other["error"]
    assert m.Department.select().count() == 1


def test_a_new_row_passes_the_checks_of_the_form(sign_in):
    own = sign_in("risk_manager")
    row_id = claim(claim_no="L-1")
    told = post(
        own, "payment/rows", {"rows": [{"claim": "L-1", "amount": "5", "status": "posted"}]}, 422
    )
    assert [one["column"] for one in told["refused"]] == ["status"]
    assert m.Payment.select().where(m.Payment.claim == row_id).count() == 0
    told = post(own, "claim/rows", {"rows": [{"claimant": "A", "diagnosis": "Sprain"}]}, 422)
    assert "Labor Code 3762" in told["refused"][0]["message"]


@pytest.mark.parametrize("sheet", ["lightdutyoffer", "importprofile", "statutoryrow"])
def test_what_has_a_page_of_its_own_is_not_pasted(sign_in, sheet):
    manager = sign_in("wc_manager")
    told = post(manager, f"{sheet}/rows", {"rows": [{}]}, 403)
    assert told["error"].endswith(" is not made in the grid: it has a page of its own.")


def test_people_are_not_pasted(sign_in):
    chief = sign_in("administrator")
    assert post(chief, "user/rows", {"rows": [{"email": "x@city.gov"}]}, 403)["error"]
    assert not m.User.select().where(m.User.email == "x@city.gov").exists()


@pytest.mark.parametrize(
    "body", [[], {}, {"rows": 3}, {"rows": [1]}, {"rows": [{"name": []}]}, {"rows": [{}] * 1_001}]
)
def test_a_body_that_is_none_is_said(dana, body):
    assert post(dana, "department/rows", body, 400)["error"]


def test_a_row_of_another_department_is_not_pointed_to(sign_in):
    """A relation of a new row means only what may be seen."""
    own, other = (write(department={"code": c, "name": c}).created[0][1] for c in "AB")
    claim(claim_no="L-1", department=other)
    told = post(
        sign_in("coordinator", department=own),
        "lightdutytask/rows",
        {"rows": [{"title": "x"}]},
        403,
    )
    assert told["error"]


# --- What others changed --------------------------------------------------------------------------


def test_others_changes_are_told_since_a_batch(dana, lee, queries):
    row_id = claim(claim_no="L-1")
    user = m.User.get(m.User.email == "lee@city.gov").id
    change(m.User, user, name="Lee Chan", source="seed")
    since = get(dana, "claim/order")["seq"]
    patch(lee, row_id, location="Elm")
    found = get(dana, "claim/changes", since=since)
    assert found == {
        "seq": since + 1,
        "changed": [row_id],
        "added": [],
        "gone": [],
        "by": ["Lee Chan"],
        "more": False,
    }
    with queries() as put:
        get(dana, "claim/changes", since=found["seq"])
    about_people = [text for text in put if '"user"' in text or '"role"' in text]
    assert len(put) - len(about_people) == 1


# --- Undo and redo --------------------------------------------------------------------------------


def test_a_step_is_taken_back_and_done_again(dana):
    row_id = claim(claim_no="L-1", location="Elm")
    step = patch(dana, row_id, "?columns=location", location="Oak")
    would = get(dana, "claim/undo", batch=step["batch"])
    assert (would["batch"], would["reversed"], would["title"]) == (None, 1, step["title"])
    assert would["sentence"] == "1 claim will be put back."
    assert m.Claim.get_by_id(row_id).location == "Oak"
    back = post(dana, "claim/undo", {"batch": step["batch"]})
    assert back["title"] == f"Undo: {step['title']}"
    assert back["rows"] == [
        {"sheet": "claim", "id": row_id, "label": "L-1", "outcome": "reversed", "reason": ""}
    ]
    assert m.Claim.get_by_id(row_id).location == "Elm"
    again = post(dana, "claim/undo", {"batch": back["batch"]})
    assert again["title"] == f"Redo: {step['title']}"
    assert m.Claim.get_by_id(row_id).location == "Oak"
    twice = post(dana, "claim/undo", {"batch": again["batch"]})
    assert twice["title"] == f"Undo: {step['title']}"


def test_what_somebody_else_changed_since_stays_and_it_says_whose(dana, lee):
    ids = [claim(claim_no=f"L-{n}") for n in range(3)]
    body = [{"id": i, "version": 1, "column": "location", "value": "Elm"} for i in ids]
    step = dana.send("/admin/claim/rows", method="PATCH", json=body).json
    user = m.User.get(m.User.email == "lee@city.gov").id
    change(m.User, user, name="Lee Chan", source="seed")
    for row_id in ids[:2]:
        patch(lee, row_id, location="Oak")
    back = post(dana, "claim/undo", {"batch": step["batch"]})
    assert (back["reversed"], back["kept"], back["blocked"]) == (1, 2, 0)
    assert back["sentence"] == "1 claim put back. 2 claims stay: Lee Chan changed them since."
    assert {row["id"]: row["outcome"] for row in back["rows"]} == {
        ids[0]: "kept",
        ids[1]: "kept",
        ids[2]: "reversed",
    }
    places = [m.Claim.get_by_id(row_id).location for row_id in ids]
    assert places == ["Oak", "Oak", None]


def test_what_one_changed_oneself_since_stays_and_it_says_so(dana):
    row_id = claim(claim_no="L-1", location="Elm")
    step = patch(dana, row_id, location="Oak")
    patch(dana, row_id, location="Ash")
    would = get(dana, "claim/undo", batch=step["batch"])
    told = "Nothing of it can be put back. 1 claim stays: you changed it since."
    assert would["sentence"] == told
    back = post(dana, "claim/undo", {"batch": step["batch"]})
    assert (back["batch"], back["title"]) == (None, "")
    assert back["sentence"] == told.replace("of it can be", "was")


def test_from_here_nobody_takes_back_what_somebody_else_did(dana, sign_in):
    row_id = claim(claim_no="L-1", location="Elm")
    step = patch(dana, row_id, location="Oak")
    manager = sign_in("risk_manager")
    for answer in (
        get(manager, "claim/undo", 403, batch=step["batch"]),
        post(manager, "claim/undo", {"batch": step["batch"]}, 403),
    ):
        assert "what you did yourself" in answer["error"]
    assert m.Claim.get_by_id(row_id).location == "Oak"


# --- One's own authority ------------------------------------------------------------------------


LADDERS = {
    "one limit": ([{"amount": 2_500_00}], "2500.00"),
    "a narrower one of a line": ([{"amount": 2_500_00}, {"amount": 500_00, "line": "W", "first_day": date(2004, 1, 1)}], {"L": "2500.00", "W": "500.00"}),
    "of one line alone": ([{"amount": 500_00, "line": "W"}], {"L": "0.00", "W": "500.00"}),
    "any amount of a line": ([{"amount": None, "line": "L"}, {"amount": 500_00, "line": "W"}], {"L": None, "W": "500.00"}),
    "the same of each line": ([{"amount": 500_00, "line": "L"}, {"amount": 500_00, "line": "W"}], "500.00"),
    "any amount": ([{"amount": None}], None),
    "somebody else's": ([{"amount": 500_00, "holder": "examiner"}], None),
}  # fmt: skip


@pytest.mark.parametrize(("limits", "told"), LADDERS.values(), ids=LADDERS)
def test_the_grid_knows_up_to_how_much_one_decides_of_each_line(
    dana, monkeypatch, limits, told
) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    for limit in limits:
        write(source="seed", authoritylimit={"holder": "technician", "kind": "payment", "first_day": date(2003, 1, 1), **limit})  # fmt: skip
    paid = {}
    for line in "LW":
        row = claim(line=line)
        write(source="seed", payment={"claim": row, "category": "expense", "amount": 900_00, "payment_date": TODAY})  # fmt: skip
        paid[str(m.Payment.get(m.Payment.claim == row).id)] = line
    page = dana.get("/admin/payment/").text
    facts = json.loads(re.search(r"data-grid-facts[^>]*>(.*?)</script>", page, re.DOTALL)[1])
    (found,) = [c.get("authority") for c in facts["columns"] if c["name"] == "amount"]
    assert (found, facts["lines"]) == (told, paid if isinstance(told, dict) else None)
    rows = get(dana, "payment/rows", columns="amount", lines="yes")
    assert rows["lines"] == paid
    assert "lines" not in get(dana, "payment/rows", columns="amount")


def test_a_saved_cell_comes_back_with_the_line_of_its_claim(dana) -> None:
    row = claim(line="W")
    told = patch(dana, row, "?columns=location&lines=yes", location="Elm")
    assert told["lines"] == {str(row): "W"}
