"""Differences between two groups beside nothing at all: a dot and its interval about the line of no difference."""

import pandas as pd
import plotly.graph_objects as go

from charts.labels import SIZE, plain, width_of
from charts.theme import (
    BLUE,
    GREY,
    HALF,
    INK,
    KEPT,
    QUIET,
    ROW,
    WHITE,
    Word,
    axis,
    codes,
    numbers,
    picture,
    rows,
    writing,
)


def effect(
    frame: pd.DataFrame,
    *,
    name: str,
    difference: str,
    low: str,
    high: str,
    none: str,
    points: str,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One row per difference in the order given: a dot, a line for its interval, "+12.3 (5.1 – 19.4)" at the right.

    Columns: `name` what was compared; `difference`, `low`, `high` as ratios, NaN for none. A row whose interval holds
    zero is hollow and grey. `none` names the line of no difference; `points` writes a number as points ("{} 点").
    """
    middles, lows, highs = (numbers(frame, column) for column in (difference, low, high))
    is_open = [a is None or b is None or a <= 0 <= b for a, b in zip(lows, highs, strict=True)]
    said = [_said(*ends, points, word) for ends in zip(middles, lows, highs, strict=True)]
    left_axis, left = rows(codes(frame, name), width)
    right = round(max(map(width_of, said), default=0)) + 14
    ends = [end for end in (*middles, *lows, *highs) if end is not None]
    reach = max([abs(end) for end in ends] + [0.02])
    first, last = (-0.15 * reach if min(ends, default=0) >= 0 else 1.1 * min(ends), 1.1 * max([*ends, 0.15 * reach]))
    tones = [GREY if doubtful else BLUE for doubtful in is_open]
    whiskers = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [lows[at], highs[at]],
            "y": [at, at],
            "line": {"color": tone, "width": 3},
            "opacity": 0.55,
            "hoverinfo": "skip",
        }
        for at, tone in enumerate(tones)
    ]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": middles,
        "y": list(range(len(middles))),
        "marker": {
            "size": 14,
            "color": [WHITE if doubtful else tone for doubtful, tone in zip(is_open, tones, strict=True)],
            "line": {"width": 2.5, "color": tones},
        },
        "unselected": KEPT,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    texts = writing(
        [last] * len(said),
        range(len(said)),
        said,
        "middle right",
        [QUIET if doubtful else INK for doubtful in is_open],
        away=6,
    )
    zero = {"type": "line", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
    layout = {
        "xaxis": axis(visible=False, range=[first, last]),
        "yaxis": left_axis,
        "margin": {"l": left, "r": right, "t": 26},
        "shapes": [zero | {"line": {"color": QUIET, "width": 2, "dash": "dash"}}],
        "annotations": [
            {
                "text": plain(none),
                "x": 0,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "xanchor": "left",
                "xshift": -8,
                "showarrow": False,
                "font": {"color": QUIET, "size": SIZE},
            }
        ],
    }
    return picture(
        [*whiskers, dots, *texts],
        layout,
        title=title,
        subtitle=subtitle,
        body=1.4 * ROW * max(len(said), 1),
        width=width,
    )


def _said(middle: float | None, low: float | None, high: float | None, points: str, word: Word) -> str:
    if middle is None:
        return word.number(None)
    text = points.format(word.signed(middle * 100, 1))
    return (
        text if low is None or high is None else f"{text} ({word.signed(low * 100, 1)} – {word.signed(high * 100, 1)})"
    )
