"""The data dictionary: every sheet and column as the models declare them, and who may see them."""

from dataclasses import dataclass

from flask_admin import expose

from admin_views.desk import Desk
from admin_views.gate import SignedIn, rule
from exports.columns import KINDS
from journal import policy
from journal.who import Who
from models import RECORDS, SHEETS, columns_of, meta
from sheets.prepared import prepared


@dataclass(frozen=True)
class Word:
    """One column in words."""

    name: str
    label: str
    kind: str
    help: str
    choices: tuple[tuple[str, str], ...]
    leads_to: str
    sensitivity: str
    seen_by: str
    aliases: str
    marks: str


@dataclass(frozen=True)
class Chapter:
    """One sheet in words."""

    sheet: str
    title: str
    desk: str
    about: str
    key: str
    seen_by: str
    written_by: str
    words: tuple[Word, ...]


@prepared()
def chapters() -> tuple[Chapter, ...]:
    """Every sheet, in the order of the desks."""
    return tuple(_chapter(model) for model in (*SHEETS, *RECORDS))


def _chapter(model) -> Chapter:
    columns = [f for f in columns_of(model) if getattr(f, "sensitivity", "secret") != "secret"]
    labels = [
        getattr(model._meta.fields[name], "verbose_name", None) or name for name in model._meta.key
    ]
    about = " ".join((model.__doc__ or "").strip().partition("\n\n")[0].split())
    readers = _holders(model, policy.may_read)
    return Chapter(
        model.__name__.lower(),
        meta(model, "plural", model.__name__),
        meta(model, "desk", ""),
        about,
        " and ".join(labels),
        readers,
        _holders(model, policy.may_write),
        tuple(_word(model, field, readers) for field in columns),
    )


def _word(model, field, readers: str) -> Word:
    """A column in words; who sees it is named where it differs from who reads the sheet."""
    seen_by = _holders(model, lambda who, sheet: field.name in policy.readable_names(who, sheet))
    marks = [
        words
        for words, holds in (
            ("worked out by the office's records", field.derived),
            ("number of the record", field.name in model._meta.key),
            ("may be blank", field.null),
            ("added by the office", field.added),
        )
        if holds
    ]
    return Word(
        field.name,
        field.verbose_name or field.name,
        KINDS[field.kind],
        field.help_text or "",
        tuple(field.choices or ()),
        field.rel_model.__name__.lower() if field.kind == "link" else "",
        field.sensitivity,
        "" if seen_by == readers else seen_by,
        ", ".join(field.aliases),
        ", ".join(marks),
    )


def _holders(model, allowed) -> str:
    """The roles that may, in words."""
    held = [
        title
        for role, title in policy.ROLES.items()
        if allowed(Who(role, roles=frozenset({role})), model)
    ]
    return "everybody" if len(held) == len(policy.ROLES) else ", ".join(held) or "nobody"


class Dictionary(Desk):
    """The page of the data dictionary."""

    @expose("/")
    @rule(SignedIn())
    def index(self):
        """Every sheet with its columns."""
        by_desk: dict[str, list[Chapter]] = {}
        for chapter in chapters():
            by_desk.setdefault(chapter.desk, []).append(chapter)
        return self.render("office/dictionary.html", chapters=chapters(), by_desk=by_desk)
