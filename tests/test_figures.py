"""Counts and rates under any filters: missing is not zero, a form never adds to a register, nothing counts twice."""

from math import isnan
from random import Random

import pytest
from duckdb import DuckDBPyConnection
from pandas.testing import assert_frame_equal

from analytics.figures import counts, rate, together
from analytics.filters import Filters, Grain
from analytics.metrics import COUNTS, RATES
from data.load import undo
from tests.showroom import cell, day, deal, deals, drive, everything, in_month, in_year, loss, month, put, visit, visits

YEAR = in_year(2025)


def count(con: DuckDBPyConnection, name: str, filters: Filters = YEAR) -> float:
    return float(counts(con, filters, name)[name][0])


def by_month(con: DuckDBPyConnection, name: str, filters: Filters = YEAR) -> dict[int, float]:
    frame = counts(con, filters, name, by=("month",))
    return dict(zip(frame["month"], frame[name], strict=True))


def test_in_an_empty_database_every_count_and_rate_is_missing(con: DuckDBPyConnection):
    for name in COUNTS:
        assert isnan(count(con, name)), name
        assert counts(con, YEAR, name, by=("month",)).empty, name
    for name in RATES:
        assert isnan(rate(con, YEAR, name)["rate"][0]), name


def test_what_a_register_knows_and_did_not_happen_is_zero_what_it_does_not_know_is_missing(con, loaded):
    loaded(visit=visits(4, "2025-03-01"))
    assert count(con, "calls") == 0
    assert count(con, "be_backs") == 0
    for unknown in ("showroom_deals", "drivers", "long_stays", "losses", "recorded"):
        assert isnan(count(con, unknown)), unknown


def test_a_month_without_lines_is_missing(con, loaded):
    loaded(visit=[*visits(4, "2025-03-01"), *visits(2, "2025-05-01")])
    assert by_month(con, "traffic") == {month(2025, 3): 4, month(2025, 5): 2}
    assert isnan(count(con, "traffic", in_month(2025, 4)))


def test_a_month_in_the_middle_of_a_deal_log_without_a_deal_sold_nothing(con, loaded):
    loaded(
        visit=[line for at in (3, 4, 5, 6) for line in visits(4, f"2025-{at:02}-01")],
        deal=[*deals(2, "2025-03-09"), *deals(1, "2025-05-09")],
    )
    sold = by_month(con, "showroom_deals")
    assert {at: sold[month(2025, at)] for at in (3, 4, 5)} == {3: 2, 4: 0, 5: 1}
    assert isnan(sold[month(2025, 6)]), "the log ends in May: June is not known"


def test_a_month_nobody_logged_visits_in_is_not_a_month_without_deals(con, loaded):
    loaded(visit=visits(4, "2025-03-01"), deal=[*deals(2, "2025-03-09"), *deals(1, "2025-05-09")])
    assert month(2025, 4) not in by_month(con, "showroom_deals")


def test_ticks_in_the_visit_register_know_drives_and_stays(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", "13900000001", has_test_drive=True, stay_minutes=40),
            visit("2025-03-02", "13900000002", stay_minutes=29),
            visit("2025-03-03", "13900000003", arrived_minute=600, left_minute=630),
            visit("2025-03-04", "13900000004", is_long_stay=True),
            visit("2025-03-05", "13900000005", contact_type="phone", stay_minutes=50),
        ]
    )
    assert count(con, "drivers") == 1
    assert count(con, "long_stays") == 3
    assert count(con, "timed_visits") == 3


def test_a_register_of_the_month_wins_over_a_form_figure_by_figure(con, loaded):
    at = month(2025, 3)
    loaded(
        visit=visits(4, "2025-03-01"),
        summary=[cell(at, "traffic", 900), cell(at, "first_visits", 300), cell(at, "showroom_deals", 50)],
    )
    found = counts(con, YEAR, "traffic", "first_visits", "showroom_deals").iloc[0].tolist()
    assert found == [4, 4, 50]


def test_a_deal_log_takes_the_month_s_deals_from_the_form(con, loaded):
    at = month(2025, 3)
    loaded(summary=[cell(at, "showroom_deals", 50), cell(at, "second_tier_deals", 5)], deal=deals(2, "2025-03-09"))
    found = counts(con, YEAR, "showroom_deals", "second_tier_deals", "total_deals").iloc[0].tolist()
    assert found == [2, 0, 2]


def test_a_form_and_a_register_of_different_stores_add_up(con, loaded):
    loaded(visit=visits(4, "2025-03-01"), store="东店")
    loaded(summary=[cell(month(2025, 3), "traffic", 900)], store="西店")
    assert count(con, "traffic") == 904
    assert count(con, "traffic", in_year(2025, stores=("东店",))) == 4


def test_a_form_cannot_follow_a_salesperson_or_channel(con, loaded):
    loaded(summary=[cell(month(2025, 3), "traffic", 900)])
    assert isnan(count(con, "traffic", in_year(2025, salespeople=("张三",))))
    assert isnan(count(con, "traffic", in_year(2025, channels=("phone",))))


def test_a_form_follows_a_model_only_in_its_model_lines(con, loaded):
    at = month(2025, 3)
    loaded(summary=[cell(at, "traffic", 900), cell(at, "model", 60, "K5"), cell(at, "model", 40, "K2")])
    chosen = in_year(2025, models=("K5",))
    assert isnan(count(con, "traffic", chosen))
    assert count(con, "interested", chosen) == 60
    assert count(con, "interested") == 100


def test_a_form_counts_only_in_periods_that_hold_its_whole_month(con, loaded):
    loaded(summary=[cell(month(2025, 3), "traffic", 900)])
    assert isnan(count(con, "traffic", Filters(day("2025-03-01"), day("2025-03-30"))))
    assert isnan(count(con, "traffic", Filters(day("2025-03-02"), day("2025-03-31"))))
    assert count(con, "traffic", Filters(day("2025-02-15"), day("2025-04-10"))) == 900


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [("2025-03-01", "2025-03-01", 1), ("2025-03-02", "2025-03-31", 2), ("2025-03-01", "2025-04-01", 7)],
)
def test_both_ends_of_a_period_are_included(con, loaded, start: str, end: str, expected: int):
    loaded(visit=[*visits(1, "2025-03-01"), *visits(2, "2025-03-31"), *visits(4, "2025-04-01")])
    assert count(con, "traffic", Filters(day(start), day(end))) == expected


@pytest.mark.parametrize(("grain", "expected"), [(Grain.MONTH, 1), (Grain.QUARTER, 1 + 2), (Grain.YEAR, 1 + 2 + 4)])
def test_a_month_a_quarter_a_year(con, loaded, grain: Grain, expected: int):
    lines = [*visits(1, "2025-01-31"), *visits(2, "2025-03-31"), *visits(4, "2025-12-31")]
    loaded(visit=[*lines, *visits(8, "2026-01-01")])
    assert count(con, "traffic", Filters.of_months(month(2025, 1), grain)) == expected


NAMES = ["O'Neil", 'a"b', "'; drop table raw.visit; --", "%", "张三(组长)", "1 or 1=1", "\\", "?"]


@pytest.mark.parametrize("choice", ["stores", "salespeople", "channels", "models"])
def test_names_with_quotes_and_sql_in_them_are_only_names(con, loaded, choice: str):
    column = {"stores": "store", "salespeople": "salesperson", "channels": "channel", "models": "model"}[choice]
    loaded(visit=[line for n, name in enumerate(NAMES, 1) for line in visits(n, "2025-03-01", **{column: name})])
    for n, name in enumerate(NAMES, 1):
        assert count(con, "traffic", in_year(2025, **{choice: (name,)})) == n
    assert count(con, "traffic", in_year(2025, **{choice: (NAMES[0], NAMES[2])})) == 4
    assert count(con, "traffic") == sum(range(1, len(NAMES) + 1))


def test_filters_narrow_together(con, loaded):
    loaded(
        visit=[
            *visits(1, "2025-03-01", salesperson="张三", model="K5", channel="自然到店"),
            *visits(2, "2025-03-01", salesperson="张三", model="K2", channel="自然到店"),
            *visits(4, "2025-03-01", salesperson="李四", model="K5", channel="网络"),
        ]
    )
    assert count(con, "traffic", in_year(2025, salespeople=("张三",), models=("K5",))) == 1
    assert count(con, "traffic", in_year(2025, channels=("自然到店", "网络"), models=("K5",))) == 5
    assert count(con, "traffic", in_year(2025, salespeople=("李四",), channels=("自然到店",))) == 0


def test_deals_by_the_salesperson_of_the_first_line_where_the_log_names_none(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", "13900000001", salesperson="张三", channel="网络", model="K5"),
            visit("2025-03-04", "13900000001", is_first=False, salesperson="李四", channel="自然到店", model="K2"),
        ],
        deal=[deal("2025-03-09", "13900000001"), deal("2025-03-10", "13900000002", salesperson="李四", model="K2")],
    )
    frame = counts(con, YEAR, "showroom_deals", by=("salesperson", "channel", "model"))
    frame = frame.dropna(subset=["showroom_deals"])
    found = {(line.salesperson, line.channel, line.model): line.showroom_deals for line in frame.itertuples()}
    assert {key: value for key, value in found.items() if key[0] == "张三"} == {("张三", "网络", "K5"): 1}
    assert sum(found.values()) == 2


def test_cancelled_orders_and_transfers_are_no_sales(con, loaded):
    loaded(
        deal=[
            *deals(5, "2025-03-09"),
            *deals(1, "2025-03-09", outcome="cancelled_order"),
            *deals(1, "2025-03-09", cancelled_on=day("2025-04-01")),
            *deals(2, "2025-03-09", sale_channel="second_tier"),
            *deals(3, "2025-03-09", sale_channel="wholesale"),
            *deals(4, "2025-03-09", sale_channel="transfer"),
            {"delivered_on": day("2025-03-20")},
        ]
    )
    names = ("showroom_deals", "second_tier_deals", "wholesale_deals", "total_deals")
    assert counts(con, YEAR, *names).iloc[0].tolist() == [6, 2, 3, 11]


def test_the_register_s_sold_lines_count_only_in_months_without_a_deal_log(con, loaded):
    loaded(
        visit=[
            visit("2025-02-05", "13900000001", has_deal=True),
            visit("2025-03-05", "13900000002", has_deal=True),
            visit("2025-03-06", "13900000003", outcome="sold"),
        ],
        deal=[deal("2025-03-09", "13900000002")],
    )
    assert by_month(con, "showroom_deals") == {month(2025, 2): 1, month(2025, 3): 1}


def test_an_order_in_a_later_month_than_its_visit_is_not_lost(con, loaded):
    sold = visit("2025-01-31", "13900000001", has_deal=True, ordered_on=day("2025-02-02"))
    loaded(visit=[*visits(3, "2025-02-03"), sold])
    assert count(con, "showroom_deals") == 1


def test_the_register_s_lost_lines_count_only_in_months_without_a_loss_log(con, loaded):
    loaded(
        visit=[
            visit("2025-02-05", "13900000001", outcome="lost"),
            visit("2025-03-05", "13900000002", outcome="dormant"),
        ],
        loss=[loss("2025-03-09", "13900000002"), loss("2025-03-09", "13900000004", lost_kind="invalid")],
    )
    assert by_month(con, "losses") == {month(2025, 2): 1, month(2025, 3): 1}


def test_deliveries_and_service_are_no_traffic(con, loaded):
    errands, lookers = visits(2, "2025-03-01", purpose="other"), visits(3, "2025-03-01", purpose="sales")
    loaded(visit=[*errands, *lookers, *visits(1, "2025-03-01")])
    assert count(con, "traffic") == 4


def test_who_phoned_before_he_came_is_a_first_visitor_where_the_register_does_not_say(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", "13900000001", contact_type="phone", is_first=None),
            visit("2025-03-04", "13900000001", is_first=None),
            visit("2025-03-09", "13900000001", is_first=None),
        ]
    )
    found = counts(con, YEAR, "traffic", "calls", "first_visits", "be_backs").iloc[0].tolist()
    assert found == [3, 1, 1, 1]


def test_recorded_counts_a_customer_once_and_only_with_name_and_phone(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", "13900000001"),
            visit("2025-04-01", "13900000001", is_first=False),
            visit("2025-03-02", customer_name="李女士"),
            visit("2025-03-03", phone="13900000002", customer_name=None),
        ]
    )
    assert by_month(con, "recorded") == {month(2025, 3): 1, month(2025, 4): 0}


def test_where_the_register_says_who_is_recorded_its_word_decides(con, loaded):
    loaded(visit=[*visits(3, "2025-03-01", is_recorded=True), visit("2025-03-02", "13900000001", is_recorded=False)])
    assert count(con, "recorded") == 3


def test_rates_pool_the_months_in_which_both_counts_are_known(con, loaded):
    loaded(
        visit=[*visits(100, "2025-02-01"), *visits(50, "2025-03-01"), *visits(10, "2025-04-01")],
        deal=[*deals(10, "2025-03-09"), *deals(4, "2025-04-09")],
    )
    found = rate(con, YEAR, "close_rate").iloc[0]
    assert (found["showroom_deals"], found["first_visits"]) == (14, 60)
    assert found["rate"] == pytest.approx(14 / 60)


def test_rates_pool_only_the_stores_in_which_both_counts_are_known(con, loaded):
    loaded(visit=visits(50, "2025-03-01"), deal=deals(10, "2025-03-09"), store="东店")
    loaded(visit=visits(200, "2025-03-01"), store="西店")
    found = rate(con, YEAR, "close_rate").iloc[0]
    assert (found["showroom_deals"], found["first_visits"]) == (10, 50)


@pytest.mark.parametrize("dimension", ["salesperson", "channel", "model"])
def test_a_group_s_rate_leaves_out_months_whose_visits_only_a_form_knows(con, loaded, dimension: str):
    loaded(
        summary=[cell(month(2025, 2), "first_visits", 100), cell(month(2025, 2), "traffic", 200)],
        visit=visits(40, "2025-03-01", **{dimension: "K5"}),
        deal=[*deals(20, "2025-02-09", **{dimension: "K5"}), *deals(10, "2025-03-09", **{dimension: "K5"})],
    )
    frame = rate(con, YEAR, "close_rate", by=(dimension,)).set_index(dimension)
    assert frame.loc["K5", ["showroom_deals", "first_visits"]].tolist() == [10, 40]
    whole = rate(con, YEAR, "close_rate").iloc[0]
    assert (whole["showroom_deals"], whole["first_visits"]) == (30, 140)


@pytest.mark.parametrize("choice", ["salespeople", "channels", "models"])
def test_a_filtered_rate_leaves_out_months_whose_visits_only_a_form_knows(con, loaded, choice: str):
    column = {"salespeople": "salesperson", "channels": "channel", "models": "model"}[choice]
    loaded(
        summary=[cell(month(2025, 2), "first_visits", 100)],
        visit=visits(40, "2025-03-01", **{column: "K5"}),
        deal=[*deals(20, "2025-02-09", **{column: "K5"}), *deals(10, "2025-03-09", **{column: "K5"})],
    )
    found = rate(con, in_year(2025, **{choice: ("K5",)}), "close_rate").iloc[0]
    assert (found["showroom_deals"], found["first_visits"]) == (10, 40)


def test_a_rate_above_one_is_shown_without_an_interval(con, loaded):
    loaded(visit=visits(2, "2025-03-01"), deal=deals(3, "2025-03-09"))
    found = rate(con, YEAR, "close_rate").iloc[0]
    assert found["rate"] == 1.5
    assert isnan(found["low"])
    assert isnan(found["high"])


def test_a_rate_of_nobody_is_missing(con, loaded):
    loaded(visit=visits(2, "2025-03-01", contact_type="phone", is_first=None), deal=deals(3, "2025-03-09"))
    found = rate(con, YEAR, "close_rate").iloc[0]
    assert found["first_visits"] == 0
    assert isnan(found["rate"])


def test_daily_traffic_over_several_months_divides_by_all_their_days(con, loaded):
    loaded(visit=[*visits(31, "2025-01-31"), *visits(28, "2025-02-28"), *visits(31, "2025-03-31")])
    found = rate(con, Filters.of_months(month(2025, 1), Grain.QUARTER), "daily_traffic").iloc[0]
    assert found["days_open"] == 90
    assert found["rate"] == 1


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_the_lines_changes_nothing(con, seed: int):
    random = Random(seed)
    lines = [
        visit(
            f"2025-{1 + n % 5:02}-{1 + n % 27:02}",
            random.choice([None, f"139{n % 60:08}"]),
            arrived_minute=500 + n,
            is_first=random.choice([True, False, None]),
            contact_type=random.choice(["visit", "phone", None]),
            model=random.choice(["K5", "K2", None]),
            level=random.choice(["H", "A", None]),
            has_test_drive=random.choice([True, None]),
            salesperson=random.choice(["张三", "李四"]),
        )
        for n in range(200)
    ]
    sold = [deal(f"2025-{1 + n % 5:02}-15", f"139{n:08}") for n in range(30)]
    gone = [loss(f"2025-{1 + n % 5:02}-20", f"139{n:08}", reasons=["price"]) for n in range(30, 50)]
    drives = [drive(f"2025-{1 + n % 5:02}-10", f"139{n % 40:08}") for n in range(60)]
    registers = {"visit": lines, "deal": sold, "loss": gone, "test_drive": drives}
    numbered = {kind: [{"row": n, **line} for n, line in enumerate(those, 2)] for kind, those in registers.items()}
    first = put(con, **numbered)
    before = everything(con)
    undo(con, first)
    put(con, **{kind: random.sample(those, len(those)) for kind, those in numbered.items()})
    assert everything(con) == before


@pytest.mark.parametrize("chosen", ["", "stores", "salespeople", "models"])
@pytest.mark.parametrize("by", [(), ("month",)])
def test_figures_asked_together_are_the_same_as_each_asked_alone(demo_showroom, chosen: str, by: tuple[str, ...]):
    column = {"stores": "store", "salespeople": "salesperson", "models": "model", "": "''"}[chosen]
    ends = demo_showroom.execute(f"select min({column}), max({column}) from mart.deal").fetchall()[0]
    filters = in_year(2026, **({chosen: ends} if chosen else {}))
    for name, answer in together(demo_showroom, filters, [*COUNTS, *RATES], by_month=bool(by)).items():
        alone = rate(demo_showroom, filters, name, by) if name in RATES else counts(demo_showroom, filters, name, by=by)
        counted = [RATES[name].of, RATES[name].among] if name in RATES else [name]
        both = [frame.dropna(subset=counted).reset_index(drop=True) for frame in (answer, alone)]
        assert_frame_equal(*both, check_dtype=False)
