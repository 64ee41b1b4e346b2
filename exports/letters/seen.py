"""Whether a paragraph of a document can be read: nothing hidden, tiny, pale, or off the page.

Only what is known to leave words readable may be set on them; whatever else is set counts as
unreadable.
"""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

OFF = ("0", "false", "off")
IN_PARAGRAPH = ("pPr", "r", "proofErr", "bookmarkStart", "bookmarkEnd")
IN_RUN = ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "lastRenderedPageBreak")
OF_PARAGRAPH = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "tabs", "jc",
    "spacing", "ind", "contextualSpacing", "suppressAutoHyphens", "outlineLvl", "rPr",
    "autoSpaceDE", "autoSpaceDN", "adjustRightInd", "snapToGrid", "textAlignment",
)  # fmt: skip
OF_SIGNS = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "u", "caps", "smallCaps", "sz", "szCs", "color",
    "lang", "kern", "noProof", "ligatures", "cntxtAlts",
)  # fmt: skip
PICTURES = ("dings", "symbol")
"""What the names of fonts hold that have pictures for letters."""
LEAST_SIGNS = 16
"""The smallest signs, in half points."""
LEAST_LINE, MOST_INDENT = 160, 2880
"""The lowest line and the widest indent, in twentieths of a point."""
DARK_THEMES = ("text1", "text2", "dark1", "dark2")
DARKEST = 110
"""How bright signs may be, of 255."""


def is_seen(paragraph: Any, styles: Any) -> bool:
    """Whether all words of a paragraph are printed as anybody can read them."""
    runs = paragraph.findall(qn("w:r"))
    return (
        _only(paragraph, IN_PARAGRAPH)
        and all(_only(run, IN_RUN) for run in runs)
        and all(_plain(set_, styles) for set_ in _settings(paragraph, runs, styles))
    )


def _only(element: Any, names: tuple[str, ...]) -> bool:
    return all(_name(child) in names for child in element)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _settings(paragraph: Any, runs: list[Any], styles: Any) -> Iterator[Any]:
    """All that is set for the paragraph and its runs, by themselves and by their styles."""
    own = paragraph.find(qn("w:pPr"))
    named = [own.find(qn("w:pStyle"))] if own is not None else []
    found = [] if own is None else [own]
    for run in runs:
        signs = run.find(qn("w:rPr"))
        if signs is not None:
            found.append(signs)
            named.append(signs.find(qn("w:rStyle")))
    yield from found
    yield from styles.iterfind(f"{qn('w:docDefaults')}//{qn('w:rPr')}")
    usual = [s for s in styles.iterfind(qn("w:style")) if s.get(qn("w:default")) == "1"]
    wanted = [style.get(qn("w:styleId")) for style in usual]
    wanted += [one.get(qn("w:val")) for one in named if one is not None]
    for style in _with_bases(wanted, styles):
        yield from (part for part in style if _name(part) in ("pPr", "rPr"))


def _with_bases(wanted: list[str], styles: Any) -> Iterator[Any]:
    every = {style.get(qn("w:styleId")): style for style in styles.iterfind(qn("w:style"))}
    seen: set[str] = set()
    while wanted:
        name = wanted.pop()
        if name in seen or name not in every:
            continue
        seen.add(name)
        yield every[name]
        base = every[name].find(qn("w:basedOn"))
        wanted += [] if base is None else [base.get(qn("w:val"))]


def _plain(set_: Any, styles: Any) -> bool:
    """Whether a group of settings leaves words readable."""
    allowed = OF_PARAGRAPH if _name(set_) == "pPr" else OF_SIGNS
    for one in set_:
        name, value = _name(one), one.get(qn("w:val"))
        if value in OFF and name not in ("sz", "color"):
            continue
        if name not in allowed or (name in LOOKS and not LOOKS[name](one)):
            return False
    return True


def _amount(text: Any) -> float:
    try:
        return float(text)
    except (TypeError, ValueError):
        return -1


def _is_dark(one: Any) -> bool:
    theme, value = one.get(qn("w:themeColor")), one.get(qn("w:val")) or "auto"
    if theme and (theme not in DARK_THEMES or one.get(qn("w:themeTint"))):
        return False
    if value == "auto":
        return True
    try:
        red, green, blue = bytes.fromhex(value)
    except ValueError:
        return False
    return 0.3 * red + 0.59 * green + 0.11 * blue <= DARKEST


def _is_high(one: Any) -> bool:
    line = one.get(qn("w:line"))
    return line is None or _amount(line) >= LEAST_LINE


def _is_within(one: Any) -> bool:
    return all(0 <= _amount(value) <= MOST_INDENT for value in one.attrib.values())


def _has_letters(one: Any) -> bool:
    return not any(p in str(v).lower() for v in one.attrib.values() for p in PICTURES)


LOOKS = {
    "sz": lambda one: _amount(one.get(qn("w:val"))) >= LEAST_SIGNS,
    "color": _is_dark,
    "spacing": _is_high,
    "ind": _is_within,
    "rFonts": _has_letters,
}
"""What is set -> whether it leaves words readable."""
