"""Which months a log knows, which of its lines count, and that the order of loading changes nothing."""

from datetime import date

import pytest

from analytics import loads
from analytics.figures import counts, rate
from data.load import load, set_days_open
from data.registers import Kind
from tests.showroom import (
    cell,
    choose,
    day,
    deal,
    deals,
    drive,
    everything,
    in_month,
    in_year,
    month,
    put,
    sheet,
    visit,
    visits,
    workbook,
)

SUMMER = [
    *visits(300, "2025-06-10"),
    *visits(300, "2025-07-10"),
    *visits(300, "2025-08-10"),
    *visits(300, "2025-09-10"),
]


def delivered(number, ordered, on):
    return deals(number, ordered, delivered_on=day(on))


def test_old_orders_in_a_delivery_ledger_do_not_make_their_months_known(con, loaded):
    ledger = [*delivered(10, "2025-06-20", "2025-09-03"), *delivered(40, "2025-09-04", "2025-09-28")]
    number = loaded(visit=SUMMER, deal=ledger)
    by_month = rate(con, in_year(2025), "close_rate", by=("month",))
    assert by_month[["month", "showroom_deals"]].values.tolist() == [[month(2025, 9), 40]]
    assert counts(con, in_month(2025, 6), "showroom_deals")["showroom_deals"].isna().all()
    assert loads.sheets(con, number).set_index("sheet")["uncounted"].to_dict() == {"visit": 0, "deal": 10}


def test_old_orders_do_not_push_aside_what_a_form_states(con, loaded):
    ledger = [*delivered(1, "2025-06-20", "2025-09-03"), *delivered(40, "2025-09-04", "2025-09-28")]
    loaded(summary=[cell(month(2025, 6), "showroom_deals", 60)], deal=ledger)
    assert counts(con, in_month(2025, 6), "showroom_deals")["showroom_deals"].tolist() == [60]


def test_a_mistyped_month_in_a_register_does_not_push_aside_what_a_form_states(con, loaded):
    loaded(
        summary=[cell(month(2025, 8), "traffic", 800)],
        visit=[visit("2025-08-10"), *visits(300, "2025-09-10")],
    )
    assert counts(con, in_month(2025, 8), "traffic")["traffic"].tolist() == [800]


def test_a_month_without_a_sale_inside_an_order_log_is_a_true_zero(con, loaded):
    loaded(visit=SUMMER, deal=[*deals(9, "2025-06-20"), *deals(9, "2025-09-20")])
    assert counts(con, in_month(2025, 7), "showroom_deals")["showroom_deals"].tolist() == [0]


def test_walk_ins_whom_two_sheets_of_a_file_describe_alike_are_two(con):
    alike = visits(3, "2025-03-04", model="K2")
    book = workbook(sheet(Kind.VISIT, alike, "张三"), sheet(Kind.VISIT, alike, "李四"))
    load(con, [choose(book)])
    assert counts(con, in_month(2025, 3), "traffic")["traffic"].tolist() == [6]
    load(con, [choose(workbook(sheet(Kind.VISIT, alike, "张三"), sheet(Kind.VISIT, alike, "李四")))])
    assert counts(con, in_month(2025, 3), "traffic")["traffic"].tolist() == [6]


def test_a_customers_line_standing_in_two_sheets_is_one(con):
    alike = [visit("2025-03-04", "13900000001")]
    load(con, [choose(workbook(sheet(Kind.VISIT, alike, "3月"), sheet(Kind.VISIT, alike, "全部")))])
    assert counts(con, in_month(2025, 3), "traffic")["traffic"].tolist() == [1]


def test_a_drive_log_has_precedence_over_ticks(con, loaded):
    ticked = [visit("2025-03-04", f"139000000{n:02}", has_test_drive=True) for n in range(20)]
    loaded(visit=ticked, test_drive=[drive("2025-03-04", note=str(n)) for n in range(20)])
    assert counts(con, in_month(2025, 3), "drivers")["drivers"].tolist() == [20]


def test_a_customer_called_sold_or_lost_on_two_lines_is_one(con, loaded):
    loaded(
        visit=[
            visit("2025-03-04", "13900000001", has_deal=True),
            visit("2025-03-09", "13900000001", is_first=False, has_deal=True),
            visit("2025-03-04", "13900000002", outcome="lost"),
            visit("2025-03-20", "13900000002", is_first=False, outcome="out_of_control"),
        ]
    )
    assert counts(con, in_month(2025, 3), "showroom_deals", "losses").values.tolist() == [[1, 1]]


def test_the_registers_own_word_on_who_is_recorded_holds_in_the_flow_too(con, loaded):
    loaded(visit=visits(10, "2025-03-04", is_recorded=True), deal=deals(1, "2025-03-20"))
    assert counts(con, in_month(2025, 3), "recorded", "contacts_recorded", "visitors").values.tolist() == [[10, 10, 10]]


@pytest.mark.parametrize(("sold_on", "ordered"), [("2025-02-20", 0), ("2025-03-02", 1), ("2025-03-20", 1)])
def test_a_deal_long_before_the_first_line_is_not_that_visits(con, loaded, sold_on, ordered):
    loaded(
        visit=[visit("2025-02-01"), visit("2025-03-04", "13900000001")],
        deal=[deal(sold_on, "13900000001"), *deals(1, "2025-03-20")],
    )
    assert counts(con, in_month(2025, 3), "ordered")["ordered"].tolist() == [ordered]


def test_the_order_of_loading_changes_nothing(con):
    register = [visit("2025-03-04", "13900000001", salesperson="甲", row=9), *visits(2, "2025-03-05")]
    other = [visit("2025-03-04", "13900000001", salesperson="乙", row=3, is_first=False)]
    sold = [deal("2025-03-20", "13900000001")]
    put(con, visit=register, deal=sold)
    put(con, visit=other)
    first = counts(con, in_month(2025, 3), "showroom_deals", "first_visits", by=("salesperson",)).fillna(0).to_dict()
    for table in ("visit", "deal", "sheet", "file", "load"):
        con.execute(f"delete from raw.{table}")
    put(con, visit=other)
    put(con, visit=register, deal=sold)
    assert (
        counts(con, in_month(2025, 3), "showroom_deals", "first_visits", by=("salesperson",)).fillna(0).to_dict()
        == first
    )


def test_only_the_unfinished_month_is_open_up_to_its_last_line(con, loaded):
    loaded(visit=[visit("2025-09-29"), visit("2025-10-12")])
    assert loads.days_open(con)[["month", "days"]].values.tolist() == [[month(2025, 10), 12], [month(2025, 9), 30]]


def test_days_open_change_the_daily_traffic_and_nothing_else(con, loaded):
    loaded(visit=visits(60, "2025-09-29"))
    before = everything(con)
    set_days_open(con, "东店", [(month(2025, 9), 20)])
    after = everything(con)
    changed = [name for name in before if before[name] != after[name]]
    assert changed == ["coverage"]
    assert counts(con, in_month(2025, 9), "days_open")["days_open"].tolist() == [20]


def test_the_last_day_of_the_year_is_in_its_month(con, loaded):
    loaded(visit=[visit("2025-12-31")])
    assert counts(con, in_month(2025, 12), "traffic")["traffic"].tolist() == [1]
    assert loads.days_open(con)["days"].tolist() == [date(2025, 12, 31).day]
