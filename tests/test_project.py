"""How the repository is laid out and written: what a newcomer may rely on in every file."""

import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from sources import ROOT, files, functions, modules, nodes, texts, tree

TOP = {
    "app.py", "models.py", "sheets", "rules", "journal", "workflow", "imports", "exports", "admin_views",
    "seed", "migrations", "tests", "README.md", "pyproject.toml", "Makefile", "LICENSE",
    "constraints.txt",
}  # fmt: skip
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers"}
LONGEST_FUNCTION = 50
WHY_LONG = "# Long: "
"""A function of fifty lines says in such a comment, in its body, why it is not split."""

MOST_PARAMETERS = 5
USUAL_LENGTH = 400

HOSTS = re.compile(
    r"\b(pypi\.org|pythonhosted\.org|npmjs\.(org|com)|registry\.yarnpkg|unpkg|jsdelivr)\b"
)
OUTSIDE = re.compile(r"(?<![\w./~$)}>-])/(home|root|work|tmp|usr|opt|etc|var|mnt|srv|dev)/\w")
LOOKS_OUTSIDE = {"tests/machine.py", ".ci/run", "tests/test_project.py"}
"""Where the programs of the operating system are looked for."""

ELSEWHERE = re.compile(r"(?:https?:)?//(?!www\.w3\.org/)[\w.-]+\.[a-z]{2,}", re.IGNORECASE)
ESCAPED = "passed escape"
INLINE = re.compile(r"\son[a-z]+\s*=|javascript:", re.IGNORECASE)


def of_pages(*endings: str) -> dict[str, str]:
    """Path -> text of the pages' own files."""
    return {
        n: t for n, t in texts().items() if n.startswith("admin_views/") and n.endswith(endings)
    }


def lines(text: str, pattern: re.Pattern, name: str) -> list[str]:
    """Where a pattern occurs in a file."""
    return [
        f"{name}:{n}: {line.strip()[:90]}"
        for n, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


# --- The house ------------------------------------------------------------------------------------


def test_the_top_level_holds_the_house_and_nothing_else():
    top = {name.split("/")[0] for name in files()}
    assert {name for name in top if not name.startswith(".")} <= TOP


def test_no_module_hides_behind_an_empty_name():
    assert [n for n in modules(tests=True) if Path(n).stem in EMPTY_NAMES] == []


def test_compiled_files_and_offices_are_not_kept():
    kept = re.compile(r"(^|/)(__pycache__|instance)/|\.(pyc|db|sqlite3?|key)$|^\.venv(/|$)")
    assert [name for name in files() if kept.search(name)] == []


# --- The writing ----------------------------------------------------------------------------------


def test_every_module_says_what_it_is_for():
    assert [name for name in modules(tests=True) if not ast.get_docstring(tree(name))] == []


def test_every_public_function_says_what_it_does():
    wrong = []
    for name in modules():
        for node in tree(name).body:
            public = isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith(
                "_"
            )
            if public and not ast.get_docstring(node) and not name.startswith("migrations/"):
                wrong.append(f"{name}:{node.lineno} {node.name}")
    assert wrong == []


def test_no_function_is_long_without_a_reason():
    wrong = []
    for name in modules(tests=True):
        text = (ROOT / name).read_text().splitlines()
        for function in functions(name):
            length = function.end_lineno - function.lineno + 1
            body = text[function.lineno - 1 : function.end_lineno]
            if length > LONGEST_FUNCTION and not any(WHY_LONG in line for line in body):
                wrong.append(f"{name}:{function.lineno} {function.name} has {length} lines")
    assert wrong == []


def test_functions_are_short_as_a_rule():
    lengths = [f.end_lineno - f.lineno + 1 for name in modules() for f in functions(name)]
    assert statistics.median(lengths) < 10
    assert sum(length < 30 for length in lengths) / len(lengths) >= 0.9


def test_modules_are_short_as_a_rule():
    lengths = {name: len((ROOT / name).read_text().splitlines()) for name in modules()}
    long = {n: length for n, length in lengths.items() if length >= USUAL_LENGTH}
    assert len(long) <= len(lengths) / 10, long


OWED = {
    "admin_views/disclosed.py": ("shown", "note"),
    "admin_views/forms.py": ("overtaken",),
    "admin_views/outbox.py": ("send_mail",),
    "journal/access.py": ("note", "note_count"),
    "journal/likeness.py": ("duplicates",),
    "seed/demo/diary.py": ("_add",),
    "seed/demo/directory.py": ("_user", "_policy"),
}
"""Functions that still take six or seven things; none is added."""


def test_no_function_takes_more_than_five_things():
    wrong = []
    for name in modules():
        for function in functions(name):
            given = function.args.posonlyargs + function.args.args + function.args.kwonlyargs
            count = len([a for a in given if a.arg not in ("self", "cls")])
            exempt = ("__init__", *OWED.get(name, ()))
            if count > MOST_PARAMETERS and function.name not in exempt:
                wrong.append(f"{name}:{function.lineno} {function.name} takes {count}")
    assert wrong == []


# --- What must not be there -----------------------------------------------------------------------


def test_no_file_names_a_package_host():
    found = [line for name, text in texts().items() if name != "tests/test_project.py"
             for line in lines(text, HOSTS, name)]  # fmt: skip
    assert found == []


def test_no_file_names_a_path_outside_the_repository():
    found = [
        line
        for name, text in texts().items()
        if name not in LOOKS_OUTSIDE
        for line in lines(text.replace("#!/usr/bin/env", ""), OUTSIDE, name)
    ]
    assert found == []


def test_pages_take_nothing_from_another_host():
    found = [
        x
        for n, t in of_pages(".html", ".css", ".js", ".mjs").items()
        for x in lines(t, ELSEWHERE, n)
    ]
    assert found == []


def test_pages_have_no_inline_handler():
    found = [line for name, text in of_pages(".html").items() for line in lines(text, INLINE, name)]
    assert found == []


def test_no_page_is_made_of_data_marked_as_safe():
    """`Markup` around made text lets a name run as a script, unless every part was escaped:
    then the line says so."""
    wrong = []
    for name in modules():
        text = (ROOT / name).read_text().splitlines()
        for node in nodes(name):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") == "Markup"
                and node.args
            ):
                made = isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
                if made and ESCAPED not in text[node.lineno - 1]:
                    wrong.append(f"{name}:{node.lineno}")
    assert wrong == []


# --- What is installed ----------------------------------------------------------------------------


def pins() -> dict[str, str]:
    """Package, in small letters -> its pinned version."""
    found = (line.partition("==") for line in (ROOT / "constraints.txt").read_text().splitlines())
    return {name.lower(): version for name, equals, version in found if equals}


def test_every_package_that_is_asked_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"].values()
    asked = [*project["dependencies"], *(line for extra in extras for line in extra)]
    names = {re.match(r"[\w.-]+", line)[0].lower() for line in asked}
    assert names - pins().keys() == set()


def test_the_pins_are_pins():
    text = (ROOT / "constraints.txt").read_text().splitlines()
    assert [line for line in text if not re.fullmatch(r"(#.*|[\w.-]+==[\w.]+)?", line)] == []


# --- What the checks let pass ---------------------------------------------------------------------

SKIPS = """
import pytest

def test_left_out():
    pytest.skip("no reason to")
"""


@pytest.mark.parametrize(("surroundings", "code"), [({"CI": "true"}, 1), ({"CI": ""}, 0)])
@pytest.mark.slow
def test_a_skip_is_a_failure_where_everything_is_installed(tmp_path, surroundings, code):
    (tmp_path / "test_one.py").write_text(SKIPS)
    shutil.copyfile(ROOT / "tests" / "conftest.py", tmp_path / "conftest.py")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", str(ROOT / "pyproject.toml"),
         "--rootdir", str(tmp_path), str(tmp_path)],
        cwd=tmp_path, env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", **surroundings},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    assert ("nothing skips" in done.stdout) is bool(code)


def test_one_limit_of_time_stands_around_all_of_the_checks():
    text = (ROOT / ".ci" / "run").read_text()
    assert re.search(r"exec timeout [-\w= ]*29m", text)
    assert text.count("timeout") == 1
