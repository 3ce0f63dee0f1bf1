"""A form on paper: a title across the table, header lines, rows, a total and signatures, written as a workbook."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | date | time | None
Row = Sequence[Cell]


@dataclass
class Form:
    """One sheet: `groups` are merged parent headers (first column, last column, text) above `header`.

    `rows` follow; `foot` lines stand under the table.
    """

    sheet: str
    title: str
    header: Row
    rows: Iterable[Row]
    groups: Sequence[tuple[int, int, str]] = ()
    foot: Sequence[Row] = field(default=())


def workbook(forms: Iterable[Form]) -> bytes:
    """Return the .xlsx of `forms`, one sheet each; the same forms give the same bytes."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": datetime(2026, 11, 18, 18, 0)})
    pen = _Pen(book)
    for form in forms:
        pen.write(form)
    book.close()
    return content.getvalue()


class _Pen:
    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.title = book.add_format({"bold": True, "font_size": 14, "align": "center"})
        self.head = book.add_format({"bold": True, "border": 1, "align": "center", "text_wrap": True})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.clock = book.add_format({"num_format": "h:mm"})

    def write(self, form: Form) -> None:
        sheet = self.book.add_worksheet(form.sheet)
        sheet.set_column(0, len(form.header) - 1, 11)
        place = 0
        if form.title:
            sheet.merge_range(0, 0, 0, len(form.header) - 1, form.title, self.title)
            place = 1
        if form.groups:
            self._groups(sheet, place, form)
            place += 1
        for row, look in ((form.header, self.head), *((row, None) for row in (*form.rows, *form.foot))):
            for column, value in enumerate(row):
                if value is not None and value != "":
                    self._cell(sheet, place, column, value, look)
            place += 1

    def _groups(self, sheet: Worksheet, place: int, form: Form) -> None:
        for first, last, text in form.groups:
            if first == last:
                sheet.write_string(place, first, text, self.head)
            else:
                sheet.merge_range(place, first, place, last, text, self.head)

    def _cell(self, sheet: Worksheet, place: int, column: int, value: Cell, look: Format | None) -> None:
        if isinstance(value, str):
            sheet.write_string(place, column, value, look)
        elif isinstance(value, (date, datetime)):
            sheet.write_datetime(place, column, value, look or self.day)
        elif isinstance(value, time):
            sheet.write_datetime(place, column, value, look or self.clock)
        elif value is not None:
            sheet.write_number(place, column, value, look)
