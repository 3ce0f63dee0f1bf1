"""A file's sheets: what each is, which of its rows are to be loaded, and a tick."""

from pandas import DataFrame

from data.reading import Workbook
from frame import table
from frame.ask import t


def ticked(book: Workbook) -> list[str]:
    """Draw the file's sheets with a tick each; return the names of the ticked ones."""
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
            }
            for sheet in book.sheets
        ]
    )
    ticks = table.tick(lines, key=f"sheets-{book.digest}")
    return [sheet.name for sheet, wanted in zip(book.sheets, ticks, strict=True) if wanted]
