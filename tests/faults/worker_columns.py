"""A process that adds columns until it is killed; what it tries and what stands is a line each."""

import sys
from datetime import date
from pathlib import Path

from faults.victims import keep_heads

from journal import custom_columns, database, documents
from journal.commit import commit
from journal.drafts import Draft
from journal.who import OPERATOR
from models import CustomColumn

if __name__ == "__main__":
    url, folder, first = sys.argv[1:]
    database.connect(url)
    custom_columns.begin()
    keep_heads(Path(folder))
    documents.keep_in(Path(folder) / "documents")
    for number in range(int(first), 40):
        print(f"try {number}", flush=True)
        draft = Draft("add", on=date(2026, 11, 24))
        for sheet in ("claim", "party", "incident"):
            draft.create(
                CustomColumn, sheet=sheet, name=f"x_{number}", label=f"No. {number}", kind="money"
            )
        commit(OPERATOR, draft)
        print(f"done {number}", flush=True)
