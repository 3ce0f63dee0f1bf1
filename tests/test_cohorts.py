"""Two closing rates: the deals of a month over its visits, and what became of those who first came in it."""

import json
from datetime import date, timedelta
from math import isnan
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas import DataFrame, isna
from pandas.testing import assert_frame_equal

from analytics import cohorts, people
from analytics.figures import rate
from analytics.filters import Filters, last_day
from analytics.metrics import MONTHS_AFTER, RATES, WITHIN
from analytics.statistics.rates import newcombe
from data.warehouse import open_warehouse
from tests.showroom import Line, cell, day, deal, deals, in_month, loss, month, put, visit, visits

WORKED = json.loads((Path(__file__).parent / "deck" / "statistics.json").read_text(encoding="utf-8"))[
    "cohort_vs_same_month"
]
MAY = in_month(2025, 5)
JANUARY, FEBRUARY, MARCH = (month(2025, at) for at in (1, 2, 3))


def phone(number: int) -> str:
    return f"138{number:08}"


def by_month(frame: DataFrame) -> DataFrame:
    return frame.set_index("month")


def first(on: str, number: int, start: int = 0) -> list[Line]:
    return [visit(on, phone(start + n)) for n in range(number)]


def logged_in(*months: int) -> list[Line]:
    """Return a visit by nobody known in each month of 2025: a month without any is not logged."""
    return [visit(f"2025-{at:02}-15") for at in months]


def deals_on(*days: str) -> list[Line]:
    """Return a deal with nobody known on each day."""
    return [line for on in days for line in deals(1, on)]


def worked_example() -> tuple[list[Line], list[Line]]:
    """Visits and deals of the worked example, ten times as large: its deals are fractions."""
    came = [(month(2024, 11) + at, number * 10) for at, number in enumerate(WORKED["first_visits"].values())]
    seen, sold, start = [], [], 0
    for index, number in came:
        on = last_day(index).replace(day=1).isoformat()
        seen += first(on, number, start)
        for after, weight in enumerate(WORKED["lag_weights"]):
            bought = round(number * WORKED["true_cohort_rate"] * weight)
            at = last_day(index + after).replace(day=28).isoformat()
            sold += [deal(at, phone(start + n)) for n in range(bought)]
            start += bought
        start += number
    return seen, sold


def test_the_same_month_ratio_jumps_where_traffic_fell_and_the_cohort_rate_stands_still(con, loaded):
    seen, sold = worked_example()
    loaded(visit=seen, deal=sold)
    found = by_month(cohorts.course(con, MAY)).loc[JANUARY:]
    assert found["same_month"].tolist() == pytest.approx(list(WORKED["same_month_ratio"].values()), abs=5e-4)
    at_once = found["bought_by_month_0"] / found["followed"]
    assert at_once.tolist() == pytest.approx(list(WORKED["observed_by_month_end_own_cohort"].values()), abs=5e-4)
    assert found.loc[:MARCH, "rate"].tolist() == pytest.approx([WORKED["true_cohort_rate"]] * 3, abs=5e-4)
    moved = cohorts.step(cohorts.course(con, in_month(2025, 2)), None)
    assert moved.same_month[0] == pytest.approx(0.25069 - 0.192822, abs=5e-4)
    assert moved.cohort[0] == pytest.approx(0, abs=5e-4)


def test_a_deal_counts_in_its_cohort_after_so_many_days_and_by_so_many_months(con, loaded):
    loaded(
        visit=[*first("2025-01-31", 6), *visits(4, "2025-01-31"), *logged_in(2, 3, 4, 5, 6)],
        deal=[
            deal(on, phone(n))
            for n, on in enumerate(("2025-01-31", "2025-02-07", "2025-02-08", "2025-03-02", "2025-05-01"))
        ]
        + deals(1, "2025-06-15"),
    )
    found = by_month(cohorts.course(con, in_month(2025, 6))).loc[JANUARY]
    assert found[[f"bought_within_{days}" for days in WITHIN]].tolist() == [2, 4, 4, 5]
    assert found[[f"bought_by_month_{after}" for after in MONTHS_AFTER]].tolist() == [1, 3, 4, 4]
    assert found[["followed", "followed_buyers", "first_visits", "first_visits_without_phone"]].tolist() == [
        6,
        5,
        10,
        4,
    ]
    assert found["rate"] == 5 / 6
    assert not found["is_open"]


@pytest.mark.parametrize(("logged_to", "judged"), [("2025-03-01", []), ("2025-03-06", [7]), ("2025-03-29", [7, 30])])
def test_a_cohort_is_judged_once_its_whole_month_has_been_followed_so_long(con, loaded, logged_to, judged):
    loaded(
        visit=[*first("2025-01-03", 30), *first("2025-02-03", 30, 100), visit(logged_to)],
        deal=[*deals(5, "2025-01-09"), *deals(5, logged_to)],
    )
    found = {days: by_month(cohorts.course(con, MAY, days)).loc[FEBRUARY, "is_open"] for days in WITHIN}
    table = by_month(cohorts.table(cohorts.course(con, MAY))).loc[FEBRUARY]
    assert [days for days, is_open in found.items() if not is_open] == [
        days for days in judged if day(logged_to) >= day("2025-02-28") + timedelta(days=days)
    ]
    assert [days for days in WITHIN if not isnan(table[f"within_{days}"])] == [
        days for days, is_open in found.items() if not is_open
    ]


def test_a_store_logged_less_far_keeps_the_cohort_open(con, loaded):
    east = [*first("2025-01-03", 5), *logged_in(2, 3, 4, 5)]
    loaded(visit=east, deal=deals_on("2025-01-09", "2025-05-15"), store="东店")
    assert not by_month(cohorts.course(con, MAY)).loc[JANUARY, "is_open"]
    loaded(visit=[*first("2025-01-04", 5), *logged_in(2)], deal=deals_on("2025-01-09", "2025-02-10"), store="西店")
    assert by_month(cohorts.course(con, MAY)).loc[JANUARY, "is_open"]
    assert not by_month(cohorts.course(con, in_month(2025, 5, stores=("东店",)))).loc[JANUARY, "is_open"]


def showroom_year(random: Random, months: int = 8, a_month: int = 60) -> dict[str, list[Line]]:
    """A register of first visits with and without phones, of whom some buy, some are lost, some come again."""
    seen, sold, gone = [], [], []
    for number in range(months * a_month):
        on = date(2025, 1, 1) + timedelta(days=number * 30 // a_month)
        if random.random() < 0.3:
            seen.append(visit(on.isoformat()))
            continue
        seen.append(visit(on.isoformat(), phone(number)))
        if random.random() < 0.2:
            again = on + timedelta(days=random.randrange(1, 200))
            seen.append(visit(again.isoformat(), phone(number), is_first=False))
        fate = random.random()
        later = (on + timedelta(days=int(random.expovariate(1 / 20)))).isoformat()
        if fate < 0.25:
            sold.append(deal(later, phone(number)))
        elif fate < 0.6:
            kind = random.choice(["lost", "dormant", "out_of_control"])
            gone.append(loss(later, phone(number), lost_kind=kind))
    end = (date(2025, 1, 1) + timedelta(days=months * 30)).isoformat()
    lines = {"visit": seen, "deal": [*sold, *deals(1, end)], "loss": gone}
    return {
        kind: [line for line in those if line_day(line) <= date.fromisoformat(end)] for kind, those in lines.items()
    }


def line_day(line: Line) -> date:
    return next(line[name] for name in ("happened_on", "ordered_on", "lost_on") if name in line)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**6))
def test_cohorts_are_their_customers_counted_once_and_only_grow(seed: int):
    con = open_warehouse()
    put(con, **showroom_year(Random(seed)))
    august = in_month(2025, 8)
    found = cohorts.course(con, august)
    lines = con.execute(
        """
        select month, count(*), count(distinct opportunity_id), count(*) filter (where ending = 'bought')
        from mart.followed group by month order by month
        """
    ).fetchall()
    with_somebody = found[found["followed"] > 0]
    counted = with_somebody[["month", "followed", "followed", "followed_buyers"]].to_numpy().tolist()
    assert [list(line) for line in lines if line[0] <= month(2025, 8)] == counted
    for names in ([f"bought_within_{days}" for days in WITHIN], [f"bought_by_month_{n}" for n in MONTHS_AFTER]):
        grows = with_somebody[[*names, "followed_buyers", "followed"]].to_numpy()
        assert (np.diff(grows, axis=1) >= 0).all()
    cells = cohorts.triangle(found)
    assert (cells.groupby("month")["bought"].diff().dropna() >= 0).all()
    assert (cells["expected"].dropna() >= (cells["bought"] / cells["followed"])[cells["expected"].notna()]).all()
    assert ((cells["least"] <= cells["most"]) | cells["least"].isna()).all()
    con.close()


def test_the_order_of_the_lines_changes_nothing():
    lines, random = showroom_year(Random(5)), Random(6)
    numbered = {kind: [{"row": n, **line} for n, line in enumerate(those, 2)] for kind, those in lines.items()}
    answers = []
    for shuffled in (numbered, {kind: random.sample(those, len(those)) for kind, those in numbered.items()}):
        con = open_warehouse()
        put(con, **shuffled)
        answers.append(cohorts.course(con, in_month(2025, 8)))
        con.close()
    assert_frame_equal(*answers)


def test_the_passport_lists_exactly_the_people_of_a_cell(demo_showroom):
    found = by_month(cohorts.course(demo_showroom, in_month(2026, 11)))
    for at in (2026 * 12 + 1, 2026 * 12 + 9):
        chosen = in_month(2026, at % 12 + 1)
        assert found.loc[at, "followed"] > 100
        for name in ("cohort_rate", "cohort_rate_within_30", "cohort_rate_by_month_0"):
            of, among = RATES[name].of, RATES[name].among
            together = rate(demo_showroom, chosen, name).iloc[0]
            assert together[[of, among]].tolist() == found.loc[at, [of, among]].tolist()
            assert people.how_many(demo_showroom, chosen, of, beside=(among,)) == found.loc[at, of]
            assert people.how_many(demo_showroom, chosen, among, beside=(of,)) == found.loc[at, among]


def test_filters_narrow_the_cohorts(con, loaded):
    lines = [
        *(visit("2025-01-03", phone(n), salesperson="张三", channel="web", model="K5") for n in range(4)),
        *(visit("2025-01-03", phone(10 + n), salesperson="李四", channel="phone", model="K2") for n in range(6)),
    ]
    loaded(visit=lines, deal=[deal("2025-01-09", phone(0))])
    for choice in ({"salespeople": ("张三",)}, {"models": ("K5",)}):
        found = by_month(cohorts.course(con, in_month(2025, 5, **choice))).loc[JANUARY]
        assert found[["followed", "followed_buyers"]].tolist() == [4, 1]


def test_a_cohort_too_young_is_forecast_from_those_followed_longer():
    con = open_warehouse()
    put(con, **showroom_year(Random(9), months=8, a_month=150))
    found = by_month(cohorts.course(con, in_month(2025, 8)))
    young = found[found["is_open"] & (found["followed"] > 0)]
    assert len(young) >= 3
    assert young["expected"].notna().all()
    assert ((young["least"] <= young["expected"]) & (young["expected"] <= young["most"])).all()
    assert found.loc[~found["is_open"], ["expected", "least", "most"]].isna().all(axis=None)
    widths = (young["most"] - young["least"]).tolist()
    assert widths[-1] > widths[0]  # the youngest cohort is the least certain
    con.close()


def test_nothing_is_forecast_where_too_few_were_followed_so_long(con, loaded):
    loaded(
        visit=[*first("2025-04-03", 50), visit("2025-05-30")],
        deal=[deal("2025-04-09", phone(1)), *deals(1, "2025-05-30")],
    )
    found = by_month(cohorts.course(con, MAY)).loc[month(2025, 4)]
    assert found["is_open"]
    assert isna(found[["expected", "least", "most"]]).all()


def test_a_month_known_from_a_form_has_the_same_month_ratio_alone(con, loaded):
    loaded(
        summary=[cell(JANUARY, "first_visits", 100), cell(JANUARY, "showroom_deals", 20), cell(JANUARY, "traffic", 300)]
    )
    found = by_month(cohorts.course(con, MAY)).loc[JANUARY]
    assert found["same_month"] == 0.2
    assert isnan(found["followed"]) and isnan(found["rate"])
    assert found["is_open"]
    assert cohorts.triangle(cohorts.course(con, MAY)).empty
    assert cohorts.table(cohorts.course(con, MAY))["cohort"].isna().all()


@pytest.mark.parametrize("filters", [MAY, Filters(date(2025, 1, 1), date(2025, 1, 2))])
def test_no_lines_are_no_months(con, filters):
    empty = cohorts.course(con, filters)
    assert empty.empty
    assert cohorts.triangle(empty).empty
    assert cohorts.table(empty).empty
    assert cohorts.step(empty, None) is None
    assert cohorts.lag(empty) == (0, 0, 0)


def test_one_customer_is_a_cohort_of_one(con, loaded):
    loaded(visit=[visit("2025-01-03", phone(1))], deal=[deal("2025-01-03", phone(1))])
    found = cohorts.course(con, in_month(2025, 1))
    assert found[["followed", "bought", "rate", "same_month"]].to_numpy().tolist() == [[1, 1, 1, 1]]
    assert cohorts.step(found, None) is None


def test_visits_without_deals_known_are_no_cohort(con, loaded):
    loaded(visit=first("2025-01-03", 5))
    assert cohorts.course(con, MAY).empty


def test_the_step_compares_cohorts_by_the_rate_drawn_and_not_before_both_are_judged(con, loaded):
    loaded(
        visit=[*first("2025-01-03", 40), *first("2025-02-03", 50, 100), visit("2025-04-02")],
        deal=[
            *(deal("2025-01-05", phone(n)) for n in range(4)),
            deal("2025-03-01", phone(5)),
            *(deal("2025-02-05", phone(100 + n)) for n in range(30)),
            *deals(1, "2025-04-02"),
        ],
    )
    moved = cohorts.step(cohorts.course(con, in_month(2025, 2), 30), None)
    assert moved.cohort == pytest.approx(newcombe(30, 50, 4, 40))
    assert (moved.now["month"], moved.before["month"]) == (FEBRUARY, JANUARY)
    assert isnan(cohorts.step(cohorts.course(con, in_month(2025, 2)), None).cohort[0])
    assert cohorts.step(cohorts.course(con, in_month(2025, 2)), FEBRUARY) is None


def test_the_lag_is_of_grown_up_cohorts(con, loaded):
    loaded(
        visit=[*first("2025-01-20", 10), *logged_in(2, 3, 4), *first("2025-05-20", 10, 100)],
        deal=[
            deal("2025-01-25", phone(0)),
            deal("2025-02-25", phone(1)),
            deal("2025-03-25", phone(2)),
            deal("2025-05-25", phone(100)),
        ],
    )
    assert cohorts.lag(cohorts.course(con, MAY)) == (3, 1, 2)
