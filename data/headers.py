"""Which line of a sheet is its heading, what kind of register that makes it, and which column holds which field.

Headings are told by their words and by the values beneath them, never by the sheet's name alone.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from data.beneath import Beneath
from data.headings import Heading, Source
from data.reading import Certainty
from data.registers import FIELDS, Kind
from data.sources import find_sources
from data.texts import text_of
from data.vocabulary import plain, vocabulary

DEEPEST_HEADING = 30  # lines of titles and instructions above a table
LEAST_SCORE = 2
ENOUGH_KNOWN = 3  # headings known exactly that a line is told by
_UNIT = re.compile(
    r"\s*[(（\[]?\s*(?:元|万元|分钟|分|人|批|次|台|组|[%％]|年[/.]?月[/.]?日|月[/.]?日|时[:：]?分|√|√/×|是/否|Y/N)\s*[)）\]]?\s*"
)
_OF_A_CUSTOMER = {"customer_name", "phone", "order_no", "price", "deposit", "salesperson", "reasons"}
_STRONG_VISIT = {"arrived_minute", "left_minute", "stay_minutes", "is_first", "contact_type", "purpose"}


@dataclass(frozen=True)
class Register:
    """A sheet understood as a register: `first_line` is where its records may begin, lines counted from zero.

    `guesses` are the columns that are asked about, and the field each may be.
    """

    kind: Kind
    score: int
    header_line: int
    first_line: int
    headings: tuple[Heading, ...]
    sources: tuple[Source, ...]
    guesses: Mapping[int, str | None] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        """The names of the fields found."""
        return {source.field.name for source in self.sources}

    @property
    def layout(self) -> str:
        """What tells one form from another: its kind and its headings in order."""
        words = "|".join(heading.label for heading in self.headings)
        return sha256(f"{self.kind}|{words}".encode()).hexdigest()[:16]

    @property
    def strength(self) -> tuple[int, int]:
        """What decides between two readings: the score, then the shorter heading."""
        return self.score, self.header_line - self.first_line


Grid = Sequence[Sequence[object]]


def find_register(head: Grid, spans: dict[int, dict[int, int]], titled: Callable[[int], str]) -> Register | None:
    """Return how the first lines of a sheet read best as a register, or None.

    `head` holds the sheet's first lines, `spans` for each line the merged headings (first column → last column),
    `titled` gives the words around the sheet when its heading is a line: those above it and its names.
    """
    best: Register | None = None
    for line in _likely_lines(head):
        titles = titled(line)
        for headings, first_line in _candidates(head, line, spans.get(line, {})):
            below = Beneath(head[first_line:])
            for kind in FIELDS:
                found = _read_as(kind, headings, below, (line, first_line), titles)
                if found and (best is None or found.strength > best.strength):
                    best = found
    return best


def register_at(head: Grid, spans: dict[int, dict[int, int]], kind: Kind, line: int) -> Register | None:
    """Return a sheet as the register that the user says it is, headed by a line; None when no words stand there."""
    if line >= len(head):
        return None
    readings = [_as_told(kind, *one, line, head) for one in _candidates(head, line, spans.get(line, {}))]
    return max(readings, key=lambda one: len(one.sources), default=None)


def register_of_layout(head: Grid, spans: dict[int, dict[int, int]], layouts: Container[str]) -> Register | None:
    """Return a sheet as the register of one of the layouts that the user has answered for, None when it has none.

    The lowest such line is the heading: with a title above as its group it would have the same words.
    """
    for line in reversed(range(min(len(head), DEEPEST_HEADING) if layouts else 0)):
        for headings, first_line in _candidates(head, line, spans.get(line, {})):
            for kind in FIELDS:
                if Register(kind, 0, line, first_line, tuple(headings), ()).layout in layouts:
                    return _as_told(kind, headings, first_line, line, head)
    return None


def likeliest_line(head: Grid) -> int:
    """Return the line that looks most like a heading: the first with the most different words."""
    counts = [len({heading.label for heading in _headings(line)}) for line in head[:DEEPEST_HEADING]]
    return counts.index(max(counts, default=0)) if counts else 0


def _as_told(kind: Kind, headings: list[Heading], first_line: int, line: int, head: Grid) -> Register:
    found = find_sources(kind, headings, Beneath(head[first_line:]))
    return Register(kind, 0, line, first_line, tuple(headings), tuple(found.sources), found.guesses)


def _likely_lines(head: Grid) -> list[int]:
    """Return the lines that may be headings: those with nearly the most known words, and the line above such a one.

    Lines of records hold a known word now and then; only a heading holds many.
    """
    lines = [_headings(line) for line in head[:DEEPEST_HEADING]]
    counts = [sum(vocabulary().knows(heading.label) for heading in line) for line in lines]
    if max(counts, default=0) < ENOUGH_KNOWN:
        counts = [sum(vocabulary().resembles(heading.label) for heading in line) for line in lines]
    most = max(1, *counts) if counts else 1
    likely = [2 * count >= most for count in counts]
    return [line for line, count in enumerate(counts) if likely[line] or (count and any(likely[line + 1 : line + 2]))]


def _candidates(head: Grid, line: int, spans: dict[int, int]) -> list[tuple[list[Heading], int]]:
    """Return the ways to read a line as headings: alone, or with the line below under its groups."""
    single = _headings(head[line])
    candidates = [(single, _below_units(head, line + 1))] if len(single) > 1 else []
    if line + 1 < len(head) and _looks_like_heading(head[line + 1]) and _has_gaps(head[line], head[line + 1]):
        candidates.append((_two_rows(head[line], head[line + 1], spans), _below_units(head, line + 2)))
    return candidates


def _below_units(head: Grid, line: int) -> int:
    """Return the line below one that only names units under the headings: (分钟), (元), √/×."""
    cells = [cell for cell in head[line] if cell not in ("", None)] if line < len(head) else []
    units = bool(cells) and all(isinstance(cell, str) and _UNIT.fullmatch(cell) for cell in cells)
    return line + 1 if units else line


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
    kind: Kind, headings: list[Heading], below: Beneath, lines: tuple[int, int], titles: str
) -> Register | None:
    line, first_line = lines
    found = find_sources(kind, headings, below)
    sources = found.sources
    score = _score(kind, headings, sources, titles)
    # what only looks like a day may date visits, which are asked about; it makes no ledger of a list of cars
    doubtful = {source.field.name for source in sources if source.sure is Certainty.DOUBTFUL}
    names = {source.field.name for source in sources}
    if kind is not Kind.VISIT and len(names & _OF_A_CUSTOMER) < 2:
        names -= doubtful
    if score < LEAST_SCORE or len(sources) < 2 or not _is_whole(kind, names, titles):
        return None
    # every column explained counts a little, so that the heading that explains most of them wins
    explained = sum(len(source.columns) for source in sources)
    return Register(kind, 10 * score + explained, line, first_line, tuple(headings), tuple(sources), found.guesses)


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
