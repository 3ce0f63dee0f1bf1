"""Two closing rates by month: the deals of a month over its first visits, and what became of those first visitors.

A cohort is the customers with a phone whose first visit fell in a month, followed for as long as the store's deals are
known. Its rate within so many days is judged once the whole month has been followed so long; until then it is open,
and what those still open will buy is forecast from all cohorts shown.
"""

from datetime import timedelta
from math import nan
from typing import NamedTuple

import numpy as np
from duckdb import DuckDBPyConnection
from pandas import DataFrame, DatetimeIndex, Series, concat

from analytics.comparison import FORGIVEN_DAYS
from analytics.figures import counts, is_known, without_gaps
from analytics.filters import Filters, first_day, last_day
from analytics.metrics import MONTHS_AFTER, RATES, WITHIN
from analytics.statistics.forecast import further_deals
from analytics.statistics.rates import newcombe, with_rate
from analytics.time_to_deal import ends

COURSE_MONTHS = 13
# followed so many days, a cohort is judged by what it has bought by now
GROWN_UP = WITHIN[-1]
# how many customers must have been followed for as long as a forecast reaches
ENOUGH = 20
BY_NOW = "now"
_BOUGHT = tuple(wanted.of for name, wanted in RATES.items() if name.startswith("cohort_rate"))


class Step(NamedTuple):
    """Two months one after the other, rows of `course`, and the change of each rate with its interval (Newcombe 95 %).

    The cohorts are compared by the rate of the course, nan where one of them is still open.
    """

    now: Series
    before: Series
    same_month: tuple[float, float, float]
    cohort: tuple[float, float, float]


def course(con: DuckDBPyConnection, filters: Filters, within: int | None = None) -> DataFrame:
    """One row per month from the first known to the last, of the thirteen that end with the period: month; same_month,
    showroom_deals, first_visits; first_visits_without_phone, followed, followed_buyers, bought_within_7 …,
    bought_by_month_0 …; followed_until; bought (within so many days, by now without), rate, low, high (Wilson 95 %),
    is_open; expected, least, most.

    `is_open` says that the rate may still grow; of such a cohort `expected` is the rate forecast for its end and
    `least`, `most` that forecast's 95 % interval, nan where too few have been followed so long.
    """
    span = filters.last_months(COURSE_MONTHS)
    months = _months(con, span)
    months["bought"] = months[f"bought_within_{within}" if within else "followed_buyers"]
    rated = with_rate(months, "bought", "followed")
    days = within or GROWN_UP
    rated["is_open"] = _are_open(rated, days)
    return concat([rated, _forecasts(rated, ends(con, span, by=("month",), faded_is_lost=True), days)], axis=1)


def triangle(months: DataFrame) -> DataFrame:
    """The answer of `course` by now, told apart by time: one row per cohort and time, oldest first.

    Columns: month, followed, time ("0" …: by the end of so many months after; "now"), bought (nan before it has begun),
    is_open (that time is not over yet), and beside "now" expected, least, most.
    """
    rows: list[tuple[object, ...]] = []
    for cohort in months[months["followed"] > 0].to_dict("records"):
        month, customers, until = int(cohort["month"]), cohort["followed"], cohort["followed_until"].date()
        for after in MONTHS_AFTER:
            bought = cohort[f"bought_by_month_{after}"] if first_day(month + after) <= until else nan
            # a log may end a day before its month: showrooms close on some last days
            is_open = last_day(month + after) - until > timedelta(days=FORGIVEN_DAYS)
            rows.append((month, customers, str(after), bought, is_open, nan, nan, nan))
        forecast = cohort["expected"], cohort["least"], cohort["most"]
        rows.append((month, customers, BY_NOW, cohort["bought"], cohort["is_open"], *forecast))
    return DataFrame(rows, columns=["month", "followed", "time", "bought", "is_open", "expected", "least", "most"])


def table(months: DataFrame) -> DataFrame:
    """The answer of `course` by now as rows to read: month, first_visits, same_month; first_visits_without_phone,
    followed, followed_buyers, cohort (rate by now); within_7 … (rates, nan until the whole month is followed so long);
    expected, least, most; followed_until.
    """
    rows = months[["month", "first_visits", "same_month", "first_visits_without_phone", "followed", "followed_buyers"]]
    rows = rows.assign(cohort=months["rate"])
    for days in WITHIN:
        is_judged = ~_are_open(months, days)
        rows[f"within_{days}"] = (months[f"bought_within_{days}"] / months["followed"]).where(is_judged)
    return rows.join(months[["expected", "least", "most", "followed_until"]])


def step(months: DataFrame, unfinished: int | None) -> Step | None:
    """Return how both rates of an answer of `course` moved in the last finished month whose cohort may be judged, else
    in the last finished one; None where there is no month before it to compare with.
    """
    known = months[(months["month"] != unfinished) & months["same_month"].notna()]
    if known.empty:
        return None
    judged = known[~known["is_open"].astype(bool)]
    now = (known if judged.empty else judged).iloc[-1]
    earlier = known[known["month"] == now["month"] - 1]
    if earlier.empty:
        return None
    before = earlier.iloc[0]
    same = newcombe(now["showroom_deals"], now["first_visits"], before["showroom_deals"], before["first_visits"])
    if now["is_open"] or before["is_open"]:
        return Step(now, before, same, (nan, nan, nan))
    return Step(now, before, same, newcombe(now["bought"], now["followed"], before["bought"], before["followed"]))


def lag(months: DataFrame) -> tuple[float, float, float]:
    """Return of the grown-up cohorts of an answer of `course` by now, how many have bought, how many of these by the
    end of the month of their first visit, and how many by the end of the next.
    """
    grown_up = months[~months["is_open"]]
    by_now, at_once, soon = grown_up[["followed_buyers", "bought_by_month_0", "bought_by_month_1"]].sum()
    return float(by_now), float(at_once), float(soon)


def _months(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    of, among = RATES["close_rate"].of, RATES["close_rate"].among
    same = counts(con, filters, of, among, by=("month",), both_known=True)
    same["same_month"] = same[of] / same[among].where(same[among] > 0)
    counted = "first_visits_without_phone", "followed", *_BOUGHT
    cohorts = counts(con, filters, *counted, by=("month",), both_known=True)
    cohorts = cohorts.merge(_followed_until(con, filters), on="month", how="left")
    frame = same.merge(cohorts, on="month", how="outer").sort_values("month")
    frame["known"] = frame["first_visits"].fillna(frame["followed"])
    return without_gaps(frame, "known").drop(columns="known")


def _followed_until(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per month whose customers are followed: month, followed_until (the earliest of its stores')."""
    where, parameters = filters.where_months(whole=False)
    return con.execute(
        f"""
        select month, min(deals_until) as followed_until
        from mart.coverage
        where {where} and {is_known(("followed",), filters)}
        group by month
        order by month
        """,
        parameters,
    ).df()


def _are_open(cohorts: DataFrame, days: int) -> Series:
    """Whether some customers of each cohort are not followed so many days yet, or nobody is at all."""
    ends_on = DatetimeIndex([last_day(int(month)) + timedelta(days=days) for month in cohorts["month"]])
    return ~(cohorts["followed_until"] >= ends_on)


def _forecasts(months: DataFrame, customers: DataFrame, days: int) -> DataFrame:
    """Return expected, least and most for each line of a course."""
    learnt = customers.groupby("day", as_index=False)[["bought", "lost", "open"]].sum()
    is_enough = learnt.loc[learnt["day"] >= days, ["bought", "lost", "open"]].to_numpy().sum() >= ENOUGH
    rows = []
    for month, bought, followed, is_open in months[["month", "bought", "followed", "is_open"]].itertuples(index=False):
        if not (is_open and is_enough and followed > 0):
            rows.append((nan, nan, nan))
            continue
        own = customers[customers["month"] == month]
        ages = np.repeat(own["day"].to_numpy(), own["open"].to_numpy())
        rows.append(tuple((bought + more) / followed for more in further_deals(learnt, ages, until=days)))
    return DataFrame(rows, columns=["expected", "least", "most"], dtype=float, index=months.index)
