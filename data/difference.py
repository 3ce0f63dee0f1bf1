"""What a file about to be loaded changes: which earlier sheets it seems to correct, and line by line how it differs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from data.clean import masked
from data.load import Chosen, Correction
from data.matching import IDENTITIES, compared_fields, lay_new_lines, lay_old_lines, match
from data.reading import Sheet
from data.registers import FIELDS, Kind

SHOWN = 1000  # lines of a difference
FORGIVEN_DAYS = 4  # between a sheet's first or last day and the month's: closed, or nobody came
LEAST_SHARED = 0.2  # of the smaller side's lines
COLUMNS = ("what", "sheet", "row", "row_before", "day", "field", "before", "after")
_PERSONAL = {"customer_name", "phone", "referrer", "area", "note"}
_TOLD = ("customer_name", "phone", "model", "salesperson", "figure", "reason", "value")  # of a line added or removed


@dataclass(frozen=True)
class Earlier:
    """An earlier loaded sheet that `sheet`, about to be loaded, seems to correct.

    `there` counts its lines on the correction's days, `same` those of them that `sheet` repeats word for word.
    """

    sheet: str
    correction: Correction
    file: str
    name: str
    load_id: int
    loaded_at: datetime
    there: int
    same: int


@dataclass(frozen=True)
class Difference:
    """How many lines are added, changed, removed, the same; `rows` shows them, one line a changed field, see COLUMNS.

    `what` is "added", "changed" or "removed"; `row_before` the earlier sheet's row. Names and phones are masked; an
    added or removed line stands in one line without a field, told in short.
    """

    added: int
    changed: int
    removed: int
    same: int
    rows: DataFrame


def earlier(con: DuckDBPyConnection, chosen: Chosen) -> list[Earlier]:
    """Return the earlier sheets that a workbook seems to correct, the latest loaded first.

    Those of the same kind and store that share lines or customers with a sheet on its days: at least a fifth of the
    smaller side. The days are the sheet's first to last, to the month's end where no more than 4 days are wanting.
    """
    cursor = con.cursor()
    found: list[Earlier] = []
    for kind, sheets in _by_kind(chosen):
        lay_new_lines(cursor, kind, enumerate(sheets), chosen.store)
        for number, store, first, last, *about in _sharing(cursor, kind):
            sheet = sheets[number]
            found.append(_earlier(sheet.name, store, first, last, about))
    cursor.close()
    return sorted(found, key=lambda one: (-one.load_id, one.sheet, one.correction.sheet_id))


def touched_months(con: DuckDBPyConnection, chosen: Chosen) -> list[tuple[str, int]]:
    """Return the stores and months (index) that a workbook's lines and corrections are about."""
    cursor = con.cursor()
    found: set[tuple[str, int]] = set()
    for kind, sheets in _by_kind(chosen):
        lay_new_lines(cursor, kind, enumerate(sheets), chosen.store)
        lines = "select distinct store, month_index(day) from new_line where day is not null"
        found |= set(cursor.execute(lines).fetchall())
    cursor.close()
    for one in chosen.corrects:
        first, last = (day.year * 12 + day.month - 1 for day in (one.first_on, one.last_on))
        found |= {(one.store, month) for month in range(first, last + 1)}
    return sorted(found)


def _earlier(sheet: str, store: str, first: date, last: date, about: Sequence[Any]) -> Earlier:
    sheet_id, file, name, load_id, loaded_at, there, same = about
    return Earlier(sheet, Correction(sheet_id, store, first, last, sheet), file, name, load_id, loaded_at, there, same)


def _by_kind(chosen: Chosen) -> Iterator[tuple[Kind, list[Sheet]]]:
    kinds = dict.fromkeys(sheet.kind for sheet in chosen.chosen_sheets)
    for kind in kinds:
        yield kind, [sheet for sheet in chosen.chosen_sheets if sheet.kind is kind]


def _sharing(cursor: DuckDBPyConnection, kind: Kind) -> list[tuple[Any, ...]]:
    """Return per sheet of `new_line`, store and earlier sheet that shares enough with it: number, store, first and last
    day, sheet_id, file, name, load_id, loaded_at, lines there, lines that say the same.
    """
    identities = (("content",), *IDENTITIES[kind])
    new_keys, old_keys = (
        " union all ".join(_keys(source, kept, place, key) for place, key in enumerate(identities))
        for source, kept in (("new_line", "sheet_id as number, store"), ("old", "line_id, sheet_id, day, store"))
    )
    return cursor.execute(
        f"""
        with spanned as (
            select sheet_id as number, store, count(*) as lines, min(day) as first_on, max(day) as last_on
            from new_line
            where day is not null
            group by number, store
        ),
        span as (
            select
                number, store, lines,
                if(day(first_on) <= $forgiven + 1, date_trunc('month', first_on)::date, first_on) as first_on,
                if(last_day(last_on) - last_on <= $forgiven, last_day(last_on), last_on) as last_on
            from spanned
        ),
        reach as (select store, min(first_on) as first_on, max(last_on) as last_on from span group by store),
        old as (
            select line.*, line.rowid as line_id
            from raw.{kind} as line
            join reach on reach.store = line.store and line.day between reach.first_on and reach.last_on
            where not is_replaced(line.sheet_id, line.store, line.day)
        ),
        there as (
            select span.number, span.store, old.sheet_id, count(*) as there
            from old
            join span on span.store = old.store and old.day between span.first_on and span.last_on
            group by span.number, span.store, old.sheet_id
        ),
        new_key as (select distinct number, store, identity, key from ({new_keys})),
        old_key as ({old_keys}),
        shared as (
            select
                new_key.number, new_key.store, old_key.sheet_id,
                count(distinct old_key.line_id) as shared,
                count(distinct old_key.line_id) filter (where identity = 0) as same
            from old_key
            join new_key using (store, identity, key)
            join span on span.number = new_key.number and span.store = new_key.store
            where old_key.day between span.first_on and span.last_on
            group by new_key.number, new_key.store, old_key.sheet_id
        )
        select
            number, span.store, span.first_on, span.last_on,
            s.sheet_id, f.name, s.name, s.load_id, l.loaded_at, there, same
        from shared
        join there using (number, store, sheet_id)
        join span using (number, store)
        join raw.sheet as s using (sheet_id)
        join raw.file as f using (file_id)
        join raw.load as l on l.load_id = s.load_id
        where shared >= $least * least(there, lines)
        """,
        {"forgiven": FORGIVEN_DAYS if kind in FIELDS else 31, "least": LEAST_SHARED},
    ).fetchall()


def _keys(source: str, kept: str, place: int, columns: Sequence[str]) -> str:
    """Return the select of one identity of each line of a table that has it."""
    said = " and ".join(f"{column} is not null" for column in columns)
    return f"select {kept}, {place} as identity, hash({', '.join(columns)}) as key from {source} where {said}"


def difference(con: DuckDBPyConnection, chosen: Chosen, corrections: Sequence[Correction]) -> Difference:
    """Compare a workbook with what loading it in the place of earlier sheets takes away.

    A line that is there already, in a sheet that stays, is the same.
    """
    cursor = con.cursor()
    total = Difference(0, 0, 0, 0, DataFrame(columns=list(COLUMNS)))
    rows: list[dict[str, object]] = []
    for kind, sheets in _by_kind(chosen):
        lay_new_lines(cursor, kind, enumerate(sheets), chosen.store)
        lay_old_lines(cursor, kind, corrections)
        match(cursor, kind)
        added, changed, removed, same = _counts(cursor, kind)
        total = Difference(
            total.added + added, total.changed + changed, total.removed + removed, total.same + same, total.rows
        )
        names = [sheet.name for sheet in sheets]
        rows += _changed(cursor, kind, names)
        rows += _whole(cursor, kind, "removed", names)
        rows += _whole(cursor, kind, "added", names)
    cursor.close()
    return replace(total, rows=DataFrame(rows[:SHOWN], columns=list(COLUMNS)))


def _differs(kind: Kind) -> str:
    """Return the condition that the new and the old line of a pair do not say the same."""
    return " or ".join(f"n.{name} is distinct from o.{name}" for name in compared_fields(kind))


_PAIRS = "pair join new_line as n on n.rowid = pair.new_id join old_line as o on o.rowid = pair.old_id"


def _counts(cursor: DuckDBPyConnection, kind: Kind) -> tuple[int, int, int, int]:
    """Return how many lines are added, changed, removed, the same."""
    found = cursor.execute(
        f"""
        select
            (select count(*) from new_line) - (select count(*) from pair),
            (select count(*) from {_PAIRS} where {_differs(kind)}),
            (select count(*) from old_line) - (select count(old_id) from pair),
            (select count(*) from pair)
        """
    ).fetchall()
    added, changed, removed, paired = (int(number) for number in found[0])
    return added, changed, removed, paired - changed


def _changed(cursor: DuckDBPyConnection, kind: Kind, names: Sequence[str]) -> list[dict[str, object]]:
    """Return a line for each field in which paired lines differ."""
    fields = compared_fields(kind)
    sides = ", ".join(f"{side}.{name}" for side in "on" for name in fields)
    pairs = cursor.execute(
        f"""
        select n.sheet_id, n.row, o.row, n.day, {sides}
        from {_PAIRS}
        where {_differs(kind)}
        order by n.sheet_id, n.row
        limit {SHOWN}
        """
    ).fetchall()
    rows = []
    for number, row, row_before, day, *values in pairs:
        about = {"what": "changed", "sheet": names[number], "row": row, "row_before": row_before, "day": day}
        sides_of = zip(fields, values[: len(fields)], values[len(fields) :], strict=True)
        rows += [
            {**about, "field": field, "before": _shown(field, before), "after": _shown(field, after)}
            for field, before, after in sides_of
            if before != after
        ]
    return rows


def _whole(cursor: DuckDBPyConnection, kind: Kind, what: str, names: Sequence[str]) -> list[dict[str, object]]:
    """Return a line for each line without a partner, told in short."""
    side = "new" if what == "added" else "old"
    told = [name for name in _TOLD if name in compared_fields(kind)]
    lines = cursor.execute(
        f"""
        select sheet_id, row, day, {", ".join(told)}
        from {side}_line
        where rowid not in (select {side}_id from pair where {side}_id is not null)
        order by sheet_id, row
        limit {SHOWN}
        """
    ).fetchall()
    named = dict(cursor.execute("select sheet_id, name from raw.sheet").fetchall()) if side == "old" else None
    rows = []
    for number, row, day, *values in lines:
        text = " · ".join(shown for name, value in zip(told, values, strict=True) if (shown := _shown(name, value)))
        rows.append(
            {
                "what": what,
                "sheet": named[number] if named else names[number],
                "row": row if what == "added" else None,
                "row_before": row if what == "removed" else None,
                "day": day,
                "field": "",
                "before": text if what == "removed" else None,
                "after": text if what == "added" else None,
            }
        )
    return rows


def _shown(field: str, value: Any) -> str | None:
    """Return a field's value as text, masked where it is about a customer."""
    if value is None:
        return None
    if field.endswith("_minute") and isinstance(value, int):
        return f"{value // 60}:{value % 60:02}"
    written = _WRITTEN.get(type(value))
    return written(value) if written else masked(value, personal=field in _PERSONAL)


_WRITTEN: dict[type, Callable[[Any], str]] = {
    bool: lambda flag: "√" if flag else "×",
    list: "、".join,
    date: date.isoformat,
    float: lambda number: f"{number:.2f}".removesuffix(".00"),
}
