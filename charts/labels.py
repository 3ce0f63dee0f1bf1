"""Text on a chart: made harmless, measured, broken into lines, thinned out and put where nothing is in its way."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape
from itertools import pairwise

import pandas as pd

SIZE = 15
LINE_HEIGHT = SIZE * 1.4
MISSING = "—"
AWAY_FROM_POINT = 7.0

_WIDE = frozenset("mwMW%@&")
_NARROW = frozenset("iljtfrI.,:;'|!()[]/ ")
_WORDS = re.compile(r"[⺀-鿿　-〿豈-﫿＀-￯]|[^\s⺀-鿿　-〿豈-﫿＀-￯]+|\s+")
_NEVER_FIRST = frozenset("，。、：；！？）」』”％…,.:;!?)")
_ABOVE_OR_BELOW = ("top center", "bottom center", "top left", "top right", "bottom left", "bottom right")
_AROUND = ("middle right", "middle left", *_ABOVE_OR_BELOW)

Box = tuple[float, float, float, float]


@lru_cache(4096)
def _em(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in "WFA":
        return 1.0
    if letter in _WIDE:
        return 0.88
    if letter in _NARROW:
        return 0.34
    return 0.64 if letter.isupper() else 0.56


def width_of(text: str, size: float = SIZE, *, bold: bool = False) -> float:
    """Return about how many pixels one line of `text` takes; errs on the wide side."""
    return sum(map(_em, text)) * size * (1.06 if bold else 1.0)


def cut(text: str, pixels: float, size: float = SIZE, *, bold: bool = False) -> str:
    """Return `text`, or as much of its beginning as fits in `pixels` with … behind it."""
    if width_of(text, size, bold=bold) <= pixels:
        return text
    while text and width_of(text + "…", size, bold=bold) > pixels:
        text = text[:-1]
    return text.rstrip() + "…"


def _tidy(text: object) -> str:
    if text is None or text is pd.NA or text is pd.NaT or text != text:  # noqa: PLR0124 (NaN)
        return MISSING
    if str(text).isprintable():
        return " ".join(str(text).split())
    shown = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in str(text))
    return " ".join("".join(letter for letter in shown if unicodedata.category(letter) != "Cf").split())


def _harmless(text: str) -> str:
    return escape(text, quote=False).replace("$", "&#36;")


def plain(text: object, pixels: float | None = None, size: float = SIZE) -> str:
    """Return any text so that Plotly shows it letter by letter: no tags, links or formulas, one line.

    With `pixels` it is shortened with … to that width. A missing value becomes a dash.
    """
    tidy = _tidy(text)
    return _harmless(tidy if pixels is None else cut(tidy, pixels, size))


def _lines(text: str, pixels: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line: list[str] = []
    for piece in _WORDS.findall(text):
        if not line or width_of("".join([*line, piece]), size, bold=bold) <= pixels:
            line.append(piece)
            continue
        begun = [piece]  # with the word before it, where the piece may not stand first
        while begun[0] in _NEVER_FIRST and len(line) > 1:
            begun.insert(0, line.pop())
        if begun[0] in _NEVER_FIRST:
            line += begun
            continue
        lines.append("".join(line))
        line = [begun[0].lstrip(), *begun[1:]]
    last = "".join(line)
    return [*lines, last] if last.strip() else lines


def wrapped(text: object, pixels: float, size: float = SIZE, *, bold: bool = False, most: int = 3) -> list[str]:
    """Return `text` as at most `most` harmless lines of about equal length, none wider than `pixels`.

    Chinese breaks between any two characters but not before punctuation, English between words.
    """
    tidy = _tidy(text)
    lines = _lines(tidy, pixels, size, bold)
    for share in (0.9, 0.8, 0.7, 0.6):
        even = _lines(tidy, pixels * share, size, bold)
        if len(even) > len(lines) or any(width_of(line.rstrip(), size, bold=bold) > pixels * share for line in even):
            break
        lines = even
    if len(lines) > most:
        lines = [*lines[: most - 1], "".join(lines[most - 1 :])]
    return [_harmless(cut(line.strip(), pixels, size, bold=bold)) for line in lines]


def thinned(labels: Sequence[str], each: float, size: float = SIZE) -> list[int]:
    """Return the positions whose labels may stand side by side when every position has `each` pixels.

    They are evenly spaced, and the last one, the newest, is always among them.
    """
    widths = [max((width_of(line, size) for line in label.split("\n")), default=0.0) for label in labels]
    shown = list(range(len(labels)))
    for step in range(1, len(labels) + 1):
        shown = sorted(range(len(labels) - 1, -1, -step))
        room = step * max(each, 0.1) - 0.4 * size
        if all((widths[a] + widths[b]) / 2 <= room for a, b in pairwise(shown)):
            break
    return shown


def telling(values: Sequence[float | None], apart: int = 1) -> list[int]:
    """Return the positions worth a label where not all can have one: last, largest, smallest and first value.

    Of two that are less than `apart` positions from each other, the one named first stays.
    """
    there = [(value, at) for at, value in enumerate(values) if value is not None]
    if not there:
        return []
    kept: list[int] = []
    for _, at in (there[-1], max(there), min(there), there[0]):
        if all(abs(at - other) >= apart for other in kept):
            kept.append(at)
    return sorted(kept)


def spread(wanted: Sequence[float], gap: float) -> list[float]:
    """Return the heights in the order given, moved apart as little as needed to be `gap` from each other."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    heights = [wanted[at] for at in order]
    for _ in range(len(heights)):
        for low in range(len(heights) - 1):
            short = gap - (heights[low + 1] - heights[low])
            if short > 0:
                heights[low] -= short / 2
                heights[low + 1] += short / 2
    back = dict(zip(order, heights, strict=True))
    return [back[at] for at in range(len(wanted))]


def _box(x: float, y: float, width: float, position: str) -> Box:
    height, away = SIZE * 1.2, AWAY_FROM_POINT
    left = {"center": x - width / 2, "left": x - width - away, "right": x + away}[position.split()[1]]
    bottom = {"top": y + away, "middle": y - height / 2, "bottom": y - away - height}[position.split(maxsplit=1)[0]]
    return left, bottom, left + width, bottom + height


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _along(line: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    parts = [part / 12 for part in range(13)]
    return [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in pairwise(line) for t in parts]


def placed(
    points: Sequence[tuple[float, float]],
    widths: Sequence[float],
    lines: Sequence[Sequence[tuple[float, float]]],
    room: Box,
    taken: Iterable[Box] = (),
) -> list[str]:
    """Return for each point the Plotly text position that keeps its label off lines, other labels and the edges.

    All in pixels, y upwards. Labels stay within `room` and off what is already `taken` (left, bottom, right, top).
    """
    ink = [spot for line in lines for spot in _along(line)]
    full = list(taken)
    positions = []
    for (x, y), width in zip(points, widths, strict=True):
        near = [spot for spot in ink if abs(spot[0] - x) < width + 4]

        def cost(position: str, x: float = x, y: float = y, width: float = width, near: list = near) -> float:
            box = _box(x, y, width, position)
            on_line = sum(box[0] - 4 < px < box[2] + 4 and box[1] - 2 < py < box[3] + 2 for px, py in near)
            outside = box[0] < room[0] or box[1] < room[1] or box[2] > room[2] or box[3] > room[3]
            crowded = sum(_overlap(box, other) for other in full)
            return on_line + 8 * crowded + 20 * outside + 0.1 * _ABOVE_OR_BELOW.index(position)

        best = min(_ABOVE_OR_BELOW, key=cost)
        full.append(_box(x, y, width, best))
        positions.append(best)
    return positions


def free_places(
    points: Sequence[tuple[float, float]], widths: Sequence[float], room: Box, taken: Iterable[Box] = ()
) -> list[str | None]:
    """Return for each point, those that matter most first, where its label touches no other; None where nowhere.

    All in pixels, y upwards. A place is a Plotly text position within `room`, off every `taken` box and every label
    placed before.
    """
    full = list(taken)
    found: list[str | None] = []
    for (x, y), width in zip(points, widths, strict=True):
        boxes = {position: _box(x, y, width, position) for position in _AROUND}
        inside = (
            position
            for position, box in boxes.items()
            if box[0] >= room[0] and box[1] >= room[1] and box[2] <= room[2] and box[3] <= room[3]
        )
        free = next((one for one in inside if not any(_overlap(boxes[one], other) for other in full)), None)
        full += [boxes[free]] if free else []
        found.append(free)
    return found
