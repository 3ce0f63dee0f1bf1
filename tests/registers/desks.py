"""Visit registers of front desks that have a word of their own for everything."""

from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import VISITS
from tests.registers.page import Column, Layout, Page

_WARMTH = {"O": "Hot", "H": "Hot", "A": "Warm", "B": "Warm", "C": "Cold"}


def layouts() -> list[Layout]:
    """Return the desks' registers."""
    return [
        _slips(),
        _three_ticks(),
        _ups_sheet(),
        _terse(),
        _reception(),
        _feedback(),
        _visitor_register(),
        _online_service(),
        _week_of_ticks(),
    ]


def _slips() -> Layout:
    page = Page("Sheet1")
    page.heading(
        Column("单据编号", "", lambda number: f"KL{number:06d}"),
        Column("客流日期", "happened_on", lambda day: f"{day.isoformat()} 00:00:00"),
        Column("进店时间", "arrived_minute", hand.colon),
        Column("离店时间", "left_minute", hand.colon),
        Column("停留分钟数", "stay_minutes"),
        Column("客户名称", "customer_name"),
        Column("联系手机", "phone"),
        Column("是否留档", "is_recorded", hand.yes_no),
        Column("到店类型", "is_first", lambda first: "首次到店" if first else "再次到店"),
        Column("意向车系", "", lambda _: "K系列"),
        Column("意向车型", "model"),
        Column("意向级别", "level"),
        Column("信息渠道", "channel"),
        Column("接待人员", "salesperson"),
        Column("单据状态", "", lambda _: "已审核"),
        Column("制单人", "", lambda _: "admin"),
        Column("制单日期", "", lambda _: "2026-03-10"),
    )
    page.records(VISITS)
    return Layout("dms-slips", "a dealer system's slips, two columns of models", "单据.xlsx", [page], xlsx([page]))


def _warm(word: str) -> Column:
    ticked = {level for level, warmth in _WARMTH.items() if warmth == {"热": "Hot", "温": "Warm", "冷": "Cold"}[word]}
    return Column(word, "level", lambda level: "1" if level in ticked else "", _WARMTH.__getitem__, group="意向度")


def _three_ticks() -> Layout:
    page = Page("登记")
    page.title("来店客户登记表 2026年3月")
    page.two_headings(
        Column("日期", "happened_on", hand.short_day),
        Column("到店时间", "arrived_minute", hand.colon),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone"),
        Column("首次到店", "is_first", hand.tick, group="到店情况"),
        Column("二次到店", "is_first", lambda first: hand.tick(not first), group="到店情况"),
        Column("三次及以上", "is_first", lambda _: "", group="到店情况"),
        *map(_warm, "热温冷"),
        Column("关注车型", "model"),
        Column("当班顾问", "salesperson"),
    )
    page.records(VISITS)
    return Layout("three-ticks", "first, second, third visit; hot, warm, cold as 1", "登记.xlsx", [page], xlsx([page]))


def _ups_sheet() -> Layout:
    page = Page("Ups")
    page.title("UPS SHEET - MARCH 2026")
    page.heading(
        Column("Day/Date", "happened_on", hand.american),
        Column("In", "arrived_minute", hand.afternoon),
        Column("Out", "left_minute", hand.afternoon),
        Column("Greeted By", "salesperson"),
        Column("Customer", "customer_name"),
        Column("Contact #", "phone"),
        Column("Int. Vehicle", "model"),
        Column("N/BB", "is_first", lambda first: "N" if first else "BB"),
        Column("TD", "has_test_drive", lambda done: "X" if done else ""),
        Column("WU", "", lambda _: ""),
        Column("TO", "", lambda _: "Kim"),
        Column("Source", "channel"),
        Column("Why didn't buy", "note"),
    )
    page.records(VISITS)
    return Layout("ups-sheet", "X as the tick, N or BB", "ups.xlsx", [page], xlsx([page]))


def _terse() -> Layout:
    page = Page("3月", store="嘉和4S店")
    page.title("嘉和4S店前台接待登记")
    page.heading(
        Column("月/日", "happened_on", lambda day: f"{day.month}/{day.day}"),
        Column("到", "arrived_minute", hand.colon),
        Column("走", "left_minute", hand.colon),
        Column("贵姓", "customer_name"),
        Column("电话", "phone"),
        Column("几位", "party_size"),
        Column("新客/老客", "is_first", lambda first: "新客" if first else "老客"),
        Column("想看", "model"),
        Column("级", "level"),
        Column("哪知道的", "channel"),
        Column("销售", "salesperson"),
    )
    page.records(VISITS)
    return Layout("terse-desk", "贵姓, 几位, 想看, 到, 走", "接待.xlsx", [page], xlsx([page]))


def _reception() -> Layout:
    page = Page("展厅接待")
    page.title("展厅客户接待登记表（2026年3月）")
    page.heading(
        Column("序号"),
        Column("接待日期", "happened_on"),
        Column("起始时间", "arrived_minute", hand.clock),
        Column("结束时间", "left_minute", hand.clock),
        Column("接待时长(分)", "stay_minutes"),
        Column("客户姓氏", "customer_name"),
        Column("性别", "gender"),
        Column("联系电话(必留)", "phone"),
        Column("意向款型", "model"),
        Column("购车类型", "", lambda number: "首购" if number % 2 else "换购"),
        Column("客户关注点", "", lambda _: "油耗"),
        Column("意向级别(H/A/B/C)", "level"),
        Column("来店途径", "channel"),
        Column("是否二次来店", "is_first", lambda first: hand.yes_no(not first)),
        Column("是否试乘试驾", "has_test_drive", hand.yes_no),
        Column("接待销售顾问", "salesperson"),
        Column("主管签字", "", lambda _: ""),
    )
    page.records(VISITS)
    return Layout("reception", "是否二次来店 turns the answer round", "接待登记.xlsx", [page], xlsx([page]))


def _feedback() -> Layout:
    page = Page("Sheet1")
    page.title("客户来店信息反馈表")
    page.heading(
        Column("日期", "happened_on", hand.chinese_day),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone"),
        Column("客户地址", "area"),
        Column("来店时间", "arrived_minute", hand.oclock),
        Column("离店时间", "left_minute", hand.oclock),
        Column("关注车型", "model"),
        Column("对比车型", "competitor", lambda model: model),
        Column("购车时间", "", lambda _: "半个月"),
        Column("客户级别", "level"),
        Column("销售顾问", "salesperson"),
        Column("客户情况描述", "note"),
        Column("销售经理意见", "", lambda _: "跟进"),
    )
    page.records([{**visit, "competitor": "朗逸"} for visit in VISITS])
    return Layout("feedback-form", "购车时间 is no time of day", "反馈.xlsx", [page], xlsx([page]))


def _visitor_register() -> Layout:
    came = {"visit": "Walk-in", "phone": "Call-in"}
    page = Page("Visitor Register")
    page.heading(
        Column("S/N"),
        Column("Date", "happened_on", hand.american),
        Column("Arrived", "arrived_minute", hand.afternoon),
        Column("Left", "left_minute", hand.afternoon),
        Column("Full Name", "customer_name"),
        Column("Mobile No.", "phone"),
        Column("Walk-in / Call-in", "contact_type", came.__getitem__),
        Column("New/Existing", "is_first", lambda first: "New" if first else "Existing"),
        Column("Interested Model", "model"),
        Column("Prospect Grade", "level"),
        Column("Referred From", "channel"),
        Column("Test Driven", "has_test_drive", lambda done: "Yes" if done else "No"),
        Column("Sales Executive", "salesperson"),
        Column("Follow Up Date", "next_contact_on", hand.american),
        Column("Remarks", "note"),
    )
    page.records(VISITS)
    return Layout("visitor-register", "S/N, Existing, Sales Executive", "register.xlsx", [page], xlsx([page]))


def _online_service() -> Layout:
    page = Page("export")
    page.heading(
        Column("序号"),
        Column("所属门店", "store"),
        Column("来访编号", "", lambda number: f"V{number:06d}"),
        Column("来访时间", "arrived_minute", second="happened_on"),
        Column("离店时间", "left_minute"),
        Column("客户", "customer_name"),
        Column("手机", "phone"),
        Column("来访类型", "is_first", lambda first: "首次来访" if first else "再次来访"),
        Column("来源渠道", "channel"),
        Column("意向车型", "model"),
        Column("客户等级", "level"),
        Column("接待顾问", "salesperson"),
        Column("是否试驾", "has_test_drive", hand.yes_no),
        Column("是否下订", "has_deal", hand.yes_no),
        Column("更新时间", "", lambda _: "2026-03-19 12:00:00"),
    )
    visits = [{**visit, "store": "滨江店", "has_deal": visit["level"] == "O"} for visit in VISITS]
    for visit, row in zip(visits, page.records(visits), strict=True):
        day = visit["happened_on"]
        page.put(row, "来访时间", hand.stamp(day, visit["arrived_minute"]), happened_on=day)
        page.put(row, "离店时间", hand.stamp(day, visit["left_minute"]))
    return Layout("online-service", "an export with stamps and 来访类型", "export.xlsx", [page], xlsx([page]))


def _week_of_ticks() -> Layout:
    channels = ("汽车之家", "路过", "抖音", "车展", "老客户", "朋友介绍")
    page = Page("一周")
    page.title("展厅来店登记(第10周)")
    page.two_headings(
        Column("日期", "happened_on", hand.chinese_day),
        Column("时间", "arrived_minute", hand.colon),
        Column("姓名", "customer_name", group="客户资料"),
        Column("电话", "phone", group="客户资料"),
        Column("新", "is_first", hand.tick, group="新老客户"),
        Column("老", "is_first", lambda first: hand.tick(not first), group="新老客户"),
        *(Column(model, "model", hand.ticked(model), group="意向车型") for model in ("福瑞迪", "智跑", "K2", "K5")),
        *(Column(channel, "channel", hand.ticked(channel), group="来源") for channel in channels),
        *(Column(level, "level", hand.ticked(level), group="等级") for level in "OHABC"),
        Column("试驾", "has_test_drive", hand.tick),
        Column("接待", "salesperson"),
    )
    page.records(VISITS)
    return Layout("week-of-ticks", "four groups of ticks", "第10周.xlsx", [page], xlsx([page]))
