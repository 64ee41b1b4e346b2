"""What an answer looks like when something is wrong: a plain page, or data where data was asked
for.
"""

import logging
from urllib.parse import urlsplit

import flask_login
from flask import (
    Flask,
    Response,
    current_app,
    g,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, generate_csrf
from werkzeug.exceptions import HTTPException

from admin_views.entry import UNSAFE
from admin_views.gate import SignInFirst, sheet_of
from admin_views.places import safe_back
from journal import access
from journal.disk import is_full
from journal.traces import trace_of
from journal.who import NOBODY, Who
from models import database
from rules.errors import Busy, DiskFull, Invalid, OfficeError, Refused

RETRY_SECONDS = 5
DATA = ("rows", "lookup", "order", "summary", "changes", "undo", "edge")
"""Last parts of addresses of a sheet that answer data whatever is asked for."""
PERSON, FRESH_TOKEN = "X-Person", "X-Fresh-Token"
"""Headers: whose page asks, as the page knows it; the token to go on with after a new sign-in."""

OPEN_LONG = (
    "This page stood open while you were signed out, or was sent twice. Load it again; what you "
    "typed is still in the page before this one."
)
SOMEBODY_ELSE = (
    "Somebody else has signed in in this browser since this page was loaded. What you typed is "
    "kept in this window: sign in yourself, then press Enter on it again."
)
WORDS = {
    400: "The address or form is not one that the office can read.",
    403: "This is not open to you.",
    404: "There is no such page. The address may be old, or the record may not be yours to see.",
    405: "This address does not take what was sent.",
    413: "This is larger than the office takes at once. Split the file, or shorten the text.",
    429: "That was tried too often. Wait a minute, then try again.",
    500: "Something went wrong here. It is noted in the log; nothing half-done was kept. Go back: what you typed is there.",  # noqa: E501
    507: "The disk is full. Nothing half-done was kept: go back and try again when there is room.",
}
HEADINGS = {
    401: "Sign in first",
    403: "Not open to you",
    404: "Not there",
    413: "Too large",
    429: "Too often",
    500: "Something went wrong",
    503: "Busy just now",
    507: "The disk is full",
}
_log = logging.getLogger("office")


def answer_errors(app: Flask) -> None:
    """Answer whatever a request may end in."""
    app.register_error_handler(SignInFirst, lambda _: sign_in_first())
    app.register_error_handler(CSRFError, _token)
    app.register_error_handler(OfficeError, _office_error)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _fault)
    app.extensions["sign_in_first"] = sign_in_first


def is_data(path: str) -> bool:
    """Whether an address, as /admin/claim/rows, answers data."""
    parts = path.split("/")
    return len(parts) == 4 and parts[-1] in DATA


def wants_data() -> bool:
    """Whether the request was sent by a script, which reads data and not a page."""
    if is_data(request.path):
        return True
    best = request.accept_mimetypes.best_match(
        ("text/html", "application/json"), default="text/html"
    )
    return (
        request.is_json
        or best == "application/json"
        or request.headers.get("X-Requested-With") == "fetch"
    )


def sign_in_first() -> ResponseReturnValue:
    """Nobody is signed in: a page leads to the sign-in and back again, a script is told so."""
    if wants_data():
        return jsonify(error="Sign in to go on.", sign_in=url_for("security.login")), 401
    if request.method in UNSAFE:
        return page(
            401,
            "Sign in to go on. What you typed is still in the page before this one: sign in, then go "  # noqa: E501
            "back and send it again.",
            sign_in=True,
        )
    back = request.full_path if request.query_string else request.path
    return redirect(url_for("security.login", next=back))


def page(status: int, sentence: str, **more) -> ResponseReturnValue:
    """A page with one sentence and the way back; to whom is signed in within the frame.

    Where the office itself is in trouble it stands alone, and asks nothing of the database.
    """
    if wants_data():
        return jsonify(error=sentence), status
    facts = {
        "heading": HEADINGS.get(status, "This did not work"),
        "sentence": sentence,
        "back": _came_from(),
        **more,
    }
    framed = status < 500 and g.get("who", NOBODY) != NOBODY
    for template in ("office/wrong_framed.html", "office/wrong.html")[0 if framed else 1 :]:
        try:
            return render_template(template, **facts), status
        except Exception as error:
            _log.error("the page of an error failed itself\n%s", trace_of(error))
    return Response(f"{sentence}\n", status, mimetype="text/plain")


def _came_from() -> str:
    """The page of the office that the request came from; blank where there is none, or it is
    this one.
    """
    try:
        asked = urlsplit(request.referrer or "")
    except ValueError:
        return ""
    if asked.netloc != request.environ.get("HTTP_HOST") or asked.path == request.path:
        return ""
    return safe_back(f"{asked.path}{f'?{asked.query}' if asked.query else ''}", "")


def _office_error(error: OfficeError) -> ResponseReturnValue:
    if isinstance(error, Refused):
        note_refusal(error)
    if isinstance(error, Invalid) and wants_data():
        problems = [
            {"column": p.column, "value": p.value, "message": p.message} for p in error.problems
        ]
        return jsonify(error=error.sentence, problems=problems), error.status
    answer = current_app.make_response(page(error.status, error.sentence))
    if isinstance(error, Busy):
        answer.headers["Retry-After"] = str(RETRY_SECONDS)
    return answer


def note_refusal(error: Refused) -> None:
    """One entry in the access log that a person was refused: where, never with what values."""
    who: Who = g.get("who", NOBODY)
    if who == NOBODY or g.get("refusal_noted"):
        return
    g.refusal_noted = True
    named = (request.view_args or {}).get("id") or request.args.get("id") or ""
    sheet = sheet_of(request.endpoint or "")
    try:
        if database.transaction_depth() == 0:
            access.note(
                who,
                "refused",
                sheet=sheet.__name__.lower() if sheet else None,
                ids=[int(named)] if str(named).isdigit() and len(str(named)) < 10 else (),
                purpose=f"{request.method} {request.url_rule.rule if request.url_rule else request.path}",  # noqa: E501
            )
    except Busy:
        _log.warning("a refusal of %s was not noted: the database was busy", who.email)


def _token(error: CSRFError) -> ResponseReturnValue:
    """A page of an earlier session: a script of the same person's gets a token to go on with."""
    if not wants_data():
        return page(400, OPEN_LONG)
    person = flask_login.current_user
    if not person.is_authenticated:
        return sign_in_first()
    if request.headers.get(PERSON) != str(person.id):
        return page(400, SOMEBODY_ELSE)
    answer = current_app.make_response(page(400, OPEN_LONG))
    answer.headers[FRESH_TOKEN] = generate_csrf()
    return answer


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    answer = current_app.make_response(
        page(status, WORDS.get(status) or WORDS[400 if status < 500 else 500])
    )
    if status == 429:
        answer.headers["Retry-After"] = "60"
    return answer


def _fault(error: Exception) -> ResponseReturnValue:
    """A full disk is said as such; anything else is a fault of the program: its trace goes to the
    log, without what was sent.
    """
    if is_full(error):
        return _office_error(DiskFull(WORDS[507]))
    _log.error(
        "%s %s failed\n%s",
        request.method,
        request.url_rule or "an unknown address",
        trace_of(error),
    )
    return page(500, WORDS[500])
