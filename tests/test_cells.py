"""Cells: every format gives the same rows, each cell where the spreadsheet has it."""

from datetime import date
from pathlib import Path

import pytest

from data.cells import letter
from data.recognise import read_workbook
from data.registers import Kind
from tests.typed import TODAY, VISITS, column, read, typed, visit

FILES = Path(__file__).parent / "files"
LINES = [["日期", "客户姓名", "电话", "来店/来电", "销售顾问"], ["2026-3-5", "王伟", "13912345678", "来店", "张三"]]


def test_letters_are_the_spreadsheets():
    assert [letter(place) for place in (0, 25, 26, 51, 52, 701, 702, 16383)] == "A Z AA AZ BA ZZ AAA XFD".split()


@pytest.mark.parametrize("name", ["visits.xls", "visits.ods"])
def test_old_and_open_formats_give_the_same_rows(name: str):
    sheet = read_workbook(name, (FILES / name).read_bytes(), today=TODAY).sheets[0]
    assert (sheet.name, sheet.kind, sheet.store, sheet.header_row) == ("3月", Kind.VISIT, "城东店", 2)
    assert column(sheet, "row") == [3, 4]
    assert column(sheet, "happened_on") == [date(2026, 3, 5), date(2026, 3, 6)]
    assert column(sheet, "arrived_minute") == [570, 845]
    assert column(sheet, "phone") == ["13912345678", "13812345678"]
    assert {c.field: c.letter for c in sheet.columns if c.field}["happened_on"] == "C"


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ","), ("gb18030", "\t"), ("utf-16", "\t"), ("utf-8", ";")],
)
@pytest.mark.parametrize("name", ["客流.csv", "客流.xls"])
def test_text_is_read_in_every_encoding_and_separator(name: str, encoding: str, separator: str):
    text = "\r\n".join(separator.join(line) for line in LINES)
    sheet = read_workbook(name, text.encode(encoding), today=TODAY).sheets[0]
    assert sheet.kind is Kind.VISIT
    assert sheet.rows.select(["row", "happened_on", "customer_name", "phone"]).to_pylist() == [
        {"row": 2, "happened_on": date(2026, 3, 5), "customer_name": "王伟", "phone": "13912345678"}
    ]


def test_a_line_break_within_quotes_is_one_row_as_in_excel():
    text = '日期,客户姓名,电话,来店/来电,备注\n2026-3-5,王伟,,来店,"一\n二"\n\n2026-3-6,李娜,,来电,\n'
    sheet = read_workbook("客流.csv", text.encode(), today=TODAY).sheets[0]
    assert column(sheet, "row") == [2, 4]
    assert column(sheet, "note") == ["一\n二", None]


def test_rows_and_letters_stay_true_when_the_table_stands_away_from_the_corner():
    sheet = read([[], [], ["来店登记"], VISITS, visit(联系电话="12")], left=3)
    assert (column(sheet, "row"), sheet.header_row) == ([5], 4)
    assert [(p.row, p.column, p.header) for p in sheet.problems] == [(5, "H", "联系电话")]


def test_hidden_sheets_and_charts_are_not_registers():
    sheets = {"客流": [VISITS, visit()], "选项": [["来店"], ["来电"]]}
    book = read_workbook("客流.xlsx", typed(sheets), today=TODAY)
    assert [(sheet.kind, sheet.reason) for sheet in book.sheets] == [(Kind.VISIT, ""), (Kind.NONE, "not_recognised")]
