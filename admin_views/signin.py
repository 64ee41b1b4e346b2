"""Signing in: Flask-Security set up for this office, its forms, what each sign-in leaves, how often
one may try.
"""

import base64
from datetime import timedelta
from hashlib import sha256
from typing import Any

import flask_login
from flask import Flask, current_app, flash, g, redirect, request, session, url_for
from flask_limiter import Limiter
from flask_security import (
    ForgotPasswordForm,
    LoginForm,
    Security,
    TwoFactorVerifyCodeForm,
    current_user,
    hash_password,
    signals,
)
from flask_security.utils import aware_utcnow, hash_data
from flask_wtf import CSRFProtect
from werkzeug.local import LocalProxy

from admin_views import entry
from admin_views.accounts import OneUseRecovery, OneUseTotp, Passwords, People, who_is
from admin_views.outbox import Outbox
from journal import access, settings
from journal.who import NOBODY, Who

TRIES = "5 per minute; 20 per hour"
LIMITED = (
    "security.login",
    "security.two_factor_token_validation",
    "security.two_factor_setup_validate",
    "security.mf_recovery",
    "security.forgot_password",
    "security.reset_password",
    "security.verify",
    "security.change_password",
    "account.welcome",
)
"""Addresses at which a password, a code or an account can be guessed."""
NAMED = ("security.login", "security.forgot_password")
"""Those at which the form names the account; elsewhere the session or the link does."""
KEPT_AT_SIGN_IN = ("_user_id", "_id", "_fresh", "fs_cc", "fs_paa", "_flashes")
"""What a session brings along when somebody signs in; all else begins anew."""
AGAIN = "factor_again"
"""Where a session keeps the secret whose first code was wrong, until its picture is shown again."""

FIXED: dict[str, Any] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": True,
    "SECURITY_PASSWORD_LENGTH_MIN": 12,
    "SECURITY_RETURN_GENERIC_RESPONSES": True,
    "SECURITY_USER_IDENTITY_ATTRIBUTES": [
        {"email": {"mapper": lambda text: text, "case_insensitive": True}}
    ],
    "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False, "globally_deliverable": False},
    "SECURITY_API_ENABLED_METHODS": ["session"],
    "SECURITY_STATIC_FOLDER": None,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    "SECURITY_DATETIME_FACTORY": aware_utcnow,
    "SECURITY_POST_LOGIN_VIEW": "/admin/",
    "SECURITY_POST_LOGOUT_VIEW": "/login",
    "SECURITY_POST_CHANGE_VIEW": "/admin/",
    "SECURITY_TWO_FACTOR_POST_SETUP_VIEW": "/mf-recovery-codes",
    "SECURITY_TRACKABLE": True,
    "SECURITY_RECOVERABLE": True,
    "SECURITY_RESET_PASSWORD_WITHIN": timedelta(hours=2),
    "SECURITY_CHANGEABLE": True,
    "SECURITY_FRESHNESS": timedelta(minutes=30),
    "SECURITY_FRESHNESS_GRACE_PERIOD": timedelta(minutes=10),
    "SECURITY_TWO_FACTOR": True,
    "SECURITY_TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
    "SECURITY_TWO_FACTOR_RESCUE_EMAIL": False,
    "SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY": 30,
    "SECURITY_TWO_FACTOR_ALWAYS_VALIDATE": True,
    "SECURITY_TOTP_ISSUER": "Claims office",
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES": True,
    "SECURITY_MULTI_FACTOR_RECOVERY_CODES_N": 8,
    "SECURITY_EMAIL_HTML": False,
    "SECURITY_EMAIL_SENDER": "claims-office",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_RESET": "Set a new password",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_NOTICE": "Your password was changed",
    "SECURITY_EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": "Your password was changed",
    "SECURITY_MSG_GENERIC_AUTHN_FAILED": ("E-mail or password is not right.", "error"),
    "SECURITY_MSG_PASSWORD_RESET_REQUEST": (
        "If %(email)s is a person of this office, a message is on its way.",
        "info",
    ),
    "SECURITY_MSG_PASSWORD_RESET_NO_LOGIN": (
        "The new password stands. Sign in with it.",
        "success",
    ),
    "SECURITY_MSG_INVALID_RESET_PASSWORD_TOKEN": (
        "This link was used, or its time has passed.",
        "error",
    ),
    "SECURITY_MSG_PASSWORD_RESET_EXPIRED": ("This link was used, or its time has passed.", "error"),
    "SECURITY_MSG_PASSWORD_CHANGE": (
        "The new password stands. Other devices are signed out.",
        "success",
    ),
    "SECURITY_MSG_RETYPE_PASSWORD_MISMATCH": ("The two passwords differ.", "error"),
    "SECURITY_MSG_PASSWORD_IS_THE_SAME": (
        "Choose another password than the one you have.",
        "error",
    ),
    "SECURITY_MSG_PASSWORD_NOT_PROVIDED": ("Type your password.", "error"),
    "SECURITY_MSG_EMAIL_NOT_PROVIDED": ("Type your e-mail.", "error"),
    "SECURITY_MSG_INVALID_PASSWORD": ("This is not your password.", "error"),
    "SECURITY_MSG_TWO_FACTOR_INVALID_TOKEN": (
        "This code is not right, or was used. Wait for the next one.",
        "error",
    ),
    "SECURITY_MSG_INVALID_RECOVERY_CODE": (
        "This recovery code is not right, or was used.",
        "error",
    ),
    "SECURITY_MSG_TWO_FACTOR_LOGIN_SUCCESSFUL": ("Signed in.", "success"),
    "SECURITY_MSG_TWO_FACTOR_CHANGE_METHOD_SUCCESSFUL": (
        "The second factor stands. Write down recovery codes now, for the day the phone is lost.",
        "success",
    ),
    "SECURITY_MSG_TWO_FACTOR_PERMISSION_DENIED": ("Sign in with your password first.", "info"),
    "SECURITY_MSG_TWO_FACTOR_DISABLED": ("The second factor is off.", "success"),
    "SECURITY_MSG_REAUTHENTICATION_SUCCESSFUL": ("Thank you.", "success"),
}
"""Flask-Security as this office uses it; what is not named here is off, or its default."""


NO_MAIL = (
    "If %(email)s is a person of this office, an administrator can give them a new link: "
    "this office sends no mail by itself."
)


NO_CODES = "Write down recovery codes: they let you in on the day that the phone is lost."


class SignInForm(LoginForm):
    """E-mail and password; no "remember me": a session ends with the day."""

    remember = None

    def validate(self, **given) -> bool:
        """Whether person and password belong together; a stranger's try is noted like anybody's."""
        good = super().validate(**given)
        if not good and self.user is None and self.ifield is not None:
            access.note(Who(self.email.data[:200]), "sign_in_failed", purpose="no such person")
        return good


class ForgottenForm(ForgotPasswordForm):
    """The e-mail of who forgot the password; a stranger's takes as long to answer as a person's."""

    def validate(self, **given) -> bool:
        """Whether the e-mail is a person's who may sign in."""
        good = super().validate(**given)
        if not good:
            hash_data("as long as for somebody")
        return good


class FactorCodeForm(TwoFactorVerifyCodeForm):
    """A code of the authenticator app; a wrong one while somebody who is signed in sets the app up
    keeps what the picture was made from, for the page that is shown next.
    """

    def validate(self, **given) -> bool:
        """Whether the code is the one that the app shows."""
        good = super().validate(**given)
        if self.is_setup and not good:
            session[AGAIN] = self.tf_totp_secret
        return good


def install(app: Flask, keys: list[str]) -> None:
    """Put the token of forms, the sign-in and the limits of trying into the app; `keys` seal second
    factors.
    """
    app.config.update(FIXED)
    app.config["SECURITY_TOTP_SECRETS"] = {
        str(len(keys) - n): _sealing_key(key) for n, key in enumerate(keys)
    }
    app.config["SECURITY_TWO_FACTOR_REQUIRED"] = LocalProxy(second_factor_needed)
    CSRFProtect(app)
    app.security = Security(
        app,
        People(),
        login_form=SignInForm,
        forgot_password_form=ForgottenForm,
        two_factor_verify_code_form=FactorCodeForm,
        mail_util_cls=Outbox,
        password_util_cls=Passwords,
        totp_cls=OneUseTotp,
        mf_recovery_codes_util_cls=OneUseRecovery,
    )
    app.security.want_json(lambda _: False)
    app.security.unauthn_handler(lambda *_, **__: app.extensions["sign_in_first"]())
    app.security.reauthn_handler(lambda *_: redirect(url_for("security.verify", next=request.path)))
    app.security.login_manager.request_loader(lambda _: None)
    app.security.tf_token_validation_context_processor(_factor_facts)
    app.security.tf_setup_context_processor(_again)
    if not app.config.get("MAIL_URL"):
        app.config["SECURITY_MSG_PASSWORD_RESET_REQUEST"] = (NO_MAIL, "info")
    _listen(app)


def _factor_facts() -> dict[str, Any]:
    """What the page of the code needs: the picture while the app is set up, whether recovery codes
    exist.
    """
    user = current_app.security.datastore.find_user(fs_uniquifier=session.get("tf_user_id", ""))
    if user is None:
        return {}
    secret = session.get("tf_totp_secret")
    if session.get("tf_state") == "validating_profile" and secret:
        image, key = _picture(secret, user)
        return {"authr_qrcode": image, "authr_key": key}
    return {"has_codes": bool(user.mf_recovery_codes)}


def _again() -> dict[str, Any]:
    """After a wrong code while an app is set up: the same picture and key, to try once more."""
    secret = session.pop(AGAIN, None)
    if not secret or request.method != "GET":
        return {}
    image, key = _picture(secret, current_user)
    state = {"totp_secret": secret, "method": "authenticator", "phone": None}
    token = current_app.security.tf_setup_serializer.dumps(state)
    return {"again": {"image": image, "key": key, "token": token}}


def _picture(secret: str, user) -> tuple[str, str]:
    """What an authenticator app reads: a picture, and the key in letters."""
    shown = current_app.security.totp_factory.fetch_setup_values(secret, user)
    return shown["image"], shown["key"]


def limit_tries(app: Flask) -> None:
    """Let passwords and codes be tried so often and no more, by account and address; called when
    all views stand.
    """
    limiter = Limiter(
        _account_and_address, app=app, storage_uri="memory://", strategy="moving-window"
    )
    for endpoint in LIMITED:
        view = app.view_functions[endpoint]
        limited = limiter.limit(TRIES, methods=["POST"])(view)
        limited.office_rules = getattr(view, "office_rules", None)
        app.view_functions[endpoint] = limited


def _account_and_address() -> str:
    if request.endpoint in NAMED:
        account = _named()
    else:
        token = (request.view_args or {}).get("token")
        account = session.get("tf_user_id") or session.get("_user_id") or token or ""
    return f"{account.strip().lower()} {request.remote_addr}"


def _named() -> str:
    """The e-mail that a form, or data in its place, names."""
    sent = request.get_json(silent=True) if request.is_json else request.form
    return str(sent.get("email") or "") if hasattr(sent, "get") else ""


def _sealing_key(key: str) -> str:
    return base64.b64encode(sha256(b"second factor\0" + key.encode()).digest()).decode()


def second_factor_needed() -> bool:
    """Whether everybody needs a second factor: by setting, and never in the demonstration
    office.
    """
    return settings.is_on("second_factor") and not current_app.config["DEMO"]


# --- What a sign-in leaves ----------------------------------------------------------------------


def _listen(app: Flask) -> None:
    for signal, listener in (
        (signals.user_authenticated, _signed_in),
        (signals.user_failed_authn, _failed),
        (signals.password_reset, _password_set),
        (signals.password_changed, _password_set),
        (signals.tf_profile_changed, _factor_set),
        (signals.tf_disabled, _factor_off),
        (flask_login.user_logged_out, _signed_out),
    ):
        signal.connect(listener, app)


def _signed_in(_, user, authn_via=None, **__) -> None:
    """The session begins anew, with a new form token and its two clocks at nought."""
    kept = {name: session[name] for name in KEPT_AT_SIGN_IN if name in session}
    session.clear()
    session.update(kept)
    g.pop("csrf_token", None)
    entry.stamp()
    via = ", ".join(authn_via or ("second factor",))
    if via != "change":
        access.note(_who(user), "sign_in", purpose=via)
        if getattr(user, "tf_totp_secret", None) and not user.mf_recovery_codes:
            flash({"text": NO_CODES, "href": "/mf-recovery-codes", "label": "Make them"}, "warning")


def _failed(_, user, auth_type="", tfa=False, **__) -> None:
    access.note(_who(user), "sign_in_failed", purpose="second factor" if tfa else auth_type)


def _password_set(_, user, **__) -> None:
    access.note(_who(user), "password", purpose="set by the person")


def _factor_set(_, user, **__) -> None:
    access.note(_who(user), "second_factor", purpose="set up")


def _factor_off(_, user, **__) -> None:
    access.note(_who(user), "second_factor", purpose="switched off")


def _signed_out(_, user=None, **__) -> None:
    """Signing out ends every session of the person, copies of its cookie too."""
    if user is not None and getattr(user, "is_authenticated", False):
        current_app.security.datastore.set_uniquifier(user)
    session.pop(entry.VIEW_AS, None)


def _who(user) -> Who:
    """The person for the access log, also before being signed in."""
    found = who_is(user)
    return (
        found
        if found != NOBODY
        else Who(getattr(user, "email", "nobody"), getattr(user, "id", None))
    )


def set_first_password(password: str) -> str:
    """A password as it is kept."""
    return hash_password(current_app.security._password_util.normalize(password))
