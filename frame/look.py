"""The few lines of style Streamlit has no setting for, and its own English texts put into the reader's language."""

import json

import streamlit as st

from frame.ask import t

STYLE = """
<style>
[data-testid="stMainBlockContainer"] {{ padding: 2.2rem clamp(1.5rem, 3vw, 4rem) 2rem; }}
[data-testid="stSidebar"] [data-testid="stButtonGroup"] button {{ padding-left: 0.6rem; padding-right: 0.6rem; }}
h1 {{ font-size: min(2.75rem, 2.6vw) !important; text-wrap: balance; word-break: keep-all; overflow-wrap: anywhere; }}
[data-testid="stMetricValue"] {{ font-size: clamp(24px, 2.1vw, 34px); }}
[data-testid="stMetricValue"] div,
[data-testid="stMetricValue"] div p {{ white-space: normal !important; overflow: visible; }}
[data-testid="stMetricLabel"] p {{ white-space: normal; font-size: 15px; }}
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
