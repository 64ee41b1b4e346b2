"""Verifying the record: the chain from its first link to its head, every row against its digest,
every total, every document against its file.
"""

from dataclasses import dataclass, field
from itertools import groupby

from journal import documents, heads, rollups
from journal.chain import Content, header, link
from journal.database import run, snapshot
from journal.stored import digest, row_of, storing
from journal.twins import column_names, past_name
from journal.who import Who
from models import SHEETS, Batch, Payment, meta, names
from rules.errors import Refused

MOST = 50
"""So many problems are listed; the rest are counted."""
PURGE_RULES: tuple[str, ...] = ()
"""The rules by which values of the past may be purged: none yet."""


@dataclass
class Report:
    """What verifying found."""

    batches: int = 0
    rows: int = 0
    problems: list[str] = field(default_factory=list)
    more: int = 0

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems

    def say(self, sentence: str) -> None:
        """Add a problem."""
        if len(self.problems) < MOST:
            self.problems.append(sentence)
        else:
            self.more += 1


def need(who: Who) -> None:
    """Refuse who neither runs nor audits the office: what verifying says touches every record."""
    if not who.operator and (who.masked or not who.roles & {"administrator", "auditor"}):
        raise Refused("The record is verified by an auditor, an administrator or the operator.")


def verify() -> Report:
    """Check chain, rows, totals and the file of heads, in one consistent view; then the documents'
    files, where a store is open.
    """
    report = Report()
    with snapshot():
        known = _chain(report)
        for problem in heads.problems(known):
            report.say(problem)
        for model in SHEETS:
            _rows(report, model)
        _postings(report)
        for difference in rollups.check():
            report.say(
                f"{difference.sheet} {difference.id}: {difference.column} does not agree with its "
                "ledger."
            )
        files = documents.known() if documents.is_open() else []
    for fault in documents.faults(files, documents.found):
        report.say(fault)
    return report


def _postings(report: Report) -> None:
    """Payments that call themselves posted, but stand on no ledger."""
    query = Payment.select(Payment.payment_no).where(
        Payment.status == "posted", Payment.posted_at.is_null(), Payment.trashed_at.is_null()
    )
    for (number,) in query.tuples():
        report.say(f"The payment {number} is posted in name only: it stands on no ledger.")


def _contents():
    """(batch id, content digest) from the changed rows, in order of batch."""
    cursor = run(
        "SELECT batch_id, sheet, row_id, version, operation, changed_columns, digest FROM change "
        "ORDER BY batch_id, id"
    )
    for batch_id, rows in groupby(iter(cursor), key=lambda row: row[0]):
        content, count = Content(), 0
        for row in rows:
            content.add([row[1:]])
            count += 1
        yield batch_id, content.hexdigest(), count


CHAINED = names(
    "id user actor source verb reason title undoes idempotency_key request_digest started_at "
    "changes seq committed_at content_digest previous_digest digest"
)
"""What the chain looks at of each batch."""


def _chain(report: Report) -> dict[int, str]:
    """Walk the chain; returns the digest of each link by number."""
    contents = {batch_id: (digest, count) for batch_id, digest, count in _contents()}
    columns = ", ".join(f'"{getattr(Batch, name).column_name}"' for name in CHAINED)
    known: dict[int, str] = {}
    previous = {"digest": "", "at": ""}
    for raw in run(f"SELECT {columns} FROM batch ORDER BY seq").fetchall():
        row = dict(zip(CHAINED, raw, strict=True))
        stored = storing(Batch.started_at)
        row["started_at"], row["at"] = stored(row["started_at"]), stored(row["committed_at"]) or ""
        report.batches += 1
        if row["seq"] != report.batches:
            report.say(f"Change {report.batches} is missing: the next one is {row['seq']}.")
            return known
        _link(report, row, previous, contents.pop(row["id"], ("", 0)))
        previous = row
        known[row["seq"]] = row["digest"]
    for batch_id in contents:
        report.say(f"There are changed rows of a change set ({batch_id}) that is not there.")
    _head(report, len(known), previous)
    return known


def _head(report: Report, count: int, last: dict) -> None:
    """The one row of the head against the last link."""
    found = run("SELECT id, seq, digest, committed_at FROM head").fetchall() or [(1, 0, "", None)]
    row_id, seq, digest, at = found[0]
    if (row_id, seq, digest) != (1, count, last["digest"]) or len(found) > 1:
        report.say(
            f"The head of the record says {seq}, the chain ends at {count}: its tail was cut."
        )
    elif (storing(Batch.committed_at)(at) or "") != last["at"]:
        report.say("The head of the record bears another instant than the last change.")


def _link(report: Report, row: dict, previous: dict, content: tuple[str, int]) -> None:
    """One batch against the one before it and against the rows that it holds."""
    seq = row["seq"]
    if row["previous_digest"] != previous["digest"]:
        report.say(f"Change {seq} does not follow the one before it.")
    if content != (row["content_digest"], row["changes"]):
        report.say(f"The rows of change {seq} are not those that were sealed.")
    sealed = link(
        row["previous_digest"] or "", seq, row["at"], header(row), row["content_digest"] or ""
    )
    if sealed != row["digest"]:
        report.say(f"Change {seq} was altered after it was sealed.")
    if row["at"] < previous["at"]:
        report.say(f"Change {seq} bears an earlier instant than the one before it.")


def _rows(report: Report, model) -> None:
    """Each live and past row against its record: digest, and the batches that made and ended it;
    rows without record and records without row.
    """
    sheet, columns = model.__name__.lower(), ", ".join(f't."{c}"' for c in column_names(model))
    found = 0
    for table, ends in ((model._meta.table_name, "NULL, NULL"), (past_name(model), PAST)):
        cursor = run(
            f"SELECT c.digest, c.batch_id, e.batch_id, {ends}, t.batch_id, {columns} "
            f'FROM "{table}" t '
            "LEFT JOIN change c ON c.sheet = ? AND c.row_id = t.id AND c.version = t.version "
            "LEFT JOIN change e ON e.sheet = ? AND e.row_id = t.id AND e.version = t.version + 1",
            (sheet, sheet),
        )
        for known, made_by, ended_by, purged, ended, made, *raw in iter(cursor):
            found += 1
            row = row_of(model, tuple(raw))
            lawful = purged in PURGE_RULES if purged else known == digest(row)
            if not lawful or (made, ended) != (made_by, ended_by):
                report.say(
                    f"The {meta(model, 'singular')} {row[model._meta.key[0]] or row['id']} "
                    f"(version {row['version']}) is not what was recorded."
                )
    recorded = run("SELECT count(*) FROM change WHERE sheet = ?", (sheet,)).fetchone()[0]
    if recorded != found:
        report.say(f"{meta(model, 'plural')}: {recorded} versions are recorded, {found} are there.")
    report.rows += found


PAST = "t.purge_rule, t.ended_batch"
"""What the twin of a sheet keeps beside the row."""
