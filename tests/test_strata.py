"""The difference within strata: against published tables, closed forms and simulation."""

import json
from fractions import Fraction
from math import isnan, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from analytics.statistics.rates import newcombe
from analytics.statistics.strata import Z2, difference

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
# drug beside control in eight clinics (Agresti 2013, Categorical Data Analysis, table 6.9): 0.130, standard error 0.050
CLINICS = [
    (11, 36, 10, 37),
    (16, 20, 22, 32),
    (14, 19, 7, 19),
    (2, 16, 1, 17),
    (6, 17, 0, 12),
    (1, 11, 0, 10),
    (1, 5, 1, 9),
    (4, 6, 6, 7),
]
# deaths under tolbutamide beside placebo, below 55 years and from 55 (Rothman, Modern Epidemiology): 0.035
AGES = [(8, 106, 5, 120), (22, 98, 16, 85)]

table = some.tuples(some.integers(0, 30), some.integers(0, 30)).flatmap(
    lambda sizes: some.tuples(
        some.integers(0, sizes[0]), some.just(sizes[0]), some.integers(0, sizes[1]), some.just(sizes[1])
    )
)


def compared(tables):
    return difference(*zip(*tables, strict=True))


def exact(tables) -> tuple[Fraction, Fraction, Fraction]:
    """Return difference, P and Q of the tables as fractions, straight from Sato's formula."""
    rows = [tuple(map(Fraction, one)) for one in tables]
    weight = sum(n1 * n0 / (n1 + n0) for _, n1, _, n0 in rows)
    p = sum((n1**2 * c - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / (n1 + n0) ** 2 for a, n1, c, n0 in rows)
    q = sum((a * (n0 - c) + c * (n1 - a)) / (2 * (n1 + n0)) for a, n1, c, n0 in rows)
    return sum((a * n0 - c * n1) / (n1 + n0) for a, n1, c, n0 in rows) / weight, p / weight**2, q / weight**2


def test_the_clinics_as_published():
    found = compared(CLINICS)
    assert (found.difference, sqrt(found.variance)) == pytest.approx((0.130, 0.050), abs=5e-4)
    assert (found.inside, found.outside) == (130, 143)


def test_the_ages_as_published():
    assert compared(AGES).difference == pytest.approx(0.035, abs=5e-4)


@pytest.mark.parametrize("tables", [CLINICS, AGES], ids=["clinics", "ages"])
def test_difference_variance_and_interval_follow_the_formula(tables):
    found, (delta, p, q) = compared(tables), exact(tables)
    assert (found.difference, found.variance) == pytest.approx((float(delta), float(delta * p + q)))
    for end in (found.low, found.high):  # just as far away as chance allows if it were the truth
        assert (found.difference - end) ** 2 == pytest.approx(Z2 * (end * float(p) + float(q)))


def test_simpson_is_seen_through():
    """Both channels closed better in the second month, all together worse: more came from the weaker channel."""
    first, second = WORKED["simpson"]["month0"], WORKED["simpson"]["month1"]
    found = compared([(*second[channel][:2], *first[channel][:2]) for channel in first])
    raw, _, _ = newcombe(51, 450, 45, 300)
    assert raw == pytest.approx(WORKED["simpson"]["tot1"] - WORKED["simpson"]["tot0"])
    assert raw < 0 < found.difference
    assert found.difference == pytest.approx(
        (0.02 * 150 * 200 / 350 + 0.01 * 300 * 100 / 400) / (150 * 200 / 350 + 300 * 100 / 400)
    )


@settings(deadline=None)
@given(table)
def test_one_stratum_is_the_raw_difference_with_the_variance_of_two_proportions(one):
    a, n1, c, n0 = one
    assume(n1 and n0 and 0 < a + c < n1 + n0)
    found = compared([one])
    assert found.difference == pytest.approx(a / n1 - c / n0)
    p1, p0 = a / n1, c / n0
    assert found.variance == pytest.approx(p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0, abs=1e-12)


@pytest.mark.filterwarnings("error")
@settings(deadline=None)
@given(some.lists(table, max_size=12))
def test_any_tables_give_a_difference_inside_its_interval_or_none(tables):
    found = difference(*(np.array(column) for column in zip(*tables, strict=True))) if tables else compared_nothing()
    both = [one for one in tables if one[1] and one[3]]
    assert (found.inside, found.outside) == (sum(one[1] for one in both), sum(one[3] for one in both))
    if not both:
        assert isnan(found.difference)
    elif not 0 < sum(one[0] + one[2] for one in both) < found.inside + found.outside:
        assert found.difference == pytest.approx(0)
        assert isnan(found.low) and isnan(found.high)
    else:
        assert -1 <= found.low <= found.difference + 1e-12
        assert found.difference - 1e-12 <= found.high <= 1
        assert found.low < found.high


def compared_nothing():
    return difference([], [], [], [])


@settings(deadline=None)
@given(some.lists(table, min_size=1, max_size=12), some.randoms(use_true_random=False))
def test_the_order_of_strata_changes_nothing(tables, random):
    one, other = compared(tables), compared(random.sample(tables, len(tables)))
    assert (other.difference, other.low, other.high) == pytest.approx((one.difference, one.low, one.high), nan_ok=True)


@settings(deadline=None)
@given(some.lists(table, min_size=1, max_size=12))
def test_the_two_sides_exchanged_turn_the_sign(tables):
    one, other = compared(tables), compared([(c, n0, a, n1) for a, n1, c, n0 in tables])
    assert (other.difference, other.low, other.high) == pytest.approx(
        (-one.difference, -one.high, -one.low), nan_ok=True
    )


@settings(deadline=None)
@given(some.lists(table, min_size=1, max_size=8), some.integers(1, 20))
def test_a_stratum_of_one_side_only_adds_nothing(tables, size: int):
    one, other = compared(tables), compared([*tables, (size, size, 0, 0), (0, 0, size // 2, size)])
    assert (one.difference, one.low, one.high, one.inside, one.outside) == pytest.approx(
        (other.difference, other.low, other.high, other.inside, other.outside), nan_ok=True
    )


@pytest.mark.parametrize(("strata", "least"), [(6, 25), (80, 0)], ids=["few large strata", "many small ones"])
def test_intervals_hold_the_true_difference(strata: int, least: int):
    random, held, true, times = np.random.default_rng(3), 0, 0.1, 2000
    for _ in range(times):
        inside, outside = random.integers(least, least + 6, strata), random.integers(least, least + 9, strata)
        base = np.minimum(random.beta(1.5, 6, strata), 0.9)
        found = difference(random.binomial(inside, base + true), inside, random.binomial(outside, base), outside)
        held += found.low <= true <= found.high
    assert 0.93 <= held / times <= 0.97
