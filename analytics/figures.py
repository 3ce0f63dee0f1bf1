"""Any counts under any filters, whole or by month, store, channel …: what every page's figures come from.

Registers are counted line by line; a month no register covers takes what a monthly form states of it. A figure
that is known from nowhere is missing (nan), a known one that did not happen is 0.
"""

from collections.abc import Sequence
from itertools import chain
from math import nan

from duckdb import DuckDBPyConnection
from numpy import bincount, isnan, unique
from pandas import DataFrame

from analytics.filters import Filters
from analytics.metrics import COUNTS, DAYS, OVER_TIME, RATES, Count, Rate
from analytics.statistics.rates import with_rate

KEYS = ("store", "month", "day", "weekday", "hour", "salesperson", "channel", "model", "contact_type", "level")
STATED_KEYS = {"store", "month", "model"}
_LINE_BY_LINE = "'register', 'visits'"
# counts that are missing in just the months of a store in which they are not known
_TOLD_BY_MONTH = {name for name, count in COUNTS.items() if count.mart not in {*OVER_TIME, "loss_reason"}}


def counts(
    con: DuckDBPyConnection,
    filters: Filters,
    *names: str,
    by: Sequence[str] = (),
    both_known: bool = False,
    by_line: bool = False,
) -> DataFrame:
    """One row per group of `by` (one row in all when empty), ordered by it: the keys, then a column per count.

    `both_known` leaves out the months of a store in which not every one of the counts is known, as a rate needs it;
    `by_line` what only a monthly form knows.
    """
    pieces = [_from_mart(mart, filters, names, by, both_known) for mart in _marts(names)]
    if set(by) <= STATED_KEYS and not by_line:
        pieces.append(_from_forms(filters, names, by, both_known))
    if set(by) <= {"store", "month"}:
        pieces.append(_known_zeros(filters, names, by, both_known))
    keys = "".join(f"{key}, " for key in by)
    sums = ", ".join(f"sum({name})::double as {name}" for name in names)
    grouping = f"group by {', '.join(by)} order by {', '.join(by)}" if by else ""
    union = " union all ".join(sql for sql, _ in pieces)
    parameters = [value for _, values in pieces for value in values]
    return con.execute(f"select {keys}{sums} from ({union}) as piece {grouping}", parameters).df()


def rate(con: DuckDBPyConnection, filters: Filters, name: str, by: Sequence[str] = ()) -> DataFrame:
    """One row per group of `by`: the keys, the rate's two counts under their own names, rate, low, high (Wilson 95 %;
    nan of a rate that has no interval).

    Counts only the months of a store in which both are known; in a group of people a count that is missing is 0.
    """
    wanted = RATES[name]
    frame = counts(con, filters, wanted.of, wanted.among, by=by, both_known=True)
    if not set(by) <= {"store", "month"}:
        frame = frame.fillna({wanted.of: 0, wanted.among: 0})
    return _with_rate(frame, wanted)


def _with_rate(frame: DataFrame, wanted: Rate) -> DataFrame:
    rated = with_rate(frame, wanted.of, wanted.among)
    return rated if wanted.has_interval else rated.assign(low=nan, high=nan)


def together(
    con: DuckDBPyConnection, filters: Filters, names: Sequence[str], *, by_month: bool = False
) -> dict[str, DataFrame]:
    """Return what `counts` or `rate` answers of each of these figures, whole or by month, by name.

    They are asked in one question as far as a store's month says by itself whether both counts of a rate are known.
    """
    by = ("month",) if by_month else ()
    asked = {name: [RATES[name].of, RATES[name].among] if name in RATES else [name] for name in names}
    pooled = {name: counted for name, counted in asked.items() if set(counted) <= _TOLD_BY_MONTH}
    answers = {
        name: rate(con, filters, name, by) if name in RATES else counts(con, filters, name, by=by)
        for name in asked
        if name not in pooled
    }
    if not pooled:
        return answers
    frame = counts(con, filters, *dict.fromkeys(chain(*pooled.values())), by=("store", "month"))
    for name, counted in pooled.items():
        summed = _pooled(frame, counted, by_month=by_month)
        answers[name] = _with_rate(summed, RATES[name]) if name in RATES else summed
    return answers


def _pooled(frame: DataFrame, counted: list[str], *, by_month: bool) -> DataFrame:
    """Add up, whole or by month, the counts of a frame by store and month where all of them are known."""
    values = frame[counted].to_numpy()
    are_known = ~isnan(values).any(axis=1)
    if not by_month:
        return DataFrame([values[are_known].sum(axis=0) if are_known.any() else [nan] * len(counted)], columns=counted)
    months, place = unique(frame["month"].to_numpy()[are_known], return_inverse=True)
    sums = {name: bincount(place, values[are_known, column], len(months)) for column, name in enumerate(counted)}
    return DataFrame({"month": months, **sums})


def without_gaps(frame: DataFrame, known_by: str) -> DataFrame:
    """Fill a frame by month from the first to the last in which `known_by` is known: none between is left out."""
    known_months = frame.loc[frame[known_by].notna(), "month"]
    if known_months.empty:
        return frame.head(0)
    months = range(int(known_months.min()), int(known_months.max()) + 1)
    return frame.set_index("month").reindex(months).rename_axis("month").reset_index()


def _marts(names: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(COUNTS[name].mart for name in names if name in COUNTS))


def _from_mart(
    mart: str, filters: Filters, names: Sequence[str], by: Sequence[str], both_known: bool
) -> tuple[str, list[object]]:
    where, parameters = filters.where(mart)
    if both_known:
        where += f" and {known(names, filters, by)}"
    keys = "".join(f"{key}, " for key in by)
    columns = ", ".join(
        f"sum({COUNTS[name].amount}) filter (where {COUNTS[name].condition}) as {name}"
        if name in COUNTS and COUNTS[name].mart == mart
        else f"null as {name}"
        for name in names
    )
    grouping = f" group by {', '.join(by)}" if by else ""
    return f"select {keys}{columns} from mart.{mart} as line where {where}{grouping}", parameters


def _from_forms(
    filters: Filters, names: Sequence[str], by: Sequence[str], both_known: bool
) -> tuple[str, list[object]]:
    where, parameters = where_stated(filters, by)
    if both_known:
        where += f" and {known(names, filters, by)}"
    keys = "".join(f"{key}, " for key in by)
    columns = ", ".join(f"sum(value) filter (where figure = '{name}') as {name}" for name in names)
    grouping = f" group by {', '.join(by)}" if by else ""
    sql = f"select {keys}{columns} from mart.stated as line where {where}{grouping}"
    return sql, parameters


def where_stated(filters: Filters, by: Sequence[str] = ()) -> tuple[str, list[object]]:
    """Return the condition on the lines of mart.stated that count under the filters, and its parameters: none under a
    choice of people, of models those a form asks by model.
    """
    where, parameters = filters.where_months(whole=True)
    if filters.splits_people:
        return f"{where} and false", parameters
    if filters.models or "model" in by:
        marks = ", ".join("?" * len(filters.models))
        where += " and figure = 'interested'" + (f" and model in ({marks})" if filters.models else "")
    return where, [*parameters, *filters.models]


def _known_zeros(
    filters: Filters, names: Sequence[str], by: Sequence[str], both_known: bool
) -> tuple[str, list[object]]:
    where, parameters = filters.where_months(whole=False)
    if both_known:
        where += f" and {known(names, filters, by)}"
    keys = "".join(f"{key}, " for key in by)
    columns = ", ".join(
        f"max(case when {_line_by_line(COUNTS[name].known_from)} then 0 end) as {name}"
        if name in COUNTS
        else f"sum({name}_once) as {name}"
        for name in names
    )
    grouping = f" group by {', '.join(by)}" if by else ""
    # stores side by side are open on the same days; months one after the other add up
    same_days = "month, store" if "store" in by else "month"
    once = f"row_number() over (partition by {same_days} order by days_open desc) = 1"
    days = "".join(f", case when {once} then {DAYS[name]} end as {name}_once" for name in names if name in DAYS)
    lines = f"select *{days} from mart.coverage as line where {where}"
    return f"select {keys}{columns} from ({lines}) as line{grouping}", parameters


def known(names: Sequence[str], filters: Filters, by: Sequence[str] = ()) -> str:
    """Return the condition that every count is known in the month and store of a mart's `line`."""
    where = is_known(names, filters, by)
    return f"(line.store, line.month) in (select c.store, c.month from mart.known as c where {where})"


def is_known(names: Sequence[str], filters: Filters, by: Sequence[str] = ()) -> str:
    """Return the condition on a line `c` of mart.known that every count is known, from registers where no form can
    follow: under a choice of people or models, by other keys than store and month, for customers met over time.
    """
    of = [COUNTS[name] for name in names if name in COUNTS]
    if needs_lines(filters, by) or any(count.mart in OVER_TIME for count in of):
        return _line_by_line(tuple(dict.fromkeys(column for count in of for column in count.known_from)))
    return " and ".join(f"({_line_by_line(count.known_from)} or {_is_stated(count)})" for count in of)


def _is_stated(count: Count) -> str:
    if count.mart == "loss_reason":  # what a loss form states are lines of the mart itself
        return "loss = 'form'"
    return f"list_contains(c.stated, '{count.name}')"


def needs_lines(filters: Filters, by: Sequence[str] = ()) -> bool:
    """Whether only lines can answer: a monthly form knows neither people nor models beside its own counts."""
    return filters.splits_people or bool(filters.models) or not set(by) <= {"store", "month"}


def _line_by_line(columns: Sequence[str]) -> str:
    return " and ".join(f"{column} in ({_LINE_BY_LINE})" for column in columns)
