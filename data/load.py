"""What was read becomes part of the database, all of it or nothing, and can be taken back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import TypeVar

from duckdb import DuckDBPyConnection

from data.answers import Answer, keep_answers
from data.marts import COVERAGE, STEPS, rebuild, touch
from data.raw import RAW, keep_file, keep_sheet, next_number, tell_apart
from data.reading import Sheet, Workbook
from data.registers import FIELDS, Kind
from data.warehouse import change, rehearsal

T = TypeVar("T")
Told = Callable[[int, int], None]
_REHEARSED = 0  # the number of a load that is not to stay


@dataclass(frozen=True)
class Correction:
    """An earlier loaded sheet whose lines of `store` from first_on to last_on no longer count.

    `by` names the sheet of the new workbook that stands in their place; empty: every sheet of the same kind does.
    """

    sheet_id: int
    store: str
    first_on: date
    last_on: date
    by: str = ""


@dataclass(frozen=True)
class Chosen:
    """A read workbook the user wants loaded: `sheets` by name, `store` for the lines that name none themselves;
    `corrects` tells what it stands in place of.
    """

    workbook: Workbook
    store: str
    sheets: frozenset[str]
    corrects: tuple[Correction, ...] = ()

    @property
    def chosen_sheets(self) -> list[Sheet]:
        """The sheets that hold something to load."""
        return [sheet for sheet in self.workbook.sheets if sheet.name in self.sheets and sheet.kind is not Kind.NONE]


def is_loaded(con: DuckDBPyConnection, digest: str) -> bool:
    """Tell whether a file of exactly these bytes is part of the database."""
    return bool(con.cursor().execute("select 1 from raw.file where digest = ?", [digest]).fetchall())


def load(
    con: DuckDBPyConnection, chosen: Sequence[Chosen], answers: Sequence[Answer] = (), told: Told | None = None
) -> int:
    """Store the chosen sheets of the chosen workbooks in one transaction and return the load's number.

    A file whose very bytes are loaded already is passed over; returns 0, changing nothing, when no other is left.
    `answers` are remembered with the load, and stay when it is undone. `told` hears how many steps of how many are
    done; what it raises takes the load back whole and passes through. Raises WarehouseError "other_change" when
    another load is under way.
    """
    fresh = _fresh(con, chosen)
    if not fresh:
        return 0
    step = _steps(told, sum(len(one.chosen_sheets) for one in fresh) + STEPS)
    with change(con, "load", step=step) as cursor:
        fresh = _fresh(cursor, chosen)
        if not fresh:  # another session loaded them while this one waited
            return 0
        load_id = next_number(cursor, "load")
        _store(cursor, load_id, fresh, step)
        keep_answers(cursor, answers)
    return load_id


def rehearse(con: DuckDBPyConnection, chosen: Sequence[Chosen], question: Callable[[DuckDBPyConnection], T]) -> T:
    """Load, ask, and take everything back: what would be answered if the files were loaded."""
    with rehearsal(con) as cursor:
        _store(cursor, _REHEARSED, _fresh(cursor, chosen), lambda: None)
        rebuild(cursor)
        return question(cursor)


def undo(con: DuckDBPyConnection, load_id: int) -> None:
    """Take a load back: the database answers as if it had never been made. Lines it stood in place of count again."""
    with change(con, "undo") as cursor:
        touch(cursor, load_id, going=True)
        cursor.execute(
            """
            delete from raw.replacement
            where load_id = $load or sheet_id in (select sheet_id from raw.sheet where load_id = $load)
            """,
            {"load": load_id},
        )
        for table in (*RAW, "problem", "sheet", "file", "load"):
            cursor.execute(f"delete from raw.{table} where load_id = ?", [load_id])


def set_days_open(con: DuckDBPyConnection, store: str, days: Iterable[tuple[int, int]]) -> None:
    """Remember on how many days of which months (index, days) a store was open; earlier words on them are replaced."""
    with change(con, "days_open", COVERAGE) as cursor:
        for month, number in days:
            cursor.execute("insert into touched values (?, ?)", [store, month])
            cursor.execute("delete from setting.days_open where store = ? and month = ?", [store, month])
            cursor.execute("insert into setting.days_open values (?, ?, ?)", [store, month, number])


def set_reading(con: DuckDBPyConnection, figure: str, rate: str) -> None:
    """Remember which rate a figure is read as on the board, in place of an earlier choice."""
    with change(con, "reading") as cursor:
        cursor.execute("delete from setting.reading where figure = ?", [figure])
        cursor.execute("insert into setting.reading values (?, ?)", [figure, rate])


def _fresh(con: DuckDBPyConnection, chosen: Sequence[Chosen]) -> list[Chosen]:
    return [one for one in chosen if not is_loaded(con, one.workbook.digest)]


def _steps(told: Told | None, every: int) -> Callable[[], None]:
    """Return what is called after each step and tells how many of `every` are done."""
    done = count(1)
    return lambda: told(min(next(done), every), every) if told else None


def _store(con: DuckDBPyConnection, load_id: int, fresh: Sequence[Chosen], step: Callable[[], None]) -> None:
    con.execute("insert into raw.load values (?, now()::timestamp)", [load_id])
    for one in fresh:
        file_id = keep_file(con, load_id, one.workbook)
        numbers: dict[int, Sheet] = {}
        for sheet in one.chosen_sheets:
            numbers[keep_sheet(con, load_id, file_id, sheet, one.store)] = sheet
            step()
        kinds = [sheet.kind for sheet in one.chosen_sheets]
        for kind in {kind for kind in kinds if kinds.count(kind) > 1} & set(FIELDS):
            tell_apart(con, kind, min(numbers), max(numbers))
        for correction in one.corrects:
            _correct(con, load_id, correction, numbers)
    touch(con, load_id)


def _correct(con: DuckDBPyConnection, load_id: int, correction: Correction, sheets: dict[int, Sheet]) -> None:
    """Let a sheet just stored stand in place of an earlier one, and of all that one itself stood in place of.

    So undoing the earlier correction brings nothing back that this one corrects too.
    """
    kinds = con.execute("select kind from raw.sheet where sheet_id = ?", [correction.sheet_id]).fetchall()
    for by, sheet in sheets.items():
        if kinds != [(sheet.kind.value,)] or correction.by not in ("", sheet.name):
            continue
        con.execute(
            """
            with earlier as (
                select $sheet as sheet_id, $first::date as first_on, $last::date as last_on
                union
                select sheet_id, greatest(first_on, $first::date), least(last_on, $last::date)
                from raw.replacement
                where by_sheet_id = $sheet and store = $store
            )
            insert into raw.replacement
            select $load, $by, sheet_id, $store, first_on, last_on
            from earlier
            where first_on <= last_on
            """,
            {
                "load": load_id,
                "by": by,
                "sheet": correction.sheet_id,
                "store": correction.store,
                "first": correction.first_on,
                "last": correction.last_on,
            },
        )
