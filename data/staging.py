"""Staging: each raw line that counts, once, typed and renamed: a view of each kind, or the same over fewer lines."""

from pathlib import Path

from duckdb import DuckDBPyConnection

from data.raw import RAW
from data.registers import Kind

SQL = Path(__file__).parent / "sql"

# of lines that say the same the one loaded first counts; of forms that state the same cell the one loaded last
_KEPT_ONCE: dict[Kind, str] = {
    Kind.SUMMARY: 'partition by store, month, figure, model order by sheet_id desc, row, "column"',
    Kind.LOSS_SUMMARY: 'partition by store, month, model, reason order by sheet_id desc, row, "column"',
}
_FIRST_LOADED = "partition by customer_id, content, nth order by sheet_id"


def staged(kind: Kind, lines: str = "") -> str:
    """Return the select of a kind's lines that count, each once: of all raw lines, or of those `lines` selects.

    What it leaves out it finds among lines of one customer, one store and one day: these must be selected together.
    """
    columns = (SQL / "staging" / f"{kind}.sql").read_text(encoding="utf-8")
    return f"""
        with line as (
            select *
            from {f"({lines})" if lines else f"raw.{kind}"} as line
            where day is not null and not is_replaced(line.sheet_id, line.store, line.day)
            qualify row_number() over ({_KEPT_ONCE.get(kind, _FIRST_LOADED)}) = 1
        )
        {columns}
    """


def lay_staging(con: DuckDBPyConnection) -> None:
    """Make the views that hold each line that counts, once."""
    for kind in RAW:
        con.execute(f"create or replace view staging.{kind} as {staged(kind)}")
