"""The main job in a real browser: an empty board, a dropped workbook, the showroom, and back to nothing."""

from datetime import date
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from playwright.sync_api import FilePayload, expect

from data.demo.paper import Form, workbook
from tests import deck
from tests.browser.conftest import cells, drawn, figures, go, written
from words import speak

pytestmark = pytest.mark.browser

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
SEPTEMBER = {"首次到店": "425", "成交率": "11.5%", "展厅销量": "49"}
PAGES = {"客流": "客流", "成交": "成交", "试驾": "试驾", "战败": "战败", "数据": "数据", "总览": "2013年9月 · 展厅总览"}


def dropped(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": EXCEL, "buffer": content}


@pytest.mark.parametrize(("locale", "language"), [("zh-CN", "zh"), ("en-GB", "en")])
def test_a_first_visitor_is_welcomed_in_the_browsers_language_and_takes_real_workbooks_home(
    serve, visit, locale, language
):
    t = speak(language)
    page = visit(serve(), locale)
    expect(page.get_by_role("heading", level=1)).to_have_text(t("welcome.heading"))
    expect(page.get_by_role("heading", name=t("templates.title"))).to_be_visible()
    buttons = page.get_by_test_id("stDownloadButton").get_by_role("button").all()
    assert len(buttons) == 6
    for button in buttons:
        with page.expect_download() as coming:
            button.click()
        book = load_workbook(BytesIO(coming.value.path().read_bytes()))
        assert coming.value.suggested_filename.endswith(".xlsx")
        assert book.active.max_row >= 2 and book.active.data_validations.dataValidation


def test_workbooks_are_dropped_previewed_loaded_looked_at_and_taken_back(serve, visit):
    board = serve()
    page = visit(board)
    good = [dropped(name, content) for name, content in deck.registers()]
    page.locator("input[type=file]").set_input_files([good[0], dropped("照片.xlsx", PNG), *good[1:]])
    expect(page.get_by_text("这不是表格文件")).to_be_visible()
    expect(page.get_by_text("照片.xlsx").first).to_be_visible()
    expect(page.locator(".st-key-load button")).to_contain_text("3 个文件")
    drawn(page)
    page.get_by_role("gridcell", name="战败失控", include_hidden=True).first.wait_for(state="attached")
    assert {"战败失控", "战败/失控记录", "2013-01-01"} <= set(cells(page, "装入"))
    other = visit(board)
    expect(other.get_by_role("heading", level=1)).to_have_text(speak("zh")("welcome.heading"))

    page.locator(".st-key-load button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2013年9月 · 展厅总览")
    drawn(page)
    assert SEPTEMBER.items() <= figures(page).items()
    assert {"49", "425"} <= set(written(page, "first-visits"))
    for name, title in PAGES.items():
        go(page, name, title)
        assert page.get_by_test_id("stException").count() == 0

    go(page, "数据", "数据")
    page.locator("input[type=file]").set_input_files(good[0])
    expect(page.get_by_text("已经装载过")).to_be_visible()
    assert page.locator(".st-key-load").count() == 0
    page.get_by_role("button", name="撤销这次装载").click()
    page.get_by_role("button", name="撤销", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(speak("zh")("welcome.heading"))


def test_the_preview_says_what_is_wrong_where_why_and_what_to_do(serve, visit):
    zh, rest = speak("zh"), ("来店", "首次", "看车", "K2", "自然到店", "H", "", 40, "李四")
    right = (1, date(2013, 9, 3), "10:05", "王一", "13900011111", *rest)
    wrong = (2, "2013年9月45日", "10:15", "赵二", "13900022222", *rest)
    register = workbook([Form("九月", "来店登记表 2013年9月", deck.REGISTER, [right, wrong])])
    page = visit(serve(), size=(2200, 1200))
    page.locator("input[type=file]").set_input_files(dropped("九月.xlsx", register))
    expect(page.locator(".st-key-load button")).to_contain_text("1 行")
    page.get_by_text(zh("intake.problems", problems=1)).click()
    drawn(page)
    expect(page.get_by_text(zh("remedy.bad_date"))).to_be_visible()
    said = set(cells(page, zh("column.effect")))
    assert {"九月", "4", "B", "日期", "2013年9月45日", zh("problem.bad_date"), zh("intake.row_lost")} <= said


def test_filters_change_what_is_drawn_and_the_address_opens_the_same_view_elsewhere(deck_board, visit):
    page = visit(deck_board, size=(1600, 1200))
    september = written(page, "first-visits")
    page.get_by_test_id("stSidebar").get_by_text("季", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2013年第3季度 · 展厅总览")
    drawn(page)
    quarter = figures(page)
    assert quarter["首次到店"] != SEPTEMBER["首次到店"]
    page.get_by_test_id("stSidebar").get_by_label("车型").fill("K2")
    expect(page.get_by_role("option")).to_have_count(1)
    page.get_by_role("option", name="K2").click()
    expect(page.get_by_test_id("stText").first).to_contain_text("K2")
    drawn(page)
    assert written(page, "first-visits") != september
    assert figures(page)["首次到店"] != quarter["首次到店"]
    assert "models=K2" in unquote(page.url)

    elsewhere = visit(page.url, "en-GB")
    expect(elsewhere.get_by_role("heading", level=1)).to_have_text("2013年第3季度 · 展厅总览")
    assert figures(elsewhere) == figures(page)
    assert written(elsewhere, "first-visits") == written(page, "first-visits")
