"""What only a person knows of a file, asked on its page as far as it matters, each answered by one
click; and what was taken without being asked, with its reason.
"""

from dataclasses import dataclass
from typing import Any

from admin_views.import_shown import counted
from imports.mapping import Columns, label
from imports.outcome import ImportPlan, Options
from imports.parting import THROUGH, claim_part, names_a_claim
from imports.taking import line_of
from models import Claim, Payment, meta, written_beside
from rules.choices import LINES
from rules.days import long_day

LINE = dict(LINES)
NO_SUCH_CLAIM = "There is no claim"
FEW = 4
OLDER = "These come in as older claims: deadlines that have passed stay out of the diary"
DRAFTS = "Its payments come in as drafts: they count once they are posted."


@dataclass(frozen=True)
class Ask:
    """A question of the page: its sentence, and (value, words) of each answer."""

    sentence: str
    answers: tuple[tuple[str, str], ...]


def asks(plan: ImportPlan) -> list[Ask]:
    """What a file that has a plan leaves open."""
    options, found = plan.options, []
    made = plan.new if plan.model is Claim else sum(part.new for part in plan.before)
    column = line_of(plan.model, options)
    if column and made and "line" not in plan.columns.places:
        words = f"Nothing in the file says the line of its {counted(made, 'new claim')}."
        answers = tuple((f"{column}:{code}", name) for code, name in LINES)
        found.append(Ask(f"{words} Without an answer they come in as {LINE['L']}.", answers))
    found += [_needed(plan.model, name) for name in plan.columns.missing if _few(plan.model, name)]
    if _come_as_drafts(plan):
        found.append(Ask(DRAFTS, ()))
    wrong = [error for error in plan.errors() if error.column]
    strange = len({e.cell for e in wrong if e.column == "claim" and NO_SUCH_CLAIM in e.message})
    if strange and names_a_claim(plan.model) and not claim_part(options):
        words = f"{counted(strange)} name a claim that the office does not have."
        found.append(Ask(words, (("claims_too:yes", "Make the claims too"),)))
    days = days_of(plan)
    unread = sum(error.column in days for error in wrong)
    if unread and not options.as_written:
        verb = "names" if unread == 1 else "name"
        words = f"{counted(unread, 'cell')} under a day {verb} no day."
        found.append(Ask(words, (("as_written:yes", "Keep them as text"),)))
    return found


def _few(model: Any, name: str) -> bool:
    """Whether a column takes one of so few values that each is a click."""
    return len(model._meta.fields[name].choices or ()) in range(1, FEW + 1)


def _needed(model: Any, name: str) -> Ask:
    field = model._meta.fields[name]
    words = (
        f"No heading gives the {label(field).lower()} that a new {meta(model, 'singular')} needs."
    )
    return Ask(f"{words} All of them are:", tuple((f"{name}:{c}", w) for c, w in field.choices))


def _come_as_drafts(plan: ImportPlan) -> bool:
    """Whether payments that bear the day they were made come in as drafts of their claims."""
    names = {*plan.columns.places, *plan.columns.fixed}
    on_claims = bool(plan.columns.linked) or "claim" in names
    return plan.model is Payment and plan.new > 0 and on_claims and "status" not in names


def without_key(columns: Columns | None, model: Any) -> list[Ask]:
    """What is asked of a file that has no column for the number of its rows."""
    if columns is None or not columns.keyless:
        return []
    words = (
        f"No heading gives the number by which a {meta(model, 'singular')} is known. Rows without "
        "one are known by what they hold."
    )
    return [Ask(words, (("keyless:yes", "They bear no number"),))]


def days_of(plan: ImportPlan) -> list[str]:
    """The days that the file fills and whose text can be kept beside them."""
    return [day for day in written_beside(plan.model) if day in plan.columns.places]


def fixed_of(options: Options) -> dict[str, str]:
    """What every row gets, and the claim that is made of it."""
    part = claim_part(options)
    of_claim = part.fixed if part else {}
    return {**options.fixed, **{f"{THROUGH}{name}": text for name, text in of_claim.items()}}


def taken(options: Options, labels: dict[str, str]) -> list[str]:
    """What was taken without being asked, with why: a line each."""
    said = []
    for name, why in options.taken.items():
        if name == "valued_on" and options.valued_on:
            said.append(f"Totals stand as of {long_day(options.valued_on)}, because {why}.")
        elif name == "historic":
            said.append(f"{OLDER}, because {why}.")
        elif name.removeprefix(THROUGH) == "line":
            code = fixed_of(options).get(name, "")
            said.append(f"The claims are {LINE.get(code, code)}, because {why}.")
        elif name in options.columns:
            into = labels.get(name, name)
            said.append(f"“{options.columns[name]}” goes into {into}, because {why}.")
    return said


def answered(form: Any, model: Any) -> dict[str, Any]:
    """The decisions that the answer to a question makes; `fixed` and `as_written` are added to."""
    what, _, value = form.get("answer", "").partition(":")
    if what in ("keyless", "claims_too") and value == "yes":
        return {what: True}
    if what == "as_written" and value == "yes":
        return {what: list(written_beside(model))}
    field = (Claim if what.startswith(THROUGH) else model)._meta.fields.get(
        what.removeprefix(THROUGH)
    )
    if field is not None and value in dict(field.choices or ()):
        return {"fixed": {what: value}}
    return {}
