"""What was read becomes part of the database, all of it or nothing, and can be taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pyarrow as pa
from duckdb import DuckDBPyConnection

from data.reading import Sheet, Workbook
from data.registers import FIELDS, Kind
from data.warehouse import RAW, change, raw_lines


@dataclass(frozen=True)
class Chosen:
    """A read workbook the user wants loaded: `sheets` by name, `store` for the lines that name none themselves."""

    workbook: Workbook
    store: str
    sheets: frozenset[str]

    @property
    def chosen_sheets(self) -> list[Sheet]:
        """The sheets that hold something to load."""
        return [sheet for sheet in self.workbook.sheets if sheet.name in self.sheets and sheet.kind is not Kind.NONE]


def is_loaded(con: DuckDBPyConnection, digest: str) -> bool:
    """Tell whether a file of exactly these bytes is part of the database."""
    return bool(con.cursor().execute("select 1 from raw.file where digest = ?", [digest]).fetchall())


@dataclass(frozen=True)
class Overlap:
    """What a store already has of a sheet's kind and period: lines in all, and lines that say the sheet's words."""

    there: int
    same: int


def overlap(con: DuckDBPyConnection, sheet: Sheet, store: str) -> Overlap:
    """Compare a sheet with what is loaded; the lines that say the same are kept, and counted once."""
    if sheet.kind is Kind.NONE:
        return Overlap(0, 0)
    cursor = con.cursor()
    cursor.register("sheet_rows", sheet.rows)
    same = cursor.execute(
        f"""
        with line as (
            select store, content, count(*) as lines from ({raw_lines(sheet.kind)}) as line group by store, content
        ),
        known as (
            select store, content, max(nth) as lines from raw.{sheet.kind} group by store, content
        )
        select coalesce(sum(least(line.lines, known.lines)), 0)
        from line
        join known using (store, content)
        """,
        [0, 0, store],
    ).fetchall()
    there = [(0,)]
    if sheet.kind in FIELDS:
        there = cursor.execute(
            f"select count(*) from staging.{sheet.kind} where store = ? and day between ? and ?",
            [store, sheet.first_on, sheet.last_on],
        ).fetchall()
    cursor.close()
    return Overlap(int(there[0][0]), int(same[0][0]))


def load(con: DuckDBPyConnection, chosen: Sequence[Chosen]) -> int:
    """Store the chosen sheets of the chosen workbooks in one transaction and return the load's number.

    A file whose very bytes are loaded already is passed over; returns 0, changing nothing, when no other is left.
    Raises WarehouseError "other_change" when another load is under way.
    """
    if not [one for one in chosen if not is_loaded(con, one.workbook.digest)]:
        return 0
    with change(con, "load") as cursor:
        fresh = [one for one in chosen if not is_loaded(cursor, one.workbook.digest)]
        if not fresh:  # another session loaded them while this one waited
            return 0
        load_id = _next(cursor, "load")
        cursor.execute("insert into raw.load values (?, now()::timestamp)", [load_id])
        for one in fresh:
            _store_file(cursor, load_id, one)
        _touch_stores_of(cursor, load_id)
    return load_id


def undo(con: DuckDBPyConnection, load_id: int) -> None:
    """Take a load back: the database answers as if it had never been made."""
    with change(con, "undo") as cursor:
        _touch_stores_of(cursor, load_id)
        for table in (*RAW, "problem", "sheet", "file", "load"):
            cursor.execute(f"delete from raw.{table} where load_id = ?", [load_id])


def set_days_open(con: DuckDBPyConnection, store: str, days: Iterable[tuple[int, int]]) -> None:
    """Remember on how many days of which months (index, days) a store was open; earlier words on them are replaced."""
    with change(con, "days_open", "1_coverage") as cursor:
        cursor.execute("insert into touched values (?)", [store])
        for month, number in days:
            cursor.execute("delete from setting.days_open where store = ? and month = ?", [store, month])
            cursor.execute("insert into setting.days_open values (?, ?, ?)", [store, month, number])


def _next(con: DuckDBPyConnection, thing: str) -> int:
    return int(con.execute(f"select nextval('raw.{thing}_number')").fetchall()[0][0])


def _store_file(con: DuckDBPyConnection, load_id: int, chosen: Chosen) -> None:
    file_id = _next(con, "file")
    book = chosen.workbook
    con.execute("insert into raw.file values (?, ?, ?, ?, ?)", [file_id, load_id, book.name, book.digest, book.size])
    for sheet in chosen.chosen_sheets:
        _store_sheet(con, load_id, file_id, sheet, chosen.store)
    for kind in {sheet.kind for sheet in chosen.chosen_sheets} & set(FIELDS):
        _tell_apart(con, kind, file_id)


def _store_sheet(con: DuckDBPyConnection, load_id: int, file_id: int, sheet: Sheet, store: str) -> None:
    sheet_id = _next(con, "sheet")
    understood = "; ".join(f"{column.letter} {column.header} → {column.field or '—'}" for column in sheet.columns)
    con.execute(
        "insert into raw.sheet values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            sheet_id,
            file_id,
            load_id,
            sheet.name,
            sheet.kind.value,
            store,
            sheet.header_row,
            understood,
            sheet.rows_read,
            sheet.rows_left_out,
            sheet.rows_skipped,
            sheet.first_on,
            sheet.last_on,
        ],
    )
    con.register("sheet_rows", sheet.rows)
    con.execute(f"insert into raw.{sheet.kind} {raw_lines(sheet.kind)}", [load_id, sheet_id, store])
    con.unregister("sheet_rows")
    if sheet.problems:
        _store_problems(con, load_id, sheet_id, sheet)


def _tell_apart(con: DuckDBPyConnection, kind: Kind, file_id: int) -> None:
    """Number the lines of a file that say the same and name no phone through all its sheets: two walk-ins whom two
    sheets describe alike are two. With a phone it is one customer's line standing in two sheets.
    """
    con.execute(
        f"""
        update raw.{kind} as line
        set nth = counted.nth
        from (
            select rowid as line_id, row_number() over (partition by store, content order by sheet_id, row) as nth
            from raw.{kind}
            where phone is null and sheet_id in (select sheet_id from raw.sheet where file_id = ?)
        ) as counted
        where line.rowid = counted.line_id and line.nth <> counted.nth
        """,
        [file_id],
    )


def _store_problems(con: DuckDBPyConnection, load_id: int, sheet_id: int, sheet: Sheet) -> None:
    problems = [vars(problem) for problem in sheet.problems]
    con.register("problems", pa.Table.from_pylist(problems))
    con.execute(
        """
        insert into raw.problem
        select ?, ?, row, "column", header, value, code, loses_row
        from problems
        """,
        [sheet_id, load_id],
    )
    con.unregister("problems")


def _touch_stores_of(con: DuckDBPyConnection, load_id: int) -> None:
    lines = " union ".join(f"select store from raw.{kind} where load_id = $load" for kind in RAW)
    con.execute(f"insert into touched {lines}", {"load": load_id})
