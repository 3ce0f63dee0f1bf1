"""A sheet that was not recognised: its first lines, and the reader's word on what it is and where it is headed."""

from collections import Counter

import streamlit as st
from pandas import DataFrame
from streamlit.column_config import TextColumn

from data.asked import ColumnAnswer, SheetAnswer
from data.reading import Sheet
from data.registers import FIELDS, Kind
from frame.ask import t
from frame.intake.dropped import Dropped

DEEPEST = 30  # row in which headings are looked for


def draw(one: Dropped, sheet: Sheet, key: str) -> None:
    """Draw a sheet's first lines with the choice of what it is; a choice has the file read again."""
    said = one.given.sheet(sheet.name)
    with st.expander(t("unrecognised.what"), expanded=said is not None):
        if sheet.kind is Kind.NONE and sheet.first_lines:
            _lines(sheet, key)
        kind_place, row_place = st.columns(2)
        kind = kind_place.selectbox(
            t("unrecognised.kind"),
            list(FIELDS),
            index=list(FIELDS).index(Kind(said.kind)) if said else None,
            format_func=lambda kind: t(f"kind.{kind}"),
            placeholder=t("intake.choose"),
            key=f"kind-{key}-{t.language}",  # a choice keeps the words it was drawn with
        )
        likely = said.header_row if said else min(sheet.header_row or 1, DEEPEST)
        row = row_place.number_input(t("unrecognised.row"), 1, DEEPEST, likely, key=f"heading-{key}")
        answer = SheetAnswer(sheet.name, kind.value, int(row)) if kind else None
        if answer and answer != said:
            one.say(answer)
            st.rerun()


def remembered_by(one: Dropped) -> list[ColumnAnswer]:
    """Return what tells the forms that the reader named again next month: one column of each, as it is read."""
    answers = []
    for sheet in one.book.sheets if one.book else ():
        often = Counter(column.field for column in sheet.columns)
        column = next((column for column in sheet.columns if column.field and often[column.field] == 1), None)
        if column and sheet.layout and one.given.sheet(sheet.name):
            store = one.store_of(sheet.name)
            answers.append(ColumnAnswer(store, sheet.layout, sheet.kind.value, column.label, column.field or ""))
    return answers


def _lines(sheet: Sheet, key: str) -> None:
    lines = DataFrame([line.cells for line in sheet.first_lines], columns=[one.letter for one in sheet.columns])
    lines.insert(0, "row", [line.row for line in sheet.first_lines])
    config = {"row": TextColumn(t("column.row"), pinned=True, width=44)}
    st.dataframe(lines.astype(str), key=f"unknown-{key}", hide_index=True, column_config=config, placeholder="")
