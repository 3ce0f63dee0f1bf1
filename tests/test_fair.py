"""Who is held to be better or worse than luck, who is not, and for whom nothing is said."""

from math import isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pandas import DataFrame

from analytics import fair
from analytics.statistics.rates import with_rate
from tests.showroom import deal, deals, drive, in_month, in_year, visit, visits

MARCH = in_month(2025, 3)
group = some.tuples(some.integers(0, 300), some.integers(0, 300)).filter(any)


def groups(*counts: tuple[int, int], names: str = "") -> DataFrame:
    """Return groups of so many of so many, named a, b, c …, "?" for the one without a name."""
    written = [None if name == "?" else name for name in names or "abcdefghijklmnopqrst"[: len(counts)]]
    frame = DataFrame({"salesperson": written, "part": [k for k, _ in counts], "whole": [n for _, n in counts]})
    return with_rate(frame.astype({"part": float, "whole": float}), "part", "whole")


def bands(frame: DataFrame) -> dict[str, str]:
    answer = fair.judged(frame, "salesperson")
    return dict(zip(answer["salesperson"].fillna("?"), answer["band"], strict=True))


def test_only_groups_beyond_luck_stand_above_or_below():
    frame = groups((200, 500), (95, 500), (100, 500), (105, 500), (20, 500))
    assert bands(frame) == {"a": "above", "b": "within", "c": "within", "d": "within", "e": "below"}


def test_a_small_group_is_not_ranked_however_far_out_it_lies():
    frame = groups((12, 15), (100, 500), (20, 500), (190, 500))
    answer = fair.judged(frame, "salesperson").set_index("salesperson")
    assert answer["band"].to_dict() == {"a": "few", "b": "within", "c": "below", "d": "above"}
    assert answer["rate"]["a"] > answer["hi998"]["a"]
    assert not fair.is_compared(answer.reset_index(), "salesperson")[answer.index.get_loc("a")]


def test_groups_whose_interval_holds_every_rate_are_not_ranked():
    assert set(bands(groups((20, 100), (22, 100), (18, 100))).values()) == {"few"}


def test_where_too_much_is_written_to_nobody_nobody_is_judged():
    assert set(bands(groups((200, 500), (20, 500), (6, 60), names="ab?")).values()) == {None}
    judged = bands(groups((200, 500), (20, 500), (5, 25), names="ab?"))
    assert judged == {"a": "above", "b": "below", "?": None}


def test_a_group_with_more_deals_than_visits_has_no_limits_and_spoils_no_others():
    answer = fair.judged(groups((9, 6), (3, 0), (20, 100), (21, 100)), "salesperson").set_index("salesperson")
    assert answer.loc[["a", "b"], ["lo95", "hi998", "chance", "shrunk", "shrunk_low"]].isna().all(axis=None)
    assert answer["band"].to_dict() == {"a": None, "b": None, "c": "few", "d": "few"}
    assert answer.loc[["c", "d"], ["lo95", "shrunk"]].notna().all(axis=None)


def test_where_more_is_counted_than_among_all_nothing_has_limits():
    answer = fair.judged(groups((30, 20), (25, 30)), "salesperson")
    assert answer[["lo95", "hi95", "chance"]].isna().all(axis=None)
    assert set(answer["band"]) == {None}


@pytest.mark.filterwarnings("error")
@settings(deadline=None)
@given(some.lists(group, min_size=1, max_size=12), some.randoms(use_true_random=False))
def test_any_groups_are_judged_alike_in_any_order(counts: list[tuple[int, int]], random):
    frame = groups(*counts)
    shuffled = frame.iloc[random.sample(range(len(frame)), len(frame))].reset_index(drop=True)
    one, other = fair.judged(frame, "salesperson"), fair.judged(shuffled, "salesperson")
    assert one.equals(other)
    assert one[["part", "whole"]].sum().tolist() == frame[["part", "whole"]].sum().tolist()
    assert set(one["band"]) <= {*fair.BANDS, None}


def test_of_equal_groups_hardly_any_is_called_better_or_worse():
    random = np.random.default_rng(2)
    called = 0
    for _ in range(60):
        sizes = random.integers(30, 200, 12)
        frame = groups(*zip(random.binomial(sizes, 0.18), sizes, strict=True))
        called += int(fair.judged(frame, "salesperson")["band"].isin(["above", "below"]).sum())
    assert called <= 5  # of 720 about 1.4 by luck


def test_the_drawn_groups_are_those_beyond_luck_and_the_largest_in_their_order():
    answer = fair.judged(groups((12, 40), (100, 500), (90, 400), (10, 300), (9, 6), names="abcd?"), "salesperson")
    assert fair.drawn(answer, "salesperson", 3)["salesperson"].tolist() == ["c", "b", "d"]
    assert len(fair.drawn(answer, "salesperson", 30)) == 4


def test_each_figure_is_counted_of_the_people_it_is_of(con, loaded):
    loaded(
        visit=[
            *(visit("2025-03-01", f"139{n:08}", salesperson="张三") for n in range(40)),
            *visits(20, "2025-03-02", salesperson="李四"),
        ],
        deal=[
            *(deal("2025-04-03", f"139{n:08}", salesperson="张三") for n in range(10)),
            *deals(5, "2025-03-09", salesperson="李四"),
        ],
        test_drive=[drive("2025-03-05", f"139{n:08}", salesperson="张三") for n in range(8)],
        store="东店",
    )
    counted = {
        figure: {
            name: (part, whole)
            for name, part, whole in fair.compare(con, MARCH, figure, "salesperson")[
                ["salesperson", "part", "whole"]
            ].itertuples(index=False)
        }
        for figure in fair.FIGURES
    }
    assert counted == {
        "cohort_rate": {"张三": (10, 40)},
        "close_rate": {"张三": (0, 40), "李四": (5, 20)},
        "capture_rate": {"张三": (40, 40), "李四": (0, 20)},
        "test_drive_rate": {"张三": (8, 40), "李四": (0, 20)},
    }


def test_one_store_alone_and_no_data_are_compared_with_nothing(con, loaded):
    assert fair.compare(con, MARCH, "close_rate", "store").empty
    loaded(visit=visits(50, "2025-03-01"), deal=deals(4, "2025-03-04"), store="东店")
    answer = fair.compare(con, MARCH, "close_rate", "store")
    assert answer[["store", "part", "whole", "band"]].to_numpy().tolist() == [["东店", 4, 50, "few"]]
    assert answer["shrunk"].tolist() == [0.08]


@pytest.mark.parametrize("figure", fair.FIGURES)
@pytest.mark.parametrize("dimension", fair.DIMENSIONS)
def test_the_demo_is_judged_by_every_figure_and_dimension(demo_showroom, figure: str, dimension: str):
    answer = fair.compare(demo_showroom, in_year(2026), figure, dimension)
    drawn = fair.drawn(answer, dimension, 30)
    assert len(drawn) >= 2
    assert drawn["shrunk"].is_monotonic_decreasing
    assert ((drawn["shrunk_low"] < drawn["shrunk"]) & (drawn["shrunk"] < drawn["shrunk_high"])).all()
    assert not isnan(drawn["lo95"].min())
