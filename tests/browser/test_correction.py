"""A corrected month in a real browser: seen before it is loaded, replaced, and taken back, also out of order."""

from datetime import date

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.conftest import cells, drawn, figures, go
from tests.typed import VISITS, typed, visit
from words import speak

pytestmark = pytest.mark.browser

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OVERVIEW = "2026年3月 · 展厅总览"
zh = speak("zh")


def march(*days: int, model: str = "K5") -> bytes:
    """Return a register with a first visit on each of these days of March, each of its own phone."""
    lines = [
        visit(date(2026, 3, day), 序号=day, 联系电话=f"139123456{day:02}", 意向车型=model if day == 1 else "K5")
        for day in days
    ]
    return typed({"3月": [VISITS, *lines]})


def dropped(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": EXCEL, "buffer": content}


def drop(page: Page, name: str, content: bytes) -> None:
    """Drop a file and wait until it can be loaded."""
    page.locator("input[type=file]").set_input_files([dropped(name, content)])
    expect(page.locator(".st-key-load button")).to_be_enabled()
    drawn(page)


def load(page: Page, number: int) -> None:
    """Load what was dropped and wait until the history shows it."""
    page.locator(".st-key-load button").click()
    expect(page.get_by_text(zh("data.load", number=number), exact=True)).to_be_visible()
    drawn(page)


def undo(page: Page, number: int) -> None:
    page.get_by_role("button", name=zh("data.undo"), exact=True).click()
    page.locator(f".st-key-undo-{number} button").click()
    expect(page.locator(f".st-key-undo-{number} button")).to_have_count(0)
    drawn(page)


def pick(page: Page, place: int, number: int) -> None:
    """Tick the load that stands at a place of the history."""
    page.locator('[class*="st-key-history-"]').click(position={"x": 18, "y": 36 * (place + 1) + 18})
    expect(page.get_by_text(zh("data.load", number=number), exact=True)).to_be_visible()
    drawn(page)


def first_visits(page: Page) -> str:
    go(page, zh("overview.title"), OVERVIEW)
    found = figures(page)[zh("figure.first_visits")]
    go(page, zh("data.title"), zh("data.title"))
    return found


def test_a_corrected_month_is_seen_then_replaces_the_earlier_and_is_taken_back(serve, visit):
    page = visit(serve(("三月.xlsx", march(1, 2, 3, 4, 5, 30))))
    assert first_visits(page) == "6"
    drop(page, "三月改.xlsx", march(1, 2, 3, 30, model="K3"))
    expect(page.get_by_text("新增 0 行，改动 1 行，去掉 2 行，不变 3 行")).to_be_visible()
    assert {zh("figure.traffic"), zh("figure.first_visits"), "6", "4"} <= set(cells(page, zh("column.change")))
    load(page, 2)
    assert first_visits(page) == "4"
    page.get_by_role("button", name=zh("data.undo"), exact=True).click()
    expect(page.get_by_text(zh("data.undo_returns", lines="6"))).to_be_visible()
    page.keyboard.press("Escape")
    undo(page, 2)
    assert first_visits(page) == "6"


def test_a_correction_under_a_later_one_is_taken_back_without_a_trace(serve, visit):
    page = visit(serve(("三月.xlsx", march(1, 2, 3, 4, 5, 30))))
    go(page, zh("data.title"), zh("data.title"))
    drop(page, "三月改.xlsx", march(1, 2, 3, 30))
    load(page, 2)
    drop(page, "三月再改.xlsx", march(1, 2, 3, 4, 5, 6, 30))
    load(page, 3)
    assert first_visits(page) == "7"
    pick(page, 1, 2)
    undo(page, 2)
    assert first_visits(page) == "7"
    undo(page, 3)
    assert first_visits(page) == "6"
