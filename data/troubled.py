"""The records with problems, kept as they stand while a register is read, so that they can be mended.

Most problems are known when a record is cleaned. A day in the future or a missing one is known only when the whole
workbook has told its year: records that may come to that are kept too, and dropped at the end.
"""

from collections.abc import Sequence
from datetime import date

from data.dates import NO_YEAR
from data.reading import Line
from data.texts import text_of

MOST = 500  # records kept of a sheet
_LEAP_DAY = (2, 29)  # of a year that has none there is no such day


Record = tuple[int, Sequence[object], date | None]  # row, cells, the day announced above


class Kept:
    """Keeps the first records that have problems and the first that may turn out to; `places` are the columns shown."""

    def __init__(self, places: Sequence[int], today: date) -> None:
        self._places = places
        self._today = today
        self._found: dict[int, Line] = {}
        self._doubtful: dict[int, Line] = {}

    def keep(self, lines: Sequence[Record], rows: set[int]) -> None:
        """Keep those of the records whose row has a problem."""
        if rows and len(self._found) < MOST:
            self._found.update(self._taken(lines, rows, MOST - len(self._found)))

    def keep_ahead(self, lines: Sequence[Record], days: Sequence[date | None]) -> None:
        """Keep those of the lines whose day, one for each, may lie ahead once its year is known."""
        known = [day for day in (min(filter(None, days), default=None), max(filter(None, days), default=None)) if day]
        if len(self._doubtful) < MOST and any(day.year == NO_YEAR or day > self._today for day in known):
            rows = {row for (row, *_), day in zip(lines, days, strict=True) if day and self._may_lie_ahead(day)}
            self._doubtful.update(self._taken(lines, rows, MOST - len(self._doubtful)))

    def of(self, rows: set[int]) -> tuple[Line, ...]:
        """Return the kept records of these rows, in the sheet's order."""
        return tuple(line for row, line in sorted((self._doubtful | self._found).items()) if row in rows)[:MOST]

    def _may_lie_ahead(self, day: date) -> bool:
        if day.year == NO_YEAR:
            return (day.month, day.day) > (self._today.month, self._today.day) or (day.month, day.day) == _LEAP_DAY
        return day > self._today

    def _taken(self, lines: Sequence[Record], rows: set[int], most: int) -> dict[int, Line]:
        taken: dict[int, Line] = {}
        for row, cells, _ in lines:
            if row in rows and len(taken) < most:
                taken[row] = Line(row, tuple(_text(cells[place]) for place in self._places))
        return taken


def _text(cell: object) -> str:
    return "" if cell is None else text_of(cell)
