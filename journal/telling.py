"""How a row of each sheet is told in the story of a record: its shown values in a few words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rules import money

Shown = dict[str, Any]
"""Column -> its value in words; `raw` holds the values themselves by column."""


@dataclass(frozen=True)
class Words:
    """One thing that happened: what it is, the rest of its line, the text below, who wrote it.

    `folded` is a title with a text that stands closed under it.
    """

    kind: str
    head: str = ""
    text: str = ""
    by: str = ""
    folded: tuple[str, str] = ("", "")


Told = Callable[[Shown], Words]


def nothing(_: Shown) -> Words:
    """Of a sheet that the story leaves out."""
    return Words("")


def note(v: Shown) -> Words:
    """A note with its text and author."""
    return Words("Note", v.get("subject", ""), v.get("text", ""), v.get("author", ""))


def document(v: Shown) -> Words:
    """A kept document by its title."""
    return Words("Document", v.get("title", ""), by=v.get("added_by", ""))


def letter(v: Shown) -> Words:
    """A letter: what it is, to whom, how it went; or that it is void, and why."""
    to = f"to {v['recipient']}" if v.get("recipient") else ""
    state = v.get("status", "")
    how = v.get("delivery", "").lower() if state == "Sent" else state.lower()
    head = " · ".join(filter(None, (v.get("title", ""), to, how)))
    return Words("Letter", head, v.get("void_reason", ""))


def contact(v: Shown) -> Words:
    """A call, letter or meeting: how, which way, with whom, and its summary."""
    way = _joined(v, "channel", "direction").lower()
    return Words(
        "Contact", " · ".join(filter(None, (v.get("contact_name"), way))), v.get("summary", "")
    )


def call(v: Shown) -> Words:
    """An answered call: the question and what was told; what was kept back is folded."""
    kind = f", {v['caller_kind'].lower()}" if v.get("caller_kind") else ""
    asked = f"Asked: {v['question']}\n" if v.get("question") else ""
    told = f"Told: {v['told']}" if v.get("told") else ""
    return Words(
        "Call answered",
        f"{v.get('caller', '')}{kind}",
        f"{asked}{told}",
        folded=("Kept back", v.get("withheld", "")),
    )


def payment(v: Shown) -> Words:
    """A posted payment: how much, to whom, for what; or that one was taken back."""
    to = f" to {v['payee_name']}" if v.get("payee_name") else ""
    what = (v.get("benefit") or v.get("category", "")).lower()
    state = v.get("status", "").lower() if v.get("status") != "Posted" else ""
    return Words(
        "Payment reversed" if _reverses(v) else "Paid",
        " · ".join(filter(None, (f"{_dollars(v)}{to}", what, state))),
        v.get("memo", ""),
    )


def reserve(v: Shown) -> Words:
    """A stated reserve: from what to what, and why."""
    now, by = (v["raw"].get(name) or 0 for name in ("amount", "change"))
    counted = isinstance(now, int) and isinstance(by, int)
    before = money.dollars(now - by) if counted else v.get("amount", "")
    moved = f"{v.get('category', '').lower()} {before} → {_dollars(v)}"
    return Words("Reserve", " · ".join(filter(None, (moved, v.get("reason_code", "").lower()))),
                 v.get("reason", ""))  # fmt: skip


def step(v: Shown) -> Words:
    """What was asked of somebody, and whether it came in."""
    came = v.get("received_date")
    state = f"received {came}" if came else f"due {v.get('due_date') or 'on no day'}"
    return Words("Asked for", f"{v.get('what', '')} from {v.get('asked_of', '')} · {state}")


def work_status(v: Shown) -> Words:
    """A physician's note: what it allows, from when until when."""
    until = f" through {v['to_date']}" if v.get("to_date") else ""
    return Words("Work status", f"{v.get('status', '')} from {v.get('from_date', '')}{until}")


def department_check(v: Shown) -> Words:
    """A department that was asked for light duty, and what it answered."""
    answer = (v.get("answer") or "no answer yet").lower()
    parts = (v.get("department"), v.get("task"), answer, v.get("reason"))
    return Words("Asked for light duty", " · ".join(filter(None, parts)))


def light_duty(v: Shown) -> Words:
    """Light duty that was offered, and how it stands."""
    days = f"{v.get('first_day', '')} to {v.get('last_day', '')}"
    parts = (v.get("task"), days, v.get("status", "").lower())
    return Words("Light duty", " · ".join(filter(None, parts)))


def cost(v: Shown) -> Words:
    """A line of what a damage cost."""
    words = _joined(v, "element", "description")
    return Words("Cost", " · ".join(filter(None, (_dollars(v), words))))


def receipt(v: Shown) -> Words:
    """Money that came in, or that it was taken back."""
    number = f"check {v['check_no']}" if v.get("check_no") else v.get("receipt_no", "")
    head = f"{_dollars(v)} from {v.get('payer') or 'a payer'}"
    kind = "Receipt reversed" if _reverses(v) else "Received"
    return Words(kind, " · ".join(filter(None, (head, number))))


def _dollars(v: Shown) -> str:
    """The amount of a row; a masked one stands as it is."""
    amount = v["raw"].get("amount")
    return money.dollars(amount) if isinstance(amount, int) else v.get("amount", "")


def _reverses(v: Shown) -> bool:
    return v["raw"].get("source") == "reversal"


def _joined(v: Shown, *names: str) -> str:
    return ", ".join(v[name] for name in names if v.get(name))
