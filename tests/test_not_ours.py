"""Sheets beside registers: counts, cards, leads and calls are told from visits and deals, and say what they are."""

from datetime import date

import pytest

from data.registers import Kind
from tests.typed import VISITS, Rows, read, read_all, visit

DAY = date(2026, 3, 1)
PEOPLE = ("张三", "李四", "王五")

COUNTS = {
    "by day": [
        ["展厅来店/来电统计表"],
        ["日期", "来店", "来电", "首次", "再次", "留档", "试驾", "订单"],
        *([date(2026, 3, day), 12, 3, 8, 4, 6, 3, 1] for day in (1, 2, 3)),
        ["合计", 36, 9, 24, 12, 18, 9, 3],
    ],
    "by salesperson": [
        ["销售顾问", "来店批次", "首次", "再次", "留档", "试驾", "成交", "成交率"],
        *([name, 12, 8, 4, 6, 3, 1, "8%"] for name in PEOPLE),
    ],
    "by day and salesperson": [
        ["日期", "销售顾问", "来店", "来电", "留档", "试驾", "成交"],
        *([DAY, name, 12, 8, 4, 6, 3] for name in PEOPLE),
    ],
    "by channel": [
        ["日期", "渠道", "来店批次", "留档批次", "试驾批次", "订单数"],
        *([DAY, channel, 12, 8, 4, 6] for channel in ("自然到店", "网络", "车展")),
    ],
    "of a day's work": [
        ["销售日报表"],
        ["日期", "销售顾问", "订单", "交车", "电话回访", "新增H级"],
        *([DAY, name, 1, 2, 10, 3] for name in PEOPLE),
    ],
    "of lost customers": [
        ["战败日期", "销售顾问", "战败数", "价格", "品牌", "外观"],
        *([DAY, name, 4, 2, 1, 1] for name in PEOPLE),
    ],
    "in English": [
        ["Traffic Summary March 2026"],
        ["Date", "Walk-in", "Phone", "Fresh", "Be-back", "Demo", "Sold"],
        *([date(2026, 3, day), 12, 3, 8, 4, 6, 3] for day in (1, 2, 3)),
    ],
}


@pytest.mark.parametrize("rows", COUNTS.values(), ids=COUNTS.keys())
def test_a_sheet_of_counts_is_not_read_as_visits(rows: Rows):
    book = read_all({"来店登记": [VISITS, visit()], "统计": rows}, name="a.xlsx")
    assert [(sheet.kind, sheet.reason) for sheet in book.sheets] == [(Kind.VISIT, ""), (Kind.NONE, "counts")]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            [
                ["意向客户管理卡"],
                ["客户姓名", "王伟", "电话", "13912345678"],
                ["意向车型", "K5", "级别", "A"],
                ["来店日期", DAY, "销售顾问", "张三"],
            ],
            "card",
        ),
        (
            [
                ["三日电访记录"],
                ["交车日期", "客户姓名", "电话", "车型", "销售顾问", "回访日期", "满意度"],
                *([DAY, "王伟", "13912345678", "K5", name, DAY, "满意"] for name in PEOPLE),
            ],
            "after_sales",
        ),
        (
            [
                ["线索编号", "下发时间", "客户姓名", "手机号", "意向车型", "来源渠道", "线索状态", "跟进顾问"],
                *(
                    [f"L{n}", "2026-03-01 10:00:00", "王伟", f"1391234567{n}", "K5", "懂车帝", "有效", "张三"]
                    for n in (1, 2)
                ),
            ],
            "leads",
        ),
        (
            [
                ["意向客户确度表 2026年3月"],
                ["序号", "客户姓名", "电话", "车型", "销售顾问", *map(str, range(1, 8))],
                *([n, "王伟", "13912345678", "K5", "张三", "A", "", "", "H", "", "", "O"] for n in (1, 2, 3)),
            ],
            "leads",
        ),
        (
            [
                ["展厅库存车辆明细"],
                ["序号", "车型", "颜色", "车架号", "发动机号", "入库日期", "库龄", "指导价"],
                *([n, "K5", "白", f"LJDAAA1B2F012340{n}", "G4", "2026-1-5", 60, 159800] for n in (1, 2, 3)),
            ],
            "not_recognised",
        ),
    ],
    ids=["card", "calls", "leads", "levels by day", "stock"],
)
def test_other_lists_of_customers_and_cars_say_why_they_are_not_read(rows: Rows, reason: str):
    sheet = read(rows, name="a.xlsx")
    assert (sheet.kind, sheet.reason, sheet.rows.num_rows) == (Kind.NONE, reason, 0)


def test_a_register_whose_people_are_counted_is_still_one():
    header = ["日期", "来店人数", "首次/再次", "意向车型", "逗留分钟", "销售顾问"]
    sheet = read([header, *([DAY, 3, "首次", "K5", 45, name] for name in PEOPLE)])
    assert (sheet.kind, sheet.rows_read) == (Kind.VISIT, 3)


def test_a_sheet_a_salesperson_says_whose_visits_it_holds():
    header = [heading for heading in VISITS if heading != "销售顾问"]
    lines = [visit()[:-1], visit()[:-1]]
    book = read_all({"张伟": [header, *lines], "王芳": [header, *lines]})
    assert [sheet.rows["salesperson"].to_pylist() for sheet in book.sheets] == [["张伟"] * 2, ["王芳"] * 2]
    titled = read([["来店登记表   销售顾问：李强"], header, *lines])
    assert titled.rows["salesperson"].to_pylist() == ["李强"] * 2
    areas = read_all({"江北": [header, *lines], "滨海店": [header, *lines]})
    assert [sheet.rows["salesperson"].to_pylist() for sheet in areas.sheets] == [[None] * 2] * 2
