"""The month's three totals: leads, orders and sales of the whole store."""

import streamlit as st

from data.planned import FIGURES, MOST
from data.plans import set_month, share_out_again
from data.warehouse import WarehouseError
from frame.ask import data_version, said_of, t, warehouse
from frame.planning.chosen import Chosen


def draw(chosen: Chosen) -> None:
    """Draw the totals to be typed, and what it means that there are none yet."""
    totals = chosen.plan.totals
    if not totals:
        st.info(t("plan.none"), icon=":material/edit_calendar:")
        st.page_link(page="../pages/targets.py", label=t("plan.to_targets"), icon=":material/tune:")
    with st.form(f"plan-totals-{chosen.key}-{data_version()}", border=False):
        *places, last = st.columns([2, 2, 2, 3], vertical_alignment="bottom")
        typed = {
            figure: place.number_input(
                t(f"plan.{figure}_total"),
                0,
                MOST,
                totals.get(figure),
                step=1,
                key=f"plan-{figure}-{chosen.key}-{data_version()}",
                placeholder=t("plan.not_set"),
            )
            for place, figure in zip(places, FIGURES, strict=True)
        }
        pressed = last.form_submit_button(t("plan.set"), icon=":material/flag:", type="primary", key="plan-set")
    said = {figure: float(value) for figure, value in typed.items() if value is not None}
    if pressed and said != dict(totals):
        try:
            set_month(warehouse(), chosen.store, chosen.month, said)
        except WarehouseError as error:
            st.error(said_of(error))
        else:
            st.rerun()


def again(chosen: Chosen) -> None:
    """Draw the button that lets every cell set by hand follow the calendar and the past again, where there is one."""
    if not chosen.plan.weeks and not chosen.plan.people:
        return
    if st.button(t("plan.again"), icon=":material/restart_alt:", help=t("plan.again_what"), key="plan-again"):
        try:
            share_out_again(warehouse(), chosen.store, chosen.month)
        except WarehouseError as error:
            st.error(said_of(error))
        else:
            st.rerun()
