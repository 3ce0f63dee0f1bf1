"""Opens a database whose log was torn, as a power cut leaves it in one case of twenty: DuckDB alone refuses it.

What was acknowledged stands before the torn place, which is the piece that was still being written. The log as it was
is kept beside the database.
"""

import os
import re
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

_STEPS = 4  # a log that was cut may show a second torn place
_TORN_AT = re.compile(r"WAL file: entry .*?byte position (\d+)", re.DOTALL)
_OF_ANOTHER_STATE = "WAL checkpoint iteration does not match"
_FAILED = "replaying WAL file"


def connect(path: Path) -> tuple[DuckDBPyConnection, Path | None]:
    """Connect to the database at `path`; the second value is where its log was kept, None if nothing was wrong.

    Raises duckdb.Error as duckdb.connect does when the database cannot be used and its log is not the reason.
    """
    kept: Path | None = None
    for _ in range(_STEPS):
        try:
            return duckdb.connect(str(path)), kept
        except duckdb.Error as error:
            log = path.with_name(path.name + ".wal")
            if not _is_torn(str(error)) or not log.exists():
                raise
            kept = kept or _keep(log)
            _mend(log, str(error))
    return duckdb.connect(str(path)), kept


def _is_torn(told: str) -> bool:
    return _FAILED in told or _OF_ANOTHER_STATE in told


def _keep(log: Path) -> Path:
    """Copy the log as it is to a name that tells when, and see it written."""
    kept = log.with_name(f"{log.name}.torn-{datetime.now():%Y%m%d-%H%M%S}")
    shutil.copyfile(log, kept)
    with kept.open("r+b") as copy:
        os.fsync(copy.fileno())
    return kept


def _mend(log: Path, told: str) -> None:
    """Cut the log where DuckDB says that it is torn; empty one that belongs to another state of the database."""
    content = log.read_bytes()
    if _OF_ANOTHER_STATE in told:
        end = 0
    elif torn := _TORN_AT.search(told):
        end = int(torn[1])
    else:  # no place is named when the very first bytes are gone: what a power cut did not write is zero
        end = len(content.rstrip(b"\0"))
    if end == 0:
        log.unlink()
        return
    with log.open("r+b") as file:
        file.truncate(end)
        os.fsync(file.fileno())
