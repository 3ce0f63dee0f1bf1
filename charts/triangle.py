"""Cohorts under each other, and across how far each had come after so many months: what is still open is striped."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from charts.heatmap import Cell, cell_bars
from charts.labels import plain, width_of
from charts.theme import BLUE, FULL, INK, PANEL, QUIET, WHITE, Word, axis, blend, codes, flags, numbers, picture, rows

CELL = 46
DARK = 0.68
STILL_TO_COME = "–"
FIGURE_SPACE = "\u2007"


def _colours(share: float, is_open: bool) -> tuple[str, str]:
    """Return a cell's colour, paler while open, and its letters'."""
    if is_open:
        return blend(PANEL, BLUE, share * 0.25), QUIET
    return blend(PANEL, BLUE, share * 0.85), WHITE if share > DARK else INK


def triangle(
    frame: pd.DataFrame,
    *,
    row: str,
    row_name: str,
    size: str,
    column: str,
    columns: Mapping[str, str],
    part: str,
    is_open: str,
    expected: str,
    least: str,
    most: str,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = FULL,
) -> go.Figure:
    """A row for each cohort, a column for each time, in the cells "12.3%" over "8/65"; darker for more.

    Columns, one line per cohort and time, cohorts in order: `row` the code and `row_name` the word of the cohort;
    `size` its customers, written beside its name; `column` the time's code, a key of `columns` (code → heading);
    `part` how many had bought by then, NaN for a time still to come: a dash; `is_open` true while that may still grow:
    striped. Where `expected` is not NaN, that rate and its interval (`least`, `most`, ratios) stand instead of the
    counts. A click gives [row, column].
    """
    places = {code: at for at, code in enumerate(columns)}
    cohorts = list(dict.fromkeys(codes(frame, row)))
    names = dict(zip(codes(frame, row), codes(frame, row_name), strict=True))
    sizes = dict(zip(codes(frame, row), numbers(frame, size), strict=True))
    left_axis, left = rows([names[cohort] for cohort in cohorts], width)
    written = [word.number(sizes[cohort]) for cohort in cohorts]
    digits = max(map(len, written), default=1)
    left_axis["ticktext"] = [
        f"{text}  <b>{number.rjust(digits, FIGURE_SPACE)}</b>"
        for text, number in zip(left_axis["ticktext"], written, strict=True)
    ]
    left += round(width_of("0" * digits, bold=True)) + 10
    lines = list(
        zip(
            codes(frame, row),
            codes(frame, column),
            *(numbers(frame, name) for name in (size, part, expected, least, most)),
            flags(frame, is_open),
            strict=True,
        )
    )
    shares = {(r, c): _share(k, n, e) for r, c, n, k, e, _, _, _ in lines}
    largest = max((share for share in shares.values() if share is not None), default=0.0) or 1.0
    cells: list[Cell] = []
    striped: list[bool] = []
    for r, c, n, k, forecast, low, high, still_open in lines:
        share = shares[r, c]
        place, given = (places[c], cohorts.index(r)), [r, c]
        about = f"<b>{plain(names[r])} · {plain(columns[c])}</b>"
        if share is None:
            cells.append((*place, STILL_TO_COME, PANEL, QUIET, None, about))
            striped.append(False)
            continue
        text = f"{word.percent(share)}<br>{word.number(k)}/{word.number(n)}"
        if forecast is not None:
            text = f"≈{word.percent(share)}<br>{word.percent(low)}–{word.percent(high)}"
        cells.append((*place, text, *_colours(share / largest, still_open), given, f"{about}<br>{word.rate(k, n)}"))
        striped.append(still_open)
    trace = cell_bars(cells)
    trace["marker"]["pattern"] = {
        "shape": ["/" if is_striped else "" for is_striped in striped],
        "bgcolor": [cell[3] for cell in cells],
        "fgcolor": [WHITE] * len(cells),
        "size": 9,
        "solidity": 0.25,
    }
    heads = [
        {
            "text": plain(heading),
            "x": at,
            "y": 1,
            "yref": "paper",
            "xanchor": "center",
            "yanchor": "bottom",
            "showarrow": False,
            "borderpad": 0,
            "font": {"color": QUIET},
        }
        for at, heading in enumerate(columns.values())
    ]
    layout = {
        "xaxis": axis(visible=False, range=[-0.5, len(columns) - 0.5]),
        "yaxis": left_axis,
        "bargap": 0,
        "margin": {"l": left, "r": 8, "t": 26},
        "annotations": heads,
    }
    return picture([trace], layout, title=title, subtitle=subtitle, body=CELL * max(len(cohorts), 1), width=width)


def _share(part: float | None, whole: float | None, expected: float | None) -> float | None:
    if expected is not None:
        return expected
    return None if part is None or not whole else part / whole
