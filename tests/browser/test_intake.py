"""An ugly register in a real browser: answered, merged, mended, loaded; and the next month comes without a question."""

from contextlib import suppress
from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, TimeoutError, expect

from tests.browser.conftest import cells, drawn, go
from tests.typed import VISITS, typed
from tests.typed import visit as line
from words import speak

pytestmark = pytest.mark.browser

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADING = "客户从哪听说"
ROW_COLUMN, HEADER, ROW = 135, 36, 35  # where the rows to mend have their numbers, and how high they are, in pixels
CLICKS = 5  # a table that is being drawn may not take the first
READY = ".st-key-load button:enabled"


def register(month: int, *wrong: list[object]) -> FilePayload:
    """Return a month's register: a column that nobody knows, a nickname among the names, and wrong lines at its end."""
    lines = [line(date(2026, month, day)) for day in range(1, 5)]
    lines += [line(date(2026, month, 6), 销售顾问="小张"), *wrong]
    content = typed({"客流": [[*VISITS, HEADING], *([*one, "抖音"] for one in lines)]})
    return {"name": f"{month}月.xlsx", "mimeType": EXCEL, "buffer": content}


def drop(page: Page, file: FilePayload) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.locator(READY).wait_for()
    drawn(page)


def mend(page: Page, row: int, column: int, text: str) -> None:
    """Type into the table of rows to mend: the cell so many columns to the right of the row's number."""
    editor = page.locator("textarea.gdg-input")
    for _ in range(CLICKS):
        _open_cell(page, row, column)
        with suppress(TimeoutError):
            editor.wait_for(timeout=3000)
            break
    editor.fill(text)
    editor.press("Enter")


def _open_cell(page: Page, row: int, column: int) -> None:
    table = page.locator('[class*="st-key-mend-"] [data-testid="stDataFrameResizable"]')
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box
    page.mouse.click(box["x"] + ROW_COLUMN, box["y"] + HEADER + ROW * row + ROW / 2)
    for _ in range(column):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("locale", "language", "size"), [("zh-CN", "zh", (1280, 720)), ("en-GB", "en", (1600, 900))])
def test_an_ugly_month_is_put_right_and_the_next_one_needs_no_question(serve, visit, locale, language, size):
    t = speak(language)
    page = visit(serve(), locale, size)
    drop(page, register(3, line("2026年3月45日"), line(date(2026, 3, 9), 联系电话="1391234")))
    expect(page.locator(READY)).to_contain_text(t("intake.load", rows=6, files=1))

    expect(page.get_by_text(t("intake.asked"))).to_be_visible()
    page.get_by_role("button", name=t("intake.accept_guesses", number=1)).click()
    chosen = f'[class*="st-key-column-"] input[value="{t("field.channel")}"]'
    expect(page.locator(chosen)).to_be_visible()
    drawn(page)
    page.get_by_role("button", name=t("intake.accept", number=1)).click()
    expect(page.get_by_text(t("intake.values_answered"))).to_be_visible()
    drawn(page)

    why = set(cells(page, t("column.left_out")))
    assert t("intake.wrong_lost", where="B 日期", why=t("problem.bad_date")) in why
    assert t("intake.wrong", where="E 联系电话", why=t("problem.bad_phone")) in why
    mend(page, 0, 2, "2026-03-15")
    expect(page.locator(READY)).to_contain_text("7")
    drawn(page)
    mend(page, 1, 3, "13912345670")
    expect(page.get_by_text(t("intake.problems", problems=1))).to_have_count(0)
    drawn(page)
    assert cells(page, t("column.left_out")).count(t("intake.mended")) == 2

    page.locator(READY).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(t("overview.heading", period=t.month(2026 * 12 + 2)))
    go(page, t("data.title"), t("data.title"))
    drop(page, register(4))
    expect(page.locator(READY)).to_contain_text("5")
    assert page.locator('[class*="st-key-column-"], [class*="st-key-meant-"], [class*="st-key-mend-"]').count() == 0
