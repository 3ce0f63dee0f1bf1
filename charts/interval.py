"""Rates of groups beside each other, each with the interval chance alone allows it."""

import pandas as pd
import plotly.graph_objects as go

from charts.labels import SIZE, plain, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    CLEAR,
    GREY,
    HALF,
    INK,
    KEPT,
    PALE,
    QUIET,
    ROW,
    WHITE,
    Trace,
    Word,
    axis,
    codes,
    flags,
    numbers,
    picture,
    rows,
    writing,
)


def click_rows(clicked: list, hover: list[str], length: float) -> Trace:
    """Return invisible bars that make the whole of each row clickable and tint the one chosen."""
    return {
        "type": "bar",
        "orientation": "h",
        "x": [length] * len(clicked),
        "y": list(range(len(clicked))),
        "width": 1,
        "marker": {"color": CLEAR},
        "selected": {"marker": {"color": PALE, "opacity": 0.6}},
        "unselected": {"marker": {"color": CLEAR}},
        "customdata": clicked,
        "hoverinfo": "text",
        "hovertext": hover,
    }


def interval(
    frame: pd.DataFrame,
    *,
    name: str,
    rate: str,
    low: str,
    high: str,
    part: str,
    whole: str,
    pooled: float | None = None,
    pooled_name: str = "",
    few: str | None = None,
    emphasised: str | None = None,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One row per group in the order given: a dot for its rate, a line for its interval, "19.3% (63/326)" at the right.

    Columns: `name` the group's word; `rate`, `low`, `high` ratios 0–1, NaN for none; `part`, `whole` counts;
    `few` true for groups with too few cases to rank: hollow and grey; `emphasised` true: orange; `code` the raw
    group a click gives back (default: the name). `pooled` is the ratio of all together, a dashed line with its name.
    The height grows with the rows.
    """
    names, values = codes(frame, name), numbers(frame, rate)
    lows, highs = numbers(frame, low), numbers(frame, high)
    rates = [word.rate(k, n) for k, n in zip(numbers(frame, part), numbers(frame, whole), strict=True)]
    left_axis, left = rows(names, width)
    right = round(max(map(width_of, rates), default=0)) + 12
    weak = flags(frame, few)
    # a group of three may reach to 90 %: its line is cut off rather than all others squeezed
    firm = [high for high, too_few in zip(highs, weak, strict=True) if not too_few] or highs
    longest = 1.05 * (max((v for v in [*values, *firm, pooled] if v is not None), default=0.0) or 1.0)
    tones = [
        ATTENTION if strong else GREY if too_few else BLUE
        for strong, too_few in zip(flags(frame, emphasised), weak, strict=True)
    ]
    ends = [(at, a, b) for at, (a, b) in enumerate(zip(lows, highs, strict=True)) if a is not None and b is not None]
    whiskers = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [end for at, a, b in ends if tones[at] == tone for end in (a, b, None)],
            "y": [end for at, _, _ in ends if tones[at] == tone for end in (at, at, None)],
            "line": {"color": tone, "width": 3},
            "opacity": 0.55,
            "hoverinfo": "skip",
        }
        for tone in dict.fromkeys(tones)
    ]
    over = [at for at, _, b in ends if b > longest]
    beyond = {
        "type": "scatter",
        "mode": "markers",
        "x": [longest] * len(over),
        "y": over,
        "marker": {"symbol": "triangle-right", "size": 10, "color": [tones[at] for at in over]},
        "unselected": KEPT,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": list(range(len(values))),
        "marker": {
            "size": 14,
            "color": [WHITE if too_few else tone for too_few, tone in zip(weak, tones, strict=True)],
            "line": {"width": 2.5, "color": tones},
        },
        "unselected": KEPT,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    hover = [
        f"<b>{plain(group)}</b><br>{text}<br>{word.percent(a)} – {word.percent(b)}"
        for group, text, a, b in zip(names, rates, lows, highs, strict=True)
    ]
    letters = [QUIET if tone == GREY else INK for tone in tones]
    ends_at = [longest] * len(names)
    traces = [
        click_rows(codes(frame, code or name), hover, longest),
        *whiskers,
        beyond,
        dots,
        *writing(ends_at, range(len(names)), rates, "middle right", letters, away=6),
    ]
    layout = {
        "xaxis": axis(range=[0, longest], nticks=5, tickformat=".2~%", tickfont={"color": GREY}, tickangle=0),
        "yaxis": left_axis,
        "bargap": 0,
        "margin": {"l": left, "r": right, "b": 30, "t": 26 if pooled is not None else 0},
    }
    if pooled is not None:
        text = f"{plain(pooled_name)} {word.percent(pooled)}".strip()
        layout |= pooled_line(pooled, text, longest=longest, left=left, right=right, width=width)
    return picture(traces, layout, title=title, subtitle=subtitle, body=ROW * max(len(names), 1), width=width)


def pooled_line(
    pooled: float, text: str, *, longest: float, left: float, right: float, width: float
) -> dict[str, list[dict]]:
    """Return the dashed line of all together and its name above the drawing, as parts of a layout.

    The drawing reaches from 0 to `longest`, between margins of `left` and `right` pixels in a chart of `width`.
    """
    place = {"yref": "paper", "y0": 0, "y1": 1, "x0": pooled, "x1": pooled, "layer": "below"}
    drawing = width - left - right
    name = _above(text, pooled, at=pooled / longest * drawing, left=left, right=drawing + right)
    dashed = {"color": QUIET, "width": 2, "dash": "dash"}
    return {"shapes": [{"type": "line", "line": dashed} | place], "annotations": [name]}


def _above(text: str, x: float, *, at: float, left: float, right: float) -> dict:
    """Return the pooled line's name above the drawing, moved where it would leave the chart.

    `at` is the line's place in pixels from the drawing's left edge; the chart reaches from -`left` to `right`.
    """
    half = width_of(text) / 2 + 4
    shift = max(0.0, half - at - left) - max(0.0, at + half - right)
    font = {"color": QUIET, "size": SIZE}
    place = {"x": x, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "center", "xshift": round(shift)}
    return {"text": text, "showarrow": False, "font": font} | place
