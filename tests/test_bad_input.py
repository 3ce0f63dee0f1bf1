"""Bad input: whatever is dropped, the answer is plain, comes soon, and the next file is read as before."""

import io
import time
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from data.door import open_workbook
from data.reading import Workbook
from data.registers import Kind
from tests.patched import BOOK, SHEET, cell, patched
from tests.typed import VISITS, column, typed, visit
from words import LANGUAGES, speak

FILES = Path(__file__).parent / "files"
DAY = date(2025, 3, 5)
GOOD = typed({"客流": [VISITS, visit(DAY)]})
PATIENCE = 5  # seconds
Told = list[tuple[int, str, str, bool]]


@pytest.fixture(autouse=True)
def the_door_still_opens() -> Iterator[None]:
    yield
    assert open_workbook("好.xlsx", GOOD).sheets[0].rows.num_rows == 1


def opened(content: bytes, name: str = "客流.xlsx") -> Workbook:
    """Open a file in time; whatever is said of it has its words."""
    start = time.perf_counter()
    book = open_workbook(name, content)
    assert time.perf_counter() - start < PATIENCE
    keys = [f"refused.{book.refusal}"] if book.refusal else []
    for sheet in book.sheets:
        keys += [f"not_ours.{sheet.reason}"] if sheet.reason else []
        keys += [f"{word}.{problem.code}" for problem in sheet.problems for word in ("problem", "remedy")]
    assert [key for language in LANGUAGES for key in keys if key not in speak(language)] == []
    return book


def told(rows: list[list[object]]) -> Told:
    """Return what is wrong with the only sheet of a workbook of these rows."""
    return [(p.row, p.column, p.code, p.loses_row) for p in opened(typed({"客流": rows})).sheets[0].problems]


def doubled() -> bytes:
    content = io.BytesIO(GOOD)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(content, "a") as archive:
        archive.writestr(SHEET, b"<worksheet/>")
    return content.getvalue()


def with_wrong_checksum(part: str) -> bytes:
    torn = bytearray(GOOD)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        checksum = archive.getinfo(part).CRC.to_bytes(4, "little")
    for place in (GOOD.find(checksum), GOOD.rfind(checksum)):
        torn[place] = GOOD[place] ^ 1
    return bytes(torn)


def bomb() -> bytes:
    content = io.BytesIO(GOOD)
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(80_000_000))
    return content.getvalue()


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "lol"}">' for n in range(10))
SWELLING = f"<!DOCTYPE x [{ENTITIES}]>"
HTML = "<html><head><meta charset=utf-8></head><body><table><tr><td>日期</td></tr></table></body></html>"
XML_SHEET = '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook><Worksheet/></Workbook>'


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("炸.xlsx", bomb(), "too_large"),
        ("断.xlsx", GOOD[:-200], "corrupt"),
        ("半.xlsx", GOOD[: len(GOOD) // 2], "corrupt"),
        ("重.xlsx", doubled(), "corrupt"),
        ("错.xlsx", with_wrong_checksum(SHEET), "corrupt"),
        ("样.xlsx", with_wrong_checksum("docProps/app.xml"), "corrupt"),
        ("胀.xlsx", patched(GOOD, {"<worksheet": f"{SWELLING}<worksheet"}), "corrupt"),
        ("胀簿.xlsx", patched(GOOD, {"<workbook": f"{SWELLING}<workbook"}, BOOK), "corrupt"),
        ("密.xlsx", (FILES / "encrypted.xlsx").read_bytes(), "encrypted"),
        ("网.xls", HTML.encode(), "html"),
        ("网.xls", HTML.encode("utf-16"), "html"),
        ("网.xls", HTML.encode("gb18030"), "html"),
        ("表.xls", XML_SHEET.encode(), "html"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_spreadsheet"),
        ("零.xlsx", b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(name: str, content: bytes, refusal: str):
    book = opened(content, name)
    assert (book.refusal, book.sheets) == (refusal, ())


@pytest.mark.parametrize("name", ["客流.xls", "客流.csv", "客流", "客流.pdf"])
def test_a_wrong_extension_does_not_matter_to_a_real_workbook(name: str):
    assert opened(GOOD, name).sheets[0].rows.num_rows == 1


@pytest.mark.parametrize(
    "stray",
    [
        {"</sheetData>": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'},
        {"</sheetData>": '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row></sheetData>'},
        {'<c r="J2"': '<c r="ZZZZZZZ2"'},
    ],
    ids=["last cell", "row", "column"],
)
def test_a_stray_cell_costs_its_file_and_nothing_else(stray: dict[str, str]):
    book = opened(patched(GOOD, stray))
    assert book.refusal in ("unreadable", "corrupt")


def test_a_million_empty_formatted_rows_below_the_table_are_no_records():
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(3, 1_000_003))
    sheet = opened(patched(GOOD, {"</sheetData>": f"{rows}</sheetData>"})).sheets[0]
    assert (sheet.rows.num_rows, sheet.problems) == (1, ())


def test_a_heading_that_stands_twice_is_used_once():
    sheet = opened(typed({"客流": [[*VISITS, "联系电话", "日期"], [*visit(DAY), "13800000000", "2025-03-06"]]})).sheets[
        0
    ]
    assert (column(sheet, "happened_on"), column(sheet, "phone")) == ([DAY], ["13912345678"])
    assert [(c.letter, c.field) for c in sheet.columns][-2:] == [("K", None), ("L", None)]


def test_a_table_without_headings_is_not_guessed_at():
    book = opened(typed({"客流": [visit(DAY), visit(DAY)]}))
    assert [(sheet.kind, sheet.reason) for sheet in book.sheets] == [(Kind.NONE, "not_recognised")]


def test_a_blank_heading_over_the_dates_costs_the_rows_and_says_so():
    assert told([["" if heading == "日期" else heading for heading in VISITS], visit(DAY)]) == [
        (2, "", "no_date", True)
    ]


def test_strange_text_is_text():
    names = ["😀" * 3 + "王伟", "\u202eاسم\u202c", "李\x07娜", "王" * 32_000, "=HYPERLINK(1)", "![x](http://y.z)"]
    sheet = opened(typed({"客流": [VISITS, *(visit(DAY, 客户姓名=name) for name in names)]})).sheets[0]
    read = column(sheet, "customer_name")
    assert sheet.problems == ()
    assert read[0] == names[0]
    assert read[2] == "李娜"
    assert len(read[3]) < 32_000
    assert read[4:] == names[4:]


def test_days_that_cannot_be_are_told_with_their_places():
    days = ["2025-02-30", "1900-01-01", date(1900, 3, 1), date.today() + timedelta(5 * 365), DAY]
    assert told([VISITS, *map(visit, days)]) == [
        (2, "B", "bad_date", True),
        (3, "B", "bad_date", True),
        (4, "B", "bad_date", True),
        (5, "B", "date_in_future", True),
    ]


def test_all_that_is_wrong_with_a_file_is_told_at_once():
    rows = [
        [*VISITS, "停留时长"],
        [*visit(DAY, 联系电话="123"), "45"],
        [*visit(DAY, 联系电话="1.38E+10"), -30],
        [*visit("2025-02-30", 来店时间="25:00", 级别="ZZ"), "-1:30"],
    ]
    assert sorted(told(rows)) == [
        (2, "E", "bad_phone", False),
        (3, "E", "cut_phone", False),
        (3, "K", "bad_duration", False),
        (4, "B", "bad_date", True),
        (4, "C", "bad_time", False),
        (4, "I", "unknown_level", False),
        (4, "K", "bad_duration", False),
    ]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#SPILL!", "#CALC!", "#BUSY!", "&lt;#?"])
def test_an_error_in_a_cell_is_told_with_its_place(error: str):
    content = patched(GOOD, dict([cell("D2", f"<f>X1</f><v>{error}</v>", "e")]))
    sheet = opened(content).sheets[0]
    assert [(p.row, p.column, p.header, p.code) for p in sheet.problems] == [(2, "D", "客户姓名", "error_cell")]
    assert sheet.rows.num_rows == 1


def test_tens_of_thousands_of_errors_do_not_hold_the_door():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("客流")
        sheet.write_row(0, 0, VISITS)
        for line in range(1, 30_001):
            sheet.write_row(line, 0, visit("2025-03-05"))
            sheet.write_formula(line, 7, "=1/0", None, "#DIV/0!")
    read = opened(content.getvalue()).sheets[0]
    assert (read.rows.num_rows, len(read.problems) + read.problems_unlisted) == (30_000, 30_000)
