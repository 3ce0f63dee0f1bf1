"""One small curve per group, each over the curve of all: how the groups' shares grow by the day."""

import pandas as pd
import plotly.graph_objects as go

from charts.endings import days_axis
from charts.labels import SIZE, plain
from charts.theme import BLUE, CLEAR, FULL, GREY, INK, KEPT, Trace, Word, axis, codes, picture, writing

ACROSS = 3
TALL = 150
_NAME, _DAYS, _BETWEEN, _RIGHT = 26, 30, 14, 64


def panels(
    frame: pd.DataFrame,
    *,
    group: str,
    name: str,
    day: str,
    share: str,
    pooled: pd.DataFrame,
    after: str,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = FULL,
) -> go.Figure:
    """A panel per group in the order given, three in a row: its share by day as a step line, written at its end, over
    the thin grey line of `pooled`.

    Columns of `frame`: `group` what a click gives back; `name` its word; `day`, `share` (ratio 0–1), ascending by day;
    `pooled` has `day` and `share` too. `after` writes a day: "{} d". The height grows with the rows of panels.
    """
    parts = [part for _, part in frame.groupby(name, sort=False)]
    down = -(-len(parts) // ACROSS)
    body = down * (_NAME + TALL + _DAYS) + (down - 1) * _BETWEEN
    last = max(frame[day].max(), pooled[day].max())
    top = 1.15 * max(frame[share].max(), pooled[share].max(), 0.01)
    wide = width / ACROSS
    beneath = _line(pooled[day].tolist(), pooled[share].tolist()) | {
        "mode": "lines",
        "line": {"color": GREY, "width": 1.5, "shape": "hv"},
        "hoverinfo": "skip",
    }
    traces: list[Trace] = []
    layout: dict = {"margin": {"l": 18, "r": 8, "b": 0}, "annotations": []}
    for at, part in enumerate(parts):
        suffix = str(at + 1) if at else ""
        left, row = at % ACROSS, at // ACROSS
        ceiling = 1 - row * (_NAME + TALL + _DAYS + _BETWEEN) / body
        across = [left / ACROSS, (left + 1) / ACROSS - _RIGHT / width]
        upright = [ceiling - (_NAME + TALL) / body, ceiling - _NAME / body]
        layout[f"xaxis{suffix}"] = days_axis(last, after, wide - _RIGHT) | {"domain": across, "anchor": f"y{suffix}"}
        layout[f"yaxis{suffix}"] = axis(visible=False, range=[0, top], domain=upright, anchor=f"x{suffix}")
        layout["annotations"].append(_named(part[name].iloc[0], across[0], ceiling, wide - 16))
        here = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
        curve = _curve(part[day].tolist(), part[share].tolist(), codes(part, group), after, word)
        traces += [line | here for line in (beneath, *curve)]
    return picture(traces, layout, title=title, subtitle=subtitle, body=body, width=width)


def _named(name: object, x: float, y: float, room: float) -> dict:
    place = {"x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "xshift": -3}
    return place | {"text": f"<b>{plain(name, room)}</b>", "showarrow": False, "font": {"size": SIZE, "color": INK}}


def _line(days: list[int], shares: list[float]) -> Trace:
    return {"type": "scatter", "x": days, "y": shares}


def _curve(days: list[int], shares: list[float], clicked: list, after: str, word: Word) -> list[Trace]:
    hover = [f"{plain(after.format(at))} {word.percent(share)}" for at, share in zip(days, shares, strict=True)]
    line = _line(days, shares) | {
        "mode": "lines+markers",
        "line": {"color": BLUE, "width": 3, "shape": "hv"},
        "marker": {"size": 12, "color": CLEAR},
        "customdata": clicked,
        "hoverinfo": "text",
        "hovertext": hover,
        "selected": KEPT,
        "unselected": KEPT,
    }
    return [line, *writing(days[-1:], shares[-1:], [word.percent(shares[-1])], "middle right", BLUE, away=5)]
