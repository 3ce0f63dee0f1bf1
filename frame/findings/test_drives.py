"""What the test-drive page's charts say."""

from collections.abc import Sequence
from math import isnan

from pandas import DataFrame

from analytics import test_drives
from analytics.statistics.strata import Adjusted
from frame.ask import t
from frame.findings import overview


def course(months: DataFrame, unfinished: int | None) -> str:
    """Say where the last finished month's test-drive rate stands."""
    return overview.course(months.rename(columns={"rate": "test_drive_rate"}), "test_drive_rate", unfinished)


def difference(both: DataFrame) -> str:
    """Say by how much drivers close more, or that there is no evidence of it."""
    change, low, high = test_drives.difference(both)
    if isnan(change) or low <= 0 <= high:
        return t("test_drives.no_evidence")
    return t(
        "test_drives.more" if change > 0 else "test_drives.less",
        points=t.number(abs(change) * 100, 1),
        low=t.number(min(abs(low), abs(high)) * 100, 1),
        high=t.number(max(abs(low), abs(high)) * 100, 1),
    )


def effects(both: DataFrame, held: Adjusted) -> DataFrame:
    """Return two rows to draw, the raw difference and the one within strata: name, difference, low, high."""
    raw = test_drives.difference(both)
    ends = [raw, (held.difference, held.low, held.high)]
    rows = DataFrame(ends, columns=["difference", "low", "high"])
    return rows.assign(name=[t("test_drives.raw"), t("test_drives.held")])


def adjusted(held: Adjusted, equal: Sequence[str]) -> str:
    """Say by how much drivers close more among customers alike in `equal`, or that there is no evidence of it."""
    alike = t("common.comma").join(t(f"column.{name}").lower() for name in equal)
    if isnan(held.low):
        return t("test_drives.nothing_alike", alike=alike)
    if held.low <= 0 <= held.high:
        return t("test_drives.no_evidence_alike", alike=alike)
    key = "test_drives.more_alike" if held.difference > 0 else "test_drives.less_alike"
    return t(key, alike=alike, points=t.number(abs(held.difference) * 100, 1))


def stands_on(strata: DataFrame, held: Adjusted) -> str:
    """Say how many customers the adjusted difference compares, and how many have nobody alike to compare with."""
    drivers, others = strata["drivers"].sum(), strata["others"].sum()
    said = t("test_drives.stands_on", drivers=t.number(held.inside), others=t.number(held.outside))
    alone = drivers - held.inside, others - held.outside
    if not sum(alone):
        return said
    return said + t("test_drives.alone", drivers=t.number(alone[0]), others=t.number(alone[1]))
