"""What a letter declares, and the registry in which each stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from rules.registry import Entry, Registry

LETTERS = Registry("letter")

DESK = ("technician", "examiner", "risk_manager", "wc_manager")
COMPENSATION = ("technician", "examiner", "wc_manager")
"""Who writes on a compensation claim; the risk manager sees no medical file (Lab. Code 3762)."""
ATTORNEY = ("city_attorney",)
ATTORNEY_OR_DELEGATE = ("city_attorney", "risk_manager")
"""Who approves where the City Attorney may leave it to somebody of the office."""

Values = dict[str, Any]
"""Placeholder of the template -> what stands there; None where the file does not tell."""


@dataclass(frozen=True)
class Asked:
    """One thing that a letter asks who writes it; a blank one counts as missing if `required`; a
    day lies at least so many days `ahead` of the letter.
    """

    name: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    default: Any = None
    ahead: int | None = None


@dataclass(frozen=True)
class FollowUp:
    """An entry of the diary that sending a letter writes: so many days on, with its next action."""

    days: int
    subject: str
    action: str = ""


@dataclass(frozen=True)
class Kind:
    """What is known of a letter beside its wording.

    Args:
        code: of the list of letters.
        source: the law it rests on; blank for a courtesy.
        sheets: on whose records it is written.
        line: L or W where it is for one line of claims alone.
        to: to whom it goes, by name of `parties.RECIPIENTS`.
        roles: who may write it.
        approver: roles and tiers that approve it; none: who writes it sends it.
        delivery: how it goes unless said otherwise.
        proof: whether a proof of service goes with it.
        heading: the title that stands on it, where it has one; the proof of service bears it
            (Code Civ. Proc. 1013a: the exact title of what is served).
        sensitivity: how it is kept.
        languages: in which it can be written; each beside English has a template of its own.
        asks: what it asks who writes it.
        sets: column of the record -> the value that it takes when the letter goes out.
        sets_if: what is asked that must say yes for that; blank: always.
        authority: the kind of authority that it takes for what is given up or allowed by it.
        status: the status that the record takes by it.
        statuses: (what is asked, an answer) -> the status that it takes instead.
        moves_from: the statuses out of which it is moved; none: it has to be allowed.
        follow_ups: what the diary says afterwards.
        ticks: rule codes of a recovery's diary; entries of these are done by it.
        locked: names of the statutory blocks that stand in it as they are.
        optional: placeholders that may stay blank.
        sends: whether it goes out and into the file; an envelope or face sheet is only printed.
    """

    code: str
    sheets: tuple[str, ...]
    to: str
    source: str = ""
    line: str = ""
    roles: tuple[str, ...] = DESK
    approver: tuple[str, ...] = ()
    delivery: str = "mail"
    proof: bool = False
    heading: str = ""
    sensitivity: str = "personal"
    languages: tuple[str, ...] = ("en",)
    asks: tuple[Asked, ...] = ()
    sets: Mapping[str, str] = field(default_factory=dict)
    sets_if: str = ""
    authority: str = ""
    status: str = ""
    statuses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    moves_from: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    ticks: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    sends: bool = True


@dataclass(frozen=True)
class About:
    """What a letter is written about: the record, the day, and what was asked."""

    record: Any
    on: date
    given: Mapping[str, Any]
    language: str = "en"

    def __getitem__(self, name: str) -> Any:
        """What was asked; None where it was left blank."""
        return self.given.get(name)


@lru_cache(maxsize=256)
def _kind(key: str) -> Kind:
    return Kind(**LETTERS.get(key).facts)


def kind_of(entry: Entry) -> Kind:
    """What a registered letter declares."""
    return _kind(entry.key)


def letter_of(name: str) -> Entry:
    """The letter of a key, or of a code of the list of letters, in any case.

    Raises:
        NotFound: there is none.
    """
    for entry in LETTERS:
        if kind_of(entry).code.lower() == name.lower():
            return entry
    return LETTERS.get(name.lower().replace("-", "_"))
