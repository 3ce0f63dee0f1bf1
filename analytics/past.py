"""What a store's own past says: what its days are worth, who sells there, and each one's share."""

from collections.abc import Sequence
from datetime import date, timedelta
from math import nan

from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.calendar import HOLIDAY, KINDS, MAKE_UP, SPRING_FESTIVAL, is_month_end, kind_of
from analytics.figures import counts, is_known
from analytics.filters import Filters, first_day, last_day, month_index
from analytics.statistics.day_weights import DayWeights, learnt
from data.planned import FIGURES
from data.plans import closed_days

# what each planned figure counts
COUNTED = {"leads": "contacts", "orders": "showroom_deals", "sales": "deliveries"}

DAYS_FROM = 24  # months back that days' weights are learnt from
PEOPLE_FROM = 6  # months back that salespeople's shares are learnt from
PRIOR_MONTHS = 2.0  # of the average salesperson, that everybody's own months are mixed with
GONE_AFTER = timedelta(days=60)  # without a line of his, a salesperson is not planned with
_DAYS_A_MONTH = 365.25 / 12
_ONE = timedelta(days=1)

_WEEKEND = 1.8
_KINDS = dict.fromkeys(KINDS, 1.0) | {
    "saturday": _WEEKEND,
    "sunday": _WEEKEND,
    HOLIDAY: _WEEKEND,
    SPRING_FESTIVAL: 0.5,
    MAKE_UP: 1.0,
}
# what days are worth before the store has a past: orders and handovers are pressed into the month's last days
SENSIBLE = {
    "leads": DayWeights(_KINDS, 1.0),
    "orders": DayWeights(_KINDS, 1.3),
    "sales": DayWeights(_KINDS, 1.3),
}


def last_line(con: DuckDBPyConnection, store: str) -> date | None:
    """Return the last day a store's visit or deal register has a line for."""
    return lines(con, store)[1]


def lines(con: DuckDBPyConnection, store: str) -> tuple[date | None, date | None]:
    """Return the first and the last day a store's visit or deal register has a line for."""
    days = " union all ".join(f"select day from mart.{mart} where store = ?" for mart in ("visit", "deal"))
    found: tuple[date | None, date | None] = con.execute(
        f"select min(day), max(day) from ({days})", [store, store]
    ).fetchall()[0]
    return found


def known_months(con: DuckDBPyConnection, store: str, figure: str) -> set[int]:
    """Return the months in which a planned figure of a store is known line by line."""
    known = is_known((COUNTED[figure],), Filters(date.min, date.max), ("day",))
    rows = con.execute(f"select month from mart.coverage where store = ? and {known}", [store]).fetchall()
    return {month for (month,) in rows}


def by_day(con: DuckDBPyConnection, store: str, first: date, last: date) -> DataFrame:
    """One row per day of a stretch: day, and each planned figure as it was; nan in months in which it is not known."""
    lines = counts(con, Filters(first, last, stores=(store,)), *COUNTED.values(), by=("day",))
    found = {figure: dict(zip(lines["day"].dt.date, lines[name], strict=True)) for figure, name in COUNTED.items()}
    known = {figure: known_months(con, store, figure) for figure in FIGURES}
    days = [first + n * _ONE for n in range((last - first).days + 1)]
    return DataFrame(
        {
            "day": days,
            **{
                figure: [_count(found[figure].get(day)) if month_index(day) in known[figure] else nan for day in days]
                for figure in FIGURES
            },
        }
    )


def by_salesperson(con: DuckDBPyConnection, store: str, first: date, last: date) -> DataFrame:
    """Index salesperson (None: lines without a name); each planned figure over a stretch, a count that is missing being
    0: whoever asks tells whether the figure is known.
    """
    lines = counts(con, Filters(first, last, stores=(store,)), *COUNTED.values(), by=("salesperson",))
    names = [who if isinstance(who, str) else None for who in lines["salesperson"]]
    return DataFrame(
        {figure: [_count(value) for value in lines[name]] for figure, name in COUNTED.items()},
        index=DataFrame({"salesperson": names}, dtype=object)["salesperson"],
    )


def day_weights(con: DuckDBPyConnection, store: str, month: int) -> dict[str, DayWeights]:
    """Return by figure what days are worth, learnt from the 24 months before a month in which the figure is known."""
    first, last = _before(con, store, month, DAYS_FROM)
    if first is None or last is None:
        return SENSIBLE
    closed = set(closed_days(con, store))
    days = by_day(con, store, first, last)
    days = days[[day not in closed for day in days["day"]]]
    found = {}
    for figure in FIGURES:
        past = days[days[figure].notna()]
        kinds, ends = [kind_of(day) for day in past["day"]], [is_month_end(day) for day in past["day"]]
        found[figure] = learnt(kinds, ends, [int(number) for number in past[figure]], SENSIBLE[figure])
    return found


def salespeople(con: DuckDBPyConnection, store: str, month: int) -> dict[str, date]:
    """Return who sells in a store as a month begins, by name, and since when: all with a line in the 60 days before it;
    where nothing is known before, those of the month itself.
    """
    last = last_line(con, store)
    if last is None:
        return {}
    start = first_day(month)
    begun = _people(con, store, min(last, start - _ONE))
    return begun or _people(con, store, min(last, last_day(month)))


def shares(con: DuckDBPyConnection, store: str, month: int, names: Sequence[str]) -> dict[str, list[float]]:
    """Return by figure what each of these salespeople is expected to do in a month, from the six months before it.

    His own monthly rate, mixed with two months of the average one; whoever has no past gets the average.
    """
    first, last = _before(con, store, month, PEOPLE_FROM)
    if first is None or last is None:
        return {figure: [1.0] * len(names) for figure in FIGURES}
    since = _people(con, store, last)
    months = [((last - max(since[who], first)).days + 1) / _DAYS_A_MONTH if who in since else 0.0 for who in names]
    lines = by_salesperson(con, store, first, last)
    return {figure: _mixed([float(lines[figure].get(who, 0)) for who in names], months) for figure in FIGURES}


def _mixed(done: Sequence[float], months: Sequence[float]) -> list[float]:
    """Return monthly rates mixed with the average one: gamma posteriors with PRIOR_MONTHS months of it."""
    average = sum(done) / sum(months) if sum(months) else 0.0
    return [(own + PRIOR_MONTHS * average) / (past + PRIOR_MONTHS) for own, past in zip(done, months, strict=True)]


def _before(con: DuckDBPyConnection, store: str, month: int, most: int) -> tuple[date | None, date | None]:
    """Return the first and last day of a store's past before a month, at most so many months; None when it has none."""
    first, last = con.execute(
        "select min(day), max(day) from mart.visit where store = ? and day < ?", [store, first_day(month)]
    ).fetchall()[0]
    return (None, None) if last is None else (max(first, first_day(month_index(last) - most + 1)), last)


def _people(con: DuckDBPyConnection, store: str, until: date) -> dict[str, date]:
    lines = " union all ".join(
        f"select salesperson, day from mart.{mart} where store = ? and day <= ?" for mart in ("visit", "deal")
    )
    rows = con.execute(
        f"""
        select salesperson, min(day)
        from ({lines}) as line
        where salesperson is not null
        group by salesperson
        having max(day) >= ?
        order by salesperson
        """,
        [store, until, store, until, until - GONE_AFTER],
    ).fetchall()
    return dict(rows)


def _count(value: float | None) -> float:
    return 0.0 if value is None or value != value else float(value)  # noqa: PLR0124 (NaN)
