"""What the test-drive page's charts say."""

from math import isnan

from pandas import DataFrame

from analytics import test_drives
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
