"""Which lines under a heading hold a record, and which are totals, signatures, notes or empty forms."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice

from data.cells import Merge
from data.headers import Register
from data.texts import text_of
from data.titles import told_by
from data.vocabulary import plain, vocabulary

_MARK_COLUMNS = 6
_CHUNK = 1024
_SIGNED = re.compile(r"\s*([^:：()（）]{1,12}?)\s*(?:签字|签名|\(签字\)|（签字）)?\s*[:：]")
_OF_A_DAY = re.compile(r"^[\d年月日号周./-]+")  # «3月小计», «3月5日合计»
_INSTRUCTION = re.compile(
    r"\s*(?:\*|必填|选填|非必填|可选|格式|例如|例[:：]|如[:：]|下拉|请|填写|\d+位|required|optional|format)",
    re.IGNORECASE,
)
_SUMS = ("小计", "合计", "累计", "总计")
_LONGEST_TOTAL = 8
_COUNTED = re.compile(r"[\d(（:：=].*$")
_NOTHING = ("", None, 0)  # a form's formulas show 0 where nothing is filled in
_PREFILLED = {"store"}  # filled in advance on printed forms, like the running number and the date

Line = tuple[int, Sequence[object]]


class _Marks(dict[str, bool]):
    """Whether a text is a total's, a signature's or a note's first word, remembered."""

    def __init__(self) -> None:
        super().__init__()
        ends = {word[-1] for word in (*vocabulary().totals, *_SUMS)}
        self._signs = {*ends, ":", "："}  # one of which stands in every Chinese text that is marked

    def __missing__(self, cell: str) -> bool:
        if not cell.isascii() and self._signs.isdisjoint(cell.lower()):
            self[cell] = False
            return False
        words = vocabulary()
        label = plain(_COUNTED.sub("", _OF_A_DAY.sub("", cell.strip())))
        marked = label in words.totals or (len(label) <= _LONGEST_TOTAL and label.endswith(_SUMS))
        if not marked and (signed := _SIGNED.match(cell)):
            marked = plain(signed[1]) in words.footers
        self[cell] = marked
        return marked


class Lines:
    """Walks the lines of a register's sheet, yields its records and counts the rest.

    `skipped` counts totals, signatures, notes, repeated headings and pre-numbered empty lines; `day` is the day that
    the last line of its own announced ("2025年9月4日" alone between two blocks).
    """

    def __init__(self, register: Register, head: Sequence[Sequence[object]], merges: list[Merge]) -> None:
        """Take the register found in the lines of `head`; columns of `merges` count as the lines do."""
        self.skipped = 0
        self.day: date | None = None
        self._first = register.first_line + 1
        self._marks = _Marks()
        sources = register.sources
        columns = {column for source in sources for column in source.columns}
        prefilled = {s.columns[0] for s in sources if s.field.name in _PREFILLED or s.field.cleaner == "date"}
        self._telling = sorted(columns - prefilled) or [heading.column for heading in register.headings]
        self._width = max(heading.column for heading in register.headings) + 1
        self._headings = [
            [(column, cell) for column, cell in enumerate(line) if isinstance(cell, str) and cell.strip()]
            for line in head[register.header_line : register.first_line]
        ]
        self._merged = _vertical(merges, register.first_line, columns)
        self._open: dict[int, tuple[int, object]] = {}
        self._is_wide = len(columns) > 3
        self._examples = vocabulary().examples
        self._notes = [column for source in sources if source.field.name == "note" for column in source.columns]

    def records(self, lines: Iterable[Line]) -> Iterator[tuple[int, Sequence[object], date | None]]:
        """Yield (row number, cells, day announced above) of every record; row numbers count from one."""
        lines = iter(lines)
        yield from self._one_by_one(islice(lines, _CHUNK))
        while chunk := list(islice(lines, _CHUNK)):
            if self._are_plain([line for _, line in chunk]):
                day = self.day
                for number, line in chunk:
                    yield number, line, day
            else:
                yield from self._one_by_one(chunk)

    def _one_by_one(self, lines: Iterable[Line]) -> Iterator[tuple[int, Sequence[object], date | None]]:
        for number, cells in lines:
            if not any(cells):
                continue
            line = cells if len(cells) >= self._width else [*cells, *[""] * (self._width - len(cells))]
            if self._merged or self._open:
                line = self._repeated(number - 1, line)
            if self._is_record(line) and not self._is_instruction(number, line):
                yield number, line, self.day
            else:
                self.skipped += 1

    def _are_plain(self, lines: list[Sequence[object]]) -> bool:
        """Say quickly whether all of many lines are records, as most are: two columns filled throughout, no mark."""
        columns = list(zip(*lines, strict=False))
        if len(columns) < self._width or self._merged or self._open:
            return False
        full = [place for place in range(self._width) if not any(blank in columns[place] for blank in _NOTHING)]
        if len(full) < 2 or not set(full) & set(self._telling):
            return False
        if any(heading[0][1] in columns[heading[0][0]] for heading in self._headings if heading):
            return False
        words = {cell for column in columns[:_MARK_COLUMNS] for cell in column if cell.__class__ is str and cell}
        if any(self._marks[word] for word in words):
            return False
        notes = (cell for place in self._notes for cell in columns[place])
        return not any(cell.__class__ is str and cell.startswith(self._examples) for cell in notes)

    def _repeated(self, place: int, line: Sequence[object]) -> Sequence[object]:
        """Repeat what a cell merged over several lines says."""
        filled = list(line)
        for column, (last, value) in list(self._open.items()):
            if place > last:
                del self._open[column]
            elif filled[column] == "":
                filled[column] = value
        for column, last in self._merged.pop(place, ()):
            self._open[column] = (last, line[column])
        return filled

    def _is_record(self, line: Sequence[object]) -> bool:
        for column in self._telling:
            if line[column] not in _NOTHING:
                break
        else:
            self._announced(line)
            return False
        marks = self._marks
        for cell in line[:_MARK_COLUMNS]:
            if cell.__class__ is str and cell and marks[cell]:
                return False
        return not (self._is_heading(line) or self._is_note(line) or self._is_example(line))

    def _is_example(self, line: Sequence[object]) -> bool:
        """A blank register's example line says in its remarks that it is one."""
        for column in self._notes:
            cell = line[column]
            if cell.__class__ is str and cell.startswith(self._examples):
                return True
        return False

    def _is_instruction(self, number: int, line: Sequence[object]) -> bool:
        """The line under the headings may tell how they are to be filled in: 必填, 格式：2026-01-01."""
        if number != self._first:
            return False
        return sum(cell.__class__ is str and bool(_INSTRUCTION.match(cell)) for cell in line) >= 2

    def _is_heading(self, line: Sequence[object]) -> bool:
        for heading in self._headings:
            column, text = heading[0]
            if line[column] == text or (len(heading) > 1 and line[heading[1][0]] == heading[1][1]):
                same = sum(1 for column, text in heading if line[column] == text)
                if same >= max(2, 0.6 * len(heading)):
                    return True
        return False

    def _is_note(self, line: Sequence[object]) -> bool:
        """A lone text in a table of many columns is a note, or announces the day of the lines below."""
        if not self._is_wide:
            return False
        lone = _lone(line)
        if not isinstance(lone, str):
            return False
        self._announced(line)
        return len(lone) > 6 or self.day is not None

    def _announced(self, line: Sequence[object]) -> None:
        lone = _lone(line)
        if lone is not None and (day := told_by(text_of(lone)).day):
            self.day = day


def _lone(line: Sequence[object]) -> object:
    """Return the only filled cell of a line, None if it has more."""
    found: object = None
    for cell in line:
        if cell != "" and cell is not None:
            if found is not None:
                return None
            found = cell
    return found


def _vertical(merges: list[Merge], first_line: int, columns: set[int]) -> dict[int, list[tuple[int, int]]]:
    """Return line → (column, last line) of the cells merged downwards among the records."""
    found: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in merges:
        if top >= first_line and bottom > top and left == right and left in columns:
            found.setdefault(top, []).append((left, bottom))
    return found
