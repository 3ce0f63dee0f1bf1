"""Which earlier period a period is compared with, and when Spring Festival was."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from holidays import country_holidays

from analytics.filters import Filters, Grain, month_index

# Customers stay away, and come all at once, for about six weeks on either side of the festival.
NEAR_FESTIVAL = timedelta(days=42)
LONGEST_ALIGNED = timedelta(days=92)
_FESTIVAL = "Chinese New Year (Spring Festival)"


class Against(StrEnum):
    """The earlier period: the one before, the same days of the last year, of its Spring Festival, or any days."""

    BEFORE = "before"
    LAST_YEAR = "last_year"
    FESTIVAL = "festival"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class Earlier:
    """A choice of an earlier period; `days` are its first and last where any days are chosen."""

    against: Against = Against.BEFORE
    days: tuple[date, date] | None = None

    def of(self, filters: Filters) -> Filters:
        """Return the same filters over the earlier period; the period before where the choice is not on offer."""
        if self.against is Against.LAST_YEAR and filters.grain is not Grain.YEAR:
            return _last_year(filters)
        festival = _festival_near(filters)
        if self.against is Against.FESTIVAL and festival:
            back = festival - spring_festival(festival.year - 1)
            return filters.over(filters.start - back, filters.end - back)
        if self.against is Against.CHOSEN and self.days:
            return _chosen(filters, *self.days)
        return filters.before()


THE_ONE_BEFORE = Earlier()


@cache
def spring_festival(year: int) -> date:
    """Return the first day of the first lunar month that begins in a year, 农历正月初一."""
    named: Sequence[date] = country_holidays("CN", years=year, language="en_US").get_named(_FESTIVAL, lookup="exact")
    return min(named)


def offered(filters: Filters) -> tuple[Against, ...]:
    """Return what a period can be compared with: a year's last year is the one before, the festival has to be near."""
    last_year = () if filters.grain is Grain.YEAR else (Against.LAST_YEAR,)
    festival = (Against.FESTIVAL,) if _festival_near(filters) else ()
    return (Against.BEFORE, *last_year, *festival, Against.CHOSEN)


def _last_year(filters: Filters) -> Filters:
    if filters.grain is Grain.CUSTOM:
        return filters.over(_a_year_back(filters.start), _a_year_back(filters.end))
    return _months_of(filters, month_index(filters.start) - 12)


def _months_of(filters: Filters, first: int) -> Filters:
    months = Filters.of_months(first, filters.grain)
    return replace(filters, start=months.start, end=months.end)


def _chosen(filters: Filters, start: date, end: date) -> Filters:
    """Return the same choices over any days: as months when they are as many whole ones as the period's."""
    if filters.grain is not Grain.CUSTOM:
        months = _months_of(filters, month_index(start))
        if (months.start, months.end) == (start, end):
            return months
    return filters.over(start, end)


def _a_year_back(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _festival_near(filters: Filters) -> date | None:
    """Return the Spring Festival a period lies around, None when it lies around none or is longer than a quarter."""
    if filters.end - filters.start > LONGEST_ALIGNED:
        return None
    for year in (filters.start.year, filters.end.year, filters.end.year + 1):
        day = spring_festival(year)
        if filters.start <= day + NEAR_FESTIVAL and filters.end >= day - NEAR_FESTIVAL:
            return day
    return None
