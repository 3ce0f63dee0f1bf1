"""How many ordinary days a day is worth: weekdays, weekends, holidays, month ends; learnt from days past."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
PRIOR_EVENTS = 20  # that what is sensible weighs as much as: with as many events of its own a kind of day counts half
_ROUNDS = 8  # weights, month end and level are fitted in turn; they stand still long before


@dataclass(frozen=True)
class DayWeights:
    """Weights of the kinds of days, the mean workday being 1, and by how much the last days of a month weigh more.

    `days` and `events` are how much they were learnt from.
    """

    kinds: Mapping[str, float]
    month_end: float
    days: int = 0
    events: int = 0

    def of(self, kind: str, *, is_month_end: bool) -> float:
        """Return what a day is worth."""
        return self.kinds[kind] * (self.month_end if is_month_end else 1.0)


@dataclass(frozen=True)
class _Past:
    """So many days of one kind, and what happened on them."""

    kind: str
    is_month_end: bool
    days: int
    events: int


def learnt(kinds: Sequence[str], month_ends: Sequence[bool], events: Sequence[int], sensible: DayWeights) -> DayWeights:
    """Return the weights that days past, each with its kind and events, make of the sensible ones.

    A kind's weight is the mean of its gamma posterior: (events + prior × sensible) ÷ (events it would have had as an
    ordinary day + prior), the prior being worth PRIOR_EVENTS events; so with nothing known the sensible ones stand.
    """
    past = _counted(kinds, month_ends, events)
    if not any(group.events for group in past):
        return replace(sensible, days=len(events), events=0)
    now = sensible
    for _ in range(_ROUNDS):
        level = sum(group.events for group in past) / sum(_worth(group, now) for group in past)
        now = replace(now, kinds={kind: _of_kind(kind, past, now, level, sensible) for kind in sensible.kinds})
        now = replace(now, month_end=_of_month_end(past, now, level, sensible))
    workday = sum(now.kinds[kind] for kind in WORKDAYS) / len(WORKDAYS)
    fitted = {kind: weight / workday for kind, weight in now.kinds.items()}
    return DayWeights(fitted, now.month_end, len(events), sum(events))


def _counted(kinds: Sequence[str], month_ends: Sequence[bool], events: Sequence[int]) -> list[_Past]:
    groups: dict[tuple[str, bool], list[int]] = {}
    for kind, is_month_end, number in zip(kinds, month_ends, events, strict=True):
        groups.setdefault((kind, is_month_end), []).append(number)
    return [_Past(*of, len(numbers), sum(numbers)) for of, numbers in sorted(groups.items())]


def _worth(group: _Past, weights: DayWeights) -> float:
    return group.days * weights.of(group.kind, is_month_end=group.is_month_end)


def _of_kind(kind: str, past: Sequence[_Past], now: DayWeights, level: float, sensible: DayWeights) -> float:
    groups = [group for group in past if group.kind == kind]
    expected = sum(level * group.days * (now.month_end if group.is_month_end else 1.0) for group in groups)
    return _shrunken(sum(group.events for group in groups), expected, sensible.kinds[kind])


def _of_month_end(past: Sequence[_Past], now: DayWeights, level: float, sensible: DayWeights) -> float:
    groups = [group for group in past if group.is_month_end]
    expected = sum(level * group.days * now.kinds[group.kind] for group in groups)
    return _shrunken(sum(group.events for group in groups), expected, sensible.month_end)


def _shrunken(events: int, expected: float, sensible: float) -> float:
    return (events + PRIOR_EVENTS * sensible) / (expected + PRIOR_EVENTS)
