"""A table of plans beside what was reached, whose plans may be typed over: the typed cell stands, the sum is kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pandas import DataFrame, isna
from streamlit.column_config import NumberColumn, TextColumn

from analytics.statistics.remainders import settled, stands
from data.planned import FIGURES, Targets
from data.warehouse import WarehouseError
from frame.ask import data_version, said_of, t
from frame.plain import plain

Typed = tuple[Any, str, int | None]  # whose cell, of which figure, and its value: None when it was cleared
Settled = dict[Any, dict[str, int | None]]


@dataclass(frozen=True)
class Sharing:
    """Totals by figure, the keys of those who share them, what is fixed of it, and how what is fixed is kept."""

    totals: Targets
    among: Sequence[Any]
    fixed: Mapping[Any, Mapping[str, int | None]]
    keep: Callable[[Settled], None]

    def fixed_by(self, figure: str) -> list[int | None]:
        """Return what is fixed of a figure, in the order of those who share it."""
        return [self.fixed.get(one, {}).get(figure) for one in self.among]


def edit(answer: DataFrame, sharing: Sharing, *, key: str, names: Mapping[Any, str], heading: str) -> None:
    """Draw <figure>_plan, <figure>_actual and their ratio of an answer, a row for each of the `names` by key; clearing
    a plan lets it take its share again.
    """
    shown = _shown(answer, list(names.values()))
    free = [f"{figure}_plan" for figure in FIGURES if figure in sharing.totals]
    edited = st.data_editor(
        shown,
        key=f"{key}-{data_version()}",
        hide_index=True,
        height=36 * (len(shown) + 1) + 4,
        row_height=36,
        column_config={"name": TextColumn(heading, pinned=True), **_columns(sharing.totals)},
        disabled=[column for column in shown.columns if column not in free],
        placeholder="—",
    )
    squeezed = [figure for figure in sharing.totals if not stands(sharing.totals[figure], sharing.fixed_by(figure))]
    if squeezed:
        st.caption(t("plan.squeezed", figures=t("common.comma").join(t(f"plan.{figure}") for figure in squeezed)))
    typed = _typed(shown, edited, free, list(names))
    if typed:
        _keep(typed, sharing, names)


def _shown(answer: DataFrame, names: Sequence[str]) -> DataFrame:
    columns: dict[str, Any] = {"name": names}
    for figure in FIGURES:
        planned, reached = answer[f"{figure}_plan"].to_numpy(float), answer[f"{figure}_actual"].to_numpy(float)
        columns[f"{figure}_plan"], columns[f"{figure}_actual"] = planned, reached
        pairs = zip(reached, planned, strict=True)
        columns[f"{figure}_rate"] = [100 * done / value if value else None for done, value in pairs]
    return DataFrame(columns)


def _columns(totals: Targets) -> dict[str, Any]:
    found = {}
    for figure in FIGURES:
        label = {part: t(f"column.{figure}_{part}") for part in ("plan", "actual", "rate")}
        most = totals.get(figure)
        found[f"{figure}_plan"] = NumberColumn(
            label["plan"], width=88, format="localized", min_value=0, max_value=most, step=1
        )
        found[f"{figure}_actual"] = NumberColumn(label["actual"], width=70, format="localized")
        found[f"{figure}_rate"] = NumberColumn(label["rate"], width=72, format="%.0f%%")
    return found


def _typed(shown: DataFrame, edited: DataFrame, free: Sequence[str], keys: Sequence[Any]) -> list[Typed]:
    found: list[Typed] = []
    for column in free:
        for key, before, after in zip(keys, shown[column], edited[column], strict=True):
            if isna(after) and not isna(before):
                found.append((key, column.removesuffix("_plan"), None))
            elif not isna(after) and after != before:
                found.append((key, column.removesuffix("_plan"), int(after)))
    return found


def _keep(typed: Sequence[Typed], sharing: Sharing, names: Mapping[Any, str]) -> None:
    """Store what is fixed after an edit, or say why it cannot stand."""
    after: Settled = {}
    for key, figure, value in typed:
        among = [*sharing.among, *({key} - set(sharing.among))]
        now = [after.get(one, sharing.fixed.get(one, {})).get(figure) for one in among]
        try:
            shares = settled(sharing.totals[figure], now, among.index(key), value)
        except ValueError:
            said = {"value": t.number(value), "total": t.number(sharing.totals[figure])}
            st.warning(t("plan.beyond", name=plain(names[key]), figure=t(f"plan.{figure}"), **said))
            return
        for one, share in zip(among, shares, strict=True):
            after.setdefault(one, dict(sharing.fixed.get(one, {})))[figure] = share
    try:
        sharing.keep(after)
    except WarehouseError as error:
        st.error(said_of(error))
    else:
        st.rerun()
