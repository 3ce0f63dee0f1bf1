"""Which days the data spans, and what there is to choose from."""

from dataclasses import dataclass, replace
from datetime import date

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.filters import Filters, last_day, month_index


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


def unfinished_month(con: DuckDBPyConnection, filters: Filters) -> int | None:
    """Return the number of the month the registers stop in before its end, None when the last month is whole."""
    stores, parameters = filters.where_store()
    reached = con.execute(f"select max(until_on) from mart.logged where true{stores}", parameters).fetchall()[0][0]
    if reached is None or reached == last_day(month_index(reached)):
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
