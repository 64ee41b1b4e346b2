"""Which sheets hang on a record and how each is told: data for the pages of records."""

from dataclasses import dataclass, replace
from typing import Any

from journal import telling
from journal.telling import Told
from models import (
    Claim,
    ContactLog,
    Diary,
    Document,
    FileNote,
    Incident,
    Inquiry,
    InvestigationStep,
    Letter,
    LightDutyCheck,
    LightDutyOffer,
    Party,
    Payment,
    Recovery,
    RecoveryCost,
    RecoveryReceipt,
    Reserve,
    WorkStatus,
)


@dataclass(frozen=True)
class Strand:
    """A sheet that hangs on a record by its column `link`; `title` names its tab.

    `day` and `columns` give its place and words in the story (`told`), `where` a filter on what
    the story tells. Its tab lists the columns `listed`; without them it tells the strand alone.
    `adds` is the key of the action that adds to it, `short` the word of its button; `empty` what
    the tab says while there is nothing.
    """

    key: str
    title: str
    model: Any
    link: str
    day: str = ""
    columns: tuple[str, ...] = ()
    told: Told = telling.nothing
    listed: tuple[str, ...] = ()
    adds: str = ""
    where: tuple[str, ...] = ()
    short: str = ""
    empty: str = "Nothing yet."

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return str(self.model.__name__.lower())


PAYMENT_COLUMNS = (
    "payment_no",
    "payment_date",
    "payee_name",
    "amount",
    "status",
    "benefit",
    "category",
    "memo",
)
RESERVE_COLUMNS = (
    "reserve_no",
    "reserve_date",
    "category",
    "amount",
    "change",
    "reason_code",
    "reason",
)
DOCUMENT_COLUMNS = (
    "document_no",
    "title",
    "document_date",
    "media_type",
    "size_bytes",
    "sensitivity",
    "added_by",
)
RECOVERY_COLUMNS = (
    "recovery_no",
    "status",
    "damage_date",
    "asset_description",
    "responsible_party",
    "cost",
    "received",
    "balance",
)
RECEIPT_COLUMNS = (
    "receipt_no",
    "receipt_date",
    "payer",
    "method",
    "check_no",
    "amount",
    "category",
)
COST_COLUMNS = (
    "line_no",
    "work_date",
    "element",
    "description",
    "hours",
    "rate",
    "amount",
    "source",
)

NOTES = Strand(
    "notes",
    "Notes",
    FileNote,
    "claim",
    "note_date",
    ("note_date", "subject", "text", "sensitivity", "author"),
    telling.note,
    adds="add_note",
    short="Note",
    empty="No notes yet. Write down what was done or learned.",
)
DEADLINES = Strand(
    "deadlines",
    "Deadlines",
    Diary,
    "claim",
    listed=(
        "diary_date",
        "subject",
        "status",
        "owner",
        "moved_from_date",
        "moved_why",
    ),
    adds="add_diary",
    empty="No deadlines yet. They come by themselves from the facts; add what else you plan.",
)
DOCUMENTS = Strand(
    "documents",
    "Documents",
    Document,
    "claim",
    "document_date",
    ("document_date", "title", "sensitivity", "added_by"),
    telling.document,
    DOCUMENT_COLUMNS,
    adds="add_document",
    empty="No documents yet. Drop the first one here: a claim form, a photo, a bill.",
)
LETTER_COLUMNS = (
    "letter_no",
    "title",
    "recipient",
    "status",
    "sent_date",
    "delivery",
    "void_reason",
    "document",
    "printed",
)
LETTERS = Strand(
    "letters",
    "Letters",
    Letter,
    "claim",
    "letter_date",
    ("letter_date", "title", "recipient", "status", "delivery", "void_reason"),
    telling.letter,
    LETTER_COLUMNS,
    empty="No letters yet. Choose one above: it is shown before it goes out.",
)
CONTACTS = Strand(
    "contacts",
    "Contacts",
    ContactLog,
    "claim",
    "contact_date",
    ("contact_date", "channel", "direction", "contact_name", "summary"),
    telling.contact,
    adds="add_contact",
    short="Contact",
    empty="No contacts yet. Record a call, letter or meeting.",
)
INQUIRIES = Strand(
    "inquiries",
    "Inquiries",
    Inquiry,
    "claim",
    "inquiry_date",
    ("inquiry_date", "caller", "caller_kind", "question", "told", "withheld"),
    telling.call,
    adds="answer_call",
    empty="Nobody has called about it yet. An answered call is recorded here by itself.",
)
PAYMENTS = Strand(
    "payments",
    "Payments",
    Payment,
    "claim",
    "payment_date",
    (*PAYMENT_COLUMNS, "source"),
    telling.payment,
    PAYMENT_COLUMNS,
    adds="pay",
    where=("payment_date!=",),
    empty="No payments yet. A payment needs a reserve that covers it.",
)
RESERVES = Strand(
    "reserves",
    "Reserves",
    Reserve,
    "claim",
    "reserve_date",
    RESERVE_COLUMNS,
    telling.reserve,
    RESERVE_COLUMNS,
    adds="set_reserve",
    empty="No reserves yet. State what the claim is expected to cost in all.",
)
PARTIES = Strand(
    "parties",
    "Parties",
    Party,
    "claim",
    listed=("party_no", "name", "role", "phone", "email", "represented_by", "tax_form_date"),
    adds="add_party",
    empty="No parties yet. Add witnesses, drivers, counsel, insurers.",
)
STEPS = Strand(
    "investigation",
    "Investigation",
    InvestigationStep,
    "claim",
    "asked_date",
    ("asked_date", "what", "asked_of", "due_date", "received_date"),
    telling.step,
    ("what", "asked_of", "asked_date", "due_date", "received_date", "result"),
    adds="ask_for",
    empty="Nothing was asked for yet. Ask a department, the claimant or the police.",
)
RECOVERIES = Strand(
    "recoveries",
    "Recoveries",
    Recovery,
    "claim",
    listed=RECOVERY_COLUMNS,
    adds="open_recovery",
    empty="No recoveries yet. Open one where somebody else damaged City property.",
)
RECEIPTS = Strand(
    "receipts",
    "Receipts",
    RecoveryReceipt,
    "claim",
    "receipt_date",
    (*RECEIPT_COLUMNS, "source"),
    telling.receipt,
    RECEIPT_COLUMNS,
    empty="No money came in yet. It is recorded on the recovery that it belongs to.",
)
WORK_STATUS = Strand(
    "work_status",
    "Work status",
    WorkStatus,
    "claim",
    "from_date",
    ("from_date", "to_date", "status", "next_appointment_date"),
    telling.work_status,
    (
        "status_no",
        "status",
        "from_date",
        "to_date",
        "hours_a_day",
        "next_appointment_date",
        "full_duty_date",
        "verified_date",
    ),
    adds="record_work_status",
    empty="No work status yet. Record the physician's note: off work, modified, or full duty.",
)
CHECKS = Strand(
    "checks",
    "Departments asked",
    LightDutyCheck,
    "claim",
    "asked_date",
    ("asked_date", "department", "task", "answer", "reason"),
    telling.department_check,
    (
        "check_no",
        "department",
        "task",
        "asked_date",
        "answer_by_date",
        "answer",
        "answered_date",
        "reason",
    ),
    adds="ask_department",
    empty="No department was asked for light duty yet. Ask one, then another.",
)
LIGHT_DUTY = Strand(
    "light_duty",
    "Light duty",
    LightDutyOffer,
    "claim",
    "offered_date",
    ("offered_date", "task", "status", "first_day", "last_day"),
    telling.light_duty,
    (
        "offer_no",
        "task",
        "department",
        "status",
        "first_day",
        "last_day",
        "answer_by_date",
        "ended_date",
        "end_reason",
    ),
    adds="offer_light_duty",
    empty="No light duty yet. Find what fits the restrictions, then offer it.",
)
COSTS = Strand(
    "costs",
    "Cost lines",
    RecoveryCost,
    "recovery",
    "work_date",
    ("work_date", "element", "description", "amount"),
    telling.cost,
    COST_COLUMNS,
    adds="add_recovery_cost",
    empty="No cost lines yet. Add hours, material and fees of the repair.",
)
CLAIMS = Strand(
    "claims",
    "Claims",
    Claim,
    "incident",
    listed=("claim_no", "claimant", "line", "status", "loss_date", "paid", "outstanding"),
    empty="No claims yet from this incident.",
)


def _on(strand: Strand, link: str, **changes: Any) -> Strand:
    return replace(strand, link=link, **changes)


@dataclass(frozen=True)
class Frame:
    """The page of a record: strands in the order of the tabs, the amounts of its money strip.

    `diary` is the column of the diary that leads to it; `first` the actions that stand in sight.
    """

    model: Any
    strands: tuple[Strand, ...]
    money: tuple[str, ...] = ()
    diary: str = ""
    first: tuple[str, ...] = ()


FRAMES = {
    "claim": Frame(
        Claim,
        (
            NOTES,
            DEADLINES,
            DOCUMENTS,
            LETTERS,
            PAYMENTS,
            RESERVES,
            STEPS,
            PARTIES,
            CONTACTS,
            INQUIRIES,
            WORK_STATUS,
            CHECKS,
            LIGHT_DUTY,
            RECOVERIES,
            RECEIPTS,
        ),
        ("reserved", "paid", "outstanding", "incurred", "recovered", "net"),
        "claim",
        ("answer_call", "pay", "set_reserve", "set_status", "open_recovery", "close_claim"),
    ),
    "incident": Frame(
        Incident,
        (
            CLAIMS,
            _on(NOTES, "incident"),
            _on(DEADLINES, "incident"),
            _on(DOCUMENTS, "incident"),
            _on(RECOVERIES, "incident"),
        ),
        diary="incident",
        first=("open_recovery",),
    ),
    "recovery": Frame(
        Recovery,
        (
            COSTS,
            _on(RECEIPTS, "recovery", adds="record_receipt"),
            _on(NOTES, "recovery"),
            _on(DEADLINES, "recovery"),
            _on(DOCUMENTS, "recovery"),
            _on(LETTERS, "recovery"),
            _on(CONTACTS, "recovery"),
        ),
        ("cost", "billed", "received", "adjusted", "balance"),
        "recovery",
        (
            "add_recovery_cost",
            "bill_recovery",
            "record_receipt",
            "follow_up_recovery",
            "set_status",
            "close_recovery",
        ),
    ),
}
"""Sheet -> what its page shows."""
