"""Rows as data and cells coming back: the contract that the grid and scripts rely on."""

from datetime import date
from time import process_time

import pytest
from builders import change, claim, document, reserve, write

import models as m
from journal import reading
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

TODAY = date(2026, 11, 24)
PAGE = {"rows", "more", "next", "previous", "count", "capped"}
TOLD = {"batch", "saved", "stale", "refused"}


@pytest.fixture
def browser(sign_in):
    """A technician's."""
    return sign_in("technician")


def claims(count: int, **given) -> list[int]:
    """So many claims."""
    draft = Draft("claims", source="seed", on=TODAY)
    for n in range(count):
        draft.create(m.Claim, claim_no=f"L-{n:05d}", **{"claimant": f"Person {n}", **given})
    return [row_id for _, row_id in commit(OPERATOR, draft).created]


def ask(browser, sheet: str = "claim", **asked) -> dict:
    """A page of rows."""
    answer = browser.get(f"/admin/{sheet}/rows", query_string=asked)
    assert answer.status_code == 200, answer.text
    return answer.json


def numbers(browser, **asked) -> list[str]:
    """The numbers of the claims on a page, in order."""
    return [row["claim_no"] for row in ask(browser, **asked)["rows"]]


def send(browser, *cells: tuple, sheet: str = "claim"):
    """Cells, each an id, version, column and value."""
    body = [dict(zip(("id", "version", "column", "value"), cell, strict=True)) for cell in cells]
    return browser.send(f"/admin/{sheet}/rows", method="PATCH", json=body)


def version(row_id: int) -> int:
    """The version of a claim."""
    return m.Claim.get_by_id(row_id).version


# --- A page ---------------------------------------------------------------------------------------


def test_a_page_has_its_keys_and_a_row_its_values_as_data(browser):
    department = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    claim(
        claim_no="L-1",
        claimant="Rosa",
        department=department,
        amount_claimed=123_456,
        loss_date=date(2026, 3, 1),
        litigated=False,
    )
    page = ask(browser)
    assert set(page) == PAGE
    assert (page["more"], page["next"], page["previous"]) == (False, None, None)
    assert (page["count"], page["capped"]) == (1, False)
    (row,) = page["rows"]
    assert {"id", "diagnosis"} <= set(row)
    expected = {
        "version": 1,
        "claim_no": "L-1",
        "department": "PW",
        "amount_claimed": "1234.56",
        "loss_date": "2026-03-01",
        "litigated": False,
        "closed_date": None,
        "status": "received",
    }
    assert {name: row[name] for name in expected} == expected


def test_an_instant_is_written_in_utc(browser):
    claim()
    (row,) = ask(browser, "batch", columns="committed_at", limit=1)["rows"]
    assert set(row) == {"id", "version", "committed_at"}
    assert row["committed_at"].endswith("Z")


def test_cursors_lead_on_and_back_by_id_unless_sorted(browser):
    ids = claims(5)
    first = ask(browser, limit=2)
    assert [row["id"] for row in first["rows"]] == ids[:2]
    assert (first["more"], first["previous"]) == (True, None)
    second = ask(browser, limit=2, after=first["next"])
    assert [row["id"] for row in second["rows"]] == ids[2:4]
    third = ask(browser, limit=2, after=second["next"])
    assert [row["id"] for row in third["rows"]] == ids[4:]
    assert (third["more"], third["next"]) == (False, None)
    back = ask(browser, limit=2, before=third["previous"])
    assert back["rows"] == second["rows"]
    start = ask(browser, limit=2, before=back["previous"])
    assert (start["rows"], start["previous"]) == (first["rows"], None)


def test_a_limit_above_a_thousand_gives_a_thousand_rows(browser):
    claims(1_001)
    page = ask(browser, limit=1001, columns="claim_no")
    assert (len(page["rows"]), page["more"], page["count"]) == (1_000, True, 1_001)
    assert len(ask(browser, columns="claim_no")["rows"]) == 100


def test_counting_stops_at_the_cap(browser, monkeypatch):
    claims(12)
    monkeypatch.setattr(reading, "COUNT_CAP", 10)
    page = ask(browser, limit=3)
    assert (page["count"], page["capped"]) == (10, True)
    assert ask(browser, filter="claim_no=L-00001")["capped"] is False


def test_columns_are_named_and_unknown_and_hidden_ones_told_apart(browser, sign_in):
    claim(claim_no="L-1")
    (row,) = ask(browser, columns="status,claim_no")["rows"]
    assert set(row) == {"id", "version", "status", "claim_no"}
    assert browser.get("/admin/claim/rows?columns=nothing").status_code == 400
    manager = sign_in("risk_manager")
    for asked in ("columns=diagnosis", "sort=diagnosis", "filter=diagnosis~a"):
        answer = manager.get(f"/admin/claim/rows?{asked}")
        assert answer.status_code == 403
        assert "Labor Code 3762" in answer.json["error"]
    assert "diagnosis" not in ask(manager)["rows"][0]


def test_rows_as_of_a_moment_are_as_they_stood(browser):
    row_id = claim(claim_no="L-1", location="Elm")
    then = m.Batch.select().order_by(m.Batch.seq.desc()).get().committed_at.isoformat()
    change(m.Claim, row_id, location="Oak")
    (row,) = ask(browser, as_of=then, columns="location")["rows"]
    assert (row["version"], row["location"]) == (1, "Elm")
    assert ask(browser, as_of="2020-01-31")["rows"] == []
    assert numbers(browser, as_of=then, filter="location=Elm") == ["L-1"]


def test_words_and_filters_are_anded(browser):
    claim(claim_no="L-1", claimant="Ana", description="pothole on Main")
    claim(claim_no="L-2", claimant="Bo", description="pothole")
    assert numbers(browser, q="pothole main") == ["L-1"]
    assert numbers(browser, q="pothole", filter="claimant=Bo") == ["L-2"]
    assert numbers(browser, filter=["claimant=Bo", "claimant=Ana"]) == []
    assert numbers(browser, filter="claimant=Bo|claimant=Ana") == ["L-1", "L-2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("claimant!=Ana", ["L-2", "L-3"]),
        ("claimant != Ana", ["L-2", "L-3"]),
        ("claimant=", ["L-3"]),
        ("claimant!=", ["L-1", "L-2"]),
        ('claimant="Bo ""the"" | Bo"', ["L-2"]),
        ('claimant~"| bo"|claimant=Ana', ["L-1", "L-2"]),
        ("department.name=Public Works", ["L-1"]),
        ("department.name!=", ["L-1"]),
        ("department!=PW", ["L-2", "L-3"]),
        ("department=PW|amount_claimed>=10.00", ["L-1", "L-2"]),
        ("amount_claimed=1000", ["L-2"]),
        ("department=Public Works", []),
    ],
)
def test_a_filter_is_read_as_the_contract_says(browser, text, found):
    department = write(department={"code": "PW", "name": "Public Works"}).created[0][1]
    claim(claim_no="L-1", claimant="Ana", department=department)
    claim(claim_no="L-2", claimant='Bo "the" | Bo', amount_claimed=1_000_00)
    claim(claim_no="L-3", claimant=None)
    assert numbers(browser, filter=text) == found


def test_a_relation_sorts_by_its_name_with_blanks_below_and_id_closes(browser):
    for code, name in (("A", "Zoo"), ("B", "Arts")):
        write(department={"code": code, "name": name})
    zoo, arts = (m.Department.get(m.Department.code == code).id for code in ("A", "B"))
    for number, department in (("L-1", zoo), ("L-2", None), ("L-3", arts), ("L-4", arts)):
        claim(claim_no=number, department=department)
    assert numbers(browser, sort="department") == ["L-2", "L-1", "L-3", "L-4"]
    assert numbers(browser, sort="department.name") == ["L-2", "L-3", "L-4", "L-1"]
    assert numbers(browser, sort="-department.name,-id") == ["L-1", "L-4", "L-3", "L-2"]
    page = ask(browser, sort="-department.name", limit=2)
    rest = ask(browser, sort="-department.name", limit=2, after=page["next"])
    assert [r["claim_no"] for r in page["rows"] + rest["rows"]] == ["L-1", "L-4", "L-3", "L-2"]


def test_a_filter_on_one_relation_and_a_sort_by_another_join_each_its_own(browser):
    """Flask-Admin joined from the last table: wrong order, rows multiplied."""
    works = write(department={"code": "PW", "name": "Works"}).created[0][1]
    parks = write(department={"code": "PK", "name": "Parks"}).created[0][1]
    people = [
        write(user={"email": f"{name}@city.gov", "name": name, "department": place}).created[0][1]
        for name, place in (("Zoe", parks), ("Ada", works))
    ]
    for number, place, adjuster in (
        ("L-1", works, people[0]),
        ("L-2", works, people[1]),
        ("L-3", parks, people[1]),
    ):
        claim(claim_no=number, department=place, adjuster=adjuster)
    asked = {"filter": "department.name~work", "sort": "adjuster.name"}
    page = ask(browser, **asked)
    assert [r["claim_no"] for r in page["rows"]] == ["L-2", "L-1"]
    assert page["count"] == 2
    assert numbers(browser, filter="adjuster.department.name=Works", sort="-department.name") == [
        "L-2",
        "L-3",
    ]


def test_two_relations_to_one_sheet_are_told_apart(browser):
    """Flask-Admin raised “More than one foreign key”."""
    firms = [
        write(organization={"code": name, "name": name}).created[0][1] for name in ("Acme", "Bolt")
    ]
    for number, carrier, broker in (("P-1", 0, 1), ("P-2", 1, 0), ("P-3", 0, 0)):
        write(policy={"policy_no": number, "carrier": firms[carrier], "broker": firms[broker]})
    page = ask(browser, "policy", filter="carrier.name=Acme", sort="-broker.name")
    assert [(r["policy_no"], r["carrier"], r["broker"]) for r in page["rows"]] == [
        ("P-1", "Acme", "Bolt"),
        ("P-3", "Acme", "Acme"),
    ]


# --- Cells ----------------------------------------------------------------------------------------


def test_good_cells_are_saved_as_one_batch_with_their_new_versions(browser):
    one, two = claims(2)
    answer = send(browser, (one, 1, "claimant", "Zoë"), (two, 1, "amount_claimed", "1,234.50"))
    assert answer.status_code == 200
    assert set(answer.json) == TOLD
    assert answer.json["saved"] == [{"id": one, "version": 2}, {"id": two, "version": 2}]
    assert answer.json["stale"] == answer.json["refused"] == []
    assert (
        answer.json["batch"] == m.Batch.select(m.Batch.seq).order_by(-m.Batch.id).tuples().get()[0]
    )
    assert m.Claim.get_by_id(two).amount_claimed == 123_450


def test_an_empty_list_of_cells_saves_nothing(browser):
    answer = send(browser)
    assert answer.status_code == 200
    assert answer.json == {"batch": None, "saved": [], "stale": [], "refused": []}


@pytest.mark.parametrize(
    ("column", "value"), [("amount_claimed", "a lot"), ("loss_date", "2031-01-01"), ("paid", "5")]
)
def test_a_cell_that_follows_another_is_left_where_that_one_is_refused(browser, column, value):
    one, two = claims(2, location="Elm")
    body = [
        {"id": two, "version": 1, "column": column, "value": value},
        {"id": one, "version": 1, "column": "location", "value": "", "after": [two, column]},
        {"id": one, "version": 1, "column": "claimant", "value": "Zoë"},
    ]
    answer = browser.send("/admin/claim/rows", method="PATCH", json=body)
    assert [bad["column"] for bad in answer.json["refused"]] == [column]
    assert answer.json["left"] == [{"id": one, "column": "location"}]
    assert answer.json["saved"] == [{"id": one, "version": 2}]
    assert m.Claim.get_by_id(one).location == "Elm"


def test_a_cell_that_follows_another_is_left_where_that_one_is_stale(browser):
    one, two = claims(2, location="Elm")
    change(m.Claim, two, claimant="Theirs")
    body = [
        {"id": one, "version": 1, "column": "location", "value": "", "after": [two, "claimant"]},
        {"id": two, "version": 1, "column": "claimant", "value": "Elm"},
    ]
    answer = browser.send("/admin/claim/rows", method="PATCH", json=body)
    assert answer.status_code == 409
    assert answer.json["left"] == [{"id": one, "column": "location"}]
    assert answer.json["saved"] == []
    assert m.Claim.get_by_id(one).version == 1


@pytest.mark.parametrize("after", [5, [1], ["1", "x"], [1, 2], {"id": 1}])
def test_a_cell_before_another_is_named_by_id_and_column(browser, after):
    cell = {"id": 1, "version": 1, "column": "location", "value": "", "after": after}
    answer = browser.send("/admin/claim/rows", method="PATCH", json=[cell])
    assert answer.status_code == 400
    assert "id and column" in answer.json["error"]


def test_a_stale_cell_comes_back_with_both_values_and_the_others_are_saved(browser):
    row_id = claim(claimant="Rosa")
    change(m.Claim, row_id, claimant="Theirs")
    answer = send(browser, (row_id, 1, "claimant", "Yours"), (row_id, 1, "location", "Elm"))
    assert answer.status_code == 409
    (stale,) = answer.json["stale"]
    assert set(stale) == {"id", "column", "yours", "theirs", "version", "by", "at"}
    assert (stale["id"], stale["column"], stale["version"]) == (row_id, "claimant", 2)
    assert (stale["yours"], stale["theirs"]) == ("Yours", "Theirs")
    assert answer.json["saved"] == [{"id": row_id, "version": 3}]
    assert m.Claim.get_by_id(row_id).location == "Elm"


def test_a_guarded_value_beside_a_stale_one_is_noted(browser):
    row_id = claim(diagnosis="Sprain")
    change(m.Claim, row_id, diagnosis="Fracture")
    answer = send(browser, (row_id, 1, "diagnosis", "Strain"))
    assert answer.json["stale"][0]["theirs"] == "Fracture"
    (event,) = m.AccessEvent.select().where(m.AccessEvent.purpose == "stale cells")
    assert (event.sheet, event.row_ids, event.sensitivities) == ("claim", str(row_id), "medical")


def test_a_version_that_is_not_there_yet_is_stale(browser):
    row_id = claim(claimant="Rosa")
    answer = send(browser, (row_id, 999, "claimant", "Zoë"))
    assert answer.status_code == 409
    (stale,) = answer.json["stale"]
    assert (stale["yours"], stale["theirs"], stale["version"]) == ("Zoë", "Rosa", 1)
    assert (version(row_id), answer.json["batch"]) == (1, None)


def test_a_stale_relation_comes_back_as_its_key(browser):
    places = [
        write(department={"code": code, "name": code}).created[0][1] for code in ("A", "B", "C")
    ]
    row_id = claim(department=places[0])
    change(m.Claim, row_id, department=places[1])
    (stale,) = send(browser, (row_id, 1, "department", "C")).json["stale"]
    assert (stale["yours"], stale["theirs"]) == ("C", "B")


def test_a_refused_cell_comes_back_as_it_was_sent(browser):
    row_id = claim(claimant="Rosa", loss_date=date(2026, 3, 1))
    cells = {
        "amount_claimed": 99.999,
        "loss_date": "tomorrow",
        "status": "NoSuch",
        "department": "nope",
        "claim_no": None,
        "litigated": "perhaps",
    }
    answer = send(browser, *[(row_id, 1, name, value) for name, value in cells.items()])
    assert answer.status_code == 422
    assert {r["column"]: r["value"] for r in answer.json["refused"]} == cells
    for refused in answer.json["refused"]:
        assert set(refused) == {"id", "column", "value", "message"}
        assert not refused["message"].startswith("Not saved")
    assert (version(row_id), answer.json["batch"], answer.json["saved"]) == (1, None, [])


def test_a_day_refused_by_the_rules_comes_back_as_it_was_typed(browser):
    row_id = write(
        employee={"employee_no": "E", "name": "A", "hire_date": date(2020, 1, 1)}
    ).created[0][1]
    answer = send(browser, (row_id, 1, "birth_date", "3/1/2021"), sheet="employee")
    (refused,) = answer.json["refused"]
    assert refused["value"] == "3/1/2021"


def test_any_stale_cell_makes_it_409_though_others_are_refused(browser):
    row_id = claim(claimant="Rosa")
    change(m.Claim, row_id, claimant="Theirs")
    answer = send(browser, (row_id, 1, "claimant", "Yours"), (row_id, 2, "loss_date", "never"))
    assert answer.status_code == 409
    assert len(answer.json["refused"]) == 1


def test_an_unchanged_cell_answers_with_the_version_that_stands(browser):
    row_id = claim(claimant="Rosa")
    change(m.Claim, row_id, location="Elm")
    answer = send(browser, (row_id, 1, "claimant", "Rosa"))
    assert answer.json == {
        "batch": None,
        "saved": [{"id": row_id, "version": 2}],
        "stale": [],
        "refused": [],
    }


def test_a_number_that_another_record_bears_refuses_only_its_cell(browser):
    one, two, three = claims(3)
    answer = send(
        browser,
        (one, 1, "claim_no", "L-00001"),
        (one, 1, "location", "Elm"),
        (two, 1, "location", "Oak"),
        (three, 1, "claim_no", "L-9"),
    )
    assert answer.status_code == 422
    (refused,) = answer.json["refused"]
    assert (refused["id"], refused["column"], refused["value"]) == (one, "claim_no", "L-00001")
    assert refused["message"] == "There is already a claim with this Claim no."
    assert [saved["id"] for saved in answer.json["saved"]] == [one, two, three]
    assert m.Claim.get_by_id(one).location == "Elm"
    assert m.Claim.get_by_id(three).claim_no == "L-9"


def test_a_number_given_to_two_records_at_once_refuses_the_second(browser):
    one, two = claims(2)
    answer = send(browser, (one, 1, "claim_no", "L-9"), (two, 1, "claim_no", "L-9"))
    assert [refused["id"] for refused in answer.json["refused"]] == [two]
    assert m.Claim.get_by_id(one).claim_no == "L-9"


def test_a_key_of_several_columns_is_taken_as_a_whole(browser, sign_in):
    for day in (1, 2):
        write(holiday={"calendar": "court", "day": date(2031, 1, day), "name": "A day"})
    rows = {h.day: h for h in m.Holiday.select().where(m.Holiday.day >= date(2031, 1, 1))}
    first = rows[date(2031, 1, 1)]
    manager = sign_in("risk_manager")
    told = send(manager, (first.id, 1, "day", "2031-01-02"), sheet="holiday").json
    assert [r["value"] for r in told["refused"]] == ["2031-01-02"]
    told = send(manager, (first.id, 1, "day", "2031-01-03"), sheet="holiday").json
    assert told["refused"] == []


def test_who_may_not_write_the_sheet_is_refused_whole(sign_in):
    row_id = claim()
    answer = send(sign_in("auditor"), (row_id, 1, "claimant", "Zoë"))
    assert answer.status_code == 403
    assert set(answer.json) == {"error"}


def test_money_is_not_moved_by_a_cell(browser):
    claim_id = claim()
    reserve(claim_id, 100_00)
    row = m.Reserve.get()
    answer = send(browser, (row.id, 1, "amount", "1"), sheet="reserve")
    assert answer.status_code == 422
    assert "set the reserve again" in answer.json["refused"][0]["message"]


def test_a_relation_out_of_sight_and_a_missing_one_answer_alike(sign_in):
    claim_id = claim(claim_no="L-1")
    document(claim=claim_id, sensitivity="medical", document_no="D-HIDDEN")
    step = write(investigationstep={"claim": claim_id, "asked_of": "a", "what": "w"}).created[0][1]
    manager = sign_in("risk_manager")
    told = [
        send(manager, (step, 1, "document", number), sheet="investigationstep")
        for number in ("D-HIDDEN", "D-MISSING")
    ]
    assert [answer.status_code for answer in told] == [422, 422]
    said = [answer.json["refused"][0]["message"] for answer in told]
    assert said[0].replace("D-HIDDEN", "D-MISSING") == said[1]
    assert m.InvestigationStep.get_by_id(step).document_id is None


def test_many_stale_cells_cost_as_many_questions_as_one(browser, queries):
    places = [write(department={"code": code, "name": code}).created[0][1] for code in "AB"]
    ids = claims(300, department=places[0])
    draft = Draft("theirs", source="seed", on=TODAY)
    for row_id in ids:
        draft.change(m.Claim, row_id, department=places[1])
    commit(OPERATOR, draft)
    counts, spent = [], []
    for part in (ids[:2], ids):
        send(browser, (ids[0], 2, "location", f"warm {len(part)}"))
        start = process_time()
        with queries() as asked:
            answer = send(browser, *[(row_id, 1, "department", "A") for row_id in part])
        spent.append(process_time() - start)
        counts.append(len(asked))
        assert len(answer.json["stale"]) == len(part)
        assert answer.json["stale"][0]["theirs"] == "B"
    assert counts[1] <= counts[0] + 1
    assert spent[1] < 1


# --- Errors ---------------------------------------------------------------------------------------


def test_a_look_up_gives_the_nearest_names_first(browser):
    draft = Draft("causes", source="seed", on=TODAY)
    titles = ["Streetlight", "Fallen tree", "Tree limb", "Retreeing"]
    rows = [(f"K{n}", title, "Premises") for n, title in enumerate(titles)]
    draft.create_many(m.CauseCode, ("code", "title", "group"), rows)
    commit(OPERATOR, draft)
    told = browser.get("/admin/claim/lookup?for=cause_code&q=tree").json["results"]
    assert [one["text"].split(maxsplit=1)[-1] for one in told] == [
        "Tree limb", "Fallen tree", "Streetlight", "Retreeing",
    ]  # fmt: skip


@pytest.mark.parametrize("accept", ["text/html", "*/*", "application/json"])
def test_rows_and_look_ups_answer_errors_as_data(client, sign_in, accept):
    browser, head = sign_in("technician"), {"Accept": accept}
    for address, status in (
        ("/admin/claim/rows?filter=nonsense", 400),
        ("/admin/claim/lookup?for=nothing", 400),
        ("/admin/claim/lookup?for=status", 400),
        ("/admin/accessevent/rows", 403),
        ("/admin/nothing/rows", 404),
    ):
        answer = browser.get(address, headers=head)
        assert answer.status_code == status, address
        assert list(answer.json) == ["error"], address
    for address in ("/admin/claim/rows", "/admin/claim/lookup"):
        answer = client.get(address, headers=head)
        assert answer.status_code == 401
        assert answer.json["error"]
    unsigned = client.patch("/admin/claim/rows", json=[], headers=head)
    assert (unsigned.status_code in (400, 401), unsigned.is_json) == (True, True)
    untoken = browser.patch("/admin/claim/rows", json=[], headers=head)
    assert (untoken.status_code, list(untoken.json)) == (400, ["error"])
