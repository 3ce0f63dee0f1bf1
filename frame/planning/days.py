"""Which days of the month the store is closed, what its days are worth, and from what that was learnt."""

from collections.abc import Mapping

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import NumberColumn, TextColumn

from analytics import past
from analytics.calendar import HOLIDAY, KINDS, month_days
from analytics.filters import month_index
from analytics.statistics.day_weights import DayWeights
from data.planned import FIGURES
from data.plans import closed_days, set_closed_days
from data.warehouse import WarehouseError
from frame.ask import ask_data, data_version, said_of, t, warehouse
from frame.planning.chosen import Chosen


def draw(chosen: Chosen) -> None:
    """Draw the closed days, to be chosen, and the weights of the days the plan is split by."""
    _closed(chosen)
    weights = ask_data(past.day_weights, chosen.store, chosen.month)
    for figure, learnt in weights.items():
        st.markdown(_worth(figure, learnt))
    days = {figure: t.number(learnt.days) for figure, learnt in weights.items()}
    has_past = any(learnt.events for learnt in weights.values())
    st.caption(t("plan.learnt", **days) if has_past else t("plan.assumed"))
    with st.expander(t("plan.weights")):
        st.caption(t("plan.weights_what"))
        _table(weights, chosen)


def _worth(figure: str, learnt: DayWeights) -> str:
    """Say what weekends, holidays and, where it is not an ordinary day, the month's end are worth."""
    weekend = (learnt.kinds["saturday"] + learnt.kinds["sunday"]) / 2
    said = {"weekend": t.number(weekend, 1), "holiday": t.number(learnt.kinds[HOLIDAY], 1)}
    at_end = t.number(learnt.month_end, 1)
    end = "" if at_end == t.number(1, 1) else t("plan.worth_at_end", month_end=at_end)
    return t("plan.worth", figure=t(f"plan.{figure}"), **said) + end


def _table(weights: Mapping[str, DayWeights], chosen: Chosen) -> None:
    rows = {t(f"day_kind.{kind}"): [weights[figure].kinds[kind] for figure in FIGURES] for kind in KINDS}
    rows[t("day_kind.month_end")] = [weights[figure].month_end for figure in FIGURES]
    st.dataframe(
        DataFrame([(name, *values) for name, values in rows.items()], columns=["kind", *FIGURES]),
        key=f"plan-weights-{chosen.key}",
        hide_index=True,
        height=36 * (len(rows) + 1) + 4,
        row_height=36,
        column_config={
            "kind": TextColumn(t("plan.day_kind")),
            **{figure: NumberColumn(t(f"plan.{figure}"), format="%.2f") for figure in FIGURES},
        },
    )


def _closed(chosen: Chosen) -> None:
    now = [day for day in ask_data(closed_days, chosen.store) if month_index(day) == chosen.month]
    days = month_days(chosen.month)
    kinds = dict(zip(days["day"], days["kind"], strict=True))
    picked = st.multiselect(
        t("plan.closed"),
        list(kinds),
        now,
        format_func=lambda day: f"{t.day(day)} {t(f'day_kind.{kinds[day]}')}",
        key=f"plan-closed-{chosen.key}-{data_version()}",
        placeholder=t("plan.open_every_day"),
        help=t("plan.closed_what"),
    )
    if sorted(picked) != now:
        try:
            set_closed_days(warehouse(), chosen.store, chosen.month, picked)
        except WarehouseError as error:
            st.error(said_of(error))
        else:
            st.rerun()
