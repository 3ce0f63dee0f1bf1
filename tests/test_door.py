"""The door: bytes in, a workbook out, through a process of its own."""

import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from data import door, passing
from data.asked import Asked
from data.door import open_workbook
from data.recognise import read_workbook
from data.registers import FIELDS, Kind, schema
from tests.typed import VISITS, read, typed, visit
from words import LANGUAGES, speak

PAST = date(2025, 3, 5)


def test_a_workbook_passes_through_the_door_unchanged():
    content = typed({"客流": [["城东店来店登记"], VISITS, visit(PAST), visit("昨天", 联系电话="12")], "说明": [["注"]]})
    passed, here = open_workbook("客流.xlsx", content), read_workbook("客流.xlsx", content)
    assert passed == here
    assert passed.sheets[0].rows.equals(here.sheets[0].rows)
    assert len(passed.digest) == 64
    assert [p.code for p in passed.sheets[0].problems] == ["bad_date", "bad_phone"]


def test_the_users_answers_pass_through_the_door():
    sheet = open_workbook("客流.xlsx", typed({"客流": [VISITS, visit("3月5日")]}), Asked(2024, "--总店")).sheets[0]
    assert (sheet.store, sheet.year, sheet.first_on) == ("--总店", 2024, date(2024, 3, 5))


def long_register() -> bytes:
    return typed({"客流": [VISITS, *(visit("2025-03-05") for _ in range(30_000))]})


def test_whoever_waits_is_told_how_many_lines_were_read():
    opening = door.begin("客流.xlsx", long_register())
    seen = {opening.rows}
    while not opening.done():
        seen.add(opening.rows)
        time.sleep(0.005)
    assert opening.result().sheets[0].rows_read == 30_000
    assert len(seen) > 3
    assert opening.rows == 30_000


def test_a_reading_ends_when_it_is_cancelled_and_the_next_file_is_read():
    content = long_register()
    opening, waiting, queued = (door.begin(f"{number}.xlsx", content) for number in range(3))
    began = time.monotonic()
    for one in (opening, waiting, queued):
        one.cancel()
    assert [one.result().refusal for one in (opening, waiting, queued)] == ["cancelled"] * 3
    assert time.monotonic() - began < 2
    assert open_workbook("客流.xlsx", typed({"客流": [VISITS, visit(PAST)]})).sheets[0].rows_read == 1


@pytest.mark.parametrize("name", ["-x.xlsx", "--year=1.xlsx", "客 流;rm.xlsx", "a\x00b.xlsx", "长" * 300 + ".xlsx"])
def test_a_strange_file_name_is_only_a_name(name: str):
    book = open_workbook(name, typed({"客流": [VISITS, visit(PAST)]}))
    assert (book.refusal, book.name, book.sheets[0].kind) == ("", name, Kind.VISIT)


def test_every_kind_of_sheet_has_the_schema_of_its_kind():
    for kind, sheet in ((Kind.VISIT, read([VISITS, visit()])), (Kind.NONE, read([["a", "b"], ["c", "d"]]))):
        assert sheet.kind is kind
        assert sheet.rows.schema.equals(schema(kind))


def test_a_torn_answer_is_not_taken_for_a_workbook():
    sink = pa.BufferOutputStream()
    passing.write(read_workbook("客流.xlsx", typed({"客流": [VISITS, visit(PAST)]})), sink)
    whole = sink.getvalue().to_pybytes()
    assert passing.read(whole).sheets[0].rows.num_rows == 1
    with pytest.raises((ValueError, OSError)):
        passing.read(whole[: len(whole) // 2])


def test_the_reading_process_starts_without_the_heavy_rooms():
    heavy = ("pandas", "streamlit", "duckdb", "openpyxl")
    code = f"import sys, data.door_process; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_the_door_says_has_its_words(language: str):
    words = speak(language)
    root = Path(__file__).parents[1]
    rooms = [path for room in ("data", "analytics") for path in root.glob(f"{room}/*.py")]
    sources = "".join(path.read_text(encoding="utf-8") for path in rooms)
    said = sorted(words.keys())
    problems = {key.partition(".")[2] for key in said if key.startswith("problem.")}
    assert problems == {key.partition(".")[2] for key in said if key.startswith("remedy.")}
    assert all(f'"{code}"' in sources or code.removeprefix("unknown_") in sources for code in problems)
    for kind in Kind:
        assert f"kind.{kind}" in words
    for fields in FIELDS.values():
        for field in fields:
            assert f"field.{field.name}" in words
    for cleaner in ("contact", "purpose", "outcome", "sale_channel", "lost_kind", "level", "first", "flag"):
        assert f"unknown_{cleaner}" in problems


def test_a_waiting_reader_that_died_is_replaced():
    door.keep_ready()
    door._ready[0].kill()
    door._ready[0].wait()
    assert (
        door.open_workbook("a.csv", "日期,客户姓名,来店/来电\n2025-03-04,王女士,来店\n".encode())
        .sheets[0]
        .rows.num_rows
        == 1
    )


def test_a_waiting_reader_ends_with_the_server():
    server = subprocess.run(
        [sys.executable, "-c", "from data import door; door.keep_ready(); print(door._ready[0].pid)"],
        capture_output=True,
        check=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    reader = Path("/proc") / server.stdout.strip() / "cmdline"
    for _ in range(100):
        if not reader.exists() or not reader.read_bytes():
            return
        time.sleep(0.1)
    raise AssertionError("the reader waits for a server that is gone")
