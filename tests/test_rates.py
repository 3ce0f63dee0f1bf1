"""Intervals against worked numbers, and what has no interval."""

import json
from math import isnan, nan
from pathlib import Path

import pytest
from pandas import DataFrame

from analytics.statistics.rates import newcombe, pooled, wilson, with_rate

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
FRACTIONS = {name: tuple(int(part) for part in name.split("/")) for name in WORKED["intervals"]}
DIFFERENCES = {name: answer for name, answer in WORKED["diff"].items() if isinstance(answer, dict)}


@pytest.mark.parametrize("name", FRACTIONS)
def test_wilson_as_worked_out(name: str):
    assert wilson(*FRACTIONS[name]) == pytest.approx(WORKED["intervals"][name]["wilson95"], abs=1e-6)


@pytest.mark.parametrize("name", DIFFERENCES)
def test_newcombe_as_worked_out(name: str):
    after, before = (part.split(" ")[-1].split("/") for part in name.split(" vs "))
    expected = DIFFERENCES[name]
    found = newcombe(int(after[0]), int(after[1]), int(before[0]), int(before[1]))
    assert found == pytest.approx((expected["d"], expected["lo"], expected["hi"]), abs=1e-9)


def test_wilson_of_every_salesperson_as_worked_out():
    for row in WORKED["funnel_salespeople"]["rows"]:
        assert wilson(row["k"], row["n"]) == pytest.approx(row["wilson"], abs=1e-6)


@pytest.mark.parametrize(("part", "whole"), [(0, 0), (3, 2), (-1, 5), (nan, 5), (2, nan), (nan, nan)])
def test_there_is_no_interval_where_there_is_no_proportion(part: float, whole: float):
    assert all(isnan(end) for end in wilson(part, whole))
    assert all(isnan(end) for end in newcombe(part, whole, 1, 10))
    assert all(isnan(end) for end in newcombe(1, 10, part, whole))


def test_newcombe_turned_round_changes_its_sign():
    difference, low, high = newcombe(71, 398, 49, 425)
    assert newcombe(49, 425, 71, 398) == pytest.approx((-difference, -high, -low))


def test_a_frame_of_counts_gets_its_rates():
    frame = with_rate(DataFrame({"k": [1.0, 0.0, 5.0, nan], "n": [4.0, 0.0, 4.0, 4.0]}), "k", "n", "share")
    assert frame["share"].fillna(-1).tolist() == [0.25, -1, 1.25, -1]
    assert frame["low"].notna().tolist() == [True, False, False, False]
    assert with_rate(DataFrame({"k": [], "n": []}), "k", "n").empty


def test_groups_pool_by_their_size():
    assert pooled(DataFrame({"k": [1, 0], "n": [4, 16]}), "k", "n") == 0.05
    assert pooled(DataFrame({"k": [0], "n": [0]}), "k", "n") is None
