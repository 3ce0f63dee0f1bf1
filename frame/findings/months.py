"""Months written as a reader says them: Jan–May 2026."""

from collections.abc import Iterable

from frame.ask import t


def span(first: int, last: int) -> str:
    """Write the months from `first` to `last`, both numbers of months."""
    if first == last:
        return t.month(first)
    if first // 12 != last // 12:
        return f"{t.month(first)}–{t.month(last)}"
    names = {"first": t.month(first, with_year=False), "last": t.month(last, with_year=False)}
    return t("like_for_like.months", year=first // 12, **names)


def spans(months: Iterable[int]) -> str:
    """Write any months, those that follow each other together."""
    runs: list[tuple[int, int]] = []
    for month in sorted(months):
        if runs and month - runs[-1][1] == 1:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return t("common.comma").join(span(first, last) for first, last in runs)
