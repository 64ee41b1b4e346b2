"""An office leaves as workbooks, is opened and saved by LibreOffice, and comes in again unchanged."""

import subprocess
from datetime import date
from pathlib import Path

import pytest
from books import counts, planned
from tables import AWKWARD, BY_FILE, fill_awkwardly

import models as m
from admin_views import taking_out
from exports import csvfile
from exports.sheets import export
from imports.reading import KINDS
from journal.question import Question
from journal.who import OPERATOR
from seed.demo import seed_demo

TODAY = date(2026, 11, 24)
TAKEN_FOR_GUARDED = [t for t in AWKWARD if t.startswith("'") and csvfile.guarded(t) != t]
"""In a text file that is not ours, the apostrophe before a sign cannot be told from a guard."""

SAVED_AS = {
    ".xlsx": ("xlsx", AWKWARD),
    ".ods": ("ods", AWKWARD),
    ".csv": (
        "csv:Text - txt - csv (StarCalc):44,34,76",
        [text for text in AWKWARD if text not in TAKEN_FOR_GUARDED],
    ),
}


@pytest.fixture
def save_as(soffice, tmp_path):
    """Has LibreOffice open workbooks and save them as another kind; the folder they are in then."""

    def save(paths: list[Path], kind: str) -> Path:
        saved = tmp_path / "saved"
        profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
        subprocess.run(
            [soffice, profile, "--headless", "--convert-to", kind, "--outdir", saved, *paths],
            capture_output=True,
            timeout=300,
            check=True,
        )
        return saved

    return save


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.usefixtures("seeded_office")
@pytest.mark.parametrize("ending", [ending for ending in SAVED_AS if ending in KINDS])
def test_what_libreoffice_saved_comes_in_again_unchanged(tmp_path, save_as, ending):
    kind, texts = SAVED_AS[ending]
    seed_demo(30, today=TODAY)
    fill_awkwardly(texts)
    made = {
        model: export(OPERATOR, Question(model), tmp_path / f"{model.__name__}.xlsx")
        for model in BY_FILE
    }
    saved = save_as([done.path for done in made.values()], kind)
    for model, done in made.items():
        plan = planned((saved / done.path.name).with_suffix(ending), model)
        found = [tuple(error) for error in plan.errors()]
        changed = [row[3] for row in plan.changed_rows]
        assert (found, changed, counts(plan.as_json())) == ([], [], (0, 0, done.rows, 0)), model
        assert plan.grid.ignored == [], model
        assert done.rows >= len(texts) - 12, model
        plan.close()


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("ending", [ending for ending in SAVED_AS if ending in KINDS])
def test_the_example_of_a_template_that_libreoffice_saved_is_left_out(tmp_path, save_as, ending):
    made = {model: tmp_path / f"{model.__name__}.xlsx" for model in (m.Claim, m.Holiday)}
    for model, path in made.items():
        taking_out.template(OPERATOR, model, path, on=TODAY)
    saved = save_as([*made.values()], SAVED_AS[ending][0])
    for model, path in made.items():
        plan = planned((saved / path.name).with_suffix(ending), model)
        assert (plan.grid.rows_read, len(plan.grid.ignored)) == (0, 1), model
        assert plan.grid.ignored[0].reason == "example"
        plan.close()
