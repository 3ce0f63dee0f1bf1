"""Books of several sheets: one a day, a month, a salesperson; a summary beside registers; hidden ones; two stores."""

from data.registers import Kind
from tests.registers import handwriting as hand
from tests.registers.files import xlsx
from tests.registers.happened import DEALS, VISITS, Record, by_day
from tests.registers.page import Column, Layout, Page

_JANUARY = 2026 * 12


def layouts() -> list[Layout]:
    """Return the books of several sheets."""
    return [
        _per_day("sheet-per-day-number", "{0.day}", "2026年3月展厅来店登记.xlsx"),
        _per_day("sheet-per-day-3.5", "{0.month}.{0.day}", "2026来店登记.xlsx"),
        _per_day("sheet-per-day-chinese", "{0.month}月{0.day}日", "来店登记.xlsx"),
        _day_in_title(),
        _per_month(),
        _per_person(),
        _summary_beside(),
        _hidden(),
        _two_stores(),
        _side_by_side(),
    ]


def _columns() -> list[Column]:
    return [
        Column("序号"),
        Column("来店时间", "arrived_minute", hand.wide_colon),
        Column("离开时间", "left_minute", hand.wide_colon),
        Column("客户姓名", "customer_name"),
        Column("联系方式", "phone"),
        Column("首次到店", "is_first", hand.tick),
        Column("意向车型", "model"),
        Column("等级", "level"),
        Column("销售顾问", "salesperson"),
    ]


def _per_day(name: str, sheet: str, file: str) -> Layout:
    pages = []
    for day, visits in by_day(VISITS):
        page = Page(sheet.format(day), also={"happened_on": day})
        page.title("展厅来店登记表", across=9)
        page.heading(*_columns())
        page.records(visits)
        page.line("当日合计", "", "", f"{len(visits)}批")
        pages.append(page)
    return Layout(name, "one sheet a day, the day only in its name", file, pages, xlsx(pages))


def _day_in_title() -> Layout:
    pages = []
    for number, (day, visits) in enumerate(by_day(VISITS), 1):
        page = Page(f"Sheet{number}", also={"happened_on": day})
        page.title("展厅来店（电）客户登记表", across=9)
        page.line(f"日期： {day.year} 年 {day.month} 月 {day.day} 日", "", "", "星期：", "", "天气情况：晴")
        page.heading(*_columns())
        page.records(visits)
        page.line("前台人员：小李", "", "", "", "展厅主管：")
        pages.append(page)
    return Layout("sheet-per-day-titled", "the day in the title, spaced", "来店.xlsx", pages, xlsx(pages))


def _in_month(records: list[Record], month: int) -> list[Record]:
    return [{**record, "happened_on": record["happened_on"].replace(month=month)} for record in records]


def _per_month() -> Layout:
    pages = []
    for name, month in (("一月", 1), ("2月", 2), ("2026.3", 3)):
        page = Page(name)
        page.heading(Column("日期", "happened_on", lambda day: f"{day.day}号"), *_columns()[1:])
        page.records(_in_month(VISITS, month))
        pages.append(page)
    return Layout("sheet-per-month", "one sheet a month, days as 5号", "2026年客流登记.xlsx", pages, xlsx(pages))


def _per_person() -> Layout:
    pages = []
    for name in ("张三", "李四", "王芳"):
        page = Page(name, also={"salesperson": name})
        page.title(f"销售顾问：{name}    2026年3月", across=7)
        page.heading(Column("日期", "happened_on", hand.short_day), *_columns()[1:-1])
        page.records([visit for visit in VISITS if visit["salesperson"] == name])
        pages.append(page)
    return Layout("sheet-per-salesperson", "whose sheet it is stands above it", "顾问来店.xlsx", pages, xlsx(pages))


def _summary_beside() -> Layout:
    register = Page("来店登记")
    register.heading(Column("日期", "happened_on"), *_columns()[1:])
    register.records(VISITS)
    deals = Page("订单", Kind.DEAL)
    deals.heading(
        Column("订单日期", "ordered_on"),
        Column("客户姓名", "customer_name"),
        Column("电话", "phone"),
        Column("订购车型", "model"),
        Column("订金", "deposit"),
        Column("销售顾问", "salesperson"),
    )
    deals.records(DEALS)
    summary = Page("客流分析", Kind.SUMMARY)
    summary.title("2026年展厅客流分析")
    summary.line("项目", "一月", "二月", "三月")
    figures = {"客流总数": "traffic", "首次到店": "first_visits", "来电": "calls", "资料记录数": "recorded"}
    for line, (written, figure) in enumerate(figures.items(), 3):
        summary.line(written, 40 - line, 30 - line, 20 - line)
        for column, count in zip("BCD", (40, 30, 20), strict=True):
            month = _JANUARY + "BCD".index(column)
            summary.rows.append(
                {"row": line, "column": column, "month": month, "figure": figure, "value": float(count - line)}
            )
    summary.line("成交率", "19.3%", "15.8%", "15.4%")
    pages = [register, deals, summary]
    return Layout("summary-beside-registers", "客流分析 in the same book", "3月.xlsx", pages, xlsx(pages))


def _hidden() -> Layout:
    page, template = Page("客流"), Page("模板", Kind.NONE, reason="hidden", hidden=True)
    for one in (page, template):
        one.heading(Column("日期", "happened_on"), *_columns()[1:])
        one.records(VISITS)
    template.rows, template.columns = [], []
    page.hidden_rows = [4, 5]
    page.problems = [(4, "hidden_rows")]
    return Layout(
        "hidden-sheet-and-rows",
        "a hidden template, filtered rows",
        "客流.xlsx",
        [page, template],
        xlsx([page, template]),
    )


def _two_stores() -> Layout:
    page = Page("集团客流")
    stores = {"张三": "城东店", "李四": "城东店", "王芳": "滨江店"}
    page.heading(
        Column("归属门店", "store"),
        Column("日期", "happened_on"),
        *_columns()[1:],
    )
    page.records([{**visit, "store": stores[visit["salesperson"]]} for visit in VISITS])
    return Layout("two-stores", "a column says which store", "集团.xlsx", [page], xlsx([page]))


def _side_by_side() -> Layout:
    page = Page("来店")
    left = [
        Column("日期", "happened_on", hand.short_day),
        Column("姓名", "customer_name"),
        Column("电话", "phone"),
        Column("来店方式", "contact_type", hand.CONTACTS.__getitem__),
        Column("车型", "model"),
        Column("顾问", "salesperson"),
    ]
    counts = [Column(""), Column("车型"), Column("批次"), Column("占比")]
    page.title("2026年3月来店登记")
    page.heading(*left, *counts)
    page.columns = [(letter, column) for letter, column in page.columns if column.heading]
    page.records(VISITS, of=left)
    for line, (model, count) in enumerate((("福瑞迪", 3), ("K5", 3), ("智跑", 2), ("K2", 2)), 2):
        for column, cell in enumerate((model, count, f"{count * 10}%"), 7):
            page.cells[line, column] = cell
    return Layout("counts-beside-register", "a table of counts to the right", "来店.xlsx", [page], xlsx([page]))
