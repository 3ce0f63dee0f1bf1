"""Like for like: a period and an earlier one, only over what is known of both.

Store by store and month by month, a figure is compared where it is known on both sides. A store's unfinished last
month goes up to its own last logged day and is set against as many days; a month whose register begins after its
first days is left out. Two periods that are not as many whole months are compared day by day, up to the shorter's end.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from duckdb import DuckDBPyConnection

from analytics.earlier import THE_ONE_BEFORE, Against, Earlier
from analytics.figures import is_known, needs_lines
from analytics.filters import Filters, Grain, Stretch, Within, first_day, last_day, month_index
from analytics.metrics import COUNTS, RATES, rated

# Showrooms close on some last days, and a day is not worth a word.
FORGIVEN_DAYS = 1
# Showrooms open on the second or third of some months; a register that begins later began within its month.
FORGIVEN_FIRST_DAYS = 3


@dataclass(frozen=True)
class LeftOut:
    """Months of a store a comparison does without, and why.

    "before": not known in the earlier period; "now": not in this one; "late": a register began within the month;
    "form": one is unfinished, and of the other only a monthly form knows.
    """

    store: str
    first_month: int
    last_month: int
    why: str


@dataclass(frozen=True)
class Comparison:
    """The compared days of the period and of the earlier one, and what is left out of the period.

    `days` is how many of an unfinished period's days are compared, None when that differs between stores.
    """

    against: Against
    now: Within
    before: Within
    is_unfinished: bool
    days: int | None
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True)
class _Logged:
    """The days between which a store's lines lie."""

    first: date | None
    last: date | None


@dataclass(frozen=True)
class _Month:
    """Whether a figure is known in a month of a store, and whether from lines alone or from a form alone."""

    is_known: bool
    by_line: bool
    stated: bool


_UNKNOWN = _Month(is_known=False, by_line=False, stated=False)


def compare(
    con: DuckDBPyConnection,
    filters: Filters,
    *figures: str,
    earlier: Earlier = THE_ONE_BEFORE,
    by_line: bool = False,
) -> Comparison:
    """Return over which days the period and an earlier one are fairly compared in all of these counts and rates.

    `by_line` asks for months known line by line on both sides, as channels, models and people need.
    """
    return _compare(con, filters, [figures], earlier, by_line=by_line)[0]


def compare_each(
    con: DuckDBPyConnection, filters: Filters, figures: Sequence[str], earlier: Earlier = THE_ONE_BEFORE
) -> dict[str, Comparison]:
    """Return what `compare` returns of each of these counts and rates by itself, by figure."""
    compared = _compare(con, filters, [(name,) for name in figures], earlier, by_line=False)
    return dict(zip(figures, compared, strict=True))


def _compare(
    con: DuckDBPyConnection, filters: Filters, groups: Sequence[Sequence[str]], earlier: Earlier, *, by_line: bool
) -> list[Comparison]:
    """Return a comparison of each group of figures: what is known is read once for all."""
    counted = [tuple(name for figure in group for name in _counted(figure, filters)) for group in groups]
    before = earlier.of(filters)
    if _is_by_day(filters, before):
        filters, before = _as_long(filters, before)
    by_line = by_line or needs_lines(filters) or _is_by_day(filters, before)
    logged = {only_deals: _logged(con, filters, only_deals=only_deals) for only_deals in set(map(_only_deals, counted))}
    return [
        _compared((filters, before), earlier.against, months, logged[_only_deals(names)], by_line=by_line)
        for names, months in zip(counted, _months(con, filters, before, counted), strict=True)
    ]


def _compared(
    periods: tuple[Filters, Filters],
    against: Against,
    months: Mapping[tuple[str, int], _Month],
    logged: Mapping[str, _Logged],
    *,
    by_line: bool,
) -> Comparison:
    filters, before = periods
    latest = max((month for _, month in months), default=0)
    reached = None if any(known.stated for known in months.values()) else _last(logged)
    pairs: list[tuple[Stretch, Stretch]] = []
    left_out: list[LeftOut] = []
    for store in sorted({store for store, _ in months}):
        for now, then in _halves(filters, before, store):
            sides = [months.get((store, month_index(side.first)), _UNKNOWN) for side in (now, then)]
            usable = [side.is_known and (side.by_line or not by_line) for side in sides]
            month = month_index(now.first)
            if not any(usable) or (not usable[0] and month > latest) or (reached and now.first > reached):
                continue
            if not all(usable):
                left_out.append(LeftOut(store, month, month, "before" if usable[0] else "now"))
                continue
            pair = _as_logged((now, then), sides, logged.get(store, _Logged(None, None)))
            if isinstance(pair, str):
                left_out.append(LeftOut(store, month, month, pair))
            else:
                pairs.append(pair)
    ends = [max(now.last for now, _ in pairs if now.store == store) for store in {now.store for now, _ in pairs}]
    is_unfinished = bool(ends) and latest <= month_index(filters.end) and _stops_short(filters, before, pairs)
    return Comparison(
        against,
        filters.within(_joined(now for now, _ in pairs)),
        before.within(_joined(then for _, then in pairs)),
        is_unfinished,
        (ends[0] - filters.start).days + 1 if is_unfinished and len(set(ends)) == 1 else None,
        tuple(_runs(left_out)),
    )


def _only_deals(names: Sequence[str]) -> bool:
    return {COUNTS[name].mart for name in names} == {"deal"}


def _counted(figure: str, filters: Filters) -> tuple[str, ...]:
    if figure not in RATES:
        return (figure,)
    read = rated(figure, filters)
    return read.of, read.among


def _is_by_day(filters: Filters, before: Filters) -> bool:
    return Grain.CUSTOM in (filters.grain, before.grain)


def _as_long(filters: Filters, before: Filters) -> tuple[Filters, Filters]:
    """Return both periods as long as the shorter is."""
    length = min(filters.end - filters.start, before.end - before.start)
    return filters.over(filters.start, filters.start + length), before.over(before.start, before.start + length)


def _stops_short(filters: Filters, before: Filters, pairs: Sequence[tuple[Stretch, Stretch]]) -> bool:
    """Whether the compared days end before the period does, or a store's are cut."""
    uncut = {half.last for half, _ in _halves(filters, before, "")}
    end = max(now.last for now, _ in pairs)
    return any(now.last not in uncut for now, _ in pairs) or filters.end - end > timedelta(days=FORGIVEN_DAYS)


def _months(
    con: DuckDBPyConnection, filters: Filters, before: Filters, groups: Sequence[Sequence[str]]
) -> list[dict[tuple[str, int], _Month]]:
    """Return what is known of each group of counts by store and month, from the earlier period's first month on."""
    stores, parameters = filters.where_store()
    asked = []
    for names in groups:
        columns = dict.fromkeys(column for name in names for column in COUNTS[name].known_from)
        by_line = " and ".join(f"coalesce({column}, 'form') <> 'form'" for column in columns)
        stated = " and ".join(f"coalesce({column}, '') = 'form'" for column in columns)
        asked.append(f"[coalesce({is_known(names, filters)}, false), {by_line}, {stated}]")
    rows = con.execute(
        f"select store, month, {', '.join(asked)} from mart.known as c where month >= ?{stores}",
        [before.touched_months[0], *parameters],
    ).fetchall()
    return [{(row[0], row[1]): _Month(*row[2 + place]) for row in rows} for place in range(len(groups))]


def _logged(con: DuckDBPyConnection, filters: Filters, *, only_deals: bool) -> dict[str, _Logged]:
    """Return from when to when each store's contact register reaches; for deals, where their own log goes further."""
    stores, parameters = filters.where_store()
    days = f"select store, min(day) as first_on, max(day) as last_on from mart.{{}} where true{stores} group by store"
    rows = con.execute(
        f"""
        select store, v.first_on, l.until_on, d.first_on, d.last_on
        from ({days.format("visit")}) as v
        full join ({days.format("deal")}) as d using (store)
        left join mart.logged as l using (store)
        """,
        [*parameters, *parameters],
    ).fetchall()
    found = {store: _Logged(first, last) for store, first, last, _, _ in rows}
    if only_deals:
        for store, first, last, first_deal, last_deal in rows:
            if first_deal is not None:
                goes_further = last is None or month_index(last_deal) > month_index(last)
                found[store] = _Logged(min(first or first_deal, first_deal), last_deal if goes_further else last)
    return found


def _last(logged: Mapping[str, _Logged]) -> date | None:
    return max((days.last for days in logged.values() if days.last), default=None)


def _halves(filters: Filters, before: Filters, store: str) -> Iterator[tuple[Stretch, Stretch]]:
    """Yield pairs of like days of a store, each within one month: month by month, else day by day."""
    if not _is_by_day(filters, before):
        first, last = filters.touched_months
        for month in range(first, last + 1):
            other = month - first + month_index(before.start)
            yield (
                Stretch(store, first_day(month), last_day(month)),
                Stretch(store, first_day(other), last_day(other)),
            )
        return
    back = filters.start - before.start
    start = filters.start
    while start <= filters.end:
        month_end, earlier_end = last_day(month_index(start)), last_day(month_index(start - back)) + back
        end = min(filters.end, month_end, earlier_end)
        yield Stretch(store, start, end), Stretch(store, start - back, end - back)
        start = end + timedelta(days=1)


def _as_logged(
    pair: tuple[Stretch, Stretch], sides: Sequence[_Month], logged: _Logged
) -> tuple[Stretch, Stretch] | str:
    """Return the pair cut where the store's register ends, or why it cannot be compared."""
    late = timedelta(days=FORGIVEN_FIRST_DAYS)
    for half, month in zip(pair, sides, strict=True):
        if not month.stated and logged.first and logged.first - half.first > late:
            return "late"
    now, then = pair
    if sides[0].stated or logged.last is None or now.last - logged.last <= timedelta(days=FORGIVEN_DAYS):
        return pair
    if logged.last < now.first:
        return "now"
    if not all(month.by_line for month in sides):
        return "form"
    days = logged.last - now.first
    return replace(now, last=logged.last), replace(then, last=min(then.last, then.first + days))


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Yield the stretches, those that follow each other in a store as one."""
    open_one: Stretch | None = None
    for stretch in stretches:
        if open_one and open_one.store == stretch.store and stretch.first - open_one.last == timedelta(days=1):
            open_one = replace(open_one, last=stretch.last)
            continue
        if open_one:
            yield open_one
        open_one = stretch
    if open_one:
        yield open_one


def _runs(left_out: Iterable[LeftOut]) -> Iterator[LeftOut]:
    """Yield what is left out, months that follow each other for the same reason as one."""
    run: LeftOut | None = None
    for one in left_out:
        same = run and (run.store, run.why) == (one.store, one.why) and one.first_month - run.last_month in (0, 1)
        if run and same:
            run = replace(run, last_month=one.last_month)
            continue
        if run:
            yield run
        run = one
    if run:
        yield run
