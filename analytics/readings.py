"""A figure's other readings: what else the trade divides by under the same name, and how one becomes the other.

Every reading is counted over the months in which its own counts are known; a step between two counts, over those in
which both are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import nan

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.figures import KEYS, counts, needs_lines, rate
from analytics.filters import Filters
from analytics.metrics import COUNTS, DAYS, RATES, READINGS, rated
from analytics.statistics.rates import wilson

CLOSING = READINGS["close_rate"]
_READING = ("reading", "of", "among", "part", "whole", "value", "low", "high")
_STEP = ("reading", "start", "end", "before", "taken", "added", "after")
_BY = ["store", "month"]
_Pair = tuple[str, str]


@dataclass(frozen=True)
class Reconciled:
    """A figure's readings, and the steps from the figure's own counts to those of the others.

    `readings`, the figure's own first: reading, of, among (names of counts), part, whole, value, low, high (Wilson
    95 %, nan of a rate that has no interval); nan where it is not known. A reading that is a count has its
    value alone.

    `steps`, a row per count by which a reading differs from the figure's own: reading, start, end (names of counts),
    before, taken, added, after, so that before − taken + added = after. `taken` and `added` are nan where it is not
    known which lines the two counts share: of monthly forms, and of days; all are nan where no month knows both.
    """

    readings: DataFrame
    steps: DataFrame


def reconciled(con: DuckDBPyConnection, filters: Filters, figure: str) -> Reconciled:
    """Return the readings of a figure; a figure without others has no row."""
    names = READINGS.get(figure, ())
    if not names:
        return Reconciled(DataFrame(columns=list(_READING)), DataFrame(columns=list(_STEP)))
    pairs = [(reading, *pair) for reading in names[1:] for pair in _differing(names[0], reading)]
    counted = dict.fromkeys(count for name in names for count in _counts_of(name))
    months = counts(con, filters, *counted, by=_BY, by_line=needs_lines(filters))
    exchanged = _exchanged(con, filters, list(dict.fromkeys((start, end) for _, start, end in pairs)))
    months = months.merge(exchanged, on=_BY, how="left")
    return Reconciled(
        DataFrame([_reading(months, name) for name in names], columns=list(_READING)),
        DataFrame([(reading, start, end, *_step(months, start, end)) for reading, start, end in pairs], columns=_STEP),
    )


def value(con: DuckDBPyConnection, filters: Filters, figure: str, among: Mapping[str, object]) -> DataFrame:
    """One row, of a rate in the reading chosen, narrowed to one value of each column of `among`, if any: its two counts
    under their own names, rate, low, high; no row where there is nothing to count or no rate of such a group.
    """
    read = rated(figure, filters)
    if not set(among) <= set(KEYS):
        return DataFrame(columns=[read.of, read.among, "rate", "low", "high"])
    frame = rate(con, filters, read.name, by=tuple(among))
    for column, wanted in among.items():
        frame = frame[frame[column].isna() if wanted is None else frame[column] == wanted]
    return frame.drop(columns=list(among)).reset_index(drop=True)


def chosen(con: DuckDBPyConnection) -> str:
    """Return the reading of the closing ratio that was chosen for the board, the deck's unless another was."""
    found = con.execute("select rate from setting.reading where figure = 'close_rate'").fetchall()
    return found[0][0] if found and found[0][0] in CLOSING else CLOSING[0]


def _counts_of(reading: str) -> tuple[str, ...]:
    return (RATES[reading].of, RATES[reading].among) if reading in RATES else (reading,)


def _differing(figure: str, reading: str) -> Iterator[_Pair]:
    """Yield the counts in which two readings differ: the figure's, the other's."""
    for start, end in zip(_counts_of(figure), _counts_of(reading), strict=True):
        if start != end:
            yield start, end


def _reading(months: DataFrame, name: str) -> tuple[object, ...]:
    counted = _counts_of(name)
    known = months[months[list(counted)].notna().all(axis=1)]
    sums = [_sum(known, count) for count in counted]
    if name not in RATES:
        return name, name, "", nan, nan, sums[0], nan, nan
    part, whole = sums
    low, high = wilson(part, whole) if RATES[name].has_interval else (nan, nan)
    return name, *counted, part, whole, part / whole if whole else nan, low, high


def _step(months: DataFrame, start: str, end: str) -> tuple[float, float, float, float]:
    """Return before, taken, added, after of a step, over the months in which both counts are known."""
    known = months[months[[start, end]].notna().all(axis=1)]
    before, after = _sum(known, start), _sum(known, end)
    columns = [f"{what}_{start}_{end}" for what in ("before", "taken", "added", "after")]
    if columns[0] not in known:
        return before, nan, nan, after
    lines_before, taken, added, lines_after = (float(known[column].sum()) for column in columns)
    is_by_line = (lines_before, lines_after) == (before, after)
    return (before, taken, added, after) if is_by_line else (before, nan, nan, after)


def _sum(known: DataFrame, count: str) -> float:
    """Sum a count over months known; stores side by side are open on the same days."""
    if known.empty:
        return nan
    return float(known.groupby("month")[count].max().sum() if count in DAYS else known[count].sum())


def _exchanged(con: DuckDBPyConnection, filters: Filters, pairs: Sequence[_Pair]) -> DataFrame:
    """One row per store and month: for every pair of counts of the same lines, how many lines the first has, only the
    first, only the second, and the second has.
    """
    frame = DataFrame({"store": [], "month": []}).astype({"store": str, "month": int})
    for mart in dict.fromkeys(COUNTS[start].mart for start, _ in pairs if start in COUNTS):
        shared = [pair for pair in pairs if all(name in COUNTS and COUNTS[name].mart == mart for name in pair)]
        where, parameters = filters.where(mart)
        columns = "".join(f", {_exchange(start, end)}" for start, end in shared)
        lines = con.execute(
            f"select store, month{columns} from mart.{mart} as line where {where} group by store, month", parameters
        ).df()
        frame = frame.merge(lines, on=_BY, how="outer")
    return frame


def _exchange(start: str, end: str) -> str:
    first, second = COUNTS[start].condition, COUNTS[end].condition
    conditions = {
        "before": first,
        "taken": f"({first}) and not ({second})",
        "added": f"({second}) and not ({first})",
        "after": second,
    }
    return ", ".join(f"count(*) filter (where {that}) as {what}_{start}_{end}" for what, that in conditions.items())
