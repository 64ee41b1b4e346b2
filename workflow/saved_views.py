"""Named views: kept, kept anew, renamed, put in the trash, and the one that a sheet opens with."""

from typing import Any

from journal import policy
from journal.own_power import why_not
from journal.saved_views import State, named, seen_by
from journal.who import Who
from models import BY_NAME, SavedView, meta
from rules.choices import SAVED_VIEW_KIND
from rules.errors import Blocked, Invalid, Problem, Refused
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verbs import VERBS

ROLES = (*DESK, "coordinator", "administrator")
"""Who keeps views: everybody but the auditor, who writes nothing."""
ROLE_CHOICES = tuple(policy.ROLES.items())


@VERBS.add(
    "save_view",
    title="Save a view",
    sheets=("savedview",),
    roles=ROLES,
    alone=True,
    makes=True,
    params=(
        Param("name", "text", "Name"),
        Param("of", "code", "Sheet", "In small letters: claim, payment."),
        Param("kind", "choice", "For", choices=SAVED_VIEW_KIND, default="personal"),
        Param("role", "choice", "Role", choices=ROLE_CHOICES, shown_for=("kind", ("role",))),
        Param("opens", "yesno", "Open the sheet with it"),
        Param("state", "list", "What it asks"),
        Param("look", "list", "How it is drawn"),
    ),
)
def save_view(task: Task) -> Plan:
    """How you look at a sheet now, kept under a name; a view that is there is kept anew."""
    if task.records:
        return _anew(task, task.records[0])
    values = _values(task)
    model, plural = BY_NAME[values["sheet"]], meta(BY_NAME[values["sheet"]], "plural")
    policy.need_read(task.who, model)
    _need_free(values)
    plan = Plan(task.draft(f"View “{values['name']}” of {plural} saved"))
    if values["opens"]:
        _let_go(plan, values)
    plan.opens = plan.draft.create(SavedView, **values)
    plan.lines.append(f"“{values['name']}” is kept as a view of {plural}.")
    plan.said = f"The view “{values['name']}” is saved."
    return plan


def _values(task: Task) -> dict[str, Any]:
    """The columns of a new view.

    Raises:
        Invalid: something is missing. Refused: it is not for this person to share it.
    """
    kind, name = task["kind"] or "personal", (task["name"] or "").strip()
    if not name:
        raise Invalid([Problem(task.key, None, "name", None, "Name is needed.")])
    if task["of"] not in BY_NAME:
        raise Invalid([Problem(task.key, None, "of", task["of"], "Sheet: there is no such sheet.")])
    if kind == "role" and not task["role"]:
        raise Invalid([Problem(task.key, None, "role", None, "Role is needed.")])
    if kind == "personal" and task.who.user_id is None:
        raise Refused("A personal view needs somebody whose it is. Name them with --as EMAIL.")
    values = {
        "name": name,
        "sheet": task["of"],
        "kind": kind,
        "owner": task.who.user_id if kind == "personal" else None,
        "role": task["role"] if kind == "role" else None,
        "opens": kind == "role" or bool(task["opens"] and kind == "personal"),
        "state": task["state"] or State().stored(),
        "look": task["look"] or None,
    }
    _need_own(task.who, values)
    return values


def _need_own(who: Who, row: dict[str, Any]) -> None:
    """Refuse a view that is not for this person to write."""
    if words := why_not(who, SavedView, row):
        raise Refused(words)


def _standing(values: dict[str, Any]):
    """The views of the same sheet for the same people."""
    return SavedView.select().where(
        SavedView.sheet == values["sheet"],
        SavedView.kind == values["kind"],
        SavedView.owner == values["owner"] if values["owner"] else SavedView.owner.is_null(),
        SavedView.role == values["role"] if values["role"] else SavedView.role.is_null(),
        SavedView.trashed_at.is_null(),
    )


def _need_free(values: dict[str, Any], *, but: int = 0) -> None:
    """Refuse a name that is taken, and a second default of a role.

    Raises:
        Blocked: there is one already.
    """
    plural = meta(BY_NAME[values["sheet"]], "plural")
    for view in _standing(values).where(SavedView.id != but):
        if view.name == values["name"]:
            raise Blocked(
                f"{plural} have a view “{view.name}” already. Save it over that one, or give "
                "another name."
            )
        if values["kind"] == "role" and not but:
            raise Blocked(
                f"{policy.ROLES[values['role']]}s open {plural} with “{view.name}” already. Save "
                "it over that one, or delete that one first."
            )


def _let_go(plan: Plan, values: dict[str, Any]) -> None:
    """A sheet opens with one view of a person: another one no longer does."""
    for view in _standing(values).where(SavedView.opens == True):  # noqa: E712
        if view.kind == "personal":
            plan.draft.change(SavedView, view.id, seen=view.version, opens=False)


def _anew(task: Task, view: SavedView) -> Plan:
    _need_own(task.who, view.__data__)
    if seen_by(task.who, BY_NAME[view.sheet], named(view), on=task.on).hidden:
        raise Blocked(
            f"Part of “{view.name}” is kept from your role and would be lost. Save what you see "
            "under another name."
        )
    plan = Plan(task.draft(f"View “{view.name}” saved anew"))
    values = {name: task[name] for name in ("state", "look") if task[name] is not None}
    plan.draft.change(SavedView, view.id, seen=view.version, **values)
    plan.opens = ("savedview", view.id)
    plan.lines.append(f"“{view.name}” is kept as you look at it now.")
    plan.said = f"The view “{view.name}” is saved."
    return plan


@VERBS.add(
    "rename_view",
    title="Rename",
    sheets=("savedview",),
    roles=ROLES,
    params=(Param("name", "text", "New name", required=True),),
)
def rename_view(task: Task) -> Plan:
    """A view under another name; addresses of it that were sent stay good."""
    (view,) = task.records
    _need_own(task.who, view.__data__)
    facts = {name: getattr(view, name) for name in ("sheet", "kind", "role")}
    _need_free({**facts, "owner": view.owner_id, "name": task["name"].strip()}, but=view.id)
    plan = Plan(task.draft(f"View “{view.name}” renamed"))
    plan.draft.change(SavedView, view.id, seen=view.version, name=task["name"].strip())
    plan.lines.append(f"“{view.name}” is called “{task['name'].strip()}”.")
    plan.said = f"The view is called “{task['name'].strip()}”."
    return plan


@VERBS.add(
    "open_with_view",
    title="Open the sheet with it",
    sheets=("savedview",),
    roles=ROLES,
    params=(Param("opens", "yesno", "Open the sheet with it", default=True),),
)
def open_with_view(task: Task) -> Plan:
    """Whether a sheet shows this view of yours when it is opened."""
    (view,) = task.records
    _need_own(task.who, view.__data__)
    if view.kind != "personal":
        raise Blocked("A sheet opens with a view of your own, or with the default of your role.")
    plan = Plan(task.draft(f"View “{view.name}” opens its sheet"))
    facts = {name: getattr(view, name) for name in ("sheet", "kind", "role")}
    if task["opens"]:
        _let_go(plan, {**facts, "owner": view.owner_id})
    plan.draft.change(SavedView, view.id, seen=view.version, opens=bool(task["opens"]))
    plural = meta(BY_NAME[view.sheet], "plural")
    how = f"with “{view.name}”" if task["opens"] else "as the office has them"
    plan.said = f"{plural} open {how} for you."
    plan.lines.append(plan.said)
    return plan


@VERBS.add(
    "delete_view",
    title="Put the view in the trash",
    sheets=("savedview",),
    roles=ROLES,
    many=True,
    danger=True,
)
def delete_view(task: Task) -> Plan:
    """It can be taken back; what the view shows is not touched."""
    plan = Plan(task.draft(f"View “{task.records[0].name}” put in the trash"))
    for view in task.records:
        _need_own(task.who, view.__data__)
        plan.draft.trash(SavedView, view.id, seen=view.version)
        plan.lines.append(f"“{view.name}” goes to the trash. No record is touched.")
    return plan
