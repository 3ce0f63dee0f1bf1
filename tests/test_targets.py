"""What a target is worked out from, and the deck's table ①–⑩ out of it."""

import json
from math import isnan, nan
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame

from analytics import what_if
from analytics.filters import last_day
from analytics.statistics.levers import Lever
from analytics.statistics.remainders import shared
from analytics.targets import REST, SHOWROOM, History, assumed, history
from analytics.what_if import Wishes
from tests import showroom
from tests.showroom import cell, deals, in_month, month, put, visits

DECK = json.loads((Path(__file__).parent / "deck" / "seed_tables.json").read_text(encoding="utf-8"))["target_table"]
WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))["target_whatif"]
PRINTED = {
    "deals": "成交目标",
    "needed": "理论客源",
    "current": "平均客源",
    "gap": "缺口",
    "planned": "客源目标",
    "missing": "客源缺漏",
}
OCTOBER = month(2025, 10)


def begin(known: History) -> Wishes:
    rows = known.channels
    return Wishes(known.target, tuple(rows["share"]), tuple(rows["current"]), tuple(rows["wished"]))


def deck_table() -> tuple[History, DataFrame]:
    known = assumed(OCTOBER)
    return known, what_if.table(known.channels, begin(known))


def test_the_decks_table_comes_out_exactly():
    known, rows = deck_table()
    assert begin(known).target == DECK["inputs"]["总销售目标①"]
    for (_, row), printed in zip(rows.iterrows(), DECK["rows"].values(), strict=True):
        assert {name: row[name] for name in PRINTED} == {name: printed[said] for name, said in PRINTED.items()}
        assert [f"{row[name]:.0%}" for name in ("share", "rate", "wished")] == [
            printed[said] for said in ("占比", "成交率", "成交率目标")
        ]
    sums = what_if.totals(rows)
    assert {name: sums[name] for name in PRINTED} == {name: DECK["合计"][said] for name, said in PRINTED.items()}
    assert (sums["needed"], sums["gap"], sums["planned"], sums["missing"]) == (474, 114, 440, 80)
    assert sums["share"] == 1


def test_the_verdict_on_the_decks_table_has_the_worked_chances():
    known, rows = deck_table()
    found = what_if.verdict(known.channels, rows)
    plans = {name.split()[0]: plan for name, plan in WORKED["plans"].items()}
    for name, probability in (("计划⑨", found.planned), ("理论⑤", found.needed), ("现状⑥", found.current)):
        assert probability == pytest.approx(plans[name]["P_ge_100"], abs=1e-9)
    assert [found.low, found.middle, found.high] == [plans["计划⑨"][name] for name in ("q10", "q50", "q90")]
    assert [(step.wanted, step.percent, step.leads) for step in found.ladder] == [
        (0.5, 100, 474),
        (0.8, 108, 253 + 44 + 216),
        (0.9, 113, 265 + 46 + 226),
    ]
    assert what_if.planned_chance(known.channels, rows) == found.planned


def test_the_cheapest_single_change_and_what_matters_most_are_the_showrooms():
    known, rows = deck_table()
    best, *_ = what_if.single_changes(known.channels, rows)
    assert (best.at, best.lever) == (0, Lever.RATE)
    swings = what_if.levers(known.channels, rows)
    assert (swings[0].at, swings[0].lever) == (0, Lever.RATE)


wishes = st.builds(
    lambda target, weights, current, wished: Wishes(target, tuple(shared(100, weights)), current, wished),
    st.integers(0, 2000),
    st.lists(st.floats(0, 10), min_size=3, max_size=3),
    st.tuples(*[st.integers(0, 900)] * 3),
    st.tuples(*[st.integers(0, 1000).map(lambda tenths: tenths / 1000)] * 3),
)


@settings(deadline=None, max_examples=50, derandomize=True, database=None)
@given(wishes)
def test_parts_add_to_their_totals_and_leads_are_enough_at_their_rate(wanted):
    rows = what_if.table(assumed(OCTOBER).channels, wanted)
    sums = what_if.totals(rows)
    assert sums["deals"] == wanted.target
    assert sums["share"] == pytest.approx(1)
    assert sums["gap"] == sums["needed"] - sums["current"]
    assert isnan(sums["missing"]) or sums["missing"] == sums["planned"] - sums["current"]
    for row in rows.itertuples():
        if not isnan(row.planned):
            assert row.planned * row.wished >= row.deals - 1e-6
            assert (row.planned - 1) * row.wished < row.deals or row.planned == 0


@settings(deadline=None, max_examples=50, derandomize=True, database=None)
@given(wishes)
def test_any_wish_is_judged_or_found_beyond_judging(wanted):
    known = assumed(OCTOBER)
    rows = what_if.table(known.channels, wanted)
    if what_if.is_beyond(rows):
        return
    found = what_if.verdict(known.channels, rows)
    assert all(0 <= one <= 1 for one in (found.planned, found.needed, found.current))
    assert found.low <= found.middle <= found.high


@pytest.mark.parametrize(
    ("wanted", "planned"),
    [
        (Wishes(0, (70, 20, 10), (180, 30, 150), (0.35, 0.5, 0.05)), [0, 0, 0]),
        (Wishes(100, (100, 0, 0), (180, 30, 150), (0.35, 0.0, 0.0)), [286, 0, 0]),
        (Wishes(100, (70, 20, 10), (180, 30, 150), (0.0, 0.5, 0.05)), [nan, 40, 200]),
    ],
)
def test_a_target_share_or_rate_of_nothing_is_answered(wanted, planned):
    rows = what_if.table(assumed(OCTOBER).channels, wanted)
    assert rows["planned"].tolist() == pytest.approx(planned, nan_ok=True)
    assert isnan(what_if.totals(rows)["planned"]) == any(map(isnan, planned))
    assert not what_if.is_beyond(rows)
    assert 0 <= what_if.verdict(assumed(OCTOBER).channels, rows).planned <= 1


def test_a_million_cars_are_beyond_any_chance():
    rows = what_if.table(assumed(OCTOBER).channels, Wishes(10**6, (70, 20, 10), (1, 1, 1), (0.3, 0.5, 0.05)))
    assert what_if.is_beyond(rows)


def a_month(number: int, **by_channel: tuple[int, int]) -> dict[str, list]:
    """Lines of one month of 2025: per channel so many leads and so many deals."""
    first, last = f"2025-{number:02d}-02", last_day(month(2025, number)).isoformat()
    met = [line for channel, (leads, _) in by_channel.items() for line in visits(leads, first, channel=channel)]
    sold = [
        line for channel, (_, number_sold) in by_channel.items() for line in deals(number_sold, last, channel=channel)
    ]
    return {"visit": [*met, *visits(1, last, channel=next(iter(by_channel)))], "deal": sold}


def months(*those: dict[str, list]) -> dict[str, list]:
    return {kind: [line for one in those for line in one[kind]] for kind in ("visit", "deal")}


def test_the_last_three_whole_months_give_shares_rates_and_leads(con: DuckDBPyConnection):
    put(con, **months(*(a_month(number, 网络=(29, 3), 介绍=(10, 5)) for number in (6, 7, 8, 9))))
    known = history(con, in_month(2025, 9))
    assert (known.month, known.months) == (OCTOBER, (month(2025, 7), month(2025, 8), month(2025, 9)))
    rows = known.channels.set_index("channel")
    assert rows.index.tolist() == ["介绍", "网络"]
    assert rows["deals"].tolist() == [15, 9]
    assert rows["leads"].tolist() == [30, 90]
    assert rows["rate"].tolist() == [0.5, 0.1]
    assert rows["share"].tolist() == [63, 37]
    assert rows["current"].tolist() == [10, 30]
    assert known.target == 8
    assert not known.is_assumed


def test_an_unfinished_month_is_left_out(con: DuckDBPyConnection):
    lines = months(*(a_month(number, 网络=(29, 3)) for number in (7, 8, 9)))
    put(con, visit=[*lines["visit"], *visits(5, "2025-10-10", channel="网络")], deal=lines["deal"])
    known = history(con, in_month(2025, 10))
    assert known.month == OCTOBER + 1
    assert known.months == (month(2025, 7), month(2025, 8), month(2025, 9))


def test_believable_ends_are_what_a_year_has_seen(con: DuckDBPyConnection):
    those = [a_month(number, 网络=(20 + number, 2 + number % 3)) for number in range(1, 10)]
    put(con, **months(*those))
    row = history(con, in_month(2025, 9)).channels.iloc[0]
    assert (row["low_leads"], row["high_leads"]) == (22, 30)
    rates = []
    for last in range(3, 10):
        window = range(last - 2, last + 1)
        rates.append(sum(2 + n % 3 for n in window) / sum(21 + n for n in window))
    assert (row["low_rate"], row["high_rate"]) == pytest.approx((min(rates), max(rates)))


def test_small_channels_are_put_together_and_such_that_close_more_than_they_meet(con: DuckDBPyConnection):
    by_channel = {f"渠道{at}": (40 - at, 9 - at) for at in range(7)} | {"只成交": (1, 3)}
    put(con, **months(*(a_month(number, **by_channel) for number in (7, 8, 9))))
    rows = history(con, in_month(2025, 9)).channels
    assert rows["channel"].tolist() == ["渠道0", "渠道1", "渠道2", "渠道3", REST]
    assert rows["deals"].sum() == 3 * (sum(9 - at for at in range(7)) + 3)
    assert rows["leads"].sum() == 3 * (sum(40 - at for at in range(7)) + 1 + 1)
    assert (rows["rate"] <= 1).all()
    assert rows["share"].sum() == 100


def test_deals_that_name_no_channel_are_shared_out_as_the_others_are(con: DuckDBPyConnection):
    lines = months(*(a_month(number, 网络=(39, 6), 介绍=(20, 2)) for number in (7, 8, 9)))
    put(con, visit=lines["visit"], deal=[*lines["deal"], *deals(4, "2025-09-20")])
    known = history(con, in_month(2025, 9))
    assert known.unwritten == 4
    assert known.channels["deals"].tolist() == [18 + 3, 6 + 1]


def test_stores_known_for_different_months_are_each_meant_over_their_own(con: DuckDBPyConnection):
    put(con, **months(*(a_month(number, 网络=(29, 3)) for number in (7, 8, 9))), store="东店")
    put(con, **a_month(9, 网络=(59, 6)), store="西店")
    known = history(con, in_month(2025, 9))
    assert known.channels["current"].tolist() == [30 + 60]
    assert known.target == 3 + 6
    alone = history(con, in_month(2025, 9, stores=("西店",)))
    assert alone.channels["current"].tolist() == [60]


def test_forms_alone_make_the_showroom_one_channel_of_first_visits(con: DuckDBPyConnection):
    cells = [
        cell(month(2025, number), figure, value)
        for number in (7, 8, 9)
        for figure, value in (("first_visits", 200), ("showroom_deals", 40))
    ]
    put(con, summary=cells)
    known = history(con, in_month(2025, 9))
    assert known.channels[["channel", "deals", "leads", "share", "current"]].values.tolist() == [
        [SHOWROOM, 120, 600, 100, 200]
    ]
    assert history(con, in_month(2025, 9, models=("K2",))).is_assumed


def test_nothing_known_is_the_decks_assumption(con: DuckDBPyConnection):
    known = history(con, in_month(2025, 9))
    assert known.is_assumed
    assert known.channels["channel"].tolist() == ["deck_showroom", "deck_referral", "deck_outreach"]
    put(con, visit=visits(30, "2025-09-02", channel="网络"))
    assert history(con, in_month(2025, 9)).is_assumed


def test_the_order_of_lines_changes_nothing(con: DuckDBPyConnection):
    lines = months(*(a_month(number, 网络=(29, 3), 介绍=(10, 5), 车展=(10, 5)) for number in (7, 8, 9)))
    put(con, store="东店", **lines)
    put(con, store="西店", **{kind: those[::-1] for kind, those in lines.items()})
    one, other = (history(con, in_month(2025, 9, stores=(store,))).channels for store in ("东店", "西店"))
    assert one.equals(other)


def test_the_demo_has_a_history_whose_parts_add_up(demo_showroom: DuckDBPyConnection):
    known = history(demo_showroom, showroom.in_month(2026, 10))
    rows = known.channels
    assert len(rows) == 5
    assert rows["share"].sum() == 100
    assert ((rows["low_rate"] <= rows["rate"]) & (rows["rate"] <= rows["high_rate"])).all()
    assert ((rows["low_leads"] <= rows["current"]) & (rows["current"] <= rows["high_leads"])).all()
