"""Nothing is loaded yet: drop files, try the demo showroom, or take a blank register."""

import streamlit as st

from frame import intake, templates
from frame.ask import t

st.title(t("welcome.heading"))
st.write(t("welcome.what"))
intake.drop_zone()
left, right = st.columns(2, gap="large")
with left, st.container(border=True):
    st.subheader(t("welcome.demo"))
    st.write(t("welcome.demo_what"))
    intake.demo_button()
with right, st.container(border=True):
    st.subheader(t("templates.title"))
    templates.draw()
