"""Raw rates of groups beside what is left of them once luck is taken out, with its interval."""

import pandas as pd
import plotly.graph_objects as go

from charts.interval import click_rows, pooled_line
from charts.labels import plain, width_of
from charts.limits import ARROWS, TONES
from charts.theme import (
    GREY,
    HALF,
    INK,
    KEPT,
    QUIET,
    ROW,
    WHITE,
    Trace,
    Word,
    axis,
    codes,
    numbers,
    picture,
    rows,
    writing,
)


def shrunken(
    frame: pd.DataFrame,
    *,
    name: str,
    rate: str,
    part: str,
    whole: str,
    shrunk: str,
    low: str,
    high: str,
    band: str,
    pooled: float,
    pooled_name: str = "",
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One row per group in the order given: from a small hollow dot, its `rate`, a line to a dot, its `shrunk` rate,
    over a bar from `low` to `high`; at the right "24/120 → 19.0%".

    Columns: `name` the group's word; rates and ends as ratios 0–1; `part`, `whole` counts; `band` "above" (blue, ▲),
    "below" (orange, ▼), "few" (hollow), else grey; `code` the raw group a click gives back (default: the name).
    `pooled` is the rate of all together, a dashed line.
    """
    bands = codes(frame, band)
    names = [f"{group}{ARROWS.get(one or '', '')}" for group, one in zip(codes(frame, name), bands, strict=True)]
    raw, drawn = numbers(frame, rate), numbers(frame, shrunk)
    lows, highs = numbers(frame, low), numbers(frame, high)
    counts = list(zip(numbers(frame, part), numbers(frame, whole), strict=True))
    said = [
        f"{word.number(k)}/{word.number(n)} → {word.percent(value)}"
        for (k, n), value in zip(counts, drawn, strict=True)
    ]
    tones = [TONES.get(one, GREY) for one in bands]
    left_axis, left = rows(names, width)
    right = round(max(map(width_of, said), default=0)) + 12
    longest = min(1.0, 1.05 * max((end for end in [*raw, *highs, pooled] if end is not None), default=1.0)) or 1.0
    hover = [
        f"<b>{plain(group)}</b><br>{word.rate(k, n)} → {word.percent(value)}<br>{word.percent(a)} – {word.percent(b)}"
        for group, (k, n), value, a, b in zip(names, counts, drawn, lows, highs, strict=True)
    ]
    traces = [
        click_rows(codes(frame, code or name), hover, longest),
        *_bars(lows, highs, tones),
        _ways(raw, drawn),
        _dots(raw, 9, [WHITE] * len(raw), [QUIET] * len(raw), 1.5),
        _dots(drawn, 13, [WHITE if one == "few" else tone for one, tone in zip(bands, tones, strict=True)], tones, 2.5),
        *writing(
            [longest] * len(said),
            range(len(said)),
            said,
            "middle right",
            [INK if one in TONES else QUIET for one in bands],
            away=6,
        ),
    ]
    text = f"{plain(pooled_name)} {word.percent(pooled)}".strip()
    layout = {
        "xaxis": axis(range=[0, longest], nticks=5, tickformat=".0%", tickfont={"color": GREY}, tickangle=0),
        "yaxis": left_axis,
        "bargap": 0,
        "margin": {"l": left, "r": right, "b": 30, "t": 26},
        **pooled_line(pooled, text, longest=longest, left=left, right=right, width=width),
    }
    return picture(traces, layout, title=title, subtitle=subtitle, body=ROW * max(len(names), 1), width=width)


def _bars(lows: list[float | None], highs: list[float | None], tones: list[str]) -> list[Trace]:
    return [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [end for a, b, mine in zip(lows, highs, tones, strict=True) if mine == tone for end in (a, b, None)],
            "y": [end for at, mine in enumerate(tones) if mine == tone for end in (at, at, None)],
            "line": {"color": tone, "width": 7},
            "opacity": 0.3,
            "hoverinfo": "skip",
        }
        for tone in dict.fromkeys(tones)
    ]


def _ways(raw: list[float | None], drawn: list[float | None]) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [end for pair in zip(raw, drawn, strict=True) for end in (*pair, None)],
        "y": [end for at in range(len(raw)) for end in (at, at, None)],
        "line": {"color": QUIET, "width": 1.5},
        "hoverinfo": "skip",
    }


def _dots(at: list[float | None], size: int, fills: list[str], edges: list[str], edge: float) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": at,
        "y": list(range(len(at))),
        "marker": {"size": size, "color": fills, "line": {"width": edge, "color": edges}},
        "unselected": KEPT,
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
