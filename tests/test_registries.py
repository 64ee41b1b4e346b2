"""Every list that fills itself: each entry has a title, its law where law is involved, and a test that names it."""

import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from sources import ROOT, modules, texts

import admin_views
import imports
import journal
import rules
import workflow
from rules.errors import NotFound
from rules.registry import Entry, Registry

LAW = re.compile(
    r"\b(?:Gov|Lab|Labor|Veh|Civ|Evid|Ins|Penal)\.? Code \d|\bCode Civ\. Proc\. \d|\bCCR \d|\bU\.S\.C\. \d"
)
MADE = re.compile(r"^([A-Z]+) = Registry\(", re.M)


def registries() -> dict[str, Registry]:
    """Name -> registry, each found where it is made, once every module of the product is loaded."""
    for package in (rules, journal, imports, workflow, admin_views):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    found = {}
    for path in modules():
        for name in MADE.findall((ROOT / path).read_text(encoding="utf-8")):
            found[name] = getattr(import_module(path.removesuffix(".py").replace("/", ".")), name)
    return found


ALL = registries()
ENTRIES = [(name, entry) for name, registry in ALL.items() for entry in registry]
VERBS = [entry for name, entry in ENTRIES if name == "VERBS"]
TESTS = "\n".join(text for name, text in texts().items() if name.startswith("tests/"))


def named(pair) -> str:
    return f"{pair[0]}-{pair[1].key}" if isinstance(pair, tuple) else pair.key


def test_the_registries_are_found():
    assert {"VERBS", "JOBS"} <= ALL.keys()
    assert all(len(registry) for registry in ALL.values())


@pytest.mark.parametrize("pair", ENTRIES, ids=named)
def test_an_entry_has_a_title_words_and_a_test_that_names_it(pair):
    entry = pair[1]
    assert entry.title
    assert entry.title[0].isupper()
    assert inspect.getdoc(entry.run)
    assert re.search(rf"[\"']{re.escape(entry.key)}[\"']", TESTS), f"no test names “{entry.key}”"


def cites(entry: Entry) -> bool:
    """Whether what is written at the entry itself cites a section of law."""
    return bool(
        LAW.search(inspect.getsource(entry.run).replace(entry.facts.get("source", "-"), ""))
    )


@pytest.mark.parametrize("entry", VERBS, ids=named)
def test_a_verb_that_cites_law_says_what_it_rests_on(entry):
    source = entry.facts.get("source", "")
    assert source or not cites(entry)
    assert not source or LAW.search(source)


def test_a_module_that_cites_law_has_a_verb_that_rests_on_it():
    silent = []
    for path in {Path(inspect.getfile(entry.run)) for entry in VERBS}:
        own = [entry for entry in VERBS if Path(inspect.getfile(entry.run)) == path]
        if LAW.search(path.read_text(encoding="utf-8")) and not any(
            e.facts.get("source") for e in own
        ):
            silent.append(path.name)
    assert silent == []


def test_a_verb_says_on_what_and_for_whom():
    known = {
        "sheets",
        "roles",
        "params",
        "many",
        "alone",
        "primary",
        "danger",
        "statuses",
        "trash",
        "writes",
        "source",
        "narrows",
        "allows",
        "makes",
        "order",
        "looks",
    }
    assert {e.key: set(e.facts) - known for e in VERBS if set(e.facts) - known} == {}
    assert [e.key for e in VERBS if not (e.facts["sheets"] and e.facts["roles"])] == []


def test_a_key_that_is_used_twice_stops_the_program():
    registry = Registry("thing")
    registry.add("one", title="One")(len)
    with pytest.raises(ValueError, match="registered twice"):
        registry.add("one", title="Another")(len)
    assert "one" in registry
    with pytest.raises(NotFound, match="no thing"):
        registry.get("two")
