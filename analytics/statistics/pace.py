"""How many deals a month still brings: a gamma rate, learnt from months past and the days gone, and Poisson days.

A month sells at a rate per ordinary day. What is believed of it before the month is a gamma whose mean is the pooled
rate of the months before and whose spread is how much months differ beyond chance. That spread is itself in doubt: a
few spreads are weighed by how well they explain the months before (negative binomial likelihood) and, as the month
runs, by the days gone. Given a spread, the deals of the days left are negative binomial (Gelman et al., Bayesian Data
Analysis, 3rd ed., section 2.6); without any past the belief is Jeffreys' for a Poisson rate, gamma(½, 0).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

Numbers = NDArray[np.float64]

# how much months may differ beyond chance (standard deviation ÷ mean), and how likely each is before a month is seen
SPREADS: Numbers = np.array([0.02, 0.06, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.55])
_USUAL = 0.2
_LIKELY: Numbers = np.exp(-((SPREADS / _USUAL) ** 2) / 2) * np.gradient(SPREADS)
RANGE = (0.1, 0.5, 0.9)
_LEAST = 0.1  # of an ordinary day, without which nothing is known
_NIL = 1e-300  # what a share of belief is at least, to be taken the log of
_TAIL = 10  # standard deviations beyond which numbers of deals are not told apart


@dataclass(frozen=True)
class Chances:
    """The chance of 0, 1, 2 … further deals."""

    of: Numbers

    def at_least(self, number: int) -> float:
        """Return the chance of at least so many."""
        return float(min(1.0, max(0.0, 1.0 - self.of[: max(number, 0)].sum())))

    def quantile(self, share: float) -> int:
        """Return the smallest number not passed with at least this chance."""
        return min(int(np.searchsorted(np.cumsum(self.of), share - 1e-12)), len(self.of) - 1)

    @property
    def mean(self) -> float:
        """The expected number."""
        return float(self.of @ np.arange(len(self.of)))


@dataclass(frozen=True)
class Belief:
    """What is believed of a rate: gammas (shape, deals; rate, ordinary days), each with its share of belief."""

    shapes: Numbers
    days: Numbers
    shares: Numbers

    @property
    def is_any(self) -> bool:
        """Whether anything is known at all: without a day past there is no rate."""
        return bool((self.days >= _LEAST).all())

    @property
    def worth(self) -> float:
        """How many ordinary days the belief counts as: those of one gamma of the same mean and variance."""
        means = self.shapes / self.days
        mean = float(self.shares @ means)
        return mean / float(self.shares @ (means / self.days + (means - mean) ** 2))

    def after(self, deals: int, days: float) -> "Belief":
        """Return the belief once so many deals came on so many ordinary days."""
        if len(self.shares) == 1 or not days:
            shares = self.shares
        else:
            shares = _weighed(np.log(np.maximum(self.shares, _NIL)) + _log_chance(deals, self.shapes, self.days, days))
        return Belief(self.shapes + deals, self.days + days, shares)

    def ahead(self, days: float) -> Chances:
        """Return the chances of the deals on so many ordinary days to come. The belief must be of something."""
        if not days:
            return Chances(np.ones(1))
        means = self.shapes / self.days * days
        deviations = np.sqrt(means + means**2 / self.shapes)
        deals = np.arange(int((means + _TAIL * deviations).max()) + 20)[:, None]
        chances = np.exp(_log_chance(deals, self.shapes, self.days, days)) @ self.shares
        return Chances(chances / max(chances.sum(), 1.0))


class Landing(NamedTuple):
    """Where a month lands: the ends of its 80 % range, the number as likely passed as not, and the chance of the plan
    (None without one).
    """

    low: int
    middle: int
    high: int
    chance: float | None


JEFFREYS = Belief(np.array([0.5]), np.zeros(1), np.ones(1))


def before(months: Sequence[tuple[int, float]]) -> Belief:
    """Return what months past (deals, ordinary days of each) say of the next one's rate; Jeffreys' if nothing.

    The variance of the next month's rate around the pooled one is that between months, once for the month itself and
    once shared by the months it is learnt from, and the pooled rate's own Poisson one.
    """
    seen = [(deals, days) for deals, days in months if days > 0]
    sold, days = sum(deals for deals, _ in seen), sum(days for _, days in seen)
    if not sold:
        return JEFFREYS
    rate = sold / days
    variances = SPREADS**2 * (1 + 1 / len(seen)) + 1 / sold
    own = 1 / SPREADS**2
    explained = sum((_log_chance(deals, own, own / rate, of) for deals, of in seen), np.zeros(len(SPREADS)))
    shapes = 1 / variances
    return Belief(shapes, shapes / rate, _weighed(np.log(_LIKELY) + explained))


def landing(belief: Belief, so_far: int, days: float, plan: int | None = None) -> Landing | None:
    """Return where a month with so many deals so far lands after so many more ordinary days; None when nothing is
    known of its rate and days are left.
    """
    if days and not belief.is_any:
        return None
    chances = belief.ahead(days)
    low, middle, high = (so_far + chances.quantile(share) for share in RANGE)
    return Landing(low, middle, high, None if plan is None else chances.at_least(plan - so_far))


def _log_chance(deals: int | NDArray[np.integer], shapes: Numbers, days: Numbers, ahead: float) -> Numbers:
    """Return the log of the negative binomial chance of so many deals on the ordinary days ahead."""
    found: Numbers = (
        gammaln(deals + shapes)
        - gammaln(shapes)
        - gammaln(np.asarray(deals) + 1.0)
        + shapes * np.log(days / (days + ahead))
        + deals * np.log(ahead / (days + ahead))
    )
    return found


def _weighed(logs: Numbers) -> Numbers:
    weights = np.exp(logs - logs.max(initial=-inf))
    return np.asarray(weights / weights.sum())
