"""Registers whose headings hold known words and mean something else, and forms with a shape of their own."""

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import text, xlsx
from tests.registers.happened import DEALS, LOSSES, VISITS
from tests.registers.page import Column, Layout, Page


def layouts() -> list[Layout]:
    """Return the registers that lead astray."""
    return [
        _visit_traps(),
        _deal_traps(),
        _loss_traps(),
        _own_words(),
        _month_and_day(),
        _calls_in_their_own_column(),
        _printed_pages(),
        _instructions_below(),
        _protected_text(),
        _unicode_text(),
        _first_and_last_name(),
        _two_phones(),
    ]


def _visit_traps() -> Layout:
    page = Page("客流登记")
    page.title("2026年3月展厅客流登记表")
    page.heading(
        Column("序号"),
        Column("到店日期", "happened_on"),
        Column("客户姓名", "customer_name"),
        Column("客户类型", "", lambda number: "单位" if number == 3 else "个人"),
        Column("出生日期", "", lambda number: f"198{number % 10}-05-0{number % 9 + 1}"),
        Column("推荐人电话", "", lambda number: f"139000000{number:02d}"),
        Column("联系电话", "phone"),
        Column("现有车型", "", lambda number: "朗逸" if number % 2 else "轩逸"),
        Column("意向车型", "model"),
        Column("预计购车时间", "", lambda _: "一个月内"),
        Column("购车用途", "", lambda _: "家用"),
        Column("到店时间", "arrived_minute", hand.clock),
        Column("是否首次", "is_first", hand.yes_no),
        Column("购车预算", "", lambda number: f"{8 + number}万"),
        Column("是否二手车置换", "", lambda number: "是" if number == 2 else "否"),
        Column("意向级别", "level"),
        Column("销售顾问", "salesperson"),
        Column("销售主管", "", lambda _: "钱主管"),
    )
    page.records(VISITS)
    return Layout("visit-traps", "客户类型, 出生日期, 推荐人电话, 现有车型", "客流.xlsx", [page], xlsx([page]))


def _deal_traps() -> Layout:
    page = Page("销售明细", Kind.DEAL)
    page.title("2026年3月整车销售明细", across=18)
    page.heading(
        Column("序号"),
        Column("合同签订日期", "ordered_on"),
        Column("合同编号", "order_no"),
        Column("客户名称", "customer_name"),
        Column("客户生日", "", lambda number: f"198{number}-05-01"),
        Column("联系电话", "phone"),
        Column("介绍人电话", "", lambda number: f"139000000{number:02d}"),
        Column("车型", "model"),
        Column("外色/内色", "", lambda _: "白/黑"),
        Column("市场指导价", "", lambda number: 100000 + 5000 * number),
        Column("优惠金额", "", lambda number: 1000 * number),
        Column("成交价格", "price"),
        Column("首付款", "", lambda number: 30000 + number),
        Column("贷款金额", "", lambda number: 70000 + number),
        Column("保险金额", "", lambda number: 4000 + number),
        Column("付款方式", "payment"),
        Column("订单类型", "", lambda number: "现车" if number % 2 else "期货"),
        Column("交车日期", "delivered_on"),
        Column("交车地点", "", lambda _: "展厅"),
        Column("销售顾问", "salesperson"),
        Column("信贷专员", "", lambda _: "小冯"),
    )
    page.records(DEALS)
    return Layout("deal-traps", "many amounts, two phones, 订单类型", "销售明细.xlsx", [page], xlsx([page]))


def _loss_traps() -> Layout:
    kinds = {"lost": "战败", "out_of_control": "失控", "dormant": "休眠"}
    reasons = {
        "price": "价格高",
        "其他": "其他",
        "brand": "品牌",
        "equipment": "配置低",
        "late_follow_up": "跟进不及时",
    }
    page = Page("流失", Kind.LOSS)
    page.title("意向客户流失分析表")
    page.heading(
        Column("流失日期", "lost_on", hand.slashed),
        Column("首次来店日期", "first_contact_on", hand.slashed),
        Column("最后联系日期", "", lambda number: f"2026/2/{number + 20}"),
        Column("审批日期", "", lambda number: f"2026/3/{number + 12}"),
        Column("客户姓名", "customer_name"),
        Column("电话", "phone"),
        Column("意向车型", "model"),
        Column("流失前级别", "level"),
        Column("流失类别", "lost_kind", kinds.__getitem__),
        Column("流失主要原因", "reasons", lambda found: "，".join(reasons[one] for one in found)),
        Column("原因说明", "", lambda _: "客户觉得贵"),
        Column("购买品牌车型", "lost_to"),
        Column("对方优惠", "", lambda number: f"{number}000元"),
        Column("顾问姓名", "salesperson"),
    )
    page.records(LOSSES)
    return Layout("loss-traps", "four dates, two columns of reasons", "流失.xlsx", [page], xlsx([page]))


def _own_words() -> Layout:
    page = Page("3月")
    page.title("前台来访日志")
    page.heading(
        Column("来访日", "happened_on", hand.chinese_day),
        Column("进店", "arrived_minute", hand.colon),
        Column("送离", "left_minute", hand.colon),
        Column("客户称谓", "customer_name"),
        Column("联系手机", "phone"),
        Column("同来几人", "party_size", lambda heads: f"{heads}人"),
        Column("第几次来", "is_first", lambda first: "第一次" if first else "第二次"),
        Column("看的车", "model"),
        Column("客户意向级", "level"),
        Column("从哪里知道我们", "channel"),
        Column("试驾与否", "has_test_drive", hand.yes_no),
        Column("留资与否", "is_recorded", hand.yes_no),
        Column("跟进销售", "salesperson"),
        Column("情况记录", "note"),
    )
    page.records(VISITS)
    return Layout("own-words", "a desk that words everything its own way", "来访.xlsx", [page], xlsx([page]))


def _month_and_day() -> Layout:
    page = Page("来店")
    page.title("2026年展厅来店登记表", across=9)
    page.two_headings(
        Column("月", "happened_on", lambda day: day.month, group="日期"),
        Column("日", "happened_on", lambda day: day.day, group="日期"),
        Column("时间", "arrived_minute", hand.clock),
        Column("姓名", "customer_name", group="客户"),
        Column("电话", "phone", group="客户"),
        Column("首次/再次", "is_first", hand.first_again),
        Column("车型", "model"),
        Column("级别", "level"),
        Column("销售顾问", "salesperson"),
    )
    page.records(VISITS)
    return Layout("month-and-day-columns", "the date in two columns", "来店.xlsx", [page], xlsx([page]))


def _calls_in_their_own_column() -> Layout:
    page = Page("来店（电）")
    page.heading(
        Column("日期", "happened_on"),
        Column("来店时间", "arrived_minute", hand.clock),
        Column("离店时间", "left_minute", hand.clock),
        Column("来电时间", "arrived_minute", lambda _: ""),
        Column("客户姓名", "customer_name"),
        Column("电话", "phone"),
        Column("意向车型", "model"),
        Column("级别", "level"),
        Column("销售顾问", "salesperson"),
    )
    rows = page.records(VISITS)
    for place in (1, 7):
        called = VISITS[place]["arrived_minute"]
        page.put(rows[place], "来店时间", "")
        page.put(rows[place], "离店时间", "")
        page.put(rows[place], "来电时间", hand.clock(called))
        page.rows[place].pop("left_minute")
    return Layout("calls-in-their-own-column", "来店时间, 离店时间, 来电时间", "来店电.xlsx", [page], xlsx([page]))


def _printed_pages() -> Layout:
    page = Page("登记本")
    columns = [
        Column("序号"),
        Column("日期", "happened_on", hand.short_day),
        Column("到店时间", "arrived_minute", hand.wide_colon),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone"),
        Column("来店性质", "is_first", hand.first_again),
        Column("意向车型", "model"),
        Column("意向级别", "level"),
        Column("接待人", "salesperson"),
    ]
    for start in range(0, len(VISITS), 4):
        page.title("展厅来店客户登记表（2026年3月）", across=9)
        page.heading(*columns)
        page.records(VISITS[start : start + 4])
        page.line("本页小计", "", "", "", "", "", "", "", 4)
        page.line("前台签字：", "", "", "展厅经理签字：")
        page.line()
    return Layout("printed-pages", "title, headings and signatures on every page", "登记本.xlsx", [page], xlsx([page]))


def _instructions_below() -> Layout:
    page = Page("导入模板")
    columns = [
        Column("*到店日期", "happened_on"),
        Column("*客户姓名", "customer_name"),
        Column("*手机号", "phone"),
        Column("性别", "gender"),
        Column("*首次/再次", "is_first", hand.first_again),
        Column("意向车型", "model"),
        Column("*意向级别", "level"),
        Column("信息来源", "channel"),
        Column("*销售顾问", "salesperson"),
        Column("备注", "note"),
    ]
    page.title("带*为必填项，请勿修改表头")
    page.heading(*columns)
    page.line("格式：2026-01-01", "必填", "11位", "先生/女士", "首次或再次", "", "H/A/B/C", "", "必填", "选填")
    page.records(VISITS)
    return Layout(
        "instructions-below-headings", "an import form with a line on how to fill it", "导入.xlsx", [page], xlsx([page])
    )


def _protected_text() -> Layout:
    page = Page("export")
    page.line("导出时间：2026-03-18 09:00:00")
    page.line("查询条件：到店日期 2026-03-01 至 2026-03-18")
    page.line()
    page.heading(
        Column("到店日期", "happened_on", lambda day: f"{day.isoformat()} 00:00:00"),
        Column("到店时间", "arrived_minute", hand.colon),
        Column("客户姓名", "customer_name"),
        Column("手机号码", "phone", lambda phone: f'="{phone}"'),
        Column("客流类型", "contact_type", lambda _: "到店"),
        Column("是否首次到店", "is_first", hand.yes_no),
        Column("意向车系", "model"),
        Column("线索级别", "level"),
        Column("销售顾问", "salesperson"),
    )
    page.records(VISITS)
    return Layout("csv-protected-phones", 'phones as ="139…", lines of an export', "export.csv", [page], text(page))


def _unicode_text() -> Layout:
    page = Page("来店")
    page.heading(
        Column("来店日期", "happened_on", hand.chinese_day),
        Column("客户名", "customer_name"),
        Column("联系方式", "phone"),
        Column("来店方式", "contact_type", hand.CONTACTS.__getitem__),
        Column("意向车型", "model"),
        Column("顾问", "salesperson"),
    )
    page.records(VISITS)
    content = text(page, "\t", "utf-16")
    return Layout("unicode-text", "what Excel calls Unicode text", "来店.txt", [page], content)


def _first_and_last_name() -> Layout:
    page = Page("Ups")
    page.heading(
        Column("Date", "happened_on", hand.american),
        Column("First Name", "customer_name", lambda name: name[1:]),
        Column("Last Name", "customer_name", lambda name: name[:1]),
        Column("Home Phone"),
        Column("Cell Phone", "phone"),
        Column("Email", "", lambda number: f"guest{number}@example.com"),
        Column("Be-Back?", "is_first", lambda first: "N" if first else "Y"),
        Column("Vehicle", "model"),
        Column("Trade-in", "", lambda _: "2014 Lavida"),
        Column("Salesperson 1", "salesperson"),
        Column("Salesperson 2"),
        Column("Time In", "arrived_minute", hand.afternoon),
    )
    page.records(VISITS)
    return Layout("first-and-last-name", "a name in two columns, two salespeople", "ups.xlsx", [page], xlsx([page]))


def _two_phones() -> Layout:
    page = Page("来店")
    page.heading(
        Column("日期", "happened_on"),
        Column("客户姓名", "customer_name"),
        Column("固定电话", "", lambda number: f"025-8654{number:04d}"),
        Column("手机", "phone"),
        Column("微信号", "", lambda number: f"wx_{number:05d}"),
        Column("来店次数", "is_first", lambda first: 1 if first else 3),
        Column("车型", "model"),
        Column("内饰颜色", "", lambda _: "黑"),
        Column("级别", "level"),
        Column("业务代表", "salesperson"),
        Column("回访人", "", lambda _: "小周"),
        Column("回访结果", "", lambda _: "已接听"),
    )
    page.records(VISITS)
    return Layout("two-phones", "a landline beside the mobile, calls made later", "来店.xlsx", [page], xlsx([page]))
