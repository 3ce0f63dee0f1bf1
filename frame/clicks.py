"""What was clicked in a chart or table, once: the widget then begins anew, so the same place can be clicked again."""

from typing import Any

import streamlit as st


def key(name: str) -> str:
    """Return the key a widget has until its next click."""
    return f"{name}-{st.session_state.get(f'clicks-{name}', 0)}"


def taken(name: str, key: str) -> Any:
    """Return the state of the clicked widget and have the next run draw it anew."""
    st.session_state[f"clicks-{name}"] = st.session_state.get(f"clicks-{name}", 0) + 1
    return st.session_state[key]
