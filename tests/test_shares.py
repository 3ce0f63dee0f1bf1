"""Whole parts that always add up, however they are split and moved."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.shares import moved, room, split

weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=8)


def shares() -> st.SearchStrategy[list[int]]:
    return weights.map(lambda those: split(100, those))


@given(st.integers(0, 10**6), weights)
def test_parts_add_to_the_whole_and_are_each_within_one_of_their_due(total, those):
    parts = split(total, those)
    assert sum(parts) == total
    whole = sum(those)
    for part, weight in zip(parts, those, strict=True):
        due = total * weight / whole if whole > 0 else total / len(those)
        assert abs(part - due) <= 1


def test_a_split_is_by_largest_remainder_and_of_equals_the_first_takes_it():
    assert split(100, [70, 20, 10]) == [70, 20, 10]
    assert split(10, [1, 1, 1]) == [4, 3, 3]
    assert split(100, [0, 0]) == [50, 50]
    assert split(0, [3, 4]) == [0, 0]
    assert split(5, []) == []


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
