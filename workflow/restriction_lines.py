"""Lines of a physician's note: read from text, one a line, or given as fields.

A line is `activity: what is allowed`, or the activity and what is allowed in a row: `lift 10 lb`,
`stand 30 min at a time, 2 h a day`, `no ladders`, `left hand: no grip`.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from rules.capacities import ACTIVITIES, FREQUENCIES, amiss
from rules.errors import BadValue
from rules.work_words import in_words

Fields = dict[str, Any]

SPOKEN: Mapping[str, tuple[str, ...]] = {
    "lift": ("lifting",),
    "carry": ("carrying",),
    "push_pull": ("push or pull", "push and pull", "push/pull", "pushing", "pulling", "push"),
    "stand": ("standing",),
    "walk": ("walking",),
    "sit": ("sitting",),
    "climb": ("climbing", "stairs", "climb stairs"),
    "bend": ("bending", "stoop", "stooping"),
    "twist": ("twisting",),
    "kneel": ("kneeling", "squat", "squatting", "kneel or squat", "crouch"),
    "crawl": ("crawling",),
    "balance": ("balancing",),
    "reach_above": (
        "overhead",
        "overhead work",
        "overhead reach",
        "overhead reaching",
        "reach overhead",
        "reach above the shoulder",
        "reaching above the shoulder",
        "reach above shoulder",
        "above shoulder",
    ),
    "reach_below": ("reach below the shoulder", "reach below shoulder", "reach", "reaching"),
    "grip": ("gripping", "grasp", "grasping"),
    "fine_hand": ("fine work", "fine manipulation", "fine hand work", "fine work of the hand"),
    "keyboard": ("type", "typing", "keyboarding"),
    "foot_control": ("foot control", "foot controls", "pedals", "work a foot control"),
    "drive": ("driving",),
    "heights": (
        "climb ladders",
        "climbing ladders",
        "climb a ladder",
        "ladders",
        "ladder",
        "ladders or heights",
        "height",
        "heights or ladders",
    ),
    "machinery": ("moving machinery", "machines"),
    "safety_driving": ("safety-sensitive driving", "commercial driving", "emergency driving"),
    "confrontation": ("firearm", "firearms", "custody", "prisoner contact", "arrests"),
    "respirator": ("respirators", "scba", "breathing apparatus"),
    "dust_fumes": ("dust", "fumes", "chemicals", "dust or fumes"),
    "wet": ("wet surroundings", "water", "wet work"),
    "heat_cold": ("heat", "cold", "heat or cold"),
    "vibration": ("vibrating tools",),
    "noise": ("loud noise",),
    "outdoors": ("sun", "outdoor work", "sun or outdoors"),
    "night": ("night work", "nights", "night shift"),
    "alone": ("working alone", "work alone"),
}
"""Activity -> how physicians and clerks say it besides its code and its label."""

WORDS = {
    word: code
    for code, activity in ACTIVITIES.items()
    for word in (
        code.replace("_", " "),
        activity.label.lower(),
        *((activity.doing,) if activity.doing else ()),
        *SPOKEN.get(code, ()),
    )
}
_ACTIVITY = "|".join(map(re.escape, sorted(WORDS, key=len, reverse=True)))
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_LIMIT = r"(?:up to|at most|max(?:imum)?\.?|no more than|not over|only)? ?"
_SIDE = re.compile(
    r"(?:(?:with|of|by|on) (?:the |his |her |your )?)?"
    r"(left|right|both|either) (?:hands?|arms?|shoulders?|foot|feet|legs?)"
)
OFTEN = {
    "once": "once",
    "once in a while": "once",
    "seldom": "once",
    "occasional": "occasional",
    "occasionally": "occasional",
    "frequent": "frequent",
    "frequently": "frequent",
    "constant": "constant",
    "constantly": "constant",
    **{label.lower(): code for code, label in FREQUENCIES},
}
MORE_THAN = re.compile(
    r"(?:do )?(?:no|not|never|avoid|without) (.+?) "
    r"(?:over|more than|greater than|heavier than|longer than|in excess of) (?=[0-9])"
)
"""“no lifting over 10 pounds” allows ten."""
NOT_SO_OFTEN = re.compile(
    r"(?:do )?(?:no|not|never|avoid|without) (repetitive|repeated|repeatedly|frequent|frequently|"
    r"constant|constantly|continuous) ([^0-9]+)"
)
"""“no repetitive bending” allows it up to a third of the day, “no constant standing” up to two."""
SEVERAL = re.compile(
    rf"(?<![a-z])(?:{_ACTIVITY})(?:(?:,? (?:or|and) |, ?| ?/ ?)(?:{_ACTIVITY}))+(?![a-z])"
)
"""Activities in a row, of which a line says the same."""
NEVER = re.compile(r"(?:no|not|never|none|avoid|without)(?: at all)?")
PIECES: tuple[tuple[str, str, Any], ...] = (
    (rf"{_LIMIT}{_NUMBER} ?(?:lbs?|pounds?)\.?", "pounds", Decimal),
    (
        rf"{_LIMIT}{_NUMBER} ?(?:min(?:ute)?s?)\.?(?: (?:at a time|at one time|at once))?",
        "minutes",
        lambda text: int(Decimal(text)),
    ),
    (
        rf"{_LIMIT}{_NUMBER} ?(?:h|hrs?|hours?)\.?(?: at (?:a|one) time)",
        "minutes",
        lambda text: int(Decimal(text) * 60),
    ),
    (rf"{_LIMIT}{_NUMBER} ?(?:h|hrs?|hours?)\.?(?: ?(?:a|per|/) ?day)?", "hours", Decimal),
)
"""Shape of a piece -> the field it fills, and how it is read."""


WHOLE = (
    (
        re.compile(rf"(?:work )?{_LIMIT}{_NUMBER} ?(?:h|hrs?|hours?)\.?(?: ?(?:a|per|/) ?day)"),
        "hours_a_day",
    ),
    (
        re.compile(rf"(?:work )?{_LIMIT}{_NUMBER} ?(?:d|days?)(?: ?(?:a|per|/) ?w(?:ee)?k)"),
        "days_a_week",
    ),
)
"""Shape of a line that limits the whole day or week -> the column of the note that holds it."""


def whole_limits(text: str | None) -> tuple[str, dict[str, Decimal]]:
    """The lines of a text that name an activity, and what the others say of the whole day or week.

    Raises:
        BadValue: the day or the week is limited twice.
    """
    lines, found = [], {}
    for line in (text or "").splitlines():
        said = " ".join(line.lower().split()).rstrip(".")
        fits = ((name, shape.fullmatch(said)) for shape, name in WHOLE)
        name, match = next(((n, m) for n, m in fits if m), ("", None))
        if not match:
            lines.append(line)
        elif name in found:
            raise BadValue(f"“{line.strip()[:60]}” says once more what a line before it said.")
        else:
            found[name] = Decimal(match[1])
    return "\n".join(lines), found


def read_lines(given: str | Iterable[Fields] | None) -> list[Fields]:
    """The lines that are given as text, one a line, or as dictionaries.

    Raises:
        BadValue: a line cannot be read or says two things; the sentence names it.
    """
    if not given:
        return []
    if isinstance(given, str):
        return [fields for line in given.splitlines() if line.strip() for fields in _of_text(line)]
    return [_checked(dict(fields), in_words(fields)) for fields in given]


def read_demands(text: str | None) -> list[Fields]:
    """What a task asks for, given as text in the same words, one a line; what is not measured is
    named alone, as "outdoors".

    Raises:
        BadValue: a line cannot be read, or says how little instead of how much.
    """
    found = []
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        for fields in _parsed(line):
            if fields.get("is_never"):
                raise BadValue(
                    f"“{line.strip()[:60]}”: say what the task asks for, not what it spares."
                )
            checked = _checked(fields, line)
            found.append({name: value for name, value in checked.items() if name != "is_never"})
    return found


def _of_text(line: str) -> list[Fields]:
    return [_checked(fields, line) for fields in _parsed(line)]


def _parsed(line: str) -> list[Fields]:
    """What a line says: once for each activity that it names in a row."""
    text = " ".join(line.lower().replace(";", ",").split()).rstrip(".")
    text = MORE_THAN.sub(r"\1 ", text)
    text = NOT_SO_OFTEN.sub(_so_often, text)
    row = SEVERAL.search(text)
    if row is None:
        return [_one(text, line)]
    named = {
        WORDS[word]: word for word in re.findall(rf"(?<![a-z])(?:{_ACTIVITY})(?![a-z])", row[0])
    }
    return [
        _one(f"{text[: row.start()]}{word}{text[row.end() :]}", line) for word in named.values()
    ]


def _so_often(found: re.Match[str]) -> str:
    often = "frequently" if found[1].startswith("con") else "occasionally"
    return f"{found[2].rstrip(' ,')}, {often}"


def _one(text: str, line: str) -> Fields:
    fields: Fields = {}
    side = _SIDE.search(text)
    if side:
        fields["side"] = "both" if side[1] == "either" else side[1]
        text = (text[: side.start()] + text[side.end() :]).strip(" :,")
    found = re.search(rf"(?<![a-z])({_ACTIVITY})(?![a-z])", text)
    if not found:
        known = ", ".join(ACTIVITIES).replace("_", " ")
        raise BadValue(
            f"“{line.strip()[:60]}” names nothing that is known ({known}). What has no name there "
            "belongs under “Restrictions as written”."
        )
    fields["activity"] = WORDS[found[1]]
    rest = f"{text[: found.start()]}, {text[found.end() :]}"
    for piece in re.split(r"[,:]| and ", rest):
        fields |= _piece(piece.strip(), line)
    return fields


def _piece(text: str, line: str) -> Fields:
    if not text:
        return {}
    if NEVER.fullmatch(text):
        return {"is_never": True}
    if text.strip("()") in OFTEN:
        return {"frequency": OFTEN[text.strip("()")]}
    if text in ("left", "right", "both"):
        return {"side": text}
    for shape, name, read in PIECES:
        found = re.fullmatch(shape, text)
        if found:
            return {name: read(found[1])}
    for often in sorted(OFTEN, key=len, reverse=True):
        for ending in (f" {often}", f" ({often})"):
            if text.endswith(ending):
                rest = text.removesuffix(ending).strip()
                return {**_piece(rest, line), "frequency": OFTEN[often]}
    raise BadValue(
        f"“{text}” in “{line.strip()[:60]}” is neither pounds, minutes at a time, hours a day nor "
        "how often."
    )


def _checked(fields: Fields, line: str) -> Fields:
    """A line that says something, of what its activity is measured by.

    Raises:
        BadValue: it does not.
    """
    known = ACTIVITIES.get(str(fields.get("activity")))
    if known and not known.measured:
        fields = {**fields, "is_never": True}
    _, why = amiss(fields)
    if why:
        raise BadValue(f"“{line.strip()[:60]}”: {why[0].lower()}{why[1:]}")
    return fields
