"""What the reader chose to look at, and the one place where it becomes SQL."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    """The length of a period."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


_LOSS_FORMS = "select sheet_id from mart.source where kind = 'loss_summary'"
MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}


def month_index(day: date) -> int:
    """Return year * 12 + month - 1, the number months have in every mart."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month given by its number."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a month given by its number."""
    first = first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


@dataclass(frozen=True)
class Stretch:
    """Days of one store, both ends included."""

    store: str
    first: date
    last: date

    @property
    def touched_months(self) -> tuple[int, int]:
        """The first and last month the days lie in."""
        return month_index(self.first), month_index(self.last)

    @property
    def whole_months(self) -> tuple[int, int]:
        """The first and last month the days hold whole; the last is before the first when they hold none."""
        first, last = self.touched_months
        return (first if self.first == first_day(first) else first + 1), (
            last if self.last == last_day(last) else last - 1
        )


@dataclass(frozen=True)
class Filters:
    """A period, both ends included, and the stores, salespeople, channels and models looked at; empty means all.

    `closing` names the reading of the closing ratio the board shows: it narrows nothing.
    """

    start: date
    end: date
    grain: Grain = Grain.CUSTOM
    stores: tuple[str, ...] = ()
    salespeople: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    closing: str = "close_rate"

    @classmethod
    def of_months(cls, first: int, grain: Grain, closing: str = "close_rate", **choices: tuple[str, ...]) -> "Filters":
        """Return the filters of the month, quarter or year that begins with month number `first`."""
        return cls(first_day(first), last_day(first + MONTHS[grain] - 1), grain, **choices, closing=closing)

    @property
    def splits_people(self) -> bool:
        """Whether a choice is made that a monthly form cannot follow: salesperson or channel."""
        return bool(self.salespeople or self.channels)

    @property
    def _period(self) -> Stretch:
        return Stretch("", self.start, self.end)

    @property
    def touched_months(self) -> tuple[int, int]:
        """The first and last month the period lies in."""
        return self._period.touched_months

    @property
    def whole_months(self) -> tuple[int, int]:
        """The first and last month the period holds whole; the last is before the first when it holds none."""
        return self._period.whole_months

    def where(self, mart: str = "") -> tuple[str, list[object]]:
        """Return the condition on day, store, salesperson, channel and model of a mart, and its parameters.

        A loss form's month stands in mart.loss_reason on its first day: it counts where the whole month is looked at.
        """
        people, parameters = self.where_people()
        days, day_values = self._where_stretches("day", lambda days: (days.first, days.last))
        where, values = f"day between ? and ?{people}{days}", [self.start, self.end, *parameters, *day_values]
        if mart == "loss_reason":
            months, month_values = self.where_months(whole=True)
            where += f" and (sheet_id not in ({_LOSS_FORMS}) or {months})"
            values += month_values
        return where, values

    def where_months(self, *, whole: bool) -> tuple[str, list[object]]:
        """Return the condition on a mart's month and store alone, and its parameters: of the months the period holds
        whole, else of those it touches.
        """
        stores, parameters = self.where_store()
        months, values = self._where_stretches(
            "month", lambda days: days.whole_months if whole else days.touched_months
        )
        period = self.whole_months if whole else self.touched_months
        return f"month between ? and ?{stores}{months}", [*period, *parameters, *values]

    def _where_stretches(self, column: str, ends: Callable[[Stretch], Sequence[object]]) -> tuple[str, list[object]]:
        """Return the condition that a column lies between the `ends` of a stretch looked at: here, all days are."""
        return "", []

    def within(self, stretches: Iterable[Stretch]) -> "Within":
        """Return the same choices, but of each store only these days."""
        choices = self.stores, self.salespeople, self.channels, self.models, self.closing
        return Within(self.start, self.end, self.grain, *choices, tuple(stretches))

    def where_people(self) -> tuple[str, list[object]]:
        """Return the condition on everything but the day, beginning with " and" or empty."""
        chosen = {
            "store": self.stores,
            "salesperson": self.salespeople,
            "channel": self.channels,
            "model": self.models,
        }
        condition = "".join(
            f" and {column} in ({', '.join('?' * len(values))})" for column, values in chosen.items() if values
        )
        return condition, [value for values in chosen.values() for value in values]

    def where_store(self) -> tuple[str, list[object]]:
        """Return the condition on the store alone, beginning with " and" or empty."""
        return replace(self, salespeople=(), channels=(), models=()).where_people()

    def over(self, start: date, end: date) -> "Filters":
        """Return the same choices over another period."""
        return replace(self, start=start, end=end, grain=Grain.CUSTOM)

    def last_months(self, number: int) -> "Filters":
        """Return the same choices over the `number` whole months that end with this period's last month."""
        last = month_index(self.end)
        return self.over(first_day(last - number + 1), last_day(last))

    def before(self) -> "Filters":
        """Return the same choices over the period before: the last month, quarter or year, or as many days."""
        if self.grain is Grain.CUSTOM:
            length = self.end - self.start
            return replace(self, start=self.start - length - timedelta(days=1), end=self.start - timedelta(days=1))
        first = month_index(self.start) - MONTHS[self.grain]
        return replace(self, start=first_day(first), end=last_day(first + MONTHS[self.grain] - 1))


@dataclass(frozen=True)
class Within(Filters):
    """Filters that look at certain days of each store only, at none of a store not named."""

    stretches: tuple[Stretch, ...] = ()

    def _where_stretches(self, column: str, ends: Callable[[Stretch], Sequence[object]]) -> tuple[str, list[object]]:
        if not self.stretches:
            return " and false", []
        within = " or ".join([f"store = ? and {column} between ? and ?"] * len(self.stretches))
        return f" and ({within})", [value for days in self.stretches for value in (days.store, *ends(days))]
