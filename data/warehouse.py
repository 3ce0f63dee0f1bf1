"""The one door to the engine: opens the database, lays its tables, keeps every mart in step with what was loaded."""

import hashlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from data import recovery
from data.registers import FIELDS, PEOPLE_REASONS, PRODUCT_REASONS, Kind, schema

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
RAW = (*FIELDS, Kind.SUMMARY, Kind.LOSS_SUMMARY)
MEMORY = "2GB"
TEMPORARY = "10GB"  # on disk, for what does not fit into the memory
PATIENCE = 600_000  # milliseconds of one statement

_writing = threading.Lock()


class WarehouseError(Exception):
    """The database cannot be used; `code` names why (words: `warehouse.<code>`), `detail` adds a place or number."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


def open_warehouse(path: Path | str = ":memory:") -> DuckDBPyConnection:
    """Open the database at `path`, making it and its tables when missing, locked against files and extensions.

    A log torn by a power cut is cut where it is torn and kept beside the database; `was_recovered` then says so.
    Raises WarehouseError "busy" when another process holds it, "damaged" when it is no database of ours.
    """
    kept: Path | None = None
    try:
        if path == ":memory:":
            con = duckdb.connect()
        else:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            con, kept = recovery.connect(Path(path))
    except duckdb.IOException as error:
        raise WarehouseError("busy" if "Could not set lock" in str(error) else "damaged", str(path)) from error
    except (duckdb.Error, OSError) as error:
        raise WarehouseError("damaged", str(path)) from error
    _lock_down(con)
    _lay_tables(con)
    if kept:
        con.execute("insert into raw.change (changed_at, what) values (now()::timestamp, 'recovered')")
    return con


def _lock_down(con: DuckDBPyConnection) -> None:
    con.execute(f"set memory_limit = '{MEMORY}'")
    con.execute(f"set threads = {max(1, min(4, os.cpu_count() or 1))}")
    for setting in (
        f"max_temp_directory_size = '{TEMPORARY}'",
        f"max_execution_time = {PATIENCE}",
        "allow_community_extensions = false",
        "allow_extension_repositories = 'forbidden'",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "allow_persistent_secrets = false",
        "python_enable_replacements = false",
        "enable_external_access = false",
        "lock_configuration = true",
    ):
        con.execute(f"set {setting}")


def _lay_tables(con: DuckDBPyConnection) -> None:
    con.execute((SQL / "schema.sql").read_text(encoding="utf-8"))
    for kind in RAW:
        con.register("sheet_rows", schema(kind).empty_table())
        con.execute(f"create table if not exists raw.{kind} as {raw_lines(kind)} limit 0", [0, 0, ""])
        con.unregister("sheet_rows")
    con.execute((SQL / "staging.sql").read_text(encoding="utf-8"))
    made_by = _recipe()
    if [(made_by,)] != con.execute("select made_by from raw.marts").fetchall():
        _make_marts(con, made_by)


def _recipe() -> str:
    """Return what tells one version of the marts' SQL from another."""
    texts = [path.read_bytes() for path in sorted(SQL.rglob("*.sql"))]
    return hashlib.sha256(b"".join(texts)).hexdigest()


def _make_marts(con: DuckDBPyConnection, made_by: str) -> None:
    """Make every mart anew from raw: the program that made them had other SQL."""
    con.execute("drop schema mart cascade")
    con.execute("create schema mart")
    con.execute((SQL / "marts" / "0_tables.sql").read_text(encoding="utf-8"))
    groups = [(code, "product") for code in PRODUCT_REASONS.values()]
    groups += [(code, "people") for code in PEOPLE_REASONS.values()]
    con.execute("create table mart.reason_kind (reason varchar, reason_group varchar)")
    con.executemany("insert into mart.reason_kind values (?, ?)", groups)
    with change(con, "marts") as cursor:
        stores = " union ".join(f"select store from raw.{kind}" for kind in RAW)
        cursor.execute(f"insert into touched {stores}")
        cursor.execute("delete from raw.marts")
        cursor.execute("insert into raw.marts values (?)", [made_by])


def raw_lines(kind: Kind) -> str:
    """Return the select that turns `sheet_rows`, a cleaned sheet, into raw lines; its parameters: load, sheet, store.

    `content` stands for all a line says, `nth` tells apart a store's lines of one sheet that say the same.
    """
    fields = ", ".join(f'"{name}"' for name in schema(kind).names if name not in {"row", "store"})
    store = "coalesce(store, ?)" if "store" in schema(kind).names else "?::varchar"
    return f"""
        select ?::bigint as load_id, ?::bigint as sheet_id, line_store as store, row, {fields}, content,
               (row_number() over (partition by line_store, content order by row))::integer as nth
        from (select *, {store} as line_store, md5_number_lower(row({fields})::varchar) as content from sheet_rows)
    """


@contextmanager
def change(con: DuckDBPyConnection, what: str, only: str = "") -> Iterator[DuckDBPyConnection]:
    """Give a cursor in which everything done happens at once or not at all; one change at a time.

    Whoever changes raw tables names the stores in temp table `touched (store)`; their marts, or `only` that step of
    them, are rebuilt before the change is committed, and the data's version goes up by one. Raises WarehouseError
    "other_change" when another change is under way, "failed" when the engine could not do it: nothing has changed then.
    """
    if not _writing.acquire(timeout=60):
        raise WarehouseError("other_change")
    try:
        cursor = con.cursor()
        try:
            cursor.execute("begin")
            cursor.execute("create or replace temp table touched (store varchar)")
            yield cursor
            _rebuild(cursor, only)
            cursor.execute("insert into raw.change (changed_at, what) values (now()::timestamp, ?)", [what])
            cursor.execute("commit")
        except duckdb.Error:
            _take_back(cursor)
            raise WarehouseError("failed", what) from None  # the engine's words may hold a customer's name
        except BaseException:
            _take_back(cursor)
            raise
        finally:
            cursor.close()
    finally:
        _writing.release()


def _take_back(cursor: DuckDBPyConnection) -> None:
    """Roll back; a failed commit has done so already."""
    with suppress(duckdb.TransactionException):
        cursor.execute("rollback")


def _rebuild(con: DuckDBPyConnection, only: str) -> None:
    for step in sorted((SQL / "marts").glob("[1-9]_*.sql")):
        if only in ("", step.stem):
            for mart in MADE_BY[step.stem]:
                everything = "" if mart == "source" else "where store in (select store from touched)"
                con.execute(f"delete from mart.{mart} {everything}")
            con.execute(step.read_text(encoding="utf-8"))


def version(con: DuckDBPyConnection) -> int:
    """Return the number of the last change: two equal numbers mean equal answers."""
    return int(con.execute("select coalesce(max(change_id), 0) from raw.change").fetchall()[0][0])


def was_recovered(con: DuckDBPyConnection) -> bool:
    """Tell whether the last that happened to the database was to be opened without the end of a torn log."""
    last = con.execute("select what from raw.change order by change_id desc limit 1").fetchall()
    return last == [("recovered",)]
