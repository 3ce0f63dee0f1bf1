"""销售计划及周目标进度表 on the page: each week's plan, to be typed over, and what was reached."""

from collections.abc import Mapping
from datetime import date

import streamlit as st
from pandas import DataFrame

from analytics import calendar
from analytics.filters import Filters
from data.plans import set_weeks
from frame.ask import t, warehouse, words
from frame.planning import cells
from frame.planning.chosen import Chosen
from reports.plan_form import labels


def axis(answer: DataFrame) -> list[str]:
    """Write the weeks of `plans.by_week` for an axis: number and days of the month, one below the other."""
    names = []
    for week, first, last in _weeks(answer):
        days = str(first.day) if first == last else f"{first.day}–{last.day}"
        names.append(f"{t('plan.week', number=week)}\n{days}")
    return names


def filters(chosen: Chosen, week: int) -> Filters:
    """Return the filters of a week of the plan's month, in its store."""
    days = next(one for one in calendar.weeks(chosen.month) if one.number == week)
    return chosen.filters.over(days.first, days.last)


def draw(answer: DataFrame, chosen: Chosen) -> None:
    """Draw the answer of `plans.by_week`, its plans to be typed over."""

    def keep(targets: Mapping[int, Mapping[str, int | None]]) -> None:
        set_weeks(warehouse(), chosen.store, chosen.month, targets)

    names = labels(answer, words())
    sharing = cells.Sharing(chosen.plan.totals, list(names), chosen.plan.weeks, keep)
    cells.edit(answer, sharing, key=f"plan-weeks-{chosen.key}", names=names, heading=t("plan.weeks"))
    if answer["is_unfinished"].any():
        st.caption(t("plan.unfinished"))


def _weeks(answer: DataFrame) -> list[tuple[int, date, date]]:
    return list(zip(answer["week"].astype(int), answer["first"], answer["last"], strict=True))
