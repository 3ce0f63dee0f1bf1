"""Bars under each other, for what is counted by channel, model, salesperson."""

import pandas as pd
import plotly.graph_objects as go

from charts.labels import plain, width_of
from charts.theme import (
    ATTENTION,
    BESIDE_SELECTED,
    BLUE,
    HALF,
    KEPT,
    LIGHT,
    ROW,
    Word,
    axis,
    codes,
    flags,
    numbers,
    picture,
    rows,
    writing,
)


def ranking(
    frame: pd.DataFrame,
    *,
    name: str,
    value: str,
    share: str | None = None,
    emphasised: str | None = None,
    code: str | None = None,
    colour: str = BLUE,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One bar per row in the order given, "312 · 34.2%" at its end.

    Columns: `name` the row's word; `value` a count, NaN for none; `share` its ratio 0–1 of the whole; `emphasised`
    true: orange, the others lighter; `code` the raw value a click gives back (default: the name).
    """
    names, values, strong = codes(frame, name), numbers(frame, value), flags(frame, emphasised)
    texts = [word.number(v) for v in values]
    if share:
        texts = [f"{text} · {word.percent(ratio)}" for text, ratio in zip(texts, numbers(frame, share), strict=True)]
    left_axis, left = rows(names, width)
    quiet = LIGHT if any(strong) else colour
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": list(range(len(names))),
        "width": 0.7,
        "marker": {"color": [ATTENTION if emphasis else quiet for emphasis in strong]},
        "customdata": codes(frame, code or name),
        "hoverinfo": "text",
        "hovertext": [f"<b>{plain(row)}</b><br>{text}" for row, text in zip(names, texts, strict=True)],
        "selected": KEPT,
        "unselected": BESIDE_SELECTED,
    }
    layout = {
        "xaxis": axis(visible=False, range=[0, max((v for v in values if v is not None), default=0) or 1]),
        "yaxis": left_axis,
        "margin": {"l": left, "r": round(max(map(width_of, texts), default=0)) + 14},
    }
    ends = writing([v or 0 for v in values], range(len(names)), texts, "middle right", away=6)
    return picture([bars, *ends], layout, title=title, subtitle=subtitle, body=ROW * max(len(names), 1), width=width)
