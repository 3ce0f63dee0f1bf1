"""The picture of a month's course: what is known, the fan and the plan, each written at its end."""

from math import nan

import pytest
from pandas import DataFrame

from charts.fan import fan
from words import speak

COLUMNS = ("so_far", "later", "planned", "low", "inner_low", "middle", "inner_high", "high")


def drawn(**columns: list[float]) -> dict:
    length = max(map(len, columns.values()))
    frame = DataFrame({"day": range(1, length + 1), **{name: columns.get(name, [nan] * length) for name in COLUMNS}})
    return fan(
        frame, x="day", plan_name="计划", later_name="<b>实际</b>", title="标题", word=speak("zh")
    ).to_plotly_json()


def texts(figure: dict) -> set[str]:
    return {text for trace in figure["data"] for text in trace.get("text", ())}


def test_ends_are_written_and_the_fan_opens_from_the_last_day_known():
    figure = drawn(
        so_far=[2, 5, nan, nan],
        later=[nan, 5, 6, 9],
        planned=[3, 6, 9, 12],
        low=[nan, 5, 6, 7],
        inner_low=[nan, 5, 7, 8],
        middle=[nan, 5, 7, 10],
        inner_high=[nan, 5, 8, 11],
        high=[nan, 5, 9, 13],
    )
    assert texts(figure) == {
        "<b>5</b>",
        "<b>计划 12</b>",
        "<b>&lt;b&gt;实际&lt;/b&gt; 9</b>",
        "<b>10</b>",
        "<b>7</b>",
        "<b>13</b>",
    }
    outer = figure["data"][0]
    assert list(outer["x"]) == [2, 3, 4, 4, 3, 2]
    assert list(outer["y"]) == [5, 6, 7, 13, 9, 5]


@pytest.mark.parametrize("length", [28, 31])
def test_a_month_without_a_plan_a_fan_or_a_deal_is_drawn(length):
    assert texts(drawn(so_far=[nan] * length)) == set()
    assert drawn(so_far=[0.0] * length)["data"]
    over = drawn(so_far=list(range(length)), later=[nan] * (length - 1) + [length - 1], planned=[1.0] * length)
    assert texts(over) == {"<b>计划 1</b>", f"<b>&lt;b&gt;实际&lt;/b&gt; {length - 1}</b>"}
