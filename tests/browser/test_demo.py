"""The demo showroom in a real browser: every page in both languages, at two sizes, and who is behind its figures."""

import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, TimeoutError, expect

from tests import deck
from tests.browser.conftest import cells, drawn, figures, written
from words import speak

pytestmark = pytest.mark.browser

PAGES = (
    "",
    "traffic",
    "conversion",
    "test_drives",
    "losses",
    "changes",
    "closing",
    "time_to_deal",
    "fair",
    "win_back",
    "targets",
    "plan",
    "pace",
    "customers",
    "data",
)
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
CLEAR_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")
MASKED_PHONE = re.compile(r"1\d{2}\*{4}\d{4}")
WIDER_THAN_ITS_PLACE = """() => {
  const cut = [...document.querySelectorAll('[data-testid="stMetricValue"], [data-testid="stMetricValue"] *')]
    .filter(value => value.clientWidth && value.scrollWidth > value.clientWidth).map(value => value.textContent)
  const sides = [document.documentElement, document.querySelector('[data-testid="stMain"]')]
    .filter(box => box.scrollWidth > box.clientWidth).map(box => box.tagName)
  return [...cut, ...sides]
}"""
# The middle of a point that answers a click, in pixels of the window, from the axes Plotly drew.
POINT = """([chart, nth]) => {
  const drawing = document.querySelector(`.st-key-chart-${chart} .js-plotly-plot`)
  drawing.scrollIntoView({block: 'center', behavior: 'instant'})
  const trace = drawing._fullData.find(one => one.customdata)
  const at = nth < 0 ? trace.customdata.length + nth : nth
  const {left, top} = drawing.getBoundingClientRect()
  const {xaxis, yaxis} = drawing._fullLayout
  const lies = trace.orientation === 'h'
  const along = lies ? (trace.base?.[at] ?? 0) + trace.x[at] / 2 : trace.x[at]
  const up = trace.type === 'bar' && !lies ? trace.y[at] / 2 : trace.y[at]
  return [left + xaxis._offset + xaxis.d2p(along), top + yaxis._offset + yaxis.d2p(up)]
}"""


def click(page: Page, chart: str, nth: int) -> None:
    """Click the nth point of a chart, once Plotly has noticed the mouse over it, until it answers.

    On a busy machine the page may be drawn again between pressing and letting go; a person then clicks once more.
    """
    dialog = page.get_by_role("dialog")
    for _ in range(4):
        page.mouse.move(0, 0)
        page.mouse.move(*page.evaluate(POINT, [chart, nth]))
        page.locator(f".st-key-chart-{chart} .hoverlayer .hovertext").first.wait_for()
        page.mouse.down()
        page.mouse.up()
        with suppress(TimeoutError):
            dialog.wait_for(timeout=6_000)
            return


@pytest.fixture(scope="module")
def demo_board(serve: Callable[..., str], chromium) -> str:
    """The address of a board whose demo button was pressed; only to be read."""
    board = serve()
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(board)
    page.get_by_role("button", name=speak("zh")("intake.demo")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2026年11月 · 展厅总览", timeout=120_000)
    context.close()
    return board


@pytest.mark.parametrize("size", [(1280, 720), (1600, 900)])
@pytest.mark.parametrize("language", LOCALES)
def test_every_page_is_drawn_whole_in_the_readers_language(demo_board, visit, language, size):
    page, t = visit(demo_board, LOCALES[language], size), speak(language)
    for name in PAGES:
        page.goto(f"{demo_board}/{name}?lang={language}")
        drawn(page)
        title = t("overview.heading", period=t.month(2026 * 12 + 10)) if name == "" else t(f"{name}.title")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert page.title() == t(f"{name or 'overview'}.title")
        assert page.get_by_test_id("stException").count() == 0
        assert page.locator("[data-testid=stAlertContentError]").count() == 0
        assert page.evaluate(WIDER_THAN_ITS_PLACE) == [], name
        assert not CLEAR_PHONE.search(page.locator("body").inner_text())


def test_a_tile_tells_what_it_is_and_who_stands_behind_it(demo_board, visit):
    page = visit(demo_board)
    page.locator(".st-key-passport-tile-close_rate button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("展厅销量 ÷ 首次到店")
    expect(dialog).to_contain_text(re.compile(r"展厅销量 ÷ 首次到店 = \d+\.\d% \(50/419\)"))
    expect(dialog).to_contain_text("50 行")
    _has_masked_rows(page)


def _has_masked_rows(page: Page) -> None:
    rows = cells(page, "文件")
    assert any(name.endswith((".xlsx", ".csv")) for name in rows)
    assert any(MASKED_PHONE.fullmatch(text) for text in rows)
    assert any("*" in text and not MASKED_PHONE.fullmatch(text) for text in rows)
    assert not any(CLEAR_PHONE.search(text) for text in rows)


def test_another_reading_of_the_closing_ratio_is_put_on_the_board(demo_board, visit):
    page, zh = visit(demo_board), speak("zh")
    divided = f"{zh('figure.showroom_deals')} ÷ {zh('figure.recorded')}"
    for name, captions in (("close_recorded", 1), ("close_rate", 0)):
        page.locator(".st-key-passport-tile-close_rate button").click()
        page.get_by_role("tab", name=zh("readings.title")).click()
        page.locator(f".st-key-use-{name} button").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator('[data-testid="stCaptionContainer"]', has_text=divided)).to_have_count(captions)


def test_a_column_of_a_chart_opens_the_people_of_its_month(demo_board, visit):
    page = visit(demo_board, size=(1600, 900))
    click(page, "first-visits", -2)
    expect(page.get_by_role("dialog")).to_contain_text("2026年10月1日")
    expect(page.get_by_role("dialog")).to_contain_text(speak("zh")("definition.first_visits"))
    _has_masked_rows(page)


def test_a_cell_of_the_loss_table_opens_the_lost_customers_of_model_and_reason(demo_board, visit):
    page = visit(f"{demo_board}/losses?lang=zh", size=(1600, 900))
    click(page, "reasons", 0)
    expect(page.get_by_role("dialog")).to_contain_text("车型")
    expect(page.get_by_role("dialog")).to_contain_text("原因")
    _has_masked_rows(page)


def test_a_part_of_a_change_opens_its_people_now_and_before(demo_board, visit):
    zh = speak("zh")
    page = visit(f"{demo_board}/changes?lang=zh", size=(1600, 900))
    click(page, "waterfall-showroom_deals-channel", 3)
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(zh("definition.recorded"))
    expect(dialog).to_contain_text("2026年11月1日")
    _has_masked_rows(page)
    dialog.get_by_text(zh("changes.before_list"), exact=True).click()
    expect(dialog).to_contain_text("2026年10月1日")


def test_a_cell_of_the_groups_of_a_change_opens_their_people(demo_board, visit):
    page = visit(f"{demo_board}/changes?lang=zh", size=(1600, 900))
    groups = page.locator(".st-key-groups .dvn-scroller")
    groups.scroll_into_view_if_needed()
    drawn(page)
    groups.click(position={"x": 160, "y": 36 + 18})
    expect(page.get_by_role("dialog")).to_contain_text(speak("zh")("definition.first_visits"))
    _has_masked_rows(page)


def test_a_cell_of_the_cohorts_opens_who_bought_by_then_and_who_came(demo_board, visit):
    zh = speak("zh")
    page = visit(f"{demo_board}/closing?lang=zh", size=(1600, 900))
    click(page, "triangle", 1)
    expect(page.get_by_role("dialog")).to_contain_text(zh("definition.cohort_rate_by_month_1"))
    _has_masked_rows(page)


def test_a_cell_of_the_deck_form_opens_the_people_of_its_line_and_month(demo_board, visit):
    page = visit(demo_board, size=(1600, 900))
    form = page.locator(".st-key-form .dvn-scroller")
    form.click(position={"x": 180, "y": 36 + 18})
    expect(page.get_by_role("dialog")).to_contain_text(speak("zh")("definition.traffic"))
    _has_masked_rows(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    drawn(page)
    form.click(position={"x": 180, "y": 36 + 18})
    expect(page.get_by_role("dialog")).to_contain_text(speak("zh")("definition.traffic"))


def test_the_deck_form_is_downloaded_as_a_workbook_with_its_figures(demo_board, visit):
    page = visit(demo_board, size=(1600, 900))
    with page.expect_download() as download:
        page.get_by_role("button", name=speak("zh")("showroom_form.download")).click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).active
    traffic = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "客流总数")
    assert f"{traffic[-1]:,}" == figures(page)["客流总数"]
    assert sheet["A4"].value == speak("zh")("showroom_form.row")


def test_a_first_visitors_deep_link_meets_the_frame(serve, visit):
    page = visit(f"{serve(('展厅客流分析.xlsx', deck.monthly_form()))}/losses", "en-GB")
    expect(page.get_by_role("heading", level=1)).to_have_text("Losses")
    expect(page.get_by_test_id("stSidebarNav")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("Quarter")).to_be_visible()


def test_another_language_keeps_the_view_and_writes_the_address_in_its_words(demo_board, visit):
    page = visit(f"{demo_board}/?lang=en&period=Quarter&quarter=Q3 2026", "en-GB", (1600, 900))
    expect(page.get_by_role("heading", level=1)).to_have_text("Q3 2026 · Showroom overview")
    english = figures(page)
    page.get_by_test_id("stSidebar").get_by_text("中文").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2026年第3季度 · 展厅总览")
    page.wait_for_url(re.compile("quarter=2026%E5%B9%B4"))
    drawn(page)
    elsewhere = visit(page.url, "en-GB", (1600, 900))
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("2026年第3季度 · 展厅总览")
    assert list(figures(elsewhere).values()) == list(figures(page).values()) == list(english.values())
    assert written(elsewhere, "first-visits")


def test_a_link_names_the_month_it_shows_even_when_it_is_the_latest(demo_board, visit):
    page = visit(demo_board)
    drawn(page)
    page.wait_for_url(lambda address: "month=" in address)
    assert unquote(page.url).endswith("lang=zh&month=2026年11月")
