"""The demo showroom, loaded through the same door as any upload."""

import streamlit as st

from data import demo
from data.door import begin
from data.load import Chosen
from frame.ask import t
from frame.intake import loading
from frame.intake.loading import Loaded, Put, Told


def demo_button() -> None:
    """Draw the button that loads the demo showroom."""
    if st.button(
        t("intake.demo"), key="demo", type="primary", icon=":material/storefront:", disabled=loading.is_under_way()
    ):
        put, store = loading.putter(), t("intake.my_store")
        loading.begin(lambda told: _load(put, store, told))


def _load(put: Put, store: str, told: Told) -> Loaded:
    told("writing", 0, 1)
    openings = [begin(name, content) for name, content in demo.workbooks()]
    chosen = []
    for done, opening in enumerate(openings):
        told("reading", done, len(openings))
        book = opening.result()
        named = next((sheet.store for sheet in book.sheets if sheet.store), store)
        chosen.append(Chosen(book, named, frozenset(sheet.name for sheet in book.sheets)))
    return put(chosen, (), told)
