"""Who comes, when, from where and for how long."""

from datetime import date
from math import inf, nan

from duckdb import DuckDBPyConnection
from pandas import DataFrame, Series, date_range

from analytics.figures import counts, without_gaps
from analytics.filters import Filters, month_index
from analytics.metrics import COUNTS

LONG_STAY_MINUTES = 30
SATURDAY = 5
STAY_BINS = (0, 10, 20, LONG_STAY_MINUTES, 45, 60, 90, 120)


def by_day(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per day of the period up to its last line, in months a register covers: day, traffic, first_visits,
    showroom_deals, is_unlogged, is_weekend.

    A day is unlogged when a store's deal log has showroom deals but its register not one contact, whoever's.
    """
    frame = counts(con, filters, "traffic", "first_visits", "showroom_deals", by=("day",)).set_index("day")
    months = _logged_months(con, filters)
    if not frame.empty:
        frame = frame.reindex(date_range(filters.start, frame.index.max(), name="day")).fillna(0)
    frame = frame.loc[[day for day in frame.index if month_index(day) in months]].reset_index()
    unlogged = _unlogged_days(con, filters)
    frame["is_unlogged"] = [day.date() in unlogged for day in frame["day"]]
    frame["is_weekend"] = [day.weekday() >= SATURDAY for day in frame["day"]]
    return frame


def _logged_months(con: DuckDBPyConnection, filters: Filters) -> set[int]:
    stores, parameters = filters.where_store()
    rows = con.execute(
        f"select distinct month from mart.coverage where visit = 'register' and month between ? and ?{stores}",
        [*filters.touched_months, *parameters],
    ).fetchall()
    return {month for (month,) in rows}


def _unlogged_days(con: DuckDBPyConnection, filters: Filters) -> set[date]:
    where, parameters = filters.where()
    rows = con.execute(
        f"""
        select distinct day
        from mart.deal as line
        where {where}
            and {COUNTS["showroom_deals"].condition}
            and exists (
                select 1
                from mart.coverage as c
                where c.store = line.store and c.month = line.month and c.visit = 'register'
            )
            and not exists (select 1 from mart.visit as v where v.store = line.store and v.day = line.day)
        """,
        parameters,
    ).fetchall()
    return {day for (day,) in rows}


def a_day(days: DataFrame) -> tuple[float, float]:
    """Return the mean traffic of a weekend day and of a weekday in the answer of `by_day`, nan where it has none."""
    weekend = days["is_weekend"].astype(bool)
    return float(days.loc[weekend, "traffic"].mean()), float(days.loc[~weekend, "traffic"].mean())


def by_hour(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per weekday (0 Monday) and hour with a logged time: weekday, hour, traffic."""
    frame = counts(con, filters, "traffic", by=("weekday", "hour"))
    return frame.dropna(subset=["hour"]).reset_index(drop=True)


def by_channel(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per channel, most contacts first: channel, traffic, first_visits, share (of all contacts)."""
    frame = counts(con, filters, "traffic", "first_visits", by=("channel",)).fillna({"first_visits": 0})
    frame = frame.sort_values(["traffic", "channel"], ascending=[False, True]).reset_index(drop=True)
    return frame.assign(share=frame["traffic"] / frame["traffic"].sum())


def by_model(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per model asked for, most first: model, interested, share (of all the models' askers)."""
    frame = counts(con, filters, "interested", by=("model",)).dropna(subset=["model"])
    frame = frame[frame["interested"] > 0].sort_values(["interested", "model"], ascending=[False, True])
    return frame.assign(share=frame["interested"] / frame["interested"].sum()).reset_index(drop=True)


def first_and_back(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per month, the twelve that end with the period: month, first_visits, be_backs."""
    frame = counts(con, filters.last_months(12), "first_visits", "be_backs", by=("month",))
    return without_gaps(frame, "be_backs")


def be_backs_per_hundred(month: Series) -> float:
    """Return the be-backs for 100 first visits of one row of `first_and_back`, nan without first visits."""
    return float(month["be_backs"] / month["first_visits"] * 100) if month["first_visits"] else nan


def stays(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row per stretch of minutes stayed: minutes_from, minutes_to (nan: open), visits, is_long."""
    where, parameters = filters.where()
    stretches = ", ".join(f"({low})" for low in STAY_BINS)
    frame = con.execute(
        f"""
        with stretch (minutes_from) as (values {stretches}),
        placed as (
            select (select max(minutes_from) from stretch where minutes_from <= line.stay_minutes) as minutes_from
            from mart.visit as line
            where {where} and {COUNTS["timed_visits"].condition}
        )
        select minutes_from, count(placed.minutes_from)::double as visits
        from stretch
        left join placed using (minutes_from)
        group by minutes_from
        order by minutes_from
        """,
        parameters,
    ).df()
    frame["minutes_to"] = frame["minutes_from"].shift(-1)
    return frame.assign(is_long=frame["minutes_from"] >= LONG_STAY_MINUTES)


def stretch_from(start: float) -> tuple[float, float]:
    """Return the stretch of minutes of `stays` that begins at `start`: from, and up to but not including, to."""
    ends = (*STAY_BINS[1:], inf)
    return start, ends[STAY_BINS.index(int(start))]
