"""How many days a store was open in a month: what 日平均客流量 is divided by."""

import streamlit as st
from streamlit.column_config import NumberColumn, TextColumn

from analytics import loads
from data.load import set_days_open
from data.warehouse import WarehouseError
from frame.ask import ask_data, data_version, said_of, t, warehouse


def draw() -> None:
    """Draw the editable days open per store and month; a change is stored at once."""
    st.caption(t("days_open.what"))
    known = ask_data(loads.days_open)
    shown = known.assign(month=[t.month(month) for month in known["month"]])
    edited = st.data_editor(
        shown,
        key=f"days-open-{data_version()}",
        hide_index=True,
        height=260,
        disabled=["store", "month"],
        column_config={
            "store": TextColumn(t("column.store")),
            "month": TextColumn(t("column.month")),
            "days": NumberColumn(t("column.days"), min_value=1, max_value=31, step=1, required=True),
        },
    )
    changed = known[edited["days"].to_numpy() != known["days"].to_numpy()].index
    if len(changed):
        try:
            for store, rows in known.loc[changed].groupby("store"):
                days = [(int(known["month"][row]), int(edited["days"][row])) for row in rows.index]
                set_days_open(warehouse(), str(store), days)
        except WarehouseError as error:
            st.error(said_of(error))
        else:
            st.rerun()
