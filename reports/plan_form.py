"""销售计划及周目标进度表 as a spreadsheet: weeks by sales, orders and leads, planned, reached and their ratio."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pandas import DataFrame, isna
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from words import Words

FIGURES = ("sales", "orders", "leads")  # in the order of the deck's form
PARTS = ("plan", "actual", "rate")
HEAD = 3  # the row of the figures' names; below it plan, actual and ratio
A4 = 9
_BLUE, _PALE, _ORANGE = "#1F4E79", "#D5E0EA", "#E07A1F"


@dataclass(frozen=True)
class _Page:
    """A sheet being written, how its cells look, and its words."""

    sheet: Worksheet
    formats: Mapping[str, Format]
    words: Words


def labels(answer: DataFrame, words: Words) -> dict[int, str]:
    """Write the weeks of `plans.by_week` by number: 第2周 11/2–8, an unfinished one with *."""
    names = {}
    for week, first, last, unfinished in answer[["week", "first", "last", "is_unfinished"]].itertuples(index=False):
        days = f"{first.month}/{first.day}" + ("" if first == last else f"–{last.day}")
        names[int(week)] = f"{words('plan.week', number=int(week))}{' *' if unfinished else ''}  {days}"
    return names


def workbook(
    by_week: DataFrame, by_person: DataFrame, crossed: Mapping[str, DataFrame], title: str, words: Words
) -> bytes:
    """Return an .xlsx of the answers of `plans.by_week`, `by_person` and, by figure, `by_person_and_week`.

    The first sheet is the deck's form with a native chart of orders planned and reached; `title` names store and month.
    """
    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    weeks = book.add_worksheet(words("plan_form.title")[:31])
    names = list(labels(by_week, words).values())
    _form(_Page(weeks, formats, words), by_week, names, (title, words("plan.weeks")))
    _chart(book, weeks, len(names), words)
    people = book.add_worksheet(words("plan.by_person")[:31])
    who = [words.of("salesperson", name) for name in by_person["salesperson"]]
    _form(_Page(people, formats, words), by_person, who, (title, words("column.salesperson")))
    for figure in FIGURES:
        if figure in crossed and not crossed[figure].empty:
            sheet = book.add_worksheet(words("plan_form.crossed", figure=words(f"plan.{figure}"))[:31])
            _crossed(_Page(sheet, formats, words), crossed[figure], f"{words(f'plan.{figure}')} · {title}")
    book.close()
    return buffer.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    line = {"bottom": 4, "bottom_color": "#E3E8EE"}
    head = {"bold": True, "bg_color": _BLUE, "font_color": "#FFFFFF"}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "head": book.add_format({**head, "align": "center", "border": 1, "border_color": "#FFFFFF"}),
        "left": book.add_format({**head, "align": "left", "valign": "vcenter"}),
        "name": book.add_format(line),
        "plan": book.add_format({**line, "num_format": "#,##0", "align": "right"}),
        "actual": book.add_format({**line, "num_format": "#,##0", "align": "right"}),
        "rate": book.add_format({**line, "num_format": "0.0%", "align": "right"}),
    }


def _form(page: _Page, answer: DataFrame, names: Sequence[str], titles: tuple[str, str]) -> None:
    """Write a title, two rows of headings, a row for each name and the sum of them all."""
    sheet, formats, words = page.sheet, page.formats, page.words
    title, first = titles
    sheet.write_string(0, 0, words("plan_form.title"), formats["title"])
    sheet.write_string(1, 0, title)
    sheet.merge_range(HEAD, 0, HEAD + 1, 0, first, formats["left"])
    for place, figure in enumerate(FIGURES):
        column = 1 + place * len(PARTS)
        sheet.merge_range(HEAD, column, HEAD, column + 2, words(f"plan.{figure}"), formats["head"])
        for offset, part in enumerate(PARTS):
            sheet.write_string(HEAD + 1, column + offset, words(f"plan_form.{part}"), formats["head"])
    for row, name in enumerate([*names, words("plan.sum")]):
        sheet.write_string(HEAD + 2 + row, 0, name, formats["name"])
        numbers = answer.iloc[row : row + 1] if row < len(names) else answer
        for place, figure in enumerate(FIGURES):
            planned, reached = (_sum(numbers, f"{figure}_{part}") for part in ("plan", "actual"))
            rate = reached / planned if planned and reached is not None else None
            for offset, (part, value) in enumerate(zip(PARTS, (planned, reached, rate), strict=True)):
                _write(sheet, HEAD + 2 + row, 1 + place * len(PARTS) + offset, value, formats[part])
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, len(FIGURES) * len(PARTS), 10)
    sheet.freeze_panes(HEAD + 2, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _sum(numbers: DataFrame, column: str) -> float | None:
    value = numbers[column].sum(min_count=1)
    return None if isna(value) else float(value)


def _write(sheet: Worksheet, row: int, column: int, value: float | None, style: Format) -> None:
    if value is None:
        sheet.write_string(row, column, "—", style)
    else:
        sheet.write_number(row, column, value, style)


def _crossed(page: _Page, answer: DataFrame, title: str) -> None:
    """Write how each salesperson's plan falls on the weeks, with the sums of both sides."""
    sheet, formats, words = page.sheet, page.formats, page.words
    numbers = answer.drop(columns="salesperson")
    heads = [*(words("plan.week", number=week) for week in numbers.columns), words("plan.sum")]
    sheet.write_string(0, 0, title, formats["title"])
    sheet.write_string(HEAD, 0, words("column.salesperson"), formats["left"])
    for column, head in enumerate(heads, start=1):
        sheet.write_string(HEAD, column, head, formats["head"])
    lines: list[tuple[Any, list[float]]] = list(zip(answer["salesperson"], numbers.to_numpy().tolist(), strict=True))
    for row, (who, cells) in enumerate([*lines, (words("plan.sum"), numbers.sum().tolist())], start=HEAD + 1):
        sheet.write_string(row, 0, str(who), formats["name"])
        for column, value in enumerate([*cells, sum(cells)], start=1):
            sheet.write_number(row, column, value, formats["plan"])
    sheet.set_column(0, 0, 22)
    sheet.freeze_panes(HEAD + 1, 1)


def _chart(book: Workbook, sheet: Worksheet, weeks: int, words: Words) -> None:
    first, last = HEAD + 2, HEAD + 1 + weeks
    planned = 1 + FIGURES.index("orders") * len(PARTS)
    chart = book.add_chart({"type": "column"})
    for column, name, colour in ((planned, "plan", _PALE), (planned + 1, "actual", _BLUE)):
        chart.add_series(
            {
                "name": words(f"plan_form.{name}"),
                "categories": [sheet.name, first, 0, last, 0],
                "values": [sheet.name, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
                "overlap": 0,
                "data_labels": {"value": True},
            }
        )
    chart.set_title({"name": words("plan_form.chart")})
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"major_gridlines": {"visible": False}, "visible": False})
    chart.set_size({"width": 900, "height": 320})
    sheet.insert_chart(last + 4, 0, chart)
