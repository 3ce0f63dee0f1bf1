"""The month at a glance: its tiles, its course, what changed where, and the form."""

from math import isnan, nan

import pytest

from analytics import overview
from analytics.figures import counts, rate
from analytics.statistics.rates import newcombe
from data.load import set_days_open
from tests.showroom import (
    cell,
    day,
    deal,
    deals,
    drive,
    in_month,
    in_year,
    loss,
    month,
    visit,
    visits,
)

MARCH = in_month(2025, 3)


def tile(con, figure: str, filters=MARCH):
    return overview.changes(con, filters).set_index("figure").loc[figure]


def named(answer):
    return answer.assign(row=answer["model"].where(answer["row"] == "model", answer["row"])).set_index("row")


def two_months(before: int, now: int, sold_before: int, sold: int) -> dict[str, list]:
    return {
        "visit": [*visits(before, "2025-02-01"), *visits(now, "2025-03-31")],
        "deal": [*deals(sold_before, "2025-02-20"), *deals(sold, "2025-03-20")],
    }


def test_the_tiles_compare_a_month_with_the_month_before(con, loaded):
    loaded(**two_months(200, 240, 40, 24))
    traffic = tile(con, "traffic")
    assert (traffic["now"], traffic["before"], traffic["change"]) == (240, 200, 40)
    close = tile(con, "close_rate")
    assert (close["part"], close["whole"]) == (close["part_now"], close["whole_now"]) == (24, 240)
    assert (close["part_before"], close["whole_before"]) == (40, 200)
    assert (close["change"], close["low"], close["high"]) == pytest.approx(newcombe(24, 240, 40, 200))
    assert close["surprise"] > 0


def test_a_change_within_chance_is_no_surprise(con, loaded):
    loaded(**two_months(200, 210, 30, 33))
    changes = overview.changes(con, MARCH)
    assert changes["surprise"].tolist() == [0] * len(overview.TILES)


def test_the_first_month_has_nothing_to_be_compared_with(con, loaded):
    loaded(visit=visits(200, "2025-03-31"), deal=deals(20, "2025-03-20"))
    changes = overview.changes(con, MARCH).set_index("figure")
    assert changes["before"].isna().all()
    assert changes["change"].isna().all()
    assert (changes["surprise"] == 0).all()
    assert changes.loc["close_rate", "value"] == pytest.approx(0.1)


def test_an_unfinished_month_s_tiles_stop_at_the_same_day_of_the_month_before(con, loaded):
    loaded(
        visit=[*visits(10, "2025-02-01"), *visits(90, "2025-02-20"), *visits(12, "2025-03-10")],
        deal=[*deals(1, "2025-02-10"), *deals(5, "2025-02-20"), *deals(2, "2025-03-10")],
    )
    assert tile(con, "traffic")["before"] == 10
    assert tile(con, "showroom_deals")["before"] == 1
    assert tile(con, "close_rate")["whole_before"] == 10


def test_the_course_gives_the_close_rate_its_own_counts(con, loaded):
    loaded(visit=visits(50, "2025-03-31"), deal=deals(10, "2025-03-09"), store="东店")
    loaded(visit=visits(200, "2025-03-31"), store="西店")
    last = overview.months(con, MARCH).iloc[-1]
    assert (last["first_visits"], last["part"], last["whole"], last["close_rate"]) == (250, 10, 50, 0.2)


def test_a_tile_shows_the_whole_period_and_compares_only_what_both_know(con, loaded):
    loaded(visit=[*visits(10, "2025-02-01"), *visits(12, "2025-03-31")], store="东店")
    loaded(visit=visits(100, "2025-03-01"), store="西店")
    traffic = tile(con, "traffic")
    assert (traffic["value"], traffic["now"], traffic["before"], traffic["surprise"]) == (112, 12, 10, 0)


@pytest.mark.parametrize("figure", ["traffic", "close_rate"])
def test_where_it_changed_adds_up_to_the_change_of_what_both_know(con, loaded, figure):
    loaded(
        visit=[*visits(10, "2025-02-01", channel="网络"), *visits(12, "2025-03-31", channel="网络")],
        deal=[*deals(3, "2025-02-09", channel="网络"), *deals(5, "2025-03-09", channel="网络")],
        store="东店",
    )
    loaded(visit=visits(100, "2025-03-01", channel="网络"), deal=deals(20, "2025-03-09", channel="网络"), store="西店")
    moves = overview.where_it_changed(con, MARCH, figure)
    assert moves.loc[moves["dimension"] == "channel", "change"].tolist() == [2]


def test_the_course_shows_months_nothing_is_known_of_as_gaps(con, loaded):
    loaded(
        visit=[*visits(10, "2025-01-31"), *visits(20, "2025-03-31")],
        deal=[*deals(2, "2025-01-20"), *deals(5, "2025-03-20")],
    )
    frame = overview.months(con, MARCH).set_index("month")
    assert frame.index.tolist() == [month(2025, 1), month(2025, 2), month(2025, 3)]
    assert frame.loc[month(2025, 2)].isna().all()
    assert frame["close_rate"].dropna().tolist() == [0.2, 0.25]
    assert (frame["low"].dropna() < frame["close_rate"].dropna()).all()


def test_the_course_is_thirteen_months_at_most(con, loaded):
    loaded(visit=[line for at in range(1, 13) for year in (2023, 2024) for line in visits(at, f"{year}-{at:02}-09")])
    frame = overview.months(con, in_month(2024, 12))
    assert len(frame) == 13
    assert frame["month"].tolist()[0] == month(2023, 12)


def test_tile_course_and_form_show_the_same_close_rate_when_a_store_has_no_deal_log(con, loaded):
    loaded(visit=visits(50, "2025-03-31"), deal=deals(10, "2025-03-09"), store="东店")
    loaded(visit=visits(200, "2025-03-31"), store="西店")
    course = overview.months(con, MARCH).set_index("month").loc[month(2025, 3), "close_rate"]
    form = named(overview.form(con, MARCH)).loc["close_rate", month(2025, 3)]
    assert tile(con, "close_rate")["value"] == course == form == pytest.approx(0.2)


def test_where_it_changed_lists_the_largest_move_first(con, loaded):
    loaded(
        visit=[
            *visits(30, "2025-02-01", model="K5", salesperson="张三"),
            *visits(10, "2025-02-28", model="K2", salesperson="李四"),
            *visits(5, "2025-03-31", model="K5", salesperson="李四"),
            *visits(12, "2025-03-31", model="智跑", salesperson="李四"),
        ]
    )
    frame = overview.where_it_changed(con, MARCH, "traffic")
    models = frame[frame["dimension"] == "model"]
    found = {line.value: (line.before, line.now, line.change) for line in models.itertuples()}
    assert found == {"K5": (30, 5, -25), "K2": (10, 0, -10), "智跑": (0, 12, 12)}
    assert frame["change"].abs().is_monotonic_decreasing
    for _, moves in frame.groupby("dimension"):
        assert moves["change"].sum() == 17 - 40


def test_the_form_follows_its_filters(con, loaded):
    loaded(visit=[*visits(10, "2025-03-31", salesperson="张三", model="K5"), *visits(30, "2025-03-31", model="K2")])
    answer = named(overview.form(con, in_month(2025, 3, salespeople=("张三",))))
    assert answer.loc["traffic", month(2025, 3)] == 10
    assert "K2" not in answer.index


def test_a_form_s_months_leave_a_salesperson_s_form_empty(con, loaded):
    loaded(
        summary=[cell(month(2025, 2), "traffic", 900), cell(month(2025, 2), "level_h", 9)],
        visit=visits(3, "2025-03-31"),
    )
    answer = named(overview.form(con, in_month(2025, 3, salespeople=("张三",))))
    assert isnan(answer.loc["traffic"].get(month(2025, 2), nan))
    assert isnan(answer.loc["level_h"].get(month(2025, 2), nan))
    assert answer.loc["traffic", month(2025, 3)] == 0


def stock(con, index: int, filters=None) -> list[float]:
    answer = named(overview.form(con, filters or in_year(2025)))
    return [answer.loc[f"level_{level}", index] for level in "habc"]


def test_levels_are_a_stock_at_the_month_s_end(con, loaded):
    loaded(
        visit=[
            visit("2025-01-05", "13900000001", level="A"),
            visit("2025-01-25", "13900000001", level="H", is_first=False),
            visit("2025-01-06", "13900000002", level="B"),
            visit("2025-01-07", "13900000003", level="C"),
            visit("2025-01-08", "13900000004", level="A"),
            visit("2025-02-08", "13900000005", level="A"),
        ],
        deal=[deal("2025-02-03", "13900000001")],
        loss=[loss("2025-01-31", "13900000002")],
    )
    assert stock(con, month(2025, 1)) == [1, 1, 0, 1]
    assert stock(con, month(2025, 2)) == [0, 2, 0, 1]


def test_an_open_prospect_drops_out_ninety_days_after_the_last_contact(con, loaded):
    loaded(
        visit=[
            visit("2025-01-31", "13900000001", level="H"),  # 90 days later: 1 May
            visit("2025-01-30", "13900000002", level="A"),  # 30 April
            visit("2025-01-20", "13900000003", level="B"),
            visit("2025-04-01", "13900000003", is_first=False),  # came back without a word on his level
            *(visit(f"2025-{at:02}-28", f"1380000000{at}", level="C") for at in (2, 3, 4)),
        ]
    )
    assert stock(con, month(2025, 3))[:3] == [1, 1, 1]
    assert stock(con, month(2025, 4))[:3] == [1, 0, 1]


def test_a_cancelled_order_leaves_the_prospect_open(con, loaded):
    loaded(
        visit=[visit("2025-01-05", "13900000001", level="H")],
        deal=[deal("2025-01-09", "13900000001", outcome="cancelled_order"), deal("2025-01-09", "13900000009")],
    )
    assert stock(con, month(2025, 1)) == [1, 0, 0, 0]


def test_levels_follow_the_salesperson(con, loaded):
    loaded(
        visit=[
            visit("2025-01-05", "13900000001", level="H", salesperson="张三"),
            visit("2025-01-05", "13900000002", level="H", salesperson="李四"),
        ]
    )
    assert stock(con, month(2025, 1), in_year(2025, salespeople=("张三",))) == [1, 0, 0, 0]


def test_the_last_line_of_a_day_says_the_level(con, loaded):
    loaded(
        visit=[
            visit("2025-01-05", "13900000001", level="C", row=10),
            visit("2025-01-05", "13900000001", level="H", row=11, is_first=False),
        ]
    )
    assert stock(con, month(2025, 1)) == [1, 0, 0, 0]


def test_level_o_is_what_was_ordered_in_the_showroom(con, loaded):
    loaded(
        visit=visits(9, "2025-03-31"), deal=[*deals(4, "2025-03-09"), *deals(2, "2025-03-09", sale_channel="wholesale")]
    )
    assert named(overview.form(con, MARCH)).loc["level_o", month(2025, 3)] == 4


def test_daily_traffic_divides_by_the_days_open(con, loaded):
    loaded(visit=[*visits(62, "2025-03-31"), *visits(10, "2025-04-05")])
    form = named(overview.form(con, in_year(2025)))
    assert form.loc["daily_traffic"].tolist()[1:] == [2, 2]  # April's log has reached its fifth day
    set_days_open(con, "东店", [(month(2025, 3), 20)])
    assert named(overview.form(con, in_year(2025))).loc["daily_traffic", month(2025, 3)] == pytest.approx(3.1)


def test_drivers_come_from_either_register_once(con, loaded):
    loaded(
        visit=[visit("2025-03-05", "13900000001", has_test_drive=True), visit("2025-03-31", "13900000002")],
        test_drive=[
            drive("2025-03-05", "13900000001"),
            drive("2025-03-09", "13900000001"),
            drive("2025-03-09", "13900000002"),
        ],
    )
    assert named(overview.form(con, MARCH)).loc["drivers", month(2025, 3)] == 2


def test_the_form_and_the_counts_agree(demo_showroom):
    filters = in_month(2026, 9)
    answer = named(overview.form(demo_showroom, filters))
    for name in ("traffic", "first_visits", "recorded", "drivers", "showroom_deals", "total_deals"):
        frame = counts(demo_showroom, filters, name)
        assert answer.loc[name, month(2026, 9)] == frame[name][0]
    for name in ("close_rate", "capture_rate", "test_drive_rate", "long_stay_rate", "retail_share"):
        assert answer.loc[name, month(2026, 9)] == pytest.approx(rate(demo_showroom, filters, name)["rate"][0])


def test_the_end_of_the_period_is_the_form_s_last_month(con, loaded):
    loaded(visit=[*visits(3, "2025-03-31"), *visits(4, "2025-04-30")])
    assert [column for column in overview.form(con, MARCH).columns if isinstance(column, int)] == [month(2025, 3)]
    assert day("2025-03-31") == MARCH.end
