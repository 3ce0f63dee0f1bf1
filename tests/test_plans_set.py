"""What people set of a plan is kept as they said it, month by month, and nothing else is touched."""

from datetime import date
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection

from analytics import loads
from data.planned import MonthPlan, StoreMonth
from data.plans import (
    closed_days,
    month_plan,
    planned_months,
    set_closed_days,
    set_month,
    set_months,
    set_people,
    set_weeks,
    share_out_again,
)
from data.warehouse import WarehouseError, open_warehouse, version
from tests.showroom import month, put, visits

MARCH = month(2025, 3)
APRIL = month(2025, 4)


def test_a_month_without_a_plan_has_no_totals(con: DuckDBPyConnection):
    assert month_plan(con, "东店", MARCH) == MonthPlan()
    assert planned_months(con) == []


def test_totals_are_the_stores_own_of_that_month_and_a_later_word_takes_their_place(con: DuckDBPyConnection):
    set_month(con, "东店", MARCH, {"leads": 474, "orders": 100, "sales": 100})
    set_month(con, "西店", MARCH, {"leads": 90})
    set_month(con, "东店", APRIL, {"leads": 500})
    set_month(con, "东店", MARCH, {"leads": 440})
    assert month_plan(con, "东店", MARCH).totals == {"leads": 440, "orders": 100, "sales": 100}
    assert month_plan(con, "西店", MARCH).totals == {"leads": 90}
    assert month_plan(con, "东店", APRIL).totals == {"leads": 500}
    assert planned_months(con) == [("东店", MARCH), ("西店", MARCH), ("东店", APRIL)]


def test_a_part_of_a_car_is_rounded_up_but_a_hair_above_a_whole_one_is_not(con: DuckDBPyConnection):
    set_month(con, "东店", MARCH, {"leads": 70 / 0.3, "orders": 100 * 0.07 + 1e-12, "sales": 0})
    assert month_plan(con, "东店", MARCH).totals == {"leads": 234, "orders": 7, "sales": 0}


@pytest.mark.parametrize(
    "totals",
    [{"leads": -1}, {"orders": float("nan")}, {"sales": float("inf")}, {"leads": 1e9}, {"profit": 3}],
)
def test_a_senseless_target_is_refused_and_nothing_is_set(con: DuckDBPyConnection, totals):
    before = version(con)
    with pytest.raises(ValueError, match=next(iter(totals))):
        set_months(con, [StoreMonth("东店", MARCH, {"orders": 5}), StoreMonth("西店", MARCH, totals)])
    assert (planned_months(con), version(con)) == ([], before)
    if "profit" not in totals:
        with pytest.raises(ValueError):
            set_people(con, "东店", MARCH, {"张三": totals})
        with pytest.raises(ValueError):
            set_weeks(con, "东店", MARCH, {1: totals})
    assert month_plan(con, "东店", MARCH) == MonthPlan()


def test_a_salespersons_and_a_weeks_own_targets_are_kept_beside_the_total(con: DuckDBPyConnection):
    set_month(con, "东店", MARCH, {"orders": 30})
    set_people(con, "东店", MARCH, {"张三": {"orders": 12, "leads": 80}, "李四": {"orders": None}})
    set_weeks(con, "东店", MARCH, {2: {"orders": 9}, 3: {"orders": 4}})
    set_weeks(con, "东店", MARCH, {3: {"orders": None}})
    assert month_plan(con, "东店", MARCH) == MonthPlan(
        {"orders": 30}, {"张三": {"orders": 12, "leads": 80}, "李四": {"orders": None}}, {2: {"orders": 9}}
    )
    share_out_again(con, "东店", MARCH)
    assert month_plan(con, "东店", MARCH) == MonthPlan({"orders": 30})


def test_several_months_are_set_at_once_and_a_list_of_people_takes_the_place_of_the_last_one(con: DuckDBPyConnection):
    set_people(con, "东店", MARCH, {"张三": {"orders": 12, "leads": 80}})
    before = version(con)
    set_months(
        con,
        [
            StoreMonth("东店", MARCH, {"orders": 20}, {"李四": {"orders": 11}, "王五": {"orders": None}}),
            StoreMonth("东店", APRIL, {"orders": 25}),
        ],
    )
    assert version(con) == before + 1
    assert month_plan(con, "东店", MARCH).people == {
        "张三": {"leads": 80},
        "李四": {"orders": 11},
        "王五": {"orders": None},
    }
    assert month_plan(con, "东店", APRIL).totals == {"orders": 25}


def test_plans_are_there_when_the_database_is_opened_again(tmp_path: Path):
    path = tmp_path / "keyuan.duckdb"
    con = open_warehouse(path)
    set_month(con, "东店", MARCH, {"orders": 30})
    set_weeks(con, "东店", MARCH, {1: {"orders": 3}})
    set_closed_days(con, "东店", MARCH, [date(2025, 3, 8)])
    con.close()
    con = open_warehouse(path)
    assert month_plan(con, "东店", MARCH) == MonthPlan({"orders": 30}, {}, {1: {"orders": 3}})
    assert closed_days(con, "东店") == [date(2025, 3, 8)]
    con.close()


def test_closed_days_are_those_of_the_month_alone_and_are_taken_off_its_days_open(con: DuckDBPyConnection):
    put(con, visit=[*visits(3, "2025-02-27"), *visits(5, "2025-03-31")])
    assert dict(loads.days_open(con)[["month", "days"]].to_numpy()) == {month(2025, 2): 28, MARCH: 31}
    set_closed_days(con, "东店", MARCH, [date(2025, 3, 9), date(2025, 3, 8), date(2025, 3, 8), date(2025, 4, 1)])
    set_closed_days(con, "西店", MARCH, [date(2025, 3, 1)])
    assert closed_days(con, "东店") == [date(2025, 3, 8), date(2025, 3, 9)]
    assert dict(loads.days_open(con)[["month", "days"]].to_numpy()) == {month(2025, 2): 28, MARCH: 29}
    set_closed_days(con, "东店", MARCH, [])
    assert dict(loads.days_open(con)[["month", "days"]].to_numpy())[MARCH] == 31


def test_of_an_unfinished_month_only_closed_days_gone_by_are_taken_off(con: DuckDBPyConnection):
    put(con, visit=visits(5, "2025-03-12"))
    set_closed_days(con, "东店", MARCH, [date(2025, 3, 3), date(2025, 3, 25)])
    assert loads.days_open(con)["days"].tolist() == [11]


def test_a_change_that_fails_sets_nothing(con: DuckDBPyConnection):
    set_month(con, "东店", MARCH, {"orders": 30})
    con.execute("alter table setting.week_plan rename to elsewhere")
    with pytest.raises(WarehouseError):
        share_out_again(con, "东店", MARCH)
    con.execute("alter table setting.elsewhere rename to week_plan")
    assert month_plan(con, "东店", MARCH).totals == {"orders": 30}
