"""A fair comparison of salespeople, channels, models or stores: what luck allows each, and how far ahead any really is.

Groups are judged by exact limits around the rate of all together, never by their place in a table.
"""

from math import nan

import numpy as np
from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series

from analytics.conversion import FEW, MUCH_UNWRITTEN, unwritten_share
from analytics.figures import rate
from analytics.filters import Filters
from analytics.metrics import RATES
from analytics.statistics import shrinkage
from analytics.statistics.limits import TAILS, limits, two_sided
from analytics.statistics.rates import pooled

# the first counts each customer once, who did or did not buy: only its limits hold exactly
FIGURES = ("cohort_rate", "close_rate", "capture_rate", "test_drive_rate")
DIMENSIONS = ("salesperson", "channel", "model", "store")
BANDS = ("above", "within", "below", "few")


def compare(con: DuckDBPyConnection, filters: Filters, figure: str, dimension: str) -> DataFrame:
    """One row per value of "salesperson", "channel", "model" or "store" with cases, the highest shrunken rate first:
    the value (missing: none is written), part, whole, rate, low, high (Wilson 95 %), lo998, lo95, hi95, hi998 (between
    which luck alone leaves a group of this size), chance (exact, of a result as unlikely), shrunk, shrunk_low,
    shrunk_high (95 %), outside (of the 95 % limits), band.

    Bands: "above" or "below" the 99.8 % limits, "few" (under 30 cases, or an interval that holds every group's rate:
    too few to rank), else "within". No group is in a band where more than 5 % are written to none. A group of which
    there are more than it is counted among (deals of last month's visitors) has no limits, no shrunken rate, no band.
    """
    wanted = RATES[figure]
    counted = rate(con, filters, figure, by=(dimension,)).rename(columns={wanted.of: "part", wanted.among: "whole"})
    return judged(counted[counted["part"] + counted["whole"] > 0].reset_index(drop=True), dimension)


def judged(groups: DataFrame, dimension: str) -> DataFrame:
    """Add to a frame of the value, part, whole, rate, low and high what `compare` says of them, in its order."""
    answer = _shrunk(_limited(groups), dimension)
    outside = (answer["rate"] > answer["hi95"]) | (answer["rate"] < answer["lo95"])
    answer = answer.assign(outside=outside & answer[dimension].notna(), band=_bands(answer, dimension))
    return answer.sort_values(
        ["shrunk", "whole", dimension], ascending=[False, False, True], na_position="last", kind="stable"
    ).reset_index(drop=True)


def is_proportion(groups: DataFrame) -> Series:
    """Return which groups are a part of a whole."""
    return (groups["whole"] > 0) & (groups["part"] <= groups["whole"])


def is_compared(answer: DataFrame, dimension: str) -> Series:
    """Return which rows of `compare` are groups with limits and enough cases to be held against them."""
    return is_proportion(answer) & answer[dimension].notna() & (answer["whole"] >= FEW)


def drawn(answer: DataFrame, dimension: str, most: int) -> DataFrame:
    """Return the written groups with a shrunken rate, of more than `most` those outside luck and the largest."""
    groups = answer[answer[dimension].notna() & answer["shrunk"].notna()]
    telling = groups.assign(is_clear=groups["band"].isin(["above", "below"])).sort_values(
        ["is_clear", "whole"], ascending=False, kind="stable"
    )
    return groups.loc[sorted(telling.index[:most])]


def _limited(groups: DataFrame) -> DataFrame:
    together, sound = pooled(groups, "part", "whole"), is_proportion(groups)
    if together is None or together > 1:
        return groups.assign(**dict.fromkeys([*TAILS, "chance"], nan))
    found = limits(groups["whole"].where(sound, 1), together)
    chances = [two_sided(k, n, together) for k, n in zip(groups["part"], groups["whole"], strict=True)]
    return groups.assign(**{name: found[name].where(sound) for name in TAILS}, chance=chances)


def _shrunk(groups: DataFrame, dimension: str) -> DataFrame:
    """Add the shrunken rates; the group written to none tells nothing of how groups differ and is left as it is."""
    columns = ["shrunk", "shrunk_low", "shrunk_high"]
    answer = groups.assign(**dict.fromkeys(columns, nan))
    compared = is_proportion(groups) & groups[dimension].notna()
    if compared.any():
        parts, wholes = groups.loc[compared, "part"], groups.loc[compared, "whole"]
        low, high = shrinkage.intervals(parts, wholes)
        answer.loc[compared, columns] = np.column_stack(
            [shrinkage.fitted(parts, wholes).shrunk(parts, wholes), low, high]
        )
    return answer


def _bands(answer: DataFrame, dimension: str) -> Series:
    if unwritten_share(answer, dimension, "part", "whole") > MUCH_UNWRITTEN:
        return Series([None] * len(answer), answer.index, dtype=object)
    lowest, highest = answer["shrunk"].min(), answer["shrunk"].max()
    is_anywhere = (answer["shrunk_low"] <= lowest) & (answer["shrunk_high"] >= highest)
    conditions = [
        answer[dimension].isna() | answer["lo95"].isna() | answer["shrunk"].isna(),
        answer["whole"] < FEW,
        answer["rate"] > answer["hi998"],
        answer["rate"] < answer["lo998"],
        is_anywhere,
    ]
    codes = np.select(conditions, ["", "few", "above", "below", "few"], "within")
    return Series([code or None for code in codes.tolist()], answer.index, dtype=object)
