"""The loads so far: one is looked at, and can be taken back. What is taken back is what the reader had before him."""

import streamlit as st

from analytics import loads
from data.load import undo
from data.warehouse import WarehouseError
from frame import table
from frame.ask import ask_data, data_version, said_of, t, warehouse


def pick() -> int:
    """Draw the loads and return the number of the one picked, the latest until one is."""
    st.caption(t("data.pick"))
    known = ask_data(loads.loads)
    # a selection is a place in the table, and another load moves it: so the table is new with every change
    place = table.show(known, key=f"history-{data_version()}", pick=True)
    if place is not None:
        st.session_state["load_looked_at"] = int(known["load_id"].iloc[place])
    numbers = [int(number) for number in known["load_id"]]
    looked_at = int(st.session_state.get("load_looked_at", 0))
    return looked_at if looked_at in numbers else numbers[0]


def undo_button(number: int) -> None:
    """Draw the button that takes back the load of this number, whatever was loaded since it was drawn."""
    with st.popover(t("data.undo"), icon=":material/undo:"):
        st.write(t("data.undo_what", number=number))
        st.button(t("data.undo_now"), key=f"undo-{number}", type="primary", on_click=_undo, args=(number,))
    if failed := st.session_state.pop("undo_failed", None):
        st.error(failed)


def _undo(number: int) -> None:
    try:
        undo(warehouse(), number)
    except WarehouseError as error:
        st.session_state["undo_failed"] = said_of(error)
