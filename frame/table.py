"""Answers as tables: headers in the reader's language, numbers aligned, text never read as anything but text."""

from collections.abc import Callable, Collection, Mapping
from math import isinf
from typing import Any, Literal

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import CheckboxColumn, DateColumn, DatetimeColumn, NumberColumn, TextColumn

from frame.ask import t

ROW = 36  # pixels of a row of one line, the heading's too
MOST_ROWS = 20  # shown at once; the others are scrolled to

COLUMNS: Mapping[str, Callable[[str], Any]] = {
    "text": TextColumn,
    "file": lambda label: TextColumn(label, width=136),
    "place": lambda label: TextColumn(label, width=186),
    "grounds": lambda label: TextColumn(label, width=200),
    "reasons": lambda label: TextColumn(label, width=126),
    "phone": lambda label: TextColumn(label, width=112),
    "few": lambda label: NumberColumn(label, format="localized", width=76),
    "tenth": lambda label: NumberColumn(label, format="%.1f", width=90),
    "count": lambda label: NumberColumn(label, format="localized"),
    "percent": lambda label: NumberColumn(label, format="%.1f%%"),
    "day": lambda label: DateColumn(label, format="YYYY-MM-DD"),
    "moment": lambda label: DatetimeColumn(label, format="YYYY-MM-DD HH:mm"),
    "flag": CheckboxColumn,
}
KINDS = {
    "day": "day",
    "other_day": "day",
    "other_phone": "phone",
    "place": "place",
    "other_place": "place",
    "days_apart": "few",
    "days_since": "few",
    "points": "few",
    "grounds": "grounds",
    "reasons": "reasons",
    "last_contact_on": "day",
    "first_on": "day",
    "last_on": "day",
    "loaded_at": "moment",
    "row": "count",
    "row_before": "few",
    "there": "few",
    "same": "few",
    "file": "file",
    "rows_loaded": "few",
    "rows_left_out": "few",
    "rows_skipped": "few",
    "mended": "few",
    "unwanted": "few",
    "replaced": "few",
    "lines": "few",
    "files": "few",
    "sheets": "few",
    "load_id": "few",
    "uncounted": "few",
    "problems": "few",
    "rate": "percent",
    "share": "percent",
    "lo95": "percent",
    "hi95": "percent",
    "shrunk": "percent",
    "shrunk_low": "percent",
    "shrunk_high": "percent",
    "low": "percent",
    "high": "percent",
    "by_30": "percent",
    "by_90": "percent",
    "chance": "percent",
    "half": "few",
    "further_deals": "tenth",
    "so_far": "few",
    "month_plan": "few",
    "per_day": "tenth",
    "landed": "few",
    "prospects": "few",
    "age": "few",
    "visited_on": "day",
    "same_month": "percent",
    "cohort": "percent",
    "within_7": "percent",
    "within_30": "percent",
    "within_60": "percent",
    "within_90": "percent",
    "expected": "percent",
    "least": "percent",
    "most": "percent",
    "followed_until": "day",
    "first_visits": "few",
    "first_visits_without_phone": "few",
    "followed": "few",
    "followed_buyers": "few",
    "loses_row": "flag",
    "wanted": "flag",
    "replaces": "flag",
}
# Columns that hold codes of ours, and the group their words stand under.
CODES = {
    "channel": "channel",
    "reason": "reason",
    "reason_group": "reason_group",
    "exit": "exit",
    "kind": "kind",
    "contact_type": "contact",
    "step": "figure",
    "drove": "drove",
}


def show(
    answer: DataFrame, *, key: str, height: int | Literal["auto"] = "auto", row_height: int = ROW, pick: bool = False
) -> int | None:
    """Draw an answer under the words `column.<name>`; with `pick` return the row the reader clicked, else None.

    Longer texts run over as many lines as a `row_height` in pixels holds.
    """
    shown = answer.copy()
    for name, group in CODES.items():
        if name in shown:
            shown[name] = [t.of(group, code) for code in shown[name]]
    for name in shown.columns:
        if _kind(shown, name) == "percent":  # one decimal, as everywhere on the board
            shown[name] = shown[name] * 100
    config = {name: COLUMNS[_kind(shown, name)](t(f"column.{name}")) for name in shown.columns}
    if not pick:
        st.dataframe(
            shown,
            key=key,
            hide_index=True,
            height=height,
            row_height=None if row_height == ROW else row_height,
            column_config=config,
            placeholder="—",
        )
        return None
    st.dataframe(
        shown,
        key=key,
        hide_index=True,
        height=height,
        column_config=config,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="—",
    )
    picked = st.session_state[key]["selection"]["rows"]
    return int(picked[0]) if picked else None


def few_or_all(answer: DataFrame, later: Collection[str], *, key: str) -> DataFrame:
    """Let the reader see all columns; return the answer without the ones of `later` unless he does."""
    return answer if st.toggle(t("common.all_columns"), key=key) else answer.drop(columns=[*later])


def height(rows: int) -> int:
    """Return the pixels in which a table of so many rows is seen whole, or its first ones if there are many."""
    return 35 * (min(rows, MOST_ROWS) + 1) + 3


def tick(answer: DataFrame, *, key: str) -> list[bool]:
    """Draw an answer whose column `wanted` the reader may tick; return the ticks."""
    config = {name: COLUMNS[_kind(answer, name)](t(f"column.{name}")) for name in answer.columns}
    others = [name for name in answer.columns if name != "wanted"]
    edited = st.data_editor(answer, key=key, hide_index=True, column_config=config, disabled=others)
    return [bool(wanted) for wanted in edited["wanted"]]


def edit(answer: DataFrame, *, key: str, free: Collection[str]) -> DataFrame:
    """Draw an answer whose columns `free` the reader may change; return it as changed."""
    config = {name: COLUMNS[_kind(answer, name)](t(f"column.{name}")) for name in answer.columns}
    fixed = [name for name in answer.columns if name not in free]
    edited: DataFrame = st.data_editor(answer, key=key, hide_index=True, column_config=config, disabled=fixed)
    return edited


def _kind(frame: DataFrame, name: str) -> str:
    if name in KINDS:
        return KINDS[name]
    return "count" if frame[name].dtype.kind in "iuf" else "text"


def people(answer: DataFrame, *, key: str, row_height: int = ROW) -> None:
    """Draw the rows behind a figure, `row_height` pixels each; says so when there are none."""
    if answer.empty:
        st.info(t("passport.no_rows"))
        return
    show(answer, key=key, height=min(420, ROW + row_height * len(answer) + 4), row_height=row_height)


def names(values: Mapping[str, object]) -> str:
    """Write what a figure is narrowed to: «车型 K2 · 原因 价格»."""
    return " · ".join(f"{t(f'column.{name}')} {_narrowed(name, value)}" for name, value in values.items())


def _narrowed(name: str, value: object) -> str:
    if isinstance(value, tuple):
        first, end = value
        return f"{t.number(first)}+" if isinf(end) else f"{t.number(first)}–{t.number(end)}"
    return str(t.of(CODES.get(name, name), value))
