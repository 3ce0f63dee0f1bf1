"""A change split into its causes: exact for any data, and as sure of each as chance allows."""

import json
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics import poisson
from analytics.statistics.adding_up import rounded
from analytics.statistics.chain import is_broken, split_count, split_rate
from analytics.statistics.decomposition import kitagawa, shapley

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
# 现状⑥ and 理论⑤ of the deck: leads of showroom, referral and outreach, and the deals they bring
BEFORE = np.array([[180.0, 30, 150], [54, 15, 7.5]])
NOW = np.array([[200.0, 40, 200], [70, 20, 10]])


def test_deals_split_into_volume_mix_and_rate_as_worked_out():
    wanted = WORKED["shapley_deals"]
    parts = split_count(BEFORE, NOW).cells.sum(axis=1)
    assert parts == pytest.approx([wanted["volume"], wanted["mix"], wanted["rate"]])
    assert parts.sum() == pytest.approx(wanted["Y1"] - wanted["Y0"])


def test_a_rate_splits_into_own_rates_and_centred_mix_as_worked_out():
    wanted = WORKED["kitagawa"]
    own, mix = split_rate(BEFORE, NOW).cells
    assert own == pytest.approx(list(wanted["rate"].values()), abs=1e-12)
    assert mix == pytest.approx(list(wanted["mix_centred_by_group"].values()))
    assert (own.sum(), mix.sum()) == pytest.approx((wanted["rate_total"], wanted["mix_total"]))
    assert own.sum() + mix.sum() == pytest.approx(wanted["diff"])


def test_a_change_of_mix_alone_is_told_from_the_rates():
    """Simpson: both channels close better, all together worse."""
    counted = [
        np.array([[row[1] for row in WORKED["simpson"][month].values()]] * 2, float) for month in ("month0", "month1")
    ]
    for table, month in zip(counted, ("month0", "month1"), strict=True):
        table[1] = [row[0] for row in WORKED["simpson"][month].values()]
    own, mix = split_rate(*counted).cells
    assert (own > 0).all()
    assert own.sum() + mix.sum() == pytest.approx(WORKED["simpson"]["tot1"] - WORKED["simpson"]["tot0"])


values = st.floats(0, 50, allow_nan=False)


@given(st.integers(1, 5), st.integers(1, 4), st.data())
@settings(max_examples=60, deadline=None)
def test_shapley_is_the_mean_over_every_order_in_which_the_factors_move(factors, groups, data):
    table = st.lists(st.lists(values, min_size=groups, max_size=groups), min_size=factors, max_size=factors)
    before, now = np.array(data.draw(table)), np.array(data.draw(table))
    orders, parts = list(permutations(range(factors))), np.zeros((factors, groups))
    for order in orders:
        at = before.copy()
        for factor in order:
            was = at.prod(axis=0)
            at[factor] = now[factor]
            parts[factor] += (at.prod(axis=0) - was) / len(orders)
    scale = max(1.0, np.abs(parts).max())
    assert np.abs(shapley(before, now) - parts).max() <= 1e-9 * scale


counts = st.integers(0, 40)


@st.composite
def chains(draw, links: int = 3):
    groups = draw(st.integers(1, 6))
    table = st.lists(st.lists(counts, min_size=groups, max_size=groups), min_size=links, max_size=links)
    sides = [np.array(draw(table), float) for _ in range(2)]
    for side in sides:
        side[-1, is_broken(side)] = 0
    return sides


@given(chains())
@settings(max_examples=200, deadline=None)
def test_the_parts_of_any_counts_add_up_group_by_group(sides):
    with np.errstate(all="raise"):
        split = split_count(*sides)
    assert np.isfinite(split.errors).all()
    assert split.cells.sum(axis=0) == pytest.approx(sides[1][-1] - sides[0][-1], abs=1e-9)


@given(chains())
@settings(max_examples=200, deadline=None)
def test_the_parts_of_any_rate_add_up(sides):
    before, now = sides
    with np.errstate(all="raise"):
        split = split_rate(before[[0, 2]] * (before[0] > 0), now[[0, 2]] * (now[0] > 0))
    assert np.isfinite(split.errors).all()
    if before[0].sum() and now[0].sum():
        rates = [(side[2] * (side[0] > 0)).sum() / side[0].sum() for side in sides]
        assert split.cells.sum() == pytest.approx(rates[1] - rates[0], abs=1e-9)


@given(chains(), st.randoms())
@settings(max_examples=60, deadline=None)
def test_nothing_changes_when_the_groups_are_shuffled(sides, random):
    order = list(range(sides[0].shape[1]))
    random.shuffle(order)
    one, other = split_count(*sides), split_count(*(side[:, order] for side in sides))
    assert one.cells[:, order] == pytest.approx(other.cells, abs=1e-9)
    assert one.errors == pytest.approx(other.errors, abs=1e-9)


def test_a_group_that_is_new_is_all_volume_and_mix():
    before, now = np.array([[100.0, 0], [80, 0], [20, 0]]), np.array([[100.0, 50], [80, 40], [20, 10]])
    volume, mix, capture, close = split_count(before, now).cells.sum(axis=1)
    assert (capture, close) == pytest.approx((0, 0))
    assert volume + mix == pytest.approx(10)


def drawn(random: np.random.Generator, visits, capture, close) -> np.ndarray:
    came = random.poisson(visits)
    kept = random.binomial(came, capture)
    return np.array([came, kept, random.binomial(kept, close)], float)


def meant(visits, capture, close) -> np.ndarray:
    return np.array([visits, visits * capture, visits * capture * close])


SHOWROOMS = {
    "four channels": (
        (np.array([150.0, 80, 60, 20]), np.array([0.8, 0.6, 0.7, 0.9]), np.array([0.2, 0.15, 0.3, 0.4])),
        (np.array([120.0, 90, 60, 30]), np.array([0.8, 0.6, 0.7, 0.9]), np.array([0.2, 0.15, 0.2, 0.4])),
    ),
    "twelve salespeople": (
        (np.full(12, 20.0), np.full(12, 0.7), np.linspace(0.05, 0.4, 12)),
        (np.linspace(10, 40, 12), np.full(12, 0.7), np.full(12, 0.2)),
    ),
}


@pytest.mark.parametrize("showroom", SHOWROOMS.values(), ids=SHOWROOMS)
def test_the_intervals_hold_the_truth_as_often_as_they_say(showroom):
    random, times = np.random.default_rng(4), 700
    before, now = showroom
    truth = split_count(meant(*before), meant(*now)).cells.sum(axis=1)
    rate_truth = split_rate(meant(*before), meant(*now)).cells
    held, held_own, held_total = np.zeros(4), np.zeros(len(before[0])), 0
    for _ in range(times):
        sides = drawn(random, *before), drawn(random, *now)
        split, rates = split_count(*sides), split_rate(*sides)
        held += np.abs(split.cells.sum(axis=1) - truth) <= 1.96 * split.errors
        held_own += np.abs(rates.cells[0] - rate_truth[0]) <= 1.96 * rates.cell_errors[0]
        _, low, high = poisson.difference(sides[1][-1].sum(), sides[0][-1].sum())
        held_total += low <= truth.sum() <= high
    volume, mix, capture, close = held / times
    assert all(0.93 <= share <= 0.97 for share in (volume, capture, close, held_total / times, held_own.mean() / times))
    # where groups close alike a change of mix moves next to nothing, and its interval errs on the wide side
    assert 0.93 <= mix <= 0.99


@pytest.mark.parametrize(("now", "before"), [(9, 5), (12, 20), (60, 60), (150, 90)])
def test_the_difference_of_two_counts_is_held_as_often_as_it_says(now, before):
    random, times = np.random.default_rng(5), 4000
    pairs = zip(random.poisson(now, times), random.poisson(before, times), strict=True)
    limits = [poisson.difference(one, other)[1:] for one, other in pairs]
    assert 0.93 <= np.mean([low <= now - before <= high for low, high in limits]) <= 0.97


def test_two_empty_counts_differ_by_nothing_known():
    difference, low, high = poisson.difference(0, 0)
    assert difference == 0
    assert low == pytest.approx(-high)
    assert high == pytest.approx(1.959964**2)


numbers = st.floats(-50, 50, allow_nan=False)


@given(st.integers(1, 6), st.integers(1, 5), st.data())
@settings(max_examples=80, deadline=None)
def test_a_rounded_table_adds_up_as_shown(height, width, data):
    rows = st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=height, max_size=height)
    table = np.array(data.draw(rows))
    shown = np.rint(rounded(table) * 10).astype(int)
    assert (shown[:-1].sum(axis=0) == shown[-1]).all()
    assert (shown[:, :-1].sum(axis=1) == shown[:, -1]).all()
    exact = np.vstack([table, table.sum(axis=0)])
    exact = np.hstack([exact, exact.sum(axis=1, keepdims=True)])
    assert np.abs(shown / 10 - exact).max() < 0.1 + 1e-6


def test_a_rounded_table_ends_in_the_total_asked_for():
    table = np.array([[0.04, 0.05], [0.03, 0.05]])
    assert [rounded(table, total=total)[-1, -1] for total in (0.1, 0.2)] == [0.1, 0.2]


def test_a_table_of_whole_numbers_stays_as_it_is():
    table = np.array([[1.0, -2.0], [0.0, 4.0]])
    assert rounded(table).tolist() == [[1, -2, -1], [0, 4, 4], [1, 2, 3]]


def test_a_share_that_grows_takes_away_where_the_rate_is_low():
    shares = np.array([0.5, 0.5]), np.array([0.3, 0.7])
    rates = np.array([0.3, 0.1])
    own, mix = kitagawa(shares[0], rates, shares[1], rates)
    assert own.tolist() == [0, 0]
    assert (mix < 0).all()
