"""The two printed forms, either way round, as their counts and nothing else."""

from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from data.load import load
from data.reading import Sheet
from data.registers import Kind
from tests.showroom import choose, workbook
from tests.typed import read

MONTH = 2025 * 12
SUMMARY = [
    ["城东店展厅客流分析", "", "", "", ""],
    ["项目", "一月", "二月", "三月", "合计"],
    ["客流总数", 882, "488批", "", 1370],
    ["首次到店", 326, 203, "", 529],
    ["来电", 125, 52, "", 177],
    ["展示/活动", 0, "-", "", 0],
    ["日平均客流量", 28.5, 17.4, "#DIV/0!", ""],
    ["O级客户", 63, 32, "", ""],
    ["C级客户", 47, 17, "", ""],
    ["福瑞迪", 54, 31, "", ""],
    ["K2", 63, "很多", "", ""],
    ["小计", 117, 31, 0, ""],
    ["展厅销量", 63, 32, "", ""],
    ["总销量", 81, 34, 0, ""],
    ["成交率", "19.3%", 0.158, "#DIV/0!", ""],
    ["逗留时间30分钟", 158, 99, "", ""],
    ["逗留时间30分钟", "48.5%", 0.488, "#DIV/0!", ""],
]
REASONS = ["品牌", "价格", "外观", "内饰", "配置", "动力及操控", "质量"]


def figures(sheet: Sheet) -> dict[tuple[int, str], float]:
    return {
        (line["month"] - MONTH + 1, line["model"] or line["figure"]): line["value"] for line in sheet.rows.to_pylist()
    }


def turned(rows: list[list[object]]) -> list[list[object]]:
    return [list(line) for line in zip(*rows, strict=True)]


EXPECTED = {
    (1, "traffic"): 882,
    (2, "traffic"): 488,
    (1, "first_visits"): 326,
    (2, "first_visits"): 203,
    (1, "calls"): 125,
    (2, "calls"): 52,
    (1, "events"): 0,
    (1, "level_o"): 63,
    (2, "level_o"): 32,
    (1, "level_c"): 47,
    (2, "level_c"): 17,
    (1, "福瑞迪"): 54,
    (2, "福瑞迪"): 31,
    (1, "K2"): 63,
    (1, "showroom_deals"): 63,
    (2, "showroom_deals"): 32,
    (1, "long_stays"): 158,
    (2, "long_stays"): 99,
}


def test_the_monthly_form_gives_its_counts_and_no_ratio_total_or_empty_month():
    sheet = read(SUMMARY, name="2025年.xlsx")
    assert (sheet.kind, sheet.store, sheet.header_row, sheet.year) == (Kind.SUMMARY, "城东店", 2, 2025)
    assert figures(sheet) == EXPECTED
    assert (sheet.first_on, sheet.last_on) == (date(2025, 1, 1), date(2025, 2, 28))
    assert [(p.row, p.column, p.value, p.code) for p in sheet.problems] == [(11, "C", "很多", "bad_number")]
    assert [c.letter for c in sheet.columns] == ["B", "C", "D"]
    models = [line["model"] for line in sheet.rows.to_pylist() if line["model"]]
    assert list(dict.fromkeys(models)) == ["福瑞迪", "K2"]


def test_the_monthly_form_may_lie_the_other_way_round():
    sheet = read([["城东店展厅客流分析"], *turned(SUMMARY[1:])], name="2025年.xlsx")
    assert figures(sheet) == EXPECTED
    assert [(p.row, p.column) for p in sheet.problems] == [(4, "J")]
    assert {(line["row"], line["column"]) for line in sheet.rows.to_pylist() if line["figure"] == "traffic"} == {
        (3, "B"),
        (4, "B"),
    }


@pytest.mark.parametrize(
    "months",
    [
        ["1月", "2月"],
        ["2025年1月", "2025年2月"],
        ["2025.1", "2025.2"],
        ["Jan 2025", "Feb 2025"],
        [date(2025, 1, 1), date(2025, 2, 1)],
    ],
)
def test_months_are_headed_in_many_ways(months: list[object]):
    sheet = read([["2025年展厅客流分析"], ["", *months], *[line[:3] for line in SUMMARY[2:]]])
    assert figures(sheet) == EXPECTED


def test_a_form_without_a_year_is_dated_to_the_past_and_marked():
    sheet = read(SUMMARY[:6] + SUMMARY[7:10])
    assert (sheet.year, sheet.year_guessed) == (2026, True)
    assert read([["", "一月", "四月"], *[line[:3] for line in SUMMARY[2:6]], SUMMARY[7][:3]]).year == 2025


def test_an_english_monthly_form():
    rows = [
        ["Eastside — Traffic Summary 2025"],
        ["", "Jan", "Feb"],
        ["Total Traffic", 882, 488],
        ["First Visits", 326, 203],
        ["Calls", 125, 52],
        ["Test Drives", 66, 39],
        ["Closing Ratio", "19.3%", "15.8%"],
    ]
    sheet = read(rows)
    assert (sheet.kind, sheet.store, sheet.year) == (Kind.SUMMARY, "Eastside", 2025)
    assert figures(sheet)[(2, "drivers")] == 39
    assert len(figures(sheet)) == 8


def losses(rows: list[list[object]]) -> dict[tuple[str, str], float]:
    sheet = read([["2025年9月战败客户分析表"], *rows])
    assert sheet.kind is Kind.LOSS_SUMMARY
    assert {line["month"] for line in sheet.rows.to_pylist()} == {MONTH + 8}
    return {(line["model"], line["reason"]): line["value"] for line in sheet.rows.to_pylist()}


K2, K5 = [1, 10, 1, 1, 1, 1, 1], [2, 4, 0, 1, 3, 1, 2]
CODES = ["brand", "price", "exterior", "interior", "equipment", "handling", "quality"]
COUNTS = {(model, code): n for model, line in (("K2", K2), ("K5", K5)) for code, n in zip(CODES, line, strict=True)}


def shares(line: list[int]) -> list[object]:
    return [f"{100 * n / sum(line):.1f}%" for n in line]


def test_the_loss_form_with_reasons_across_or_down():
    rows = [["车型", *REASONS, "合计"], ["K2", *K2, 16], ["K5", *K5, 13], ["合计", *[0] * 7, 29]]
    assert losses(rows) == COUNTS
    assert losses(turned(rows)) == COUNTS


def test_the_loss_form_leaves_its_shares_out():
    below = [
        ["车型", "", *REASONS],
        ["K2", "数据", *K2],
        ["", "占比", *shares(K2)],
        ["K5", "数据", *K5],
        ["", "占比", *[n / 13 for n in K5]],
    ]
    assert losses(below) == COUNTS
    blocks = [
        ["", "数据", *[""] * 6, "占比", *[""] * 6],
        ["车型", *REASONS, *REASONS],
        ["K2", *K2, *shares(K2)],
        ["K5", *K5, *shares(K5)],
    ]
    assert losses(blocks) == COUNTS
    beside = [["车型"], [""], ["K2"], ["K5"]]
    for place, reason in enumerate(REASONS):
        for line, cells in zip(
            beside,
            ([reason, ""], ["数据", "占比"], [K2[place], shares(K2)[place]], [K5[place], shares(K5)[place]]),
            strict=True,
        ):
            line.extend(cells)
    assert losses(beside) == COUNTS


def test_a_register_with_a_column_for_each_reason_is_no_form():
    header = ["战败日期", "客户姓名", "意向车型", "销售顾问", *REASONS]
    groups = ["", "", "", "", "战败原因", *[""] * 6]
    line = [date(2026, 3, 5), "王伟", "K5", "张三", "", "√", "", "", "√", "", ""]
    sheet = read([groups, header, line], merges=("E1:K1",))
    assert sheet.kind is Kind.LOSS
    assert sheet.rows["reasons"].to_pylist() == [["price", "equipment"]]


def test_a_loss_form_whose_month_stands_nowhere_is_left_out_with_one_word(con: DuckDBPyConnection):
    rows = [["战败客户分析表"], ["车型", *REASONS], ["K2", *K2], ["K5", *K5]]
    sheet = read(rows, name="战败.xlsx")
    assert (sheet.kind, sheet.rows.num_rows, sheet.rows_read, sheet.rows_left_out) == (Kind.LOSS_SUMMARY, 0, 14, 14)
    assert [(p.row, p.code, p.loses_row) for p in sheet.problems] == [(2, "no_month", True)]
    assert load(con, [choose(workbook(sheet))])
    named = read(rows, name="2025年9月战败.xlsx")
    assert (named.rows.num_rows, named.rows_left_out, named.problems) == (14, 0, ())


@pytest.mark.parametrize("value", [28.5, -3, 1e7, 1e300, "1e400", "-3", "2.5", "很多"])
def test_a_cell_of_a_form_that_is_no_count_is_said_and_left_out(value: object):
    rows = [list(line) for line in SUMMARY]
    rows[2][1] = value
    sheet = read(rows, name="2025年.xlsx")
    assert figures(sheet) == {cell: n for cell, n in EXPECTED.items() if cell != (1, "traffic")}
    assert next((p.row, p.column, p.code, p.loses_row) for p in sheet.problems) == (3, "B", "bad_number", True)
    assert sheet.rows_left_out == 2
