"""What needs a person today: diary entries, approvals, policies about to lapse, drafts, jobs; few
indexed queries.
"""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from journal import policy, settings
from journal.ahead import WEEK_DAYS, closed_days, lapsing, off_work
from journal.items import SHOWN, Agenda, Item
from journal.missed import Late, facts_of, missed
from journal.who import Who
from models import (
    Approval,
    Claim,
    Diary,
    Incident,
    Job,
    Payment,
    Policy,
    Recovery,
    User,
)
from rules.days import long_day

MOST = 300
"""Entries read at most; beyond, the page says so and leads to the diary."""
RUNNING = ("queued", "running")
RETURNED_DAYS = 30
"""Days for which an action that was refused or returned stays with who asked."""
MANAGERS = frozenset({"risk_manager", "wc_manager"})


def agenda(who: Who, *, on: date, whole_office: bool = False) -> Agenda:
    """The day of `who`; `whole_office`: the diary of everybody."""
    day = Agenda(on)
    _diary(day, who, whole_office)
    _approvals(day, who)
    day.returned = _returned(who, on)
    if policy.may_read(who, Payment):
        day.drafts = _drafts(who, whole_office)
    if policy.may_read(who, Policy):
        day.lapsing = lapsing(who, on)
    if policy.view(who, Claim).own_department:
        day.off_work = off_work(who, on)
    if policy.may_read(who, Job):
        day.jobs = list(
            Job.select()
            .where(Job.user == who.user_id, Job.seen_at.is_null() | (Job.status << RUNNING))
            .order_by(Job.id.desc())
            .limit(10)
        )
    day.closed_days = closed_days(on)
    return day.masked() if who.masked else day


def sentence(day: Agenda) -> str:
    """The head of the page: "2 overdue, 2 due today, 1 approval waiting for others. Nothing else
    needs you.".
    """
    more = "+" if day.capped else ""
    parts = [
        f"{len(day.overdue)}{more} overdue" if day.overdue else "",
        f"{len(day.today)} due today" if day.today else "",
        f"{len(day.begin)}{'+' if len(day.begin) == MOST else ''} to begin" if day.begin else "",
        f"{_counted(day.for_me, 'approval')} waiting for you" if day.for_me else "",
        f"{_counted(day.returned, 'approval')} back with you" if day.returned else "",
        f"{_counted(day.drafts, 'payment')} not sent yet" if day.drafts else "",
        f"{_counted(day.for_others, 'approval')} waiting for others" if day.for_others else "",
    ]
    said = ", ".join(part for part in parts if part)
    return (
        f"{said}. Nothing else needs you." if said else "Nothing is due. Nothing needs you today."
    )


def _counted(items: list, word: str) -> str:
    return f"{len(items)} {word}{'' if len(items) == 1 else 's'}"


# --- The diary ----------------------------------------------------------------------------------


def _diary(day: Agenda, who: Who, whole_office: bool) -> None:
    if not policy.may_read(who, Diary):
        return
    last = day.on + timedelta(days=WEEK_DAYS)
    rows = list(_entries(who, whole_office, Diary.diary_date <= last))
    day.capped = len(rows) > MOST
    for row in rows[:MOST]:
        item = _entry(row, day.on)
        if item.day is None:
            continue
        part = day.overdue if item.day < day.on else day.today if item.day == day.on else day.week
        part.append(item)
    _missed(day, who, rows)
    begun = _entries(who, whole_office, Diary.diary_date > last, Diary.remind_date <= day.on)
    day.begin = [_entry(row, day.on) for row in begun][:MOST]
    if not whole_office:
        query = Diary.select(fn.count(Diary.id)).where(
            *_open(who), Diary.owner.is_null(), Diary.diary_date <= day.on
        )
        day.nobodys = query.scalar()


def _missed(day: Agenda, who: Who, rows: list[tuple]) -> None:
    """Say of the deadlines that are over what follows, as far as a page shows them."""
    if who.masked:
        return
    codes = {row[0]: row[1] for row in rows if row[1]}
    late = [
        Late(
            item.row_id,
            codes[item.row_id],
            item.day,
            item.about_id if item.about_sheet == "claim" else None,
        )
        for item in day.overdue[:SHOWN]
        if item.day and item.row_id in codes
    ]
    facts = facts_of(Claim, {one.claim for one in late if one.claim}, on=day.on)
    found = missed(who, late, facts, on=day.on)
    day.overdue = [
        replace(item, missed=found[item.row_id].words) if item.row_id in found else item
        for item in day.overdue
    ]


def _entries(who: Who, whole_office: bool, *conditions: Any):
    """Open entries that meet the conditions, oldest first, with the record that each is about."""
    about = [
        Recovery.id,
        Recovery.recovery_no,
        Claim.id,
        Claim.claim_no,
        Incident.id,
        Incident.incident_no,
        Policy.id,
        Policy.policy_no,
    ]
    name = _claimant(who)
    query = (
        Diary.select(
            Diary.id,
            Diary.rule_code,
            Diary.diary_date,
            Diary.subject,
            Diary.detail,
            Diary.steps,
            Diary.action,
            *about,
            name,
        )
        .join_from(Diary, Claim, JOIN.LEFT_OUTER, on=(Diary.claim == Claim.id))
        .join_from(Diary, Incident, JOIN.LEFT_OUTER, on=(Diary.incident == Incident.id))
        .join_from(Diary, Recovery, JOIN.LEFT_OUTER, on=(Diary.recovery == Recovery.id))
        .join_from(Diary, Policy, JOIN.LEFT_OUTER, on=(Diary.policy == Policy.id))
        .where(*_open(who), *conditions)
        .order_by(Diary.diary_date, Diary.id)
        .limit(MOST + 1)
    )
    if not whole_office:
        query = query.where(Diary.owner == who.user_id)
    return query.tuples()


def _open(who: Who) -> list:
    own = policy.scope(who, Diary)
    return [Diary.status == "open", Diary.trashed_at.is_null(), *([] if own is None else [own])]


def _entry(row: tuple, on: date) -> Item:
    row_id, _, due, subject, detail, steps, action, *about, name = row
    words, sheet, about_id = "", "", None
    for at, of in enumerate(ABOUT):
        if about[2 * at]:
            sheet, about_id, words = of, about[2 * at], about[2 * at + 1]
            break
    if sheet == "claim" and name not in (None, words):
        words = f"{words} {name}"
    return Item(
        "diary",
        row_id,
        subject,
        due,
        words,
        sheet,
        about_id,
        working(steps) or detail or "",
        action,
        late_days=max(0, (on - due).days),
    )


ABOUT = ("recovery", "claim", "incident", "policy")
"""What an entry can be about, the first that it names; in the order in which it is read. That of a
recovery stands on its claim, too, and is about the recovery.
"""


def working(steps: list | str | None) -> str:
    """The working of a derived day on one line: "Presented Fri 30 Oct + 20 days = Thu 19 Nov. Gov.
    Code 910.8.".
    """
    if isinstance(steps, str):
        return steps
    parts = []
    for step in steps or ():
        text, source = (
            (step.get("text", ""), step.get("citation", ""))
            if isinstance(step, dict)
            else (str(step), "")
        )
        parts += [f"{part.rstrip('.')}." for part in (text, source) if part]
    return " ".join(dict.fromkeys(parts))


# --- Approvals, drafts, policies ----------------------------------------------------------------


def _approvals(day: Agenda, who: Who) -> None:
    if not policy.may_read(who, Approval):
        return
    name = _claimant(who)
    query = (
        Approval.select(
            Approval.id,
            Approval.title,
            Approval.amount,
            Approval.asked_by,
            Approval.approver_roles,
            Approval.asked_at,
            Approval.claim,
            Claim.claim_no,
            name,
            User.name,
        )
        .join_from(Approval, Claim, JOIN.LEFT_OUTER, on=(Approval.claim == Claim.id))
        .join_from(Approval, User, JOIN.LEFT_OUTER, on=(Approval.asked_by == User.id))
        .where(Approval.status == "waiting", Approval.trashed_at.is_null())
        .order_by(Approval.asked_at, Approval.id)
        .limit(MOST)
        .tuples()
    )
    for row_id, title, amount, asked_by, roles, at, claim, claim_no, claimant, asker in query:
        item = Item(
            "approval",
            row_id,
            title,
            about=_beside(title, claim_no, claimant),
            about_sheet="claim" if claim else "",
            about_id=claim,
            amount=amount,
            working=waits_for(roles, since=at)
            if asked_by == who.user_id
            else f"Asked by {asker or 'nobody named'}.",
        )
        if asked_by == who.user_id:
            day.for_others.append(item)
        elif may_decide(who, roles, asked_by):
            day.for_me.append(item)


def _returned(who: Who, on: date) -> list[Item]:
    """What this person asked for and was refused or sent back, until it is asked again."""
    if not policy.may_read(who, Approval):
        return []
    again = Approval.alias()
    later = again.select(again.id).where(
        again.asked_by == who.user_id,
        again.id > Approval.id,
        again.verb == Approval.verb,
        again.sheet == Approval.sheet,
        (again.row_id == Approval.row_id) | (again.row_id.is_null() & Approval.row_id.is_null()),
    )
    query = (
        Approval.select(
            Approval.id,
            Approval.title,
            Approval.status,
            Approval.decision_note,
            Approval.claim,
            Claim.claim_no,
            _claimant(who),
            User.name,
        )
        .join_from(Approval, Claim, JOIN.LEFT_OUTER, on=(Approval.claim == Claim.id))
        .join_from(Approval, User, JOIN.LEFT_OUTER, on=(Approval.decided_by == User.id))
        .where(
            Approval.asked_by == who.user_id,
            Approval.status << ["returned", "refused"],
            Approval.trashed_at.is_null(),
            Approval.decided_at >= settings.instant_at_end_of(on - timedelta(days=RETURNED_DAYS)),
            ~fn.EXISTS(later),
        )
        .order_by(Approval.decided_at.desc(), Approval.id.desc())
        .limit(50)
        .tuples()
    )
    return [
        Item(
            "approval",
            row_id,
            title,
            about=_beside(title, claim_no, claimant),
            about_sheet="claim" if claim else "",
            about_id=claim,
            working=f"{status.capitalize()} by {by or 'nobody named'}. {note or ''}".strip(),
            action=status,
        )
        for row_id, title, status, note, claim, claim_no, claimant, by in query
    ]


def may_decide(who: Who, approver_roles: str | None, asked_by: int | None) -> bool:
    """Whether `who` may decide a waiting action: holds one of the roles, and did not ask."""
    return asked_by != who.user_id and holds_one(who, approver_roles)


def holds_one(who: Who, approver_roles: str | None) -> bool:
    """Whether `who` holds one of the roles, or records what one of the City's tiers decided."""
    recorders = tuple(policy.RECORDERS) if tiers_of(approver_roles) else ()
    return policy.may_act(who, (*_codes(approver_roles), *recorders))


def tiers_of(approver_roles: str | None) -> list[str]:
    """The tiers of the City among those who may decide."""
    return [code for code in _codes(approver_roles) if code in policy.TIERS]


def _beside(title: str, claim_no: str | None, claimant: str | None) -> str:
    """What stands beside a title: the claim and its claimant, the number not twice."""
    words = (claim_no, claimant if claimant != claim_no else "")
    return " ".join(word for word in words if word and word not in title)


def _claimant(who: Who) -> Any:
    """The column that tells who claims; the number for who may not see that."""
    return Claim.claimant if "claimant" in policy.readable_names(who, Claim) else Claim.claim_no


def waits_for(approver_roles: str | None, *, since: datetime | None = None) -> str:
    """With whom an action waits, and since when: "With the risk manager since Fri 20 Nov."."""
    titles = [
        policy.ROLES.get(code, code.replace("_", " ")).lower() for code in _codes(approver_roles)
    ]
    if not titles:
        return ""
    from_ = ""
    if since:
        day = long_day(since.astimezone(settings.zone()).date())
        from_ = f" since {day.rsplit(' ', 1)[0]}"
    return f"With the {' or the '.join(titles)}{from_}."


def _codes(text: str | None) -> list[str]:
    return re.findall(r"[a-z_]+", text or "")


def _drafts(who: Who, whole_office: bool) -> list[Item]:
    """Payments written, neither posted nor asked about; of the own claims, or of all."""
    asked = Approval.select(Approval.id).where(
        Approval.sheet == "payment", Approval.row_id == Payment.id, Approval.status == "waiting"
    )
    query = (
        Payment.select(
            Payment.id,
            Payment.payment_no,
            Payment.amount,
            Payment.payee_name,
            Claim.id,
            Claim.claim_no,
        )
        .join_from(Payment, Claim, JOIN.LEFT_OUTER, on=(Payment.claim == Claim.id))
        .where(Payment.status == "draft", Payment.trashed_at.is_null(), ~fn.EXISTS(asked))
        .order_by(Payment.id)
        .limit(50)
        .tuples()
    )
    if not whole_office and not who.roles & MANAGERS:
        query = query.where(Claim.adjuster == who.user_id)
    shows_name = "payee_name" in policy.readable_names(who, Payment)
    return [
        Item(
            "payment",
            row_id,
            f"{number} to {name}" if shows_name and name else number,
            about=claim_no or "",
            about_sheet="claim" if claim else "",
            about_id=claim,
            amount=amount,
            action="post_payment",
        )
        for row_id, number, amount, name, claim, claim_no in query
    ]
