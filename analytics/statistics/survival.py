"""How customers end over time, bought or lost, while others are still open or were followed for a short time only.

Aalen and Johansen (1978): a loss ends the waiting for a deal, so it competes with it; 1 − Kaplan–Meier would treat the
lost as if they could still buy. Whoever is open when his following ends counts as long as he was followed.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pandas import DataFrame
from scipy.stats import norm

Floats = NDArray[np.float64]

_Z95 = float(norm.ppf(0.975))


class _Steps(NamedTuple):
    """What happened on each day: the number followed up to it, the deals, the losses, the share open before it."""

    days: NDArray[np.int64]
    at_risk: Floats
    deals: Floats
    losses: Floats
    open_before: Floats

    @classmethod
    def of(cls, ends: DataFrame) -> "_Steps":
        days, place = np.unique(ends["day"].to_numpy(np.int64), return_inverse=True)
        counted = [ends[name].to_numpy(np.float64) for name in ("bought", "lost", "open")]
        leaving: Floats = np.array([np.bincount(place, numbers, len(days)) for numbers in counted], dtype=np.float64)
        at_risk: Floats = leaving.sum(axis=0)[::-1].cumsum()[::-1]
        is_followed = at_risk > 0
        days, at_risk, leaving = days[is_followed], at_risk[is_followed], leaving[:, is_followed]
        deals, losses = leaving[0], leaving[1]
        after = np.cumprod(1 - (deals + losses) / at_risk)
        return cls(days, at_risk, deals, losses, np.concatenate([[1.0], after])[: len(days)])

    @property
    def bought(self) -> Floats:
        """The share that has bought by each day."""
        return np.cumsum(self.open_before * self.deals / self.at_risk)

    def variance(self, age: int) -> float:
        """Return the variance of the share that has bought by an age."""
        until = self.days <= age
        if not until.any():
            return 0.0
        n, k, d, s = (
            column[until] for column in (self.at_risk, self.deals, self.deals + self.losses, self.open_before)
        )
        yet = self.bought[until][-1] - self.bought[until]
        # where nobody is left after a day, nothing is yet to come
        of_open = np.divide(d, n * (n - d), out=np.zeros(len(n)), where=n > d)
        terms = yet**2 * of_open + s**2 * (n - k) * k / n**3 - 2 * yet * s * k / n**2
        return max(float(terms.sum()), 0.0)


def aalen_johansen(ends: DataFrame) -> DataFrame:
    """Return one row per distinct day, ascending: day, at_risk, bought and lost (shares ended so by then), still_open.

    `ends` has day (whole days since the first visit, from 0) and the numbers of customers whose following ended on
    that day: bought, lost, open. Deals and losses of a day come before those whose following ends on it.
    """
    steps = _Steps.of(ends)
    return DataFrame(
        {
            "day": steps.days,
            "at_risk": steps.at_risk.astype(np.int64),
            "bought": steps.bought,
            "lost": np.cumsum(steps.open_before * steps.losses / steps.at_risk),
            "still_open": steps.open_before * (1 - (steps.deals + steps.losses) / steps.at_risk),
        }
    )


def at(curves: DataFrame, column: str, ages: ArrayLike) -> Floats:
    """Return a column of `aalen_johansen` at these ages in days: its value on the last day not after each."""
    steps = np.concatenate([[1.0 if column == "still_open" else 0.0], curves[column].to_numpy(np.float64)])
    found: Floats = steps[np.searchsorted(curves["day"].to_numpy(), np.asarray(ages), side="right")]
    return found


def still_to_buy(curves: DataFrame, age: ArrayLike) -> Floats:
    """Return the chance that a customer still open at these ages buys yet, (F(∞) − F(t)) / S(t); 0 where S is 0.

    F(∞) is where the curve of the bought ends: the horizon is that of the following.
    """
    ages = np.atleast_1d(np.asarray(age))
    bought, still_open = at(curves, "bought", ages), at(curves, "still_open", ages)
    in_the_end = float(curves["bought"].iloc[-1]) if len(curves) else 0.0
    # what products of fractions leave of 0 is no chance
    chance = np.divide(in_the_end - bought, still_open, out=np.zeros(len(ages)), where=still_open > 1e-12)
    return np.clip(chance, 0.0, 1.0)


def buys_within(curves: DataFrame, age: ArrayLike, days: int) -> Floats:
    """Return the chance that a customer still open at these ages buys in the next `days`, (F(t + days) − F(t)) / S(t);
    0 where S is 0. Beyond the last day of the curves nobody buys.
    """
    ages = np.atleast_1d(np.asarray(age))
    gained, still_open = at(curves, "bought", ages + days) - at(curves, "bought", ages), at(curves, "still_open", ages)
    chance = np.divide(gained, still_open, out=np.zeros(len(ages)), where=still_open > 1e-12)
    return np.clip(chance, 0.0, 1.0)


def bought_by(ends: DataFrame, ages: ArrayLike) -> DataFrame:
    """Return a row per age in days: day, bought (Aalen–Johansen), se, low, high (95 %, pointwise), at_risk.

    The variance is the delta method's (Marubini and Valsecchi 1995, ch. 10), the interval is made on the scale of
    log(−log F), which keeps it between 0 and 1; where nobody or everybody has bought it is missing (nan). `at_risk`
    counts those followed up to that age or longer.
    """
    wanted = np.atleast_1d(np.asarray(ages, dtype=np.int64))
    steps = _Steps.of(ends)
    bought = np.concatenate([[0.0], steps.bought])[np.searchsorted(steps.days, wanted, side="right")]
    se = np.sqrt([steps.variance(int(age)) for age in wanted])
    low, high = np.full(len(wanted), np.nan), np.full(len(wanted), np.nan)
    inside = (bought > 0) & (bought < 1) & (se > 0)
    share = bought[inside]
    reach = np.exp(_Z95 * se[inside] / (share * np.log(share)))
    low[inside], high[inside] = share ** (1 / reach), share**reach
    at_risk = np.concatenate([steps.at_risk, [0.0]])[np.searchsorted(steps.days, wanted)]
    return DataFrame(
        {"day": wanted, "bought": bought, "se": se, "low": low, "high": high, "at_risk": at_risk.astype(np.int64)}
    )
