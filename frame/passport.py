"""Any figure's passport: what it is, its numerator and denominator, and the rows behind both."""

from collections.abc import Mapping
from math import isnan

import streamlit as st

from analytics import people
from analytics.figures import counts
from analytics.filters import Filters, first_day, last_day
from analytics.metrics import ALSO_CALLED, COUNTS, LEVELS, RATES
from analytics.statistics.rates import wilson
from frame import table
from frame.ask import ask_over, filters, t
from frame.plain import plain

Narrowed = Mapping[str, str | int | None]


def button(figure: str, *, key: str, chosen: Filters | None = None) -> None:
    """Draw the small question mark of a figure; pressed, it opens the passport."""
    if st.button(t("passport.ask"), key=f"passport-{key}", type="tertiary", icon=":material/help:"):
        show(figure, chosen=chosen)


def line(*figures: str) -> None:
    """Draw the page's main figures in a row, each with its value under the filters and its passport a click away."""
    for column, figure in zip(st.columns(len(figures)), figures, strict=True):
        with column:
            st.metric(t(f"figure.{figure}"), _written(figure), border=True)
            button(figure, key=f"line-{figure}")


def _written(figure: str) -> str:
    parts = _parts(figure)
    answer = ask_over(filters(), counts, *parts, both_known=figure in RATES).iloc[0]
    return t.rate(answer[parts[0]], answer[parts[1]]) if figure in RATES else t.number(answer[figure])


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
    st.write(t(f"definition.{figure}"))
    st.caption(t("passport.under", start=t.day(chosen.start, with_year=True), end=t.day(chosen.end, with_year=True)))
    if figure.removeprefix("level_") in LEVELS:
        table.people(ask_over(chosen, people.open_at_level, figure[-1].upper()), key="passport-rows")
        return
    parts = _parts(figure)
    _value(figure, parts, among, chosen)
    for part, tab in zip(parts, st.tabs([t(f"figure.{part}") for part in parts]), strict=True):
        with tab:
            _rows(part, among, chosen, tuple(other for other in parts if other != part))


def _parts(figure: str) -> list[str]:
    if figure in RATES:
        return [part for part in (RATES[figure].of, RATES[figure].among) if part in COUNTS]
    return [ALSO_CALLED.get(figure, figure)]


def _value(figure: str, parts: list[str], among: Narrowed, chosen: Filters) -> None:
    if figure not in RATES or among or len(parts) < 2:
        return
    answer = ask_over(chosen, counts, *parts, both_known=True).iloc[0]
    part, whole = answer[parts[0]], answer[parts[1]]
    low, high = wilson(part, whole)
    line = f"**{t(f'figure.{parts[0]}')} ÷ {t(f'figure.{parts[1]}')} = {t.rate(part, whole)}**"
    if not isnan(low):
        line += " · " + t("passport.interval", low=t.percent(low), high=t.percent(high))
    st.write(line)


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
    said = t("passport.rows", rows=t.number(number))
    st.caption(said + (t("passport.most", listed=t.number(len(rows))) if number > len(rows) else ""))
    table.people(rows, key=f"passport-rows-{part}")
