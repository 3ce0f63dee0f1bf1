"""Read lines as they are kept: every line of every load, with its sheet, its row, its day and whose it is."""

from collections.abc import Mapping

import pyarrow as pa
from duckdb import DuckDBPyConnection

from data.reading import Sheet, Workbook
from data.registers import FIELDS, Kind, schema

RAW = (*FIELDS, Kind.SUMMARY, Kind.LOSS_SUMMARY)

# the day a line stands on; a form's cell stands on the first of its month
DAY: Mapping[Kind, str] = {
    Kind.VISIT: "happened_on",
    Kind.DEAL: "coalesce(ordered_on, delivered_on)",
    Kind.LOSS: "lost_on",
    Kind.TEST_DRIVE: "driven_on",
    Kind.SUMMARY: "first_day(month)",
    Kind.LOSS_SUMMARY: "first_day(month)",
}
CUSTOMER = "customer_of(store, phone, content, nth)"


def raw_lines(kind: Kind) -> str:
    """Return the select that turns `sheet_rows`, a cleaned sheet, into raw lines; its parameters: load, sheet, store.

    `content` stands for all a line says, `nth` tells apart a store's lines of one sheet that say the same.
    """
    fields = ", ".join(_said(kind))
    store = "coalesce(store, ?)" if "store" in schema(kind).names else "?::varchar"
    customer = f", {CUSTOMER} as customer_id" if kind in FIELDS else ""
    return f"""
        select *{customer}
        from (
            select ?::bigint as load_id, ?::bigint as sheet_id, line_store as store, row, {fields}, content,
                   (row_number() over (partition by line_store, content order by row))::integer as nth,
                   {DAY[kind]} as day
            from (select *, {store} as line_store, {content_of(kind)} as content from sheet_rows)
        )
    """


def content_of(kind: Kind) -> str:
    """Return the number that stands for all a line says, wherever it stands."""
    return f"hash({', '.join(_said(kind))})"


def _said(kind: Kind) -> list[str]:
    return [f'"{name}"' for name in schema(kind).names if name not in {"row", "store"}]


def lay_raw(con: DuckDBPyConnection) -> None:
    """Make the table of each kind of lines where it is missing, and add the columns an older one is without."""
    for kind in RAW:
        con.register("sheet_rows", schema(kind).empty_table())
        con.execute(f"create table if not exists raw.{kind} as {raw_lines(kind)} limit 0", [0, 0, ""])
        con.unregister("sheet_rows")
        con.execute(f"alter table raw.{kind} add column if not exists day date")
        if kind in FIELDS:
            con.execute(f"alter table raw.{kind} add column if not exists customer_id ubigint")


def number_again(con: DuckDBPyConnection) -> None:
    """Work out anew what each raw line says in numbers: an older program kept less, another engine hashes otherwise."""
    for kind in RAW:
        con.execute(f"update raw.{kind} set day = {DAY[kind]}, content = {content_of(kind)}")
        if kind in FIELDS:
            con.execute(f"update raw.{kind} set customer_id = {CUSTOMER}")


def next_number(con: DuckDBPyConnection, thing: str) -> int:
    """Return a number that no load, file or sheet (`thing`) has had."""
    return int(con.execute(f"select nextval('raw.{thing}_number')").fetchall()[0][0])


def keep_file(con: DuckDBPyConnection, load_id: int, book: Workbook) -> int:
    """Keep what a file was and return its number."""
    file_id = next_number(con, "file")
    con.execute("insert into raw.file values (?, ?, ?, ?, ?)", [file_id, load_id, book.name, book.digest, book.size])
    return file_id


def keep_sheet(con: DuckDBPyConnection, load_id: int, file_id: int, sheet: Sheet, store: str) -> int:
    """Keep a sheet with its lines and problems, return its number; `store` is whose the lines are that do not say."""
    sheet_id = next_number(con, "sheet")
    understood = "; ".join(f"{column.letter} {column.header} → {column.field or '—'}" for column in sheet.columns)
    about = {
        "sheet_id": sheet_id,
        "file_id": file_id,
        "load_id": load_id,
        "name": sheet.name,
        "kind": sheet.kind.value,
        "store": store,
        "header_row": sheet.header_row,
        "fields": understood,
        "rows_read": sheet.rows_read,
        "rows_left_out": sheet.rows_left_out,
        "rows_skipped": sheet.rows_skipped,
        "first_on": sheet.first_on,
        "last_on": sheet.last_on,
        "rows_mended": sheet.rows_mended,
        "rows_unwanted": sheet.rows_unwanted,
    }
    marks = ", ".join("?" * len(about))
    con.execute(f"insert into raw.sheet ({', '.join(about)}) values ({marks})", list(about.values()))
    con.register("sheet_rows", sheet.rows)
    con.execute(f"insert into raw.{sheet.kind} by name {raw_lines(sheet.kind)}", [load_id, sheet_id, store])
    con.unregister("sheet_rows")
    if sheet.problems:
        _keep_problems(con, load_id, sheet_id, sheet)
    return sheet_id


def tell_apart(con: DuckDBPyConnection, kind: Kind, first_sheet: int, last_sheet: int) -> None:
    """Number the lines of a file, from its first sheet to its last, that say the same and name no phone: two walk-ins
    whom two sheets describe alike are two. With a phone it is one customer's line standing in two sheets.
    """
    con.execute(
        f"""
        update raw.{kind} as line
        set nth = counted.nth, customer_id = customer_of(line.store, line.phone, line.content, counted.nth)
        from (
            select rowid as line_id, row_number() over (partition by store, content order by sheet_id, row) as nth
            from raw.{kind}
            where phone is null and sheet_id between $first and $last
        ) as counted
        where line.sheet_id between $first and $last and line.rowid = counted.line_id and line.nth <> counted.nth
        """,
        {"first": first_sheet, "last": last_sheet},
    )


def _keep_problems(con: DuckDBPyConnection, load_id: int, sheet_id: int, sheet: Sheet) -> None:
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
