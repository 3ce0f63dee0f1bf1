"""Visit registers of front desks that have a word of their own for everything."""

from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import VISITS
from tests.registers.page import Column, Layout, Page

_WARMTH = {"O": "Hot", "H": "Hot", "A": "Warm", "B": "Warm", "C": "Cold"}


def layouts() -> list[Layout]:
    """Return the desks' registers."""
    return [_slips(), _three_ticks(), _ups_sheet(), _terse()]


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
