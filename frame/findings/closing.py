"""What the page of the two closing rates says."""

from math import isnan

from pandas import DataFrame

from analytics.cohorts import GROWN_UP, Step, lag, step
from frame.ask import t
from frame.findings.months import spans

# a same-month ratio that moves by so much is asked about, whether or not it could be chance
MOVED = 0.02
# and fewer or more visitors are named as its cause from so large a share on
CAME = 0.1


def course(months: DataFrame, unfinished: int | None, within: int | None) -> str:
    """Say how the two rates drawn moved in the last month that may be judged, and where only one did, that the other
    did not; `within` is how many days the cohort rate drawn looks at, None by now.
    """
    last = step(months, unfinished)
    if last is None:
        return t("closing.plain")
    month, now = t.month(int(last.now["month"])), t.percent(last.now["same_month"])
    if not last.now["followed"] > 0:
        return t("closing.only_same_month", month=month, now=now)
    if isnan(last.cohort[0]):
        return t("closing.too_young", month=month, now=now, days=within or GROWN_UP)
    rate = t("closing.rate_within", days=within) if within else t("closing.rate_now")
    cohort, cohort_before = (t.rate(one["bought"], one["followed"]) for one in (last.now, last.before))
    change, low, high = last.cohort
    if low > 0 or high < 0:
        key = "closing.cohort_rose" if change > 0 else "closing.cohort_fell"
        return t(key, month=month, rate=rate, before=cohort_before, now=cohort)
    return t(
        f"closing.{_same_month(last)}",
        month=month,
        rate=rate,
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
    came = last.now["first_visits"] / last.before["first_visits"] - 1
    if change > 0:
        return "rose_fewer" if came <= -CAME else "rose"
    return "fell_more" if came >= CAME else "fell"


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
