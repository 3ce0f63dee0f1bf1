"""Which earlier period a period is compared with, and when Spring Festival was."""

import json
from datetime import date
from pathlib import Path

import pytest

from analytics.comparison import compare
from analytics.earlier import Against, Earlier, offered, spring_festival
from analytics.filters import Filters, Grain
from tests.showroom import day, in_month, in_year, month, visits

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
QUARTER = Filters.of_months(month(2025, 4), Grain.QUARTER)


@pytest.mark.parametrize(("year", "first"), WORKED["spring_festival"].items())
def test_spring_festival_is_the_first_of_the_first_moon(year: str, first: str):
    assert spring_festival(int(year)) == day(first)


def span(filters: Filters) -> tuple[date, date, Grain]:
    return filters.start, filters.end, filters.grain


def of(filters: Filters, against: Against, *days: str) -> tuple[date, date, Grain]:
    return span(Earlier(against, (day(days[0]), day(days[1])) if days else None).of(filters))


def test_the_last_year_s_months_are_months():
    assert of(in_month(2024, 2), Against.LAST_YEAR) == span(in_month(2023, 2))
    assert of(QUARTER, Against.LAST_YEAR) == span(Filters.of_months(month(2024, 4), Grain.QUARTER))


def test_the_last_year_s_29th_of_february_is_the_28th():
    days = Filters(day("2024-02-20"), day("2024-02-29"))
    assert of(days, Against.LAST_YEAR) == (day("2023-02-20"), day("2023-02-28"), Grain.CUSTOM)


def test_a_year_s_last_year_is_the_year_before():
    assert of(in_year(2025), Against.LAST_YEAR) == span(in_year(2025).before())
    assert offered(in_year(2025)) == (Against.BEFORE, Against.CHOSEN)


def test_the_festival_s_days_are_counted_from_it():
    # 17 February 2026 against 29 January 2025: 19 days further on
    assert of(in_month(2026, 2), Against.FESTIVAL) == (day("2025-01-13"), day("2025-02-09"), Grain.CUSTOM)


@pytest.mark.parametrize(
    ("filters", "near"),
    [
        (in_month(2026, 1), True),
        (in_month(2026, 3), True),
        (in_month(2026, 4), False),
        (in_month(2025, 12), False),
        (in_month(2022, 12), True),  # the festival of 2023 was on 22 January
        (Filters.of_months(month(2026, 1), Grain.QUARTER), True),
        (in_year(2026), False),
        (Filters(day("2026-03-31"), day("2026-04-10")), True),
        (Filters(day("2026-04-01"), day("2026-04-10")), False),
    ],
)
def test_the_festival_is_offered_within_six_weeks_of_it(filters: Filters, near: bool):
    assert (Against.FESTIVAL in offered(filters)) == near
    if not near:
        assert of(filters, Against.FESTIVAL) == span(filters.before())


def test_chosen_days_that_are_as_many_whole_months_are_compared_as_months():
    assert of(in_month(2025, 3), Against.CHOSEN, "2024-02-01", "2024-02-29") == span(in_month(2024, 2))
    assert of(in_month(2025, 3), Against.CHOSEN, "2024-02-01", "2024-02-28")[2] is Grain.CUSTOM


def compared(con, filters: Filters, against: Against, *days: str) -> list[tuple[date, date]]:
    one = compare(con, filters, "traffic", earlier=Earlier(against, (day(days[0]), day(days[1])) if days else None))
    return [(side.first, side.last) for sides in (one.now, one.before) for side in sides.stretches]


def test_periods_of_unequal_length_are_compared_as_long_as_the_shorter(con, loaded):
    loaded(
        visit=[*visits(1, "2025-01-01"), *visits(1, "2025-01-31"), *visits(1, "2025-02-28"), *visits(1, "2025-03-31")]
    )
    wanted = [(day("2025-03-01"), day("2025-03-10")), (day("2025-02-05"), day("2025-02-14"))]
    assert compared(con, in_month(2025, 3), Against.CHOSEN, "2025-02-05", "2025-02-14") == wanted
    whole = compare(
        con, in_month(2025, 3), "traffic", earlier=Earlier(Against.CHOSEN, (day("2025-02-05"), day("2025-02-14")))
    )
    assert not whole.is_unfinished


def test_months_further_back_are_compared_month_by_month(con, loaded):
    loaded(visit=[line for at in range(1, 13) for line in visits(1, f"2024-{at:02}-03")] + visits(1, "2025-03-31"))
    wanted = [(day("2025-03-01"), day("2025-03-31")), (day("2024-03-01"), day("2024-03-31"))]
    assert compared(con, in_month(2025, 3), Against.LAST_YEAR) == wanted


def test_an_unfinished_month_is_compared_with_as_many_days_of_the_last_year_s(con, loaded):
    loaded(
        visit=[*visits(1, "2024-03-01"), *visits(1, "2024-12-31"), *visits(1, "2025-02-28"), *visits(1, "2025-03-09")]
    )
    wanted = [(day("2025-03-01"), day("2025-03-09")), (day("2024-03-01"), day("2024-03-09"))]
    assert compared(con, in_month(2025, 3), Against.LAST_YEAR) == wanted
