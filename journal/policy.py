"""The one policy: which role reads, writes and acts on which sheet, which rows and which columns.

Deny by default. A column's sensitivity stands with the column in `sheets/`; here stand the roles.
What a
role may do by a quick action is filled from the roles that each action registers.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import models as m
from journal.masking import covered, is_covered
from journal.who import Who
from rules.errors import BadQuestion, Refused, Retired
from sheets.columns import SENSITIVITIES
from sheets.prepared import prepared

ROLES = {
    "technician": "Claims technician",
    "examiner": "Workers' compensation examiner",
    "risk_manager": "Risk manager",
    "wc_manager": "Workers' compensation manager",
    "coordinator": "Light-duty coordinator",
    "auditor": "Auditor",
    "administrator": "Administrator",
}

TIERS = {
    "city_manager": "City manager",
    "city_attorney": "City attorney",
    "claims_board": "Claims board",
    "city_council": "City council",
}
"""Who in the City holds authority beyond the office's. They do not sign in: a manager records what
they decided.
"""
RECORDERS = frozenset({"risk_manager", "wc_manager"})

CLEARANCE = {
    "technician": {"public", "personal", "medical", "privileged"},
    "examiner": {"public", "personal", "medical", "privileged"},
    "risk_manager": {"public", "personal", "privileged"},
    "wc_manager": {"public", "personal", "medical", "privileged"},
    "coordinator": {"public"},
    "auditor": {"public", "personal", "medical", "privileged"},
    "administrator": {"public", "personal"},
}
"""Which sensitivities a role sees. `secret` is seen by nobody. The risk manager sees no medical
file (Lab. Code 3762).
"""

GROUPS = {
    "losses": (
        m.Incident,
        m.Claim,
        m.Party,
        m.InvestigationStep,
        m.Diary,
        m.ContactLog,
        m.Inquiry,
        m.FileNote,
        m.Document,
        m.Letter,
    ),
    "light duty": (
        m.WorkStatus,
        m.Restriction,
        m.LightDutyTask,
        m.LightDutyDemand,
        m.LightDutyCheck,
        m.LightDutyOffer,
    ),
    "money": (m.Reserve, m.Payment, m.PaymentEvent),
    "recovery": (m.Recovery, m.RecoveryCost, m.RecoveryReceipt),
    "insurance": (m.Policy,),
    "directory": (m.Department, m.Employee, m.Physician, m.Organization),
    "reference": (
        m.CauseCode,
        m.KnownValue,
        m.Holiday,
        m.Setting,
        m.StatutoryRow,
        m.AuthorityLimit,
        m.RateCard,
    ),
    "columns": (m.CustomColumn,),
    "people": (m.User, m.Role, m.UserRole),
    "approvals": (m.Approval,),
    "imports": (m.ImportRun, m.ImportRow),
    "profiles": (m.ImportProfile,),
    "journal": (m.Batch, m.Change),
    "jobs": (m.Job,),
    "schedules": (m.ReportSchedule,),
    "views": (m.SavedView,),
    "access": (m.AccessEvent,),
}

_DESK = {
    "losses": "rw",
    "light duty": "rw",
    "money": "rw",
    "recovery": "rw",
    "insurance": "rw",
    "directory": "rw",
    "reference": "r",
    "columns": "r",
    "people": "r",
    "approvals": "r",
    "imports": "r",
    "profiles": "rw",
    "journal": "r",
    "jobs": "r",
    "schedules": "r",
    "views": "r",
}
RIGHTS = {
    "technician": _DESK,
    "examiner": _DESK,
    "risk_manager": {**_DESK, "reference": "rw"},
    "wc_manager": {**_DESK, "reference": "rw"},
    "coordinator": {
        "losses": "r",
        "light duty": "r",
        "directory": "r",
        "jobs": "r",
        "schedules": "r",
        "views": "r",
    },
    "auditor": dict.fromkeys(GROUPS, "r"),
    "administrator": {
        "directory": "rw",
        "reference": "rw",
        "columns": "rw",
        "people": "rw",
        "jobs": "r",
        "schedules": "r",
        "views": "r",
        "access": "r",
        "journal": "r",
    },
}
"""Role -> group of sheets -> rights: `r` reads, `w` writes. Approvals, imports, jobs, scheduled
reports and views are written by their verbs.
"""

COLUMNS = {
    ("coordinator", m.Claim): (
        "claim_no",
        "line",
        "status",
        "claimant",
        "employee",
        "department",
        "injury_date",
        "loss_date",
        "last_worked_date",
        "return_to_work_date",
        "light_duty_limit_days",
    ),
    ("coordinator", m.Employee): (
        "employee_no",
        "name",
        "department",
        "job_title",
        "weekly_hours",
        "active",
    ),
    ("coordinator", m.Department): ("code", "name", "contact_name", "phone", "email", "active"),
    ("administrator", m.Batch): (
        "seq",
        "user",
        "actor",
        "source",
        "verb",
        "started_at",
        "committed_at",
        "changes",
    ),
}
"""Where a role sees a list of named columns of a sheet, and nothing else of it (Lab. Code 3762(c)).
"""

DIGESTS = {
    m.Batch: {"idempotency_key", "request_digest", "content_digest", "previous_digest", "digest"},
    m.Change: {"digest"},
    m.Approval: {"plan_digest"},
    m.SavedView: {"state", "look"},
}
"""Fingerprints of values: a guess can be checked against them, so people do not see them. So are
the filters of a view: each person is shown of them what they may filter by themselves.
"""
SEES_DIGESTS = ("auditor",)

ONLY = {
    "coordinator": (
        m.Claim,
        m.Employee,
        m.Department,
        m.Job,
        m.ReportSchedule,
        m.SavedView,
        *GROUPS["light duty"],
    ),
}
"""Where a role reads only some sheets of its groups."""

ACTS: dict[str, tuple[str, ...]] = {}
"""Quick action -> the roles that may run it; filled from what each action registers."""

OWN_DEPARTMENT = ("coordinator",)
"""Roles that see only the rows of their own department, and of claims only workers' compensation.
"""

WHOSE = {m.Job: "user", m.ReportSchedule: "owner"}
"""Sheets of which people see their own rows alone -> the column that says whose one is."""

SHARES = ("risk_manager", "wc_manager", "administrator")
"""Roles that write the views everybody shares and the default view of a role, of sheets that they
read; everybody else writes the own ones. They see the defaults of all roles, others those of their
own.
"""
SEES_ALL_VIEWS = ("auditor",)

WHY = {
    "medical": "Medical details are kept from departments (Labor Code 3762).",
    "privileged": "This is attorney work product and stays with the claims staff.",
    "personal": "Personal details are kept to those who work the claim.",
    "secret": "Nobody is shown this.",
}
MASKED = "This is masked while you look through another role: it can only be counted."


@dataclass(frozen=True)
class View:
    """What one set of roles may do with one sheet; `open` are the columns shown without a mask."""

    read: bool
    write: bool
    columns: tuple[Any, ...]
    names: frozenset[str]
    own_department: bool
    open: frozenset[str]


def need_read(who: Who, model) -> None:
    """Refuse unless `who` may read the sheet."""
    if not may_read(who, model):
        raise Refused(f"{m.meta(model, 'plural')} are not among the sheets your role works with.")


def need_write(who: Who, model) -> None:
    """Refuse unless `who` may write the sheet."""
    if not may_write(who, model):
        verb = "change" if may_read(who, model) else "see"
        raise Refused(f"Your role may not {verb} {m.meta(model, 'plural').lower()}.")


def need_column(who: Who, model, name: str, *, past: bool = False) -> Any:
    """The column of that name, as it is shown; refused when hidden, a bad question when there is
    none, or it is retired and not asked of the `past`.
    """
    need_read(who, model)
    field = model._meta.fields.get(name)
    if field is None or not hasattr(field, "sensitivity"):
        raise BadQuestion(f"{m.meta(model, 'plural', model.__name__)} have no column “{name}”.")
    seen = view(who, model, retired=past)
    if name not in seen.names:
        if is_retired(who, field):
            raise Retired(field.verbose_name)
        raise Refused(why_hidden(field))
    return field if name in seen.open else covered(field)


def is_retired(who: Who, field) -> bool:
    """Whether a column is out of use, and `who` may know of it."""
    return field.retired and field.name in view(who, field.model, retired=True).names


def may_read(who: Who, model) -> bool:
    """Whether `who` may read the sheet at all."""
    return view(who, model).read


def may_write(who: Who, model) -> bool:
    """Whether `who` may write the sheet at all."""
    return view(who, model).write and not who.masked


def is_typed(model) -> bool:
    """Whether some role writes the sheet itself; what none does is written by quick actions."""
    return any("w" in _right(role, model) for role in ROLES)


def may_act(who: Who, roles: tuple[str, ...]) -> bool:
    """Whether `who` holds one of the roles that an action, letter or report names."""
    held = who.operator or bool(who.roles & set(roles))
    return not who.masked and held and (who.within is None or may_act(who.within, roles))


def readable(who: Who, model, *, past: bool = False) -> tuple[Any, ...]:
    """The columns of the sheet that `who` may see, in order; of the `past` the retired ones too."""
    return view(who, model, retired=past).columns


def readable_names(who: Who, model) -> frozenset[str]:
    """The names of the columns that `who` may see; columns themselves do not compare by
    identity.
    """
    return view(who, model).names


def open_names(who: Who, model) -> frozenset[str]:
    """The names of the columns that `who` sees without a mask: those that may be filtered, sorted
    and searched by.
    """
    return view(who, model).open


def writable(who: Who, model) -> tuple[Any, ...]:
    """The columns of the sheet that `who` may type into, in order."""
    if not may_write(who, model):
        return ()
    return tuple(f for f in view(who, model).columns if not f.derived)


def clearance(who: Who) -> frozenset[str]:
    """The sensitivities `who` may see in rows that carry one of their own."""
    own = _clearance(who.operator, who.roles)
    return own if who.within is None else own & clearance(who.within)


@lru_cache(maxsize=4096)
def _clearance(operator: bool, roles: frozenset[str]) -> frozenset[str]:
    if operator:
        return frozenset(SENSITIVITIES[:4])
    return frozenset().union(*(CLEARANCE.get(role, ()) for role in roles))


def wider(old: str, new: str) -> frozenset[str]:
    """The roles that see what is kept as `new` and not what is kept as `old`."""
    return frozenset(r for r in ROLES if new in CLEARANCE[r] and old not in CLEARANCE[r])


def view(who: Who, model, *, retired: bool = False) -> View:
    """What `who` may do with the sheet; with its `retired` columns, or as they are in use."""
    own = _view(who.operator, who.roles, who.masked, model, retired)
    return own if who.within is None else _both(own, view(who.within, model, retired=retired))


def _both(one: View, other: View) -> View:
    """What two people may both do."""
    names = one.names & other.names
    return View(
        read=one.read and other.read,
        write=False,
        columns=tuple(f for f in one.columns if f.name in names),
        names=names,
        own_department=one.own_department or other.own_department,
        open=one.open & other.open,
    )


@prepared(most=8192)
def _view(operator: bool, roles: frozenset[str], masked: bool, model, retired: bool) -> View:
    own = [
        f
        for f in model._meta.sorted_fields
        if f.name not in m.OWN_COLUMNS and hasattr(f, "sensitivity") and f.retired <= retired
    ]
    if operator:
        shown = tuple(f for f in own if f.sensitivity != "secret")
        names = frozenset(f.name for f in shown)
        return View(True, True, shown, names, False, names)
    reading = [role for role in sorted(roles) if "r" in _right(role, model)]
    seen = set().union(*(_seen(role, model, own) for role in reading)) if reading else set()
    bare = _bare(model, own) if masked else seen
    columns = [f if f.name in bare else covered(f) for f in own if f.name in seen]
    return View(
        read=bool(reading),
        write=any("w" in _right(role, model) for role in roles),
        columns=tuple(columns),
        names=frozenset(seen),
        own_department=bool(reading) and all(role in OWN_DEPARTMENT for role in reading),
        open=frozenset(f.name for f in columns if not is_covered(f)),
    )


def _bare(model, own) -> set[str]:
    """What an administrator who looks through another role sees without a mask: the public columns
    that their own role reads.
    """
    seen = _seen("administrator", model, own) if _right("administrator", model) else set()
    return {f.name for f in own if f.name in seen and f.sensitivity == "public"}


def _right(role: str, model) -> str:
    if role in ONLY and model not in ONLY[role]:
        return ""
    group = next((name for name, sheets in GROUPS.items() if model in sheets), None)
    return RIGHTS.get(role, {}).get(group or "", "")


def _seen(role: str, model, own) -> set[str]:
    if (role, model) in COLUMNS:
        return set(COLUMNS[role, model])
    hidden = set() if role in SEES_DIGESTS else DIGESTS.get(model, set())
    return {f.name for f in own if f.sensitivity in CLEARANCE[role]} - hidden


def scope(who: Who, model, source=None):
    """The condition on the rows of a sheet that `who` may see, or None when all; `source` stands in
    for the sheet.
    """
    if who.within is not None:
        mine = scope(replace(who, within=None), model, source)
        theirs = scope(who.within, model, source)
        return theirs if mine is None else mine if theirs is None else mine & theirs
    source = source or model
    parts = []
    mark = m.meta(model, "row_sensitivity", None)
    if mark and not who.operator:
        parts.append(getattr(source, mark) << sorted(clearance(who)))
    if view(who, model).own_department:
        parts.extend(_own_rows(who, model, source))
    whose = WHOSE.get(model)
    if whose and not who.operator and not who.roles & {"administrator", "auditor"}:
        parts.append(getattr(source, whose) == who.user_id)
    if model is m.SavedView and not who.operator:
        parts.append(_views(who, source))
    condition = None
    for part in parts:
        condition = part if condition is None else condition & part
    return condition


def _views(who: Who, source):
    """The own views and those for everybody or for the own role, of the sheets that `who` reads."""
    sheets = sorted(name for name, sheet in m.BY_NAME.items() if may_read(who, sheet))
    within = source.sheet << sheets
    if who.roles & set(SEES_ALL_VIEWS):
        return within
    whose = source.owner.is_null() | (source.owner == who.user_id)
    if not who.roles & set(SHARES):
        whose &= source.role.is_null() | (source.role << sorted(who.roles))
    return within & whose


def _own_rows(who: Who, model, source):
    department = who.department_id or 0
    if model is m.Claim:
        yield source.department == department
        yield source.line == "W"
    elif model in (m.Employee, m.LightDutyTask, m.LightDutyCheck):
        yield source.department == department
    elif model is m.WorkStatus:
        yield source.claim << _claims_of(department)
    elif model is m.Restriction:
        notes = m.WorkStatus.select(m.WorkStatus.id)
        yield source.work_status << notes.where(m.WorkStatus.claim << _claims_of(department))
    elif model is m.LightDutyDemand:
        tasks = m.LightDutyTask.select(m.LightDutyTask.id)
        yield source.task << tasks.where(m.LightDutyTask.department == department)
    elif model is m.LightDutyOffer:
        yield (source.claim << _claims_of(department)) | (source.department == department)


THROUGH = {
    m.WorkStatus: m.Claim,
    m.Restriction: m.Claim,
    m.LightDutyOffer: m.Claim,
    m.LightDutyDemand: m.LightDutyTask,
}
"""Sheet -> the sheet whose rows decide which of its own are in the own department."""


def _claims_of(department: int):
    """The compensation claims of a department."""
    return m.Claim.select(m.Claim.id).where(m.Claim.department == department, m.Claim.line == "W")


def why_hidden(field) -> str:
    """The sentence for a column that a role does not see."""
    return WHY.get(field.sensitivity, "This column is not among those your role works with.")
