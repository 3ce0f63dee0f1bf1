"""The marts: tables that questions read, each made from raw lines by one file of SQL and kept in step with them.

Every line of a mart is about one customer, or states a form's cell. So what a change costs is what it touches: the
customers who have a line in a month in which lines came or went, or in a month that logs now know otherwise.
"""

import hashlib
from collections.abc import Callable, Iterator

import duckdb
from duckdb import DuckDBPyConnection

from data.raw import RAW, number_again
from data.registers import FIELDS, PEOPLE_REASONS, PRODUCT_REASONS, Kind
from data.staging import SQL, staged

COVERAGE = "2_coverage"
_FILES = sorted((SQL / "marts").glob("[1-9]_*.sql"))
STEPS = len(_FILES) + 1
_FORMS = (Kind.SUMMARY, Kind.LOSS_SUMMARY)
_FEW_STORES = 20  # that may be named one by one
_BATCH = 400_000  # raw lines of which marts are made at once
_KNOWN_FROM = "store, month, visit, record, stay, test_drive, level, deal, loss"


def are_of_this_program(con: DuckDBPyConnection) -> bool:
    """Tell whether the marts were made by this program's SQL on this engine."""
    return con.execute("select made_by from raw.marts").fetchall() == [(_recipe(),)]


def _recipe() -> str:
    """Return what tells one version of the marts' SQL and of the engine, whose hashes they hold, from another."""
    texts = [path.read_bytes() for path in sorted(SQL.rglob("*.sql"))]
    return hashlib.sha256(b"".join([*texts, duckdb.__version__.encode()])).hexdigest()


def make_anew(con: DuckDBPyConnection) -> None:
    """Make all marts from raw, within a change, some stores at a time."""
    con.execute("drop schema mart cascade")
    con.execute("create schema mart")
    con.execute((SQL / "marts" / "0_tables.sql").read_text(encoding="utf-8"))
    groups = [(code, "product") for code in PRODUCT_REASONS.values()]
    groups += [(code, "people") for code in PEOPLE_REASONS.values()]
    con.execute("create table mart.reason_kind (reason varchar, reason_group varchar)")
    con.executemany("insert into mart.reason_kind values (?, ?)", groups)
    number_again(con)
    for stores in list(_batches(con)):
        for kind in RAW:
            con.execute(
                f"""
                insert into touched
                select distinct store, month_index(day)
                from raw.{kind}
                where day is not null and list_contains(?, store)
                """,
                [stores],
            )
        rebuild(con)
        con.execute("delete from touched")
    con.execute("delete from raw.marts")
    con.execute("insert into raw.marts values (?)", [_recipe()])


def _batches(con: DuckDBPyConnection) -> Iterator[list[str]]:
    """Yield all stores, together as many as have no more lines than can be handled at once, but at least one."""
    lines = " union all ".join(f"select store from raw.{kind}" for kind in RAW)
    batch: list[str] = []
    size = 0
    for store, number in con.execute(f"select store, count(*) from ({lines}) group by store order by store").fetchall():
        if batch and size + number > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(store)
        size += number
    if batch:
        yield batch


def lay_touched(con: DuckDBPyConnection) -> None:
    """Make the temp tables in which a change notes what it touches: months of stores, and customers whose lines go."""
    con.execute("create or replace temp table touched (store varchar, month integer)")
    con.execute("create or replace temp table gone (customer_id ubigint)")


def touch(con: DuckDBPyConnection, load_id: int, *, going: bool = False) -> None:
    """Note what a load that has been stored, or is `going` to be taken back, touches: the months of its own lines and
    of those it stands in place of.
    """
    kinds = con.execute("select distinct kind from raw.sheet where load_id = ?", [load_id]).fetchall()
    replaced = con.execute("select distinct sheet_id from raw.replacement where load_id = ?", [load_id]).fetchall()
    for (kind,) in kinds:  # what a sheet stands in place of is of its own kind
        con.execute(
            f"""
            insert into touched
            select store, month_index(day) from raw.{kind} where load_id = ? and day is not null
            union
            select store, month_index(day)
            from raw.{kind} as line
            where sheet_id in ({", ".join("?" * len(replaced)) or "null"}) and exists (
                select 1
                from raw.replacement as r
                where r.load_id = ? and r.sheet_id = line.sheet_id and r.store = line.store
                    and line.day between r.first_on and r.last_on
            )
            """,
            [load_id, *(sheet_id for (sheet_id,) in replaced), load_id],
        )
        if going and kind in FIELDS:
            con.execute(f"insert into gone select customer_id from raw.{kind} where load_id = ?", [load_id])


def rebuild(con: DuckDBPyConnection, only: str = "", step: Callable[[], None] = lambda: None) -> None:
    """Make the marts of what was touched anew, or run `only` that file; `step` is called after each."""
    if only:
        con.execute((SQL / "marts" / f"{only}.sql").read_text(encoding="utf-8"))
        return
    if con.execute("select 1 from touched limit 1").fetchall() == []:
        return
    _begin_gathering(con)
    _gather(con, "select customer_id from gone", "create or replace temp table line_{} as ")
    step()
    for file in _FILES:
        if file.stem == COVERAGE:
            _note_coverage(con)
        con.execute(file.read_text(encoding="utf-8"))
        if file.stem == COVERAGE:
            _follow_coverage(con)
            _clear(con)
        step()


def _begin_gathering(con: DuckDBPyConnection) -> None:
    con.execute("create or replace temp table touched_customer (customer_id ubigint)")
    con.execute("create or replace temp table at_hand as select distinct store, month from touched")


def _gather(con: DuckDBPyConnection, others: str, into: str) -> None:
    """Gather the lines of everybody who has a line in the months at hand, and of `others`, in temp tables `line_…`.

    `into` begins the statement that makes such a table or adds to it, up to its kind.
    """
    where, parameters = _where_at_hand(con)
    people = " union ".join(
        f"""
        select customer_id
        from raw.{kind}
        where {where} and (store, month_index(day)) in (select store, month from at_hand)
        """
        for kind in FIELDS
    )
    con.execute(
        f"create or replace temp table gathered as ({people} union {others}) except select * from touched_customer",
        parameters * len(FIELDS),
    )
    con.execute("insert into touched_customer select customer_id from gathered")
    of_store, stores = _where_store(con)
    for kind in FIELDS:
        theirs = f"{of_store} and customer_id in (select customer_id from gathered)"
        # from when to when is asked of narrow columns first: the wide ones are then read in few places
        ends = con.execute(f"select min(day), max(day) from raw.{kind} where {theirs}", stores).fetchall()[0]
        lines = f"select * from raw.{kind} where day between ? and ? and {theirs}"
        con.execute(into.format(kind) + staged(kind, lines), [*ends, *stores])
    for kind in _FORMS:
        lines = f"select * from raw.{kind} where {where} and (store, month) in (select store, month from at_hand)"
        con.execute(into.format(kind) + staged(kind, lines), parameters)


def _where_at_hand(con: DuckDBPyConnection) -> tuple[str, list[object]]:
    """Return a condition that lets the engine pass over most lines that are not of the months at hand."""
    ends = con.execute("select first_day(min(month)), last_day(first_day(max(month))) from at_hand").fetchall()
    of_store, stores = _where_store(con)
    return f"day between ? and ? and {of_store}", [*ends[0], *stores]


def _where_store(con: DuckDBPyConnection) -> tuple[str, list[object]]:
    """Return the condition that a line is of a touched store, where these are few."""
    found = con.execute(f"select distinct store from touched limit {_FEW_STORES + 1}").fetchall()
    stores = [store for (store,) in found]
    return (f"store in ({', '.join('?' * len(stores))})", stores) if len(stores) <= _FEW_STORES else ("true", [])


def _note_coverage(con: DuckDBPyConnection) -> None:
    con.execute(
        f"""
        create or replace temp table known_before as
        select {_KNOWN_FROM} from mart.coverage where store in (select store from touched)
        """
    )


def _follow_coverage(con: DuckDBPyConnection) -> None:
    """Touch also the months that are now known from elsewhere: of their lines others count."""
    con.execute(
        f"""
        create or replace temp table at_hand as
        with known_now as (
            select {_KNOWN_FROM} from mart.coverage where store in (select store from touched)
        ),
        moved as (
            (select * from known_before except select * from known_now)
            union
            (select * from known_now except select * from known_before)
        )
        select distinct store, month from moved where (store, month) not in (select store, month from touched)
        """
    )
    if con.execute("select 1 from at_hand limit 1").fetchall():
        con.execute("insert into touched select * from at_hand")
        _gather(
            con,
            """
            select customer_id
            from raw.visit
            where ordered_on is not null and (store, month_index(ordered_on)) in (select store, month from at_hand)
            """,
            "insert into line_{} ",
        )


def _clear(con: DuckDBPyConnection) -> None:
    """Take out of the marts what is made anew: every line of the touched customers, every form's cell at hand."""
    of_store, stores = _where_store(con)
    days = " union all ".join(f"select min(day), max(day) from line_{kind}" for kind in FIELDS)
    ends = con.execute(
        f"""
        select min(first_on), max(last_on)
        from (
            {days}
            union all
            select first_day(min(month)), last_day(first_day(max(month))) from touched
        ) as span (first_on, last_on)
        """
    ).fetchall()[0]
    theirs = "customer_id in (select customer_id from touched_customer)"
    for mart in ("visit", "test_drive", "loss", "loss_reason", "opportunity", "level_span"):
        con.execute(f"delete from mart.{mart} where day between ? and ? and {of_store} and {theirs}", [*ends, *stores])
    con.execute(f"delete from mart.deal where {of_store} and {theirs}", stores)  # its day may be the order's alone
    months = "(store, month) in (select store, month from touched)"
    con.execute(f"delete from mart.loss_reason where customer_id is null and {months}")
    con.execute(f"delete from mart.stated where {months}")
