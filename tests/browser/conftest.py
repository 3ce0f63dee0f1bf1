"""A real server and a real Chromium: boards to open, and tabs that watch what a page must never do."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from data.warehouse import open_warehouse
from tests import deck, showroom

HOME = Path(__file__).parents[2]
PATIENCE = 60.0  # seconds a server may take to answer on a busy machine
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Streamlit looks for its own server below a deep link's path first; the answer 404 tells it to look above.
PROBES = re.compile(r"/_stcore/(health|host-config)$")
DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]')
  return app && app.dataset.testScriptState === 'notRunning'
    && document.querySelector('h1')
    && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"]')
    && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')]
        .every(chart => chart.querySelector('.annotation-text'))
}"""

CELLS = """column => {
  const tables = [...document.querySelectorAll('[data-testid="stDataFrame"] canvas table')]
  const named = tables.filter(table =>
    [...table.querySelectorAll('[role="columnheader"]')].some(head => head.textContent === column))
  const texts = named.flatMap(table => [...table.querySelectorAll('[role="gridcell"]')].map(cell => cell.textContent))
  return texts.length ? texts : null
}"""


@dataclass
class Watch:
    """What a tab did that it must not: errors said, addresses outside the board, dialogs opened."""

    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self._asked(request.url))
        page.on("websocket", lambda socket: self._asked(socket.url))
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not PROBES.search(message.location.get("url", "")):
            self.errors.append(f"{message.text} {message.location.get('url', '')}")

    def _asked(self, address: str) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1[:/]|data:|blob:", address):
            self.outside.append(address)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Chromium, from the environment or the machine."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert found, "Chromium is needed: set CHROMIUM, or run .ci/packages"
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Start a board of its own: `serve(("name.xlsx", content), …)` loads those files first; returns its address.

    At the end every board has ended without an error in its log.
    """
    running: list[tuple[subprocess.Popen[bytes], Path]] = []

    def start(*files: tuple[str, bytes]) -> str:
        folder = tmp_path_factory.mktemp("board")
        if files:
            con = open_warehouse(folder / "board.duckdb")
            showroom.drop(con, *files)
            con.close()
        log, port = folder / "log.txt", _free_port()
        with log.open("wb") as written:
            server = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
                cwd=HOME,
                env={**os.environ, "KEYUAN_DATABASE": str(folder / "board.duckdb")},
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        running.append((server, log))
        address, begun = f"http://127.0.0.1:{port}", time.monotonic()
        while not _answers(address):
            assert server.poll() is None and time.monotonic() - begun < PATIENCE, log.read_text("utf-8")
            time.sleep(0.05)
        return address

    yield start
    for server, _ in running:
        server.terminate()
        server.wait()
    for _, log in running:
        assert "Traceback" not in log.read_text("utf-8"), log.read_text("utf-8")


@pytest.fixture(scope="package")
def deck_board(serve: Callable[..., str]) -> str:
    """The address of a board with the deck's registers of 2013 loaded; only to be read."""
    return serve(*deck.registers())


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open an address as a new visitor: `visit(address, locale="zh-CN", size=(1280, 720))` gives the drawn page.

    At the end no page has said an error, called an address outside the board or opened a dialog of the browser.
    """
    contexts: list[BrowserContext] = []
    watch = Watch()

    def come(address: str, locale: str = "zh-CN", size: tuple[int, int] = (1280, 720)) -> Page:
        context = chromium.new_context(locale=locale, viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        watch.over(page)
        page.goto(address)
        drawn(page)
        return page

    yield come
    for context in contexts:
        context.close()
    assert watch == Watch()


def drawn(page: Page) -> None:
    """Wait until the page's program has ended and everything it sent is drawn."""
    page.wait_for_function(DRAWN)


def go(page: Page, name: str, title: str) -> None:
    """Follow the link in the sidebar to a page and wait for it, by its title."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    drawn(page)


def figures(page: Page) -> dict[str, str]:
    """Return the page's tiles: label → value."""
    return {
        tile.get_by_test_id("stMetricLabel").inner_text(): tile.get_by_test_id("stMetricValue").inner_text()
        for tile in page.get_by_test_id("stMetric").all()
    }


def written(page: Page, chart: str) -> list[str]:
    """Return every text drawn in the chart of a key."""
    return page.locator(f".st-key-chart-{chart} svg text").all_text_contents()


def cells(page: Page, column: str) -> list[str]:
    """Return the cells on screen of the tables that have a column of this name, as a screen reader hears them."""
    found: list[str] = page.wait_for_function(CELLS, arg=column).json_value()
    return found
