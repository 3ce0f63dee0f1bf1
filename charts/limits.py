"""A funnel plot: groups by size and rate, between the limits luck alone leaves a group of that size in."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.labels import SIZE, Box, free_places, plain, width_of
from charts.theme import (
    ATTENTION,
    BLUE,
    GREY,
    HALF,
    INK,
    KEPT,
    LINE,
    PALE,
    PANEL,
    QUIET,
    WHITE,
    Trace,
    Word,
    axis,
    codes,
    flags,
    numbers,
    picture,
    writing,
)

BODY = 400
DOT = 13
INNER = "#EAF0F6"
TONES = {"above": BLUE, "below": ATTENTION}
ARROWS = {"above": " ▲", "below": " ▼"}
LONGEST_NAME, EDGE_NAME = 0.3, 60
EDGE = SIZE - 1
EDGE_LINE = EDGE * 1.3


def limits(
    frame: pd.DataFrame,
    *,
    name: str,
    size: str,
    rate: str,
    part: str,
    band: str,
    telling: str,
    curves: pd.DataFrame,
    pooled: float,
    pooled_name: str = "",
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One dot per group: across its `size` (customers), up its `rate` (0–1), named where there is room.

    Columns: `name` the group's word; `part` the count its rate is made of; `band` "above" (blue, ▲), "below" (orange,
    ▼), "few" (hollow), else grey; `telling` true for groups to be named before the larger ones; `code` the raw group a
    click gives back (default: the name). `curves` has size, lo998, lo95, hi95, hi998; `pooled` is the rate of all.
    """
    sizes, rates = numbers(frame, size), numbers(frame, rate)
    bands = codes(frame, band)
    most = float(curves["size"].max())
    drawn = _beside(curves, sizes)
    bottom, top = _bottom(rates, drawn, pooled), _top(rates, drawn, pooled)
    edge = (plain(pooled_name, EDGE_NAME), word.percent(pooled))
    margin = {"l": 46, "r": round(max(map(width_of, edge))) + 12, "b": 30, "t": 8}
    across, up = (width - margin["l"] - margin["r"]) / most, BODY / (top - bottom)
    names = _names(codes(frame, name), bands, width)
    spots = [((x or 0) * across, ((y or bottom) - bottom) * up) for x, y in zip(sizes, rates, strict=True)]
    first = sorted(range(len(frame)), key=lambda at: (not flags(frame, telling)[at], -(sizes[at] or 0), at))
    where = _places(spots, names, first, (0, 0, most * across, BODY))
    tones = [TONES.get(one, GREY) for one in bands]
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": sizes,
        "y": rates,
        "customdata": codes(frame, code or name),
        "marker": {
            "size": DOT,
            "color": [WHITE if one == "few" else tone for one, tone in zip(bands, tones, strict=True)],
            "line": {"width": 2, "color": tones},
        },
        "selected": KEPT,
        "unselected": {"marker": {"opacity": 0.45}},
        "hoverinfo": "text",
        "hovertext": [
            f"<b>{plain(group)}</b><br>{word.rate(k, n)}"
            for group, k, n in zip(codes(frame, name), numbers(frame, part), sizes, strict=True)
        ],
        "cliponaxis": False,
    }
    shown = [at for at, place in enumerate(where) if place]
    traces = [
        *_curves(curves, pooled),
        dots,
        *writing(
            [sizes[at] for at in shown],
            [rates[at] for at in shown],
            [names[at] for at in shown],
            [where[at] or "" for at in shown],
            [INK if bands[at] in TONES else QUIET for at in shown],
            away=DOT / 2 + 1,
        ),
    ]
    layout = {
        "xaxis": axis(range=[0, most], nticks=6, tickformat=",d", tickfont={"color": GREY}, tickangle=0),
        "yaxis": axis(range=[bottom, top], nticks=6, tickformat=".0%", tickfont={"color": GREY}),
        "margin": margin,
        "annotations": _edge_names(curves, pooled, edge, up, (bottom, top)),
    }
    return picture(traces, layout, title=title, subtitle=subtitle, body=BODY, width=width)


def _beside(curves: pd.DataFrame, sizes: Sequence[float | None]) -> pd.DataFrame:
    """Return the limits at the sizes of the groups: of much smaller groups they are so wide that they hide the dots."""
    smallest = min((size for size in sizes if size), default=0.0)
    most = curves["size"].max()
    return curves[curves["size"] >= min(max(most / 8, 0.8 * smallest), most)]


def _top(rates: Sequence[float | None], beside: pd.DataFrame, pooled: float) -> float:
    """Return how far up the drawing reaches: over every dot, and over the limits beside them."""
    known = [rate for rate in rates if rate is not None]
    return min(1.02, 1.12 * max([*known, float(beside["hi998"].max()), pooled, 0.01]))


def _bottom(rates: Sequence[float | None], beside: pd.DataFrame, pooled: float) -> float:
    """Return how far down the drawing reaches: below every dot, and below the limits beside them."""
    known = [rate for rate in rates if rate is not None]
    lowest = min([*known, float(beside["lo998"].min()), pooled])
    return max(0.0, lowest - 0.12 * (_top(rates, beside, pooled) - lowest))


def _names(groups: Sequence[object], bands: Sequence[str | None], width: float) -> list[str]:
    texts = [plain(group, width * LONGEST_NAME) for group in groups]
    return [text + ARROWS.get(band or "", "") for text, band in zip(texts, bands, strict=True)]


def _places(
    spots: Sequence[tuple[float, float]], names: Sequence[str], first: Sequence[int], room: Box
) -> list[str | None]:
    """Return where each name stands beside its spot (in pixels), given room in the order `first`; None: nowhere."""
    half = DOT / 2
    dots = [(x - half, y - half, x + half, y + half) for x, y in spots]
    found = free_places([spots[at] for at in first], [width_of(names[at]) for at in first], room, dots)
    places = dict(zip(first, found, strict=True))
    return [places[at] for at in range(len(spots))]


def _curves(curves: pd.DataFrame, pooled: float) -> list[Trace]:
    """Return what luck allows, the space within the 99.8 % limits paler than within the 95 %, and the line of all."""
    sizes, traces = numbers(curves, "size"), []
    for low, high, space, edge in (("lo998", "hi998", PANEL, LINE), ("lo95", "hi95", INNER, PALE)):
        for column, fill in ((low, "none"), (high, "tonexty")):
            within = numbers(curves.assign(**{column: curves[column].clip(0, 1)}), column)
            line = {"color": edge, "width": 1.5}
            traces.append(_along(sizes, within, line) | {"fill": fill, "fillcolor": space})
    dashed = {"color": QUIET, "width": 2, "dash": "dash"}
    return [*traces, _along([0, sizes[-1]], [pooled, pooled], dashed)]


def _along(x: Sequence[float | None], y: Sequence[float | None], line: dict) -> Trace:
    return {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip"}


def _edge_names(
    curves: pd.DataFrame, pooled: float, names: tuple[str, str], up: float, ends: tuple[float, float]
) -> list[dict]:
    """Return the name of all together (two lines) and of the limits at the right edge, those left out that would touch.

    `up` is how many pixels a rate of 1 is high, `ends` the lowest and the highest rate drawn.
    """
    last = curves.iloc[-1]
    beside = {"x": 1, "xref": "paper", "xanchor": "left", "yanchor": "middle", "align": "left", "xshift": 4}
    beside |= {"showarrow": False, "font": {"color": QUIET, "size": EDGE}}
    made = [beside | {"text": "<br>".join(names), "y": pooled}]
    taken = [(pooled, 2 * EDGE_LINE)]
    for column, name in (("hi998", "99.8%"), ("lo998", "99.8%"), ("hi95", "95%"), ("lo95", "95%")):
        at = float(last[column])
        if ends[0] < at < ends[1] and all(abs(at - other) * up >= (height + EDGE_LINE) / 2 for other, height in taken):
            made.append(beside | {"text": name, "y": at})
            taken.append((at, EDGE_LINE))
    return made
