"""Where a month lands follows from what was known on the day it is looked at, for the store and each salesperson."""

from datetime import date

import numpy as np
import pytest
from duckdb import DuckDBPyConnection
from numpy.testing import assert_allclose
from pandas import DataFrame
from pandas.testing import assert_frame_equal

from analytics import pace, pipeline, plans
from analytics.filters import Filters
from analytics.pace import TEST_DAYS, back_test, by_person, from_prospects, outlook
from analytics.statistics.pace import before, landing
from analytics.statistics.survival import aalen_johansen, buys_within, still_to_buy
from data.plans import set_closed_days, set_month, set_people
from data.warehouse import open_warehouse
from tests.showroom import day, deal, deals, month, put, visits

MARCH = month(2025, 3)
NAMES = ("张三", "李四", "王五")


def lines(until: str, first: str = "2024-11-01") -> dict[str, list[dict]]:
    """Two visits a day and two deals on every day but each third one, by three salespeople in turn."""
    days = [one.date().isoformat() for one in DataFrame({"day": np.arange(first, until, dtype="M8[D]")})["day"]]
    days.append(until)
    return {
        "visit": [visit for on in days for visit in visits(2, on, salesperson="张三")],
        "deal": [line for n, on in enumerate(days) if n % 3 for line in deals(2, on, salesperson=NAMES[n % 7 % 3])],
    }


@pytest.fixture
def march(con: DuckDBPyConnection) -> DuckDBPyConnection:
    """A store known from November to the 20th of March."""
    put(con, **lines("2025-03-20"))
    return con


def test_a_month_lands_from_its_last_day_known(march):
    set_month(march, "东店", MARCH, {"orders": 45})
    found = outlook(march, "东店", MARCH, "orders")
    assert (found.as_of, found.until, found.landed) == (date(2025, 3, 20), date(2025, 3, 20), None)
    assert found.so_far == sum(1 for line in lines("2025-03-20")["deal"] if line["ordered_on"] >= day("2025-03-01"))
    assert (found.open_left, found.past_months) == (11, 4)
    assert found.needed == pytest.approx((45 - found.so_far) / 11)
    assert found.so_far < found.landing.low < found.landing.middle < found.landing.high
    assert 0 < found.landing.chance < 1
    days = found.days.set_index("day")
    assert days["planned"].iloc[-1] == pytest.approx(45)
    assert days["so_far"].dropna().iloc[-1] == found.so_far
    assert days["so_far"].isna().tolist() == [False] * 20 + [True] * 11
    assert days["middle"].isna().tolist() == [True] * 19 + [False] * 12
    ends = days[list(pace.FAN)].iloc[-1].tolist()
    assert [ends[0], ends[2], ends[4]] == list(found.landing[:3])
    assert (days[list(pace.FAN)].dropna().diff(axis=1).iloc[:, 1:] >= 0).all(axis=None)
    assert (days[list(pace.FAN)].dropna().diff().dropna() >= 0).all(axis=None)


def test_looking_back_says_what_that_day_said(march):
    earlier = open_warehouse()
    put(earlier, **lines("2025-03-10"))
    then, now = outlook(earlier, "东店", MARCH, "orders"), outlook(march, "东店", MARCH, "orders", date(2025, 3, 10))
    assert (then.as_of, then.so_far, then.landing) == (now.as_of, now.so_far, now.landing)
    hidden = ["later"]
    assert_frame_equal(then.days.drop(columns=hidden), now.days.drop(columns=hidden))
    of = "东店", MARCH, "orders", date(2025, 3, 10)
    assert_frame_equal(by_person(earlier, *of), by_person(march, *of))
    earlier.close()


def test_a_finished_month_lands_where_it_did_and_is_looked_back_on(march):
    february = month(2025, 2)
    found = outlook(march, "东店", february, "orders")
    assert found.landing[:3] == (found.landed,) * 3
    tested = back_test(march, "东店", MARCH, "orders")
    assert tested["month"].unique().tolist() == [february - 3, february - 2, february - 1, february]
    assert tested["day"].tolist() == list(TEST_DAYS) * 4
    assert (tested["held"] == tested["landed"].between(tested["low"], tested["high"])).all()
    for row in tested.itertuples():
        then = outlook(march, "东店", row.month, "orders", date(row.month // 12, row.month % 12 + 1, row.day))
        assert (row.so_far, row.low, row.middle, row.high) == (then.so_far, *then.landing[:3])
        assert row.landed == then.landed
    assert set(back_test(march, "东店", february, "orders")["month"]) == set(tested["month"])


def test_a_month_not_begun_lands_by_the_months_before(march):
    found = outlook(march, "东店", MARCH + 1, "orders")
    assert (found.as_of, found.until, found.so_far, found.open_left) == (date(2025, 3, 31), None, 0, 30)
    assert 30 < found.landing.middle < 50
    assert found.days["so_far"].isna().all()
    assert found.days["middle"].notna().all()


def test_nothing_known_and_nothing_sold_say_nothing(con):
    for figure in pace.FIGURES:
        assert outlook(con, "东店", MARCH, figure).landing is None
        assert by_person(con, "东店", MARCH, figure, date(2025, 3, 5)).empty
        assert back_test(con, "东店", MARCH, figure).empty
    assert from_prospects(con, "东店", date(2025, 3, 5)) is None
    put(con, visit=visits(3, "2025-03-02"))
    assert outlook(con, "东店", MARCH, "orders").landing is None
    assert outlook(con, "东店", MARCH, "orders").needed is None


def test_a_new_store_lands_by_its_own_days_alone(con):
    put(con, **lines("2025-03-12", first="2025-03-01"))
    found = outlook(con, "东店", MARCH, "orders")
    assert (found.past_months, found.past_share, found.so_far) == (0, 0.0, 16)
    assert found.landing.low < 16 * 31 / 12 < found.landing.high


def test_closed_days_bring_nothing(march):
    open_all = outlook(march, "东店", MARCH, "orders")
    set_closed_days(march, "东店", MARCH, [date(2025, 3, number) for number in range(21, 32)])
    found = outlook(march, "东店", MARCH, "orders")
    assert found.landing[:3] == (open_all.so_far,) * 3
    assert (found.open_left, found.needed) == (0, None)


def test_everybody_lands_by_his_own_past_and_their_deals_are_the_stores(march):
    set_month(march, "东店", MARCH, {"orders": 45})
    set_people(march, "东店", MARCH, {"赵六": {"orders": 6}})
    found = by_person(march, "东店", MARCH, "orders", date(2025, 3, 20)).set_index("salesperson")
    assert found.index.tolist() == sorted([*NAMES, "赵六"])
    assert found["so_far"].sum() == outlook(march, "东店", MARCH, "orders").so_far
    assert found["plan"].sum() == 45
    assert (found["low"] <= found["high"]).all()
    assert_allclose(found["needed"], (found["plan"] - found["so_far"]).clip(lower=0) / 11)
    assert found.loc["赵六", ["so_far", "low"]].tolist() == [0, 0]
    without_plan = by_person(march, "东店", MARCH - 1, "orders", date(2025, 2, 28))
    assert without_plan[["chance", "plan", "needed"]].isna().all(axis=None)


def test_the_worth_of_days_and_the_plans_line_are_those_of_the_plan(demo_showroom):
    store, november = plans.stores(demo_showroom)[0], month(2026, 11)
    for figure in pace.FIGURES:
        days = plans.by_day(demo_showroom, store, november)
        told = pace.story(demo_showroom, store, figure, november - 24, november)
        assert told.run_up(november).worth == pytest.approx(days[f"{figure}_weight"].to_numpy(), rel=0.01)


def test_nothing_depends_on_the_order_of_lines(march):
    shuffled, dice = open_warehouse(), np.random.default_rng(5)
    put(shuffled, **{kind: list(dice.permutation(rows)) for kind, rows in lines("2025-03-20").items()})
    of = "东店", MARCH, "orders"
    assert outlook(march, *of).landing == outlook(shuffled, *of).landing
    assert_frame_equal(back_test(march, *of), back_test(shuffled, *of))
    shuffled.close()


def test_prospects_are_those_of_the_last_day_known_and_buy_less_by_the_months_end(demo_showroom):
    store = plans.stores(demo_showroom)[0]
    today = plans.reach(demo_showroom, store, month(2026, 11)).until
    found = from_prospects(demo_showroom, store, today)
    assert found.low < found.expected < found.high
    filters = Filters(date(2026, 11, 1), today, stores=(store,))
    assert [found.number, found.expected] == pipeline.expected_deals(demo_showroom, filters).iloc[0, :2].tolist()
    assert pipeline.promised(demo_showroom, filters, 0)[1] == 0
    assert pipeline.promised(demo_showroom, filters, 180)[1] == pytest.approx(found.expected)
    assert 0 < found.this_month < found.expected
    assert from_prospects(demo_showroom, store, date(2026, 11, 1)) is None


def test_the_chance_to_buy_within_some_days_grows_to_that_of_buying_at_all():
    curves = aalen_johansen(DataFrame({"day": [0, 3, 10], "bought": [1, 2, 1], "lost": [0, 1, 0], "open": [0, 0, 1]}))
    assert buys_within(curves, [0, 3], 0).tolist() == [0, 0]
    assert buys_within(curves, [0], 3)[0] == pytest.approx(2 / 5)
    assert buys_within(curves, [3], 6)[0] == 0
    assert buys_within(curves, [0, 3], 100) == pytest.approx(still_to_buy(curves, [0, 3]))


def test_what_the_question_says_is_what_the_statistics_say(march):
    told = pace.story(march, "东店", "orders", MARCH - 24, MARCH)
    run_up = told.run_up(MARCH)
    assert [sold for sold, _ in run_up.past] == [int(told.of_month(one).sum()) for one in range(MARCH - 4, MARCH)]
    so_far, (behind, ahead) = int(told.of_month(MARCH).sum()), run_up.split(20)
    assert outlook(march, "东店", MARCH, "orders").landing == landing(
        before(run_up.past).after(so_far, behind), so_far, ahead
    )


def test_deliveries_land_by_the_day_of_delivery(con):
    put(
        con,
        visit=[line for number in range(1, 21) for line in visits(1, f"2025-03-{number:02}")],
        deal=[deal(f"2025-03-{n:02}", delivered_on=date(2025, 3, n + 3)) for n in range(1, 13)],
    )
    found = outlook(con, "东店", MARCH, "sales")
    assert (found.so_far, outlook(con, "东店", MARCH, "sales", date(2025, 3, 5)).so_far) == (12, 2)
