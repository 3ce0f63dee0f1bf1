"""A corrected month beside what is loaded: which earlier sheets it corrects, and line by line how it differs."""

from dataclasses import replace
from datetime import date

from duckdb import DuckDBPyConnection

from data.difference import Earlier, difference, earlier
from data.load import Chosen, Correction, load
from data.registers import Kind
from tests.showroom import cell, choose, day, deal, drive, loss, month, put, sheet, visit, visits, workbook

PHONES = [f"139000000{n:02}" for n in range(20)]


def march(*, without: int = -1, **changed: object) -> list[dict]:
    lines = [visit(f"2025-03-{1 + n:02}", phone, model="K5", row=3 + n) for n, phone in enumerate(PHONES)]
    lines[4] |= changed
    return [line for place, line in enumerate(lines) if place != without]


def chosen(**lines: list[dict]) -> Chosen:
    return choose(workbook(*(sheet(Kind(kind), those, name=kind) for kind, those in lines.items())))


def correction_of(con: DuckDBPyConnection, one: Chosen) -> list[Correction]:
    return [found.correction for found in earlier(con, one)]


def test_a_corrected_month_names_the_sheet_it_corrects_and_its_days(con: DuckDBPyConnection):
    number = put(con, name="三月.xlsx", visit=march())
    found = earlier(con, chosen(visit=march(model="K2")))
    assert [(one.sheet, one.file, one.name, one.load_id, one.there, one.same) for one in found] == [
        ("visit", "三月.xlsx", "visit", number, 20, 19)
    ]
    # from the first of the month; its last line is eleven days before the end
    assert (found[0].correction.first_on, found[0].correction.last_on) == (date(2025, 3, 1), date(2025, 3, 20))
    assert isinstance(found[0], Earlier)


def test_an_end_near_the_month_s_is_the_month_s(con: DuckDBPyConnection):
    put(con, visit=[visit("2025-03-02", PHONES[0]), visit("2025-03-31", PHONES[1])])
    found = earlier(con, chosen(visit=[visit("2025-03-05", PHONES[0]), visit("2025-03-27", PHONES[1], model="K2")]))
    assert found == []  # nobody is there on the same day
    found = earlier(con, chosen(visit=[visit("2025-03-02", PHONES[0]), visit("2025-03-27", PHONES[1], model="K2")]))
    assert [(one.correction.first_on, one.correction.last_on) for one in found] == [
        (date(2025, 3, 1), date(2025, 3, 31))
    ]


def test_a_colleague_s_sheet_of_the_same_days_is_not_corrected(con: DuckDBPyConnection):
    put(con, visit=[visit(f"2025-03-{1 + n:02}", PHONES[n], salesperson="张三") for n in range(10)])
    others = [visit(f"2025-03-{1 + n:02}", f"138000000{n:02}", salesperson="李四") for n in range(10)]
    assert earlier(con, chosen(visit=[*others, visit("2025-03-01", PHONES[0], salesperson="李四")])) == []


def test_another_store_s_or_kind_s_sheet_is_not_corrected(con: DuckDBPyConnection):
    put(con, store="西店", visit=march())
    put(con, deal=[deal(f"2025-03-{1 + n:02}", PHONES[n]) for n in range(10)])
    assert earlier(con, chosen(visit=march())) == []


def test_a_replaced_sheet_is_not_there_to_be_corrected(con: DuckDBPyConnection):
    put(con, visit=march())
    second = chosen(visit=march(model="K2"))
    load(con, [replace(second, corrects=tuple(correction_of(con, second)))])
    found = earlier(con, chosen(visit=march(model="K3")))
    assert [one.load_id for one in found] == [2]


def test_a_form_s_cells_are_corrected_by_whole_months(con: DuckDBPyConnection):
    put(con, summary=[cell(month(2025, 3), "traffic", 900), cell(month(2025, 4), "traffic", 800)])
    found = earlier(con, chosen(summary=[cell(month(2025, 3), "traffic", 880)]))
    assert [(one.correction.first_on, one.correction.last_on, one.there, one.same) for one in found] == [
        (date(2025, 3, 1), date(2025, 3, 31), 1, 0)
    ]


def test_a_changed_field_is_told_with_what_stood_and_what_stands_there(con: DuckDBPyConnection):
    put(con, visit=march())
    new = chosen(visit=march(model="K2", without=7))
    found = difference(con, new, correction_of(con, new))
    assert (found.added, found.changed, found.removed, found.same) == (0, 1, 1, 18)
    rows = found.rows.astype(object).where(found.rows.notna(), None).to_dict("records")
    assert rows == [
        {
            "what": "changed",
            "sheet": "visit",
            "row": 7,
            "row_before": 7,
            "day": day("2025-03-05"),
            "field": "model",
            "before": "K5",
            "after": "K2",
        },
        {
            "what": "removed",
            "sheet": "visit",
            "row": None,
            "row_before": 10,
            "day": day("2025-03-08"),
            "field": "",
            "before": "王** · 139******** · K5",
            "after": None,
        },
    ]


def test_a_corrected_day_and_a_corrected_phone_are_changes_not_other_lines(con: DuckDBPyConnection):
    put(con, visit=march())
    moved = chosen(visit=march(happened_on=day("2025-03-06")))
    found = difference(con, moved, correction_of(con, moved))
    assert (found.added, found.changed, found.removed) == (0, 1, 0)
    assert found.rows[["field", "before", "after"]].values.tolist() == [["happened_on", "2025-03-05", "2025-03-06"]]
    dialled = chosen(visit=march(phone="13700000000"))
    found = difference(con, dialled, correction_of(con, dialled))
    assert (found.added, found.changed, found.removed) == (0, 1, 0)
    assert found.rows["field"].tolist() == ["phone"]
    assert "13700000000" not in found.rows.to_csv()


def test_each_line_has_one_partner(con: DuckDBPyConnection):
    put(con, visit=visits(6, "2025-03-03"))
    fewer = chosen(visit=visits(4, "2025-03-03"))
    found = difference(con, fewer, correction_of(con, fewer))
    assert (found.added, found.changed, found.removed, found.same) == (0, 0, 2, 4)


def test_the_nearest_visit_of_a_customer_is_the_one_corrected(con: DuckDBPyConnection):
    put(con, visit=[visit("2025-03-05", PHONES[0]), visit("2025-03-20", PHONES[0]), *march()[10:]])
    new = chosen(visit=[visit("2025-03-19", PHONES[0], customer_name="李雷", model="K2"), *march()[10:]])
    found = difference(con, new, correction_of(con, new))
    moved = found.rows[found.rows["field"] == "happened_on"]
    assert moved[["before", "after"]].values.tolist() == [["2025-03-20", "2025-03-19"]]


def test_orders_are_known_by_their_number(con: DuckDBPyConnection):
    put(con, deal=[deal("2025-03-05", order_no="D1", model="K5"), deal("2025-03-05", order_no="D2", model="K5")])
    new = chosen(deal=[deal("2025-03-05", order_no="D2", model="K2"), deal("2025-03-05", order_no="D1", model="K5")])
    found = difference(con, new, correction_of(con, new))
    assert found.rows[["row", "row_before", "before", "after"]].values.tolist() == [[3, 4, "K5", "K2"]]


def test_without_a_correction_everything_not_known_is_added(con: DuckDBPyConnection):
    put(con, visit=march())
    found = difference(con, chosen(visit=march(model="K2")), [])
    assert (found.added, found.changed, found.removed, found.same) == (1, 0, 0, 19)


def test_every_kind_of_sheet_can_be_compared(con: DuckDBPyConnection):
    lines = {
        "loss": [loss("2025-03-25", PHONES[0], reasons=["price"])],
        "test_drive": [drive("2025-03-12", PHONES[0], drive_minute=600)],
        "summary": [cell(month(2025, 3), "traffic", 900)],
        "loss_summary": [{"column": "B", "month": month(2025, 3), "model": "K5", "reason": "price", "value": 3.0}],
    }
    put(con, **lines)
    lines["loss"][0]["reasons"] = ["price", "brand"]
    lines["test_drive"][0]["drive_minute"] = 615
    lines["summary"][0]["value"] = 880.0
    lines["loss_summary"][0] |= {"value": 4.0, "column": "C"}
    new = chosen(**lines)
    found = difference(con, new, correction_of(con, new))
    assert found.rows[["field", "before", "after"]].values.tolist() == [
        ["reasons", "price", "price、brand"],
        ["drive_minute", "10:00", "10:15"],
        ["value", "900", "880"],
        ["value", "3", "4"],
    ]
    assert (found.added, found.changed, found.removed, found.same) == (0, 4, 0, 0)
