"""A letter on a record: its values, what is missing, the document in Word."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import models as m
from exports.letters import pages, templates
from exports.letters.declared import About, Kind, kind_of
from exports.letters.parties import RECIPIENTS, claim_of, in_lines, row_of
from exports.letters.wording import COLUMNS, PLACEHOLDERS, in_full
from journal import settings
from journal.emails import email_address
from rules.choices import LETTER_DELIVERY
from rules.days import long_day
from rules.errors import BadValue, Blocked
from rules.registry import Entry

MAY_BE_BLANK = frozenset(
    ("office_email", "signer_title", "signer_phone", "delivery_line", "served_by")
)
SAID = {
    "certified": "BY CERTIFIED MAIL",
    "hand": "BY HAND",
    "email": "BY E-MAIL",
    "portal": "BY PORTAL",
    "fax": "BY FAX",
    "internal": "",
    "mail": "",
}
SERVED = {
    "mail": "placing a true copy of it in a sealed envelope with postage fully prepaid, addressed "
    "as shown below, and depositing the envelope in the United States mail at {mailing_city}, "
    "California",
    "certified": "placing a true copy of it in a sealed envelope with certified postage fully "
    "prepaid, addressed as shown below, and depositing the envelope in the United States mail at "
    "{mailing_city}, California",
    "hand": "personally delivering a true copy of it to that person",
    "email": "sending a true copy of it to the electronic mail address shown below, from which the "
    "claim was presented or which was given for notices",
}
"""How it was sent -> the words of the proof of service (Gov. Code 915.4; Code Civ. Proc. 1013a)."""
NEEDS_NO_ADDRESS = ("portal", "fax", "internal", "hand")
SAID_ES = {
    "certified": "POR CORREO CERTIFICADO",
    "hand": "EN MANO",
    "email": "POR CORREO ELECTRÓNICO",
}


@dataclass(frozen=True)
class Wish:
    """What is said of a letter when it is written; blank: as the record and the letter say.

    `given` holds what the letter itself asks.
    """

    recipient: str | None = None
    address: str | None = None
    delivery: str | None = None
    language: str = "en"
    signer: int | None = None
    served_by: str | None = None
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """A letter as it stands on a record: placeholders and their values.

    `english`: the same letter in English, which follows a translation and controls.
    """

    entry: Entry
    record: Any
    values: dict[str, Any]
    language: str
    delivery: str
    template: bytes
    english: "Written | None" = None

    @property
    def kind(self) -> Kind:
        """What the letter declares."""
        return kind_of(self.entry)

    @property
    def mark(self) -> str:
        """The fingerprint of the template that it is made by."""
        return templates.mark(self.template)

    @cached_property
    def lacks(self) -> tuple[str, ...]:
        """The placeholders for which a value is missing."""
        used = templates.placeholders(self.template)
        optional = MAY_BE_BLANK.union(self.kind.optional)
        return tuple(
            name
            for name in PLACEHOLDERS
            if name in used - optional and self.values.get(name) in (None, "", [])
        )

    @property
    def column(self) -> str | None:
        """The column of the record in which the first missing value is entered, if it is in one."""
        columns = (COLUMNS.get(name, name) for name in self.lacks)
        fields = type(self.record)._meta.fields
        return next((name for name in columns if name in fields and not fields[name].derived), None)

    @property
    def missing(self) -> str:
        """One sentence that names every value that is missing, or what the template leaves out of
        what the law wants said; blank where nothing is.
        """
        return lacking(self) or (self.english.missing if self.english else "")

    @cached_property
    def docx(self) -> bytes:
        """The letter in Word.

        Raises:
            Blocked: a value is missing, and the sentence names them all; or a statutory block is.
        """
        if self.missing:
            raise Blocked(self.missing)
        return self._made

    @cached_property
    def _made(self) -> bytes:
        made = templates.filled(self.template, self.values)
        return pages.joined([made, self.english.docx]) if self.english else made

    @cached_property
    def unsaid(self) -> str:
        """Why the letter that the template makes may not go out; blank where it may."""
        if not self.kind.locked:
            return ""
        try:
            return templates.unsaid(self.entry, self._made, self.values, self.language)
        except Blocked as error:
            return error.sentence

    @cached_property
    def blocks(self) -> list[tuple[str, str]]:
        """The paragraphs of the letter, each as (style, text)."""
        return templates.blocks(self.docx)


def lacking(written: Written, *, above: frozenset[str] = frozenset()) -> str:
    """One sentence that names every value that is missing, or the statutory block; `above` are
    those that the form asks for by which the letter is written.
    """
    words = "; ".join(_missing(name, asked=name in above) for name in written.lacks)
    return f"The letter lacks {words}." if words else written.unsaid


def _missing(name: str, *, asked: bool) -> str:
    words, mend = PLACEHOLDERS[name]
    mend = "give it above" if asked else mend
    return f"{words} ({mend})" if mend else words


def write(entry: Entry, record: Any, wish: Wish, *, on: date) -> Written:
    """A letter on a record as of a day; nothing is kept and nothing sent.

    Raises:
        Blocked: a day that was asked for cannot be met, it may not go by e-mail or to what is no
            e-mail address, or what the letter itself refuses.
    """
    kind = kind_of(entry)
    _in_time(kind, wish, on)
    language = wish.language if wish.language in kind.languages else "en"
    delivery = wish.delivery or kind.delivery
    values = entry.run(About(record, on, wish.given, language))
    values |= _head(entry, record, wish, on, language)
    if delivery == "email" and values["address"]:
        values["address"] = _by_email(kind, record, values["address"])
    values["delivery_line"] = (SAID_ES if language == "es" else SAID).get(delivery, "")
    served = SERVED.get(delivery, "")
    values["service_words"] = served.format(mailing_city=values["mailing_city"]) or None
    if delivery in NEEDS_NO_ADDRESS and not values["address"]:
        values["address"] = dict(LETTER_DELIVERY)[delivery]
    template = templates.template_of(entry, language)
    english = (
        None if language == "en" else write(entry, record, replace(wish, language="en"), on=on)
    )
    return Written(entry, record, values, language, delivery, template, english)


def _by_email(kind: Kind, record: Any, address: str) -> str:
    """The e-mail address that a letter goes to. A notice of the Government Claims Act goes so only
    on a claim that came electronically (Gov. Code 915.4(a)).
    """
    claim = claim_of(record)
    if kind.proof and claim and claim.delivery_method != "electronic":
        raise Blocked(
            "This notice goes by e-mail only where the claim came electronically (Gov. Code "
            "915.4(a)): send it by mail, or by hand.",
            column=None if claim.delivery_method else "delivery_method",
        )
    try:
        return email_address(address)
    except BadValue as error:
        raise Blocked(error.sentence) from error


def _in_time(kind: Kind, wish: Wish, on: date) -> None:
    """Refuse a day that the letter asks somebody to keep and that is over, or too near."""
    for asked in kind.asks:
        day = wish.given.get(asked.name)
        first = on + timedelta(days=asked.ahead or 0)
        if asked.ahead is not None and day and day < first:
            raise Blocked(
                f"{asked.label}: {long_day(day)} is too early for a letter of {long_day(on)}. Give "
                f"{long_day(first)} or a later day."
            )


def _head(entry: Entry, record: Any, wish: Wish, on: date, language: str) -> dict[str, Any]:
    kind = kind_of(entry)
    found = RECIPIENTS[kind.to](record)
    signer = row_of(m.User, wish.signer)
    name = wish.recipient or found.name
    by_mail = (wish.delivery or kind.delivery) == "email"
    return {
        "office_name": settings.get("office_name"),
        "city_name": settings.get("city_name"),
        "office_address": in_lines("office_address"),
        "office_phone": settings.get("office_phone"),
        "office_email": settings.get("office_email"),
        "county_name": settings.get("county_name"),
        "mailing_city": settings.get("mailing_city"),
        "letter_date": in_full(on, language),
        "recipient": name,
        "salutation": _salutation(name, language),
        "address": wish.address or (found.email if by_mail else found.address),
        "signer_name": signer.name if signer else settings.get("office_name"),
        "signer_title": signer.title if signer else None,
        "signer_phone": signer.phone if signer else None,
        "served_by": wish.served_by,
        "document_title": kind.heading or entry.title,
    }


def _salutation(name: str | None, language: str) -> str | None:
    """How a letter begins: by the first line of the name, who is the adjuster at a carrier."""
    if not name:
        return None
    dear = "Estimado/a" if language == "es" else "Dear"
    return f"{dear} {name.splitlines()[0]}:"
