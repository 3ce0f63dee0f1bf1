"""Blank registers to fill in: real workbooks with lists to choose from, in Chinese and English.

Their headers are the words the door knows, so that a filled template loads without a question.
"""

import io
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data.registers import PEOPLE_REASONS, PRODUCT_REASONS, Kind
from words import Words, speak

LAST_LINE = 5000
FORMATS = {"date": "yyyy-mm-dd", "time": "h:mm", "money": "#,##0", "text": "@"}
CHOICES: dict[str, tuple[str, ...]] = {
    "contact": ("visit", "phone", "web", "outreach", "event", "referral", "repeat_owner"),
    "turn": ("first", "repeat"),
    "purpose": ("look", "delivery", "service", "other"),
    "level": ("H", "A", "B", "C"),
    "tick": ("yes", "no"),
    "sale_channel": ("showroom", "second_tier", "wholesale"),
    "payment": ("cash", "loan"),
    "state": ("ordered", "delivered", "cancelled"),
    "lost_kind": ("lost", "plan_cancelled", "out_of_control", "dormant", "invalid"),
    "reason": (*PRODUCT_REASONS.values(), *PEOPLE_REASONS.values()),
}

Value = str | int | date | time


@dataclass(frozen=True)
class Column:
    """A column of a template: the field it fills, how it is formatted, its example, the list it is chosen from.

    An example that is the name of a choice, or of a word under [template.example], is written in the language.
    """

    field: str
    example: Value = ""
    form: str = "text"
    choice: str = ""
    width: int = 13
    is_open: bool = False  # other texts than the list's are welcome


_WHO = (Column("customer_name", "customer"), Column("phone", "13800000000", width=15))
_DAY = date(2026, 1, 15)

COLUMNS: dict[Kind, tuple[Column, ...]] = {
    Kind.VISIT: (
        Column("happened_on", _DAY, "date"),
        Column("arrived_minute", time(10, 30), "time", width=10),
        Column("left_minute", time(11, 15), "time", width=10),
        *_WHO,
        Column("contact_type", "visit", choice="contact"),
        Column("is_first", "first", choice="turn"),
        Column("party_size", 2, "money", width=8),
        Column("purpose", "look", choice="purpose", is_open=True),
        Column("model", "model"),
        Column("competitor"),
        Column("channel", "source"),
        Column("level", "A", choice="level", width=8, is_open=True),
        Column("has_test_drive", "yes", choice="tick", width=10),
        Column("salesperson", "salesperson"),
        Column("next_contact_on", date(2026, 1, 20), "date"),
        Column("note", "delete_me", width=34),
    ),
    Kind.DEAL: (
        Column("order_no", "E0001"),
        Column("ordered_on", _DAY, "date"),
        Column("delivered_on", date(2026, 1, 25), "date"),
        *_WHO,
        Column("model", "model"),
        Column("sale_channel", "showroom", choice="sale_channel", width=16),
        Column("deposit", 5000, "money"),
        Column("price", 109800, "money"),
        Column("payment", "cash", choice="payment", is_open=True),
        Column("outcome", "delivered", choice="state"),
        Column("cancelled_on", form="date"),
        Column("salesperson", "salesperson"),
        Column("vin", width=21),
        Column("note", "delete_me", width=34),
    ),
    Kind.LOSS: (
        Column("lost_on", _DAY, "date"),
        Column("first_contact_on", date(2025, 12, 20), "date"),
        *_WHO,
        Column("model", "model"),
        Column("level", "A", choice="level", width=8, is_open=True),
        Column("lost_kind", "lost", choice="lost_kind", width=16),
        Column("reasons", "price", choice="reason", width=24, is_open=True),
        Column("lost_to"),
        Column("salesperson", "salesperson"),
        Column("note", "delete_me", width=34),
    ),
}


def file_name(kind: Kind, language: str) -> str:
    """Return the name a template is downloaded under. Raises KeyError for a kind without a template."""
    return speak(language)(f"template.{kind.value}.file")


def template(kind: Kind, language: str) -> bytes:
    """Return the blank .xlsx of VISIT, DEAL or LOSS. Raises KeyError for another kind or language."""
    word, columns = speak(language), COLUMNS[kind]
    book = Workbook()
    sheet = book.active
    sheet.title = word(f"template.{kind.value}.sheet")
    for place, column in enumerate(columns, start=1):
        _head(sheet, place, word(f"template.{kind.value}.{column.field}"), column)
        _example(sheet, place, column, word)
        _rule(sheet, place, column, word)
    sheet.row_dimensions[1].height = 26
    sheet.freeze_panes = "A2"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _head(sheet: Worksheet, place: int, header: str, column: Column) -> None:
    cell = sheet.cell(1, place, header)
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor="1F3A5F")
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    cell.border = Border(right=Side("thin", color="FFFFFF"))
    whole = sheet.column_dimensions[get_column_letter(place)]
    whole.width = column.width
    whole.number_format = FORMATS[column.form]


def _example(sheet: Worksheet, place: int, column: Column, word: Words) -> None:
    value = column.example
    if isinstance(value, str) and value:
        group = column.choice or "example"
        value = word(f"template.{group}.{value}") if f"template.{group}.{value}" in word else value
    cell = sheet.cell(2, place, value if value != "" else None)
    cell.number_format = FORMATS[column.form]
    cell.font = Font(italic=True, color="808080")


def _rule(sheet: Worksheet, place: int, column: Column, word: Words) -> None:
    rule = _choose(column, word) if column.choice else _limit(column)
    if rule is None:
        return
    rule.allow_blank = True
    rule.showErrorMessage = not column.is_open
    rule.error = word("template.prompt.choose" if column.choice else f"template.prompt.{column.form}")
    if f"template.prompt.{column.field}" in word:
        rule.showInputMessage = True
        rule.prompt = word(f"template.prompt.{column.field}")
    letter = get_column_letter(place)
    rule.add(f"{letter}2:{letter}{LAST_LINE}")
    sheet.add_data_validation(rule)


def _choose(column: Column, word: Words) -> DataValidation:
    choices = (f"template.{column.choice}.{choice}" for choice in CHOICES[column.choice])
    return DataValidation(type="list", formula1='"' + ",".join(word(key) for key in choices) + '"')


def _limit(column: Column) -> DataValidation | None:
    if column.form == "date":
        return DataValidation(type="date", operator="between", formula1="DATE(2000,1,1)", formula2="DATE(2099,12,31)")
    if column.form == "time":
        return DataValidation(type="time", operator="between", formula1="0", formula2=str(Decimal("0.999988")))
    if column.form == "money":
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1="0")
    return None
