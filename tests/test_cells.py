"""Cells: every format gives the same rows, each cell where the spreadsheet has it."""

import io
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from data.cells import letter
from data.recognise import read_workbook
from data.registers import Kind
from tests.binary_workbook import binary_workbook
from tests.typed import TODAY, VISITS, column, read, visit

FILES = Path(__file__).parent / "files"
LINES = [["日期", "客户姓名", "电话", "来店/来电", "销售顾问"], ["2026-3-5", "王伟", "13912345678", "来店", "张三"]]


def test_letters_are_the_spreadsheets():
    assert [letter(place) for place in (0, 25, 26, 51, 52, 701, 702, 16383)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
        "XFD",
    ]


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


def test_hidden_sheets_and_charts_are_not_read():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        shown, hidden, chart = book.add_worksheet("客流"), book.add_worksheet("模板"), book.add_chartsheet("图")
        for sheet in (shown, hidden):
            for line, cells in enumerate([LINES[0], LINES[1]]):
                sheet.write_row(line, 0, cells)
        hidden.hide()
        drawn = book.add_chart({"type": "line"})
        drawn.add_series({"values": "=客流!$A$1:$A$2"})
        chart.set_chart(drawn)
    book = read_workbook("客流.xlsx", content.getvalue(), today=TODAY)
    assert [(s.name, s.kind, s.reason) for s in book.sheets] == [
        ("客流", Kind.VISIT, ""),
        ("模板", Kind.NONE, "hidden"),
    ]


def test_a_binary_workbook_is_read_too():
    rows = [
        [heading for heading in VISITS if heading != "序号"],
        [46086.0, "9:30", "王伟", 13912345678.0, "来店", "首次", "K5", "A", "张三"],
    ]
    sheet = read_workbook("客流.xlsb", binary_workbook("3月", rows), today=TODAY).sheets[0]
    assert (sheet.name, sheet.kind, sheet.rows_read) == ("3月", Kind.VISIT, 1)
    assert column(sheet, "happened_on") == [date(2026, 3, 5)]
    assert column(sheet, "phone") == ["13912345678"]
