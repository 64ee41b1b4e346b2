"""The letters of the office and their Word templates: each to be read, taken out and replaced."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import send_file
from flask_admin import expose

from admin_views.desk import Desk
from admin_views.gate import Reads, rule
from exports.letters import templates
from exports.letters.declared import LETTERS, kind_of
from journal import policy, settings
from journal.file_kinds import MEDIA_TYPES
from models import BY_NAME, Letter, meta
from rules.choices import LETTER_LANGUAGE
from rules.errors import NotFound
from rules.registry import Entry
from workflow import authority
from workflow.letter_templates import VERBS, WRITTEN

PLACE = "/admin/letter-templates/"
REPLACES = "replace_letter_template"


@dataclass(frozen=True)
class Wording:
    """A template in one language: whether it is the office's own, and where it is replaced."""

    words: str
    stands: str
    shipped: str
    own: str
    replace: str


@dataclass(frozen=True)
class Line:
    """A letter as the page shows it."""

    title: str
    source: str
    about: str
    approver: str
    proof: bool
    wordings: tuple[Wording, ...]


class LetterTemplates(Desk):
    """The page of the letters, with the template of each."""

    @expose("/")
    @rule(Reads(Letter))
    def index(self):
        """Every letter that is written on a record: its law, its approver, its templates."""
        replaces = policy.may_act(self.who, VERBS.get(REPLACES).facts["roles"])
        return self.page(
            "letter_templates.html",
            lines=[self._line(LETTERS.get(key), replaces=replaces) for key, _ in WRITTEN],
        )

    @expose("/<key>/<language>.docx")
    @rule(Reads(Letter))
    def standing(self, key: str, language: str):
        """The template by which the next letter is written."""
        entry = _known(key, language)
        return _file(f"{key}.{language}", templates.template_of(entry, language))

    @expose("/<key>/<language>/shipped.docx")
    @rule(Reads(Letter))
    def shipped(self, key: str, language: str):
        """The template that came with the product."""
        _known(key, language)
        return _file(f"{key}.{language}.shipped", templates.shipped(key, language))

    def _line(self, entry: Entry, *, replaces: bool) -> Line:
        kind = kind_of(entry)
        sheets = " or ".join(meta(BY_NAME[sheet], "singular").lower() for sheet in kind.sheets)
        return Line(
            title=entry.title,
            source=kind.source,
            about=f"on a {sheets}",
            approver=authority.titles(kind.approver) if kind.approver else "",
            proof=kind.proof,
            wordings=tuple(
                _wording(entry, code, words, replaces=replaces)
                for code, words in LETTER_LANGUAGE
                if code in kind.languages
            ),
        )


def _wording(entry: Entry, code: str, words: str, *, replaces: bool) -> Wording:
    asked = urlencode({"letter": entry.key, "language": code, "back": PLACE})
    return Wording(
        words=words,
        stands=f"{PLACE}{entry.key}/{code}.docx",
        shipped=f"{PLACE}{entry.key}/{code}/shipped.docx",
        own=settings.get(templates.setting_of(entry, code)) or "",
        replace=f"/admin/do/{REPLACES}?{asked}" if replaces else "",
    )


def _known(key: str, language: str) -> Entry:
    """A letter that is written in a language.

    Raises:
        NotFound: there is none.
    """
    entry = LETTERS.get(key)
    if key not in dict(WRITTEN) or language not in kind_of(entry).languages:
        raise NotFound("There is no such template.")
    return entry


def _file(name: str, data: bytes) -> Any:
    return send_file(
        BytesIO(data),
        mimetype=MEDIA_TYPES["docx"],
        as_attachment=True,
        download_name=f"{name}.docx",
    )
