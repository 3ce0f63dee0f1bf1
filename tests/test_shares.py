"""Shares that always add to 100 %, however they are moved and pinned."""

from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.statistics.remainders import shared
from analytics.statistics.shares import moved, room

weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=8)


def shares() -> st.SearchStrategy[list[int]]:
    return weights.map(lambda those: shared(100, those))


@settings(deadline=None, max_examples=50, derandomize=True, database=None)
@given(shares(), st.data())
def test_shares_add_to_a_hundred_after_any_move_and_the_pinned_stay(those, data):
    at = data.draw(st.integers(0, len(those) - 1))
    to = data.draw(st.integers(-20, 150))
    pinned = data.draw(st.sets(st.integers(0, len(those) - 1))) - {at}
    after = moved(those, at, to, pinned)
    assert sum(after) == 100
    assert min(after) >= 0
    assert all(after[other] == those[other] for other in pinned)
    can_move = len(those) > len(pinned) + 1
    assert after[at] == (max(0, min(to, room(those, at, pinned))) if can_move else those[at])


def test_the_others_move_in_proportion():
    assert moved([70, 20, 10], 0, 40) == [40, 40, 20]
    assert moved([70, 20, 10], 0, 40, {1}) == [40, 20, 40]
    assert moved([100, 0, 0], 0, 50) == [50, 25, 25]


def test_where_all_others_are_pinned_a_share_stays():
    assert moved([70, 20, 10], 0, 40, {1, 2}) == [70, 20, 10]
    assert moved([100], 0, 40) == [100]
    assert room([70, 20, 10], 0, {1, 2}) == 70
