"""How likely leads make a target: the deck's worked numbers, closed forms, and that the chances hold in simulation."""

import json
from math import comb, fsum
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.levers import Believable, Lever, changes, swings
from analytics.statistics.target import (
    MOST_LEADS,
    Channel,
    at_percent,
    chance,
    deals_of,
    leads_for,
    leads_needed,
    quantile,
    rounded_up,
    scaled,
    together,
)

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
WHAT_IF = WORKED["target_whatif"]
HISTORY = WHAT_IF["history_k_n"]
PLANS = {"计划⑨ 200/40/200": (200, 40, 200), "理论⑤ 234/40/200": (234, 40, 200), "现状⑥ 180/30/150": (180, 30, 150)}
NEEDED = (234, 40, 200)

channels = st.builds(
    lambda leads, part, planned: Channel(leads * part, leads, planned),
    st.integers(0, 300),
    st.floats(0, 1),
    st.integers(0, 120),
)


def planning(leads: tuple[int, ...]) -> list[Channel]:
    return [Channel(k, n, planned) for (k, n), planned in zip(HISTORY.values(), leads, strict=True)]


def mean(distribution: np.ndarray) -> float:
    return float(distribution @ np.arange(len(distribution)))


@pytest.mark.parametrize("plan", PLANS)
def test_the_decks_plans_reach_a_hundred_with_the_worked_chance(plan):
    worked, deals = WHAT_IF["plans"][plan], together(planning(PLANS[plan]))
    assert chance(deals, 100) == pytest.approx(worked["P_ge_100"], abs=1e-9)
    assert chance(deals, 100) == pytest.approx(worked["mc_check_P_ge_100"], abs=2e-3)
    assert mean(deals) == pytest.approx(worked["mean"], abs=1e-6)
    spread = np.sqrt(deals @ (np.arange(len(deals)) - mean(deals)) ** 2)
    assert spread == pytest.approx(worked["sd"], abs=1e-6)
    assert [quantile(deals, share) for share in (0.1, 0.5, 0.9)] == [worked["q10"], worked["q50"], worked["q90"]]


@pytest.mark.parametrize("wanted", ["0.5", "0.8", "0.9", "0.95"])
def test_the_leads_the_showroom_needs_for_seventy_are_the_worked_ones(wanted):
    needed = leads_needed(*HISTORY["展厅"], 70, float(wanted))
    assert needed == WORKED["leads_needed_showroom_70"][wanted]
    assert leads_for(70, 0.3) == WORKED["leads_needed_showroom_70"]["naive_ceil(70/0.30)"]


@pytest.mark.parametrize("wanted", ["0.5", "0.8", "0.9", "0.95"])
def test_the_plan_grows_to_the_worked_percentage_for_a_wanted_chance(wanted):
    worked, needed = WORKED["scale_plan5_for_prob"][wanted], planning(NEEDED)
    percent = scaled(needed, 100, float(wanted))
    assert percent == worked["pct"]
    grown = at_percent(needed, percent)
    assert [one.planned for one in grown] == list(worked["plan"].values())
    assert chance(together(grown), 100) == pytest.approx(worked["P"], abs=1e-6)


CEIL_TRAPS = {
    "70/0.35": 70 / 0.35,
    "100*0.7/0.35": 100 * 0.7 / 0.35,
    "100*0.1/0.05": 100 * 0.1 / 0.05,
    "0.7*100": 0.7 * 100,
    "100*0.07": 100 * 0.07,
    "100*0.55": 100 * 0.55,
    "100*0.29": 100 * 0.29,
}


@pytest.mark.parametrize("written", CEIL_TRAPS)
def test_floating_point_makes_no_lead_more(written):
    worked = WORKED["ceil_trap"]
    assert repr(CEIL_TRAPS[written]) == worked[written]
    assert rounded_up(CEIL_TRAPS[written]) == round(float(worked[written]))


def test_what_is_really_a_part_of_a_lead_is_a_whole_one():
    assert rounded_up(70 / 0.3) == 234
    assert rounded_up(70 / 0.35) == WORKED["ceil_trap"]["ceil"]
    assert rounded_up(0.001) == 1


@pytest.mark.parametrize(("deals", "rate", "leads"), [(0, 0.0, 0), (0, 0.3, 0), (5, 0.0, None), (5, 1.0, 5)])
def test_leads_for_nothing_are_none_and_at_a_rate_of_nothing_no_number_is_enough(deals, rate, leads):
    assert leads_for(deals, rate) == leads


def test_one_channel_is_the_beta_binomial_of_the_books():
    """With nothing known the prior Beta(½, ½) gives the arcsine law: C(2k, k) C(2m−2k, m−k) / 4^m."""
    expected = [comb(2 * k, k) * comb(2 * (9 - k), 9 - k) / 4**9 for k in range(10)]
    assert deals_of(Channel(0, 0, 9)) == pytest.approx(expected, abs=1e-12)


@settings(deadline=None, max_examples=50, derandomize=True, database=None)
@given(st.lists(channels, max_size=5), st.integers(0, 200))
def test_chances_add_to_one_and_fall_with_the_target(those, target):
    deals = together(those)
    assert fsum(deals) == pytest.approx(1, abs=1e-9)
    assert 0 <= chance(deals, target + 1) <= chance(deals, target) + 1e-12 <= 1 + 1e-12
    assert chance(deals, 0) == 1
    assert chance(deals, sum(one.planned for one in those) + 1) == 0
    expected = sum(one.planned * (one.deals + 0.5) / (one.leads + 1) for one in those)
    assert mean(deals) == pytest.approx(expected, abs=1e-6)


@settings(deadline=None, max_examples=50, derandomize=True, database=None)
@given(st.lists(channels, min_size=2, max_size=5), st.integers(0, 60), st.randoms(use_true_random=False))
def test_the_order_of_channels_changes_nothing(those, target, dice):
    other = list(those)
    dice.shuffle(other)
    assert chance(together(other), target) == pytest.approx(chance(together(those), target), abs=1e-9)


def test_the_eighty_percent_range_holds_in_simulated_months():
    """Rates are drawn, three months of history and a month of deals follow; the range must hold 76–84 % of the time."""
    dice, held, months = np.random.default_rng(5), 0, 3000
    for _ in range(months):
        rates = dice.beta(0.5, 0.5, 3)
        past = dice.binomial((540, 90, 450), rates)
        those = [Channel(k, n, m) for k, n, m in zip(past, (540, 90, 450), (200, 40, 200), strict=True)]
        deals = together(those)
        sold = dice.binomial((200, 40, 200), rates).sum()
        held += quantile(deals, 0.1) <= sold <= quantile(deals, 0.9)
    assert 0.76 <= held / months <= 0.84


@pytest.mark.parametrize("wanted", [0.5, 0.8, 0.95])
def test_leads_needed_are_the_fewest_that_are_enough(wanted):
    needed = leads_needed(9, 120, 20, wanted)
    assert chance(deals_of(Channel(9, 120, needed)), 20) >= wanted
    assert chance(deals_of(Channel(9, 120, needed - 1)), 20) < wanted


def test_a_target_no_showroom_reaches_has_no_answer_and_none_needs_nothing():
    assert leads_needed(22, 450, 10**6, 0.8) is None
    assert leads_needed(5, 5, 0, 0.8) == 0
    assert scaled(planning(NEEDED), 10**6, 0.8) is None
    assert scaled(planning((0, 0, 0)), 10, 0.8) is None
    assert scaled(planning(NEEDED), 0, 0.8) == 0
    assert scaled([Channel(1, 10, MOST_LEADS * 2)], 10**6, 0.5) is None


WITHIN = [Believable(150, 300, 0.25, 0.42), Believable(20, 50, 0.4, 0.6), Believable(100, 260, 0.03, 0.08)]


def test_each_single_change_is_the_smallest_that_reaches_the_wanted_chance():
    plan = planning((200, 40, 200))
    found = changes(plan, WITHIN, 100, 0.8)
    assert {(change.at, change.lever) for change in found} == {(at, lever) for at in range(3) for lever in Lever}
    assert [change.effort for change in found] == sorted(change.effort for change in found)
    assert (found[0].at, found[0].lever, found[0].by) == (0, Lever.LEADS, 61)
    for change in found:
        step = 1 if change.lever is Lever.LEADS else 0.001
        assert chance(together(_pulled(plan, change, change.to)), 100) >= 0.8 - 1e-9
        assert chance(together(_pulled(plan, change, change.to - step)), 100) < 0.8


def _pulled(plan: list[Channel], change, to: float) -> list[Channel]:
    one = plan[change.at]
    deals, planned = (one.deals, int(to)) if change.lever is Lever.LEADS else (to * one.leads, one.planned)
    return [*plan[: change.at], Channel(deals, one.leads, planned), *plan[change.at + 1 :]]


def test_a_plan_that_is_sure_enough_needs_no_change():
    assert changes(planning(NEEDED), WITHIN, 60, 0.8) == []


def test_swings_are_the_chances_at_the_believable_ends_widest_first():
    found = swings(planning((200, 40, 200)), WITHIN, 100)
    widths = [abs(one.chance_high - one.chance_low) for one in found]
    assert widths == sorted(widths, reverse=True)
    assert len(found) == 6
    rate = next(one for one in found if (one.at, one.lever) == (0, Lever.RATE))
    better = [Channel(0.42 * 540, 540, 200), *planning((200, 40, 200))[1:]]
    assert rate.chance_high == pytest.approx(chance(together(better), 100), abs=1e-9)
    assert all(one.chance_low <= one.chance_high for one in found)


@settings(deadline=None, max_examples=50, derandomize=True, database=None)
@given(st.lists(channels, min_size=1, max_size=4), st.integers(0, 50))
def test_levers_never_fail_whatever_the_channels(those, target):
    within = [Believable(0, one.leads / 3, 0, 1) for one in those]
    assert all(0 <= one.chance_low <= 1 and 0 <= one.chance_high <= 1 for one in swings(those, within, target))
    assert all(one.by > 0 and one.effort > 0 for one in changes(those, within, target, 0.8))
