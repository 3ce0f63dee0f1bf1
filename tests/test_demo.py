"""The demo showroom is the same for a seed, holds every month, and its registers speak of the same customers."""

import csv
import io
from datetime import date
from functools import cache

import pytest
from python_calamine import load_workbook

from data.demo import HALF_YEARS, SEED, workbooks
from data.demo import story as demo_story
from data.demo.events import Story
from data.demo.story import traffic_factor
from data.demo.town import CARS, EAST, FIRST_DAY, LAST_DAY, REASONS, RIVER, STORES
from data.door import open_workbook
from data.registers import Kind

tell = cache(demo_story.tell)
MONTHS = [(2025 + index // 12, index % 12 + 1) for index in range(5, 23)]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return dict(workbooks())


@pytest.fixture(scope="module", params=STORES, ids=lambda store: store.code)
def story(request: pytest.FixtureRequest) -> Story:
    return tell(request.param, SEED)


def rows_of(content: bytes) -> list[list[object]]:
    book = load_workbook(io.BytesIO(content))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]


def sales_lines(story: Story) -> list:
    return [visit for visit in story.visits if visit.purpose == "看车"]


def share(part: list, whole: list) -> float:
    return len(part) / len(whole)


def test_the_same_seed_gives_the_same_files(files: dict[str, bytes]):
    assert dict(workbooks()) == files


def test_another_seed_tells_another_story(story: Story):
    assert tell(story.store, SEED + 1).visits != story.visits


def test_every_month_of_both_stores_is_written_down(story: Story):
    assert sorted({(visit.on.year, visit.on.month) for visit in story.visits}) == MONTHS
    assert sorted({(deal.on.year, deal.on.month) for deal in story.deals}) == MONTHS
    assert sorted({(loss.on.year, loss.on.month) for loss in story.losses}) == MONTHS
    assert all(FIRST_DAY <= visit.on <= LAST_DAY for visit in story.visits)


def test_a_month_has_about_nine_hundred_lines_in_the_deck_s_proportions(story: Story):
    lines = sales_lines(story)
    assert 820 < len(lines) / 17.6 < 980
    assert 0.36 < share([v for v in lines if v.contact == "visit" and v.is_first], lines) < 0.46
    assert 0.38 < share([v for v in lines if v.contact == "visit" and not v.is_first], lines) < 0.5
    assert 0.07 < share([v for v in lines if v.contact == "phone"], lines) < 0.13


def test_about_one_first_visit_in_six_ends_in_a_deal_and_one_in_five_drives(story: Story):
    first = [visit for visit in sales_lines(story) if visit.contact == "visit" and visit.is_first]
    deals = [deal for deal in story.deals if deal.sale_channel == "展厅" and not deal.cancelled]
    assert 0.14 < share(deals, first) < 0.2
    assert 0.18 < share([visit for visit in first if visit.drove], first) < 0.27
    assert 0.6 < share([visit for visit in first if visit.phone], first) < 0.85


def test_registers_share_phones_so_that_customers_can_be_followed(story: Story):
    visitors = {visit.phone for visit in story.visits if visit.phone}
    since = date(2025, 9, 1)  # by then nobody's first visit is older than the registers
    deals = [deal for deal in story.deals if deal.sale_channel == "展厅" and deal.on >= since]
    assert share([deal for deal in deals if deal.phone in visitors], deals) > 0.75
    assert {drive.phone for drive in story.drives} <= visitors | {""}
    losses = [loss for loss in story.losses if loss.on >= since]
    assert share([loss for loss in losses if loss.phone in visitors], losses) > 0.95


def test_one_phone_is_one_person(story: Story):
    names: dict[str, set[str]] = {}
    for visit in story.visits:
        if visit.phone:
            names.setdefault(visit.phone, set()).add(visit.name)
    assert all(len(called) == 1 for called in names.values())


def test_deals_lag_first_visits_by_days_to_weeks(story: Story):
    came = {visit.phone: visit.on for visit in reversed(story.visits) if visit.is_first and visit.phone}
    lags = [(deal.on - came[deal.phone]).days for deal in story.deals if deal.phone in came]
    assert min(lags) == 0
    assert 5 < sorted(lags)[len(lags) // 2] < 21
    assert max(lags) > 40


def test_a_forgotten_day_has_deals_but_no_visits(story: Story):
    visited, sold = {visit.on for visit in story.visits}, {deal.on for deal in story.deals}
    assert story.store.forgotten & sold
    assert not story.store.forgotten & visited


def test_the_spring_festival_is_closed_and_national_day_is_busy():
    assert traffic_factor(date(2026, 2, 17)) == 0
    assert traffic_factor(date(2025, 10, 2)) > 2 * traffic_factor(date(2025, 8, 5))
    assert not {visit.on for visit in tell(EAST, SEED).visits} & {date(2026, 2, 17), date(2026, 2, 18)}


def test_one_model_stops_selling_in_one_store():
    model, since, _ = RIVER.trouble
    story = tell(RIVER, SEED)

    def rate(begin: date, end: date) -> float:
        asked = [
            v for v in story.visits if v.is_first and v.contact == "visit" and v.model == model and begin <= v.on < end
        ]
        sold = [d for d in story.deals if d.sale_channel == "展厅" and d.model == model and begin <= d.on < end]
        return share(sold, asked)

    assert rate(since, LAST_DAY) < 0.5 * rate(FIRST_DAY, since)


def test_losses_give_the_deck_s_reasons_one_to_three_at_a_time(story: Story):
    numbers = {len(loss.reasons) for loss in story.losses if loss.kind == "战败"}
    assert numbers == {1, 2, 3}
    assert {reason for loss in story.losses for reason in loss.reasons} > set(REASONS)
    assert {loss.kind for loss in story.losses} == {"战败", "失控", "休眠"}


def test_salespeople_come_and_go():
    leaver = next(seller for seller in EAST.sellers if seller.until < LAST_DAY)
    newcomer = next(seller for seller in RIVER.sellers if seller.since > FIRST_DAY)
    assert max(visit.on for visit in tell(EAST, SEED).visits if visit.seller == leaver.name) <= leaver.until
    assert min(visit.on for visit in tell(RIVER, SEED).visits if visit.seller == newcomer.name) >= newcomer.since


def test_registers_hold_every_visit_of_their_half_year(files: dict[str, bytes]):
    for store in STORES:
        story = tell(store, SEED)
        for begin, end in HALF_YEARS:
            wanted = sum(begin <= visit.on <= end for visit in story.visits)
            span = f"{begin.year}年{begin.month}月-{end.year}年{end.month}月"
            name = next(name for name in files if name.startswith(store.name) and span in name)
            if name.endswith(".csv"):
                rows: list = list(csv.reader(io.StringIO(files[name].decode("gb18030"))))[1:]
                assert len(rows) == wanted
            else:
                rows = rows_of(files[name])
                assert (
                    sum(any(cell in ("看车", "提车", "保养", "续保", "找人") for cell in row) for row in rows) == wanted
                )


def test_a_few_lines_are_wrong_and_only_a_few(files: dict[str, bytes]):
    rows = [row for name, content in files.items() if name.endswith(".xlsx") for row in rows_of(content)]
    impossible = [row for row in rows if "2月30日" in row]
    far = [row for row in rows if any(isinstance(cell, date) and cell.year == 2052 for cell in row)]
    short = [
        row for row in rows if any(str(cell).removesuffix(".0").isdigit() and len(str(cell)) == 10 for cell in row)
    ]
    assert min(len(impossible), len(far), len(short)) > 0
    assert len(impossible) + len(far) + len(short) < 0.005 * len(rows)


def test_the_summary_form_covers_the_months_before_the_registers(files: dict[str, bytes]):
    rows = rows_of(next(content for name, content in files.items() if "展厅客流分析" in name))
    assert rows[1] == ["项目", "一月", "二月", "三月", "四月", "五月"]
    table = {row[0]: row[1:] for row in rows[2:]}
    assert [sum(month) for month in zip(*(table[car.name] for car in CARS), strict=True)] == table["小计"]


@pytest.mark.parametrize(
    ("part", "kinds", "store"),
    [
        ("城东店_来店(电)登记表_2026年6月", [Kind.VISIT] * 6, "城东店"),
        ("城东店_展厅客流分析", [Kind.SUMMARY], "城东店"),
        ("城东店_战败失控记录表", [Kind.LOSS] * 2, "城东店"),
        ("滨江店_客流登记表_2026年6月", [Kind.VISIT] * 6, "滨江店"),
        ("滨江店_客流登记_2025年12月", [Kind.VISIT], "滨江店"),
        ("滨江店_销售台账", [Kind.DEAL] * 2 + [Kind.LOSS] * 2 + [Kind.TEST_DRIVE] * 2, "滨江店"),
        ("滨江店_Lost Sales Log", [Kind.LOSS], "滨江店"),
    ],
)
def test_the_door_reads_the_demo_whole(files: dict[str, bytes], part: str, kinds: list[Kind], store: str):
    name = next(name for name in files if name.startswith(part))
    workbook = open_workbook(name, files[name])
    assert [sheet.kind for sheet in workbook.sheets] == kinds
    for sheet in workbook.sheets:
        assert sheet.store == store
        assert sheet.rows_left_out <= 0.005 * sheet.rows_read
        assert {problem.code for problem in sheet.problems} <= {"bad_phone", "bad_date", "date_in_future"}
        assert {column.header for column in sheet.columns if not column.field} <= {"序号", "No.", "试驾路线"}
