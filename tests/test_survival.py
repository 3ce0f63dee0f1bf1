"""Competing ends over time against worked numbers, closed forms and simulation."""

import json
from fractions import Fraction
from math import isnan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas import DataFrame
from pandas.testing import assert_frame_equal

from analytics.statistics.survival import aalen_johansen, at, bought_by, still_to_buy

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
BOUGHT, LOST, OPEN = 1, 2, 0

Ends = list[tuple[int, int]]
endings = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([BOUGHT, LOST, OPEN])), max_size=60)


def frame(ends: Ends) -> DataFrame:
    """One row per customer: the day his following ended and how."""
    numbers = {name: [int(how == code) for _, how in ends] for name, code in (("bought", 1), ("lost", 2), ("open", 0))}
    return DataFrame({"day": [day for day, _ in ends], **numbers}).astype("int64")


def worked(name: str) -> DataFrame:
    text = WORKED[name]["data"]
    numbers = [int(part) for part in text[text.index("[") :].strip("[]()").replace("), (", ", ").split(", ")]
    return frame(list(zip(numbers[::2], numbers[1::2], strict=True)))


def test_small_curves_as_worked_out_with_ties_and_a_deal_on_the_first_day():
    curves = aalen_johansen(worked("aj_small")).set_index("day")
    for row in WORKED["aj_small"]["rows"]:
        found = curves.loc[row["t"]]
        assert found["at_risk"] == row["at_risk"]
        expected = [float(Fraction(row[name])) for name in ("F_deal", "F_lost", "S")]
        assert found[["bought", "lost", "still_open"]].tolist() == pytest.approx(expected, abs=1e-12)
    assert curves.index.tolist() == [0, 1, 3, 5, 7, 10, 14, 20, 25, 30]


def test_curves_without_ties_as_worked_out_and_their_interval():
    expected, ends = WORKED["aj_noties"], worked("aj_noties")
    last = aalen_johansen(ends).iloc[-1]
    shares = [float(Fraction(expected[name])) for name in ("F_deal_12", "F_lost", "S")]
    assert last[["bought", "lost", "still_open"]].tolist() == pytest.approx(shares, abs=1e-12)
    by_then = bought_by(ends, 12).iloc[0]
    assert by_then[["low", "high"]].tolist() == pytest.approx(expected["lifelines_ci95_last"], abs=1e-9)


def test_losses_taken_as_open_give_kaplan_meier_and_greenwood():
    ends = worked("aj_small")
    alone = ends.assign(open=ends["open"] + ends["lost"], lost=0)
    by_then = bought_by(alone, 14).iloc[0]
    naive = {row["t"]: row["naive_1_minus_KM"] for row in WORKED["aj_small"]["rows"]}
    found = aalen_johansen(alone).set_index("day")["bought"]
    assert {day: found[day] for day in naive} == pytest.approx(naive, abs=1e-9)
    assert by_then["bought"] > at(aalen_johansen(ends), "bought", 14)
    both = ends.assign(bought=ends["bought"] + ends["lost"], lost=0)
    assert 1 - bought_by(both, 14)["bought"][0] == pytest.approx(WORKED["km_small"]["S14"], abs=1e-12)
    assert bought_by(both, 14)["se"][0] == pytest.approx(WORKED["km_small"]["greenwood_se"], abs=1e-12)


def test_what_an_open_prospect_may_still_do_as_worked_out():
    expected, curves = WORKED["open_leads_expected"], aalen_johansen(worked("aj_small"))
    assert curves["bought"].iloc[-1] == pytest.approx(expected["F_inf"])
    ages = [int(age) for age in expected["per_open"]]
    chances = still_to_buy(curves, ages)
    assert chances == pytest.approx(list(expected["per_open"].values()), abs=1e-9)
    assert chances.sum() == pytest.approx(expected["sum"], abs=1e-9)


def test_before_the_first_day_everybody_is_open_and_a_fraction_is_a_fraction():
    ends = frame([(2, BOUGHT)] * 3 + [(4, LOST)] * 2 + [(9, OPEN)] * 5)
    curves = aalen_johansen(ends)
    assert [at(curves, name, 1).tolist() for name in ("bought", "lost", "still_open")] == [0, 0, 1]
    by_then = bought_by(ends, [1, 5])
    assert by_then["bought"].tolist() == pytest.approx([0, 0.3])
    # nobody's following ends early: the variance is the binomial's
    assert by_then["se"].tolist() == pytest.approx([0, (0.3 * 0.7 / 10) ** 0.5])
    assert by_then["at_risk"].tolist() == [10, 5]
    assert isnan(by_then["low"][0]) and by_then["low"][1] < 0.3 < by_then["high"][1]


@pytest.mark.filterwarnings("error")
@settings(deadline=None)
@given(endings)
def test_bought_lost_and_open_are_the_whole_on_every_day(ends: Ends):
    curves = aalen_johansen(frame(ends))
    assert (curves["bought"] + curves["lost"] + curves["still_open"]).tolist() == pytest.approx([1] * len(curves))
    assert curves["day"].tolist() == sorted({day for day, _ in ends})
    for rising in ("bought", "lost"):
        assert (np.diff(curves[rising], prepend=0) >= 0).all()
    chances = still_to_buy(curves, [0, 5, 100])
    assert ((chances >= 0) & (chances <= 1)).all()
    by_then = bought_by(frame(ends), [0, 7, 100])
    there = by_then.dropna()
    assert ((there["low"] >= 0) & (there["low"] <= there["bought"]) & (there["bought"] <= there["high"])).all()
    assert (there["high"] <= 1).all()


@settings(deadline=None)
@given(endings, st.randoms(use_true_random=False))
def test_the_order_of_customers_changes_nothing(ends: Ends, random):
    shuffled = list(ends)
    random.shuffle(shuffled)
    assert_frame_equal(aalen_johansen(frame(ends)), aalen_johansen(frame(shuffled)))
    assert_frame_equal(bought_by(frame(ends), [3, 30]), bought_by(frame(shuffled), [3, 30]))


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from([BOUGHT, LOST])), min_size=1, max_size=60))
def test_when_every_end_is_known_the_curve_counts_heads(ends: Ends):
    curves = aalen_johansen(frame(ends))
    for day, bought in zip(curves["day"], curves["bought"], strict=True):
        assert bought == pytest.approx(sum(on <= day and how == BOUGHT for on, how in ends) / len(ends))


def test_nobody_gives_an_empty_curve_and_no_chance():
    nobody = frame([])
    assert aalen_johansen(nobody).empty
    assert still_to_buy(aalen_johansen(nobody), [0, 10]).tolist() == [0, 0]
    assert bought_by(nobody, [7])[["bought", "at_risk"]].to_numpy().tolist() == [[0, 0]]


def test_intervals_cover():
    """Deals and losses at constant daily chances, followed for 0 to 120 days: 95 % of intervals hold the truth."""
    random = np.random.default_rng(12)
    deal, loss, age, customers, rounds = 0.012, 0.02, 30, 150, 600
    truth = deal / (deal + loss) * (1 - (1 - deal - loss) ** (age + 1))
    held = 0
    for _ in range(rounds):
        day = random.geometric(deal + loss, customers) - 1
        until = random.integers(0, 121, customers)
        is_deal, is_open = random.random(customers) < deal / (deal + loss), day > until
        ways = {"bought": is_deal & ~is_open, "lost": ~is_deal & ~is_open, "open": is_open}
        by_then = bought_by(DataFrame({"day": np.minimum(day, until), **ways}), age).iloc[0]
        held += by_then["low"] <= truth <= by_then["high"]
    assert 0.93 <= held / rounds <= 0.97
