"""The gate: nothing without a rule, nothing from another site, nothing that leads away; what a refusal leaves."""

import random
import re
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask, g, redirect
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

import models as m
from admin_views import gate, headers
from admin_views.gate import (
    Acts,
    Anyone,
    Holds,
    Looks,
    Nobody,
    Own,
    Reads,
    SignedIn,
    SignInFirst,
    Visit,
    Writes,
)
from admin_views.places import safe_back
from journal import policy
from journal.who import NOBODY, Who
from rules.errors import NotFound, Refused

TECHNICIAN = Who("t@city.gov", 1, "T", frozenset({"technician"}))
AUDITOR = Who("a@city.gov", 2, "A", frozenset({"auditor"}))
CHIEF = Who("c@city.gov", 3, "C", frozenset({"administrator"}))


class TestRules:
    @pytest.mark.parametrize(
        ("named", "visit", "refusal"),
        [
            (Anyone(), Visit(NOBODY, writes=True), None),
            (Nobody(), Visit(CHIEF), NotFound),
            (Own(), Visit(NOBODY), SignInFirst),
            (Own(), Visit(CHIEF.seen_as("auditor"), writes=True), None),
            (SignedIn(), Visit(NOBODY), SignInFirst),
            (SignedIn(), Visit(TECHNICIAN, writes=True), None),
            (SignedIn(), Visit(CHIEF.seen_as("technician")), None),
            (SignedIn(), Visit(CHIEF.seen_as("technician"), writes=True), Refused),
            (Reads(m.Claim), Visit(NOBODY), SignInFirst),
            (Reads(m.Claim), Visit(AUDITOR), None),
            (Reads(m.Claim), Visit(CHIEF), Refused),
            (Reads(), Visit(TECHNICIAN, m.Claim), None),
            (Writes(m.Claim), Visit(TECHNICIAN, writes=True), None),
            (Writes(m.Claim), Visit(AUDITOR, writes=True), Refused),
            (Writes(m.Claim), Visit(CHIEF.seen_as("technician")), Refused),
            (Holds("administrator"), Visit(CHIEF), None),
            (Holds("administrator", "auditor"), Visit(AUDITOR), None),
            (Holds("administrator"), Visit(TECHNICIAN), Refused),
            (Holds("administrator"), Visit(NOBODY), SignInFirst),
            (Looks(), Visit(CHIEF, held=CHIEF.roles), None),
            (Looks(), Visit(CHIEF.seen_as("auditor"), held=CHIEF.roles, writes=True), None),
            (Looks(), Visit(TECHNICIAN, held=TECHNICIAN.roles), Refused),
        ],
    )
    def test_each_lets_pass_whom_it_names(self, named, visit, refusal):
        assert type(gate.refusal(visit, named)) is (refusal or type(None))

    def test_an_action_is_for_the_roles_that_it_registers(self, monkeypatch):
        monkeypatch.setitem(policy.ACTS, "pay", ("technician",))
        assert gate.refusal(Visit(TECHNICIAN, arguments={"key": "pay"}), Acts()) is None
        assert isinstance(gate.refusal(Visit(AUDITOR, arguments={"verb": "pay"}), Acts()), Refused)
        assert isinstance(
            gate.refusal(Visit(TECHNICIAN, arguments={"key": "fly"}), Acts()), NotFound
        )
        assert isinstance(gate.refusal(Visit(CHIEF.seen_as("technician")), Acts("pay")), Refused)


class TestStart:
    def test_an_address_without_a_rule_stops_it(self):
        app = Flask("test")
        app.add_url_rule("/bare", "bare", lambda: "", methods=["GET", "POST"])
        app.add_url_rule(
            "/half", "half", gate.rule(GET=SignedIn())(lambda: ""), methods=["GET", "DELETE"]
        )
        with pytest.raises(RuntimeError) as stopped:
            gate.close(app)
        assert re.findall(r"  (\w+ /\w+) ", str(stopped.value)) == [
            "GET /bare",
            "POST /bare",
            "DELETE /half",
        ]

    def test_every_address_of_the_office_has_one(self, app):
        rules = app.extensions["gate"]
        assert {(route.endpoint, method) for route, method in gate.addresses(app)} == set(rules)
        assert None not in rules.values()

    def test_one_that_was_added_later_is_shut(self, own_app, make_person):
        own_app.add_url_rule("/late", "late", lambda: "open")
        browser = own_app.test_client().become(make_person("administrator"))
        assert browser.get("/late").status_code == 404

    def test_options_tells_nothing(self, client):
        assert client.options("/login").status_code == 405


class TestVisits:
    def test_nobody_is_led_to_the_sign_in_and_back(self, client):
        assert client.get("/admin/?whose=office").location == "/login?next=/admin/?whose%3Doffice"
        page = client.get("/admin/?whose=office", follow_redirects=True)
        assert 'name="next" value="/admin/?whose=office"' in page.text

    def test_a_script_is_told_that_nobody_is_signed_in(self, client):
        answer = client.get("/admin/", headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json["sign_in"]) == (401, "/login")
        assert client.get("/admin/").status_code == 302

    def test_a_person_is_loaded_by_two_questions(self, sign_in, queries):
        browser = sign_in("technician")
        with queries() as asked:
            assert browser.get("/change").status_code == 200
        assert len([q for q in asked if 'FROM "user"' in q or 'FROM "role"' in q]) == 2

    def test_a_refusal_leaves_one_entry_and_no_value(self, app, sign_in):
        browser = sign_in("technician")
        answer = browser.get("/admin/account/messages/secret-name.eml?id=7")
        assert answer.status_code == 403
        (event,) = m.AccessEvent.select().where(m.AccessEvent.event == "refused")
        assert (event.actor, event.row_ids) == ("technician@city.gov", "7")
        assert event.purpose == "GET /admin/account/messages/<name>"

    def test_who_and_day_are_known_to_pages(self, own_app, make_person):
        user_id = make_person("coordinator", "auditor")
        seen = []
        own_app.add_url_rule(
            "/probe", "probe", gate.rule(SignedIn())(lambda: seen.append((g.who, g.on)) or "")
        )
        gate.close(own_app)
        own_app.test_client().become(user_id).get("/probe")
        ((who, day),) = seen
        assert (who.user_id, who.roles, day.isoformat()) == (
            user_id,
            {"coordinator", "auditor"},
            "2026-11-24",
        )


class TestOrigin:
    @pytest.mark.parametrize(
        "head",
        [
            {"Origin": "https://evil.example"},
            {"Origin": "http://localhost:81"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
        ],
    )
    def test_another_site_changes_nothing(self, sign_in, head):
        assert sign_in("administrator").send("/logout", headers=head).status_code == 403

    @pytest.mark.parametrize(
        "head",
        [
            {},
            {"Origin": "http://localhost"},
            {"Sec-Fetch-Site": "same-origin"},
            {"Sec-Fetch-Site": "none"},
        ],
    )
    def test_the_own_pages_do(self, sign_in, head):
        assert sign_in("administrator").send("/logout", headers=head).status_code == 302

    def test_a_change_without_token_is_refused(self, app, sign_in, path_of):
        browser = sign_in("administrator")
        for route, method in gate.addresses(app):
            if method in ("POST", "PATCH", "PUT", "DELETE"):
                path = path_of(route)
                assert browser.open(path, method=method).status_code == 400, (method, path)


class TestLookingThroughAnotherRole:
    def test_it_is_read_only_and_ends(self, app, sign_in):
        chief = sign_in("administrator")
        assert chief.get("/admin/account/messages/none.eml").status_code == 404
        assert chief.send("/admin/view-as", data={"role": "technician"}).location == "/admin/"
        page = chief.get("/change")
        assert "Viewing as Claims technician." in page.text
        assert chief.get("/admin/account/messages/none.eml").status_code == 403
        assert chief.send("/admin/view-as", data={"role": ""}).status_code == 302
        assert chief.get("/admin/account/messages/none.eml").status_code == 404
        assert [
            e
            for (e,) in m.AccessEvent.select(m.AccessEvent.purpose)
            .where(m.AccessEvent.event == "view_as")
            .tuples()
        ] == ["technician"]

    def test_the_own_account_is_not_changed_meanwhile(self, sign_in):
        chief = sign_in("administrator")
        chief.send("/admin/view-as", data={"role": "technician"})
        for path in ("/change", "/tf-setup", "/tf-setup/x", "/mf-recovery-codes"):
            assert chief.send(path, data={"setup": "authenticator"}).status_code == 403, path
        assert chief.send("/logout").status_code == 302

    def test_nobody_else_may(self, sign_in):
        for role in set(policy.ROLES) - {"administrator"}:
            assert sign_in(role).send("/admin/view-as", data={"role": "auditor"}).status_code == 403

    def test_a_planted_role_is_ignored(self, sign_in):
        browser = sign_in("technician")
        with browser.session_transaction() as session:
            session["view_as"] = "administrator"
        assert browser.get("/admin/account/messages/none.eml").status_code == 403

    def test_signing_out_ends_it(self, sign_in):
        chief = sign_in("administrator")
        chief.send("/admin/view-as", data={"role": "technician"})
        chief.send("/logout")
        with chief.session_transaction() as session:
            assert "view_as" not in session


class TestHeaders:
    def test_every_answer_bears_them(self, client, sign_in):
        for answer in (
            client.get("/login"),
            client.get("/nix"),
            sign_in("auditor").get("/change"),
            client.get("/static/office.css", buffered=True),
        ):
            policy_line = answer.headers["Content-Security-Policy"]
            assert "script-src 'self' 'nonce-" in policy_line
            assert "unsafe-eval" not in policy_line
            assert "'unsafe-inline'" not in policy_line.partition("script-src")[2].partition(";")[0]
            assert "frame-ancestors 'none'" in policy_line
            for name, value in headers.FIXED.items():
                assert answer.headers[name] == value

    def test_pages_are_not_kept_and_files_are(self, client):
        assert client.get("/login").headers["Cache-Control"] == "private, no-store"
        assert (
            client.get("/static/office.css", buffered=True)
            .headers["Cache-Control"]
            .startswith("public")
        )

    def test_the_nonce_is_another_each_time_and_in_the_page(self, client):
        pages = [client.get("/login") for _ in range(2)]
        nonces = [
            re.search(r"'nonce-([^']+)'", p.headers["Content-Security-Policy"]).group(1)
            for p in pages
        ]
        assert nonces[0] != nonces[1]
        for page, nonce in zip(pages, nonces, strict=True):
            assert set(re.findall(r'<script[^>]*nonce="([^"]+)"', page.text)) == {nonce}
            assert not re.findall(r"<script(?![^>]*nonce)", page.text)
            assert not re.findall(r"\son\w+=", page.text)

    def test_over_https_the_cookie_is_bound_to_the_host(self, app_with):
        app = app_with(BASE_URL="https://claims.city.gov")
        answer = app.test_client().get("/login", base_url="https://claims.city.gov")
        cookie = answer.headers["Set-Cookie"]
        assert cookie.startswith("__Host-office=")
        assert "Secure" in cookie
        assert "Strict-Transport-Security" in answer.headers
        assert app.test_client().get("/login", base_url="https://evil.example").status_code == 400


PIECES = (
    "/",
    "\\",
    "//",
    "https:",
    "http:",
    "evil.com",
    "localhost",
    "@",
    ":",
    "?",
    "#",
    "%2f",
    "%5c",
    "%00",
    "\t",
    "\n",
    "\r",
    " ",
    "\x00",
    "javascript:",
    "data:",
    ".",
    "..",
    "admin",
    "ü",
    "\u2044",
    "\uff0f",
    "\u3000",
    "[",
    "]",
    ";",
)
HOST = "http://localhost/"


def leads_away(address: str) -> bool:
    """Whether a browser would leave the host: as browsers read it, controls dropped and backslashes turned."""
    read = re.sub(r"[\t\n\r]", "", address).strip("".join(map(chr, range(33))))
    whole = urlsplit(urljoin(HOST, read.replace("\\", "/")))
    return whole.scheme not in ("http",) or whole.netloc != "localhost"


class TestWayOut:
    def test_a_hundred_thousand_addresses_stay_inside(self):
        dice, kept = random.Random(20261124), 0
        for _ in range(100_000):
            address = "".join(dice.choice(PIECES) for _ in range(dice.randint(1, 7)))
            if safe_back(address, ""):
                kept += 1
                assert not leads_away(address), address
        assert kept > 1_000

    @given(st.text(max_size=40))
    @example("https:evil.com")
    @example("/\\evil.com")
    @example("//evil.com")
    @hypothesis_settings(
        max_examples=500, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
    )
    def test_any_text_stays_inside(self, address):
        assert not (safe_back(address, "") and leads_away(address))

    @pytest.mark.parametrize("name", ["next", "url", "back"])
    @pytest.mark.parametrize(
        "bad",
        [
            "https:evil.com",
            "https://evil.com",
            "//evil.com",
            "/\\evil.com",
            "\\evil",
            "javascript:alert(1)",
            " /admin",
            "http://localhost.evil.com/",
        ],
    )
    def test_a_link_that_leads_out_is_refused(self, client, sign_in, name, bad):
        assert client.get("/login", query_string={name: bad}).status_code == 400
        assert client.send("/login", data={name: bad}).status_code == 400

    @pytest.mark.parametrize(
        "good", ["/admin/claim/?filter=paid%3E1000", "http://localhost/admin/", ""]
    )
    def test_one_that_stays_is_taken(self, client, good):
        assert client.get("/login", query_string={"next": good}).status_code == 200

    def test_no_redirect_leaves_whoever_made_it(self, own_app):
        own_app.add_url_rule(
            "/out", "out", gate.rule(Anyone())(lambda: redirect("https:///evil.com"))
        )
        gate.close(own_app)
        answer = own_app.test_client().get("/out")
        assert (answer.status_code, answer.location) == (302, "/admin/")
        assert "evil" not in answer.text
        assert "Content-Security-Policy" in answer.headers


class TestFaults:
    def test_the_page_and_the_log_hold_no_value(self, own_app, caplog):
        def broken():
            secret = "Rosa Alvarez"
            raise ValueError(f"cannot read {secret}")

        own_app.add_url_rule("/broken", "broken", gate.rule(Anyone())(broken))
        gate.close(own_app)
        answer = own_app.test_client().get("/broken")
        assert answer.status_code == 500
        assert "Alvarez" not in answer.text + caplog.text
        assert "in broken" in caplog.text

    def test_data_is_answered_with_data(self, client):
        assert (
            client.get("/nix", headers={"Accept": "application/json"})
            .json["error"]
            .startswith("There is no such")
        )

    def test_a_broken_frame_still_says_what_is_wrong(self, app, client, monkeypatch):
        monkeypatch.setitem(app.jinja_env.globals, "url_for", None)
        answer = client.get("/nix")
        assert (answer.status_code, answer.mimetype) == (404, "text/plain")
