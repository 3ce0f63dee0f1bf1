"""Who drives, and how drivers close beside the others."""

from math import isnan

import pytest

from analytics import people
from analytics import test_drives as drives
from analytics.figures import rate
from analytics.statistics.rates import newcombe
from tests.showroom import deal, deals, drive, in_month, month, visit, visits

MARCH = in_month(2025, 3)


def test_drives_by_month_leave_out_months_without_a_register_of_them(con, loaded):
    loaded(
        visit=[*visits(10, "2025-02-01"), *visits(20, "2025-03-01")],
        test_drive=[drive("2025-03-05", f"139{n:08}") for n in range(5)],
    )
    frame = drives.by_month(con, MARCH)
    assert frame[["month", "drivers", "first_visits", "rate"]].to_numpy().tolist() == [[month(2025, 3), 5, 20, 0.25]]


def test_rates_by_salesperson_and_model(con, loaded):
    loaded(
        visit=[
            *visits(40, "2025-03-01", salesperson="张三", model="K5"),
            *visits(10, "2025-03-01", salesperson="李四"),
        ],
        test_drive=[drive("2025-03-05", f"139{n:08}", salesperson="张三", model="K5") for n in range(10)],
    )
    frame = drives.rate_by(con, MARCH, "salesperson")
    assert frame[["salesperson", "drivers", "first_visits", "rate", "is_few"]].to_numpy().tolist() == [
        ["张三", 10, 40, 0.25, False],
        ["李四", 0, 10, 0, True],
    ]
    assert drives.rate_by(con, MARCH, "model")["rate"].tolist() == [0.25, 0]


def customers(first: int, number: int) -> list[str]:
    return [f"139{n:08}" for n in range(first, first + number)]


def test_drivers_beside_the_others(con, loaded):
    drove, did_not = customers(0, 20), customers(100, 40)
    loaded(
        visit=[*(visit("2025-03-01", phone) for phone in [*drove, *did_not]), *visits(30, "2025-03-01")],
        test_drive=[drive("2025-03-02", phone) for phone in drove],
        deal=[deal("2025-04-09", phone) for phone in [*drove[:8], *did_not[:4]]] + deals(3, "2025-03-09"),
    )
    frame = drives.with_and_without(con, MARCH)
    assert frame[["drove", "known_buyers", "known_visitors"]].to_numpy().tolist() == [[True, 8, 20], [False, 4, 40]]
    assert frame["rate"].tolist() == [0.4, 0.1]
    assert drives.difference(frame) == pytest.approx(newcombe(8, 20, 4, 40))


def test_a_drive_after_the_order_did_not_sell_the_car(con, loaded):
    loaded(
        visit=[visit("2025-03-01", "13900000001"), visit("2025-03-01", "13900000002")],
        test_drive=[drive("2025-03-09", "13900000001"), drive("2025-03-02", "13900000002")],
        deal=[deal("2025-03-05", "13900000001")],
    )
    frame = drives.with_and_without(con, MARCH)
    assert frame[["known_buyers", "known_visitors"]].to_numpy().tolist() == [[0, 1], [1, 1]]


def test_a_drive_on_the_day_of_the_order_counts_as_before_it(con, loaded):
    loaded(
        visit=[visit("2025-03-01", "13900000001")],
        test_drive=[drive("2025-03-05", "13900000001")],
        deal=[deal("2025-03-05", "13900000001")],
    )
    assert drives.with_and_without(con, MARCH)["known_visitors"].tolist() == [1, 0]


def test_without_drivers_there_is_no_difference(con, loaded):
    loaded(visit=[visit("2025-03-01", "13900000001")], deal=[deal("2025-03-05", "13900000001")])
    assert all(isnan(value) for value in drives.difference(drives.with_and_without(con, MARCH)))


def test_ticks_in_the_visit_register_are_drives_of_known_customers_too(con, loaded):
    loaded(
        visit=[visit("2025-03-01", "13900000001", has_test_drive=True), visit("2025-03-01", "13900000002")],
        deal=[deal("2025-03-05", "13900000001")],
    )
    frame = drives.with_and_without(con, MARCH)
    assert frame[["known_buyers", "known_visitors"]].to_numpy().tolist() == [[1, 1], [0, 1]]


def test_drivers_and_others_together_are_the_bought_rate_and_its_rows(con, loaded):
    drove = customers(0, 5)
    loaded(
        visit=[visit("2025-03-01", phone) for phone in customers(0, 20)],
        test_drive=[drive("2025-03-02", phone) for phone in drove],
        deal=[deal("2025-03-09", phone) for phone in drove[:3]],
        store="东店",
    )
    loaded(visit=[visit("2025-03-01", phone) for phone in customers(100, 30)], store="西店")  # no drives known of
    both, together = drives.with_and_without(con, MARCH), rate(con, MARCH, "bought_rate").iloc[0]
    assert both[["known_buyers", "known_visitors"]].sum().tolist() == [3, 20]
    assert together[["known_buyers", "known_visitors"]].tolist() == [3, 20]
    assert people.how_many(con, MARCH, "known_visitors", beside=("known_buyers",)) == 20


def test_sold_lines_of_the_visit_register_tell_who_bought_too(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", "13900000001", has_test_drive=True, has_deal=True),
            visit("2025-03-01", "13900000002"),
        ]
    )
    frame = drives.with_and_without(con, MARCH)
    assert frame[["known_buyers", "known_visitors"]].to_numpy().tolist() == [[1, 1], [0, 1]]


def test_among_customers_alike_the_effect_is_that_within_strata(con, loaded):
    """Half the keen drive, few of the others do; within a level driving changes nothing, all together it seems to."""
    lines, bought, drove = [], [], []
    for level, first, number, buyers, drivers in (("H", 0, 40, 20, 20), ("C", 100, 80, 8, 8)):
        phones = customers(first, number)
        lines += [visit("2025-03-01", phone, level=level) for phone in phones]
        drove += phones[:drivers]
        share = buyers / number
        bought += phones[: round(drivers * share)] + phones[drivers : drivers + round((number - drivers) * share)]
    loaded(
        visit=lines,
        test_drive=[drive("2025-03-02", phone) for phone in drove],
        deal=[deal("2025-03-09", phone) for phone in bought],
    )
    raw, low, _ = drives.difference(drives.with_and_without(con, MARCH))
    assert raw > 0.2 and low > 0
    strata = drives.within(con, MARCH, ("level",))
    assert strata["level"].tolist() == ["C", "H"]
    assert strata[["drivers", "others"]].to_numpy().tolist() == [[8, 72], [20, 20]]
    found = drives.adjusted(strata)
    assert abs(found.difference) < 0.03
    assert found.low < 0 < found.high
    assert (found.inside, found.outside) == (28, 92)


def test_held_equal_in_nothing_the_effect_is_the_raw_one(demo_showroom):
    filters = in_month(2026, 10)
    raw, _, _ = drives.difference(drives.with_and_without(demo_showroom, filters))
    assert drives.adjusted(drives.within(demo_showroom, filters)).difference == pytest.approx(raw)


@pytest.mark.parametrize("equal", [(), ("level",), ("channel", "model"), drives.EQUAL])
def test_strata_hold_the_customers_of_the_raw_comparison(demo_showroom, equal: tuple[str, ...]):
    filters = in_month(2026, 10)
    strata = drives.within(demo_showroom, filters, equal)
    both = drives.with_and_without(demo_showroom, filters)
    assert strata[["drivers", "others"]].sum().tolist() == both["known_visitors"].tolist()
    assert strata[["driver_buyers", "other_buyers"]].sum().tolist() == both["known_buyers"].tolist()
    assert not strata.duplicated(list(equal)).any() if equal else len(strata) == 1


def test_without_customers_there_is_nothing_to_compare(con):
    assert drives.within(con, MARCH, drives.EQUAL).empty
    assert isnan(drives.adjusted(drives.within(con, MARCH, drives.EQUAL)).difference)
    assert drives.with_and_without(con, MARCH)["known_visitors"].tolist() == [0, 0]
