"""A file given back with its bad cells marked: the same file, mended and dropped again, is whole."""

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from data.door import marked, open_workbook
from data.marking import Comment
from tests.patched import patched
from tests.typed import VISITS, typed, visit

FILES = Path(__file__).parent / "files"
DAY = date(2025, 3, 5)
WRONG = typed({"客流": [VISITS, visit(DAY), visit("2025-02-30", 联系电话="123", 客户姓名="=1+1")]})


def comments(name: str, content: bytes) -> list[Comment]:
    return [
        Comment(sheet.name, problem.row, problem.column, f"{problem.header}: {problem.code}")
        for sheet in open_workbook(name, content).sheets
        for problem in sheet.problems
    ]


def test_bad_cells_are_coloured_and_say_why_and_the_rest_is_as_it_was():
    book = load_workbook(io.BytesIO(marked("客流.xlsx", WRONG, comments("客流.xlsx", WRONG)) or b""))
    sheet = book["客流"]
    said = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert said == {"B3": "日期: bad_date", "E3": "联系电话: bad_phone"}
    assert {sheet[place].fill.fgColor.rgb for place in said} == {"FFFBE3C8"}
    assert [cell.value for cell in sheet[2]] == [1, *visit(DAY)[1:]] or sheet["B2"].value.date() == DAY
    assert (sheet["D3"].value, sheet["D3"].data_type) == ("=1+1", "s")


def test_the_marked_file_mended_in_a_spreadsheet_program_loads_whole():
    book = load_workbook(io.BytesIO(marked("客流.xlsx", WRONG, comments("客流.xlsx", WRONG)) or b""))
    book["客流"]["B3"], book["客流"]["E3"] = "2025-02-28", "13800001234"
    mended = io.BytesIO()
    book.save(mended)
    sheet = open_workbook("客流.xlsx", mended.getvalue()).sheets[0]
    assert (sheet.rows.num_rows, sheet.problems) == (2, ())


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("visits.xls", (FILES / "visits.xls").read_bytes()),
        ("visits.ods", (FILES / "visits.ods").read_bytes()),
        (
            "城东店[3月]来店登记：很长的名字" + "长" * 30 + ".csv",
            "日期,客户姓名,电话\n2025-3-5,王伟,123\n".encode("gb18030"),
        ),
    ],
    ids=["xls", "ods", "csv"],
)
def test_other_forms_come_back_as_xlsx_with_the_same_rows(name: str, content: bytes):
    sheet = open_workbook(name, content).sheets[0]
    back = marked(name, content, [Comment(sheet.name, 2, "A", "看这里")]) or b""
    book = load_workbook(io.BytesIO(back))
    assert book.worksheets[0]["A2"].comment.text == "看这里"
    again = open_workbook("回来.xlsx", back).sheets[0]
    assert again.rows.drop_columns(["row"]).to_pylist() == sheet.rows.drop_columns(["row"]).to_pylist()


def test_a_problem_without_a_column_is_told_at_the_rows_first_cell():
    back = marked("客流.xlsx", WRONG, [Comment("客流", 3, "", "没有日期")]) or b""
    assert load_workbook(io.BytesIO(back))["客流"]["A3"].comment.text == "没有日期"


def test_a_file_that_would_keep_the_writer_busy_for_ever_is_not_marked():
    merged = '</sheetData><mergeCells count="1"><mergeCell ref="A3:XFD1048576"/></mergeCells>'
    assert marked("合.xlsx", patched(WRONG, {"</sheetData>": merged}), [Comment("客流", 2, "B", "x")]) is None
