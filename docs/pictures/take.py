"""Take the pictures of the guide and the READMEs, over the demo showroom: python -m docs.pictures.take.

Needs the development environment and Chromium; writes <page>.<language>.png beside itself, 1600 × 900.
"""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page, sync_playwright

from bench.pages import load_demo
from data.demo import workbooks
from keyuan import answers, find_browser, free_port, start

HERE = Path(__file__).parent
SIZE = {"width": 1600, "height": 900}
MONTH = {"zh": "2026年10月", "en": "Oct 2026"}  # the demo's last whole one
LOCALES = {"zh": "zh-CN", "en": "en-GB"}
PAGES = {
    "overview": "",
    "traffic": "traffic",
    "conversion": "conversion",
    "test_drives": "test_drives",
    "losses": "losses",
    "changes": "changes",
    "time_to_deal": "time_to_deal",
    "closing": "closing",
    "fair": "fair",
    "win_back": "win_back",
    "plan": "plan",
    "pace": "pace",
    "targets": "targets",
    "customers": "customers",
}
DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]')
  return app && app.dataset.testScriptState === 'notRunning'
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
    && document.querySelector('h1')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(chart => chart.querySelector('.main-svg'))
}"""


def main() -> None:
    """Take every picture in both languages."""
    browser_path = find_browser(os.environ)
    if not browser_path:
        sys.exit("Chromium is needed: install it, or set CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        for database, take in (("empty.duckdb", take_welcome), ("demo.duckdb", take_pages)):
            os.environ["KEYUAN_DATABASE"] = str(Path(folder) / database)
            if database == "demo.duckdb":
                load_demo(Path(folder) / database)
            port = free_port()
            board = start(Path(sys.executable), port)
            try:
                if not answers(port, board):
                    sys.exit("The board did not answer.")
                for language, locale in LOCALES.items():
                    tab = browser.new_page(viewport=SIZE, locale=locale)
                    tab.set_default_timeout(60_000)
                    take(tab, f"http://127.0.0.1:{port}", language)
                    tab.close()
            finally:
                board.terminate()
                board.wait()


def take_welcome(tab: Page, address: str, language: str) -> None:
    """Take the first page, and the preview of a register dropped there."""
    _open(tab, f"{address}/?lang={language}")
    _take(tab, "welcome", language)
    name, content = next((name, content) for name, content in workbooks() if "登记表" in name)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    tab.locator('input[type="file"]').set_input_files({"name": name, "mimeType": kind, "buffer": content})
    tab.locator(".st-key-load").wait_for()
    tab.wait_for_function(DRAWN)
    _take(tab, "preview", language)


def take_pages(tab: Page, address: str, language: str) -> None:
    """Take every page of the demo's last whole month, and the page of data."""
    view = urlencode({"lang": language, "month": MONTH[language]})
    for name, path in PAGES.items():
        _open(tab, f"{address}/{path}?{view}")
        _take(tab, name, language)
    _open(tab, f"{address}/data?{view}")
    _take(tab, "data", language)


def _open(tab: Page, address: str) -> None:
    tab.goto(address)
    tab.wait_for_function(DRAWN)


def _take(tab: Page, name: str, language: str) -> None:
    tab.wait_for_timeout(700)  # pictures fade in
    tab.screenshot(path=HERE / f"{name}.{language}.png", animations="disabled")


if __name__ == "__main__":
    main()
