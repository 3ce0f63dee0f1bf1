"""What is wrong with a file as a spreadsheet, where the file itself is too large to come back with its cells marked."""

from io import BytesIO

from xlsxwriter import Workbook as Spreadsheet

from data.reading import Problem, Sheet, Workbook
from words import Words

WIDTHS = {"sheet": 16, "row": 8, "column": 8, "header": 18, "value": 18, "why": 40, "remedy": 60}


def workbook(book: Workbook, words: Words) -> bytes:
    """Return an .xlsx with a line for each problem listed: sheet, row, column, heading, value (masked when personal),
    why it is one and what to do.
    """
    buffer = BytesIO()
    with Spreadsheet(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as made:
        sheet = made.add_worksheet(words("column.problems"))
        head = made.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        for place, (name, width) in enumerate(WIDTHS.items()):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, words(f"column.{name}"), head)
        sheet.freeze_panes(1, 0)
        found = [(one, problem) for one in book.sheets for problem in one.problems]
        for line, (one, problem) in enumerate(found, start=1):
            for place, text in enumerate(_told(one, problem, words)):
                sheet.write_string(line, place, text)
            sheet.write_number(line, 1, problem.row)
    return buffer.getvalue()


def _told(sheet: Sheet, problem: Problem, words: Words) -> tuple[str, ...]:
    return (
        sheet.name,
        str(problem.row),
        problem.column,
        problem.header,
        problem.value,
        words(f"problem.{problem.code}"),
        words(f"remedy.{problem.code}"),
    )
