"""Headings that registers use for the columns of a sheet, beside those declared with the column,
and headings made alike for comparing.
"""

import re
from functools import lru_cache

ALSO: dict[str, dict[str, tuple[str, ...]]] = {
    "incident": {
        "incident_no": ("ref", "ref no", "reference", "reference no", "incident id", "log no"),
        "loss_date": ("when", "date", "date of incident", "date occurred"),
        "loss_time": ("time of day", "time of loss", "incident time"),
        "department": ("dept", "city dept"),
        "location": ("where", "where did it happen", "place", "incident location"),
        "description": ("description", "incident description", "narrative"),
        "injuries": ("anyone injured", "injured", "injuries"),
    },
    "claim": {
        "claim_no": ("city file no", "claim file no", "clm no"),
        "claimant": ("claimants name", "injured employee", "injured party", "injured worker name"),
        "department": ("city dept", "city department"),
        "adjuster": ("adjuster name", "claims examiner"),
        "loss_date": ("d/l", "date of accident", "date of occurrence", "date occurred"),
        "received_date": ("rcvd", "date rcvd"),
        "amount_claimed": ("amount demanded", "amount of demand", "amount of claim"),
        "paid": ("paid to date", "tot pd", "total pd"),
        "outstanding": (
            "o/s",
            "o/s reserve",
            "total o/s",
            "total o/s reserve",
            "reserve o/s",
            "reserve balance",
            "remaining reserve",
            "total remaining reserve",
            "reserve remaining",
            "open reserve",
        ),
        "location": ("location of loss", "accident location"),
        "description": ("type of loss", "accident description", "description of accident"),
        "injury_date": ("injury dt",),
        "body_part": ("part of body", "injured body part"),
        "nature_of_injury": ("nature",),
        "closed_date": ("clsd", "date clsd"),
    },
    "payment": {
        "payment_no": ("check no", "warrant no", "payment id", "check"),
        "claim": ("claim no", "claim id", "file no", "city file no", "city claim no"),
        "payee_name": ("payee name", "vendor", "vendor name", "supplier name", "pay to"),
        "category": ("payment type", "pay type", "pay code", "payment category"),
        "amount": ("payment amount", "check amount", "net check", "net paid"),
        "invoice_no": ("invoice", "invoice id"),
        "payment_date": ("check date", "date issued", "issue date", "paid date", "date"),
        "memo": ("remarks", "memo", "description", "comment", "purpose"),
    },
    "physician": {
        "npi": ("npi no", "npi number", "national provider identifier"),
        "name": ("physician name", "doctor", "doctor name", "facility name"),
        "credential": ("credentials", "degree", "deg"),
        "specialty": ("spec", "specialties", "speciality"),
        "in_network": ("mpn", "in mpn", "mpn member"),
        "phone": ("office phone", "phone no", "telephone", "telephone no"),
        "fax": ("fax no", "office fax"),
        "address": ("street address", "office address", "mailing address"),
    },
}
"""Sheet -> column -> further names."""

SHORT = {
    "acct": "account",
    "addr": "address",
    "amt": "amount",
    "chk": "check",
    "ck": "check",
    "clm": "claim",
    "clmnt": "claimant",
    "clmt": "claimant",
    "clsd": "closed",
    "dept": "department",
    "desc": "description",
    "descr": "description",
    "dt": "date",
    "emp": "employee",
    "exp": "expense",
    "expenses": "expense",
    "ind": "indemnity",
    "inv": "invoice",
    "loc": "location",
    "med": "medical",
    "nbr": "no",
    "nm": "name",
    "nr": "no",
    "num": "no",
    "number": "no",
    "#": "no",
    "os": "outstanding",
    "phys": "physician",
    "pmt": "payment",
    "pymt": "payment",
    "pymts": "payment",
    "rcvd": "received",
    "recd": "received",
    "recieved": "received",
    "rem": "remaining",
    "rpt": "report",
    "rptd": "reported",
    "rsrv": "reserve",
    "rsv": "reserve",
    "tel": "telephone",
    "tot": "total",
}
"""Words that headings shorten, and what they stand for."""

IDLE = frozenset({"of", "the", "in", "a", "$", "usd", "eur", "yn"})
"""Words that tell nothing of what stands under a heading."""

KEPT = 20_000
"""Headings whose spelling is remembered: all of a sheet, whose widest has 16,384."""

_WORDS = re.compile(r"[^\W_]+|[#%$]")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_SIGNS = re.compile(r"['’`]|(?<=\w)[./](?=\w\b)")
"""What stands within one short word: Rec'd, O/S, D.O.L."""
_ALIKE = {"#": "no", "number": "no", "num": "no", "nbr": "no"}


@lru_cache(maxsize=KEPT)
def alike(heading: str) -> str:
    """The heading without case, blanks and punctuation: "Claim #" is like "claim_no"."""
    words = _WORDS.findall(_HUMP.sub(" ", heading).casefold())
    return "".join(_ALIKE.get(word, word) for word in words)


@lru_cache(maxsize=KEPT)
def spelled(heading: str) -> frozenset[str]:
    """The words of a heading, short ones in full, in any order: "Chk Dt" is "Date of check"; none
    where no word of it tells anything.
    """
    text = _SIGNS.sub("", _HUMP.sub(" ", heading)).casefold()
    words = (SHORT.get(word, word) for word in _WORDS.findall(text))
    return frozenset(_single(word) for word in words if word not in IDLE)


def is_one_heading(one: str, other: str) -> bool:
    """Whether two headings name one column: made alike, or by their words, they are the same."""
    words = spelled(one)
    return alike(one) == alike(other) or bool(words and words == spelled(other))


def _single(word: str) -> str:
    """A word without the ending of many; the same word on both sides of a comparison."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word
