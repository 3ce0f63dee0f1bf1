"""A sheet of a register while somebody fills it in, and beside each record the row that reading must give."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from data.cells import letter
from data.registers import Kind
from tests.registers.happened import Record

Cell = object
Write = Callable[..., Cell]


def _as_it_is(value: object) -> object:
    return value


@dataclass(frozen=True)
class Column:
    """A column of a register: `heading` as written, the `field` that it must become ("" if it is not needed).

    `write` makes the cell from the record's value (of a column that is not needed, from its running number); `meant`
    the value that reading must give. `group` is the heading above it. What only a person can know is `asked`. A column
    of days with times of day gives a `second` field.
    """

    heading: str
    field: str = ""
    write: Write = _as_it_is
    meant: Write = _as_it_is
    group: str = ""
    asked: bool = False
    second: str = ""

    def cell(self, record: Record) -> Cell:
        """Return what stands in this column of a record's line."""
        value = record.get(self.field or "no")
        return "" if value is None else self.write(value)


@dataclass
class Page:
    """One sheet: its cells by (line, column) counted from zero, and what reading must make of it.

    `left` is the column it begins in. `also` holds what the sheet says of every record outside its columns. `rows` and
    `columns` (letter, column) are the answer; `problems` (row, code) what must be pointed out.
    """

    name: str = "Sheet1"
    kind: Kind = Kind.VISIT
    left: int = 0
    reason: str = ""
    store: str | None = None
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: list[int] = field(default_factory=list)
    rows: list[dict[str, object]] = field(default_factory=list)
    columns: list[tuple[str, Column]] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)
    also: dict[str, object] = field(default_factory=dict)
    next: int = 0

    def line(self, *cells: Cell) -> int:
        """Write a line below the last one; return its row number."""
        for column, cell in enumerate(cells, self.left):
            if cell != "" and cell is not None:
                self.cells[self.next, column] = cell
        self.next += 1
        return self.next

    def title(self, text: str, across: int = 0) -> None:
        """Write a line of one text, merged over `across` columns."""
        row = self.line(text)
        if across:
            self.merge(row - 1, 0, row - 1, across - 1)

    def heading(self, *columns: Column) -> None:
        """Write one line of headings."""
        self._describe(columns)
        self.line(*(column.heading for column in columns))

    def two_headings(self, *columns: Column, merged: bool = True) -> None:
        """Write the groups' line and the headings' line; a column without a group stands in the first."""
        self._describe(columns)
        first = self.next
        groups = [column.group or column.heading for column in columns]
        starts = [place == 0 or columns[place].group != columns[place - 1].group for place in range(len(columns))]
        self.line(*(g if s or not c.group else "" for g, s, c in zip(groups, starts, columns, strict=True)))
        self.line(*(column.heading if column.group else "" for column in columns))
        if not merged:
            return
        place = 0
        for group, members in groupby(columns, key=lambda column: column.group or column):
            width = len(list(members))
            if isinstance(group, Column):
                self.merge(first, place, first + 1, place)
            elif width > 1:
                self.merge(first, place, first, place + width - 1)
            place += width

    def records(self, records: Sequence[Record], *, of: Sequence[Column] = ()) -> list[int]:
        """Write a line a record under the headings (`of` others, for one block of two); return the row numbers."""
        columns = of or [column for _, column in self.columns]
        return [self._record(record, columns) for record in records]

    def _record(self, record: Record, columns: Sequence[Column]) -> int:
        row = self.line(*(column.cell(record) for column in columns))
        answer = dict(self.also)
        for column in columns:
            value = record.get(column.field) if column.field else None
            if value is not None and (meant := column.meant(value)) is not None:
                answer[column.field] = meant
        self.rows.append({"row": row, **answer})
        return row

    def put(self, row: int, heading: str, cell: Cell, **answer: object) -> None:
        """Write another cell into a record's line and set what its row must then give (None: nothing)."""
        place = next(i for i, (_, column) in enumerate(self.columns) if column.heading == heading)
        self.cells[row - 1, self.left + place] = cell
        known = next((line for line in self.rows if line["row"] == row), {})
        known.update(answer)

    def merge_days(self, records: Sequence[Record], rows: Sequence[int], column: int = 0) -> None:
        """Merge the cells of one day, as somebody does who writes the date once."""
        for _, found in groupby(zip(records, rows, strict=True), key=lambda pair: pair[0]["happened_on"]):
            lines = [row - 1 for _, row in found]
            if len(lines) > 1:
                for line in lines[1:]:
                    self.cells.pop((line, self.left + column))
                self.merge(lines[0], column, lines[-1], column)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge cells, lines counted from zero in the sheet, columns from zero in the table."""
        self.merges.append((top, self.left + left, bottom, self.left + right))

    def _describe(self, columns: Sequence[Column]) -> None:
        self.columns = [(letter(place), column) for place, column in enumerate(columns, self.left)]


@dataclass(frozen=True)
class Layout:
    """One way to keep a register: the file and its pages. `about` says in a few words what is special about it."""

    name: str
    about: str
    file: str
    pages: list[Page]
    content: bytes
