"""A month is looked at from an earlier day in a real browser: tiles and picture follow."""

import pytest
from playwright.sync_api import expect

from tests import deck
from tests.browser.conftest import drawn
from words import speak

pytestmark = pytest.mark.browser

ZH = speak("zh")


def test_a_manager_goes_back_to_an_earlier_day_and_sees_what_it_would_have_said(serve, visit):
    page = visit(f"{serve(*deck.registers())}/pace?lang=zh&month=2013年9月", size=(1600, 1000))
    drawn(page)
    so_far = page.get_by_test_id("stMetricValue").first
    last = int(so_far.inner_text())
    thumb = page.get_by_role("slider")
    before = page.locator(".st-key-chart-pace .js-plotly-plot").inner_text()
    thumb.focus()
    for _ in range(15):
        page.keyboard.press("ArrowLeft")
    expect(so_far).not_to_have_text(str(last))
    drawn(page)
    assert int(so_far.inner_text()) < last
    assert page.locator(".st-key-chart-pace .js-plotly-plot").inner_text() != before
    assert page.get_by_test_id("stException").count() == 0
    page.get_by_text(ZH("pace.sales"), exact=True).click()
    drawn(page)
    expect(page.locator(".st-key-chart-pace")).to_contain_text(ZH("pace.sales_subtitle").split("（")[0])
