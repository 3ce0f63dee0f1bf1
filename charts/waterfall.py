"""How one figure came to be another: where it stood, what each part added or took away, where it stands."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from charts.interval import click_rows
from charts.labels import plain, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    FULL,
    GREY,
    INK,
    LIGHT,
    QUIET,
    ROW,
    WHITE,
    Word,
    axis,
    blend,
    codes,
    flags,
    numbers,
    picture,
    rows,
    writing,
)

ARROWS = {True: "▲", False: "▼"}


def waterfall(
    frame: pd.DataFrame,
    *,
    name: str,
    value: str,
    level: str,
    weak: str,
    text: str,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = FULL,
) -> go.Figure:
    """One row per step in the order given: bars from nothing for levels, and between them the parts, each from where
    the one before ended.

    Columns: `name` the row's word; `value` a level's height or a part's signed size; `level` true for levels; `weak`
    true for parts chance alone may have made: pale; `text` what is written beside the bar, for parts after ▲ (blue) or
    ▼ (orange); `code` what a click gives back (default: the name).
    """
    names, values, levels, pale = codes(frame, name), numbers(frame, value), flags(frame, level), flags(frame, weak)
    bars = _bars([v or 0.0 for v in values], levels)
    texts = [
        str(said) if is_level or not end - start else f"{ARROWS[end > start]} {said}"
        for said, is_level, (start, end) in zip(frame[text].tolist(), levels, bars, strict=True)
    ]
    left_axis, left = rows(names, width)
    longest = max((end for bar in bars for end in bar), default=0.0) or 1.0
    lowest = min((end for bar in bars for end in bar), default=0.0)
    hover = [f"<b>{plain(row)}</b><br>{plain(said)}" for row, said in zip(names, texts, strict=True)]
    drawn = {
        "type": "bar",
        "orientation": "h",
        "base": [start for start, _ in bars],
        "x": [end - start for start, end in bars],
        "y": list(range(len(bars))),
        "width": 0.62,
        "marker": {"color": [_tone(*at) for at in zip(bars, levels, pale, strict=True)]},
        "hoverinfo": "skip",
    }
    steps = {
        "type": "scatter",
        "mode": "lines",
        "x": [x for (_, end), _ in pairwise(bars) for x in (end, end, None)],
        "y": [y for at in range(len(bars) - 1) for y in (at - 0.31, at + 1.31, None)],
        "line": {"color": GREY, "width": 1},
        "hoverinfo": "skip",
    }
    letters = [QUIET if is_pale else INK for is_pale in pale]
    words = writing(
        [max(bar) for bar in bars], range(len(bars)), list(map(plain, texts)), "middle right", letters, away=6
    )
    layout = {
        "xaxis": axis(visible=False, range=[min(lowest, 0.0), longest]),
        "yaxis": left_axis,
        "bargap": 0,
        "barmode": "overlay",
        "margin": {"l": left, "r": round(max(map(width_of, texts), default=0)) + 14},
    }
    traces = [click_rows(codes(frame, code or name), hover, longest), steps, drawn, *words]
    return picture(traces, layout, title=title, subtitle=subtitle, body=ROW * max(len(names), 1), width=width)


def _bars(values: list[float], levels: list[bool]) -> list[tuple[float, float]]:
    """Return from where to where each bar reaches: a level from nothing, a part from where the last one ended."""
    bars, stands = [], 0.0
    for value, is_level in zip(values, levels, strict=True):
        start = 0.0 if is_level else stands
        stands = start + value
        bars.append((start, stands))
    return bars


def _tone(bar: tuple[float, float], is_level: bool, is_pale: bool) -> str:
    tone = BLUE if is_level else LIGHT if bar[1] >= bar[0] else ATTENTION
    return blend(tone, WHITE, 0.65) if is_pale else tone
