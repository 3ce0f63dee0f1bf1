"""A register's records, cleaned column by column into one Arrow table, each wrong cell noted.

Cells are looked up in a memo of their column, some thousand lines at a time, so that a hundred thousand lines
neither take long nor stay in memory as Python objects.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from data.cells import Flaw, letter
from data.clean import Cleaner, Memo, cleaner, is_missing, is_tick, masked
from data.dates import Around
from data.headers import Register
from data.headings import Source
from data.joined import joined
from data.reading import Problem
from data.registers import MAIN_DATE, Kind
from data.texts import text_of
from data.troubled import Kept, Record
from data.vocabulary import plain

CHUNK = 4096
MOST_PROBLEMS = 10_000  # listed in full; the lines they cost are counted whatever their number
PERSONAL = {"name", "phone"}
MAY_LIE_AHEAD = {"next_contact_on"}
_NEW_OR_BACK = {"N", "BB"}  # beside be-backs N is new, not no
_SHORT_DAY_STEPS = 10  # 9.1 typed as a number after 9.9 means 9.10


@dataclass
class Columns:
    """What cleaning one register gave: Arrow arrays by field (dates as Python days), row numbers, problems met.

    `kept` holds the records that have problems, or may turn out to, as they stand.
    """

    rows: list[int] = field(default_factory=list)
    chunks: dict[str, list[pa.Array]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unlisted: int = 0
    dates: dict[str, list[date | None]] = field(default_factory=dict)
    orphans: set[int] = field(default_factory=set)  # rows that take their date from a cell that cannot be read
    kept: Kept = field(default_factory=lambda: Kept((), date.min))

    def note(self, problem: Problem) -> None:
        """Keep a problem, or count it when there are too many to list."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.unlisted += 1


class _Column:
    """One source's cells on their way to values."""

    def __init__(self, source: Source, how: "Reading") -> None:
        self.source = source
        self.place = source.columns[0]
        self.first_column = how.first_column
        self.letter = letter(self.place + how.first_column)
        clean = cleaner(
            source.field.cleaner, around=how.around, header=source.header, filled=source.filled, ends=source.ends
        )
        if meant := how.meanings.get(source.field.name):
            clean = _translated(clean, meant)
        self.memo = Memo(clean)
        self.personal = source.field.cleaner in PERSONAL

    def cells(self, columns: list[tuple[object, ...]]) -> Sequence[object]:
        """Return one chunk of the column's cells, those of several columns joined."""
        if self.source.join is None:
            return columns[self.place]
        return joined(self.source.join, [columns[place] for place in self.source.columns])

    def values(self, columns: list[tuple[object, ...]], rows: list[int], found: Columns) -> list[object]:
        """Clean one chunk of the column; cells that cannot be understood become None and are noted."""
        if self.source.values:
            return self._ticked([columns[place] for place in self.source.columns], rows, found)
        cells = self.cells(columns)
        if self.source.field.cleaner == "first" and not self.memo and set(cells) >= _NEW_OR_BACK:
            self.memo["N"] = True
        values = list(map(self.memo.__getitem__, cells))
        if self.memo.bad:
            bad = self.memo.bad
            for row, cell in zip(rows, cells, strict=True):
                if cell in bad:
                    self._note(row, cell, bad[cell], found)
        if self.source.inverted:
            values = [None if value is None else not value for value in values]
        return values

    def _note(self, row: int, cell: object, code: str, found: Columns, place: int | None = None) -> None:
        value = masked(cell, personal=self.personal)
        at = self.letter if place is None else letter(place + self.first_column)
        found.note(Problem(row, at, self.source.header, value, code, loses_row=False))

    def _ticked(self, cells: list[tuple[object, ...]], rows: list[int], found: Columns) -> list[object]:
        """Turn tick columns into the heading that is ticked (all of them, for reasons)."""
        labels = [self.memo[label] for label in self.source.values]
        several = self.source.field.cleaner == "reasons"
        values: list[object] = []
        for row, *line in zip(rows, *cells, strict=True):
            chosen = [place for place, cell in enumerate(line) if labels[place] is not None and _is_chosen(cell)]
            if several:
                values.append([code for place in chosen for code in labels[place]] or None)  # type: ignore[attr-defined]
            else:
                values.append(labels[chosen[0]] if chosen else None)
                if len(chosen) > 1:
                    self._note(row, line[chosen[1]], "several_ticks", found, self.source.columns[chosen[1]])
            for place, cell in zip(self.source.columns, line, strict=True):
                if cell.__class__ is Flaw:
                    self._note(row, cell, cell.code, found, place)
        return values


def _is_chosen(cell: object) -> bool:
    """Say whether a tick column's cell chooses it: whatever stands there does, but a no."""
    return is_tick(cell) is not False and not is_missing(cell) and cell.__class__ is not Flaw


@dataclass(frozen=True)
class Reading:
    """How a sheet's cells are read: `day` is the day its title or name gives, for records without one of their own.

    `meanings` says by field what a plain spelling means; what lies after `today` lies in the future.
    """

    around: Around
    first_column: int
    today: date
    day: date | None = None
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def clean(register: Register, records: Iterable[Record], how: Reading) -> Columns:
    """Clean the records of a register; dates without a year keep the year NO_YEAR, to be set by the caller."""
    found = Columns(kept=Kept([heading.column for heading in register.headings], how.today))
    columns = [_Column(source, how) for source in register.sources]
    carried = _Carried(register, how.day)
    iterator = iter(records)
    width = _width(register)
    while chunk := list(islice(iterator, CHUNK)):
        rows = [number for number, _, _ in chunk]
        cells = list(islice(zip(*(line for _, line, _ in chunk), strict=False), width))
        known = len(found.problems)
        found.rows.extend(rows)
        for column in columns:
            name, type_ = column.source.field.name, column.source.field.type
            values = column.values(cells, rows, found)
            if column.source.field.cleaner == "date":
                if name == carried.field:
                    carried.fill_rows(values, column.cells(cells), chunk)
                found.dates.setdefault(name, []).extend(values)  # type: ignore[arg-type]
            else:
                found.chunks.setdefault(name, []).append(pa.array(values, type_))
        if carried.field and carried.field not in register.fields:
            blank: list[object] = [None] * len(rows)
            carried.fill_rows(blank, blank, chunk)
            found.dates.setdefault(carried.field, []).extend(blank)  # type: ignore[arg-type]
        _keep_troubled(found, chunk, known, register.kind)
    found.orphans = set(carried.orphans)
    _settle_ticks(columns, found)
    return found


def _keep_troubled(found: Columns, chunk: list[Record], known: int, kind: Kind) -> None:
    """Keep the records of a chunk that have problems beyond the first `known`, or no day, or one that may lie ahead."""
    found.kept.keep(chunk, {problem.row for problem in found.problems[known:]})
    days = {name: found.dates[name][-len(chunk) :] for name in found.dates if name not in MAY_LIE_AHEAD}
    for values in days.values():
        found.kept.keep_ahead(chunk, values)
    dating = [days[name] for name in (MAIN_DATE[kind], "delivered_on") if name in days]
    if all(None in values for values in dating):
        found.kept.keep(chunk, {row for (row, *_), *values in zip(chunk, *dating, strict=True) if not any(values)})


def _width(register: Register) -> int:
    return max(heading.column for heading in register.headings) + 1


def _translated(clean: Cleaner, meant: Mapping[str, str]) -> Cleaner:
    """Read a cell as what the user said its spelling means."""

    def translate(raw: object) -> object:
        text = text_of(raw)
        meaning = meant.get(plain(text))
        return clean(raw if meaning is None else meaning)

    return translate


class _Carried:
    """The main date of a register, written once for several lines: on the first, in a line above, in the title."""

    def __init__(self, register: Register, day: date | None) -> None:
        name = MAIN_DATE[register.kind]
        own = next((source for source in register.sources if source.field.name == name), None)
        # an order date left blank may mean that nothing was ordered: only a plain "日期" is carried there
        carries = register.kind in (Kind.VISIT, Kind.TEST_DRIVE) or own is None or own.generic
        if register.kind is Kind.DEAL and own is None and "delivered_on" in register.fields:
            carries = False
        self.field = name if carries else ""
        self.titled = day
        self.last: date | None = None
        self.announced: date | None = None
        self.is_lost = False  # the last date above could not be read: what follows it has no day
        self.orphans: list[int] = []

    def fill_rows(self, values: list[object], cells: Sequence[object], chunk: list[Record]) -> None:
        """Fill the blank dates of a chunk of records and remember the rows whose date above was unreadable."""
        before = len(self.orphans)
        self.fill(values, cells, [announced for _, _, announced in chunk])
        self.orphans[before:] = [chunk[place][0] for place in self.orphans[before:]]

    def fill(self, values: list[object], cells: Sequence[object], announced: list[date | None]) -> None:
        """Fill blank dates with the last one above, and read 9.1 after 9.9 as the tenth."""
        if None not in values and self.announced is None and not any(announced) and float not in set(map(type, cells)):
            self.last, self.is_lost = values[-1], False  # type: ignore[assignment]
            return
        for place, (value, cell) in enumerate(zip(values, cells, strict=True)):
            if announced[place] != self.announced:
                self.announced = self.last = announced[place]
                self.is_lost = False
            if isinstance(value, date):
                if isinstance(cell, float) and self.last is not None:
                    values[place] = _next_ten(value, cell, self.last)
                self.last, self.is_lost = values[place], False  # type: ignore[assignment]
            elif not is_missing(cell):
                self.is_lost = True
            elif self.is_lost:
                self.orphans.append(place)
            else:
                values[place] = self.last or self.titled


def _next_ten(value: date, cell: float, last: date) -> date:
    """Undo a spreadsheet's 9.10 → 9.1: the day goes back although ten times it would go on."""
    if cell >= 13 or value >= last or (value.year, value.month) != (last.year, last.month) or value.day > 3:
        return value
    try:
        later = value.replace(day=value.day * _SHORT_DAY_STEPS)
    except ValueError:
        return value
    return later if later >= last else value


def _settle_ticks(columns: list[_Column], found: Columns) -> None:
    """Read blanks as no in a column where only yes was ever ticked."""
    for column in columns:
        field_ = column.source.field
        if field_.cleaner not in ("flag", "first") or column.source.values or field_.name not in found.chunks:
            continue
        array = pa.chunked_array(found.chunks[field_.name], field_.type)
        if field_.cleaner == "flag" and _crosses_only(column.memo):
            found.chunks[field_.name] = pc.invert(array).fill_null(False).chunks
            continue
        answers = {value for chunk in array.chunks for value in chunk.unique().to_pylist()}
        numbers = field_.cleaner == "flag"  # 来店次数 1 is a count, not a tick
        ticks_only = all(
            _is_plain_tick(raw, numbers=numbers) for raw, value in column.memo.items() if value is not None
        )
        ticked = not column.source.inverted
        if ticked in answers and (column.source.filled or (ticks_only and answers <= {None, ticked})):
            found.chunks[field_.name] = array.fill_null(not ticked).chunks


def _crosses_only(memo: Memo) -> bool:
    """Say whether the only mark in a column is the letter X, which then ticks; × beside √ does not."""
    marks = {raw.strip() for raw in memo if isinstance(raw, str) and raw.strip()}
    return bool(marks) and marks <= {"X", "x"}


def _is_plain_tick(raw: object, *, numbers: bool) -> bool:
    return is_tick(raw) is True and (numbers or (isinstance(raw, str) and not raw.strip()[:1].isdigit()))
