"""Every line and every branch of the rules is run by their own tests, without an office."""

import csv
import os
import re
import subprocess
import sys

import pytest
from sources import ROOT

EXCUSED = re.compile(r"#\s*pragma:|TYPE_CHECKING|NotImplementedError")


def coverage(folder, *arguments: str) -> subprocess.CompletedProcess:
    """Run coverage, measuring the rules alone."""
    settings = folder / "coverage.ini"
    settings.write_text("[run]\nbranch = True\nsource = rules\n")
    return subprocess.run(
        [sys.executable, "-m", "coverage", arguments[0], f"--rcfile={settings}", *arguments[1:]],
        cwd=ROOT,
        env={**os.environ, "COVERAGE_FILE": str(folder / "measured"), "COVERAGE_PROCESS_START": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_tests_of_the_rules_run_every_branch_of_them(tmp_path):
    tests = ("-m", "pytest", "tests/rules", "--noconftest", "-q", "-p", "no:cacheprovider")
    ran = coverage(tmp_path, "run", *tests)
    assert ran.returncode == 0, ran.stdout
    told = coverage(tmp_path, "report", "--show-missing", "--skip-covered", "--fail-under=100")
    assert told.returncode == 0, told.stdout


def test_no_line_of_the_rules_is_left_out_of_the_count():
    texts = {path: path.read_text(encoding="utf-8") for path in (ROOT / "rules").glob("*.py")}
    assert [path.name for path, text in texts.items() if EXCUSED.search(text)] == []


def test_a_fault_that_no_test_can_notice_stands_in_the_rules_and_says_why():
    path = ROOT / "tests" / "data" / "mutants_that_live.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row for row in rows if not row["why"] or row["before"] == row["after"]] == []
    lines = {
        name: {line.strip() for line in (ROOT / "rules" / name).read_text().splitlines()}
        for name in {row["module"] for row in rows}
    }
    assert [row for row in rows if row["before"] not in lines[row["module"]]] == []
