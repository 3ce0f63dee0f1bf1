"""展厅客流分析 as a spreadsheet: what a manager opens in Excel is what the board shows."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from pandas import DataFrame

from analytics.filters import Filters, Grain
from reports.showroom_form import workbook, written
from words import speak

AUGUST, SEPTEMBER = 2013 * 12 + 7, 2013 * 12 + 8


@pytest.fixture
def answer():
    return DataFrame(
        [
            {"row": "traffic", "model": None, AUGUST: float("nan"), SEPTEMBER: 923.0},
            {"row": "first_visits", "model": None, AUGUST: float("nan"), SEPTEMBER: 425.0},
            {"row": "model", "model": '=HYPERLINK("http://x")', AUGUST: float("nan"), SEPTEMBER: 48.0},
            {"row": "showroom_deals", "model": None, AUGUST: float("nan"), SEPTEMBER: 49.0},
            {"row": "close_rate", "model": None, AUGUST: float("nan"), SEPTEMBER: 49 / 425},
            {"row": "daily_traffic", "model": None, AUGUST: float("nan"), SEPTEMBER: 923 / 28},
            {"row": "test_drive_rate", "model": None, AUGUST: float("nan"), SEPTEMBER: 88 / 425},
        ]
    )


@pytest.fixture
def sheet(answer):
    filters = Filters.of_months(SEPTEMBER, Grain.MONTH, stores=("城东店",))
    return load_workbook(BytesIO(workbook(answer, SEPTEMBER, filters, speak("zh")))).active


def row_of(sheet, name):
    return next(row for row in sheet.iter_rows() if row[0].value == name)


def test_figures_are_numbers_with_the_decks_formats(sheet):
    assert (row_of(sheet, "客流总数")[2].value, row_of(sheet, "客流总数")[2].number_format) == (923, "#,##0")
    close_rate = row_of(sheet, "成交率")[2]
    assert close_rate.value == pytest.approx(49 / 425)
    assert close_rate.number_format == "0.0%"
    assert row_of(sheet, "试驾比例")[2].number_format == "0%"
    assert row_of(sheet, "日平均客流量")[2].number_format == "#,##0.0"


def test_what_is_not_known_is_a_dash_not_a_zero(sheet):
    assert row_of(sheet, "客流总数")[1].value == "—"


def test_names_and_headings_stay_in_view_and_the_unfinished_month_is_marked(sheet):
    assert sheet.freeze_panes == "B5"
    assert [cell.value for cell in sheet[4]] == ["项目", "2013.08", "2013.09 *"]
    assert sheet["A2"].value == "城东店"


def test_a_models_name_is_never_a_formula(sheet):
    cell = row_of(sheet, '=HYPERLINK("http://x")')[0]
    assert cell.data_type == "s"


def test_the_chart_is_native_and_points_at_the_cells(answer):
    filters = Filters.of_months(SEPTEMBER, Grain.MONTH)
    with ZipFile(BytesIO(workbook(answer, None, filters, speak("en")))) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert "$B$6:$C$6" in chart
    assert "$B$9:$C$9" in chart


@pytest.mark.parametrize(
    ("row", "value", "shown"),
    [
        ("traffic", 882, "882"),
        ("close_rate", 63 / 326, "19.3%"),
        ("test_drive_rate", 66 / 326, "20%"),
        ("daily_traffic", 882 / 31, "28.5"),
        ("first_visits", float("nan"), "—"),
    ],
)
def test_a_cell_is_written_as_the_deck_prints_it(row, value, shown):
    assert written(row, value, speak("zh")) == shown
