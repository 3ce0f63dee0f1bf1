"""What is loaded: drop more, look at past loads and their problems, take one back, say which days were open."""

import streamlit as st

from analytics import loads
from frame import days_open, history, intake, table, templates
from frame.ask import ask_data, t

st.title(t("data.title"))
intake.drop_zone()

st.subheader(t("data.history"))
number = history.pick()
st.markdown(f"**{t('data.load', number=number)}**")
table.show(ask_data(loads.sheets, number), key=f"sheets-{number}")
st.caption(t("data.about_sheets"))
found = ask_data(loads.problems, number)
if not found.empty:
    with st.expander(t("intake.problems", problems=t.number(len(found)))):
        intake.problems(found, key=f"problems-{number}")
history.undo_button(number)

left, right = st.columns(2, gap="large")
with left:
    st.subheader(t("days_open.title"))
    days_open.draw()
with right:
    st.subheader(t("templates.title"))
    templates.draw()
