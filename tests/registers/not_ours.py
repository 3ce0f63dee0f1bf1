"""Sheets that lie in the same books and are no registers: counts, lists and cards that must not become records."""

from collections.abc import Sequence

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import VISITS
from tests.registers.page import Cell, Column, Layout, Page

_PEOPLE = ("张三", "李四", "王芳")
_MODELS = ("福瑞迪", "K5", "智跑", "K2")


def layouts() -> list[Layout]:
    """Return a register in the company of each such sheet."""
    return [
        _beside("counts-by-day", _counts_by_day()),
        _beside("counts-by-person", _counts_by_person()),
        _beside("counts-by-channel", _counts_by_channel()),
        _beside("pivot", _pivot()),
        _beside("leads", _leads()),
        _beside("customer-card", _customer_card()),
        _beside("level-status", _level_status()),
        _beside("follow-up-calls", _follow_up_calls()),
        _beside("stock-list", _stock()),
        _beside("staff-list", _staff()),
        _beside("weekly-plan", _weekly_plan()),
        _beside("price-list", _prices()),
        _beside("rota", _rota()),
        _beside("lists-of-choices", _choices()),
    ]


def _beside(name: str, other: Page) -> Layout:
    register = Page("来店登记")
    register.title("2026年3月展厅来店登记表")
    register.heading(
        Column("日期", "happened_on"),
        Column("来店时间", "arrived_minute", hand.clock),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone"),
        Column("首次/再次", "is_first", hand.first_again),
        Column("意向车型", "model"),
        Column("级别", "level"),
        Column("销售顾问", "salesperson"),
    )
    register.records(VISITS)
    return Layout(
        f"beside-{name}", f"a register beside: {other.name}", "3月.xlsx", [register, other], xlsx([register, other])
    )


def _sheet(name: str, lines: Sequence[Sequence[Cell]], reason: str = "not_recognised") -> Page:
    page = Page(name, Kind.NONE, reason=reason)
    for line in lines:
        page.line(*line)
    return page


def _counts_by_day() -> Page:
    days = [[f"3月{day}日", 20 + day, 8, 9, 3, 12, 4, 1] for day in range(1, 16)]
    heading = ["日期", "客流总数", "首次到店", "再次到店", "来电", "留档", "试驾", "成交"]
    return _sheet("日统计", [["2026年3月展厅来店/来电统计表"], heading, *days, ["合计", *[100] * 7]], "counts")


def _counts_by_person() -> Page:
    people = [[number, name, 20 + number, 15, 6, 3, "75.0%", "15.0%"] for number, name in enumerate(_PEOPLE, 1)]
    heading = ["序号", "销售顾问", "接待批次", "留档数", "试驾数", "订单数", "留档率", "成交率"]
    return _sheet(
        "顾问统计", [["3月销售顾问接待统计"], heading, *people, ["", "合计", 66, 45, 18, 9, "", ""]], "counts"
    )


def _counts_by_channel() -> Page:
    channels = [[name, 12, 10, 4, 2] for name in ("汽车之家", "路过", "抖音", "车展")]
    return _sheet(
        "渠道分析", [["3月来店渠道分析"], ["信息来源", "来店批次", "留档", "试驾", "成交"], *channels], "counts"
    )


def _pivot() -> Page:
    lines = [["行标签", "计数项:客户姓名"], *([model, 3] for model in _MODELS), ["总计", 12]]
    return _sheet("透视", lines, "pivot")


def _leads() -> Page:
    heading = ["线索编号", "创建时间", "客户姓名", "手机号", "意向车型", "线索来源", "线索级别", "是否有效", "跟进人"]
    lines = [
        (f"XS{number:05d}", f"2026-03-{number:02d} 10:00:00", "王先生", f"139000000{number:02d}", *told)
        for number, told in enumerate(
            [("K5", "汽车之家", "A", "有效", "小周"), ("K2", "抖音", "C", "无效", "小周")] * 5, 1
        )
    ]
    return _sheet("网销线索", [["3月网销线索明细"], heading, *lines], "leads")


def _customer_card() -> Page:
    return _sheet(
        "客户卡",
        [
            ["意向客户管理卡"],
            ["客户姓名", "王伟", "性别", "先生", "联系电话", "13912345678"],
            ["住址", "城东区", "职业", "教师", "意向车型", "福瑞迪"],
            ["级别", "A", "来店日期", "2026-3-2", "销售顾问", "张三"],
            ["跟进日期", "跟进方式", "跟进内容", "", "", "下次跟进"],
            ["3月4日", "电话", "邀约试驾", "", "", "3月6日"],
            ["3月6日", "来店", "已试驾，满意", "", "", ""],
        ],
        "card",
    )


def _level_status() -> Page:
    heading = ["序号", "客户姓名", "电话", "意向车型", "销售顾问", *range(1, 32)]
    lines = [
        [number, visit["customer_name"], visit["phone"] or "", visit["model"], visit["salesperson"]]
        + ["" if (day + number) % 5 else visit["level"] for day in range(1, 32)]
        for number, visit in enumerate(VISITS, 1)
    ]
    return _sheet("级别状况", [["3月意向客户级别状况表"], heading, *lines], "leads")


def _follow_up_calls() -> Page:
    heading = ["序号", "回访日期", "客户姓名", "电话", "车型", "交车日期", "满意度", "回访人"]
    lines = [
        [number, f"3月{number + 5}日", "刘洋", f"136123400{number:02d}", "K5", f"3月{number}日", "满意", "小周"]
        for number in range(1, 9)
    ]
    return _sheet("三日回访", [["新车交付三日电访记录表"], heading, *lines], "after_sales")


def _stock() -> Page:
    heading = ["序号", "车型", "颜色", "车架号", "发动机号", "入库日期", "库龄", "指导价", "车辆状态"]
    lines = [
        (number, model, "白", f"LJDAAA1B2F01234{number:02d}", f"G4{number:06d}", f"2026-1-{number}", 60, 159800, "在库")
        for number, model in enumerate(_MODELS * 3, 1)
    ]
    return _sheet("库存", [["展厅库存车辆明细"], heading, *lines])


def _staff() -> Page:
    lines = [[number, name, "销售顾问", f"137000000{number:02d}", "销售部"] for number, name in enumerate(_PEOPLE, 1)]
    return _sheet("通讯录", [["员工通讯录"], ["序号", "姓名", "岗位", "电话", "部门"], *lines])


def _weekly_plan() -> Page:
    lines = [[f"第{week}周", 80, 76, 20, 18, 12, 11] for week in ("一", "二", "三", "四")]
    heading = ["", "来店目标", "来店实际", "订单目标", "订单实际", "交车目标", "交车实际"]
    return _sheet(
        "周进度", [["3月销售计划及周目标进度表"], heading, *lines, ["合计", 320, 300, 80, 72, 48, 44]], "counts"
    )


def _prices() -> Page:
    lines = [[model, "自动豪华", 129800 + 1000 * place, 5000] for place, model in enumerate(_MODELS)]
    return _sheet("价格表", [["3月车型价格政策"], ["车型", "配置", "指导价", "优惠"], *lines])


def _rota() -> Page:
    lines = [[f"3月{day}日", "张三", "李四", "王芳"] for day in range(1, 16)]
    return _sheet("排班", [["3月展厅值班表"], ["日期", "早班", "中班", "晚班"], *lines])


def _choices() -> Page:
    lines = [
        ["来店", "首次", "福瑞迪", "H", "汽车之家"],
        ["来电", "再次", "K5", "A", "路过"],
        ["", "", "智跑", "B", "抖音"],
    ]
    return _sheet("选项", [["来店/来电", "首次/再次", "车型", "级别", "信息来源"], *lines])
