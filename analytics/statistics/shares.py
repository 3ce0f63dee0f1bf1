"""Whole percentages that add to 100 and are moved in proportion, unless pinned."""

from collections.abc import Collection, Sequence

from analytics.statistics.remainders import shared


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
    for other, share in zip(free, shared(rest, [shares[other] for other in free]), strict=True):
        after[other] = share
    return after
