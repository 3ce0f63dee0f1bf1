"""How long customers took to buy: who is followed, from when, up to when, and how it ended."""

from math import isnan

import pytest
from pandas.testing import assert_frame_equal

from analytics import following, people, time_to_deal
from analytics.figures import counts
from analytics.filters import Filters
from tests.showroom import day, deal, deals, drive, in_month, in_year, loss, visit, visits

JANUARY = in_month(2025, 1)
PHONE = "1380000000"


def ends(con, filters: Filters = JANUARY, **how) -> list[list[int]]:
    return time_to_deal.ends(con, filters, **how)[["day", "bought", "lost", "open"]].to_numpy().tolist()


def test_deals_losses_and_those_still_open_end_on_their_day(con, loaded):
    loaded(
        visit=[visit("2025-01-05", f"{PHONE}{n}") for n in range(5)] + [visit("2025-02-28")],
        deal=[deal("2025-01-05", f"{PHONE}0"), deal("2025-02-04", f"{PHONE}1"), *deals(1, "2025-02-20")],
        loss=[
            loss("2025-01-12", f"{PHONE}2"),
            loss("2025-01-15", f"{PHONE}3", lost_kind="plan_cancelled"),
        ],
    )
    assert ends(con) == [[0, 1, 0, 0], [7, 0, 1, 0], [10, 0, 1, 0], [30, 1, 0, 0], [54, 0, 0, 1]]


def test_following_ends_where_deals_are_no_longer_known(con, loaded):
    first = [visit("2025-01-05", f"{PHONE}0"), visit("2025-01-06", f"{PHONE}1")]
    loaded(
        visit=[*first, *visits(3, "2025-02-05"), visit("2025-03-20")],
        deal=deals(1, "2025-01-10"),
        loss=[loss("2025-02-10", f"{PHONE}0")],
    )
    loaded(deal=[deal("2025-03-12", f"{PHONE}1")])
    assert ends(con) == [[25, 0, 0, 1], [26, 0, 0, 1]]


def test_a_month_without_deals_known_follows_nobody(con, loaded):
    loaded(visit=[visit("2025-01-05", f"{PHONE}0")])
    assert ends(con) == []
    assert following.followed(con, JANUARY).drop(columns="until_on").to_numpy().tolist() == [["东店", 1, 0, 0]]


def test_a_deal_overrides_an_earlier_loss_and_one_noted_before_the_visit_is_of_its_day(con, loaded):
    loaded(
        visit=[visit("2025-01-06", f"{PHONE}{n}") for n in range(2)] + [visit("2025-02-28")],
        deal=[deal("2025-01-20", f"{PHONE}0"), deal("2025-01-04", f"{PHONE}1"), *deals(1, "2025-02-20")],
        loss=[loss("2025-01-10", f"{PHONE}0")],
    )
    assert ends(con) == [[0, 1, 0, 0], [14, 1, 0, 0]]


def test_who_faded_is_open_until_then_or_lost_unless_heard_of_again(con, loaded):
    loaded(
        visit=[
            visit("2025-01-06", f"{PHONE}0"),
            visit("2025-01-06", f"{PHONE}1"),
            visit("2025-01-06", f"{PHONE}2"),
            visit("2025-01-30", f"{PHONE}2", is_first=False),
            visit("2025-02-28"),
        ],
        deal=deals(2, "2025-01-20"),
        loss=[
            loss("2025-01-16", f"{PHONE}0", lost_kind="out_of_control"),
            loss("2025-01-18", f"{PHONE}1", lost_kind="dormant"),
            loss("2025-01-18", f"{PHONE}2", lost_kind="dormant"),
        ],
    )
    loaded(deal=deals(1, "2025-02-26"), name="二月.xlsx")
    assert ends(con) == [[10, 0, 0, 1], [12, 0, 0, 1], [53, 0, 0, 1]]
    assert ends(con, faded_is_lost=True) == [[10, 0, 1, 0], [12, 0, 1, 0], [53, 0, 0, 1]]


def test_following_begins_with_the_first_visit_of_the_period_not_with_a_call(con, loaded):
    loaded(
        visit=[
            visit("2024-12-20", f"{PHONE}0", contact_type="phone", is_first=None),
            visit("2025-01-08", f"{PHONE}0"),
            visit("2025-01-09", f"{PHONE}1", contact_type="phone", is_first=None),
            visit("2025-01-10"),
        ],
        deal=[deal("2025-01-11", f"{PHONE}0"), deal("2025-01-12", f"{PHONE}1")],
    )
    assert ends(con) == [[3, 1, 0, 0]]
    row = following.followed(con, JANUARY).iloc[0]
    assert row[["visitors", "without_phone", "followed"]].tolist() == [2, 1, 1]
    assert row["until_on"].date() == day("2025-01-12")


def test_who_drove_only_after_the_order_did_not_drive_before_it(con, loaded):
    loaded(
        visit=[visit("2025-01-06", f"{PHONE}{n}") for n in range(3)],
        deal=[deal("2025-01-10", f"{PHONE}0"), deal("2025-01-10", f"{PHONE}1")],
        test_drive=[drive("2025-01-10", f"{PHONE}0"), drive("2025-01-11", f"{PHONE}1")],
    )
    found = time_to_deal.ends(con, JANUARY, by=("drove",))
    assert found[["drove", "bought"]].groupby("drove")["bought"].sum().to_dict() == {False: 1, True: 1}


@pytest.mark.parametrize("faded_is_lost", [False, True])
@pytest.mark.parametrize("by", ["store", "salesperson", "channel", "model", "level", "drove", "month"])
def test_every_followed_customer_ends_once_in_every_cut(demo_showroom, by: str, faded_is_lost: bool):
    filters = in_year(2026)
    whole = time_to_deal.ends(demo_showroom, filters, faded_is_lost=faded_is_lost)
    parts = time_to_deal.ends(demo_showroom, filters, (by,), faded_is_lost)
    ways = ["bought", "lost", "open"]
    assert parts.groupby("day")[ways].sum().reset_index().to_numpy().tolist() == whole.to_numpy().tolist()
    known = counts(demo_showroom, filters, "followed", "followed_buyers").iloc[0]
    assert whole[ways].sum().sum() == known["followed"] == following.followed(demo_showroom, filters)["followed"].sum()
    assert whole["bought"].sum() == known["followed_buyers"] > 0


@pytest.mark.filterwarnings("error")
def test_little_or_nothing_gives_no_curve_and_no_warning(con, loaded):
    empty = time_to_deal.curves(con, JANUARY)
    assert empty.empty and isnan(time_to_deal.half_of_buyers(empty))
    for question in (time_to_deal.groups, time_to_deal.group_curves):
        assert question(con, JANUARY, "channel").empty
    assert time_to_deal.within(con, JANUARY).empty
    loaded(visit=[visit("2025-01-05", f"{PHONE}0", model="K2")], deal=deals(1, "2025-01-20"))
    assert time_to_deal.curves(con, JANUARY).empty
    one = time_to_deal.groups(con, JANUARY, "model").iloc[0]
    assert one[["model", "followed", "buyers", "is_few"]].tolist() == ["K2", 1, 0, True]
    assert isnan(one["by_30"]) and isnan(one["half"])


def met(number: int, on: str = "2025-01-05", first: int = 0, **fields: object) -> list[dict]:
    return [visit(on, f"139{first + n:08}", **fields) for n in range(number)]


def test_a_curve_is_drawn_while_twenty_are_followed_and_half_of_the_buyers_is_told_of_a_long_one(con, loaded):
    loaded(
        visit=[*met(40), *met(21, "2025-03-20", first=50)],
        deal=[deal("2025-01-09", "13900000000"), deal("2025-01-29", "13900000001"), deal("2025-02-09", "13900000002")],
    )
    loaded(deal=deals(1, "2025-03-19"), name="三月.xlsx")
    drawn = time_to_deal.curves(con, JANUARY)
    assert drawn["day"].tolist() == [4, 24, 35, 74]
    assert drawn["bought"].tolist() == pytest.approx([1 / 40, 2 / 40, 3 / 40, 3 / 40])
    assert time_to_deal.half_of_buyers(drawn) == 24
    assert isnan(time_to_deal.half_of_buyers(drawn[drawn["day"] < 60]))
    marks = time_to_deal.within(con, JANUARY)
    assert marks[["day", "buyers", "at_risk", "followed"]].to_numpy().tolist() == [
        [7, 1, 39, 40],
        [30, 2, 38, 40],
        [60, 3, 37, 40],
    ]
    assert time_to_deal.curves(con, in_month(2025, 3))["day"].tolist() == [0]


def test_groups_stand_by_size_the_unwritten_last_and_small_ones_without_a_curve(con, loaded):
    loaded(
        visit=[
            *met(30, model="K5"),
            *met(35, first=100, model="K2"),
            *met(29, first=200, model="K3"),
            *met(50, first=300),
        ],
        deal=[deal("2025-01-15", "13900000000"), deal("2025-01-31", "13900000100"), *deals(1, "2025-02-28")],
    )
    found = time_to_deal.groups(con, JANUARY, "model")
    assert found["model"].fillna("?").tolist() == ["K2", "K5", "K3", "?"]
    assert found["is_few"].tolist() == [False, False, True, True]
    assert found["by_30"].tolist() == pytest.approx([1 / 35, 1 / 30, 0, 0])
    assert found["by_90"].isna().all()
    assert time_to_deal.group_curves(con, JANUARY, "model")["model"].unique().tolist() == ["K2", "K5"]


@pytest.mark.parametrize("days", [7, 30, 60, 90])
def test_a_click_on_a_day_lists_whoever_had_bought_by_then(demo_showroom, days: int):
    filters = in_year(2026)
    marks = time_to_deal.within(demo_showroom, filters).set_index("day")
    assert people.how_many(demo_showroom, filters, f"bought_within_{days}") == marks["buyers"][days]
    groups = time_to_deal.groups(demo_showroom, filters, "drove")
    for _, group in groups.iterrows():
        among = {"drove": group["drove"]}
        assert people.how_many(demo_showroom, filters, "followed", among) == group["followed"]
        assert people.how_many(demo_showroom, filters, "followed_buyers", among) == group["buyers"]


def test_the_order_of_lines_changes_nothing(con, loaded):
    lines = [*met(30, model="K5", level="A"), *met(25, "2025-01-07", first=100, model="K2", level="B")]
    bought = [deal("2025-01-15", "13900000000"), deal("2025-01-31", "13900000100"), *deals(1, "2025-02-28")]
    loaded(visit=lines, deal=bought, store="东店")
    loaded(visit=lines[::-1], deal=bought[::-1], store="西店")
    east, west = (in_month(2025, 1, stores=(store,)) for store in ("东店", "西店"))
    for question in (time_to_deal.curves, time_to_deal.within):
        assert_frame_equal(question(con, east), question(con, west))
    assert_frame_equal(time_to_deal.groups(con, east, "level"), time_to_deal.groups(con, west, "level"))
