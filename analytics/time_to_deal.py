"""How long customers take to buy, counted from their first visit: curves, shares after so many days, and by whom.

Only who left a phone is followed, up to the last day up to which the store's deals are known (mart.followed).
"""

from collections.abc import Sequence
from math import nan
from typing import Any

from duckdb import DuckDBPyConnection
from pandas import DataFrame, concat, isna

from analytics.conversion import FEW
from analytics.filters import Filters
from analytics.metrics import WITHIN
from analytics.statistics.survival import aalen_johansen, bought_by

HORIZON = 180  # days; the register notes no contact of most customers later than that
ENOUGH = 20  # customers still followed, below which a curve is not drawn on
SETTLED = 60  # days a curve must reach before half of those who buy are spoken of
DIMENSIONS = ("channel", "model", "level", "drove")


def ends(con: DuckDBPyConnection, filters: Filters, by: Sequence[str] = (), faded_is_lost: bool = False) -> DataFrame:
    """One row per group of `by` (columns of mart.followed) and day, ordered by both: the keys, day, bought, lost, open:
    how many customers' following ended so many days after their first visit, which fell in the period.

    Who faded (out of control, dormant) was followed up to then and is open, or lost with `faded_is_lost`.
    """
    where, parameters = filters.where()
    keys = "".join(f"{key}, " for key in by)
    lost = "(ending = 'lost'" + (" or has_faded)" if faded_is_lost else ")")
    return con.execute(
        f"""
        select
            {keys}age as day,
            count(*) filter (where ending = 'bought') as bought,
            count(*) filter (where {lost}) as lost,
            count(*) filter (where ending = 'open' and not {lost}) as open
        from mart.followed
        where {where}
        group by {keys}age
        order by {keys}age
        """,
        parameters,
    ).df()


def curves(con: DuckDBPyConnection, filters: Filters, faded_is_lost: bool = False) -> DataFrame:
    """One row per day on which somebody's following ended, while enough are followed: day, at_risk, bought, lost,
    still_open (shares of all, Aalen–Johansen).
    """
    return reaching(aalen_johansen(ends(con, filters, faded_is_lost=faded_is_lost)))


def reaching(whole: DataFrame) -> DataFrame:
    """Return curves as far as 20 customers are still followed, to the horizon at most."""
    return whole[(whole["at_risk"] >= ENOUGH) & (whole["day"] <= HORIZON)].reset_index(drop=True)


def half_of_buyers(drawn: DataFrame) -> float:
    """Return the first day by which half of those who buy within the curves have done so; nan where the curves are too
    short to say so, or nobody buys.
    """
    if drawn.empty or drawn["day"].iloc[-1] < SETTLED or not drawn["bought"].iloc[-1] > 0:
        return nan
    return float(drawn.loc[drawn["bought"] >= drawn["bought"].iloc[-1] / 2, "day"].iloc[0])


def within(con: DuckDBPyConnection, filters: Filters, faded_is_lost: bool = False) -> DataFrame:
    """One row for each of 7, 30, 60 and 90 days the curves reach: day, bought, se, low, high (Aalen–Johansen with its
    95 % interval), at_risk (followed so long), buyers (seen so far, by that day), followed (all).

    While some are followed for less than `day`, bought is more than buyers ÷ followed.
    """
    followed = ends(con, filters, faded_is_lost=faded_is_lost)
    shares = bought_by(followed, _reached(reaching(aalen_johansen(followed)), WITHIN))
    buyers = [int(followed.loc[followed["day"] <= day, "bought"].sum()) for day in shares["day"]]
    return shares.assign(buyers=buyers, followed=_customers(followed))


def groups(con: DuckDBPyConnection, filters: Filters, dimension: str, faded_is_lost: bool = False) -> DataFrame:
    """One row per value of a dimension (of DIMENSIONS), most customers first, the unwritten last: the value, followed,
    buyers, by_30, low_30, high_30, by_90, low_90, high_90 (nan where the group's curve does not reach), half (days by
    which half of its buyers bought), is_few (under 30 followed, or none written).
    """
    rows = [
        {dimension: value, **_group(part), "is_few": few}
        for value, part, few in _parts(con, filters, dimension, faded_is_lost)
    ]
    return DataFrame(rows, columns=[dimension, *_GROUP, "is_few"])


def group_curves(con: DuckDBPyConnection, filters: Filters, dimension: str, faded_is_lost: bool = False) -> DataFrame:
    """The curves of the groups that are not few, one under the other in the order of `groups`: the value, and the
    columns of `curves`.
    """
    drawn = [
        reaching(aalen_johansen(part)).assign(**{dimension: value})
        for value, part, few in _parts(con, filters, dimension, faded_is_lost)
        if not few
    ]
    return concat(drawn, ignore_index=True) if drawn else DataFrame(columns=[dimension, "day", "bought"])


_GROUP = ("followed", "buyers", "by_30", "low_30", "high_30", "by_90", "low_90", "high_90", "half")


def _parts(
    con: DuckDBPyConnection, filters: Filters, dimension: str, faded_is_lost: bool
) -> list[tuple[Any, DataFrame, bool]]:
    """Return each group's value, ends and whether they are few, the largest first and the unwritten last."""
    whole = ends(con, filters, (dimension,), faded_is_lost)
    parts = [
        (None if isna(value) else value, part) for value, part in whole.groupby(dimension, dropna=False, sort=True)
    ]
    parts.sort(key=lambda one: (one[0] is None, -_customers(one[1])))
    return [(value, part, value is None or _customers(part) < FEW) for value, part in parts]


def _group(part: DataFrame) -> dict[str, float]:
    drawn = reaching(aalen_johansen(part))
    shares = bought_by(part, _reached(drawn, (30, 90))).set_index("day")
    found = {"followed": _customers(part), "buyers": int(part["bought"].sum()), "half": half_of_buyers(drawn)}
    for day in shares.index:
        found |= {
            f"by_{day}": shares["bought"][day],
            f"low_{day}": shares["low"][day],
            f"high_{day}": shares["high"][day],
        }
    return found


def _customers(followed: DataFrame) -> int:
    return int(followed[["bought", "lost", "open"]].to_numpy().sum())


def _reached(drawn: DataFrame, days: Sequence[int]) -> list[int]:
    """Return those of the days that the curves reach."""
    return [day for day in days if not drawn.empty and day <= drawn["day"].iloc[-1]]
