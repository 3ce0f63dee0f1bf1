"""A change split exactly into what caused it: a product by Shapley (1953), a rate by Kitagawa (1955), centred by group.

Every function takes any leading axes before those it names, so that many cases are split at once.
"""

from collections.abc import Iterator
from itertools import combinations
from math import factorial, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


def shapley(before: Array, now: Array) -> Array:
    """Return what each factor adds to the change of a product: the mean over every order in which they can move.

    Factors stand in rows, groups (each a product of its own) in columns; a group's parts add up to its change.
    """
    move = now - before
    return np.stack([move[..., at, :] * _mean_of_others(before, now, at) for at in range(now.shape[-2])], axis=-2)


def _mean_of_others(before: Array, now: Array, at: int) -> Array:
    """Return the mean product of all factors but one, over the orders in which some have moved before it does."""
    others = [factor for factor in range(now.shape[-2]) if factor != at]
    products = (
        weight * prod((now if factor in moved else before)[..., factor, :] for factor in others)
        for moved, weight in _orders(others)
    )
    return np.asarray(sum(products))


def _orders(others: list[int]) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yield every set of factors that may have moved already, and in which share of all orders it has."""
    number = len(others) + 1
    for size in range(number):
        weight = factorial(size) * factorial(number - 1 - size) / factorial(number)
        for moved in combinations(others, size):
            yield moved, weight


def kitagawa(shares_before: Array, rates_before: Array, shares_now: Array, rates_now: Array) -> tuple[Array, Array]:
    """Return what each group's own rate and what its share of the whole add to the change of the pooled rate.

    The share's part is centred: a group that grows adds where its rate is above the mean of both pooled rates, takes
    away where it is below. All parts of all groups add up to the change.
    """
    rate_part = (shares_before + shares_now) / 2 * (rates_now - rates_before)
    pooled = (shares_before * rates_before).sum(-1, keepdims=True) + (shares_now * rates_now).sum(-1, keepdims=True)
    mix_part = (shares_now - shares_before) * (rates_before + rates_now - pooled) / 2
    return rate_part, mix_part
