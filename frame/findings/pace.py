"""What the page of pace says: where the month lands and why, what the prospects promise, how often ranges held."""

from pandas import DataFrame

from analytics.pace import Outlook, Prospects
from analytics.statistics.pace import Landing
from frame.ask import t
from frame.findings.targets import chance


def is_over(found: Outlook) -> bool:
    """Tell whether a finished month is looked at from its end."""
    return found.landed is not None and found.as_of == found.until


def course(found: Outlook, month: int) -> str:
    """Say where a month landed, or where it will and how likely it reaches its plan."""
    if found.landed is not None and is_over(found):
        return t("pace.landed", month=t.month(month), number=t.number(found.landed)) + _against(
            found.plan, found.landed
        )
    lands = found.landing
    if lands is None:
        return t("pace.nothing", number=t.number(found.so_far))
    said = t("pace.lands", middle=t.number(lands.middle), low=t.number(lands.low), high=t.number(lands.high))
    if found.plan is None or lands.chance is None:
        return said
    if found.so_far >= found.plan:
        return said + t("pace.reached_already", plan=t.number(found.plan))
    return said + t("pace.reaches", plan=t.number(found.plan), chance=likely(lands))


def likely(found: Landing | None) -> str:
    """Write the chance of the plan; a dash without one."""
    return t.percent(None) if found is None or found.chance is None else chance(found.chance)


def where(lands: Landing | None) -> str:
    """Write where a month lands: the number and its 80 % range, if it has one; a dash when nothing says it."""
    if lands is None or lands.low == lands.high:
        return str(t.number(lands and lands.middle))
    return t("pace.where", middle=t.number(lands.middle), low=t.number(lands.low), high=t.number(lands.high))


def basis(found: Outlook, figure: str) -> str:
    """Say what the rate stands on: the month's own days, and the months before as so many days of it."""
    day = t("pace.as_of", day=t.day(found.as_of)) if found.until else t("pace.not_begun", figure=t(f"pace.{figure}"))
    if not found.past_months:
        return day + t("pace.no_past")
    months, days = t.number(found.past_months), t.number(found.past_share * len(found.days))
    return day + t("pace.past", months=months, days=days)


def prospects(promised: Prospects, found: Outlook) -> str:
    """Say what the open prospects promise beside what the pace expects, and whether the two fit."""
    said = t(
        "pace.prospects",
        number=t.number(promised.number),
        month=t.number(promised.this_month),
        expected=t.number(promised.expected),
        low=t.number(promised.low),
        high=t.number(promised.high),
    )
    if found.landing is None:
        return said
    ahead = {name: t.number(getattr(found.landing, name) - found.so_far) for name in ("low", "middle", "high")}
    if promised.this_month > found.landing.high - found.so_far:
        return said + t("pace.prospects_more", **ahead)
    new = found.landing.middle - found.so_far - promised.this_month
    return said + (
        t("pace.prospects_fit", new=t.number(new), **ahead) if new >= 1 else t("pace.prospects_all", **ahead)
    )


def held(tested: DataFrame) -> str:
    """Say how often the range held on each day looked back from, of the rows of `pace.back_test`."""
    days = [
        t("pace.held_on", day=day, held=t.number(of["held"].sum()), of=t.number(len(of)))
        for day, of in tested.groupby("day")
    ]
    return t("pace.held", rate=t.rate(tested["held"].sum(), len(tested), 0), days=t("common.comma").join(days))


def looked_back(tested: DataFrame, month: int) -> str:
    """Say what was said of a finished month while it ran, of the rows of `pace.back_test`; nothing when nothing was."""
    said = [
        t("pace.said_on", day=day, low=t.number(low), high=t.number(high))
        for day, low, high in tested.loc[tested["month"] == month, ["day", "low", "high"]].to_numpy().tolist()
    ]
    return t("pace.looked_back", said=t("common.comma").join(said)) if said else ""


def _against(plan: int | None, landed: int) -> str:
    if plan is None:
        return ""
    gap = landed - plan
    key = "pace.over" if gap > 0 else "pace.short" if gap else "pace.exact"
    return t(key, plan=t.number(plan), gap=t.number(abs(gap)))
