"""What replacing one month of one store costs in a table of millions of visits, beside the same in an empty one.

Run with: python -m bench.replace
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import dataclass
from datetime import date, timedelta
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

    A third of the lines come back to a customer of the year before; one in seven sold, one in ten drove.
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
                '139' || lpad((hash(store, n, if(n % 3 = 0, name::integer // 12, name::integer)) % 100000000)::varchar,
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


def month_of(store: str, month: int, lines: int, model: str) -> Workbook:
    """Return a month of a store's register, as read: the model tells one copy from another."""
    days: list[date] = [first_day(month) + timedelta(days=n % 28) for n in range(lines)]
    rows = [
        {
            "row": 3 + n,
            "happened_on": days[n],
            "contact_type": "visit",
            "is_first": n % 3 > 0,
            "phone": f"138{month % 100:02}{n:06}",
            "customer_name": "李娜",
            "model": model,
            "level": "HABC"[n % 4],
            "has_deal": n % 7 == 0,
        }
        for n in range(lines)
    ]
    table = pa.Table.from_pylist(rows, schema=schema(Kind.VISIT))
    sheet = Sheet("登记", Kind.VISIT, table, rows_read=lines, first_on=min(days), last_on=max(days))
    return Workbook(f"{store}.xlsx", f"{store}{month}{model}", 1, (sheet,))


def seconds_of_a_replacement(con: DuckDBPyConnection, lines: int) -> float:
    """Load a month of a store, then replace it again and again; return the median."""
    store, month = f"店{STORES // 2}", FIRST_MONTH + MONTHS // 2
    chosen = Chosen(month_of(store, month, lines, "K0"), store, frozenset({"登记"}))
    load(con, [chosen])
    sheet_id = con.execute("select max(sheet_id) from raw.sheet").fetchall()[0][0]
    took = []
    for turn in range(TIMES):
        corrects = (Correction(sheet_id, store, first_day(month), last_day(month)),)
        again = Chosen(month_of(store, month, lines, f"K{turn + 1}"), store, frozenset({"登记"}), corrects)
        began = time.perf_counter()
        number = load(con, [again])
        took.append(time.perf_counter() - began)
        undo(con, number)
    return statistics.median(took)


def main() -> None:
    """Measure every shape beside an empty table and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, help="of every big table, in place of its own")
    parser.add_argument("--shapes", type=int, default=len(SHAPES), help="how many of the big tables")
    asked = parser.parse_args()
    print(f"| table | visits | month's lines | seconds, empty | seconds, full | ratio (aim < {AIM}) |")
    print("|---|---:|---:|---:|---:|---:|")
    for shape in SHAPES[: asked.shapes]:
        with tempfile.TemporaryDirectory() as folder:
            visits = asked.visits or shape.visits
            full = open_warehouse(Path(folder) / "full.duckdb")
            fill(full, Shape(shape.name, shape.order, visits))
            for lines in (visits // (STORES * MONTHS), 1000):
                empty = open_warehouse(Path(folder) / f"empty{lines}.duckdb")
                alone, among = seconds_of_a_replacement(empty, lines), seconds_of_a_replacement(full, lines)
                empty.close()
                print(
                    f"| {shape.name} | {visits:,} | {lines} | {alone:.3f} | {among:.3f} | {among / alone:.2f} |",
                    flush=True,
                )
            full.close()


if __name__ == "__main__":
    main()
