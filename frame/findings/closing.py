"""What the page of the two closing rates says."""

from math import isnan

from pandas import DataFrame

from analytics.cohorts import GROWN_UP, Step, lag, step
from analytics.metrics import WITHIN
from frame.ask import t
from frame.findings.months import spans

# a same-month ratio that moves by so much is asked about, whether or not it could be chance
MOVED = 0.02


def course(months: DataFrame, unfinished: int | None) -> str:
    """Say how the last finished month's two rates moved, and where only one did, that the other did not."""
    last = step(months, unfinished)
    if last is None:
        return t("closing.plain")
    month, now = t.month(int(last.now["month"])), t.percent(last.now["same_month"])
    if not last.now["followed"] > 0:
        return t("closing.only_same_month", month=month, now=now)
    if last.within is None or isnan(last.cohort[0]):
        return t("closing.too_young", month=month, now=now, days=WITHIN[0])
    bought = f"bought_within_{last.within}"
    cohort, cohort_before = (t.rate(one[bought], one["followed"]) for one in (last.now, last.before))
    change, low, high = last.cohort
    if low > 0 or high < 0:
        key = "closing.cohort_rose" if change > 0 else "closing.cohort_fell"
        return t(key, month=month, days=last.within, before=cohort_before, now=cohort)
    return t(
        f"closing.{_same_month(last)}",
        month=month,
        days=last.within,
        cohort=cohort,
        cohort_before=cohort_before,
        now=now,
        before=t.percent(last.before["same_month"]),
        visits=t.number(last.now["first_visits"]),
        visits_before=t.number(last.before["first_visits"]),
    )


def _same_month(last: Step) -> str:
    """Return how the same-month ratio moved while the cohort rate did not, told from the first visits where it can."""
    change, low, high = last.same_month
    if not (low > 0 or high < 0 or abs(change) >= MOVED):
        return "steady"
    came = last.now["first_visits"] - last.before["first_visits"]
    if change > 0:
        return "rose_fewer" if came < 0 else "rose"
    return "fell_more" if came > 0 else "fell"


def caption(months: DataFrame, within: int | None) -> str:
    """Say what the hollow points are, and which months and first visits are in no cohort."""
    said = []
    cohorts = months[months["followed"] > 0]
    if cohorts["is_open"].any():
        key = "open" if cohorts["expected"].notna().any() else "open_no_forecast"
        said.append(t(f"closing.{key}", days=within or GROWN_UP, months=len(cohorts)))
    outside = months["first_visits_without_phone"].sum()
    if outside:
        said.append(t("closing.without_phone", months=len(cohorts), number=t.number(outside)))
    without = months.loc[months["same_month"].notna() & months["followed"].isna(), "month"]
    if len(without):
        said.append(t("closing.no_cohort", months=spans(int(month) for month in without)))
    return " ".join(said)


def triangle(months: DataFrame) -> str:
    """Say how many of those who buy do so in the month they first come, and by the end of the next."""
    by_now, at_once, soon = lag(months)
    if not by_now:
        return t("closing.triangle_plain")
    return t("closing.triangle_lag", at_once=t.percent(at_once / by_now, 0), soon=t.percent(soon / by_now, 0))
