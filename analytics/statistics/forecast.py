"""How many of those still open will buy: learnt from customers followed before, with chance and the curve's own doubt.

A prospect of age t, neither bought nor lost, buys up to age u with probability (F(u) − F(t)) / S(t) on the curves of
Aalen and Johansen (1978). The variance of the sum of these probabilities is the delta method's over the daily hazards,
independent multinomials among those at risk (Andersen, Borgan, Gill and Keiding 1993, section IV.4). It is read as the
size of a sample that would be as much in doubt: a beta with Jeffreys' half deals for the probability, and a toss for
each prospect, make the number of deals beta-binomial.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pandas import DataFrame
from scipy.special import betaln, gammaln

Numbers = NDArray[np.float64]


class Forecast(NamedTuple):
    """A number of deals still to come: the expected one, and the ends of its 95 % interval, whole numbers."""

    expected: float
    low: float
    high: float


class _Hazards(NamedTuple):
    """By day on which something ended: at risk, and the shares of them that bought and were lost that day."""

    day: Numbers
    at_risk: Numbers
    bought: Numbers
    lost: Numbers


class Kin(NamedTuple):
    """Prospects open at these ages (days), and the customers like them who are learnt from, one row a day of theirs:
    day, bought, lost, open (numbers of customers whose following ended on that day so).
    """

    ends: DataFrame
    ages: Sequence[int] | NDArray[np.integer]


def further_deals(ends: DataFrame, ages: Sequence[int] | NDArray[np.integer], until: int | None = None) -> Forecast:
    """Return how many of the prospects open at these ages (days) will buy, up to and with the age `until` if given.

    `ends` are the customers learnt from (see Kin). Beyond the last day of theirs nobody is expected to buy.
    """
    return further_deals_of([Kin(ends, ages)], until)


def further_deals_of(kinds: Iterable[Kin], until: int | None = None) -> Forecast:
    """Return how many of several kinds of prospects together will buy, each learnt from customers of its own kind."""
    parts = [_Part.of(kind, until) for kind in kinds]
    prospects, expected, variance, followed = (sum(column) for column in zip(*parts, strict=True)) if parts else [0] * 4
    if not prospects:
        return Forecast(0.0, 0.0, 0.0)
    chance, doubt = expected / prospects, variance / prospects**2
    sample = min(followed, chance * (1 - chance) / doubt) if doubt else followed
    low, high = _central(int(prospects), chance * sample + 0.5, (1 - chance) * sample + 0.5)
    return Forecast(expected, low, high)


class _Part(NamedTuple):
    """Of one kind: prospects that can still be learnt about, deals expected, their variance, customers learnt from."""

    prospects: int
    expected: float
    variance: float
    followed: float

    @classmethod
    def of(cls, kind: Kin, until: int | None) -> "_Part":
        hazards = _hazards(kind.ends, until)
        before = np.searchsorted(np.sort(kind.ages), hazards.day)
        if not len(before) or not before[-1]:
            return cls(0, 0.0, 0.0, 0.0)
        entering = np.diff(before, prepend=0)
        arriving = _arriving(entering, hazards)
        followed = float(hazards.at_risk[np.argmax(entering > 0)])
        return cls(int(before[-1]), float(arriving @ hazards.bought), _variance(arriving, hazards), followed)


def _hazards(ends: DataFrame, until: int | None) -> _Hazards:
    day, place = np.unique(ends["day"].to_numpy(dtype=float), return_inverse=True)
    bought, lost, still_open = (
        np.bincount(place, ends[name].to_numpy(dtype=float), len(day)) for name in ("bought", "lost", "open")
    )
    at_risk = np.cumsum((bought + lost + still_open)[::-1])[::-1]
    reached = (at_risk > 0) & (day <= (np.inf if until is None else until))
    day, at_risk = day[reached], at_risk[reached].astype(float)
    return _Hazards(day, at_risk, bought[reached] / at_risk, lost[reached] / at_risk)


def _arriving(entering: NDArray[np.integer], hazards: _Hazards) -> Numbers:
    """Return how many prospects are expected to come to each day still open, those `entering` before it among them."""
    arriving, open_still = [], 0.0
    for new, bought, lost in zip(entering.tolist(), hazards.bought.tolist(), hazards.lost.tolist(), strict=True):
        arriving.append(open_still + new)
        open_still = arriving[-1] * (1 - bought - lost)
    return np.array(arriving)


def _variance(arriving: Numbers, hazards: _Hazards) -> float:
    """Return the variance the hazards' own doubt gives the expected number of deals."""
    _, at_risk, bought, lost = hazards
    later, after = [], 0.0  # the chance of one still open in the evening of the day
    for won, gone in zip(bought[::-1].tolist(), lost[::-1].tolist(), strict=True):
        later.append(after)
        after = won + (1 - won - gone) * after
    still = np.array(later[::-1])
    mean = bought * (1 - still) - lost * still
    square = bought * (1 - still) ** 2 + lost * still**2
    return float(np.sum(arriving**2 / at_risk * (square - mean**2)))


def _central(tosses: int, for_it: float, against_it: float) -> tuple[float, float]:
    """Return the 2.5 % and 97.5 % quantiles of a beta-binomial."""
    deals = np.arange(tosses + 1)
    others = tosses - deals
    weights = betaln(deals + for_it, others + against_it) - gammaln(deals + 1) - gammaln(others + 1)
    chances = np.exp(weights - weights.max())
    cumulated = np.cumsum(chances / chances.sum())
    low, high = np.searchsorted(cumulated, (0.025, 0.975))
    return float(low), float(min(high, tosses))
