"""A file that overlaps what is there: what it changes, which figures move, and whether it replaces earlier lines."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st
from pandas import DataFrame, isna

from analytics.metrics import RATES
from data.difference import SHOWN, Difference, Earlier
from data.load import Chosen, Correction
from data.warehouse import WarehouseError
from frame import comparing, table
from frame.ask import data_version, said_of, t
from frame.plain import plain

Answer = TypeVar("Answer")

CHOICES = ("replace", "add", "leave_out")
HEIGHT = 300  # of a table, in pixels: beyond, it scrolls


def settle(chosen: Chosen) -> Chosen | None:
    """Draw what a previewed file changes where it overlaps earlier loads, and the reader's choice; return what is to be
    loaded: the file as it is when nothing overlaps, with its corrections when it replaces, None while the comparison is
    under way (`is_comparing`) or when it is left out.
    """
    _waiting().discard(chosen.workbook.digest)
    found = _answer(comparing.earlier_sheets(chosen))
    if found is None:
        return None
    if not found:
        return chosen
    with st.container(border=True):
        return _settled(chosen, found)


def is_comparing(chosen: Chosen) -> bool:
    """Tell whether a file that `settle` drew in this run still waits for its comparison."""
    return chosen.workbook.digest in _waiting()


def _waiting() -> set[str]:
    """Return the files, by their digests, whose comparison had not come when they were last drawn."""
    files: set[str] = st.session_state.setdefault("waiting", set())
    return files


def _answer(work: comparing.Work[Answer]) -> Answer | None:
    """Return a question's answer; None while it is under way or when it failed, which is said."""
    if not work.has_come():
        _waiting().add(work.about.workbook.digest)
        comparing.watch(work)
        return None
    try:
        return work.answer.result()
    except WarehouseError as error:
        comparing.ask_again(work)
        st.error(said_of(error))
        return None


def _settled(chosen: Chosen, found: Sequence[Earlier]) -> Chosen | None:
    key = f"{chosen.workbook.digest}-{data_version()}"
    loads = t("common.comma").join(t("data.load", number=number) for number in sorted({one.load_id for one in found}))
    st.markdown(f"**{t('correction.title', file=plain(chosen.workbook.name), loads=loads)}**")
    choice = st.segmented_control(
        t("correction.choice"),
        CHOICES,
        default="replace",
        format_func=lambda one: t(f"correction.{one}"),
        key=f"correction-{key}",
        required=True,
        label_visibility="collapsed",
    )
    st.caption(t(f"correction.{choice}_what"))
    if choice == "leave_out":
        return None
    corrects = _corrections(found, key) if choice == "replace" else ()
    if corrects is None:
        return None
    settled = replace(chosen, corrects=corrects)
    change = _answer(comparing.change(settled))
    if change is None:
        return None
    lines = change.lines
    counts = {name: t.number(getattr(lines, name)) for name in ("added", "changed", "removed", "same")}
    st.markdown(t("correction.lines", **counts))
    _figures(change.figures, key)
    if not lines.rows.empty:
        with st.expander(t("correction.each")):
            _each(lines, key)
    return settled


def _corrections(found: Sequence[Earlier], key: str) -> tuple[Correction, ...] | None:
    """Draw the earlier sheets with a tick and the days each is replaced on; None when days cannot be."""
    shown = DataFrame(
        {
            "replaces": True,
            "load_id": [one.load_id for one in found],
            "loaded_at": [one.loaded_at for one in found],
            "file": [one.file for one in found],
            "sheet": [one.name for one in found],
            "first_on": [one.correction.first_on for one in found],
            "last_on": [one.correction.last_on for one in found],
            "there": [one.there for one in found],
            "same": [one.same for one in found],
        }
    )
    those = "-".join(str(one.correction.sheet_id) for one in found)
    edited = table.edit(shown, key=f"corrects-{key}-{those}", free=("replaces", "first_on", "last_on"))
    corrections = []
    for one, line in zip(found, edited.to_dict("records"), strict=True):
        if not line["replaces"]:
            continue
        first, last = line["first_on"], line["last_on"]
        if isna(first) or isna(last) or first > last:
            st.error(t("correction.bad_days", file=plain(one.file), sheet=plain(one.name)))
            return None
        corrections.append(replace(one.correction, first_on=first, last_on=last))
    return tuple(corrections)


def _figures(moved: DataFrame, key: str) -> None:
    if moved.empty:
        st.markdown(t("correction.no_figure"))
        return
    st.markdown(t("correction.figures", figures=t.number(len(moved))))
    lines = list(zip(moved["figure"], moved["before"], moved["after"], strict=True))
    shown = DataFrame(
        {
            "month": [t.month(month) for month in moved["month"]],
            "figure": [t(f"figure.{figure}") for figure in moved["figure"]],
            "before": [_value(figure, before) for figure, before, _ in lines],
            "after": [_value(figure, after) for figure, _, after in lines],
            "change": [_change(figure, after - before) for figure, before, after in lines],
        }
    )
    if moved["store"].nunique() > 1:
        shown.insert(0, "store", moved["store"])
    table.show(shown, key=f"moved-{key}", height=_height(shown))


def _value(figure: str, value: float) -> str:
    if figure not in RATES:
        return t.number(value)
    return t.percent(value) if RATES[figure].is_share else t.number(value, RATES[figure].digits)


def _change(figure: str, change: float) -> str:
    if figure not in RATES:
        return t.signed(change)
    if RATES[figure].is_share:
        return t("tiles.points", points=t.signed(change * 100, 1))
    return t.signed(change, RATES[figure].digits)


def _each(lines: Difference, key: str) -> None:
    rows = lines.rows
    shown = DataFrame(
        {
            "what": [t(f"correction.{what}") for what in rows["what"]],
            "sheet": rows["sheet"],
            "row": rows["row"].astype("Int64"),
            "row_before": rows["row_before"].astype("Int64"),
            "day": rows["day"],
            "differs": [t.of("field", field) if field else None for field in rows["field"]],
            "before": rows["before"],
            "after": rows["after"],
        }
    )
    if rows["sheet"].nunique() == 1:
        shown = shown.drop(columns="sheet")
    table.show(shown, key=f"lines-{key}", height=_height(shown))
    if len(rows) >= SHOWN:
        different = lines.added + lines.changed + lines.removed
        st.caption(t("correction.most", listed=t.number(len(rows)), lines=t.number(different)))


def _height(shown: DataFrame) -> int:
    return min(HEIGHT, 36 * (len(shown) + 1) + 4)
