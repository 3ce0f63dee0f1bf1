"""How long customers took to buy: who is followed, from when, up to when, and how it ended."""

import pytest

from analytics import following, time_to_deal
from analytics.figures import counts
from analytics.filters import Filters
from tests.showroom import day, deal, deals, drive, in_month, in_year, loss, month, visit, visits

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
    loaded(
        visit=[visit("2025-01-05", f"{PHONE}0"), visit("2025-01-06", f"{PHONE}1"), visit("2025-03-20")],
        deal=[*deals(1, "2025-01-10"), deal("2025-03-12", f"{PHONE}1")],
        loss=[loss("2025-02-10", f"{PHONE}0")],
    )
    loaded(visit=visits(3, "2025-02-05"))
    con.execute("update mart.coverage set deals_until = '2025-01-31' where month = ?", [month(2025, 1)])
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
