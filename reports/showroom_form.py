"""展厅客流分析 as a spreadsheet: real numbers with formats, frozen panes, and a chart Excel can edit."""

from io import BytesIO
from typing import Any

from pandas import DataFrame, isna
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.filters import Filters
from analytics.metrics import RATES
from words import Words

FIRST_ROW = 3
A4 = 9


def row_name(row: str, model: str | None, words: Words, closing: str = "close_rate") -> str:
    """Write the name of a line of the form: the deck's words, or the model's own; the closing ratio's says how it is
    read where that is not the deck's way.
    """
    if row == "close_rate" != closing:
        return words(f"figure.{closing}")
    return str(model) if row == "model" else words(f"form.{row}")


def month_name(month: int, unfinished: int | None, words: Words) -> str:
    """Write a month's heading, marked when it is unfinished."""
    name = f"{month // 12}.{month % 12 + 1:02}"
    return f"{name} *" if month == unfinished else name


def written(row: str, value: float, words: Words) -> str:
    """Write a cell as the deck prints it: counts whole, ratios with their decimals, what is not known as a dash."""
    if row not in RATES:
        return words.number(value)
    rate = RATES[row]
    return words.percent(value, rate.digits) if rate.is_share else words.number(value, rate.digits)


def workbook(answer: DataFrame, unfinished: int | None, filters: Filters, words: Words) -> bytes:
    """Return an .xlsx of the answer of `overview.form`: title, what it is filtered by, the table, and a native chart
    of first visits, showroom deals and close rate.
    """
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet(words("showroom_form.title")[:31])
    months: list[Any] = [column for column in answer.columns if column not in {"row", "model"}]
    _write_head(book, sheet, [month_name(month, unfinished, words) for month in months], words)
    sheet.write_string(1, 0, _narrowed(filters, words))
    formats: dict[str, Format] = {}
    for number, (_, line) in enumerate(answer.iterrows()):
        pattern = _pattern(line["row"])
        style = formats.setdefault(
            pattern, book.add_format({"num_format": pattern, "align": "right", "bottom": 4, "bottom_color": "#E3E8EE"})
        )
        sheet.write_string(FIRST_ROW + 1 + number, 0, row_name(line["row"], line["model"], words, filters.closing))
        for column, month in enumerate(months, start=1):
            if isna(line[month]):
                sheet.write_string(FIRST_ROW + 1 + number, column, "—", style)
            else:
                sheet.write_number(FIRST_ROW + 1 + number, column, float(line[month]), style)
    _draw_chart(book, sheet, answer, months, words)
    book.close()
    return buffer.getvalue()


def _pattern(row: str) -> str:
    if row not in RATES:
        return "#,##0"
    rate = RATES[row]
    decimals = "." + "0" * rate.digits if rate.digits else ""
    return f"0{decimals}%" if rate.is_share else f"#,##0{decimals}"


def _narrowed(filters: Filters, words: Words) -> str:
    chosen = [*filters.stores, *filters.salespeople, *filters.models]
    chosen += [words.of("channel", channel) for channel in filters.channels]
    return " · ".join(chosen) or words("heading.all_stores")


def _write_head(book: Workbook, sheet: Worksheet, months: list[str], words: Words) -> None:
    sheet.write_string(0, 0, words("showroom_form.title"), book.add_format({"bold": True, "font_size": 16}))
    head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "align": "right"})
    left = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
    sheet.write_string(FIRST_ROW, 0, words("showroom_form.row"), left)
    for column, month in enumerate(months, start=1):
        sheet.write_string(FIRST_ROW, column, month, head)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, max(1, len(months)), 12)
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _draw_chart(book: Workbook, sheet: Worksheet, answer: DataFrame, months: list[int], words: Words) -> None:
    rows = {row: FIRST_ROW + 1 + number for number, row in enumerate(answer["row"])}
    bars = book.add_chart({"type": "column"})
    line = book.add_chart({"type": "line"})
    for chart, row, colour in (
        (bars, "first_visits", "#D5E0EA"),
        (bars, "showroom_deals", "#1F4E79"),
        (line, "close_rate", "#E07A1F"),
    ):
        series = {
            "name": [sheet.name, rows[row], 0],
            "categories": [sheet.name, FIRST_ROW, 1, FIRST_ROW, len(months)],
            "values": [sheet.name, rows[row], 1, rows[row], len(months)],
            "fill": {"color": colour},
            "line": {"color": colour},
        }
        chart.add_series({**series, "y2_axis": True} if chart is line else series)
    bars.combine(line)
    bars.set_title({"name": words("showroom_form.chart")})
    bars.set_legend({"position": "bottom"})
    bars.set_y_axis({"major_gridlines": {"visible": False}})
    line.set_y2_axis({"num_format": "0%"})
    bars.set_size({"width": 960, "height": 360})
    sheet.insert_chart(FIRST_ROW + len(answer) + 3, 0, bars)
