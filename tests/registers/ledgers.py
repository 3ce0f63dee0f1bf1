"""Ledgers of deals, lists of losses and of test drives, in Chinese."""

from datetime import date

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import DEALS, DRIVES, LOSSES
from tests.registers.page import Column, Layout, Page

_SALES = {"showroom": "展厅", "second_tier": "二网", "wholesale": "大客户"}
_STATES = {"sold": "已交车", "cancelled_order": "退定"}
_KINDS = {"lost": "战败", "out_of_control": "失控", "dormant": "休眠"}
_REASONS = {"price": "价格高", "其他": "其他", "brand": "品牌", "equipment": "配置低", "late_follow_up": "跟进不及时"}


def layouts() -> list[Layout]:
    """Return the ledgers."""
    return [_deals(), _orders(), _deliveries(), _lost_approvals(), _lost_ticks(), _drives(), _drive_cars()]


def _reasons(found: list[str]) -> str:
    return "、".join(_REASONS[one] for one in found)


def _deals() -> Layout:
    page = Page("订单台账", Kind.DEAL)
    page.title("2026年订单台帐", across=14)
    page.heading(
        Column("序号"),
        Column("定单日期", "ordered_on"),
        Column("合同编号", "order_no"),
        Column("客户名称", "customer_name"),
        Column("联系电话", "phone", hand.number),
        Column("车型", "model"),
        Column("颜色", "", lambda _: "珠光白"),
        Column("成交价", "price"),
        Column("定金", "deposit"),
        Column("全款/按揭", "payment"),
        Column("销售渠道", "sale_channel", _SALES.__getitem__),
        Column("状态", "outcome", _STATES.__getitem__),
        Column("退定日期", "cancelled_on"),
        Column("销售顾问", "salesperson"),
    )
    page.records(DEALS)
    page.line("合计", "", "", "", "", "", "", 532100, 25000)
    return Layout("deal-ledger", "orders with cancelled ones (退定)", "订单台帐.xlsx", [page], xlsx([page]))


def _orders() -> Layout:
    page = Page("3月", Kind.DEAL, store="滨江店")
    page.title("滨江店定车登记表 2026年3月")
    page.heading(
        Column("下定日期", "ordered_on", hand.chinese_day),
        Column("购车人姓名", "customer_name"),
        Column("购车人电话", "phone"),
        Column("下定车型", "model"),
        Column("车身颜色", "", lambda _: "珠光白"),
        Column("成交价（万元）", "price", lambda price: price / 10_000),
        Column("已付定金", "deposit"),
        Column("预计交车日", "delivered_on", hand.chinese_day),
        Column("底盘号后6位", "vin", lambda vin: vin[-6:], lambda vin: vin[-6:]),
        Column("金融方案", "payment"),
        Column("开单顾问", "salesperson"),
    )
    page.records([{**deal, "delivered_on": deal["delivered_on"] or date(2026, 3, 30)} for deal in DEALS])
    return Layout("order-book", "prices in 万元, headings of its own", "滨江定车.xlsx", [page], xlsx([page]))


def _deliveries() -> Layout:
    page = Page("交车", Kind.DEAL)
    page.title("交车登记表", across=9)
    page.heading(
        Column("NO"),
        Column("交付日期", "delivered_on"),
        Column("车主姓名", "customer_name"),
        Column("移动电话", "phone"),
        Column("销售车型", "model"),
        Column("车架号", "vin"),
        Column("开票价", "price"),
        Column("保险公司", "", lambda _: "平安保险"),
        Column("销售人员", "salesperson"),
    )
    page.records([deal for deal in DEALS if deal["delivered_on"]])
    return Layout("delivery-ledger", "cars handed over, no order date", "交车2026.xlsx", [page], xlsx([page]))


def _lost_approvals() -> Layout:
    page = Page("战败审批", Kind.LOSS)
    page.title("战败/失控客户申请审批表", across=13)
    page.heading(
        Column("序号"),
        Column("申请时间", "lost_on"),
        Column("潜客姓名", "customer_name"),
        Column("客户电话", "phone"),
        Column("建卡日期", "first_contact_on"),
        Column("意向车型", "model"),
        Column("原级别", "level"),
        Column("战败类型", "lost_kind", _KINDS.__getitem__),
        Column("战败原因", "reasons", _reasons),
        Column("购买竞品", "lost_to"),
        Column("申请人", "salesperson"),
        Column("审批意见", "", lambda _: "同意"),
        Column("审批人", "", lambda _: "钱经理"),
    )
    page.records(LOSSES)
    return Layout("lost-approvals", "applications to give a customer up", "战败审批.xlsx", [page], xlsx([page]))


def _lost_ticks() -> Layout:
    page = Page("3月", Kind.LOSS)
    page.title("2026年3月战败登记表", across=11)

    def reason(code: str) -> Column:
        return Column(_REASONS[code], "reasons", lambda found: hand.tick(code in found), group="战败原因")

    page.two_headings(
        Column("战败日期", "lost_on", hand.short_day),
        Column("客户姓名", "customer_name"),
        Column("电话", "phone"),
        Column("原意向车型", "model"),
        *(reason(code) for code in _REASONS),
        Column("流向", "lost_to"),
        Column("顾问", "salesperson"),
    )
    page.records(LOSSES)
    return Layout("lost-reason-ticks", "one tick column a reason", "战败.xlsx", [page], xlsx([page]))


def _drives() -> Layout:
    page = Page("试驾", Kind.TEST_DRIVE)
    page.title("试乘试驾登记表", across=11)
    page.heading(
        Column("序号"),
        Column("试驾日期", "driven_on"),
        Column("出发时间", "drive_minute", hand.clock),
        Column("返回时间", "", lambda number: f"{9 + number}:40"),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone"),
        Column("驾驶证号", "", lambda number: f"32010119900101{number:04d}"),
        Column("试驾车型", "model"),
        Column("出发公里数", "", lambda number: 1000 + 12 * number),
        Column("返回公里数", "", lambda number: 1010 + 12 * number),
        Column("陪驾人员", "salesperson"),
    )
    page.records(DRIVES)
    return Layout("test-drives", "licence and mileage", "试驾登记.xlsx", [page], xlsx([page]))


def _drive_cars() -> Layout:
    pages = []
    for car in ("福瑞迪", "智跑", "K5"):
        page = Page(car, Kind.TEST_DRIVE)
        page.title("试乘试驾车使用登记表 2026年3月", across=7)
        page.heading(
            Column("日期", "driven_on", hand.chinese_day),
            Column("开始时间", "drive_minute", hand.colon),
            Column("试驾人", "customer_name"),
            Column("手机", "phone"),
            Column("试驾车辆", "model"),
            Column("路线", "", lambda _: "环城路线"),
            Column("试驾专员", "salesperson"),
        )
        page.records([drive for drive in DRIVES if drive["model"] == car])
        pages.append(page)
    return Layout("sheet-per-test-car", "one sheet a test car", "试驾车使用.xlsx", pages, xlsx(pages))
