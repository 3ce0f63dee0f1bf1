"""Rates drawn towards the rate of all: against worked numbers, where nothing differs, and how often intervals hold."""

import json
from math import inf, isinf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from scipy.stats import beta

from analytics.statistics.shrinkage import Prior, fitted, intervals

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
ROWS = WORKED["funnel_salespeople"]["rows"]
PARTS, WHOLES = [row["k"] for row in ROWS], [row["n"] for row in ROWS]
ML, FIXED = WORKED["empirical_bayes_ml"], WORKED["shrink_fixed_prior"]

groups = some.lists(
    some.integers(1, 400).flatmap(lambda whole: some.tuples(some.integers(0, whole), some.just(whole))),
    min_size=1,
    max_size=15,
)


def test_the_most_likely_prior_as_worked_out():
    prior = fitted(PARTS, WHOLES)
    assert prior.mean == pytest.approx(ML["mu"], abs=1e-6)
    assert prior.strength == pytest.approx(ML["strength_M"], rel=1e-4)
    assert 1 / (1 + prior.strength) == pytest.approx(ML["rho"], rel=1e-4)
    nobody = np.zeros(1)
    assert [float(one[0]) for one in prior.posterior(nobody, nobody)] == pytest.approx(
        [ML["alpha"], ML["beta"]], rel=1e-4
    )


def test_shrunken_rates_as_worked_out():
    assert fitted(PARTS, WHOLES).shrunk(PARTS, WHOLES) == pytest.approx(list(ML["shrunk"].values()), abs=2e-6)
    assert Prior(FIXED["mu"], FIXED["M"]).shrunk(PARTS, WHOLES) == pytest.approx(
        list(FIXED["shrunk"].values()), abs=1e-6
    )


def test_the_posterior_under_the_most_likely_prior_as_worked_out():
    alpha, beta_ = fitted(PARTS, WHOLES).posterior(np.array(PARTS), np.array(WHOLES))
    ends = beta.ppf([[0.025], [0.975]], alpha, beta_)
    assert ends.T.tolist() == [pytest.approx(pair, abs=1e-5) for pair in ML["shrunk_ci95"].values()]


def test_intervals_that_doubt_the_prior_are_wider_than_those_that_do_not():
    low, high = intervals(PARTS, WHOLES)
    for at, (sure_low, sure_high) in enumerate(ML["shrunk_ci95"].values()):
        assert low[at] < sure_low < sure_high < high[at]


@pytest.mark.parametrize(
    ("parts", "wholes", "pooled"),
    [
        ([20, 40], [100, 200], 0.2),
        ([7], [20], 0.35),
        ([0, 0, 0], [5, 50, 500], 0.0),
        ([5, 50], [5, 50], 1.0),
    ],
)
def test_where_groups_do_not_differ_all_have_the_pooled_rate(parts: list[int], wholes: list[int], pooled: float):
    prior = fitted(parts, wholes)
    assert prior == Prior(pytest.approx(pooled), inf)
    assert prior.shrunk(parts, wholes) == pytest.approx([pooled] * len(parts))


def test_without_customers_there_is_no_rate():
    with pytest.raises(ValueError, match="no customers"):
        fitted([0, 0], [0, 0])


@pytest.mark.filterwarnings("error")
@settings(deadline=None)
@given(groups)
def test_any_groups_get_a_rate_between_theirs_and_the_mean_within_their_interval(counts: list[tuple[int, int]]):
    parts, wholes = [k for k, _ in counts], [n for _, n in counts]
    prior = fitted(parts, wholes)
    shrunk, raw = prior.shrunk(parts, wholes), np.array(parts) / wholes
    assert (np.minimum(raw, prior.mean) - 1e-9 <= shrunk).all()
    assert (shrunk <= np.maximum(raw, prior.mean) + 1e-9).all()
    low, high = intervals(parts, wholes)
    assert ((low >= 0) & (low < high) & (high <= 1)).all()


@pytest.mark.filterwarnings("error")
@settings(deadline=None)
@given(groups, some.randoms(use_true_random=False))
def test_the_order_of_groups_changes_nothing(counts: list[tuple[int, int]], random):
    shuffled = random.sample(counts, len(counts))
    one, other = (fitted(*zip(*those, strict=True)) for those in (counts, shuffled))
    assert one == other
    lows = dict(zip(shuffled, intervals(*zip(*shuffled, strict=True))[0], strict=True))
    assert [lows[group] for group in counts] == intervals(*zip(*counts, strict=True))[0].tolist()


@pytest.mark.parametrize("strength", [20, 40, 155])
def test_intervals_hold_the_true_rate_of_groups_that_differ(strength: int):
    held = _held([400] * 6 + [120, 95, 60, 48, 30, 75], strength)
    assert 0.93 <= held <= 0.97


def test_intervals_of_equal_groups_hold_the_rate_at_least_as_often():
    assert _held([120, 95, 60, 48, 30, 75], 1e7) >= 0.95


def _held(sizes: list[int], strength: float, mean: float = 0.18, times: int = 300) -> float:
    """Return in what share of cases the interval holds a true rate drawn from the beta of that mean and strength."""
    random, held = np.random.default_rng(11), 0
    for _ in range(times):
        true = random.beta(mean * strength, (1 - mean) * strength, len(sizes))
        low, high = intervals(random.binomial(sizes, true), sizes)
        held += int(((low <= true) & (true <= high)).sum())
    return held / times / len(sizes)


def test_shrinking_brings_rates_nearer_to_the_truth():
    random = np.random.default_rng(5)
    sizes = np.array(WHOLES)
    raw_error = shrunk_error = 0.0
    for _ in range(200):
        true = random.beta(18, 82, len(sizes))
        parts = random.binomial(sizes, true)
        raw_error += float(((parts / sizes - true) ** 2).sum())
        shrunk_error += float(((fitted(parts, sizes).shrunk(parts, sizes) - true) ** 2).sum())
    assert shrunk_error < 0.6 * raw_error


def test_clear_differences_are_not_shrunk_away():
    prior = fitted([300, 30], [1000, 1000])
    assert not isinf(prior.strength)
    assert prior.shrunk([300, 30], [1000, 1000]) == pytest.approx([0.3, 0.03], abs=0.01)
