"""Which sheets hang on a record and how each is told: data for the pages of records."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from models import (
    Claim,
    ContactLog,
    Document,
    FileNote,
    Incident,
    Inquiry,
    InvestigationStep,
    Party,
    Payment,
    Recovery,
    RecoveryCost,
    RecoveryReceipt,
    Reserve,
)
from rules import money

Told = Callable[[dict[str, Any]], tuple[str, str]]
"""From the shown values of a row by column to a headline and the text under it."""


@dataclass(frozen=True)
class Strand:
    """A sheet that hangs on a record by its column `link`.

    `day` and `columns` give its place and words in the story (`told`); `listed` the columns of its
    own tab, where it has one; `adds` the key of the action that adds to it, `where` a filter on
    what the story tells.
    """

    key: str
    title: str
    model: Any
    link: str
    day: str
    columns: tuple[str, ...]
    told: Told
    listed: tuple[str, ...] = ()
    adds: str = ""
    where: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        """The name of the sheet."""
        return self.model.__name__.lower()


def _line(*names: str, text: str = "", word: str = "") -> Told:
    """Told by joining columns after `word`; `text` names the column under the headline."""

    def told(v: dict[str, Any]) -> tuple[str, str]:
        head = " · ".join(v[name] for name in names if v.get(name))
        return f"{word}{head}", v.get(text, "")

    return told


def _payment(v: dict[str, Any]) -> tuple[str, str]:
    to = f" to {v['payee_name']}" if v.get("payee_name") else ""
    what = v.get("benefit") or v.get("category", "")
    return f"Paid ${v.get('amount', '')}{to} · {what}", " · ".join(
        part
        for part in (
            v.get("memo"),
            v.get("payment_no"),
            v.get("status") if v.get("status") != "Posted" else "",
        )
        if part
    )


def _reserve(v: dict[str, Any]) -> tuple[str, str]:
    raw = v["raw"]
    before = money.shown((raw.get("amount") or 0) - (raw.get("change") or 0))
    why = " · ".join(part for part in (v.get("reason_code"), v.get("reason")) if part)
    return f"Reserve, {v.get('category', '').lower()} {before} → {v.get('amount', '')}", why


def _inquiry(v: dict[str, Any]) -> tuple[str, str]:
    head = " · ".join(v[name] for name in ("caller", "caller_kind") if v.get(name))
    lines = [("Asked: ", "question"), ("Told: ", "told"), ("Withheld: ", "withheld")]
    return f"Call answered: {head}", "\n".join(
        f"{word}{v[name]}" for word, name in lines if v.get(name)
    )


def _step(v: dict[str, Any]) -> tuple[str, str]:
    head = f"{v.get('what', '')} asked of {v.get('asked_of', '')}"
    return head, f"received {v['received_date']}" if v.get(
        "received_date"
    ) else f"due {v.get('due_date') or 'open'}"


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
DOCUMENT_COLUMNS = ("document_date", "title", "file_name", "size_bytes", "sensitivity", "added_by")
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

NOTES = Strand(
    "notes",
    "Note",
    FileNote,
    "claim",
    "note_date",
    ("note_date", "subject", "text", "sensitivity", "author"),
    _line("subject", "author", text="text", word="Note: "),
    adds="add_note",
)
DOCUMENTS = Strand(
    "documents",
    "Documents",
    Document,
    "claim",
    "document_date",
    ("document_date", "title", "file_name", "sensitivity", "added_by"),
    _line("title", "file_name", word="Document: "),
    DOCUMENT_COLUMNS,
    "add_document",
)
CONTACTS = Strand(
    "contacts",
    "Contact",
    ContactLog,
    "claim",
    "contact_date",
    ("contact_date", "channel", "direction", "contact_name", "summary"),
    _line("channel", "direction", "contact_name", text="summary", word="Contact: "),
    adds="add_contact",
)
INQUIRIES = Strand(
    "inquiries",
    "Call answered",
    Inquiry,
    "claim",
    "inquiry_date",
    ("inquiry_date", "caller", "caller_kind", "question", "told", "withheld"),
    _inquiry,
    adds="answer_call",
)
PAYMENTS = Strand(
    "payments",
    "Payments",
    Payment,
    "claim",
    "payment_date",
    PAYMENT_COLUMNS,
    _payment,
    PAYMENT_COLUMNS,
    "pay",
    ("payment_date!=",),
)
RESERVES = Strand(
    "reserves",
    "Reserves",
    Reserve,
    "claim",
    "reserve_date",
    RESERVE_COLUMNS,
    _reserve,
    RESERVE_COLUMNS,
    "set_reserve",
)
PARTIES = Strand(
    "parties",
    "Parties",
    Party,
    "claim",
    "",
    (),
    _line(),
    ("party_no", "name", "role", "phone", "email", "represented_by", "tax_form_date"),
    "add_party",
)
STEPS = Strand(
    "investigation",
    "Investigation",
    InvestigationStep,
    "claim",
    "asked_date",
    ("asked_date", "what", "asked_of", "due_date", "received_date"),
    _step,
    ("asked_date", "what", "asked_of", "due_date", "received_date", "result"),
    "ask_for",
)
RECOVERIES = Strand(
    "recoveries",
    "Recoveries",
    Recovery,
    "claim",
    "",
    (),
    _line(),
    RECOVERY_COLUMNS,
    "open_recovery",
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
RECEIPTS = Strand(
    "receipts",
    "Receipts",
    RecoveryReceipt,
    "claim",
    "receipt_date",
    RECEIPT_COLUMNS,
    lambda v: (
        f"${v.get('amount', '')} received from {v.get('payer') or 'a payer'}",
        v.get("receipt_no", ""),
    ),
)


def _on(strand: Strand, link: str, **changes: Any) -> Strand:
    return Strand(**{**strand.__dict__, "link": link, **changes})


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
            PAYMENTS,
            RESERVES,
            PARTIES,
            DOCUMENTS,
            STEPS,
            RECOVERIES,
            NOTES,
            CONTACTS,
            INQUIRIES,
            RECEIPTS,
        ),
        ("reserved", "paid", "outstanding", "incurred", "recovered", "net"),
        "claim",
        ("pay", "set_reserve", "answer_call", "set_status", "open_recovery", "close_claim"),
    ),
    "incident": Frame(
        Incident,
        (
            Strand(
                "claims",
                "Claims",
                Claim,
                "incident",
                "",
                (),
                _line(),
                ("claim_no", "claimant", "line", "status", "loss_date", "paid", "outstanding"),
            ),
            _on(RECOVERIES, "incident"),
            _on(DOCUMENTS, "incident"),
            _on(NOTES, "incident"),
        ),
        first=("open_recovery", "add_document"),
    ),
    "recovery": Frame(
        Recovery,
        (
            Strand(
                "costs",
                "Cost lines",
                RecoveryCost,
                "recovery",
                "work_date",
                ("work_date", "element", "description", "amount"),
                _line("element", "description", "amount"),
                (
                    "line_no",
                    "work_date",
                    "element",
                    "description",
                    "hours",
                    "rate",
                    "amount",
                    "source",
                ),
                "add_recovery_cost",
            ),
            _on(RECEIPTS, "recovery", listed=RECEIPT_COLUMNS, adds="record_receipt"),
        ),
        ("cost", "received", "balance"),
        "recovery",
        ("add_recovery_cost", "record_receipt", "set_status", "add_diary"),
    ),
}
"""Sheet -> what its page shows."""
