"""Rounding a table so that what is shown adds up, along its rows, down its columns and to its total."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

Array = NDArray[Any]
_NOISE = 1e-6
_TOTAL_FIRST = 1000.0


def rounded(table: Array, digits: int = 1, total: float | None = None) -> Array:
    """Return a table with one row and one column more, its sums, every number rounded up or down to `digits`.

    Controlled rounding (Cox, 1987): the nearest table in which all sums hold; `total` is what its corner should be,
    where that is the true total rounded up or down.
    """
    unit = 10.0**digits
    columns = table.sum(axis=0, keepdims=True)
    whole = np.hstack([np.vstack([table, columns]), np.vstack([table, columns]).sum(axis=1, keepdims=True)]) * unit
    # with its sums' signs turned, every row and column of the table adds up to nothing
    signs = np.ones(whole.shape)
    signs[-1, :] *= -1
    signs[:, -1] *= -1
    balanced = whole * signs
    down = np.floor(balanced + _NOISE)
    rest = np.where(balanced - down < _NOISE, 0.0, balanced - down)
    prices = 1 - 2 * rest
    if total is not None:
        prices[-1, -1] = -_TOTAL_FIRST if total * unit > down[-1, -1] + 0.5 else _TOTAL_FIRST
    up = _chosen(rest, prices, -down.sum(axis=1), -down.sum(axis=0))
    return (down + up) * signs / unit + 0.0  # no minus before a nought


def _chosen(rest: Array, prices: Array, in_rows: Array, in_columns: Array) -> Array:
    """Return which numbers are rounded up: as many in each row and column as asked, at the least price."""
    height, width = rest.shape
    sums = np.vstack([np.kron(np.eye(height), np.ones(width)), np.kron(np.ones(height), np.eye(width))])
    bounds = [(0, 1 if part else 0) for part in rest.ravel()]
    found = linprog(prices.ravel(), A_eq=sums, b_eq=np.concatenate([in_rows, in_columns]), bounds=bounds)
    return np.asarray(found.x).round().reshape(rest.shape)
