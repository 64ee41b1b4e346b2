"""What the README says is so: its commands run, its recipes work as printed, its links lead somewhere."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from sources import ROOT, files

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
PROGRAM = ".venv/bin/claims-office"
OF_WINDOWS = ".venv\\Scripts\\"
TARGET = re.compile(r"\bmake ([a-z]+)\b")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)\)")
FOLDER_ROW = re.compile(r"^\| `([\w./]+)` \|", re.M)


def blocks(kind: str, *, within: str = README) -> list[str]:
    """The code blocks of a kind, in order."""
    return [text for found, text in BLOCK.findall(within) if found == kind]


def commands() -> list[str]:
    """The command lines that are printed, in order, without what is said about them."""
    lines = (line for text in blocks("") for line in text.splitlines())
    return [line.partition("  #")[0].strip() for line in lines if PROGRAM in line]


def recipe(name: str) -> str:
    """The text of one recipe."""
    return README.partition(f"**{name}.**")[2].partition("\n**")[0].partition("\n## ")[0]


# --- What it points at ----------------------------------------------------------------------------


def test_every_link_and_picture_is_there():
    assert [place for place in LINK.findall(README) if not (ROOT / place).is_file()] == []


def test_the_targets_it_names_are_those_of_the_makefile():
    lines = (ROOT / "Makefile").read_text().splitlines()
    there = {line.partition(":")[0] for line in lines if re.match(r"[a-z]+:.*## ", line)}
    assert set(TARGET.findall(README)) - {"alone"} == there - {"help"}


def test_the_folders_it_names_are_those_of_the_tree():
    top = {name.split("/")[0] for name in files()}
    code = {name for name in top if (ROOT / name).is_dir() or name.endswith(".py")}
    named = {name.rstrip("/") for name in FOLDER_ROW.findall(README)}
    assert named == {name for name in code if not name.startswith(".")}


def test_it_holds_the_table_of_one_place_per_change():
    table = README.partition("## One place per change")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (an? [\w ]+) \|", table, re.M)
    assert rows == ["a column", "an entity", "an action", "a report", "a letter", "a calculator",
                    "a new statutory value"]  # fmt: skip


def test_every_command_it_prints_for_windows_is_one_that_it_prints_for_others():
    said = [line for text in blocks("") for line in text.splitlines() if OF_WINDOWS in line]
    assert [line.split("\\")[-1].split()[0] for line in said] == ["python", "claims-office"]


# --- Its commands ---------------------------------------------------------------------------------


@pytest.fixture
def ran(tmp_path) -> Callable[..., subprocess.CompletedProcess]:
    """Runs `app.py` of a tree with an instance of its own."""

    def run(
        *words: str | Path, tree: Path = ROOT, **surroundings: str
    ) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, str(tree / "app.py"), *map(str, words)],
            cwd=tmp_path,
            env={
                **os.environ,
                "CLAIMS_INSTANCE": "instance",
                "PYTHONPATH": str(tree),
                **surroundings,
            },
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def register(path: Path, **more: object) -> Path:
    """A small claims register, with further headings and their values."""
    book = openpyxl.Workbook()
    book.active.append(["Claim no.", "Claimant", "Paid", *(h.replace("_", " ") for h in more)])
    book.active.append(["R-1", "Ann", 1500, *more.values()])
    book.save(path)
    return path


@pytest.mark.slow
def test_every_command_runs_as_printed(ran, engine, request, tmp_path):
    around = {}
    if engine == "postgres":
        server = request.getfixturevalue("postgres")
        around = {name: server.make(f"readme_{name}") for name in ("", "other", "third")}
    given = {
        "EMAIL": "ann@city.gov",
        "FILE": str(register(tmp_path / "register.xlsx")),
        "NUMBER": "3",
        "BACKUP": str(tmp_path / "office.backup"),
    }
    printed = commands()
    assert len(printed) == len([line for line in README.splitlines() if line.startswith((PROGRAM, "CLAIMS_INSTANCE="))])  # fmt: skip
    for line in printed:
        before, _, words = line.partition(PROGRAM)
        settings = dict(part.split("=") for part in before.split())
        if around:
            settings["DATABASE_URL"] = around[settings.get("CLAIMS_INSTANCE", "")]
        done = ran(*[given.get(word, word) for word in shlex.split(words)], **settings)
        assert done.returncode == 0, (line, done.stdout, done.stderr)
    assert (tmp_path / "claims.xlsx").is_file()
    assert (tmp_path / "then.csv").is_file()
    assert (tmp_path / "loss-run.xlsx").is_file()


# --- Its recipes, applied to a copy of the tree ---------------------------------------------------


@pytest.fixture
def tree(tmp_path) -> Path:
    """A copy of the tree to change."""
    copy = tmp_path / "tree"
    for name in files():
        place = copy / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, place)
    return copy


def apply(name: str, tree: Path) -> None:
    """Do what a recipe prints: change the lines of its diffs, write the files it shows."""
    for text in blocks("diff", within=recipe(name)):
        head, _, lines = text.partition("\n")
        _change(tree / head.removeprefix("+++ "), lines.splitlines())
    for text in blocks("python", within=recipe(name)):
        head, _, content = text.partition("\n")
        place = tree / head.removeprefix("# ")
        if place.parent.name == "migrations":
            place = place.with_name(f"{_next_number(tree):04d}{place.name[4:]}")
        assert not place.exists()
        place.write_text(content)


def _change(place: Path, lines: list[str]) -> None:
    text = place.read_text()
    old, new = (
        "".join(f"{line[1:]}\n" for line in lines if line[:1] not in left_out)
        for left_out in ("+", "-")
    )
    assert f"\n{text}".count(f"\n{old}") == 1, old
    place.write_text(f"\n{text}".replace(f"\n{old}", f"\n{new}")[1:])


def _next_number(tree: Path) -> int:
    return max(int(path.name[:4]) for path in (tree / "migrations").glob("[0-9]*.py")) + 1


def checked(tree: Path, *names: str) -> None:
    """Let the tests of a copy look at it."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "--engine", "sqlite", *names],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture
def served(ran, tree) -> Callable:
    """Runs commands of the copy; each must end well."""

    def run(*words: str | Path) -> str:
        done = ran(*words, tree=tree)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    return run


@pytest.mark.slow
def test_a_column_is_added_as_printed(ran, served, tree, tmp_path):
    before = ran("import", "claim", register(tmp_path / "before.xlsx"))
    assert before.returncode == 0
    apply("Add a column", tree)
    assert ran("rows", "claim", "--json", tree=tree).returncode == 2
    assert "vehicle_year" in served("migrate")
    told = json.loads(
        served("import", "claim", register(tmp_path / "r.xlsx", Model_year=2019), "--json")
    )
    assert (told["changed"], told["refused"]) == (1, 0)
    year = ("rows", "claim", "--columns", "vehicle_year", "--filter", "vehicle_year=2019", "--json")
    assert json.loads(served(*year))["rows"][0]["vehicle_year"] == 2019
    served("export", "claim", "claims.csv")
    head = (tmp_path / "claims.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert "Vehicle year" in head
    served("undo", told["batch"])
    assert json.loads(served(*year))["rows"] == []
    assert "sound" in served("audit", "verify")
    checked(tree, "tests/migrations/test_both_ways.py", "tests/journal/test_doctor.py")


@pytest.mark.slow
def test_a_sheet_is_added_as_printed(served, tree, tmp_path):
    apply("Add a sheet", tree)
    served("migrate")
    fleet = tmp_path / "fleet.csv"
    fleet.write_text("Unit,Plate,Make and model\n17,8ABC123,Ford F-150\n")
    told = json.loads(served("import", "vehicle", fleet, "--json"))
    assert (told["new"], told["refused"]) == (1, 0)
    served("export", "vehicle", "vehicles.xlsx")
    back = json.loads(served("import", "vehicle", "vehicles.xlsx", "--json"))
    assert (back["unchanged"], back["batch"]) == (1, None)
    served("undo", told["batch"])
    assert json.loads(served("rows", "vehicle", "--json"))["rows"] == []
    assert "sound" in served("audit", "verify")
    checked(tree, "tests/migrations/test_both_ways.py", "tests/journal/test_policy.py")


@pytest.mark.slow
def test_an_action_is_added_as_printed(tree):
    apply("Add a quick action", tree)
    checked(
        tree, "tests/workflow/test_call_back.py", "tests/test_registries.py", "tests/test_layers.py"
    )


def test_the_recipes_are_written_as_the_rest_is(tmp_path):
    texts = [*blocks("python"), *("".join(line[1:] + "\n" for line in text.splitlines() if line[0] == "+" and line[:3] != "+++") for text in blocks("diff"))]  # fmt: skip
    assert [text for text in texts if any(len(line) > 100 for line in text.splitlines())] == []
    for text in blocks("python"):
        compile(text, "README.md", "exec")
