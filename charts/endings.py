"""How customers have ended so many days after they first came: bought, lost, and those still open between them."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from charts.labels import LINE_HEIGHT, plain, spread, width_of
from charts.theme import (
    BLUE,
    FULL,
    HEIGHT,
    INK,
    KEPT,
    LOSS,
    PALE,
    QUIET,
    WHITE,
    Trace,
    Word,
    axis,
    blend,
    heading,
    numbers,
    picture,
    writing,
)

TICKS = (
    (0, 7, 14, 30, 60, 90, 120, 150, 180),
    (0, 7, 30, 60, 90, 120, 150, 180),
    (0, 30, 60, 90, 120, 150, 180),
    (0, 30, 60, 90, 180),
    (0, 60, 120, 180),
    (0, 90, 180),
    (0,),
)
Ends = tuple[str, str, str]


def days_axis(last: float, after: str, width: float) -> dict:
    """Return the axis of days from 0 to `last`, as many named as `width` pixels hold; `after` writes one: "{} d"."""
    shown = next(days for days in TICKS if _fit([day for day in days if day <= last], after, width / max(last, 1)))
    there = [day for day in shown if day <= last]
    ticks = {"tickvals": there, "ticktext": [plain(after.format(day)) for day in there]}
    return axis(range=[0, max(last, 1)], tickfont={"color": QUIET}, tickangle=0, **ticks)


def _fit(days: list[int], after: str, per_day: float) -> bool:
    widths = [width_of(after.format(day)) for day in days]
    apart = [(later - day) * per_day for day, later in pairwise(days)]
    return all(gap > (one + other) / 2 + 8 for gap, (one, other) in zip(apart, pairwise(widths), strict=True))


def _areas(days: list[float], bought: list[float], still_open: list[float]) -> list[Trace]:
    """Bought from the ground, lost from the top, the open between them; each a step a day."""
    tops = (bought, [one + other for one, other in zip(bought, still_open, strict=True)], [1.0] * len(days))
    tones = (BLUE, PALE, blend(LOSS, WHITE, 0.25))
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": days,
            "y": top,
            "line": {"width": 0, "shape": "hv"},
            "fill": "tonexty" if at else "tozeroy",
            "fillcolor": tone,
            "hoverinfo": "skip",
        }
        for at, (top, tone) in enumerate(zip(tops, tones, strict=True))
    ]


def endings(
    frame: pd.DataFrame,
    *,
    names: Ends,
    marks: pd.DataFrame,
    after: str,
    code: str = "day",
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = FULL,
) -> go.Figure:
    """Three areas that are 100 % on every day, named at the right with where they end: bought, open, lost.

    Columns of `frame`: day, bought, still_open, ratios 0–1; of `marks`, the days whose share of buyers is written down:
    day, bought, low, high, and `code`, what a click on one gives back. `names` are the words for bought, open and lost,
    `after` writes a day: "{} d".
    """
    days, bought, still_open = (frame[column].astype(float).tolist() for column in ("day", "bought", "still_open"))
    shares = (bought[-1], still_open[-1], 1 - bought[-1] - still_open[-1])
    sides = [f"{name} {word.percent(share)}" for name, share in zip(names, shares, strict=True)]
    right = round(max(width_of(side, bold=True) for side in sides)) + 16
    room = height - heading(title, subtitle, (), width)[1] - 34
    middles = [shares[0] / 2, shares[0] + shares[1] / 2, 1 - shares[2] / 2]
    traces = [
        *_areas(days, bought, still_open),
        *_marks(marks, after, code, word),
        *writing(
            [days[-1]] * 3,
            spread(middles, LINE_HEIGHT / room),
            [f"<b>{plain(side)}</b>" for side in sides],
            "middle right",
            [BLUE, QUIET, LOSS],
            away=6,
        ),
    ]
    layout = {
        "xaxis": days_axis(days[-1], after, width - right - 24),
        "yaxis": axis(visible=False, range=[0, 1]),
        "margin": {"l": 16, "r": right, "b": 34},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, height=height, width=width)


def _marks(marks: pd.DataFrame, after: str, code: str, word: Word) -> list[Trace]:
    days, shares = marks["day"].astype(int).tolist(), marks["bought"].astype(float).tolist()
    ends = list(zip(days, numbers(marks, "low"), numbers(marks, "high"), strict=True))
    texts = [plain(f"{after.format(day)} {word.percent(share)}") for day, share in zip(days, shares, strict=True)]
    hover = [f"{text}<br>{word.percent(a)} – {word.percent(b)}" for text, (_, a, b) in zip(texts, ends, strict=True)]
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [day for day, _, _ in ends for _ in range(3)],
            "y": [end for _, a, b in ends for end in (a, b, None)],
            "line": {"color": INK, "width": 2},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": days,
            "y": shares,
            "marker": {"size": 12, "color": WHITE, "line": {"width": 2.5, "color": BLUE}},
            "customdata": marks[code].tolist(),
            "hoverinfo": "text",
            "hovertext": hover,
            "selected": KEPT,
            "unselected": KEPT,
        },
        *writing(days, shares, texts, "top center", INK, away=10),
    ]
