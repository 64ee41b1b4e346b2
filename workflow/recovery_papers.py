"""What goes out with a demand: the cost workbook kept with the case, the packet, the tender."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from exports import printing
from exports.cost_workbook import cost_workbook, costs_of
from exports.packet import MARK, NOT_HERE, Contents, Facts, contents_of, packet
from journal import documents
from models import Document, Organization, Recovery
from rules.money import dollars
from rules.recovery_cost import APART
from rules.status_wants import Want
from rules.statuses import RECOVERY_STATUSES, recovery_move
from workflow import verb_letters
from workflow.court_facts import agency_facts, court_facts
from workflow.letter_rows import place_of
from workflow.notes import person_words
from workflow.recovery_bill import line_of
from workflow.recovery_facts import court_most, court_wants
from workflow.tasks import DESK, Param, Plan, Task
from workflow.verb_letters import Mail, wish_of
from workflow.verbs import VERBS
from workflow.words import counted

WORDS = dict(RECOVERY_STATUSES)
TO = (
    ("party", "The responsible party"),
    ("carrier", "Their carrier"),
    ("court", "Small claims court"),
    ("agency", "Collection agency"),
)


def workbook_of(recovery: Recovery) -> bytes:
    """The cost worksheet of a recovery as .xlsx."""
    direct = [c for c in costs_of(recovery) if c.element not in APART]
    return cost_workbook(recovery, [(cost, line_of(cost)) for cost in direct])


@VERBS.add(
    "keep_cost_workbook",
    title="Keep the cost workbook",
    sheets=("recovery",),
    roles=DESK,
)
def keep_cost_workbook(task: Task) -> Plan:
    """The cost worksheet as it stands today, kept with the case as a document."""
    recovery = task.records[0]
    plan = Plan(task.draft(f"Cost workbook of {recovery.recovery_no}"))
    if not costs_of(recovery):
        plan.miss(recovery, Want("It has no cost lines yet.", "add_recovery_cost"))
        return plan
    name = f"costs-{recovery.recovery_no}-{task.on.isoformat()}.xlsx"
    _keep(plan, task, name, "Cost worksheet", lambda: workbook_of(recovery))
    plan.lines = [f"Keeps “{name}” with {recovery.recovery_no}."]
    plan.said = f"“{name}” is kept with {recovery.recovery_no}."
    return plan


def _keep(plan: Plan, task: Task, name: str, title: str, make: Any) -> None:
    """A document that is made when the plan is run, not when it is shown."""
    plan.draft.create(
        Document,
        recovery=task.records[0].id,
        title=title,
        document_date=task.on,
        sensitivity="personal",
        added_by=person_words(task),
        file_name=name,
    )
    row = plan.draft.creates[-1].values

    @contextmanager
    def around() -> Iterator[None]:
        data = make()
        facts = documents.examine(data, name)
        row.update(facts.columns)
        with documents.kept(data, facts):
            yield

    plan.around = around


@VERBS.add(
    "build_packet",
    title="Put the packet together",
    source="Code Civ. Proc. 116.220, 116.540",
    sheets=("recovery",),
    roles=DESK,
    params=(Param("to", "choice", "For", choices=TO, default="party"),),
)
def build_packet(task: Task) -> Plan:
    """Cover, worksheet, reports and photos of the case as one .pdf, kept with it. Medical and
    attorney documents stay out.
    """
    recovery = task.records[0]
    plan = Plan(task.draft(f"Packet of {recovery.recovery_no}"))
    if recovery.billed is None:
        plan.miss(recovery, Want("It is not billed yet: bill it first.", "bill_recovery"))
    if printing.program() is None:
        plan.refuse(recovery, NOT_HERE, "keep_cost_workbook")
    if task["to"] == "court":
        for want in court_wants(recovery, on=task.on):
            plan.miss(recovery, want)
    if plan.refusals:
        return plan
    found = contents_of(recovery)
    listed = packet_list(recovery, task["to"], found)
    name = f"{MARK}{task['to']}-{recovery.recovery_no}-{task.on.isoformat()}.pdf"
    title = f"Packet for {dict(TO)[task['to']].lower()}"
    facts = _facts(task, recovery)
    _keep(
        plan,
        task,
        name,
        title,
        lambda: packet(recovery, workbook_of(recovery), listed, found, facts),
    )
    told = [f"{question}: {answer}" for question, answer in facts.rows] if facts else []
    plan.lines = [*listed, *told, *_left_out(found)]
    plan.said = f"“{name}” is kept with {recovery.recovery_no}."
    return plan


def _facts(task: Task, recovery: Recovery) -> Facts | None:
    """The page of facts that a court or an agency asks for."""
    if task["to"] == "court":
        return Facts(
            "Facts for the plaintiff's claim (form SC-100)", court_facts(recovery, task.on)
        )
    if task["to"] == "agency":
        return Facts("Who owes it, and what was tried", agency_facts(recovery, task.on))
    return None


def _left_out(found: Contents) -> list[str]:
    return [f"{doc.document_no} stays out: {why}." for doc, why in found.left_out]


def packet_list(recovery: Recovery, to: str, found: Contents) -> list[str]:
    """What the packet holds, and what its reader expects that is not on file yet, a line each."""
    lines = [
        f"Invoice {recovery.invoice_no}: {dollars(recovery.billed or 0)}",
        f"Cost worksheet: {counted(len(costs_of(recovery)), 'line')}",
        *(f"Report: {doc.title}" for doc in found.reports),
        *([f"Photos: {len(found.photos)}"] if found.photos else ["Photos: none on file"]),
        f"Collision report: {recovery.police_report_no or 'number not known yet'}",
        f"Work order: {recovery.work_order_no or 'number not known yet'}",
    ]
    if to == "court":
        return [
            *lines,
            f"Claim: {dollars(recovery.balance)}, within {dollars(court_most())} for a city "
            "(Code Civ. Proc. 116.220)",
            "Facts for the plaintiff's claim (form SC-100): a page of their own",
            "To add by hand: the form itself and the authorization of the employee who appears",
        ]
    if to == "agency":
        return [*lines, "Who owes it and what was tried: a page of their own"]
    if to != "carrier":
        return [*lines, "How to pay, how to dispute it, and instalments on request: in the letter"]
    carrier = Organization.get_or_none(Organization.id == recovery.carrier)
    rates = sum(1 for cost in costs_of(recovery) if cost.rate_card)
    salvage = -sum(cost.amount for cost in costs_of(recovery) if cost.element == "salvage")
    return [
        *lines,
        f"Carrier: {carrier.name if carrier else 'not known yet'}, claim "
        f"{recovery.carrier_claim_no or 'number not known yet'}, policy "
        f"{recovery.insured_policy_no or 'number not known yet'}",
        f"Adjuster: {recovery.carrier_adjuster or 'not known yet'}",
        f"Sources of rates: {counted(rates, 'line')} by rate card",
        f"Salvage: {dollars(salvage) if salvage else 'none'}",
        "To add by hand: form W-9, proof of payment, statement of liability",
        "No other claim of the City is released by payment of this one",
    ]


@VERBS.add(
    "tender_recovery",
    title="Tender to the carrier",
    sheets=("recovery",),
    roles=DESK,
    many=True,
    statuses=("billed", "disputed", "partially_paid"),
    order=29,
    params=(
        Param("carrier_claim_no", "code", "Carrier's claim no.", "Blank: as it stands."),
        Param("carrier_adjuster", "text", "Carrier's adjuster"),
        Param("tendered_date", "day", "Tendered", default="today"),
        *verb_letters.PARAMS,
    ),
)
def tender_recovery(task: Task) -> Plan:
    """The demand put to the carrier of who did it: its letter, and the list of what goes along."""
    plan = Plan(task.draft(f"Tender {counted(len(task.records), 'recovery')}"))
    mail = Mail(plan, task, frozenset(("address",)))
    writes = verb_letters.wanted(plan, task, task["tendered_date"])
    for recovery in task.records:
        wants = list(_tender_wants(task, recovery))
        for want in wants:
            plan.miss(recovery, want)
        if not wants:
            _tender(mail, recovery, writes=writes)
    plan.said = f"{counted(len(plan.draft.edits), 'recovery')} tendered to the carrier."
    mail.close()
    return plan


def _tender_wants(task: Task, recovery: Recovery) -> Iterator[Want]:
    move = recovery_move(recovery.status, "tendered")
    if recovery.status == "tendered" or not move.allowed:
        yield Want(move.why or "It is tendered already.")
    if not recovery.carrier:
        yield Want("Their carrier is not known: enter it.", column="carrier")
    if recovery.billed is None:
        yield Want("It is not billed yet: bill it first.", "bill_recovery")
    if task["tendered_date"] and task["tendered_date"] > task.on:
        yield Want("The day of the tender lies ahead.")


def _tender(mail: Mail, recovery: Recovery, *, writes: bool) -> None:
    plan, task, place = mail.plan, mail.task, place_of(recovery)
    names = ("carrier_claim_no", "carrier_adjuster")
    given = {name: task[name] for name in names if task[name]}
    asked = Recovery(**{**recovery.__data__, **given})
    written = mail.drawn("demand_carrier", asked, place, wish_of(task)) if writes else None
    if writes and written is None:
        return
    values = {"status": "tendered", "tendered_date": task["tendered_date"] or task.on, **given}
    plan.draft.change(Recovery, recovery.id, seen=recovery.version, **values)
    plan.lines.append(
        f"{recovery.recovery_no}: “{WORDS[recovery.status]}” becomes “{WORDS['tendered']}”."
    )
    if written:
        mail.put(written, place)
    plan.lines += [f"{line}." for line in packet_list(asked, "carrier", contents_of(recovery))]
    if printing.program() is None:
        plan.lines.append(NOT_HERE)
