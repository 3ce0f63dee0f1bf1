"""The six figures at the head of the overview: value, fair comparison, course, k/n, and their passports."""

from collections.abc import Mapping
from math import isnan
from typing import Literal

import streamlit as st
from pandas import DataFrame, Series

from analytics.comparison import Comparison
from analytics.metrics import RATES, rated
from frame import passport, readings
from frame.ask import filters, t
from frame.findings import like_for_like


def draw(changes: DataFrame, months: DataFrame, compared: Mapping[str, Comparison]) -> None:
    """Draw a tile per row of `overview.changes`, with `overview.comparisons`; `overview.months` is their course."""
    is_compared = changes["change"].notna().any()
    left_out = like_for_like.left_out(compared) if is_compared else ""
    st.caption(t("tiles.what", against=like_for_like.against(like_for_like.of_most(compared))) + left_out)
    for column, (_, change) in zip(st.columns(len(changes)), changes.iterrows(), strict=True):
        with column, st.container(gap="xxsmall", height="stretch"):
            _tile(change, months)


def _tile(change: Series, months: DataFrame) -> None:
    figure = change["figure"]
    course = months[figure].dropna().tolist() if figure in months else []
    st.metric(
        t(f"figure.{figure}"),
        value(figure, change["value"]),
        _delta(figure, change["change"]),
        delta_color=_colour(change),
        delta_arrow="up" if change["change"] > 0 else "down" if change["change"] < 0 else "off",
        chart_data=course if len(course) > 1 else None,
        border=True,
        height="stretch",
        help=passport.also_called(figure),
    )
    passport.button(figure, key=f"tile-{figure}")
    if change["is_rate"] and not isnan(change["value"]):
        made_of = f"{t.number(change['part'])}/{t.number(change['whole'])}"
        st.caption("  ·  ".join(filter(None, (made_of, readings.another(figure)))))
        if change["value"] > 1:
            st.caption(passport.over_one(rated(figure, filters()).name))
    else:
        st.caption(passport.BLANK)


def value(figure: str, number: float) -> str:
    """Write a figure's value: a share as percent, a count as a number."""
    return t.percent(number, 1) if figure in RATES else t.number(number)


def difference(figure: str, change: float) -> str:
    """Write a figure's change: points for a share, a signed number for a count."""
    return t("tiles.points", points=t.signed(change * 100, 1)) if figure in RATES else t.signed(change)


def _delta(figure: str, change: float) -> str:
    if isnan(change):
        return t.signed(change)
    return t("tiles.short_points", points=t.signed(change * 100, 1)) if figure in RATES else t.signed(change)


def _colour(change: Series) -> Literal["gray", "blue", "orange"]:
    """Blue for better, orange for worse, grey while chance may explain it."""
    if not change["surprise"]:
        return "gray"
    return "blue" if change["change"] > 0 else "orange"
