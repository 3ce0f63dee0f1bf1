"""What is wrong with a file's cells: each kind once with what to do about it, then every cell."""

import streamlit as st
from pandas import DataFrame

from frame import table
from frame.ask import t


def problems(found: DataFrame, *, key: str, most: int | None = None, unlisted: int = 0) -> None:
    """Draw problems: each kind once with what to do about it, then the first `most` cells with why they are one.

    Takes sheet, row, column, header, value, code, loses_row; `unlisted` is how many more were met.
    """
    remedies(found)
    cells(found, key=key, most=most, unlisted=unlisted)


def remedies(found: DataFrame) -> None:
    """Draw each kind of problem once, with what to do about it."""
    for code, number in found["code"].value_counts().items():
        st.markdown(t("intake.remedy", number=number, why=t(f"problem.{code}"), remedy=t(f"remedy.{code}")))


def cells(found: DataFrame, *, key: str, most: int | None = None, unlisted: int = 0) -> None:
    """Draw the first `most` problems, each with its place, why it is one and what it costs."""
    listed = found.head(most or len(found))
    told = listed.assign(
        why=[t(f"problem.{code}") for code in listed["code"]],
        effect=[t("intake.row_lost" if lost else "intake.value_lost") for lost in listed["loses_row"]],
    ).drop(columns=["code", "loses_row"])
    table.show(told, key=key)
    if more := len(found) - len(listed) + unlisted:
        st.caption(t("intake.more_problems", more=t.number(more)))
