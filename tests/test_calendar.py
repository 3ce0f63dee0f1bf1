"""The days of a month against the official calendar, and what they are worth against days whose worth is known."""

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.calendar import KINDS, is_month_end, kind_of, month_days, weeks
from analytics.filters import first_day, last_day
from analytics.past import SENSIBLE
from analytics.statistics.day_weights import PRIOR_EVENTS, WORKDAYS, DayWeights, learnt
from tests.showroom import day, month

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))
PLAIN = DayWeights(dict.fromkeys(KINDS, 1.0), 1.0)


@given(st.integers(2000 * 12, 2100 * 12))
def test_weeks_are_the_month_without_gap_or_overlap_from_monday_to_sunday(index):
    found = weeks(index)
    assert found[0].first == first_day(index)
    assert found[-1].last == last_day(index)
    assert [week.number for week in found] == list(range(1, len(found) + 1))
    for one, other in pairwise(found):
        assert other.first == one.last + timedelta(days=1)
        assert (one.last.weekday(), other.first.weekday()) == (6, 0)


@pytest.mark.parametrize(("year", "first"), WORKED["spring_festival"].items())
def test_the_spring_festival_moves(year, first):
    assert kind_of(day(first)) == "spring_festival"
    assert kind_of(day(first) + timedelta(days=30)) != "spring_festival"


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        ("2026-10-01", "holiday"),
        ("2026-10-04", "holiday"),  # a Sunday within the golden week
        ("2026-10-07", "holiday"),
        ("2026-10-08", "thursday"),
        ("2026-10-10", "make_up"),  # a Saturday worked for it
        ("2026-10-11", "sunday"),
        ("2026-02-15", "spring_festival"),  # the Sunday it begins with
        ("2026-02-14", "make_up"),
        ("2025-04-04", "holiday"),
        ("2025-04-05", "holiday"),
        ("2025-04-07", "monday"),
        ("2027-01-01", "holiday"),
        ("2026-12-31", "thursday"),
    ],
)
def test_days_are_what_the_official_calendar_makes_of_them(on, kind):
    assert kind_of(day(on)) == kind


def test_a_months_days_carry_week_month_end_and_the_days_closed():
    days = month_days(month(2026, 10), {date(2026, 10, 1), date(2026, 11, 1)}).set_index("day")
    assert len(days) == 31
    assert days["is_open"].sum() == 30
    assert not days["is_open"][date(2026, 10, 1)]
    assert [one.day for one in days.index[days["is_month_end"]]] == [29, 30, 31]
    assert days["week"].tolist()[:5] == [1, 1, 1, 1, 2]
    assert [one for one in (27, 28) if is_month_end(date(2026, 2, one))] == [27, 28]


def test_weighted_days_foresee_what_the_worked_example_says():
    """28 deals after 9 workdays and 3 weekend days of a month with 18 and 8."""
    worked, weights = WORKED["pace_weighted"], SENSIBLE["leads"]
    workday = weights.of("tuesday", is_month_end=False)
    weekend = weights.of("saturday", is_month_end=False)
    assert {"平日": workday, "周末": weekend} == worked["weights"]
    elapsed, total = 9 * workday + 3 * weekend, 18 * workday + 8 * weekend
    assert (elapsed, total) == pytest.approx((worked["elapsed_w"], worked["total_w"]))
    assert WORKED["pace"]["mtd"] * total / elapsed == pytest.approx(worked["projection"])


def test_nothing_known_leaves_what_is_sensible():
    assert learnt([], [], [], SENSIBLE["orders"]) == SENSIBLE["orders"]
    idle = learnt(["monday"] * 9, [False] * 9, [0] * 9, SENSIBLE["orders"])
    assert (idle.kinds, idle.month_end, idle.days) == (SENSIBLE["orders"].kinds, 1.3, 9)


def test_little_history_moves_a_weight_little_and_much_history_moves_it_to_the_truth():
    """Closed form of two kinds without a month end, at the fixed point: w = (E + A) / (X + A)."""
    few = learnt(["monday"] * 4 + ["sunday"] * 2, [False] * 6, [5, 5, 5, 5, 15, 15], PLAIN)
    many = learnt(["monday"] * 400 + ["sunday"] * 200, [False] * 600, [5] * 400 + [15] * 200, PLAIN)
    ratio = {"few": few.kinds["sunday"] / few.kinds["monday"], "many": many.kinds["sunday"] / many.kinds["monday"]}
    assert 1.2 < ratio["few"] < 2
    assert ratio["many"] == pytest.approx(3, rel=0.03)
    level = 50 / (4 * few.kinds["monday"] + 2 * few.kinds["sunday"])
    expected = (30 + PRIOR_EVENTS) / (2 * level + PRIOR_EVENTS), (20 + PRIOR_EVENTS) / (4 * level + PRIOR_EVENTS)
    assert ratio["few"] == pytest.approx(expected[0] / expected[1], rel=0.05)


def test_known_weights_are_found_again_in_two_years_of_a_showroom():
    truth = DayWeights(dict.fromkeys(KINDS, 1.0) | {"saturday": 2.0, "sunday": 1.6, "holiday": 2.4}, 1.5)
    days = [date(2024, 1, 1) + timedelta(days=n) for n in range(731)]
    kinds, ends = [kind_of(one) for one in days], [is_month_end(one) for one in days]
    rng = np.random.default_rng(7)
    events = [int(rng.poisson(12 * truth.of(kind, is_month_end=end))) for kind, end in zip(kinds, ends, strict=True)]
    found = learnt(kinds, ends, events, SENSIBLE["leads"])
    assert (found.days, found.events) == (731, sum(events))
    assert found.month_end == pytest.approx(1.5, rel=0.08)
    for kind in ("monday", "saturday", "sunday", "holiday"):
        assert found.kinds[kind] == pytest.approx(truth.kinds[kind], rel=0.08), kind
    assert np.mean([found.kinds[kind] for kind in WORKDAYS]) == pytest.approx(1)


@given(st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.integers(0, 60)), min_size=1, max_size=80))
def test_weights_are_positive_and_do_not_depend_on_the_order_of_days(past):
    found = learnt(*map(list, zip(*past, strict=True)), SENSIBLE["orders"])
    assert min([*found.kinds.values(), found.month_end]) > 0
    mixed = Random(3).sample(past, len(past))
    assert learnt(*map(list, zip(*mixed, strict=True)), SENSIBLE["orders"]) == found
