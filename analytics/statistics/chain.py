"""Counts of which each follows from the one before it, first visits → recorded → deals, in two periods by group: their
change split into volume, mix and a rate for every step, with what chance alone may make of each part.

First visits are taken for Poisson counts, a step for so many of its cases each with the same chance, or, where it
counts more than its cases, for a Poisson count too. The spread of a part is that of all estimates it is made of, each
moved by its own standard error (the delta method).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.statistics.decomposition import kitagawa, shapley

Array = NDArray[Any]
DRAWN = 4
# the first count and the rates of two periods → parts × groups
_Parts = Callable[[Array, Array, Array, Array], Array]


@dataclass(frozen=True)
class Split:
    """`cells`: parts × groups, all adding up to the change; `cell_errors`: their standard errors; `errors`: those of
    the parts' sums over all groups.
    """

    cells: Array
    cell_errors: Array
    errors: Array


def is_broken(counts: Array) -> Array:
    """Tell for each group (column of links × groups) whether its last count has none before it to follow from."""
    return np.asarray((counts[:-1] == 0).any(axis=0) & (counts[-1] > 0))


def split_count(before: Array, now: Array) -> Split:
    """Split the change of the last count into the volume of the first, its mix over groups, and each step's rate.

    `before` and `now` are links × groups, none broken. A group absent in one period takes the other one's rates.
    """
    return _split(_count_parts, before, now)


def split_rate(before: Array, now: Array) -> Split:
    """Split the change of last ÷ first into each group's own rate and its share (2 × groups): see `split_count`.

    The shares' cells are centred, which their sum does not know of: the errors are those of the plain ones.
    """
    before, now = before[[0, -1]], now[[0, -1]]
    plain = _split(_rate_parts, before, now)
    centred = kitagawa(*_shares_and_rates(before[0], _rates(before), now[0], _rates(now)))
    return replace(plain, cells=np.stack(centred))


def _count_parts(first_before: Array, rates_before: Array, first: Array, rates: Array) -> Array:
    sides = []
    for one, other, own, others in (
        (first_before, first, rates_before, rates),
        (first, first_before, rates, rates_before),
    ):
        volume = np.broadcast_to(one.sum(-1, keepdims=True), one.shape)
        rows = [volume, _filled(_shares(one), _shares(other)), *np.moveaxis(_filled(own, others), -2, 0)]
        sides.append(np.stack(np.broadcast_arrays(*rows), axis=-2))
    return shapley(*sides)


def _rate_parts(first_before: Array, rates_before: Array, first: Array, rates: Array) -> Array:
    shares_before, own_before, shares, own = _shares_and_rates(first_before, rates_before, first, rates)
    rate_part = (shares_before + shares) / 2 * (own - own_before)
    mix_part = (shares - shares_before) * (own_before + own) / 2
    return np.stack([rate_part, mix_part], axis=-2)


def _shares_and_rates(
    first_before: Array, rates_before: Array, first: Array, rates: Array
) -> tuple[Array, Array, Array, Array]:
    shares_before, shares = _shares(first_before), _shares(first)
    own_before, own = (_filled(a, b)[..., 0, :] for a, b in ((rates_before, rates), (rates, rates_before)))
    return _filled(shares_before, shares), own_before, _filled(shares, shares_before), own


def _shares(first: Array) -> Array:
    total = first.sum(-1, keepdims=True)
    return first / np.where(total == 0, np.nan, total)


def _filled(own: Array, other: Array) -> Array:
    """Return a period's own figures, where there is none the other period's, else 0."""
    return np.where(np.isnan(own), np.where(np.isnan(other), 0.0, other), own)


def _rates(counts: Array) -> Array:
    return counts[1:] / np.where(counts[:-1] == 0, np.nan, counts[:-1])


def _rate_errors(counts: Array, other: Array) -> Array:
    """Return the standard error of each step's rate, drawn towards the pooled rate by the weight of four cases, as
    Agresti and Coull (1998) draw it towards a half: a group of three without a deal is not certain never to have one.
    """
    cases, part = counts[:-1], counts[1:]
    both = (counts + other).sum(axis=1)
    pooled = np.minimum(both[1:] / np.maximum(both[:-1], 1), 1)[:, None]
    chance = (part + DRAWN * pooled) / (cases + DRAWN)
    among = np.maximum(cases, 1)
    return np.sqrt(np.where(part <= cases, chance * (1 - np.minimum(chance, 1)) / among, part / among**2))


def _split(parts: _Parts, before: Array, now: Array) -> Split:
    sides = [before[0], _rates(before), now[0], _rates(now)]
    errors = [np.sqrt(before[0]), _rate_errors(before, now), np.sqrt(now[0]), _rate_errors(now, before)]
    cells = parts(*sides)
    cell_variance, variance = np.zeros(cells.shape), np.zeros(len(cells))
    for at in (0, 2):  # moving one group's first count moves the shares of all
        moves = _moved(parts, sides, at, np.diag(errors[at]))
        cell_variance += (moves**2).sum(axis=0)
        variance += (moves.sum(axis=2) ** 2).sum(axis=0)
    for at in (1, 3):  # moving one group's rate moves that group alone, so all are moved at once
        for step, error in enumerate(errors[at]):
            by = np.zeros_like(errors[at])
            by[step] = error
            move = _moved(parts, sides, at, by)
            cell_variance += move**2
            variance += (move**2).sum(axis=1)
    return Split(cells, np.sqrt(cell_variance), np.sqrt(variance))


def _moved(parts: _Parts, sides: list[Array], at: int, by: Array) -> Array:
    """Return half the difference the parts make when one of the estimates is moved up and down."""
    up, down = ([*sides[:at], sides[at] + way * by, *sides[at + 1 :]] for way in (1, -1))
    return (parts(*up) - parts(*down)) / 2
