"""The deck's flow from contact to delivery, and who closes what share."""

from math import isnan

import pytest

from analytics import conversion
from analytics.figures import counts
from analytics.filters import Filters, Grain
from tests.showroom import day, deal, deals, in_month, in_year, loss, month, visit, visits

MARCH = in_month(2025, 3)


def flow(con, filters=MARCH) -> list[float]:
    return conversion.flow(con, filters)["customers"].tolist()


def test_the_flow_counts_customers_step_by_step(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", "13900000001"),
            visit("2025-03-08", "13900000001", is_first=False),
            visit("2025-03-01", "13900000002"),
            visit("2025-03-02", "13900000003", contact_type="phone", is_first=None),
            visit("2025-03-03"),
        ],
        deal=[deal("2025-03-20", "13900000001", delivered_on=day("2025-03-28")), deal("2025-03-21", "13900000002")],
    )
    frame = conversion.flow(con, MARCH)
    assert frame["step"].tolist() == list(conversion.STEPS)
    # the nameless visitor ends at the first step, the caller at the second; who ordered at once needed no return
    assert frame["customers"].tolist() == [4, 3, 2, 2, 2, 1]
    assert frame["share"].tolist()[1:] == pytest.approx([3 / 4, 2 / 3, 1, 1, 1 / 2])
    assert isnan(frame["share"][0])


def test_no_step_is_larger_than_the_one_before(demo_showroom):
    for at in range(1, 12):
        customers = flow(demo_showroom, in_month(2026, at))
        assert customers == sorted(customers, reverse=True)
        assert customers[-1] > 0


def test_a_deal_belongs_to_the_month_its_customer_was_first_met(con, loaded):
    loaded(
        visit=[visit("2025-02-27", "13900000001"), visit("2025-03-31", "13900000009"), *visits(5, "2025-03-31")],
        deal=[deal("2025-03-20", "13900000001"), *deals(1, "2025-02-03")],
    )
    assert conversion.flow(con, in_month(2025, 2))["customers"][4] == 1
    assert conversion.flow(con, MARCH)["customers"][4] == 0


def test_a_return_within_ninety_days_is_the_same_shopping_and_later_a_new_one(con, loaded):
    loaded(
        visit=[
            visit("2025-01-01", "13900000001"),
            visit("2025-04-01", "13900000001", is_first=False),  # 90 days
            visit("2025-01-01", "13900000002"),
            visit("2025-04-02", "13900000002", is_first=False),  # 91 days
        ]
    )
    assert flow(con, in_month(2025, 1))[0] == 2
    assert flow(con, in_month(2025, 4))[0] == 1


def test_a_cancelled_order_is_not_ordered(con, loaded):
    loaded(
        visit=[visit("2025-03-01", "13900000001"), visit("2025-03-01", "13900000002")],
        deal=[deal("2025-03-09", "13900000001", outcome="cancelled_order"), deal("2025-03-09", "13900000002")],
    )
    assert conversion.flow(con, MARCH)["customers"][4] == 1


def test_a_wholesale_deal_is_no_step_of_the_showroom_s_flow(con, loaded):
    loaded(
        visit=[visit("2025-03-01", "13900000001")], deal=[deal("2025-03-09", "13900000001", sale_channel="wholesale")]
    )
    assert conversion.flow(con, MARCH)["customers"][4] == 0


def test_customers_of_two_stores_are_two_opportunities(con, loaded):
    loaded(visit=[visit("2025-03-01", "13900000001")], store="东店")
    loaded(visit=[visit("2025-03-02", "13900000001")], store="西店")
    assert flow(con)[0] == 2
    assert flow(con, in_month(2025, 3, stores=("西店",)))[0] == 1


def test_close_rates_stand_by_size_and_small_ones_are_marked(con, loaded):
    loaded(
        visit=[
            *visits(29, "2025-03-01", salesperson="张三"),
            *visits(60, "2025-03-01", salesperson="李四"),
            *visits(40, "2025-03-01"),
        ],
        deal=[*deals(6, "2025-03-09", salesperson="李四"), *deals(2, "2025-03-09", salesperson="王五")],
    )
    frame = conversion.close_rate_by(con, MARCH, "salesperson")
    assert frame["salesperson"].isna().tolist() == [False, False, False, True]
    assert frame.fillna({"salesperson": "?"})[
        ["salesperson", "showroom_deals", "first_visits", "is_few"]
    ].to_numpy().tolist() == [
        ["李四", 6, 60, False],
        ["张三", 0, 29, True],
        ["王五", 2, 0, True],
        ["?", 0, 40, True],
    ]
    assert frame["rate"].head(2).tolist() == [0.1, 0]
    assert frame["rate"].isna().tolist() == [False, False, True, False]
    assert (frame["low"].dropna() <= frame["rate"].dropna()).all()
    assert (frame["rate"].dropna() <= frame["high"].dropna()).all()


def test_every_deal_and_first_visit_stands_in_one_of_the_groups(con, loaded):
    loaded(
        visit=[*visits(30, "2025-03-01", model="K2"), *visits(10, "2025-03-01")],
        deal=[*deals(6, "2025-03-09", model="K2"), *deals(2, "2025-03-09", model="K5")],
    )
    groups = conversion.close_rate_by(con, MARCH, "model")
    assert groups[["showroom_deals", "first_visits"]].sum().tolist() == [8, 40]
    assert conversion.unwritten_share(groups, "model", "showroom_deals", "first_visits") == 0.25
    assert conversion.most_unwritten(groups, "model", "showroom_deals", "first_visits")[1] == "first_visits"


@pytest.mark.parametrize("dimension", ["salesperson", "channel", "model"])
def test_the_groups_add_up_to_the_whole(demo_showroom, dimension: str):
    filters = in_year(2026)
    parts = counts(demo_showroom, filters, "traffic", "showroom_deals", "losses", by=(dimension,))
    whole = counts(demo_showroom, filters, "traffic", "showroom_deals", "losses")
    for name in ("traffic", "showroom_deals", "losses"):
        assert parts[name].sum() == whole[name][0] > 0


def test_a_lost_customer_still_was_a_contact(con, loaded):
    loaded(visit=[visit("2025-03-01", "13900000001")], loss=[loss("2025-03-05", "13900000001")])
    assert flow(con)[:3] == [1, 1, 1]


def test_the_flow_leaves_out_months_of_a_store_without_a_deal_log_and_says_which_are_in(con, loaded):
    quarter = Filters.of_months(month(2025, 1), Grain.QUARTER)
    logged = [visit(f"2025-0{at}-05", f"1390000{at}{n:03}") for at in (1, 2, 3) for n in range(10)]
    loaded(visit=logged, deal=[deal("2025-02-09", "13900002000"), deal("2025-03-09", "13900003000")], store="东店")
    loaded(visit=[visit("2025-01-05", f"138{n:08}") for n in range(40)], store="西店")
    assert flow(con, quarter) == [20, 20, 20, 2, 2, 0]
    months = conversion.flow_months(con, quarter)
    assert months[months["is_in"]][["store", "month"]].to_numpy().tolist() == [
        ["东店", month(2025, 2)],
        ["东店", month(2025, 3)],
    ]
    assert len(months) == 4


def test_without_a_deal_log_the_flow_ends_at_the_showroom(con, loaded):
    loaded(visit=[visit("2025-03-01", "13900000001"), visit("2025-03-02")])
    customers = flow(con)
    assert customers[:3] == [2, 1, 1]
    assert all(isnan(number) for number in customers[3:])
    assert conversion.flow_months(con, MARCH)["is_in"].tolist() == [True]
