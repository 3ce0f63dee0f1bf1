"""Fields that stand in several columns: 月|日, First Name|Last Name, 来店时间|来电时间."""

from collections.abc import Callable, Sequence

from data.clean import is_missing
from data.headings import Heading, Join, Source
from data.registers import FIELDS, MAIN_DATE, Field, Kind
from data.texts import text_of

_DAY = ("年", "月", "日")
_NAMES: dict[tuple[str, ...], Join] = {
    ("firstname", "lastname"): Join.WORDS,
    ("lastname", "firstname"): Join.TURNED,
    ("姓", "名"): Join.CLOSE,
}


def joined_sources(kind: Kind, headings: Sequence[Heading]) -> list[Source]:
    """Return the fields that neighbouring headings spell out together."""
    fields = {field.name: field for field in FIELDS[kind]}
    found = []
    for place in range(len(headings)):
        following = headings[place : place + 3]
        labels = tuple(one.label for one in following)
        if labels[:2] == _DAY[1:] and (place == 0 or headings[place - 1].label != _DAY[0]):
            found.append(_source(fields[MAIN_DATE[kind]], following[:2], Join.DAY))
        elif labels == _DAY:
            found.append(_source(fields[MAIN_DATE[kind]], following, Join.DAY))
        elif join := _NAMES.get(labels[:2]):
            found.append(_source(fields["customer_name"], following[:2], join))
    return found


def _source(field: Field, headings: Sequence[Heading], join: Join) -> Source:
    text = " | ".join(heading.text for heading in headings)
    return Source(field, tuple(heading.column for heading in headings), text, join=join)


def joined(join: Join, cells: Sequence[tuple[object, ...]]) -> list[object]:
    """Return the cells of several columns as one column's, line by line."""
    return [_JOINS[join](line) for line in zip(*cells, strict=True)]


def _either(line: tuple[object, ...]) -> object:
    return next((cell for cell in line if not is_missing(cell)), "")


def _words(line: tuple[object, ...]) -> str:
    """Return a first and a last name as one; a Chinese one with the last name before, as it is said."""
    words = [text_of(cell) for cell in line if not is_missing(cell)]
    return "".join(reversed(words)) if words and not any(word.isascii() for word in words) else " ".join(words)


def _turned(line: tuple[object, ...]) -> object:
    return _words(line[::-1])


def _close(line: tuple[object, ...]) -> object:
    return "".join(text_of(cell) for cell in line if not is_missing(cell))


def _day(line: tuple[object, ...]) -> object:
    """Return 3 and 5 as 3月5日; without a day nothing, without a month only the day, which a title may complete."""
    parts = ["" if is_missing(cell) else text_of(cell).rstrip("年月日号") for cell in line]
    *before, day = parts
    if not day:
        return ""
    units = _DAY[-len(parts) :]
    return "".join(f"{part}{unit}" for part, unit in zip([*before, day], units, strict=True) if part)


_JOINS: dict[Join, Callable[[tuple[object, ...]], object]] = {
    Join.EITHER: _either,
    Join.WORDS: _words,
    Join.TURNED: _turned,
    Join.CLOSE: _close,
    Join.DAY: _day,
}
