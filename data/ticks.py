"""Tick columns that are one field: 来店性质{首次|再次}, 意向车型{K2|K5}, or 首次|再次 side by side without a group."""

from collections.abc import Sequence
from dataclasses import replace

from data.beneath import Beneath, Nature
from data.headings import Heading, Source
from data.reading import Certainty
from data.registers import FIELDS, Field, Kind
from data.vocabulary import plain, vocabulary

GROUPED = {
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
_LEVELS = {"o", "h", "a", "b", "c", "d", "n"}
_WORDED = {"contact_type": "contact", "reasons": "reasons", "sale_channel": "sale_channel", "outcome": "outcome"}


def tick_groups(kind: Kind, headings: Sequence[Heading], below: Beneath) -> list[Source]:
    """Return the groups of tick columns, each as one source whose values are its headings."""
    fields = {field.name: field for field in FIELDS[kind]}
    members: dict[str, list[Heading]] = {}
    for heading in headings:
        name = _member_of(kind, heading, below)
        if name in fields:
            members.setdefault(str(name), []).append(heading)
    members = {name: found for name, found in members.items() if len(found) > 1}
    used = {heading.column for found in members.values() for heading in found}
    groups = [group_of(fields[name], found) for name, found in members.items()]
    for run in _runs(kind, headings, below, used):
        name = _name_of(run, fields.keys() - members.keys())
        if name:
            members[name] = run
            sure = Certainty.SURE if name == "level" else Certainty.DOUBTFUL
            groups.append(replace(group_of(fields[name], run), sure=sure))
    return groups


def group_of(field: Field, headings: Sequence[Heading]) -> Source:
    """Return one source of several tick columns."""
    return Source(
        field,
        tuple(heading.column for heading in headings),
        " | ".join(heading.text for heading in headings),
        tuple(heading.text.removeprefix(_parent_text(heading)).strip() for heading in headings),
    )


def _member_of(kind: Kind, heading: Heading, below: Beneath) -> str | None:
    """Return the field whose choice a column may be: its group's, or that of a heading such as 首次."""
    words = vocabulary()
    parent = words.match(kind, heading.group) if heading.group else None
    own = words.match(kind, heading.label)
    if parent and parent.field in GROUPED:
        says_otherwise = own and own.exact and own.field != parent.field
        if not says_otherwise or below.nature(heading.column) is Nature.TICKS:
            return parent.field
    elif _is_of_first(heading.label) and _is_ticked(heading, below):
        return "is_first"
    return None


def _is_of_first(label: str) -> bool:
    return len(label) > 1 and label in vocabulary().values["first"]


def _is_ticked(heading: Heading, below: Beneath) -> bool:
    return not below.values(heading.column) or below.nature(heading.column) is Nature.TICKS


def _runs(kind: Kind, headings: Sequence[Heading], below: Beneath, used: set[int]) -> list[list[Heading]]:
    """Return runs of neighbouring tick columns with headings of no known meaning, at most one ticked in a line."""
    runs: list[list[Heading]] = [[]]
    for heading in headings:
        if heading.column not in used and _may_be_choice(kind, heading, below):
            follows = runs[-1] and runs[-1][-1].column == heading.column - 1
            same = follows and _is_level(runs[-1][-1]) == _is_level(heading)
            if same:
                runs[-1].append(heading)
            else:
                runs.append([heading])
        else:
            runs.append([])
    return [run for run in runs if len(run) > 1 and _is_one_choice([heading.column for heading in run], below)]


def _may_be_choice(kind: Kind, heading: Heading, below: Beneath) -> bool:
    if heading.group or (below.values(heading.column) and below.nature(heading.column) is not Nature.TICKS):
        return False
    words = vocabulary()
    if _is_level(heading) or _word_of(heading):
        return True
    return words.match(kind, heading.label) is None and not words.is_unused(heading.label)


def _is_one_choice(columns: list[int], below: Beneath) -> bool:
    ticked = [count for count in below.ticked(columns) if count]
    used = sum(bool(below.values(column)) for column in columns)
    return len(ticked) >= 3 and used >= 2 and sum(count == 1 for count in ticked) >= 0.9 * len(ticked)


def _name_of(run: list[Heading], free: set[str]) -> str | None:
    """Return what a run of tick columns is the choice of: levels, known words, else the models, which have no list."""
    if all(_is_level(heading) for heading in run):
        name = "level"
    else:
        words = {_word_of(heading) for heading in run} - {None}
        name = words.pop() if len(words) == 1 else "model"  # type: ignore[assignment]
    return name if name in free else None


def _is_level(heading: Heading) -> bool:
    return heading.label.removesuffix("级") in _LEVELS


def _word_of(heading: Heading) -> str | None:
    words = vocabulary()
    if heading.label in words.channels:
        return "channel"
    return next((name for name, cleaner in _WORDED.items() if heading.label in words.values[cleaner]), None)


def _parent_text(heading: Heading) -> str:
    text = heading.text
    if not heading.group:
        return ""
    return next((text[:end] for end in range(len(text), 0, -1) if plain(text[:end]) == heading.group), "")
