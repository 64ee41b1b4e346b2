"""The second factor: set up at the first sign-in where the office asks for it, each code once, recovery codes once."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

import models as m
from admin_views import invites
from journal import settings
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR

pytestmark = pytest.mark.slow

PASSWORD = "herons cross the estuary"
ANN = "ann@city.gov"


class Phone:
    """An authenticator app with a clock that the test moves."""

    def __init__(self, app, secret: str) -> None:
        self.totp = app.security.totp_factory._totp.from_source(secret)

    def code(self, later: int = 0) -> str:
        """The code that is shown now, or `later` steps of half a minute on."""
        return self.totp.generate(time=self.totp.normalize_time(None) + 30 * later).token


@pytest.fixture
def asked(app) -> None:
    """The office asks everybody for a second factor."""
    draft = Draft("test")
    draft.create(m.Setting, name="second_factor", value="yes")
    commit(OPERATOR, draft)
    settings.forget()


def open_link(client):
    path = invites.invite(OPERATOR, ANN, ("technician",)).partition("8000")[2]
    return client.send(path, data={"password": PASSWORD, "again": PASSWORD})


def enter(client):
    return client.send("/login", data={"email": ANN, "password": PASSWORD})


def is_in(client) -> bool:
    return client.get("/change").status_code == 200


def set_up(app, client) -> Phone:
    """Set the second factor up in the middle of a first sign-in."""
    page = client.send("/tf-setup", data={"setup": "authenticator"})
    assert "data:image/svg+xml;base64," in page.text
    with client.session_transaction() as session:
        phone = Phone(app, session["tf_totp_secret"])
    client.send("/tf-validate", data={"code": phone.code()})
    return phone


class TestAskedFor:
    def test_the_first_sign_in_sets_it_up(self, app, client, asked):
        assert open_link(client).location == "/tf-setup"
        assert not is_in(client)
        set_up(app, client)
        assert is_in(client)
        client.send("/logout")
        assert enter(client).location.startswith("/tf-validate")
        assert not is_in(client)
        assert ("second factor",) in m.AccessEvent.select(m.AccessEvent.purpose).tuples()

    def test_a_wrong_first_code_keeps_the_picture_and_set_up_leads_to_codes(
        self, app, client, asked
    ):
        open_link(client)
        client.send("/tf-setup", data={"setup": "authenticator"})
        with client.session_transaction() as session:
            phone = Phone(app, session["tf_totp_secret"])
        page = client.send("/tf-validate", data={"code": "000000"}).text
        assert "data:image/svg+xml;base64," in page
        assert "use a recovery code" not in page
        page = client.send("/tf-validate", data={"code": phone.code()}, follow_redirects=True).text
        assert "/mf-recovery-codes" in page
        assert "Write down recovery codes" in page

    def test_a_code_works_once(self, app, client, asked):
        open_link(client)
        phone = set_up(app, client)
        client.send("/logout")
        enter(client)
        used = client.send("/tf-validate", data={"code": phone.code()})
        assert "was used" in used.text
        assert not is_in(client)
        assert client.send("/tf-validate", data={"code": phone.code(1)}).status_code == 302
        assert is_in(client)
        second = app.test_client()
        enter(second)
        second.send("/tf-validate", data={"code": phone.code(1)})
        assert not is_in(second)
        assert (
            m.AccessEvent.select()
            .where(
                m.AccessEvent.purpose == "second factor", m.AccessEvent.event == "sign_in_failed"
            )
            .count()
            == 2
        )

    def test_a_code_is_guessed_five_times_whatever_email_is_sent(self, app, client, asked):
        open_link(client)
        set_up(app, client)
        client.send("/logout")
        enter(client)
        for path in ("/tf-validate", "/mf-recovery"):
            sent = [{"code": f"{n:06d}", "email": f"{n}@city.gov"} for n in range(6)]
            answers = [client.send(path, data=form).status_code for form in sent]
            assert answers[5] == 429, path

    def test_one_code_at_two_places_at_once_opens_one(self, app, client, asked):
        open_link(client)
        phone = set_up(app, client)
        browsers = [app.test_client() for _ in range(4)]
        for browser in browsers:
            enter(browser)
        code = phone.code(1)
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda b: b.send("/tf-validate", data={"code": code}), browsers))
        assert sum(map(is_in, browsers)) == 1

    def test_it_is_not_asked_for_in_the_demonstration(self, app, client, asked):
        app.config["DEMO"] = True
        assert open_link(client).location == "/admin/"

    def test_without_the_setting_a_password_is_enough(self, client):
        assert open_link(client).location == "/admin/"

    def test_the_steps_cannot_be_skipped(self, app, client, asked):
        open_link(client)
        set_up(app, client)
        stranger = app.test_client()
        for path in ("/tf-validate", "/tf-setup", "/mf-recovery"):
            assert stranger.get(path).status_code == 302
            assert stranger.send(path, data={"code": "123456"}).location == "/login"
        assert not is_in(stranger)

    def test_codes_can_be_tried_five_times_a_minute(self, app, client, asked):
        open_link(client)
        set_up(app, client)
        client.send("/logout")
        enter(client)
        answers = [
            client.send("/tf-validate", data={"code": "000000"}).status_code for _ in range(6)
        ]
        assert answers[-1] == 429
        assert 429 not in answers[:4]

    def test_the_secret_is_sealed(self, app, client, asked):
        open_link(client)
        phone = set_up(app, client)
        kept = m.User.get().tf_totp_secret
        assert phone.totp.base32_key not in kept
        assert '"enckey"' in kept


class TestRecoveryCodes:
    def codes(self, client) -> list[str]:
        page = client.send("/mf-recovery-codes", data={"generate_new_codes": "yes"})
        return re.findall(r"<code>([0-9a-f-]{14})</code>", page.text)

    def test_each_signs_in_once(self, app, client, asked):
        open_link(client)
        set_up(app, client)
        codes = self.codes(client)
        assert len(codes) == 8
        assert not any(code in str(m.User.get().mf_recovery_codes) for code in codes)
        for code, good in (
            (codes[0].upper(), True),
            (codes[0], False),
            (codes[1], True),
            ("0000-0000-0000", False),
        ):
            client.send("/logout")
            enter(client)
            answer = client.send("/mf-recovery", data={"code": code})
            assert is_in(client) is good, answer.text
        assert len(m.User.get().mf_recovery_codes) == 6

    def test_they_are_shown_once(self, app, client, asked):
        open_link(client)
        set_up(app, client)
        codes = self.codes(client)
        page = client.get("/mf-recovery-codes?show_codes=yes")
        assert not any(code in page.text for code in codes)


def _target(page: str) -> str:
    return re.search(r'action="(/tf-setup/[^"]+)"', page).group(1)


class TestChosen:
    def test_a_person_may_set_it_up_and_switch_it_off(self, app, client):
        open_link(client)
        page = client.send("/tf-setup", data={"setup": "authenticator"})
        with client.session_transaction() as session:
            phone = Phone(app, session["tf_totp_secret"])
        assert (
            client.send(_target(page.text), data={"code": phone.code()}).location
            == "/mf-recovery-codes"
        )
        assert m.User.get().tf_primary_method == "authenticator"
        assert client.send("/tf-setup", data={"setup": "disable"}).status_code == 302
        assert m.User.get().tf_totp_secret is None
        told = [
            p
            for (p,) in m.AccessEvent.select(m.AccessEvent.purpose)
            .where(m.AccessEvent.event == "second_factor")
            .tuples()
        ]
        assert told == ["set up", "switched off"]

    def test_a_wrong_code_keeps_picture_and_key_and_says_what_was_wrong(self, app, client):
        open_link(client)
        page = client.send("/tf-setup", data={"setup": "authenticator"}).text
        with client.session_transaction() as session:
            phone = Phone(app, session["tf_totp_secret"])
        for wrong in ("000000", ""):
            again = client.send(_target(page), data={"code": wrong}, follow_redirects=True).text
            assert "This code is not right" in again
            assert re.findall(r"<img[^>]+>|<code>[^<]+", again) == re.findall(
                r"<img[^>]+>|<code>[^<]+", page
            )
            page = again
        assert "data:image" not in client.get("/tf-setup").text
        client.send(_target(page), data={"code": phone.code()})
        assert m.User.get().tf_primary_method == "authenticator"

    def test_a_wrong_code_of_an_older_page_shows_that_pages_picture(self, app, client):
        open_link(client)
        first, second = (
            client.send("/tf-setup", data={"setup": "authenticator"}).text for _ in range(2)
        )
        again = client.send(_target(first), data={"code": "000000"}, follow_redirects=True).text
        picture = re.compile(r"<img[^>]+>")
        assert picture.findall(again) == picture.findall(first) != picture.findall(second)

    def test_it_cannot_be_switched_off_where_it_is_asked_for(self, app, client, asked):
        open_link(client)
        set_up(app, client)
        assert "switch it off" not in client.get("/tf-setup").text.lower()
        client.send("/tf-setup", data={"setup": "disable"})
        assert m.User.get().tf_totp_secret

    def test_an_old_sign_in_is_asked_for_the_password_again(self, app, client):
        open_link(client)
        with client.session_transaction() as session:
            session["fs_paa"] -= 3600
        answer = client.get("/tf-setup")
        assert answer.location == "/verify?next=/tf-setup"
        assert client.get("/verify?next=/tf-setup").status_code == 200
        assert (
            client.send("/verify?next=/tf-setup", data={"password": PASSWORD}).location
            == "/tf-setup"
        )
        assert client.get("/tf-setup").status_code == 200
