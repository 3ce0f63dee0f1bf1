"""Who may be one customer, and where the registers contradict each other: named, never mended silently."""

import streamlit as st

from analytics import customers as question
from frame import customers, heading
from frame.ask import ask, t

heading.draw(t("customers.title"))
st.caption(t("customers.what"))
matches, found = ask(question.possible_matches), ask(question.contradictions)
customers.line_of_counts(matches, found)
if matches.empty and found.empty:
    st.info(t("customers.none"))
customers.contradictions(found)
customers.possible_matches(matches)
