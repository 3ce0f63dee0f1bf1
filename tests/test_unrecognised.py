"""A sheet in words of its own: not guessed at, read as the user says, and known again next month."""

from datetime import date

from data.asked import Asked, ColumnAnswer, SheetAnswer, as_json, from_json
from data.door import open_workbook
from data.registers import Kind
from tests.typed import column, read

HEADINGS = ["编码甲", "编码乙", "编码丙", "编码丁"]
PEOPLE = [["2026-03-05", "王伟", "13912345678", "K5"], ["2026-03-06", "李娜", "13800001234", "K2"]]
ROWS = [["某某表", "", "", ""], HEADINGS, *PEOPLE]
SAID = SheetAnswer("Sheet1", "visit", 2)
FIELDS = ("happened_on", "customer_name", "phone", "model")


def as_visits(*columns: ColumnAnswer) -> Asked:
    return Asked(usual="东店", sheets=(SAID,), columns=columns)


def answers(layout: str) -> tuple[ColumnAnswer, ...]:
    return tuple(
        ColumnAnswer("东店", layout, "visit", heading, field) for heading, field in zip(HEADINGS, FIELDS, strict=True)
    )


def test_its_first_lines_are_shown_without_a_customers_name_or_phone():
    sheet = read(ROWS)
    assert (sheet.kind, sheet.reason, sheet.header_row) == (Kind.NONE, "not_recognised", 2)
    assert [line.row for line in sheet.first_lines] == [1, 2, 3, 4]
    assert sheet.first_lines[1].cells == tuple(HEADINGS)
    assert sheet.first_lines[2].cells == ("2026-03-05", "王**", "139********", "K5")


def test_it_is_read_as_the_user_says_and_what_its_columns_are_is_asked():
    sheet = read(ROWS, asked=as_visits())
    assert (sheet.kind, sheet.header_row) == (Kind.VISIT, 2)
    assert {one.header for one in sheet.columns if one.is_asked} <= set(HEADINGS)
    answered = read(ROWS, asked=as_visits(*answers(sheet.layout)))
    assert [one.field for one in answered.columns] == list(FIELDS)
    assert column(answered, "happened_on") == [date(2026, 3, 5), date(2026, 3, 6)]
    assert column(answered, "phone") == ["13912345678", "13800001234"]


def test_next_months_sheet_of_the_same_headings_needs_no_word():
    layout = read(ROWS, asked=as_visits()).layout
    april = [["2026-03-09", "赵敏", "13700001111", "K3"]]
    sheet = read([["三月的"], HEADINGS, *april], sheet="另一张", asked=Asked(usual="东店", columns=answers(layout)))
    assert (sheet.kind, column(sheet, "customer_name"), column(sheet, "model")) == (Kind.VISIT, ["赵敏"], ["K3"])
    assert not any(one.is_asked for one in sheet.columns)


def test_a_row_without_words_makes_no_register():
    sheet = read([["", ""], *ROWS], asked=Asked(sheets=(SheetAnswer("Sheet1", "visit", 1),)))
    assert (sheet.kind, sheet.reason) == (Kind.NONE, "not_recognised")


def test_a_row_beyond_the_sheet_makes_no_register():
    sheet = read(ROWS, asked=Asked(sheets=(SheetAnswer("Sheet1", "visit", 29),)))
    assert (sheet.kind, sheet.reason) == (Kind.NONE, "not_recognised")


def test_the_word_passes_through_the_door():
    assert from_json(as_json(as_visits(*answers("x")))) == as_visits(*answers("x"))
    assert open_workbook("表.csv", "甲甲,乙乙,丙丙\n1,2,3\n".encode(), Asked(sheets=(SheetAnswer("表", "visit", 1),)))
