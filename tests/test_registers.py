"""Every layout of the corpus is read as what it is: its rows exactly, and no column wrong without a word."""

import pytest

from data.door import open_workbook
from tests.registers.corpus import corpus
from tests.registers.files import xlsx
from tests.registers.handwriting import first_again
from tests.registers.happened import VISITS
from tests.registers.page import Column, Layout, Page
from tests.registers.report import lines, missed
from tests.registers.verdict import Verdict, answers, judge, read, rows_of

each = pytest.mark.parametrize("layout", corpus().values(), ids=corpus())


@each
def test_a_layout_gives_exactly_its_rows(layout):
    book = read(layout, answers(layout))
    assert not book.refusal
    assert [(sheet.name, sheet.kind, sheet.reason) for sheet in book.sheets] == [
        (page.name, page.kind, page.reason) for page in layout.pages
    ]
    for sheet, page in zip(book.sheets, layout.pages, strict=True):
        assert rows_of(sheet) == page.rows
        assert sheet.store == page.store
        assert sorted((problem.row, problem.code) for problem in sheet.problems) == sorted(page.problems)


@pytest.mark.parametrize("name", ["generic-4s", "two-row-ticks", "deal-ledger", "legacy-xls", "gbk-csv", "ods"])
def test_the_door_lets_a_layout_through_as_it_is(name):
    layout = corpus()[name]
    book = open_workbook(layout.file, layout.content)
    assert [rows_of(sheet) for sheet in book.sheets] == [page.rows for page in layout.pages]


@each
def test_no_column_is_wrong_without_a_word(layout):
    assert judge(layout).wrong == []


@each
def test_what_was_answered_is_not_asked_again(layout):
    again = read(layout, answers(layout))
    assert [column.header for sheet in again.sheets for column in sheet.columns if column.is_asked] == []


def test_the_corpus_meets_its_aims():
    verdicts = [judge(layout) for layout in corpus().values()]
    assert len(verdicts) >= 25
    assert missed(verdicts) == []


def test_a_verdict_finds_columns_read_as_another_field_asked_for_or_with_other_values():
    page = Page("来店")
    page.title("来店登记表")
    page.heading(
        Column("日期", "happened_on"),
        Column("客户姓名", "area"),
        Column("首次/再次", "is_first", first_again, lambda first: not first),
        Column("栏1", "note", lambda _: "好"),
        Column("销售顾问", "salesperson"),
    )
    page.records([{**visit, "area": visit["customer_name"], "note": "好"} for visit in VISITS])
    verdict = judge(Layout("false", "what it must give is not what it holds", "来店.xlsx", [page], xlsx([page])))
    assert (verdict.right, verdict.asked) == (2, ["来店!D '栏1': note, guess None"])
    assert verdict.wrong == [
        "来店!B '客户姓名': area, read as customer_name",
        "来店!C '首次/再次': is_first, with other values",
    ]


def test_a_report_says_which_aims_are_missed():
    good, asking = Verdict("good", right=95), Verdict("asking", right=4, asked=["a"])
    assert missed([good, asking]) == []
    assert missed([asking]) == ["2.0 questions in ten columns, aim 1"]
    assert missed([good, Verdict("bad", right=2, wrong=["b", "c", "d"])]) == [
        "right or asked 97.0%, aim 98%",
        "wrong without a word 3, aim 0",
    ]
    assert missed([]) == ["no columns were read"]
    assert [line.split() for line in lines([good, asking])][1:] == [
        ["good", "95", "95", "0", "0", "0.0"],
        ["asking", "5", "4", "1", "0", "2.0"],
        ["total", "100", "99", "1", "0", "0.1"],
        ["asked", "asking:", "a"],
    ]
