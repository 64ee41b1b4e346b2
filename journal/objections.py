"""What speaks against a chunk of a batch: values, pairs, statuses, links, keys."""

from collections.abc import Iterable, Iterator
from typing import Any

from journal import bills_out, checks, custom_checks, duty_kept, duty_sense, statutory_checks, typed
from journal.chunk import Chunk
from journal.soundness import are_sound
from journal.who import Who
from rules.errors import Problem


def objections(who: Who, chunk: Chunk) -> Iterator[Problem]:
    """Every problem of the rows that a chunk makes or changes."""
    at = checks.At(chunk.day(), chunk.source)
    for model, creates in chunk.new.items():
        rows: list[tuple[int | None, dict]] = [(None, c.values) for c in creates]
        sound = are_sound(model, [values for _, values in rows], at=at)
        for _, values in rows:
            if not sound:
                yield from checks.row_problems(model, None, values, new=True)
                yield from checks.fact_problems(model, None, values, values, at=at)
            yield from checks.pair_problems(model, None, values, values.keys())
            yield from checks.status_problems(model, None, None, values, chunk.source)
            yield from checks.want_problems(chunk, model, None, values)
            if chunk.source in checks.BY_HAND:
                yield from checks.by_action_problems(who, model, None, None, values)
                yield from typed.typed_problems(who, model, None, None, values)
                yield from duty_kept.kept_problems(who, model, None, None, values)
                yield from duty_kept.begun_problems(who, model, values)
            yield from duty_sense.sense_problems(model, None, values, values, chunk.source)
        yield from checks.link_problems(who, model, rows, elsewhere(chunk, model, rows))
    for (model, row_id), given in chunk.given.items():
        new, old = chunk.now[model][row_id], chunk.old[model][row_id]
        real = {k: v for k, v in given.items() if v != old[k]}
        yield from checks.row_problems(model, row_id, real, new=False)
        yield from checks.pair_problems(model, row_id, new, set(real))
        yield from checks.fact_problems(model, row_id, new, real, at=at)
        yield from checks.status_problems(model, row_id, old, new, chunk.source)
        yield from checks.want_problems(chunk, model, old, new)
        if chunk.source in (*checks.BY_HAND, "import"):
            yield from checks.opening_problems(who, model, row_id, old, new)
            yield from checks.followed_problems(model, row_id, old, real)
            yield from checks.sent_problems(model, row_id, old, real)
        if chunk.source in checks.BY_HAND:
            yield from checks.final_problems(model, row_id, old, real)
            yield from checks.by_action_problems(who, model, row_id, old, new)
            yield from typed.typed_problems(who, model, row_id, old, real)
            yield from duty_kept.kept_problems(who, model, row_id, old, real)
        yield from duty_sense.sense_problems(model, row_id, new, real, chunk.source)
    for model in {model for model, _ in chunk.given}:
        key = set(model._meta.key)
        rows = [
            (i, {k: v for k, v in g.items() if v != chunk.old[model][i][k]})
            for (sheet, i), g in chunk.given.items()
            if sheet is model
        ]
        yield from checks.link_problems(who, model, rows, elsewhere(chunk, model, rows))
        yield from checks.key_problems(chunk, model, {i for i, g in rows if g.keys() & key})
    yield from statutory_checks.overlaps(chunk)
    yield from bills_out.problems(chunk)
    yield from custom_checks.problems(chunk)


def elsewhere(
    chunk: Chunk, model: Any, rows: Iterable[tuple[int | None, dict]]
) -> dict[str, set[int]]:
    """Link -> the rows to which it points that the batch does not itself make."""
    found: dict[str, set[int]] = {}
    for link in (f for f in model._meta.sorted_fields if getattr(f, "kind", "") == "link"):
        ids = {values.get(link.name) for _, values in rows}
        told = {i for i in ids if type(i) is int and i and not chunk.makes(link.rel_model, i)}
        if told:
            found[link.name] = told
    return found
