"""A month's course so far and where it may go: a line that opens into a fan, against the line of the plan."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.labels import LINE_HEIGHT, SIZE, plain, spread, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    FULL,
    HEIGHT,
    LIGHT,
    PALE,
    QUIET,
    WHITE,
    Trace,
    Word,
    axis,
    blend,
    codes,
    heading,
    numbers,
    picture,
    writing,
)

Values = Sequence[float | None]
End = tuple[float, str, str]

_FAN = (("low", "high", PALE), ("inner_low", "inner_high", blend(PALE, LIGHT, 0.45)))


def fan(
    frame: pd.DataFrame,
    *,
    x: str,
    plan_name: str,
    later_name: str,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = FULL,
) -> go.Figure:
    """A dark line up to the day looked from, from there a fan of 80 % and of 50 %; its ends are written at the right.

    Columns: `x` days of the month in order; so_far, later (what came after, dotted), planned; low, inner_low, middle,
    inner_high, high (the fan). NaN where there is none.
    """
    days = codes(frame, x)
    so_far, later, planned = (numbers(frame, name) for name in ("so_far", "later", "planned"))
    edges = {name: numbers(frame, name) for pair in _FAN for name in pair[:2]} | {"middle": numbers(frame, "middle")}
    top = max((value for one in (so_far, later, planned, *edges.values()) for value in one if value), default=1.0)
    has_fan = sum(value is not None for value in edges["middle"]) > 1
    ends = _ends(frame, plan_name, later_name, word, has_fan=has_fan)
    right = round(max((width_of(text, SIZE, bold=True) for _, text, _ in ends), default=0.0)) + 16
    bottom = round(SIZE * 2.2)
    room = height - heading(title, subtitle, (), width)[1] - bottom
    traces: list[Trace] = [*(_band(days, edges[low], edges[high], tone) for low, high, tone in _FAN if has_fan)]
    traces += [_line(days, planned, {"color": ATTENTION, "width": 2, "dash": "dash"})]
    traces += [_line(days, edges["middle"], {"color": BLUE, "width": 2, "dash": "dash"})] if has_fan else []
    traces += [
        _line(days, later, {"color": QUIET, "width": 2, "dash": "dot"}),
        _line(days, so_far, {"color": BLUE, "width": 4}, plain_numbers=word),
        *_here(days, so_far, word, has_fan=has_fan),
        *_written(days, ends, top / max(room, 1)),
    ]
    first, last = (days[0], days[-1]) if days else (0, 1)
    layout = {
        "xaxis": axis(range=[first - 0.5, last + 0.3], tickvals=_ticks(days), tickfont={"color": QUIET}),
        "yaxis": axis(visible=False, range=[-top * 0.02, top * 1.08]),
        "margin": {"l": 12, "r": right, "b": bottom},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, height=height, width=width)


def _ticks(days: Sequence[int]) -> list[int]:
    return [day for day in days if day in (1, 5, 10, 15, 20, 25) or day == days[-1]]


def _band(days: Sequence[int], lows: Values, highs: Values, tone: str) -> Trace:
    there = [at for at, low in enumerate(lows) if low is not None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*(days[at] for at in there), *(days[at] for at in reversed(there))],
        "y": [*(lows[at] for at in there), *(highs[at] for at in reversed(there))],
        "fill": "toself",
        "fillcolor": tone,
        "line": {"width": 0},
        "hoverinfo": "skip",
    }


def _line(days: Sequence[int], values: Values, line: dict[str, object], plain_numbers: Word | None = None) -> Trace:
    hover: dict[str, object] = {"hoverinfo": "skip"}
    if plain_numbers:
        texts = [f"{day}<br>{plain_numbers.number(value)}" for day, value in zip(days, values, strict=True)]
        hover = {"hoverinfo": "text", "hovertext": texts}
    return {"type": "scatter", "mode": "lines", "x": list(days), "y": list(values), "line": line, **hover}


def _here(days: Sequence[int], so_far: Values, word: Word, *, has_fan: bool) -> list[Trace]:
    """Return the dot of the day looked from and its number, of a course that is still to go on."""
    known = [(day, value) for day, value in zip(days, so_far, strict=True) if value is not None]
    if not known or not has_fan:
        return []
    day, value = known[-1]
    dot = {
        "type": "scatter",
        "mode": "markers",
        "x": [day],
        "y": [value],
        "marker": {"color": BLUE, "size": 11, "line": {"color": WHITE, "width": 2}},
        "hoverinfo": "skip",
    }
    return [dot, *writing([day], [value], [f"<b>{word.number(value)}</b>"], "top left", BLUE, away=8)]


def _ends(frame: pd.DataFrame, plan_name: str, later_name: str, word: Word, *, has_fan: bool) -> list[End]:
    """Return what is written at the right end: height, text, colour."""
    named = [
        ("planned", f"{plan_name} ", ATTENTION),
        ("later", f"{later_name} ", QUIET if has_fan else BLUE),
        *((("middle", "", BLUE), ("high", "", QUIET), ("low", "", QUIET)) if has_fan else ()),
    ]
    ends = [(numbers(frame, name)[-1:], name_before, tone) for name, name_before, tone in named]
    return [
        (last, before + word.number(last), tone) for at_end, before, tone in ends for last in at_end if last is not None
    ]


def _written(days: Sequence[int], ends: Sequence[End], per_pixel: float) -> list[Trace]:
    apart = spread([height for height, _, _ in ends], LINE_HEIGHT * per_pixel)
    return writing(
        [days[-1] if days else 0] * len(ends),
        apart,
        [f"<b>{plain(text)}</b>" for _, text, _ in ends],
        "middle right",
        [tone for _, _, tone in ends],
        away=6,
    )
