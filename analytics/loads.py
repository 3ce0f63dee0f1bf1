"""What was loaded when, from which file, with what problems: the Data page."""

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from data.raw import RAW as KINDS


def loads(con: DuckDBPyConnection) -> DataFrame:
    """One row per load, latest first: load_id, loaded_at (server's clock), files, sheets, rows_loaded, mended, unwanted
    (rows left out knowingly), replaced (earlier lines that would count without it), manner ("replace" when it corrects
    earlier sheets, else "add"), problems, first_on, last_on.
    """
    replaced = " union all ".join(
        f"""
        select r.load_id, r.sheet_id, line.row
        from raw.replacement as r
        join raw.{kind} as line on line.sheet_id = r.sheet_id and line.store = r.store
            and line.day between r.first_on and r.last_on
        where not exists (
            select 1
            from raw.replacement as other
            where other.load_id <> r.load_id and other.sheet_id = r.sheet_id and other.store = r.store
                and line.day between other.first_on and other.last_on
        )
        """
        for kind in KINDS
    )
    return con.execute(
        f"""
        with line as ({replaced}),
        replaced as (select load_id, count(distinct (sheet_id, row)) as lines from line group by load_id)
        select
            l.load_id,
            l.loaded_at,
            (select count(*) from raw.file f where f.load_id = l.load_id) as files,
            count(s.sheet_id) as sheets,
            coalesce(sum(s.rows_read - s.rows_left_out), 0)::bigint as rows_loaded,
            coalesce(sum(s.rows_mended), 0)::bigint as mended,
            coalesce(sum(s.rows_unwanted), 0)::bigint as unwanted,
            coalesce(any_value(replaced.lines), 0)::bigint as replaced,
            case when l.load_id in (select load_id from raw.replacement) then 'replace' else 'add' end as manner,
            (select count(*) from raw.problem p where p.load_id = l.load_id) as problems,
            min(s.first_on) as first_on,
            max(s.last_on) as last_on
        from raw.load l
        left join raw.sheet s using (load_id)
        left join replaced using (load_id)
        group by l.load_id, l.loaded_at
        order by l.load_id desc
        """
    ).df()


def replaced(con: DuckDBPyConnection, load_id: int) -> DataFrame:
    """One row per earlier sheet that a load stands in place of: load_id (the earlier one's), loaded_at, file, sheet,
    kind, store, first_on, last_on (the days replaced), lines (of the sheet on these days).
    """
    lines = " union all ".join(f"select sheet_id, store, day from raw.{kind}" for kind in KINDS)
    return con.execute(
        f"""
        with replacement as (
            select distinct sheet_id, store, first_on, last_on from raw.replacement where load_id = $load
        ),
        line as (select * from ({lines}) where sheet_id in (select sheet_id from replacement))
        select
            s.load_id,
            l.loaded_at,
            f.name as file,
            s.name as sheet,
            s.kind,
            r.store,
            r.first_on,
            r.last_on,
            count(line.day) as lines
        from replacement as r
        join raw.sheet as s using (sheet_id)
        join raw.file as f using (file_id)
        join raw.load as l on l.load_id = s.load_id
        left join line on line.sheet_id = r.sheet_id and line.store = r.store
            and line.day between r.first_on and r.last_on
        group by all
        order by f.name, s.name, r.store, r.first_on
        """,
        {"load": load_id},
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
