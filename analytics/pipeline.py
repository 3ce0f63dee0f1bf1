"""Today's open prospects and the deals still to be expected of them.

A prospect is open when nothing is noted of his end up to the last day his store's deals are known, and his first visit
is within the horizon. His chance is that of customers of the same stores and first level, first seen in the last twelve
months, who were still open at his age.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from pandas import DataFrame, Index, Series

from analytics.filters import Filters
from analytics.statistics.forecast import Forecast, Kin, further_deals_of
from analytics.statistics.survival import aalen_johansen, buys_within, still_to_buy
from analytics.time_to_deal import HORIZON, ends

LEARNT_FROM = 365  # days
ENOUGH_OF_A_LEVEL = 100  # customers, for a curve of their own
AGES = (0, 8, 31, 61, 91)  # the first day of each age group


def today(con: DuckDBPyConnection, filters: Filters) -> date | None:
    """Return the last day up to which deals are known in any of the stores; None when in none."""
    where, parameters = filters.where_store()
    found: date | None = con.execute(
        f"select max(deals_until) from mart.coverage where true{where}", parameters
    ).fetchall()[0][0]
    return found


def prospects(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per open prospect, most likely to buy first, longest not heard of before others: store, salesperson,
    channel, model, level (first noted), day (first visit), last_contact_on, age (days today), name, phone (masked),
    file, sheet, row, age_from (first day of his age group), chance (of buying until 180 days old).
    """
    frame = _open(
        con,
        filters,
        """
        store, salesperson, channel, model, level, day, last_contact_on, age,
        name_masked as name, phone_masked as phone, s.file, s.sheet, line.row
        """,
        "join mart.source as s using (sheet_id)",
    ).sort_values(["store", "day", "file", "sheet", "row"], ignore_index=True)
    chances = Series(0.0, index=frame.index)
    learnt = learnt_from(con, filters)
    for those, kin in _kinds(frame, learnt, _by_level(learnt)):
        curves = aalen_johansen(kin.ends)
        chances[those] = still_to_buy(curves[curves["day"] <= HORIZON], kin.ages)
    frame = frame.assign(age_from=_age_group(frame["age"]), chance=chances)
    return frame.sort_values(["chance", "last_contact_on"], ascending=[False, True], kind="stable", ignore_index=True)


def _open(con: DuckDBPyConnection, filters: Filters, columns: str, join: str = "") -> DataFrame:
    """Return columns of today's open prospects, in no order."""
    people, parameters = filters.where_people()
    return con.execute(
        f"""
        with last_known as (select store, max(deals_until) as today from mart.coverage group by store)
        select {columns}
        from mart.followed as line
        join last_known using (store)
        {join}
        where ending = 'open' and not has_faded and until_on = today and age <= ?{people}
        """,
        [HORIZON, *parameters],
    ).df()


def _age_group(age: Series) -> NDArray[np.int64]:
    return np.array(AGES)[np.searchsorted(AGES, age.to_numpy(), side="right") - 1]


def learnt_from(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """Return how customers of the filters' stores first seen in the last twelve months ended: `time_to_deal.ends` by
    level.
    """
    last = today(con, filters) or filters.end
    everybody = replace(filters, salespeople=(), channels=(), models=())
    return ends(con, everybody.over(last - timedelta(days=LEARNT_FROM), last), ("level",))


def expected_deals(con: DuckDBPyConnection, filters: Filters, by: Sequence[str] = ()) -> DataFrame:
    """One row per group of `by` (columns of `prospects`; one row in all when empty), ordered by it: the keys,
    prospects, expected (deals until they are 180 days old), low, high (95 %: chance and the curves' own doubt).

    Asks about today's prospects of the filters' stores, people, channels and models, whatever their period.
    """
    needed = dict.fromkeys([*(key for key in by if key != "age_from"), "level", "age"])
    learnt, open_now = learnt_from(con, filters), _open(con, filters, ", ".join(needed))
    open_now = open_now.assign(age_from=_age_group(open_now["age"]))
    own = _by_level(learnt)
    parts = open_now.groupby(list(by), dropna=False) if by else [((), open_now)]
    rows = []
    for key, those in parts:
        forecast = further_deals_of([kin for _, kin in _kinds(those, learnt, own)], until=HORIZON)
        rows.append([*key, len(those), *forecast])
    return DataFrame(rows, columns=[*by, "prospects", "expected", "low", "high"])


def promised(con: DuckDBPyConnection, filters: Filters, days: int) -> tuple[int, float, Forecast]:
    """Return how many open prospects there are today (see `expected_deals`), and the deals expected of them in the next
    `days` and until they are 180 days old.
    """
    learnt, open_now = learnt_from(con, filters), _open(con, filters, "level, age")
    kinds = [kin for _, kin in _kinds(open_now, learnt, _by_level(learnt))]
    soon = 0.0
    for kin in kinds:
        curves = aalen_johansen(kin.ends)
        soon += float(buys_within(curves[curves["day"] <= HORIZON], kin.ages, days).sum())
    return len(open_now), soon, further_deals_of(kinds, until=HORIZON)


def _by_level(learnt: DataFrame) -> dict[str, DataFrame]:
    """Return how the customers of each level ended, of those levels with enough customers for a curve of their own."""
    parts = {str(level): part for level, part in learnt.groupby("level")}
    ways = ["bought", "lost", "open"]
    return {level: part for level, part in parts.items() if part[ways].to_numpy().sum() >= ENOUGH_OF_A_LEVEL}


def _kinds(open_now: DataFrame, everybody: DataFrame, own: dict[str, DataFrame]) -> Iterator[tuple[Index, Kin]]:
    """Yield the prospects of each level (their index) with those to learn from: of the same level when there are `own`
    of it, else everybody.
    """
    kinds = open_now["level"].where(open_now["level"].isin(list(own)))
    for level, those in open_now.groupby(kinds, dropna=False):
        yield those.index, Kin(own.get(str(level), everybody), those["age"].to_numpy())
