"""Behind every figure stand its rows, masked, each with its file, sheet and row."""

import pytest

from analytics import people
from analytics.figures import counts, rate
from analytics.metrics import COUNTS
from tests.showroom import cell, deal, deals, drive, in_month, in_year, loss, month, visit, visits

MARCH = in_month(2025, 3)


def test_the_rows_behind_a_count_say_where_they_stand(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", "13812345678", customer_name="欧阳建国", row=9, model="K5", salesperson="张三"),
            visit("2025-03-02", "13900000001", row=10, is_first=False),
        ],
        name="来店.xlsx",
    )
    frame = people.behind(con, MARCH, "first_visits")
    line = frame.iloc[0]
    assert len(frame) == 1
    assert (line["file"], line["sheet"], line["row"]) == ("来店.xlsx", "visit", 9)
    assert (line["name"], line["phone"], line["model"], line["salesperson"]) == ("欧**", "138****5678", "K5", "张三")


@pytest.mark.parametrize("name", COUNTS)
def test_as_many_rows_stand_behind_a_count_as_it_says(demo_showroom, name: str):
    filters = in_month(2026, 9)
    frame = people.behind(demo_showroom, filters, name)
    assert len(frame) == min(people.MOST, counts(demo_showroom, filters, name)[name][0])
    assert frame["file"].notna().all()
    assert frame["day"].is_monotonic_decreasing


def test_a_cell_of_a_table_narrows_the_rows(con, loaded):
    loaded(
        loss=[
            loss("2025-03-05", f"1390000000{n}", model=model, reasons=["price"])
            for n, model in enumerate(["K5", "K2", None])
        ]
    )
    assert len(people.behind(con, MARCH, "loss_mentions", {"model": "K5", "reason": "price"})) == 1
    assert len(people.behind(con, MARCH, "loss_mentions", {"model": None})) == 1
    assert people.behind(con, MARCH, "loss_mentions", {"model": "K5' or 1=1 --"}).empty


def test_a_column_nobody_defined_is_refused(con):
    with pytest.raises(KeyError):
        people.behind(con, MARCH, "traffic", {"1=1 or model": "K5"})
    with pytest.raises(KeyError):
        people.behind(con, MARCH, "no_such_figure")


def test_the_cells_of_a_form_a_count_takes_its_value_from(con, loaded):
    loaded(summary=[cell(month(2025, 3), "traffic", 900) | {"row": 4, "column": "D"}], name="客流分析.xlsx")
    line = people.stated(con, MARCH, "traffic").iloc[0]
    assert (line["value"], line["file"], line["cell"]) == (900, "客流分析.xlsx", "D4")
    assert people.stated(con, MARCH, "first_visits").empty


def test_a_cell_a_register_has_overruled_is_not_shown(con, loaded):
    loaded(summary=[cell(month(2025, 3), "traffic", 900)], visit=visits(3, "2025-03-01"))
    assert people.stated(con, MARCH, "traffic").empty


def test_the_prospects_open_at_a_level(con, loaded):
    loaded(
        visit=[visit("2025-03-05", "13900000001", level="H"), visit("2025-03-06", "13900000002", level="H")],
        deal=[deal("2025-03-20", "13900000002")],
    )
    frame = people.open_at_level(con, MARCH, "H")
    assert frame["phone"].tolist() == ["139****0001"]


def test_no_more_than_a_thousand_rows_are_listed(con, loaded):
    loaded(visit=visits(1100, "2025-03-01"))
    assert len(people.behind(con, in_year(2025), "traffic")) == people.MOST == 1000


def test_one_row_of_a_deal_and_a_drive(con, loaded):
    loaded(
        deal=deals(1, "2025-03-09"), test_drive=[drive("2025-03-02", "13900000001"), drive("2025-03-12", "13900000001")]
    )
    assert len(people.behind(con, MARCH, "showroom_deals")) == 1
    assert len(people.behind(con, MARCH, "drivers")) == 1


def test_a_rate_s_rows_are_those_of_the_months_in_which_both_counts_are_known(con, loaded):
    loaded(visit=[*visits(5, "2025-02-01"), *visits(3, "2025-03-01")], deal=deals(1, "2025-03-09"), store="东店")
    loaded(visit=visits(9, "2025-03-01"), store="西店")
    loaded(summary=[cell(month(2025, 1), "first_visits", 90), cell(month(2025, 1), "traffic", 200)], store="北店")
    beside = ("showroom_deals",)
    closed = rate(con, in_year(2025), "close_rate").iloc[0]
    assert closed["first_visits"] == len(people.behind(con, in_year(2025), "first_visits", beside=beside)) == 3
    assert people.stated(con, in_year(2025), "first_visits", beside).empty
    assert len(people.behind(con, in_year(2025), "first_visits")) == 17


def test_the_true_number_of_rows_is_told_beyond_a_thousand(con, loaded):
    loaded(visit=visits(1100, "2025-03-01"))
    assert people.how_many(con, in_year(2025), "traffic") == 1100
