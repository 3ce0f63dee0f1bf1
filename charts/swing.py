"""A tornado: how far each lever alone moves a chance, between the ends of what is believable."""

import pandas as pd
import plotly.graph_objects as go

from charts.labels import plain, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    GREY,
    HALF,
    LIGHT,
    QUIET,
    ROW,
    Trace,
    Word,
    axis,
    codes,
    numbers,
    picture,
    rows,
    writing,
)


def swing(
    frame: pd.DataFrame,
    *,
    name: str,
    low: str,
    high: str,
    low_name: str,
    high_name: str,
    now: float,
    now_name: str,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One bar per lever in the order given, from the chance at its low end to that at its high end.

    Columns: `name` the lever's word; `low`, `high` chances 0–1; `low_name`, `high_name` what the lever is at each end.
    `now` is the chance as things stand, a dashed line with its name; the part of a bar beyond it is dark.
    """
    names, lows, highs = codes(frame, name), numbers(frame, low), numbers(frame, high)
    ends = [sorted((a or 0.0, b or 0.0)) for a, b in zip(lows, highs, strict=True)]
    left_axis, left = rows(names, width)
    texts = [codes(frame, low_name), codes(frame, high_name)]
    side = [round(max(map(width_of, map(str, those)), default=0)) + 12 for those in texts]
    first, last = min([now, *(a for a, _ in ends)]), max([now, *(b for _, b in ends)])
    each = max(last - first, 0.01) / max(width - left - sum(side), 60)  # of the chance, a pixel
    at = list(range(len(names)))
    hover = [
        f"<b>{plain(one)}</b><br>{plain(a)}: {word.percent(p, 0)}<br>{plain(b)}: {word.percent(q, 0)}"
        for one, a, b, p, q in zip(names, *texts, lows, highs, strict=True)
    ]

    def bars(starts: list[float], stops: list[float], colour: str) -> Trace:
        return {
            "type": "bar",
            "orientation": "h",
            "base": starts,
            "x": [stop - start for start, stop in zip(starts, stops, strict=True)],
            "y": at,
            "width": 0.62,
            "marker": {"color": colour},
            "hoverinfo": "text",
            "hovertext": hover,
        }

    traces = [
        bars([min(a, now) for a, _ in ends], [min(b, now) for _, b in ends], LIGHT),
        bars([max(a, now) for a, _ in ends], [max(b, now) for _, b in ends], BLUE),
        *writing([a for a, _ in ends], at, [plain(text) for text in texts[0]], "middle left", QUIET, away=5),
        *writing([b for _, b in ends], at, [plain(text) for text in texts[1]], "middle right", QUIET, away=5),
    ]
    layout = {
        "barmode": "overlay",
        "xaxis": axis(
            range=[first - side[0] * each, last + side[1] * each],
            nticks=5,
            tickformat=".0%",
            tickfont={"color": GREY},
            tickangle=0,
        ),
        "yaxis": left_axis,
        "margin": {"l": left, "r": 4, "b": 30, "t": 26},
        "shapes": [
            {
                "type": "line",
                "yref": "paper",
                "x0": now,
                "x1": now,
                "y0": 0,
                "y1": 1,
                "line": {"color": ATTENTION, "width": 2, "dash": "dash"},
            }
        ],
        "annotations": [
            {
                "x": now,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "text": plain(now_name),
                "showarrow": False,
                "font": {"color": ATTENTION},
            }
        ],
    }
    return picture(traces, layout, title=title, subtitle=subtitle, body=ROW * max(len(names), 1), width=width)
