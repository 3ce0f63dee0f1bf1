"""Whose plan, and of which month: the store and month of the filters, or one of the months after."""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics import plans
from analytics.filters import Filters, Grain, month_index
from data.planned import MonthPlan
from data.plans import month_plan
from frame.ask import ask_data, filters, t

AHEAD = (0, 1, 2, 3)


@dataclass(frozen=True)
class Chosen:
    """A store and a month (its number), and the stores there are to choose from."""

    store: str
    month: int
    offered: tuple[str, ...]

    @property
    def plan(self) -> MonthPlan:
        """What is set for it."""
        return ask_data(month_plan, self.store, self.month)

    @property
    def key(self) -> str:
        """A name for widgets that begin anew with another store or month."""
        return f"{self.store}-{self.month}"

    @property
    def filters(self) -> Filters:
        """The filters of that month of that store."""
        return Filters.of_months(self.month, Grain.MONTH, stores=(self.store,))


def draw() -> Chosen | None:
    """Draw the choice of store, where there are several, and month; None when there is no store to plan for."""
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    offered = _offered()
    if not offered:
        return None
    store = _store(offered, left)
    last = month_index(filters().end)
    ahead = (right if len(offered) > 1 else left).segmented_control(
        t("plan.month"),
        AHEAD,
        default=0,
        format_func=lambda number: t.month(last + number),
        key="ahead",
        bind="query-params",
        required=True,
    )
    if filters().channels or filters().models or filters().salespeople:
        st.caption(t("plan.not_narrowed"))
    return Chosen(store, last + int(ahead or 0), offered)


def draw_store(place: DeltaGenerator) -> Chosen | None:
    """Draw the choice of store alone, where there are several; the month is the last one of the filters."""
    offered = _offered()
    return Chosen(_store(offered, place), month_index(filters().end), offered) if offered else None


def _offered() -> tuple[str, ...]:
    known = ask_data(plans.stores)
    return tuple([store for store in known if store in filters().stores] or known)


def _store(offered: tuple[str, ...], place: DeltaGenerator) -> str:
    if len(offered) == 1:
        return offered[0]
    return place.selectbox(t("column.store"), offered, key="plan_store", bind="query-params") or offered[0]
