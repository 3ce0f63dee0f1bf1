"""A plan falls on days, weeks and salespeople whole, follows the past before its month, and meets what was reached."""

from datetime import date
from math import isnan

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics import past, plans
from analytics.figures import counts
from data.planned import FIGURES
from data.plans import set_closed_days, set_month, set_people, set_weeks
from data.warehouse import open_warehouse
from tests.showroom import deal, deals, in_month, month, put, visit, visits

MARCH = month(2025, 3)
WEEKS = [1, 2, 3, 4, 5, 6]  # of March 2025: 1–2, 3–9, 10–16, 17–23, 24–30, 31


@pytest.fixture
def march(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """Two months of 张三 and 李四 and a March up to the 12th; 王五 begins in March."""
    february = [
        *(
            visit(f"2025-02-{1 + n % 28:02}", f"139000{n:05}", salesperson="张三" if n % 4 else "李四")
            for n in range(112)
        ),
        *(visit(f"2025-01-{1 + n % 31:02}", f"138000{n:05}", salesperson="张三") for n in range(62)),
    ]
    running = [
        visit(f"2025-03-{1 + n % 12:02}", f"137000{n:05}", salesperson="王五" if n % 3 else None) for n in range(24)
    ]
    sold = [
        *(deal(f"2025-02-{n + 3:02}", f"139000{n:05}", delivered_on=date(2025, 3, n + 3)) for n in range(9)),
        *(deal(f"2025-03-{n + 3:02}", f"137000{n:05}") for n in range(5)),
    ]
    put(con, visit=[*february, *running], deal=sold)
    return con


def test_a_month_without_a_plan_shows_what_was_reached_alone(march):
    found = plans.by_week(march, "东店", MARCH)
    assert found["week"].tolist() == WEEKS
    assert found["open_days"].tolist() == [2, 7, 7, 7, 7, 1]
    assert found[[f"{figure}_plan" for figure in FIGURES]].isna().all(axis=None)
    assert found["is_begun"].tolist() == [True, True, True, False, False, False]
    assert found["is_unfinished"].tolist() == [False, False, True, False, False, False]
    assert found["leads_actual"].tolist()[:3] == [4, 14, 6]
    assert found["leads_actual"].isna().tolist() == [False, False, False, True, True, True]
    assert found["orders_actual"].tolist()[:3] == [0, 5, 0]
    assert found["sales_actual"].tolist()[:3] == [0, 7, 2]


def test_every_figure_falls_on_weeks_days_and_people_without_a_rest(march):
    set_month(march, "东店", MARCH, {"leads": 101, "orders": 17, "sales": 13})
    week, person = plans.by_week(march, "东店", MARCH), plans.by_person(march, "东店", MARCH)
    days = plans.by_day(march, "东店", MARCH)
    for figure, total in (("leads", 101), ("orders", 17), ("sales", 13)):
        assert week[f"{figure}_plan"].sum() == person[f"{figure}_plan"].sum() == total
        assert days[f"{figure}_plan"].sum() == pytest.approx(total)
        crossed = plans.by_person_and_week(march, "东店", MARCH, figure).set_index("salesperson")
        assert crossed.sum().tolist() == week[f"{figure}_plan"].tolist()
        planned = person[person["is_planned"]].set_index("salesperson")[f"{figure}_plan"]
        assert crossed.sum(axis=1).to_dict() == planned.to_dict()


def test_what_was_set_stands_and_the_others_take_the_rest(march):
    set_month(march, "东店", MARCH, {"orders": 20})
    set_weeks(march, "东店", MARCH, {2: {"orders": 11}})
    set_people(march, "东店", MARCH, {"李四": {"orders": 15}})
    week = plans.by_week(march, "东店", MARCH)["orders_plan"]
    assert (week[1], week.sum()) == (11, 20)
    assert plans.by_person(march, "东店", MARCH).set_index("salesperson")["orders_plan"].to_dict() == pytest.approx(
        {"张三": 5, "李四": 15, "王五": float("nan"), None: float("nan")}, nan_ok=True
    )


def test_a_plan_stands_still_while_its_month_runs(march):
    set_month(march, "东店", MARCH, {"leads": 101, "orders": 17, "sales": 13})
    columns = [f"{figure}_plan" for figure in FIGURES]
    before = plans.by_week(march, "东店", MARCH)[columns], plans.by_person(march, "东店", MARCH)[columns].dropna()
    put(march, visit=visits(300, "2025-03-15", salesperson="张三"), deal=deals(40, "2025-03-16", salesperson="李四"))
    after = plans.by_week(march, "东店", MARCH)[columns], plans.by_person(march, "东店", MARCH)[columns].dropna()
    for one, other in zip(before, after, strict=True):
        assert one.to_numpy().tolist() == other.to_numpy().tolist()


def test_the_part_due_is_the_whole_of_finished_weeks_and_the_days_gone_of_the_running_one(march):
    set_month(march, "东店", MARCH, {"leads": 310})
    week = plans.by_week(march, "东店", MARCH)
    days = plans.by_day(march, "东店", MARCH)
    assert week["leads_due"].tolist()[:2] == pytest.approx(week["leads_plan"].tolist()[:2])
    gone = days[(days["week"] == 3) & days["is_reached"]]
    assert gone["day"].tolist() == [date(2025, 3, 10), date(2025, 3, 11), date(2025, 3, 12)]
    assert week["leads_due"][2] == pytest.approx(gone["leads_plan"].sum())
    assert 0 < week["leads_due"][2] < week["leads_plan"][2]
    assert week["leads_due"].tolist()[3:] == [0, 0, 0]
    assert week["orders_due"].isna().all()


def test_closed_days_carry_no_plan_and_the_week_less(march):
    set_month(march, "东店", MARCH, {"leads": 310})
    open_week = plans.by_week(march, "东店", MARCH)["leads_plan"][3]
    set_closed_days(march, "东店", MARCH, [date(2025, 3, number) for number in range(17, 21)])
    days, week = plans.by_day(march, "东店", MARCH).set_index("day"), plans.by_week(march, "东店", MARCH)
    assert days["leads_plan"][date(2025, 3, 17)] == 0
    assert (week["open_days"][3], week["leads_plan"].sum()) == (3, 310)
    assert week["leads_plan"][3] < open_week


def test_a_month_closed_from_end_to_end_is_planned_evenly_over_its_weeks_and_days(march):
    set_month(march, "东店", MARCH, {"leads": 12})
    set_closed_days(march, "东店", MARCH, [date(2025, 3, number) for number in range(1, 32)])
    assert plans.by_week(march, "东店", MARCH)["leads_plan"].tolist() == [2] * 6
    assert plans.by_day(march, "东店", MARCH)["leads_plan"].tolist()[:2] == [1, 1]


def test_salespeople_are_those_before_the_month_others_are_shown_without_a_plan(march):
    set_month(march, "东店", MARCH, {"leads": 100})
    found = plans.by_person(march, "东店", MARCH)
    assert found["salesperson"].tolist() == ["张三", "李四", "王五", None]
    assert found["is_planned"].tolist() == [True, True, False, False]
    assert found["leads_actual"].tolist() == [0, 0, 16, 8]
    assert found["leads_actual"].sum() == plans.by_week(march, "东店", MARCH)["leads_actual"].sum()
    set_people(march, "东店", MARCH, {"王五": {"leads": None}})
    assert plans.by_person(march, "东店", MARCH)["is_planned"].tolist() == [True, True, True, False]


def test_shares_lean_on_the_past_and_a_new_salesperson_gets_the_average(march):
    shares = past.shares(march, "东店", MARCH, ["张三", "李四", "新人"])["leads"]
    assert shares[0] > shares[2] > shares[1]
    since = past.salespeople(march, "东店", MARCH)
    assert since == {"张三": date(2025, 1, 1), "李四": date(2025, 2, 1)}
    months = [59 / (365.25 / 12), 28 / (365.25 / 12)]
    average = (146 + 28) / sum(months)
    assert shares == pytest.approx(
        [(146 + 2 * average) / (months[0] + 2), (28 + 2 * average) / (months[1] + 2), average]
    )


def test_a_first_month_is_shared_equally_among_those_who_sell_in_it(con):
    put(con, visit=[*visits(9, "2025-03-03", salesperson="张三"), *visits(1, "2025-03-04", salesperson="李四")])
    set_month(con, "东店", MARCH, {"leads": 10})
    assert plans.by_person(con, "东店", MARCH)["leads_plan"].tolist() == [5, 5]


def test_who_has_left_is_not_planned_with(con):
    put(con, visit=[*visits(9, "2024-11-30", salesperson="老王"), *visits(9, "2025-02-20", salesperson="张三")])
    assert plans.planned_people(con, "东店", MARCH) == ["张三"]


def test_a_figure_not_known_has_no_actual_and_is_not_nought(con):
    put(con, visit=visits(9, "2025-03-03", salesperson="张三"))
    week, person = plans.by_week(con, "东店", MARCH), plans.by_person(con, "东店", MARCH)
    assert week["leads_actual"].sum() == 9
    assert week["orders_actual"].isna().all()
    assert person["sales_actual"].isna().all()


def test_deliveries_are_known_only_where_the_deal_log_notes_them(con):
    put(con, visit=visits(9, "2025-03-31"), deal=deals(9, "2025-03-05"))
    assert counts(con, in_month(2025, 3), "deliveries")["deliveries"].isna().all()
    put(con, deal=[deal("2025-03-06", "13900000001", delivered_on=date(2025, 3, 9))])
    assert counts(con, in_month(2025, 3), "deliveries")["deliveries"].tolist() == [1]
    assert counts(con, in_month(2025, 2), "deliveries")["deliveries"].isna().all()


def test_how_far_the_registers_tell(con):
    assert plans.reach(con, "东店", MARCH) == plans.Reach(None, is_whole=False)
    put(con, visit=visits(1, "2025-03-12"))
    assert plans.reach(con, "东店", MARCH) == plans.Reach(date(2025, 3, 12), is_whole=False)
    assert plans.reach(con, "东店", MARCH + 1) == plans.Reach(None, is_whole=False)
    put(con, visit=visits(1, "2025-03-30"))
    assert plans.reach(con, "东店", MARCH) == plans.Reach(date(2025, 3, 31), is_whole=True)


def test_a_store_nobody_knows_has_a_calendar_and_nobody_to_plan_with(con):
    set_month(con, "新店", MARCH, {"leads": 31, "orders": 5})
    week = plans.by_week(con, "新店", MARCH)
    assert (week["leads_plan"].sum(), week["orders_plan"].sum()) == (31, 5)
    assert week["leads_plan"][1] > week["leads_plan"][5]
    assert plans.by_person(con, "新店", MARCH).empty
    assert plans.by_person_and_week(con, "新店", MARCH, "leads").empty
    assert past.day_weights(con, "新店", MARCH) == past.SENSIBLE
    assert plans.stores(con) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.fixed_dictionaries({figure: st.integers(0, 2000) for figure in FIGURES}),
    st.dictionaries(st.integers(1, 6), st.integers(0, 900), max_size=6),
    st.dictionaries(st.sampled_from(["张三", "李四", "王五"]), st.none() | st.integers(0, 900), max_size=3),
    st.sets(st.integers(1, 31), max_size=31),
)
def test_whatever_is_set_the_parts_add_up_to_the_month(totals, weeks, people, closed):
    con = open_warehouse()
    put(con, visit=visits(9, "2025-02-20", salesperson="张三"))
    set_month(con, "东店", MARCH, totals)
    set_weeks(con, "东店", MARCH, {week: {"orders": value} for week, value in weeks.items()})
    set_people(con, "东店", MARCH, {who: {"orders": value} for who, value in people.items()})
    set_closed_days(con, "东店", MARCH, [date(2025, 3, number) for number in closed])
    week, person = plans.by_week(con, "东店", MARCH), plans.by_person(con, "东店", MARCH)
    for figure in FIGURES:
        assert week[f"{figure}_plan"].sum() == person[f"{figure}_plan"].sum() == totals[figure]
        assert plans.by_person_and_week(con, "东店", MARCH, figure).drop(columns="salesperson").to_numpy().min() >= 0
        assert not any(isnan(value) or value < 0 for value in week[f"{figure}_plan"])
    con.close()
