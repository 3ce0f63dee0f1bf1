"""Pages → the bytes of a file: .xlsx, .xls, .ods, .csv and tab-separated text."""

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tests.binary_workbook import binary_workbook
from tests.registers.page import Cell, Page


@dataclass(frozen=True)
class Formula:
    """A formula and the result kept with it; `value` is None when no program has worked it out."""

    text: str
    value: object = None


def xlsx(pages: Sequence[Page], *, starts_1904: bool = False) -> bytes:
    """Return an .xlsx; dates and times are real ones."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "date_1904": starts_1904}) as book:
        formats = {
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            time: book.add_format({"num_format": "hh:mm"}),
        }
        for page in pages:
            sheet = book.add_worksheet(page.name)
            if page.hidden:
                sheet.hide()
            for row in page.hidden_rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for merge in page.merges:
                sheet.merge_range(*merge, "")
            for (line, column), cell in page.cells.items():
                _write(sheet, line, column, cell, formats.get(type(cell)))
    return content.getvalue()


def _write(sheet: Worksheet, line: int, column: int, cell: Any, format_: Format | None) -> None:
    if format_ is not None:
        sheet.write_datetime(line, column, cell, format_)
    elif isinstance(cell, Formula):
        sheet.write_formula(line, column, cell.text, None, "" if cell.value is None else cell.value)
    elif isinstance(cell, str):
        sheet.write_string(line, column, cell)
    else:
        sheet.write(line, column, cell)


def xls(pages: Sequence[Page]) -> bytes:
    """Return an .xls as Excel 97 to 2003 kept it."""
    book = xlwt.Workbook(encoding="utf-8")
    styles = {date: xlwt.easyxf(num_format_str="YYYY-MM-DD"), time: xlwt.easyxf(num_format_str="h:mm")}
    for page in pages:
        sheet = book.add_sheet(page.name, cell_overwrite_ok=True)
        for top, left, bottom, right in page.merges:
            sheet.merge(top, bottom, left, right)
        for (line, column), cell in page.cells.items():
            sheet.write(line, column, cell, styles.get(type(cell), xlwt.Style.default_style))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def xlsb(page: Page) -> bytes:
    """Return an .xlsb of one sheet, its days and times as bare numbers."""
    return binary_workbook(page.name, [[_bare(cell) for cell in line] for line in grid(page)])


def _bare(cell: Cell) -> str | float:
    if isinstance(cell, date):
        return float((cell - date(1899, 12, 30)).days)
    if isinstance(cell, time):
        return (cell.hour * 60 + cell.minute) / 1440
    return cell if isinstance(cell, str) else float(str(cell))


def text(page: Page, separator: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """Return a page as text, its lines as far as they are filled."""
    content = io.StringIO(newline="")
    csv.writer(content, delimiter=separator).writerows([_shown(cell) for cell in line] for line in grid(page))
    return content.getvalue().encode(encoding)


def _shown(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, time):
        return f"{cell.hour}:{cell.minute:02d}"
    return str(cell)


def grid(page: Page) -> list[list[Cell]]:
    """Return the cells of a page line by line, "" where nothing stands."""
    width = max(column for _, column in page.cells) + 1
    return [[page.cells.get((line, column), "") for column in range(width)] for line in range(page.next)]


_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("table", "table"), ("text", "text"))
)
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ODS = "application/vnd.oasis.opendocument.spreadsheet"


def ods(pages: Sequence[Page]) -> bytes:
    """Return an .ods as LibreOffice and WPS keep it."""
    tables = "".join(
        f"<table:table table:name={quoteattr(page.name)}>"
        + "".join(f"<table:table-row>{''.join(map(_ods_cell, line))}</table:table-row>" for line in grid(page))
        + "</table:table>"
        for page in pages
    )
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    document = f'<?xml version="1.0"?><office:document-content {_SPACES}>{body}</office:document-content>'
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("META-INF/manifest.xml", f'<manifest xmlns="{_MANIFEST}"/>')
        archive.writestr("content.xml", document)
    return content.getvalue()


def _ods_cell(cell: Cell) -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, date):
        return _valued("date", "date-value", cell.isoformat())
    if isinstance(cell, time):
        return _valued("time", "time-value", f"PT{cell.hour:02d}H{cell.minute:02d}M00S")
    if isinstance(cell, int | float):
        return _valued("float", "value", str(cell))
    shown = escape(str(cell))
    return f'<table:table-cell office:value-type="string"><text:p>{shown}</text:p></table:table-cell>'


def _valued(kind: str, name: str, value: str) -> str:
    shown = f"<text:p>{value}</text:p>"
    return f'<table:table-cell office:value-type="{kind}" office:{name}="{value}">{shown}</table:table-cell>'
