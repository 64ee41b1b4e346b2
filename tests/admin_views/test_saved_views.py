"""The views of a list on its page: opened by an address, changed, kept, and whole in every link and way out."""

import json
import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

import models as m
from admin_views import vendor
from journal import saved_views, settings
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

ON = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def some_claims(office):
    draft = Draft("claims", source="seed", on=ON)
    for n, status in enumerate(("investigation", "investigation", "received")):
        draft.create(m.Claim, claim_no=f"L-{n}", line="L", status=status, claimant=f"Person {n}", location="Elm" if n else "Oak")  # fmt: skip
    commit(OPERATOR, draft)


def keep(browser, name="My open claims", **values) -> int:
    form = {"sheet": "claim", "name": name, "filter": "status=investigation", "sort": "-claim_no", "columns": "claim_no,status"}  # fmt: skip
    answer = browser.send("/admin/views/", data={**form, **values})
    assert answer.status_code == 302, answer.text
    return int(parse_qs(urlsplit(answer.location).query)["view"][0])


def links(page) -> list[str]:
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', page.text)]


def chips(page) -> list[str]:
    return [
        unescape(words)
        for words in re.findall(r'aria-label="Remove the filter ([^"]+)"', page.text)
    ]


def title(page) -> str:
    return re.search(r"data-views>\s*<summary[^>]*>([^<]+?) <span", page.text).group(1)


def numbers(page) -> list[str]:
    return re.findall(r"L-\d", re.sub(r"<script.*?</script>", "", page.text.split("<tbody>")[1]))


def heads(page) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*><a[^>]*>([^<]+)', page.text)


def test_a_list_is_kept_under_a_name_and_opened_by_its_address(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    page = browser.get(f"/admin/claim/?view={view}")
    assert title(page) == "My open claims"
    assert (numbers(page), heads(page)) == (["L-1", "L-0"], ["Claim no.", "Status"])
    assert chips(page) == ["Status is Investigation"]


def test_every_link_of_a_view_keeps_it(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    draft = Draft("more", source="seed", on=ON)
    for n in range(150):
        draft.create(m.Claim, claim_no=f"L-9{n:03}", line="L", status="investigation")
    commit(OPERATOR, draft)
    page = browser.get(f"/admin/claim/?view={view}")
    onward = next(href for href in links(page) if "after=" in href)
    assert parse_qs(urlsplit(onward).query).keys() == {"view", "after"}
    assert browser.get(onward).text.count("<tr data-id") == 52
    assert page.text.count(f'name="view" value="{view}"') >= 4


def test_what_is_changed_of_a_view_is_said_and_may_be_saved_or_discarded(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    page = browser.get(f"/admin/claim/?view={view}")
    by_status = next(h for h in links(page) if h.endswith("sort=status"))
    changed = browser.get(by_status)
    assert title(changed) == "My open claims (changed)"
    assert chips(changed) == ["Status is Investigation"]
    assert heads(changed) == ["Claim no.", "Status"]
    assert "Save “My open claims” as it is now" in changed.text
    assert f"/admin/claim/?view={view}" in links(changed)
    without = next(h for h in links(changed) if "filter" not in h and "changed=yes" in h and "sort=status" in h)  # fmt: skip
    assert len(numbers(browser.get(without))) == 3


def test_what_an_address_adds_to_a_view_is_a_change_of_it(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    added = browser.get(f"/admin/claim/?view={view}&filter=location=Oak")
    assert (numbers(added), title(added)) == (["L-0"], "My open claims (changed)")
    other = browser.get(f"/admin/claim/?view={view}&sort=claim_no")
    assert (numbers(other), title(other)) == (["L-0", "L-1"], "My open claims (changed)")
    same = browser.get(f"/admin/claim/?view={view}&sort=-claim_no&filter=status=investigation")
    assert title(same) == "My open claims"
    alone = browser.get(f"/admin/claim/?view={view}&changed=yes&filter=location=Oak")
    assert chips(alone) == ["Location is Oak"]


def test_a_view_is_kept_anew_from_its_changes(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    keep(browser, over=str(view), filter="location=Oak", sort="", columns="")
    page = browser.get(f"/admin/claim/?view={view}")
    assert (title(page), numbers(page)) == ("My open claims", ["L-0"])
    assert m.SavedView.select().count() == 1


def test_rename_open_with_and_trash_from_the_menu(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    browser.send(f"/admin/views/{view}/rename_view", data={"name": "Mine"})
    assert title(browser.get(f"/admin/claim/?view={view}")) == "Mine"
    assert browser.get("/admin/claim/").status_code == 200
    browser.send(f"/admin/views/{view}/open_with_view", data={"opens": "yes"})
    opened = browser.get("/admin/claim/")
    assert (opened.status_code, opened.location) == (302, f"/admin/claim/?view={view}")
    gone = browser.send(f"/admin/views/{view}/delete_view")
    assert gone.location == "/admin/claim/?view=none"
    assert browser.get("/admin/claim/").status_code == 200
    lost = browser.get(f"/admin/claim/?view={view}")
    assert lost.status_code == 200
    assert "That view is not there any more" in lost.text


def test_a_sheet_opens_with_the_view_and_none_is_the_offices_own(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser, opens="yes")
    assert browser.get("/admin/claim/?plain=yes").location == f"/admin/claim/?view={view}&plain=yes"
    own = browser.get("/admin/claim/?view=none")
    assert (title(own), len(numbers(own))) == ("Views", 3)
    filtered = browser.get("/admin/claim/?filter=location=Oak")
    assert numbers(filtered) == ["L-0"]
    whole = next(h for h in links(filtered) if h.startswith("/admin/claim/") and "filter" not in h and "sort" not in h and "view=none" in h)  # fmt: skip
    assert len(numbers(browser.get(whole))) == 3
    assert browser.get("/admin/claim/?trash=yes").status_code == 200
    assert len(browser.get("/admin/claim/rows").json["rows"]) == 3


def test_rows_and_the_file_of_a_list_take_the_view(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    rows = browser.get(f"/admin/claim/rows?view={view}").json["rows"]
    assert [row["claim_no"] for row in rows] == ["L-1", "L-0"]
    assert set(rows[0]) == {"id", "version", "claim_no", "status"}
    with browser.send("/admin/claim/export", data={"view": str(view), "format": "csv"}) as file:
        lines = file.text.splitlines()
    assert lines[1:] == ["L-1,Investigation", "L-0,Investigation"]
    assert browser.get("/admin/claim/rows?view=99").status_code == 404
    assert browser.get("/admin/claim/rows?view=x").status_code == 400


def test_a_script_saves_a_view_with_its_look(sign_in) -> None:
    browser = sign_in("technician")
    body = {
        "sheet": "claim",
        "name": "Wide",
        "state": {"filters": ["status=investigation"], "group": ["status"]},
        "look": {"widths": {"status": 240}, "frozen": ["claim_no"]},
    }
    told = browser.send("/admin/views/", json=body).json
    assert (told["name"], told["url"]) == ("Wide", f"/admin/claim/?view={told['id']}")
    assert m.SavedView.get_by_id(told["id"]).look == body["look"]
    anew = browser.send(
        "/admin/views/", json={**body, "view": told["id"], "look": {"height": "high"}}
    )
    assert anew.json["id"] == told["id"]
    assert m.SavedView.get_by_id(told["id"]).look == {"height": "high"}
    gone = browser.send(f"/admin/views/{told['id']}/delete_view", json={})
    assert gone.json["gone"]
    for wrong in ([], {"sheet": "nosuch", "name": "x"}, {**body, "view": "x"}, {**body, "name": ""}, {**body, "state": {"x": 1}}):  # fmt: skip
        answer = browser.send("/admin/views/", json=wrong)
        assert answer.status_code in (400, 422), wrong
        assert answer.json["error"]


def test_only_who_may_share_is_offered_to(sign_in) -> None:
    technician, manager = sign_in("technician"), sign_in("risk_manager")
    assert 'name="kind"' not in technician.get("/admin/claim/").text
    assert 'name="kind"' in manager.get("/admin/claim/").text
    view = keep(manager, "Ours", kind="shared")
    page = technician.get(f"/admin/claim/?view={view}&sort=status")
    assert "Save as a new view" in page.text
    assert "Rename “Ours”" not in page.text
    assert "Save “Ours” as it is now" not in page.text
    refused = technician.send(f"/admin/views/{view}/delete_view")
    assert refused.status_code == 403
    assert "Save a view" not in sign_in("auditor").get("/admin/claim/").text


def test_a_view_shows_a_coordinator_no_more_than_they_may_see(sign_in) -> None:
    manager = sign_in("wc_manager")
    view = keep(manager, "Zaunkoenigs", kind="shared", filter="diagnosis~Zaunkoenig", sort="-diagnosis", columns="claim_no,diagnosis")  # fmt: skip
    assert chips(manager.get(f"/admin/claim/?view={view}")) == ["Diagnosis contains Zaunkoenig"]
    browser = sign_in("coordinator")
    for address in (f"claim/?view={view}", f"claim/rows?view={view}", "savedview/", f"savedview/details/?id={view}", f"savedview/history/{view}", "savedview/rows"):  # fmt: skip
        page = browser.get(f"/admin/{address}")
        assert page.status_code == 200, address
        text = page.text.replace("Zaunkoenigs", "")
        assert "Zaunkoenig" not in text, address
        assert "iagnosis" not in text, address
    assert "One filter of this view is left out" in browser.get(f"/admin/claim/?view={view}").text


def test_a_view_kept_by_somebody_else_is_not_told_of(sign_in) -> None:
    view = keep(sign_in("technician"), "Secret name")
    other = sign_in("examiner")
    page = other.get(f"/admin/claim/?view={view}")
    assert "Secret name" not in page.text
    assert "That view is not there any more" in page.text
    assert len(numbers(page)) == 3
    assert other.send(f"/admin/views/{view}/rename_view", data={"name": "x"}).status_code == 404


def test_the_menu_asks_the_database_nothing_more(sign_in, queries) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    browser.get(f"/admin/claim/?view={view}")
    with queries() as asked:
        browser.get(f"/admin/claim/?view={view}")
    assert not [text for text in asked if "saved_view" in text]


def test_another_process_reads_a_view_anew_when_its_address_asks_for_it(
    sign_in, monkeypatch
) -> None:
    monkeypatch.setattr(settings, "KEPT_SECONDS", 600)
    browser = sign_in("technician")
    view = keep(browser)
    browser.get(f"/admin/claim/?view={view}")
    monkeypatch.setattr(saved_views, "forget", lambda: None)
    saved = browser.send("/admin/views/", data={"over": str(view), "q": "Person 2"})
    assert chips(browser.get(f"/admin/claim/?view={view}")) == ["Status is Investigation"]
    assert chips(browser.get(saved.location)) == ["holds “Person 2”"]


def facts_of(page) -> dict:
    """What the scripts of a grid are told."""
    return json.loads(
        re.search(r"data-grid-facts[^>]*>(.*?)</script>", page.text, re.DOTALL).group(1)
    )


def test_the_grid_is_told_the_look_and_the_view(sign_in, monkeypatch) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    browser = sign_in("technician")
    body = {
        "sheet": "claim",
        "name": "Wide",
        "state": {"q": "Person"},
        "look": {"widths": {"status": 240}},
    }
    view = browser.send("/admin/views/", json=body).json["id"]

    def told(address: str) -> dict:
        return facts_of(browser.get(address))

    facts = told(f"/admin/claim/?view={view}")
    assert facts["look"] == body["look"]
    assert facts["view"] == {"id": view, "name": "Wide", "kind": "personal", "changed": False, "may_change": True}  # fmt: skip
    assert facts["state"] == [["view", str(view)]]
    changed = told(f"/admin/claim/?view={view}&sort=status")
    assert changed["view"]["changed"]
    assert ["sort", "status"] in changed["state"]
    assert told("/admin/claim/?view=none")["view"] is None
    months = {**body, "name": "Months", "state": {"group": ["status", "-loss_date:month"]}}
    view = browser.send("/admin/views/", json=months).json["id"]
    assert told(f"/admin/claim/?view={view}")["group"] == ["status", "-loss_date:month"]


# --- An address that cannot be asked as it is ---------------------------------------------------


def notices(page) -> list[str]:
    """What is said above the list."""
    return [unescape(words) for words in re.findall(r'role="note"><p>([^<]+)</p>', page.text)]


LEFT = {
    "filter=loss_date=someday": "The filter “Loss date is someday” was left out: the list may show more than it means. “someday” is no",
    "filter=nonsense": "The filter “nonsense” was left out: the list may show more than it means. “nonsense” is not a filter.",
    "filter=nothing=1": "The filter “nothing=1” was left out: the list may show more than it means. Claims have no column “nothing”.",
    "sort=nothing,-claim_no": "The order by “nothing” was left out. Claims have no column “nothing”.",
    "sort=claim_no,claim_no": "The order by “claim_no,claim_no” was left out. A list is sorted by at most",
    "columns=nothing,claim_no": "The column “nothing” was left out. Claims have no column “nothing”.",
    "group=nothing": "The group “nothing” was left out. Claims have no column “nothing”.",
}  # fmt: skip


@pytest.mark.parametrize("grid", [False, True], ids=["plain", "grid"])
@pytest.mark.parametrize(("bad", "words"), LEFT.items())
def test_the_list_stands_without_what_of_its_address_cannot_be_asked(
    sign_in, monkeypatch, bad, words, grid
) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: grid)
    page = sign_in("technician").get(f"/admin/claim/?{bad}&filter=status=investigation")
    assert page.status_code == 200
    assert [said for said in notices(page) if said.startswith(words)], notices(page)
    assert chips(page) == ["Status is Investigation"]
    clean = next(h for h in links(page) if "status%3Dinvestigation" in h)
    assert "nothing" not in clean
    assert "Go on without it" in page.text
    assert ('data-filter-mend="' in page.text) == bad.startswith("filter")
    if not grid:
        assert set(numbers(page)) == {"L-0", "L-1"}
        assert heads(page)[0] == "Claim no."


def test_the_grid_goes_on_from_what_of_its_address_can_be_asked(sign_in, monkeypatch) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    page = sign_in("technician").get(
        "/admin/claim/?filter=paid=much&filter=location=Oak&sort=nothing,-claim_no&group=nothing,status"
    )
    facts = facts_of(page)
    assert facts["state"] == [["filter", "location=Oak"], ["sort", "-claim_no"], ["group", "status"]]  # fmt: skip
    assert len(notices(page)) == 3
    assert "Go on without them" in page.text


def test_what_is_out_of_sight_is_left_out_of_an_address_that_was_sent(sign_in) -> None:
    browser = sign_in("risk_manager")
    for asked in ("filter=diagnosis~Sprain", "sort=diagnosis", "columns=claim_no,diagnosis"):
        page = browser.get(f"/admin/claim/?{asked}")
        assert page.status_code == 200, asked
        assert "was left out" in " ".join(notices(page)), asked
        assert "data-filter-mend" not in page.text
        assert "iagnosis" not in page.text.split("<table")[1].split("</table>")[0]
    for asked in ("filter=diagnosis~Sprain", "sort=diagnosis", "columns=diagnosis"):
        assert browser.get(f"/admin/claim/rows?{asked}").status_code == 403, asked
        assert browser.get(f"/admin/claim/order?{asked}").status_code in (403, 200), asked


def test_what_an_address_adds_wrongly_to_a_view_leaves_the_view(sign_in) -> None:
    browser = sign_in("technician")
    view = keep(browser)
    page = browser.get(f"/admin/claim/?view={view}&filter=paid=much")
    assert (title(page), chips(page)) == ("My open claims", ["Status is Investigation"])
    assert "was left out" in " ".join(notices(page))


def test_a_place_in_a_list_that_is_broken_is_refused_as_before(sign_in) -> None:
    browser = sign_in("technician")
    assert browser.get("/admin/claim/?after=zzz&filter=status=investigation").status_code == 400


# --- An address to send -------------------------------------------------------------------------


def to_send(page) -> str:
    """The address that the menu gives to send, without the office's own."""
    whole = unescape(re.search(r'value="([^"]+)" data-view-address', page.text).group(1))
    assert whole.startswith("http")
    return whole[whole.index("/admin/") :]


def test_a_view_of_ones_own_is_sent_as_what_it_asks(sign_in) -> None:
    browser, other = sign_in("technician"), sign_in("examiner")
    view = keep(browser, "Secret name", group="status")
    address = to_send(browser.get(f"/admin/claim/?view={view}"))
    page = other.get(address)
    assert "Secret name" not in page.text
    assert (title(page), numbers(page), chips(page)) == ("Views", ["L-1", "L-0"], ["Status is Investigation"])  # fmt: skip
    assert heads(page) == ["Claim no.", "Status"]
    assert parse_qs(urlsplit(address).query)["group"] == ["status"]
    changed = to_send(browser.get(f"/admin/claim/?view={view}&filter=location=Oak&plain=yes"))
    assert numbers(other.get(changed)) == ["L-0"]
    assert "view" not in changed
    assert "plain" not in changed
    plainly = to_send(browser.get("/admin/claim/?view=none"))
    assert plainly == "/admin/claim/?view=none"


def test_a_shared_view_is_sent_by_its_number(sign_in) -> None:
    manager = sign_in("risk_manager")
    view = keep(manager, "Ours", kind="shared")
    assert to_send(manager.get(f"/admin/claim/?view={view}")) == f"/admin/claim/?view={view}"


def test_you_are_called_by_your_name_in_what_you_send(sign_in) -> None:
    browser, other = sign_in("technician"), sign_in("examiner")
    own = m.User.get(m.User.email == "technician@city.gov").id
    draft = Draft("mine", source="seed", on=ON)
    draft.create(m.Claim, claim_no="L-7", line="L", status="received", adjuster=own)
    commit(OPERATOR, draft)
    view = keep(browser, "Mine", filter="adjuster=me|claimant~me")
    address = to_send(browser.get(f"/admin/claim/?view={view}"))
    assert parse_qs(urlsplit(address).query)["filter"] == ["adjuster=technician@city.gov|claimant~me"]  # fmt: skip
    assert numbers(other.get(address)) == ["L-7"]


def test_who_gets_an_address_sees_no_more_than_they_may(sign_in) -> None:
    browser = sign_in("wc_manager")
    view = keep(browser, "Sprains", filter="diagnosis~Zaunkoenig", columns="claim_no,diagnosis")
    page = sign_in("risk_manager").get(to_send(browser.get(f"/admin/claim/?view={view}")))
    assert len([said for said in notices(page) if "was left out" in said]) == 2
    assert heads(page) == ["Claim no."]


LOOK = {
    "widths": {"status": 240, "diagnosis": 90},
    "frozen": ["claim_no", "diagnosis"],
    "height": "high",
    "formats": {"due": False, "own": [{"column": "diagnosis", "sign": "=", "value": "Sprain", "tone": "red"}, {"column": "paid", "sign": ">=", "value": "1000", "tone": "red"}]},
    "foot": {"paid": "sum", "diagnosis": "filled"},
}  # fmt: skip


def carrying(look, *more: tuple[str, str]) -> str:
    text = look if isinstance(look, str) else json.dumps(look)
    return f"/admin/claim/?{urlencode([*more, ('look', text)])}"


def test_an_address_carries_how_the_list_looks(sign_in, monkeypatch) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    browser = sign_in("wc_manager")
    page = browser.get(carrying(LOOK, ("filter", "status=investigation")))
    facts = facts_of(page)
    assert facts["look"] == LOOK
    assert ["look", json.dumps(LOOK)] in facts["state"]
    assert len(chips(page)) == 1
    (without,) = re.findall(r'href="([^"]+)"[^>]*aria-label="Remove the filter', page.text)
    assert "look=" in without
    assert parse_qs(urlsplit(to_send(page)).query)["look"]


def test_the_look_of_an_address_stands_over_that_of_its_view(sign_in, monkeypatch) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    manager = sign_in("risk_manager")
    body = {"sheet": "claim", "name": "Ours", "kind": "shared", "state": {"q": "Person"}, "look": {"height": "low"}}  # fmt: skip
    view = str(manager.send("/admin/views/", json=body).json["id"])
    page = manager.get(carrying({"height": "high"}, ("view", view)))
    facts = facts_of(page)
    assert (facts["look"], facts["view"]["changed"]) == ({"height": "high"}, False)
    assert parse_qs(urlsplit(to_send(page)).query).keys() == {"view", "look"}


def test_a_view_of_ones_own_is_sent_with_its_look(sign_in, monkeypatch) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    browser = sign_in("technician")
    body = {"sheet": "claim", "name": "Mine", "state": {"q": "Person"}, "look": {"widths": {"status": 240}}}  # fmt: skip
    view = browser.send("/admin/views/", json=body).json["id"]
    address = to_send(browser.get(f"/admin/claim/?view={view}"))
    assert facts_of(sign_in("examiner").get(address))["look"] == body["look"]


def test_a_look_that_is_sent_shows_nobody_more_than_they_may_see(sign_in, monkeypatch) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    look = facts_of(sign_in("risk_manager").get(carrying(LOOK)))["look"]
    assert (look["widths"], look["frozen"], look["foot"]) == ({"status": 240}, ["claim_no"], {"paid": "sum"})  # fmt: skip
    assert [rule["column"] for rule in look["formats"]["own"]] == ["paid"]


@pytest.mark.parametrize("bad", [
    "nonsense", "[]", "7", '{"height": "huge"}', '{"widths": {"status": "wide"}}', '{"script": 1}', '{"frozen": [["a"]]}',
    '{"formats": {"own": [{"column": "paid", "sign": "=", "value": "1", "tone": "<b>"}]}}', "[" * 3_000, " " * 4_100 + "{}1",
    json.dumps({"widths": {f"column_{n}": 100 for n in range(299)}}),
], ids=range(11))  # fmt: skip
def test_a_look_that_cannot_be_read_is_left_out_and_said(sign_in, monkeypatch, bad) -> None:
    monkeypatch.setattr(vendor, "has_grid", lambda: True)
    page = sign_in("technician").get(carrying(bad, ("filter", "status=investigation")))
    facts = facts_of(page)
    assert (facts["look"], facts["state"]) == ({}, [["filter", "status=investigation"]])
    assert notices(page) == ["The look that this address carries cannot be read: the list stands in its usual one."]  # fmt: skip
    assert "look" not in parse_qs(urlsplit(to_send(page)).query)
