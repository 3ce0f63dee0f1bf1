"""Workbooks as somebody typed them, for the tests of the door."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time

import xlsxwriter

from data.reading import Sheet, Workbook
from data.recognise import read_workbook

Rows = Sequence[Sequence[object]]
TODAY = date(2026, 3, 20)
VISITS = ["序号", "日期", "来店时间", "客户姓名", "联系电话", "来店/来电", "首次/再次", "意向车型", "级别", "销售顾问"]


def typed(sheets: dict[str, Rows], merges: Sequence[str] = (), left: int = 0) -> bytes:
    """Return an .xlsx of these sheets, their cells beginning in column `left`; `merges` hold in every sheet."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day, clock = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "hh:mm"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for merge in merges:
                sheet.merge_range(merge, "")
            for line, cells in enumerate(rows):
                for column, cell in enumerate(cells, left):
                    if isinstance(cell, date | datetime):
                        sheet.write_datetime(line, column, cell, day)
                    elif isinstance(cell, time):
                        sheet.write_datetime(line, column, cell, clock)
                    elif isinstance(cell, str) and cell:
                        sheet.write_string(line, column, cell)
                    elif cell != "" and cell is not None:
                        sheet.write(line, column, cell)
    return content.getvalue()


def read(rows: Rows, name: str = "客流.xlsx", sheet: str = "Sheet1", **choices: object) -> Sheet:
    """Return the one sheet of a workbook of these rows, as read on 20 March 2026."""
    merges, left = choices.pop("merges", ()), choices.pop("left", 0)
    book = read_workbook(name, typed({sheet: rows}, merges, left), today=TODAY, **choices)
    assert not book.refusal
    return book.sheets[0]


def read_all(sheets: dict[str, Rows], name: str = "客流.xlsx", **choices: object) -> Workbook:
    """Return the workbook of these sheets, as read on 20 March 2026."""
    return read_workbook(name, typed(sheets), today=TODAY, **choices)


def column(sheet: Sheet, name: str) -> list[object]:
    """Return one field of all rows."""
    return sheet.rows[name].to_pylist()


def visit(day: object = date(2026, 3, 5), **cells: object) -> list[object]:
    """Return one line under VISITS with its usual values."""
    usual = {
        "序号": 1,
        "日期": day,
        "来店时间": "9:30",
        "客户姓名": "王伟",
        "联系电话": "13912345678",
        "来店/来电": "来店",
        "首次/再次": "首次",
        "意向车型": "K5",
        "级别": "A",
        "销售顾问": "张三",
    }
    return list((usual | cells).values())
