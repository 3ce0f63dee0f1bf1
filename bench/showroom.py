"""A warehouse of any number of visits with the deals, losses and drives that follow them, for measuring."""

from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from data.load import Chosen, load
from data.reading import Sheet, Workbook
from data.registers import MAIN_DATE, Kind, schema
from data.warehouse import open_warehouse

STORES = ("城东店", "城西店", "滨江店")
MONTHS = 24
FIRST_DAY = "2024-11-01"
DAYS = 730

# Customer number i: everything about him follows from hashes of i, so the showroom is the same in every run.
_CUSTOMERS = """
    create or replace table customer as
    with dice as (
        select
            i,
            hash(i, 1) % 1000 / 1000.0 as luck,
            hash(i, 2) % 1000 / 1000.0 as zeal,
            (hash(i, 3) % {days})::integer as started,
            (pow(hash(i, 4) % 1000 / 1000.0, 3) * 45)::integer as waited
        from range({customers}) as customers (i)
    )
    select
        i,
        date '{first}' + started as came_on,
        case when hash(i, 5) % 10 < 8 then '1' || (3000000000 + i * 7)::varchar end as phone,
        ['K2', 'K3', 'K5', '智跑', '狮跑', '福瑞迪', '秀尔'][(hash(i, 6) % 7 + 1)::integer] as model,
        '顾问' || (hash(i, 7) % 12 + 1) as salesperson,
        ['自然到店', '网络', '朋友介绍', '车展', '抖音', '老客户'][(hash(i, 8) % 6 + 1)::integer] as channel,
        ['H', 'A', 'B', 'C'][least(4, (4 - zeal * 4)::integer + 1)] as level,
        hash(i, 9) % 10 < 3 + zeal * 3 as drove,
        case when luck < 0.06 + zeal * 0.24 then came_on + waited end as deal_on,
        case when luck > 0.75 then came_on + 10 + 2 * waited end as lost_on
    from dice
"""
_NAME = "if(phone is null, null, '王' || chr((19968 + i % 2000)::integer)) as customer_name"
_COMMON = f"phone, {_NAME}, model, salesperson, channel"
_LINES = {
    Kind.VISIT: f"""
        select came_on as happened_on, 600 + (i % 400)::integer as arrived_minute, (i % 60)::integer as stay_minutes,
            if(i % 8 = 0, 'phone', 'visit') as contact_type, true as is_first, level, drove as has_test_drive, {_COMMON}
        from customer
        union all by name
        select came_on + 4 as happened_on, 700 as arrived_minute, 40 as stay_minutes, 'visit' as contact_type,
            false as is_first, level, false as has_test_drive, {_COMMON}
        from customer where i % 3 = 0
    """,
    Kind.DEAL: f"""
        select deal_on as ordered_on, deal_on + 9 as delivered_on, 'showroom' as sale_channel, {_COMMON}
        from customer where deal_on is not null
    """,
    Kind.LOSS: f"""
        select lost_on, if(i % 4 = 0, 'dormant', 'lost') as lost_kind,
            [['price'], ['brand', 'equipment'], ['late_follow_up'], ['unfair_quote']][(i % 4 + 1)::integer] as reasons,
            ['轩逸', '朗逸', '哈弗H6', null][(i % 4 + 1)::integer] as lost_to, {_COMMON}
        from customer where lost_on is not null and deal_on is null
    """,
    Kind.TEST_DRIVE: f"select came_on as driven_on, {_COMMON} from customer where drove",
}


def fill(path: Path, visits: int) -> DuckDBPyConnection:
    """Return the open warehouse of three stores over two years with about as many visits, made through a real load."""
    with duckdb.connect() as town:
        town.execute(_CUSTOMERS.format(days=DAYS, customers=visits * 3 // 4, first=FIRST_DAY))
        con = open_warehouse(path)
        load(con, [_book(town, number, store) for number, store in enumerate(STORES)])
    return con


def _book(town: DuckDBPyConnection, number: int, store: str) -> Chosen:
    sheets = tuple(_sheet(town, kind, lines, number) for kind, lines in _LINES.items())
    book = Workbook(f"{store}.xlsx", store, 1, sheets)
    return Chosen(book, store, frozenset(sheet.name for sheet in sheets))


def _sheet(town: DuckDBPyConnection, kind: Kind, lines: str, number: int) -> Sheet:
    day = MAIN_DATE[kind]
    mine = lines.replace("from customer", f"from (select * from customer where i % {len(STORES)} = {number})")
    told = town.sql(f"select * from ({mine}) where {day} < date '{FIRST_DAY}' + {DAYS} order by {day}").to_arrow_table()
    told = told.append_column("row", pa.array(range(3, told.num_rows + 3), pa.int32()))
    wanted = schema(kind)
    columns = [
        told[field.name].cast(field.type) if field.name in told.column_names else pa.nulls(told.num_rows, field.type)
        for field in wanted
    ]
    table = pa.Table.from_arrays(columns, schema=wanted)
    days = told[day].to_pylist()
    return Sheet(kind.value, kind, table, rows_read=table.num_rows, first_on=days[0], last_on=days[-1])
