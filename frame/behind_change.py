"""The groups of a change as a table, and the people behind any part of it, now or before."""

from typing import Literal

import pandas as pd
import streamlit as st
from pandas import DataFrame, Series
from streamlit.column_config import TextColumn

from analytics import people
from analytics.changes import PEOPLE, Change
from frame import clicks, table
from frame.ask import ask_over, t
from frame.findings.changes import group_name
from frame.plain import plain

_ALIGNED: dict[str, Literal["left", "right"]] = {"group": "left"}
Members = tuple[str | None, ...]

# the rates a table shows: what they count and among what
_RATES = {"capture_rate": ("recorded", "first_visits"), "closing": ("showroom_deals", "recorded")}
_CLOSE_RATE = {"close_rate": ("showroom_deals", "first_visits")}
_COUNTS = ("first_visits", "recorded", "showroom_deals")
_OF_RATES = {"capture_rate": "recorded", "closing": "showroom_deals", "close_rate": "showroom_deals"}


def draw(change: Change, dimension: str) -> None:
    """Draw a row per group and one of all: counts and rates before and now, and each part, all adding up."""
    key = clicks.key("groups")
    groups = change.groups
    parts = [*change.parts["part"], "change"]
    summed = groups.drop(columns="members").sum()
    summed[parts] = [*change.parts["value"], change.change]
    names = [group_name(dimension, members) for members in groups["members"]]
    rows = [_written(row, name, parts) for (_, row), name in zip(groups.iterrows(), names, strict=True)]
    shown = DataFrame([*rows, _written(summed, t("changes.total"), parts)])
    st.container(key="groups").dataframe(
        shown,
        key=key,
        hide_index=True,
        height=36 * min(len(shown) + 1, 14) + 2,
        row_height=36,
        column_config={
            str(name): TextColumn(
                t(f"column.{name}"), pinned=name == "group", alignment=_ALIGNED.get(str(name), "right")
            )
            for name in shown
        },
        on_select=lambda: _clicked(key, change),
        selection_mode="single-cell",
        placeholder="—",
    )


def _written(row: Series, name: str, parts: list[str]) -> dict[str, str]:
    counted = {
        count: f"{t.number(row[f'{count}_before'])} → {t.number(row[count])}" for count in _COUNTS if count in row
    }
    rates = _RATES if "recorded" in row else _CLOSE_RATE
    shares = {
        rate: " → ".join(t.percent(_share(row[f"{of}{side}"], row[f"{among}{side}"])) for side in ("_before", ""))
        for rate, (of, among) in rates.items()
    }
    return {"group": name, **counted, **{part: t.signed(row[part], 1) for part in parts}, **shares}


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def _clicked(key: str, change: Change) -> None:
    for row, column in clicks.taken("groups", key)["selection"]["cells"]:
        members = change.groups["members"].iloc[row] if row < len(change.groups) else None
        if column != "group":
            ask(column, members)


def ask(part: str, members: Members | None = None) -> None:
    """Have this run's `answer` open the people of a part or count, of one group or of all: for callbacks."""
    st.session_state["behind"] = (part, members)


def ask_of_bar(code: str, change: Change) -> None:
    """Have the people behind a bar of the waterfall opened: a part, a group's own rate ("own:2"), or an end."""
    part, _, at = code.partition(":")
    ask(part, change.groups["members"].iloc[int(at)] if at else None)


def answer(change: Change, dimension: str) -> None:
    """Open the people a click asked for, if one did."""
    asked = st.session_state.pop("behind", None)
    if not asked:
        return
    part, members = asked
    word = t(f"part.{part}") if part in PEOPLE else t(f"figure.{_figure(part)}")
    title = word if members is None else f"{word} · {plain(group_name(dimension, members))}"
    st.dialog(title, width="large")(_content)(change, dimension, part, members)


def _figure(part: str) -> str:
    """Return the count whose people a part, column or end of the waterfall stands for."""
    return PEOPLE.get(part) or _OF_RATES.get(part) or (part if part in _COUNTS else "showroom_deals")


def _content(change: Change, dimension: str, part: str, members: Members | None) -> None:
    figure = _figure(part)
    st.write(t(f"definition.{figure}"))
    sides = {"now": change.compared.now, "before_list": change.compared.before}
    side = st.segmented_control(
        t("changes.which"),
        list(sides),
        default="before_list" if part == "before" else "now",
        format_func=lambda one: t(f"changes.{one}"),
        key=f"behind-{part}",
        required=True,
        label_visibility="collapsed",
    )
    chosen = sides[side or "now"]
    st.caption(t("passport.under", start=t.day(chosen.start, with_year=True), end=t.day(chosen.end, with_year=True)))
    narrowed = [None] if members is None else [{dimension: member} for member in members]
    rows = pd.concat([ask_over(chosen, people.behind, figure, among) for among in narrowed])
    rows = rows.sort_values("day", ascending=False, kind="stable").head(people.MOST)
    number = sum(ask_over(chosen, people.how_many, figure, among) for among in narrowed)
    said = t("passport.rows", rows=t.number(number))
    st.caption(said + (t("passport.most", listed=t.number(len(rows))) if number > len(rows) else ""))
    table.people(rows, key="behind-rows")
