"""Charts on a page, and what a click on one asks."""

from collections.abc import Callable
from typing import Any

import streamlit as st
from pandas import DataFrame
from plotly.graph_objects import Figure

from charts.theme import CONFIG
from frame import clicks
from frame.ask import t


def draw(
    shape: Callable[..., Figure],
    answer: DataFrame,
    key: str,
    *,
    asks: Callable[[Any], None] | None = None,
    **settings: Any,
) -> None:
    """Draw an answer in a shape of `charts`, with its settings; `asks` is called with what a click gives back, to ask
    for the passport it opens.
    """
    name = f"chart-{key}"
    figure = shape(answer, word=t, **settings)
    if asks is None:
        st.plotly_chart(figure, theme=None, config=CONFIG, key=name)
        return
    widget = clicks.key(name)

    def clicked() -> None:
        points = clicks.taken(name, widget)["selection"]["points"]
        given = points[0].get("customdata") if points else None
        if given is not None:
            asks(given[0] if isinstance(given, list) and len(given) == 1 else given)

    with st.container(key=name):
        st.plotly_chart(figure, theme=None, config=CONFIG, key=widget, on_select=clicked, selection_mode="points")
