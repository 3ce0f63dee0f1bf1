"""Deals still to come: worked numbers, closed forms, and how often the interval holds what then happened."""

import json
from math import isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas import DataFrame
from scipy.stats import betabinom

from analytics.statistics.forecast import further_deals

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
BOUGHT, LOST, OPEN = 1, 2, 0
SMALL = [(0, 1), (1, 1), (3, 2), (3, 1), (5, 0), (7, 1), (7, 2), (10, 0), (14, 1), (20, 2), (25, 0), (30, 0)]

customers = st.lists(st.tuples(st.integers(0, 60), st.sampled_from([BOUGHT, LOST, OPEN])), max_size=40)
some_ages = st.lists(st.integers(0, 70), max_size=40)


def ended(customers: list[tuple[int, int]]) -> DataFrame:
    """Return customers (day, how it ended) as the numbers that are learnt from."""
    rows = [(day, end == BOUGHT, end == LOST, end == OPEN) for day, end in customers]
    frame = DataFrame(rows, columns=["day", "bought", "lost", "open"])
    return frame.groupby("day", as_index=False).sum()


def test_what_is_expected_of_open_prospects_as_worked_out():
    worked = WORKED["open_leads_expected"]
    for age, expected in worked["per_open"].items():
        assert further_deals(ended(SMALL), [int(age)]).expected == pytest.approx(expected)
    everybody = further_deals(ended(SMALL), [int(age) for age in worked["per_open"]])
    assert everybody.expected == pytest.approx(worked["sum"])


def test_a_sum_is_up_to_an_age():
    # by day 7: 1/4 → 29/84 of all, of 2/3 still open on day 5
    assert further_deals(ended(SMALL), [5, 8], until=7).expected == pytest.approx((29 / 84 - 1 / 4) / (2 / 3))
    assert further_deals(ended(SMALL), [7, 8], until=7) == (0, 0, 0)


def test_without_losses_the_doubt_is_that_of_a_sample_of_those_followed():
    """One day, 20 of 100 buy: the binomial's own variance, so the chance is a beta of 20.5 and 80.5."""
    learnt = ended([(1, BOUGHT)] * 20 + [(1, OPEN)] * 80)
    found = further_deals(learnt, [0] * 50)
    deals = betabinom(50, 20.5, 80.5)
    assert found == pytest.approx((10, deals.ppf(0.025), deals.ppf(0.975)))


def test_where_nobody_bought_so_late_the_interval_still_is_not_empty():
    found = further_deals(ended([(0, BOUGHT)] * 5 + [(30, OPEN)] * 20), [3] * 40)
    assert found.expected == found.low == 0
    assert 1 <= found.high <= 10


@pytest.mark.parametrize("ages", [[], [5], [400] * 3])
def test_nothing_is_expected_of_nobody_or_from_nobody(ages: list[int]):
    assert further_deals(ended([]), ages) == (0, 0, 0)
    assert further_deals(ended([(3, BOUGHT), (3, OPEN)]), ages) == (0, 0, 0)


def test_when_everybody_buys_all_are_expected():
    found = further_deals(ended([(2, BOUGHT)] * 200), [1] * 10)
    assert found.expected == pytest.approx(10)
    assert found.low <= 10 == found.high


@given(customers, some_ages)
def test_expectations_stay_within_their_interval_and_the_prospects(learnt, ages):
    expected, low, high = further_deals(ended(learnt), ages)
    assert 0 <= expected <= len(ages) + 1e-9
    assert 0 <= low <= high <= len(ages)
    assert low - 1 <= expected <= high + 1


@given(customers, some_ages, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_ages_changes_nothing(learnt, ages, random):
    rows = ended(learnt)
    shuffled = rows.sample(frac=1, random_state=random.randrange(99))
    assert further_deals(shuffled, random.sample(ages, len(ages))) == further_deals(rows, ages)


@given(customers, some_ages)
def test_prospects_add_up(learnt, ages):
    rows = ended(learnt)
    each = {age: further_deals(rows, [age]).expected for age in set(ages)}
    assert isclose(further_deals(rows, ages).expected, sum(each[age] for age in ages), abs_tol=1e-9)


def lives(random: np.random.Generator, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the day each customer's shopping ends and how: 22 % buy, a quarter of them at once, half are lost."""
    end = random.choice([BOUGHT, LOST, OPEN], size=number, p=[0.22, 0.53, 0.25])
    bought_on = np.where(random.random(number) < 0.25, 0, np.floor(random.exponential(18, number)))
    lost_on = np.floor(random.exponential(30, number))
    return np.select([end == BOUGHT, end == LOST], [bought_on, lost_on], default=10_000).astype(int), end


def held(random: np.random.Generator, a_month: int, months: int, until: int | None) -> bool:
    """Whether the forecast for the youngest month's customers, learnt from all, holds what they then do."""
    day, end = lives(random, a_month * months)
    age = random.integers(0, 30 * months, len(day))
    is_over = day <= age
    at, how = np.where(is_over, day, age), np.where(is_over, end, OPEN)
    learnt = DataFrame({"day": at, "bought": how == BOUGHT, "lost": how == LOST, "open": how == OPEN})
    still = ~is_over & (age < 30)
    found = further_deals(learnt, at[still], until)
    return found.low <= (still & (end == BOUGHT) & (day <= (until or 10_000))).sum() <= found.high


@pytest.mark.parametrize(("a_month", "months", "until"), [(900, 12, 90), (900, 4, 90), (900, 12, None), (900, 12, 30)])
def test_the_interval_holds_what_happens_as_often_as_it_says(a_month: int, months: int, until: int | None):
    random = np.random.default_rng(7)
    repeats = 600
    assert 0.93 <= sum(held(random, a_month, months, until) for _ in range(repeats)) / repeats <= 0.97


@pytest.mark.parametrize(("a_month", "months"), [(10, 12), (30, 4), (100, 12)])
def test_few_deals_come_in_whole_numbers_so_the_interval_holds_them_rather_too_often(a_month: int, months: int):
    random = np.random.default_rng(8)
    repeats = 400
    assert sum(held(random, a_month, months, 90) for _ in range(repeats)) / repeats >= 0.93
