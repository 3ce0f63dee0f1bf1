"""From contact to car: the deck's flow, and who closes what share of first visits."""

from math import nan

from duckdb import DuckDBPyConnection
from pandas import DataFrame, concat

from analytics.figures import counts, is_known, rate
from analytics.filters import Filters
from analytics.metrics import rated

# 展厅集客 → 留档 → 首次进店 → 再回展厅 → 签定订单 → 实现成交
STEPS = ("contacts", "contacts_recorded", "visitors", "came_back", "ordered", "delivered")
FEW = 30
# of the numerator or denominator that no group can claim, above which the groups' rates are not judged
MUCH_UNWRITTEN = 0.05


def flow(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per step of the deck's flow, for customers first met in the period: step, customers, share (of the step
    before).

    Counts only the months of a store in which every step is known; a step known in none of them is missing (nan).
    """
    known = counts(con, filters, *_known_steps(con, filters), both_known=True).iloc[0]
    rows = DataFrame({"step": STEPS, "customers": [known.get(step, nan) for step in STEPS]})
    before = rows["customers"].shift(1)
    return rows.assign(share=rows["customers"] / before.where(before > 0))


def flow_months(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per store and month of the period with contacts line by line: store, month, is_in (the flow)."""
    where, parameters = filters.where_months(whole=False)
    return con.execute(
        f"""
        select store, month, coalesce({is_known(_known_steps(con, filters), filters)}, false) as is_in
        from mart.known as c
        where {where} and {is_known(STEPS[:1], filters)}
        order by store, month
        """,
        parameters,
    ).df()


def _known_steps(con: DuckDBPyConnection, filters: Filters) -> tuple[str, ...]:
    """Return as many steps, from the first on, as some month of a store knows together."""
    for number in range(len(STEPS), 1, -1):
        steps = STEPS[:number]
        if counts(con, filters, *steps, both_known=True).notna().all(axis=None):
            return steps
    return STEPS[:1]


def close_rate_by(con: DuckDBPyConnection, filters: Filters, dimension: str) -> DataFrame:
    """One row per value of "channel", "salesperson" or "model", most first visits first, the one for which none is
    written last: the value, showroom_deals, first_visits, rate, low, high (Wilson 95 %), is_few (under 30 first visits,
    or unwritten: not to rank). In another reading of the closing ratio, its two counts.
    """
    read = rated("close_rate", filters)
    return ranked(rate(con, filters, read.name, by=(dimension,)), dimension, read.of, read.among)


def ranked(frame: DataFrame, dimension: str, part: str, whole: str) -> DataFrame:
    """Order a frame of rates by its denominator, the unwritten group last, and mark those too small to rank."""
    present = frame[frame[part] + frame[whole] > 0]
    groups = present.sort_values([whole, dimension], ascending=[False, True])
    is_written = groups[dimension].notna()
    groups = concat([groups[is_written], groups[~is_written]]).reset_index(drop=True)
    return groups.assign(is_few=(groups[whole] < FEW) | groups[dimension].isna())


def unwritten_share(groups: DataFrame, dimension: str, part: str, whole: str) -> float:
    """Return the share of the numerator or of the denominator, whichever is larger, that no group can claim."""
    return most_unwritten(groups, dimension, part, whole)[0]


def most_unwritten(groups: DataFrame, dimension: str, part: str, whole: str) -> tuple[float, str]:
    """Return that share and the column it is of."""
    unwritten = groups[groups[dimension].isna()]
    shares = [
        (float(unwritten[column].sum() / groups[column].sum()), column)
        for column in (whole, part)
        if groups[column].sum()
    ]
    return max(shares, key=lambda one: one[0], default=(0.0, whole))
