"""What the charts draw: values, labels, what a click gives back; and nothing written in a register becomes HTML."""

import os
import time
from functools import partial

import pandas as pd
import pytest
from playwright.sync_api import sync_playwright

from charts import (
    columns,
    course,
    effect,
    endings,
    funnel,
    heatmap,
    interval,
    labels,
    limits,
    panels,
    ranking,
    shrunken,
    split,
    theme,
    waterfall,
)
from tests import gallery
from words import speak

NONE = float("nan")
EVIL = "<a href='http://x.y/'>赵</a>"
ZH = speak("zh")
MONTHS = pd.DataFrame(
    {
        "month": ["1月", "2月", "3月", "4月"],
        "index": [24300, 24301, 24302, 24303],
        "first": [326, 203, NONE, 269],
        "deals": [63, 32, NONE, 57],
        "rate": [0.193, 0.158, NONE, 0.212],
        "low": [0.154, 0.114, NONE, 0.167],
        "high": [0.239, 0.214, NONE, 0.265],
        "open": [False, False, False, True],
    }
)
GROUPS = pd.DataFrame(
    {
        "name": ["新人组", EVIL, "李**"],
        "code": ["new", "zhao", "li"],
        "deals": [3, 2, 0],
        "first": [58, 6, 0],
        "rate": [3 / 58, 2 / 6, NONE],
        "low": [0.018, 0.097, NONE],
        "high": [0.141, 0.7, NONE],
        "few": [False, True, True],
        "share": [0.9, 0.1, 0.0],
    }
)
LOSSES = pd.DataFrame(
    [
        ("K3", "price", "product", 4, 0.4),
        ("K3", "cold", "people", 1, 0.1),
        ("K3", "service", "people", 5, 0.5),
        ("K5", "cold", "people", 9, 0.75),
        ("K5", "price", "product", 3, 0.25),
        ("K5", "moon", "elsewhere", 7, 0.0),
    ],
    columns=["model", "reason", "block", "cases", "share"],
)
BLOCKS = {"people": "人", "product": "车"}

within = partial(
    columns.within, x="month", whole="first", part="deals", whole_name="首次到店", part_name="成交", word=ZH
)
rate = partial(course.course, x="month", rate="rate", low="low", high="high", title="成交率", word=ZH)
rates = partial(
    interval.interval, name="name", rate="rate", low="low", high="high", part="deals", whole="first", title="", word=ZH
)
bars = partial(ranking.ranking, name="name", value="first", title="", word=ZH)
table = partial(
    heatmap.reasons, model="model", reason="reason", block="block", value="cases", blocks=BLOCKS, title="", word=ZH
)
week = partial(heatmap.hours, weekday="day", hour="hour", value="n", weekdays=list("一二三四五六日"), title="", word=ZH)


def drawn(figure, kind="bar"):
    return [trace for trace in figure.to_dict()["data"] if trace["type"] == kind]


def texts(figure):
    return [text for trace in drawn(figure, "scatter") for text in trace.get("text") or ()]


def notes(figure):
    return [note["text"] for note in figure.to_dict()["layout"].get("annotations", ())]


def test_the_heading_holds_finding_and_definition_and_the_figure_an_alternative_text():
    figure = within(MONTHS, title="成交掉到 57 台", subtitle="单位：批")
    assert notes(figure)[:2] == ["<b>成交掉到 57 台</b>", "单位：批"]
    assert figure.to_dict()["layout"]["meta"]["alt"] == "成交掉到 57 台。单位：批"


def test_every_chart_is_written_in_the_board_s_own_letters():
    for figure, _ in gallery.shapes(ZH):
        assert figure.to_dict()["layout"]["font"]["family"] == theme.FONT


def test_every_axis_is_fixed_and_bare():
    for figure, _ in gallery.shapes(ZH):
        layout = figure.to_dict()["layout"]
        for axis in (layout["xaxis"], layout["yaxis"]):
            assert (axis["fixedrange"], axis["showgrid"], axis["zeroline"]) == (True, False, False)
        assert layout["showlegend"] is False


def test_a_part_stands_in_its_whole_and_both_are_named_beside_the_last_column():
    figure = within(MONTHS, title="")
    whole, part = drawn(figure)
    assert whole["y"] == [326, 203, None, 269]
    assert part["y"] == [63, 32, None, 57]
    assert {"326", "203", "269", "63", "32", "57", "<b>首次到店</b>", "<b>成交</b>"} <= set(texts(figure))


def test_a_missing_month_is_a_dash_not_a_zero():
    figure = within(MONTHS, title="")
    dash = next(trace for trace in drawn(figure, "scatter") if "—" in trace["text"])
    assert (dash["x"], dash["text"]) == ([2], ["—"])
    assert "0" not in texts(figure)


def test_an_unfinished_month_is_striped():
    whole, part = drawn(within(MONTHS, unfinished="open", title=""))
    assert whole["marker"]["pattern"]["shape"] == part["marker"]["pattern"]["shape"] == ["", "", "", "/"]


def test_a_click_on_a_column_gives_the_code_or_else_the_label():
    assert drawn(within(MONTHS, code="index", title=""))[0]["customdata"] == [24300, 24301, 24302, 24303]
    assert drawn(within(MONTHS, title=""))[1]["customdata"] == ["1月", "2月", "3月", "4月"]


def test_a_part_that_fills_its_whole_writes_its_figure_inside():
    full = pd.DataFrame({"month": ["1月"], "first": [100], "deals": [99]})
    inside = [trace for trace in drawn(within(full, title=""), "scatter") if trace["text"] == ["99"]]
    assert [trace["textposition"] for trace in inside] == [["bottom center"]]


def test_two_months_of_the_same_name_stay_two_columns():
    twice = pd.DataFrame({"month": ["9月", "9月"], "first": [10, 20], "deals": [1, 2]})
    figure = within(twice, title="")
    assert drawn(figure)[0]["x"] == [0, 1]
    assert figure.to_dict()["layout"]["xaxis"]["ticktext"] == ["9月", "9月"]


def test_stacked_parts_carry_their_figures_total_and_names():
    frame = pd.DataFrame({"month": ["1月"], "a": [60], "b": [40]})
    figure = columns.stacked(frame, x="month", parts={"a": "首次", "b": EVIL}, title="", word=ZH)
    assert [trace["y"] for trace in drawn(figure)] == [[60], [40]]
    assert [trace["text"] for trace in drawn(figure)] == [["60"], ["40"]]
    assert {"100", "<b>首次</b>", f"<b>{labels.plain(EVIL)}</b>"} <= set(texts(figure))


def test_a_year_of_days_labels_only_its_largest():
    year = pd.DataFrame({"day": [f"{n}日" for n in range(366)], "n": [n % 50 for n in range(365)] + [77]})
    figure = columns.counts(year, x="day", value="n", title="", word=ZH)
    assert texts(figure) == ["77"]
    assert 3 < len(figure.to_dict()["layout"]["xaxis"]["ticktext"]) < 20


def test_a_day_with_deals_but_no_visits_is_marked_and_explained():
    days = pd.DataFrame({"day": ["1日", "2日"], "n": [12, 0], "odd": [False, True]})
    figure = columns.counts(days, x="day", value="n", flagged="odd", flagged_name="未登记", title="", word=ZH)
    marks = [trace for trace in drawn(figure, "scatter") if trace.get("marker", {}).get("symbol") == "triangle-up"]
    assert [mark["x"] for mark in marks] == [[1]]
    assert drawn(figure)[0]["marker"]["color"][1] == theme.ATTENTION
    assert "▲ 未登记" in notes(figure)


def test_emphasised_columns_are_dark_and_the_others_pale():
    kept = pd.DataFrame({"kept": ["<30", "≥30"], "n": [5, 7], "long": [False, True]})
    figure = columns.counts(kept, x="kept", value="n", emphasised="long", title="", word=ZH)
    assert drawn(figure)[0]["marker"]["color"] == [theme.PALE, theme.BLUE]
    assert figure.to_dict()["layout"]["xaxis"]["ticktext"] == ["&lt;30", "≥30"]


def test_a_course_breaks_where_a_month_is_missing_and_its_band_too():
    band, line, *_ = drawn(rate(MONTHS), "scatter")
    assert line["y"] == [0.193, 0.158, None, 0.212]
    assert line["connectgaps"] is False
    assert band["x"].count(None) == 2
    assert band["mode"] == "lines"


def test_every_point_of_a_course_carries_its_percentage_and_a_click_gives_its_month():
    figure = rate(MONTHS, code="index", part="deals", whole="first")
    assert [text for text in texts(figure) if text.endswith("%")] == ["19.3%", "15.8%", "21.2%"]
    points = next(trace for trace in drawn(figure, "scatter") if trace.get("customdata"))
    assert points["customdata"] == [24300, 24301, 24302, 24303]
    assert "19.3% (63/326)" in points["hovertext"][0]


def test_the_unfinished_month_of_a_course_is_hollow():
    points = next(trace for trace in drawn(rate(MONTHS, unfinished="open"), "scatter") if trace.get("customdata"))
    assert points["marker"]["color"] == [theme.BLUE, theme.BLUE, theme.BLUE, theme.WHITE]


def test_a_long_course_labels_first_last_smallest_and_largest():
    long = pd.DataFrame({"month": [str(n) for n in range(20)], "rate": [0.2, 0.3, 0.1, *[0.15] * 16, 0.17]})
    figure = course.course(long, x="month", rate="rate", title="", word=ZH)
    assert [text for text in texts(figure) if text.endswith("%")] == ["20.0%", "30.0%", "10.0%", "17.0%"]


def test_target_and_pooled_rate_are_level_lines_with_their_names():
    figure = rate(MONTHS, target=0.2, target_name="目标", pooled=0.1617, pooled_name="合计")
    assert [shape["y0"] for shape in figure.to_dict()["layout"]["shapes"]] == [0.2, 0.1617]
    assert {"目标 20.0%", "合计 16.2%"} <= set(texts(figure))


def test_labels_of_a_valley_stand_below_and_of_a_peak_above():
    spots = [(0.0, 100.0), (60.0, 0.0), (120.0, 100.0), (180.0, 0.0)]
    room = (-50.0, -50.0, 250.0, 150.0)
    above = labels.placed(spots, [40.0] * 4, [spots], room)
    assert above[1].startswith("bottom")
    assert above[2].startswith("top")


def test_groups_carry_rate_and_cases_and_few_cases_are_hollow():
    figure = rates(GROUPS, few="few", code="code", pooled=0.1617, pooled_name="合计")
    assert {"5.2% (3/58)", "33.3% (2/6)", "—"} <= set(texts(figure))
    dots = next(trace for trace in drawn(figure, "scatter") if trace["mode"] == "markers" and len(trace["x"]) == 3)
    assert dots["x"] == [3 / 58, 2 / 6, None]
    assert dots["marker"]["color"] == [theme.BLUE, theme.WHITE, theme.WHITE]
    assert drawn(figure)[0]["customdata"] == ["new", "zhao", "li"]
    assert "合计 16.2%" in notes(figure)


def test_one_wild_interval_of_few_cases_does_not_squeeze_the_others():
    axis = rates(GROUPS, few="few").to_dict()["layout"]["xaxis"]
    assert axis["range"][1] < 0.4


def test_the_height_grows_with_the_rows():
    one, many = (rates(pd.concat([GROUPS.head(1)] * rows)).to_dict()["layout"]["height"] for rows in (1, 40))
    assert many - one == 39 * theme.ROW


def test_a_waterfall_s_parts_begin_where_the_last_one_ended():
    frame = pd.DataFrame(
        [
            ("8月", 52, True, False, "52", "before"),
            (EVIL, -9.4, False, False, "−9.4", "volume"),
            ("留档率", 2.4, False, True, "+2.4", "capture"),
            ("结构", 0, False, True, "±0.0", "mix"),
            ("9月", 45, True, False, "45", "now"),
        ],
        columns=["name", "value", "level", "weak", "text", "code"],
    )
    steps = {"name": "name", "value": "value", "level": "level", "weak": "weak", "text": "text", "code": "code"}
    figure = waterfall.waterfall(frame, **steps, title="成交少 7 台", word=ZH)
    clicked, parts = drawn(figure)
    assert clicked["customdata"] == ["before", "volume", "capture", "mix", "now"]
    assert parts["base"] == pytest.approx([0, 52, 42.6, 45, 0])
    assert parts["x"] == pytest.approx([52, -9.4, 2.4, 0, 45])
    assert {"52", "▼ −9.4", "▲ +2.4", "±0.0", "45"} == set(texts(figure))
    pale = theme.blend(theme.LIGHT, theme.WHITE, 0.65)
    assert parts["marker"]["color"] == [theme.BLUE, theme.ATTENTION, pale, pale, theme.BLUE]


def test_a_ranking_keeps_the_order_and_writes_value_and_share():
    figure = bars(GROUPS, share="share", code="code", emphasised="few")
    assert drawn(figure)[0]["x"] == [58, 6, 0]
    assert texts(figure) == ["58 · 90.0%", "6 · 10.0%", "0 · 0.0%"]
    assert drawn(figure)[0]["customdata"] == ["new", "zhao", "li"]
    assert drawn(figure)[0]["marker"]["color"] == [theme.LIGHT, theme.ATTENTION, theme.ATTENTION]


def test_a_funnel_says_the_share_of_the_step_before_and_outlines_an_unlogged_step():
    steps = pd.DataFrame(
        {"step": ["到店", "试驾", "成交"], "n": [425, NONE, 49], "of": [NONE, NONE, 0.115], "key": list("abc")}
    )
    figure = funnel.funnel(
        steps, name="step", count="n", of_before="of", between="上一步的 {}", code="key", title="", word=ZH
    )
    assert {"<b>425</b>", "—", "<b>49</b>", "↓ 上一步的 11.5%"} == set(texts(figure))
    bar = drawn(figure)[0]
    assert bar["customdata"] == ["a", "b", "c"]
    assert bar["marker"]["color"] == [theme.BLUE, theme.WHITE, theme.BLUE]


def test_hours_without_visits_stay_blank_and_a_click_gives_weekday_and_hour():
    figure = week(pd.DataFrame({"day": [0, 5, 6], "hour": [9, 11, 10], "n": [4, 8, 0]}))
    cells = drawn(figure)[0]
    assert cells["customdata"] == [[0, 9], [5, 11]]
    assert cells["text"] == ["4", "8"]
    assert figure.to_dict()["layout"]["xaxis"]["ticktext"] == ["9:00", "10:00", "11:00"]


def test_reasons_stand_by_size_in_their_blocks_with_totals():
    figure = table(LOSSES)
    cells = drawn(figure)[0]
    assert cells["customdata"] == [
        *(["K5", "cold"], ["K5", "service"], ["K5", "price"]),
        *(["K3", "cold"], ["K3", "service"], ["K3", "price"]),
    ]
    assert cells["text"] == ["9", "", "3", "1", "5", "4"]
    said = " ".join(notes(figure))
    assert all(part in said for part in ("<b>人 15</b>", "<b>车 7</b>", "<b>10</b>"))
    assert [text.split("<b>")[1] for text in figure.to_dict()["layout"]["yaxis"]["ticktext"]] == ["12</b>", "10</b>"]
    assert "moon" not in said
    assert len(figure.to_dict()["layout"]["shapes"]) == 1


def test_shares_of_reasons_change_the_words_in_the_cells_not_their_colours():
    counted, shared = drawn(table(LOSSES))[0], drawn(table(LOSSES, share="share"))[0]
    assert shared["text"] == ["75%", "", "25%", "10%", "50%", "40%"]
    assert shared["marker"]["color"] == counted["marker"]["color"]
    assert counted["marker"]["color"][0] == theme.LOSS


def test_a_split_writes_inside_what_fits_and_below_what_does_not():
    parts = pd.DataFrame(
        {
            "block": ["people", "product", "other"],
            "name": ["人", "车", "其他"],
            "n": [98, 82, 5],
            "of": [0.53, 0.44, 0.03],
        }
    )
    figure = split.split(parts, name="name", value="n", share="of", code="block", title="", word=ZH)
    assert texts(figure) == ["<b>人</b><br>53% · 98", "<b>车</b><br>44% · 82"]
    assert "<b>其他</b> 3% · 5" in notes(figure)
    assert drawn(figure)[0]["customdata"] == ["people", "product", "other"]
    assert drawn(figure)[0]["marker"]["color"][:2] == [theme.LOSS, theme.BLUE]


def test_the_split_by_month_keeps_months_in_order_and_gaps_open():
    rows = [
        ("11月", 10, "people", 0.6),
        ("11月", 10, "product", 0.4),
        ("12月", 11, "people", NONE),
        ("1月", 12, "product", 1.0),
    ]
    frame = pd.DataFrame(rows, columns=["month", "at", "block", "of"])
    figure = split.split_course(
        frame, x="month", block="block", share="of", blocks=BLOCKS, code="at", title="", word=ZH
    )
    people, product = drawn(figure)
    assert people["y"] == [0.6, None, None]
    assert product["y"] == [0.4, None, 1.0]
    assert people["customdata"] == [10, 11, 12]
    assert product["text"] == ["40%", "", "100%"]


def test_text_from_a_register_is_shown_letter_by_letter():
    assert labels.plain(EVIL) == "&lt;a href='http://x.y/'&gt;赵&lt;/a&gt;"
    assert labels.plain("a & b\n$x$") == "a &amp; b &#36;x&#36;"
    assert labels.plain("\u202e王\u200b**\x00") == "王**"
    assert labels.plain(None) == labels.plain(NONE) == labels.plain(pd.NA) == "—"


def test_long_text_is_cut_with_an_ellipsis_and_escaped_after_cutting():
    short = labels.plain("<b>" * 40, 100)
    assert short.endswith("…")
    assert "<" not in short
    assert labels.width_of("一个名字特别特别长") > labels.width_of(labels.cut("一个名字特别特别长", 80))


@pytest.mark.parametrize(
    "text",
    [
        "九月首次到店四百二十五批，比上月多二十七批，但成交只有四十九台，是四月以来最少的一个月。" * 2,
        "word " * 60,
        "x" * 300,
    ],
)
def test_a_heading_never_has_a_line_wider_than_its_chart_nor_more_than_three(text):
    lines = labels.wrapped(text, 300, 20, bold=True)
    assert 1 < len(lines) <= 3 or lines[0].endswith("…")
    assert all(labels.width_of(line, 20, bold=True) <= 300 for line in lines)
    assert not any(line[0] in "，。" for line in lines)


def test_where_labels_are_thinned_the_newest_stays_and_none_touch():
    months = [f"{n + 1}月" for n in range(12)]
    assert labels.thinned(months, 60) == list(range(12))
    assert labels.thinned(months, 20) == [1, 3, 5, 7, 9, 11]
    assert labels.telling([5, 9, 1, 8, 9.5, 7], apart=2) == [0, 2, 5]


def test_no_rows_draw_an_empty_picture():
    for figure in (
        within(MONTHS.head(0), title=""),
        rate(MONTHS.head(0)),
        rates(GROUPS.head(0)),
        bars(GROUPS.head(0)),
        table(LOSSES.head(0)),
        columns.counts(MONTHS.head(0), x="month", value="first", title="", word=ZH),
        columns.stacked(MONTHS.head(0), x="month", parts={"first": "首次"}, title="", word=ZH),
        week(pd.DataFrame({"day": [], "hour": [], "n": []})),
        funnel.funnel(GROUPS.head(0), name="name", count="first", of_before="rate", title="", word=ZH),
        split.split(GROUPS.head(0), name="name", value="first", share="share", title="", word=ZH),
    ):
        assert figure.to_json()


def test_a_column_of_nothing_but_gaps_can_be_drawn():
    empty = MONTHS.assign(first=NONE, deals=NONE, rate=NONE, low=NONE, high=NONE)
    assert texts(within(empty, title="")) == ["—"] * 4
    assert "NaN" not in rate(empty).to_json()
    assert texts(rates(GROUPS.assign(rate=NONE, low=NONE, high=NONE, first=0))) == ["— (3/0)", "— (2/0)", "—"]


def test_a_figure_is_built_in_a_few_milliseconds():
    began = time.process_time()
    for _ in range(10):
        within(MONTHS, title="成交掉到 57 台")
        rate(MONTHS)
        table(LOSSES)
    assert (time.process_time() - began) / 30 < 0.02


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


DRAWN = "[...document.querySelectorAll('.plotly-graph-div')].every(chart => chart.querySelector('.annotation-text'))"
CUT = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((chart, n) => {
  const box = chart.getBoundingClientRect()
  return [...chart.querySelectorAll('svg text')].filter(text => {
    const at = text.getBoundingClientRect()
    const beside = at.left < box.left - 1 || at.right > box.right + 1
    return at.width && (beside || at.top < box.top - 1 || at.bottom > box.bottom + 1)
  }).map(text => `${n}: ${text.textContent}`)
})"""


# leaning texts are left out: their boxes overlap where they do not
OVERLAPPING = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap((chart, n) => {
  const level = [...chart.querySelectorAll('svg text')].filter(text => !text.closest('[transform*="rotate(-40"]'))
  const boxes = level.map(text => [text.textContent, text.getBoundingClientRect()]).filter(([, at]) => at.width)
  const shared = (a, b, from, to) => Math.min(a[to], b[to]) - Math.max(a[from], b[from])
  const touch = (a, b) => shared(a, b, 'left', 'right') > 2 && shared(a, b, 'top', 'bottom') > 6
  const after = (i, a) => boxes.slice(i + 1).filter(([, b]) => touch(a, b))
  return boxes.flatMap(([one, a], i) => after(i, a).map(([other]) => `${n}: ${one} / ${other}`))
})"""


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("half", "full"), [(theme.HALF, theme.FULL), (560, 1140)])
def test_in_the_browser_no_text_is_cut_or_covered_and_no_name_becomes_a_link(chromium, tmp_path, language, half, full):
    file = tmp_path / "gallery.html"
    figures = gallery.shapes(speak(language))
    file.write_text(gallery.page(figures, half, full), encoding="utf-8")
    tab = chromium.new_page(viewport={"width": 1280, "height": 720})
    tab.goto(file.as_uri())
    tab.wait_for_function(DRAWN)
    assert tab.locator(".js-plotly-plot svg a").count() == 0
    assert tab.get_by_text("<a href='x'>").count() > 0
    assert tab.evaluate(CUT) == []
    assert tab.evaluate(OVERLAPPING) == []
    tab.close()


CURVES = pd.DataFrame({"day": [0, 5, 30], "bought": [0.05, 0.1, 0.2], "still_open": [0.95, 0.8, 0.3]})
MARKS = pd.DataFrame({"day": [7, 30], "bought": [0.1, 0.2], "low": [0.08, NONE], "high": [0.13, NONE]})


def test_bought_open_and_lost_fill_the_whole_and_are_named_at_its_end():
    figure = endings.endings(
        CURVES, names=("已成交", EVIL, "已战败"), marks=MARKS, after="{} 天", title="一半在 5 天内", word=ZH
    )
    bought, open_top, whole = (trace["y"] for trace in drawn(figure, "scatter")[:3])
    assert bought == [0.05, 0.1, 0.2]
    assert open_top == pytest.approx([1, 0.9, 0.5])
    assert whole == [1, 1, 1]
    said = texts(figure)
    assert "<b>已成交 20.0%</b>" in said and "<b>已战败 50.0%</b>" in said
    assert not any("<a" in text for text in said)
    assert "7 天 10.0%" in said
    clickable = next(trace for trace in drawn(figure, "scatter") if trace.get("customdata"))
    assert clickable["customdata"] == [7, 30]
    assert clickable["hovertext"] == ["7 天 10.0%<br>8.0% – 13.0%", "30 天 20.0%<br>— – —"]


@pytest.mark.parametrize("last", [0, 1, 10, 45, 180])
@pytest.mark.parametrize("width", [100, 220, 800])
def test_the_days_named_below_never_touch(last: int, width: int):
    axis = endings.days_axis(last, "{} 天", width)
    places = [day * width / max(last, 1) for day in axis["tickvals"]]
    half = [labels.width_of(text) / 2 for text in axis["ticktext"]]
    assert axis["tickvals"][0] == 0 and axis["tickvals"][-1] <= last
    assert all(b - a > one + other for a, b, one, other in zip(places, places[1:], half, half[1:], strict=False))


def test_each_group_has_a_panel_over_the_curve_of_all_and_gives_itself_back():
    groups = pd.concat([CURVES.assign(name=name, code=code) for name, code in ((EVIL, "a"), ("试驾过", True))])
    figure = panels.panels(
        groups,
        group="code",
        name="name",
        day="day",
        share="bought",
        pooled=CURVES.assign(bought=0.15),
        after="{} 天",
        title="",
        word=ZH,
    )
    curves = [trace for trace in drawn(figure, "scatter") if trace.get("customdata")]
    assert [trace["customdata"] for trace in curves] == [["a"] * 3, [True] * 3]
    assert [trace["xaxis"] for trace in curves] == ["x", "x2"]
    assert [trace["y"] for trace in drawn(figure, "scatter") if trace["y"] == [0.15] * 3] == [[0.15] * 3] * 2
    assert not any("<a" in note for note in notes(figure))
    assert [text for text in texts(figure) if text == "20.0%"] == ["20.0%"] * 2


JUDGED = pd.DataFrame(
    {
        "name": ["张三", EVIL, "李**", "王五"],
        "code": ["zhang", "zhao", "li", "wang"],
        "k": [60, 20, 3, 40],
        "n": [200, 200, 20, 210],
        "rate": [0.3, 0.1, 0.15, 40 / 210],
        "shrunk": [0.28, 0.12, 0.18, 0.19],
        "low": [0.2, 0.06, 0.08, 0.12],
        "high": [0.36, 0.18, 0.3, 0.26],
        "band": ["above", "below", "few", None],
        "outside": [True, True, False, False],
    }
)
LUCK = pd.DataFrame(
    {"size": [5, 218], "lo998": [-0.2, 0.1], "lo95": [-0.1, 0.13], "hi95": [0.6, 0.24], "hi998": [1.1, 0.28]}
)


def funnel_of(frame: pd.DataFrame, **settings):
    columns = {"name": "name", "size": "n", "rate": "rate", "part": "k", "band": "band", "telling": "outside"}
    settings = {"pooled": 0.18, "pooled_name": "合计", "title": "", "word": ZH, "curves": LUCK} | settings
    return limits.limits(frame, code="code", **columns, **settings)


def test_a_group_stands_at_its_size_and_rate_and_gives_its_code():
    dots = next(trace for trace in drawn(funnel_of(JUDGED), "scatter") if trace.get("customdata"))
    assert (dots["x"], dots["y"]) == (JUDGED["n"].tolist(), JUDGED["rate"].tolist())
    assert dots["customdata"] == JUDGED["code"].tolist()
    assert dots["marker"]["color"] == [theme.BLUE, theme.ATTENTION, theme.WHITE, theme.GREY]
    assert "30.0% (60/200)" in dots["hovertext"][0]


def test_groups_beyond_luck_carry_an_arrow_and_no_tag_of_theirs():
    figure = funnel_of(JUDGED)
    assert {"张三 ▲", f"{labels.plain(EVIL, 0.3 * theme.HALF)} ▼"} <= set(texts(figure))
    assert EVIL not in str(figure.to_dict())
    assert "合计<br>18.0%" in notes(figure)


def test_limits_are_cut_off_at_nothing_and_all():
    for trace in drawn(funnel_of(JUDGED), "scatter"):
        if trace["mode"] == "lines":
            assert all(0 <= value <= 1 for value in trace["y"])


def test_in_a_crowd_those_beyond_luck_are_named_and_no_two_names_touch():
    crowd = pd.DataFrame(
        {
            "name": [f"顾问{at:02}" for at in range(60)],
            "code": range(60),
            "k": [18] * 60,
            "n": [100] * 60,
            "rate": [0.17 + at / 3000 for at in range(60)],
            "band": ["above"] + [None] * 59,
            "outside": [True] + [False] * 59,
        }
    )
    named = [text for text in texts(funnel_of(crowd)) if "顾问" in text]
    assert "顾问00 ▲" in named
    assert len(named) < 10


def test_labels_find_places_that_touch_nothing():
    points = [(50.0, 50.0), (52.0, 50.0), (54.0, 50.0), (5.0, 5.0)]
    room = (0.0, 0.0, 200.0, 100.0)
    places = labels.free_places(points, [40.0] * 4, room, [(x - 6, y - 6, x + 6, y + 6) for x, y in points])
    boxes = [labels._box(x, y, 40, place) for (x, y), place in zip(points, places, strict=True) if place]
    assert len(boxes) >= 3
    assert not any(labels._overlap(a, b) for at, a in enumerate(boxes) for b in boxes[at + 1 :])
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 200 and box[3] <= 100 for box in boxes)
    assert labels.free_places([(5.0, 5.0)], [400.0], room) == [None]


def test_raw_and_shrunken_rates_stand_on_one_row_with_their_counts():
    ends = {"shrunk": "shrunk", "low": "low", "high": "high", "pooled": 0.18, "pooled_name": "合计"}
    figure = shrunken.shrunken(
        JUDGED, name="name", rate="rate", part="k", whole="n", band="band", code="code", title="", word=ZH, **ends
    )
    assert drawn(figure)[0]["customdata"] == JUDGED["code"].tolist()
    dots = [trace["x"] for trace in drawn(figure, "scatter") if trace["mode"] == "markers"]
    assert dots == [JUDGED["rate"].tolist(), JUDGED["shrunk"].tolist()]
    assert "60/200 → 28.0%" in texts(figure)
    assert EVIL not in str(figure.to_dict())


def test_a_difference_whose_interval_holds_zero_is_hollow_and_one_without_an_interval_says_only_itself():
    frame = pd.DataFrame(
        {"name": ["a", "b", "c"], "d": [0.12, 0.02, 0.0], "low": [0.05, -0.03, NONE], "high": [0.19, 0.07, NONE]}
    )
    figure = effect.effect(
        frame, name="name", difference="d", low="low", high="high", none="没有差别", points="{} 点", title="", word=ZH
    )
    dots = next(trace for trace in drawn(figure, "scatter") if trace["mode"] == "markers")
    assert dots["marker"]["color"] == [theme.BLUE, theme.WHITE, theme.WHITE]
    assert texts(figure) == ["+12.0 点 (+5.0 – +19.0)", "+2.0 点 (−3.0 – +7.0)", "±0.0 点"]
    assert "没有差别" in notes(figure)
