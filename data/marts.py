"""The marts: tables that questions read, each made from raw lines by one file of SQL and kept in step with them."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from data.raw import RAW, number_again
from data.registers import PEOPLE_REASONS, PRODUCT_REASONS

SQL = Path(__file__).parent / "sql"
MADE_BY = {
    "1_coverage": ("coverage",),
    "2_visit": ("visit",),
    "3_deal": ("deal",),
    "4_test_drive": ("test_drive",),
    "5_loss": ("loss", "loss_reason"),
    "6_opportunity": ("opportunity", "level_span"),
    "7_stated": ("stated",),
    "8_source": ("source",),
}
STEPS = len(MADE_BY)


def lay_staging(con: DuckDBPyConnection) -> None:
    """Make the views that hold each line that counts, once."""
    con.execute((SQL / "staging.sql").read_text(encoding="utf-8"))


def are_of_this_program(con: DuckDBPyConnection) -> bool:
    """Tell whether the marts were made by this program's SQL on this engine."""
    return con.execute("select made_by from raw.marts").fetchall() == [(_recipe(),)]


def _recipe() -> str:
    """Return what tells one version of the marts' SQL and of the engine, whose hashes they hold, from another."""
    texts = [path.read_bytes() for path in sorted(SQL.rglob("*.sql"))]
    return hashlib.sha256(b"".join([*texts, duckdb.__version__.encode()])).hexdigest()


def make_anew(con: DuckDBPyConnection) -> None:
    """Lay empty marts and name every store as touched, within a change that then fills them from raw."""
    con.execute("drop schema mart cascade")
    con.execute("create schema mart")
    con.execute((SQL / "marts" / "0_tables.sql").read_text(encoding="utf-8"))
    groups = [(code, "product") for code in PRODUCT_REASONS.values()]
    groups += [(code, "people") for code in PEOPLE_REASONS.values()]
    con.execute("create table mart.reason_kind (reason varchar, reason_group varchar)")
    con.executemany("insert into mart.reason_kind values (?, ?)", groups)
    number_again(con)
    con.execute("insert into touched " + " union ".join(f"select store from raw.{kind}" for kind in RAW))
    con.execute("delete from raw.marts")
    con.execute("insert into raw.marts values (?)", [_recipe()])


def rebuild(con: DuckDBPyConnection, only: str = "", step: Callable[[], None] = lambda: None) -> None:
    """Make the marts of the touched stores anew, or `only` that file's; `step` is called after each file."""
    for made in sorted((SQL / "marts").glob("[1-9]_*.sql")):
        if only in ("", made.stem):
            for mart in MADE_BY[made.stem]:
                everything = "" if mart == "source" else "where store in (select store from touched)"
                con.execute(f"delete from mart.{mart} {everything}")
            con.execute(made.read_text(encoding="utf-8"))
        step()
