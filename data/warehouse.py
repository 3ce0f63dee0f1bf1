"""The one door to the engine: opens the database, lays its tables, keeps every mart in step with what was loaded."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from data import recovery
from data.marts import are_of_this_program, lay_touched, make_anew, rebuild
from data.raw import lay_raw
from data.staging import SQL, lay_staging

MEMORY = "2GB"
TEMPORARY = "10GB"  # on disk, for what does not fit into the memory
LOG = "128MB"  # of changes kept beside the file before they are worked into it: a load need not wait for that
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
        f"checkpoint_threshold = '{LOG}'",
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
    lay_raw(con)
    lay_staging(con)
    if not are_of_this_program(con):
        with change(con, "marts") as cursor:
            make_anew(cursor)


@contextmanager
def change(
    con: DuckDBPyConnection, what: str, only: str = "", step: Callable[[], None] = lambda: None
) -> Iterator[DuckDBPyConnection]:
    """Give a cursor in which everything done happens at once or not at all; one change at a time.

    Whoever changes raw lines says so by `marts.touch`; the marts of what is touched, or `only` that file's, are made
    anew before the change is committed, `step` being called after each, and the data's version goes up by
    one. Raises WarehouseError "other_change" when another change is under way, "failed" when the engine could not do
    it: nothing has changed then.
    """
    with _writing_alone(con, what) as cursor:
        yield cursor
        rebuild(cursor, only, step)
        cursor.execute("insert into raw.change (changed_at, what) values (now()::timestamp, ?)", [what])
        cursor.execute("commit")


@contextmanager
def rehearsal(con: DuckDBPyConnection) -> Iterator[DuckDBPyConnection]:
    """Give a cursor as `change` does, in which nothing that is done stays; what is to be asked is asked within."""
    with _writing_alone(con, "rehearsal") as cursor:
        yield cursor


@contextmanager
def _writing_alone(con: DuckDBPyConnection, what: str) -> Iterator[DuckDBPyConnection]:
    if not _writing.acquire(timeout=60):
        raise WarehouseError("other_change")
    try:
        cursor = con.cursor()
        try:
            cursor.execute("begin")
            lay_touched(cursor)
            yield cursor
        except duckdb.Error:
            raise WarehouseError("failed", what) from None  # the engine's words may hold a customer's name
        finally:
            _take_back(cursor)
            cursor.close()
    finally:
        _writing.release()


def _take_back(cursor: DuckDBPyConnection) -> None:
    """Roll back what was not committed; a failed commit has done so already."""
    with suppress(duckdb.Error):
        cursor.execute("rollback")


def version(con: DuckDBPyConnection) -> int:
    """Return the number of the last change: two equal numbers mean equal answers."""
    return int(con.execute("select coalesce(max(change_id), 0) from raw.change").fetchall()[0][0])


def was_recovered(con: DuckDBPyConnection) -> bool:
    """Tell whether the last that happened to the database was to be opened without the end of a torn log."""
    last = con.execute("select what from raw.change order by change_id desc limit 1").fetchall()
    return last == [("recovered",)]
