"""How many deals a month may bring, and which part of that reaches the target."""

import pandas as pd
import plotly.graph_objects as go

from charts.labels import SIZE, plain, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    GREY,
    HALF,
    INK,
    PALE,
    WHITE,
    Trace,
    Word,
    axis,
    blend,
    numbers,
    picture,
    writing,
)

BODY = 250
_SEEN = 0.004  # of the highest, below which a number of deals is not drawn


def outlook(
    frame: pd.DataFrame,
    *,
    deals: str,
    probability: str,
    target: float,
    target_name: str,
    reached: str,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """A hill of probabilities, orange from the target on.

    Columns: `deals` 0, 1, 2 … in order; `probability` of each. `target_name` is written at the line of the target,
    `reached` (the chance of it) under the hill beyond.
    """
    hill = list(zip(numbers(frame, deals), numbers(frame, probability), strict=True))
    top = max((chance or 0 for _, chance in hill), default=0) or 1.0
    seen = [(at or 0, chance or 0) for at, chance in hill if (chance or 0) > top * _SEEN] or [(0.0, top)]
    first, last = min(seen[0][0], target), max(seen[-1][0], target)
    margin = max((last - first) * 0.04, 1.0)
    short = [one for one in seen if one[0] <= target]
    enough = [one for one in seen if one[0] >= target]
    room = (last - first + 2 * margin) / (width - 16)  # deals a pixel
    leans_left = last + margin - target < (width_of(target_name) + 14) * room
    beyond = f"<b>{plain(reached)}</b>"
    traces = [
        _part(short, BLUE, PALE, word),
        _part(enough, ATTENTION, blend(ATTENTION, WHITE, 0.55), word),
        {
            "type": "scatter",
            "mode": "lines",
            "x": [target, target],
            "y": [0, top * 1.1],
            "line": {"color": ATTENTION, "width": 3},
            "hoverinfo": "skip",
        },
        *writing(
            [target, target],
            [top * 1.1, top * 0.1],
            [plain(target_name), beyond],
            "middle left" if leans_left else "middle right",
            ATTENTION if enough else INK,
            away=6,
        ),
    ]
    layout = {
        "xaxis": axis(range=[first - margin, last + margin], nticks=8, tickfont={"color": GREY}, tickformat=",d"),
        "yaxis": axis(visible=False, range=[0, top * 1.18]),
        "margin": {"l": 8, "r": 8, "b": round(SIZE * 2)},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, body=BODY, width=width)


def _part(hill: list[tuple[float, float]], line: str, fill: str, word: Word) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines" if len(hill) > 1 else "markers",
        "x": [at for at, _ in hill],
        "y": [chance for _, chance in hill],
        "line": {"color": line, "width": 2},
        "fill": "tozeroy",
        "fillcolor": fill,
        "marker": {"color": line, "size": 8},
        "hoverinfo": "text",
        "hovertext": [f"{word.number(at)}<br>{word.percent(chance)}" for at, chance in hill],
    }
