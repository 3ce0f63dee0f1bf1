"""A workbook of targets goes out and comes back unchanged; what is wrong with one is told all at once."""

import json
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from analytics import plans
from analytics.plan_changes import changes, lines
from data.door import open_plan_book
from data.plan_book import HEADINGS, WHOLE, Line, PlanBook, Trouble, as_json, from_json, read
from data.planned import FIGURES
from data.plans import month_plan, set_month, set_months, set_people
from data.warehouse import open_warehouse
from reports.plan_book import COLUMNS, workbook
from tests.showroom import month, put, visits
from words import LANGUAGES, speak

MARCH = month(2025, 3)
FILES = Path(__file__).parent / "files"
HEAD = ["门店", "月份", "销售顾问", "客源", "订单", "交车"]
PEOPLE = ("张三", "李四", "王五")


def book(*rows: Sequence[object], head: Sequence[str] = HEAD) -> bytes:
    """Return an .xlsx of these rows under a title and the headings."""
    made = Workbook()
    sheet = made.active
    sheet.title = "目标"
    for row in (["三月目标"], list(head), *rows):
        sheet.append(list(row))
    content = BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.fixture
def store(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """东店 with three salespeople."""
    for who in PEOPLE:
        put(con, visit=visits(10, "2025-02-20", salesperson=who))
    return con


def taken_in(con: DuckDBPyConnection, content: bytes) -> list[Trouble]:
    """Read a workbook and set what it says, unless something is wrong with it."""
    found = read("目标.xlsx", content)
    assert found.refusal == ""
    said = changes(con, found.lines)
    troubles = [*found.troubles, *said.troubles]
    if not troubles:
        set_months(con, said.months)
    return troubles


def test_the_words_of_both_languages_are_understood():
    for language in LANGUAGES:
        word = speak(language)
        for name in COLUMNS:
            assert word(f"plan_book.{name}").lower() in HEADINGS[name], (language, name)
        assert word("plan_book.whole").lower() in WHOLE


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_downloaded_and_dropped_again_changes_nothing(store, language):
    set_month(store, "东店", MARCH, {"leads": 101, "orders": 17})
    set_month(store, "东店", MARCH + 1, {"sales": 9})
    set_people(store, "东店", MARCH, {"李四": {"orders": 9}})
    before = [month_plan(store, "东店", one) for one in (MARCH, MARCH + 1)]
    content = workbook(lines(store, ["东店"], MARCH), speak(language))
    found = open_plan_book("目标.xlsx", content)
    assert (found.refusal, found.troubles, len(found.lines)) == ("", (), 8)
    said = changes(store, found.lines)
    assert (said.months, said.troubles, len(said.cells)) == ((), (), 0)
    assert [month_plan(store, "东店", one) for one in (MARCH, MARCH + 1)] == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_dropped_on_another_board_it_gives_the_very_same_targets(store, language):
    set_month(store, "东店", MARCH, {"leads": 101, "orders": 17, "sales": 3})
    set_people(store, "东店", MARCH, {"李四": {"orders": 9}, "新人": {"leads": 40}})
    content = workbook(lines(store, ["东店"], MARCH), speak(language))
    other = open_warehouse()
    put(other, visit=visits(3, "2025-03-02", salesperson="谁谁"))
    assert taken_in(other, content) == []
    said, there = (plans.targets(con, "东店", MARCH) for con in (store, other))
    assert {who: there[who] for who in said} == said
    assert there["谁谁"] == {"leads": 0, "orders": 0, "sales": 0}
    other.close()


def test_the_download_has_a_bold_line_for_the_store_and_one_for_each_salesperson(store):
    set_month(store, "东店", MARCH, {"leads": 30})
    sheet = load_workbook(BytesIO(workbook(lines(store, ["东店"], MARCH), speak("zh")))).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(HEAD)
    assert rows[1] == ("东店", "2025-03", "全店", 30, None, None)
    assert [row[2:4] for row in rows[2:]] == [(who, 10) for who in sorted(PEOPLE)]
    assert sheet["A2"].font.bold


def test_targets_differ_by_month_store_and_salesperson(store):
    put(store, store="西店", visit=visits(4, "2025-02-21", salesperson="赵六"))
    content = book(
        ["东店", "2025-03", "全店", 100, 20, 18],
        ["东店", "2025-03", "张三", 50, "", 6],
        ["东店", "2025-03", "李四", "", 8, 6],
        ["东店", "2025-03", "王五", "", "", 6],
        ["东店", "2025年4月", "", 120, 25, None],
        ["西店", date(2025, 3, 1), "赵六", 40, 9, 8],
    )
    assert taken_in(store, content) == []
    march = plans.targets(store, "东店", MARCH)
    assert march[None] == {"leads": 100, "orders": 20, "sales": 18}
    assert {who: march[who]["leads"] for who in PEOPLE} == {"张三": 50, "李四": 25, "王五": 25}
    assert {who: march[who]["orders"] for who in PEOPLE} == {"张三": 6, "李四": 8, "王五": 6}
    assert {who: march[who]["sales"] for who in PEOPLE} == dict.fromkeys(PEOPLE, 6)
    assert plans.targets(store, "东店", MARCH + 1)[None] == {"leads": 120, "orders": 25}
    assert plans.targets(store, "西店", MARCH) == {
        None: {"leads": 40, "orders": 9, "sales": 8},
        "赵六": {"leads": 40, "orders": 9, "sales": 8},
    }


def test_the_preview_names_every_cell_that_changes_and_no_other(store):
    set_month(store, "东店", MARCH, {"leads": 30, "orders": 6})
    content = book(
        ["东店", "2025-03", "全店", 30, 9, ""],
        ["东店", "2025-03", "张三", 10, 5, ""],
        ["东店", "2025-03", "李四", 10, "", ""],
        ["东店", "2025-03", "王五", 10, 2, ""],
    )
    cells = changes(store, read("目标.xlsx", content).lines).cells
    assert set(cells["figure"]) == {"orders"}
    said = {
        line.salesperson if isinstance(line.salesperson, str) else None: (line.before, line.after)
        for line in cells.itertuples()
        if line.after == line.after
    }
    assert said == {None: (6, 9), "张三": (2, 5)}
    assert cells["after"].isna().sum() == 1  # 李四's, to be shared out


def test_all_that_is_wrong_is_told_at_once_with_its_place_and_nothing_is_set(store):
    content = book(
        ["", "2025-03", "张三", 5, 5, 5],
        ["东店", "三月", "张三", 5, 5, 5],
        ["东店", "2025-13", "张三", 5, 5, 5],
        ["东店", "2025-05", "张三", "很多", -3, 2.5],
        ["东店", "2025-03", "全店", 100, 20, 10],
        ["东店", "2025-03", "张三", 60, 20, 5],
        ["东店", "2025-03", "李四", 30, "", 5],
        ["东店", "2025-03", "李四", 30, "", 5],
        ["北店", "2025-03", "全店", 5, 5, 5],
        ["东店", "2025-06", "张三", 5, "", ""],
        ["东店", "2025-06", "李四", "", "", ""],
    )
    troubles = taken_in(store, content)
    assert {(trouble.row, trouble.column, trouble.code, trouble.value) for trouble in troubles} == {
        (3, "A", "plan_no_store", ""),
        (4, "B", "plan_bad_month", "三月"),
        (5, "B", "plan_bad_month", "2025-13"),
        (6, "D", "plan_bad_number", "很多"),
        (6, "E", "plan_bad_number", "-3"),
        (6, "F", "plan_bad_number", "2.5"),
        (10, "", "plan_twice", "李四"),
        (7, "", "plan_sum_differs", "90 / 100"),
        (11, "", "plan_unknown_store", "北店"),
        (12, "", "plan_no_total", "leads"),
    }
    assert {trouble.sheet for trouble in troubles} == {"目标"}
    assert all(month_plan(store, "东店", one).totals == {} for one in range(MARCH, MARCH + 4))
    for language in LANGUAGES:
        for trouble in troubles:
            assert speak(language)(f"problem.{trouble.code}")
            assert speak(language)(f"remedy.{trouble.code}")


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("a.xlsx", b"", "empty"),
        ("a.xlsx", b"PK\x03\x04 torn", "corrupt"),
        ("a.png", b"\x89PNG\r\n\x1a\n" + bytes(40), "not_a_spreadsheet"),
        ("a.xlsx", (FILES / "encrypted.xlsx").read_bytes(), "encrypted"),
        ("a.xls", (FILES / "visits.xls").read_bytes(), "no_targets"),
        ("a.csv", "日期,姓名\n2025-03-01,张三\n".encode(), "no_targets"),
        ("a.html", b"<html><table><tr><td>1</td></tr></table></html>", "html"),
    ],
)
def test_a_file_that_holds_no_targets_is_refused_in_words(name, content, refusal):
    assert open_plan_book(name, content) == PlanBook(refusal=refusal)
    assert speak("zh")(f"refused.{refusal}")
    assert speak("en")(f"refused.{refusal}")


def test_a_stray_cell_that_ends_the_parser_does_not_end_the_board(store):
    made = Workbook()
    made.active.append(HEAD)
    made.active.append(["东店", "2025-03", "全店", 5, 5, 5])
    made.active["XFD1048576"] = 1
    content = BytesIO()
    made.save(content)
    found = open_plan_book("目标.xlsx", content.getvalue())
    assert found.refusal == "unreadable" or found.lines[0].targets == {"leads": 5, "orders": 5, "sales": 5}


def test_a_list_of_targets_as_text_is_read_too():
    text = "Store,Month,Salesperson,Leads\n东店,2025-03,Whole store,40\n东店,2025-03,张三,40\n"
    found = open_plan_book("targets.csv", text.encode())
    assert [(line.salesperson, line.targets) for line in found.lines] == [
        (None, {"leads": 40}),
        ("张三", {"leads": 40}),
    ]


def test_only_what_was_written_is_read_between_processes():
    whole = PlanBook((Line("东店", MARCH, None, {"leads": None}, "目标", 3),), (Trouble("目标", 4, "A", "", "x"),))
    assert from_json(as_json(whole)) == whole
    for text in (b"", b"[]", b"{}", json.dumps({"lines": [{"no": 1}], "troubles": [], "refusal": ""}).encode()):
        with pytest.raises(ValueError):
            from_json(text)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({figure: st.integers(0, 300) for figure in FIGURES}),
    st.dictionaries(st.sampled_from(PEOPLE), st.none() | st.integers(0, 120), max_size=3),
)
def test_whatever_is_set_goes_out_and_comes_back_as_it_was(totals, own):
    con = open_warehouse()
    for who in PEOPLE:
        put(con, visit=visits(5, "2025-02-20", salesperson=who))
    set_month(con, "东店", MARCH, totals)
    set_people(con, "东店", MARCH, {who: {"leads": value} for who, value in own.items()})
    there = lines(con, ["东店"], MARCH)
    back = read("目标.xlsx", workbook(there, speak("zh")))
    assert [(line.store, line.month, line.salesperson, dict(line.targets)) for line in back.lines] == [
        (line.store, line.month, line.salesperson, dict(line.targets)) for line in there
    ]
    assert changes(con, back.lines).months == ()
    assert back.troubles == changes(con, back.lines).troubles == ()
    con.close()
