"""A file's sheets: what each is, which of its rows are to be loaded, and a tick."""

import streamlit as st
from pandas import DataFrame

from data.load import Overlap, overlap
from data.reading import Sheet, Workbook
from frame import table
from frame.ask import data_version, t, warehouse


def ticked(book: Workbook, store: str) -> list[str]:
    """Draw the file's sheets with a tick each; return the names of the ticked ones."""
    overlaps = {sheet.name: _overlap(book, sheet, store) for sheet in book.sheets}
    lines = DataFrame(
        [
            {
                "wanted": True,
                "sheet": sheet.name,
                "kind": t(f"kind.{sheet.kind}"),
                "first_on": sheet.first_on,
                "last_on": sheet.last_on,
                "rows_read": sheet.rows_read,
                "rows_to_load": sheet.rows.num_rows,
                "rows_left_out": sheet.rows_left_out,
                "rows_skipped": sheet.rows_skipped,
                "problems": len(sheet.problems) + sheet.problems_unlisted,
                "rows_known": overlaps[sheet.name].same,
            }
            for sheet in book.sheets
        ]
    )
    ticks = table.tick(lines, key=f"sheets-{book.digest}")
    there = sum(overlap.there for overlap in overlaps.values())
    same = sum(overlap.same for overlap in overlaps.values())
    if there > same:
        st.warning(t("intake.overlap", there=t.number(there), same=t.number(same)), icon=":material/layers:")
    return [sheet.name for sheet, wanted in zip(book.sheets, ticks, strict=True) if wanted]


def _overlap(book: Workbook, sheet: Sheet, store: str) -> Overlap:
    """Compare a sheet with what is loaded, once for a state of the data: every rerun of the preview asks again."""
    known: dict[tuple[object, ...], Overlap] = st.session_state.setdefault("overlaps", {})
    key = (book.digest, sheet.name, sheet.year, store, data_version())
    if key not in known:
        known[key] = overlap(warehouse(), sheet, store)
    return known[key]
