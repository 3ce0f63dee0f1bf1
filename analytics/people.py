"""Who is behind a figure: the rows it counts, each with file, sheet and row; names and phones masked in the mart."""

from collections.abc import Mapping, Sequence
from datetime import date

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.figures import KEYS, known
from analytics.filters import Filters
from analytics.metrics import COUNTS

Among = Mapping[str, str | int | date | None]

MOST = 1000
_NARROWING = {*KEYS, "drove", "reason", "reason_group", "lost_to"}


def behind(
    con: DuckDBPyConnection, filters: Filters, name: str, among: Among | None = None, beside: Sequence[str] = ()
) -> DataFrame:
    """Latest first, 1,000 at most, the lines a count is made of: day, store, salesperson, channel, model, name, phone,
    file, sheet, row. `among` narrows to one value of a column, a cell of a table, None for the lines without one;
    `beside` to the months of a store in which these counts are known too, as in a rate.

    Raises KeyError for a count or a column nobody defined.
    """
    lines, parameters = _lines(filters, name, among, beside)
    return con.execute(
        f"""
        select
            line.day, store, salesperson, channel, model, name_masked as name, phone_masked as phone,
            s.file, s.sheet, line.row
        from ({lines}) as line
        join mart.source as s on s.sheet_id = line.sheet_id
        order by line.day desc, s.file, line.row
        limit {MOST}
        """,
        parameters,
    ).df()


def how_many(
    con: DuckDBPyConnection, filters: Filters, name: str, among: Among | None = None, beside: Sequence[str] = ()
) -> int:
    """Return the number of lines of `behind`, those it does not list included."""
    lines, parameters = _lines(filters, name, among, beside)
    number: int = con.execute(f"select count(*) from ({lines}) as line", parameters).fetchall()[0][0]
    return number


def _lines(filters: Filters, name: str, among: Among | None, beside: Sequence[str]) -> tuple[str, list[object]]:
    count = COUNTS[name]
    where, parameters = filters.where(count.mart)
    for column, value in (among or {}).items():
        if column not in _NARROWING:
            raise KeyError(column)
        where += f" and {column} is null" if value is None else f" and {column} = ?"
        parameters = parameters if value is None else [*parameters, value]
    if beside:
        where += f" and {known((name, *beside), filters, tuple(among or ()))}"
    return f"select * from mart.{count.mart} as line where {where} and {count.condition}", parameters


def stated(con: DuckDBPyConnection, filters: Filters, name: str, beside: Sequence[str] = ()) -> DataFrame:
    """The cells of monthly forms a count takes its value from: month, store, model, value, file, sheet, cell.

    `beside` leaves the months of a store in which these counts are known too, as in a rate.
    """
    where, parameters = filters.where_months(whole=True)
    if beside:
        where += f" and {known((name, *beside), filters)}"
    return con.execute(
        f"""
        select line.month, store, model, value, s.file, s.sheet, line."column" || line.row as cell
        from mart.stated as line
        join mart.source as s on s.sheet_id = line.sheet_id
        where figure = ? and {where}
        order by month, line.row
        """,
        [name, *parameters],
    ).df()


def open_at_level(con: DuckDBPyConnection, filters: Filters, level: str) -> DataFrame:
    """The prospects open at `level` ("H") on the period's last day, latest first: the columns of `behind`, day being
    since when.
    """
    people, parameters = filters.where_people()
    return con.execute(
        f"""
        select
            line.day, store, salesperson, channel, model, name_masked as name, phone_masked as phone,
            s.file, s.sheet, line.row
        from mart.level_span as line
        join mart.source as s on s.sheet_id = line.sheet_id
        where line.day <= ? and until_on > ? and level = ?{people}
        order by line.day desc, s.file, line.row
        limit {MOST}
        """,
        [filters.end, filters.end, level, *parameters],
    ).df()
