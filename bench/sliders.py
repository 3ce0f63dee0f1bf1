"""From a slider's step to the repainted numbers of the what-if page: python -m bench.sliders.

In real Chromium, against an empty fragment in the same run and in turns: the arrow key on the target's slider, until
the table, then until the chart, says the new number. The table follows the slider in the browser; what it takes until
the server's own table is there is measured too, in a page whose script is kept from following.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bench.pages import load_demo
from keyuan import answers, find_browser, free_port

HOME = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
STEPS = 12
AIMS = {"numbers": 1.3, "chart": 1.8}  # times the empty fragment's round trip
SLIDER = '.st-key-thumb-target input[type="range"]'
# Resolves with the milliseconds from the key's arrival to the paint after each of the texts first changed.
WATCH = """([slider, places]) => {
  const inTable = () => [...document.querySelectorAll('.st-key-targets-table *')].map((one) => one.shadowRoot)
  const roots = () => [document, ...inTable()]
  const read = (place) => roots().map((root) => root?.querySelector(place)?.textContent).find((text) => text)
  const before = places.map(read)
  const found = places.map(() => null)
  let began = null
  const press = () => (began = performance.now())
  document.querySelector(slider).addEventListener('keydown', press, {once: true, capture: true})
  window.steps = new Promise((done) => {
    const look = () => {
      places.forEach((place, at) => {
        const isNew = (read(place) ?? before[at]) !== before[at]
        if (began !== null && found[at] === null && isNew) found[at] = performance.now() - began
      })
      found.includes(null) ? requestAnimationFrame(look) : requestAnimationFrame(() => done(found))
    }
    look()
  })
}"""
# The page's own script must not answer before the server does.
DEAF = "window.MutationObserver = class extends MutationObserver { observe(node, how) { \
if (!how.attributeFilter?.includes('aria-valuetext')) super.observe(node, how) } }"


def step(page: Page, places: list[str]) -> list[float]:
    """Press the arrow key on the slider once; return after how many milliseconds each place said something new."""
    page.evaluate(WATCH, [SLIDER, places])
    page.focus(SLIDER)
    page.keyboard.press("ArrowRight")
    found: list[float] = page.evaluate("window.steps")
    page.wait_for_timeout(150)
    return found


def open_page(browser: Browser, address: str, place: str, *, is_deaf: bool = False) -> Page:
    """Open a page, its script kept from following the slider where `is_deaf`, and wait for a place on it."""
    page = browser.new_page(viewport={"width": 1600, "height": 900}, locale="zh-CN")
    page.set_default_timeout(120_000)
    if is_deaf:
        page.add_init_script(DEAF)
    page.goto(address)
    page.wait_for_selector(place, state="attached")
    page.wait_for_timeout(3000)
    return page


def measure(browser: Browser, board: str, least: str) -> dict[str, float]:
    """Return the median milliseconds of: an empty fragment, the numbers, the chart, the server's numbers; in turns."""
    numbers, chart = ".verdict", ".st-key-chart-outlook[data-stale=false] .infolayer"
    address = f"{board}/targets?lang=zh"
    ours, deaf = open_page(browser, address, chart), open_page(browser, address, chart, is_deaf=True)
    empty = open_page(browser, least, ".number")
    taken = [step(empty, [".number"]) + step(ours, [numbers, chart]) + step(deaf, [numbers]) for _ in range(STEPS + 3)][
        3:
    ]
    names = ("empty", "numbers", "chart", "server's numbers")
    return {name: statistics.median(times) for name, times in zip(names, zip(*taken, strict=True), strict=True)}


def serve(script: str, running: list[subprocess.Popen[bytes]]) -> str:
    """Start a Streamlit server of the board's configuration, add it to those running and return its address."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=HOME, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    running.append(server)
    if not answers(port, server):
        sys.exit(f"{script} did not answer.")
    return f"http://127.0.0.1:{port}"


def main() -> None:
    """Measure, print a table and keep it under bench/results."""
    found_at = find_browser(os.environ)
    if not found_at:
        sys.exit("Chromium is needed: install it, or set CHROMIUM to its path.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["KEYUAN_DATABASE"] = str(Path(folder) / "demo.duckdb")
        load_demo(Path(folder) / "demo.duckdb")
        running: list[subprocess.Popen[bytes]] = []
        try:
            addresses = [serve(script, running) for script in ("app.py", "bench/empty_fragment.py")]
            browser = playwright.chromium.launch(executable_path=found_at, args=["--no-sandbox"])
            found = measure(browser, *addresses)
        finally:
            for server in running:
                server.terminate()
                server.wait()
    lines = ["| slider step to | ms | times an empty fragment (aim) |", "|---|---:|---:|"]
    lines.append(f"| an empty fragment's number | {found['empty']:.0f} | 1.0 |")
    lines += [
        f"| the page's {name} | {found[name]:.0f} | {found[name] / found['empty']:.2f} ({AIMS.get(name, '–')}) |"
        for name in ("numbers", "chart", "server's numbers")
    ]
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "sliders.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    (RESULTS / "sliders.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
