"""月度客源开发目标制定, alive: from the sales target back to the leads each channel needs, and their chances.

Everything here is computed from an answer of `analytics.targets` and from what the reader wishes; nothing is asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isnan, nan

from pandas import DataFrame

from analytics.statistics.levers import Believable, Change, Swing, changes, swings
from analytics.statistics.remainders import shared
from analytics.statistics.target import (
    MOST_LEADS,
    Channel,
    Distribution,
    at_percent,
    chance,
    leads_for,
    quantile,
    scaled,
    together,
)

WANTED = 0.8  # the chance a plan should have
LADDER = (0.5, WANTED, 0.9)


@dataclass(frozen=True)
class Wishes:
    """What the reader set: ① the target, and per channel ② shares (whole percent, 100 in all), ⑥ leads now, ⑧ rates."""

    target: int
    shares: tuple[int, ...]
    current: tuple[int, ...]
    wished: tuple[float, ...]


@dataclass(frozen=True)
class Step:
    """With which percentage of the needed leads ⑤, how many in all, the target has the `wanted` chance."""

    wanted: float
    percent: int
    leads: int


@dataclass(frozen=True)
class Verdict:
    """How likely the target is at the close rates so far, with the planned ⑨, needed ⑤ and present leads ⑥.

    `distribution` is of the deals from ⑨; `ladder` says what ⑤ would have to grow to, without the steps that no number
    of leads reaches.
    """

    target: int
    distribution: Distribution
    planned: float
    needed: float
    current: float
    low: int
    middle: int
    high: int
    ladder: tuple[Step, ...]


def table(history: DataFrame, wishes: Wishes) -> DataFrame:
    """The deck's ①–⑩, one row per channel of `targets.history`: channel, share, deals ③ (whole, adding to ①), rate ④,
    needed ⑤, current ⑥, gap ⑦, wished ⑧, planned ⑨, missing ⑩; nan where a rate of 0 lets no number of leads be enough.
    """
    deals = shared(wishes.target, wishes.shares)
    rows = history[["channel"]].assign(
        share=[share / 100 for share in wishes.shares],
        deals=deals,
        rate=history["rate"],
        needed=_leads(deals, history["rate"].tolist()),
        current=list(wishes.current),
    )
    rows["gap"] = rows["needed"] - rows["current"]
    rows["wished"] = list(wishes.wished)
    rows["planned"] = _leads(deals, wishes.wished)
    rows["missing"] = rows["planned"] - rows["current"]
    return rows


def _leads(deals: Sequence[int], rates: Sequence[float]) -> list[float]:
    needed = [leads_for(number, rate) for number, rate in zip(deals, rates, strict=True)]
    return [nan if number is None else float(number) for number in needed]


def totals(rows: DataFrame) -> dict[str, float]:
    """Return the sums of `table` by column, rates left out; nan where a channel's number is not to be had."""
    summed = ("share", "deals", "needed", "current", "gap", "planned", "missing")
    return {name: fsum(rows[name]) for name in summed}


def is_beyond(rows: DataFrame) -> bool:
    """Whether the plan asks for more leads, or deals, than any chance is worked out for."""
    most = rows[["needed", "planned", "current"]].sum().max()
    return bool(most > MOST_LEADS or rows["deals"].sum() > MOST_LEADS)


def verdict(history: DataFrame, rows: DataFrame) -> Verdict:
    """Judge a `table` that is not `is_beyond`; a channel whose leads are not to be had counts with those it has."""
    target = int(rows["deals"].sum())
    distribution = together(channels(history, rows, "planned"))
    needed = channels(history, rows, "needed")
    ladder = []
    for wanted in LADDER:
        percent = scaled(needed, target, wanted)
        if percent is not None:
            ladder.append(Step(wanted, percent, sum(one.planned for one in at_percent(needed, percent))))
    return Verdict(
        target,
        distribution,
        chance(distribution, target),
        chance(together(needed), target),
        chance(together(channels(history, rows, "current")), target),
        quantile(distribution, 0.1),
        quantile(distribution, 0.5),
        quantile(distribution, 0.9),
        tuple(ladder),
    )


def planned_chance(history: DataFrame, rows: DataFrame) -> float:
    """Return the chance of the target with the planned leads ⑨ alone."""
    return chance(together(channels(history, rows, "planned")), int(rows["deals"].sum()))


def levers(history: DataFrame, rows: DataFrame) -> list[Swing]:
    """Return what the chance of the planned leads hangs on most: each lever over what its past makes believable."""
    return swings(channels(history, rows, "planned"), believable(history), int(rows["deals"].sum()))


def single_changes(history: DataFrame, rows: DataFrame) -> list[Change]:
    """Return the single changes to the planned leads that reach a chance of 80 %, the cheapest first."""
    return changes(channels(history, rows, "planned"), believable(history), int(rows["deals"].sum()), WANTED)


def channels(history: DataFrame, rows: DataFrame, planned: str) -> list[Channel]:
    """Return the channels with the leads of one column of `table`."""
    leads = [
        int(present if isnan(wanted) else wanted)
        for wanted, present in zip(rows[planned].astype(float), rows["current"], strict=True)
    ]
    past = zip(history["deals"], history["leads"], leads, strict=True)
    return [Channel(float(deals), float(known), number) for deals, known, number in past]


def believable(history: DataFrame) -> list[Believable]:
    """Return within what each channel's leads and close rate have moved."""
    columns = history[["low_leads", "high_leads", "low_rate", "high_rate"]].astype(float)
    return [Believable(*row) for row in columns.itertuples(index=False, name=None)]
