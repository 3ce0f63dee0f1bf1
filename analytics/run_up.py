"""What is known of a month before it begins: what its days are worth, and what the months before came to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

from analytics import past
from analytics.calendar import is_month_end, kind_of
from analytics.figures import counts
from analytics.filters import Filters, first_day, last_day, month_index
from analytics.plans import FORGIVEN
from analytics.statistics.day_weights import DayWeights, learnt
from data.plans import closed_days

RATE_FROM = 12  # months back that a month's rate is learnt from

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Days:
    """Days in order: each one's date, also as a number, month (its number), kind, whether it is one of the last of its
    month, and whether the store is open.
    """

    day: list[date]
    ordinal: NDArray[np.int64]
    month: NDArray[np.int64]
    kind: list[str]
    is_month_end: list[bool]
    is_open: NDArray[np.bool_]

    @classmethod
    def of(cls, days: list[date], closed: Collection[date]) -> "Days":
        """Return what there is to say of these days."""
        return cls(
            days,
            np.array([day.toordinal() for day in days], dtype=np.int64),
            np.array([month_index(day) for day in days], dtype=np.int64),
            [kind_of(day) for day in days],
            [is_month_end(day) for day in days],
            np.array([day not in closed for day in days], dtype=bool),
        )

    def worth(self, weights: DayWeights) -> Numbers:
        """Return how many ordinary days each is worth, 0 when closed."""
        pairs = zip(self.kind, self.is_month_end, strict=True)
        return np.array([weights.of(kind, is_month_end=is_end) for kind, is_end in pairs]) * self.is_open


@dataclass(frozen=True)
class RunUp:
    """A month as it begins: its days, what each is worth in ordinary ones, what the days of the whole story are, and of
    each of the months before the deals and ordinary days.
    """

    days: Days
    worth: Numbers
    told_worth: Numbers
    past: list[tuple[int, float]]

    def gone(self, as_of: date) -> int:
        """Return how many days of the month are over in the evening of a day."""
        return min(max((as_of - self.days.day[0]).days + 1, 0), len(self.days.day))

    def split(self, gone: int) -> tuple[float, float]:
        """Return the ordinary days among the first so many days of the month, and among the others."""
        return float(self.worth[:gone].sum()), float(self.worth[gone:].sum())

    def open_after(self, gone: int) -> int:
        """Return how many open days follow the first so many."""
        return int(self.days.is_open[gone:].sum())


@dataclass(frozen=True)
class Story:
    """What a store sold day by day, on the days it is known of."""

    figure: str
    days: Days
    deals: NDArray[np.int64]
    closed: frozenset[date]

    def of_month(self, month: int) -> NDArray[np.int64]:
        """Return the deals of each day of a month, from its first day to the last one known."""
        return self.deals[self.days.month == month]

    def placed(self, deals: Mapping[date, int]) -> NDArray[np.int64]:
        """Return deals by date as one number for every day of the story."""
        found = np.zeros(len(self.days.day), dtype=np.int64)
        there = [day for day in deals if month_index(day) in self._months]
        found[np.searchsorted(self.days.ordinal, [day.toordinal() for day in there])] = [deals[day] for day in there]
        return found

    @cached_property
    def _months(self) -> set[int]:
        return set(self.days.month.tolist())

    def finished(self, first: int, last: int) -> list[int]:
        """Return the months of a range that are known from their first day to their last."""
        months, lengths = np.unique(self.days.month, return_counts=True)
        known = dict(zip(months.tolist(), lengths.tolist(), strict=True))
        short = FORGIVEN.days
        return [one for one in range(first, last + 1) if known.get(one, 0) >= last_day(one).day - short]

    def run_up(self, month: int) -> RunUp:
        """Return a month as it begins."""
        months = self.days.month
        weights = self._weights((months >= month - past.DAYS_FROM) & (months < month) & self.days.is_open)
        days, worth = Days.of(_stretch(first_day(month), last_day(month)), self.closed), self.days.worth(weights)
        return RunUp(days, days.worth(weights), worth, self.before(month, self.deals, worth))

    def before(
        self, month: int, deals: NDArray[np.int64], worth: Numbers, since: date = date.min
    ) -> list[tuple[int, float]]:
        """Return the deals (given for every day, as is its worth) and the ordinary days of each of the twelve months
        before a month, as far as they are known and not before `since`.
        """
        months = self.days.month
        of = (months >= month - RATE_FROM) & (months < month) & (self.days.ordinal >= since.toordinal())
        at = months[of] - (month - RATE_FROM)
        sold, length = np.bincount(at, deals[of], RATE_FROM), np.bincount(at, worth[of], RATE_FROM)
        return [(int(sold[one]), float(length[one])) for one in np.unique(at)]

    def _weights(self, of: NDArray[np.bool_]) -> DayWeights:
        at = np.flatnonzero(of).tolist()
        kinds, ends = [self.days.kind[one] for one in at], [self.days.is_month_end[one] for one in at]
        return learnt(kinds, ends, self.deals[at].tolist(), past.SENSIBLE[self.figure])


def story(con: DuckDBPyConnection, store: str, figure: str, first: int, last: int) -> Story:
    """Return what a store sold from one month to another (their numbers), of a planned figure."""
    closed = frozenset(closed_days(con, store))
    begun, until = past.lines(con, store)
    if begun is None or until is None:
        return Story(figure, Days.of([], closed), np.array([], dtype=np.int64), closed)
    begins, ends = max(begun, first_day(first)), min(until, last_day(last))
    name = past.COUNTED[figure]
    lines = counts(con, Filters(begins, ends, stores=(store,)), name, by=("day",)).dropna()
    sold = dict(zip(lines["day"].dt.date, lines[name].astype(int), strict=True))
    known = past.known_months(con, store, figure)
    days = Days.of([day for day in _stretch(begins, ends) if month_index(day) in known], closed)
    return Story(figure, days, np.array([sold.get(day, 0) for day in days.day], dtype=np.int64), closed)


def _stretch(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
