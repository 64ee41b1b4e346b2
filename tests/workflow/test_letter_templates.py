"""The office's own templates: what they may use, what they must leave as it is, and back again."""

import base64
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from threading import Thread
from typing import ClassVar

import letter_office as made
import pytest
from desk import do, look, reasons, user
from docx import Document as open_docx
from docx.enum.dml import MSO_THEME_COLOR
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

import models as m
from exports import printing
from exports.letters import templates
from exports.letters.declared import LETTERS, kind_of
from exports.letters.wording import PLACEHOLDERS
from exports.letters.writing import Wish, write
from journal import documents
from rules.errors import BadValue, Blocked, Invalid, Refused
from workflow.letter_templates import gives

pytestmark = pytest.mark.usefixtures("office")


@pytest.fixture(autouse=True)
def store(tmp_path, office):
    """A folder for documents, and the head of letters."""
    documents.keep_in(tmp_path / "documents")
    made.settle()


def changed(key: str, old: str, new: str) -> tuple[bytes, str]:
    """The shipped template of a letter with some of its words changed."""
    document = open_docx(BytesIO(templates.shipped(key)))
    found = [p for p in document.paragraphs if old in p.text]
    assert found
    for paragraph in found:
        paragraph.text = paragraph.text.replace(old, new)
    out = BytesIO()
    document.save(out)
    return out.getvalue(), f"{key}.docx"


def text_of(key: str, record) -> str:
    """The words of a letter as it would go out."""
    letter = write(LETTERS.get(key), record, Wish(), on=made.TODAY)
    return "\n".join(words for _, words in letter.blocks)


def test_the_offices_own_words_are_written_until_the_shipped_ones_are_taken_again():
    rita, claim = user("rita", "risk_manager"), m.Claim.get_by_id(made.liability())
    file = changed("acknowledgement", "We received the above claim", "Your claim came in")
    do(rita, "replace_letter_template", "letter", letter="acknowledgement", file=file)
    assert "Your claim came in on November 10, 2026" in text_of("acknowledgement", claim)
    do(rita, "replace_letter_template", "letter", letter="acknowledgement")
    assert "We received the above claim on" in text_of("acknowledgement", claim)


def refusal(file: tuple[bytes, str], key: str = "rejection") -> str:
    """Why a template is not taken."""
    rita = user("rita", "risk_manager")
    with pytest.raises(Invalid) as caught:
        look(rita, "replace_letter_template", "letter", letter=key, file=file)
    return caught.value.sentence


@pytest.mark.parametrize(
    ("key", "old", "new", "named"),
    [
        ("rejection", "only six (6) months", "only nine (9) months", "warning of Gov. Code 913(b)"),
        ("late_claim", "Your only recourse", "One recourse", "notice of Gov. Code 911.3(a)"),
        ("late_denial", "six (6) months", "six months", "warning of Gov. Code 911.8(b)"),
        ("insufficiency", "under penalty of perjury", "solemnly", "declaration of the proof"),
    ],
)
def test_a_statutory_block_stays_word_for_word(key, old, new, named):
    assert named in refusal(changed(key, old, new), key)


PARTS_ALONE = "only what is in a row of a list has a name behind a dot"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("{{ ''.__class__ }}", PARTS_ALONE),
        ("{{ billed.nosuch }}", PARTS_ALONE),
        ("{{ billed.format }}", PARTS_ALONE),
        ("{{ cost_lines.pop }}", PARTS_ALONE),
        ("{% for c in cost_lines %}{{ c.amount.real }}{% endfor %}", PARTS_ALONE),
        ("{% for c in cost_lines %}{{ c.amout }}{% endfor %}",
         "A row of cost_lines gives amount, description, element, and no amout"),
        ("{% for c in billed %}{{ c }}{% endfor %}", "billed is no list"),
        ("{% if not billed %}{% for c in cost_lines %}{{ c.x }}{% endfor %}{% endif %}", "no x"),
        ("{{ billed|replace }}", "cannot be filled"),
        ("{{ cost_lines }}", "list as a whole"),
        ("{% for c in cost_lines %}{{ c }}{% endfor %}", "list as a whole"),
    ],
)  # fmt: skip
def test_a_template_that_would_fail_or_print_what_nobody_reads_is_not_taken(said, why):
    assert why in refusal(changed("demand", "Sincerely,", said), "demand")


def test_a_template_taken_before_that_cannot_be_filled_stops_its_letter(monkeypatch):
    rita, claim = user("rita", "risk_manager"), made.liability()
    file = changed("acknowledgement", "Sincerely,", "{{ claim_no.__class__ }}")
    monkeypatch.setattr(templates, "check", lambda *_: None)
    do(rita, "replace_letter_template", "letter", letter="acknowledgement", file=file)
    plan = look(user("tess", "technician"), "letter_acknowledgement", "claim", claim)
    assert "cannot be filled" in reasons(plan)
    assert "Replace it." in reasons(plan)


def test_a_template_may_go_through_the_rows_of_a_list():
    rita, recovery = user("rita", "risk_manager"), made.recovery()
    said = "{% for c in cost_lines %}{{ c.description|upper }} {{ c.amount }}; {% endfor %}"
    file = changed("demand", "Sincerely,", said)
    do(rita, "replace_letter_template", "letter", letter="demand", file=file)
    assert "BUCKET TRUCK, 8 HOURS $352.00;" in text_of("demand", m.Recovery.get_by_id(recovery))


@pytest.mark.parametrize("entry", list(LETTERS), ids=lambda entry: entry.key)
def test_the_shipped_templates_pass_as_ones_of_the_office(entry):
    for language in kind_of(entry).languages:
        templates.check(entry, templates.shipped(entry.key, language), gives(entry, on=made.TODAY))


def around(first: str, last: str, *, hide=None) -> tuple[bytes, str]:
    """The shipped notice of rejection with a paragraph before and after its warning, or with the
    runs of the warning changed.
    """
    document = open_docx(BytesIO(templates.shipped("rejection")))
    at = next(i for i, p in enumerate(document.paragraphs) if p.text == "WARNING")
    block = document.paragraphs[at : at + 3]
    if hide is None:
        block[0].insert_paragraph_before(first)
        document.paragraphs[at + 4].insert_paragraph_before(last)
    for paragraph in block if hide else ():
        hide(paragraph)
    out = BytesIO()
    document.save(out)
    return out.getvalue(), "rejection.docx"


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("{%p if claim_no == 'x' %}", "{%p endif %}"),
        ("{#", "#}"),
        ("{%- if false %}", "{%- endif %}"),
        ("{%if 1==2%}", "{%endif%}"),
        ("{%p  if 1==2 %}", "{%p  endif %}"),
        ("{% raw %}", "{% endraw %}"),
        ("{% if claim_no %}a{% else %}", "{% endif %}"),
    ],
)
def test_a_statutory_block_stands_under_no_condition(first, last):
    assert "warning of Gov. Code 913(b)" in refusal(around(first, last))


def _each_run(change):
    return lambda paragraph: [change(run.font) for run in paragraph.runs]


def _white_style(paragraph):
    paragraph.part.document.styles["Statutory"].font.color.rgb = RGBColor(255, 255, 255)


def _off_the_page(paragraph):
    paragraph.paragraph_format.left_indent = Inches(-20)


def _flat(paragraph):
    paragraph.paragraph_format.line_spacing = Pt(1)


@pytest.mark.parametrize(
    "hide",
    [
        _each_run(lambda font: setattr(font, "hidden", True)),
        _each_run(lambda font: setattr(font, "size", Pt(1))),
        _each_run(lambda font: setattr(font.color, "rgb", RGBColor(255, 255, 255))),
        _each_run(lambda font: setattr(font, "strike", True)),
        _each_run(lambda font: setattr(font, "name", "Wingdings")),
        _each_run(lambda font: setattr(font.color, "theme_color", MSO_THEME_COLOR.BACKGROUND_1)),
        _white_style,
        _off_the_page,
        _flat,
    ],
)
def test_a_statutory_block_can_be_read(hide):
    assert "nothing hidden, pale or below 8 points" in refusal(around("", "", hide=hide))


def test_a_statutory_block_may_be_set_apart_by_the_office():
    def dress(paragraph):
        for run in paragraph.runs:
            run.font.bold, run.font.size, run.font.color.rgb = True, Pt(12), RGBColor(0, 0, 96)
            run.font.hidden = False

    data, _ = around("", "", hide=dress)
    entry = LETTERS.get("rejection")
    templates.check(entry, data, gives(entry, on=made.TODAY))


@pytest.mark.parametrize("pair", [("{%- if false %}", "{%- endif %}"), None])
def test_a_letter_without_its_warning_is_not_written(monkeypatch, pair):
    """Whatever template was taken before: what goes out is looked through."""
    hide = None if pair else _each_run(lambda font: setattr(font, "hidden", True))
    data, _ = around(*(pair or ("", "")), hide=hide)
    monkeypatch.setattr("exports.letters.templates.template_of", lambda *_: data)
    claim, tess = made.liability(), user("tess", "technician")
    values = {
        "action": "rejected",
        "action_date": made.TODAY,
        "served_by": "Ana Ruiz",
    }
    plan = look(tess, "letter_rejection", "claim", claim, **values)
    assert "leaves out the warning of Gov. Code 913(b), or hides it" in reasons(plan)


DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
"""A picture of one dot."""


def linking(address: str, kind: str = RT.IMAGE) -> tuple[bytes, str]:
    """The shipped acknowledgement with a picture that is only linked."""
    document = open_docx(BytesIO(templates.shipped("acknowledgement")))
    run = document.paragraphs[-1].add_run()
    run.add_picture(BytesIO(base64.b64decode(DOT)))
    link = document.part.relate_to(address, kind, is_external=True)
    blip = next(run._element.iter("{*}blip"))
    del blip.attrib[qn("r:embed")]
    blip.set(qn("r:link"), link)
    out = BytesIO()
    document.save(out)
    return out.getvalue(), "acknowledgement.docx"


def test_a_template_that_fetches_something_is_refused_by_its_name():
    sentence = refusal(linking("http://tracker.example/pixel.png"), "acknowledgement")
    assert "The template fetches http://tracker.example/pixel.png from outside" in sentence
    field = changed("acknowledgement", "Sincerely", 'INCLUDEPICTURE "http://x.example/a.png"')
    assert templates.linked(field[0]) == []
    document = open_docx(BytesIO(field[0]))
    for text in document.element.body.iter(qn("w:t")):
        if "INCLUDEPICTURE" in (text.text or ""):
            text.tag = qn("w:instrText")
    out = BytesIO()
    document.save(out)
    assert templates.linked(out.getvalue()) == ["“http://x.example/a.png”"]


def test_a_link_to_be_clicked_may_stand_in_a_template():
    data, _ = linking("https://sonorabay.example/risk", RT.HYPERLINK)
    assert templates.linked(data) == []


class Called(BaseHTTPRequestHandler):
    """A server that remembers that it was called."""

    calls: ClassVar[list[str]] = []

    def do_GET(self):
        self.calls.append(self.path)
        self.send_error(404)

    do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

    def log_message(self, *_):
        """Say nothing."""


@pytest.mark.skipif(printing.program() is None, reason="there is no LibreOffice here")
def test_printing_calls_nobody():
    with HTTPServer(("127.0.0.1", 0), Called) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        data, name = linking(f"http://127.0.0.1:{server.server_port}/pixel.png")
        assert printing.as_pages({name: data})
        server.shutdown()
    assert Called.calls == []


def test_a_template_uses_only_what_its_letter_gives():
    sentence = refusal(changed("rejection", "{{ salutation }}", "Dear {{ shoe_size }}"))
    assert "does not give {{ shoe_size }}" in sentence
    assert "claimant_name" in sentence


def test_what_is_no_template_is_refused():
    with pytest.raises(BadValue, match="no template"):
        templates.check(LETTERS.get("rejection"), b"PK nothing", ())
    assert "no template that can be filled" in refusal(
        changed("rejection", "{{ salutation }}", "{% if %}")
    )


def test_a_template_reaches_nothing_of_the_program():
    data, _ = changed("acknowledgement", "{{ salutation }}", "{{ claim_no.__class__.__mro__ }}")
    with pytest.raises(Blocked, match="cannot be filled"):
        templates.filled(data, dict.fromkeys(PLACEHOLDERS, "x"))


@pytest.mark.parametrize(
    "said",
    [
        "{{ claim_no * 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ range(99999)|join }}",
        "{{ claim_no|center(1000000000) }}",
        "{{ claim_no|replace('1', '1111')|replace('1', '1111') }}",
        "{{ claim_no|replace('1', '" + "1" * 201 + "') }}",
        "{% for a in claim_no %}{% for b in claim_no %}x{% endfor %}{% endfor %}",
        "{% for a in claim_no|list %}x{% endfor %}",
        "{% set a = claim_no ~ claim_no %}{{ a }}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% include 'x' %}",
    ],
)
def test_a_template_works_nothing_out(said):
    """It could fill the memory or never end: neither the check nor the filling begins with it."""
    data, _ = changed("acknowledgement", "{{ salutation }}", said)
    assert "no template" in refusal((data, "acknowledgement.docx"), "acknowledgement")
    with pytest.raises(Blocked, match="cannot be filled"):
        templates.filled(data, {"claim_no": "1"})


def test_a_template_may_ask_and_list():
    data, _ = changed(
        "acknowledgement",
        "{{ salutation }}",
        "{% if claim_no and not claim_no == 'x' %}Dear {{ claimant_name|upper }}{% endif %}",
    )
    entry = LETTERS.get("acknowledgement")
    templates.check(entry, data, gives(entry, on=made.TODAY))


def test_a_name_with_signs_of_markup_stays_text():
    claim = m.Claim.get_by_id(made.liability(claimant="O'Neil & <b>Sons</b> {{ 7*7 }}"))
    assert "Dear O'Neil & <b>Sons</b> {{ 7*7 }}:" in text_of("acknowledgement", claim)


def test_only_a_language_of_the_letter_has_a_template():
    rita = user("rita", "risk_manager")
    with pytest.raises(Refused, match="not written in Spanish"):
        look(rita, "replace_letter_template", "letter", letter="rejection", language="es")


def test_a_template_that_is_gone_is_told_with_what_to_do():
    m_setting = templates.setting_of(LETTERS.get("rejection"))
    made.make("setting", name=m_setting, value="T-gone")
    claim = m.Claim.get_by_id(made.liability())
    with pytest.raises(Blocked, match=f"Clear the setting {m_setting}"):
        write(LETTERS.get("rejection"), claim, Wish(), on=made.TODAY)


@pytest.mark.parametrize("entry", list(LETTERS), ids=lambda entry: entry.key)
def test_a_shipped_template_passes_the_check_of_uploads(entry):
    for language in kind_of(entry).languages:
        data = templates.shipped(entry.key, language)
        templates.check(entry, data, gives(entry, on=made.TODAY))
