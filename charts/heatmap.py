"""Tables whose cells are coloured: hours of the week, and models against loss reasons.

The cells are bars one wide and one high, because a click on a bar reaches the page and one on a heatmap does not.
"""

from collections.abc import Mapping, Sequence
from math import cos, radians, sin
from typing import Any

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
FIGURE_SPACE = "\u2007"

Cell = tuple[float, int, str, str, str, Any, str]


def _cells(cells: Sequence[Cell]) -> Trace:
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
    small = SIZE if each > max((width_of(word.number(v)) for _, _, v in there), default=0) else 11
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
    trace = _cells(cells)
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


def _ordered(frame: pd.DataFrame, column: str, value: str) -> dict[Any, float]:
    """Return the sum of `value` for each entry of `column`, largest first; equal ones as they come."""
    sums = frame.groupby(column, sort=False)[value].sum()
    return {key: float(total) for key, total in sums.sort_values(ascending=False, kind="stable").items()}


def _named(frame: pd.DataFrame, column: str, name: str | None) -> dict[Any, str]:
    return dict(zip(frame[column].tolist(), map(str, frame[name or column].tolist()), strict=True))


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
    known = frame[frame[block].isin(list(blocks)) & frame[value].notna()]
    models, names = _ordered(known, model, value), _named(known, model, model_name)
    columns: list[tuple[str, Any, float]] = []
    for at in blocks:
        columns += [(at, code, total) for code, total in _ordered(known[known[block] == at], reason, value).items()]
    used = [at for at in blocks if any(column[0] == at for column in columns)]
    place = [n + BLOCK_GAP * used.index(column[0]) for n, column in enumerate(columns)]
    span = max(len(columns), 1) + BLOCK_GAP * max(len(used) - 1, 0)

    digits = max((len(word.number(total)) for total in models.values()), default=1)
    left_axis, left = rows([names[code] for code in models], width)
    left_axis["ticktext"] = [
        f"{text}  <b>{word.number(total).rjust(digits, FIGURE_SPACE)}</b>"
        for text, total in zip(left_axis["ticktext"], models.values(), strict=True)
    ]
    left += round(width_of("0" * digits, bold=True)) + 10
    said = _named(known, reason, reason_name)
    totals = [word.number(total) for _, _, total in columns]
    texts: list[str] = []
    tall, angle, out = 0.0, 0, 0.0
    if columns:
        each = (width - left - 8) / span
        texts, tall, angle, out = _headings([said[code] for _, code, _ in columns], totals, each)
    each = (width - left - max(out, 8)) / span

    written = zip(
        codes(known, model), codes(known, reason), numbers(known, value), numbers(known, share or value), strict=True
    )
    found = {(m, r): (v or 0.0, shown) for m, r, v, shown in written}
    most = max((v for v, _ in found.values()), default=0.0) or 1.0
    cells: list[Cell] = []
    for row, m in enumerate(models):
        for x, (_, r, _) in zip(place, columns, strict=True):
            v, shown = found.get((m, r), (0.0, None))
            text = "" if not v else word.percent(shown, 0) if share else word.number(v)
            hover = f"<b>{plain(names[m])} · {plain(said[r])}</b><br>{word.number(v)}" + (
                f" · {text}" if share and v else ""
            )
            cells.append((x, row, text, *_heat(v / most), [m, r], hover))
    trace = _cells(cells)
    trace["textfont"]["size"] = SIZE if each > max((width_of(cell[2]) for cell in cells), default=0) else 11

    heads, dividers = [], []
    for n, at in enumerate(used):
        mine = [x for x, column in zip(place, columns, strict=True) if column[0] == at]
        total = word.number(sum(column[2] for column in columns if column[0] == at))
        name = plain(blocks[at], max(len(mine) * each - width_of(f"  {total}", bold=True), 30) / 1.06)
        heads.append(_note(mine[0] - 0.5, f"<b>{name} {total}</b>", "left", tall + 4, color=BLOCK_TONES.get(at, QUIET)))
        if n:
            edge = mine[0] - 0.5 - BLOCK_GAP / 2
            ends = {"x0": edge, "x1": edge, "yref": "paper", "y0": 0, "y1": 1}
            dividers.append({"type": "line", "line": {"color": INK, "width": 3}} | ends)
    for x, text in zip(place, texts, strict=True):
        lean = {"textangle": angle} if angle else {}
        heads.append(_note(x - (0.15 if angle else 0), text, "left" if angle else "center", 2) | lean)
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
