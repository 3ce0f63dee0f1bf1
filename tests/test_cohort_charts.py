"""The two closing rates and the triangle as drawn: values, labels, what is open, and what a click gives back."""

from functools import partial

import pandas as pd

from charts import theme
from charts.pair import pair
from charts.triangle import triangle
from words import speak

NONE = float("nan")
ZH = speak("zh")
MONTHS = pd.DataFrame(
    {
        "label": ["1月", "2月", "3月", "4月"],
        "month": [24300, 24301, 24302, 24303],
        "deals": [63, 51, NONE, 52],
        "visits": [326, 203, NONE, 269],
        "same": [0.193, 0.251, NONE, 0.192],
        "bought": [40, 25, 20, 6],
        "followed": [200, 120, 100, 90],
        "rate": [0.2, 0.208, 0.2, 0.067],
        "low": [0.15, 0.146, 0.133, 0.031],
        "high": [0.26, 0.289, 0.289, 0.138],
        "open": [False, False, True, True],
        "expected": [NONE, NONE, NONE, 0.19],
        "least": [NONE, NONE, NONE, 0.13],
        "most": [NONE, NONE, NONE, 0.26],
    }
)
CELLS = pd.DataFrame(
    [
        (24300, "1月", 65, "0", 8, False, NONE, NONE, NONE),
        (24300, "1月", 65, "now", 13, False, NONE, NONE, NONE),
        (24301, "<b>2月", 40, "0", 3, True, NONE, NONE, NONE),
        (24301, "<b>2月", 40, "now", 3, True, 0.2, 0.125, 0.275),
        (24302, "3月", 10, "0", NONE, True, NONE, NONE, NONE),
        (24302, "3月", 10, "now", 0, True, NONE, NONE, NONE),
    ],
    columns=["month", "name", "followed", "time", "bought", "open", "expected", "least", "most"],
)
both = partial(
    pair,
    x="label",
    rate="rate",
    low="low",
    high="high",
    part="bought",
    whole="followed",
    rate_name="同批率",
    other="same",
    other_part="deals",
    other_whole="visits",
    other_name="当月比",
    is_open="open",
    expected="expected",
    least="least",
    most="most",
    expected_name="预计",
    code="month",
    title="",
    word=ZH,
)
cells = partial(
    triangle,
    row="month",
    row_name="name",
    size="followed",
    column="time",
    columns={"0": "当月", "now": "至今"},
    part="bought",
    is_open="open",
    expected="expected",
    least="least",
    most="most",
    title="",
    word=ZH,
)


def drawn(figure, kind):
    return [trace for trace in figure.to_dict()["data"] if trace["type"] == kind]


def points(figure):
    return [trace for trace in drawn(figure, "scatter") if trace.get("customdata")]


def texts(figure):
    return {text for trace in drawn(figure, "scatter") for text in trace.get("text") or ()}


def test_both_rates_carry_their_percentages_and_names_and_a_forecast_its_mark():
    assert texts(both(MONTHS)) == {
        *("20.0%", "20.8%", "≈19.0%", "19.3%", "25.1%", "19.2%"),
        *("<b>同批率</b>", "<b>当月比</b>"),
    }


def test_an_open_cohort_is_hollow_and_grey_and_its_forecast_stands_above_with_its_interval():
    rates, forecasts, _ = points(both(MONTHS))
    assert rates["marker"]["color"] == [theme.BLUE, theme.BLUE, theme.WHITE, theme.WHITE]
    assert rates["marker"]["line"]["color"] == [theme.BLUE, theme.BLUE, theme.GREY, theme.GREY]
    assert forecasts["y"] == [None, None, None, 0.19]
    assert "预计 19.0% (13.0% – 26.0%)" in forecasts["hovertext"][3]
    upright = next(trace for trace in drawn(both(MONTHS), "scatter") if trace.get("line", {}).get("width") == 5)
    assert upright["y"] == [0.13, 0.26, None]


def test_the_band_is_of_judged_cohorts_only():
    band = drawn(both(MONTHS), "scatter")[0]
    assert {value for value in band["y"] if value is not None} == {0.15, 0.146, 0.26, 0.289}


def test_a_point_says_its_counts_and_a_click_gives_month_and_which_rate():
    rates, _, others = points(both(MONTHS))
    assert rates["hovertext"][0] == "<b>1月</b><br>同批率 20.0% (40/200)"
    assert others["hovertext"][1] == "<b>2月</b><br>当月比 25.1% (51/203)"
    assert rates["customdata"][1] == [24301, "rate"]
    assert others["customdata"][1] == [24301, "same"]


def test_months_of_one_rate_alone_or_of_none_can_be_drawn():
    alone = both(MONTHS.assign(rate=NONE, bought=NONE, followed=NONE, expected=NONE, low=NONE, high=NONE))
    assert "<b>同批率</b>" not in texts(alone)
    assert "NaN" not in alone.to_json()
    assert both(MONTHS.head(0)).to_json()
    assert both(MONTHS.head(1)).to_json()


def test_a_cell_holds_rate_and_counts_an_open_one_is_striped_and_one_to_come_a_dash():
    trace = drawn(cells(CELLS), "bar")[0]
    assert trace["text"] == [
        "12.3%<br>8/65",
        "20.0%<br>13/65",
        "7.5%<br>3/40",
        "≈20.0%<br>12.5%–27.5%",
        "–",
        "0.0%<br>0/10",
    ]
    assert trace["marker"]["pattern"]["shape"] == ["", "", "/", "/", "", "/"]
    assert trace["customdata"] == [[24300, "0"], [24300, "now"], [24301, "0"], [24301, "now"], None, [24302, "now"]]
    assert trace["hovertext"][3].endswith("7.5% (3/40)")


def test_cohorts_stand_under_each_other_with_their_sizes_and_names_are_only_text():
    axis = cells(CELLS).to_dict()["layout"]["yaxis"]
    assert [text.split("<b>")[1].strip("\u2007") for text in axis["ticktext"]] == ["65</b>", "40</b>", "10</b>"]
    assert axis["ticktext"][1].startswith("&lt;b&gt;2月")


def test_cohorts_of_nobody_buying_and_no_cohorts_can_be_drawn():
    assert "NaN" not in cells(CELLS.assign(bought=0.0, expected=NONE)).to_json()
    assert cells(CELLS.head(0)).to_json()
