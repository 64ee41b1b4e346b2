"""The columns of a file as its page shows them: what each heading fills, what is not read and why,
what every row gets beside.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from admin_views.import_shown import counted
from admin_views.import_words import labels_of, meaning
from imports.grid import Grid, Heading
from imports.mapping import JOINT, Columns, label
from imports.names import letters
from imports.older import passed_words
from imports.outcome import ImportPlan, Options
from imports.parting import LINK, THROUGH, names_a_claim
from imports.proposals import Proposal
from imports.remaining import LABELS, stated_as
from imports.returned import REFUSED_BECAUSE
from imports.upload import Upload
from journal.values import as_text
from models import Claim, meta
from rules.terms import with_article

MOST_SELECTS = 24
"""Beyond so many headings a column is typed, with the list beside, and those that fill one come
first: a page stays small, and what matters in sight.
"""
MOST_LINES = 60
"""So many headings that fill no column are listed at a time."""
MOST_NAMED = 15
LONGEST = 40

UNKNOWN = "No column goes by this name."
BY_HAND = "You chose not to read it."
BY_PROFILE = "The profile does not read it."
COME_TOO = {True: "read as well; that can be changed below", False: "not read"}
PROPOSED = "A column is proposed, and not used until you say so."
OWN = "The office's own column of what is refused."


@dataclass(frozen=True)
class Known:
    """What is known of a file: its table, the first rows, what was decided; once its columns are
    matched its plan, until then the columns as far as they match, else where those stand that were
    chosen.
    """

    grid: Grid
    samples: list[list[Any]]
    options: Options
    plan: ImportPlan | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)
    columns: Columns | None = None

    @property
    def places(self) -> Mapping[str, int]:
        """Where each column stands in the file."""
        return self.matched.places if self.matched else self.chosen

    @property
    def matched(self) -> Columns | None:
        """The columns, as far as they match."""
        return self.plan.columns if self.plan else self.columns


@dataclass(frozen=True)
class Line:
    """One heading of the file: where it stands, what is under it, the column it goes into.

    `taken` says why it was taken without being asked. `joint` names all headings of a column that
    is put together of several, at the first of them;
    `joined` says at the others what they are joined to. `also` are columns of further sheets.
    """

    heading: Heading
    letter: str
    samples: list[str]
    column: str
    why: str = ""
    proposed: str = ""
    joint: str = ""
    taken: str = ""
    joined: str = ""
    also: str = ""

    @property
    def read(self) -> bool:
        """Whether anything is read from it."""
        return bool((self.column and not self.proposed) or self.joined or self.also)

    @property
    def usual(self) -> bool:
        """Whether it is not read for a reason that holds for many: said once, above all."""
        return self.why in (UNKNOWN, BY_HAND, BY_PROFILE)


def goes_into(known: Known) -> dict[int, str]:
    """The column that each heading goes into, of the claim too, by its place."""
    own = {place: stated_as(name, known.options) for name, place in known.places.items()}
    return {**_of_claim(known), **own}


def lines(upload: Upload, known: Known, proposed: Mapping[int, Proposal]) -> list[Line]:
    """The headings of a file with samples and what they fill, or may fill."""
    into = goes_into(known)
    joints, joined = _joints(upload.model, known)
    also, why = _also(known), _reasons(upload, known)
    found = []
    for heading in known.grid.headings:
        at = heading.column
        maybe = proposed.get(at) if at not in into and at not in joined else None
        line = Line(
            heading,
            letters(at),
            _under(heading, known.samples),
            maybe.column if maybe else into.get(at, ""),
            proposed=maybe.why if maybe else "",
            joint=joints.get(at, ""),
            taken=known.options.taken.get(into.get(at, ""), ""),
            joined=joined.get(at, ""),
            also=also.get(at, ""),
        )
        reason = "" if line.read or maybe else why(heading)
        found.append(Line(**{**line.__dict__, "why": reason}))
    return found if len(found) <= MOST_SELECTS else sorted(found, key=lambda one: not one.column)


def _claims(known: Known) -> ImportPlan | None:
    """The plan of the claims that are made of the rows too, where they are."""
    if known.plan is None:
        return None
    linked = zip(known.options.before, known.plan.before, strict=True)
    return next((made for part, made in linked if part.link == LINK), None)


def _of_claim(known: Known) -> dict[int, str]:
    """Which column of the claim a heading fills, by its place; the number is what names it."""
    made, key = _claims(known), Claim._meta.key[0]
    places = made.columns.places if made else {}
    return {at: LINK if name == key else f"{THROUGH}{name}" for name, at in places.items()}


def as_typed(mapping: list[Line], form, targets: Iterable[tuple[str, str]]) -> list[Line]:
    """The lines as they were sent in a form that was refused: nothing typed is lost."""
    names = {words: name for name, words in targets}
    found = []
    for line in mapping:
        said = form.get(f"to_{line.heading.column}")
        if said is not None:
            into = names.get(said, said)
            joint = line.joint if into == line.column else ""
            line = replace(line, column=into, proposed="", joint=joint, joined="")
        found.append(line)
    return found


def of_rows(known: Known, form) -> dict[str, Any]:
    """Where the headings stand and how rows are taken: as it is, or as a refused form says."""
    options = known.options
    stands: dict[str, Any] = {
        "header_row": known.grid.header_row,
        "keyless": options.keyless,
        "hidden": options.hidden,
        "valued_on": options.valued_on or "",
        "historic": bool(options.historic),
    }
    return stands if form is None else {name: form.get(name, "") for name in stands}


@dataclass(frozen=True)
class Listed:
    """The lines that a page lists: all that fill a column, and a part of the others."""

    lines: list[Line]
    page: int
    pages: int
    others: int


def listed(mapping: list[Line], page: str | None) -> Listed:
    """A part of the lines."""
    filled = [line for line in mapping if line.column]
    others = [line for line in mapping if not line.column]
    pages = max(1, -(-len(others) // MOST_LINES))
    at = min(max(1, int(page)), pages) if page and page.isdecimal() else 1
    if pages == 1:
        return Listed(mapping, 1, 1, 0)
    part = others[(at - 1) * MOST_LINES : at * MOST_LINES]
    return Listed([*filled, *part], at, pages, len(others) - len(part))


def _joints(model: Any, known: Known) -> tuple[dict[int, str], dict[int, str]]:
    """Of columns that are put together of several headings: at the first the texts of all, at the
    others the column's label.
    """
    if known.matched is None:
        return {}, {}
    texts, words = {h.column: h.text for h in known.grid.headings}, labels_of(model)
    joints: dict[int, str] = {}
    joined: dict[int, str] = {}
    made = _claims(known)
    every = [*known.matched.joined.items(), *(made.columns.joined.items() if made else ())]
    for name, places in every:
        joints[places[0]] = JOINT.join(texts[place] for place in places)
        joined |= dict.fromkeys(places[1:], words[name])
    return joints, joined


def _also(known: Known) -> dict[int, str]:
    """Which columns of further sheets are filled, by the place of the heading."""
    found: dict[int, list[str]] = {}
    own = set(known.plan.columns.places.values()) if known.plan else set()
    made = _claims(known)
    for part in _further(known.plan):
        words = labels_of(part.model)
        for name, place in part.columns.places.items():
            if part is made and place not in own:
                continue
            said = f"{called(part, known.plan)}: {words[name]}"
            for at in part.columns.joined.get(name, (place,)):
                found.setdefault(at, []).append(said)
    return {place: ", ".join(dict.fromkeys(said)) for place, said in found.items()}


def words_of(model: Any) -> dict[str, str]:
    """The words of each column that a file may fill, those of the claim it names too."""
    of_claim = labels_of(Claim).items() if names_a_claim(model) else ()
    beside = {f"{THROUGH}{n}": f"Claim: {words}" for n, words in of_claim}
    return {**labels_of(model), **LABELS, **beside}


def _further(plan: ImportPlan | None) -> list[ImportPlan]:
    return [*plan.before, *plan.after] if plan else []


def called(part: ImportPlan, main: ImportPlan) -> str:
    """What the records are called that a further sheet makes of the same rows."""
    same = part.model is main.model
    return f"a further {meta(part.model, 'singular')}" if same else meta(part.model, "plural")


def _reasons(upload: Upload, known: Known):
    """Why a heading is not read, as a function of it."""
    said = {h.column: why for h, why in known.plan.columns.left_out} if known.plan else {}
    usual = BY_HAND if upload.columns else BY_PROFILE if known.options.profile else UNKNOWN

    def why(heading: Heading) -> str:
        if heading.text == REFUSED_BECAUSE:
            return OWN
        return said.get(heading.column, usual)

    return why


def _under(heading: Heading, samples: list[list[Any]]) -> list[str]:
    texts = [
        as_text(row[heading.column])
        for row in samples
        if len(row) > heading.column and row[heading.column] not in (None, "")
    ]
    return [text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…" for text in texts[:3]]


@dataclass(frozen=True)
class Glance:
    """What of a file comes in, in one look: (words, what) of what is read and of what every row
    gets, (why, what) of what is not read, and the further records made: (words, new, changed).
    """

    read: int
    of: int
    said: list[tuple[str, str]]
    unread: list[tuple[str, str]]
    further: list[tuple[str, int, int]]


def glance(mapping: Iterable[Line], plan: ImportPlan) -> Glance:
    """What of a file comes in, what not, and why."""
    every, words = list(mapping), words_of(plan.model)
    read = [line for line in every if line.read]
    said = [("Read", named(_said(line, words) for line in read))]
    if fixed := [
        *_fixed(plan),
        *(f for part in _further(plan) for f in _fixed(part, called(part, plan))),
    ]:
        said.append(("The same for every row", named(fixed)))
    if plan.columns.missing:
        missing = named(words[name] for name in plan.columns.missing)
        one = with_article(f"new {meta(plan.model, 'singular')}")
        said.append(("No heading gives", f"{missing}, and {one} needs it"))
    if hidden := _hidden(plan.grid):
        said.append(("Hidden in the file", f"{hidden}: {COME_TOO[plan.options.hidden]}"))
    if plan.older and (passed := passed_words(plan.older.passed, historic=plan.is_historic)):
        said.append(("Deadlines", passed))
    unread: dict[str, list[str]] = {}
    for line in every:
        if not line.read:
            unread.setdefault(line.why or PROPOSED, []).append(line.heading.text)
    further = [(called(part, plan), part.new, part.changed) for part in _further(plan)]
    not_read = [(why, named(texts)) for why, texts in unread.items()]
    return Glance(len(read), len(every), said, not_read, further)


def _hidden(grid: Grid) -> str:
    """The rows and columns that are hidden in a file, counted; empty where none is."""
    counts = ((len(grid.hidden_rows), "row"), (len(grid.hidden_columns), "column"))
    return " and ".join(counted(number, word) for number, word in counts if number)


def named(texts: Iterable[str]) -> str:
    """Texts in one line, the first of them named and the others counted."""
    every = list(texts)
    more = len(every) - MOST_NAMED
    return " · ".join(every[:MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _said(line: Line, words: Mapping[str, str]) -> str:
    into = [words[line.column]] if line.column and not line.proposed else []
    return f"{line.heading.text} → {', '.join(filter(None, [*into, line.joined, line.also]))}"


def _fixed(plan: ImportPlan, of: str = "") -> list[str]:
    """What every row gets, in words; for a further sheet with its name before."""
    fields, before = plan.model._meta.fields, f"{of}: " if of else ""
    return [
        f"{before}{label(fields[name])} {meaning(plan.model, name, text)}"
        for name, text in plan.columns.said.items()
    ]
