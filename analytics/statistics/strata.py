"""Two groups compared within strata of alike customers: the risk difference of Mantel and Haenszel.

δ = Σ (a·n₀ − c·n₁)/N ÷ Σ n₁n₀/N over strata of a bought of n₁ in the group, c of n₀ outside it, N = n₁ + n₀. Its
variance is Sato's (1989, Biometrics 45, 1323–1324), (δP + Q) ÷ (Σ n₁n₀/N)², good both with few large strata and with
many small ones. The interval holds every δ that variance does not speak against (Klingenberg 2014, Statistics in
Medicine 33, 2968–2983): unlike δ ± 1.96 standard errors it does not shrink to a point where a cell is 0.
"""

from dataclasses import dataclass
from math import nan, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

Z2 = float(norm.ppf(0.975)) ** 2


@dataclass(frozen=True)
class Adjusted:
    """The difference within strata and its 95 % interval, and how many customers of each group it stands on.

    `variance` is Sato's. All nan where no stratum holds both groups; variance and interval nan where all customers
    compared ended alike.
    """

    difference: float
    low: float
    high: float
    variance: float
    inside: float
    outside: float


def difference(
    bought_inside: ArrayLike,
    inside: ArrayLike,
    bought_outside: ArrayLike,
    outside: ArrayLike,
) -> Adjusted:
    """Compare the customers inside a group with those outside, stratum by stratum (one number each per stratum).

    A stratum with customers of one side only has nothing to compare and adds nothing.
    """
    given = (bought_inside, inside, bought_outside, outside)
    a, n1, c, n0 = (np.asarray(numbers, dtype=float) for numbers in given)
    both = (n1 > 0) & (n0 > 0)
    a, n1, c, n0 = a[both], n1[both], c[both], n0[both]
    if not len(n1):
        return Adjusted(nan, nan, nan, nan, 0.0, 0.0)
    n = n1 + n0
    weight = float(np.sum(n1 * n0 / n))
    delta = float(np.sum((a * n0 - c * n1) / n)) / weight
    p = float(np.sum((n1**2 * c - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / n**2)) / weight**2
    q = float(np.sum((a * (n0 - c) + c * (n1 - a)) / (2 * n))) / weight**2
    bought, customers = float(a.sum() + c.sum()), float(n.sum())
    if not 0 < bought < customers:
        return Adjusted(delta, nan, nan, nan, float(n1.sum()), float(n0.sum()))
    middle = delta + Z2 * p / 2
    half = sqrt(max(middle**2 - delta**2 + Z2 * q, 0.0))
    low, high = max(middle - half, -1.0), min(middle + half, 1.0)
    return Adjusted(delta, low, high, delta * p + q, float(n1.sum()), float(n0.sum()))
