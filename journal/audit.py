"""Verifying the record: the chain from its first link to its head, every row against its digest,
every total, every document against its file.
"""

from dataclasses import dataclass, field
from itertools import groupby

from journal import chain, documents, rollups
from journal.chain import Content, header, link
from journal.database import run, snapshot
from journal.stored import digest, row_of, storing
from journal.twins import column_names, past_name
from models import SHEETS, Batch, Payment, meta, names

MOST = 50
"""So many problems are listed; the rest are counted."""


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


def verify() -> Report:
    """Check chain, rows, totals and the file of heads, in one consistent view; then the documents'
    files, where a store is open.
    """
    report = Report()
    with snapshot():
        heads = _chain(report)
        _anchor(report, heads)
        for model in SHEETS:
            _rows(report, model)
        _postings(report)
        for difference in rollups.check():
            report.say(
                f"{difference.sheet} {difference.id}: {difference.column} stands at "
                f"{difference.stands}, "
                f"the ledger says {difference.should_be}."
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
    "id user actor source verb reason title undoes idempotency_key started_at changes seq "
    "committed_at content_digest previous_digest digest"
)
"""What the chain looks at of each batch."""


def _chain(report: Report) -> dict[int, str]:
    """Walk the chain; returns the digest of each link by number."""
    contents = {batch_id: (digest, count) for batch_id, digest, count in _contents()}
    columns = ", ".join(f'"{getattr(Batch, name).column_name}"' for name in CHAINED)
    heads: dict[int, str] = {}
    previous = {"digest": "", "at": ""}
    for raw in run(f"SELECT {columns} FROM batch ORDER BY seq").fetchall():
        row = dict(zip(CHAINED, raw, strict=True))
        stored = storing(Batch.started_at)
        row["started_at"], row["at"] = stored(row["started_at"]), stored(row["committed_at"])
        report.batches += 1
        if row["seq"] != report.batches:
            report.say(f"Change {report.batches} is missing: the next one is {row['seq']}.")
            return heads
        _link(report, row, previous, contents.pop(row["id"], ("", 0)))
        previous = row
        heads[row["seq"]] = row["digest"]
    for batch_id in contents:
        report.say(f"There are changed rows of a change set ({batch_id}) that is not there.")
    head = run("SELECT seq, digest FROM head WHERE id = 1").fetchone() or (0, "")
    if (head[0], head[1]) != (len(heads), previous["digest"]):
        report.say(
            f"The head of the record says {head[0]}, the chain ends at {len(heads)}: "
            "its tail was cut."
        )
    return heads


def _link(report: Report, row: dict, previous: dict, content: tuple[str, int]) -> None:
    """One batch against the one before it and against the rows that it holds."""
    seq = row["seq"]
    if row["previous_digest"] != previous["digest"]:
        report.say(f"Change {seq} does not follow the one before it.")
    if content != (row["content_digest"], row["changes"]):
        report.say(f"The rows of change {seq} are not those that were sealed.")
    sealed = link(row["previous_digest"], seq, row["at"], header(row), row["content_digest"])
    if sealed != row["digest"]:
        report.say(f"Change {seq} was altered after it was sealed.")
    if row["at"] < previous["at"]:
        report.say(f"Change {seq} bears an earlier instant than the one before it.")


def _anchor(report: Report, heads: dict[int, str]) -> None:
    """Every head that was written outside the database must stand in it."""
    path = chain.anchor()
    if path is None or not path.exists():
        return
    with path.open() as file:
        for line in file:
            seq, _, digest_there = line.strip().partition(" ")
            if seq.isdigit() and heads.get(int(seq)) != digest_there:
                report.say(
                    f"The file of heads knows change {seq}, the database does not: its tail "
                    "was cut or replaced."
                )
                return


def _rows(report: Report, model) -> None:
    """Each live and past row against the digest in its record; rows without record and records
    without row.
    """
    sheet, columns = model.__name__.lower(), ", ".join(f't."{c}"' for c in column_names(model))
    found = 0
    for table, purge in ((model._meta.table_name, "NULL"), (past_name(model), "t.purge_rule")):
        cursor = run(
            f'SELECT c.digest, {purge}, {columns} FROM "{table}" t LEFT JOIN change c ON '
            "c.sheet = ? "
            "AND c.row_id = t.id AND c.version = t.version",
            (sheet,),
        )
        for known, purged, *raw in iter(cursor):
            found += 1
            row = row_of(model, tuple(raw))
            if not purged and known != digest(row):
                report.say(
                    f"The {meta(model, 'singular')} {row[model._meta.key[0]] or row['id']} "
                    f"(version {row['version']}) is not what was recorded."
                )
    recorded = run("SELECT count(*) FROM change WHERE sheet = ?", (sheet,)).fetchone()[0]
    if recorded != found:
        report.say(f"{meta(model, 'plural')}: {recorded} versions are recorded, {found} are there.")
    report.rows += found
