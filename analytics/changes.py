"""What changed between two periods, and why: deals by volume, mix, capture and close, the closing rate by own and mix.

Deals are those ordered in a period, set against the first visits and records of the same period, group by group.
"""

from dataclasses import dataclass
from math import isnan, nan
from typing import Any

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from pandas import DataFrame

from analytics.comparison import Comparison, LeftOut, compare
from analytics.earlier import THE_ONE_BEFORE, Earlier
from analytics.figures import counts
from analytics.filters import Filters
from analytics.statistics import poisson
from analytics.statistics.adding_up import rounded
from analytics.statistics.chain import Split, is_broken, split_count, split_rate
from analytics.statistics.rates import newcombe
from analytics.statistics.together import reach

Array = NDArray[Any]

FIGURES = ("showroom_deals", "close_rate")
DIMENSIONS = ("channel", "model", "salesperson")
# what each part is looked up by: the people it counts
PEOPLE = {
    "volume": "first_visits",
    "mix": "first_visits",
    "capture": "recorded",
    "close": "showroom_deals",
    "own": "showroom_deals",
    "unlogged": "showroom_deals",
}
_CHAIN = ("first_visits", "recorded", "showroom_deals")
_WITHOUT_RECORDS = ("first_visits", "showroom_deals")


@dataclass(frozen=True)
class Change:
    """A figure in two periods and the parts of its change, in cars, of a rate in percentage points.

    `groups`: one row per group, most first visits first: members (the dimension's values it holds, None the unwritten),
    the counts now and `_before`, a column per part, change; of a rate own_reach, how far to each side of `own` its
    interval goes, which holds those of all groups together in 95 % of cases. `parts`: one row per part, the groups'
    sums: part, value, low, high (95 %). Parts and changes are rounded so that all of them add up as shown; `now` and
    `before` are exact.
    """

    figure: str
    compared: Comparison
    groups: DataFrame
    parts: DataFrame
    now: float
    before: float
    change: float
    low: float
    high: float

    @property
    def is_evident(self) -> bool:
        """Whether the change is beyond chance."""
        return self.low > 0 or self.high < 0


def change(
    con: DuckDBPyConnection,
    filters: Filters,
    figure: str,
    dimension: str | None,
    earlier: Earlier = THE_ONE_BEFORE,
) -> Change | None:
    """Return what changed in "showroom_deals" or "close_rate" by a dimension, or undivided by None; None where the two
    periods know no day in common, nobody came or bought in either, or the rate has nothing to divide by.

    Where records are not known, deals are split without them: capture and close are one.
    """
    chains = (_CHAIN, _WITHOUT_RECORDS) if figure == "showroom_deals" else (_WITHOUT_RECORDS,)
    for links in chains:
        compared = compare(con, filters, *links, earlier=earlier, by_line=dimension is not None)
        if compared.now.stretches:
            sides = _sides(con, compared, links, dimension)
            if not sides.members:
                return None
            return _deals(compared, sides) if figure == "showroom_deals" else _close_rate(compared, sides)
    return None


@dataclass(frozen=True)
class Outside:
    """Deals compared of all stores and days a figure is known of, and the days whose deals no group can be told of."""

    now: float
    before: float
    left_out: tuple[LeftOut, ...]


def outside(con: DuckDBPyConnection, filters: Filters, split: Comparison, earlier: Earlier = THE_ONE_BEFORE) -> Outside:
    """Return the showroom deals of both periods as the overview compares them, known from monthly forms too, and what
    a `split` by groups, which needs lines, leaves out beside.
    """
    whole = compare(con, filters, "showroom_deals", earlier=earlier)
    now, before = (
        float(counts(con, side, "showroom_deals")["showroom_deals"].fillna(0.0).iloc[0])
        for side in (whole.now, whole.before)
    )
    return Outside(now, before, tuple(one for one in split.left_out if one not in whole.left_out))


@dataclass(frozen=True)
class _Sides:
    """Groups, each with the values of the dimension it holds, and their counts in both periods, links × groups."""

    links: tuple[str, ...]
    members: list[tuple[str | None, ...]]
    now: Array
    before: Array


def _sides(con: DuckDBPyConnection, compared: Comparison, links: tuple[str, ...], dimension: str | None) -> _Sides:
    """Count every group in both periods, most first visits first, the unwritten one last; then, as one group, those
    whose deals follow from nothing in either period.
    """
    now, before = (_counted(con, side, links, dimension) for side in (compared.now, compared.before))
    none = [0.0] * len(links)
    groups = {value: np.array([now.get(value, none), before.get(value, none)]) for value in {**now, **before}}
    ordered = sorted(groups, key=lambda value: (value is None, -groups[value][:, 0].sum(), str(value)))
    counted = {value: groups[value] for value in ordered if groups[value].any()}
    broken = [value for value, both in counted.items() if is_broken(both.T).any()]
    members: list[tuple[str | None, ...]] = [(value,) for value in counted if value not in broken]
    members += [tuple(broken)] if broken else []
    pooled = [sum(counted[value] for value in group) for group in members]
    both = np.array(pooled).reshape(len(pooled), 2, len(links))
    return _Sides(links, members, both[:, 0].T, both[:, 1].T)


def _counted(
    con: DuckDBPyConnection, side: Filters, links: tuple[str, ...], dimension: str | None
) -> dict[str | None, list[float]]:
    frame = counts(con, side, *links, by=[dimension] if dimension else [])
    values = frame[dimension].tolist() if dimension else [None]
    known = [value if isinstance(value, str) else None for value in values]
    return dict(zip(known, frame[list(links)].fillna(0.0).to_numpy().tolist(), strict=True))


def _linked(counted: Array) -> tuple[Array, Array]:
    """Return the counts without the deals that follow from nothing, and those deals by group."""
    loose = np.where(is_broken(counted), counted[-1], 0.0)
    return np.vstack([counted[:-1], counted[-1] - loose]), loose


def _deals(compared: Comparison, sides: _Sides) -> Change:
    (now, loose), (before, loose_before) = _linked(sides.now), _linked(sides.before)
    names = ["volume", "mix", "capture", "close"] if sides.links == _CHAIN else ["volume", "mix", "close"]
    unlogged = loose - loose_before, poisson.difference(loose.sum(), loose_before.sum())
    parts = _parts(names, split_count(before, now), unlogged)
    total, total_before = float(sides.now[-1].sum()), float(sides.before[-1].sum())
    return _change(
        "showroom_deals", compared, sides, parts, (total, total_before, *poisson.difference(total, total_before))
    )


def _close_rate(compared: Comparison, sides: _Sides) -> Change | None:
    (now, loose), (before, loose_before) = _linked(sides.now), _linked(sides.before)
    visits, visits_before = now[0].sum(), before[0].sum()
    if not visits or not visits_before:
        return None
    deals, deals_before = sides.now[-1].sum(), sides.before[-1].sum()
    unlogged = (
        loose / visits - loose_before / visits_before,
        poisson.difference(loose.sum(), loose_before.sum(), visits, visits_before),
    )
    measured = newcombe(deals, visits, deals_before, visits_before)
    if isnan(measured[0]):  # more deals than first visits
        measured = poisson.difference(deals, deals_before, visits, visits_before)
    parts = _parts(["own", "mix"], split_rate(before, now), unlogged)
    return _change("close_rate", compared, sides, parts, (deals / visits, deals_before / visits_before, *measured))


_Part = tuple[str, Array, Array, float, float]


def _parts(names: list[str], split: Split, unlogged: tuple[Array, tuple[float, float, float]]) -> list[_Part]:
    """Return for each part its name, its value and its standard error by group, and its low and high."""
    sums, half = split.cells.sum(axis=1), 1.96 * split.errors
    parts = [
        (name, cells, errors, float(value - reach), float(value + reach))
        for name, cells, errors, value, reach in zip(names, split.cells, split.cell_errors, sums, half, strict=True)
    ]
    cells, (_, low, high) = unlogged
    if cells.any():
        parts.append(("unlogged", cells, np.full(len(cells), nan), low, high))
    if split.cells.shape[1] == 1:  # one group has no mix
        parts = [part for part in parts if part[0] != "mix"]
    return parts


def _change(
    figure: str, compared: Comparison, sides: _Sides, parts: list[_Part], measured: tuple[float, ...]
) -> Change:
    now, before, _, low, high = measured
    unit = 1.0 if figure == "showroom_deals" else 100.0
    written = round(now * unit, 1) - round(before * unit, 1)
    table = rounded(unit * np.array([cells for _, cells, *_ in parts]).T, total=written)
    names = [name for name, *_ in parts]
    wide = reach(len(sides.members))
    columns = {
        **dict(zip(sides.links, sides.now, strict=True)),
        **dict(zip([f"{link}_before" for link in sides.links], sides.before, strict=True)),
        **dict(zip(names, table[:-1, :-1].T, strict=True)),
        **{f"{name}_reach": unit * wide * errors for name, _, errors, *_ in parts if name == "own"},
        "change": table[:-1, -1],
    }
    summed = {
        "part": names,
        "value": table[-1, :-1],
        "low": [unit * low for *_, low, _ in parts],
        "high": [unit * high for *_, high in parts],
    }
    total = float(table[-1, -1])
    groups = DataFrame({"members": sides.members, **columns})
    return Change(figure, compared, groups, DataFrame(summed), now, before, total, unit * low, unit * high)
