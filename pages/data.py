"""What is loaded: drop more, look at past loads, take one back; the answers remembered; how figures are read."""

import streamlit as st

from analytics import loads
from frame import answers, days_open, history, intake, readings, templates
from frame.ask import ask_data, t

st.title(t("data.title"))
intake.drop_zone()

st.subheader(t("data.history"))
number = history.pick()
st.markdown(f"**{t('data.load', number=number)}**")
history.sheets(number)
found = ask_data(loads.problems, number)
if not found.empty:
    with st.expander(t("intake.problems", problems=t.number(len(found)))):
        intake.problems(found, key=f"problems-{number}")
history.undo_button(number)

st.subheader(t("answers.title"))
answers.draw()
st.page_link(page="../pages/customers.py", label=t("data.customers"), icon=":material/person_search:")

left, right = st.columns(2, gap="large")
with left:
    st.subheader(t("days_open.title"))
    days_open.draw()
    st.subheader(t("readings.closing"))
    readings.choice()
with right:
    st.subheader(t("templates.title"))
    templates.draw()
