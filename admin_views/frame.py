"""What the frame of every page shows: the office, the person, the day, the side bar with its
counts, the banners.
"""

from functools import lru_cache
from typing import Any

from flask import Flask, current_app, g, request
from flask_security import current_user

import admin_views
from admin_views.day import fixed_day, today
from admin_views.signin import second_factor_needed
from journal import policy, settings
from journal.waiting import spoken, waiting
from journal.who import NOBODY, Who
from models import Claim
from rules.days import long_day

COUNTS = {
    "day": "admin.index",
    "approvals": "approvals.index",
    "inbox": "inbox.index",
    "claim": "claim.index_view",
    "recovery": "recovery.index_view",
}
"""What waits -> the page of the side bar that bears its count."""
Groups = tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
"""Groups of the side bar: title, and (words, address, endpoint) of each page."""
ACCOUNT = (
    ("/change", "Change your password"),
    ("/tf-setup", "Second factor"),
    ("/mf-recovery-codes", "Recovery codes"),
)


class Menu:
    """The side bar, put together when a page shows it and not before."""

    def __init__(self, who: Who) -> None:
        self._who = who

    def __html__(self) -> str:
        """The groups of the side bar, each with its pages."""
        counts = waiting(self._who, on=today())
        shown = tuple((COUNTS[name], number) for name, number in counts.items() if name in COUNTS)
        return _drawn(admin_views.menu_of(self._who), shown, request.endpoint)


@lru_cache(maxsize=256)
def _drawn(groups: Groups, counts: tuple[tuple[str, int], ...], endpoint: str | None) -> str:
    """The markup of the side bar, drawn once for what stands in it."""
    template = current_app.jinja_env.get_template("office/side_groups.html")
    shown = {page: spoken(number) for page, number in counts}
    return template.render(groups=groups, counts=shown, endpoint=endpoint)


def frame_pages(app: Flask) -> None:
    """Give every template what the frame needs."""
    app.context_processor(_known)


def _known() -> dict[str, Any]:
    who: Who = g.get("who", NOBODY)
    day = g.get("on") or fixed_day()
    facts = {
        "who": who if who != NOBODY else None,
        "office_day": long_day(day) if day else "",
        "today": day,
        "day_fixed": fixed_day() is not None,
        "demonstration": current_app.config["DEMO"],
        "ROLES": policy.ROLES,
    }
    if who != NOBODY:
        return facts | _of_person(who)
    named = (request.endpoint or "").startswith(("security.", "account."))
    return facts | ({"office_name": settings.get("office_name")} if named else {})


def _of_person(who: Who) -> dict[str, Any]:
    roles = " and ".join(policy.ROLES.get(role, role) for role in sorted(who.roles))
    looks = "administrator" in g.get("held", ())
    return {
        "office_name": settings.get("office_name"),
        "role_names": roles,
        "menu": Menu(who),
        "view_as": roles if who.masked else "",
        "view_as_roles": list(policy.ROLES.items()) if looks else (),
        "new_claim_url": "/admin/intake/" if policy.may_write(who, Claim) else "",
        "account_links": [{"href": href, "label": label} for href, label in _links()],
        "second_factor_off": not second_factor_needed()
        and not getattr(current_user, "tf_totp_secret", None),
    }


def _links() -> list[tuple[str, str]]:
    """The pages of one's account; recovery codes once there is a second factor."""
    has_factor = bool(getattr(current_user, "tf_totp_secret", None))
    return [link for link in ACCOUNT if has_factor or link[0] != "/mf-recovery-codes"]
