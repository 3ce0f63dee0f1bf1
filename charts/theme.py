"""One look for every chart: colours by meaning, letters, the heading, axes, and the only place that makes a Figure.

A page shows a figure with `st.plotly_chart(figure, theme=None, config=CONFIG, key=…)`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import pandas as pd
import plotly.graph_objects as go

from charts.labels import LINE_HEIGHT, MISSING, SIZE, plain, spread, thinned, width_of, wrapped

INK = "#16212E"
BLUE = "#1F4E79"
LIGHT = "#5B8DB8"
PALE = "#D5E0EA"
ATTENTION = "#E07A1F"
LOSS = "#B8462F"
GREY = "#8A9BAE"
QUIET = "#5F6F82"
LINE = "#E3E8EE"
PANEL = "#F5F7FA"
WHITE = "#FFFFFF"
CLEAR = "rgba(0,0,0,0)"
BLOCK_TONES = {"people": LOSS, "product": BLUE}

FONT = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif'
TITLE_SIZE = 20
# half and whole of what a 1280 pixel wide screen leaves beside the sidebar
HALF, FULL = 425, 890
HEIGHT = 420
ROW = 36
HALO = "0 0 2px #fff, 0 0 3px #fff, 0 0 4px #fff, 0 0 5px #fff"

BESIDE_SELECTED = {"marker": {"opacity": 0.45}}
CELL_BESIDE_SELECTED = {"marker": {"opacity": 0.45}, "textfont": {"color": INK}}
KEPT = {"marker": {"opacity": 1}}

CONFIG: dict[str, Any] = {
    "displayModeBar": False,
    "displaylogo": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
    "responsive": True,
}

LINE_SPACING = 1.3
_BELOW_HEADING = 14

Trace = dict[str, Any]
Note = tuple[str, str]


class Word(Protocol):
    """What a chart needs of the words: how figures are written."""

    def number(self, value: float | None, digits: int = 0) -> str:
        """Write a count."""

    def signed(self, value: float | None, digits: int = 0) -> str:
        """Write a change with its sign."""

    def percent(self, ratio: float | None, digits: int = 1) -> str:
        """Write a ratio."""

    def rate(self, part: float | None, whole: float | None, digits: int = 1) -> str:
        """Write a rate with its numerator and denominator."""


def numbers(frame: pd.DataFrame, column: str) -> list[float | None]:
    """Return a column of figures, None where one is missing."""
    return [None if pd.isna(value) else float(value) for value in frame[column].tolist()]


def flags(frame: pd.DataFrame, column: str | None) -> list[bool]:
    """Return a column of yes and no; no where it is missing or no column is named."""
    if column is None:
        return [False] * len(frame)
    return [not pd.isna(value) and bool(value) for value in frame[column].tolist()]


def codes(frame: pd.DataFrame, column: str) -> list[Any]:
    """Return a column's raw values, which a click gives back as customdata; None where one is missing."""
    return [None if pd.isna(value) else value for value in frame[column].tolist()]


def blend(one: str, other: str, share: float) -> str:
    """Return the colour `share` (0–1) of the way from `one` to `other`."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in pairs)


def heading(title: str, subtitle: str, notes: Sequence[Note], width: int) -> tuple[list[dict[str, Any]], float]:
    """Return title, subtitle and notes (colour, text) as Plotly's notes, `yshift` from the top, and their height."""
    room, down = width - 12, 4.0
    made = []
    for colour, text, size in [
        (INK, title, TITLE_SIZE),
        *((tone, said, SIZE) for tone, said in [(QUIET, subtitle), *notes]),
    ]:
        bold = size == TITLE_SIZE
        lines = wrapped(text, room, size, bold=bold) if text else []
        if lines:
            said = "<br>".join(lines)
            made.append(
                {"text": f"<b>{said}</b>" if bold else said, "yshift": -down, "font": {"size": size, "color": colour}}
            )
        down += len(lines) * size * LINE_SPACING
    return made, down + _BELOW_HEADING


def axis(**settings: Any) -> dict[str, Any]:
    """Return a bare axis: fixed, without grid, line or marks."""
    bare = {"showgrid": False, "zeroline": False, "showline": False, "fixedrange": True, "ticks": "", "title": ""}
    return bare | settings


def along(labels: Sequence[Any], each: float) -> tuple[dict[str, Any], int, int]:
    """Return the axis of columns at 0, 1, 2 …, its height below the drawing, and how far it leans out at the sides.

    Labels come ready; a line break in one starts a second line. As many are shown as fit in `each` pixels a column.
    """
    texts = ["" if pd.isna(label) else str(label) for label in labels]
    shown = thinned(texts, each)
    middle, half = (len(texts) - 1) / 2, max(len(texts), 4) / 2
    ticks = ["<br>".join(plain(line) for line in texts[at].split("\n")) for at in shown]
    lines = [text.split("\n") for text in texts]
    widest = max((width_of(line) for at in shown for line in lines[at]), default=0.0)
    settings = {"range": [middle - half, middle + half], "tickvals": shown, "ticktext": ticks, "tickangle": 0}
    made = axis(**settings, ticklabeloverflow="allow")
    return made, round(12 + max(map(len, lines), default=1) * SIZE * LINE_SPACING), max(0, round((widest - each) / 2))


def rows(names: Sequence[Any], width: int) -> tuple[dict[str, Any], int]:
    """Return the axis of rows at 0, 1, 2 … from the top, and the width their names need at the left."""
    most = width * 0.34
    texts = [plain(name, most) for name in names]
    widest = max((min(width_of(str(name)), most) for name in names), default=0.0)
    made = axis(
        range=[max(len(texts), 1) - 0.5, -0.5],
        tickvals=list(range(len(texts))),
        ticktext=texts,
        ticks="outside",
        ticklen=8,
        tickcolor=CLEAR,
    )
    return made, round(widest) + 16


def writing(
    x: Sequence[Any],
    y: Sequence[Any],
    texts: Sequence[str],
    positions: str | Sequence[str],
    colours: str | Sequence[str] = INK,
    *,
    away: float = 3.0,
    shadow: str = HALO,
) -> list[Trace]:
    """Return words only, `away` pixels from (x, y), haloed to be read over anything: a trace for each colour.

    One colour a trace, because only then do the words keep it while something else is selected.
    """
    where = [positions] * len(texts) if isinstance(positions, str) else positions
    tones = [colours] * len(texts) if isinstance(colours, str) else colours
    traces = []
    for tone in dict.fromkeys(tones):
        mine = [at for at, other in enumerate(tones) if other == tone]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers+text",
                "x": [x[at] for at in mine],
                "y": [y[at] for at in mine],
                "text": [texts[at] for at in mine],
                "textposition": [where[at] for at in mine],
                "textfont": {"color": tone, "size": SIZE, "shadow": shadow},
                # Plotly keeps a text off its own point by the point's size: an invisible point makes the distance
                "marker": {"size": max(away - 1, 0) * 1.6, "color": CLEAR, "line": {"width": 0}},
                "unselected": {"textfont": {"color": tone}},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    return traces


def side_names(
    at: float, heights: Sequence[float], names: Sequence[str], colours: Sequence[str], per_pixel: float
) -> list[Trace]:
    """Return the names of a column's parts, written at its right, moved apart where they would touch and none of them
    below the ground.
    """
    apart = spread(heights, LINE_HEIGHT * per_pixel)
    lift = max(0.0, LINE_HEIGHT / 2 * per_pixel - min(apart, default=0.0))
    return writing(
        [at + 0.42] * len(names),
        [height + lift for height in apart],
        [f"<b>{plain(name)}</b>" for name in names],
        "middle right",
        list(colours),
        away=4,
    )


def dashes(heights: Sequence[float | None]) -> list[Trace]:
    """Return a dash on the ground for every missing column."""
    gaps = [at for at, value in enumerate(heights) if value is None]
    return writing(gaps, [0] * len(gaps), [MISSING] * len(gaps), "top center", QUIET)


def picture(
    traces: Sequence[Trace],
    layout: Mapping[str, Any],
    *,
    title: str,
    subtitle: str = "",
    notes: Sequence[Note] = (),
    height: float = 0,
    body: float = 0,
    width: int = HALF,
) -> go.Figure:
    """Return the Figure: `title` says the finding, `subtitle` the definition and unit, `notes` are coloured keys.

    Give the `height` of the whole, or of the `body` alone and the heading is added. `width` is the narrowest the
    chart will be shown in; the heading is broken into lines for it. `layout["margin"]` holds what stands around
    the drawing: l, r, b, and t above it but under the heading. `layout.meta["alt"]` is the text for those who
    cannot see it.
    """
    texts, head = heading(title, subtitle, notes, width)
    around = {"l": 8, "r": 8, "b": 8, "t": 0} | dict(layout.get("margin", {}))
    above = round(head + around["t"])
    whole = height or above + body + around["b"]
    corner = {"x": 0, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "top", "align": "left"}
    corner |= {"xshift": 4 - around["l"], "showarrow": False, "borderpad": 0}
    look = {
        "template": {},
        "font": {"family": FONT, "size": SIZE, "color": INK},
        "paper_bgcolor": WHITE,
        "plot_bgcolor": WHITE,
        "showlegend": False,
        "autosize": True,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": WHITE, "bordercolor": LINE, "font": {"family": FONT, "size": SIZE, "color": INK}},
        "xaxis": axis(visible=False),
        "yaxis": axis(visible=False),
        "meta": {"alt": f"{title}。{subtitle}" if subtitle else title},
    }
    fitted = {
        "height": round(whole),
        "margin": around | {"t": above, "pad": 0, "autoexpand": False},
        "annotations": [
            *(corner | line | {"yshift": above + line["yshift"]} for line in texts),
            *layout.get("annotations", ()),
        ],
    }
    return go.Figure({"data": list(traces), "layout": look | dict(layout) | fitted}, _validate=False)
