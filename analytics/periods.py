"""Which days the data spans, what there is to choose from, and what a period is fairly compared with."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.filters import Filters, last_day, month_index

# A month whose log ends one day early is finished: showrooms close on some last days.
FORGIVEN_DAYS = 1


@dataclass(frozen=True)
class Span:
    """First and last month that anything is known of, and the last day a register has a line for (None: forms only)."""

    first_month: int
    last_month: int
    last_day: date | None


def span(con: DuckDBPyConnection) -> Span | None:
    """Return what the loaded data spans, None when nothing is loaded."""
    first, last, day = con.execute(
        """
        select
            (select min(month) from mart.coverage),
            (select max(month) from mart.coverage),
            (select max(day) from mart.visit)
        """
    ).fetchall()[0]
    return None if first is None else Span(first, last, day)


def choices(con: DuckDBPyConnection) -> dict[str, list[str]]:
    """Return the stores, salespeople, channels and models to choose from, most lines first, by filter name."""
    stores = con.execute("select distinct store from mart.coverage order by store").fetchall()
    found = {"stores": [store for (store,) in stores]}
    for name, column in (("salespeople", "salesperson"), ("channels", "channel"), ("models", "model")):
        rows = con.execute(
            f"""
            select {column}
            from (
                select {column} from mart.visit
                union all
                select {column} from mart.deal
                union all
                select {column} from mart.loss
            ) as line
            where {column} is not null
            group by {column}
            order by count(*) desc, {column}
            """
        ).fetchall()
        found[name] = [value for (value,) in rows]
    return found


@dataclass(frozen=True)
class Comparison:
    """A period and the like period before it, both cut to the same number of days when the first is unfinished."""

    now: Filters
    before: Filters
    is_unfinished: bool
    days: int


def comparison(con: DuckDBPyConnection, filters: Filters) -> Comparison:
    """Compare the chosen period with the one before; an unfinished one only up to the day its registers reach."""
    stores, parameters = filters.where_store()
    reached = con.execute(
        f"select max(day) from mart.visit where day between ? and ?{stores}",
        [filters.start, filters.end, *parameters],
    ).fetchall()[0][0]
    before = filters.before()
    if reached is None or filters.end - reached <= timedelta(days=FORGIVEN_DAYS) or not _is_last(con, filters, reached):
        return Comparison(filters, before, is_unfinished=False, days=(filters.end - filters.start).days + 1)
    days = (reached - filters.start).days + 1
    cut = before.until(before.start + timedelta(days=days - 1))
    return Comparison(filters.until(reached), cut, is_unfinished=True, days=days)


def _is_last(con: DuckDBPyConnection, filters: Filters, reached: date) -> bool:
    stores, parameters = filters.where_store()
    later = con.execute(f"select 1 from mart.visit where day > ?{stores} limit 1", [reached, *parameters]).fetchall()
    return not later


def unfinished_month(con: DuckDBPyConnection, filters: Filters) -> int | None:
    """Return the number of the month the registers stop in before its end, None when the last month is whole."""
    stores, parameters = filters.where_store()
    reached = con.execute(f"select max(day) from mart.visit where true{stores}", parameters).fetchall()[0][0]
    if reached is None or last_day(month_index(reached)) - reached <= timedelta(days=FORGIVEN_DAYS):
        return None
    return month_index(reached)


def sources(con: DuckDBPyConnection, filters: Filters) -> DataFrame:
    """One row: files (how many the period's lines come from), last_day (the last day a register has a line for)."""
    where, parameters = replace(filters, salespeople=(), channels=(), models=()).where()
    return con.execute(
        f"""
        select count(distinct s.load_id || ' ' || s.file) as files, max(line.day) as last_day
        from (
            select sheet_id, day from mart.visit where {where}
            union all
            select sheet_id, day from mart.deal where {where}
            union all
            select sheet_id, day from mart.loss where {where}
        ) as line
        join mart.source as s on s.sheet_id = line.sheet_id
        """,
        [*parameters, *parameters, *parameters],
    ).df()
