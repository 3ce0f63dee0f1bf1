"""Which line of a sheet is its heading, what kind of register that makes it, and which column holds which field.

Headings are told by their words and by the values beneath them, never by the sheet's name alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from data.clean import is_missing, is_tick, text_of
from data.registers import FIELDS, Field, Kind
from data.vocabulary import Match, plain, vocabulary

DEEPEST_HEADING = 30  # lines of titles and instructions above a table
LEAST_SCORE = 2
SAMPLE = 100  # lines whose values help to settle what a heading means
_GROUPED = {
    "contact_type",
    "is_first",
    "level",
    "model",
    "purpose",
    "outcome",
    "sale_channel",
    "lost_kind",
    "reasons",
    "channel",
}
_STRONG_VISIT = {"arrived_minute", "left_minute", "stay_minutes", "is_first", "contact_type", "purpose"}
_FILLED_WORDS = ("车型", "日期", "时间", "编号")


@dataclass(frozen=True)
class Heading:
    """A column's heading: as typed, and plain; `group` is the merged heading above it, plain."""

    column: int
    text: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Source:
    """Where a field comes from: one column, or several tick columns whose headings are the `values`."""

    field: Field
    columns: tuple[int, ...]
    header: str
    values: tuple[str, ...] = ()
    generic: bool = False
    inverted: bool = False  # a tick under 再次 means not first
    filled: bool = False  # any entry means yes


@dataclass(frozen=True)
class Register:
    """A sheet understood as a register: `first_line` is where its records may begin, lines counted from zero."""

    kind: Kind
    score: int
    header_line: int
    first_line: int
    headings: tuple[Heading, ...]
    sources: tuple[Source, ...]

    @property
    def fields(self) -> set[str]:
        """The names of the fields found."""
        return {source.field.name for source in self.sources}

    @property
    def strength(self) -> tuple[int, int]:
        """What decides between two readings: the score, then the shorter heading."""
        return self.score, self.header_line - self.first_line


Grid = Sequence[Sequence[object]]


class _Below(dict[int, list[object]]):
    """The cells under each column that say something, looked at once for all kinds."""

    def __init__(self, lines: Grid) -> None:
        self._lines = lines[:SAMPLE]

    def __missing__(self, column: int) -> list[object]:
        cells = (line[column] for line in self._lines if column < len(line))
        self[column] = [cell for cell in cells if not is_missing(cell) or cell in ("无", "未")]
        return self[column]


def find_register(head: Grid, spans: dict[int, dict[int, int]], titles: str) -> Register | None:
    """Return how the first lines of a sheet read best as a register, or None.

    `head` holds the sheet's first lines, `spans` for each line the merged headings (first column → last column),
    `titles` all words around the sheet.
    """
    best: Register | None = None
    for line in range(min(len(head), DEEPEST_HEADING)):
        for headings, first_line in _candidates(head, line, spans.get(line, {})):
            below = _Below(head[first_line:])
            for kind in FIELDS:
                found = _read_as(kind, headings, below, (line, first_line), titles)
                if found and (best is None or found.strength > best.strength):
                    best = found
    return best


def _candidates(head: Grid, line: int, spans: dict[int, int]) -> list[tuple[list[Heading], int]]:
    """Return the ways to read a line as headings: alone, or with the line below under its groups."""
    single = _headings(head[line])
    if not single or not any(vocabulary().knows(heading.label) for heading in single):
        return []
    candidates = [(single, line + 1)] if len(single) > 1 else []
    if line + 1 < len(head) and _looks_like_heading(head[line + 1]) and _has_gaps(head[line], head[line + 1]):
        candidates.append((_two_rows(head[line], head[line + 1], spans), line + 2))
    return candidates


def _has_gaps(upper: Sequence[object], lower: Sequence[object]) -> bool:
    return any(_word(lower, column) and not _word(upper, column) for column in range(len(lower)))


def _headings(line: Sequence[object]) -> list[Heading]:
    return [
        Heading(i, cell.strip(), plain(cell)) for i, cell in enumerate(line) if isinstance(cell, str) and cell.strip()
    ]


def _looks_like_heading(line: Sequence[object]) -> bool:
    cells = [cell for cell in line if cell not in ("", None)]
    words = [cell for cell in cells if isinstance(cell, str) and not cell[:1].isdigit() and len(cell) < 30]
    return len(words) >= 2 and len(words) >= 0.7 * len(cells)


def _two_rows(upper: Sequence[object], lower: Sequence[object], spans: dict[int, int]) -> list[Heading]:
    """Join a heading of two lines: a group stands over its own columns, a lone heading over its one."""
    headings: list[Heading] = []
    group, last = "", -1
    for column in range(max(len(upper), len(lower))):
        above, below = _word(upper, column), _word(lower, column)
        if above:
            group, last = above, spans.get(column, len(upper) + len(lower) if not spans else column)
        parent = group if column <= last else ""
        if below and not above and not parent:
            headings.append(Heading(column, below, plain(below)))
        elif below:
            text = f"{parent} {below}" if parent else below
            headings.append(Heading(column, text, plain(below), plain(parent)))
        elif above:
            headings.append(Heading(column, above, plain(above)))
    return headings


def _word(line: Sequence[object], column: int) -> str:
    cell = line[column] if column < len(line) else ""
    return text_of(cell) if cell is not None else ""


def _read_as(
    kind: Kind, headings: list[Heading], below: _Below, lines: tuple[int, int], titles: str
) -> Register | None:
    line, first_line = lines
    sources = _sources(kind, headings, below)
    score = _score(kind, headings, sources, titles)
    names = {source.field.name for source in sources}
    if score < LEAST_SCORE or len(sources) < 2 or not _is_whole(kind, names, titles):
        return None
    # every column explained counts a little, so that the heading that explains most of them wins
    explained = sum(len(source.columns) for source in sources)
    return Register(kind, 10 * score + explained, line, first_line, tuple(headings), tuple(sources))


def _score(kind: Kind, headings: list[Heading], sources: list[Source], titles: str) -> int:
    words = vocabulary()
    weights = words.weights[kind]
    score = sum(weights.get(source.field.name, 0) for source in sources if not source.generic)
    telling = {word for heading in headings for word in (heading.label, heading.group)} & words.telling[kind]
    title = any(word in titles for word in words.titles[kind])
    total = score + 2 * len(telling) + 3 * title - _unlike(kind, headings)
    if kind is Kind.VISIT and _is_bare_register({source.field.name for source in sources}, titles):
        return max(total, LEAST_SCORE)
    return total


def _is_bare_register(names: set[str], titles: str) -> bool:
    """A day, a customer and a salesperson, and nothing that tells more: the plainest register there is, of visits."""
    whole = {"happened_on", "salesperson"} <= names and bool(names & {"customer_name", "phone"})
    return whole and not any(word in titles for word in vocabulary().others)


def _unlike(kind: Kind, headings: list[Heading]) -> int:
    """Weigh headings that only a visit register has against every other kind."""
    if kind is Kind.VISIT:
        return 0
    words = vocabulary()
    of_visits = (
        words.headers[Kind.VISIT].get(heading.label) for heading in headings if heading.label not in words.generic
    )
    known = words.headers[kind]
    strong = {match.field for match in of_visits if match and match.spelling not in known} & _STRONG_VISIT
    return 2 * len(strong)


def _is_whole(kind: Kind, names: set[str], titles: str) -> bool:
    who = names & {"customer_name", "phone", "salesperson", "model"}
    if kind is Kind.VISIT:
        titled = any(word in titles for word in vocabulary().titles[kind])
        dated = {"happened_on", "arrived_minute", "is_first", "contact_type"} | (
            {"level", "model"} if titled else set()
        )
        return bool(who - {"model"}) and bool(names & dated)
    if kind is Kind.DEAL:
        return bool(who | names & {"vin", "order_no"}) and bool(names & {"ordered_on", "delivered_on"})
    if kind is Kind.LOSS:
        return bool(who) and bool(names & {"lost_on", "reasons", "lost_to", "lost_kind"})
    return bool(who - {"model"}) and ("driven_on" in names or "drive_minute" in names or "试驾" in titles)


def _sources(kind: Kind, headings: list[Heading], below: _Below) -> list[Source]:
    fields = {field.name: field for field in FIELDS[kind]}
    groups, grouped = _tick_groups(kind, headings, fields)
    claims: dict[str, list[tuple[int, Heading, Match]]] = {}
    for heading in headings:
        if heading.column in grouped:
            continue
        values = below[heading.column]
        match = _settled(kind, heading, _match(kind, heading), values)
        if match is not None:
            claims.setdefault(match.field, []).append((match.rank, heading, match))
    taken = {source.field.name for source in groups}
    plain_sources = [
        _source(fields[name], min(found, key=lambda claim: (claim[0], claim[1].column)))
        for name, found in claims.items()
        if name not in taken
    ]
    sources = _with_day_from_time(kind, [*groups, *plain_sources], fields, below)
    return sorted(sources, key=lambda source: source.columns[0])


def _source(field: Field, claim: tuple[int, Heading, Match]) -> Source:
    _, heading, match = claim
    is_repeat = field.cleaner == "first" and vocabulary().values["first"].get(heading.label) == "repeat"
    filled = field.name == "has_test_drive" and any(word in heading.label for word in _FILLED_WORDS)
    generic = match.spelling in vocabulary().generic
    return Source(field, (heading.column,), heading.text, generic=generic, inverted=is_repeat, filled=filled)


def _match(kind: Kind, heading: Heading) -> Match | None:
    words = vocabulary()
    own, joined = words.match(kind, heading.label), words.match(kind, heading.group + heading.label)
    if heading.group and joined and joined.exact:
        return joined
    if (own and own.exact) or not heading.group:
        return own
    return own or joined


def _tick_groups(kind: Kind, headings: list[Heading], fields: dict[str, Field]) -> tuple[list[Source], set[int]]:
    """Find tick columns that are one field: 来店性质{首次|再次}, 意向车型{K2|K5}, or 首次|再次 side by side."""
    words = vocabulary()
    members: dict[str, list[Heading]] = {}
    for heading in headings:
        parent = words.match(kind, heading.group) if heading.group else None
        own = words.match(kind, heading.label)
        if parent and parent.field in _GROUPED and not (own and own.exact and own.field != parent.field):
            members.setdefault(parent.field, []).append(heading)
        elif "is_first" in fields and heading.label in words.values["first"] and own and own.field == "is_first":
            members.setdefault("is_first", []).append(heading)
    groups = [
        Source(
            fields[name],
            tuple(heading.column for heading in found),
            " | ".join(heading.text for heading in found),
            tuple(heading.text.removeprefix(_parent_text(heading)).strip() for heading in found),
        )
        for name, found in members.items()
        if len(found) > 1
    ]
    return groups, {column for group in groups for column in group.columns}


def _parent_text(heading: Heading) -> str:
    text = heading.text
    return (
        next((text[:end] for end in range(len(text), 0, -1) if plain(text[:end]) == heading.group), "")
        if heading.group
        else ""
    )


def _settled(kind: Kind, heading: Heading, match: Match | None, values: list[object]) -> Match | None:
    """Let the values beneath decide what an ambiguous heading means."""
    if not values:
        return match
    if match is None:
        return _by_values(heading, values)
    known = {field.name for field in FIELDS[kind]}
    field = match.field
    if field == "stay_minutes" and _are_ticks(values):
        field = "is_long_stay"
    elif field == "is_long_stay" and not _are_ticks(values):
        field = "stay_minutes"
    elif field in ("arrived_minute", "drive_minute") and _are_days(values):
        field = "happened_on" if kind is Kind.VISIT else "driven_on"
    elif field == "has_deal" and _are_words_of("outcome", values):
        field = "outcome"
    elif field == "outcome" and _are_ticks(values):
        field = "has_deal" if "has_deal" in known else field
    elif (field == "channel" and kind is Kind.DEAL and _are_words_of("sale_channel", values)) or (
        field == "store" and _are_words_of("sale_channel", values)
    ):
        field = "sale_channel"
    return Match(match.spelling, field, match.rank, match.exact) if field in known else None


def _by_values(heading: Heading, values: list[object]) -> Match | None:
    phones = sum(1 for value in values if _is_mobile(value))
    if phones >= 3 and phones > 0.8 * len(values) and heading.label not in vocabulary().unused:
        return Match(heading.label, "phone", 500, exact=False)
    return None


def _is_mobile(value: object) -> bool:
    if isinstance(value, str) and len(value) < 11:
        return False
    text = text_of(value)
    return len(text) == 11 and text.isdigit() and text[0] == "1" and text[1] in "3456789"


def _are_ticks(values: list[object]) -> bool:
    return all(is_tick(value) is not None and (not isinstance(value, float) or value in (0, 1)) for value in values)


def _are_days(values: list[object]) -> bool:
    days = sum(isinstance(value, date) and not _has_clock(value) for value in values)
    return days > 0.8 * len(values)


def _has_clock(value: object) -> bool:
    return isinstance(value, datetime) and value.time() != time()


def _are_words_of(cleaner: str, values: list[object]) -> bool:
    words = vocabulary().values[cleaner]
    found = Counter(plain(value) in words for value in values if isinstance(value, str))
    return found[True] > 0.8 * len(values)


def _with_day_from_time(kind: Kind, sources: list[Source], fields: dict[str, Field], below: _Below) -> list[Source]:
    """Take the day from a column of 2025-09-03 14:30 when the register has no other date."""
    pairs = {Kind.VISIT: ("arrived_minute", "happened_on"), Kind.TEST_DRIVE: ("drive_minute", "driven_on")}
    clock, day = pairs.get(kind, ("", ""))
    names = {source.field.name: source for source in sources}
    if clock in names and day not in names:
        column = names[clock].columns[0]
        if any(_has_clock(value) or _reads_as_stamp(value) for value in below[column]):
            return [*sources, Source(fields[day], (column,), names[clock].header)]
    return sources


def _reads_as_stamp(value: object) -> bool:
    return isinstance(value, str) and len(value) > 12 and value[:4].isdigit() and ":" in value
