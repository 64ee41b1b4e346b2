"""What the commands share: options and arguments, answers in words, and how a command ends."""

import json
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from peewee import OperationalError

from imports.outcome import besides
from journal import saved_views
from journal.question import Question
from journal.who import Who
from models import BY_NAME
from rules.errors import BadValue, NotFound, OfficeError

INTERRUPTED = 130


def outcome(commands: click.Group) -> int:
    """Run the command that was typed; returns its exit code, a fault told in a sentence."""
    try:
        code = commands.main(standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        return _wrong(error.format_message())
    except OfficeError as error:
        return _wrong(error.sentence)
    except OperationalError as error:
        return _wrong(f"The database does not answer: {' '.join(str(error).split())}")
    except OSError as error:
        return _wrong(_of_system(error))
    return code if isinstance(code, int) else 0


def _of_system(error: OSError) -> str:
    """A fault of the file system, or of what else the system gives, in words."""
    folder = Path(error.filename).parent if error.filename else None
    if folder and isinstance(error, FileNotFoundError) and not folder.is_dir():
        return f"There is no folder {folder}. Make it, or name another place."
    place = f" ({error.filename})" if error.filename else ""
    return f"The system does not allow it: {error.strerror or error}{place}."


def _wrong(sentence: str) -> int:
    if "--json" in sys.argv:
        click.echo(json.dumps({"error": sentence}))
    else:
        click.echo(sentence, err=True)
    return 2


# --- Options and arguments ------------------------------------------------------------------------

as_data = click.option("--json", "as_json", is_flag=True, help="One JSON object, and nothing else.")
filtered = click.option(
    "--filter", "filters", multiple=True, metavar="EXPR", help="Conditions that must all hold."
)
viewed = click.option("--view", metavar="NAME", help="As the view of this name asks for it.")
file_named = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


def _day(_: click.Context, __: click.Parameter, given: datetime | None) -> date | None:
    return given.date() if given else None


HOW_IT_IS = (
    click.option("--keyless", is_flag=True, help="Rows bear no number: known by what they hold."),
    click.option(
        "--claims-too",
        is_flag=True,
        default=None,
        help="Make the claim that a row names, if need be; --map claim.COLUMN=HEADING adds to it.",
    ),
    click.option(
        "--valued-on",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d"]),
        callback=_day,
        help="Day of the totals that the file states; else today.",
    ),
    click.option(
        "--historic",
        is_flag=True,
        default=None,
        help="Older claims: deadlines that have passed stay out of the diary.",
    ),
    click.option(
        "--as-written",
        multiple=True,
        metavar="COLUMN",
        callback=lambda _, __, names: frozenset(names),
        help="A day that cannot be read comes in as text, in the column beside it.",
    ),
    click.option(
        "--without-hidden",
        "hidden",
        flag_value=False,
        default=True,
        help="Leave out hidden rows and columns.",
    ),
)
"""What only a person knows of a file, as the import desk asks it."""


def how_it_is(function: Any) -> Any:
    """Give a command the options that say how a file is."""
    for option in reversed(HOW_IT_IS):
        function = option(function)
    return function


def sheet_named(_: click.Context, __: click.Parameter, name: str) -> Any:
    """The sheet of a name, as `claim` or `recoverycost`."""
    if name.lower() not in BY_NAME:
        raise NotFound(f"There is no sheet “{name}”. The sheets are {', '.join(sorted(BY_NAME))}.")
    return BY_NAME[name.lower()]


def through_view(who: Who, question: Question, name: str | None) -> Question:
    """A question as a view asks it: its filters besides those given; its words, order and columns
    where none are given. What of it is kept from the person is said, without its value.

    Raises:
        NotFound: there is no view of this name. BadQuestion: several are meant.
    """
    if not name:
        return question
    view = saved_views.by_name(who, question.model, name)
    seen = saved_views.seen_by(who, question.model, view, on=question.on)
    for words in seen.told:
        click.echo(words, err=True)
    state = seen.state
    return replace(
        question,
        filters=(*state.filters, *question.filters),
        q=question.q or state.q,
        sort=question.sort or tuple(filter(None, state.sort.split(","))) or None,
        columns=question.columns or state.columns or None,
    )


def paired(_: click.Context, parameter: click.Parameter, given: Iterable[str]) -> dict[str, str]:
    """`KEY=VALUE` options as a dictionary."""
    pairs: dict[str, str] = {}
    for key, sign, value in (text.partition("=") for text in given):
        if not sign:
            raise click.BadParameter("write it as COLUMN=VALUE", param=parameter)
        if key.strip() in pairs:
            raise click.BadParameter(f"{key.strip()} is given twice", param=parameter)
        pairs[key.strip()] = value.strip()
    return pairs


def inputs_given(context: click.Context, parameter: click.Parameter, given: Iterable[str]) -> Any:
    """The inputs of a rule; `@FILE` stands for the text of a file."""
    return {
        name: _of_file(Path(value[1:])) if value[:1] == "@" else value
        for name, value in paired(context, parameter, given).items()
    }


def _of_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise BadValue(f"{path} is no text in UTF-8.") from error


# --- Answers --------------------------------------------------------------------------------------


def import_words(result: dict[str, Any]) -> str:
    """What an import did, for people."""
    names = ("new", "changed", "unchanged", "refused", "ignored")
    lines = [", ".join(f"{result[name]:,} {name}" for name in names)]
    if out := result["details"]["rows_left_out"]:
        lines[0] += f", {out:,} left out by hand"
    lines += [f"{e['cell']}: {e['message']}" for e in result["errors"]]
    lines += besides(result["details"])
    lines += [f"Sum of {name}: {amount}" for name, amount in result["sums"].items()]
    return "\n".join(
        [*lines, f"Change number {result['batch']}" if result["batch"] else "Nothing was written."]
    )


def undo_told(plan: Any, number: int | None) -> tuple[dict[str, Any], bool]:
    """What undoing did as data, and whether all of it went back."""
    counts = {name: plan.count(name) for name in ("reversed", "kept", "blocked")}
    rows = [
        {"sheet": s.sheet, "id": s.id, "outcome": s.outcome, "reason": s.reason} for s in plan.steps
    ]
    return {"batch": number, **counts, "rows": rows}, not (counts["kept"] or counts["blocked"])


def undo_words(plan: Any, told: dict[str, Any]) -> str:
    """What undoing did, for people."""
    counts = ", ".join(f"{told[name]:,} {name}" for name in ("reversed", "kept", "blocked"))
    reasons = [f"{s.sheet} {s.label}: {s.reason}" for s in plan.steps if s.reason]
    return "\n".join([counts, *reasons])


def answer_words(told: dict[str, Any]) -> str:
    """What a rule answers, for people: the steps, then the value."""
    if told.get("refused"):
        return "\n".join(told["reasons"])
    cited = ((step["text"], step["citation"]) for step in told["steps"])
    steps = [f"{text}  [{citation}]" if citation else text for text, citation in cited]
    mark = "" if told["verified"] == "yes" else f"  (verified: {told['verified']})"
    return "\n".join([*steps, f"{told['value']} {told['unit']}{mark}"])
