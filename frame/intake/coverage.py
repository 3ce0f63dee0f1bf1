"""How much of a file was understood: its rows in one line, and how far each field is filled."""

from collections.abc import Sequence

import streamlit as st
from pandas import DataFrame

from data.reading import Sheet, Workbook
from data.registers import FIELDS
from frame import table
from frame.ask import t
from frame.intake.columns import layouts, understood


def line(book: Workbook, sheets: Sequence[Sheet]) -> None:
    """Draw what becomes of the rows of the ticked sheets, and the share of the file's columns that is understood."""
    columns = [column for alike in layouts(book) for column in alike[0].columns]
    known = sum(map(understood, columns))
    st.markdown(
        t(
            "intake.coverage",
            read=t.number(sum(sheet.rows_read + sheet.rows_unwanted for sheet in sheets)),
            rows=t.number(sum(sheet.rows.num_rows for sheet in sheets)),
            mended=t.number(sum(sheet.rows_mended for sheet in sheets)),
            unwanted=t.number(sum(sheet.rows_unwanted for sheet in sheets)),
            lost=t.number(sum(sheet.rows_left_out for sheet in sheets)),
            columns=t.rate(known, len(columns), 0),
        )
    )


def filled(sheets: Sequence[Sheet], key: str) -> None:
    """Draw, folded away, how many of the rows to be loaded fill each field that the file has a column for."""
    lines = DataFrame(_filled(sheets))
    if lines.empty:
        return
    with st.expander(t("intake.filled")):
        table.show(lines, key=key)


def _filled(sheets: Sequence[Sheet]) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = []
    for kind in dict.fromkeys(sheet.kind for sheet in sheets if sheet.kind in FIELDS):
        alike = [sheet for sheet in sheets if sheet.kind is kind]
        rows = sum(sheet.rows.num_rows for sheet in alike)
        used = {column.field for sheet in alike for column in sheet.columns}
        for field in FIELDS[kind]:
            if rows and field.name in used:
                blank = sum(sheet.rows[field.name].null_count for sheet in alike)
                lines.append(
                    {
                        "kind": kind.value,
                        "filled_field": t.of("field", field.name),
                        "filled": rows - blank,
                        "share": (rows - blank) / rows,
                    }
                )
    return lines
