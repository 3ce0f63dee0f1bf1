"""Two rates of the same months beside each other: one with its interval, and with a forecast where it is still open."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.course import Values, band, runs
from charts.labels import AWAY_FROM_POINT, placed, plain, telling, width_of
from charts.theme import (
    BESIDE_SELECTED,
    BLUE,
    FULL,
    GREY,
    HEIGHT,
    KEPT,
    LIGHT,
    QUIET,
    WHITE,
    Trace,
    Word,
    along,
    axis,
    codes,
    flags,
    heading,
    numbers,
    picture,
    side_names,
    writing,
)

MOST_LABELLED = 16
LEFT = 24


class _Scale(NamedTuple):
    """How many pixels a month takes, the ratio at the ground, and how much of it a pixel is."""

    each: float
    ground: float
    pixel: float
    months: int

    def spot(self, at: int, value: float | None) -> tuple[float, float]:
        """Return where a month's value stands, in pixels from the left and from the ground."""
        return (at + max(4 - self.months, 0) / 2 + 0.5) * self.each, ((value or 0.0) - self.ground) / self.pixel


class _Line(NamedTuple):
    """One rate by month: its values, its labels' texts and colour."""

    values: list[float | None]
    texts: list[str]
    tone: str


def pair(
    frame: pd.DataFrame,
    *,
    x: str,
    rate: str,
    low: str,
    high: str,
    part: str,
    whole: str,
    rate_name: str,
    other: str,
    other_part: str,
    other_whole: str,
    other_name: str,
    is_open: str,
    expected: str,
    least: str,
    most: str,
    expected_name: str,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = FULL,
) -> go.Figure:
    """Two rates as lines over the same months, each named at its end; up to 16 months all carry their percentages.

    Columns: `x` labels in order; `rate` with its interval `low`, `high`, and `other`, ratios 0–1, NaN where there is
    no data: the line breaks; `part`, `whole`, `other_part`, `other_whole` their counts, shown on hovering. Where
    `is_open` is true the rate may still grow: a hollow grey point, and above it, if there is one, the `expected` rate
    with the ends `least` and `most` of its interval, named `expected_name` on hovering. A click gives [code, which],
    which being the column `rate` or `other`; `code` is a column (default: the label).
    """
    young, labels = flags(frame, is_open), codes(frame, x)
    values, others = numbers(frame, rate), numbers(frame, other)
    settled, lows, highs = (_where(numbers(frame, column), young, False) for column in (rate, low, high))
    forecast, leasts, mosts = (_where(numbers(frame, column), young, True) for column in (expected, least, most))
    in_the_end = [_first(*three) for three in zip(settled, forecast, values, strict=True)]

    right = round(max(width_of(name, bold=True) for name in (rate_name, other_name))) + 14
    each = (width - right - LEFT) / max(len(labels), 4)
    bottom_axis, bottom, out = along(labels, each)
    room = height - heading(title, subtitle, (), width)[1] - bottom
    ground, top = _reach([*values, *others, *lows, *highs, *forecast, *leasts, *mosts])
    scale = _Scale(each, ground, (top - ground) / room, len(labels))

    about = ["≈" if value is not None else "" for value in forecast]
    main = _Line(in_the_end, [mark + word.percent(v) for mark, v in zip(about, in_the_end, strict=True)], BLUE)
    beside = _Line(others, [word.percent(value) for value in others], QUIET)
    upright = [[(at, leasts[at]), (at, mosts[at])] for at, value in enumerate(forecast) if value is not None]
    hover = _hover(frame, labels, (rate_name, part, whole), word)
    then = [
        f"{said}<br>{plain(expected_name)} {word.percent(value)} ({word.percent(a)} – {word.percent(b)})"
        for said, value, a, b in zip(hover, forecast, leasts, mosts, strict=True)
    ]
    clicked = codes(frame, code or x)
    rated, else_rated = [[one, rate] for one in clicked], [[one, other] for one in clicked]
    tones = [GREY if is_young else BLUE for is_young in young]
    fills = [WHITE if is_young else BLUE for is_young in young]
    beside_hover = _hover(frame, labels, (other_name, other_part, other_whole), word)
    traces = [
        band(lows, highs),
        _line(others, LIGHT, 2),
        _line(settled, BLUE, 3),
        _line(_open_end(in_the_end, young), BLUE, 2, "dot"),
        _uprights(upright),
        _points(values, fills, tones, rated, hover),
        _points(forecast, [WHITE] * len(young), [BLUE] * len(young), rated, then),
        _points(others, [LIGHT] * len(young), [LIGHT] * len(young), else_rated, beside_hover),
        *_percentages((main, beside), upright, scale, room),
        *_names((main, beside), (rate_name, other_name), scale.pixel),
    ]
    layout = {
        "xaxis": bottom_axis,
        "yaxis": axis(visible=False, range=[ground, top]),
        "margin": {"l": max(LEFT, out), "r": right, "b": bottom},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, height=height, width=width)


def _where(values: Values, marks: Sequence[bool], wanted: bool) -> list[float | None]:
    return [value if mark is wanted else None for value, mark in zip(values, marks, strict=True)]


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)


def _reach(values: Values) -> tuple[float, float]:
    """Return the lowest and highest ratio the drawing holds, with air for the labels."""
    there = [value for value in values if value is not None]
    least, most = min(there, default=0.0), max(there, default=1.0)
    air = max(most - least, 0.02) * 0.1
    return max(0.0, least - air) - air / 2, most + air


def _line(values: Values, colour: str, width: float, dash: str = "solid") -> Trace:
    line = {"color": colour, "width": width, "dash": dash}
    there = {"x": list(range(len(values))), "y": list(values), "line": line}
    return {"type": "scatter", "mode": "lines", "hoverinfo": "skip", "connectgaps": False} | there


def _open_end(values: Values, young: Sequence[bool]) -> list[float | None]:
    """Return the parts of the line that end in a month still open."""
    near = [is_young or (at + 1 < len(young) and young[at + 1]) for at, is_young in enumerate(young)]
    return _where(values, near, True)


def _uprights(lines: Sequence[Sequence[tuple[int, float | None]]]) -> Trace:
    """Return the intervals of the forecasts as upright lines."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [spot for (at, _), _ in lines for spot in (at, at, None)],
        "y": [spot for (_, low), (_, high) in lines for spot in (low, high, None)],
        "line": {"color": GREY, "width": 5},
        "opacity": 0.5,
        "hoverinfo": "skip",
    }


def _points(values: Values, fills: Sequence[str], tones: Sequence[str], clicked: list[Any], hover: list[str]) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(values))),
        "y": list(values),
        "marker": {"size": 11, "color": list(fills), "line": {"width": 2.5, "color": list(tones)}},
        "customdata": clicked,
        "hoverinfo": "text",
        "hovertext": hover,
        "cliponaxis": False,
        "selected": KEPT,
        "unselected": BESIDE_SELECTED,
    }


def _hover(frame: pd.DataFrame, labels: Sequence[Any], rate: tuple[str, str, str], word: Word) -> list[str]:
    """Return for every month its label and the named rate of two columns of counts."""
    name, part, whole = rate
    counted = zip(labels, numbers(frame, part), numbers(frame, whole), strict=True)
    return [
        f"<b>{plain(str(label).replace(chr(10), ' '))}</b><br>{plain(name)} {word.rate(k, n)}"
        for label, k, n in counted
    ]


def _percentages(
    lines: Sequence[_Line],
    upright: Sequence[Sequence[tuple[int, float | None]]],
    scale: _Scale,
    room: float,
) -> list[Trace]:
    """Return the lines' percentages, off the lines and off each other as far as there is room."""
    said = [(at, line.values[at], line.texts[at], line.tone) for line in lines for at in _labelled(line.values)]
    paths = [[scale.spot(at, line.values[at]) for at in run] for line in lines for run in runs(line.values)]
    paths += [[scale.spot(*end) for end in ends] for ends in upright]
    at, heights, texts, tones = zip(*said, strict=True) if said else [()] * 4
    positions = placed(
        [scale.spot(*one) for one in zip(at, heights, strict=True)],
        [width_of(text) for text in texts],
        paths,
        (-LEFT, 0.0, scale.each * max(scale.months, 4), room),
    )
    return writing(at, heights, texts, positions, tones, away=AWAY_FROM_POINT)


def _labelled(values: Values) -> list[int]:
    if len(values) > MOST_LABELLED:
        return telling(values)
    return [at for at, value in enumerate(values) if value is not None]


def _names(lines: Sequence[_Line], names: Sequence[str], pixel: float) -> list[Trace]:
    """Return the lines' names beside their last points."""
    ends = [_first(*reversed(line.values)) for line in lines]
    there = [(end, name, line.tone) for end, name, line in zip(ends, names, lines, strict=True) if end is not None]
    if not there:
        return []
    heights, said, tones = zip(*there, strict=True)
    return side_names(len(lines[0].values) - 1, heights, said, tones, pixel)
