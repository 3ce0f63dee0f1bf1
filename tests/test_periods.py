"""Which period is compared with which, and what there is to choose from."""

from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from analytics.filters import Filters, Grain, first_day, last_day, month_index
from analytics.periods import choices, comparison, sources, span, unfinished_month
from tests.showroom import cell, day, deal, deals, in_month, in_year, loss, month, visit, visits


def through(last: str, first: str = "2025-01-01") -> list:
    """One visit a day from `first` to `last`."""
    days = range(day(first).toordinal(), day(last).toordinal() + 1)
    return [line for at in days for line in visits(1, date.fromordinal(at).isoformat())]


def test_the_span_of_an_empty_database_is_nothing(con: DuckDBPyConnection):
    assert span(con) is None
    assert choices(con) == {"stores": [], "salespeople": [], "channels": [], "models": []}
    assert unfinished_month(con, in_year(2025)) is None


def test_the_span_reaches_over_registers_and_forms(con, loaded):
    loaded(summary=[cell(month(2024, 6), "traffic", 900)], visit=visits(1, "2025-03-09"), deal=deals(1, "2025-04-02"))
    found = span(con)
    assert (found.first_month, found.last_month, found.last_day) == (month(2024, 6), month(2025, 4), day("2025-03-09"))


def test_a_form_alone_has_a_span_without_a_day(con, loaded):
    loaded(summary=[cell(month(2024, 6), "traffic", 900)])
    found = span(con)
    assert (found.first_month, found.last_month, found.last_day) == (month(2024, 6), month(2024, 6), None)


def test_choices_come_from_every_register_most_lines_first(con, loaded):
    loaded(
        visit=[*visits(3, "2025-03-01", salesperson="张三", model="K5"), *visits(1, "2025-03-01", salesperson="李四")],
        deal=[deal("2025-03-09", salesperson="王五", model="K2")],
        loss=[loss("2025-03-09", channel="网络")],
        store="西店",
    )
    loaded(visit=visits(2, "2025-03-01", salesperson="李四"), store="东店")
    found = choices(con)
    assert sorted(found["stores"]) == sorted(["东店", "西店"])
    assert set(found["salespeople"][:2]) == {"张三", "李四"}
    assert found["salespeople"][2] == "王五"
    assert found["models"] == ["K5", "K2"]
    assert found["channels"] == ["visit", "网络"]


@pytest.mark.parametrize(
    ("grain", "start", "end", "before"),
    [
        (Grain.MONTH, "2025-03-01", "2025-03-31", ("2025-02-01", "2025-02-28")),
        (Grain.MONTH, "2025-01-01", "2025-01-31", ("2024-12-01", "2024-12-31")),
        (Grain.QUARTER, "2025-01-01", "2025-03-31", ("2024-10-01", "2024-12-31")),
        (Grain.YEAR, "2025-01-01", "2025-12-31", ("2024-01-01", "2024-12-31")),
        (Grain.CUSTOM, "2025-03-10", "2025-03-16", ("2025-03-03", "2025-03-09")),
        (Grain.CUSTOM, "2025-03-10", "2025-03-10", ("2025-03-09", "2025-03-09")),
    ],
)
def test_the_period_before(grain: Grain, start: str, end: str, before: tuple[str, str]):
    found = Filters(day(start), day(end), grain).before()
    assert (found.start, found.end) == (day(before[0]), day(before[1]))


def test_months_have_numbers():
    for at in range(month(2023, 11), month(2025, 3)):
        assert month_index(first_day(at)) == month_index(last_day(at)) == at
        assert last_day(at).toordinal() + 1 == first_day(at + 1).toordinal()


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        ("2025-03-01", "2025-03-31", (3, 3)),
        ("2025-03-02", "2025-05-31", (4, 5)),
        ("2025-03-01", "2025-05-30", (3, 4)),
        ("2025-03-02", "2025-04-29", (4, 3)),
    ],
)
def test_the_whole_months_of_a_period(start: str, end: str, whole: tuple[int, int]):
    first, last = Filters(day(start), day(end)).whole_months
    assert (first, last) == (month(2025, whole[0]), month(2025, whole[1]))


def test_an_unfinished_month_is_compared_with_the_same_days_of_the_month_before(con, loaded):
    loaded(visit=through("2025-03-12"))
    compared = comparison(con, in_month(2025, 3))
    assert compared.is_unfinished
    assert compared.days == 12
    assert (compared.now.start, compared.now.end) == (day("2025-03-01"), day("2025-03-12"))
    assert (compared.before.start, compared.before.end) == (day("2025-02-01"), day("2025-02-12"))
    assert unfinished_month(con, in_month(2025, 3)) == month(2025, 3)


def test_the_month_before_may_be_shorter_than_the_days_gone(con, loaded):
    loaded(visit=through("2025-03-29"))
    compared = comparison(con, in_month(2025, 3))
    assert compared.days == 29
    assert compared.before.end == day("2025-02-28")


def test_an_unfinished_quarter_is_compared_with_as_many_days(con, loaded):
    loaded(visit=through("2025-04-10"))
    compared = comparison(con, Filters.of_months(month(2025, 4), Grain.QUARTER))
    assert (compared.is_unfinished, compared.before.start, compared.before.end) == (
        True,
        day("2025-01-01"),
        day("2025-01-10"),
    )


@pytest.mark.parametrize("last", ["2025-03-30", "2025-03-31"])
def test_a_month_logged_to_its_end_or_a_day_short_is_whole(con, loaded, last: str):
    loaded(visit=through(last))
    compared = comparison(con, in_month(2025, 3))
    assert not compared.is_unfinished
    assert (compared.before.start, compared.before.end) == (day("2025-02-01"), day("2025-02-28"))
    assert unfinished_month(con, in_month(2025, 3)) is None


def test_an_earlier_month_with_quiet_last_days_is_not_unfinished(con, loaded):
    loaded(visit=[*through("2025-02-20"), *visits(1, "2025-03-09")])
    assert not comparison(con, in_month(2025, 2)).is_unfinished


def test_each_store_is_unfinished_by_its_own_register(con, loaded):
    loaded(visit=through("2025-03-31"), store="东店")
    loaded(visit=through("2025-03-12"), store="西店")
    assert comparison(con, in_month(2025, 3, stores=("西店",))).is_unfinished
    assert not comparison(con, in_month(2025, 3, stores=("东店",))).is_unfinished


def test_choosing_a_salesperson_does_not_make_a_month_unfinished(con, loaded):
    loaded(visit=[*through("2025-03-31"), visit("2025-03-05", salesperson="张三")])
    assert not comparison(con, in_month(2025, 3, salespeople=("张三",))).is_unfinished


def test_sources_are_the_files_the_period_s_lines_come_from(con, loaded):
    loaded(visit=visits(2, "2025-03-01"), name="三月.xlsx")
    loaded(visit=visits(2, "2025-04-01"), name="四月.xlsx")
    loaded(deal=deals(2, "2025-03-20"), name="订单.xlsx")
    found = sources(con, in_month(2025, 3)).iloc[0]
    assert found["files"] == 2
    assert sources(con, in_month(2024, 3))["files"][0] == 0


def test_two_files_of_one_name_are_two_files(con, loaded):
    loaded(visit=visits(2, "2025-03-01"), name="登记表.xlsx", store="东店")
    loaded(visit=visits(2, "2025-03-01"), name="登记表.xlsx", store="西店")
    assert sources(con, in_month(2025, 3))["files"][0] == 2
