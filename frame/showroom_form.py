"""展厅客流分析 on the page: the deck's rows, months across, any cell's passport a click away."""

from typing import Any

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import TextColumn

from analytics import overview, periods
from frame import clicks, passport
from frame.ask import ask, filters, t, words
from frame.templates import SPREADSHEET
from reports import showroom_form
from words import Words


def draw() -> None:
    """Draw the form of the twelve months that end with the period, and its download."""
    answer = ask(overview.form)
    if answer.empty:
        return
    unfinished = ask(periods.unfinished_month)
    chosen, spoken = filters(), words()  # the download is written outside the session
    left, right = st.columns([4, 1], vertical_alignment="bottom")
    left.subheader(t("showroom_form.title"))
    right.download_button(
        t("showroom_form.download"),
        data=lambda: showroom_form.workbook(answer, unfinished, chosen, spoken),
        file_name=f"{t('showroom_form.title')}.xlsx",
        mime=SPREADSHEET,
        key="form-download",
        on_click="ignore",
        icon=":material/download:",
        width="stretch",
    )
    st.caption(t("showroom_form.what") + (t("showroom_form.unfinished") if unfinished in answer.columns else ""))
    months: list[Any] = [column for column in answer.columns if column not in {"row", "model"}]
    key = clicks.key("form")
    st.container(key="form").dataframe(
        _written(answer, months, spoken, chosen.closing),
        key=key,
        hide_index=True,
        height=36 * (len(answer) + 1) + 2,
        row_height=36,
        column_config={
            "row": TextColumn(t("showroom_form.row"), pinned=True, width=150),
            **{
                str(month): TextColumn(showroom_form.month_name(month, unfinished, spoken), alignment="right", width=62)
                for month in months
            },
        },
        on_select=lambda: _clicked(key, answer),
        selection_mode="single-cell",
        placeholder="—",
    )


def _written(answer: DataFrame, months: list[Any], spoken: Words, closing: str) -> DataFrame:
    return DataFrame(
        {
            "row": showroom_form.row_name(line["row"], line["model"], spoken, closing),
            **{str(month): showroom_form.written(line["row"], line[month], spoken) for month in months},
        }
        for line in answer.to_dict("records")
    )


def _clicked(key: str, answer: DataFrame) -> None:
    for row, column in clicks.taken("form", key)["selection"]["cells"]:
        line = answer.iloc[row]
        figure, among = ("interested", {"model": line["model"]}) if line["row"] == "model" else (line["row"], None)
        if column.isdigit():
            passport.ask_of_month(figure, int(column), among)
        else:
            passport.ask(figure, among)
