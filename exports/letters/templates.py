"""The Word templates: the shipped ones, the office's own in their place, and what each may hold."""

import re
import zipfile
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document as open_docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from lxml.etree import XMLSyntaxError

import models as m
from exports.letters import locked
from exports.letters.declared import Kind, kind_of
from exports.letters.plain import Plain, always
from exports.letters.wording import PLACEHOLDERS
from journal import documents, settings
from rules.errors import BadValue, Blocked
from rules.registry import Entry

HERE = Path(__file__).resolve().parent
ALWAYS = frozenset(
    (
        "office_name",
        "city_name",
        "office_address",
        "office_phone",
        "office_email",
        "letter_date",
        "recipient",
        "salutation",
        "address",
        "delivery_line",
        "signer_name",
        "signer_title",
        "signer_phone",
        "document_title",
    )
)
"""Placeholders that every letter gives."""
PROVED = frozenset(["county_name", "mailing_city", "served_by", "service_words"])
"""Those of the proof of service."""
OWN = "letter_template_"
"""How the settings begin that name a template of the office's own."""
HYPERLINK, PARTS = "/hyperlink", ("{*}instrText", "{*}fldSimple")
FETCHES = re.compile(
    r"\b(?:INCLUDEPICTURE|INCLUDETEXT|LINK|DDE|DDEAUTO|DATABASE)\b\s*\"?([^\s\"]*)", re.IGNORECASE
)
"""A field of Word that takes in what lies elsewhere."""
BROKEN = (TemplateError, PackageNotFoundError, XMLSyntaxError, zipfile.BadZipFile, KeyError)
"""What reading a file raises that is no Word document, or no template."""


def environment() -> Plain:
    """Where templates are filled: nothing of Python within reach, values escaped, none missing."""
    return Plain(undefined=StrictUndefined, autoescape=True)


def setting_of(entry: Entry, language: str = "en") -> str:
    """The setting that names the office's own template of a letter."""
    return f"{OWN}{entry.key}" + ("" if language == "en" else f"_{language}")


def template_of(entry: Entry, language: str = "en") -> bytes:
    """The template of a letter: the office's own where it has one, else the shipped one.

    Raises:
        Blocked: the office's own is not in the document store, was changed outside, or cannot be
            filled.
    """
    number = settings.get(setting_of(entry, language))
    if number:
        document = m.Document.get_or_none(m.Document.document_no == number)
        if document is None:
            raise Blocked(
                f"The office's own template of “{entry.title}”, {number}, is gone. "
                f"Clear the setting {setting_of(entry, language)}, or replace the template."
            )
        data = documents.content(document)
        try:
            placeholders(data)
        except BROKEN as error:
            raise Blocked(
                f"The office's own template of “{entry.title}”, {number}, cannot be filled: "
                f"{error}. Replace it."
            ) from error
        return data
    return shipped(entry.key, language)


def shipped(key: str, language: str = "en") -> bytes:
    """The template that comes with the product."""
    ending = "" if language == "en" else f".{language}"
    return (HERE / f"{key}{ending}.docx").read_bytes()


def check(entry: Entry, data: bytes, gives: Iterable[str]) -> None:
    """A template may use what its letter gives, and holds the statutory blocks as they are.

    Raises:
        BadValue: naming the placeholders that the letter does not give, or the block changed.
    """
    kind = kind_of(entry)
    try:
        links = linked(data)
        used = placeholders(data)
        gone = _gone(kind, data)
    except BROKEN as error:
        raise BadValue(f"This is no template that can be filled: {error}") from error
    if links:
        raise BadValue(
            f"The template fetches {', '.join(links)} from outside, each time a letter is printed. "
            "Put a picture into the template itself, and take out what is only linked."
        )
    unknown = sorted(used - set(gives) - ALWAYS - (PROVED if kind.proof else set()))
    if unknown:
        names = ", ".join(f"{{{{ {name} }}}}" for name in unknown)
        raise BadValue(f"“{entry.title}” does not give {names}. It gives {_listed(gives, kind)}.")
    wrong = _of_lists(entry, data) or _tried(entry, data, set(gives))
    if wrong:
        raise BadValue(wrong)
    if gone:
        raise BadValue(
            f"The {' and the '.join(gone)} must stand word for word as in the shipped template, "
            "under no condition, and be seen: nothing hidden, pale or below 8 points. Take it from "
            "there."
        )


def _lists(datas: Iterable[bytes]) -> set[tuple[str, str]]:
    """What templates take from lists: the list, and what of a row, blank for the row itself."""
    read = environment()
    for data in datas:
        DocxTemplate(BytesIO(data)).get_undeclared_template_variables(read)
    return read.listed


def _given_lists(entry: Entry) -> dict[str, list[str]]:
    """List that a letter gives -> what is in a row of it; nothing where a row is a text."""
    found: dict[str, list[str]] = {}
    for name, part in sorted(_lists(shipped(entry.key, one) for one in kind_of(entry).languages)):
        found.setdefault(name, []).extend([part] if part else [])
    return found


def _of_lists(entry: Entry, data: bytes) -> str:
    """What is wrong with the lists of a template, in a sentence; blank where nothing is."""
    known = _given_lists(entry)
    for name, part in sorted(_lists([data])):
        if name not in known:
            return f"{name} is no list: “{entry.title}” gives it as one text."
        if part and part not in known[name]:
            return f"A row of {name} gives {', '.join(known[name]) or 'its text'}, and no {part}."
    return ""


def _tried(entry: Entry, data: bytes, gives: set[str]) -> str:
    """What goes wrong when a template is filled once, in a sentence; blank where nothing does."""
    values: dict[str, Any] = dict.fromkeys(gives | ALWAYS | PROVED, "x")
    for name, parts in _given_lists(entry).items():
        values[name] = [dict.fromkeys(parts, "x") if parts else "x"]
    try:
        made = filled(data, values)
    except Blocked as error:
        return error.sentence
    except (TypeError, ValueError) as error:
        return f"The template cannot be filled: {error}"
    if any(sign in text for _, text in blocks(made) for sign in ("['", "[{", "{'")):
        return (
            "The template prints a list as a whole: go through its rows, and name what is in them."
        )
    return ""


def linked(data: bytes) -> list[str]:
    """What a template takes in from elsewhere when it is printed; links to be clicked aside."""
    found: set[str] = set()
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            if not name.endswith((".rels", ".xml")):
                continue
            root = parse_xml(archive.read(name))
            for one in root.iterfind("{*}Relationship[@TargetMode='External']"):
                if not one.get("Type", "").endswith(HYPERLINK):
                    found.add(one.get("Target", name))
            for paragraph in root.iter("{*}p"):
                words = "".join(
                    part.text or "".join(part.attrib.values()) for part in paragraph.iter(*PARTS)
                )
                found |= {f"“{target or word}”" for word, target in _fields(words)}
    return sorted(found)


def _fields(words: str) -> list[tuple[str, str]]:
    return [(one.group(0), one.group(1)) for one in FETCHES.finditer(words)]


def _gone(kind: Kind, data: bytes) -> list[str]:
    """The titles of the statutory blocks that a template does not say in every letter."""
    template = DocxTemplate(BytesIO(data))
    template.init_docx()
    source = template.patch_xml(template.get_xml())
    body = parse_xml(always(source, environment()))
    return locked.missing(locked.prints_of(kind.locked), body, template.docx.styles.element)


def unsaid(entry: Entry, made: bytes, values: dict[str, Any], language: str) -> str:
    """The sentence on the statutory blocks that a letter leaves out as it would go out; blank where
    it says them all.
    """
    names, fill = kind_of(entry).locked, Plain(undefined=StrictUndefined)
    texts = paragraphs(shipped(entry.key, language))
    prints = {
        name: locked.fingerprint(
            [fill.from_string(text).render(clean(values)) for text in locked.words_of(name, texts)]
        )
        for name in names
    }
    document = open_docx(BytesIO(made))
    gone = locked.missing(prints, document.element.body, document.styles.element)
    if not gone:
        return ""
    return (
        f"The template of “{entry.title}” leaves out the {' and the '.join(gone)}, or hides it: "
        "take the shipped template again under “Replace the template of a letter”."
    )


def _listed(gives: Iterable[str], kind: Kind) -> str:
    every = set(gives) | ALWAYS | (PROVED if kind.proof else set())
    return ", ".join(sorted(every & PLACEHOLDERS.keys()))


@lru_cache(maxsize=128)
def placeholders(data: bytes) -> frozenset[str]:
    """The placeholders that a template uses."""
    template = DocxTemplate(BytesIO(data))
    return frozenset(template.get_undeclared_template_variables(environment()))


@lru_cache(maxsize=128)
def paragraphs(data: bytes) -> tuple[str, ...]:
    """The texts of the paragraphs of a document, in its body and its tables, in order."""
    return tuple(text for _, text in blocks(data))


def blocks(data: bytes) -> list[tuple[str, str]]:
    """The paragraphs of a document, each as (style, text); the cells of a row in one, by tabs."""
    found: list[tuple[str, str]] = []
    document = open_docx(BytesIO(data))
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            found += [("Row", "\t".join(c.text for c in row.cells)) for row in part.rows]
        else:
            style = part.style.name if part.style is not None else ""
            found.append((str(style), part.text))
    return found


UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def clean(value: Any) -> Any:
    """A value without characters that no document may hold."""
    if isinstance(value, str):
        return UNPRINTED.sub("", value.replace("\r\n", "\n").replace("\t", " "))
    if isinstance(value, list):
        return [clean(one) for one in value]
    if isinstance(value, dict):
        return {name: clean(one) for name, one in value.items()}
    return value


def filled(data: bytes, values: dict[str, Any]) -> bytes:
    """The document that a template makes of values; the same again from the same.

    Raises:
        Blocked: the template asks what it cannot have.
    """
    template = DocxTemplate(BytesIO(data))
    try:
        template.render(clean(values), environment(), autoescape=True)
    except TemplateError as error:
        raise Blocked(f"The template cannot be filled: {error}") from error
    made = BytesIO()
    template.save(made)
    return still(made.getvalue())


def still(data: bytes) -> bytes:
    """The same archive with no time of its making in it."""
    source, made = zipfile.ZipFile(BytesIO(data)), BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name),
                            zipfile.ZIP_DEFLATED)  # fmt: skip
    return made.getvalue()


def mark(data: bytes) -> str:
    """The fingerprint of a template."""
    return sha256(data).hexdigest()
