"""Tables whose cells are coloured: hours of the week, and models against loss reasons.

The cells are bars one wide and one high, because a click on a bar reaches the page and one on a heatmap does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import cos, radians, sin
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.labels import SIZE, plain, thinned, width_of, wrapped
from charts.theme import (
    ATTENTION,
    BLOCK_TONES,
    BLUE,
    CELL_BESIDE_SELECTED,
    FULL,
    INK,
    KEPT,
    LOSS,
    PANEL,
    QUIET,
    WHITE,
    Trace,
    Word,
    axis,
    blend,
    codes,
    numbers,
    picture,
    rows,
)

CELL = 38
LOW_CELL = 30
MANY_ROWS = 15
GAP = 0.06
SLANT = 40
FAINT = 0.15
BLOCK_GAP = 0.22
SMALL = 11
FIGURE_SPACE = "\u2007"

Cell = tuple[float, int, str, str, str, Any, str]


class Column(NamedTuple):
    """One loss reason: its block, code, total of cases, and where its column stands."""

    block: str
    reason: Any
    total: float
    x: float


def cell_bars(cells: Sequence[Cell]) -> Trace:
    """Return the cells (column, row, text, colour, letters, click, hover) as one trace."""
    column, row, text, colour, letters, click, hover = zip(*cells, strict=True) if cells else [()] * 7
    return {
        "type": "bar",
        "orientation": "h",
        "base": [at - 0.5 + GAP / 2 for at in column],
        "x": [1 - GAP] * len(column),
        "y": list(row),
        "width": 1 - GAP,
        "text": list(text),
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "constraintext": "none",
        "textfont": {"size": SIZE, "color": list(letters)},
        "marker": {"color": list(colour), "line": {"width": 0}},
        "customdata": list(click),
        "hoverinfo": "text",
        "hovertext": list(hover),
        "selected": KEPT,
        "unselected": CELL_BESIDE_SELECTED,
    }


def hours(
    frame: pd.DataFrame,
    *,
    weekday: str,
    hour: str,
    value: str,
    weekdays: Sequence[str],
    hour_text: str = "{}:00",
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = FULL,
) -> go.Figure:
    """Weekdays under each other, hours beside each other, visits in the cells, darker for more.

    Columns: `weekday` 0 (Monday) to 6, `hour` 0–23, `value` a count. `weekdays` are the seven names; `hour_text`
    writes an hour. Hours between the first and last with visits are drawn; cells without a visit stay blank.
    A click gives [weekday, hour].
    """
    counted = zip(numbers(frame, weekday), numbers(frame, hour), numbers(frame, value), strict=True)
    there = [(int(d), int(h), v) for d, h, v in counted if d is not None and h is not None and v]
    first, last = min((h for _, h, _ in there), default=9), max((h for _, h, _ in there), default=18)
    most = max((v for _, _, v in there), default=1)
    left_axis, left = rows(weekdays, width)
    each = (width - left - 8) / (last - first + 1)
    said = [hour_text.replace("{}", str(at)) for at in range(first, last + 1)]
    shown = sorted(len(said) - 1 - at for at in thinned(said, each))
    small = SIZE if each > max((width_of(word.number(v)) for _, _, v in there), default=0) else SMALL
    cells: list[Cell] = [
        (
            at - first,
            day,
            word.number(v),
            blend(PANEL, BLUE, v / most),
            WHITE if v / most > 0.65 else INK,
            [day, at],
            f"<b>{plain(weekdays[day])} {plain(said[at - first])}</b><br>{word.number(v)}",
        )
        for day, at, v in there
    ]
    columns = axis(
        range=[-0.5, last - first + 0.5],
        tickvals=shown,
        ticktext=[plain(said[at]) for at in shown],
        side="top",
        tickangle=0,
    )
    layout = {"xaxis": columns, "yaxis": left_axis, "bargap": 0, "margin": {"l": left, "t": 26}}
    trace = cell_bars(cells)
    trace["textfont"]["size"] = small
    return picture([trace], layout, title=title, subtitle=subtitle, body=CELL * len(weekdays), width=width)


def _heat(share: float) -> tuple[str, str]:
    """Return a cell's colour and its letters' colour; only what stands out is coloured."""
    if share <= FAINT:
        return PANEL, QUIET
    if share < 0.6:
        return blend("#FBEBDD", ATTENTION, (share - FAINT) / (0.6 - FAINT)), INK
    return blend(ATTENTION, LOSS, (share - 0.6) / 0.4), WHITE if share > 0.75 else INK


def _headings(names: Sequence[str], totals: Sequence[str], each: float) -> tuple[list[str], float, int, float]:
    """Return the reasons' headings, their height, their angle, and how far the last one leans out at the right.

    They stand level in up to two lines and their total where every one fits its column, and lean where not.
    """
    broken = [wrapped(name, each - 6, most=4) for name in names]
    level = all(len(lines) <= 2 and not any("…" in line for line in lines) for lines in broken)
    if level:
        texts = ["<br>".join([*lines, f"<b>{total}</b>"]) for lines, total in zip(broken, totals, strict=True)]
        return texts, (max(map(len, broken), default=1) + 1) * SIZE * 1.3 + 8, 0, 0.0
    most = 150.0
    texts = [f"{plain(name, most)} <b>{total}</b>" for name, total in zip(names, totals, strict=True)]
    longest = max(min(width_of(name), most) + width_of(f" {total}") for name, total in zip(names, totals, strict=True))
    last = min(width_of(names[-1]), most) + width_of(f" {totals[-1]}")
    return texts, longest * sin(radians(SLANT)) + SIZE * 1.6, -SLANT, last * cos(radians(SLANT)) - each / 2 + SIZE


def _by_size(cases: Iterable[tuple[Any, float]]) -> dict[Any, float]:
    """Return the sum of the cases of each entry, largest first; equal ones as they come."""
    sums: dict[Any, float] = {}
    for entry, count in cases:
        sums[entry] = sums.get(entry, 0.0) + count
    return dict(sorted(sums.items(), key=lambda pair: -pair[1]))


def _block_heads(
    columns: Sequence[Column], blocks: Mapping[str, str], each: float, up: float, word: Word
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the headings of the blocks with their totals, `up` pixels above the cells, and the lines between them."""
    heads, dividers = [], []
    for at in dict.fromkeys(column.block for column in columns):
        mine = [column for column in columns if column.block == at]
        total = word.number(sum(column.total for column in mine))
        room = max(len(mine) * each - width_of(f"  {total}", bold=True), 30)
        said = f"<b>{plain(blocks[at], room / 1.06)} {total}</b>"
        heads.append(_note(mine[0].x - 0.5, said, "left", up, color=BLOCK_TONES.get(at, QUIET)))
        if mine[0].x:
            edge = mine[0].x - 0.5 - BLOCK_GAP / 2
            ends = {"x0": edge, "x1": edge, "yref": "paper", "y0": 0, "y1": 1}
            dividers.append({"type": "line", "line": {"color": INK, "width": 3}} | ends)
    return heads, dividers


def reasons(
    frame: pd.DataFrame,
    *,
    model: str,
    reason: str,
    block: str,
    value: str,
    blocks: Mapping[str, str],
    share: str | None = None,
    model_name: str | None = None,
    reason_name: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = FULL,
) -> go.Figure:
    """Models under each other, loss reasons beside each other in blocks; both by size, with their totals.

    Columns, one row per model and reason: `model`, `reason`, `block` codes; `value` a count; `share` a ratio of the
    model's losses: when given it is written in the cells instead of the count, the colour stays with the count, so
    that one loss of one is not red; `model_name`, `reason_name` the words (default: the codes). `blocks` maps
    block codes to headings, in order from the left; rows of other blocks are left out. A click gives [model, reason].
    """
    keys = list(zip(codes(frame, model), codes(frame, reason), strict=True))
    lines = zip(codes(frame, block), keys, numbers(frame, value), strict=True)
    known = [(at, key, count) for at, key, count in lines if at in blocks and count is not None]
    found = {key: count for _, key, count in known}
    shares = dict(zip(keys, numbers(frame, share), strict=True)) if share else {}
    model_words = dict(zip((m for m, _ in keys), codes(frame, model_name or model), strict=True))
    reason_words = dict(zip((r for _, r in keys), codes(frame, reason_name or reason), strict=True))
    models = _by_size((key[0], count) for _, key, count in known)
    columns: list[Column] = []
    for at in blocks:
        sizes = _by_size((key[1], count) for block_of, key, count in known if block_of == at)
        shift = columns[-1].x + 1 + BLOCK_GAP if columns else 0.0
        columns += [Column(at, code, total, shift + n) for n, (code, total) in enumerate(sizes.items())]
    span = columns[-1].x + 1 if columns else 1.0

    left_axis, left = rows([model_words[m] for m in models], width)
    digits = max((len(word.number(total)) for total in models.values()), default=1)
    left_axis["ticktext"] = [
        f"{text}  <b>{word.number(total).rjust(digits, FIGURE_SPACE)}</b>"
        for text, total in zip(left_axis["ticktext"], models.values(), strict=True)
    ]
    left += round(width_of("0" * digits, bold=True)) + 10
    heads: list[dict[str, Any]] = []
    dividers: list[dict[str, Any]] = []
    tall, out = 0.0, 0.0
    if columns:
        totals = [word.number(column.total) for column in columns]
        names = [str(reason_words[column.reason]) for column in columns]
        texts, tall, angle, out = _headings(names, totals, (width - left - 8) / span)
        each = (width - left - max(out, 8)) / span
        heads, dividers = _block_heads(columns, blocks, each, tall + 4, word)
        lean = {"textangle": angle} if angle else {}
        for column, text in zip(columns, texts, strict=True):
            heads.append(_note(column.x - (0.15 if angle else 0), text, "left" if angle else "center", 2) | lean)

    most = max(found.values(), default=0.0) or 1.0
    said = {r: plain(name) for r, name in reason_words.items()}
    cells: list[Cell] = []
    for row, m in enumerate(models):
        of = plain(model_words[m])
        for column in columns:
            r = column.reason
            count = found.get((m, r), 0.0)
            hover = f"<b>{of} · {said[r]}</b><br>{word.number(count)}"
            text = ""
            if count:
                text = word.percent(shares[m, r], 0) if share else word.number(count)
                hover += f" · {text}" if share else ""
            cells.append((column.x, row, text, *_heat(count / most), [m, r], hover))
    trace = cell_bars(cells)
    widest = max((width_of(cell[2]) for cell in cells), default=0.0)
    trace["textfont"]["size"] = SIZE if (width - left - max(out, 8)) / span > widest else SMALL
    layout = {
        "xaxis": axis(visible=False, range=[-0.5, span - 0.5]),
        "yaxis": left_axis,
        "bargap": 0,
        "margin": {"l": left, "r": round(max(out, 8)), "t": round(tall) + 32 if columns else 0},
        "annotations": heads,
        "shapes": dividers,
    }
    body = (CELL if len(models) <= MANY_ROWS else LOW_CELL) * max(len(models), 1)
    return picture([trace], layout, title=title, subtitle=subtitle, body=body, width=width)


def _note(x: float, text: str, anchor: str, up: float, **font: Any) -> dict[str, Any]:
    place = {"x": x, "y": 1, "yref": "paper", "xanchor": anchor, "yanchor": "bottom", "yshift": up}
    return {"text": text, "showarrow": False, "borderpad": 0, "font": {"size": SIZE} | font} | place
