"""Which line of a file about to be loaded is which earlier loaded one: one to one, by the strongest that both say.

Works on two temp tables of raw lines, `new_line` and `old_line`; a line is known there by its rowid.
"""

from collections.abc import Iterable, Sequence

from duckdb import DuckDBPyConnection

from data.load import Correction
from data.raw import raw_lines
from data.reading import Sheet
from data.registers import FIELDS, Kind, schema

NEAREST_OF = 30  # lines of one phone on either side among which the nearest days are looked for


# what names the same line on both sides, strongest first
_PERSON: tuple[tuple[str, ...], ...] = (("phone", "day"), ("customer_name", "day", "model"))
IDENTITIES: dict[Kind, tuple[tuple[str, ...], ...]] = {
    Kind.VISIT: (*_PERSON, ("day", "arrived_minute", "salesperson")),
    Kind.DEAL: (("order_no",), ("vin",), *_PERSON),
    Kind.LOSS: _PERSON,
    Kind.TEST_DRIVE: (*_PERSON, ("day", "drive_minute", "salesperson")),
    Kind.SUMMARY: (("month", "figure", "coalesce(model, '')"),),
    Kind.LOSS_SUMMARY: (("month", "model", "reason"),),
}
# what makes it likely where nothing stronger does
_LIKENESSES: tuple[tuple[str, ...], ...] = (("phone",), ("customer_name", "model"), ("day", "row"))


def compared_fields(kind: Kind) -> list[str]:
    """Return the fields in which two lines that are the same may differ."""
    return [name for name in schema(kind).names if name not in {"row", "store", "column"}]


def lay_new_lines(cursor: DuckDBPyConnection, kind: Kind, sheets: Iterable[tuple[int, Sheet]], store: str) -> None:
    """Make temp table `new_line` of the lines of sheets, each known by the number it is given."""
    cursor.register("sheet_rows", schema(kind).empty_table())
    cursor.execute(f"create or replace temp table new_line as {raw_lines(kind)} limit 0", [0, 0, ""])
    for number, sheet in sheets:
        cursor.register("sheet_rows", sheet.rows)
        cursor.execute(f"insert into new_line {raw_lines(kind)}", [0, number, store])
    cursor.unregister("sheet_rows")


def lay_old_lines(cursor: DuckDBPyConnection, kind: Kind, corrections: Sequence[Correction]) -> None:
    """Make temp table `old_line` of the lines that corrections are about and that still count."""
    cursor.execute(
        "create or replace temp table corrected (sheet_id bigint, store varchar, first_on date, last_on date)"
    )
    for one in corrections:
        cursor.execute(
            "insert into corrected values (?, ?, ?, ?)", [one.sheet_id, one.store, one.first_on, one.last_on]
        )
    cursor.execute(
        f"""
        create or replace temp table old_line as
        select *
        from raw.{kind} as line
        where not is_replaced(sheet_id, store, day) and exists (
            select 1
            from corrected
            where corrected.sheet_id = line.sheet_id and corrected.store = line.store
                and line.day between corrected.first_on and corrected.last_on
        )
        """
    )


def match(cursor: DuckDBPyConnection, kind: Kind) -> None:
    """Make temp table `pair (new_id, old_id)` of the lines that are the same; old_id is null for a new line that says
    what an earlier line says which stays where it is.
    """
    cursor.execute("create or replace temp table pair (new_id bigint, old_id bigint)")
    _pair_by(cursor, ("content",))
    _pair_with_those_that_stay(cursor, kind)
    for identity in IDENTITIES[kind]:
        _pair_by(cursor, identity)
    if kind in FIELDS:
        _pair_by_nearest_day(cursor)
        for likeness in _LIKENESSES:
            _pair_by(cursor, likeness)


def _left_of(side: str, columns: Sequence[str]) -> str:
    """Return the select of a side's lines without a partner that say all of the columns, numbered where they agree."""
    names = ", ".join(f"{column} as key_{place}" for place, column in enumerate(columns))
    said = " and ".join(f"{column} is not null" for column in columns)
    return f"""
        select rowid as line_id, store, {names},
            row_number() over (partition by store, {", ".join(columns)} order by day, sheet_id, row) as place
        from {side}_line
        where {said} and rowid not in (select {side}_id from pair where {side}_id is not null)
    """


def _pair_by(cursor: DuckDBPyConnection, columns: Sequence[str]) -> None:
    keys = ", ".join(f"key_{place}" for place in range(len(columns)))
    cursor.execute(
        f"""
        insert into pair
        select n.line_id, o.line_id
        from ({_left_of("new", columns)}) as n
        join ({_left_of("old", columns)}) as o using (store, {keys}, place)
        """
    )


def _pair_with_those_that_stay(cursor: DuckDBPyConnection, kind: Kind) -> None:
    cursor.execute(
        f"""
        insert into pair
        with staying as (
            select distinct store, content as key_0, nth as place
            from raw.{kind} as line
            where content in (select content from new_line)
                and not is_replaced(sheet_id, store, day)
                and not exists (
                    select 1
                    from corrected
                    where corrected.sheet_id = line.sheet_id and corrected.store = line.store
                        and line.day between corrected.first_on and corrected.last_on
                )
        )
        select n.line_id, null
        from ({_left_of("new", ("content",))}) as n
        join staying using (store, key_0, place)
        """
    )


def _pair_by_nearest_day(cursor: DuckDBPyConnection) -> None:
    """Pair the lines of a phone that are nearest to each other in time."""
    few = "qualify count(*) over (partition by store, phone) <= ?"
    paired = "select {0}_id from pair where {0}_id is not null"
    sides = [
        f"""
        select rowid as line_id, store, phone, day
        from {side}_line
        where phone is not null and day is not null and rowid not in ({paired.format(side)})
        {few}
        """
        for side in ("new", "old")
    ]
    cursor.execute(
        f"""
        insert into pair
        with candidate as (
            select n.line_id as new_id, o.line_id as old_id, abs(n.day - o.day) as apart
            from ({sides[0]}) as n
            join ({sides[1]}) as o using (store, phone)
        )
        select new_id, old_id
        from candidate
        qualify row_number() over (partition by new_id order by apart, old_id) = 1
            and row_number() over (partition by old_id order by apart, new_id) = 1
        """,
        [NEAREST_OF, NEAREST_OF],
    )
