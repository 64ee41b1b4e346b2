"""The look's own promises: contrast in every theme, pieces that escape, scripts that stand alone."""

import re
from pathlib import Path

import pytest
from flask import Flask, flash, get_flashed_messages
from jinja2 import Environment, FileSystemLoader

from admin_views.words import FILTERS

PAGES = Path(__file__).parents[2] / "admin_views"
STYLE = (PAGES / "static" / "office.css").read_text()
TEMPLATES = sorted((PAGES / "templates").rglob("*.html"))
SCRIPTS = sorted((PAGES / "static").rglob("*.js"))
THEMES = ("light", "dark", "contrast")
HOSTILE = '"><img src=x onerror=alert(1)>{{7*7}}'

TEXTS = (
    ("ink", "paper"), ("ink", "wash"), ("ink", "sunk"), ("ink", "raised"), ("ink", "row-over"),
    ("ink", "accent-wash"), ("ink", "amber-wash"), ("ink", "red-wash"),
    ("muted", "paper"), ("muted", "wash"), ("muted", "sunk"), ("muted", "raised"),
    ("muted", "grey-wash"), ("muted", "row-over"), ("muted", "accent-wash"),
    ("accent", "paper"), ("accent", "wash"), ("accent", "accent-wash"), ("accent", "row-over"),
    ("on-accent", "accent-fill"), ("on-accent", "accent-over"), ("on-accent", "red-fill"),
    ("red", "paper"), ("red", "red-wash"), ("amber", "paper"), ("amber", "amber-wash"),
    ("green", "green-wash"), ("ink", "green-wash"), ("side-ink", "side"), ("side-muted", "side"), ("side-muted", "side-on"),
)  # fmt: skip
"""(text, ground) that occur together."""

EDGES = (("control", "paper"), ("control", "wash"), ("focus", "paper"), ("focus", "wash"))
"""(edge of a control, ground): three to one is enough to be seen."""

ALPHABET = re.compile(r"--([\w-]+):\s*(?:light-dark\(([^,]+),\s*([^)]+)\)|(#[0-9a-fA-F]{3,6}));")


def tokens(theme: str) -> dict[str, str]:
    """Name -> colour in a theme."""
    first, _, rest = STYLE.partition("}")
    found = {
        name: plain or (dark if theme == "dark" else light).strip()
        for name, light, dark, plain in ALPHABET.findall(first)
    }
    if theme == "contrast":
        block = rest.partition('[data-theme="contrast"] {')[2].partition("}")[0]
        found |= {name: plain for name, _, _, plain in ALPHABET.findall(block)}
    return found


def light_of(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours."""
    darker, lighter = sorted((light_of(one.strip()), light_of(other.strip())))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_its_ground(theme):
    colours = tokens(theme)
    weak = {
        (text, ground): round(ratio(colours[text], colours[ground]), 2)
        for text, ground in TEXTS
        if ratio(colours[text], colours[ground]) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("theme", THEMES)
def test_controls_and_focus_can_be_seen(theme):
    colours = tokens(theme)
    weak = {
        (edge, ground): round(ratio(colours[edge], colours[ground]), 2)
        for edge, ground in EDGES
        if ratio(colours[edge], colours[ground]) < 3
    }
    assert weak == {}


def test_the_high_contrast_theme_reaches_seven_to_one_for_running_text():
    colours = tokens("contrast")
    for text, ground in (
        ("ink", "paper"),
        ("muted", "paper"),
        ("accent", "paper"),
        ("red", "paper"),
    ):
        assert ratio(colours[text], colours[ground]) >= 7, (text, ground)


def test_every_colour_below_the_head_is_a_token():
    """A colour of its own would be left behind by a theme."""
    body = STYLE.partition("/* ---- Ground ---- */")[2].partition("@media print")[0]
    own = [c for c in re.findall(r"#[0-9a-fA-F]{3,8}\b", body) if c not in ("#fff",)]
    assert [c for c in own if c != "#3a4a59"] == []


def test_no_template_carries_a_style_or_is_long():
    for path in TEMPLATES:
        text = path.read_text()
        assert not re.search(r"\sstyle\s*=", text), path.name
        if path.name != "parts.html":
            assert len(text.splitlines()) <= 130, path.name


def test_scripts_import_what_is_there_and_run_no_text():
    for path in SCRIPTS:
        text = path.read_text()
        for name in re.findall(r'from "(\./[^"]+)"', text):
            assert (path.parent / name).is_file(), (path.name, name)
        assert not re.search(r"\beval\(|new Function|document\.write|outerHTML\s*=", text), (
            path.name
        )
        assert len(text.splitlines()) < 400, path.name


def test_only_pieces_made_by_the_office_become_markup():
    """Answers are shown as text; the one piece of page that a script takes in is the plan of an action."""
    made = {
        p.name: len(re.findall(r"innerHTML|insertAdjacentHTML", p.read_text())) for p in SCRIPTS
    }
    assert {name: count for name, count in made.items() if count} == {"forms.js": 1}


@pytest.fixture
def parts():
    """The pieces, as pages import them."""
    loader = FileSystemLoader(PAGES / "templates")
    environment = Environment(loader=loader, autoescape=True)
    environment.globals.update(
        csrf_token=lambda: "token", get_flashed_messages=get_flashed_messages
    )
    environment.filters.update(FILTERS)
    return environment.get_template("office/parts.html").module


@pytest.mark.parametrize(
    "kind", ["text", "long", "choice", "yesno", "money", "day", "link", "file"]
)
def test_a_field_escapes_all_that_it_is_given(parts, kind):
    made = str(parts.field(
        "name", HOSTILE, HOSTILE, kind, HOSTILE, HOSTILE, True, ((HOSTILE, HOSTILE),), HOSTILE, HOSTILE,
        attrs={"data-x": HOSTILE},
    ))  # fmt: skip
    assert "<img" not in made
    assert 'id="name"' in made
    assert 'aria-describedby="name-error name-help"' in made


def test_pieces_escape_words_of_records(parts):
    made = [
        parts.chip(HOSTILE, "red", HOSTILE), parts.status(HOSTILE, HOSTILE),
        parts.work(HOSTILE, "red", HOSTILE, HOSTILE, HOSTILE, HOSTILE, {"title": HOSTILE, "url": HOSTILE}),
        parts.entry(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE),
        parts.empty(HOSTILE, HOSTILE, HOSTILE), parts.problems(HOSTILE, [{"name": HOSTILE, "label": HOSTILE, "message": HOSTILE}]),
        parts.money_strip([{"label": HOSTILE, "value": HOSTILE, "why": [{"text": HOSTILE, "source": HOSTILE}]}]),
        parts.toast(HOSTILE, "red", HOSTILE, HOSTILE, HOSTILE), parts.facts([(HOSTILE, HOSTILE)]),
        parts.filter_chips([{"text": HOSTILE, "remove": HOSTILE, "place": HOSTILE}, {"text": HOSTILE, "remove": HOSTILE}]),
        parts.stale_table([{"name": HOSTILE, "label": HOSTILE, "yours": HOSTILE, "theirs": HOSTILE}]),
        parts.bars([{"label": HOSTILE, "value": 1}], HOSTILE), parts.post_button(HOSTILE, HOSTILE, {HOSTILE: HOSTILE}, confirm=HOSTILE),
    ]  # fmt: skip
    assert [str(piece)[:200] for piece in made if "<img" in str(piece)] == []


def test_a_colour_never_stands_without_its_word(parts):
    for tone in ("red", "amber", "green", "blue", "grey"):
        assert re.fullmatch(
            rf'<span class="chip {tone}">late</span>', str(parts.chip("late", tone))
        )


def test_messages_offer_the_way_back():
    app = Flask(__name__, template_folder=str(PAGES / "templates"))
    app.secret_key = "a key of the tests that is long enough"
    app.jinja_env.globals["csrf_token"] = lambda: "token"
    app.jinja_env.filters.update(FILTERS)
    with app.test_request_context():
        flash({"text": "3 recoveries opened.", "undo_url": "/admin/batch/7/undo"}, "done")
        flash("Not saved.", "error")
        made = app.jinja_env.get_template("office/parts.html").module.messages()
    assert 'action="/admin/batch/7/undo"' in made
    assert 'class="toast-note red"' in made
