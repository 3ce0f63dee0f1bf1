"""Whole numbers shared out: nothing is lost, nobody gets less than nothing, what is fixed stands where it can."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.statistics.remainders import crossed, shared, shared_around

totals = st.integers(0, 1_000_000)
weights = st.lists(st.floats(0, 1e6), min_size=1, max_size=40)


def test_the_largest_remainders_get_what_is_left_and_of_equal_ones_the_first():
    assert shared(10, [1, 1, 1]) == [4, 3, 3]
    assert shared(7, [3, 2, 2]) == [3, 2, 2]
    assert shared(100, [0.7, 0.2, 0.1]) == [70, 20, 10]
    assert shared(5, [0.55, 0.55, 0.9]) == [2, 1, 2]
    assert shared(2, [0, 0, 0, 0]) == [1, 1, 0, 0]
    assert shared(3, []) == []


@given(totals, weights)
def test_shares_add_up_and_are_less_than_one_off_their_proportion(total, each):
    found = shared(total, each)
    whole = sum(each)
    assert sum(found) == total
    assert min(found) >= 0
    if whole > 1e-3:
        assert all(abs(share - total * weight / whole) < 1 + 1e-6 for share, weight in zip(found, each, strict=True))


@given(totals, st.permutations([0.3, 1.7, 2.9, 4.1, 11.3]))
def test_who_stands_first_matters_only_where_remainders_are_equal(total, each):
    in_order = dict(zip(sorted(each), shared(total, sorted(each)), strict=True))
    remainders = {round(total * weight / sum(each) % 1, 6) for weight in each}
    if len(remainders) == len(each):
        assert dict(zip(each, shared(total, each), strict=True)) == in_order


@given(totals, st.lists(st.tuples(st.floats(0, 100), st.none() | st.integers(0, 1_000_000)), min_size=1, max_size=20))
def test_around_fixed_shares_the_whole_is_kept_and_they_stand_where_they_can(total, cells):
    fixed = [share for _, share in cells]
    found = shared_around(total, [weight for weight, _ in cells], fixed)
    said = sum(share for share in fixed if share is not None)
    assert sum(found) == total
    assert min(found) >= 0
    if said == total or (said < total and None in fixed):
        assert all(share in (None, got) for share, got in zip(fixed, found, strict=True))


def test_fixed_shares_that_cannot_stand_are_brought_to_the_total_in_their_proportion():
    assert shared_around(10, [1, 1, 1], [None, 4, None]) == [3, 4, 3]
    assert shared_around(10, [1, 1, 1], [None, 15, 5]) == [0, 8, 2]
    assert shared_around(12, [1, 1], [4, 2]) == [8, 4]
    assert shared_around(3, [1, 1], [0, 0]) == [2, 1]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=12), st.lists(st.integers(1, 90), min_size=1, max_size=6))
def test_a_crossed_table_adds_up_along_both_sides(rows, over):
    columns = shared(sum(rows), over)
    cells = crossed(rows, columns)
    assert [sum(line) for line in cells] == rows
    assert [sum(line[at] for line in cells) for at in range(len(columns))] == columns
    assert all(cell >= 0 for line in cells for cell in line)


def test_a_crossed_table_of_nobody_or_nothing_is_empty():
    assert crossed([], [0, 0]) == []
    assert crossed([3, 4], []) == [[], []]
    assert crossed([0, 0], [0, 0]) == [[0, 0], [0, 0]]
