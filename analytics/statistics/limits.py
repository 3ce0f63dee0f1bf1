"""What luck alone allows: exact binomial funnel limits, tails and the test that groups share one rate.

The limits are Spiegelhalter's (2005, Statistics in Medicine 24, 1185–1202): binomial quantiles, interpolated so that
they are smooth in the size of the group. Below small sizes they may leave 0–1: clip where they are drawn.
"""

from dataclasses import dataclass
from math import isnan, nan

import numpy as np
from numpy.typing import ArrayLike
from pandas import DataFrame
from scipy.stats import binom, binomtest, chi2_contingency

TAILS = {"lo998": 0.001, "lo95": 0.025, "hi95": 0.975, "hi998": 0.999}
POINTS = 160


@dataclass(frozen=True)
class Homogeneity:
    """The χ² test that all groups share one rate; all nan where every customer ended alike or there is one group."""

    chi2: float
    df: float
    p: float


def limits(sizes: ArrayLike, rate: float) -> DataFrame:
    """Return a row per group size (≥ 1): lo998, lo95, hi95, hi998, between which groups of that size lie by luck.

    `rate` is the rate of all together; where it is 0 or 1 the limits are that rate.
    """
    customers = np.asarray(sizes, dtype=float)
    if not 0 < rate < 1:
        return DataFrame(dict.fromkeys(TAILS, np.full(len(customers), rate)))
    return DataFrame({name: _quantile(customers, rate, tail) / customers for name, tail in TAILS.items()})


def _quantile(customers: np.ndarray, rate: float, tail: float) -> np.ndarray:
    reached = binom.ppf(tail, customers, rate)
    beyond = (binom.cdf(reached, customers, rate) - tail) / binom.pmf(reached, customers, rate)
    return np.asarray(reached - beyond)


def curves(largest: float, rate: float) -> DataFrame:
    """Return the limits at about 160 group sizes up to a little over the largest: size and the columns of `limits`.

    Sizes stand closer where the limits bend more. In groups of under five the limits jump with every customer: where
    there are much larger ones these are left out.
    """
    most = max(int(np.ceil(largest * 1.04)), 2)
    sizes = np.unique(np.round(np.geomspace(5 if most > 20 else 1, most, POINTS)))
    return limits(sizes, rate).assign(size=sizes)


def two_sided(part: float, whole: float, rate: float) -> float:
    """Return the exact chance of a result at least as unlikely as part of whole under a rate, nan without one."""
    if isnan(rate) or not 0 <= part <= whole or whole == 0:
        return nan
    return float(binomtest(int(part), int(whole), rate).pvalue)


def homogeneity(parts: ArrayLike, wholes: ArrayLike) -> Homogeneity:
    """Return Pearson's χ² test that groups share one rate."""
    reached, customers = np.asarray(parts, dtype=float), np.asarray(wholes, dtype=float)
    if len(customers) < 2 or customers.min() <= 0 or not 0 < reached.sum() < customers.sum():
        return Homogeneity(nan, nan, nan)
    test = chi2_contingency([reached, customers - reached], correction=False)
    return Homogeneity(float(test.statistic), float(test.dof), float(test.pvalue))


def at_least_one(groups: int, level: float = 0.95) -> float:
    """Return the chance that of so many equal groups at least one lies outside its limits."""
    return float(1 - level**groups)
