"""Where a month will land: its deals so far, the days left by what they are worth, and the rate its own days and the
months before speak for.

Nothing later than the day looked from is used: what days are worth comes from the 24 months before the month, the rate
from the twelve before it and its own days. Prospects are not added: their deals are among those to come.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from math import nan

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from pandas import DataFrame

from analytics import past, pipeline, plans
from analytics.calendar import month_days
from analytics.figures import counts
from analytics.filters import Filters, first_day, last_day, month_index
from analytics.run_up import RATE_FROM, RunUp, story
from analytics.statistics.pace import Belief, Landing, before, landing
from data.planned import MonthPlan
from data.plans import month_plan

FIGURES = ("orders", "sales")
TESTED = 12  # finished months looked back on
TEST_DAYS = (10, 15, 20)
FAN = {"low": 0.1, "inner_low": 0.25, "middle": 0.5, "inner_high": 0.75, "high": 0.9}


@dataclass(frozen=True)
class Outlook:
    """A month seen from the evening of one of its days.

    `as_of` is that day, the one before the month when none is known; `until` the last one known (None: none); `landed`
    what a finished month came to; `landing` None when nothing says where it goes; `past_months` how many months its
    rate is learnt from, `past_share` what part of this month they count as. `days` has a row per day of the month: day,
    so_far (deals in all up to it, nan after `as_of`), later (the same as far as known, from `as_of` on), planned (nan
    without a plan), and the columns of FAN from `as_of` on.
    """

    as_of: date
    until: date | None
    so_far: int
    landed: int | None
    plan: int | None
    open_left: int
    landing: Landing | None
    past_months: int
    past_share: float
    days: DataFrame

    @property
    def needed(self) -> float | None:
        """Deals each open day left needs for the plan; None without a plan or such a day."""
        return _needed(self.plan, self.so_far, self.open_left)


@dataclass(frozen=True)
class Prospects:
    """A store's open prospects, and the deals expected of them: until the month ends, and until each is 180 days old
    (with its 95 % interval).
    """

    number: int
    this_month: float
    expected: float
    low: float
    high: float


def outlook(con: DuckDBPyConnection, store: str, month: int, figure: str, as_of: date | None = None) -> Outlook:
    """Look at a month (its number) of a store from a day of it, the last one known if none is given."""
    told = story(con, store, figure, month - past.DAYS_FROM, month)
    deals, run_up = told.of_month(month), told.run_up(month)
    until = run_up.days.day[len(deals) - 1] if len(deals) else None
    eve = first_day(month) - timedelta(days=1)
    seen_from = min(as_of or until or eve, until or eve)
    gone = run_up.gone(seen_from)
    so_far, (behind, ahead) = int(deals[:gone].sum()), run_up.split(gone)
    prior = before(run_up.past)
    belief = prior.after(so_far, behind)
    aims = month_plan(con, store, month)
    plan = aims.totals.get(figure)
    return Outlook(
        as_of=seen_from,
        until=until,
        so_far=so_far,
        landed=int(deals.sum()) if told.finished(month, month) else None,
        plan=plan,
        open_left=run_up.open_after(gone),
        landing=landing(belief, so_far, ahead, plan),
        past_months=len(run_up.past) if prior.is_any else 0,
        past_share=prior.worth / (behind + ahead) if prior.is_any and behind + ahead else 0.0,
        days=DataFrame({"day": run_up.days.day}).assign(
            **_course(deals, gone, len(run_up.days.day)),
            planned=_planned(run_up, month, figure, aims),
            **_fan(run_up, gone, so_far, belief),
        ),
    )


def by_person(con: DuckDBPyConnection, store: str, month: int, figure: str, as_of: date) -> DataFrame:
    """One row per salesperson planned with or with deals of the month, by name, seen from the evening of a day:
    salesperson, so_far, low, middle, high (80 %), chance (of the plan), plan, needed (deals each open day left needs
    for it); nan where there is none.
    """
    told = story(con, store, figure, month - past.DAYS_FROM, month)
    run_up, since = told.run_up(month), past.salespeople(con, store, month)
    gone = run_up.gone(as_of)
    behind, ahead = run_up.split(gone)
    own, aims = _by_name(con, store, month, figure), plans.targets(con, store, month)
    selling = {who for who, days in own.items() if any(month_index(day) == month for day in days)}
    rows = []
    for who in sorted({who for who in aims if who} | selling):
        deals = told.placed(own.get(who, {}))
        so_far = int(deals[told.days.month == month][:gone].sum())
        months = told.before(month, deals, run_up.told_worth, since[who]) if who in since else []
        plan = aims.get(who, {}).get(figure)
        belief = before(months).after(so_far, behind)
        lands = landing(belief, so_far, ahead, plan) or (None,) * 4
        rows.append((who, so_far, *lands, plan, _needed(plan, so_far, run_up.open_after(gone))))
    columns = ["salesperson", "so_far", "low", "middle", "high", "chance", "plan", "needed"]
    return DataFrame(rows, columns=columns).astype(dict.fromkeys(columns[2:], float))


def back_test(con: DuckDBPyConnection, store: str, month: int, figure: str) -> DataFrame:
    """One row per finished month and day of TEST_DAYS, ascending: month, day (its number), so_far, low, middle, high
    (80 %, as they stood in the evening of that day), landed, held.

    This month (its number) if it is finished, and the twelve before; without those nothing could be said of.
    """
    told = story(con, store, figure, month - TESTED - past.DAYS_FROM, month)
    rows = []
    for one in told.finished(month - TESTED, month):
        deals, run_up = told.of_month(one), told.run_up(one)
        prior = before(run_up.past)
        for gone in TEST_DAYS:
            so_far, (behind, ahead) = int(deals[:gone].sum()), run_up.split(gone)
            lands = landing(prior.after(so_far, behind), so_far, ahead)
            if lands:
                rows.append((one, gone, so_far, lands.low, lands.middle, lands.high, int(deals.sum())))
    found = DataFrame(rows, columns=["month", "day", "so_far", "low", "middle", "high", "landed"])
    return found.assign(held=found["landed"].between(found["low"], found["high"]))


def from_prospects(con: DuckDBPyConnection, store: str, as_of: date) -> Prospects | None:
    """Return what a store's open prospects promise; None where there are none, or the day is not the last one known."""
    filters = Filters(first_day(month_index(as_of)), as_of, stores=(store,))
    if pipeline.today(con, filters) != as_of:
        return None
    left = (last_day(month_index(as_of)) - as_of).days
    number, this_month, forecast = pipeline.promised(con, filters, left)
    return Prospects(number, this_month, *forecast) if number else None


def _needed(plan: int | None, so_far: int, open_left: int) -> float | None:
    return None if plan is None or not open_left else max(plan - so_far, 0) / open_left


def _course(deals: NDArray[np.int64], gone: int, length: int) -> dict[str, NDArray[np.float64]]:
    known = np.full(length, nan)
    known[: len(deals)] = np.cumsum(deals)
    place = np.arange(length)
    return {"so_far": np.where(place < gone, known, nan), "later": np.where(place >= gone - 1, known, nan)}


def _planned(run_up: RunUp, month: int, figure: str, plan: MonthPlan) -> NDArray[np.float64]:
    """Return the plan up to each day, as its weeks have it."""
    days = month_days(month).assign(**{f"{figure}_weight": run_up.worth})
    return np.cumsum(plans.over_days(days, figure, plan))


def _fan(run_up: RunUp, gone: int, so_far: int, belief: Belief) -> dict[str, list[float]]:
    """Return the quantiles of the deals in all up to each day still to come, from the day looked from on."""
    fan: dict[str, list[float]] = {name: [nan] * len(run_up.days.day) for name in FAN}
    if not belief.is_any:
        return fan
    for name in FAN if gone else ():
        fan[name][gone - 1] = so_far
    ahead = 0.0
    for at in range(gone, len(run_up.days.day)):
        ahead += float(run_up.worth[at])
        chances = belief.ahead(ahead)
        for name, share in FAN.items():
            fan[name][at] = so_far + chances.quantile(share)
    return fan


def _by_name(con: DuckDBPyConnection, store: str, month: int, figure: str) -> dict[str, dict[date, int]]:
    """Return the deals of each salesperson by day, of a month and the twelve before it."""
    filters = Filters(first_day(month - RATE_FROM), last_day(month), stores=(store,))
    name = past.COUNTED[figure]
    found: dict[str, dict[date, int]] = {}
    lines = counts(con, filters, name, by=("day", "salesperson")).dropna()
    for day, who, deals in zip(lines["day"].dt.date, lines["salesperson"], lines[name], strict=True):
        found.setdefault(who, {})[day] = int(deals)
    return found
