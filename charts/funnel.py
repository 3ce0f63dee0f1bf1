"""The customers' way from first contact to deal, step by step."""

import pandas as pd
import plotly.graph_objects as go

from charts.labels import MISSING, plain, width_of
from charts.theme import (
    ATTENTION,
    BESIDE_SELECTED,
    BLUE,
    GREY,
    HALF,
    KEPT,
    QUIET,
    WHITE,
    Word,
    axis,
    codes,
    flags,
    numbers,
    picture,
    rows,
    writing,
)

STEP = 66
BAR = 0.54
BETWEEN = 0.5
EMPTY_SHARE = 0.25


def funnel(
    frame: pd.DataFrame,
    *,
    name: str,
    count: str,
    of_before: str,
    between: str = "{}",
    emphasised: str | None = None,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One bar per step from the top, its count at the end, and between two bars the share of the step before.

    Columns: `name` the step's word; `count` customers, NaN for a step nobody logged: a dashed outline and a dash;
    `of_before` ratio to the step before, NaN for none; `emphasised` true: the share into this step is orange;
    `code` what a click gives back (default: the name). `between` is the words around a share: "{} of the step before".
    """
    names, values, shares = codes(frame, name), numbers(frame, count), numbers(frame, of_before)
    weak = flags(frame, emphasised)
    longest = max((v for v in values if v is not None), default=0) or 1
    texts = [f"<b>{word.number(v)}</b>" if v is not None else MISSING for v in values]
    lengths = [longest * EMPTY_SHARE if v is None else v for v in values]
    left_axis, left = rows(names, width)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": lengths,
        "y": list(range(len(names))),
        "width": BAR,
        "marker": {
            "color": [WHITE if v is None else BLUE for v in values],
            "pattern": {
                "shape": ["." if v is None else "" for v in values],
                "fgcolor": GREY,
                "size": 8,
                "solidity": 0.1,
            },
            "line": {"width": [1.5 if v is None else 0 for v in values], "color": GREY},
        },
        "customdata": codes(frame, code or name),
        "hoverinfo": "text",
        "hovertext": [f"<b>{plain(step)}</b><br>{text}" for step, text in zip(names, texts, strict=True)],
        "selected": KEPT,
        "unselected": BESIDE_SELECTED,
    }
    steps = [at for at, share in enumerate(shares) if at > 0 and share is not None]
    said = ["↓ " + plain(between).replace("{}", word.percent(shares[at])) for at in steps]
    tones = [ATTENTION if weak[at] else QUIET for at in steps]
    layout = {
        "xaxis": axis(visible=False, range=[0, longest]),
        "yaxis": left_axis | {"range": [max(len(names), 1) - 1 + BAR / 2 + 0.05, -BAR / 2 - 0.05]},
        "margin": {"l": left, "r": round(max((width_of(word.number(v), bold=True) for v in values), default=0)) + 14},
    }
    traces = [
        bars,
        *writing(lengths, range(len(names)), texts, "middle right", away=6),
        *writing([0] * len(steps), [at - BETWEEN for at in steps], said, "middle right", tones),
    ]
    body = STEP * (max(len(names), 1) - 1 + BAR + 0.1)
    return picture(traces, layout, title=title, subtitle=subtitle, body=body, width=width)
