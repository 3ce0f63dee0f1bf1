"""Blank registers to download, in the reader's language or the other."""

from functools import partial

import streamlit as st

from data.registers import Kind
from frame.ask import t
from reports.templates import file_name, template
from words import LANGUAGES

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def draw() -> None:
    """Draw a download button for each blank register in each language."""
    st.write(t("templates.what"))
    for kind in (Kind.VISIT, Kind.DEAL, Kind.LOSS):
        name, *places = st.columns([5, 3, 3], vertical_alignment="center")
        name.text(t(f"kind.{kind}"))
        for place, language in zip(places, LANGUAGES, strict=True):
            place.download_button(
                t(f"templates.{language}"),
                data=partial(template, kind, language),
                file_name=file_name(kind, language),
                mime=SPREADSHEET,
                key=f"template-{kind}-{language}",
                on_click="ignore",
                width="stretch",
            )
