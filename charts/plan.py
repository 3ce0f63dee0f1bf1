"""What was planned and what was reached, week by week: the plan as a pale column, what was reached dark before it."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.columns import bars
from charts.labels import LINE_HEIGHT, plain
from charts.theme import (
    ATTENTION,
    BLUE,
    HALF,
    HEIGHT,
    PALE,
    QUIET,
    Note,
    Trace,
    Word,
    along,
    axis,
    codes,
    flags,
    heading,
    numbers,
    picture,
    writing,
)

_BEHIND_WIDTH = 0.84
_BEFORE_WIDTH = 0.5

Values = Sequence[float | None]


def against_plan(
    frame: pd.DataFrame,
    *,
    x: str,
    plan: str,
    actual: str,
    unfinished: str | None = None,
    code: str | None = None,
    plan_name: str,
    actual_name: str,
    short_name: str,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = HALF,
) -> go.Figure:
    """A pale column planned with a narrow one reached before it; both figures stand above as reached / planned.

    Columns: `x` labels in order (a line break starts a second line); `plan`, `actual` counts, NaN for none;
    `unfinished` true draws what is reached so far striped; `code` what a click gives back. A finished column that
    falls short of its plan is orange. The three names explain the colours under the title.
    """
    planned, reached, labels = numbers(frame, plan), numbers(frame, actual), codes(frame, x)
    hatched, clicked = flags(frame, unfinished), codes(frame, code or x)
    short = [_falls_short(*week) for week in zip(planned, reached, hatched, strict=True)]
    notes: list[Note] = [(BLUE, f"□ {plan_name}  ■ {actual_name}")]
    notes += [(ATTENTION, f"■ {short_name}")] if any(short) else []
    each = (width - 16) / max(len(labels), 4)
    bottom_axis, bottom, out = along(labels, each)
    room = height - heading(title, subtitle, notes, width)[1] - bottom
    tops = [max(value or 0, other or 0) for value, other in zip(planned, reached, strict=True)]
    top = (max(tops, default=0) or 1) * room / (room - LINE_HEIGHT * 1.3)
    colours = [ATTENTION if late else BLUE for late in short]
    hover = [
        f"<b>{plain(str(label).replace(chr(10), ' '))}</b><br>{plain(plan_name)} {word.number(value)}<br>"
        f"{plain(actual_name)} {word.number(done)}"
        for label, value, done in zip(labels, planned, reached, strict=True)
    ]
    traces: list[Trace] = [
        bars(planned, [PALE] * len(labels), [False] * len(labels), clicked, hovertext=hover, width=_BEHIND_WIDTH),
        bars(reached, colours, hatched, clicked, hovertext=hover, width=_BEFORE_WIDTH),
        *writing(
            list(range(len(labels))), tops, _figures(planned, reached, word), "top center", _inks(reached, colours)
        ),
    ]
    layout = {
        "barmode": "overlay",
        "xaxis": bottom_axis,
        "yaxis": axis(visible=False, range=[0, top]),
        "margin": {"l": max(8, out), "r": max(8, out), "b": bottom},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, notes=notes, height=height, width=width)


def _falls_short(planned: float | None, reached: float | None, is_running: bool) -> bool:
    return not is_running and planned is not None and reached is not None and reached < planned


def _figures(planned: Values, reached: Values, word: Word) -> list[str]:
    """Write reached / planned; only one of them where the other is not known."""
    return [
        " / ".join(word.number(one) for one in (done, value) if one is not None) or word.number(None)
        for value, done in zip(planned, reached, strict=True)
    ]


def _inks(reached: Values, colours: Sequence[str]) -> list[str]:
    return [QUIET if done is None else colour for done, colour in zip(reached, colours, strict=True)]
