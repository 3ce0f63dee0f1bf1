"""Wrong numbers that come without an error: each of these was right when it was written, and stays so."""

from collections.abc import Iterator
from math import isnan

import pytest
from duckdb import DuckDBPyConnection

from analytics import conversion, losses, overview, people, periods, traffic
from analytics import test_drives as drives
from analytics.figures import counts, rate
from analytics.filters import Filters
from analytics.metrics import COUNTS, RATES
from data.load import set_days_open, undo
from data.warehouse import open_warehouse
from tests.showroom import cell, day, deal, deals, drive, everything, in_month, in_year, loss, month, visit, visits

CLOSED = {1: (63, 326), 2: (32, 203), 3: (41, 267), 4: (57, 269), 5: (47, 338), 8: (71, 398), 9: (49, 425)}
YEAR = in_year(2025)

DIMENSIONS = ("salesperson", "channel", "model")
QUESTIONS = {
    "form": overview.form,
    "months": overview.months,
    "changes": overview.changes,
    **{
        f"where {figure}": (overview.where_it_changed, figure)
        for figure in ("traffic", "first_visits", "showroom_deals")
    },
    "by day": traffic.by_day,
    "by hour": traffic.by_hour,
    "by channel": traffic.by_channel,
    "by model": traffic.by_model,
    "first and back": traffic.first_and_back,
    "stays": traffic.stays,
    "flow": conversion.flow,
    **{f"close rate by {name}": (conversion.close_rate_by, name) for name in DIMENSIONS},
    "drives by month": drives.by_month,
    **{f"drives by {name}": (drives.rate_by, name) for name in DIMENSIONS},
    "with and without": drives.with_and_without,
    "reasons": losses.reasons,
    "losses by month": losses.by_month,
    "lost to": losses.lost_to,
    "flow months": conversion.flow_months,
    "sources": periods.sources,
    "open at H": (people.open_at_level, "H"),
    "stated": (people.stated, "traffic"),
    **{f"behind {name}": (people.behind, name) for name in COUNTS},
    **{f"rate {name}": (rate, name) for name in RATES},
}
NOTHING_LEFT = in_month(2025, 3, stores=("nowhere",), salespeople=("nobody",), channels=("none",), models=("none",))


def ask(con: DuckDBPyConnection, question: str, filters: Filters):
    asked = QUESTIONS[question]
    return asked[0](con, filters, *asked[1:]) if isinstance(asked, tuple) else asked(con, filters)


def holds_no_figure(frame) -> bool:
    """Whether nothing is answered: no number but 0 or missing, months and stretches of minutes aside."""
    numbers = frame.drop(columns=["month", "minutes_from", "minutes_to"], errors="ignore").select_dtypes("number")
    return bool((numbers.fillna(0) == 0).all().all())


@pytest.fixture(scope="module")
def empty() -> Iterator[DuckDBPyConnection]:
    connection = open_warehouse()
    yield connection
    connection.close()


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_empty_database_answers_every_question_with_nothing(empty: DuckDBPyConnection, question: str):
    for filters in (YEAR, NOTHING_LEFT, in_month(2025, 3), Filters(day("2025-03-03"), day("2025-03-03"))):
        assert holds_no_figure(ask(empty, question, filters))


@pytest.mark.parametrize("question", QUESTIONS)
def test_filters_that_leave_nothing_answer_every_question_with_nothing(demo_showroom, question: str):
    assert holds_no_figure(ask(demo_showroom, question, NOTHING_LEFT))
    before_the_showroom = in_month(1999, 1)
    assert holds_no_figure(ask(demo_showroom, question, before_the_showroom))


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_columns_are_the_same_whether_or_not_there_is_data(demo_showroom, empty, question: str):
    if question in ("form", "months"):
        return
    assert list(ask(empty, question, YEAR).columns) == list(ask(demo_showroom, question, in_year(2026)).columns)


def test_ratios_are_pooled_never_averaged(con, loaded):
    loaded(
        visit=[line for at, (_, n) in CLOSED.items() for line in visits(n, f"2025-{at:02}-05")],
        deal=[line for at, (k, _) in CLOSED.items() for line in deals(k, f"2025-{at:02}-20")],
    )
    pooled = rate(con, YEAR, "close_rate").iloc[0]
    assert (pooled["showroom_deals"], pooled["first_visits"]) == (360, 2226)
    assert f"{pooled['rate']:.4f}" == "0.1617"
    months = overview.months(con, in_month(2025, 9))["close_rate"].dropna()
    assert f"{months.mean():.4f}" == "0.1642", "the mean of the months is another number, and nobody's"


def test_a_customer_of_many_lines_multiplies_nothing(con, loaded):
    """Three visits, two drives, two orders and two reasons of one man, joined, would be twenty-four."""
    phone = "13900000001"
    loaded(
        visit=[visit(f"2025-03-0{n}", phone, is_first=n == 1, level="H") for n in (1, 2, 3)],
        test_drive=[drive("2025-03-01", phone), drive("2025-03-02", phone)],
        deal=[deal("2025-03-05", phone), deal("2025-03-06", phone)],
        loss=[loss("2025-03-07", phone, reasons=["price", "brand"])],
    )
    names = ("traffic", "first_visits", "be_backs", "recorded", "drivers", "showroom_deals", "losses", "loss_mentions")
    assert counts(con, YEAR, *names).iloc[0].tolist() == [3, 1, 2, 1, 1, 2, 1, 2]
    assert counts(con, YEAR, "contacts", "visitors", "ordered").iloc[0].tolist() == [1, 1, 1]


def test_many_counts_asked_at_once_are_the_same_as_asked_one_by_one(demo_showroom):
    filters = in_month(2026, 6)
    together = counts(demo_showroom, filters, *COUNTS).iloc[0]
    for name in COUNTS:
        assert together[name] == counts(demo_showroom, filters, name)[name][0]


def test_a_customer_with_three_drives_drove_once(con, loaded):
    loaded(
        visit=[visit("2025-03-01", "13900000001", has_test_drive=True)],
        test_drive=[
            drive(f"2025-03-{at:02}", "13900000001", model=model) for at, model in [(1, "K5"), (9, "K2"), (9, "K3")]
        ],
    )
    assert counts(con, YEAR, "drivers")["drivers"][0] == 1
    assert counts(con, YEAR, "drivers", by=("model",))["drivers"].sum() == 1


@pytest.mark.parametrize("said", [True, None])
def test_a_be_back_is_not_a_first_visit(con, loaded, said: bool | None):
    """Whether the register says who came back, or only the phone does."""
    again = None if said is None else False
    loaded(
        visit=[
            visit("2025-02-27", "13900000001", is_first=said),
            visit("2025-03-05", "13900000001", is_first=again),
            visit("2025-03-09", "13900000001", is_first=again),
            visit("2025-03-09", "13900000002", is_first=said),
        ]
    )
    march = counts(con, in_month(2025, 3), "first_visits", "be_backs").iloc[0]
    assert march.tolist() == [1, 2]


def test_a_stock_does_not_add_up_over_months(con, loaded):
    loaded(
        visit=[
            visit("2025-01-20", "13900000001", level="H"),
            *visits(1, "2025-02-05", level="C"),
            *visits(1, "2025-03-05"),
        ]
    )
    loaded(visit=[visit("2025-03-05", "13900000002", level="A")])
    form = overview.form(con, in_year(2025)).set_index("row")
    assert form.loc["level_h", [month(2025, 1), month(2025, 2), month(2025, 3)]].tolist() == [1, 1, 1]


def test_an_answer_after_a_change_is_the_new_answer(con, loaded):
    """Marts of every store and month a change touches are rebuilt, whichever load the lines came from."""
    first = loaded(visit=[visit("2025-01-05", "13900000001", level="H")], deal=deals(1, "2025-02-28"))
    assert overview.form(con, YEAR).set_index("row").loc["level_h", month(2025, 1)] == 1
    sold = loaded(deal=[deal("2025-01-20", "13900000001")])
    assert overview.form(con, YEAR).set_index("row").loc["level_h", month(2025, 1)] == 0
    assert counts(con, YEAR, "ordered")["ordered"][0] == 1
    set_days_open(con, "东店", [(month(2025, 1), 1)])
    assert overview.form(con, YEAR).set_index("row").loc["daily_traffic", month(2025, 1)] == 1
    undo(con, sold)
    assert overview.form(con, YEAR).set_index("row").loc["level_h", month(2025, 1)] == 1
    undo(con, first)
    assert everything(con)["visit"] == []


def test_another_store_s_load_changes_nothing_here(con, loaded):
    loaded(visit=[visit("2025-01-05", "13900000001", level="H")], deal=deals(1, "2025-01-28"), store="东店")
    here = in_year(2025, stores=("东店",))
    before = overview.form(con, here).to_dict("list")
    loaded(visit=[visit("2025-01-02", "13900000001")], deal=[deal("2025-01-06", "13900000001")], store="西店")
    assert repr(overview.form(con, here).to_dict("list")) == repr(before)


def test_a_missing_month_is_not_a_zero_in_a_mean_or_a_sum(con, loaded):
    loaded(summary=[cell(month(2025, 1), "traffic", 310), cell(month(2025, 3), "traffic", 310)])
    found = rate(con, YEAR, "daily_traffic").iloc[0]
    assert (found["traffic"], found["days_open"], found["rate"]) == (620, 62, 10)
    assert isnan(counts(con, in_month(2025, 2), "traffic")["traffic"][0])


@pytest.mark.parametrize("at", [month(2025, 9), month(2026, 2), month(2026, 8)])
def test_the_demo_s_parts_add_up_to_their_wholes(demo_showroom, at: int):
    filters = in_month(at // 12, at % 12 + 1)
    whole = counts(demo_showroom, filters, *COUNTS).iloc[0]
    visits_only = whole["first_visits"] + whole["be_backs"]
    sales = whole["showroom_deals"] + whole["second_tier_deals"] + whole["wholesale_deals"]
    assert whole["total_deals"] == sales
    assert 0 < whole["calls"] <= whole["traffic"] - visits_only
    kinds = counts(demo_showroom, filters, "traffic", by=("contact_type",)).set_index("contact_type")["traffic"]
    assert kinds.sum() == whole["traffic"]
    assert kinds.reindex(["visit", "repeat_owner"]).sum() == visits_only
    for name in COUNTS:
        for by in (("store",), ("day",), ("month",), ("salesperson",), ("channel",), ("model",), ("store", "model")):
            assert counts(demo_showroom, filters, name, by=by)[name].sum() == whole[name], (name, by)
    for name, by in (("traffic", "hour"), ("traffic", "level"), ("first_visits", "weekday")):
        assert counts(demo_showroom, filters, name, by=(by,))[name].sum() == whole[name]
    assert traffic.by_day(demo_showroom, filters)["traffic"].sum() == whole["traffic"]
    assert traffic.by_channel(demo_showroom, filters)["share"].sum() == pytest.approx(1)
    assert traffic.by_model(demo_showroom, filters)["interested"].sum() == whole["interested"]
    assert traffic.stays(demo_showroom, filters)["visits"].sum() == whole["timed_visits"]
    assert losses.reasons(demo_showroom, filters)["mentions"].sum() == whole["loss_mentions"]


def test_the_demo_s_stores_add_up(demo_showroom):
    whole = counts(demo_showroom, in_year(2026), *COUNTS).iloc[0]
    stores = periods.choices(demo_showroom)["stores"]
    assert len(stores) == 2
    parts = [counts(demo_showroom, in_year(2026, stores=(store,)), *COUNTS).iloc[0] for store in stores]
    assert sum(parts).tolist() == whole.tolist()
