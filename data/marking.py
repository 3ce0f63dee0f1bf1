"""The dropped file given back with its bad cells coloured and commented, to be mended where it was written.

Runs in the reading process only: what writes workbooks can be kept busy by a hostile file as well as what reads them.
"""

import io
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from data.cells import Cells, sheets
from data.clean import text_of
from data.gate import Admission, admit

ORANGE = "FFFBE3C8"
MOST_MERGED = 200_000  # cells: openpyxl makes an object of each
_WIDTH, _HEIGHT = 320, 110  # of a comment, in pixels
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
_WRITABLE = ("xlsx",)  # the forms that keep their looks


@dataclass(frozen=True)
class Comment:
    """What is said at the cell in `row` and `column` (letter; blank: the first) of a sheet, and what is written there.

    A `value` of None leaves the cell as it is.
    """

    sheet: str
    row: int
    column: str
    text: str
    value: str | None = None


def marked(name: str, content: bytes, comments: Sequence[Comment]) -> bytes:
    """Return a file as .xlsx with the cells that `comments` name coloured and commented.

    An .xlsx keeps its looks and formulas; of any other form the cells are written as they were read. Raises ValueError
    for a file whose merged cells would keep the writer busy for minutes.
    """
    from openpyxl import load_workbook  # noqa: PLC0415 (half a second that no reading has need of)
    from openpyxl.comments import Comment as Note  # noqa: PLC0415
    from openpyxl.styles import PatternFill  # noqa: PLC0415

    admission = admit(name, content)
    if sum(map(_merged_cells, sheets(name, content, admission))) > MOST_MERGED:
        raise ValueError("merged beyond what can be written")
    book = load_workbook(io.BytesIO(content)) if admission.form in _WRITABLE else _copied(name, content, admission)
    fill = PatternFill("solid", fgColor=ORANGE)
    for (sheet, row, column), said in _by_cell(comments).items():
        cell = _anchor(book[_title(sheet)], f"{column or 'A'}{row}")
        cell.fill = fill
        cell.comment = Note("\n".join(one.text for one in said), "Keyuan", height=_HEIGHT, width=_WIDTH)
        for value in (one.value for one in said if one.value is not None):
            _write(cell, value)
    marked_book = io.BytesIO()
    book.save(marked_book)
    return marked_book.getvalue()


def _merged_cells(cells: Cells) -> int:
    return sum((bottom - top + 1) * (right - left + 1) for (top, left), (bottom, right) in cells.merges)


def _by_cell(comments: Sequence[Comment]) -> dict[tuple[str, int, str], list[Comment]]:
    found: dict[tuple[str, int, str], list[Comment]] = defaultdict(list)
    for one in comments:
        found[one.sheet, one.row, one.column].append(one)
    return found


def _title(name: str) -> str:
    """Return the name of the sheet in the copy: a text file's may be too long for a sheet, or hold what none may."""
    return _NOT_IN_TITLES.sub("_", name)[:31]


def _anchor(sheet, place: str):  # type: ignore[no-untyped-def]  # openpyxl comes without types
    """Return the cell at a place, or the one that holds what a merged range shows there."""
    for merged in sheet.merged_cells.ranges:
        if place in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return sheet[place]


def _copied(name: str, content: bytes, admission: Admission):  # type: ignore[no-untyped-def]
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    book.remove(book.active)
    for cells in sheets(name, content, admission):
        sheet = book.create_sheet(_title(cells.name))
        sheet.sheet_state = "hidden" if cells.hidden else "visible"
        for number, line in enumerate(cells.rows, 1):
            for place, value in enumerate(line, cells.first_column + 1):
                if value not in ("", None):
                    _write(sheet.cell(number, place), value)
    return book


def _write(cell, value: object) -> None:  # type: ignore[no-untyped-def]
    if isinstance(value, str):
        cell.value = text_of(value)
        cell.data_type = "s"  # a text that begins with = is no formula
    else:
        cell.value = value
