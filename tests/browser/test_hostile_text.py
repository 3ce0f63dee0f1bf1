"""Text of a workbook that would run, load or link if it were read as anything but text."""

from datetime import date

import pytest
from playwright.sync_api import expect

from data.demo.paper import Form, workbook
from tests import deck
from tests.browser.conftest import drawn, go
from words import speak

pytestmark = pytest.mark.browser

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SCRIPT = "<script>alert(1)</script>"
IMAGE = "![x](http://beacon.invalid/a.png)"
LINK = "[免费](http://beacon.invalid/b)"
TAG = "<img src=x onerror=alert(2)>"
ANCHOR = '<a href="javascript:alert(3)">K2</a>'
PAGES = (
    "overview",
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


def register() -> bytes:
    """A month of visits by people whose names, models, channels and sellers are all traps, one row of them bad."""
    traps = (SCRIPT, IMAGE, LINK, TAG, ANCHOR)
    rows = [
        (
            place,
            date(2013, 9, 1 + place % 28) if place else f"{IMAGE}45",
            f"{9 + place % 9}:15",
            traps[place % 5],
            f"1390001{place:04d}",
            "来店",
            "首次",
            "看车",
            traps[(place + 1) % 5],
            traps[(place + 2) % 5],
            "H",
            "√" if place % 3 else "",
            40,
            traps[(place + 3) % 5],
        )
        for place in range(60)
    ]
    deals = [
        (
            n,
            f"DD{n}",
            date(2013, 9, 20),
            traps[n % 5],
            f"1390001{n:04d}",
            traps[(n + 1) % 5],
            "展厅",
            99800,
            "已订",
            TAG,
        )
        for n in range(1, 20)
    ]
    losses = [
        (n, date(2013, 9, 25), traps[n % 5], f"1390001{n:04d}", traps[(n + 1) % 5], "战败", traps[n % 5], IMAGE)
        for n in range(20, 50)
    ]
    return workbook(
        [
            Form("<img src=x onerror=alert(4)>", f"来店登记表 2013年9月 {SCRIPT}", deck.REGISTER[:14], rows),
            Form("!(x)(http).<b>", "订单台账", deck.LEDGER, deals),
            Form("<script>alert(5)<-script>", "战败登记表", deck.LOSSES, losses),
        ]
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_traps_in_cells_sheets_and_file_names_are_shown_as_text_and_nothing_runs_or_is_fetched(serve, visit, language):
    t = speak(language)
    page = visit(serve(), {"zh": "zh-CN", "en": "en-GB"}[language], (1600, 1000))
    name = "<img src=x onerror=alert(6)>![x](http:beacon.invalid).xlsx"
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": EXCEL, "buffer": register()})
    expect(page.get_by_test_id("stHeadingWithActionElements").get_by_text(name)).to_be_visible()
    drawn(page)
    page.locator(".st-key-load button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(t("overview.heading", period=t.month(2013 * 12 + 8)))
    drawn(page)
    for one in PAGES:
        title = t("overview.heading", period=t.month(2013 * 12 + 8)) if one == "overview" else t(f"{one}.title")
        go(page, t(f"{one}.title"), title)
        assert (
            page.locator("a[href*='beacon'], img[src*='beacon'], svg a, a[href^='javascript'], img[src='x']").count()
            == 0
        )
        assert page.get_by_test_id("stException").count() == 0
    go(page, t("overview.title"), t("overview.heading", period=t.month(2013 * 12 + 8)))
    page.locator(".st-key-passport-tile-first_visits button").click()
    expect(page.get_by_role("dialog")).to_contain_text(t("definition.first_visits"))
