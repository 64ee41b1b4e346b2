"""A seeded office leaves as workbooks, is opened and saved by LibreOffice, and comes in again unchanged."""

import subprocess
from datetime import date

import pytest
from books import counts, planned

import models as m
from exports.sheets import export
from imports.plan import NOT_BY_FILE
from journal.question import Question
from journal.who import OPERATOR
from seed.demo import seed_demo

TODAY = date(2026, 11, 24)


@pytest.mark.slow
@pytest.mark.libreoffice
@pytest.mark.usefixtures("seeded_office")
def test_what_libreoffice_saved_comes_in_again_unchanged(tmp_path, soffice):
    seed_demo(30, today=TODAY)
    kept, saved = tmp_path / "kept", tmp_path / "saved"
    kept.mkdir()
    rows = {}
    for model in (model for model in m.SHEETS if model not in NOT_BY_FILE):
        made = export(OPERATOR, Question(model), kept / f"{model.__name__}.xlsx")
        if made.rows:
            rows[model] = made.rows
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation=file://{tmp_path / 'profile'}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            saved,
            *(kept / f"{model.__name__}.xlsx" for model in rows),
        ],
        capture_output=True,
        timeout=300,
        check=True,
    )
    assert len(rows) > 20
    for model, count in rows.items():
        for folder in (kept, saved):
            plan = planned(folder / f"{model.__name__}.xlsx", model)
            found = [tuple(error) for error in plan.errors()]
            changed = [row[3] for row in plan.changed_rows]
            assert (found, changed, counts(plan.as_json())) == ([], [], (0, 0, count, 0)), model
            assert plan.grid.ignored == []
            plan.close()
