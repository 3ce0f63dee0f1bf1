"""Registers of other brands and other hands: the same things under headings of their own."""

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import DEALS, DRIVES, LOSSES, VISITS
from tests.registers.page import Column, Layout, Page

_KINDS = {"lost": "战败", "out_of_control": "失控", "dormant": "休眠"}
_REASONS = {"price": "价格高", "其他": "其他", "brand": "品牌", "equipment": "配置低", "late_follow_up": "跟进不及时"}


def layouts() -> list[Layout]:
    """Return the registers worded by others."""
    return [
        _new_energy(),
        _contact_ticks(),
        _camel_case(),
        _deals(),
        _losses(),
        _test_cars(),
        _plain_spoken(),
        _visitors(),
    ]


def _layout(name: str, about: str, file: str, page: Page) -> Layout:
    return Layout(name, about, file, [page], xlsx([page]))


def _new_energy() -> Layout:
    page = Page("客流", store="新能源体验中心")
    page.title("新能源体验中心到店客户登记")
    page.heading(
        Column("No"),
        Column("到店日期", "happened_on"),
        Column("到店时刻", "arrived_minute", hand.clock),
        Column("离开时刻", "left_minute", hand.clock),
        Column("用户姓名", "customer_name"),
        Column("用户手机", "phone"),
        Column("用户性别", "gender"),
        Column("到访性质", "is_first", lambda first: "首访" if first else "复访"),
        Column("随行人数", "party_size"),
        Column("意向产品", "model"),
        Column("意向等级", "level"),
        Column("触点渠道", "channel"),
        Column("是否体验试驾", "has_test_drive", hand.yes_no),
        Column("是否锁单", "has_deal", hand.yes_no),
        Column("产品专家", "salesperson"),
        Column("跟进备注", "note"),
    )
    page.records([{**visit, "has_deal": visit["level"] == "O"} for visit in VISITS])
    return _layout("new-energy-centre", "用户, 产品专家, 锁单", "到店.xlsx", page)


def _contact_ticks() -> Layout:
    page = Page("来店", store="宏达汽车销售服务有限公司")
    page.title("宏达汽车销售服务有限公司展厅流量登记表")
    page.two_headings(
        Column("日期", "happened_on", hand.slashed),
        Column("入店", "arrived_minute", hand.colon, group="时间"),
        Column("离店", "left_minute", hand.colon, group="时间"),
        Column("来店", "contact_type", hand.ticked("visit"), group="接触方式"),
        Column("来电", "contact_type", hand.ticked("phone"), group="接触方式"),
        Column("初次", "is_first", hand.tick, group="接触次数"),
        Column("多次", "is_first", lambda first: hand.tick(not first), group="接触次数"),
        Column("姓名", "customer_name", group="客户"),
        Column("电话", "phone", group="客户"),
        Column("人数", "party_size", group="客户"),
        Column("欲购车型", "model"),
        *(Column(level, "level", hand.ticked(level), group="级别判定") for level in "HABCO"),
        Column("有无留档", "is_recorded", hand.cross),
        Column("接待顾问", "salesperson"),
        Column("值班经理", "", lambda _: "钱"),
    )
    page.records(VISITS)
    return _layout("contact-ticks", "接触方式 and 接触次数 as ticks", "流量登记.xlsx", page)


def _camel_case() -> Layout:
    page = Page("Sheet1")
    page.heading(
        Column("LogDate", "happened_on", lambda day: day.isoformat()),
        Column("TimeIn", "arrived_minute", hand.colon),
        Column("TimeOut", "left_minute", hand.colon),
        Column("CustomerName", "customer_name"),
        Column("CustomerPhone", "phone"),
        Column("NewOrBeBack", "is_first", lambda first: "New" if first else "Be-back"),
        Column("UpSource", "channel"),
        Column("ModelInterest", "model"),
        Column("TestDriveYN", "has_test_drive", lambda done: "Y" if done else "N"),
        Column("SalesPerson", "salesperson"),
        Column("Manager", "", lambda _: "Kim"),
        Column("Notes", "note"),
    )
    page.records(VISITS)
    return _layout("camel-case", "an export with run-together names", "UpExport.xlsx", page)


def _deals() -> Layout:
    page = Page("订单", Kind.DEAL)
    page.title("2026年3月销量统计明细")
    page.heading(
        Column("序号"),
        Column("订单时间", "ordered_on"),
        Column("交付时间", "delivered_on"),
        Column("客户", "customer_name"),
        Column("联系电话", "phone"),
        Column("交易车型", "model"),
        Column("车架号码", "vin"),
        Column("实际成交价", "price"),
        Column("定金", "deposit"),
        Column("购车方案", "payment"),
        Column("保险公司", "", lambda _: "人保"),
        Column("上户城市", "", lambda _: "南京"),
        Column("来源", "channel", lambda _: "展厅", lambda _: "展厅"),
        Column("成交顾问", "salesperson"),
        Column("备注", "note"),
    )
    page.records([{**deal, "channel": "展厅"} for deal in DEALS])
    return _layout("deal-book-of-another", "交易车型, 购车方案, 上户城市", "销量明细.xlsx", page)


def _losses() -> Layout:
    page = Page("战败", Kind.LOSS)
    page.title("战败客户登记台账")
    page.heading(
        Column("登记日", "lost_on"),
        Column("客户姓名", "customer_name"),
        Column("联系方式", "phone"),
        Column("首次进店日期", "first_contact_on"),
        Column("客户意向车型", "model"),
        Column("意向等级", "level"),
        Column("战败/失控/休眠", "lost_kind", _KINDS.__getitem__),
        Column("具体原因", "reasons", lambda found: "、".join(_REASONS[one] for one in found)),
        Column("最终购买", "lost_to"),
        Column("负责顾问", "salesperson"),
        Column("店总意见", "", lambda _: "已阅"),
    )
    page.records(LOSSES)
    return _layout("lost-book-of-another", "具体原因, 最终购买, 店总意见", "战败台账.xlsx", page)


def _test_cars() -> Layout:
    page = Page("试驾", Kind.TEST_DRIVE)
    page.title("试驾车辆使用台账")
    page.heading(
        Column("日期", "driven_on"),
        Column("客户", "customer_name"),
        Column("手机号", "phone"),
        Column("身份证/驾照号", "", lambda number: f"32010119900101{number:04d}"),
        Column("车牌", "", lambda number: f"苏A{number:05d}"),
        Column("车型", "model"),
        Column("出车时间", "drive_minute", hand.clock),
        Column("归还时间", "", lambda number: f"1{number}:20"),
        Column("出车里程", "", lambda number: 1000 + 12 * number),
        Column("归还里程", "", lambda number: 1010 + 12 * number),
        Column("试驾顾问", "salesperson"),
        Column("满意度", "", lambda _: "满意"),
    )
    page.records(DRIVES)
    return _layout("test-car-book", "two times, two mileages, a plate", "试驾台账.xlsx", page)


def _plain_spoken() -> Layout:
    page = Page("周末")
    page.title("3月周末展厅客流登记")
    page.heading(
        Column("日期", "happened_on", hand.short_day),
        Column("星期", "", lambda number: "六" if number < 6 else "日"),
        Column("来店时段", "arrived_minute", lambda minute: f"{hand.colon(minute)}左右"),
        Column("客户信息", "customer_name"),
        Column("电话号码", "phone", hand.grouped),
        Column("意向", "model"),
        Column("级别", "level"),
        Column("来过没有", "is_first", lambda first: "首次" if first else "二次"),
        Column("谁接的", "salesperson"),
        Column("怎么知道的", "channel"),
        Column("有没有留电话", "is_recorded", hand.yes_no),
        Column("结果", "outcome"),
    )
    page.records(VISITS)
    return _layout("plain-spoken", "谁接的, 怎么知道的, 9:30左右", "周末.xlsx", page)


def _visitors() -> Layout:
    page = Page("visitors")
    page.heading(
        Column("Date of Visit", "happened_on", hand.american),
        Column("Arrival Time", "arrived_minute", hand.afternoon),
        Column("Departure Time", "left_minute", hand.afternoon),
        Column("Guest Name", "customer_name"),
        Column("Contact Number", "phone"),
        Column("Visitors in Group", "party_size"),
        Column("First Time Visitor?", "is_first", lambda first: "Yes" if first else "No"),
        Column("Vehicle Interested", "model"),
        Column("Customer Rating", "level"),
        Column("How did you hear about us?", "channel"),
        Column("Test Drive Taken?", "has_test_drive", lambda done: "Yes" if done else "No"),
        Column("Attended By", "salesperson"),
        Column("Remarks", "note"),
    )
    page.records(VISITS)
    return _layout("visitors-log", "a guest book in full sentences", "visitors.xlsx", page)
