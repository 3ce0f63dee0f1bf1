"""What was loaded when, from which file, with what problems: the Data page."""

from duckdb import DuckDBPyConnection
from pandas import DataFrame


def loads(con: DuckDBPyConnection) -> DataFrame:
    """One row per load, latest first: load_id, loaded_at (server's clock), files, sheets, rows_loaded, problems,
    first_on, last_on.
    """
    return con.execute(
        """
        select
            l.load_id,
            l.loaded_at,
            (select count(*) from raw.file f where f.load_id = l.load_id) as files,
            count(s.sheet_id) as sheets,
            coalesce(sum(s.rows_read - s.rows_left_out), 0)::bigint as rows_loaded,
            (select count(*) from raw.problem p where p.load_id = l.load_id) as problems,
            min(s.first_on) as first_on,
            max(s.last_on) as last_on
        from raw.load l
        left join raw.sheet s using (load_id)
        group by l.load_id, l.loaded_at
        order by l.load_id desc
        """
    ).df()


def sheets(con: DuckDBPyConnection, load_id: int) -> DataFrame:
    """One row per sheet of a load: file, sheet, kind, first_on, last_on, rows_loaded, rows_left_out, problems,
    uncounted (lines of months the sheet does not know, see the coverage mart), rows_skipped, store.
    """
    lines = " union all ".join(
        f"""
        select line.sheet_id, coalesce(c.{mart}, '') <> 'register' as is_leftover
        from staging.{mart} as line
        left join mart.coverage as c on c.store = line.store and c.month = month_index(line.day)
        where line.store in (select store from raw.{mart} where load_id = $load)
        """
        for mart in ("visit", "deal", "loss", "test_drive")
    )
    return con.execute(
        f"""
        with line as ({lines}),
        leftover as (select sheet_id, count(*) filter (where is_leftover) as lines from line group by sheet_id)
        select
            f.name as file,
            s.name as sheet,
            s.kind,
            s.first_on,
            s.last_on,
            s.rows_read - s.rows_left_out as rows_loaded,
            s.rows_left_out,
            (select count(*) from raw.problem p where p.sheet_id = s.sheet_id) as problems,
            coalesce(leftover.lines, 0) as uncounted,
            s.rows_skipped,
            s.store
        from raw.sheet s
        join raw.file f using (file_id)
        left join leftover using (sheet_id)
        where s.load_id = $load
        order by f.name, s.sheet_id
        """,
        {"load": load_id},
    ).df()


def problems(con: DuckDBPyConnection, load_id: int) -> DataFrame:
    """One row per problem of a load: file, sheet, row, column (letter), header, value (masked when personal), code,
    loses_row.
    """
    return con.execute(
        """
        select f.name as file, s.name as sheet, p.row, p."column", p.header, p.value, p.code, p.loses_row
        from raw.problem p
        join raw.sheet s using (sheet_id)
        join raw.file f using (file_id)
        where p.load_id = ?
        order by f.name, s.sheet_id, p.row
        """,
        [load_id],
    ).df()


def days_open(con: DuckDBPyConnection) -> DataFrame:
    """One row per store and month known: store, month, days (open, as set or as the calendar says), latest first."""
    return con.execute("select store, month, days_open as days from mart.coverage order by month desc, store").df()
