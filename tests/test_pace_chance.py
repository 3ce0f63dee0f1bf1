"""Deals still to come are negative binomial, as worked by hand, and the 80 % range holds about as often as it says."""

import json
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom

from analytics.calendar import KINDS
from analytics.run_up import Days
from analytics.statistics.day_weights import DayWeights
from analytics.statistics.pace import JEFFREYS, before, landing

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
PACE, WEIGHTED = WORKED["pace"], WORKED["pace_weighted"]
MONTH = np.array([1.0, 1, 1, 1, 1, 1.8, 1.8] * 5)[:30]
TEST_DAYS = (10, 15, 20)


def test_the_worked_month_lands_where_it_was_worked_out():
    belief = JEFFREYS.after(PACE["mtd"], PACE["elapsed"])
    remaining, worked = belief.ahead(PACE["total"] - PACE["elapsed"]), PACE["remaining_NB"]
    assert (belief.shapes[0], belief.days[0] / PACE["total"]) == pytest.approx((worked["r"], worked["p"]))
    assert remaining.mean == pytest.approx(worked["mean"])
    shares = (0.05, 0.1, 0.5, 0.9, 0.95)
    assert [remaining.quantile(share) for share in shares] == worked["q05_10_50_90_95"]
    assert [PACE["mtd"] + remaining.quantile(share) for share in shares] == PACE["month_total_q"]
    for target in (60, 70):
        lands = landing(belief, PACE["mtd"], PACE["total"] - PACE["elapsed"], target)
        assert lands[:3] == (51, 61, 72)
        assert lands.chance == pytest.approx(PACE[f"P_total_ge_{target}"], abs=1e-9)


def test_the_mean_is_the_linear_projection_but_for_jeffreys_half_a_deal():
    for elapsed, total, projection in ((12, 26, PACE["linear"]), (14.4, 32.4, WEIGHTED["projection"])):
        remaining = JEFFREYS.after(28, elapsed).ahead(total - elapsed).mean
        assert 28 + remaining * 28 / 28.5 == pytest.approx(projection)


def test_weekends_weigh_as_worked_and_closed_days_nothing():
    weekends = dict.fromkeys(KINDS, WEIGHTED["weights"]["平日"]) | dict.fromkeys(
        ("saturday", "sunday"), WEIGHTED["weights"]["周末"]
    )
    first = date(2025, 6, 3)  # a Tuesday: no holiday follows before July
    days, closed = [first + timedelta(days=n) for n in range(27)], {date(2025, 6, 18)}
    worth = Days.of(days, closed).worth(DayWeights(weekends, 1.0))
    assert [sum(worth[:12] == 1), sum(worth[:12] > 1), sum(worth == 1), sum(worth > 1)] == [9, 3, 18, 8]
    assert [worth[:12].sum(), worth.sum()] == pytest.approx([WEIGHTED["elapsed_w"], WEIGHTED["total_w"]])


@given(st.integers(0, 200), st.floats(0.5, 31), st.floats(0.1, 31), st.floats(0.01, 0.99), st.integers(-5, 300))
def test_without_a_past_it_is_scipys_negative_binomial(deals, gone, ahead, share, target):
    chances = JEFFREYS.after(deals, gone).ahead(ahead)
    law = nbinom(deals + 0.5, gone / (gone + ahead))
    assert chances.of[:50] == pytest.approx(law.pmf(np.arange(50))[: len(chances.of)], abs=1e-3)
    assert chances.at_least(target) == pytest.approx(law.sf(target - 1), abs=1e-3)
    assert abs(law.cdf(chances.quantile(share)) - share) < 1e-3 or law.cdf(chances.quantile(share)) >= share - 1e-3


@given(st.lists(st.tuples(st.integers(0, 300), st.floats(1, 40)), max_size=12), st.integers(0, 300), st.floats(0, 40))
def test_chances_are_chances_whatever_was_sold(months, deals, gone):
    belief = before(months).after(deals, gone)
    if not belief.is_any:
        assert landing(belief, deals, 5.0) is None
        return
    chances = belief.ahead(10.0).of
    assert (chances >= 0).all()
    assert 0.999 < chances.sum() < 1 + 1e-9
    low, middle, high, _ = landing(belief, deals, 10.0)
    assert deals <= low <= middle <= high


def test_months_alike_count_for_more_than_months_apart_and_order_does_not_matter():
    alike, apart = [(60, 36.0)] * 12, [(30, 36.0), (90, 36.0)] * 6
    assert before(alike).worth > 4 * before(apart).worth
    assert before(apart).worth == pytest.approx(before(apart[::-1]).worth)
    assert before([(0, 30.0)]) is JEFFREYS
    assert before([]) is JEFFREYS
    assert before([(5, 0.0)]) is JEFFREYS


def test_a_month_that_is_over_lands_where_it_is():
    assert landing(JEFFREYS, 0, 0.0, 1) == (0, 0, 0, 0.0)
    assert landing(JEFFREYS.after(7, 30), 7, 0.0, 7) == (7, 7, 7, 1.0)
    assert landing(before([(60, 36.0)]).after(70, 20), 70, 16.0, 60).chance == 1


def held(mean: float, spread: float, past: int, months: int) -> float:
    """Return how often the 80 % range held over simulated months, looked at from their 10th, 15th and 20th."""
    dice, hits = np.random.default_rng(20251125), 0
    for _ in range(months):
        rates = mean / MONTH.sum() * (dice.gamma(spread**-2, spread**2, past + 1) if spread else np.ones(past + 1))
        belief = before([(int(dice.poisson(rate * MONTH.sum())), MONTH.sum()) for rate in rates[:past]])
        days = dice.poisson(rates[past] * MONTH)
        for gone in TEST_DAYS:
            so_far, ahead = int(days[:gone].sum()), MONTH[gone:].sum()
            lands = landing(belief.after(so_far, MONTH[:gone].sum()), so_far, ahead)
            hits += lands.low <= days.sum() <= lands.high
    return hits / months / len(TEST_DAYS)


@pytest.mark.parametrize(
    ("mean", "spread", "past"),
    [(60, 0.0, 0), (100, 0.0, 0), (30, 0.2, 12), (60, 0.1, 12), (60, 0.2, 12), (100, 0.2, 3), (100, 0.35, 12)],
)
def test_the_range_holds_as_often_as_it_says(mean, spread, past):
    assert 0.76 <= held(mean, spread, past, 1000) <= 0.84


@pytest.mark.parametrize(("mean", "spread", "past"), [(5, 0.2, 12), (12, 0.2, 12), (60, 0.0, 12)])
def test_of_few_deals_or_months_all_alike_it_holds_rather_too_often(mean, spread, past):
    assert 0.78 <= held(mean, spread, past, 600) <= 0.93
