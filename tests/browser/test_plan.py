"""A month is planned in a real browser: totals typed, a week typed over, read again after a reload, out and back in."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests import deck
from tests.browser.conftest import cells, drawn
from words import speak

pytestmark = pytest.mark.browser

ZH = speak("zh")
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROW = 36  # pixels of a table's line
COLUMNS = 10  # a week's name, and plan, actual and ratio of three figures
CALM = 600  # milliseconds in which the page has scrolled, a cell is chosen, its editor has opened


def type_total(page: Page, figure: str, value: int) -> None:
    page.get_by_label(ZH(f"plan.{figure}_total")).fill(str(value))


def type_over(page: Page, row: int, value: int) -> None:
    """Type over the first plan of a week: the cell beside its name."""
    table = page.locator("[class*='st-key-plan-weeks'] .dvn-scroller").first
    table.scroll_into_view_if_needed()
    page.wait_for_timeout(CALM)
    table.click(position={"x": 190, "y": ROW * (row + 1) + ROW / 2})
    page.wait_for_timeout(CALM)
    page.keyboard.press("Enter")
    page.wait_for_timeout(CALM)
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(str(value))
    page.wait_for_timeout(CALM)
    page.keyboard.press("Enter")


def test_a_plan_is_typed_split_corrected_kept_downloaded_and_taken_back(serve, visit):
    page = visit(f"{serve(*deck.registers())}/plan?lang=zh&month=2013年9月", size=(1600, 1000))
    for figure, value in (("leads", 400), ("orders", 60), ("sales", 50)):
        type_total(page, figure, value)
    page.locator(".st-key-plan-set button").click()
    expect(page.get_by_role("heading", name=ZH("plan.by_person_and_week"))).to_be_visible()
    drawn(page)
    assert sum(map(int, _weeks(page))) == 400

    type_over(page, 1, 150)
    expect(page.locator(".st-key-plan-again")).to_have_count(1)
    drawn(page)
    split = _weeks(page)
    assert (split[1], sum(map(int, split))) == ("150", 400)

    page.reload()
    drawn(page)
    assert _weeks(page) == split

    with page.expect_download() as download:
        page.get_by_role("button", name=ZH("plan_book.download")).click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[2]][2:] == [ZH("plan_book.whole"), 400, 60, 50]

    _drop(page, book)
    expect(page.get_by_text(ZH("plan_book.same"))).to_be_visible()
    sheet["D3"] = sheet["D3"].value + 1
    _drop(page, book)
    expect(page.get_by_text(ZH("problem.plan_sum_differs"))).to_be_visible()
    sheet["D2"] = 401
    _drop(page, book)
    page.locator(".st-key-plan-book-set button").click()
    expect(page.get_by_text(ZH("plan_book.done", cells="2"))).to_be_visible()
    drawn(page)
    expect(page.get_by_label(ZH("plan.leads_total"))).to_have_value("401")
    assert sum(map(int, _weeks(page))) == 401

    with page.expect_download() as download:
        page.get_by_role("button", name=ZH("plan_form.download")).click()
    form = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
    assert form["A1"].value == ZH("plan_form.title")


def _weeks(page: Page) -> list[str]:
    """Return the planned leads of the table of weeks, as a screen reader hears them."""
    found = cells(page, ZH("plan.weeks"))
    assert found
    return found[1::COLUMNS]


def _drop(page: Page, book) -> None:
    """Drop a workbook in place of the one that lies there."""
    content = BytesIO()
    book.save(content)
    file = {"name": "目标.xlsx", "mimeType": EXCEL, "buffer": content.getvalue()}
    page.locator("[class*='st-key-plan-drop'] input[type=file]").set_input_files(file)
    drawn(page)
