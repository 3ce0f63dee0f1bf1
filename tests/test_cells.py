"""Cells: every format gives the same rows, each cell where the spreadsheet has it."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from data.cells import Flaw, Unsaid, letter
from data.hidden import Look
from data.reading import Sheet
from data.recognise import read_workbook
from data.registers import Kind
from tests.binary_workbook import binary_workbook
from tests.patched import cell, patched
from tests.typed import TODAY, VISITS, column, read, typed, visit

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


def _told(content: bytes) -> tuple[Sheet, list[tuple[int, str, str, str, bool]]]:
    sheet = read_workbook("客流.xlsx", content, today=TODAY).sheets[0]
    return sheet, [(p.row, p.column, p.value, p.code, p.loses_row) for p in sheet.problems]


def test_an_error_and_a_formula_without_its_result_are_told_and_cost_a_row_only_as_its_date():
    content = typed({"客流": [VISITS, visit(), visit(), visit(), visit()]})
    broken = patched(
        content,
        dict(
            [
                cell("D2", "<f>VLOOKUP(A2,X:Y,2,0)</f><v>#N/A</v>", "e"),
                cell("E3", "<f>X3</f>"),
                cell("B4", "<f>TODAY()</f><v></v>"),
                cell("H5", '<f t="shared" si="0"/><v>#SPILL!</v>', "e"),
                cell("I5", '<f>IF(A5="","",A5)</f><v></v>', "str"),
            ]
        ),
    )
    sheet, told = _told(broken)
    assert told == [
        (2, "D", "#N/A", "error_cell", False),
        (3, "E", "=", "no_value", False),
        (4, "B", "=", "no_value", True),
        (5, "H", "#SPILL!", "error_cell", False),
    ]
    assert (column(sheet, "row"), sheet.rows_left_out) == ([2, 3, 5], 1)
    assert column(sheet, "customer_name") == [None, "王伟", "王伟"]
    assert column(sheet, "model") == ["K5", "K5", None]


def test_a_date_that_is_an_error_is_not_taken_from_the_line_above():
    content = typed({"客流": [VISITS, visit(), visit("?"), visit("")]})
    _, told = _told(patched(content, dict([cell("B3", "<v>#REF!</v>", "e")])))
    assert told == [(3, "B", "#REF!", "error_cell", True), (4, "B", "", "bad_date_above", True)]


def test_formulas_on_the_empty_lines_of_a_form_are_no_records():
    content = typed({"客流": [VISITS, visit(), [2, "", "", "?"], [3, "", "", "?"]]})
    sheet, told = _told(patched(content, dict([cell("D3", "<f>X3</f><v>#N/A</v>", "e"), cell("D4", "<f>X4</f>")])))
    assert (told, sheet.rows_read, sheet.rows_skipped) == ([], 1, 2)


def test_errors_under_headings_to_tick_are_told_too():
    content = typed({"客流": [[*VISITS[:6], "首次", "再次", *VISITS[7:]], [*visit()[:6], "√", "?", *visit()[7:]]]})
    _, told = _told(patched(content, dict([cell("H2", "<v>#NAME?</v>", "e")])))
    assert told == [(2, "H", "#NAME?", "error_cell", False)]


def test_hidden_rows_and_columns_are_read_and_told():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet("客流")
        for line, cells in enumerate([VISITS, *([*visit("2026-3-5")] for _ in range(4)), [], ["合计", 4]]):
            sheet.write_row(line, 1, cells)
        for line in (2, 4, 6):  # the total is no record
            sheet.set_row(line, None, None, {"hidden": True})
        sheet.set_column("I:I", None, None, {"hidden": True})
        sheet.set_column("Z:XFD", None, None, {"hidden": True})
    read, told = _told(content.getvalue())
    assert told == [(1, "I", "", "hidden_column", False), (3, "", "2", "hidden_rows", False)]
    assert column(read, "row") == [2, 3, 4, 5]


def test_days_counted_from_1904_are_the_right_days():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"date_1904": True}) as book:
        sheet, day = book.add_worksheet("客流"), book.add_format({"num_format": "yyyy-mm-dd"})
        for line, cells in enumerate([[*VISITS, "成交价"], [*visit(""), 44624], [*visit(44625), 44624]]):
            sheet.write_row(line, 0, cells)
        sheet.write_datetime(1, 1, datetime(2026, 3, 5), day)
    read, told = _told(content.getvalue())
    assert (column(read, "happened_on"), told) == ([date(2026, 3, 5), date(2026, 3, 6)], [])


def test_a_sheet_is_looked_through_whatever_its_tags_are_called_and_without_places():
    rows = b"".join(b"<x:row><x:c><x:v>1</x:v></x:c><x:c><x:f>A1</x:f></x:c></x:row>" for _ in range(40_000))
    part = b'<x:worksheet xmlns:x="y"><x:sheetData>' + rows + b"</x:sheetData></x:worksheet>"
    assert len(part) > 2 * 2**20
    look = Look(Unsaid())
    look.through(io.BytesIO(part))
    assert sorted(look.unsaid.flaws) == list(range(1, 40_001))
    assert set(look.unsaid.flaws.values()) == {((1, Flaw("=", "no_value")),)}
