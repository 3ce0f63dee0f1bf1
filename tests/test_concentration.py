"""One reason on one salesperson: against closed forms, and calibrated where nothing is concentrated."""

import json
import warnings
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from pandas.testing import assert_frame_equal
from scipy.stats import fisher_exact

from analytics.statistics.concentration import concentration

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))


def cells(said: np.ndarray) -> DataFrame:
    """Return the cells of a matrix persons × things of cases, of persons with 10 cases each."""
    wholes = np.full(said.shape, 10)
    return DataFrame(
        {
            "who": np.repeat(np.arange(said.shape[0]), said.shape[1]),
            "thing": np.tile(np.arange(said.shape[1]), said.shape[0]),
            "part": said.ravel(),
            "whole": wholes.ravel(),
            "all_part": np.tile(said.sum(axis=0), said.shape[0]),
            "all_whole": 10 * said.shape[0],
        }
    )


def test_one_cell_has_the_exact_chance():
    found = concentration(DataFrame({"part": [5], "whole": [6], "all_part": [7], "all_whole": [17]})).iloc[0]
    exact = sum(comb(7, k) * comb(10, 6 - k) for k in range(5, 7)) / comb(17, 6)
    assert found["luck"] == pytest.approx(exact)
    assert (found["others"], found["others_whole"]) == (2, 11)
    assert found["is_beyond_luck"]


def test_the_chance_is_that_of_fishers_exact_test():
    """3 of 6 against 4 of 11 as worked out: two-sided 0.6437; the tail towards more is what is asked here."""
    found = concentration(DataFrame({"part": [3], "whole": [6], "all_part": [7], "all_whole": [17]})).iloc[0]
    assert found["luck"] == pytest.approx(fisher_exact([[3, 3], [4, 7]], alternative="greater").pvalue)
    assert fisher_exact([[3, 3], [4, 7]]).pvalue == pytest.approx(WORKED["diff"]["Mary 3/6 vs John 4/11"]["fisher_p"])


def test_a_reason_that_only_one_gives_is_beyond_luck():
    said = np.zeros((5, 4), dtype=int)
    said[2, 1] = 8
    said[:, 0] = 3
    found = concentration(cells(said))
    assert found["is_beyond_luck"].tolist() == [True] + [False] * 19
    assert found.iloc[0][["who", "thing", "part", "others"]].tolist() == [2, 1, 8, 0]


def test_every_cell_looked_at_makes_a_find_less_telling():
    few, many = np.zeros((5, 2), dtype=int), np.zeros((5, 40), dtype=int)
    for said in (few, many):
        said[0, 0] = 4
        said[:, 1:] = 3
    assert concentration(cells(few))["luck"].min() < concentration(cells(many))["luck"].min()


def test_a_reason_too_rare_to_tell_anything_costs_nothing():
    said = np.zeros((5, 1), dtype=int)
    said[0, 0] = 5
    rare = np.hstack([said, np.eye(5, 5, dtype=int)])
    assert concentration(cells(rare))["luck"].min() == concentration(cells(said))["luck"].min() < 0.05


@pytest.mark.parametrize(
    "row",
    [
        {"part": 5, "whole": 5, "all_part": 5, "all_whole": 5},  # nobody else
        {"part": 5, "whole": 5, "all_part": 9, "all_whole": 9},  # everybody's cases
        {"part": 0, "whole": 0, "all_part": 0, "all_whole": 0},
    ],
)
def test_where_there_is_nothing_to_compare_luck_explains_all(row: dict[str, int]):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert concentration(DataFrame([row]))["luck"].tolist() == [1.0]


def test_no_cells_are_no_finds():
    assert concentration(cells(np.zeros((0, 3), dtype=int))).empty


def test_where_nothing_is_concentrated_hardly_anything_is_found():
    """400 showrooms, six sellers, eight reasons of different weight: 5 % at most, three standard errors allowed."""
    draw = np.random.default_rng(20250301)
    found = 0
    for _ in range(400):
        customers = draw.random((6, 10, 8)) < np.linspace(0.05, 0.5, 8)
        found += bool(concentration(cells(customers.sum(axis=1)))["is_beyond_luck"].any())
    assert found / 400 <= 0.05 + 3 * (0.05 * 0.95 / 400) ** 0.5


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), min_size=1, max_size=6), st.randoms())
def test_the_order_of_the_cells_does_not_matter(said: list[list[int]], chance):
    frame = cells(np.array(said))
    order = list(range(len(frame)))
    chance.shuffle(order)
    one, other = (
        concentration(made).sort_values(["who", "thing"], ignore_index=True) for made in (frame, frame.iloc[order])
    )
    assert_frame_equal(one, other)
    assert one["luck"].between(0, 1).all()
