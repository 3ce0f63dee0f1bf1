"""The days of a month: its weeks, the Chinese holidays and the weekends worked in exchange, the days closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays
from pandas import DataFrame

from analytics.filters import first_day, last_day
from analytics.statistics.day_weights import WORKDAYS

WEEKDAYS = (*WORKDAYS, "saturday", "sunday")
HOLIDAY, SPRING_FESTIVAL, MAKE_UP = "holiday", "spring_festival", "make_up"
KINDS = (*WEEKDAYS, HOLIDAY, SPRING_FESTIVAL, MAKE_UP)
MONTH_END_DAYS = 3

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Week:
    """Days of one month from a Monday, or its first day, to a Sunday, or its last; counted from one."""

    number: int
    first: date
    last: date


@dataclass(frozen=True)
class _Official:
    """What the State Council says of a year: days off, the Spring Festival among them, and weekends worked."""

    off: frozenset[date]
    spring: frozenset[date]
    worked: frozenset[date]


def weeks(month: int) -> list[Week]:
    """Return the weeks of a month (its number), Monday to Sunday, cut at the month's ends."""
    found: list[Week] = []
    first, end = first_day(month), last_day(month)
    while first <= end:
        last = min(first + timedelta(days=6 - first.weekday()), end)
        found.append(Week(len(found) + 1, first, last))
        first = last + _ONE
    return found


def month_days(month: int, closed: Collection[date] = ()) -> DataFrame:
    """One row per day of a month (its number): day, week (counted from 1), kind (KINDS), is_month_end, is_open."""
    return DataFrame(
        {
            "day": day,
            "week": week.number,
            "kind": kind_of(day),
            "is_month_end": is_month_end(day),
            "is_open": day not in closed,
        }
        for week in weeks(month)
        for day in _from(week.first, week.last)
    )


def is_month_end(day: date) -> bool:
    """Tell whether a day is one of the last three of its month, when targets are settled."""
    return (day + MONTH_END_DAYS * _ONE).month != day.month


@cache
def kind_of(day: date) -> str:
    """Return what a day is (KINDS): a weekday by name, a holiday with the weekend it runs into, one of the Spring
    Festival, or a weekend worked in exchange.
    """
    if day in _official(day.year).worked:
        return MAKE_UP
    run = _run_of_days_off(day)
    if any(one in _official(one.year).spring for one in run):
        return SPRING_FESTIVAL
    if any(one in _official(one.year).off for one in run):
        return HOLIDAY
    return WEEKDAYS[day.weekday()]


def _run_of_days_off(day: date) -> list[date]:
    """Return the days off that hang together with this one, none when it is a working day itself."""
    if not _is_off(day):
        return []
    first = last = day
    while _is_off(first - _ONE):
        first -= _ONE
    while _is_off(last + _ONE):
        last += _ONE
    return _from(first, last)


def _is_off(day: date) -> bool:
    said = _official(day.year)
    return day in said.off or (day.weekday() >= _SATURDAY and day not in said.worked)


def _from(first: date, last: date) -> list[date]:
    return [first + n * _ONE for n in range((last - first).days + 1)]


@cache
def _official(year: int) -> _Official:
    said = holidays.country_holidays("CN", years=year, language="en_US")
    spring = frozenset(day for day, name in said.items() if "Chinese New Year" in name)
    return _Official(frozenset(said), spring, frozenset(said.weekend_workdays))
