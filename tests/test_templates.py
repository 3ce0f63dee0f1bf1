"""The blank registers open as real workbooks, say only words the door knows, and load as what they are."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.recognise import read_workbook
from data.registers import FIELDS, Kind
from data.vocabulary import plain, vocabulary
from reports.templates import CHOICES, COLUMNS, file_name, template
from words import LANGUAGES, speak

KINDS = list(COLUMNS)
EACH = pytest.mark.parametrize(("kind", "language"), [(kind, language) for kind in KINDS for language in LANGUAGES])


def sheet_of(kind: Kind, language: str) -> Worksheet:
    return load_workbook(io.BytesIO(template(kind, language))).active


def lists_of(sheet: Worksheet) -> dict[str, list[str]]:
    """Return the choices of each column's list, by header."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list":
            header = sheet[f"{str(rule.sqref).split('2:')[0]}1"].value
            found[header] = rule.formula1.strip('"').split(",")
    return found


@EACH
def test_every_header_is_a_word_the_door_knows_for_that_field(kind: Kind, language: str):
    headers = [cell.value for cell in sheet_of(kind, language)[1]]
    for header, column in zip(headers, COLUMNS[kind], strict=True):
        match = vocabulary().match(kind, plain(header))
        assert match is not None, header
        assert match.exact, header
        assert match.field == column.field


@EACH
def test_every_list_reads_back_and_fits_the_spreadsheet(kind: Kind, language: str):
    sheet = sheet_of(kind, language)
    word, lists = speak(language), lists_of(sheet)
    assert len(lists) == sum(bool(column.choice) for column in COLUMNS[kind])
    for column in COLUMNS[kind]:
        if column.choice:
            choices = lists[word(f"template.{kind.value}.{column.field}")]
            assert len(choices) == len(CHOICES[column.choice]), "a choice must not hold a comma"
            assert len(",".join(choices)) <= 255, "longer lists are refused by the spreadsheet"


@EACH
def test_every_choice_is_understood_as_meant(kind: Kind, language: str):
    word = speak(language)
    groups = {
        "contact": "contact",
        "turn": "first",
        "sale_channel": "sale_channel",
        "lost_kind": "outcome",
        "reason": "reasons",
    }
    for column in COLUMNS[kind]:
        if column.choice in groups:
            for choice in CHOICES[column.choice]:
                assert vocabulary().value(groups[column.choice], word(f"template.{column.choice}.{choice}")) == choice


@EACH
def test_header_is_frozen_and_phones_are_text(kind: Kind, language: str):
    sheet = sheet_of(kind, language)
    assert sheet.freeze_panes == "A2"
    for place, column in enumerate(COLUMNS[kind], start=1):
        cell = sheet.cell(2, place)
        if column.field == "phone":
            assert cell.number_format == "@"
            assert isinstance(cell.value, str)
        if isinstance(column.example, date):
            assert cell.is_date
            assert cell.number_format == "yyyy-mm-dd"


@EACH
def test_columns_are_fields_of_their_register(kind: Kind, language: str):
    assert {column.field for column in COLUMNS[kind]} <= {field.name for field in FIELDS[kind]}
    assert file_name(kind, language).endswith(".xlsx")


def test_there_is_no_template_for_other_kinds():
    with pytest.raises(KeyError):
        template(Kind.SUMMARY, "zh")


@EACH
def test_the_example_line_is_not_loaded_and_the_lines_below_it_are(kind: Kind, language: str):
    book = load_workbook(io.BytesIO(template(kind, language)))
    sheet = book.active
    example = [cell.value for cell in sheet[2]]
    note = [column.field for column in COLUMNS[kind]].index("note")
    sheet.append([None if place == note else value for place, value in enumerate(example)])
    filled = io.BytesIO()
    book.save(filled)
    (read,) = read_workbook("filled.xlsx", filled.getvalue()).sheets
    assert (read.kind, read.rows["row"].to_pylist(), read.problems) == (kind, [3], ())
    assert all(column.field for column in read.columns)
