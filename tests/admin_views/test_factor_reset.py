"""A second factor taken off: after a restore that brought no key, for a lost phone, after a new key."""

import re

import pytest
from engines import unbind

import models as m
from admin_views import invites
from admin_views.factors import reset_factor
from journal import settings
from journal.backup import backup, restore
from journal.commit import commit
from journal.drafts import Draft
from journal.instance import Instance, locate, open_office
from journal.who import OPERATOR, Who
from rules.errors import NotFound, Refused

pytestmark = pytest.mark.slow

ANN, PASSWORD = "ann@city.gov", "herons cross the estuary"
OLD, NEW = "the key of before, long enough to hold", "the key of afterwards, long enough too"


def enter(client):
    return client.send("/login", data={"email": ANN, "password": PASSWORD})


def is_in(client) -> bool:
    return client.get("/change").status_code == 200


def set_up(app, client) -> None:
    """Ann opens her link and sets a second factor up."""
    path = invites.invite(OPERATOR, ANN, ("technician",)).partition("8000")[2]
    client.send(path, data={"password": PASSWORD, "again": PASSWORD})
    client.send("/tf-setup", data={"setup": "authenticator"})
    with client.session_transaction() as session:
        totp = app.security.totp_factory._totp.from_source(session["tf_totp_secret"])
    client.send("/tf-validate", data={"code": totp.generate().token})
    assert is_in(client)


@pytest.fixture
def asked(office):
    """The office asks everybody for a second factor."""
    draft = Draft("test")
    draft.create(m.Setting, name="second_factor", value="yes")
    commit(OPERATOR, draft)
    settings.forget()


@pytest.fixture
def second_url(engine, request, tmp_path) -> str:
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'second.db'}"
    return request.getfixturevalue("postgres").make("second")


def test_a_plain_backup_then_a_reset_lets_people_in_again(
    app_with, office, asked, second_url, tmp_path
):
    app = app_with(INSTANCE=tmp_path / "first", SECRET_KEY=OLD)
    set_up(app, app.test_client())
    file = tmp_path / "office.backup"
    assert "user reset-factor EMAIL" in backup(file, locate(tmp_path / "first", office))[2]
    unbind()
    second = Instance(tmp_path / "second", second_url)
    open_office(second)
    assert "1 people have a second factor" in restore(file, second)[-1]
    app = app_with(INSTANCE=second.folder, DATABASE_URL=second.url, SECRET_KEY=NEW)
    client = app.test_client()
    enter(client)
    assert not is_in(client)
    said = reset_factor(OPERATOR, "Ann@city.gov")
    assert said.startswith("ann@city.gov signs in with the password alone")
    client = app.test_client()
    assert enter(client).location.startswith("/tf-setup")
    event = (
        m.AccessEvent.select()
        .order_by(m.AccessEvent.id.desc())
        .where(m.AccessEvent.purpose == "reset")
        .get()
    )
    assert (event.event, event.actor, event.row_ids) == (
        "second_factor",
        OPERATOR.email,
        str(m.User.get().id),
    )
    unbind()


def test_only_an_administrator_takes_it_off(office):
    invites.invite(OPERATOR, ANN, ("technician",))
    with pytest.raises(Refused, match="Only an administrator"):
        reset_factor(Who(ANN, 1, "Ann", frozenset({"technician"})), ANN)
    with pytest.raises(NotFound, match="no person"):
        reset_factor(OPERATOR, "nobody@city.gov")


def test_recovery_codes_of_an_older_key_still_open(app_with, asked, tmp_path):
    folder = tmp_path / "instance"
    folder.mkdir()
    (folder / "secret_key").write_text(f"{OLD.replace(' ', '-')}\n")
    app = app_with(INSTANCE=folder, SECRET_KEY=None)
    client = app.test_client()
    set_up(app, client)
    page = client.send("/mf-recovery-codes", data={"generate_new_codes": "yes"})
    code, again = re.findall(r"<code>([0-9a-f-]{14})</code>", page.text)[:2]
    (folder / "secret_key").write_text(f"{NEW.replace(' ', '-')}\n{OLD.replace(' ', '-')}\n")
    client = app_with(INSTANCE=folder, SECRET_KEY=None).test_client()
    for typed, good in ((code, True), (code, False), (again, True)):
        client.send("/logout")
        enter(client)
        client.send("/mf-recovery", data={"code": typed})
        assert is_in(client) is good
