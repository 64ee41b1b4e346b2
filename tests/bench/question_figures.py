"""Questions that no index answers, each beside the bare SQL of the same page and the same count."""

from pathlib import Path

import models as m
from journal.database import run
from journal.question import Question
from journal.reading import COUNT_CAP, ask
from tests.bench import offices
from tests.bench.measure import Figure, spent

PAGE = """
    SELECT c.id, c.version, c.claim_no, c.claimant, c.status, c.loss_date, d.id, d.code, d.name,
        k.id, k.code, k.title, c.description, c.amount_claimed, c.paid, c.outstanding,
        u.id, u.email, u.name, c.next_deadline
    FROM claim c LEFT JOIN department d ON d.id = c.department_id
        LEFT JOIN cause_code k ON k.id = c.cause_code_id
        LEFT JOIN "user" u ON u.id = c.adjuster_id
    WHERE c.trashed_at IS NULL{where} ORDER BY {order} LIMIT 101
"""
COUNT = """
    SELECT count(*) FROM (SELECT 1 FROM claim c LEFT JOIN cause_code k ON k.id = c.cause_code_id
    WHERE c.trashed_at IS NULL{where} LIMIT {most})
"""
NEWEST = "c.loss_date DESC, c.id DESC"
ANYWHERE = " OR ".join(
    f"c.{name} LIKE '%42%'"
    for name in (
        "claim_no", "claimant", "location", "description", "tpa_claim_no", "court_case_no",
        "diagnosis", "privileged_notes",
    )
)  # fmt: skip
CASES = (
    (
        "a text contains what few rows hold",
        Question(m.Claim, filters=("location~777",)),
        " AND c.location LIKE '%777%'",
        NEWEST,
    ),
    ("sorted by a relation's name", Question(m.Claim, sort=("department",)), "", "d.code, c.id"),
    (
        "filtered through a relation",
        Question(m.Claim, filters=("cause_code.title~24",)),
        " AND k.title LIKE '%24%'",
        NEWEST,
    ),
    (
        "a range of money, sorted by money",
        Question(
            m.Claim,
            filters=("amount_claimed>=1000", "amount_claimed<9000"),
            sort=("-outstanding",),
        ),
        " AND c.amount_claimed >= 100000 AND c.amount_claimed < 900000",
        "c.outstanding DESC, c.id DESC",
    ),
    (
        "either of two columns",
        Question(m.Claim, filters=("description~hydrant hydrant|paid>999.50",)),
        " AND (c.description LIKE '%hydrant hydrant%' OR c.paid > 99950)",
        NEWEST,
    ),
    ("two letters anywhere", Question(m.Claim, q="42"), f" AND ({ANYWHERE})", NEWEST),
)


def figures(path: Path, claims: int) -> list[Figure]:
    """Every question at many claims."""
    offices.bind(path)
    return [_figure(*case, claims) for case in CASES]


def _figure(words: str, question: Question, where: str, order: str, claims: int) -> Figure:
    page = PAGE.format(where=where, order=order)
    count = COUNT.format(where=where, most=COUNT_CAP + 1)
    answer = ask(offices.TECHNICIAN, question)
    bare_ids = [row[0] for row in run(page).fetchall()][:100]
    assert bare_ids == [row.id for row in answer.rows], words
    assert answer.capped or answer.count == min(run(count).fetchone()[0], COUNT_CAP), words
    floor = spent(lambda: (run(page).fetchall(), run(count).fetchall()), runs=9)
    ours = spent(lambda: ask(offices.TECHNICIAN, question), runs=9)
    detail = f"{ours}; bare SQL of page and count {floor}; {claims:,} claims"
    return Figure(f"{words} / bare SQL", ours.cpu / floor.cpu, 1.5, "x", detail)
