"""Language and filters, drawn once beside every page and kept in the address."""

from datetime import date

import streamlit as st

from analytics import periods, readings
from analytics.filters import Filters, Grain, first_day, last_day, month_index
from frame.ask import ask_data, choose, t
from words import LANGUAGES

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
FOLLOWED = ("stores", "salespeople", "channels", "models")
CHOSEN_BY_WORDS = (
    *("period", "month", "quarter", "year", "channels", "by", "cells", "against", "figure", "within"),
    *("compare", "judged", "equal", "exit", "per", "measure", "first_seen", "faded", "cut", "ahead", "plan_figure"),
)


def language() -> None:
    """Draw the choice of language. A link opens in the language it was made in, a bare address in the browser's.

    The language always stands in the address, because the filters beside it are written there in its words.
    """
    if "lang" not in st.session_state:
        asked = st.query_params.get("lang") or (st.context.locale or "zh").split("-")[0].lower()
        st.session_state["lang"] = asked if asked in LANGUAGES else "en"
    spoken = st.sidebar.segmented_control(
        "Language 语言",
        list(LANGUAGES),
        format_func=lambda code: LANGUAGE_NAMES[code],
        key="lang",
        on_change=_write_filters_again,
        required=True,
        label_visibility="collapsed",
    )
    if spoken and st.query_params.get("lang") != spoken:
        st.query_params["lang"] = spoken


def _write_filters_again() -> None:
    """Have what is chosen put into the address in the words of the new language, as values set by the program are."""
    for name in CHOSEN_BY_WORDS:
        if name in st.session_state:
            st.session_state[name] = st.session_state[name]


def draw(span: periods.Span) -> None:
    """Draw the filters of what is loaded and make them the session's."""
    grain, start, end = _period(span)
    known = ask_data(periods.choices)
    chosen = {
        name: tuple(
            sorted(
                st.sidebar.multiselect(
                    t(f"filters.{name}"),
                    known[name],
                    format_func=(lambda code: t.of("channel", code)) if name == "channels" else str,
                    key=name,
                    bind="query-params",
                    placeholder=t("filters.all"),
                    select_all=False,
                )
            )
        )
        for name in FOLLOWED
        if name != "stores" or len(known[name]) > 1
    }
    choose(Filters(start, end, grain, **chosen, closing=ask_data(readings.chosen)))


def _period(span: periods.Span) -> tuple[Grain, date, date]:
    grain = st.sidebar.segmented_control(
        t("filters.period"),
        list(Grain),
        default=Grain.MONTH,
        format_func=lambda one: t(f"filters.{one}"),
        key="period",
        bind="query-params",
        required=True,
    )
    if grain is Grain.CUSTOM:
        return (Grain.CUSTOM, *_days(span))
    starts = _starts(span, Grain(grain))
    _begin_with(str(grain), starts[0], _name(starts[0], Grain(grain)))
    first = st.sidebar.selectbox(
        t(f"filters.which_{grain}"),
        starts,
        index=None,
        format_func=lambda month: _name(month, Grain(grain)),
        key=str(grain),
        bind="query-params",
        required=True,
        label_visibility="collapsed",
    )
    whole = Filters.of_months(first or starts[0], Grain(grain))
    return Grain(grain), whole.start, whole.end


def _begin_with(name: str, value: object, written: str) -> None:
    """Choose a first value, and choose it again after a load, to show what was loaded.

    The widget itself begins empty: what it begins with is left out of the address, and such a link would move on with
    next month's data.
    """
    is_bare = name not in st.session_state and name not in st.query_params
    if is_bare:
        st.query_params[name] = written
    if is_bare or "said" in st.session_state:
        st.session_state[name] = value


def _starts(span: periods.Span, grain: Grain) -> list[int]:
    length = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[grain]
    first = span.first_month - span.first_month % length
    return list(range(first, span.last_month + 1, length))[::-1]


def _name(month: int, grain: Grain) -> str:
    year = month // 12
    if grain is Grain.YEAR:
        return t("filters.year_name", year=year)
    if grain is Grain.QUARTER:
        return t("filters.quarter_name", year=year, quarter=month % 12 // 3 + 1)
    return t.month(month)


def _days(span: periods.Span) -> tuple[date, date]:
    known_from, known_to = first_day(span.first_month), last_day(span.last_month)
    _begin_with("from", first_day(month_index(known_to)), first_day(month_index(known_to)).isoformat())
    _begin_with("to", known_to, known_to.isoformat())
    days = [
        st.sidebar.date_input(t(f"filters.{name}"), None, known_from, known_to, key=name, bind="query-params")
        for name in ("from", "to")
    ]
    start, end = sorted(day or known_to for day in days)
    return start, end
