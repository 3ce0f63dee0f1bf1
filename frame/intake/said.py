"""What is told once, on whatever page the reader is."""

import streamlit as st

from data.warehouse import was_recovered
from frame.ask import ask_data, t
from frame.intake import loading


def report() -> None:
    """Say once what the last load did, and that a torn log was set aside."""
    loading.conclude()
    if ask_data(was_recovered) and not st.session_state.get("recovery_told"):
        st.session_state["recovery_told"] = True
        st.toast(t("intake.recovered"), icon=":material/history:", duration="long")
    said = st.session_state.pop("said", None)
    if said:
        st.toast(said, icon=":material/check_circle:", duration="long")
