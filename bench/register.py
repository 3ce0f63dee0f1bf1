"""A visit register as a showroom's front desk keeps it, of any length, for measuring."""

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from random import Random

import xlsxwriter

TITLE = "城东店 展厅来店（电）客户登记表"
COLUMNS = (
    "序号",
    "日期",
    "来店时间",
    "离店时间",
    "客户姓名",
    "性别",
    "联系电话",
    "来店/来电",
    "首次/再次",
    "来店人数",
    "意向车型",
    "竞品车型",
    "信息来源",
    "居住区域",
    "意向级别",
    "是否试驾",
    "是否报价",
    "销售顾问",
    "下次跟进日期",
    "备注",
)
FIRST_DAY = date(2023, 1, 1)
DAYS = 1000
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗"
_GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超霞平刚文辉玲红"
_MODELS = ("K2", "K3", "K5", "智跑", "狮跑", "福瑞迪", "赛拉图", "秀尔")
_RIVALS = ("卡罗拉", "朗逸", "宝来", "速腾", "轩逸", "RAV4", "", "")
_SOURCES = ("自然到店", "网络", "朋友介绍", "车展", "户外广告", "老客户", "电话营销")
_AREAS = ("城东", "城西", "高新区", "开发区", "下沙", "临平", "余杭镇")
_CONSULTANTS = ("李娜", "王强", "赵敏", "陈浩", "孙丽", "周杰", "吴桐", "郑爽")
_NOTES = ("", "", "", "要现车", "等国庆活动", "置换旧车，已评估", "全款，价格再谈谈", "先看看，下周带家人来")


def write(path: Path, rows: int, seed: int = 7) -> None:
    """Write a workbook of one sheet: a title, a heading of 20 columns, `rows` visits in the order of their days."""
    random = Random(seed)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("来店登记")
        day, clock = book.add_format({"num_format": "yyyy/m/d"}), book.add_format({"num_format": "h:mm"})
        sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, TITLE)
        sheet.write_row(1, 0, COLUMNS)
        for number in range(rows):
            _write_visit(sheet, number, _visit(random, number, rows), day, clock)


def _visit(random: Random, number: int, rows: int) -> tuple[object, ...]:
    pick: Callable[..., str] = random.choice
    happened_on = FIRST_DAY + timedelta(days=number * DAYS // rows)
    arrived = random.randrange(8 * 60 + 30, 17 * 60 + 30)
    left = arrived + random.randrange(5, 90)
    is_named = random.random() < 0.75
    return (
        number + 1,
        happened_on,
        time(arrived // 60, arrived % 60),
        time(left // 60, left % 60),
        pick(_SURNAMES) + pick(_GIVEN) + pick(("", pick(_GIVEN))) if is_named else pick(_SURNAMES) + "先生",
        pick(("男", "女")),
        f"1{random.randrange(3_000_000_000, 9_999_999_999)}" if is_named else "未留",
        pick(("来店", "来店", "来店", "来电")),
        pick(("首次", "首次", "再次")),
        random.randrange(1, 5),
        pick(_MODELS),
        pick(_RIVALS),
        pick(_SOURCES),
        pick(_AREAS),
        pick(("H", "A", "B", "C", "")),
        pick(("√", "", "")),
        pick(("√", "")),
        pick(_CONSULTANTS),
        happened_on + timedelta(days=random.randrange(1, 15)) if is_named else "",
        pick(_NOTES),
    )


def _write_visit(
    sheet: xlsxwriter.worksheet.Worksheet,
    number: int,
    visit: tuple[object, ...],
    day: xlsxwriter.format.Format,
    clock: xlsxwriter.format.Format,
) -> None:
    line = number + 2
    for column, value in enumerate(visit):
        if value == "":
            continue
        if isinstance(value, date):
            sheet.write_datetime(line, column, value, day)
        elif isinstance(value, time):
            sheet.write_datetime(line, column, value, clock)
        elif isinstance(value, int):
            sheet.write_number(line, column, value)
        else:
            sheet.write_string(line, column, value)
