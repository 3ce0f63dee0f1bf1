"""Registers that came last, to see how forms are understood that nobody thought of before."""

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import DEALS, DRIVES, LOSSES, VISITS
from tests.registers.page import Column, Layout, Page

_WARMTH = {"O": "O", "H": "Hot", "A": "Hot", "B": "Warm", "C": "Cold"}
_CAME = {"visit": "Walk-in", "phone": "Phone"}
_SALES = {"showroom": "展厅", "second_tier": "二网", "wholesale": "大客户"}
_KINDS = {"lost": "战败", "out_of_control": "失控", "dormant": "休眠"}
_REASONS = {"price": "价格高", "其他": "其他", "brand": "品牌", "equipment": "配置低", "late_follow_up": "跟进不及时"}


def layouts() -> list[Layout]:
    """Return the registers that came last."""
    return [_entries(), _day_parts(), _contacts(), _ledger(), _losses(), _test_cars()]


def _layout(name: str, about: str, file: str, page: Page) -> Layout:
    return Layout(name, about, file, [page], xlsx([page]))


def _entries() -> Layout:
    page = Page("登记表")
    page.title("进店顾客情况登记表")
    page.heading(
        Column("项次"),
        Column("进店日期", "happened_on", hand.slashed),
        Column("进店时间", "arrived_minute", hand.wide_colon),
        Column("出店时间", "left_minute", hand.wide_colon),
        Column("顾客姓名", "customer_name"),
        Column("电话号码", "phone"),
        Column("人数", "party_size"),
        Column("进店次数", "is_first", lambda first: "首次" if first else "多次"),
        Column("意购车型", "model"),
        Column("意向颜色", "", lambda _: "白"),
        Column("现使用车辆", "", lambda _: "捷达"),
        Column("购车资金", "", lambda _: "10-15万"),
        Column("确度", "level"),
        Column("得知渠道", "channel"),
        Column("有无试驾", "has_test_drive", lambda done: "有" if done else "无"),
        Column("业务员", "salesperson"),
        Column("组长签核", "", lambda _: ""),
    )
    page.records(VISITS)
    return _layout("entries", "意购车型, 现使用车辆, 购车资金", "进店登记.xlsx", page)


def _day_parts() -> Layout:
    page = Page("客流明细", store="滨江店")
    page.title("滨江店 2026年3月 客流明细")
    page.heading(
        Column("日期", "happened_on"),
        Column("星期", "", lambda _: "一"),
        Column("时间段", "arrived_minute", hand.colon),
        Column("客户", "customer_name"),
        Column("联系方式", "phone"),
        Column("客流属性", "is_first", lambda first: "首次到店" if first else "二次到店"),
        Column("客流渠道", "channel"),
        Column("车型意向", "model"),
        Column("意向程度", "level"),
        Column("接待人", "salesperson"),
        Column("试驾", "has_test_drive", hand.cross),
        Column("报价", "has_quote", hand.cross),
        Column("成交", "has_deal", hand.cross),
        Column("未成交原因", "", lambda _: "再考虑"),
        Column("下次回访时间", "next_contact_on"),
    )
    visits = [{**visit, "has_quote": visit["is_first"], "has_deal": visit["level"] == "O"} for visit in VISITS]
    for visit, row in zip(visits, page.records(visits), strict=True):
        stay = f"{hand.colon(visit['arrived_minute'])}-{hand.colon(visit['left_minute'])}"
        page.put(row, "时间段", stay, left_minute=visit["left_minute"])
    return _layout("parts-of-the-day", "时间段 from–to, 客流属性", "客流明细.xlsx", page)


def _contacts() -> Layout:
    page = Page("Log")
    page.title("Customer Contact Log")
    page.heading(
        Column("Contact Date", "happened_on", hand.american),
        Column("Contact Time", "arrived_minute", hand.afternoon),
        Column("Customer", "customer_name"),
        Column("Ph#", "phone"),
        Column("Method", "contact_type", _CAME.__getitem__),
        Column("1st Visit?", "is_first", lambda first: "Y" if first else "N"),
        Column("Vehicle Desired", "model"),
        Column("Temp", "level", _WARMTH.__getitem__, _WARMTH.__getitem__),
        Column("Assoc.", "salesperson"),
        Column("Next Step", "note"),
        Column("Due", "next_contact_on", hand.american),
    )
    page.records(VISITS)
    return _layout("contact-log", "Method, 1st Visit?, Assoc.", "contacts.xlsx", page)


def _ledger() -> Layout:
    page = Page("销售台账", Kind.DEAL)
    page.title("整车销售台账")
    page.heading(
        Column("序号"),
        Column("开票日期", "delivered_on"),
        Column("签单日期", "ordered_on"),
        Column("购车客户", "customer_name"),
        Column("联系电话", "phone"),
        Column("身份证号码", "", lambda number: f"3201011990{number:08d}"),
        Column("车型名称", "model"),
        Column("底盘号", "vin"),
        Column("车身色", "", lambda _: "白"),
        Column("开票金额", "price"),
        Column("订金", "deposit"),
        Column("按揭银行", "", lambda _: "工行"),
        Column("购车方式", "payment"),
        Column("装饰款", "", lambda number: 2000 + number),
        Column("销售员", "salesperson"),
        Column("渠道类型", "sale_channel", _SALES.__getitem__),
    )
    page.records([deal for deal in DEALS if deal["delivered_on"]])
    return _layout("sales-ledger", "开票金额, 按揭银行, 装饰款", "销售台账.xlsx", page)


def _losses() -> Layout:
    page = Page("战败", Kind.LOSS)
    page.title("客户战败分析明细")
    page.heading(
        Column("提报日期", "lost_on"),
        Column("顾问", "salesperson"),
        Column("客户名", "customer_name"),
        Column("手机", "phone"),
        Column("意向车", "model"),
        Column("战败前等级", "level"),
        Column("初访日期", "first_contact_on"),
        Column("战败性质", "lost_kind", _KINDS.__getitem__),
        Column("主要战败原因", "reasons", lambda found: "、".join(_REASONS[one] for one in found)),
        Column("去向车型", "lost_to"),
        Column("主管核实", "", lambda _: "属实"),
    )
    page.records(LOSSES)
    return _layout("loss-details", "提报日期, 初访日期, 战败性质", "战败分析明细.xlsx", page)


def _test_cars() -> Layout:
    page = Page("试驾登记", Kind.TEST_DRIVE)
    page.title("试驾车使用登记")
    page.heading(
        Column("使用日期", "driven_on", hand.chinese_day),
        Column("出发", "drive_minute", hand.colon),
        Column("返回", "", lambda number: f"1{number}:30"),
        Column("客户姓名", "customer_name"),
        Column("客户电话", "phone"),
        Column("车型", "model"),
        Column("出发里程", "", lambda number: 1000 + 12 * number),
        Column("返回里程", "", lambda number: 1010 + 12 * number),
        Column("陪驾", "salesperson"),
        Column("油量", "", lambda _: "半箱"),
    )
    page.records(DRIVES)
    return _layout("use-of-test-cars", "出发, 返回, 陪驾, 油量", "试驾车.xlsx", page)
