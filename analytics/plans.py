"""What a store means to reach in a month and what it has reached: by day, by week, by salesperson.

A month's total of a figure falls on weeks and salespeople in whole numbers that add up to it. What somebody set stays
as he set it; the rest follows the open days, worth what the store's own past says, and the salespeople's own past.
Only what happened before the month is looked at, so a plan stands still while its month runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series

from analytics import past
from analytics.calendar import Week, month_days, weeks
from analytics.filters import first_day, last_day
from analytics.statistics.remainders import crossed, shared_around
from data.planned import FIGURES, MonthPlan
from data.plans import closed_days, month_plan

FORGIVEN = timedelta(days=1)  # a month whose log ends one day early is finished


@dataclass(frozen=True)
class Reach:
    """Up to which day a store's registers tell of a month (None: of no day of it), and whether they tell of it all."""

    until: date | None
    is_whole: bool


def stores(con: DuckDBPyConnection) -> list[str]:
    """Return the stores there is anything known of, by name."""
    return [store for (store,) in con.execute("select distinct store from mart.coverage order by store").fetchall()]


def reach(con: DuckDBPyConnection, store: str, month: int) -> Reach:
    """Return how far a store's registers tell of a month (its number)."""
    last = past.last_line(con, store)
    if last is None or last < first_day(month):
        return Reach(None, is_whole=False)
    is_whole = last >= last_day(month) - FORGIVEN
    return Reach(last_day(month) if is_whole else last, is_whole=is_whole)


def by_day(con: DuckDBPyConnection, store: str, month: int) -> DataFrame:
    """One row per day of a month: day, week, kind, is_month_end, is_open, is_reached; for each figure <figure>_weight
    (0 when closed), <figure>_plan (its part of the week's, not whole; nan without one), <figure>_actual (nan where not
    known).
    """
    days = month_days(month, frozenset(closed_days(con, store)))
    weights, plan = past.day_weights(con, store, month), month_plan(con, store, month)
    until = reach(con, store, month).until
    days["is_reached"] = [until is not None and day <= until for day in days["day"]]
    actual = past.by_day(con, store, first_day(month), last_day(month))
    for figure in FIGURES:
        days[f"{figure}_weight"] = [
            weights[figure].of(kind, is_month_end=is_end) if is_open else 0.0
            for kind, is_end, is_open in zip(days["kind"], days["is_month_end"], days["is_open"], strict=True)
        ]
        days[f"{figure}_plan"] = over_days(days, figure, plan)
        days[f"{figure}_actual"] = actual[figure].where(days["is_reached"])
    return days


def by_week(con: DuckDBPyConnection, store: str, month: int) -> DataFrame:
    """One row per week of a month: week, first, last, open_days, is_begun, is_unfinished; for each figure <figure>_plan
    (whole; nan without one), <figure>_due (the part of it due by the last day reached), <figure>_actual (nan where not
    known).
    """
    days, plan = by_day(con, store, month), month_plan(con, store, month)
    found = DataFrame([_week(days, week) for week in weeks(month)])
    reached = days[days["is_reached"]]
    for figure in FIGURES:
        due, actual = (_week_sums(reached, f"{figure}_{part}", len(found)) for part in ("plan", "actual"))
        found[f"{figure}_plan"] = _over_weeks(days, figure, plan)
        found[f"{figure}_due"] = due if figure in plan.totals else nan
        found[f"{figure}_actual"] = Series(actual).where(found["is_begun"])
    return found


def by_person(con: DuckDBPyConnection, store: str, month: int) -> DataFrame:
    """One row per salesperson planned with, by name; then whoever else has lines of the month; then the lines without a
    name (salesperson None): salesperson, is_planned; for each figure <figure>_plan (whole; nan without one) and
    <figure>_actual (nan where not known).
    """
    plan, names = month_plan(con, store, month), planned_people(con, store, month)
    expected = past.shares(con, store, month, names)
    actual = past.by_salesperson(con, store, first_day(month), last_day(month))
    others = sorted(who for who in actual.index if isinstance(who, str) and who not in names)
    unnamed = [None] if any(who is None for who in actual.index) else []
    everybody: list[str | None] = [*names, *others, *unnamed]
    found = DataFrame({"salesperson": everybody}, dtype=object)
    found["is_planned"] = [who in names for who in everybody]
    for figure in FIGURES:
        planned = dict(zip(names, _over_people(names, expected[figure], figure, plan), strict=True))
        is_known = month in past.known_months(con, store, figure)
        done = dict(zip(actual.index, actual[figure], strict=True)) if is_known else {}
        found[f"{figure}_plan"] = [planned.get(who, nan) if who is not None else nan for who in everybody]
        found[f"{figure}_actual"] = [done.get(who, 0.0 if is_known else nan) for who in everybody]
    return found


def by_person_and_week(con: DuckDBPyConnection, store: str, month: int, figure: str) -> DataFrame:
    """One row per salesperson planned with: salesperson, and a column per week of the month (1, 2 …), whole numbers
    that add up to his plan and to the week's; empty without a plan.
    """
    plan, names = month_plan(con, store, month), planned_people(con, store, month)
    if figure not in plan.totals or not names:
        return DataFrame({"salesperson": []})
    days = by_day(con, store, month)
    own = _over_people(names, past.shares(con, store, month, names)[figure], figure, plan)
    cells = crossed([int(part) for part in own], [int(part) for part in _over_weeks(days, figure, plan)])
    found = DataFrame(cells, columns=[week.number for week in weeks(month)])
    found.insert(0, "salesperson", names)
    return found


def targets(con: DuckDBPyConnection, store: str, month: int) -> dict[str | None, dict[str, int]]:
    """Return the targets of a month as they stand, by figure where one is set: the whole store's (None), then those of
    everybody planned with, by name.
    """
    plan, names = month_plan(con, store, month), planned_people(con, store, month)
    expected = past.shares(con, store, month, names)
    found: dict[str | None, dict[str, int]] = {None: dict(plan.totals), **{who: {} for who in names}}
    for figure in FIGURES:
        if figure in plan.totals:
            for who, share in zip(names, _over_people(names, expected[figure], figure, plan), strict=True):
                found[who][figure] = int(share)
    return found


def over_days(days: DataFrame, figure: str, plan: MonthPlan) -> list[float]:
    """Return each day's part of a figure's plan (nan without one), of the days of a month: week, <figure>_weight."""
    return _over_days(days, figure, _over_weeks(days, figure, plan))


def planned_people(con: DuckDBPyConnection, store: str, month: int) -> list[str]:
    """Return who is planned with: those who sell there as the month begins, and whoever has a target, by name."""
    return sorted({*past.salespeople(con, store, month), *month_plan(con, store, month).people})


def _week(days: DataFrame, week: Week) -> dict[str, object]:
    mine = slice(days["week"].searchsorted(week.number), days["week"].searchsorted(week.number, side="right"))
    reached = [bool(is_reached) for is_reached in days["is_reached"].iloc[mine]]
    return {
        "week": week.number,
        "first": week.first,
        "last": week.last,
        "open_days": int(days["is_open"].iloc[mine].sum()),
        "is_begun": any(reached),
        "is_unfinished": any(reached) and not all(reached),
    }


def _week_sums(days: DataFrame, column: str, number: int) -> list[float]:
    """Return the sums of a column over the weeks of the month, of which there are so many."""
    sums = [0.0] * number
    for week, value in zip(days["week"], days[column], strict=True):
        sums[week - 1] += value
    return sums


def _over_weeks(days: DataFrame, figure: str, plan: MonthPlan) -> list[float]:
    number = int(days["week"].iloc[-1])
    if figure not in plan.totals:
        return [nan] * number
    fixed = [plan.weeks.get(week, {}).get(figure) for week in range(1, number + 1)]
    worth = _week_sums(days, f"{figure}_weight", number)
    return [float(part) for part in shared_around(plan.totals[figure], worth, fixed)]


def _over_people(names: Sequence[str], expected: Sequence[float], figure: str, plan: MonthPlan) -> list[float]:
    if figure not in plan.totals or not names:
        return [nan] * len(names)
    fixed = [plan.people.get(who, {}).get(figure) for who in names]
    return [float(part) for part in shared_around(plan.totals[figure], expected, fixed)]


def _over_days(days: DataFrame, figure: str, by_week: Sequence[float]) -> list[float]:
    """Return each day's part of its week's plan, by weight; of a week closed and planned all the same, equal parts."""
    worth = _week_sums(days, f"{figure}_weight", len(by_week))
    length = [int((days["week"] == week).sum()) for week in range(1, len(by_week) + 1)]
    return [
        by_week[week - 1] * (weight / worth[week - 1] if worth[week - 1] else 1 / length[week - 1])
        for week, weight in zip(days["week"], days[f"{figure}_weight"], strict=True)
    ]
