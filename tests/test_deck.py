"""The deck's workbooks, read by the door, hold exactly what the deck prints."""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from data.door import open_workbook
from data.reading import Sheet
from data.registers import PEOPLE_REASONS, PRODUCT_REASONS, SUMMARY_FIGURES, Kind
from tests import deck
from tests.deck_months import LEVELS, MODELS

REASONS = PRODUCT_REASONS | PEOPLE_REASONS
PATIENCE = timedelta(days=90)


def sheets(content: bytes, name: str = "form.xlsx") -> list[Sheet]:
    workbook = open_workbook(name, content)
    assert workbook.refusal == ""
    for sheet in workbook.sheets:
        assert (sheet.rows_left_out, sheet.problems) == (0, ())
    return list(workbook.sheets)


@pytest.fixture(scope="module")
def registers() -> dict[Kind, list[dict]]:
    rows: dict[Kind, list[dict]] = {}
    for name, content in deck.registers():
        for sheet in sheets(content, name):
            rows.setdefault(sheet.kind, []).extend(sheet.rows.to_pylist())
    return rows


def last_day(month: str) -> date:
    number = deck.MONTHS[month]
    return date(2013, number, monthrange(2013, number)[1])


def in_month(month: str, day: date) -> bool:
    return (day.year, day.month) == (2013, deck.MONTHS[month])


def test_the_monthly_form_is_read_cell_for_cell():
    (sheet,) = sheets(deck.monthly_form())
    assert sheet.kind is Kind.SUMMARY
    found = {(row["month"], row["model"] or row["figure"]): row["value"] for row in sheet.rows.to_pylist()}
    expected = {
        (2013 * 12 + deck.MONTHS[month] - 1, SUMMARY_FIGURES.get(label, label)): count
        for month, counts in deck.counts().items()
        for label, count in counts.items()
        if label in SUMMARY_FIGURES or label in MODELS
    }
    assert found == expected


@pytest.mark.parametrize("form", [deck.loss_form, deck.loss_form_by_model])
def test_the_loss_form_is_read_cell_for_cell(form: Callable[[], bytes]):
    (sheet,) = sheets(form())
    assert sheet.kind is Kind.LOSS_SUMMARY
    found = {(row["model"], row["reason"]): row["value"] for row in sheet.rows.to_pylist()}
    assert found == {(model, REASONS[reason]): count for (model, reason), count in deck.loss_counts().items()}


def test_the_loss_register_counts_up_to_the_loss_form():
    (sheet,) = sheets(deck.loss_registers())
    rows = sheet.rows.to_pylist()
    mentions = Counter((row["model"], reason) for row in rows for reason in row["reasons"])
    assert mentions == {(model, REASONS[reason]): count for (model, reason), count in deck.loss_counts().items()}
    assert len({row["phone"] for row in rows}) == len(rows) < mentions.total()


@pytest.mark.parametrize("month", deck.printed_months())
def test_the_registers_count_up_to_the_printed_month(registers: dict[Kind, list[dict]], month: str):
    lines = [row for row in registers[Kind.VISIT] if row["purpose"] == "sales"]
    met: dict[str, date] = {}
    for row in sorted(lines, key=lambda row: row["happened_on"]):
        if row["phone"] and row["customer_name"]:
            met.setdefault(row["phone"], row["happened_on"])
    lines = [row for row in lines if in_month(month, row["happened_on"])]
    visits = [row for row in lines if row["contact_type"] == "visit"]
    contacts = Counter(row["contact_type"] for row in lines)
    asked = Counter(model for _, model in {(row["phone"] or row["row"], row["model"]) for row in lines if row["model"]})
    sold = Counter(row["sale_channel"] for row in registers[Kind.DEAL] if in_month(month, row["ordered_on"]))
    found = {
        "客流总数": len(lines),
        "首次到店": sum(row["is_first"] for row in visits),
        "来电": contacts["phone"],
        "展示/活动": contacts["event"],
        "转介绍": contacts["referral"],
        "资料记录数": sum(in_month(month, day) for day in met.values()),
        "试驾人数": len({row["phone"] for row in visits if row["has_test_drive"]}),
        "展厅销量": sold["showroom"],
        "当月二级销量": sold["second_tier"],
        "当月批售总量": sold["wholesale"],
        "逗留时间30分钟": sum(row["stay_minutes"] >= 30 for row in visits),
        **{model: asked[model] for model in MODELS},
    }
    printed = deck.counts()[month]
    assert found == {label: printed[label] for label in found}


@pytest.mark.parametrize("month", deck.printed_months())
def test_the_open_prospects_at_a_month_s_end_are_the_printed_levels(registers: dict[Kind, list[dict]], month: str):
    today = last_day(month)
    levels: dict[str, str] = {}
    for row in sorted(registers[Kind.VISIT], key=lambda row: row["happened_on"]):
        if row["phone"] and row["level"] and today - PATIENCE < row["happened_on"] <= today:
            levels[row["phone"]] = row["level"]
    closed = {row["phone"] for row in registers[Kind.DEAL] if row["ordered_on"] <= today}
    closed |= {row["phone"] for row in registers[Kind.LOSS] if row["lost_on"] <= today}
    stock = Counter(level for phone, level in levels.items() if phone not in closed)
    assert stock == {letter: deck.counts()[month][label] for label, letter in LEVELS.items()}
