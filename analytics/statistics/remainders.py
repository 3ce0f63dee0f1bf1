"""A whole number of leads or cars shared out so that every share is whole and none is lost: largest remainders."""

from collections.abc import Sequence
from math import floor, fsum


def shared(total: int, weights: Sequence[float]) -> list[int]:
    """Share `total` out in proportion to the weights; equally where all are 0.

    Shares are rounded down and what is left goes to the largest remainders, of equal ones to the first.
    """
    if not weights:
        return []
    whole = fsum(weights)
    parts = [weight / whole for weight in weights] if whole > 0 else [1 / len(weights)] * len(weights)
    exact = [total * part for part in parts]
    found = [floor(share + 1e-9) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (round(found[at] - exact[at], 9), at))
    for at in by_remainder[: total - sum(found)]:
        found[at] += 1
    return found


def shared_around(total: int, weights: Sequence[float], fixed: Sequence[int | None]) -> list[int]:
    """Share `total` out around the shares that are `fixed`: the others take what these leave, by their weights.

    Where the fixed ones cannot stand because they pass the total, or nobody is left to take the rest, they are brought
    to the total in their own proportion.
    """
    free = [at for at, share in enumerate(fixed) if share is None]
    left = total - sum(share for share in fixed if share is not None)
    if left < 0 or not free:
        return shared(total, [share or 0 for share in fixed])
    theirs = dict(zip(free, shared(left, [weights[at] for at in free]), strict=True))
    return [theirs[at] if share is None else share for at, share in enumerate(fixed)]


def crossed(rows: Sequence[int], columns: Sequence[int]) -> list[list[int]]:
    """Fill a table of whole numbers that adds up to these sums of rows and of columns, each cell near its proportion.

    Column after column is shared out by what the rows still lack: largest remainders never give a row more than that.
    Both must have the same sum.
    """
    lacking = list(rows)
    filled = []
    for column in columns:
        cells = shared(column, lacking) if sum(lacking) else [0] * len(rows)
        lacking = [left - cell for left, cell in zip(lacking, cells, strict=True)]
        filled.append(cells)
    return [list(cells) for cells in zip(*filled, strict=True)] if filled else [[] for _ in rows]
