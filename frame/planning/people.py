"""Each salesperson's plan, to be typed over, what he reached, and how his plan falls on the weeks."""

from collections.abc import Mapping

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import NumberColumn, TextColumn

from analytics import plans
from data.planned import FIGURES
from data.plans import set_people
from data.warehouse import WarehouseError
from frame.ask import ask_data, data_version, filters, said_of, t, warehouse
from frame.planning import cells
from frame.planning.chosen import Chosen


def narrowed(answer: DataFrame) -> DataFrame:
    """Return the rows of an answer by salesperson of the salespeople the reader chose; all when he chose none."""
    wanted = filters().salespeople
    return answer[answer["salesperson"].isin(wanted)] if wanted else answer


def is_narrowed() -> bool:
    """Tell whether the reader chose salespeople."""
    return bool(filters().salespeople)


def draw(answer: DataFrame, chosen: Chosen) -> None:
    """Draw the answer of `plans.by_person`, its plans to be typed over; lines without a name are said below."""

    def keep(targets: Mapping[str, Mapping[str, int | None]]) -> None:
        set_people(warehouse(), chosen.store, chosen.month, targets)

    named = answer[answer["salesperson"].notna()]
    names = {who: who for who in named["salesperson"]}
    if not names:
        st.info(t("plan.nobody"))
        return
    planned = ask_data(plans.planned_people, chosen.store, chosen.month)
    sharing = cells.Sharing(chosen.plan.totals, planned, chosen.plan.people, keep)
    key = f"plan-people-{chosen.key}-{'-'.join(filters().salespeople)}"
    cells.edit(named, sharing, key=key, names=names, heading=t("column.salesperson"))
    _add(named, chosen)
    unnamed = answer[answer["salesperson"].isna()]
    if not unnamed.empty:
        numbers = {figure: t.number(unnamed[f"{figure}_actual"].iloc[0]) for figure in FIGURES}
        st.caption(t("plan.unnamed", **numbers))


def _add(named: DataFrame, chosen: Chosen) -> None:
    """Draw the field in which the name of somebody new is written, to be planned with from now on."""
    place, _ = st.columns([1, 2])
    key = f"plan-new-{chosen.key}-{data_version()}"
    written = place.text_input(t("plan.new_person"), key=key, max_chars=40, placeholder=t("plan.new_person_what"))
    typed = written.strip()
    if typed and typed not in set(named.loc[named["is_planned"], "salesperson"]):
        try:
            set_people(warehouse(), chosen.store, chosen.month, {typed: dict.fromkeys(FIGURES)})
        except WarehouseError as error:
            st.error(said_of(error))
        else:
            st.rerun()


def by_week(chosen: Chosen) -> None:
    """Draw how each salesperson's plan of one figure, to be chosen, falls on the weeks."""
    figure = st.segmented_control(
        t("plan.figure"),
        [figure for figure in FIGURES if figure in chosen.plan.totals],
        default=next(figure for figure in FIGURES if figure in chosen.plan.totals),
        format_func=lambda one: t(f"plan.{one}"),
        key="plan_figure",
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    answer = ask_data(plans.by_person_and_week, chosen.store, chosen.month, figure)
    shown = narrowed(answer).rename(columns=str)
    numbers = [column for column in shown.columns if column != "salesperson"]
    shown["sum"] = shown[numbers].sum(axis=1)
    st.dataframe(
        shown,
        key=f"plan-crossed-{chosen.key}",
        hide_index=True,
        column_config={
            "salesperson": TextColumn(t("column.salesperson"), pinned=True),
            **{number: NumberColumn(t("plan.week", number=number), format="localized") for number in numbers},
            "sum": NumberColumn(t("plan.sum"), format="localized"),
        },
    )
