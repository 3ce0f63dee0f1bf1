"""Which column of a register holds which field: by its heading's words, and by what stands beneath where words fail.

A heading known exactly, or values that cannot be mistaken, are taken. What is doubtful is taken or left, and asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from data.beneath import Beneath, Nature
from data.headings import Heading, Join, Source
from data.joined import joined_sources
from data.meaning import settled, told_by_values
from data.reading import Certainty
from data.registers import FIELDS, Field, Kind
from data.ticks import tick_groups
from data.vocabulary import Match, vocabulary

_FILLED_WORDS = ("车型", "日期", "时间", "编号")
_TIMES = ("arrived_minute", "left_minute")
_PAIRS = {Kind.VISIT: ("arrived_minute", "happened_on"), Kind.TEST_DRIVE: ("drive_minute", "driven_on")}


@dataclass
class Found:
    """The sources found, and for the columns that are asked about, which field each may be."""

    sources: list[Source] = field(default_factory=list)
    guesses: dict[int, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class _Claim:
    """A heading's claim on a field; the smallest `rank` gets it."""

    heading: Heading
    name: str
    sure: Certainty
    rank: int = 0
    spelling: str = ""
    said: str = ""  # the field that the heading alone would mean


def find_sources(kind: Kind, headings: Sequence[Heading], below: Beneath) -> Found:
    """Return where the fields of a kind come from, and which columns are asked about."""
    fields = {one.name: one for one in FIELDS[kind]}
    groups = [*joined_sources(kind, headings), *tick_groups(kind, headings, below)]
    grouped = {column for group in groups for column in group.columns}
    search = _Search(kind, [heading for heading in headings if heading.column not in grouped], below, groups)
    search.by_words()
    search.by_values()
    sources = [
        *groups,
        *(_source(fields[name], claim, search.shared.get(name, ())) for name, claim in search.won.items()),
    ]
    sources = _with_leaving(kind, _with_day(kind, sources, fields, below), fields, below)
    return Found(sorted(sources, key=lambda source: (source.columns[0], source.ends)), search.guesses)


class _Search:
    """Deals out the fields of a kind among headings: `won` is by field the claim that got it."""

    def __init__(self, kind: Kind, headings: list[Heading], below: Beneath, groups: list[Source]) -> None:
        self._kind, self._headings, self._below = kind, headings, below
        self._taken = {group.field.name: group.columns[0] for group in groups}
        self.won: dict[str, _Claim] = {}
        self.shared: dict[str, tuple[Heading, ...]] = {}  # further columns of a field, filled when its own is not
        self.guesses: dict[int, str | None] = {}

    def by_words(self) -> None:
        """Give each field to the best claim on it; of two clock columns the later one is the leaving."""
        claims = [claim for heading in self._headings if (claim := _claim(self._kind, heading, self._below))]
        below = self._below
        for claim in sorted(
            claims, key=lambda one: (not below.values(one.heading.column), one.rank, one.heading.column)
        ):
            name, column = claim.name, claim.heading.column
            if name not in self._taken:
                self._give(claim)
            elif name == "arrived_minute" and below.is_later(column, self._taken[name]):
                self._give(replace(claim, name="left_minute", sure=Certainty.BY_VALUES))
            elif claim.said and claim.said not in self._taken:
                self._give(replace(claim, name=claim.said, sure=Certainty.DOUBTFUL))
            elif name in self.won and self._shares(claim, self.won[name]):
                self.shared[name] = (*self.shared.get(name, ()), claim.heading)

    def _shares(self, claim: _Claim, winner: _Claim) -> bool:
        """Say whether two columns of one meaning are never both filled: 来店时间 and 来电时间."""
        own, other = claim.heading.column, winner.heading.column
        surely = claim.sure is Certainty.SURE and winner.sure is Certainty.SURE
        if not surely or not self._below.values(own) or not self._below.values(other):
            return False
        return max(self._below.ticked((own, other))) == 1

    def by_values(self) -> None:
        """Settle by its values what no heading's words did, and ask about the rest."""
        placed = {claim.heading.column for claim in self.won.values()}
        placed |= {heading.column for headings in self.shared.values() for heading in headings}
        for heading in self._headings:
            column = heading.column
            if column in placed or not self._below.values(column):
                continue
            told = told_by_values(self._kind, self._below, column, self._taken)
            if told and told.sure is not Certainty.UNKNOWN and not self._is_spare(heading):
                self._give(_Claim(heading, told.field, told.sure))
            elif not _is_needless(self._kind, heading, self._below):
                self.guesses[column] = told.field if told else None

    @staticmethod
    def _is_spare(heading: Heading) -> bool:
        return vocabulary().is_unused(heading.label)

    def _give(self, claim: _Claim) -> None:
        if claim.name not in self._taken:
            self.won[claim.name] = claim
            self._taken[claim.name] = claim.heading.column


def _claim(kind: Kind, heading: Heading, below: Beneath) -> _Claim | None:
    match = _match(kind, heading)
    meaning = settled(kind, match, below, heading.column) if match else None
    if match is None or meaning is None:
        return None
    return _Claim(heading, meaning.field, meaning.sure, match.rank, match.spelling, meaning.said)


def _match(kind: Kind, heading: Heading) -> Match | None:
    words = vocabulary()
    own, joined = words.match(kind, heading.label), words.match(kind, heading.group + heading.label)
    if heading.group and joined and joined.exact:
        return joined
    if (own and own.exact) or not heading.group:
        return own
    return own or joined


def _is_needless(kind: Kind, heading: Heading, below: Beneath) -> bool:
    """Say whether a column that no field took is known to be of no use here."""
    words = vocabulary()
    match = _match(kind, heading)
    if words.is_unused(heading.label) or (match and match.exact):
        return True
    nature = below.nature(heading.column)
    return nature is Nature.PHONES or (words.knows(heading.label) and nature is not Nature.TICKS)


def _source(field_: Field, claim: _Claim, shared: Sequence[Heading]) -> Source:
    heading = claim.heading
    is_repeat = field_.cleaner == "first" and _asks_for_repeat(heading.label)
    return Source(
        field_,
        (heading.column, *(other.column for other in shared)),
        " | ".join(one.text for one in (heading, *shared)),
        generic=claim.spelling in vocabulary().generic or claim.sure is Certainty.DOUBTFUL,
        inverted=is_repeat,
        filled=field_.name == "has_test_drive" and any(word in heading.label for word in _FILLED_WORDS),
        sure=claim.sure,
        join=Join.EITHER if shared else None,
    )


def _asks_for_repeat(label: str) -> bool:
    """Say whether a yes under a heading means that the customer came back: 再次, 是否二次来店."""
    return vocabulary().values["first"].get(label.removeprefix("是否")) == "repeat"


def _with_day(kind: Kind, sources: list[Source], fields: dict[str, Field], below: Beneath) -> list[Source]:
    """Take the day, or the time, from a column of 2025-09-03 14:30 when the register has no other."""
    names = {source.field.name: source for source in sources}
    clock, day = _PAIRS.get(kind, ("", ""))
    for has, lacks in ((clock, day), (day, clock)):
        own = names.get(has)
        if own and lacks not in names and below.nature(own.columns[0]) is Nature.STAMPS:
            return [*sources, Source(fields[lacks], own.columns, own.header, sure=own.sure, join=own.join)]
    return sources


def _with_leaving(kind: Kind, sources: list[Source], fields: dict[str, Field], below: Beneath) -> list[Source]:
    """Take arrival and leaving from a column of 9:30-10:15, when the register has no other leaving."""
    names = {source.field.name: source for source in sources}
    own = names.get("arrived_minute") or names.get("left_minute")
    if kind is not Kind.VISIT or own is None or {"arrived_minute", "left_minute"} <= names.keys():
        return sources
    if below.nature(own.columns[0]) is not Nature.RANGES:
        return sources
    others = [source for source in sources if source is not own]
    come, gone = (Source(fields[name], own.columns, own.header, sure=own.sure) for name in _TIMES)
    return [*others, come, replace(gone, ends=True)]
