"""Headers of every answer: what a browser may run, keep, frame and tell others; and no redirect
leaves the office.
"""

import secrets

from flask import Flask, Response, g, redirect, request

from admin_views.entry import is_static, local

POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri "
    "'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), "
    "browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
YEAR = 365 * 24 * 3600


def csp_nonce() -> str:
    """The word that the scripts of this answer carry; another one in each answer."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return g.csp_nonce


def guard_answers(app: Flask) -> None:
    """Put the headers on every answer."""
    app.jinja_env.globals["csp_nonce"] = csp_nonce
    app.after_request(_head)
    app.after_request(_keep_inside)


def _head(answer: Response) -> Response:
    for name, value in FIXED.items():
        answer.headers.setdefault(name, value)
    answer.headers.setdefault("Content-Security-Policy", POLICY.format(nonce=csp_nonce()))
    if is_static():
        answer.headers["Cache-Control"] = "public, max-age=600"
    else:
        answer.headers["Cache-Control"] = "private, no-store"
    if request.is_secure:
        answer.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    return answer


def _keep_inside(answer: Response) -> Response:
    """A redirect that would leave the host, whoever made it, leads home instead."""
    target = answer.headers.get("Location")
    if target is None or answer.status_code not in range(300, 400) or local(target):
        return answer
    home = redirect("/admin/")
    for cookie in answer.headers.getlist("Set-Cookie"):
        home.headers.add("Set-Cookie", cookie)
    return home
