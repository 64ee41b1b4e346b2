"""Signing in and out: one-time links, passwords, limits, the ages of a session, what each leaves in the log."""

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from flask_security import core, forms

import models as m
from admin_views import entry, invites
from app import main
from journal import settings
from journal.commit import commit
from journal.database import write_transaction
from journal.drafts import Draft
from journal.who import OPERATOR, person
from rules.errors import BadValue, Blocked, NotFound, Refused

pytestmark = pytest.mark.slow

PASSWORD = "herons cross the estuary"
OTHER = "pelicans over the breakwater"


def events(kind: str | None = None) -> list[tuple[str, str, str | None]]:
    """The access log: (who, what, purpose)."""
    rows = m.AccessEvent.select(m.AccessEvent.actor, m.AccessEvent.event, m.AccessEvent.purpose)
    rows = rows.order_by(m.AccessEvent.id)
    return [row for row in rows.tuples() if kind in (None, row[1])]


def open_link(client, link: str, password: str = PASSWORD, **form):
    """Open a one-time link and set a password."""
    path = link.partition("//")[2].partition("/")[2]
    return client.send(f"/{path}", data={"password": password, "again": password, **form})


def enter(client, email: str, password: str = PASSWORD, **form):
    """Sign in by the page."""
    return client.send("/login", data={"email": email, "password": password, **form})


def is_in(client) -> bool:
    """Whether somebody is signed in with this browser."""
    return client.get("/tf-setup").status_code == 200


@pytest.fixture
def ann(app, client) -> str:
    """A technician with a password."""
    open_link(
        client,
        invites.invite(OPERATOR, "ann@city.gov", ("technician",), person=invites.Person("Ann Lee")),
    )
    client.send("/logout")
    return "ann@city.gov"


class TestLinks:
    def test_a_link_sets_the_password_and_signs_in(self, client):
        link = invites.invite(
            OPERATOR, "Ann@City.gov ", ("technician",), person=invites.Person("Ann Lee")
        )
        assert "ann@city.gov" in client.get(f"/welcome/{link.rpartition('/')[2]}").text
        answer = open_link(client, link)
        assert (answer.status_code, answer.location) == (302, "/admin/")
        assert is_in(client)
        user = m.User.get(m.User.email == "ann@city.gov")
        assert user.password.startswith("$argon2id$")
        assert user.invite_hash is None

    def test_a_link_works_once(self, app, client):
        link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        open_link(client, link)
        again = open_link(app.test_client(), link, OTHER)
        assert again.status_code == 404
        assert "was used" in again.text
        assert app.test_client().get(f"/welcome/{link.rpartition('/')[2]}").status_code == 404

    def test_a_link_is_not_used_up_by_looking_at_it(self, client):
        link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        for _ in range(3):
            assert client.get(f"/welcome/{link.rpartition('/')[2]}").status_code == 200
        assert open_link(client, link).status_code == 302

    def test_a_link_ends_after_three_days(self, client):
        link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        with write_transaction():
            m.User.update(invite_expires_at=datetime.now(UTC) - timedelta(seconds=1)).execute()
        assert open_link(client, link).status_code == 404

    def test_a_new_link_replaces_the_old_one(self, app, client):
        old = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        new = invites.invite(OPERATOR, "ann@city.gov", ("technician", "examiner"))
        assert open_link(client, old).status_code == 404
        assert open_link(client, new).status_code == 302
        assert m.UserRole.select().count() == 2

    def test_the_token_is_nowhere_in_the_database(self, app):
        token = invites.invite(OPERATOR, "ann@city.gov", ("technician",)).rpartition("/")[2]
        for model in (m.User, m.Batch, m.Change, m.AccessEvent):
            assert token not in json.dumps(list(model.select().dicts()), default=str)

    def test_a_head_request_does_not_use_a_link_up(self, client):
        link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        path = "/" + link.partition("//")[2].partition("/")[2]
        sent = {"password": PASSWORD, "again": PASSWORD}
        assert client.head(path, data=sent).status_code == 200
        assert m.User.get().password is None
        assert open_link(client, link).status_code == 302

    def test_a_person_who_was_disabled_cannot_use_a_link(self, client):
        link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        draft = Draft("test")
        draft.change(m.User, m.User.get().id, active=False)
        commit(OPERATOR, draft)
        assert open_link(client, link).status_code == 404

    def test_the_command_line_names_the_department(self, office, tmp_path, monkeypatch, capsys):
        draft = Draft("test", source="seed")
        draft.create(m.Department, code="PW", name="Public Works")
        commit(OPERATOR, draft)
        monkeypatch.setenv("CLAIMS_INSTANCE", str(tmp_path / "instance"))
        monkeypatch.setenv("DATABASE_URL", office)
        for code, ends in (("PW", 0), ("MOON", 2)):
            words = f"user add {code}@city.gov --role coordinator --department {code}".split()
            monkeypatch.setattr("sys.argv", ["app.py", *words])
            with pytest.raises(SystemExit) as ended:
                main()
            assert ended.value.code == ends
        said = capsys.readouterr()
        assert "/welcome/" in said.out
        assert "There is no department “MOON”" in said.err
        made = m.User.select(m.User.email, m.Department.code).join(m.Department).tuples()
        assert list(made) == [("pw@city.gov", "PW")]

    def test_inviting_is_journaled_and_for_administrators(self, app, make_person):
        invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        assert [c.sheet for c in m.Change.select().order_by(m.Change.id)] == [
            "role",
            "user",
            "userrole",
        ]
        with pytest.raises(Refused):
            invites.invite(person("ann@city.gov"), "bob@city.gov", ("administrator",))
        with pytest.raises(NotFound):
            invites.invite(OPERATOR, "bob@city.gov", ("king",))
        with pytest.raises(BadValue):
            invites.invite(OPERATOR, "bob at city", ("auditor",))


class TestFirstAdministrator:
    @pytest.fixture
    def link(self, app) -> str:
        return invites.first_link(app.extensions["office"], "http://127.0.0.1:8000")

    def test_the_link_makes_the_first_administrator(self, client, link):
        assert open_link(client, link).status_code == 422
        answer = open_link(
            client, link, email="Chief@city.gov", name="Chief", roles=["risk_manager", "king"]
        )
        assert answer.location == "/admin/"
        user = m.User.get()
        assert (user.email, user.name) == ("chief@city.gov", "Chief")
        assert {role for (role,) in m.Role.select(m.Role.name).tuples()} == {
            "administrator",
            "risk_manager",
        }
        assert not invites.needs_first()

    def test_a_bad_e_mail_leaves_the_link_good(self, client, link):
        assert open_link(client, link, email="chief", name="Chief").status_code == 422
        assert open_link(client, link, email="chief@city.gov", name="Chief").status_code == 302

    def test_the_link_is_good_once(self, app, client, link):
        open_link(client, link, email="chief@city.gov", name="Chief")
        assert open_link(app.test_client(), link, email="b@city.gov", name="B").status_code == 404
        with pytest.raises(Blocked):
            invites.make_first(app.extensions["office"], "b@city.gov", "B", ())

    def test_the_kept_digest_is_for_the_owner_alone(self, app, link):
        place = app.extensions["office"].folder / invites.FIRST
        assert place.stat().st_mode & 0o777 == 0o600
        assert link.rpartition("/")[2] not in place.read_text()

    def test_an_ended_link_is_refused(self, app, client, link):
        place = app.extensions["office"].folder / invites.FIRST
        kept = json.loads(place.read_text())
        place.write_text(json.dumps({**kept, "ends": "2020-01-01T00:00:00+00:00"}))
        assert open_link(client, link, email="chief@city.gov", name="Chief").status_code == 404


class TestPasswords:
    @pytest.mark.parametrize(
        ("password", "why"),
        [
            ("short one", "at least 12"),
            ("x" * 129, "at most 128"),
            ("password1234", "tried first"),
            ("P@ssw0rd2026!", "tried first"),
            ("qwertyuiop123", "tried first"),
            ("123456789012", "tried first"),
            ("aaaaaaaaaaaaaa", "tried first"),
            ("claimsoffice2026", "tried first"),
            ("annlee annlee ann", "tried first"),
        ],
    )
    def test_what_everybody_tries_is_refused(self, client, password, why):
        link = invites.invite(
            OPERATOR, "annlee@city.gov", ("technician",), person=invites.Person("Ann Lee")
        )
        answer = open_link(client, link, password)
        assert answer.status_code == 422
        assert why in answer.text
        assert password not in answer.text

    @pytest.mark.parametrize(
        "password",
        [
            PASSWORD,
            "correct horse battery staple",
            "ñandú über die Straße",
            "x9!kQ2#vLm7$",
            "grebes dive where the river meets the sea; " * 2 + "cormorants dry their wings",
        ],
    )
    def test_what_nobody_would_guess_is_taken(self, client, password):
        link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        assert open_link(client, link, password).status_code == 302
        client.send("/logout")
        assert enter(client, "ann@city.gov", password).location == "/admin/"

    def test_two_that_differ_are_refused(self, client):
        link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
        assert "differ" in open_link(client, link, PASSWORD, again=OTHER).text

    def test_changing_it_ends_the_other_sessions(self, app, client, ann):
        elsewhere = app.test_client()
        assert enter(elsewhere, ann).status_code == enter(client, ann).status_code == 302
        answer = client.send(
            "/change",
            data={"password": PASSWORD, "new_password": OTHER, "new_password_confirm": OTHER},
        )
        assert answer.status_code == 302
        assert is_in(client)
        assert not is_in(elsewhere)
        assert ("ann@city.gov", "password", "set by the person") in events()


class TestSigningIn:
    def test_the_right_password_opens_the_office(self, client, ann):
        answer = enter(client, "ANN@city.gov", next="/admin/claim/")
        assert (answer.status_code, answer.location) == (302, "/admin/claim/")
        assert events()[-1] == (ann, "sign_in", "password")

    def test_strangers_and_wrong_passwords_get_the_same_answer(self, app, ann):
        pages = [enter(app.test_client(), email, OTHER) for email in (ann, "zoe@city.gov")]
        first, second = (page.text.replace("zoe@city.gov", ann) for page in pages)
        assert _bare(first) == _bare(second)
        assert "E-mail or password is not right." in first
        assert events("sign_in_failed") == [
            (ann, "sign_in_failed", "password"),
            ("zoe@city.gov", "sign_in_failed", "no such person"),
        ]

    def test_strangers_wait_as_long(self, app, ann, monkeypatch):
        hashed = []
        for module, name in ((forms, "hash_password"), (core, "verify_and_update_password")):
            plain = getattr(module, name)
            monkeypatch.setattr(module, name, lambda *a, plain=plain: hashed.append(1) or plain(*a))
        for email in (ann, "zoe@city.gov"):
            hashed.clear()
            enter(app.test_client(), email, OTHER)
            assert hashed == [1]

    def test_what_is_no_e_mail_is_not_noted(self, client):
        enter(client, PASSWORD, OTHER)
        assert events() == []

    def test_a_disabled_person_is_out_with_the_next_click(self, client, ann):
        enter(client, ann)
        assert is_in(client)
        draft = Draft("test")
        draft.change(m.User, m.User.get().id, active=False)
        commit(OPERATOR, draft)
        assert not is_in(client)
        assert "not right" in enter(client, ann).text

    def test_a_changed_role_ends_the_session(self, client, ann):
        enter(client, ann)
        draft = Draft("test")
        draft.trash(m.UserRole, m.UserRole.get().id)
        commit(OPERATOR, draft)
        assert not is_in(client)

    def test_the_session_begins_anew(self, client, ann):
        client.get("/login")
        with client.session_transaction() as session:
            session["planted"], before = "by somebody", session["csrf_token"]
        enter(client, ann)
        with client.session_transaction() as session:
            assert "planted" not in session
            assert session.get("csrf_token") != before

    def test_signing_out_ends_copies_of_the_session(self, app, client, ann):
        enter(client, ann)
        copy = app.test_client()
        with client.session_transaction() as session:
            kept = dict(session)
        with copy.session_transaction() as session:
            session.update(kept)
        assert is_in(copy)
        assert client.send("/logout").location == "/login"
        assert not is_in(client)
        assert not is_in(copy)

    def test_remember_me_is_not_offered(self, client, ann):
        answer = enter(client, ann, remember="y")
        assert not any("remember" in cookie for cookie in answer.headers.getlist("Set-Cookie"))

    def test_tokens_of_the_library_do_not_sign_in(self, app, ann):
        user = m.User.get()
        user.fs_uniquifier = m.User.get().fs_uniquifier
        with app.test_request_context():
            token = user.get_auth_token()
        for headers in ({"Authentication-Token": token}, {"Authorization": "Basic YW5uOng="}):
            assert (
                app.test_client().get(f"/admin/?auth_token={token}", headers=headers).status_code
                == 302
            )

    def test_a_sixth_try_in_a_minute_is_refused(self, app, ann):
        answers = [enter(app.test_client(), ann, OTHER).status_code for _ in range(6)]
        assert answers == [200] * 5 + [429]
        last = enter(app.test_client(), ann)
        assert last.status_code == 429
        assert last.headers["Retry-After"] == "60"
        assert "too often" in last.text
        assert enter(app.test_client(), "zoe@city.gov").status_code == 200

    def test_data_in_place_of_the_form_counts_as_a_try_too(self, app, ann):
        sent = {"email": ann, "password": OTHER}
        answers = [app.test_client().send("/login", json=sent).status_code for _ in range(6)]
        assert answers[5] == 429
        assert enter(app.test_client(), ann).status_code == 429

    def test_an_email_in_the_form_does_not_count_for_somebody_else(self, client, ann):
        enter(client, ann)
        for path, sent in (
            ("/verify", {"password": OTHER}),
            ("/change", {"password": OTHER, "new_password": OTHER, "new_password_confirm": OTHER}),
        ):
            answers = [
                client.send(path, data={**sent, "email": f"{n}@city.gov"}).status_code
                for n in range(6)
            ]
            assert answers[5] == 429, path

    def test_the_cookie_is_kept_from_scripts_and_other_sites(self, client, ann):
        cookie = next(
            c for c in enter(client, ann).headers.getlist("Set-Cookie") if c.startswith("office=")
        )
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


class TestAges:
    def test_an_idle_session_ends(self, client, ann):
        enter(client, ann)
        with client.session_transaction() as session:
            session[entry.SEEN_AT] -= 31 * 60
        answer = client.get("/admin/?whose=office")
        assert answer.location.startswith("/login?next=/admin/")
        assert "You were away" in client.get("/login").text

    def test_half_a_day_is_the_most(self, client, ann):
        enter(client, ann)
        with client.session_transaction() as session:
            session[entry.SIGNED_IN_AT] -= 12 * 3600 + 1
        assert not is_in(client)

    def test_the_ages_are_settings(self, client, ann):
        draft = Draft("test")
        for name in ("idle_minutes", "session_hours"):
            draft.create(m.Setting, name=name, value="1")
        commit(OPERATOR, draft)
        settings.forget()
        enter(client, ann)
        with client.session_transaction() as session:
            session[entry.SEEN_AT] -= 61
        assert not is_in(client)

    def test_a_poll_does_not_keep_a_session_alive(self, client, ann):
        enter(client, ann)
        with client.session_transaction() as session:
            session[entry.SEEN_AT] -= 1000
            seen = session[entry.SEEN_AT]
        client.get("/tf-setup", headers={entry.POLL: "1"})
        with client.session_transaction() as session:
            assert session[entry.SEEN_AT] == seen
        client.get("/tf-setup")
        with client.session_transaction() as session:
            assert session[entry.SEEN_AT] > seen

    def test_a_session_without_clocks_is_none(self, client, ann):
        enter(client, ann)
        with client.session_transaction() as session:
            del session[entry.SEEN_AT]
        assert not is_in(client)

    def test_a_change_sent_too_late_asks_to_sign_in(self, client, ann):
        enter(client, ann)
        with client.session_transaction() as session:
            session[entry.SEEN_AT] = 0
        late = client.send("/admin/view-as", data={"role": "auditor"})
        assert late.status_code == 401
        assert "Sign in" in late.text


class TestResetByMail:
    def test_without_a_mail_server_the_message_waits_for_an_administrator(
        self, app, client, ann, sign_in
    ):
        chief = sign_in("administrator")
        answer = client.send("/reset", data={"email": ann})
        assert "a message is on its way" not in answer.text
        assert "an administrator can give them a new link" in answer.text
        (place,) = app.extensions["office"].outbox.iterdir()
        assert place.stat().st_mode & 0o777 == 0o600
        job = m.Job.get(m.Job.kind == "mail")
        assert job.result == {"message": place.name}
        assert (
            chief.get(f"/admin/account/messages/{place.name}", buffered=True).data
            == place.read_bytes()
        )
        assert events("download")[-1][0] == "administrator@city.gov"
        assert chief.get("/admin/account/messages/..%2fsecret_key").status_code == 404
        assert sign_in("technician").get(f"/admin/account/messages/{place.name}").status_code == 403

    def test_the_link_sets_a_password_once(self, app, client, ann):
        client.send("/reset", data={"email": ann})
        path = _link_in(app)
        assert client.get(path).status_code == 200
        assert (
            client.send(path, data={"password": OTHER, "password_confirm": OTHER}).location
            == "/login"
        )
        assert (ann, "password", "set by the person") in events()
        again = client.send(path, data={"password": PASSWORD, "password_confirm": PASSWORD})
        assert again.location == "/reset"
        assert enter(client, ann).status_code == 200
        assert enter(client, ann, OTHER).location == "/admin/"

    def test_a_poor_password_is_refused(self, app, client, ann):
        client.send("/reset", data={"email": ann})
        answer = client.send(
            _link_in(app), data={"password": "password1234", "password_confirm": "password1234"}
        )
        assert "tried first" in answer.text

    def test_strangers_get_the_same_answer_and_no_message(self, app, ann):
        known, strange = (
            app.test_client().send("/reset", data={"email": e}) for e in (ann, "zoe@city.gov")
        )
        assert _bare(known.text) == _bare(strange.text.replace("zoe@city.gov", ann))
        assert len(list(app.extensions["office"].outbox.iterdir())) == 1


def test_nothing_secret_reaches_the_log(app, client, caplog):
    caplog.set_level(logging.INFO)
    link = invites.invite(OPERATOR, "ann@city.gov", ("technician",))
    open_link(client, link)
    client.send("/logout")
    enter(client, "ann@city.gov", OTHER)
    client.send("/reset", data={"email": "ann@city.gov"})
    path = _link_in(app)
    client.send(path, data={"password": OTHER, "password_confirm": OTHER})
    for secret in (PASSWORD, OTHER, link.rpartition("/")[2], path.rpartition("/")[2]):
        assert secret not in caplog.text
        for place in app.extensions["office"].folder.rglob("*.log"):
            assert secret not in place.read_text()


def _bare(page: str) -> str:
    """A page without its token and nonce."""
    return re.sub(r'(value|content|nonce)="[^"]{20,}"', "", page)


def _link_in(app) -> str:
    """The path of the link in the newest message."""
    newest = max(app.extensions["office"].outbox.iterdir(), key=lambda p: p.stat().st_mtime_ns)
    text = message_from_bytes(newest.read_bytes(), policy=policy.default).get_content()
    return "/reset/" + text.partition("/reset/")[2].split()[0]
