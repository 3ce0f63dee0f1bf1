"""A dropped file's bytes → what its sheets are and what they hold, in one process and without asking anybody.

The parser can be killed by a hostile file, so the server calls this in a child process: `data.door.open_workbook`.
"""

import csv
import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice
from pathlib import PurePath

import pyarrow as pa
from python_calamine import CalamineError, PasswordError

from data.cells import Cells, letter, sheets
from data.clean import is_missing, masked, text_of
from data.clean_columns import MAIN_DATE, PERSONAL, clean
from data.dates import Around, puts_days_first
from data.forms import Form, Grid, read_losses, read_summary
from data.gate import admit
from data.headers import Register, find_register
from data.reading import Column, Sheet, Workbook
from data.registers import Field, Kind
from data.rows import Lines
from data.titles import Told, first_told, told_by
from data.vocabulary import plain, vocabulary
from data.years import Draft, finish

HEAD = 300  # lines looked at to tell what a sheet is; the two forms are never longer
_DAY_NAME = re.compile(r"(\d{1,2})\s*[日号]?")
_PERSONAL_TEXT = {"referrer", "area"}
_FREE_TEXT = {"note"}  # says anything about anybody, as may a column that is not used


def read_workbook(
    name: str, content: bytes, year: int | None = None, store: str | None = None, today: date | None = None
) -> Workbook:
    """Read a file as `data.door.open_workbook` does, in this process; `today` decides which dates lie in the future.

    A file that the parser aborts on takes the process with it; calamine's PanicException passes through.
    """
    about = Workbook(name, hashlib.sha256(content).hexdigest(), len(content))
    admission = admit(name, content)
    if admission.refusal:
        return replace(about, refusal=admission.refusal)
    asked = Told(year=year, store=store)
    stem = PurePath(name).stem
    try:
        drafts = [_draft(cells, asked, stem) for cells in sheets(name, content, admission)]
    except PasswordError:
        return replace(about, refusal="encrypted")
    except (CalamineError, csv.Error):
        return replace(about, refusal="corrupt")
    found = finish(drafts, asked.year, today or date.today())
    return replace(about, sheets=found, refusal=_refusal(found))


def _refusal(found: tuple[Sheet, ...]) -> str:
    reasons = {sheet.reason for sheet in found}
    if any(sheet.kind is not Kind.NONE for sheet in found) or not reasons <= {"empty", "no_rows", "broken", "hidden"}:
        return ""
    for reason, refusal in (("no_rows", "no_rows"), ("broken", "corrupt"), ("hidden", "")):
        if reason in reasons:
            return refusal
    return "empty"


@dataclass(frozen=True)
class _Around:
    """What is known around one sheet before its records are read."""

    told: Told
    titles: str  # plain words of title, sheet name and file name


def _draft(cells: Cells, asked: Told, stem: str) -> Draft:
    """Read one sheet up to the questions that only the whole workbook answers."""
    if cells.broken or cells.hidden:
        return Draft.none(cells.name, "broken" if cells.broken else "hidden")
    rows = iter(cells.rows)
    try:
        head = [list(line) for line in islice(rows, HEAD)]
    except CalamineError:
        return Draft.none(cells.name, "broken")
    if not any(cell not in ("", None) for line in head for cell in line):
        return Draft.none(cells.name, "empty")
    cells.merges = [((t, l - cells.first_column), (b, r - cells.first_column)) for (t, l), (b, r) in cells.merges]  # noqa: E741
    form = _form(cells, head, asked, stem)
    return form or _register(cells, head, rows, asked, stem)


def _form(cells: Cells, head: list[list[object]], asked: Told, stem: str) -> Draft | None:
    grid = Grid(head, cells.first_column)
    for kind, read in ((Kind.SUMMARY, read_summary), (Kind.LOSS_SUMMARY, read_losses)):
        form = read(grid)
        if form is not None:
            told = _told(cells.name, head[: max(form.header_row - 1, 1)], asked, stem).told
            return _form_draft(cells.name, kind, form, told)
    return None


def _form_draft(name: str, kind: Kind, form: Form, told: Told) -> Draft:
    if not form.cells and not form.problems:
        return Draft.none(name, "no_rows")
    sheet = Sheet(
        name,
        kind,
        pa.table({}),
        store=told.store,
        header_row=form.header_row,
        columns=tuple(form.columns),
        rows_read=len(form.cells) + len(form.problems),
        rows_left_out=len(form.problems),
        rows_skipped=form.skipped,
        problems=tuple(form.problems),
    )
    return Draft(sheet, told, form=form)


def _told(sheet_name: str, title_lines: list[list[object]], asked: Told, stem: str) -> _Around:
    """Join what the user said, the titles, the sheet's name and the file's name tell, in this order."""
    titles = [text_of(cell) for line in title_lines for cell in line if isinstance(cell, str | date) and cell != ""][
        :30
    ]
    joined = told_by("  ".join(titles)) if titles else Told()
    named = told_by(sheet_name, is_sheet_name=True)
    filed = told_by(stem)
    told = first_told(asked, *(told_by(title) for title in titles), joined, named, filed)
    if told.day is None and told.month and (found := _DAY_NAME.fullmatch(sheet_name.strip())):
        told = replace(told, day=_day(told, int(found[1])))
    return _Around(told, plain("|".join([*titles, sheet_name, stem])))


def _day(told: Told, day: int) -> date | None:
    try:
        return date(told.year or 4, told.month or 1, day)
    except ValueError:
        return None


def _register(
    cells: Cells, head: list[list[object]], rows: Iterator[Sequence[object]], asked: Told, stem: str
) -> Draft:
    around = _told(cells.name, head[:3], asked, stem)
    register = find_register(head, _spans(cells), around.titles)
    if register is None or _is_pivot(head[:10]):
        return Draft.none(cells.name, _why_not(head, around.titles))
    around = _told(cells.name, head[: register.header_line], asked, stem)
    if _is_leads(register, around.titles):
        return Draft.none(cells.name, "leads")
    lines = Lines(register, head, cells.merges)
    numbered = enumerate(chain(head[register.first_line :], rows), register.first_line + 1)
    below = [cell for line in head[register.first_line :] for cell in line]
    dates = Around(around.told.month, puts_days_first(below))
    try:
        columns = clean(register, lines.records(numbered), dates, cells.first_column, around.told.day)
    except CalamineError:
        return Draft.none(cells.name, "broken")
    if not columns.rows:
        return Draft.none(cells.name, "no_rows")
    sheet = Sheet(
        cells.name,
        register.kind,
        pa.table({}),
        store=around.told.store,
        header_row=register.first_line,
        columns=_columns(register, head, cells.first_column),
        rows_read=len(columns.rows),
        rows_skipped=lines.skipped,
    )
    return Draft(sheet, around.told, columns=columns, main=_main_column(register, cells.first_column))


def _main_column(register: Register, first_column: int) -> tuple[str, str]:
    """Return the letter and heading of the column that dates a record; blank when the title dates it."""
    name = MAIN_DATE[register.kind]
    own = next((source for source in register.sources if source.field.name == name), None)
    return (letter(own.columns[0] + first_column), own.header) if own else ("", "")


def _spans(cells: Cells) -> dict[int, dict[int, int]]:
    spans: dict[int, dict[int, int]] = {}
    for (top, left), (bottom, right) in cells.merges:
        if right > left and top == bottom:
            spans.setdefault(top, {})[left] = right
    return spans


def _is_pivot(head: list[list[object]]) -> bool:
    texts = [plain(cell) for line in head for cell in line if isinstance(cell, str) and cell]
    return any(text.startswith(word) for text in texts for word in vocabulary().pivot)


def _why_not(head: list[list[object]], titles: str) -> str:
    if _is_pivot(head[:10]):
        return "pivot"
    return "leads" if any(word in titles for word in vocabulary().leads) else "not_recognised"


def _is_leads(register: Register, titles: str) -> bool:
    """A list of leads has customers and levels, but nobody came: without a sign of a visit it is not traffic."""
    if register.kind is not Kind.VISIT or not any(word in titles for word in vocabulary().leads):
        return False
    return not register.fields & {"arrived_minute", "left_minute", "stay_minutes", "is_first", "party_size"}


def _columns(register: Register, head: list[list[object]], first_column: int) -> tuple[Column, ...]:
    fields = {column: source.field for source in register.sources for column in source.columns}
    described = []
    for heading in register.headings:
        field = fields.get(heading.column)
        lines = head[register.first_line :]
        cells = (line[heading.column] for line in lines if heading.column < len(line))
        example = next((cell for cell in cells if not is_missing(cell)), "")
        shown = "" if field is None or field.name in _FREE_TEXT else masked(example, personal=_is_personal(field))
        described.append(
            Column(letter(heading.column + first_column), heading.text, field.name if field else None, shown)
        )
    return tuple(described)


def _is_personal(field: Field) -> bool:
    return field.cleaner in PERSONAL or field.name in _PERSONAL_TEXT
