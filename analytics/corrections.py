"""Which monthly figures a correction moves, and from what to what."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection
from pandas import DataFrame, concat

from analytics.figures import counts, rate
from analytics.filters import Filters, first_day, last_day
from analytics.metrics import RATES

COUNTED = (
    "traffic",
    "first_visits",
    "be_backs",
    "calls",
    "events",
    "referrals",
    "recorded",
    "interested",
    "long_stays",
    "drivers",
    "showroom_deals",
    "second_tier_deals",
    "wholesale_deals",
    "total_deals",
    "losses",
)
# of a customer's whole time, not of a month, is the rate of those who bought; other readings move with the figure
RATED = tuple(name for name, rate in RATES.items() if name != "bought_rate" and not rate.reading_of)
_KEYS = ["store", "month", "figure"]


def monthly(con: DuckDBPyConnection, stores_and_months: Iterable[tuple[str, int]]) -> DataFrame:
    """One row per store, month and figure known: store, month, figure, value, part, whole (of a rate; else nan).

    Counts and rates as the monthly form has them, only of the stores and months (index) asked for.
    """
    wanted = sorted(set(stores_and_months))
    if not wanted:
        return DataFrame(columns=[*_KEYS, "value", "part", "whole"])
    months = [month for _, month in wanted]
    stores = tuple(dict.fromkeys(store for store, _ in wanted))
    filters = Filters(first_day(min(months)), last_day(max(months)), stores=stores)
    by = ("store", "month")
    wide = counts(con, filters, *COUNTED, by=by)
    pieces = [wide.melt(list(by), list(COUNTED), "figure", "value")]
    for name in RATED:
        of, among = RATES[name].of, RATES[name].among
        frame = rate(con, filters, name, by=by).rename(columns={of: "part", among: "whole", "rate": "value"})
        pieces.append(frame[[*by, "value", "part", "whole"]].assign(figure=name))
    long = concat(pieces, ignore_index=True).dropna(subset=["value"])
    asked_for = [pair in set(wanted) for pair in zip(long["store"], long["month"], strict=True)]
    return long.loc[asked_for, [*_KEYS, "value", "part", "whole"]].reset_index(drop=True)


def moved(before: DataFrame, after: DataFrame) -> DataFrame:
    """One row per figure that differs between two answers of `monthly`: store, month, figure, before, after (nan where
    it was not known).
    """
    both = before[[*_KEYS, "value"]].merge(after[[*_KEYS, "value"]], on=_KEYS, how="outer", suffixes=("_1", "_2"))
    both = both.rename(columns={"value_1": "before", "value_2": "after"})
    differs = (both["before"] != both["after"]).tolist()  # a value missing on one side differs too; both never are
    order = {name: place for place, name in enumerate((*COUNTED, *RATED))}
    both = both.assign(place=both["figure"].map(order)).loc[differs].sort_values(["store", "month", "place"])
    return both[[*_KEYS, "before", "after"]].reset_index(drop=True)
