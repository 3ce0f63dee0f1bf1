"""What a store means to reach in a month, and the days it is closed: as people set it.

Only what somebody said is kept. How a month's total falls on weeks and salespeople whose share nobody said is worked
out when asked (`analytics.plans`), so that it always adds up.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil, isfinite

from duckdb import DuckDBPyConnection

from data.marts import COVERAGE
from data.planned import FIGURES, MOST, MonthPlan, StoreMonth
from data.warehouse import change


def month_plan(con: DuckDBPyConnection, store: str, month: int) -> MonthPlan:
    """Return what is set for a month (its number) of a store; a plan without totals when nothing is."""
    rows = con.execute(
        "select salesperson, figure, value from setting.month_plan where store = ? and month = ? order by all",
        [store, month],
    ).fetchall()
    people: dict[str, dict[str, int | None]] = {}
    for who, figure, value in rows:
        if who is not None:
            people.setdefault(who, {})[figure] = value
    weeks: dict[int, dict[str, int]] = {}
    for week, figure, value in con.execute(
        "select week, figure, value from setting.week_plan where store = ? and month = ? order by all", [store, month]
    ).fetchall():
        weeks.setdefault(week, {})[figure] = value
    return MonthPlan({figure: value for who, figure, value in rows if who is None}, people, weeks)


def planned_months(con: DuckDBPyConnection) -> list[tuple[str, int]]:
    """Return the stores and months (their numbers) a plan is set for, by month and store."""
    return con.execute(
        "select distinct store, month from setting.month_plan where salesperson is null order by month, store"
    ).fetchall()


def set_month(con: DuckDBPyConnection, store: str, month: int, totals: Mapping[str, float]) -> None:
    """Set the whole store's targets of a month, by figure (leads, orders, sales); figures not named stay as they are.

    A part of a lead or a car is rounded up. Raises ValueError for a figure nobody plans, a number below 0, beyond a
    million or not finite: nothing is set then.
    """
    set_months(con, [StoreMonth(store, month, totals)])


def set_months(con: DuckDBPyConnection, plans: Sequence[StoreMonth]) -> None:
    """Set several months' targets at once or not at all. Raises ValueError as `set_month` does."""
    whole = [{figure: _whole(figure, value) for figure, value in plan.totals.items()} for plan in plans]
    for plan in plans:
        _check((plan.people or {}).values())
    with change(con, "plan") as cursor:
        for plan, totals in zip(plans, whole, strict=True):
            for figure, value in totals.items():
                _keep(cursor, (plan.store, plan.month, None, figure), value)
            if plan.people is not None:
                _keep_people(cursor, plan.store, plan.month, plan.people)


def set_people(con: DuckDBPyConnection, store: str, month: int, people: Mapping[str, Mapping[str, int | None]]) -> None:
    """Set salespeople's own targets of a month, by name and figure; None: his share of what the others leave.

    Whoever is not named keeps his. Raises ValueError as `set_month` does.
    """
    _check(people.values())
    with change(con, "plan") as cursor:
        for who, targets in people.items():
            for figure, value in targets.items():
                _keep(cursor, (store, month, who, figure), value)


def set_weeks(con: DuckDBPyConnection, store: str, month: int, weeks: Mapping[int, Mapping[str, int | None]]) -> None:
    """Set the targets of weeks of a month, counted from one, by figure; None lets a week follow the calendar again.

    Weeks not named keep theirs. Raises ValueError as `set_month` does.
    """
    _check(weeks.values())
    with change(con, "plan") as cursor:
        for week, targets in weeks.items():
            for figure, value in targets.items():
                about = [store, month, week, figure]
                cursor.execute(
                    "delete from setting.week_plan where store = ? and month = ? and week = ? and figure = ?", about
                )
                if value is not None:
                    cursor.execute("insert into setting.week_plan values (?, ?, ?, ?, ?)", [*about, value])


def share_out_again(con: DuckDBPyConnection, store: str, month: int) -> None:
    """Forget what was set for single weeks and salespeople of a month: its totals are split by the calendar again."""
    with change(con, "plan") as cursor:
        cursor.execute("delete from setting.week_plan where store = ? and month = ?", [store, month])
        cursor.execute(
            "delete from setting.month_plan where store = ? and month = ? and salesperson is not null", [store, month]
        )


def closed_days(con: DuckDBPyConnection, store: str) -> list[date]:
    """Return the days a store was or will be closed, as far as somebody said so, in order."""
    rows = con.execute("select day from setting.closed_day where store = ? order by day", [store]).fetchall()
    return [day for (day,) in rows]


def set_closed_days(con: DuckDBPyConnection, store: str, month: int, days: Iterable[date]) -> None:
    """Set on which days of a month (its number) a store is closed; days of other months are passed over.

    The store's days open of that month follow, where nobody set their number.
    """
    with change(con, "closed_days", COVERAGE) as cursor:
        cursor.execute("insert into touched values (?, ?)", [store, month])
        cursor.execute("delete from setting.closed_day where store = ? and month_index(day) = ?", [store, month])
        for day in sorted({day for day in days if day.year * 12 + day.month - 1 == month}):
            cursor.execute("insert into setting.closed_day values (?, ?)", [store, day])


def _whole(figure: str, value: float) -> int:
    if figure not in FIGURES or not isfinite(value) or not 0 <= value <= MOST:
        raise ValueError(f"{figure} {value}")
    return ceil(value - 1e-9)


def _check(several: Iterable[Mapping[str, int | None]]) -> None:
    for targets in several:
        for figure, value in targets.items():
            _whole(figure, 0 if value is None else value)


def _keep_people(
    cursor: DuckDBPyConnection, store: str, month: int, people: Mapping[str, Mapping[str, int | None]]
) -> None:
    """Keep these salespeople's targets in place of all others' of that month, for the figures they name."""
    for figure in {figure for targets in people.values() for figure in targets}:
        cursor.execute(
            "delete from setting.month_plan where store = ? and month = ? and figure = ? and salesperson is not null",
            [store, month, figure],
        )
    for who, targets in people.items():
        for figure, value in targets.items():
            _keep(cursor, (store, month, who, figure), value)


def _keep(cursor: DuckDBPyConnection, about: tuple[str, int, str | None, str], value: int | None) -> None:
    """Keep a target of a store, month, salesperson (None: the whole store) and figure in place of an earlier one."""
    cursor.execute(
        """
        delete from setting.month_plan
        where store = ? and month = ? and salesperson is not distinct from ? and figure = ?
        """,
        about,
    )
    cursor.execute("insert into setting.month_plan values (?, ?, ?, ?, ?)", [*about, value])
