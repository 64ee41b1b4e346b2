"""Pages of a person's own account: the one-time link, looking through another role, messages nobody
could send.
"""

from flask import (
    Blueprint,
    abort,
    current_app,
    g,
    redirect,
    render_template,
    request,
    send_file,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_security import current_user, login_user

from admin_views import entry, invites
from admin_views.accounts import problem, who_is
from admin_views.gate import SAFE, Anyone, Holds, Looks, rule
from admin_views.outbox import message_at
from admin_views.places import safe_back
from admin_views.signin import set_first_password
from journal import access
from journal.policy import ROLES
from journal.who import Who
from models import User
from rules.errors import BadValue, NotFound, OfficeError

account = Blueprint("account", __name__)


@account.route("/welcome/<token>", methods=["GET", "POST"])
@rule(Anyone())
def welcome(token: str) -> ResponseReturnValue:
    """The page behind a one-time link: it sets the password and signs in."""
    try:
        invitation = invites.find(current_app.extensions["office"], token)
    except NotFound as error:
        return render_template(
            "office/wrong.html",
            heading="This link is good no more",
            sentence=f"{error.sentence} If you have set your password, sign in with it.",
            sign_in=True,
        ), error.status
    if request.method in SAFE:
        return _welcome_page(invitation)
    problems = _problems(invitation)
    if problems:
        return _welcome_page(invitation, problems), 422
    try:
        return _enter(invitation)
    except OfficeError as error:
        return _welcome_page(invitation, {"email": error.sentence}), error.status


def _welcome_page(invitation: invites.Invitation, problems: dict[str, str] | None = None) -> str:
    more = [role for role in ROLES if role != "administrator"]
    return render_template(
        "office/welcome.html",
        user=invitation.user,
        problems=problems or {},
        form=request.form,
        more_roles=more,
        least=current_app.config["SECURITY_PASSWORD_LENGTH_MIN"],
    )


def _problems(invitation: invites.Invitation) -> dict[str, str]:
    """What is wrong with the form, by field."""
    found, form = {}, request.form
    person = invitation.user or User(email=form.get("email", ""), name=form.get("name", ""))
    if invitation.user is None:
        if not form.get("name", "").strip():
            found["name"] = "Type your name."
        try:
            invites.address_of(form.get("email", ""))
        except BadValue as error:
            found["email"] = error.sentence
    words = problem(form.get("password", ""), person)
    if words:
        found["password"] = words
    elif form.get("password") != form.get("again"):
        found["again"] = "The two passwords differ."
    return found


def _enter(invitation: invites.Invitation) -> ResponseReturnValue:
    """Use the link up and sign in; where a second factor is due, that comes first."""
    if invitation.user is None:
        roles = tuple(role for role in request.form.getlist("roles") if role in ROLES)
        invitation = invites.make_first(
            current_app.extensions["office"],
            request.form["email"],
            request.form["name"].strip()[:200],
            roles,
        )
    invites.accept(invitation, set_first_password(request.form["password"]))
    user = current_app.security.datastore.find_user(id=invitation.user.id)
    access.note(Who(user.email, user.id), "password", purpose="set by a one-time link")
    factor = current_app.security.two_factor_plugins.tf_enter(user, False, "link", next_loc=None)
    if factor:
        return factor
    login_user(user, authn_via=["one-time link"])
    return redirect(url_for("admin.index"))


@account.post("/admin/view-as")
@rule(Looks())
def view_as() -> ResponseReturnValue:
    """Look through another role, read only and masked; no role: be oneself again."""
    role = request.form.get("role", "")
    session.pop(entry.VIEW_AS, None)
    if role in ROLES:
        session[entry.VIEW_AS] = role
        access.note(who_is(current_user), "view_as", purpose=role)
    return redirect(safe_back(request.form.get("back"), url_for("admin.index")))


@account.get("/admin/account/messages/<name>")
@rule(Holds("administrator"))
def message(name: str) -> ResponseReturnValue:
    """A message that waits in the outbox because no mail server is named."""
    place = message_at(current_app.extensions["office"].outbox, name)
    if place is None:
        abort(404)
    access.note(g.who, "download", purpose=f"message {name}")
    return send_file(place, mimetype="message/rfc822", as_attachment=True, download_name=name)
