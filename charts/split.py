"""One whole in its parts: losses to people, to the product, to anything else; once, and month by month."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.columns import stacked
from charts.labels import SIZE, plain, width_of
from charts.theme import (
    BESIDE_SELECTED,
    BLOCK_TONES,
    GREY,
    HALF,
    HEIGHT,
    INK,
    KEPT,
    PALE,
    WHITE,
    Trace,
    Word,
    axis,
    codes,
    numbers,
    picture,
    writing,
)

BAR = 64
BELOW = 24
OTHERS = (PALE, GREY)


def _tones(blocks: list[Any]) -> list[str]:
    """Return a colour for each block: people rust, product blue, any other a grey."""
    others = iter(OTHERS * len(blocks))
    return [BLOCK_TONES[block] if block in BLOCK_TONES else next(others) for block in blocks]


def split(
    frame: pd.DataFrame,
    *,
    name: str,
    value: str,
    share: str,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    width: int = HALF,
) -> go.Figure:
    """One bar of the whole width, a piece for each row in the order given, with name, share and count.

    Columns: `name` the part's word; `value` a count; `share` its ratio, all adding up to 1, NaN for none; `code`
    what a click gives back and what colours it ("people", "product"; default: the name). What does not fit in its
    piece is written below it.
    """
    names, values, shares = codes(frame, name), numbers(frame, value), [v or 0.0 for v in numbers(frame, share)]
    clicked = codes(frame, code or name)
    tones = _tones(clicked)
    texts = [f"{word.percent(ratio, 0)} · {word.number(count)}" for ratio, count in zip(shares, values, strict=True)]
    starts = [sum(shares[:at]) for at in range(len(shares))]
    needed = [max(width_of(str(part), bold=True), width_of(text)) for part, text in zip(names, texts, strict=True)]
    drawn = [at for at, ratio in enumerate(shares) if ratio]
    inside = [at for at in drawn if needed[at] <= shares[at] * (width - 8) - 12]
    below = [at for at in drawn if at not in inside]
    traces: list[Trace] = []
    for at in inside:
        middle, letters = starts[at] + shares[at] / 2, INK if tones[at] in OTHERS else WHITE
        label = f"<b>{plain(names[at])}</b><br>{texts[at]}"
        traces.extend(writing([middle], [0], [label], "middle center", letters, shadow="none"))
    notes = []
    for row, at in enumerate(below):
        anchor = "right" if starts[at] > 0.5 else "left"
        x = starts[at] + (shares[at] if anchor == "right" else 0)
        place = {"x": x, "y": 0, "yref": "paper", "yanchor": "top", "xanchor": anchor, "yshift": -4 - row * BELOW}
        label = f"<b>{plain(names[at])}</b> {texts[at]}"
        notes.append({"text": label, "showarrow": False, "borderpad": 0, "font": {"size": SIZE}} | place)
    bar = {
        "type": "bar",
        "orientation": "h",
        "base": starts,
        "x": shares,
        "y": [0] * len(shares),
        "width": 1,
        "marker": {"color": tones, "line": {"width": 2, "color": WHITE}},
        "customdata": clicked,
        "hoverinfo": "text",
        "hovertext": [f"<b>{plain(part)}</b><br>{text}" for part, text in zip(names, texts, strict=True)],
        "selected": KEPT,
        "unselected": BESIDE_SELECTED,
    }
    layout = {
        "xaxis": axis(visible=False, range=[0, 1]),
        "yaxis": axis(visible=False, range=[-0.5, 0.5]),
        "bargap": 0,
        "margin": {"l": 4, "r": 4, "b": 8 + BELOW * len(below)},
        "annotations": notes,
    }
    return picture([bar, *traces], layout, title=title, subtitle=subtitle, body=BAR, width=width)


def split_course(
    frame: pd.DataFrame,
    *,
    x: str,
    block: str,
    share: str,
    blocks: Mapping[str, str],
    unfinished: str | None = None,
    code: str | None = None,
    title: str,
    subtitle: str = "",
    word: Word,
    height: int = HEIGHT,
    width: int = HALF,
) -> go.Figure:
    """The same by month: columns of 100 %, one piece for each block, named beside the last.

    Columns, one row per month and block, months in order: `x` labels; `block` code; `share` ratio of the month's
    whole, NaN for a month without data; `unfinished` true: striped; `code` what tells months apart and what a click
    gives back (default: the label). `blocks` maps block codes to names, the first at the bottom.
    """
    month = code or x
    about = frame.drop_duplicates(month).set_index(month, drop=False)
    parts = {n: frame[frame[block] == at].drop_duplicates(month).set_index(month)[share] for n, at in enumerate(blocks)}
    # the columns of shares are named by position, so that no block can bear the name of another column
    wide = pd.concat([about, pd.DataFrame({f"share {n}": part for n, part in parts.items()})], axis=1)
    return stacked(
        wide.loc[about.index],
        x=x,
        parts={f"share {n}": name for n, name in enumerate(blocks.values())},
        colours=_tones(list(blocks)),
        unfinished=unfinished,
        code=code,
        as_share=True,
        title=title,
        subtitle=subtitle,
        word=word,
        height=height,
        width=width,
    )
