"""What programs put out: a store's CRM, a dealer management system, an internet desk; and the file types they use."""

from datetime import datetime, time

from tests.registers import handwriting as hand
from tests.registers.files import ods, text, xls, xlsb, xlsx
from tests.registers.happened import VISITS
from tests.registers.page import Column, Layout, Page

_STAMP = "来店时间"
_DMS_LEVELS = {"O": "O-已订车", "H": "H-7日内", "A": "A-15日内", "B": "B-30日内", "C": "C-三个月内"}


def layouts() -> list[Layout]:
    """Return the exports and file types."""
    return [
        _crm(),
        _dms(),
        _internet_desk(),
        _gbk(),
        _marked_utf8(),
        _tabbed(),
        _old_excel(),
        _binary(),
        _open_document(),
    ]


def _crm() -> Layout:
    page = Page("Sheet0")
    page.heading(
        Column("ID", "", lambda number: f"KL2603{number:05d}"),
        Column("DEALER_NO", "", lambda _: "SX0219"),
        Column("ARRIVE_DATE", "happened_on", lambda day: day.isoformat()),
        Column("ARRIVE_TIME", "arrived_minute"),
        Column("LEAVE_TIME", "left_minute"),
        Column("CUST_NAME", "customer_name"),
        Column("CUST_MOBILE", "phone"),
        Column("GENDER", "gender"),
        Column("CUST_LEVEL", "level"),
        Column("INTENT_MODEL", "model"),
        Column("SOURCE_CHANNEL", "channel"),
        Column("IS_FIRST", "is_first", hand.yes_no),
        Column("IS_TEST_DRIVE", "has_test_drive", lambda done: 1.0 if done else 0.0),
        Column("CONSULTANT_NAME", "salesperson"),
        Column("CREATE_BY", "", lambda _: "admin"),
        Column("CREATE_TIME", "", lambda number: f"2026-03-{number:02d} 21:24:59"),
    )
    for visit, row in zip(VISITS, page.records(VISITS), strict=True):
        for heading, minute in (("ARRIVE_TIME", "arrived_minute"), ("LEAVE_TIME", "left_minute")):
            page.put(row, heading, hand.stamp(visit["happened_on"], visit[minute]))
    return Layout(
        "crm-export", "flat, code-like names, stamps of 24 hours", "traffic_export.xlsx", [page], xlsx([page])
    )


def _dms() -> Layout:
    page = Page("客流明细")
    page.heading(
        Column("经销商编码  ", "", lambda _: "SX0219  "),
        Column("客流编号  ", "", lambda number: f"KL{number:08d}  "),
        Column("客户姓名  ", "customer_name", lambda name: f"{name}   "),
        Column("移动电话  ", "phone", lambda phone: f"{phone}\t"),
        Column("客流类型  ", "contact_type", lambda _: "S01-自然到店  "),
        Column("到店性质  ", "is_first", lambda first: "首次到店  " if first else "再次到店  "),
        Column("意向级别  ", "level", lambda level: f"{_DMS_LEVELS[level]}  "),
        Column("意向车系  ", "model", lambda model: f"{model}  "),
        Column("到店时间  ", "arrived_minute", second="happened_on"),
        Column("归属顾问  ", "salesperson", lambda name: f"{name}  "),
        Column("创建人  ", "", lambda _: "前台01  "),
        Column("导出时间  ", "", lambda _: "2026-03-18 09:00:00"),
    )
    for visit, row in zip(VISITS, page.records(VISITS), strict=True):
        day, minute = visit["happened_on"], visit["arrived_minute"]
        page.put(row, "到店时间  ", datetime.combine(day, time(*divmod(minute, 60))), happened_on=day)
    return Layout("dms-export", "trailing blanks and codes before words", "客流明细导出.xlsx", [page], xlsx([page]))


def _internet_desk() -> Layout:
    page = Page("到店明细")
    page.title("DCC到店客户登记", across=11)
    page.heading(
        Column("序号"),
        Column("到店日期", "happened_on"),
        Column("来店/来电", "contact_type", hand.CONTACTS.__getitem__),
        Column("客户姓名", "customer_name"),
        Column("手机", "phone"),
        Column("渠道编码", "channel", lambda _: "6", lambda _: "6"),
        Column("邀约专员", "", lambda _: "小周"),
        Column("接待顾问", "salesperson"),
        Column("到店次数", "is_first", lambda first: "第1次" if first else "第2次"),
        Column("意向车型", "model"),
        Column("级别", "level"),
    )
    page.records(VISITS)
    page.line("渠道编码：1户外广告 2巡展活动 3报纸 4电台 5电视 6互联网 7杂志 8短信 11朋友介绍 13路过")
    return Layout("internet-desk", "an internet desk's visitors, channels by number", "到店.xlsx", [page], xlsx([page]))


def _plain(name: str, *, real: bool) -> Page:
    page = Page(name)
    page.heading(
        Column("序号"),
        Column("来店日期", "happened_on", (lambda day: day) if real else hand.slashed),
        Column(_STAMP, "arrived_minute", hand.clock if real else hand.colon),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone", hand.number),
        Column("性别", "gender"),
        Column("来店方式", "contact_type", hand.CONTACTS.__getitem__),
        Column("是否首次到店", "is_first", hand.yes_no),
        Column("意向车型", "model"),
        Column("客户级别", "level"),
        Column("是否留档", "is_recorded", hand.yes_no),
        Column("销售顾问", "salesperson"),
        Column("备注", "note"),
    )
    page.records(VISITS)
    return page


def _gbk() -> Layout:
    page = _plain("客流", real=False)
    return Layout("gbk-csv", "comma-separated, GBK", "客流.csv", [page], text(page, encoding="gbk"))


def _marked_utf8() -> Layout:
    page = _plain("客流2026", real=False)
    return Layout("utf8-csv", "semicolons, UTF-8 with a mark", "客流2026.csv", [page], text(page, ";"))


def _tabbed() -> Layout:
    page = _plain("导出", real=False)
    content = text(page, "\t", "gbk")
    return Layout("tab-separated-xls", "text with tabs that calls itself .xls", "导出.xls", [page], content)


def _old_excel() -> Layout:
    page = _plain("三月", real=True)
    return Layout("legacy-xls", "Excel 97", "来店.xls", [page], xls([page]))


def _binary() -> Layout:
    page = _plain("三月", real=True)
    return Layout("xlsb", "binary, days and times as bare numbers", "来店.xlsb", [page], xlsb(page))


def _open_document() -> Layout:
    page = _plain("三月", real=True)
    return Layout("ods", "OpenDocument", "来店.ods", [page], ods([page]))
