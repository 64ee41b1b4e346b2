"""The gate: every (address, method) names the rule of the policy that it needs; what names none is
shut.

A request passes in this order: where it comes from, the token of its form (Flask-WTF), how old its
session is, who
it is, the rule. The start is refused while an address is without a rule.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, current_app, g, request, session
from flask_security import current_user
from werkzeug.routing import Rule as Route

from admin_views import entry
from admin_views.accounts import who_is
from admin_views.day import today
from journal import custom_columns, policy, turnstile
from journal.who import NOBODY, Who
from models import BY_NAME
from rules.errors import NotFound, OfficeError, Refused

SAFE = ("GET", "HEAD")
LOOKING = "You are looking through another role: nothing can be changed. Go back to your own first."


class SignInFirst(Exception):
    """Nobody is signed in, and the address needs somebody."""


@dataclass(frozen=True)
class Visit:
    """What a rule judges: who comes, the sheet and the arguments of the address, and whether it may
    write.

    `held` are the person's own roles, also while looking through another.
    """

    who: Who
    sheet: Any = None
    arguments: dict[str, Any] | None = None
    writes: bool = False
    held: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Anyone:
    """Without signing in."""

    def judge(self, visit: Visit) -> None:
        """Let everybody pass."""


@dataclass(frozen=True)
class Enrolls:
    """Who sets up a second factor, also in the middle of signing in: the page knows how far they
    are.
    """

    def judge(self, visit: Visit) -> None:
        """Let everybody pass but who writes while looking through another role."""
        if visit.who.masked and visit.writes:
            raise Refused(LOOKING)


@dataclass(frozen=True)
class Nobody:
    """Shut for everybody: an address of a library that the office does not use."""

    def judge(self, visit: Visit) -> None:
        """Let nobody pass."""
        raise NotFound("There is no such page.")


@dataclass(frozen=True)
class Entering:
    """Somebody in the middle of signing in; the page itself knows how far they are."""

    def judge(self, visit: Visit) -> None:
        """Let pass who is not signed in yet."""
        if visit.who != NOBODY:
            raise NotFound("You are signed in already.")


@dataclass(frozen=True)
class Own:
    """Whoever is signed in, also while looking through another role: one's own account to look at,
    and the way out of it.
    """

    def judge(self, visit: Visit) -> None:
        """Let pass who is signed in."""
        if visit.who == NOBODY:
            raise SignInFirst


@dataclass(frozen=True)
class SignedIn:
    """Whoever is signed in; the page itself shows only what the policy lets them see."""

    def judge(self, visit: Visit) -> None:
        """Let pass who is signed in, and writes in one's own role alone."""
        Own().judge(visit)
        if visit.who.masked and visit.writes:
            raise Refused(LOOKING)


@dataclass(frozen=True)
class Reads:
    """Who may read the sheet; without one, the sheet of the view."""

    sheet: Any = None

    def judge(self, visit: Visit) -> None:
        """Let pass who may read it."""
        SignedIn().judge(visit)
        policy.need_read(visit.who, self.sheet or visit.sheet)


@dataclass(frozen=True)
class Writes:
    """Who may write the sheet; without one, the sheet of the view."""

    sheet: Any = None

    def judge(self, visit: Visit) -> None:
        """Let pass who may write it."""
        SignedIn().judge(visit)
        policy.need_write(visit.who, self.sheet or visit.sheet)


@dataclass(frozen=True)
class Acts:
    """Who may run a quick action; without a key, the one that the address names as `key`
    or `verb`.
    """

    key: str | None = None

    def judge(self, visit: Visit) -> None:
        """Let pass who holds one of the roles that the action registered."""
        SignedIn().judge(visit)
        named = visit.arguments or {}
        key = self.key or named.get("key") or named.get("verb") or ""
        if key not in policy.ACTS:
            raise NotFound("There is no such action.")
        if not policy.may_act(visit.who, policy.ACTS[key]):
            raise Refused("This is not among the actions of your role.")


@dataclass(frozen=True)
class Holds:
    """Who holds one of the roles."""

    roles: tuple[str, ...]

    def __init__(self, *roles: str) -> None:
        object.__setattr__(self, "roles", roles)

    def judge(self, visit: Visit) -> None:
        """Let pass who holds one of them."""
        SignedIn().judge(visit)
        if not visit.who.operator and not visit.who.roles & set(self.roles):
            words = " or the ".join(policy.ROLES[role].lower() for role in self.roles)
            raise Refused(f"This page is for the {words}.")


@dataclass(frozen=True)
class Looks:
    """Who may look through another role, and go back: an administrator, whatever role is looked
    through.
    """

    def judge(self, visit: Visit) -> None:
        """Let pass who is an administrator in their own right."""
        Own().judge(visit)
        if "administrator" not in visit.held:
            raise Refused("Only an administrator looks through another role.")


Rule = Anyone | Enrolls | Nobody | Entering | Own | SignedIn | Reads | Writes | Acts | Holds | Looks
Rules = dict[str, Rule]

RULES_BY_METHOD: dict[str, Rules] = {
    "index_view": {"GET": Reads()},
    "lookup": {"GET": Reads()},
    "details_view": {"GET": Reads()},
    "create_view": {"GET": Writes(), "POST": Writes()},
    "edit_view": {"GET": Writes(), "POST": Writes()},
    "delete_view": {"GET": Writes(), "POST": Writes()},
    "restore_view": {"POST": Writes()},
    "export": {"POST": Reads()},
    "history_view": {"GET": Reads()},
    "cell_view": {"GET": Reads()},
}
"""Method of a sheet's view -> HTTP method -> rule, the same for every sheet."""

ENDPOINTS: dict[str, Rules] = {
    "static": {"GET": Anyone()},
    "admin.static": {"GET": Anyone()},
    "security.login": {"GET": Anyone(), "POST": Anyone()},
    "security.logout": {"POST": Own()},
    "security.verify": {"GET": Own(), "POST": Own()},
    "security.change_password": {"GET": Own(), "POST": SignedIn()},
    "security.forgot_password": {"GET": Anyone(), "POST": Anyone()},
    "security.reset_password": {"GET": Anyone(), "POST": Anyone()},
    "security.two_factor_setup": {"GET": Anyone(), "POST": Enrolls()},
    "security.two_factor_setup_validate": {"POST": SignedIn()},
    "security.two_factor_token_validation": {"GET": Entering(), "POST": Entering()},
    "security.two_factor_rescue": {"GET": Nobody(), "POST": Nobody()},
    "security.tf_select": {"GET": Nobody(), "POST": Nobody()},
    "security.mf_recovery": {"GET": Entering(), "POST": Entering()},
    "security.mf_recovery_codes": {"GET": Own(), "POST": SignedIn()},
}
"""Addresses of libraries -> HTTP method -> rule. Those with Anyone check the state of the sign-in
themselves.
"""


def rule(any_method: Rule | None = None, **by_method: Rule) -> Callable:
    """Decorator of a page's function: the rule of all its HTTP methods, or of each by name
    (`POST=Writes(Claim)`).
    """

    def mark(function: Callable) -> Callable:
        function.office_rules = {"*": any_method, **by_method}
        return function

    return mark


def open_gate(app: Flask) -> None:
    """Judge every request by its rule; called after Flask-Security stands."""
    app.before_request(_admit)


def close(app: Flask) -> None:
    """Take down the rule of every address; called when all views stand.

    Raises:
        RuntimeError: addresses without a rule; all of them are named.
    """
    rules = {
        (route.endpoint, method): _rule_of(app, route, method) for route, method in addresses(app)
    }
    missing = [
        f"  {method} {route.rule} ({route.endpoint})"
        for route, method in addresses(app)
        if rules[route.endpoint, method] is None
    ]
    if missing:
        raise RuntimeError("These addresses name no rule of the policy:\n" + "\n".join(missing))
    app.extensions["gate"] = rules


def addresses(app: Flask) -> Iterator[tuple[Route, str]]:
    """Every route with every method that it answers; HEAD goes with GET."""
    for route in app.url_map.iter_rules():
        for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
            yield route, method


def sheet_of(endpoint: str) -> Any:
    """The sheet whose view an endpoint belongs to, or None."""
    return BY_NAME.get(endpoint.partition(".")[0])


def _rule_of(app: Flask, route: Route, method: str) -> Rule | None:
    marked = getattr(app.view_functions[route.endpoint], "office_rules", None)
    name = route.endpoint.partition(".")[2]
    if marked is None:
        by_sheet = RULES_BY_METHOD.get(name, {}) if sheet_of(route.endpoint) else {}
        marked = ENDPOINTS.get(route.endpoint) or by_sheet
    return marked.get(method) or marked.get("*")


def _admit() -> None:
    """Judge a request: who it is, and whether the rule of its address lets them pass."""
    g.who = NOBODY
    if request.endpoint is None or entry.is_static():
        return
    own, g.on = who_is(current_user), today()
    if own is not NOBODY:
        custom_columns.keep_up(int(current_user.columns_mark))
        turnstile.enter()
    role = session.get(entry.VIEW_AS)
    looks = role in policy.ROLES and "administrator" in own.roles
    g.who, g.held = own.seen_as(role) if looks else own, own.roles
    method = "GET" if request.method == "HEAD" else request.method
    named = current_app.extensions["gate"].get((request.endpoint, method))
    if named is None:
        abort(404)
    named.judge(
        Visit(
            g.who,
            sheet_of(request.endpoint),
            request.view_args,
            request.method not in SAFE,
            own.roles,
        )
    )


def refusal(visit: Visit, named: Rule) -> OfficeError | SignInFirst | None:
    """Why a rule would not let a visit pass, or None; what tests compare answers with."""
    try:
        named.judge(visit)
    except (OfficeError, SignInFirst) as error:
        return error
    return None
