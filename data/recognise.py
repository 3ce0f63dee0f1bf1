"""A dropped file's bytes → what its sheets are and what they hold, in one process and without asking anybody.

The parser can be killed by a hostile file, so the server calls this in a child process: `data.door.open_workbook`.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, count, islice
from pathlib import PurePath

import pyarrow as pa
from python_calamine import CalamineError, PasswordError

from data.asked import Asked
from data.cells import Cells, letter, place_of
from data.clean_columns import Reading, clean
from data.dates import Around, puts_days_first
from data.forms import Form, Grid, read_losses, read_summary
from data.gate import admit
from data.headers import Register, find_register, likeliest_line, register_at, register_of_layout
from data.hidden import sheets
from data.not_ours import why_no_register, why_not
from data.reading import Sheet, Workbook
from data.registers import MAIN_DATE, Kind
from data.rows import Line, Lines
from data.salespeople import name_salespeople
from data.texts import text_of
from data.titles import Told, first_told, told_by
from data.understood import FIRST_LINES, answered, columns_of, first_lines, lines_of, unrecognised, values_of
from data.untold import Untold
from data.vocabulary import plain
from data.years import Draft, finish

TOLD_EVERY = 2000  # lines
HEAD = 300  # lines looked at to tell what a sheet is; the two forms are never longer
_TITLE_LINES = 3  # where no heading says where a title ends
_DAY_NAME = re.compile(r"(\d{1,2})\s*[日号]?")


def read_workbook(
    name: str,
    content: bytes,
    asked: Asked | None = None,
    today: date | None = None,
    told: Callable[[int], None] | None = None,
) -> Workbook:
    """Read a file as `data.door.open_workbook` does, in this process; `today` decides which dates lie in the future.

    `told` is called with the number of lines read so far, now and then.
    A file that the parser aborts on takes the process with it; calamine's PanicException passes through.
    """
    about = Workbook(name, hashlib.sha256(content).hexdigest(), len(content))
    admission = admit(name, content)
    if admission.refusal:
        return replace(about, refusal=admission.refusal)
    file = _File(PurePath(name).stem, asked or Asked(), today or date.today())
    try:
        found_sheets = sheets(name, content, admission)
        drafts = [_draft(cells, file) for cells in (_counted(found_sheets, told) if told else found_sheets)]
    except PasswordError:
        return replace(about, refusal="encrypted")
    except (CalamineError, csv.Error):
        return replace(about, refusal="corrupt")
    name_salespeople(drafts)
    found = finish(drafts, file.asked.year, file.today)
    return replace(about, sheets=found, refusal=_refusal(found))


def _counted(found: Iterable[Cells], told: Callable[[int], None]) -> Iterator[Cells]:
    """Yield the sheets, their lines counted over all of them as they are walked."""
    numbers = count(1)

    def walked(rows: Iterable[Sequence[object]]) -> Iterator[Sequence[object]]:
        for line, number in zip(rows, numbers, strict=False):
            if number % TOLD_EVERY == 0:
                told(number)
            yield line

    for cells in found:
        cells.rows = walked(cells.rows)
        yield cells


def _refusal(found: tuple[Sheet, ...]) -> str:
    reasons = {sheet.reason for sheet in found}
    if any(sheet.kind is not Kind.NONE for sheet in found) or not reasons <= {"empty", "no_rows", "broken", "hidden"}:
        return ""
    for reason, refusal in (("no_rows", "no_rows"), ("broken", "corrupt"), ("hidden", "")):
        if reason in reasons:
            return refusal
    return "empty"


@dataclass(frozen=True)
class _File:
    """What all sheets of a file are read with: its name without the ending, the user's answers, today."""

    stem: str
    asked: Asked
    today: date


@dataclass(frozen=True)
class _Around:
    """What is known around one sheet before its records are read."""

    told: Told
    titles: str  # plain words of title, sheet name and file name


def _draft(cells: Cells, file: _File) -> Draft:
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
    form = _form(cells, head, file)
    return form or _register(cells, head, rows, file)


def _form(cells: Cells, head: list[list[object]], file: _File) -> Draft | None:
    grid = Grid(head, cells.first_column)
    for kind, read in ((Kind.SUMMARY, read_summary), (Kind.LOSS_SUMMARY, read_losses)):
        form = read(grid)
        if form is not None:
            told = _told(cells.name, head[: max(form.header_row - 1, 1)], file).told
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


def _told(sheet_name: str, title_lines: list[list[object]], file: _File) -> _Around:
    """Join what the user said, the titles, the sheet's name and the file's name tell, in this order."""
    titles = [text_of(cell) for line in title_lines for cell in line if isinstance(cell, str | date) and cell != ""][
        :30
    ]
    joined = told_by("  ".join(titles)) if titles else Told()
    named = told_by(sheet_name, is_sheet_name=True)
    filed = told_by(file.stem)
    told = first_told(
        Told(year=file.asked.year, store=file.asked.store), *(told_by(title) for title in titles), joined, named, filed
    )
    if told.day is None and told.month and (found := _DAY_NAME.fullmatch(sheet_name.strip())):
        told = replace(told, day=_day(told, int(found[1])))
    return _Around(told, plain("|".join([*titles, sheet_name, file.stem])))


def _day(told: Told, day: int) -> date | None:
    try:
        return date(told.year or 4, told.month or 1, day)
    except ValueError:
        return None


def _register(cells: Cells, head: list[list[object]], rows: Iterator[Sequence[object]], file: _File) -> Draft:
    register = _as_said(cells, head, file.asked) or _as_it_reads(cells, head, file)
    if isinstance(register, Draft):
        return register
    around = _told(cells.name, head[: register.header_line], file)
    asked = file.asked
    store = around.told.store or asked.usual
    answers, meanings = asked.fields_of(store, register.layout), asked.meanings(store)
    register = answered(register, answers)
    lines = Lines(register, head, cells.merges)
    mended = _Mended(asked, cells)
    numbered = mended.lines(enumerate(chain(head[register.first_line :], rows), register.first_line + 1))
    below = [cell for line in head[register.first_line :] for cell in line]
    dates = Around(around.told.month, puts_days_first(below))
    how = Reading(dates, cells.first_column, file.today, around.told.day, meanings)
    untold = Untold(cells, register)
    try:
        records = untold.records(lines.records(numbered))
        first = list(islice(records, FIRST_LINES))
        columns = clean(register, chain(first, records), how)
    except CalamineError:
        return Draft.none(cells.name, "broken")
    if not columns.rows:
        return Draft.none(cells.name, "no_rows")
    untold.tell(columns)
    sheet = Sheet(
        cells.name,
        register.kind,
        pa.table({}),
        store=around.told.store,
        header_row=register.first_line,
        columns=columns_of(register, head[register.first_line :], cells.first_column, answers),
        rows_read=len(columns.rows),
        rows_skipped=lines.skipped,
        layout=register.layout,
        values=values_of(register, columns, meanings),
        rows_mended=mended.mended,
        rows_unwanted=mended.left_out,
        first_lines=first_lines(register, first),
    )
    return Draft(sheet, around.told, columns=columns, main=_main_column(register, cells.first_column))


def _as_said(cells: Cells, head: list[list[object]], asked: Asked) -> Register | None:
    answer = asked.sheet(cells.name)
    return register_at(head, _spans(cells), Kind(answer.kind), answer.header_row - 1) if answer else None


def _as_it_reads(cells: Cells, head: list[list[object]], file: _File) -> Register | Draft:
    """Return the register that a sheet reads as, else the one that the user knows its headings as; or why none."""
    register = find_register(head, _spans(cells), lambda line: _told(cells.name, head[:line], file).titles)
    if register is None:
        if said := register_of_layout(head, _spans(cells), {one.layout for one in file.asked.columns}):
            return said
        reason = why_not(head, _told(cells.name, head[:_TITLE_LINES], file).titles)
        return _not_recognised(cells, head, reason)
    reason = why_no_register(register, head, _told(cells.name, head[: register.header_line], file).titles)
    return Draft.none(cells.name, reason) if reason else register


def _not_recognised(cells: Cells, head: list[list[object]], reason: str) -> Draft:
    """Show the first lines of a sheet, so that the user may say what it is."""
    draft, heading = Draft.none(cells.name, reason), likeliest_line(head)
    sheet = replace(
        draft.sheet,
        header_row=heading + 1,
        columns=unrecognised(head, heading, cells.first_column),
        first_lines=lines_of(head, heading),
    )
    return replace(draft, sheet=sheet)


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


class _Mended:
    """A sheet's lines with the cells the user put right, without those he left out; counts both."""

    def __init__(self, asked: Asked, cells: Cells) -> None:
        self._cells = {
            row: {place_of(column) - cells.first_column: value for column, value in places.items()}
            for row, places in asked.mended(cells.name).items()
        }
        self._unwanted = asked.rows_left_out(cells.name)
        self.mended = 0
        self.left_out = 0

    def lines(self, numbered: Iterable[Line]) -> Iterator[Line]:
        """Yield (row number, cells)."""
        if not self._cells and not self._unwanted:
            yield from numbered
            return
        for row, line in numbered:
            if row in self._unwanted:
                self.left_out += 1
            elif row in self._cells:
                self.mended += 1
                yield row, _with(line, self._cells[row])
            else:
                yield row, line


def _with(line: Sequence[object], cells: dict[int, str]) -> list[object]:
    width = max(len(line), *(place + 1 for place in cells))
    mended = [*line, *[""] * (width - len(line))]
    for place, value in cells.items():
        mended[place] = value
    return mended
