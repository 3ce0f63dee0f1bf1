"""What a heading that may mean several things means, and what values mean under a heading that says nothing."""

from dataclasses import dataclass

from data.beneath import LEAST, Beneath, Nature, are_ticks, are_words_of, fit
from data.reading import Certainty
from data.registers import FIELDS, MAIN_DATE, Kind
from data.vocabulary import Match, vocabulary

_FITS = 0.5  # below it a column does not hold what its heading says
_FITS_LIKELY = 0.75  # nor, below this, what its heading only contains
_CLOCKED = {Kind.VISIT: "arrived_minute", Kind.TEST_DRIVE: "drive_minute"}
# (what the heading says, what stands beneath) → what it is
_OTHERWISE: dict[tuple[str, Nature], str] = {
    ("arrived_minute", Nature.DAYS): "happened_on",
    ("drive_minute", Nature.DAYS): "driven_on",
    ("happened_on", Nature.CLOCKS): "arrived_minute",
    ("happened_on", Nature.RANGES): "arrived_minute",
    ("driven_on", Nature.CLOCKS): "drive_minute",
    ("channel", Nature.CONTACT): "contact_type",
    ("contact_type", Nature.FIRST): "is_first",
    ("is_valid", Nature.OUTCOME): "outcome",
    ("outcome", Nature.VALIDITY): "is_valid",
    ("has_deal", Nature.OUTCOME): "outcome",
    ("has_deal", Nature.DAYS): "ordered_on",
    ("is_recorded", Nature.OUTCOME): "outcome",
    ("outcome", Nature.TICKS): "has_deal",
    ("model", Nature.LEVELS): "level",
    ("lost_kind", Nature.CONTACT): "contact_type",
    ("channel", Nature.SALE_CHANNEL): "sale_channel",
    ("store", Nature.SALE_CHANNEL): "sale_channel",
    ("phone", Nature.TICKS): "is_recorded",
    ("first_contact_on", Nature.TICKS): "is_first",
}
# values that can be nothing else, and those that are only likely to be what they seem
_UNMISTAKABLE = {Nature.PHONES: "phone", Nature.FRAMES: "vin", Nature.FIRST: "is_first"}
_LIKELY = {
    Nature.VALIDITY: "is_valid",
    Nature.CONTACT: "contact_type",
    Nature.CHANNEL: "channel",
    Nature.OUTCOME: "outcome",
    Nature.SALE_CHANNEL: "sale_channel",
    Nature.REASONS: "reasons",
    Nature.STAFF: "salesperson",
    Nature.CUSTOMERS: "customer_name",
}


@dataclass(frozen=True)
class Meaning:
    """The field a column is, and how sure that is: with Certainty.UNKNOWN the field is only a guess.

    `said` is what the heading alone would mean, if not the same.
    """

    field: str
    sure: Certainty
    said: str = ""


def settled(kind: Kind, match: Match, below: Beneath, column: int) -> Meaning | None:
    """Return what a column is whose heading matches, None when what stands beneath is something else altogether."""
    sure = Certainty.SURE if match.exact else Certainty.LIKELY
    values, nature = below.values(column), below.nature(column)
    if not values:
        return Meaning(match.field, sure)
    fields = {field.name: field for field in FIELDS[kind]}
    name = _other(kind, match.field, nature, values) or match.field
    if name not in fields:
        name = match.field
    if name not in fields:
        return None
    share = fit(fields[name], values)
    if share >= (_FITS if match.exact else _FITS_LIKELY):
        return Meaning(name, sure, match.field if match.field in fields else name)
    if name == "contact_type" and nature is Nature.CHANNEL:
        return Meaning("channel", sure)
    if not match.exact or (match.spelling in vocabulary().generic and share == 0):
        return None
    return Meaning(name, Certainty.DOUBTFUL if share == 0 and len(values) >= LEAST else sure)


def _other(kind: Kind, name: str, nature: Nature, values: list[object]) -> str | None:
    """Return what a heading of this name means over such values, None when it means what it says."""
    if name in ("stay_minutes", "is_long_stay"):
        return "is_long_stay" if are_ticks(values) else "stay_minutes"
    if name == "channel" and nature is Nature.CONTACT and kind is not Kind.VISIT:
        return None
    if name in ("channel", "store") and are_words_of("sale_channel", values) and (kind is Kind.DEAL or name == "store"):
        return "sale_channel"
    return _OTHERWISE.get((name, nature))


def told_by_values(kind: Kind, below: Beneath, column: int, taken: dict[str, int]) -> Meaning | None:
    """Return what the values of a column under an unknown heading are; `taken` are the fields found, by column."""
    values, nature = below.values(column), below.nature(column)
    if len(values) < LEAST:
        return None
    known = {field.name for field in FIELDS[kind]}
    found = _unmistakable(kind, below, column, taken) or _likely(kind, nature)
    return found if found and found.field in known and found.field not in taken else None


def _unmistakable(kind: Kind, below: Beneath, column: int, taken: dict[str, int]) -> Meaning | None:
    nature = below.nature(column)
    if nature in _UNMISTAKABLE:
        return Meaning(_UNMISTAKABLE[nature], Certainty.BY_VALUES)
    if nature is Nature.LEVELS:
        return Meaning("level", _sure_of_levels(below.values(column)))
    if nature in (Nature.DAYS, Nature.STAMPS) and MAIN_DATE[kind] not in taken:
        return Meaning(MAIN_DATE[kind], Certainty.DOUBTFUL)
    if nature in (Nature.CLOCKS, Nature.RANGES) and kind in _CLOCKED:
        arrived = taken.get(_CLOCKED[kind])
        if arrived is None:
            return Meaning(_CLOCKED[kind], Certainty.DOUBTFUL)
        if kind is Kind.VISIT and below.is_later(column, arrived):
            return Meaning("left_minute", Certainty.BY_VALUES)
    return None


def _sure_of_levels(values: list[object]) -> Certainty:
    """A, B and C alone may be codes of anything; H or 级 makes them levels."""
    letters = {str(value).strip().upper() for value in values}
    return Certainty.BY_VALUES if any("H" in one or "级" in one for one in letters) else Certainty.DOUBTFUL


def _likely(kind: Kind, nature: Nature) -> Meaning | None:
    name = _LIKELY.get(nature)
    if name == "outcome" and kind is Kind.LOSS:
        name = "lost_kind"
    return Meaning(name, Certainty.UNKNOWN) if name else None
