"""The floor of a list page: Flask, one query, one template; nobody signs in, nothing is checked."""

import sqlite3

from flask import Flask

from tests.bench.measure import spent, told

HEADINGS = (
    "Claim no.", "Claimant", "Status", "Loss date", "Department", "Cause", "Description", "Claimed",
    "Paid", "Outstanding", "Adjuster", "Next deadline",
)  # fmt: skip
ROWS = """
    SELECT c.id, c.claim_no, c.claimant, c.status, c.loss_date, d.name, k.title, c.description,
        c.amount_claimed, c.paid, c.outstanding, u.name, c.next_deadline
    FROM claim c LEFT JOIN department d ON d.id = c.department_id
        LEFT JOIN cause_code k ON k.id = c.cause_code_id LEFT JOIN "user" u ON u.id = c.adjuster_id
    WHERE c.trashed_at IS NULL ORDER BY c.loss_date DESC, c.id DESC LIMIT 100
"""
PAGE = """{% autoescape true %}<!doctype html><html lang="en"><title>Claims</title><table><thead><tr>
{% for heading in headings %}<th>{{ heading }}</th>{% endfor %}</tr></thead><tbody>
{% for row in rows %}<tr>
<td><a href="/claim/{{ row[0] }}">{{ row[1] }}</a></td><td>{{ row[2] or "" }}</td><td>{{ row[3] }}</td>
<td>{{ row[4] or "" }}</td><td>{{ row[5] or "" }}</td><td>{{ row[6] or "" }}</td>
<td>{{ (row[7] or "")[:80] }}</td>
{% for cents in row[8:11] %}<td>{% if cents is not none %}{{ "{:,.2f}".format(cents / 100) }}{% endif %}</td>
{% endfor %}<td>{{ row[11] or "" }}</td><td>{{ row[12] or "" }}</td></tr>
{% endfor %}</tbody></table></html>{% endautoescape %}"""


def page(path: str) -> dict[str, float]:
    """What the first page of a hundred claims costs."""
    app = Flask("floor")
    database, template = sqlite3.connect(path), app.jinja_env.from_string(PAGE)

    @app.get("/")
    def claims() -> str:
        rows = database.execute(ROWS).fetchall()
        return template.render(headings=HEADINGS, rows=rows)

    client = app.test_client()
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.text.count("<tr>") == 101
    return told(spent(lambda: client.get("/"), runs=25))
