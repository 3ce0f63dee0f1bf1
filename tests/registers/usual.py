"""Visit registers as front desks keep them: one table, one line a visit."""

from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import VISITS, by_day
from tests.registers.page import Column, Layout, Page


def layouts() -> list[Layout]:
    """Return the usual registers."""
    return [
        _generic(),
        _two_rows("two-row-ticks", merged=True),
        _two_rows("two-row-ticks-unmerged", merged=False),
        _three_rows(),
        _weekly(),
        _days_merged(),
        _day_on_first_line(),
        _two_times(),
        _column_per_model(),
        _from_c6(),
        _totals(),
    ]


def _contact(value: str) -> str:
    return hand.CONTACTS[value]


def _generic() -> Layout:
    page = Page("3月", store="城东店")
    page.title("城东店展厅来店（电）客户登记表", across=14)
    page.title("2026年3月", across=14)
    page.heading(
        Column("序号"),
        Column("日期", "happened_on"),
        Column("进店或来\r\n电时间", "arrived_minute", hand.clock),
        Column("客户留店时间", "stay_minutes"),
        Column("来店/来电", "contact_type", _contact),
        Column("客户姓名 ", "customer_name"),
        Column("联系电话", "phone"),
        Column("客户随行\r\n人数", "party_size"),
        Column("是否首次\r\n来店", "is_first", hand.yes_no),
        Column("欲购车型", "model"),
        Column("意向级别\r\n及购买周期", "level", hand.grade),
        Column("信息来源", "channel"),
        Column("试乘试驾", "has_test_drive", hand.cross),
        Column("接待销售\r\n顾问", "salesperson"),
    )
    page.records(VISITS)
    for number in range(11, 16):
        page.line(number)
    page.line("前台：", "", "", "", "", "展厅主管：", "", "", "", "销售经理：")
    page.line("注：1.客户离店后10分钟内填写完整；2.级别按公司标准填写")
    return Layout(
        "generic-4s", "title, times, signatures, pre-numbered lines", "3月来店登记.xlsx", [page], xlsx([page])
    )


def _two_rows(name: str, *, merged: bool) -> Layout:
    page = Page("来店登记", store=None)
    page.title("展厅来店/来电登记表（2026年3月）", across=18)
    page.two_headings(
        Column("序号"),
        Column("日期", "happened_on", hand.chinese_day),
        Column("时间", "arrived_minute", hand.colon),
        Column("姓名", "customer_name", group="客户信息"),
        Column("电话", "phone", group="客户信息"),
        Column("首次", "is_first", hand.tick, group="来店性质"),
        Column("再次", "is_first", lambda first: hand.tick(not first), group="来店性质"),
        *(Column(model, "model", hand.ticked(model), group="意向车型") for model in ("福瑞迪", "智跑", "K2", "K5")),
        *(Column(level, "level", hand.ticked(level), group="意向级别") for level in "OHABC"),
        Column("试驾", "has_test_drive", hand.tick),
        Column("留档", "is_recorded", hand.tick),
        Column("销售顾问", "salesperson"),
        Column("备注", "note"),
        merged=merged,
    )
    page.records(VISITS)
    return Layout(name, "groups of tick columns under a second line", "客流.xlsx", [page], xlsx([page]))


def _three_rows() -> Layout:
    page = Page("三月")
    page.title("来店客户信息登记表", across=12)
    page.line("客户基本情况", "", "", "", "", "接待情况", "", "", "", "意向情况")
    page.merge(1, 0, 1, 4)
    page.merge(1, 5, 1, 8)
    page.merge(1, 9, 1, 11)
    page.two_headings(
        Column("来店日期", "happened_on", hand.slashed),
        Column("姓名", "customer_name", group="客户资料"),
        Column("性别", "gender", group="客户资料"),
        Column("手机", "phone", group="客户资料"),
        Column("住址", "area"),
        Column("进店时刻", "arrived_minute", hand.oclock),
        Column("离店时刻", "left_minute", hand.oclock),
        Column("接待人员", "salesperson"),
        Column("初/再", "is_first", lambda first: "初" if first else "再"),
        Column("车种", "model"),
        Column("HABC", "level"),
        Column("获知渠道", "channel"),
    )
    page.records(VISITS)
    return Layout(
        "three-heading-rows", "a line of blocks above two lines of headings", "2026.xlsx", [page], xlsx([page])
    )


def _weekly() -> Layout:
    page = Page("第一周")
    page.title("展厅客流周登记表（2026年3月2日—3月8日）", across=8)
    page.heading(
        Column("日期", "happened_on", hand.short_day),
        Column("到店-离店时间", "arrived_minute", hand.wide_colon),
        Column("客户称呼", "customer_name"),
        Column("联系方式", "phone"),
        Column("看车车型", "model"),
        Column("客户级别", "level"),
        Column("接待顾问", "salesperson"),
        Column("洽谈情况", "note"),
    )
    for visit, row in zip(VISITS, page.records(VISITS), strict=True):
        both = f"{hand.wide_colon(visit['arrived_minute'])}-{hand.wide_colon(visit['left_minute'])}"
        page.put(row, "到店-离店时间", both, left_minute=visit["left_minute"])
    return Layout("weekly-9:30-10:15", "arrival and departure in one cell", "周报.xlsx", [page], xlsx([page]))


def _plain_columns() -> list[Column]:
    return [
        Column("到店日期", "happened_on"),
        Column("到店时间", "arrived_minute", hand.clock),
        Column("顾客姓名", "customer_name"),
        Column("手机号", "phone", hand.number),
        Column("来店次数", "is_first", hand.times),
        Column("拟购车型", "model"),
        Column("级别", "level"),
        Column("销售顾问", "salesperson"),
    ]


def _days_merged() -> Layout:
    page = Page("客流")
    page.heading(*_plain_columns())
    page.merge_days(VISITS, page.records(VISITS))
    return Layout("merged-days", "one merged cell a day", "客流登记.xlsx", [page], xlsx([page]))


def _day_on_first_line() -> Layout:
    page = Page("客流")
    page.heading(*_plain_columns())
    for _, visits in by_day(VISITS):
        for row in page.records(visits)[1:]:
            page.cells.pop((row - 1, 0))
    return Layout(
        "day-on-first-line", "the date only on the first line of a day", "客流登记.xlsx", [page], xlsx([page])
    )


def _two_times() -> Layout:
    page = Page("来店")
    page.heading(
        Column("序列"),
        Column("时间", "happened_on"),
        Column("客户", "customer_name"),
        Column("电话", "phone"),
        Column("时间", "arrived_minute", hand.clock),
        Column("在店时长", "stay_minutes", hand.hours),
        Column("感兴趣车型", "model"),
        Column("意向等级", "level"),
        Column("业务员", "salesperson"),
    )
    page.records(VISITS)
    return Layout("two-columns-named-time", "两列都叫时间: a day and a time of day", "流量.xlsx", [page], xlsx([page]))


def _column_per_model() -> Layout:
    page = Page("登记")
    page.title("展厅流量登记 2026年3月")
    page.heading(
        Column("日期", "happened_on", hand.chinese_day),
        Column("姓名", "customer_name"),
        Column("电话", "phone", hand.grouped),
        Column("首次", "is_first", hand.tick),
        Column("再次", "is_first", lambda first: hand.tick(not first)),
        *(Column(model, "model", hand.ticked(model)) for model in ("福瑞迪", "智跑", "K2", "K5")),
        *(Column(f"{level}级", "level", hand.ticked(level)) for level in "OHABC"),
        Column("顾问", "salesperson"),
    )
    page.records(VISITS)
    return Layout(
        "column-per-model-and-level", "ticks under models and levels without a group", "流量.xlsx", [page], xlsx([page])
    )


def _from_c6() -> Layout:
    page = Page("Sheet1", left=2, next=5)
    page.heading(
        Column("登记日期", "happened_on"),
        Column("入店时间", "arrived_minute", hand.compact),
        Column("来宾姓名", "customer_name"),
        Column("联系号码", "phone"),
        Column("来客人数", "party_size", lambda heads: f"{heads}人"),
        Column("到店性质", "is_first", hand.first_again),
        Column("购买意向", "level"),
        Column("意向车系", "model"),
        Column("归属顾问", "salesperson"),
    )
    page.records(VISITS)
    return Layout("begins-at-C6", "a table away from the corner", "到店.xlsx", [page], xlsx([page]))


def _totals() -> Layout:
    page = Page("3月来店")
    page.title("2026年3月来店登记", across=7)
    page.heading(
        Column("日期", "happened_on", hand.short_day),
        Column("时间", "arrived_minute", hand.colon),
        Column("姓名", "customer_name"),
        Column("电话", "phone"),
        Column("是否首访", "is_first", hand.yes_no),
        Column("车型", "model"),
        Column("销售顾问", "salesperson"),
    )
    for day, visits in by_day(VISITS):
        page.records(visits)
        page.line(f"{day.month}月{day.day}日小计", "", f"{len(visits)}批")
    page.line("本周合计", "", "10批")
    page.line("本月累计", "", "10批")
    page.line("制表人：小李", "", "", "审核：", "", "日期：")
    return Layout("totals-and-signatures", "小计, 合计, 累计 and signatures", "日报.xlsx", [page], xlsx([page]))
