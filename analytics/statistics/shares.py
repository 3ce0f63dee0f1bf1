"""Whole percentages, or whole deals, that always add up: split by largest remainder, moved in proportion."""

from collections.abc import Collection, Sequence


def split(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number by weights into whole parts that add to it, the largest remainders rounded up.

    Weights that are all 0 count as equal; of equal remainders the first is rounded up.
    """
    if not weights:
        return []
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights] if whole > 0 else [total / len(weights)] * len(weights)
    parts = [int(part + 1e-9) for part in exact]
    order = sorted(range(len(parts)), key=lambda at: (round(parts[at] - exact[at], 9), at))
    for at in order[: total - sum(parts)]:
        parts[at] += 1
    return parts


def room(shares: Sequence[int], at: int, pinned: Collection[int] = ()) -> int:
    """Return up to which percentage share `at` may be moved: what the other pinned ones leave of 100.

    Where every other share is pinned it cannot move at all: its room is where it stands.
    """
    others = [other for other in range(len(shares)) if other != at]
    if all(other in pinned for other in others):
        return shares[at]
    return 100 - sum(shares[other] for other in others if other in pinned)


def moved(shares: Sequence[int], at: int, to: int, pinned: Collection[int] = ()) -> list[int]:
    """Return the shares after moving share `at` to `to` percent: the others that are not pinned move in proportion.

    `shares` add to 100 and so do the ones returned; `to` is held between 0 and `room`. Others that are all at 0
    take what is left in equal parts.
    """
    free = [other for other in range(len(shares)) if other != at and other not in pinned]
    if not free:
        return list(shares)
    held = max(0, min(to, room(shares, at, pinned)))
    rest = 100 - held - sum(shares[other] for other in pinned if other != at)
    after = list(shares)
    after[at] = held
    for other, share in zip(free, split(rest, [shares[other] for other in free]), strict=True):
        after[other] = share
    return after
