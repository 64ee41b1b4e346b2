"""People and their roles: invite, a new link, shut out, give and take roles."""

from collections import defaultdict
from typing import Any

from flask import current_app, redirect, request
from flask_admin import expose
from peewee import JOIN

from admin_views import invites
from admin_views.desk import Desk, say
from admin_views.gate import Holds, rule
from admin_views.invites import Person
from admin_views.offers import Offer, offer_of
from journal import policy
from journal.commit import commit
from journal.drafts import Draft
from journal.policy import ROLES
from journal.who import Who
from models import Claim, Department, Role, User, UserRole
from rules.errors import Blocked, NotFound, OfficeError


class People(Desk):
    """The page of people and roles."""

    @expose("/")
    @rule(Holds("administrator"))
    def index(self):
        """Everybody, with roles and whether they have signed in."""
        return self._page()

    @expose("/invite", methods=("POST",))
    @rule(Holds("administrator"))
    def invite(self):
        """Invite a colleague; the one-time link is shown once."""
        form = request.form
        try:
            person = Person(form.get("name", "").strip()[:200], form.get("department", "").strip())
            link = self._link(form.get("email", ""), tuple(form.getlist("roles")), person)
        except OfficeError as error:
            return self._page(error=error, form=form), error.status
        return self._page(link=link, email=form["email"].strip())

    @expose("/<int:user_id>/link", methods=("POST",))
    @rule(Holds("administrator"))
    def link(self, user_id: int):
        """A new one-time link for somebody who lost the first one; an older one is good no more."""
        user = _user(user_id)
        try:
            link = self._link(user.email, _roles_of(user_id), Person(user.name))
        except OfficeError as error:
            return self._page(error=error), error.status
        return self._page(link=link, email=user.email)

    @expose("/<int:user_id>/active", methods=("POST",))
    @rule(Holds("administrator"))
    def active(self, user_id: int):
        """Let somebody sign in, or no longer; their sessions end with the next click."""
        user, on = _user(user_id), request.form.get("active") == "yes"
        if user_id == self.who.user_id:
            raise Blocked("You cannot shut yourself out. Another administrator can.")
        draft = Draft(f"{user.email} may {'' if on else 'no longer '}sign in", on=self.on)
        draft.change(User, user_id, active=on)
        done = commit(self.who, draft)
        say(f"{user.name or user.email} may {'' if on else 'no longer '}sign in.", undo=done.seq)
        return redirect("/admin/people/")

    @expose("/<int:user_id>/roles", methods=("POST",))
    @rule(Holds("administrator"))
    def roles(self, user_id: int):
        """Give and take roles; it holds from the next click on."""
        user, wanted = _user(user_id), set(request.form.getlist("roles")) & ROLES.keys()
        held = set(_roles_of(user_id))
        if user_id == self.who.user_id and "administrator" not in wanted:
            raise Blocked(
                "You cannot take the administrator's role from yourself. Another administrator can."
            )
        done = commit(self.who, self._draft(user, wanted - held, held - wanted))
        titles = ", ".join(ROLES[role].lower() for role in sorted(wanted)) or "no role"
        say(f"{user.name or user.email}: {titles}.", undo=done.seq)
        return redirect("/admin/people/")

    def _draft(self, user: Any, given: set[str], taken: set[str]) -> Draft:
        draft = Draft(f"Roles of {user.email}", on=self.on)
        known = dict(Role.select(Role.name, Role.id).where(Role.trashed_at.is_null()).tuples())
        for role in sorted(given):
            draft.create(
                UserRole,
                user=user.id,
                role=known.get(role) or draft.create(Role, name=role, title=ROLES[role]),
            )
        query = (
            UserRole.select(UserRole.id)
            .join(Role, on=(UserRole.role == Role.id))
            .where(
                UserRole.user == user.id, UserRole.trashed_at.is_null(), Role.name << sorted(taken)
            )
        )
        for (row_id,) in query.tuples():
            draft.trash(UserRole, row_id)
        return draft

    def _link(self, email: str, roles: tuple[str, ...], person: Person) -> str:
        base = current_app.config["BASE_URL"] or request.host_url.rstrip("/")
        return invites.invite(self.who, email.strip(), roles, person=person, base=base)

    def _page(
        self, *, link: str = "", email: str = "", error: OfficeError | None = None, form=None
    ):
        return self.page(
            "people.html",
            people=_people(),
            roles=ROLES,
            link=link,
            email=email,
            error=error,
            form=form or {},
            asked=set(form.getlist("roles")) if form else set(),
            own=self.who.user_id,
            hand_over=self._hand_over,
        )

    def _hand_over(self, email: str) -> Offer | None:
        """The action that hands somebody's caseload to another, for who may."""
        return offer_of(
            self.who, "reassign_caseload", "claim", (), back="/admin/people/", from_adjuster=email
        )


def _people() -> list[dict[str, Any]]:
    """Everybody with roles, active ones first: two queries. `lost`: sees a department's rows alone,
    and has none.
    """
    held = defaultdict(list)
    query = (
        UserRole.select(UserRole.user, Role.name)
        .join(Role, on=(UserRole.role == Role.id))
        .where(UserRole.trashed_at.is_null(), Role.trashed_at.is_null())
        .tuples()
    )
    for user_id, role in query.where(Role.name << list(ROLES)):
        held[user_id].append(role)
    rows = (
        User.select(
            User.id,
            User.email,
            User.name,
            User.active,
            User.password.is_null(False).alias("joined"),
            User.invite_expires_at,
            User.current_login_at,
            Department.name.alias("department_name"),
        )
        .join(Department, JOIN.LEFT_OUTER, on=(User.department == Department.id))
        .where(User.trashed_at.is_null())
        .order_by(User.active.desc(), User.name, User.email)
        .dicts()
    )
    return [
        {
            **row,
            "roles": sorted(held[row["id"]], key=list(ROLES).index),
            "lost": row["active"] and not row["department_name"] and _sees_own(held[row["id"]]),
        }
        for row in rows
    ]


def _sees_own(roles: list[str]) -> bool:
    """Whether somebody with these roles sees only the claims of the own department."""
    return policy.view(Who("", roles=frozenset(roles)), Claim).own_department


def _user(user_id: int) -> Any:
    user = User.select().where(User.id == user_id, User.trashed_at.is_null()).first()
    if user is None:
        raise NotFound("There is no such person.")
    return user


def _roles_of(user_id: int) -> tuple[str, ...]:
    query = (
        UserRole.select(Role.name)
        .join(Role, on=(UserRole.role == Role.id))
        .where(UserRole.user == user_id, UserRole.trashed_at.is_null(), Role.trashed_at.is_null())
    )
    return tuple(name for (name,) in query.tuples())
