"""A workbook's bytes as sheets of cells, row by row, each cell where the spreadsheet has it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

from data.gate import Admission

Merge = tuple[tuple[int, int], tuple[int, int]]
Flaws = tuple[tuple[int, "Flaw"], ...]  # of one row: column counted from zero, and what stands there
_SEPARATORS = ("\t", ",", ";")


@dataclass(frozen=True)
class Flaw:
    """A cell that has no value although it is not blank: `text` is what it shows, `code` its problem."""

    text: str
    code: str

    def __str__(self) -> str:
        return self.text


@dataclass
class Unsaid:
    """What the parser does not say of a sheet: cells without a value and hidden rows, by row number from one.

    `columns` are ranges of hidden columns counted from zero; `starts_1904` is true when days are counted from 1904.
    """

    flaws: dict[int, Flaws] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: list[range] = field(default_factory=list)
    starts_1904: bool = False


@dataclass
class Cells:
    """One sheet: `rows` gives every line from the first, as lists; `first_column` is the place of their first cell.

    `merges` are merged ranges as ((top, left), (bottom, right)), counted from zero in the sheet. `broken` is true
    when the sheet cannot be read.
    """

    name: str
    rows: Iterator[Sequence[object]]
    first_column: int = 0
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    broken: bool = False
    unsaid: Unsaid = field(default_factory=Unsaid)


def letter(column: int) -> str:
    """Return the spreadsheet's letter of a column counted from zero: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def place_of(letters: str) -> int:
    """Return a column's place counted from zero: A → 0, AA → 26."""
    place = 0
    for character in letters:
        place = place * 26 + ord(character) - ord("A") + 1
    return place - 1


def sheets(name: str, content: bytes, admission: Admission) -> Iterator[Cells]:
    """Yield the sheets of an admitted file. Raises CalamineError when the file cannot be opened."""
    if admission.form == "text":
        yield _text(name, admission.text)
        return
    workbook = load_workbook(io.BytesIO(content))
    for index, about in enumerate(workbook.sheets_metadata):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        hidden = about.visible is not SheetVisibleEnum.Visible
        try:
            sheet = workbook.get_sheet_by_index(index)
        except CalamineError:
            yield Cells(about.name, iter(()), hidden=hidden, broken=True)
            continue
        column = sheet.start[1] if sheet.start else 0
        yield Cells(about.name, sheet.iter_rows(), column, sheet.merged_cell_ranges or [], hidden)


def _text(name: str, text: str) -> Cells:
    head = "\n".join(text.splitlines()[:50])
    separator = max(_SEPARATORS, key=head.count)
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Cells(stem, _lines(io.StringIO(text, newline=""), separator))


def _lines(text: io.StringIO, separator: str) -> Iterator[list[object]]:
    for line in csv.reader(text, delimiter=separator):
        yield [cell.strip() for cell in line]
