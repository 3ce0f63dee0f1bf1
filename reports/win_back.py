"""The win-back list as a spreadsheet to call from: masked as on screen, every text a text."""

from io import BytesIO
from typing import Any

from pandas import DataFrame, isna
from pandas.api.types import is_scalar
from xlsxwriter import Workbook

from analytics.win_back import RULES
from words import Words

WIDTHS = {"grounds": 36, "reasons": 30, "file": 30, "sheet": 18, "phone": 15, "last_contact_on": 12, "day": 12}
FIRST_ROW = 2


def written(answer: DataFrame, words: Words) -> DataFrame:
    """Return the answer of `win_back.worth_a_call` as it is read: points, grounds (the rules met), name, phone, model,
    level, salesperson, store, exit and reasons in words, last_contact_on, day, days_since, file, sheet, row.
    """
    comma, met = words("common.comma"), answer[list(RULES)].to_dict("records")
    shown = answer.drop(columns=[*RULES, "cases"]).assign(
        exit=[words.of("exit", exit) for exit in answer["exit"]],
        reasons=[comma.join(words.of("reason", one) for one in _given(those)) for those in answer["reasons"]],
    )
    shown.insert(1, "grounds", [comma.join(words(f"rule.{rule}") for rule in RULES if line[rule]) for line in met])
    return shown


def _given(reasons: Any) -> list[str]:
    return [] if is_scalar(reasons) else sorted(reasons)


def workbook(shown: DataFrame, about: str, words: Words) -> bytes:
    """Return an .xlsx of a written list, under its title and a line `about` what it is of."""
    buffer = BytesIO()
    with Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(words("win_back.title")[:31])
        sheet.write_string(0, 0, f"{words('win_back.title')} · {about}", book.add_format({"bold": True}))
        head = book.add_format({"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF"})
        day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for place, name in enumerate(shown.columns):
            sheet.set_column(place, place, WIDTHS.get(name, 11))
            sheet.write_string(FIRST_ROW, place, words(f"column.{name}"), head)
            for line, value in enumerate(shown[name], start=FIRST_ROW + 1):
                if isna(value):
                    continue
                if hasattr(value, "date"):
                    sheet.write_datetime(line, place, value.to_pydatetime(), day)
                elif isinstance(value, str):
                    sheet.write_string(line, place, value)
                else:
                    sheet.write_number(line, place, float(value))
        sheet.freeze_panes(FIRST_ROW + 1, 0)
        sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + len(shown), len(shown.columns) - 1)
    return buffer.getvalue()
