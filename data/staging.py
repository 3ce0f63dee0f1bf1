"""Staging: each raw line that counts, once, typed and renamed: a view of each kind, or the same over fewer lines."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from data.raw import RAW
from data.registers import Kind

SQL = Path(__file__).parent / "sql"

# of lines that say the same the one loaded first counts: few do, and only these are looked at closely
_FIRST_LOADED = """
    , repeated as (
        select customer_id, content, nth, min(sheet_id) as first_sheet
        from counting
        group by customer_id, content, nth
        having count(*) > 1
    ),
    line as (
        select counting.*
        from counting
        left join repeated using (customer_id, content, nth)
        where coalesce(first_sheet = counting.sheet_id, true)
    )
"""
# of forms that state the same cell the one loaded last counts
_LAST_LOADED = """
    , line as (
        select *
        from counting
        qualify row_number() over (partition by store, month, {cell} order by sheet_id desc, row, "column") = 1
    )
"""
_KEPT_ONCE: dict[Kind, str] = {
    Kind.SUMMARY: _LAST_LOADED.format(cell="figure, model"),
    Kind.LOSS_SUMMARY: _LAST_LOADED.format(cell="model, reason"),
}


def staged(kind: Kind, lines: str = "") -> str:
    """Return the select of a kind's lines that count, each once: of all raw lines, or of those `lines` selects.

    What it leaves out it finds among lines of one customer, one store and one day: these must be selected together.
    """
    columns = (SQL / "staging" / f"{kind}.sql").read_text(encoding="utf-8")
    return f"""
        with counting as materialized (
            select *
            from {f"({lines})" if lines else f"raw.{kind}"} as line
            where day is not null and not is_replaced(line.sheet_id, line.store, line.day)
        )
        {_KEPT_ONCE.get(kind, _FIRST_LOADED)}
        {columns}
    """


def lay_staging(con: DuckDBPyConnection) -> None:
    """Make the views that hold each line that counts, once."""
    for kind in RAW:
        con.execute(f"create or replace view staging.{kind} as {staged(kind)}")
