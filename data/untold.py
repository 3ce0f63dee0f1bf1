"""What the parser leaves unsaid, told: cells without a value put back into the records, hidden lines counted.

They are put back only when the records are known. A form's empty lines are full of formulas, and those are no record.
"""

from collections.abc import Iterable, Iterator

from data.cells import Cells, letter
from data.clean_columns import Columns
from data.headers import Register
from data.headings import Source
from data.reading import Problem
from data.troubled import Record

_DAYS_TO_1904 = 1462
_DAYS = range(18_000, 79_000)  # counted from 1904: the years 1953 to 2120


class Untold:
    """One register's records on their way to be cleaned."""

    def __init__(self, cells: Cells, register: Register) -> None:
        self._unsaid = cells.unsaid
        self._first_column = cells.first_column
        self._register = register
        self._sources = {column: source for source in register.sources for column in source.columns}
        self._dates = [s.columns[0] for s in register.sources if s.field.cleaner == "date"]
        self._hidden: list[int] = []

    def records(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records, a Flaw where a blank cell of a column in use shows an error or lacks its result."""
        unsaid = self._unsaid
        if not (unsaid.flaws or unsaid.rows or unsaid.starts_1904):
            yield from records
            return
        for row, line, day in records:
            if row in unsaid.rows:
                self._hidden.append(row)
            yield row, self._told(row, list(line)), day

    def _told(self, row: int, line: list[object]) -> list[object]:
        if self._unsaid.starts_1904:
            for place in self._dates:
                cell = line[place]
                if isinstance(cell, float) and int(cell) in _DAYS:
                    line[place] = cell + _DAYS_TO_1904
        for column, flaw in self._unsaid.flaws.get(row, ()):
            place = column - self._first_column
            if place in self._sources and line[place] in ("", None):
                line[place] = flaw
        return line

    def tell(self, columns: Columns) -> None:
        """Note what stands hidden and is read all the same."""
        notes = [
            self._hidden_column(place, source)
            for place, source in sorted(self._sources.items())
            if any(place + self._first_column in hidden for hidden in self._unsaid.columns)
        ]
        if self._hidden:
            notes.append(Problem(self._hidden[0], "", "", str(len(self._hidden)), "hidden_rows", loses_row=False))
        columns.problems[:0] = notes

    def _hidden_column(self, place: int, source: Source) -> Problem:
        at = letter(place + self._first_column)
        return Problem(self._register.first_line, at, source.header, "", "hidden_column", loses_row=False)
