"""What luck allows a group, against worked numbers and what follows from the definition."""

import json
from math import isnan, nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pandas import DataFrame
from scipy.stats import binom

from analytics.statistics.limits import TAILS, at_least_one, curves, homogeneity, limits, two_sided
from charts.limits import limits as draw_limits
from words import speak

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
MONTHS, PEOPLE = WORKED["funnel_months"], WORKED["funnel_salespeople"]


@pytest.mark.parametrize(
    ("rows", "rate"), [(MONTHS["rows"], MONTHS["p0"]), (PEOPLE["rows"], PEOPLE["pooled"])], ids=["months", "people"]
)
def test_limits_as_worked_out(rows: list[dict], rate: float):
    found = limits([row["n"] for row in rows], rate)
    for name in TAILS:
        assert found[name].tolist() == pytest.approx([row[name] for row in rows], abs=1e-6)


@pytest.mark.parametrize("row", MONTHS["rows"], ids=lambda row: row["month"])
def test_the_exact_chance_of_a_month_as_worked_out(row: dict):
    assert two_sided(row["k"], row["n"], MONTHS["p0"]) == pytest.approx(row["p_two_sided_exact"], abs=1e-6)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (WORKED["months_homogeneity"], WORKED["months_homogeneity"]),
        ({key: [row[key] for row in PEOPLE["rows"]] for key in "kn"}, PEOPLE),
    ],
    ids=["months", "people"],
)
def test_homogeneity_as_worked_out(counts: dict, expected: dict):
    test = homogeneity(counts["k"], counts["n"])
    assert (test.chi2, test.df, test.p) == pytest.approx((expected["chi2"], expected["df"], expected["p"]), abs=1e-9)


def test_somebody_is_outside_by_luck_as_worked_out():
    assert at_least_one(len(PEOPLE["rows"])) == pytest.approx(PEOPLE["fwer"])
    assert at_least_one(0) == 0


@pytest.mark.parametrize(
    ("parts", "wholes"), [([], []), ([3], [9]), ([0, 0], [5, 9]), ([5, 9], [5, 9]), ([0, 1], [0, 4])]
)
def test_where_nothing_differs_there_is_nothing_to_test(parts: list[int], wholes: list[int]):
    assert isnan(homogeneity(parts, wholes).p)


@pytest.mark.parametrize(("part", "whole", "rate"), [(3, 2, 0.5), (0, 0, 0.5), (1, 4, nan), (nan, 4, 0.5)])
def test_without_a_proportion_there_is_no_chance(part: float, whole: float, rate: float):
    assert isnan(two_sided(part, whole, rate))


@pytest.mark.parametrize("rate", [0.0, 1.0])
def test_where_all_end_alike_the_limits_lie_on_the_rate(rate: float):
    assert (limits([1, 50], rate) == rate).all(axis=None)
    assert (curves(9, rate)[list(TAILS)] == rate).all(axis=None)


@settings(deadline=None)
@given(some.integers(1, 5000), some.floats(0.001, 0.999))
def test_a_limit_lies_where_the_binomial_reaches_its_tail(size: int, rate: float):
    found = limits([size], rate).iloc[0]
    for name, tail in TAILS.items():
        reached = found[name] * size
        assert binom.cdf(np.ceil(reached - 1e-6), size, rate) >= tail - 1e-9
        assert binom.cdf(np.floor(reached + 1e-6) - 1, size, rate) <= tail + 1e-9
    assert found["lo998"] <= found["lo95"] <= found["hi95"] <= found["hi998"]


def test_of_equal_groups_as_many_lie_outside_as_the_limits_say():
    random = np.random.default_rng(7)
    sizes = random.integers(150, 900, 20_000)
    rates = random.binomial(sizes, 0.18) / sizes
    found = limits(sizes, 0.18)
    assert 0.93 < ((rates >= found["lo95"]) & (rates <= found["hi95"])).mean() < 0.97
    assert 0.995 < ((rates >= found["lo998"]) & (rates <= found["hi998"])).mean() < 0.9995


@pytest.mark.parametrize("largest", [1, 2, 40, 425, 250_000])
def test_curves_reach_past_the_largest_group(largest: int):
    found = curves(largest, 0.16)
    assert found["size"].min() <= min(5, largest)
    assert largest < found["size"].max() <= max(2, largest * 1.04 + 1)
    assert found["size"].is_monotonic_increasing
    assert found.notna().all(axis=None)
    assert len(found) <= 160


def test_the_axis_of_large_groups_fits_their_dots_and_the_limits_beside_them():
    frame = DataFrame(
        {"name": ["东店", "西店"], "size": [310, 289], "part": [70, 28], "rate": [0.226, 0.097], "band": "within"}
    )
    figure = draw_limits(
        frame.assign(telling=False),
        **{name: name for name in ("name", "size", "rate", "part", "band", "telling")},
        curves=curves(310, 0.164),
        pooled=0.164,
        title="",
        word=speak("zh"),
    )
    low, high = figure.layout.yaxis.range
    beside = limits([289], 0.164).iloc[0]
    assert 0.05 < low < beside["lo998"] < beside["hi998"] < high < 0.3
