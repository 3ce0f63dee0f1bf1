"""Fields: told by what stands beneath where the heading fails, joined from several columns, asked when doubtful."""

from datetime import date, datetime, time

import pytest

from data.asked import Asked, ColumnAnswer
from data.reading import Certainty, Sheet
from data.registers import Kind
from tests.typed import column, read

NAMES = ["王伟", "李娜", "陈志强", "孙丽", "周建国", "吴敏"]
PHONES = ["13912345678", "13812345678", "18655550101", "15012340002", "17712340003", "13512340004"]
STAFF = ["张三", "李四", "张三", "李四", "张三", "李四"]
PLAIN = {
    "日期": [date(2026, 3, day) for day in range(1, 7)],
    "客户姓名": NAMES,
    "电话": PHONES,
    "首次/再次": ["首次", "再次"] * 3,
    "销售顾问": STAFF,
}


def with_columns(left_out: str = "", **columns: list[object]) -> Sheet:
    """Return a register of six visits with more columns, without one of its own."""
    return _sheet({**{name: cells for name, cells in PLAIN.items() if name != left_out}, **columns})


def _sheet(columns: dict[str, list[object]], **choices: object) -> Sheet:
    lines = zip(*columns.values(), strict=True)
    return read([list(columns), *(list(line) for line in lines)], name="a.xlsx", **choices)


def _of(sheet: Sheet, header: str) -> tuple[str | None, Certainty, str | None, bool]:
    found = next(one for one in sheet.columns if one.header == header)
    return found.field, found.sure, found.guess, found.is_asked


@pytest.mark.parametrize(
    ("left_out", "header", "cells", "field", "first"),
    [
        ("电话", "备用", PHONES, "phone", "13912345678"),
        ("电话", "备用", [float(phone) for phone in PHONES], "phone", "13912345678"),
        ("", "分类", ["H", "A", "B", "C", "O", ""], "level", "H"),
        ("", "分类", ["A级", "A级", "B级", "C级", "B级", "A级"], "level", "A"),
        ("首次/再次", "几回", ["首次", "再次", "首次", "首次", "再次", "首次"], "is_first", True),
    ],
)
def test_values_that_cannot_be_mistaken_are_taken_whatever_the_heading_says(
    left_out: str, header: str, cells: list[object], field: str, first: object
):
    sheet = with_columns(left_out, **{header: cells})
    assert _of(sheet, header) == (field, Certainty.BY_VALUES, None, False)
    assert column(sheet, field)[0] == first


def test_a_frame_number_is_known_by_its_form():
    columns = {
        "订车日期": PLAIN["日期"],
        "客户姓名": NAMES,
        "车型": ["K5"] * 6,
        "成交价": [129800] * 6,
        "大架子": [f"LJDAAA1B2F012340{number}" for number in range(6)],
    }
    assert _of(_sheet(columns), "大架子")[:2] == ("vin", Certainty.BY_VALUES)


@pytest.mark.parametrize(
    ("left_out", "header", "cells", "guess"),
    [
        ("", "愿意试试吗", ["√", "", "√", "", "√", ""], None),
        ("", "预约试驾了吗", ["√", "", "√", "", "√", ""], None),
        ("", "怎么来的", ["来店", "来电", "来店", "来店", "来电", "来店"], "contact_type"),
        ("", "哪里听说", ["汽车之家", "朋友介绍", "抖音", "车展", "路过", "汽车之家"], "channel"),
        ("销售顾问", "是谁招呼", STAFF, "salesperson"),
        ("客户姓名", "来的人", NAMES, "customer_name"),
        ("", "结论", ["成交", "战败", "跟进", "跟进", "战败", "成交"], "outcome"),
        ("", "状况", ["有效", "无效", "有效", "有效", "无效", "有效"], "is_valid"),
    ],
)
def test_what_values_only_make_likely_is_asked_with_a_guess_and_not_used(
    left_out: str, header: str, cells: list[object], guess: str | None
):
    sheet = with_columns(left_out, **{header: cells})
    field, sure, guessed, is_asked = _of(sheet, header)
    assert (field, sure, is_asked) == (None, Certainty.UNKNOWN, True)
    assert guessed == guess


def test_a_b_and_c_alone_are_used_as_levels_and_asked_about():
    sheet = with_columns(分类=["A", "B", "C", "A", "B", "C"])
    assert _of(sheet, "分类") == ("level", Certainty.DOUBTFUL, "level", True)
    assert column(sheet, "level")[:3] == ["A", "B", "C"]


def test_a_column_of_days_under_an_unknown_heading_dates_the_visits_and_is_asked_about():
    sheet = with_columns("日期", 哪天=PLAIN["日期"])
    assert _of(sheet, "哪天") == ("happened_on", Certainty.DOUBTFUL, "happened_on", True)
    assert column(sheet, "happened_on")[0] == date(2026, 3, 1)


def test_a_known_heading_over_cells_that_are_something_else_is_asked_about():
    sheet = with_columns("电话", 联系方式=["微信", "微信", "QQ", "QQ", "微信", "QQ"])
    assert _of(sheet, "联系方式") == ("phone", Certainty.DOUBTFUL, "phone", True)


def test_a_heading_that_only_contains_a_known_one_is_left_when_its_cells_do_not_fit():
    sheet = with_columns(客户留电时的情况=["很好"] * 6, 保险门店=["平安", "人保", "平安", "人保", "平安", "人保"])
    assert (_of(sheet, "保险门店")[0], _of(sheet, "保险门店")[3]) == (None, True)
    assert column(sheet, "store") == [None] * 6


def test_two_columns_called_time_are_arrival_and_leaving_by_their_clocks():
    rows = [
        ["日期", "时间", "时间", "客户姓名", "电话", "销售顾问"],
        [date(2026, 3, 5), time(9, 30), time(10, 15), "王伟", "13912345678", "张三"],
        [date(2026, 3, 5), time(11, 0), time(11, 40), "李娜", "13812345678", "李四"],
    ]
    sheet = read(rows)
    assert (column(sheet, "arrived_minute"), column(sheet, "left_minute")) == ([570, 660], [615, 700])


def test_two_columns_called_time_are_day_and_arrival_when_one_holds_days():
    rows = [
        ["时间", "时间", "客户姓名", "电话", "销售顾问"],
        [date(2026, 3, 5), "9:30", "王伟", "13912345678", "张三"],
        [date(2026, 3, 6), "11:00", "李娜", "13812345678", "李四"],
    ]
    sheet = read(rows, name="a.xlsx", sheet="客流登记")
    assert column(sheet, "happened_on") == [date(2026, 3, 5), date(2026, 3, 6)]
    assert column(sheet, "arrived_minute") == [570, 660]


@pytest.mark.parametrize("cell", ["9:30-10:15", "9：30～10：15", "9:30至10:15", "9:30 — 10:15"])
def test_arrival_and_leaving_in_one_cell_are_both_read(cell: str):
    sheet = with_columns(来店时间=[cell] * 5 + ["9:30"])
    assert column(sheet, "arrived_minute") == [570] * 6
    assert column(sheet, "left_minute") == [615] * 5 + [None]


def test_a_day_and_a_time_in_one_column_give_both():
    stamps = [datetime(2026, 3, 5, 9, 30)] * 6
    for header in ("到店日期", "到店时间", "日期"):
        sheet = with_columns("日期", **{header: stamps})
        assert column(sheet, "happened_on") == [date(2026, 3, 5)] * 6
        assert column(sheet, "arrived_minute") == [570] * 6


def test_month_and_day_in_two_columns_are_one_date():
    rows = [
        ["2026年来店登记"],
        ["月", "日", "客户姓名", "电话", "首次/再次", "销售顾问"],
        [3, 5, "王伟", "13912345678", "首次", "张三"],
        ["", 6, "李娜", "", "再次", "李四"],
        ["3月", "7日", "孙丽", "", "再次", "李四"],
    ]
    assert column(read(rows, sheet="3月"), "happened_on") == [date(2026, 3, day) for day in (5, 6, 7)]


def test_first_and_last_names_are_one_customer():
    rows = [
        ["Date", "First Name", "Last Name", "Phone", "Be-Back?", "Salesperson"],
        ["2026-03-05", "Al", "Ray", "555-123-4567", "N", "Jo"],
        ["2026-03-05", "伟", "王", "13912345678", "Y", "Jo"],
    ]
    sheet = read(rows, name="log.xlsx")
    assert column(sheet, "customer_name") == ["Al Ray", "王伟"]
    assert column(sheet, "is_first") == [True, False]
    assert [one.field for one in sheet.columns[1:3]] == ["customer_name", "customer_name"]


def test_calls_and_visits_may_have_times_of_their_own():
    sheet = with_columns(来店时间=["9:30", "", "9:40", "", "10:00", ""], 来电时间=["", "11:00", "", "14:00", "", ""])
    assert column(sheet, "arrived_minute") == [570, 660, 580, 840, 600, None]
    assert [one.field for one in sheet.columns[-2:]] == ["arrived_minute", "arrived_minute"]


def test_a_blank_column_does_not_take_a_field_from_one_that_is_filled():
    sheet = with_columns("电话", 联系电话=[""] * 6, 手机=PHONES)
    assert column(sheet, "phone") == PHONES


def test_levels_side_by_side_are_one_field_without_a_group():
    ticks = {level: ["√" if place == at else "" for at in range(6)] for place, level in enumerate("HABC")}
    sheet = with_columns(**ticks)
    assert column(sheet, "level") == ["H", "A", "B", "C", None, None]
    assert not any(one.is_asked for one in sheet.columns)


def _models(*answers: ColumnAnswer) -> Sheet:
    ticks = {"福瑞迪": ["√", "", "", "√", "", ""], "智跑": ["", "√", "", "", "√", ""], "K5": ["", "", "√", "", "", "√"]}
    return _sheet({**PLAIN, **ticks}, asked=Asked(columns=answers))


def test_unknown_tick_columns_side_by_side_are_one_choice_and_one_question():
    sheet = _models()
    assert column(sheet, "model") == ["福瑞迪", "智跑", "K5"] * 2
    assert [(one.header, one.guess) for one in sheet.columns if one.is_asked] == [("福瑞迪", "model")]


@pytest.mark.parametrize(
    ("field", "models", "channels"),
    [("model", ["福瑞迪", "智跑", "K5"] * 2, [None] * 6), ("channel", [None] * 6, ["福瑞迪", "智跑", "K5"] * 2)],
)
def test_an_answer_about_the_first_of_them_holds_for_all(field: str, models: list[str], channels: list[str]):
    sheet = _models(ColumnAnswer("", _models().layout, Kind.VISIT, "福瑞迪", field))
    assert (column(sheet, "model"), column(sheet, "channel")) == (models, channels)
    assert not any(one.is_asked for one in sheet.columns)


def test_several_columns_answered_with_one_choice_are_ticked_for_it():
    columns = {**PLAIN, "新来": ["√", "", "√", "", "", ""], "隔": [""] * 6, "熟客": ["", "√", "", "√", "", "√"]}
    layout = _sheet(columns).layout
    answers = tuple(ColumnAnswer("", layout, Kind.VISIT, heading, "channel") for heading in ("新来", "熟客"))
    sheet = _sheet(columns, asked=Asked(columns=answers))
    assert column(sheet, "channel") == ["新来", "熟客", "新来", "熟客", None, "熟客"]


def test_a_child_of_a_group_is_a_member_whatever_else_its_word_means():
    rows = [
        ["战败日期", "客户姓名", "车型", "战败原因", "", "", "销售顾问"],
        ["", "", "", "价格", "其他", "品牌", ""],
        [date(2026, 3, 5), "王伟", "K5", "√", "", "", "张三"],
        [date(2026, 3, 5), "李娜", "K5", "", "√", "√", "张三"],
    ]
    sheet = read(rows, merges=("D1:F1",))
    assert column(sheet, "reasons") == [["price"], ["其他", "brand"]]
    assert column(sheet, "note") == [None, None]


def test_a_line_of_units_or_of_instructions_below_the_headings_is_no_record():
    header = ["到店日期", "客户姓名", "手机号", "逗留时间", "首次/再次", "销售顾问"]
    line = [date(2026, 3, 5), "王伟", "13912345678", 45, "首次", "张三"]
    for between in (["", "", "", "(分钟)", "", ""], ["格式：2026-01-01", "必填", "11位", "", "首次或再次", "必填"]):
        sheet = read([header, between, line])
        assert (sheet.rows_read, sheet.problems) == (1, ())


def test_formulas_that_show_nought_make_no_record_of_an_empty_line():
    header = ["序号", "日期", "客户姓名", "电话", "首次/再次", "销售顾问", "停留时长"]
    sheet = read([header, [1, date(2026, 3, 5), "王伟", "13912345678", "首次", "张三", 30], [2, "", "", "", "", "", 0]])
    assert (sheet.rows_read, sheet.rows_skipped) == (1, 1)


def test_no_heading_need_be_known_exactly():
    rows = [
        ["前台的本子"],
        ["来访的日期", "客户的姓名", "联系用手机", "哪个级", "负责的顾问", "试驾与否"],
        *(
            [f"3月{day}日", name, phone, "H", who, "是"]
            for day, name, phone, who in zip(range(1, 7), NAMES, PHONES, STAFF, strict=True)
        ),
    ]
    sheet = read(rows, name="2026.xlsx")
    assert sheet.kind is Kind.VISIT
    assert column(sheet, "phone") == PHONES
    assert column(sheet, "level") == ["H"] * 6


@pytest.mark.parametrize("header", ["审批意见", "出发公里数", "客户身份证号码", "导出时间", "贷款银行"])
def test_what_is_known_to_be_of_no_use_is_not_asked_about(header: str):
    sheet = with_columns(**{header: ["甲一", "乙二", "丙三", "丁四", "戊五", "己六"]})
    assert _of(sheet, header) == (None, Certainty.KNOWN_UNUSED, None, False)


def test_beside_be_backs_n_is_new_and_a_lone_x_is_a_tick():
    rows = [
        ["Date", "Customer", "Phone", "N/BB", "TD", "Salesperson"],
        ["2026-03-05", "Al Ray", "555-123-4567", "N", "X", "Jo"],
        ["2026-03-05", "Bo Lin", "555-123-4568", "BB", "", "Jo"],
    ]
    sheet = read(rows, name="log.xlsx")
    assert (column(sheet, "is_first"), column(sheet, "has_test_drive")) == ([True, False], [True, False])


def test_headings_of_another_register_mean_here_what_they_mean_there():
    header = ["战败日期", "客户姓名", "意向车系", "战败原因", "主销"]
    sheet = read([header, *([date(2026, 3, day), "王伟", "K5", "价格高", "张三"] for day in (1, 2, 3))])
    assert (column(sheet, "model"), column(sheet, "salesperson")) == (["K5"] * 3, ["张三"] * 3)


def test_three_kinds_of_visit_under_an_unknown_group_are_one_field():
    rows = [
        ["日期", "客户姓名", "联系电话", "到店情况", "", "", "当班顾问"],
        ["", "", "", "首次到店", "二次到店", "三次及以上", ""],
        [date(2026, 3, 5), "王伟", "", "√", "", "", "张三"],
        [date(2026, 3, 5), "李娜", "", "", "√", "", "张三"],
        [date(2026, 3, 5), "孙丽", "", "", "", "√", "张三"],
    ]
    assert column(read(rows, merges=("D1:F1",)), "is_first") == [True, False, False]


def test_two_ticks_for_one_choice_take_the_first_and_say_so():
    rows = [
        ["日期", "客户姓名", "电话", "级别", "", "", "销售顾问"],
        ["", "", "", "H", "A", "B", ""],
        [date(2026, 3, 5), "王伟", "", "", "√", "√", "张三"],
        [date(2026, 3, 5), "李娜", "", "×", "15天内", "", "张三"],
    ]
    sheet = read(rows, merges=("D1:F1",), sheet="来店登记")
    assert column(sheet, "level") == ["A", "A"]
    assert [(p.row, p.column, p.code, p.loses_row) for p in sheet.problems] == [(3, "F", "several_ticks", False)]
