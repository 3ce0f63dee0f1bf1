"""What a month's plan is made of: its figures, and its targets as far as somebody said them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FIGURES = ("leads", "orders", "sales")
MOST = 1_000_000

Targets = Mapping[str, int]


@dataclass(frozen=True)
class MonthPlan:
    """The plan of one store's month, as far as somebody said it.

    `totals` are the whole store's by figure; `people` each salesperson's own, None where he takes his share of what
    the others leave; `weeks` those of a week of the month, counted from one.
    """

    totals: Targets = field(default_factory=dict)
    people: Mapping[str, Mapping[str, int | None]] = field(default_factory=dict)
    weeks: Mapping[int, Targets] = field(default_factory=dict)


@dataclass(frozen=True)
class StoreMonth:
    """Targets for one month (its number) of one store, to be set at once; `people` None leaves those as they are."""

    store: str
    month: int
    totals: Mapping[str, float]
    people: Mapping[str, Mapping[str, int | None]] | None = None
