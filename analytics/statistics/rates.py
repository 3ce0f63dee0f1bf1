"""Intervals of a rate and of the difference of two: Wilson (1927) and Newcombe (1998, method 10), 95 %."""

from math import isnan, nan, sqrt

from pandas import DataFrame

# the standard normal's 97.5 % point
_Z = 1.959963984540054


def wilson(part: float, whole: float) -> tuple[float, float]:
    """Return the 95 % interval of part/whole, (nan, nan) where there is none: nothing among, or more of than among.

    Wilson's formula itself: scipy has it only beside an exact test that costs a hundred times as much, a row.
    """
    if not 0 <= part <= whole or whole == 0:  # no comparison with nan holds
        return nan, nan
    centre = part + _Z * _Z / 2
    half = _Z * sqrt(part * (whole - part) / whole + _Z * _Z / 4)
    low, high = (centre - half) / (whole + _Z * _Z), (centre + half) / (whole + _Z * _Z)
    # at none and at all an end is exact, and not what rounding leaves of it
    return (0.0 if part == 0 else low), (1.0 if part == whole else high)


def newcombe(part: float, whole: float, part_before: float, whole_before: float) -> tuple[float, float, float]:
    """Return the difference of two rates, now less before, and its 95 % interval (Newcombe's hybrid of Wilson's)."""
    low, high = wilson(part, whole)
    low_before, high_before = wilson(part_before, whole_before)
    if isnan(low) or isnan(low_before):
        return nan, nan, nan
    now, before = part / whole, part_before / whole_before
    difference = now - before
    return (
        difference,
        difference - sqrt((now - low) ** 2 + (high_before - before) ** 2),
        difference + sqrt((high - now) ** 2 + (before - low_before) ** 2),
    )


def pooled(frame: DataFrame, part: str, whole: str) -> float | None:
    """Return the rate of all groups of a frame of counts together, None when there is nothing to divide by."""
    total = frame[whole].sum()
    return float(frame[part].sum() / total) if total else None


def with_rate(frame: DataFrame, part: str, whole: str, name: str = "rate") -> DataFrame:
    """Add `name` (part/whole, nan where whole is 0 or missing), `low` and `high` (Wilson 95 %) to a frame of counts."""
    intervals = [wilson(k, n) for k, n in zip(frame[part], frame[whole], strict=True)]
    rated = frame.assign(low=[low for low, _ in intervals], high=[high for _, high in intervals])
    rated.insert(len(frame.columns), name, frame[part] / frame[whole].where(frame[whole] > 0))
    return rated
