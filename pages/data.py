"""What is loaded: drop more, look at past loads and their problems, take one back, say which days were open."""

import streamlit as st

from analytics import loads
from data.load import undo
from frame import days_open, intake, table, templates
from frame.ask import ask_data, t, warehouse

st.title(t("data.title"))
intake.drop_zone()

st.subheader(t("data.history"))
history = ask_data(loads.loads)
st.caption(t("data.pick"))
picked = table.show(history, key="history", pick=True)
number = int(history["load_id"].iloc[picked or 0])
st.markdown(f"**{t('data.load', number=number)}**")
table.show(ask_data(loads.sheets, number), key="sheets")
found = ask_data(loads.problems, number)
if not found.empty:
    with st.expander(t("intake.problems", problems=t.number(len(found)))):
        intake.problems(found, key="problems")
with st.popover(t("data.undo"), icon=":material/undo:"):
    st.write(t("data.undo_what", number=number))
    if st.button(t("data.undo_now"), key="undo", type="primary"):
        undo(warehouse(), number)
        st.rerun()

left, right = st.columns(2, gap="large")
with left:
    st.subheader(t("days_open.title"))
    days_open.draw()
with right:
    st.subheader(t("templates.title"))
    templates.draw()
