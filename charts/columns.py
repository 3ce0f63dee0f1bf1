"""Columns side by side: counts by month or day, a part within its whole, parts on top of each other."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.labels import LINE_HEIGHT, SIZE, plain, telling, thinned, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    CELL_BESIDE_SELECTED,
    CLEAR,
    GREY,
    HALF,
    HALO,
    HEIGHT,
    INK,
    KEPT,
    LIGHT,
    PALE,
    QUIET,
    WHITE,
    Note,
    Trace,
    Word,
    along,
    axis,
    codes,
    dashes,
    flags,
    heading,
    numbers,
    picture,
    side_names,
    writing,
)

MOST_LABELLED = 20
MOST_MARKED_LOW = 62
PARTS = (BLUE, LIGHT, PALE, GREY)


def bars(
    heights: Sequence[float | None],
    colours: Sequence[str],
    hatched: Sequence[bool],
    clicked: Sequence[Any],
    **more: Any,
) -> Trace:
    """Return one trace of columns at 0, 1, 2 …; the hatched ones are drawn as stripes, for what is not finished."""
    return {
        "type": "bar",
        "x": list(range(len(heights))),
        "y": list(heights),
        "width": 0.74 if len(heights) <= MOST_LABELLED else 0.84,
        "marker": {
            "color": list(colours),
            "pattern": {
                "shape": ["/" if striped else "" for striped in hatched],
                "fgcolor": list(colours),
                "bgcolor": [WHITE if striped else colour for striped, colour in zip(hatched, colours, strict=True)],
                "size": 7,
                "solidity": 0.3,
            },
            "line": {"width": [1.5 if striped else 0 for striped in hatched], "color": list(colours)},
        },
        "customdata": list(clicked),
        "hoverinfo": "text",
        "selected": KEPT,
        "unselected": CELL_BESIDE_SELECTED,
    } | more


def _last(values: Sequence[float | None]) -> int:
    return max((at for at, value in enumerate(values) if value is not None), default=-1)


def _apart(texts: Sequence[str], each: float) -> int:
    """Return how many columns of `each` pixels the widest text reaches over."""
    return ceil((max(map(width_of, texts), default=0.0) + 4) / each)


def _hover(labels: Sequence[Any], *pairs: tuple[str, Sequence[str]]) -> list[str]:
    """Return for every column its label and a line for each named series of written figures."""
    said = [plain(str(label).replace("\n", " ")) for label in labels]
    return [
        "<br>".join([f"<b>{label}</b>", *(f"{plain(name)} {texts[at]}".strip() for name, texts in pairs)])
        for at, label in enumerate(said)
    ]


def _within_labels(
    wholes: Sequence[float | None], parts: Sequence[float | None], shown: Sequence[int], per_pixel: float, word: Word
) -> list[Trace]:
    """Figures of whole and part: the whole's above its column, the part's above or inside the part, where it fits.

    Where it fits in neither, the part's figure stands under the whole's.
    """
    enough = LINE_HEIGHT * 1.2 * per_pixel
    pairs = {at: (wholes[at], parts[at]) for at in shown}
    both = {at: (whole, part) for at, (whole, part) in pairs.items() if whole is not None and part is not None}
    all_above = all(whole - part >= enough for whole, part in both.values())
    inside = [at for at, (_, part) in both.items() if not all_above and part >= enough]
    above = list(both) if all_above else []
    on_top = {at: word.number(whole) for at, (whole, _) in pairs.items() if whole is not None}
    for at in both.keys() - set(above) - set(inside):
        on_top[at] += f'<br><span style="color:{BLUE}">{word.number(parts[at])}</span>'

    def figures(spots: Sequence[int], position: str, colour: str, **font: Any) -> list[Trace]:
        texts = [word.number(parts[at]) for at in spots]
        return writing(spots, [parts[at] for at in spots], texts, position, colour, **font)

    return [
        *writing(list(on_top), [wholes[at] for at in on_top], list(on_top.values()), "top center"),
        *figures(above, "top center", BLUE),
        *figures(inside, "bottom center", WHITE, shadow="none"),
    ]


def within(
    frame: pd.DataFrame,
    *,
    x: str,
    whole: str,
    part: str,
    whole_name: str,
    part_name: str,
    unfinished: str | None = None,
    code: str | None = None,
    tells_part: bool = False,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = HALF,
) -> go.Figure:
    """A light column with its dark part inside: first visits and the deals among them, by month.

    Columns: `x` labels ready to show, in order; `whole`, `part` counts, NaN for a month without data;
    `unfinished` true draws the column striped; `code` what a click gives back (default: the label), with `tells_part`
    beside the name of the column clicked. `whole_name` and `part_name` are written beside the last column.
    """
    wholes, parts, labels = numbers(frame, whole), numbers(frame, part), codes(frame, x)
    right = round(max(width_of(name, bold=True) for name in (whole_name, part_name))) + 6
    each = (width - right - 8) / max(len(labels), 4)
    bottom_axis, bottom, out = along(labels, each)
    room = height - heading(title, subtitle, (), width)[1] - bottom
    tallest = max((value for value in wholes if value is not None), default=0) or 1
    top = tallest * room / (room - LINE_HEIGHT * 1.3)
    figures = [word.number(value) for value in wholes]
    shown = (
        list(range(len(labels)))
        if len(thinned(figures, each)) == len(labels)
        else telling(wholes, _apart(figures, each))
    )
    striped, clicked = flags(frame, unfinished), codes(frame, code or x)
    hover = _hover(labels, (whole_name, figures), (part_name, [word.number(value) for value in parts]))
    traces = [
        bars(wholes, [PALE] * len(labels), striped, _told(clicked, whole, tells_part=tells_part), hovertext=hover),
        bars(parts, [BLUE] * len(labels), striped, _told(clicked, part, tells_part=tells_part), hovertext=hover),
        *_within_labels(wholes, parts, shown, top / room, word),
        *dashes(wholes),
    ]
    last = _last(wholes)
    if last >= 0:
        heights = [(wholes[last] or 0) - LINE_HEIGHT / 2 * top / room, (parts[last] or 0) / 2]
        traces.extend(side_names(last, heights, [whole_name, part_name], [QUIET, BLUE], top / room))
    layout = {
        "barmode": "overlay",
        "xaxis": bottom_axis,
        "yaxis": axis(visible=False, range=[0, top]),
        "margin": {"l": max(4, out), "r": right, "b": bottom},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, height=height, width=width)


def _told(clicked: Sequence[Any], part: str, *, tells_part: bool) -> list[Any]:
    """Return what clicks give back, beside the part clicked where that is told."""
    return [[code, part] for code in clicked] if tells_part else list(clicked)


def _inside(colours: Sequence[str]) -> list[str]:
    return [INK if colour in (PALE, GREY, WHITE) else WHITE for colour in colours]


def stacked(
    frame: pd.DataFrame,
    *,
    x: str,
    parts: Mapping[str, str],
    colours: Sequence[str] = PARTS,
    unfinished: str | None = None,
    code: str | None = None,
    as_share: bool = False,
    tells_part: bool = False,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = HALF,
) -> go.Figure:
    """Two to four parts on top of each other, the first at the bottom, named beside the last column.

    Columns: `x` labels in order; each key of `parts` (column → name) a count, or a ratio when `as_share`, NaN for
    none; `unfinished` true draws the column striped; `code` what a click gives back (default: the label), with
    `tells_part` beside the key of the part clicked.
    """
    labels, series = codes(frame, x), [numbers(frame, column) for column in parts]
    totals = [
        None if all(v is None for v in column) else sum(v or 0 for v in column) for column in zip(*series, strict=True)
    ]
    right = round(max(width_of(name, bold=True) for name in parts.values())) + 6
    each = (width - right - 8) / max(len(labels), 4)
    bottom_axis, bottom, out = along(labels, each)
    room = height - heading(title, subtitle, (), width)[1] - bottom
    tallest = max((value for value in totals if value is not None), default=0) or 1
    top = tallest * (1.01 if as_share else room / (room - LINE_HEIGHT * 1.3))
    written = [[word.percent(v, 0) if as_share else word.number(v) for v in values] for values in series]
    hover = _hover(labels, *zip(parts.values(), written, strict=True))
    shown = [max((texts[at] for texts in written), key=len) for at in range(len(labels))]
    fits = len(thinned(shown, each * 0.9)) == len(labels)
    striped, clicked, traces = flags(frame, unfinished), codes(frame, code or x), []
    for part, values, texts, colour, letters in zip(parts, series, written, colours, _inside(colours), strict=False):
        inside = [
            text if value and fits and value / top * room > SIZE * 1.2 else ""
            for value, text in zip(values, texts, strict=True)
        ]
        font = {
            "color": [INK if hatch else letters for hatch in striped],
            "size": SIZE,
            "shadow": [HALO if hatch else "none" for hatch in striped],
        }
        extra = {
            "text": inside,
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "textfont": font,
        }
        lines = {"constraintext": "none", "hovertext": hover}
        told = _told(clicked, part, tells_part=tells_part)
        traces.append(bars(values, [colour] * len(labels), striped, told, **extra, **lines))
    if not as_share:
        sparse = telling(totals, _apart([word.number(total) for total in totals], each))
        at = [n for n, total in enumerate(totals) if total is not None and (fits or n in sparse)]
        traces.extend(writing(at, [totals[n] for n in at], [word.number(totals[n]) for n in at], "top center"))
    traces.extend(dashes(totals))
    last = _last(totals)
    if last >= 0:
        middles, ground = [], 0.0
        for values in series:
            middles.append(ground + (values[last] or 0) / 2)
            ground += values[last] or 0
        tones = [QUIET if colour in (PALE, GREY) else colour for colour in colours[: len(series)]]
        traces.extend(side_names(last, middles, list(parts.values()), tones, top / room))
    layout = {
        "barmode": "stack",
        "xaxis": bottom_axis,
        "yaxis": axis(visible=False, range=[0, top]),
        "margin": {"l": max(4, out), "r": right, "b": bottom},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, height=height, width=width)


def _tone(strong: bool, marked: bool, emphasis: bool) -> str:
    if marked:
        return ATTENTION
    if emphasis:
        return BLUE if strong else PALE
    return BLUE if strong else LIGHT


def counts(
    frame: pd.DataFrame,
    *,
    x: str,
    value: str,
    flagged: str | None = None,
    flagged_name: str = "",
    emphasised: str | None = None,
    weekend: str | None = None,
    weekend_name: str = "",
    unfinished: str | None = None,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = HALF,
) -> go.Figure:
    """Plain columns: traffic by day (up to a year of days), minutes stayed, anything counted in order.

    Columns: `x` labels in order; `value` counts, NaN for none; `flagged` true: orange with a mark on top, explained
    by `flagged_name` under the title (deals but no visits: the value may be 0); `emphasised` true: dark, the others
    pale; `weekend` true: dark, the others lighter, explained by `weekend_name`; `unfinished` true: striped; `code`
    what a click gives back. Up to 20 columns all carry their figure, beyond that the largest.
    """
    values, labels, clicked = numbers(frame, value), codes(frame, x), codes(frame, code or x)
    marked, strong = flags(frame, flagged), flags(frame, emphasised or weekend)
    notes: list[Note] = [(BLUE, f"■ {weekend_name}")] if weekend and weekend_name else []
    if any(marked) and flagged_name:
        notes.append((ATTENTION, f"▲ {flagged_name}"))
    each = (width - 16) / max(len(labels), 4)
    bottom_axis, bottom, out = along(labels, each)
    room = height - heading(title, subtitle, notes, width)[1] - bottom
    tallest = max((v for v in values if v is not None), default=0) or 1
    top = tallest * room / (room - LINE_HEIGHT * 1.3)
    written = [word.number(v) for v in values]
    few = len(labels) <= MOST_LABELLED and len(thinned(written, each)) == len(labels)
    largest = (
        max((v, -at) for at, v in enumerate(values) if v is not None)[1] if any(v is not None for v in values) else 1
    )
    shown = [at for at, v in enumerate(values) if v is not None and (few or at == -largest)]
    colours = [_tone(s, m, emphasised is not None) for s, m in zip(strong, marked, strict=True)]
    at_mark = [at for at, mark in enumerate(marked) if mark]
    # among hundreds of columns a mark on the ground is lost, so it stands on a stem
    mark_at = {
        at: (values[at] or 0) + 7 * top / room if len(labels) <= MOST_MARKED_LOW else top * 0.98 for at in at_mark
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": at_mark,
        "y": [mark_at[at] for at in at_mark],
        "marker": {"symbol": "triangle-up", "size": 12, "color": ATTENTION, "line": {"color": CLEAR}},
        "customdata": [clicked[at] for at in at_mark],
        "hoverinfo": "text",
        "unselected": KEPT,
        "hovertext": [f"<b>{plain(labels[at])}</b><br>{plain(flagged_name)}" for at in at_mark],
        "cliponaxis": False,
    }
    stems = {
        "type": "scatter",
        "mode": "lines",
        "x": [spot for at in at_mark for spot in (at, at, None)],
        "y": [spot for at in at_mark for spot in (0, mark_at[at], None)],
        "line": {"color": ATTENTION, "width": 1.5},
        "hoverinfo": "skip",
    }
    free = [at for at in shown if not marked[at]]
    traces = [
        bars(values, colours, flags(frame, unfinished), clicked, hovertext=_hover(labels, ("", written))),
        *writing(free, [values[at] for at in free], [written[at] for at in free], "top center"),
        stems,
        marks,
    ]
    if len(labels) <= MOST_LABELLED:
        traces.extend(dashes([0.0 if mark else v for v, mark in zip(values, marked, strict=True)]))
    layout = {
        "xaxis": bottom_axis,
        "yaxis": axis(visible=False, range=[0, top]),
        "margin": {"l": max(8, out), "r": max(8, out), "b": bottom},
    }
    return picture(traces, layout, title=title, subtitle=subtitle, notes=notes, height=height, width=width)
