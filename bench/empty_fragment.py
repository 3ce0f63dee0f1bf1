"""The least a slider can cost in Streamlit: a fragment with one slider and its number; run by bench.sliders."""

import streamlit as st


@st.fragment
def least() -> None:
    """Draw a slider and what it says."""
    st.html(f'<p class="number">{st.slider("least", 0, 250, 125, key="thumb-target")}</p>')


st.title("least")
least()
