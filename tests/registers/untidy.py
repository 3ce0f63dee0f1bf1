"""Registers with what spreadsheets bring along: errors, formulas, 1904, wide sheets, odd headings, odd phones."""

from tests.registers import handwriting as hand
from tests.registers.files import Formula, xlsx
from tests.registers.happened import VISITS
from tests.registers.page import Column, Layout, Page


def layouts() -> list[Layout]:
    """Return the untidy registers."""
    return [
        _phones(),
        _since_1904(),
        _formulas(),
        _formulas_without_results(),
        _errors(),
        _typographic(),
        _repeated_headings(),
        _told_by_values(),
        _asked(),
        _very_wide(),
        _channels(),
        _people(),
    ]


def _columns() -> list[Column]:
    return [
        Column("日期", "happened_on"),
        Column("时间", "arrived_minute", hand.clock),
        Column("姓名", "customer_name"),
        Column("电话", "phone"),
        Column("首次/再次", "is_first", hand.first_again),
        Column("意向车型", "model"),
        Column("级别", "level"),
        Column("销售顾问", "salesperson"),
    ]


def _phones() -> Layout:
    page = Page("来店")
    page.heading(*_columns())
    rows = page.records(VISITS)
    written = [
        13912345678.0,
        "138 0013 8000",
        "186-5555-0101",
        "未留",
        "+86 150 1234 0002",
        "13800138000/025-86543210",
        "177 1234 0003（微信同号）",
        "１３５１２３４０００４",
        "8613912345678",
        "手机:18912340005",
    ]
    for row, cell in zip(rows, written, strict=True):
        page.put(row, "电话", cell)
    return Layout("phones-in-every-way", "numbers, spaces, +86, two in a cell", "来店.xlsx", [page], xlsx([page]))


def _since_1904() -> Layout:
    page = Page("来店")
    page.heading(*_columns())
    page.records(VISITS)
    return Layout("days-from-1904", "a book from an old Mac", "来店.xlsx", [page], xlsx([page], starts_1904=True))


def _formulas() -> Layout:
    page = Page("来店")
    page.heading(Column("序号"), *_columns(), Column("停留时长", "stay_minutes"))
    for visit, row in zip(VISITS, page.records(VISITS), strict=True):
        page.put(row, "序号", Formula("=ROW()-1", visit["no"]))
        page.put(row, "姓名", Formula(f'="{visit["customer_name"]}"', visit["customer_name"]))
        page.put(row, "停留时长", Formula(f"={visit['left_minute']}-{visit['arrived_minute']}", visit["stay_minutes"]))
    for number in range(11, 20):
        page.line(Formula("=ROW()-1", number), "", "", "", "", "", "", "", "", Formula("=0", 0))
    return Layout("formulas", "formulas with their results, on empty lines too", "来店.xlsx", [page], xlsx([page]))


def _formulas_without_results() -> Layout:
    page = Page("来店")
    page.heading(*_columns(), Column("停留时长", "stay_minutes"))
    for row in page.records(VISITS):
        page.put(row, "停留时长", Formula("=45-0"), stay_minutes=None)
        page.problems.append((row, "no_value"))
    page.rows = [{name: value for name, value in row.items() if value is not None} for row in page.rows]
    return Layout("formulas-without-results", "written by a program", "来店.xlsx", [page], xlsx([page]))


def _errors() -> Layout:
    page = Page("来店")
    page.heading(*_columns(), Column("来店渠道", "channel"))
    rows = page.records(VISITS)
    page.put(rows[1], "来店渠道", Formula("=VLOOKUP(1,Z:Z,1)", "#N/A"))
    page.put(rows[4], "级别", Formula("=1/0", "#DIV/0!"))
    page.rows[1].pop("channel")
    page.rows[4].pop("level")
    page.problems = [(rows[1], "error_cell"), (rows[4], "error_cell")]
    page.put(rows[6], "来店渠道", "#REF!")
    page.rows[6].pop("channel")
    return Layout("error-cells", "errors and errors pasted as text", "来店.xlsx", [page], xlsx([page]))


def _typographic() -> Layout:
    page = Page("來店登記")
    page.title("二〇二六年三月　展廳來店登記表")
    page.heading(
        Column("日　期", "happened_on"),
        Column("來店\n時間", "arrived_minute", hand.clock),
        Column("客 戶 姓 名", "customer_name"),
        Column("聯絡電話", "phone"),
        Column("來店\r\n人數", "party_size"),
        Column("意向車型", "model"),
        Column("意向\n級別", "level"),
        Column("獲知\n管道", "channel"),
        Column("銷售顧問", "salesperson"),
        Column("備　註", "note"),
    )
    page.records(VISITS)
    return Layout(
        "traditional-and-broken", "traditional characters, line breaks, wide blanks", "來店.xlsx", [page], xlsx([page])
    )


def _repeated_headings() -> Layout:
    page = Page("来店")
    page.heading(
        *_columns(),
        Column("备注", "note"),
        Column("级别", "", lambda _: "B"),
        Column("备注", "", lambda _: "已回访"),
    )
    page.records(VISITS)
    return Layout("repeated-headings", "级别 and 备注 twice", "来店.xlsx", [page], xlsx([page]))


def _told_by_values() -> Layout:
    page = Page("来店登记")
    page.heading(
        Column("来店日期", "happened_on"),
        Column("进门", "arrived_minute", hand.colon),
        Column("出门", "left_minute", hand.colon),
        Column("客户姓名", "customer_name"),
        Column("备用", "phone"),
        Column("分级", "level"),
        Column("头回来吗", "is_first", hand.first_again),
        Column("意向车型", "model"),
        Column("怎么来的", "contact_type", hand.CONTACTS.__getitem__),
        Column("销售顾问", "salesperson"),
    )
    page.records(VISITS)
    return Layout(
        "told-by-values", "headings nobody else uses, values that tell", "来店登记.xlsx", [page], xlsx([page])
    )


def _asked() -> Layout:
    page = Page("来店")
    page.heading(
        *_columns(),
        Column("栏1", "area", asked=True),
        Column("其它渠道", "channel"),
        Column("试过车没", "has_test_drive", hand.yes_no),
    )
    page.records(VISITS)
    return Layout("must-be-asked", "a column that nobody can know", "来店.xlsx", [page], xlsx([page]))


def _very_wide() -> Layout:
    page = Page("来店")
    spare = [Column(f"预留{number}", "") for number in range(1, 31)]
    page.heading(*_columns(), *spare)
    page.records(VISITS, of=_columns())
    return Layout("thirty-unused-columns", "a form with thirty columns nobody fills", "来店.xlsx", [page], xlsx([page]))


def _channels() -> Layout:
    names = ("汽车之家", "路过", "抖音", "车展", "老客户", "朋友介绍")
    page = Page("来店")
    page.title("2026年3月来店（电）登记表")
    page.two_headings(
        Column("日期", "happened_on", hand.short_day),
        Column("来店", "contact_type", hand.ticked("visit"), group="来店/来电"),
        Column("来电", "contact_type", hand.ticked("phone"), group="来店/来电"),
        Column("客户姓名", "customer_name"),
        Column("电话", "phone"),
        *(Column(name, "channel", hand.ticked(name), group="信息来源") for name in names),
        Column("意向车型", "model"),
        Column("销售顾问", "salesperson"),
    )
    calls = [{**visit, "contact_type": "phone"} if visit["no"] == 8 else visit for visit in VISITS]
    page.records(calls)
    return Layout("column-per-channel", "ticks under channels and 来店/来电", "来店.xlsx", [page], xlsx([page]))


def _people() -> Layout:
    page = Page("来店")
    page.heading(*_columns())
    rows = page.records(VISITS)
    page.put(rows[0], "销售顾问", "张 三")
    page.put(rows[2], "销售顾问", "张三（组长）")
    page.put(rows[1], "销售顾问", "008李四")
    page.put(rows[3], "级别", "c级")
    page.put(rows[5], "级别", "H级（7天内）")
    page.put(rows[9], "意向车型", "k2")
    page.put(rows[7], "首次/再次", "第一次")
    page.put(rows[8], "首次/再次", "邀约再回")
    page.put(rows[4], "时间", "11点05分")
    page.put(rows[5], "时间", "下午3：30")
    return Layout("people-and-words", "张 三, 张三（组长）, c级, k2, 下午3：30", "来店.xlsx", [page], xlsx([page]))
