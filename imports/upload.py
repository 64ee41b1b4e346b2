"""A file that waits to be brought in: under a random name, with what was decided about it."""

import json
import re
import secrets
import shutil
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp
from threading import Lock
from typing import Any, BinaryIO, NamedTuple

from imports import plan as planning
from imports.commit import commit
from imports.duplicates import Likely, likely
from imports.error_book import ErrorBook, make
from imports.files.kinds import ENDINGS, KINDS
from imports.grid import Grid
from imports.mapping import Columns
from imports.mending import mended
from imports.older import diary_words
from imports.outcome import ImportPlan, Options, RefusedRow, done_words
from imports.proposals import MOST_HEADINGS, Proposal, proposals
from imports.returned import decisions_in
from imports.standing import last_batch
from imports.taking import Look, with_ages, with_taken
from journal import jobs, policy
from journal.disk import room
from journal.who import Who
from models import BY_NAME
from rules.errors import BadQuestion, BadValue, DiskFull, NotFound

LARGEST = 50 * 1024 * 1024
KEPT_SECONDS = 7 * 24 * 3600
KEPT_PLANS = 6
SAMPLES = 4
"""Rows under the headings that a page shows."""
LOOKED_AT = 50
"""Rows whose values speak for a column."""
SHOWN = 200
"""Refused rows that are looked at for what they share, and that the page of a run shows."""
AS_JOB_ROWS = 5_000
"""Files with more rows than this are brought in as a job."""

GIVEN_BACK = (
    "sheet", "columns", "fixed", "words", "profile", "day_orders", "decimals", "keyless",
    "valued_on", "as_written", "claims_too",
)  # fmt: skip
"""What an error workbook remembers of how its file was read."""
SOUND = {
    "tab": str, "profile": str, "header_row": int, "keyless": bool, "claims_too": bool,
    "since": int, "historic": bool,
}  # fmt: skip
"""What of it is taken as it is, where it is of the right kind."""
NO_ROOM = "The disk is full. Nothing was kept or changed: try again when there is room."
NO_ROOM_TO_LOOK = (
    "The disk is full: the file cannot be looked at now. Nothing was written, and the file still "
    "waits here."
)

_TOKEN = re.compile(r"[0-9a-f]{32}")
_plans: "OrderedDict[tuple, Prepared]" = OrderedDict()
_guard = Lock()


@dataclass(frozen=True)
class Upload:
    """An uploaded file and what was decided: sheet, profile (None: the one that fits, blank: none),
    tab, header row, columns, values, what words mean, whether rows are known by their content, the
    day of its totals, days kept as written, whether claims are made too, whether its claims are
    older ones (None: as most of them are), rows left out, mends.

    `returned`: it is the error workbook of a file that was looked at before, when `since` was the
    last batch. `begun`: a job began
    to bring it in and has not ended. `batch` is the number of the batch that brought it in, None
    until then.
    """

    token: str
    owner: str
    file_name: str
    sheet: str
    profile: str | None = None
    tab: str | None = None
    header_row: int | None = None
    hidden: bool = True
    keyless: bool = False
    valued_on: str | None = None
    as_written: list[str] = field(default_factory=list)
    claims_too: bool | None = None
    historic: bool | None = None
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    day_orders: dict[str, str] = field(default_factory=dict)
    decimals: dict[str, str] = field(default_factory=dict)
    left_out: list[int] = field(default_factory=list)
    mends: dict[str, str] = field(default_factory=dict)
    returned: bool = False
    since: int | None = None
    begun: bool = False
    batch: int | None = None

    @property
    def model(self) -> Any:
        """The sheet that the file goes into."""
        return BY_NAME[self.sheet]

    def options(self, on: date) -> Options:
        """What was decided, on a day of the office."""
        return Options(
            on,
            self.tab,
            self.header_row,
            self.columns,
            self.fixed,
            self.words,
            keyless=self.keyless,
            hidden=self.hidden,
            valued_on=date.fromisoformat(self.valued_on) if self.valued_on else None,
            as_written=frozenset(self.as_written),
            claims_too=self.claims_too,
            historic=self.historic,
            since=self.since,
            left_out=frozenset(self.left_out),
            day_orders=self.day_orders,
            decimals=self.decimals,
            profile=self.profile or "",
            by_shape=self.profile is None,
        )


def keep(who: Who, folder: Path, *, sheet: str, file_name: str, stream: BinaryIO) -> Upload:
    """Store an uploaded file under a random name; the day's older ones are cleared away.

    Raises:
        BadValue: no file, one too large, or one that is not read here. Refused: not their sheet.
    """
    policy.need_write(who, _model(sheet))
    name = Path(file_name.replace("\\", "/")).name[-120:]
    if not name:
        raise BadValue(f"No file is chosen. Choose {ENDINGS}.")
    if Path(name).suffix.lower() not in KINDS:
        raise BadValue(f"“{name}” cannot be read. Choose {ENDINGS}.")
    folder.mkdir(parents=True, exist_ok=True)
    _clear_old(folder)
    upload = Upload(secrets.token_hex(16), who.email, name, sheet)
    place = folder / upload.token
    try:
        with room(NO_ROOM), place.open("wb") as out:
            shutil.copyfileobj(stream, out, 1024 * 1024)
        if place.stat().st_size > LARGEST:
            raise BadValue(f"“{name}” is larger than {LARGEST // 1024 // 1024} MB. Split it.")
        return decide(folder, upload, **_decided_before(place, sheet))
    except BaseException:
        place.unlink(missing_ok=True)
        raise


def _decided_before(place: Path, sheet: str) -> dict[str, Any]:
    """How the file of an error workbook was read, as far as the workbook says it soundly."""
    found = decisions_in(place)
    if not found or found.get("sheet") != sheet:
        return {}
    sound: dict[str, Any] = {"returned": True}
    for name in ("columns", "fixed", "day_orders", "decimals"):
        sound[name] = _pairs(found.get(name))
    words = found.get("words")
    sound["words"] = {k: _pairs(v) for k, v in words.items()} if isinstance(words, dict) else {}
    for name, kind in SOUND.items():
        if isinstance(found.get(name), kind):
            sound[name] = found[name]
    days = found.get("as_written")
    sound["as_written"] = [str(name) for name in days] if isinstance(days, list) else []
    with suppress(KeyError, TypeError, ValueError):
        sound["valued_on"] = date.fromisoformat(found["valued_on"]).isoformat()
    return sound


def _pairs(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {str(k): v for k, v in value.items() if isinstance(v, str)}


def error_book(who: Who, folder: Path, upload: Upload, *, on: date) -> ErrorBook:
    """The file back with what is refused coloured and explained, in a new folder of its own.

    Raises:
        BadValue: the file cannot be opened once more. BadQuestion: nothing is refused.
    """
    prepared = prepare(who, folder, upload, on=on)
    plan = prepared.plan
    if not plan.refused:
        raise BadQuestion("No row of this file is refused: there is nothing to mend.")
    decided = {name: getattr(upload, name) for name in GIVEN_BACK}
    decided |= {"tab": plan.grid.tab, "header_row": plan.grid.header_row, "since": prepared.since}
    decided["historic"] = plan.is_historic
    return make(who, plan, folder / upload.token, Path(mkdtemp(prefix="errors-")), decided)


def decide(folder: Path, upload: Upload, **decisions: Any) -> Upload:
    """Keep what was decided about a file; from then on it is one that was not brought in.

    Raises:
        DiskFull: there is no room; what was decided before still stands.
    """
    upload = replace(upload, **{"batch": None, "begun": False, **decisions})
    place = folder / f"{upload.token}.json"
    beside = place.with_suffix(".part")
    try:
        with room(NO_ROOM):
            beside.write_text(json.dumps(asdict(upload)), encoding="utf-8")
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
    return upload


def find(who: Who, folder: Path, token: str) -> Upload:
    """The upload with this token; only the one who brought it finds it.

    Raises:
        NotFound: there is none, or it is another person's.
    """
    place = folder / f"{token}.json"
    if _TOKEN.fullmatch(token) and place.is_file():
        upload = Upload(**json.loads(place.read_text(encoding="utf-8")))
        if upload.owner == who.email:
            return upload
    raise NotFound("This file is no longer here: files wait a week. Choose it again.")


class Waiting(NamedTuple):
    """A file that a person looked at and did not bring in, and since when it waits."""

    upload: Upload
    since: datetime


def waiting(who: Who, folder: Path) -> list[Waiting]:
    """The files of a person that are not brought in, the latest first."""
    found = [
        Waiting(upload, datetime.fromtimestamp((folder / upload.token).stat().st_mtime, UTC))
        for upload in _kept(who, folder)
        if upload.batch is None
    ]
    return sorted(found, key=lambda file: file.since, reverse=True)


def of_batch(who: Who, folder: Path, seq: int | None) -> Upload | None:
    """The file of a person that a batch brought in, while it is kept."""
    return next((u for u in _kept(who, folder) if seq and u.batch == seq), None)


def _kept(who: Who, folder: Path) -> Iterator[Upload]:
    for place in sorted(folder.glob("*.json")):
        upload = Upload(**json.loads(place.read_text(encoding="utf-8")))
        if upload.owner == who.email and (folder / upload.token).is_file():
            yield upload


@dataclass(frozen=True)
class Prepared:
    """A plan with its first refused rows and the first rows of its table, read once; `since` is the
    batch that was the last before it was made.
    """

    plan: ImportPlan
    refused: list[RefusedRow]
    samples: list[list[Any]]
    who: Who
    since: int

    @cached_property
    def alike(self) -> list[Likely]:
        """New rows that may be there already, looked for once."""
        return likely(self.who, self.plan)


def prepare(who: Who, folder: Path, upload: Upload, *, on: date) -> Prepared:
    """What bringing the file in would do, as it is decided and mended; kept for the next look.

    Raises:
        BadValue: the file cannot be read. BadQuestion: its columns cannot be matched. DiskFull:
        there is no room to look at it.
    """
    mark = _mark(who, upload, on)
    with _guard:
        if mark in _plans:
            _plans.move_to_end(mark)
            return _plans[mark]
    with room(NO_ROOM_TO_LOOK):
        prepared = _prepared(who, folder, upload, on)
    with _guard:
        _plans[mark] = prepared
        while len(_plans) > KEPT_PLANS:
            _plans.popitem(last=False)
    return prepared


def _prepared(who: Who, folder: Path, upload: Upload, on: date) -> Prepared:
    since = last_batch()
    grid, options = table(who, folder, upload, on=on)
    made = planning.plan(who, upload.model, mended(grid, upload.mends), options)
    if not upload.returned:
        made.options = with_ages(made.options, made.older)
    return Prepared(
        made,
        [RefusedRow(*record) for record in islice(made.refused_rows, SHOWN)],
        samples(made.grid),
        who,
        since,
    )


def table(who: Who, folder: Path, upload: Upload, *, on: date) -> tuple[Grid, Options]:
    """The table as it is read, and what is decided about it with the profile that is used; for a
    file, too, whose columns cannot be matched yet.
    """
    grid, options = planning.read_for(
        who, upload.model, folder / upload.token, upload.options(on), file_name=upload.file_name
    )
    rows = samples(grid, LOOKED_AT)
    look = Look(who, upload.model, grid, rows)
    return grid, options if upload.returned else with_taken(look, options)


def samples(grid: Grid, count: int = SAMPLES) -> list[list[Any]]:
    """The first rows of a table, to show what stands under each heading."""
    return [row.cells for row in islice(grid.rows(), count)]


def proposed(
    who: Who, upload: Upload, grid: Grid, options: Options, columns: Columns | None
) -> dict[int, Proposal]:
    """What the headings may mean that name no column, as long as nothing was decided about the
    columns by hand.
    """
    filled = columns and replace(columns, keyless=options.keyless)
    taken = {*options.columns, *options.fixed, *(filled.names if filled else ())}
    unknown = (columns.unknown if columns else grid.headings)[:MOST_HEADINGS]
    width = max((heading.column + 1 for heading in unknown), default=0)
    rows = [row.cells[:width] for row in islice(grid.rows(), LOOKED_AT)]
    return proposals(who, upload.model, unknown, taken, rows)


def bring_in(
    who: Who, folder: Path, upload: Upload, *, on: date, progress: jobs.Told = jobs.untold
) -> dict[str, Any]:
    """Write the new and changed rows of the plan that was shown.

    A file that was brought in as it stands is not written again: its result says which batch it
    was. What was refused can still be mended in it for a week.
    """
    if upload.batch:
        return {"batch": upload.batch, "repeated": True}
    prepared = prepare(who, folder, upload, on=on)
    _forget(upload)
    result = commit(who, prepared.plan, progress)
    if result["batch"]:
        with suppress(DiskFull):  # the rows are in: brought in once more, the file changes nothing
            decide(folder, upload, batch=result["batch"])
    return result


@jobs.job("import", title="Import")
def work(task: jobs.Task) -> dict[str, Any]:
    """Bring a large file in."""
    folder, on = Path(task.parameters["folder"]), date.fromisoformat(task.parameters["on"])
    upload = find(task.who, folder, task.parameters["token"])
    if not upload.batch:
        decide(folder, upload, begun=True)
    try:
        rows = prepare(task.who, folder, upload, on=on).plan
        task.progress(0, rows.new + rows.changed)
        result = bring_in(task.who, folder, upload, on=on, progress=task.progress)
    except Exception:
        decide(folder, upload)
        raise
    task.done = task.total or 0
    return {"batch": result["batch"], "sentence": said(result)}


def said(result: dict[str, Any]) -> str:
    """What bringing a file in did, in words."""
    if result.get("repeated"):
        return "This file is in already, once."
    counts = {name: result[name] for name in ("new", "changed", "unchanged", "refused")}
    words = done_words(**counts, out=result["details"]["rows_left_out"])
    told = result["details"]["deadlines"]
    diary = diary_words(told["in_diary"] or 0, told["left_out"] or 0)
    return f"{words}. {diary}".strip() if words else "The file holds no rows."


def _mark(who: Who, upload: Upload, on: date) -> tuple:
    return (
        upload.token,
        who.email,
        who.roles,
        who.masked,
        json.dumps(asdict(upload), sort_keys=True),
        on,
    )


def _forget(upload: Upload) -> None:
    """Drop the kept plans of a file."""
    with _guard:
        for mark in [mark for mark in _plans if mark[0] == upload.token]:
            del _plans[mark]


def discard(folder: Path, upload: Upload) -> None:
    """Take a file away."""
    _forget(upload)
    for name in (upload.token, f"{upload.token}.json"):
        (folder / name).unlink(missing_ok=True)


def _clear_old(folder: Path) -> None:
    oldest = time.time() - KEPT_SECONDS
    for place in folder.iterdir():
        if place.is_file() and place.stat().st_mtime < oldest:
            place.unlink(missing_ok=True)


def _model(sheet: str) -> Any:
    if sheet not in BY_NAME:
        raise NotFound(f"There is no sheet “{sheet}”.")
    return BY_NAME[sheet]
