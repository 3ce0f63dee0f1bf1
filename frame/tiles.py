"""The six figures at the head of the overview: value, fair comparison, course, and their passports."""

from math import isnan
from typing import Literal

import streamlit as st
from pandas import DataFrame, Series

from analytics.metrics import RATES
from analytics.periods import Comparison
from frame import passport
from frame.ask import t


def draw(changes: DataFrame, months: DataFrame, compared: Comparison) -> None:
    """Draw a tile per row of `overview.changes`; `months` (of `overview.months`) is their course."""
    st.caption(t("tiles.what", against=against(compared)))
    for column, (_, change) in zip(st.columns(len(changes)), changes.iterrows(), strict=True):
        with column:
            _tile(change, months, compared)


def _tile(change: Series, months: DataFrame, compared: Comparison) -> None:
    figure = change["figure"]
    course = months[figure].dropna().tolist() if figure in months else []
    st.metric(
        t(f"figure.{figure}"),
        value(figure, change["now"]),
        None if isnan(change["change"]) else _delta(figure, change["change"]),
        delta_color=_colour(change),
        delta_arrow="up" if change["change"] > 0 else "down" if change["change"] < 0 else "off",
        chart_data=course if len(course) > 1 else None,
        border=True,
    )
    passport.button(figure, key=f"tile-{figure}", chosen=compared.now)


def value(figure: str, number: float) -> str:
    """Write a figure's value: a share as percent, a count as a number."""
    return t.percent(number, 1) if figure in RATES else t.number(number)


def difference(figure: str, change: float) -> str:
    """Write a figure's change: points for a share, a signed number for a count."""
    return t("tiles.points", points=t.signed(change * 100, 1)) if figure in RATES else t.signed(change)


def _delta(figure: str, change: float) -> str:
    return t("tiles.short_points", points=t.signed(change * 100, 1)) if figure in RATES else t.signed(change)


def against(compared: Comparison) -> str:
    """Write what the period is compared with."""
    key = f"tiles.against_{compared.before.grain}"
    return t(f"{key}_days", days=compared.days) if compared.is_unfinished else t(key)


def _colour(change: Series) -> Literal["gray", "blue", "orange"]:
    """Blue for better, orange for worse, grey while chance may explain it."""
    if not change["surprise"]:
        return "gray"
    return "blue" if change["change"] > 0 else "orange"
