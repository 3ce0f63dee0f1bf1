"""Traffic by day, hour, channel, model and length of stay, and the days nobody logged."""

from math import isnan

import pytest

from analytics import traffic
from analytics.figures import counts
from analytics.filters import Filters
from tests.showroom import cell, day, deal, deals, in_month, in_year, month, visit, visits

MARCH = in_month(2025, 3)


def by_day(con, filters=MARCH):
    frame = traffic.by_day(con, filters)
    return frame.assign(day=[at.date() for at in frame["day"]]).set_index("day")


def test_every_day_up_to_the_last_line_has_its_traffic(con, loaded):
    loaded(visit=[*visits(3, "2025-03-02"), *visits(2, "2025-03-05", contact_type="phone", is_first=None)])
    frame = by_day(con)
    assert frame["traffic"].tolist() == [0, 3, 0, 0, 2]
    assert frame["first_visits"].tolist() == [0, 3, 0, 0, 0]
    assert frame.index[-1] == day("2025-03-05")
    assert frame["is_weekend"].tolist() == [True, True, False, False, False]


def test_a_day_with_deals_and_no_contact_is_unlogged(con, loaded):
    loaded(
        visit=[*visits(3, "2025-03-02"), *visits(1, "2025-03-06")],
        deal=[*deals(1, "2025-03-02"), *deals(2, "2025-03-04")],
    )
    frame = by_day(con)
    assert frame.index[frame["is_unlogged"]].tolist() == [day("2025-03-04")]


@pytest.mark.parametrize("choice", ["salespeople", "channels", "models"])
def test_a_day_others_logged_contacts_on_is_not_unlogged(con, loaded, choice: str):
    column = {"salespeople": "salesperson", "channels": "channel", "models": "model"}[choice]
    loaded(
        visit=[*visits(3, "2025-03-02", **{column: "甲"}), *visits(3, "2025-03-04", **{column: "乙"})],
        deal=[*deals(1, "2025-03-04", **{column: "甲"}), *deals(1, "2025-03-03", **{column: "甲"})],
    )
    frame = by_day(con, in_month(2025, 3, **{choice: ("甲",)}))
    assert frame.index[frame["is_unlogged"]].tolist() == [day("2025-03-03")]


def test_one_store_s_unlogged_day_is_not_hidden_by_another_s_traffic(con, loaded):
    loaded(visit=[*visits(3, "2025-03-02"), *visits(3, "2025-03-05")], deal=deals(1, "2025-03-03"), store="东店")
    loaded(visit=visits(3, "2025-03-03"), store="西店")
    frame = by_day(con)
    assert frame.index[frame["is_unlogged"]].tolist() == [day("2025-03-03")]


def test_days_of_a_month_without_a_register_are_not_days_without_traffic(con, loaded):
    loaded(visit=visits(3, "2025-03-02"), deal=[*deals(2, "2025-02-04"), *deals(1, "2025-03-02")])
    frame = by_day(con, in_year(2025))
    assert not [at for at, line in frame.iterrows() if at < day("2025-03-01") and line["traffic"] == 0]
    assert not frame["is_unlogged"].any()


def test_hours_hold_only_lines_with_a_time(con, loaded):
    loaded(
        visit=[
            visit("2025-03-03", arrived_minute=9 * 60 + 59),
            visit("2025-03-09", arrived_minute=600),
            visit("2025-03-03"),
        ]
    )
    frame = traffic.by_hour(con, MARCH)
    assert frame[["weekday", "hour", "traffic"]].to_numpy().tolist() == [[0, 9, 1], [6, 10, 1]]


def test_channels_share_the_whole_traffic(con, loaded):
    loaded(
        visit=[*visits(6, "2025-03-03", channel="网络"), *visits(2, "2025-03-03", contact_type="phone", is_first=None)]
    )
    frame = traffic.by_channel(con, MARCH)
    assert frame[["channel", "traffic", "first_visits", "share"]].to_numpy().tolist() == [
        ["网络", 6, 6, 0.75],
        ["phone", 2, 0, 0.25],
    ]


def test_a_customer_asks_for_a_model_once_a_month(con, loaded):
    loaded(
        visit=[
            visit("2025-03-03", "13900000001", model="K5"),
            visit("2025-03-09", "13900000001", model="K5", is_first=False),
            visit("2025-03-09", "13900000002", model="K5"),
            visit("2025-03-10", "13900000002", model="K2", is_first=False),
            visit("2025-04-10", "13900000001", model="K5", is_first=False),
            visit("2025-03-10"),
        ]
    )
    frame = traffic.by_model(con, MARCH)
    assert frame[["model", "interested"]].to_numpy().tolist() == [["K5", 2], ["K2", 1]]
    assert frame["share"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_a_form_gives_the_models_asked_for_too(con, loaded):
    loaded(summary=[cell(month(2025, 3), "model", 60, "K5"), cell(month(2025, 3), "model", 40, "K2")])
    assert traffic.by_model(con, MARCH)["interested"].tolist() == [60, 40]


def test_first_visits_and_be_backs_by_month(con, loaded):
    loaded(visit=[*visits(4, "2025-02-01"), *visits(2, "2025-02-02", is_first=False), *visits(1, "2025-03-01")])
    frame = traffic.first_and_back(con, MARCH)
    assert frame.to_numpy().tolist() == [[month(2025, 2), 4, 2], [month(2025, 3), 1, 0]]


def test_stays_fall_into_their_stretch(con, loaded):
    loaded(visit=[visit("2025-03-01", stay_minutes=minutes) for minutes in (0, 9, 10, 29, 30, 44, 120, 600)])
    frame = traffic.stays(con, MARCH)
    assert dict(zip(frame["minutes_from"], frame["visits"], strict=True)) == {
        0: 2, 10: 1, 20: 1, 30: 2, 45: 0, 60: 0, 90: 0, 120: 2,
    }  # fmt: skip
    assert frame["minutes_to"].tolist()[:-1] == [10, 20, 30, 45, 60, 90, 120]
    assert isnan(frame["minutes_to"].iloc[-1])
    assert frame.loc[frame["is_long"], "visits"].sum() == counts(con, MARCH, "long_stays")["long_stays"][0]


def test_a_deal_on_an_unlogged_day_is_still_a_deal(con, loaded):
    loaded(visit=visits(1, "2025-03-02"), deal=[deal("2025-03-04", "13900000001")])
    assert counts(con, MARCH, "showroom_deals")["showroom_deals"][0] == 1


def test_a_weekend_day_beside_a_weekday(con, loaded):
    loaded(visit=[*visits(6, "2025-03-01"), *visits(2, "2025-03-02"), *visits(3, "2025-03-03")])
    assert traffic.a_day(traffic.by_day(con, MARCH)) == (4, 3)
    loaded(visit=visits(6, "2025-04-05"))
    weekend, weekday = traffic.a_day(traffic.by_day(con, Filters(day("2025-04-05"), day("2025-04-05"))))
    assert weekend == 6
    assert isnan(weekday)


def test_be_backs_for_a_hundred_first_visits(con, loaded):
    loaded(visit=[*visits(4, "2025-02-01"), *visits(1, "2025-02-02", is_first=False)])
    assert traffic.be_backs_per_hundred(traffic.first_and_back(con, in_month(2025, 2)).iloc[-1]) == 25
    loaded(visit=visits(1, "2025-03-02", is_first=False))
    assert isnan(traffic.be_backs_per_hundred(traffic.first_and_back(con, MARCH).iloc[-1]))
