"""The few lines of style Streamlit has no setting for, and its own English texts put into the reader's language."""

import json

import streamlit as st

from frame.ask import t

STYLE = """
<style>
[data-testid="stMainBlockContainer"] {{ padding-top: 2.2rem; padding-bottom: 2rem; }}
[data-testid="stMetricValue"] {{ font-size: 34px; }}
[data-testid="stFileUploaderDropzoneInstructions"] > div > span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzoneInstructions"] > div > span::after {{ font-size: 16px; content: {drop}; }}
[data-testid="stFileUploaderDropzone"] button p {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button p::after {{ font-size: 16px; content: {browse}; }}
</style>
"""


def draw() -> None:
    """Send the style; its texts are our own words, quoted for CSS."""
    st.html(STYLE.format(drop=_quoted(t("intake.drop_here")), browse=_quoted(t("intake.browse"))))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("<", "\\3c ")
