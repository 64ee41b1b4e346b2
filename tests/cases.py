"""The cases of the rules as data: what is asked, what comes of it, why, and on what that rests.

A rule has a .csv in `tests/data/calculators`: a column for each input (blank: not given), `gives NAME`
for the value, the mark or a detail (blank: not looked at; none: there is none), `refuses` with words
of the reasons, `lacks` with the missing row. Rules that ask for lists have a .json of the same, each
case whole (`given`) or what differs (`with`, `without`) from what is `usual`.

Whatever else shows a figure of a rule, as the diary does, takes `cases_of("wc_deadline")`, asks with
`case.given` and compares `looked_at` of its answer with `case.gives`.
"""

import copy
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sources import ROOT

FOLDER = ROOT / "tests" / "data" / "calculators"
NONE = "none"


@dataclass(frozen=True)
class Case:
    """One case of a rule; `given` are its inputs as they are typed on the command line."""

    rule: str
    given: dict[str, str]
    gives: dict[str, Any]
    refuses: str
    lacks: str
    why: str
    source: str
    number: int = field(compare=False)

    def __str__(self) -> str:
        """How it is called in a list of tests."""
        return f"{self.rule} {self.number}: {self.why}"


def cases_of(rule: str) -> list[Case]:
    """The cases of a rule in the order of its file."""
    listed = FOLDER / f"{rule}.json"
    return list(_of_json(rule) if listed.exists() else _of_csv(rule))


def rules() -> list[str]:
    """The rules that have cases."""
    return sorted(path.stem for path in FOLDER.iterdir())


def _of_csv(rule: str) -> Iterator[Case]:
    with (FOLDER / f"{rule}.csv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 2):
            why, source = row.pop("why"), row.pop("source")
            refuses, lacks = row.pop("refuses", ""), row.pop("lacks", "")
            held = {name: text for name, text in row.items() if text}
            gives = {
                name.removeprefix("gives "): None if text == NONE else text
                for name, text in held.items()
                if name.startswith("gives ")
            }
            given = {name: text for name, text in held.items() if not name.startswith("gives ")}
            yield Case(rule, given, gives, refuses, lacks, why, source, number)


def _of_json(rule: str) -> Iterator[Case]:
    held = json.loads((FOLDER / f"{rule}.json").read_text(encoding="utf-8"))
    for number, one in enumerate(held["cases"], 1):
        given = one["given"] if "given" in one else _changed(held["usual"], one)
        texts = {
            n: text if isinstance(text, str) else json.dumps(text) for n, text in given.items()
        }
        refuses, lacks = one.get("refuses", ""), one.get("lacks", "")
        yield Case(
            rule, texts, one.get("gives", {}), refuses, lacks, one["why"], one["source"], number
        )


def _changed(usual: dict[str, Any], one: dict[str, Any]) -> dict[str, Any]:
    """What is usual, with some of it set anew, by path, and some taken out."""
    made = copy.deepcopy(usual)
    for path in one.get("without", ()):
        place, last = _place(made, path)
        place.pop(last)
    for path, value in one.get("with", {}).items():
        place, last = _place(made, path)
        place[last] = value
    return made


def _place(record: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    *above, last = path.split(".")
    for name in above:
        record = record.setdefault(name, {})
    return record, last


def looked_at(answer: dict[str, Any], name: str) -> Any:
    """What a case looks at in an answer: value, mark, a detail, or the numbers of its checks."""
    if name in ("value", "verified"):
        return answer[name]
    if name in ("failed", "na"):
        result = {"failed": "fail"}.get(name, name)
        return [one["no"] for one in answer["details"]["checks"] if one["result"] == result]
    return answer["details"][name]


def as_data(given: Any) -> Any:
    """What a rule gives, as a case writes it: figures as texts; lists and objects of a .csv as JSON."""
    if isinstance(given, str) and given[:1] in "[{":
        given = json.loads(given)
    if isinstance(given, list):
        return [as_data(one) for one in given]
    if isinstance(given, dict):
        return {name: as_data(one) for name, one in given.items()}
    return None if given is None else str(given)
