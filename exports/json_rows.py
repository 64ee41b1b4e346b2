"""Rows as one JSON object, written piece by piece: `{"rows": [...], "more": true or false}`."""

import json
from collections.abc import Callable
from contextlib import closing
from itertools import islice

from journal import access
from journal.question import Question
from journal.reading import Answer, as_json, fields_of, guarded, stream
from journal.who import Who

AT_ONCE = 1_000


def write_rows(
    who: Who, question: Question, say: Callable[[str], object], *, limit: int | None = None
) -> None:
    """Say the rows of a question, all of them unless limited; `more` when some were left out.

    One entry in the access log says so where guarded values were among them.
    """
    fields = fields_of(who, question)
    seen: set[str] = set()
    count, before = 0, '{"rows": ['
    with closing(stream(who, question)) as found:
        while part := list(
            islice(found, AT_ONCE if limit is None else min(AT_ONCE, limit - count))
        ):
            seen |= guarded(fields, part)
            for row in as_json(Answer(fields, part, None, None, len(part), False)):
                say(before + json.dumps(row))
                before = ", "
            count += len(part)
        more = limit is not None and next(found, None) is not None
    say(f'{"" if count else before}], "more": {json.dumps(more)}}}\n')
    if seen:
        sheet = question.model.__name__.lower()
        access.note_count(who, "read", sheet, count, sensitivities=seen, filters=question.filters)
