"""Ledgers of sales offices that have a word of their own for everything: deals, losses, test drives."""

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import DEALS, DRIVES, LOSSES
from tests.registers.page import Column, Layout, Page

_REASONS = {"price": "价格高", "其他": "其他", "brand": "品牌", "equipment": "配置低", "late_follow_up": "跟进不及时"}
_SALES = {"showroom": "展厅", "second_tier": "二网", "wholesale": "大客户"}
_KINDS = {"lost": "战败", "out_of_control": "失控", "dormant": "休眠"}
_PROGRESS = {"sold": "已交付", "cancelled_order": "已退订"}


def layouts() -> list[Layout]:
    """Return the offices' ledgers."""
    return [
        _second_tier(),
        _orders(),
        _deliveries(),
        _losses(),
        _drives(),
        _handed_over(),
        _new_orders(),
        _given_up(),
        _driven(),
    ]


def _layout(name: str, about: str, file: str, page: Page) -> Layout:
    return Layout(name, about, file, [page], xlsx([page]))


def _second_tier() -> Layout:
    page = Page("二网", Kind.DEAL)
    page.title("3月二级网点提车台账")
    page.heading(
        Column("序号"),
        Column("网点名称", "", lambda _: "顺达汽贸"),
        Column("提报日期", "ordered_on", hand.short_day),
        Column("终端客户", "customer_name"),
        Column("客户电话", "phone"),
        Column("提车车型", "model"),
        Column("车架号", "vin"),
        Column("提车价", "price"),
        Column("打款金额", "", lambda number: 60000 + number),
        Column("提车日期", "delivered_on", hand.short_day),
        Column("对接人", "salesperson"),
        Column("备注", "note"),
    )
    page.records(DEALS)
    return _layout("second-tier-ledger", "cars taken by second-tier dealers", "二网提车.xlsx", page)


def _orders() -> Layout:
    page = Page("订单", Kind.DEAL)
    page.title("客户订单管理表")
    page.heading(
        Column("订单编号", "order_no"),
        Column("客户", "customer_name"),
        Column("手机", "phone"),
        Column("订购车型", "model"),
        Column("下单日", "ordered_on"),
        Column("订金(元)", "deposit"),
        Column("成交金额", "price"),
        Column("支付方式", "payment"),
        Column("约定交期", "delivered_on"),
        Column("订单进度", "outcome", _PROGRESS.__getitem__),
        Column("退订日", "cancelled_on"),
        Column("销售渠道", "sale_channel", _SALES.__getitem__),
        Column("主销", "salesperson"),
        Column("协销", "", lambda _: "小冯"),
    )
    page.records(DEALS)
    return _layout("orders-2", "下单日, 约定交期, 订单进度, 主销", "订单管理.xlsx", page)


def _deliveries() -> Layout:
    page = Page("Deliveries", Kind.DEAL)
    page.title("Delivery Log - March 2026")
    page.heading(
        Column("Del. Date", "delivered_on", hand.american),
        Column("Customer Name", "customer_name"),
        Column("Phone", "phone"),
        Column("Stk #", "", lambda number: f"K{number:04d}"),
        Column("Model", "model"),
        Column("VIN (last 8)", "vin", lambda vin: vin[-8:], lambda vin: vin[-8:]),
        Column("N/U", "", lambda _: "N"),
        Column("Sls Person", "salesperson"),
        Column("F&I Mgr", "", lambda _: "Lee"),
        Column("Lender", "", lambda _: "ICBC"),
        Column("Selling Price", "price"),
        Column("Total Gross", "", lambda number: 3000 + number),
    )
    page.records([deal for deal in DEALS if deal["delivered_on"]])
    return _layout("english-delivery-log", "abbreviations of a sales office", "deliveries.xlsx", page)


def _losses() -> Layout:
    page = Page("战败", Kind.LOSS)
    page.title("2026年3月战败客户明细")
    page.heading(
        Column("序"),
        Column("战败时间", "lost_on", hand.chinese_day),
        Column("客户姓名", "customer_name"),
        Column("客户手机", "phone"),
        Column("意向车系", "model"),
        Column("建档时间", "first_contact_on", hand.slashed),
        Column("战败前意向级别", "level"),
        Column("战败原因一级", "reasons", lambda found: "、".join(_REASONS[one] for one in found)),
        Column("竞品品牌及车型", "lost_to"),
        Column("归属顾问", "salesperson"),
        Column("战败回访结果", "", lambda _: "属实"),
        Column("回访专员", "", lambda _: "小周"),
    )
    page.records(LOSSES)
    return _layout("loss-2", "建档时间, 战败原因一级, calls made afterwards", "战败明细.xlsx", page)


def _drives() -> Layout:
    page = Page("试驾", Kind.TEST_DRIVE)
    page.title("试乘试驾客户登记表")
    page.heading(
        Column("试驾日期", "driven_on", hand.slashed),
        Column("起止时间", "drive_minute", lambda minute: f"{hand.colon(minute)}-{hand.colon(minute + 30)}"),
        Column("试驾人姓名", "customer_name"),
        Column("性别", "", lambda _: "男"),
        Column("年龄", "", lambda number: 30 + number),
        Column("驾照类型", "", lambda _: "C1"),
        Column("联系方式", "phone"),
        Column("试驾车型", "model"),
        Column("试驾路线", "", lambda _: "A线"),
        Column("起始公里", "", lambda number: 1000 + 12 * number),
        Column("终止公里", "", lambda number: 1010 + 12 * number),
        Column("试驾感受", "note"),
        Column("销售顾问签名", "salesperson"),
    )
    page.records([{**drive, "note": "动力不错"} for drive in DRIVES])
    return _layout("test-drives-2", "from–to in one cell, signatures", "试驾客户.xlsx", page)


def _handed_over() -> Layout:
    page = Page("交车台账", Kind.DEAL)
    page.title("2026年度交车台账")
    page.heading(
        Column("序号"),
        Column("车主名称", "customer_name"),
        Column("车主电话", "phone"),
        Column("交车时间", "delivered_on"),
        Column("订车时间", "ordered_on"),
        Column("车型", "model"),
        Column("车辆颜色", "", lambda _: "白"),
        Column("VIN码", "vin"),
        Column("发动机号", "", lambda number: f"G4{number:05d}"),
        Column("发票价格", "price"),
        Column("付款方式", "payment"),
        Column("保险到期日", "", lambda _: "2027-03-09"),
        Column("赠送精品", "", lambda _: "脚垫"),
        Column("销售顾问", "salesperson"),
        Column("服务顾问", "", lambda _: "小何"),
    )
    page.records([deal for deal in DEALS if deal["delivered_on"]])
    return _layout("cars-handed-over", "a day to come that is no delivery, two advisers", "交车台账.xlsx", page)


def _new_orders() -> Layout:
    states = {"sold": "已交车", "cancelled_order": "退订"}
    page = Page("订单", Kind.DEAL)
    page.title("3月新增订单明细")
    page.heading(
        Column("门店", "store"),
        Column("下订日期", "ordered_on", hand.slashed),
        Column("客户姓名", "customer_name"),
        Column("手机号码", "phone"),
        Column("订单车型", "model"),
        Column("外观", "", lambda _: "白"),
        Column("内饰", "", lambda _: "黑"),
        Column("订单金额", "price"),
        Column("已收定金", "deposit"),
        Column("贷款/全款", "payment"),
        Column("客户来源", "channel"),
        Column("预计交付日期", "delivered_on", hand.slashed),
        Column("订单状态", "outcome", states.__getitem__),
        Column("销售顾问", "salesperson"),
        Column("邀约人员", "", lambda _: "小周"),
    )
    page.records([{**deal, "store": "城东店", "channel": "抖音"} for deal in DEALS])
    return _layout("new-orders", "外观 and 内饰 are colours here", "新增订单.xlsx", page)


def _given_up() -> Layout:
    page = Page("战败登记", Kind.LOSS)
    page.title("战败（失控）客户登记表")
    page.heading(
        Column("编号"),
        Column("登记日期", "lost_on", hand.slashed),
        Column("销售顾问", "salesperson"),
        Column("客户姓名", "customer_name"),
        Column("电话", "phone"),
        Column("拟购车型", "model"),
        Column("原定级别", "level"),
        Column("初次来店日", "first_contact_on", hand.slashed),
        Column("战败or失控", "lost_kind", _KINDS.__getitem__),
        Column("原因", "reasons", lambda found: "、".join(_REASONS[one] for one in found)),
        Column("购买他牌车型", "lost_to"),
        Column("经理确认", "", hand.tick),
    )
    page.records(LOSSES)
    return _layout("given-up", "战败or失控, 初次来店日", "战败登记.xlsx", page)


def _driven() -> Layout:
    page = Page("试驾", Kind.TEST_DRIVE)
    page.title("试乘试驾记录表")
    page.heading(
        Column("日期", "driven_on"),
        Column("时间", "drive_minute", hand.clock),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone"),
        Column("驾照号码", "", lambda number: f"3201011990{number:08d}"),
        Column("试驾车型", "model"),
        Column("试驾公里", "", lambda number: 5 + number),
        Column("是否成交", "", lambda _: "否"),
        Column("销售顾问", "salesperson"),
        Column("客户签名", "", lambda _: ""),
    )
    page.records(DRIVES)
    return _layout("drives-and-deals", "a drive list that notes deals", "试驾记录.xlsx", page)
