"""Staging: each raw line that counts, once, typed and renamed: a view of each kind, or the same over fewer lines."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from data.raw import RAW
from data.registers import FIELDS, Kind

SQL = Path(__file__).parent / "sql"

# Of lines that say the same the one loaded first counts; of forms that state the same cell the one loaded last.
_ORDER: dict[Kind, str] = {
    Kind.SUMMARY: 'partition by store, month, figure, model order by sheet_id desc, row, "column"',
    Kind.LOSS_SUMMARY: 'partition by store, month, model, reason order by sheet_id desc, row, "column"',
}
_FIRST_LOADED = "partition by store, content, nth order by sheet_id"

# The same for lines at hand: few repeat others, and to number these alone takes half the time. A view over all lines
# numbers every line, for the engine then looks only at the stores that are asked for.
_REPEATED = """
    repeated as (
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


def staged(kind: Kind, lines: str = "") -> str:
    """Return the select of a kind's lines that count, each once: of all raw lines, or of those `lines` selects.

    What it leaves out it finds among lines of one customer, one store and one day: these must be selected together.
    """
    columns = (SQL / "staging" / f"{kind}.sql").read_text(encoding="utf-8")
    numbered = f"row_number() over ({_ORDER.get(kind, _FIRST_LOADED)})"
    once = f"line as (select * from counting qualify {numbered} = 1)"
    return f"""
        with counting as {"materialized" if lines else ""} (
            select *
            from {f"({lines})" if lines else f"raw.{kind}"} as line
            where day is not null and not is_replaced(line.sheet_id, line.store, line.day)
        ),
        {_REPEATED if lines and kind in FIELDS else once}
        {columns}
    """


def lay_staging(con: DuckDBPyConnection) -> None:
    """Make the views that hold each line that counts, once."""
    for kind in RAW:
        con.execute(f"create or replace view staging.{kind} as {staged(kind)}")
