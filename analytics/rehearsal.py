"""What would loading a file change? Its lines against those it replaces, and every monthly figure that would move."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb
from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.corrections import monthly, moved
from analytics.periods import span
from data.difference import Difference, Earlier, difference, earlier, touched_months
from data.load import Chosen, rehearse
from data.warehouse import WarehouseError

STEPS = 3


@dataclass(frozen=True)
class Change:
    """What loading a file would do: how its lines differ, and the figures that move (see corrections.moved)."""

    lines: Difference
    figures: DataFrame


def earlier_sheets(con: DuckDBPyConnection, chosen: Chosen) -> list[Earlier]:
    """Return the earlier loaded sheets that a file seems to correct. Raises WarehouseError as a load does."""
    with _failing_as_a_load():
        return earlier(con, chosen)


def change(con: DuckDBPyConnection, chosen: Chosen, told: Callable[[int], None]) -> Change:
    """Compare a file with what its corrections replace, and the figures with those after it; nothing is stored.

    `told` hears how many of STEPS are done. Raises WarehouseError as a load does.
    """
    with _failing_as_a_load():
        lines = difference(con, chosen, chosen.corrects)
        told(1)
        cursor = con.cursor()
        touched = _stores_and_months(cursor, chosen)
        before = monthly(cursor, touched)
        cursor.close()
        told(2)
        after = rehearse(con, [chosen], lambda rehearsed: monthly(rehearsed, touched))
    return Change(lines, moved(before, after))


@contextmanager
def _failing_as_a_load() -> Iterator[None]:
    """Let what the engine could not do fail as a load fails: its own words may hold a customer's name."""
    try:
        yield
    except duckdb.Error:
        raise WarehouseError("failed", "rehearsal") from None


def _stores_and_months(con: DuckDBPyConnection, chosen: Chosen) -> list[tuple[str, int]]:
    """Return each store a file touches with the months from the first touched to the last known.

    Later months are among them: who was there before, and since when, tells their first visits and records too.
    """
    touched = touched_months(con, chosen)
    known = span(con)
    last = max([month for _, month in touched] + ([known.last_month] if known else []), default=0)
    first: dict[str, int] = {}
    for store, month in touched:
        first[store] = min(month, first.get(store, month))
    return [(store, month) for store, begins in first.items() for month in range(begins, last + 1)]
