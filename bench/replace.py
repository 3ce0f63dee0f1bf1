"""What replacing one month of one store costs in a table of millions of visits, beside the same in an empty one.

Run with: python -m bench.replace
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
from duckdb import DuckDBPyConnection

from analytics.filters import first_day, last_day
from data.load import Chosen, Correction, load, undo
from data.marts import make_anew
from data.raw import CUSTOMER
from data.reading import Sheet, Workbook
from data.registers import Kind, schema
from data.warehouse import change, open_warehouse

STORES = 300
MONTHS = 120
FIRST_MONTH = 2016 * 12
STORE, MONTH = f"店{STORES // 2}", FIRST_MONTH + MONTHS // 2  # the one replaced
TIMES = 7
AIM = 1.5


@dataclass(frozen=True)
class Shape:
    """A big table: in which order its sheets were loaded, and how many a month has of one store's lines."""

    name: str
    order: str
    visits: int  # in all


SHAPES = (
    Shape("month by month", "month, store", 3_000_000),
    Shape("store by store", "store, month", 3_000_000),
    Shape("month by month, a tenth", "month, store", 300_000),
)


def fill(con: DuckDBPyConnection, shape: Shape) -> None:
    """Fill raw with a sheet for each store and month, and make the marts.

    Every third customer comes in two months; one in seven sold, one in ten drove.
    """
    a_month = shape.visits // (STORES * MONTHS)
    con.execute("insert into raw.load values (nextval('raw.load_number'), now()::timestamp)")
    con.execute(
        f"""
        insert into raw.sheet by name
        select
            row_number() over (order by {shape.order}) as sheet_id, 1 as file_id, 1 as load_id, month as name,
            'visit' as kind, store, '' as fields, {a_month} as rows_read, 0 as rows_left_out, 0 as rows_skipped
        from (
            select '店' || lpad(s::varchar, 3, '0') as store, {FIRST_MONTH} + m as month
            from range({STORES}) as stores (s), range({MONTHS}) as months (m)
        )
        """
    )
    con.execute("insert into raw.file values (1, 1, '十年.xlsx', '', 0)")
    con.execute(
        f"""
        insert into raw.visit by name
        select *, {CUSTOMER} as customer_id
        from (
            select
                1 as load_id, sheet_id, store, n + 3 as row,
                first_day(name::integer) + (n % 28)::integer as happened_on,
                first_day(name::integer) + (n % 28)::integer as day,
                540 + n % 400 as arrived_minute, 'visit' as contact_type, n % 3 > 0 as is_first,
                '王伟' as customer_name,
                '139' || lpad((hash(store, n, if(n % 3 = 0, name::integer // 2, name::integer)) % 100000000)::varchar,
                    8, '0') as phone,
                'K' || n % 7 as model, '张' || n % 8 as salesperson, '自然到店' as channel,
                ['H', 'A', 'B', 'C'][n % 4 + 1] as level, n % 10 = 0 as has_test_drive, n % 7 = 0 as has_deal,
                hash(sheet_id, n) as content, 1 as nth
            from raw.sheet, range({a_month}) as lines (n)
        )
        order by sheet_id, row
        """
    )
    con.execute("select max(nextval('raw.sheet_number')) from raw.sheet")
    with change(con, "marts") as cursor:
        make_anew(cursor)
    con.execute("checkpoint")


def month_of(con: DuckDBPyConnection) -> tuple[int, pa.Table]:
    """Return the sheet of a store and month in the middle of the table, and its lines as they were read."""
    names = schema(Kind.VISIT).names
    columns = ", ".join(f'"{name}"' for name in names)
    where = [STORE, str(MONTH)]
    sheet_id = con.execute("select sheet_id from raw.sheet where store = ? and name = ?", where).fetchall()[0][0]
    lines = con.execute(f"select {columns} from raw.visit where sheet_id = ? order by row", [sheet_id]).fetchall()
    told = [dict(zip(names, line, strict=True)) for line in lines]
    return int(sheet_id), pa.Table.from_pylist(told, schema=schema(Kind.VISIT))


def book_of(lines: pa.Table, turn: int) -> Workbook:
    """Return a copy of a month's lines in which every model is another."""
    place = lines.schema.get_field_index("model")
    other = lines.set_column(place, "model", pa.array([f"S{turn}"] * lines.num_rows))
    sheet = Sheet(
        "登记", Kind.VISIT, other, rows_read=lines.num_rows, first_on=first_day(MONTH), last_on=last_day(MONTH)
    )
    return Workbook(f"{STORE}.xlsx", f"{STORE} {turn}", 1, (sheet,))


def seconds_of_a_replacement(con: DuckDBPyConnection, sheet_id: int, lines: pa.Table) -> float:
    """Replace a sheet by a corrected copy and take that back, again and again; return the median of replacing."""
    took = []
    corrects = (Correction(sheet_id, STORE, first_day(MONTH), last_day(MONTH)),)
    for turn in range(1, TIMES + 1):
        corrected = Chosen(book_of(lines, turn), STORE, frozenset({"登记"}), corrects)
        began = time.perf_counter()
        number = load(con, [corrected])
        took.append(time.perf_counter() - began)
        undo(con, number)
    return statistics.median(took)


def compare(shape: Shape, folder: Path) -> str:
    """Return a line of the comparison: the same month replaced alone in a database, and among all others."""
    full, empty = open_warehouse(folder / "full.duckdb"), open_warehouse(folder / "empty.duckdb")
    fill(full, shape)
    sheet_id, lines = month_of(full)
    load(empty, [Chosen(book_of(lines, 0), STORE, frozenset({"登记"}))])
    alone = seconds_of_a_replacement(empty, 1, lines)
    among = seconds_of_a_replacement(full, sheet_id, lines)
    full.close()
    empty.close()
    return f"| {shape.name} | {shape.visits:,} | {lines.num_rows} | {alone:.3f} | {among:.3f} | {among / alone:.2f} |"


def main() -> None:
    """Measure every shape beside an empty table and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, help="of every big table, in place of its own")
    parser.add_argument("--shapes", type=int, default=len(SHAPES), help="how many of the big tables")
    asked = parser.parse_args()
    print(f"| table | visits | month's lines | seconds, alone | seconds, among all | ratio (aim < {AIM}) |")
    print("|---|---:|---:|---:|---:|---:|")
    for shape in SHAPES[: asked.shapes]:
        with tempfile.TemporaryDirectory() as folder:
            print(compare(replace(shape, visits=asked.visits or shape.visits), Path(folder)), flush=True)


if __name__ == "__main__":
    main()
