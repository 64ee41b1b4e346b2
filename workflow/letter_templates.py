"""The office's own wording of a letter: a Word template in the place of the shipped one."""

from datetime import date

from exports.letters import templates
from exports.letters.declared import LETTERS, About, kind_of
from journal import documents
from models import BY_NAME, Document, LightDutyOffer, Setting
from rules.choices import LETTER_LANGUAGE
from rules.errors import BadValue, Invalid, Problem, Refused
from rules.registry import Entry
from workflow.documents import examined
from workflow.letters import PREFIX
from workflow.notes import person_words
from workflow.tasks import MANAGERS, Param, Plan, Task
from workflow.verbs import VERBS

WRITTEN = tuple((entry.key, entry.title) for entry in LETTERS if f"{PREFIX}{entry.key}" in VERBS)
SHOWN = 16
"""Signs of a fingerprint that stand in the number of a template."""


@VERBS.add(
    "replace_letter_template",
    title="Replace the template of a letter",
    sheets=("letter",),
    roles=MANAGERS,
    alone=True,
    params=(
        Param("letter", "choice", "Letter", choices=WRITTEN, required=True),
        Param("language", "choice", "Language", choices=LETTER_LANGUAGE, default="en"),
        Param("file", "file", "Template", "A .docx. Blank: back to the shipped one."),
        Param("reason", "long", "Why", "Stands in the history."),
    ),
)
def replace_letter_template(task: Task) -> Plan:
    """The template checked and kept; the next letter of the kind is written by it."""
    entry, language = LETTERS.get(task["letter"]), task["language"]
    if language not in kind_of(entry).languages:
        raise Refused(f"“{entry.title}” is not written in {dict(LETTER_LANGUAGE)[language]}.")
    name, plan = templates.setting_of(entry, language), Plan(task.draft(f"Template: {entry.title}"))
    if not task["file"]:
        _set(plan, name, None)
        plan.lines = [f"“{entry.title}” is written by the shipped template again."]
        return plan
    data, facts = examined(task)
    try:
        templates.check(entry, data, gives(entry, on=task.on))
    except BadValue as error:
        raise Invalid([Problem(task.key, None, "file", None, error.sentence)]) from error
    number = f"T-{templates.mark(data)[:SHOWN]}"
    if not Document.select().where(Document.document_no == number).exists():
        plan.draft.create(
            Document,
            document_no=number,
            **facts.columns,
            title=f"Template: {entry.title}",
            document_date=task.on,
            sensitivity="public",
            added_by=person_words(task),
        )
        plan.around = lambda: documents.kept(data, facts)
    _set(plan, name, number)
    plan.lines = [f"“{entry.title}” is written by “{facts.file_name}” from now on."]
    return plan


def gives(entry: Entry, *, on: date) -> set[str]:
    """The placeholders that a letter gives: what its shipped templates use, and what it says of a
    record of which nothing is known.
    """
    kind = kind_of(entry)
    found: set[str] = set()
    for language in kind.languages:
        found |= templates.placeholders(templates.shipped(entry.key, language))
    model = BY_NAME[kind.sheets[0]]
    if model is not LightDutyOffer:
        found |= entry.run(About(model(), on, {})).keys()
    return found


def _set(plan: Plan, name: str, value: str | None) -> None:
    row = Setting.get_or_none(Setting.name == name)
    if row is not None:
        plan.draft.change(Setting, row.id, seen=row.version, value=value)
    elif value:
        plan.draft.create(
            Setting,
            name=name,
            value=value,
            help="Number of the document that is the office's own template of this letter.",
            source="The office's own choice.",
        )
