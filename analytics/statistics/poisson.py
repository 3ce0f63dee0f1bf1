"""Intervals of counts and of the difference of two: each count's score limits, put together as Newcombe's are for rates
(Zou and Donner, 2008), 95 %.
"""

from math import sqrt

Z = 1.959964


def limits(count: float) -> tuple[float, float]:
    """Return the 95 % score interval of the mean a count comes from."""
    middle, half = count + Z * Z / 2, Z * sqrt(count + Z * Z / 4)
    return middle - half, middle + half


def difference(now: float, before: float, per_now: float = 1, per_before: float = 1) -> tuple[float, float, float]:
    """Return now less before, each first divided by its `per`, and the difference's 95 % interval."""
    low, high = (limit / per_now for limit in limits(now))
    low_before, high_before = (limit / per_before for limit in limits(before))
    one, other = now / per_now, before / per_before
    return (
        one - other,
        one - other - sqrt((one - low) ** 2 + (high_before - other) ** 2),
        one - other + sqrt((high - one) ** 2 + (other - low_before) ** 2),
    )
