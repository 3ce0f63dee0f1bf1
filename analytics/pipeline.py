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
from pandas import DataFrame, Index, Series

from analytics.filters import Filters
from analytics.statistics.forecast import Kin, further_deals_of
from analytics.statistics.survival import aalen_johansen, still_to_buy
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
    people, parameters = filters.where_people()
    frame = con.execute(
        f"""
        with last_known as (select store, max(deals_until) as today from mart.coverage group by store)
        select
            store, salesperson, channel, model, level, day, last_contact_on, age,
            name_masked as name, phone_masked as phone, s.file, s.sheet, line.row
        from mart.followed as line
        join last_known using (store)
        join mart.source as s using (sheet_id)
        where ending = 'open' and not has_faded and until_on = today and age <= ?{people}
        order by store, day, s.file, s.sheet, line.row
        """,
        [HORIZON, *parameters],
    ).df()
    chances = Series(0.0, index=frame.index)
    for those, kin in _kinds(frame, learnt_from(con, filters)):
        curves = aalen_johansen(kin.ends)
        chances[those] = still_to_buy(curves[curves["day"] <= HORIZON], kin.ages)
    groups = np.array(AGES)[np.searchsorted(AGES, frame["age"].to_numpy(), side="right") - 1]
    frame = frame.assign(age_from=groups, chance=chances)
    return frame.sort_values(["chance", "last_contact_on"], ascending=[False, True], kind="stable", ignore_index=True)


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
    learnt, open_now = learnt_from(con, filters), prospects(con, filters)
    parts = open_now.groupby(list(by), dropna=False) if by else [((), open_now)]
    rows = [
        [*key, len(those), *further_deals_of([kin for _, kin in _kinds(those, learnt)], until=HORIZON)]
        for key, those in parts
    ]
    return DataFrame(rows, columns=[*by, "prospects", "expected", "low", "high"])


def _kinds(open_now: DataFrame, learnt: DataFrame) -> Iterator[tuple[Index, Kin]]:
    """Yield the prospects of each level (their index) with those to learn from: of the same level when these are
    enough, else of all.
    """
    sizes = learnt.groupby("level")[["bought", "lost", "open"]].sum().sum(axis=1)
    has_own = open_now["level"].isin(sizes.index[sizes >= ENOUGH_OF_A_LEVEL])
    for level, those in open_now[has_own].groupby("level"):
        yield those.index, Kin(learnt[learnt["level"] == level], those["age"].to_numpy())
    others = open_now[~has_own]
    if not others.empty:
        yield others.index, Kin(learnt, others["age"].to_numpy())
