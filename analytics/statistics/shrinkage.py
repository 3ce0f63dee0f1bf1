"""Rates of small groups drawn towards the rate of all, as far as their size leaves room for luck.

Groups' true rates are taken to follow a beta distribution, their results a binomial one (beta-binomial, Skellam 1948).
`fitted` finds the beta by maximum likelihood. An interval that took this fit for certain would be far too narrow with a
dozen groups (it holds the true rate in about half the cases), so `intervals` averages over all betas, each weighted by
how well it explains the groups (all spreads alike likely before, Gelman 2006, Bayesian Analysis 1, 515–534; Jeffreys'
prior for the mean).
"""

from dataclasses import dataclass
from math import inf, isinf

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, expit, logit

STRONGEST = 1e5  # a prior worth more customers than this leaves nothing of the groups' own
NO_GAIN = 1e-6  # of likelihood, below which differences between groups explain no more than none
WIDEST, SPREADS, MEANS = 0.6, 24, 13
SIGMAS, MOST_DOUBT = 3.5, 3.0  # of the logit of the mean


@dataclass(frozen=True)
class Prior:
    """What is believed of a group before its customers are seen: a mean rate, worth `strength` customers.

    The strength is infinite where groups differ no more than by luck: then all have the mean rate.
    """

    mean: float
    strength: float

    def posterior(self, part: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the two parameters of the beta distribution of each group's rate; of a finite strength only."""
        return self.mean * self.strength + part, (1 - self.mean) * self.strength + whole - part

    def shrunk(self, parts: ArrayLike, wholes: ArrayLike) -> np.ndarray:
        """Return each group's rate, shrunk towards the mean."""
        part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
        if isinf(self.strength):
            return np.full(len(whole), self.mean)
        alpha, beta = self.posterior(part, whole)
        return np.asarray(alpha / (alpha + beta))


def fitted(parts: ArrayLike, wholes: ArrayLike) -> Prior:
    """Return the prior under which the groups' results are most likely, whatever the order of the groups.

    One group, none or all reached, or differences no larger than luck's: the pooled rate, of infinite strength.
    Raises ValueError without a customer.
    """
    part, whole = _sorted(parts, wholes)
    if not whole.sum():
        raise ValueError("no customers")
    pooled = float(part.sum() / whole.sum())
    if len(whole) < 2 or pooled in (0, 1):
        return Prior(pooled, inf)
    found = minimize(
        _against,
        [logit(pooled), np.log(50)],
        args=(part, whole),
        method="Nelder-Mead",
        bounds=[(-15, 15), (np.log(0.1), np.log(STRONGEST))],
        options={"xatol": 1e-6, "fatol": 1e-9},
    )
    alike = -float(np.sum(part * np.log(pooled) + (whole - part) * np.log1p(-pooled)))
    if found.fun > alike - NO_GAIN:
        return Prior(pooled, inf)
    return Prior(float(expit(found.x[0])), float(np.exp(found.x[1])))


def _sorted(parts: ArrayLike, wholes: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the groups smallest first: sums of floating numbers, and so a fit, depend on their order."""
    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    order = np.lexsort((part, whole))
    return part[order], whole[order]


def _against(at: np.ndarray, part: np.ndarray, whole: np.ndarray) -> float:
    """Return minus the log-likelihood, binomial coefficients left out, at (logit of the mean, log of the strength)."""
    mean, strength = expit(at[0]), np.exp(at[1])
    alpha, beta = mean * strength, (1 - mean) * strength
    return -float(np.sum(betaln(alpha + part, beta + whole - part) - betaln(alpha, beta)))


def intervals(parts: ArrayLike, wholes: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of each group's 95 % interval, the doubt about mean and strength of the prior included.

    Priors on a grid of spreads and means; each group's distribution, mixed of all, is taken as the beta of equal mean
    and variance. With groups that truly differ it holds the true rate in 93–97 % of cases, with equal ones in more.
    """
    part, whole = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    ordered = _sorted(part, whole)
    mean, strength, width = _grid(*ordered)
    alpha, beta = mean * strength, (1 - mean) * strength
    likelihood = np.zeros_like(alpha)
    for reached, customers in zip(*ordered, strict=True):
        likelihood += betaln(alpha + reached, beta + customers - reached) - betaln(alpha, beta)
    weight = np.exp(likelihood - likelihood.max()) * width * np.sqrt(mean * (1 - mean))
    weight = (weight / weight.sum())[..., None]
    seen = strength[..., None] + whole
    rate = (alpha[..., None] + part) / seen
    middle = np.sum(weight * rate, axis=(0, 1))
    variance = np.sum(weight * (rate * (1 - rate) / (seen + 1) + rate**2), axis=(0, 1)) - middle**2
    worth = middle * (1 - middle) / variance - 1
    low, high = (betaincinv(middle * worth, (1 - middle) * worth, tail) for tail in (0.025, 0.975))
    return np.asarray(low), np.asarray(high)


def _grid(part: np.ndarray, whole: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return means, strengths and the width of the steps between means, of a row per spread and a column per mean.

    The means reach as far as the pooled rate is in doubt at that spread.
    """
    spread = (np.arange(SPREADS) + 0.5) / SPREADS * WIDEST  # standard deviation of true rates, in √(p(1 − p))
    strength = 1 / spread**2 - 1
    pooled = (part.sum() + 0.5) / (whole.sum() + 1)
    told = np.sum(whole * (strength[:, None] + 1) / (strength[:, None] + whole), axis=1) * pooled * (1 - pooled)
    doubt = np.minimum(1 / np.sqrt(told), MOST_DOUBT)[:, None]
    mean = expit(logit(pooled) + doubt * np.linspace(-SIGMAS, SIGMAS, MEANS))
    return mean, np.broadcast_to(strength[:, None], mean.shape), np.broadcast_to(doubt, mean.shape)
