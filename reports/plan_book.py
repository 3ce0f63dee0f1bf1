"""Targets as a workbook that can be changed in a spreadsheet and taken back in: store × month × salesperson."""

from collections.abc import Sequence
from io import BytesIO

from xlsxwriter import Workbook

from data.plan_book import Line
from data.planned import FIGURES
from words import Words

COLUMNS = ("store", "month", "salesperson", *FIGURES)
WIDTHS = {"store": 16, "month": 12, "salesperson": 16}


def workbook(lines: Sequence[Line], words: Words) -> bytes:
    """Return an .xlsx with a line for each of these, the whole stores' in bold, and how to fill it in beside it."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(words("plan_book.sheet"))
        head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        plain = {False: book.add_format({}), True: book.add_format({"bold": True, "bg_color": "#F5F7FA"})}
        number = {is_whole: book.add_format({"num_format": "#,##0", "bold": is_whole}) for is_whole in (False, True)}
        for column, name in enumerate(COLUMNS):
            sheet.write_string(0, column, words(f"plan_book.{name}"), head)
            sheet.set_column(column, column, WIDTHS.get(name, 12))
        for row, line in enumerate(lines, start=1):
            is_whole = line.salesperson is None
            sheet.write_string(row, 0, line.store, plain[is_whole])
            sheet.write_string(row, 1, f"{line.month // 12}-{line.month % 12 + 1:02}", plain[is_whole])
            sheet.write_string(row, 2, line.salesperson or words("plan_book.whole"), plain[is_whole])
            for column, figure in enumerate(FIGURES, start=3):
                value = line.targets.get(figure)
                if value is not None:
                    sheet.write_number(row, column, value, number[is_whole])
        sheet.freeze_panes(1, 0)
        guide = book.add_worksheet(words("plan_book.guide"))
        guide.set_column(0, 0, 90)
        for row, text in enumerate(words("plan_book.how").split("\n")):
            guide.write_string(row, 0, text)
    return buffer.getvalue()
