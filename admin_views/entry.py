"""How a request comes in: the connection it uses, where it was sent from, how old its session is,
where it leads.
"""

from time import time
from urllib.parse import urlsplit

from flask import Flask, current_app, flash, g, request, session
from flask.typing import ResponseReturnValue

from admin_views.places import safe_back
from journal import settings, turnstile
from models import database
from rules.errors import BadQuestion, Refused

STATIC = ("static", "admin.static", "vendor.grid_file")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")
RETURNS = ("next", "url", "back")
"""Parameters that say where a page leads back to."""
VIEW_AS = "view_as"
SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
"""Instants that a session carries, in whole seconds."""
FRESHEN_SECONDS = 60
"""A session's last sign of life is written anew after so long."""
POLL = "X-Poll"
"""Header of requests that a page sends by itself: they do not keep a session alive."""


def guard_entry(app: Flask) -> None:
    """Check every request before anything else looks at it."""
    app.before_request(_connect)
    app.before_request(_refuse_foreign)
    app.before_request(_refuse_way_out)
    app.before_request(_end_old_session)
    app.teardown_request(_disconnect)


def is_static() -> bool:
    """Whether the request asks for a file of the browser's, which needs neither database nor
    person.
    """
    return request.endpoint in STATIC


def stamp() -> None:
    """Note in the session that its person has just signed in."""
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time())


def idle_minutes() -> int:
    """After so many minutes without a request a session ends."""
    return _number("idle_minutes", 30)


def longest_hours() -> int:
    """After so many hours a session ends, whatever happens in it."""
    return _number("session_hours", 12)


def _number(name: str, default: int) -> int:
    text = settings.get(name) or ""
    return int(text) if text.isdigit() and int(text) else default


def _connect() -> None:
    if not is_static():
        database.connect(reuse_if_open=True)


def _disconnect(_: BaseException | None) -> None:
    turnstile.leave()
    if not database.is_closed():
        database.close()


def _refuse_foreign() -> None:
    """A change that another site's page asks for is refused, token or not."""
    if request.method not in UNSAFE:
        return
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    own = urlsplit(request.host_url)
    if site not in (None, "same-origin", "none") or (origin and urlsplit(origin)[:2] != own[:2]):
        raise Refused("This request came from another site. Nothing was changed.")


def _refuse_way_out() -> None:
    """A page leads back to an address of this office, or nowhere."""
    for name in RETURNS:
        for asked in request.values.getlist(name):
            if asked and not local(asked):
                raise BadQuestion("This link leads out of the office. Nothing was done.")


def local(address: str) -> str:
    """An address of this office without its host, or "" when it leads elsewhere."""
    here = request.host_url
    return safe_back("/" + address.removeprefix(here) if address.startswith(here) else address, "")


def _end_old_session() -> ResponseReturnValue | None:
    """A session ends after a time without requests, and after half a day; typed text stays in the
    browser.
    """
    if is_static() or "_user_id" not in session:
        return None
    now, seen = int(time()), session.get(SEEN_AT, 0)
    if (
        now - seen > idle_minutes() * 60
        or now - session.get(SIGNED_IN_AT, 0) > longest_hours() * 3600
    ):
        session.clear()
        g.timed_out = True
        flash(
            "You were away for a while, so the office was locked. Sign in to go on where you were.",
            "info",
        )
        return current_app.extensions["sign_in_first"]() if request.method in UNSAFE else None
    if now - seen > FRESHEN_SECONDS and POLL not in request.headers:
        session[SEEN_AT] = now
    return None
