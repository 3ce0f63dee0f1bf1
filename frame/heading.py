"""The head of every page: its title, and under it what the reader is looking at and how far the data reaches."""

import streamlit as st
from pandas import DataFrame

from analytics import periods
from analytics.filters import Grain, month_index
from frame.ask import ask, filters, t


def draw(title: str) -> None:
    """Draw the page's title and the line below it: stores, period, narrowing, how fresh."""
    chosen = filters()
    sources = ask(periods.sources).iloc[0]
    st.title(title)
    narrowed = [
        *chosen.salespeople,
        *(t.of("channel", channel) for channel in chosen.channels),
        *chosen.models,
    ]
    parts = ["、".join(chosen.stores) if chosen.stores else t("heading.all_stores"), period()]
    parts += narrowed
    if sources["files"]:
        parts.append(t("heading.until", day=t.day(sources["last_day"]), files=t.number(sources["files"])))
    st.text(" · ".join(parts))


def stop_if(nothing: bool, said: str) -> None:
    """End the page here when there is nothing to show: `said` says why, unless it may be for the filters."""
    if nothing:
        chosen = filters()
        is_narrowed = chosen.splits_people or chosen.models
        st.info(t("common.no_rows") if is_narrowed else said)
        st.stop()


def period() -> str:
    """Write the chosen period: 2025年9月, 2025 Q3, 2025, or its two days."""
    chosen = filters()
    year = chosen.start.year
    if chosen.grain is Grain.MONTH:
        return t.month(month_index(chosen.start))
    if chosen.grain is Grain.QUARTER:
        return t("filters.quarter_name", year=year, quarter=(chosen.start.month + 2) // 3)
    if chosen.grain is Grain.YEAR:
        return t("filters.year_name", year=year)
    return f"{t.day(chosen.start, with_year=True)} – {t.day(chosen.end, with_year=True)}"


def with_months(answer: DataFrame, unfinished: int | None) -> DataFrame:
    """Add to an answer with a column month: label, the month's short name, and unfinished, true of that month."""
    months = answer["month"].astype(int)
    labels = [t.month(month, with_year=False) for month in months]
    named = [t.month(month) if labels.count(label) > 1 else label for label, month in zip(labels, months, strict=True)]
    return answer.assign(label=named, unfinished=months == unfinished)
