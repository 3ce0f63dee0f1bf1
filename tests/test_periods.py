"""Which period is compared with which, and what there is to choose from."""

from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from analytics import loads
from analytics.comparison import LeftOut, compare
from analytics.filters import Filters, Grain, first_day, last_day, month_index
from analytics.periods import choices, sources, span, unfinished_month
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


def sides(con, filters: Filters, figure: str = "traffic") -> list[tuple[str, date, date, date, date]]:
    """The compared days by store: first and last now, first and last before."""
    compared = compare(con, filters, figure)
    pairs = zip(compared.now.stretches, compared.before.stretches, strict=True)
    return [(now.store, now.first, now.last, then.first, then.last) for now, then in pairs]


def days(*texts: str) -> tuple[date, ...]:
    return tuple(day(f"2025-{text}") for text in texts)


def test_an_unfinished_month_is_compared_with_the_same_days_of_the_month_before(con, loaded):
    loaded(visit=through("2025-03-12"))
    compared = compare(con, in_month(2025, 3), "traffic")
    assert (compared.is_unfinished, compared.days, compared.left_out) == (True, 12, ())
    assert sides(con, in_month(2025, 3)) == [("东店", *days("03-01", "03-12", "02-01", "02-12"))]
    assert unfinished_month(con, in_month(2025, 3)) == month(2025, 3)


def test_the_month_before_may_be_shorter_than_the_days_gone(con, loaded):
    loaded(visit=through("2025-03-29"))
    assert compare(con, in_month(2025, 3), "traffic").days == 29
    assert sides(con, in_month(2025, 3))[0][-1] == day("2025-02-28")


def test_an_unfinished_quarter_is_compared_with_as_many_days(con, loaded):
    loaded(visit=through("2025-04-10"))
    quarter = Filters.of_months(month(2025, 4), Grain.QUARTER)
    assert compare(con, quarter, "traffic").is_unfinished
    assert sides(con, quarter) == [("东店", *days("04-01", "04-10", "01-01", "01-10"))]


@pytest.mark.parametrize("last", ["2025-03-30", "2025-03-31"])
def test_a_month_logged_to_its_end_or_a_day_short_is_whole(con, loaded, last: str):
    loaded(visit=through(last))
    assert not compare(con, in_month(2025, 3), "traffic").is_unfinished
    assert sides(con, in_month(2025, 3)) == [("东店", *days("03-01", "03-31", "02-01", "02-28"))]
    assert unfinished_month(con, in_month(2025, 3)) is None


@pytest.mark.parametrize(
    ("last", "others", "is_whole"),
    [
        ("2025-03-28", {"deal": deals(1, "2025-03-30")}, True),
        ("2025-03-27", {"loss": [loss("2025-04-02")]}, True),
        ("2025-03-28", {"deal": deals(1, "2025-03-29")}, False),
        ("2025-03-28", {}, False),
        ("2025-03-26", {"deal": deals(1, "2025-03-31")}, False),
    ],
)
def test_quiet_last_days_are_whole_when_orders_or_losses_were_noted_to_the_end(con, loaded, last, others, is_whole):
    loaded(visit=through(last), **others)
    assert compare(con, in_month(2025, 3), "traffic").is_unfinished != is_whole
    assert (unfinished_month(con, in_month(2025, 3)) is None) == is_whole
    end = 31 if is_whole else day(last).day
    assert loads.days_open(con).set_index("month").loc[month(2025, 3), "days"] == end


def test_an_earlier_month_with_quiet_last_days_is_not_unfinished(con, loaded):
    loaded(visit=[*through("2025-02-20"), *visits(1, "2025-03-09")])
    assert not compare(con, in_month(2025, 2), "traffic").is_unfinished


def test_each_store_is_cut_at_its_own_last_logged_day(con, loaded):
    loaded(visit=through("2025-03-20"), store="东店")
    loaded(visit=through("2025-03-10"), store="西店")
    compared = compare(con, in_month(2025, 3), "traffic")
    assert (compared.is_unfinished, compared.days) == (True, None)
    assert sides(con, in_month(2025, 3)) == [
        ("东店", *days("03-01", "03-20", "02-01", "02-20")),
        ("西店", *days("03-01", "03-10", "02-01", "02-10")),
    ]
    assert compare(con, in_month(2025, 3, stores=("西店",)), "traffic").days == 10


def test_a_store_that_opened_this_year_is_left_out_until_the_last_year_knows_it(con, loaded):
    loaded(visit=through("2025-12-31", first="2024-01-01"), store="东店")
    loaded(visit=through("2025-12-31", first="2024-06-01"), store="西店")
    assert sides(con, in_year(2025)) == [
        ("东店", *days("01-01", "12-31"), day("2024-01-01"), day("2024-12-31")),
        ("西店", *days("06-01", "12-31"), day("2024-06-01"), day("2024-12-31")),
    ]
    left_out = compare(con, in_year(2025), "traffic").left_out
    assert left_out == (LeftOut("西店", month(2025, 1), month(2025, 5), "before"),)


def test_a_store_added_in_february_is_no_growth_of_february(con, loaded):
    loaded(visit=through("2025-02-28"), store="东店")
    loaded(visit=through("2025-02-28", first="2025-02-01"), store="西店")
    assert [side[0] for side in sides(con, in_month(2025, 2))] == ["东店"]
    assert compare(con, in_month(2025, 2), "traffic").left_out[0].store == "西店"


def test_a_month_its_register_begins_within_is_compared_with_nothing(con, loaded):
    loaded(visit=through("2025-02-28", first="2025-01-21"), deal=deals(1, "2025-01-25") + deals(4, "2025-02-09"))
    for figure in ("traffic", "close_rate", "showroom_deals"):
        compared = compare(con, in_month(2025, 2), figure)
        assert compared.now.stretches == compared.before.stretches == ()
        assert compared.left_out == (LeftOut("东店", month(2025, 2), month(2025, 2), "late"),)


def test_a_register_that_begins_with_the_second_of_january_knows_january(con, loaded):
    loaded(visit=through("2025-02-28", first="2025-01-02"))
    assert sides(con, in_month(2025, 2)) == [("东店", *days("02-01", "02-28", "01-01", "01-31"))]


def test_each_figure_is_compared_over_the_months_it_is_known_in(con, loaded):
    loaded(visit=through("2025-03-31"), deal=deals(3, "2025-03-09"))
    assert sides(con, in_month(2025, 3), "traffic")
    assert sides(con, in_month(2025, 3), "close_rate") == []
    assert compare(con, in_month(2025, 3), "close_rate").left_out[0].why == "before"


def test_a_month_logged_no_more_is_left_out_and_said_while_others_go_on(con, loaded):
    loaded(visit=through("2025-03-31"), store="东店")
    loaded(visit=through("2025-02-28"), store="西店")
    left_out = compare(con, in_month(2025, 3), "traffic").left_out
    assert left_out == (LeftOut("西店", month(2025, 3), month(2025, 3), "now"),)


def test_a_form_s_month_is_compared_whole_or_not_at_all(con, loaded):
    loaded(
        summary=[cell(month(2025, 1), "traffic", 900), cell(month(2025, 2), "traffic", 900)],
        visit=through("2025-03-12", first="2025-03-01"),
    )
    assert sides(con, in_month(2025, 2)) == [("东店", *days("02-01", "02-28", "01-01", "01-31"))]
    assert compare(con, in_month(2025, 3), "traffic").left_out[0].why == "form"
    assert not sides(con, in_month(2025, 2, channels=("网络",)))


def test_a_week_is_compared_day_by_day(con, loaded):
    loaded(visit=through("2025-03-04"))
    week = Filters(day("2025-02-27"), day("2025-03-05"))
    assert sides(con, week) == [("东店", *days("02-27", "03-05", "02-20", "02-26"))]
    assert sides(con, Filters(day("2025-03-01"), day("2025-03-10"))) == [
        ("东店", *days("03-01", "03-04", "02-19", "02-22"))
    ]


def test_days_over_several_months_known_to_the_last_are_not_unfinished(con, loaded):
    loaded(visit=through("2025-03-25"))
    compared = compare(con, Filters(day("2025-02-15"), day("2025-03-25")), "traffic")
    assert (compared.is_unfinished, compared.left_out) == (False, ())
    assert sides(con, Filters(day("2025-02-15"), day("2025-03-25"))) == [
        ("东店", *days("02-15", "03-25", "01-07", "02-14"))
    ]


def test_choosing_a_salesperson_does_not_make_a_month_unfinished(con, loaded):
    loaded(visit=[*through("2025-03-31"), visit("2025-03-05", salesperson="张三")])
    assert not compare(con, in_month(2025, 3, salespeople=("张三",)), "traffic").is_unfinished


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
