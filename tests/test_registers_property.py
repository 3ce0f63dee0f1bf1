"""Any visits, written in any of several layouts, are read back as the same visits."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.registers import handwriting as hand
from tests.registers.files import ods, text, xls, xlsb, xlsx
from tests.registers.happened import Record, by_day
from tests.registers.invented import CHANNELS, MODELS, registers
from tests.registers.page import Column, Layout, Page, Write
from tests.registers.verdict import read, rows_of


def _plain(records: list[Record], day: Write, minute: Write) -> Page:
    page = Page("来店登记")
    page.heading(
        Column("序号"),
        Column("来店日期", "happened_on", day),
        Column("来店时间", "arrived_minute", minute),
        Column("离店时间", "left_minute", minute),
        Column("客户姓名", "customer_name"),
        Column("联系电话", "phone"),
        Column("来店/来电", "contact_type", hand.CONTACTS.__getitem__),
        Column("首次/再次", "is_first", hand.first_again),
        Column("意向车型", "model"),
        Column("客户级别", "level", hand.grade),
        Column("信息来源", "channel"),
        Column("销售顾问", "salesperson"),
    )
    page.records(records)
    return page


def _as_it_is(value: object) -> object:
    return value


def _ticks(records: list[Record], *, merged: bool) -> Page:
    page = Page("登记表")
    page.title("展厅来店（电）客户登记表", across=20)
    page.two_headings(
        Column("日期", "happened_on", hand.slashed),
        Column("到店", "arrived_minute", hand.wide_colon, group="时间"),
        Column("离店", "left_minute", hand.wide_colon, group="时间"),
        Column("姓名", "customer_name", group="客户信息"),
        Column("电话", "phone", hand.grouped, group="客户信息"),
        Column("来店", "contact_type", hand.ticked("visit"), group="来店/来电"),
        Column("来电", "contact_type", hand.ticked("phone"), group="来店/来电"),
        Column("首次", "is_first", hand.tick, group="来店性质"),
        Column("再次", "is_first", lambda first: hand.tick(not first), group="来店性质"),
        *(Column(model, "model", hand.ticked(model), group="意向车型") for model in MODELS),
        *(Column(level, "level", hand.ticked(level), group="级别") for level in "OHABC"),
        *(Column(channel, "channel", hand.ticked(channel), group="信息来源") for channel in CHANNELS),
        Column("销售顾问", "salesperson"),
        merged=merged,
    )
    page.records(records)
    return page


def _english(records: list[Record]) -> Page:
    came = {"visit": "Walk-in", "phone": "Phone Up"}
    page = Page("Up Log", left=1, next=2)
    page.heading(
        Column("Visit Date", "happened_on", _as_it_is),
        Column("Time In", "arrived_minute", hand.afternoon),
        Column("Time Out", "left_minute", hand.afternoon),
        Column("Customer", "customer_name"),
        Column("Cell", "phone", hand.number),
        Column("Up Type", "contact_type", came.__getitem__),
        Column("First/Be-back", "is_first", lambda first: "First" if first else "BB"),
        Column("Vehicle of Interest", "model"),
        Column("Level", "level"),
        Column("Source", "channel"),
        Column("Salesperson", "salesperson"),
    )
    page.records(records)
    return page


def _day_on_first_line(records: list[Record]) -> Page:
    page = _plain(records, hand.slashed, hand.colon)
    days = [record["happened_on"] for record in records]
    for row, before in zip(page.rows[1:], pairwise(days), strict=True):
        if before[0] == before[1]:
            del page.cells[int(str(row["row"])) - 1, 1]
    return page


def _days_merged(records: list[Record]) -> Page:
    page = _plain(records, _as_it_is, hand.clock)
    page.merge_days(records, [int(str(row["row"])) for row in page.rows], column=1)
    return page


def _book_of_days(records: list[Record]) -> list[Page]:
    pages = []
    for day, found in by_day(records):
        page = Page(day.isoformat(), also={"happened_on": day})
        page.heading(
            Column("时间", "arrived_minute", hand.oclock),
            Column("姓名", "customer_name"),
            Column("电话", "phone"),
            Column("是否首次来店", "is_first", hand.yes_no),
            Column("车型", "model"),
            Column("级别", "level"),
            Column("信息渠道", "channel"),
            Column("接待顾问", "salesperson"),
        )
        page.records(found)
        pages.append(page)
    return pages


Written = tuple[str, list[Page], bytes]


def _spreadsheet(write: Callable[[list[Record]], Page]) -> Callable[[list[Record]], Written]:
    def written(records: list[Record]) -> Written:
        page = write(records)
        return "来店.xlsx", [page], xlsx([page])

    return written


def _saved(file: str, save: Callable[[Page], bytes], day: Write, minute: Write) -> Callable[[list[Record]], Written]:
    def written(records: list[Record]) -> Written:
        page = _plain(records, day, minute)
        return file, [page], save(page)

    return written


def _days_in_a_book(records: list[Record]) -> Written:
    pages = _book_of_days(records)
    return "来店.xlsx", pages, xlsx(pages)


WAYS: dict[str, Callable[[list[Record]], Written]] = {
    "real dates and times": _spreadsheet(lambda records: _plain(records, _as_it_is, hand.clock)),
    "dates and times as text": _spreadsheet(lambda records: _plain(records, hand.slashed, hand.colon)),
    "bare numbers": _spreadsheet(lambda records: _plain(records, hand.serial, hand.compact)),
    "a merged cell a day": _spreadsheet(_days_merged),
    "the day on its first line": _spreadsheet(_day_on_first_line),
    "ticks under merged groups": _spreadsheet(lambda records: _ticks(records, merged=True)),
    "ticks under plain groups": _spreadsheet(lambda records: _ticks(records, merged=False)),
    "an English log at B3": _spreadsheet(_english),
    "a sheet a day": _days_in_a_book,
    "days from 1904": _saved("来店.xlsx", lambda page: xlsx([page], starts_1904=True), _as_it_is, hand.clock),
    "Excel 97": _saved("来店.xls", lambda page: xls([page]), _as_it_is, hand.clock),
    "binary": _saved("来店.xlsb", xlsb, _as_it_is, hand.clock),
    "OpenDocument": _saved("来店.ods", lambda page: ods([page]), _as_it_is, hand.clock),
    "GBK text": _saved("来店.csv", lambda page: text(page, encoding="gbk"), hand.slashed, hand.colon),
    "tabs": _saved("来店.xls", lambda page: text(page, "\t", "utf-8"), hand.slashed, hand.oclock),
}


@pytest.mark.parametrize("way", WAYS)
@settings(max_examples=8, deadline=None, derandomize=True, database=None)
@given(records=registers)
def test_visits_written_in_any_layout_are_read_back_the_same(way, records):
    file, pages, content = WAYS[way](records)
    book = read(Layout(way, way, file, pages, content))
    assert not book.refusal
    for sheet, page in zip(book.sheets, pages, strict=True):
        assert rows_of(sheet) == page.rows
        assert sheet.problems == ()
