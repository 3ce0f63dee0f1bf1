"""Any figure's passport: what it is, its numerator and denominator, and the rows behind both."""

from collections.abc import Mapping
from math import isnan

import streamlit as st
from pandas import DataFrame

from analytics import people, readings
from analytics.figures import counts, rate
from analytics.filters import Filters, first_day, last_day
from analytics.metrics import ALSO_CALLED, COUNTS, LEVELS, RATES, Rate, rated
from frame import readings as said
from frame import table
from frame.ask import ask_over, filters, t, words
from frame.plain import plain

MOST_WIDE = 3  # tiles in a row that have room for a rate and its counts
BLANK = "&nbsp;"  # keeps the tiles of a row as high as each other

Narrowed = Mapping[str, str | int | tuple[float, float] | None]


def button(figure: str, *, key: str, chosen: Filters | None = None) -> None:
    """Draw the small question mark of a figure; pressed, it opens the passport."""
    if st.button(t("passport.ask"), key=f"passport-{key}", type="tertiary", icon=":material/help:"):
        show(figure, chosen=chosen)


def line(*figures: str) -> None:
    """Draw the page's main figures in a row, each with its value under the filters and its passport a click away.

    Where the tiles are narrow a rate's counts stand below its tile, not in it.
    """
    said = [_written(figure) for figure in figures]
    parts = [value.partition(" ") if len(figures) > MOST_WIDE else (value, "", "") for value in said]
    has_counts = any(made_of for _, _, made_of in parts)
    for column, figure, (value, _, made_of) in zip(st.columns(len(figures)), figures, parts, strict=True):
        with column, st.container(gap="xxsmall", height="stretch"):
            st.metric(t(f"figure.{figure}"), value, border=True, height="stretch", help=also_called(figure))
            button(figure, key=f"line-{figure}")
            if has_counts:
                st.caption(made_of.strip("()") or BLANK)


def _written(figure: str) -> str:
    if figure not in RATES:
        return t.number(ask_over(filters(), counts, figure).iloc[0][figure])
    read = rated(figure, filters())
    found = ask_over(filters(), rate, read.name).iloc[0]
    return t.rate(found[read.of], found[read.among])


def also_called(figure: str) -> str | None:
    """Say under which other name the monthly form has a figure, None when it has the same or none."""
    name = t.of("form", figure)
    return None if name in (figure, t(f"figure.{figure}")) else t("passport.also_called", name=name)


def ask(figure: str, among: Narrowed | None = None, chosen: Filters | None = None) -> None:
    """Have the passport opened by this run's `answer`: for callbacks, which run before the page."""
    st.session_state["passport"] = (figure, among, chosen)


def ask_of_month(figure: str, month: int, among: Narrowed | None = None) -> None:
    """Have the passport of one month (its number) opened, whatever period is chosen."""
    ask(figure, among, filters().over(first_day(month), last_day(month)))


def answer() -> None:
    """Open the passport a click asked for, if one did."""
    asked = st.session_state.pop("passport", None)
    if asked:
        show(*asked)


def show(figure: str, among: Narrowed | None = None, chosen: Filters | None = None) -> None:
    """Open the passport of a count, rate or level ("level_h"), narrowed to `among` (a cell of a table or chart)."""
    title = t.of("figure", figure) + (f" · {plain(table.names(among))}" if among else "")
    st.dialog(title, width="large")(_content)(figure, dict(among or {}), chosen or filters())


def _content(figure: str, among: Narrowed, chosen: Filters) -> None:
    st.write(t(f"definition.{rated(figure, chosen).name if figure in RATES else figure}"))
    st.caption("  ·  ".join(filter(None, (_under(chosen), also_called(figure)))))
    if figure.removeprefix("level_") in LEVELS:
        table.people(ask_over(chosen, people.open_at_level, figure[-1].upper()), key="passport-rows")
        return
    if figure in RATES:
        _value(rated(figure, chosen), ask_over(chosen, readings.value, figure, among))
    parts = _parts(figure, chosen)
    has_others = not among and said.has_others(figure)
    names = [*(t(f"figure.{part}") for part in parts), *([t("readings.title")] if has_others else [])]
    tabs = st.tabs(names)
    for part, tab in zip(parts, tabs, strict=False):
        with tab:
            _rows(part, among, chosen, tuple(other for other in parts if other != part))
    if has_others:
        with tabs[-1]:
            said.draw(figure, chosen)


def _under(chosen: Filters) -> str:
    return t("passport.under", start=t.day(chosen.start, with_year=True), end=t.day(chosen.end, with_year=True))


def _parts(figure: str, chosen: Filters) -> list[str]:
    if figure in RATES:
        read = rated(figure, chosen)
        return [part for part in (read.of, read.among) if part in COUNTS]
    return [ALSO_CALLED.get(figure, figure)]


def _value(read: Rate, answer: DataFrame) -> None:
    """Write a rate with its counts and its interval, and why when it passes 100 %; nothing when nobody is counted."""
    if answer.empty:
        return
    found = answer.iloc[0]
    line = f"**{said.formula(read, found[read.of], found[read.among])}**"
    if not isnan(found["low"]):
        line += " · " + t("passport.interval", low=t.percent(found["low"]), high=t.percent(found["high"]))
    st.write(line)
    if read.is_share and found["rate"] > 1:
        st.caption(over_one(read.name))


def over_one(rate: str) -> str:
    """Say why a rate can pass 100 %."""
    return t(f"over.{rate}") if f"over.{rate}" in words() else t("over.any")


def _rows(part: str, among: Narrowed, chosen: Filters, beside: tuple[str, ...]) -> None:
    rows = ask_over(chosen, people.behind, part, among, beside)
    cells = ask_over(chosen, people.stated, part, beside)
    if not among and not cells.empty:
        cells = cells.assign(month=[t.month(month) for month in cells["month"]])
        st.caption(t("passport.stated"))
        table.show(cells, key=f"passport-cells-{part}")
        if rows.empty:
            return
    number = ask_over(chosen, people.how_many, part, among, beside)
    told = t("passport.rows", rows=t.number(number))
    st.caption(told + (t("passport.most", listed=t.number(len(rows))) if number > len(rows) else ""))
    table.people(rows, key=f"passport-rows-{part}")
