"""How likely a month's leads make so many deals: beta-binomials with Jeffreys' prior, convolved over the channels.

A channel that closed k of n leads closes the next ones at a rate from Beta(k + ½, n − k + ½), so m of them make a
beta-binomial number of deals; channels are independent. Leads needed are always rounded up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import ceil

import numpy as np
from numpy.typing import NDArray

Distribution = NDArray[np.float64]

MOST_LEADS = 20_000  # of all channels together: no showroom's month, and what is still computed while a slider moves
_PRIOR = 0.5
_NEVER = 1e-20  # what less likely deals would add to any sum is below the last digit
_HAIR = 1e-9  # 70 / 0.35 is 200 and a hair more in floating point


@dataclass(frozen=True)
class Channel:
    """What a channel closed so far, `deals` of `leads` (0 ≤ deals ≤ leads, parts of a deal allowed), and the leads
    `planned` for the month.
    """

    deals: float
    leads: float
    planned: int


def rounded_up(number: float) -> int:
    """Return the number rounded up to a whole one, forgiving what floating point adds."""
    return ceil(number - _HAIR)


def leads_for(deals: float, rate: float) -> int | None:
    """Return how many leads so many deals need at a close rate, None where no number does."""
    if deals <= 0:
        return 0
    return rounded_up(deals / rate) if rate > 0 else None


@lru_cache(maxsize=1024)  # a slider moves few channels at once, and searches ask for the same leads again
def deals_of(channel: Channel) -> Distribution:
    """Return the probability of 0, 1, 2 … deals from the channel's planned leads, up to the last worth counting.

    None has probability ∏ (b + i) / (a + b + i) for i < m, each next one (m − k)(k + a) / (k + 1)(m − k − 1 + b) times
    the one before.
    """
    planned = channel.planned
    won, missed = channel.deals + _PRIOR, channel.leads - channel.deals + _PRIOR
    k = np.arange(planned)
    none = np.log((missed + k) / (won + missed + k)).sum()
    steps = np.log((planned - k) * (k + won) / ((k + 1) * (planned - k - 1 + missed)))
    likely: Distribution = np.exp(none + np.concatenate(([0.0], np.cumsum(steps))))
    worth_counting = likely[: int(np.flatnonzero(likely > _NEVER)[-1]) + 1] / likely.sum()
    worth_counting.flags.writeable = False
    return worth_counting


def together(channels: Sequence[Channel]) -> Distribution:
    """Return the probability of 0, 1, 2 … deals from all channels' planned leads."""
    return reduce(np.convolve, sorted(map(deals_of, channels), key=len), np.ones(1))


def chance(distribution: Distribution, target: int) -> float:
    """Return the probability of at least `target` deals."""
    if target <= 0:
        return 1.0
    return float(min(distribution[target:].sum(), 1.0))


def quantile(distribution: Distribution, share: float) -> int:
    """Return the smallest number of deals that the month stays at or below with probability `share`."""
    return min(int(np.searchsorted(np.cumsum(distribution), share)), len(distribution) - 1)


def leads_needed(deals: float, leads: float, target: int, wanted: float) -> int | None:
    """Return the fewest leads of one channel that make `target` deals with probability `wanted`, None beyond
    MOST_LEADS.
    """
    return fewest(lambda planned: chance(deals_of(Channel(deals, leads, planned)), target) >= wanted, MOST_LEADS)


def scaled(channels: Sequence[Channel], target: int, wanted: float) -> int | None:
    """Return the smallest whole percentage of all planned leads that makes `target` with probability `wanted`.

    None where the channels plan no leads, or more than MOST_LEADS would be needed.
    """
    planned = sum(channel.planned for channel in channels)
    if not planned:
        return None if target > 0 else 0
    return fewest(
        lambda percent: chance(together(at_percent(channels, percent)), target) >= wanted, MOST_LEADS * 100 // planned
    )


def at_percent(channels: Sequence[Channel], percent: int) -> list[Channel]:
    """Return the channels with so many percent of their planned leads, each rounded up."""
    return [Channel(channel.deals, channel.leads, rounded_up(channel.planned * percent / 100)) for channel in channels]


def fewest(is_enough: Callable[[int], bool], most: int) -> int | None:
    """Return the smallest number from 0 to `most` that is enough, None where none is; more is never less enough."""
    below, at = -1, 1
    while not is_enough(min(at, most)):
        if at >= most:
            return None
        below, at = at, at * 2
    at = min(at, most)
    while at - below > 1:
        middle = (at + below) // 2
        below, at = (below, middle) if is_enough(middle) else (middle, at)
    return at
