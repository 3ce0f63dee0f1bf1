"""What a page's script costs the server, over the demo showroom and against an empty page: python -m bench.pages.

Processor time of one rerun through Streamlit's AppTest with the answers remembered, the median of several.
With --visits, over a showroom of so many visits instead.
"""

import argparse
import gc
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bench.showroom import fill
from data.demo import workbooks
from data.door import open_workbook
from data.load import Chosen, load
from data.warehouse import open_warehouse

HOME = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results"
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
RERUNS = 15
LANGUAGE = "zh"


def load_demo(path: Path) -> None:
    """Take the demo's workbooks through the door into a new database."""
    con = open_warehouse(path)
    books = [open_workbook(name, content) for name, content in workbooks()]
    stores = [next((sheet.store for sheet in book.sheets if sheet.store), "本店") for book in books]
    chosen = [
        Chosen(book, store, frozenset(sheet.name for sheet in book.sheets))
        for book, store in zip(books, stores, strict=True)
    ]
    load(con, chosen)
    con.close()


def page_milliseconds(name: str) -> dict[str, float]:
    """Return the processor time of a page's first run of the process and the median of its reruns."""
    app = AppTest.from_file(str(HOME / "frame" / "main.py"), default_timeout=60)
    app.query_params["lang"] = LANGUAGE
    app.run()
    if name != "overview":
        app.switch_page(f"../pages/{name}.py")
    first = _run(app)
    return {"first": first, "median": statistics.median(_run(app) for _ in range(RERUNS))}


def empty_milliseconds() -> float:
    """Return the median processor time of a rerun of a script that does nothing."""
    app = AppTest.from_string("import streamlit as st")
    _run(app)
    return statistics.median(_run(app) for _ in range(RERUNS))


def _run(app: AppTest) -> float:
    gc.collect()
    began = time.process_time()
    app.run()
    spent = (time.process_time() - began) * 1000
    if app.exception:
        sys.exit(f"A page failed: {app.exception[0].message}")
    return spent


def main() -> None:
    """Measure every page; print a table and keep it with the figures under bench/results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=0, help="of an invented showroom, in place of the demo")
    visits = parser.parse_args().visits
    logging.getLogger("streamlit").setLevel(logging.ERROR)  # it warns that no browser is there
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "board.duckdb"
        os.environ["KEYUAN_DATABASE"] = str(path)
        if visits:
            fill(path, visits).close()
        else:
            load_demo(path)
        empty = empty_milliseconds()
        found = {name: page_milliseconds(name) for name in PAGES}
    lines = ["| page | first run, CPU ms | rerun, CPU ms | over an empty page, ms |", "|---|---:|---:|---:|"]
    lines.append(f"| (empty) | – | {empty:.0f} | 0 |")
    lines += [
        f"| {name} | {one['first']:.0f} | {one['median']:.0f} | {one['median'] - empty:.0f} |"
        for name, one in found.items()
    ]
    text = "\n".join(lines)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.md").write_text(text + "\n", encoding="utf-8")
    (RESULTS / "pages.json").write_text(json.dumps({"empty": empty, "pages": found}, indent=1), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
