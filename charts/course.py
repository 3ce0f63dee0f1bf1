"""A rate over months, with the interval chance alone allows it."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from charts.labels import AWAY_FROM_POINT, LINE_HEIGHT, SIZE, placed, plain, spread, telling, width_of
from charts.theme import (
    ATTENTION,
    BESIDE_SELECTED,
    BLUE,
    HALF,
    HEIGHT,
    KEPT,
    PALE,
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
    writing,
)

MOST_LABELLED = 14
ALONE = 0.1

Values = Sequence[float | None]


def runs(values: Values) -> list[list[int]]:
    """Return the positions that hold a value, in stretches without a gap."""
    found: list[list[int]] = []
    for at, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1][-1] == at - 1:
            found[-1].append(at)
        else:
            found.append([at])
    return found


def band(lows: Values, highs: Values) -> Trace:
    """One outline per stretch of months; a month standing alone gets a narrow strip."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    both = [None if low is None or high is None else low for low, high in zip(lows, highs, strict=True)]
    for run in runs(both):
        across: list[float] = list(run) if len(run) > 1 else [run[0] - ALONE, run[0] + ALONE]
        there = run if len(run) > 1 else run * 2
        xs += [*across, *reversed(across), None]
        ys += [*(highs[at] for at in there), *(lows[at] for at in reversed(there)), None]
    shape = {"type": "scatter", "mode": "lines", "fill": "toself", "fillcolor": PALE, "line": {"width": 0}}
    return shape | {"x": xs, "y": ys, "opacity": 0.55, "hoverinfo": "skip"}


def _lines(values: Values, open_ends: Sequence[bool]) -> list[Trace]:
    """The line between finished months, and dots between them and an unfinished one."""
    solid = [None if unfinished else value for value, unfinished in zip(values, open_ends, strict=True)]
    near = [at for at, unfinished in enumerate(open_ends) if unfinished]
    dotted = [value if at in near or at + 1 in near else None for at, value in enumerate(values)]
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(len(values))),
        "hoverinfo": "skip",
        "connectgaps": False,
    }
    return [
        line | {"y": solid, "line": {"color": BLUE, "width": 3}},
        line | {"y": dotted, "line": {"color": BLUE, "width": 2, "dash": "dot"}},
    ]


def course(
    frame: pd.DataFrame,
    *,
    x: str,
    rate: str,
    low: str | None = None,
    high: str | None = None,
    part: str | None = None,
    whole: str | None = None,
    target: float | None = None,
    target_name: str = "",
    pooled: float | None = None,
    pooled_name: str = "",
    unfinished: str | None = None,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = HALF,
) -> go.Figure:
    """A rate by month as a line over the band of its interval.

    Columns: `x` labels in order; `rate`, `low`, `high` ratios 0–1, NaN where there is no data: the line breaks;
    `part`, `whole` counts, shown on hovering; `unfinished` true: hollow point; `code` what a click gives back.
    `target` and `pooled` are ratios drawn as level lines, named at the right edge. Up to 14 points all carry their
    percentage, beyond that the first, last, smallest and largest.
    """
    values, labels, hollow = numbers(frame, rate), codes(frame, x), flags(frame, unfinished)
    lows, highs = (numbers(frame, low), numbers(frame, high)) if low and high else (values, values)
    levels = [(target, target_name, ATTENTION), (pooled, pooled_name, QUIET)]
    drawn = [
        (level, f"{name} {word.percent(level)}".strip(), tone) for level, name, tone in levels if level is not None
    ]
    right = round(max((width_of(name) for _, name, _ in drawn), default=12)) + 12
    each = (width - right - 8) / max(len(labels), 4)
    bottom_axis, bottom, out = along(labels, each)
    room = height - heading(title, subtitle, (), width)[1] - bottom
    written = [word.percent(value) for value in values]
    left = max(8, out, round((max(map(width_of, written), default=0) - each) / 2) + 4)
    levels_seen = [v for v in [*values, *lows, *highs, *(level for level, _, _ in drawn)] if v is not None]
    least, most = min(levels_seen, default=0.0), max(levels_seen, default=1.0)
    air = max(most - least, 0.02) * 0.09
    ground, top = max(0.0, least - air) - air / 2, most + air * 1.5
    pixel = (top - ground) / room

    crowded = len(values) > MOST_LABELLED or each < 0.6 * max(map(width_of, written), default=0)
    shown = telling(values) if crowded else [at for at, value in enumerate(values) if value is not None]
    first = max(4 - len(values), 0) / 2 + 0.5
    spots = [((at + first) * each, ((values[at] or 0) - ground) / pixel) for at in range(len(values))]
    paths = [[spots[at] for at in run] for run in runs(values)]
    paths += [
        [(0.0, (level - ground) / pixel), (each * max(len(values), 4), (level - ground) / pixel)]
        for level, _, _ in drawn
    ]
    widths = [width_of(written[at]) for at in shown]
    heights = spread([level for level, _, _ in drawn], LINE_HEIGHT * pixel)
    across = each * max(len(values), 4)
    beside = [(across, (y - ground) / pixel - SIZE, across + right, (y - ground) / pixel + SIZE) for y in heights]
    free = (-left, 0.0, across + right, room + SIZE)
    positions = placed([spots[at] for at in shown], widths, paths, free, beside)

    said = [word.percent(v) for v in values]
    if part and whole:
        said = [word.rate(k, n) for k, n in zip(numbers(frame, part), numbers(frame, whole), strict=True)]
    ranges = (
        [f"{word.percent(a)} – {word.percent(b)}" for a, b in zip(lows, highs, strict=True)] if low and high else said
    )
    points = {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(values))),
        "y": values,
        "marker": {
            "size": 11,
            "color": [WHITE if unfinished_one else BLUE for unfinished_one in hollow],
            "line": {"width": 2.5, "color": BLUE},
        },
        "customdata": codes(frame, code or x),
        "hoverinfo": "text",
        "hovertext": [
            "<br>".join(dict.fromkeys([f"<b>{plain(str(name).replace(chr(10), ' '))}</b>", text, span]))
            for name, text, span in zip(labels, said, ranges, strict=True)
        ],
        "cliponaxis": False,
        "selected": KEPT,
        "unselected": BESIDE_SELECTED,
    }
    names = writing(
        [bottom_axis["range"][1]] * len(drawn),
        heights,
        [plain(name) for _, name, _ in drawn],
        "middle right",
        [tone for _, _, tone in drawn],
        away=5,
    )
    texts = writing(shown, [values[at] for at in shown], [written[at] for at in shown], positions, away=AWAY_FROM_POINT)
    layout = {
        "xaxis": bottom_axis,
        "yaxis": axis(visible=False, range=[ground, top]),
        "margin": {"l": left, "r": right, "b": bottom},
        "shapes": [
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": level,
                "y1": level,
                "layer": "below",
                "line": {"color": tone, "width": 2, "dash": "dot" if tone == ATTENTION else "dash"},
            }
            for level, _, tone in drawn
        ],
    }
    traces = [band(lows, highs), *_lines(values, hollow), points, *texts, *names]
    return picture(traces, layout, title=title, subtitle=subtitle, height=height, width=width)
