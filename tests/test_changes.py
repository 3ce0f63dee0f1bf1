"""What changed and why, from registers: parts that add up, groups without visits, stores known on one side only."""

from zlib import crc32

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import overview
from analytics.changes import DIMENSIONS, FIGURES, change, outside
from analytics.earlier import Against, Earlier
from analytics.statistics.chain import split_rate
from analytics.statistics.together import reach
from data.warehouse import open_warehouse
from tests import showroom
from tests.showroom import cell, day, deals, in_month, month, visits

MARCH = in_month(2025, 3)


def channel(name: str | None, on: str, came: int, recorded: int, bought: int) -> dict[str, list]:
    """Lines of one channel on one day, those recorded with a name and phone of their own."""
    digits = crc32(f"{name} {on}".encode()) % 10**6
    phones = [{"customer_name": "王伟", "phone": f"139{digits:06}{at:02}"} for at in range(recorded)]
    people = [*phones, *[{}] * (came - recorded)]
    return {
        "visit": [line for known in people for line in visits(1, on, channel=name, **known)],
        "deal": deals(bought, on, channel=name),
    }


def lines(*channels: dict[str, list]) -> dict[str, list]:
    return {kind: [line for one in channels for line in one[kind]] for kind in ("visit", "deal")}


def parts(one) -> dict[str, float]:
    return dict(zip(one.parts["part"], one.parts["value"], strict=True))


def test_a_channel_that_sends_fewer_people_is_volume_and_mix(con, loaded):
    loaded(
        **lines(
            channel("网络", "2025-02-01", 60, 30, 6),
            channel("自然到店", "2025-02-28", 40, 40, 8),
            channel("网络", "2025-03-01", 30, 15, 3),
            channel("自然到店", "2025-03-31", 40, 40, 8),
        )
    )
    one = change(con, MARCH, "showroom_deals", "channel")
    assert (one.before, one.now, one.change) == (14, 11, -3)
    found = parts(one)
    assert (found["capture"], found["close"]) == (0, 0)
    assert found["volume"] < 0 < found["mix"]
    assert one.groups["members"].tolist() == [("网络",), ("自然到店",)]
    assert one.groups["change"].tolist() == [-3, 0]


def test_deals_of_a_channel_without_visits_stand_alone(con, loaded):
    loaded(
        **lines(channel("网络", "2025-02-01", 50, 25, 5), channel("网络", "2025-03-31", 50, 25, 5)),
        store="东店",
    )
    loaded(deal=[*deals(2, "2025-02-20"), *deals(7, "2025-03-20")], store="东店")
    one = change(con, MARCH, "showroom_deals", "channel")
    assert parts(one) == {"volume": 0, "mix": 0, "capture": 0, "close": 0, "unlogged": 5}
    assert one.groups["members"].tolist() == [("网络",), (None,)]
    assert one.change == 5


def test_groups_without_visits_in_one_period_are_one_group(con, loaded):
    loaded(
        **lines(
            channel("网络", "2025-02-01", 50, 25, 5),
            channel("网络", "2025-03-31", 50, 25, 5),
            channel("展会", "2025-03-20", 10, 10, 2),
        )
    )
    loaded(
        deal=[*deals(1, "2025-02-20", channel="展会"), *deals(3, "2025-03-20", channel="二网"), *deals(1, "2025-02-09")]
    )
    one = change(con, MARCH, "showroom_deals", "channel")
    assert one.groups["members"].iloc[-1] == ("展会", "二网", None)
    assert sum(parts(one).values()) == pytest.approx(one.change)
    assert one.change == 3


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("dimension", [*DIMENSIONS, None])
def test_what_is_shown_adds_up_in_the_demo(demo_showroom, figure, dimension):
    one = change(demo_showroom, in_month(2026, 10), figure, dimension)
    tenths = np.rint(one.groups[one.parts["part"]].to_numpy() * 10).astype(int)
    assert (tenths.sum(axis=0) == np.rint(one.parts["value"] * 10)).all()
    assert (tenths.sum(axis=1) == np.rint(one.groups["change"] * 10)).all()
    unit = 1 if figure == "showroom_deals" else 100
    assert round(one.change, 1) == pytest.approx(round(one.now * unit, 1) - round(one.before * unit, 1))
    assert (one.parts["low"] <= one.parts["value"] + 0.1).all()
    assert (one.parts["value"] <= one.parts["high"] + 0.1).all()


few = st.tuples(st.integers(0, 6), st.integers(0, 6), st.integers(0, 3))


@given(
    st.dictionaries(st.sampled_from(["网络", "自然到店", "来电", None]), st.tuples(few, few), min_size=1), st.randoms()
)
@settings(max_examples=15, deadline=None)
def test_any_registers_are_split_whole_and_the_same_in_any_order(counted, random):
    kept = [
        channel(name, on, came, min(came, recorded), bought)
        for name, sides in counted.items()
        for on, (came, recorded, bought) in zip(("2025-02-28", "2025-03-31"), sides, strict=True)
    ]
    both = lines(*kept, channel("展会", "2025-02-01", 2, 1, 1), channel("展会", "2025-03-31", 2, 1, 1))
    answers = []
    for _ in range(2):
        con = open_warehouse(":memory:")
        showroom.put(con, **both)
        answers.append([change(con, MARCH, figure, "channel") for figure in FIGURES])
        con.close()
        for those in both.values():
            random.shuffle(those)
    for one, again in zip(*answers, strict=True):
        assert one.groups.equals(again.groups)
        assert one.parts.equals(again.parts)
        assert one.parts["value"].sum() == pytest.approx(one.change, abs=1e-6)
    sold = [len([line for line in both["deal"] if line["ordered_on"].month == at]) for at in (2, 3)]
    assert [answers[0][0].before, answers[0][0].now] == sold


def test_a_store_known_on_one_side_only_is_no_cause(con, loaded):
    loaded(**lines(channel("网络", "2025-02-01", 50, 25, 5), channel("网络", "2025-03-31", 50, 25, 5)), store="东店")
    loaded(**channel("网络", "2025-03-01", 90, 90, 40), store="西店")
    one = change(con, MARCH, "showroom_deals", "channel")
    assert (one.before, one.now) == (5, 5)
    assert [out.store for out in one.compared.left_out] == ["西店"]


def test_nothing_in_common_is_no_change(con, loaded):
    loaded(**channel("网络", "2025-03-31", 50, 25, 5))
    assert change(con, MARCH, "showroom_deals", "channel") is None
    assert change(con, in_month(2025, 3, channels=("展会",)), "close_rate", "channel") is None


def test_where_nobody_came_there_is_no_rate(con, loaded):
    loaded(**lines(channel("网络", "2025-02-01", 5, 5, 1), channel("展会", "2025-03-31", 5, 5, 1)))
    chosen = in_month(2025, 3, channels=("展会",))
    assert change(con, chosen, "close_rate", "channel") is None
    whole = change(con, chosen, "showroom_deals", "channel")
    assert parts(whole)["volume"] == 1


def test_the_last_year_s_month_is_another_comparison(con, loaded):
    loaded(
        **lines(
            channel("网络", "2024-03-01", 20, 10, 9),
            *(channel("网络", f"2024-{at:02}-28", 20, 10, 1) for at in range(4, 13)),
            *(channel("网络", f"2025-{at:02}-28", 20, 10, 1) for at in range(1, 3)),
            channel("网络", "2025-03-31", 20, 10, 2),
        )
    )
    earlier = Earlier(Against.LAST_YEAR)
    assert change(con, MARCH, "showroom_deals", "channel").change == 1
    assert change(con, MARCH, "showroom_deals", "channel", earlier).change == -7
    chosen = Earlier(Against.CHOSEN, (day("2024-03-01"), day("2024-03-31")))
    assert change(con, MARCH, "showroom_deals", "channel", chosen).change == -7


def test_monthly_forms_are_split_undivided(con, loaded):
    figures = {2: (200, 150, 40), 3: (160, 120, 20)}
    loaded(
        summary=[
            cell(month(2025, at), name, value)
            for at, values in figures.items()
            for name, value in zip(("first_visits", "recorded", "showroom_deals"), values, strict=True)
        ]
    )
    assert change(con, MARCH, "showroom_deals", "channel") is None
    one = change(con, MARCH, "showroom_deals", None)
    found = parts(one)
    assert list(found) == ["volume", "capture", "close"]
    assert (found["capture"], one.change) == (0, -20)
    assert one.is_evident
    tile = overview.changes(con, MARCH).set_index("figure").loc["showroom_deals"]
    assert (tile["now"], tile["before"], tile["low"], tile["high"]) == (one.now, one.before, one.low, one.high)


def test_without_records_capture_and_close_are_one(con, loaded):
    loaded(
        summary=[
            cell(month(2025, at), name, value)
            for at, values in {2: (200, 40), 3: (160, 20)}.items()
            for name, value in zip(("first_visits", "showroom_deals"), values, strict=True)
        ]
    )
    assert list(parts(change(con, MARCH, "showroom_deals", None))) == ["volume", "close"]


def test_luck_alone_seldom_singles_out_one_of_many_salespeople():
    draws, groups, times = np.random.default_rng(8), 12, 400
    came, alarms = np.full(groups, 60), 0
    for _ in range(times):
        before, now = (np.array([came, draws.binomial(came, 0.2)], dtype=float) for _ in range(2))
        split = split_rate(before, now)
        alarms += (np.abs(split.cells[0]) > reach(groups) * split.cell_errors[0]).any()
    assert alarms / times <= 0.07


def test_one_group_needs_no_allowance_and_more_need_more():
    assert reach(1) == pytest.approx(1.96, abs=1e-3)
    assert reach(12) == pytest.approx(2.87, abs=5e-3)


def test_a_salesperson_s_interval_allows_for_how_many_are_looked_at(con, loaded):
    days = ("2025-02-01", "2025-02-28", "2025-03-01", "2025-03-31")
    alone = lines(*(channel("网络", on, 30, 30, 6) for on in days))
    loaded(**alone)
    one = change(con, MARCH, "close_rate", "channel").groups["own_reach"].iloc[0]
    loaded(**lines(*(channel(f"渠道{at}", days[at % 4], 1, 1, 0) for at in range(11))), store="东店")
    groups = change(con, MARCH, "close_rate", "channel").groups
    share = groups["first_visits"].iloc[0] / groups["first_visits"].sum()
    assert groups["own_reach"].iloc[0] / share > 1.3 * one


def test_the_split_and_the_overview_s_deals_reconcile(con, loaded):
    loaded(**lines(channel("网络", "2025-02-01", 50, 25, 5), channel("网络", "2025-03-31", 50, 25, 7)), store="东店")
    loaded(
        summary=[cell(month(2025, at), "showroom_deals", value) for at, value in ((2, 40), (3, 30))],
        store="西店",
    )
    one = change(con, MARCH, "showroom_deals", "channel")
    beside = outside(con, MARCH, one.compared)
    tile = overview.changes(con, MARCH).set_index("figure").loc["showroom_deals"]
    assert (beside.before, beside.now) == (tile["before"], tile["now"]) == (45, 37)
    assert (beside.before - one.before, beside.now - one.now) == (40, 30)
