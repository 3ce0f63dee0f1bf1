"""The gate: what a file really is, and which files stay outside."""

import io
import tracemalloc
import zipfile
from pathlib import Path
from random import randbytes

import pytest
import xlsxwriter

from data.door import open_workbook
from data.gate import LARGEST_FILE, LARGEST_MANIFEST, admit
from tests.typed import VISITS, typed, visit

FILES = Path(__file__).parent / "files"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", how) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("空.xlsx", b"", "empty"),
        ("空.csv", b"\xef\xbb\xbf \n", "empty"),
        ("合同.pdf", b"%PDF-1.7 \x00\x01\x02", "not_a_spreadsheet"),
        ("图.xlsx", b"\x89PNG\r\n\x1a\n\x00\x00", "not_a_spreadsheet"),
        ("信.docx", packed({"word/document.xml": b"<w/>"}), "not_a_spreadsheet"),
        ("信.txt", "今天来了三个客户".encode(), "not_a_spreadsheet"),
        ("代码.py", b"a, b = 1, 2", "not_a_spreadsheet"),
        ("旧.doc", OLE + "WordDocument".encode("utf-16-le"), "not_a_spreadsheet"),
        ("密.xlsx", OLE + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        ("断.xlsx", b"PK\x03\x04 cut short", "corrupt"),
        ("网页.xls", b"\xef\xbb\xbf\n<HTML><body><table>", "html"),
        ("大.csv", b"a,b\n" * (LARGEST_FILE // 4 + 1), "too_large"),
    ],
)
def test_a_file_that_is_no_workbook_stays_outside(name: str, content: bytes, refusal: str):
    book = open_workbook(name, content)
    assert (book.refusal, book.sheets, book.size) == (refusal, (), len(content))


def test_a_zip_bomb_stays_outside():
    bomb = packed({"xl/workbook.xml": b"<w/>", "xl/worksheets/sheet1.xml": b"0" * 60_000_000})
    assert len(bomb) < 100_000
    assert admit("bomb.xlsx", bomb).refusal == "too_large"


def test_the_gate_unpacks_only_the_beginning_of_what_it_looks_into():
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet" + bytes(40_000_000)
    bomb = packed({"mimetype": mimetype, "META-INF/manifest.xml": bytes(40_000_000), "picture": randbytes(300_000)})
    tracemalloc.start()
    admitted = admit("bomb.ods", bomb)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert admitted.form == "ods"
    assert most < 3 * LARGEST_MANIFEST


def test_a_part_packed_in_a_way_whose_unpacking_has_no_bound_stays_outside():
    bomb = packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}, zipfile.ZIP_BZIP2)
    assert admit("bomb.ods", bomb).refusal == "corrupt"


def test_an_encrypted_ods_is_named_so():
    locked = packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            "content.xml": b"\x01\x02",
        }
    )
    assert admit("密.ods", locked).refusal == "encrypted"


def test_the_bytes_decide_not_the_name():
    assert admit("客流.csv", typed({"客流": [VISITS, visit()]})).form == "xlsx"
    assert admit("客流.xls", "日期\t姓名\n".encode("gb18030")).form == "text"


def test_a_workbook_cut_in_the_middle_is_corrupt():
    content = typed({"客流": [VISITS, visit()]})
    assert open_workbook("客流.xlsx", content[: len(content) // 2]).refusal == "corrupt"


def test_a_stray_cell_at_the_far_corner_costs_only_its_file():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        sheet = book.add_worksheet()
        sheet.write("A1", "x")
        sheet.write("XFD1048576", "y")
    assert len(content.getvalue()) < 10_000
    assert open_workbook("角.xlsx", content.getvalue()).refusal == "unreadable"


def test_a_workbook_without_cells_is_empty_and_one_without_records_says_so():
    assert open_workbook("空.xlsx", typed({"一": [], "二": []})).refusal == "empty"
    book = open_workbook("表.xlsx", typed({"客流": [VISITS, *([n, *[""] * 9] for n in range(1, 31))]}))
    assert book.refusal == "no_rows"
    assert [sheet.reason for sheet in book.sheets] == ["no_rows"]


def test_a_password_is_recognised_in_new_and_old_excel_files():
    assert open_workbook("密.xlsx", (FILES / "encrypted.xlsx").read_bytes()).refusal == "encrypted"
    old = (FILES / "visits.xls").read_bytes()
    start = old.index(b"\x09\x08\x10\x00")  # the stream's first record; what follows it is made a FILEPASS record
    locked = old[: start + 20] + b"\x2f\x00" + old[start + 22 :]
    assert open_workbook("密.xls", locked).refusal == "encrypted"
