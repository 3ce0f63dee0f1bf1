"""What each analysis costs on 100,000 visits, beside the plainest count over them: python -m bench.analyses.

Wall and processor time of a question over two years of three stores, nothing remembered, the median of several.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from analytics import (
    changes,
    cohorts,
    conversion,
    fair,
    losses,
    overview,
    pace,
    pipeline,
    plans,
    readings,
    targets,
    test_drives,
    time_to_deal,
    traffic,
    win_back,
)
from analytics.filters import Filters, Grain, month_index
from bench.showroom import fill

VISITS = 100_000
TIMES = 9
AIM = 50  # milliseconds
BOTH_YEARS = Filters(date(2024, 11, 1), date(2026, 10, 31))
LAST_MONTH = Filters(date(2026, 10, 1), date(2026, 10, 31), Grain.MONTH)
MID_MONTH, LAST_DAY = date(2026, 10, 15), date(2026, 10, 31)
LAST_PLAN = month_index(LAST_MONTH.end)

Question = Callable[[DuckDBPyConnection], Any]

QUESTIONS: dict[str, Question] = {
    "overview.changes": lambda con: overview.changes(con, LAST_MONTH),
    "overview.form": lambda con: overview.form(con, LAST_MONTH),
    "traffic.by_channel": lambda con: traffic.by_channel(con, BOTH_YEARS),
    "conversion.flow": lambda con: conversion.flow(con, BOTH_YEARS),
    "conversion.close_rate_by": lambda con: conversion.close_rate_by(con, BOTH_YEARS, "salesperson"),
    "test_drives.within": lambda con: test_drives.within(con, BOTH_YEARS, test_drives.EQUAL),
    "losses.reasons": lambda con: losses.reasons(con, BOTH_YEARS),
    "losses.by_salesperson": lambda con: losses.by_salesperson(con, BOTH_YEARS, "unattended_rate"),
    "losses.concentrated": lambda con: losses.concentrated(con, BOTH_YEARS),
    "win_back.worth_a_call": lambda con: win_back.worth_a_call(con, LAST_MONTH),
    "changes.change": lambda con: changes.change(con, LAST_MONTH, "showroom_deals", "salesperson"),
    "cohorts.course": lambda con: cohorts.course(con, LAST_MONTH),
    "time_to_deal.curves": lambda con: time_to_deal.curves(con, BOTH_YEARS),
    "time_to_deal.groups": lambda con: time_to_deal.groups(con, BOTH_YEARS, "channel"),
    "pipeline.expected_deals": lambda con: pipeline.expected_deals(con, LAST_MONTH),
    "pipeline.prospects": lambda con: pipeline.prospects(con, LAST_MONTH),
    "fair.compare": lambda con: fair.compare(con, BOTH_YEARS, "cohort_rate", "salesperson"),
    "readings.reconciled": lambda con: readings.reconciled(con, LAST_MONTH, "close_rate"),
    "targets.history": lambda con: targets.history(con, LAST_MONTH),
    "plans.by_week": lambda con: plans.by_week(con, plans.stores(con)[0], LAST_PLAN),
    "plans.by_person": lambda con: plans.by_person(con, plans.stores(con)[0], LAST_PLAN),
    "pace.outlook": lambda con: pace.outlook(con, plans.stores(con)[0], LAST_PLAN, "orders", MID_MONTH),
    "pace.by_person": lambda con: pace.by_person(con, plans.stores(con)[0], LAST_PLAN, "orders", MID_MONTH),
    "pace.back_test": lambda con: pace.back_test(con, plans.stores(con)[0], LAST_PLAN, "orders"),
    "pace.from_prospects": lambda con: pace.from_prospects(con, plans.stores(con)[0], LAST_DAY),
}


def floor(con: DuckDBPyConnection) -> Any:
    """Count the visits by store and month: the least a question over them can do."""
    return con.execute("select store, month, count(*) from mart.visit group by all").df()


def milliseconds(con: DuckDBPyConnection, question: Question) -> tuple[float, float]:
    """Return the median wall and processor time of a question."""
    wall, spent = [], []
    question(con)
    for _ in range(TIMES):
        began, worked = time.perf_counter(), time.process_time()
        question(con)
        wall.append(time.perf_counter() - began)
        spent.append(time.process_time() - worked)
    return statistics.median(wall) * 1000, statistics.median(spent) * 1000


def main() -> None:
    """Measure every analysis and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=VISITS)
    visits = parser.parse_args().visits
    with tempfile.TemporaryDirectory() as folder:
        con = fill(Path(folder) / "big.duckdb", visits)
        least, _ = milliseconds(con, floor)
        print(f"| question, {visits:,} visits | ms (aim < {AIM}) | CPU ms | times a plain count ({least:.1f} ms) |")
        print("|---|---:|---:|---:|")
        for name, question in QUESTIONS.items():
            wall, spent = milliseconds(con, question)
            print(f"| {name} | {wall:.1f} | {spent:.1f} | {wall / least:.1f} |", flush=True)
        con.close()


if __name__ == "__main__":
    main()
