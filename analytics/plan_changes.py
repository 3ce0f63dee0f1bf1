"""What a workbook of targets would change: compared with the plans as they stand, and checked against each other."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics import plans
from data.plan_book import Line, Trouble
from data.planned import FIGURES, StoreMonth
from data.plans import month_plan, planned_months

COLUMNS = ["store", "month", "salesperson", "figure", "before", "after"]


@dataclass(frozen=True)
class Changes:
    """What is to be set, cell by cell for the eye (`cells`: COLUMNS; salesperson None: the whole store) and by month of
    a store, and what is wrong. Nothing is to be set while anything is.
    """

    cells: DataFrame
    months: tuple[StoreMonth, ...]
    troubles: tuple[Trouble, ...]


@dataclass
class _Found:
    cells: list[tuple[object, ...]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def lines(con: DuckDBPyConnection, stores: Sequence[str], month: int) -> list[Line]:
    """Return all targets of these stores of a month (its number) and the planned ones after it, by month and store:
    first the whole store's, then each salesperson's.
    """
    planned = {(later, store) for store, later in planned_months(con) if store in stores and later >= month}
    found = []
    for later, store in sorted(planned | {(month, store) for store in stores}):
        now = plans.targets(con, store, later)
        found += [Line(store, later, who, dict(targets)) for who, targets in now.items()]
    return found


def changes(con: DuckDBPyConnection, read: Sequence[Line]) -> Changes:
    """Compare the lines of a workbook with the plans as they stand.

    A store's total that is left out is the sum of its salespeople, where all are given. Cells that say what stands
    there already are not set: what was shared out goes on being shared out.
    """
    found, months = _Found(), []
    known = plans.stores(con)
    for (store, month), mine in _by_month(read).items():
        if store not in known:
            found.troubles += [Trouble(line.sheet, line.row, "", store, "plan_unknown_store") for line in mine]
            continue
        planned = _compared(con, store, month, mine, found)
        if planned:
            months.append(planned)
    return Changes(DataFrame(found.cells, columns=COLUMNS), tuple(months), tuple(found.troubles))


def _by_month(read: Iterable[Line]) -> dict[tuple[str, int], list[Line]]:
    found: dict[tuple[str, int], list[Line]] = {}
    for line in read:
        found.setdefault((line.store, line.month), []).append(line)
    return found


def _compared(
    con: DuckDBPyConnection, store: str, month: int, mine: Sequence[Line], found: _Found
) -> StoreMonth | None:
    now, fixed = plans.targets(con, store, month), month_plan(con, store, month).people
    totals: dict[str, float] = {}
    people: dict[str, dict[str, int | None]] = {}
    named = [line for line in mine if line.salesperson]
    for figure in FIGURES:
        theirs = {line.salesperson: line.targets[figure] for line in named if figure in line.targets}
        total = _total(mine, figure, theirs, now[None].get(figure), found)
        if total is None:
            continue
        before = {who: targets[figure] for who, targets in now.items() if figure in targets}
        cells: dict[str | None, int | None] = {None: total, **theirs}
        if all(_stands(value, before.get(who), fixed.get(who or "", {}).get(figure)) for who, value in cells.items()):
            continue
        totals[figure] = total
        for who, value in theirs.items():
            people.setdefault(str(who), {})[figure] = value
        found.cells += [
            (store, month, who, figure, before.get(who), value)
            for who, value in cells.items()
            if value != before.get(who)
        ]
    return StoreMonth(store, month, totals, people or None) if totals else None


def _stands(value: int | None, before: int | None, fixed: int | None) -> bool:
    """Tell whether a cell says what is so already; a blank one does where nothing was set by hand."""
    return fixed is None if value is None else value == before


def _total(
    mine: Sequence[Line], figure: str, theirs: Mapping[str | None, int | None], before: int | None, found: _Found
) -> int | None:
    """Return a figure's total of a store's month, None where the lines give none; what does not add up is noted."""
    whole = next((line for line in mine if line.salesperson is None and line.targets.get(figure) is not None), None)
    given = [value for value in theirs.values() if value is not None]
    has_blanks = len(given) < len(theirs)
    if not whole and not given:
        return None
    total = whole.targets[figure] if whole else before if has_blanks else sum(given)
    place = whole or next(line for line in mine if line.targets.get(figure) is not None)
    if total is None:
        found.troubles.append(Trouble(place.sheet, place.row, "", figure, "plan_no_total"))
        return None
    if theirs and (sum(given) > total or (not has_blanks and sum(given) != total)):
        found.troubles.append(Trouble(place.sheet, place.row, "", f"{sum(given)} / {total}", "plan_sum_differs"))
    return total
