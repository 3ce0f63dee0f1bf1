"""Recognition: what a sheet is, by its headings and values, in the forms showrooms really keep."""

from datetime import date, time

import pytest

from data.asked import Asked
from data.registers import Kind
from tests.typed import VISITS, column, read, read_all, visit

CUSTOMER = ["王伟", "13912345678", "张三"]


@pytest.mark.parametrize(
    ("kind", "header", "line"),
    [
        (
            Kind.VISIT,
            ["日期", "姓名", "电话", "来店/来电", "顾问"],
            [date(2026, 3, 5), "王伟", 13912345678, "来店", "张三"],
        ),
        (
            Kind.VISIT,
            ["Date", "Time In", "Customer", "Phone", "First/Be-back", "Salesperson"],
            ["2026-03-05", "9:30", "Al Ray", "555-123-4567", "First", "Jo"],
        ),
        (
            Kind.DEAL,
            ["订单日期", "客户姓名", "电话", "车型", "成交价", "销售顾问"],
            [date(2026, 3, 5), "王伟", "", "K5", 129800, "张三"],
        ),
        (
            Kind.DEAL,
            ["Sold Date", "Customer", "Model", "VIN", "Sale Price", "Salesperson"],
            ["3/5/2026", "Al Ray", "K5", "LJ1", "$12,980", "Jo"],
        ),
        (
            Kind.LOSS,
            ["战败日期", "客户姓名", "意向车型", "战败原因", "购买竞品", "销售顾问"],
            [date(2026, 3, 5), "王伟", "K5", "价格高", "朗逸", "张三"],
        ),
        (
            Kind.LOSS,
            ["Lost Date", "Customer", "Model", "Lost Reason", "Lost To", "Salesperson"],
            ["2026-03-05", "Al Ray", "K5", "Price", "Civic", "Jo"],
        ),
        (
            Kind.TEST_DRIVE,
            ["日期", "客户姓名", "电话", "试驾车型", "驾驶证号", "里程", "销售顾问"],
            [date(2026, 3, 5), "王伟", "", "K5", "1", 5, "张三"],
        ),
        (
            Kind.TEST_DRIVE,
            ["Demo Date", "Customer", "Phone", "Demo Vehicle", "Route", "Salesperson"],
            ["2026-03-05", "Al Ray", "", "K5", "East", "Jo"],
        ),
    ],
)
def test_each_kind_is_known_by_its_headings_in_both_languages(kind: Kind, header: list[str], line: list[object]):
    sheet = read([header, line], sheet="Sheet1", name="a.xlsx")
    assert (sheet.kind, sheet.rows_read, sheet.rows_left_out, sheet.header_row) == (kind, 1, 0, 1)
    assert sheet.first_on == sheet.last_on == date(2026, 3, 5)
    assert sheet.problems == ()


def test_titles_tell_store_and_year_and_are_no_records():
    sheet = read([["城东店展厅来店(电)客户登记表"], ["2025年3月", "", "制表：李"], VISITS, visit("3月5日")])
    assert (sheet.store, sheet.year, sheet.year_guessed, sheet.header_row) == ("城东店", 2025, False, 3)
    assert column(sheet, "happened_on") == [date(2025, 3, 5)]


def test_an_english_title_tells_its_store():
    header = ["No.", "Date", "Time In", "Customer", "Phone", "Type", "Vehicle", "Salesperson"]
    sheet = read(
        [["Eastside — Showroom Up Log — March 2026"], header, [1, "3/5", "9:30 AM", "Al", "", "Walk-in", "K5", "Jo"]]
    )
    assert (sheet.store, sheet.kind) == ("Eastside", Kind.VISIT)
    assert column(sheet, "happened_on") == [date(2026, 3, 5)]
    assert column(sheet, "contact_type") == ["visit"]


def test_a_heading_of_two_lines_joins_groups_and_columns():
    rows = [
        ["来店登记表"],
        ["序号", "日期", "客户信息", "", "来店性质", "", "级别", "", "", "销售\n顾问"],
        ["", "", "姓名", "联系\n电话", "首次", "再次", "H", "A", "B", ""],
        [1, date(2026, 3, 5), "王伟", "13912345678", "√", "", "", "√", "", "张三"],
        [2, date(2026, 3, 5), "李娜", "13812345678", "", "√", "√", "", "", "李四"],
    ]
    for merges in ((), ("C2:D2", "E2:F2", "G2:I2", "A2:A3", "J2:J3")):
        sheet = read(rows, merges=merges)
        assert sheet.header_row == 3
        assert column(sheet, "row") == [4, 5]
        assert column(sheet, "customer_name") == ["王伟", "李娜"]
        assert column(sheet, "phone") == ["13912345678", "13812345678"]
        assert column(sheet, "is_first") == [True, False]
        assert column(sheet, "level") == ["A", "H"]
        assert column(sheet, "salesperson") == ["张三", "李四"]


def test_headings_are_read_through_width_blanks_and_variants():
    sheet = read(
        [
            ["日　期", "顾客\r\n姓名", "预购 车型", "ＶＩＮ", "销售顾问 ", "进店或来\r\n电时间"],
            [date(2026, 3, 5), "王伟", "K5", "", "张三", "9:30"],
        ]
    )
    assert [c.field for c in sheet.columns] == [
        "happened_on",
        "customer_name",
        "model",
        None,
        "salesperson",
        "arrived_minute",
    ]


def test_the_same_heading_twice_is_shown_and_used_once():
    sheet = read([[*VISITS, "备注", "备注"], [*visit(), "急", "再约"]])
    assert [c.field for c in sheet.columns[-2:]] == ["note", None]
    assert column(sheet, "note") == ["急"]


def test_totals_signatures_notes_empty_forms_and_repeated_headings_are_skipped():
    rows = [
        ["展厅来店登记表"],
        VISITS,
        visit(),
        ["", "小计", "", "1"],
        VISITS,
        visit(date(2026, 3, 6)),
        ["3", *[""] * 9],
        [4, date(2026, 3, 7), *[""] * 8],
        ["合 计", *[""] * 8, "2"],
        ["本月累计：2批"],
        ["前台：小李", "", "", "展厅主管：", "", "", "销售经理："],
        ["注：来店客户请逐项填写，不得遗漏"],
        ["来店客户请在离店后十分钟内登记完毕"],
    ]
    sheet = read(rows)
    assert column(sheet, "row") == [3, 6]
    assert (sheet.rows_read, sheet.rows_left_out, sheet.rows_skipped) == (2, 0, 9)
    assert sheet.problems == ()


def test_one_sheet_a_day_takes_its_date_from_the_name_or_the_title():
    header = [heading for heading in VISITS if heading != "日期"]
    line = [cell for cell in visit() if not isinstance(cell, date)]
    sheets = {
        "3月5日": [header, line],
        "3.6": [header, line],
        "7日": [header, line],
        "张三": [["日期：2026年3月8日  星期日"], header, line],
    }
    book = read_all(sheets, name="2026年3月来店登记.xlsx")
    assert [column(sheet, "happened_on") for sheet in book.sheets] == [[date(2026, 3, day)] for day in (5, 6, 7, 8)]


def test_the_date_of_a_days_first_line_holds_for_the_lines_below():
    rows = [VISITS, visit(date(2026, 3, 5)), visit(""), visit(None), visit(date(2026, 3, 6)), visit("")]
    assert [day.day for day in column(read(rows), "happened_on")] == [5, 5, 5, 6, 6]


def test_a_line_of_its_own_announces_the_day_of_the_lines_below():
    header = [heading for heading in VISITS if heading != "日期"]
    line = [cell for cell in visit() if not isinstance(cell, date)]
    sheet = read([header, ["2026年3月5日"], line, line, ["2026年3月6日"], line])
    assert [day.day for day in column(sheet, "happened_on")] == [5, 5, 6]
    assert sheet.rows_skipped == 2


def test_lines_below_an_unreadable_date_do_not_take_an_older_one():
    sheet = read([VISITS, visit(date(2026, 3, 5)), visit("2月30日"), visit(""), visit(date(2026, 3, 7))])
    assert column(sheet, "row") == [2, 5]
    assert [(p.row, p.code, p.loses_row) for p in sheet.problems] == [
        (3, "bad_date", True),
        (4, "bad_date_above", True),
    ]
    assert (sheet.rows_read, sheet.rows_left_out) == (4, 2)


def test_cells_merged_downwards_hold_for_every_line_they_cover():
    rows = [
        VISITS,
        visit(date(2026, 3, 5), 销售顾问="张三"),
        visit("", 销售顾问=""),
        visit(date(2026, 3, 6), 销售顾问=""),
    ]
    sheet = read(rows, merges=("B2:B3", "J2:J3"))
    assert column(sheet, "salesperson") == ["张三", "张三", None]


@pytest.mark.parametrize(
    ("name", "days", "year", "guessed"),
    [
        ("客流.xlsx", ["3月5日", "3月20日"], 2026, True),
        ("客流.xlsx", ["3月5日", "4月1日"], 2025, True),
        ("2024年客流.xlsx", ["3月5日"], 2024, False),
        ("客流.xlsx", ["2023-3-5", "3月6日"], 2023, False),
    ],
)
def test_a_year_nobody_wrote_is_found_nearby_or_guessed(name: str, days: list[str], year: int, guessed: bool):
    sheet = read([VISITS, *(visit(day) for day in days)], name=name)
    assert (sheet.year, sheet.year_guessed) == (year, guessed)
    assert {day.year for day in column(sheet, "happened_on")} == {year}


def test_the_users_answers_win_over_guesses():
    sheet = read([["城东店来店登记"], VISITS, visit("3月5日")], asked=Asked(2022, "总店"))
    assert (sheet.year, sheet.year_guessed, sheet.store) == (2022, False, "总店")
    assert column(sheet, "happened_on") == [date(2022, 3, 5)]


def test_two_stores_may_share_a_register():
    sheet = read([["门店", *VISITS], ["城东店", *visit()], ["滨江店", *visit()]])
    assert column(sheet, "store") == ["城东店", "滨江店"]


def test_values_settle_what_an_ambiguous_heading_means():
    times = read(
        [["时间", "客户姓名", "电话", "是否首次", "销售顾问"], [time(9, 30), *CUSTOMER[:2], "是", "张三"]],
        sheet="3月5日",
        name="2026.xlsx",
    )
    assert (column(times, "arrived_minute"), column(times, "happened_on")) == ([570], [date(2026, 3, 5)])
    days = read([["时间", "客户姓名", "电话", "是否首次", "销售顾问"], [date(2026, 3, 5), *CUSTOMER[:2], "是", "张三"]])
    assert (column(days, "happened_on"), column(days, "arrived_minute")) == ([date(2026, 3, 5)], [None])
    stamps = read(
        [["来店时间", "客户姓名", "电话", "是否首次", "销售顾问"], ["2026-03-05 09:30:00", *CUSTOMER[:2], "是", "张三"]]
    )
    assert (column(stamps, "happened_on"), column(stamps, "arrived_minute")) == ([date(2026, 3, 5)], [570])
    deals = read(
        [
            ["订单日期", "客户姓名", "车型", "渠道", "成交价"],
            [date(2026, 3, 5), "王伟", "K5", "批售", 1],
            [date(2026, 3, 5), "李娜", "K5", "展厅", 1],
        ]
    )
    assert column(deals, "sale_channel") == ["wholesale", "showroom"]


def test_a_stay_column_of_ticks_is_a_flag_and_of_minutes_a_length():
    ticks = read([[*VISITS, "逗留时间≥30分钟"], [*visit(), "√"], [*visit(), ""]])
    assert (column(ticks, "is_long_stay"), column(ticks, "stay_minutes")) == ([True, False], [None, None])
    minutes = read([[*VISITS, "逗留时间"], [*visit(), 45], [*visit(), "1:10"]])
    assert (column(minutes, "stay_minutes"), column(minutes, "is_long_stay")) == ([45, 70], [None, None])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([["行标签", "求和项:台数"], ["K5", 12], ["总计", 12]], "pivot"),
        ([["Row Labels", "Sum of Deals"], ["K5", 12]], "pivot"),
        ([["部门", "预算", "实际"], ["销售", 12, 13]], "not_recognised"),
        (
            [
                ["线索明细"],
                ["创建日期", "客户姓名", "手机号", "客户级别", "渠道"],
                ["2026-3-5", "王伟", "13912345678", "A", "抖音"],
            ],
            "leads",
        ),
    ],
)
def test_what_is_no_register_says_why(rows: list[list[object]], reason: str):
    sheet = read(rows, name="a.xlsx")
    assert (sheet.kind, sheet.reason, sheet.rows.num_rows) == (Kind.NONE, reason, 0)


def test_good_sheets_are_read_beside_others():
    book = read_all({"说明": [["填写说明：每天下班前填好"]], "客流": [VISITS, visit()], "空": []})
    assert [(sheet.name, sheet.kind, sheet.reason) for sheet in book.sheets] == [
        ("说明", Kind.NONE, "not_recognised"),
        ("客流", Kind.VISIT, ""),
        ("空", Kind.NONE, "empty"),
    ]


def test_columns_show_what_they_became_without_a_customers_name_or_phone():
    others = ["微信", "介绍人", "居住区域", "备注"]
    sheet = read([[*VISITS, *others], [*visit(), "wx139", "李老师", "滨江花园3幢", "王伟 138 0013 8000 要试驾"]])
    shown = {c.header: (c.letter, c.field, *c.examples) for c in sheet.columns}
    assert shown["客户姓名"] == ("D", "customer_name", "王**")
    assert shown["联系电话"] == ("E", "phone", "139********")
    assert shown["意向车型"] == ("H", "model", "K5")
    assert shown["微信"] == ("K", None, "*****")
    assert shown["介绍人"] == ("L", "referrer", "李**")
    assert shown["居住区域"] == ("M", "area", "******")
    assert shown["备注"] == ("N", "note")


def test_a_visit_register_that_also_notes_orders_and_losses_stays_one():
    header = [
        "来店日期",
        "时间",
        "姓名",
        "电话",
        "来店/来电",
        "意向车型",
        "级别",
        "是否订车",
        "订车日期",
        "战败原因",
        "顾问",
    ]
    line = [date(2026, 3, 5), "10am", "王伟", "13912345678", "来店", "K5", "O", "√", date(2026, 3, 6), "", "张三"]
    sheet = read([header, line])
    assert sheet.kind is Kind.VISIT
    assert (column(sheet, "has_deal"), column(sheet, "ordered_on")) == ([True], [date(2026, 3, 6)])
    assert column(sheet, "arrived_minute") == [600]


def test_a_column_for_each_model_is_one_field():
    rows = [
        ["日期", "来店时间", "姓名", "意向车型", "", "", "顾问"],
        ["", "", "", "福瑞迪", "K2", "K5", ""],
        [date(2026, 3, 5), "9:30", "王伟", "", "√", "", "张三"],
        [date(2026, 3, 5), "9:40", "李娜", "", "", "√", "张三"],
    ]
    sheet = read(rows)
    assert (column(sheet, "model"), sheet.rows_read) == (["K2", "K5"], 2)
    assert column(read(rows, merges=("D1:F1",)), "model") == ["K2", "K5"]


def test_a_bare_register_is_taken_for_visits():
    header = ["日期", "客户姓名", "电话", "意向车型", "销售顾问", "备注"]
    assert read([header, [date(2026, 3, 5), "王伟", "", "K5", "张三", ""]], name="a.xlsx").kind is Kind.VISIT


def test_the_plainest_register_is_one_of_visits():
    headers = ["日期", "客户姓名", "电话", "车型", "销售顾问"]
    lines = [headers, [date(2026, 3, 5), "王女士", "13900000001", "K2", "张三"]]
    sheet = read(lines, name="a.xlsx")
    assert (sheet.kind, sheet.rows.num_rows) == (Kind.VISIT, 1)
    assert read(lines, name="a.xlsx", sheet="回访记录").kind is Kind.NONE


def test_a_dealers_code_is_not_a_store():
    headers = ["经销商代码", "到店日期", "客户姓名", "电话", "来店/来电", "销售顾问"]
    sheet = read([headers, ["SX0219", date(2026, 3, 5), "王女士", "13900000001", "来店", "张三"]])
    assert sheet.rows["store"].to_pylist() == [None]


@pytest.mark.parametrize("total", ["3月小计", "3月5日合计", "2025年3月 合计", "3.5合计"])
def test_a_total_named_with_its_period_is_no_record(total):
    headers = ["到店日期", "客户姓名", "电话", "来店/来电", "销售顾问"]
    line = [date(2026, 3, 5), "王女士", "13900000001", "来店", "张三"]
    sheet = read([headers, line, [total, "", 1, "", ""]])
    assert (sheet.rows.num_rows, sheet.rows_left_out, sheet.rows_skipped) == (1, 0, 1)


def test_the_first_records_are_shown_under_every_heading_with_names_and_phones_masked():
    header = [*VISITS, "微信"]
    lines = [[*visit(date(2026, 3, day)), "wx139"] for day in range(1, 8)]
    sheet = read([["来店登记"], header, *lines])
    assert [heading.header for heading in sheet.columns] == header
    assert [line.row for line in sheet.first_lines] == [3, 4, 5, 6, 7]
    assert sheet.first_lines[0].cells == (
        *("1", "2026-03-01", "9:30", "王**", "139********", "来店", "首次", "K5", "A", "张三"),
        "*****",
    )


def test_first_lines_show_a_clock_a_blank_and_the_masked_remarks():
    header = ["日期", "来店时间", "姓名", "电话", "级别", "备注", "顾问"]
    sheet = read([header, [date(2026, 3, 5), time(9, 30), "王伟", "", "A", "王伟要现车", "张三"]])
    assert sheet.first_lines[0].cells == ("2026-03-05", "09:30", "王**", "", "A", "王**", "张三")


def test_records_with_problems_are_kept_as_they_stand():
    good = visit()
    sheet = read([VISITS, good, visit(联系电话="139"), good, visit(级别="Z", 首次="?"), good])
    assert {problem.row for problem in sheet.problems} == {3, 5}
    assert [line.row for line in sheet.troubled] == [3, 5]
    assert sheet.troubled[0].cells == ("1", "2026-03-05", "9:30", "王伟", "139", "来店", "首次", "K5", "A", "张三")


def test_records_whose_day_lies_ahead_or_is_missing_are_kept_too():
    rows = [["2026年来店登记"], VISITS, visit(""), visit("3月5日"), visit("12月5日"), visit(date(2031, 1, 1))]
    sheet = read(rows)
    assert [(p.row, p.code) for p in sheet.problems] == [(3, "no_date"), (5, "date_in_future"), (6, "date_in_future")]
    assert [(line.row, line.cells[1]) for line in sheet.troubled] == [(3, ""), (5, "12月5日"), (6, "2031-01-01")]


def test_no_more_than_five_hundred_records_with_problems_are_kept():
    sheet = read([VISITS, *(visit(联系电话="139") for _ in range(700))])
    assert len(sheet.problems) == 700
    assert [line.row for line in sheet.troubled] == list(range(2, 502))


def test_an_order_that_only_its_delivery_dates_is_no_trouble():
    header = ["订车日期", "交车日期", "客户姓名", "车型", "成交价", "销售顾问"]
    sheet = read([header, ["", date(2026, 3, 5), "王伟", "K5", 1, "张三"], ["", "", "王伟", "K5", 1, "张三"]])
    assert [line.row for line in sheet.troubled] == [3]


def test_the_words_of_an_unknown_column_are_shown_only_when_they_can_name_nobody():
    answers = [
        ("保利", "王伟", "诸葛亮", "wx12", "2026-03-09", "138 0000 1234"),
        ("绿地小区", "李娜", "司徒雷", "ab9", "2026-03-10", "138 0000 5678"),
    ] * 3
    names = [f"不明{number}" for number in "一二三四五六"]
    rows = [[*visit(联系电话=f"1391234567{place}"), *answer] for place, answer in enumerate(answers)]
    distinct = [
        [*row[:12], name, *row[13:]] for row, name in zip(rows, ["赵A", "钱B", "孙C", "周D", "吴E", "郑F"], strict=True)
    ]
    sheet = read([[*VISITS, *names], *distinct])
    shown = {one.header: one.examples[0] for one in sheet.columns if one.header in names}
    assert shown == {
        "不明一": "保利",
        "不明二": "王**",
        "不明三": "赵**",
        "不明四": "****",
        "不明五": "2026-03-09",
        "不明六": "138**********",
    }
