"""Cleaning: a cell as typed becomes the value it means, or a problem that says where and why."""

from datetime import date, datetime, time, timedelta

import pytest

from data.clean import Cleaner, cleaner, is_missing, masked
from data.clean_columns import CHUNK
from data.dates import NO_YEAR, Around, UnreadableError, as_month
from tests.typed import VISITS, column, read, visit

AROUND = Around(month=9)


def clean(name: str, raw: object) -> object:
    how: Cleaner = cleaner(name, around=AROUND)
    return how(raw)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        (date(2025, 9, 3), date(2025, 9, 3)),
        (datetime(2025, 9, 3, 14, 5), date(2025, 9, 3)),
        (45903.43, date(2025, 9, 3)),
        ("45903", date(2025, 9, 3)),
        (20250903.0, date(2025, 9, 3)),
        ("2025-10-17 21:24:59", date(2025, 10, 17)),
        ("2025年9月3日", date(2025, 9, 3)),
        ("25年9月3日", date(2025, 9, 3)),
        ("２０２５／９／３", date(2025, 9, 3)),
        ("25.9.3", date(2025, 9, 3)),
        ("9/3/2025", date(2025, 9, 3)),
        ("13/9/2025", date(2025, 9, 13)),
        ("Sep 3, 2025", date(2025, 9, 3)),
        ("3-Sep-25", date(2025, 9, 3)),
        ("9月3日", date(NO_YEAR, 9, 3)),
        ("9.3", date(NO_YEAR, 9, 3)),
        (9.3, date(NO_YEAR, 9, 3)),
        ("3号", date(NO_YEAR, 9, 3)),
        (3.0, date(NO_YEAR, 9, 3)),
    ],
)
def test_days_are_read_as_showrooms_write_them(raw: object, day: date):
    assert clean("date", raw) == day


@pytest.mark.parametrize("raw", ["2月30日", "2025年9月", date(1900, 1, 5), "昨天", time(9, 30), 0.0, True])
def test_what_is_no_day_is_said(raw: object):
    with pytest.raises(UnreadableError, match="bad_date"):
        clean("date", raw)


@pytest.mark.parametrize(
    ("raw", "minute"),
    [
        (time(9, 30), 570),
        (datetime(2025, 9, 3, 14, 5), 845),
        (0.4, 576),
        (930.0, 570),
        (14.0, 840),
        ("9:30", 570),
        ("9：30", 570),
        ("0930", 570),
        ("9点半", 570),
        ("下午3:20", 920),
        ("2:30 PM", 870),
        ("9:30-10:15", 570),
        ("2025-09-03 14:05", 845),
        ("上午", None),
        ("9;30", 570),
        ("十点半", 630),
        ("下午两点", 840),
    ],
)
def test_times_of_day(raw: object, minute: int | None):
    assert clean("minute", raw) == minute


@pytest.mark.parametrize(
    ("raw", "minutes"),
    [
        (45.0, 45),
        ("45分钟", 45),
        ("1小时20分", 80),
        ("1.5小时", 90),
        ("1:10", 70),
        (time(0, 45), 45),
        (timedelta(hours=2), 120),
        (">30", 30),
        ("半小时", 30),
        ("一小时", 60),
        ("1个半小时", 90),
        ("约40分钟", 40),
    ],
)
def test_lengths_of_stay(raw: object, minutes: int):
    assert clean("duration", raw) == minutes


@pytest.mark.parametrize(
    ("raw", "phone"),
    [
        (13912345678.0, "13912345678"),
        ("13912345678.0", "13912345678"),
        ("1.3912345678E+10", "13912345678"),
        ("139 1234 5678", "13912345678"),
        ("139-1234-5678", "13912345678"),
        ("+86 13912345678", "13912345678"),
        ("008613912345678", "13912345678"),
        ("１３９１２３４５６７８", "13912345678"),
        ("13912345678/13812345678", "13912345678"),
        ("13912345678（微信同号）", "13912345678"),
        ("0571-87654321", "057187654321"),
        ("(555) 123-4567", "5551234567"),
    ],
)
def test_phones_become_digits(raw: object, phone: str):
    assert clean("phone", raw) == phone


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("1391234567", "bad_phone"),
        ("12012345678", "bad_phone"),
        ("下次再说", "bad_phone"),
        ("1.38E+10", "cut_phone"),
    ],
)
def test_phones_that_are_none_are_said(raw: object, code: str):
    with pytest.raises(UnreadableError, match=code):
        clean("phone", raw)


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("person", "张 三", "张三"),
        ("person", "张三(组长)", "张三"),
        ("person", "01 张三", "张三"),
        ("person", "Jo  Ann Lee", "Jo Ann Lee"),
        ("model", "Ｋ５", "K5"),
        ("id", " ljd sd1 ", "LJDSD1"),
        ("id", 20250903.0, "20250903"),
        ("count", "3人", 3),
        ("money", "12.98万", 129800.0),
        ("money", "¥129,800元", 129800.0),
        ("level", "h级", "H"),
        ("level", "○", "O"),
        ("level", "B（30天内）", "B"),
        ("level", "Hot", "Hot"),
        ("first", "再次", False),
        ("first", "Be-back", False),
        ("first", 1.0, True),
        ("first", "3", False),
        ("first", "未到店", None),
        ("contact", "自然到店", "visit"),
        ("contact", "Phone Up", "phone"),
        ("contact", "老客户介绍", "referral"),
        ("purpose", "看车", "sales"),
        ("purpose", "预约提车", "other"),
        ("outcome", "跟进中", "open"),
        ("outcome", "退定", "cancelled_order"),
        ("sale_channel", "二级网点", "second_tier"),
        ("lost_kind", "失控", "out_of_control"),
        ("lost_kind", "F1", "lost"),
        ("flag", "√", True),
        ("flag", "未试驾", False),
        ("flag", "无", False),
        ("text", 3.0, "3"),
        ("text", "a\x07b", "ab"),
        ("reasons", "价格高、动力操控；跟进慢", ["price", "handling", "late_follow_up"]),
        ("reasons", "Power & handling, Unfriendly", ["handling", "cold_attitude"]),
        ("reasons", "价格\n家人反对", ["price", "家人反对"]),
    ],
)
def test_other_cells(name: str, raw: object, value: object):
    assert clean(name, raw) == value


def test_a_price_in_ten_thousands_says_so_in_its_heading():
    assert cleaner("money", around=AROUND, header="成交价(万元)")(12.98) == pytest.approx(129_800)


@pytest.mark.parametrize("raw", ["", None, "-", "未留", "拒留", "/", "N/A", "#DIV/0!", " — ", "？"])
def test_cells_that_say_nothing(raw: object):
    assert is_missing(raw)


def test_names_and_phones_show_only_their_shape():
    assert masked("王小伟", personal=True) == "王**"
    assert masked(1391234567.0, personal=True) == "139*******"
    assert masked("电话13912345678联系", personal=False) == "电话139********联系"
    for typed in ("138-0013-8000", "138 0013 8000", "+86 138.0013.8000", "１３８ ００１３ ８０００", "0571-87654321"):
        shown = masked(f"3月45日 {typed}", personal=False)
        assert shown.startswith("3月45日 ") and not any(digit in shown[9:] for digit in "0123456789８０１３"), shown
    assert masked("2025-02-30 14:05", personal=False) == "2025-02-30 14:05"


def test_months_as_headings():
    assert [
        as_month(raw) for raw in ("一月", "十二月", "2025年1月", 2025.3, "Jan 2025", date(2025, 5, 1), "13月", "合计")
    ] == [
        (NO_YEAR, 1),
        (NO_YEAR, 12),
        (2025, 1),
        (2025, 3),
        (2025, 1),
        (2025, 5),
        None,
        None,
    ]


def test_a_wrong_cell_is_said_with_its_place_and_the_row_is_kept():
    sheet = read([VISITS, visit(联系电话="1391234567", 级别="很高", **{"来店/来电": "飞来"}, 来店时间="25:00")])
    assert [(p.row, p.column, p.header, p.value, p.code, p.loses_row) for p in sheet.problems] == [
        (2, "C", "来店时间", "25:00", "bad_time", False),
        (2, "E", "联系电话", "139*******", "bad_phone", False),
        (2, "F", "来店/来电", "飞来", "unknown_contact", False),
        (2, "I", "级别", "很高", "unknown_level", False),
    ]
    assert column(sheet, "phone") == column(sheet, "level") == [None]
    assert (sheet.rows_left_out, column(sheet, "customer_name")) == (0, ["王伟"])


def test_a_record_without_a_day_or_of_tomorrow_is_left_out():
    sheet = read([VISITS, visit(""), visit(date(2062, 3, 5)), visit(date(2026, 3, 5))])
    assert [(p.row, p.code, p.loses_row, p.value) for p in sheet.problems] == [
        (2, "no_date", True, ""),
        (3, "date_in_future", True, "2062-03-05"),
    ]
    assert (sheet.rows_read, sheet.rows_left_out, column(sheet, "row")) == (3, 2, [4])


def test_a_deal_stays_when_one_of_its_two_days_is_missing_or_wrong():
    header = ["订单日期", "交车日期", "客户姓名", "车型", "成交价"]
    lines = [
        [date(2026, 3, 5), "", "王伟", "K5", 1],
        ["", date(2026, 3, 6), "李娜", "K5", 1],
        ["", "", "张敏", "K5", 1],
    ]
    sheet = read([header, *lines])
    assert column(sheet, "ordered_on") == [date(2026, 3, 5), None]
    assert column(sheet, "delivered_on") == [None, date(2026, 3, 6)]
    assert [(p.row, p.code) for p in sheet.problems] == [(4, "no_date")]


def test_blanks_mean_no_only_where_yes_is_ticked():
    header = [*VISITS, "是否试驾", "是否留档", "试驾车型"]
    ticked = read([header[:-1], [*visit(), "√", "是"], [*visit(), "", ""], [*visit(), "", "否"]])
    assert column(ticked, "has_test_drive") == [True, False, False]
    assert column(ticked, "is_recorded") == [True, None, False]
    empty = read([header[:-1], [*visit(), "", ""]])
    assert column(empty, "has_test_drive") == [None]
    driven = read([[*VISITS, "试驾车型"], [*visit(), "K5"], [*visit(), ""], [*visit(), "无"]])
    assert column(driven, "has_test_drive") == [True, False, False]


def test_a_lone_column_of_repeats_is_read_the_right_way_round():
    header = [heading if heading != "首次/再次" else "再次" for heading in VISITS]
    sheet = read([header, visit(**{"首次/再次": "√"}), visit(**{"首次/再次": ""})])
    assert column(sheet, "is_first") == [False, True]


def test_the_tenth_typed_as_a_number_is_not_the_first():
    sheet = read([VISITS, *(visit(day) for day in (3.8, 3.9, 3.1, 3.1, 3.11, 3.19, 3.2))], name="2025年.xlsx")
    assert [day.day for day in column(sheet, "happened_on")] == [8, 9, 10, 10, 11, 19, 20]


def test_a_register_longer_than_a_chunk_keeps_every_row_and_carries_its_date():
    sheet = read([VISITS, visit(date(2026, 3, 5)), *(visit("") for _ in range(CHUNK + 10))])
    assert sheet.rows.num_rows == CHUNK + 11
    assert set(column(sheet, "happened_on")) == {date(2026, 3, 5)}
    assert column(sheet, "row") == list(range(2, CHUNK + 13))


@pytest.mark.parametrize(
    ("typed", "model"),
    [("k2", "K2"), ("Ｋ５", "K5"), ("cs 75", "CS75"), ("智 跑", "智跑"), ("Model 3", "Model 3"), ("福瑞迪", "福瑞迪")],
)
def test_one_model_has_one_spelling(typed, model):
    assert clean("model", typed) == model


@pytest.mark.parametrize("phone", ["13800138000", "138-0013-8000", "138 0013 8000", "+86 13800138000", "0571-87654321"])
@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("text", "朋友介绍 {}", "朋友介绍"),
        ("text", "抖音（{}）", "抖音"),
        ("text", "{}", None),
        ("person", "张三/{}", "张三"),
        ("person", "{}", None),
        ("model", "K5 {}", "K5"),
        ("reasons", "价格 {}", ["price"]),
        ("reasons", "离家远，{}", ["离家远"]),
    ],
)
def test_a_phone_number_is_taken_out_of_what_is_shown(phone: str, name: str, typed: str, kept: object):
    assert clean(name, typed.format(phone)) == kept


@pytest.mark.parametrize("text", ["CS75 2025款", "订单20250903", "K2", "2025-09-13", "1.6L 自动 130kW"])
def test_other_numbers_stay_in_texts(text: str):
    assert clean("text", text) == text


def test_a_delivery_ahead_is_planned_when_an_order_stands_before_it_and_wrong_when_it_alone_dates_the_deal():
    header = ["订单日期", "交车日期", "客户姓名", "联系电话", "成交车型", "销售顾问", "订单号"]
    who, ahead = ["王伟", "13912345678", "K5", "张三", "A1"], date(2026, 9, 1)
    sheet = read([header, ["", ahead, *who], [date(2026, 3, 1), ahead, *who], [date(2026, 8, 1), ahead, *who]])
    assert (column(sheet, "ordered_on"), column(sheet, "delivered_on")) == ([date(2026, 3, 1)], [ahead])
    assert (sheet.rows_left_out, sheet.last_on) == (2, date(2026, 3, 1))
    assert [(p.row, p.column, p.header, p.code, p.loses_row) for p in sheet.problems] == [
        (2, "B", "交车日期", "date_in_future", True),
        (4, "A", "订单日期", "date_in_future", True),
        (4, "B", "交车日期", "date_in_future", True),
    ]


@pytest.mark.parametrize("raw", ["139****5678", "138xxxx1234", "1391***5678"])
def test_a_phone_starred_out_on_purpose_is_none_and_no_problem(raw: str):
    assert clean("phone", raw) is None


@pytest.mark.parametrize(
    ("raw", "heads"), [("2位", 2), ("两人", 2), ("一家三口", 3), ("2大1小", 3), ("2+1", 3), ("3人", 3), (4.0, 4)]
)
def test_people_are_counted_as_a_front_desk_writes_them(raw: object, heads: int):
    assert clean("count", raw) == heads


@pytest.mark.parametrize("raw", ["张三", "张 三", "张三(组长)", "01张三", "A01-张三", "张三-二组", "张三13912345678"])
def test_a_salesperson_has_one_spelling(raw: str):
    assert clean("person", raw) == "张三"


@pytest.mark.parametrize("raw", ["张三/李四", "张三、李四", "张三 李四", "张三+李四", "张三(主)/李四"])
def test_a_line_that_two_salespeople_share_counts_for_the_first_and_says_so(raw: str):
    sheet = read([VISITS, visit(销售顾问=raw)])
    assert column(sheet, "salesperson") == ["张三"]
    assert [(p.row, p.column, p.code, p.loses_row) for p in sheet.problems] == [(2, "J", "two_people", False)]


@pytest.mark.parametrize(("raw", "yuan"), [(12.98, 129800.0), ("13.5w", 135000.0), ("¥129,800.00", 129800.0)])
def test_a_price_too_small_for_a_car_is_in_ten_thousands(raw: object, yuan: float):
    assert clean("money", raw) == yuan


def test_a_small_deposit_is_a_small_deposit():
    assert cleaner("money", around=Around(), header="订金")(500.0) == 500.0


def test_numbered_reasons_are_all_read():
    assert clean("reasons", "1.价格高 2.品牌") == ["price", "brand"]


def test_two_days_in_a_cell_are_not_another_year():
    with pytest.raises(UnreadableError, match="bad_date"):
        clean("date", "3.5-3.6")


def test_a_customers_name_loses_the_phone_written_into_it():
    assert clean("name", "王伟13912345678") == "王伟"


@pytest.mark.parametrize("header", ["是否二次来店", "再次来店"])
def test_a_heading_that_asks_for_a_return_is_read_the_right_way_round(header: str):
    rows = [["日期", "客户姓名", "电话", header, "顾问"], ["2026-3-5", "王伟", "", "否", "张三"]]
    rows += [["2026-3-6", "李娜", "", "是", "张三"]]
    assert column(read(rows), "is_first") == [True, False]
