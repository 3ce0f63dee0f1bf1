"""What is there beside what is wanted, group by group."""

import pandas as pd
import plotly.graph_objects as go

from charts.labels import plain, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    HALF,
    LIGHT,
    QUIET,
    ROW,
    WHITE,
    Note,
    Trace,
    Word,
    axis,
    blend,
    codes,
    numbers,
    picture,
    rows,
    writing,
)


def against(
    frame: pd.DataFrame,
    *,
    name: str,
    present: str,
    wanted: str,
    said: str,
    present_name: str,
    wanted_name: str,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One row per group in the order given: a bar for what is there, a mark for what is wanted, what is missing pale
    orange.

    Columns: `name` the group's word; `present`, `wanted` counts, NaN where none is to be had; `said` what is written
    at the right. `present_name` and `wanted_name` explain bar and mark under the title.
    """
    names, there, aims = codes(frame, name), numbers(frame, present), numbers(frame, wanted)
    texts = [plain(text) for text in codes(frame, said)]
    left_axis, left = rows(names, width)
    at = list(range(len(names)))
    longest = max((value for value in [*there, *aims] if value is not None), default=0) or 1
    hover = [
        f"<b>{plain(one)}</b><br>{plain(present_name)} {word.number(a)}<br>{plain(wanted_name)} {word.number(b)}"
        for one, a, b in zip(names, there, aims, strict=True)
    ]

    def bars(values: list[float | None], colour: str) -> Trace:
        return {
            "type": "bar",
            "orientation": "h",
            "x": values,
            "y": at,
            "width": 0.56,
            "marker": {"color": colour},
            "hoverinfo": "text",
            "hovertext": hover,
        }

    short = [aim if aim is not None and aim > (value or 0) else None for value, aim in zip(there, aims, strict=True)]
    marked = [n for n in at if aims[n] is not None]
    traces = [
        bars(short, blend(ATTENTION, WHITE, 0.7)),
        bars(there, LIGHT),
        {
            "type": "scatter",
            "mode": "lines",
            "x": [spot for n in marked for spot in (aims[n], aims[n], None)],
            "y": [spot for n in marked for spot in (n - 0.38, n + 0.38, None)],
            "line": {"color": BLUE, "width": 4},
            "hoverinfo": "skip",
        },
        *writing(
            [max(there[n] or 0, aims[n] or 0) for n in at],
            at,
            texts,
            "middle right",
            [ATTENTION if short[n] is not None else QUIET for n in at],
            away=8,
        ),
    ]
    layout = {
        "barmode": "overlay",
        "xaxis": axis(visible=False, range=[0, longest]),
        "yaxis": left_axis,
        "margin": {"l": left, "r": round(max(map(width_of, texts), default=0)) + 18},
    }
    notes: list[Note] = [(LIGHT, f"■ {present_name}"), (BLUE, f"┃ {wanted_name}")]
    return picture(
        traces, layout, title=title, subtitle=subtitle, notes=notes, body=ROW * max(len(names), 1), width=width
    )
