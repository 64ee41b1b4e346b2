"""The office's own templates: what they may use, what they must leave as it is, and back again."""

from io import BytesIO

import letter_office as made
import pytest
from desk import do, look, user
from docx import Document as open_docx

import models as m
from exports.letters import locked, templates
from exports.letters.declared import LETTERS, kind_of
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


def test_a_statutory_block_stands_under_no_condition():
    hidden = ["{%p if claim_no == 'x' %}", *BLOCK, "{%p endif %}"]
    assert locked.missing(("proof",), hidden) == ["declaration of the proof of service"]
    assert locked.missing(("proof",), ["Before", *BLOCK, "After"]) == []


BLOCK = [
    p
    for p in templates.paragraphs(templates.shipped("rejection"))
    if p.startswith(("I am emp", "On {{", "I declare"))
]


def test_a_template_uses_only_what_its_letter_gives():
    sentence = refusal(changed("rejection", "Dear {{ claimant_name }}", "Dear {{ shoe_size }}"))
    assert "does not give {{ shoe_size }}" in sentence
    assert "claimant_name" in sentence


def test_what_is_no_template_is_refused():
    with pytest.raises(BadValue, match="no template"):
        templates.check(LETTERS.get("rejection"), b"PK nothing", ())
    assert "no template that can be filled" in refusal(changed("rejection", "Dear", "{% if %}"))


def test_a_template_reaches_nothing_of_the_program():
    data, _ = changed(
        "acknowledgement", "Dear {{ claimant_name }}", "{{ claim_no.__class__.__mro__ }}"
    )
    with pytest.raises(Blocked, match="cannot be filled"):
        templates.filled(data, dict.fromkeys(templates.placeholders(data), "x"))


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
    data, _ = changed("acknowledgement", "Dear {{ claimant_name }}", said)
    assert "no template" in refusal((data, "acknowledgement.docx"), "acknowledgement")
    with pytest.raises(Blocked, match="cannot be filled"):
        templates.filled(data, {"claim_no": "1"})


def test_a_template_may_ask_and_list():
    data, _ = changed(
        "acknowledgement",
        "Dear {{ claimant_name }}",
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
