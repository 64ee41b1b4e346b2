"""Profiles: how registers of one kind come in, kept in the office and carried as small files.

A profile names a sheet, the headings by which its files are known again, and a recipe: which
heading goes where, what every row gets, what written words mean, and which other sheets are filled
from the same row.
"""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from imports.by_file import NOT_BY_FILE
from imports.grid import Heading
from imports.mapping import JOINT
from imports.outcome import ImportPlan, Options, Part
from imports.remaining import stated_as
from imports.returned import REFUSED_BECAUSE
from journal import policy
from journal.commit import Receipt, commit
from journal.drafts import Draft
from journal.stored import to_python
from journal.who import Who
from models import BY_NAME, SHEETS, ImportProfile, database, meta
from rules.errors import BadQuestion, BadValue, NotFound
from rules.headings import alike

FITS = 0.8
"""So much of a profile's headings a file has to have, and so much of its own has to be known."""

KIND = "claims-office import profile"
"""What the small file of a profile says of itself."""

_NO_NAME = re.compile(r"[\\<>\x00-\x1f]|\.\.?/|^/")
"""What is part of a path or of a page rather than of a name."""

MOST_BYTES = 500_000


@dataclass(frozen=True)
class Recipe:
    """What is decided about files of one kind; each part as `Options` has it."""

    tab: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    keyless: bool = False
    hidden: bool = True
    valued_on: str | None = None
    day_orders: Mapping[str, str] = field(default_factory=dict)
    decimals: Mapping[str, str] = field(default_factory=dict)
    as_written: tuple[str, ...] = ()
    historic: bool | None = None
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Profile:
    """A profile as it is used; `headings` are as the first file of its kind had them."""

    name: str
    sheet: str
    headings: tuple[str, ...]
    recipe: Recipe = field(default_factory=Recipe)
    note: str = ""

    @property
    def known(self) -> set[str]:
        """The headings made alike: by these a file of the kind is found again."""
        return {alike(text) for text in self.headings}

    def fit(self, headings: Iterable[Heading]) -> float:
        """How well a file's headings are those of the profile: 0 to 1; 0 where it does not fit."""
        own = self.known
        theirs = {alike(h.text) for h in headings if h.text != REFUSED_BECAUSE}
        common = len(own & theirs)
        if not common or common < FITS * len(own) or common < FITS * len(theirs):
            return 0.0
        return common / len(own | theirs)


def applied(options: Options, profile: Profile) -> Options:
    """The options with what the profile says, but of columns that were retired since; what a person
    gave by hand wins.
    """
    recipe = _in_use(BY_NAME[profile.sheet], profile.recipe)
    return replace(
        options,
        profile=profile.name,
        tab=options.tab or recipe.tab,
        header_row=recipe.header_row if options.header_row is None else options.header_row,
        columns={**_free(recipe.columns, options.fixed), **options.columns},
        fixed={**_free(recipe.fixed, options.columns), **options.fixed},
        words={**recipe.words, **options.words},
        keyless=options.keyless or recipe.keyless,
        hidden=options.hidden and recipe.hidden,
        valued_on=options.valued_on
        or (date.fromisoformat(recipe.valued_on) if recipe.valued_on else None),
        day_orders={**recipe.day_orders, **options.day_orders},
        decimals={**recipe.decimals, **options.decimals},
        as_written=options.as_written | frozenset(recipe.as_written),
        historic=recipe.historic if options.historic is None else options.historic,
        before=options.before or recipe.before,
        after=options.after or recipe.after,
    )


Said = TypeVar("Said", Recipe, Part)


def _in_use(model: Any, said: Said) -> Said:
    """A recipe, or a part of one, without what it says of retired columns: their headings are named
    among those that are not read.
    """
    kept: dict[str, Any] = {
        name: {column: v for column, v in getattr(said, name).items() if not _gone(model, column)}
        for name in ("columns", "fixed", "words")
    }
    if isinstance(said, Recipe):
        for place in ("before", "after"):
            parts = getattr(said, place)
            kept[place] = tuple(_in_use(BY_NAME[part.sheet], part) for part in parts)
    return replace(said, **kept)


def _gone(model: Any, column: str) -> bool:
    """Whether a column, `claim.claimant` through its relation, was retired."""
    first, _, rest = column.partition(".")
    field = model._meta.fields.get(first)
    if rest and field is not None:
        return _gone(field.rel_model, rest)
    return bool(getattr(field, "retired", False))


def _free(given: Mapping[str, str], decided: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in given.items() if name not in decided}


def made_of(name: str, note: str, plan: ImportPlan) -> Profile:
    """The profile that brings a file in as a plan does."""
    texts = {heading.column: heading.text for heading in plan.grid.headings}
    columns, options = plan.columns, plan.options
    chosen = {
        stated_as(column, options): JOINT.join(
            texts[n] for n in columns.joined.get(column, (place,))
        )
        for column, place in columns.places.items()
        if place in texts
    }
    left_out = {column: "" for column, text in options.columns.items() if not text.strip()}
    recipe = Recipe(
        columns={**left_out, **chosen},
        fixed=dict(options.fixed),
        words=dict(options.words),
        keyless=options.keyless,
        hidden=options.hidden,
        valued_on=options.valued_on.isoformat() if options.valued_on else None,
        day_orders=dict(options.day_orders),
        decimals=dict(options.decimals),
        as_written=tuple(sorted(options.as_written)),
        historic=None if "historic" in options.taken else options.historic,
        before=options.before,
        after=options.after,
    )
    headings = list({alike(one.text): one.text for one in plan.grid.headings}.values())
    facts = {"name": name, "sheet": plan.model.__name__.lower(), "headings": headings}
    return _checked({**facts, "note": note, "recipe": _plain(recipe)})


# --- In the office ------------------------------------------------------------------------------


def profiles(who: Who, model: Any) -> list[Profile]:
    """The profiles of a sheet, by name; none for who may not see them. One that was spoiled
    by hand is passed over.
    """
    if not policy.may_read(who, ImportProfile):
        return []
    query, found = _standing().where(ImportProfile.sheet == model.__name__.lower()), []
    for raw in database.execute(query.order_by(ImportProfile.name)):
        with suppress(BadValue):
            found.append(_of(*raw))
    return found


def named(who: Who, name: str) -> Profile:
    """The profile with this name.

    Raises:
        NotFound: there is none, or it is out of sight.
    """
    if policy.may_read(who, ImportProfile):
        for raw in database.execute(_standing().where(ImportProfile.name == name)):
            return _of(*raw)
    raise NotFound(f"There is no import profile “{name}”.")


def fitting(found: Iterable[Profile], headings: Iterable[Heading]) -> Profile | None:
    """The profile that fits the headings of a file best, or None."""
    headings = list(headings)
    scored = [(profile.fit(headings), profile) for profile in found]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    return best[1] if best[0] else None


def save(who: Who, profile: Profile, *, on: date) -> Receipt:
    """Keep a profile in the office: a new one, or the one of that name anew.

    Raises:
        Refused, Invalid: nothing was written.
    """
    values = values_of(profile)
    draft = Draft(f"Import profile {profile.name}", source="form", on=on)
    query = ImportProfile.select(ImportProfile.id, ImportProfile.version).where(
        ImportProfile.name == profile.name, ImportProfile.trashed_at.is_null()
    )
    stands = query.tuples().first()
    if stands:
        draft.change(ImportProfile, stands[0], stands[1], **values)
    else:
        draft.create(ImportProfile, **values)
    return commit(who, draft)


def values_of(profile: Profile) -> dict[str, Any]:
    """A profile as the values of its row, by column."""
    return {
        "name": profile.name,
        "sheet": profile.sheet,
        "note": profile.note or None,
        "headings": list(profile.headings),
        "recipe": _plain(profile.recipe),
    }


def _standing() -> Any:
    columns = [getattr(ImportProfile, n) for n in ("name", "sheet", "headings", "recipe", "note")]
    return ImportProfile.select(*columns).where(ImportProfile.trashed_at.is_null()).tuples()


def _of(name: str, sheet: str, headings: Any, recipe: Any, note: str | None) -> Profile:
    as_list, as_recipe = to_python(ImportProfile.headings), to_python(ImportProfile.recipe)
    facts = {"name": name, "sheet": sheet, "headings": as_list(headings), "note": note or ""}
    return _checked({**facts, "recipe": as_recipe(recipe)})


# --- As a small file ----------------------------------------------------------------------------


def as_file(profile: Profile) -> str:
    """The profile as the text of a small file."""
    facts = {"kind": KIND, **asdict(profile), "recipe": _plain(profile.recipe)}
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def from_file(text: str) -> Profile:
    """The profile of a small file.

    Raises:
        BadValue: it is none; the sentence says what is wrong with it.
    """
    try:
        facts = json.loads(text) if len(text) <= MOST_BYTES else None
    except (ValueError, RecursionError):
        facts = None
    if not isinstance(facts, dict) or facts.pop("kind", None) != KIND:
        raise BadValue("This is no import profile of the office.")
    return _checked(facts)


def _plain(recipe: Recipe) -> dict[str, Any]:
    """A recipe as plain data, without what it leaves as it is."""
    usual, parts = asdict(Recipe()), asdict(recipe)
    return {name: value for name, value in parts.items() if value != usual[name]}


def _checked(facts: dict[str, Any]) -> Profile:
    """A profile of plain data, every part of it looked at."""
    name, sheet = facts.get("name"), facts.get("sheet")
    headings, recipe = facts.get("headings"), facts.get("recipe")
    if not isinstance(name, str) or not name.strip() or len(name) > 100:
        raise BadValue("An import profile needs a name of at most 100 characters.")
    if _NO_NAME.search(name):
        raise BadValue(f"“{name}” is no name for an import profile: it holds signs of a path.")
    if not isinstance(headings, list) or not _texts(headings) or not isinstance(recipe, dict):
        raise BadValue(f"The import profile “{name}” lacks its headings or its recipe.")
    known = {"name", "sheet", "headings", "recipe", "note"}
    if unknown := facts.keys() - known:
        raise BadValue(f"An import profile has no “{min(unknown)}”.")
    _need_sheet(sheet)
    note = facts.get("note") or ""
    return Profile(name.strip(), str(sheet), tuple(headings), _recipe(recipe), note)


def _recipe(facts: dict[str, Any]) -> Recipe:
    lists = all(
        isinstance(facts.get(n, ()), list | tuple) for n in ("before", "after", "as_written")
    )
    if not lists or not isinstance(facts.get("words", {}), dict):
        raise BadValue("A part of the recipe is not written as such parts are.")
    parts = {side: tuple(_part(p) for p in facts.get(side, ())) for side in ("before", "after")}
    given = {**facts, **parts}
    if unknown := given.keys() - Recipe.__dataclass_fields__.keys():
        raise BadValue(f"A recipe has no “{min(unknown)}”.")
    for name in ("columns", "fixed", "day_orders", "decimals"):
        _need_pairs(given.get(name, {}), name)
    if given.get("historic") not in (None, True, False):
        raise BadValue("Whether the claims of a recipe are older ones is true, false or nothing.")
    given["as_written"] = tuple(str(name) for name in given.get("as_written", ()))
    for column, words in given.get("words", {}).items():
        _need_pairs(words, f"words of {column}")
    try:
        if given.get("valued_on"):
            date.fromisoformat(given["valued_on"])
    except (TypeError, ValueError) as error:
        raise BadValue("The valuation day of a recipe is written as 2026-06-30.") from error
    return Recipe(**given)


def _part(facts: Any) -> Part:
    if not isinstance(facts, dict) or facts.keys() - Part.__dataclass_fields__.keys():
        raise BadValue("A further sheet of a recipe holds something that is not known.")
    _need_sheet(facts.get("sheet"))
    for name in ("columns", "fixed"):
        _need_pairs(facts.get(name, {}), name)
    return Part(**facts)


def _need_sheet(name: Any) -> None:
    model = BY_NAME.get(name) if isinstance(name, str) else None
    if model not in SHEETS:
        raise BadValue(f"There is no sheet “{name}” for an import profile.")
    if model in NOT_BY_FILE:
        raise BadValue(f"{meta(model, 'plural')} come in by no file: no profile is kept for them.")


def _need_pairs(value: Any, name: str) -> None:
    if not isinstance(value, dict) or not _texts([*value, *value.values()], empty=True):
        raise BadValue(f"The {name} of a recipe are pairs of texts.")


def _texts(value: Any, *, empty: bool = False) -> bool:
    return (
        isinstance(value, list)
        and (bool(value) or empty)
        and all(isinstance(text, str) for text in value)
    )


def need_known(model: Any, profile: Profile) -> None:
    """Refuse a profile of another sheet."""
    if profile.sheet != model.__name__.lower():
        raise BadQuestion(f"The import profile “{profile.name}” is one of another sheet.")
