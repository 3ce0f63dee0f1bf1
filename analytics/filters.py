"""What the reader chose to look at, and the one place where it becomes SQL."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class Grain(StrEnum):
    """The length of a period."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"


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
class Filters:
    """A period, both ends included, and the stores, salespeople, channels and models looked at; empty means all."""

    start: date
    end: date
    grain: Grain = Grain.CUSTOM
    stores: tuple[str, ...] = ()
    salespeople: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    models: tuple[str, ...] = ()

    @classmethod
    def of_months(cls, first: int, grain: Grain, **choices: tuple[str, ...]) -> "Filters":
        """Return the filters of the month, quarter or year that begins with month number `first`."""
        return cls(first_day(first), last_day(first + MONTHS[grain] - 1), grain, **choices)

    @property
    def splits_people(self) -> bool:
        """Whether a choice is made that a monthly form cannot follow: salesperson or channel."""
        return bool(self.salespeople or self.channels)

    @property
    def touched_months(self) -> tuple[int, int]:
        """The first and last month the period lies in."""
        return month_index(self.start), month_index(self.end)

    @property
    def whole_months(self) -> tuple[int, int]:
        """The first and last month the period holds whole; the last is before the first when it holds none."""
        first, last = self.touched_months
        return (first if self.start == first_day(first) else first + 1), (
            last if self.end == last_day(last) else last - 1
        )

    def where(self, day: str = "day") -> tuple[str, list[object]]:
        """Return the condition on a mart's `day`, store, salesperson, channel and model, and its parameters."""
        people, parameters = self.where_people()
        return f"{day} between ? and ?{people}", [self.start, self.end, *parameters]

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

    def until(self, end: date) -> "Filters":
        """Return the same choices with the period cut at `end`."""
        return replace(self, end=min(self.end, end))

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
