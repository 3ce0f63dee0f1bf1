"""One name, several readings: each is right, says what is not known, and leads to the others in whole numbers."""

from math import isnan
from random import Random

import pytest
from duckdb import DuckDBPyConnection

from analytics import people
from analytics.figures import counts, rate
from analytics.filters import Filters, Stretch
from analytics.metrics import COUNTS, DAYS, RATES, READINGS, rated
from analytics.readings import CLOSING, chosen, reconciled, value
from analytics.statistics.rates import wilson
from data.load import set_reading, undo
from data.warehouse import open_warehouse
from tests import deck
from tests.showroom import (
    cell,
    day,
    deal,
    deals,
    drive,
    drop,
    everything,
    in_month,
    in_year,
    loss,
    month,
    put,
    visit,
    visits,
)

JANUARY = in_month(2013, 1)
YEAR = in_year(2025)
SIX = {
    "close_rate": (63, 326),
    "close_recorded": (63, 267),
    "close_traffic": (63, 882),
    "close_all_deals": (81, 326),
    "close_new_contacts": (63, 476),
    "close_interested": (63, 303),
}


@pytest.fixture(scope="module", params=["form", "registers", "both"])
def printed(request: pytest.FixtureRequest):
    """The deck's months from its form, from its registers, and from both."""
    con = open_warehouse()
    form = [("客流分析.xlsx", deck.monthly_form())]
    files = {"form": form, "registers": deck.registers(), "both": [*form, *deck.registers()]}[request.param]
    drop(con, *files)
    yield con, request.param
    con.close()


def named(con: DuckDBPyConnection, filters: Filters, figure: str):
    return reconciled(con, filters, figure).readings.set_index("reading")


def stepped(con: DuckDBPyConnection, filters: Filters, figure: str):
    return reconciled(con, filters, figure).steps.set_index(["reading", "end"])


def test_january_s_closing_ratio_in_its_six_readings(printed):
    con, _ = printed
    found = named(con, JANUARY, "close_rate")
    assert {name: (line["part"], line["whole"]) for name, line in found.iterrows()} == SIX
    assert [round(share * 100, 1) for share in found["value"]] == [19.3, 23.6, 7.1, 24.8, 13.2, 20.8]
    for name, (part, whole) in SIX.items():
        interval = (found.loc[name, "low"], found.loc[name, "high"])
        if name == "close_all_deals":  # cars sold through other dealers were never among the first visits
            assert all(isnan(end) for end in interval)
        else:
            assert interval == wilson(part, whole)


def test_the_steps_lead_from_the_deck_s_reading_to_every_other(printed):
    con, source = printed
    steps = stepped(con, JANUARY, "close_rate")
    assert {(line["before"], line["after"]) for _, line in steps.iterrows()} == {
        (326, 267), (326, 882), (63, 81), (326, 476), (326, 303),
    }  # fmt: skip
    if source == "form":
        assert steps[["taken", "added"]].isna().all(axis=None)
        return
    assert steps.loc[("close_all_deals", "total_deals"), ["taken", "added"]].tolist() == [0, 18]
    assert steps.loc[("close_traffic", "traffic"), ["taken", "added"]].tolist() == [0, 556]
    assert steps.loc[("close_new_contacts", "new_contacts"), ["taken", "added"]].tolist() == [0, 150]
    assert (steps["before"] - steps["taken"] + steps["added"] == steps["after"]).all()


def test_daily_traffic_by_days_open_by_the_calendar_and_by_28(printed):
    con, _ = printed
    found = named(con, in_month(2013, 2), "daily_traffic")
    assert found["whole"].tolist() == [28, 28, 28]
    assert [round(number, 1) for number in named(con, JANUARY, "daily_traffic")["value"]] == [28.5, 28.5, 31.5]
    assert found[["low", "high"]].isna().all(axis=None)


def test_stores_side_by_side_share_their_days(con, loaded):
    for store in ("东店", "西店"):
        loaded(visit=visits(31, "2025-03-31"), store=store)
    found = named(con, in_month(2025, 3), "daily_traffic")
    assert found["whole"].tolist() == [31, 31, 28]
    assert found["value"].tolist() == pytest.approx([2, 2, 62 / 28])


def test_a_reading_whose_counts_are_not_known_is_missing_not_zero(con, loaded):
    loaded(visit=visits(40, "2025-03-01"), deal=deals(8, "2025-03-09"))
    answer = reconciled(con, YEAR, "close_rate")
    found = answer.readings.set_index("reading")
    assert (found.loc["close_rate", "part"], found.loc["close_rate", "whole"]) == (8, 40)
    assert found.loc["close_recorded", ["part", "whole", "value", "low", "high"]].isna().all()
    assert answer.steps.set_index("reading").loc["close_recorded", ["before", "after"]].isna().all()


def test_a_form_without_one_of_the_rows_does_not_know_what_is_divided_by(con, loaded):
    rows = {"first_visits": 300, "calls": 90, "showroom_deals": 60}
    loaded(summary=[cell(month(2025, 2), name, number) for name, number in rows.items()])
    rows |= {"events": 5, "referrals": 5, "traffic": 800}
    loaded(summary=[cell(month(2025, 3), name, number) for name, number in rows.items()])
    found = named(con, YEAR, "close_rate")
    assert found.loc["close_rate", ["part", "whole"]].tolist() == [120, 600]
    assert found.loc["close_new_contacts", ["part", "whole"]].tolist() == [60, 400]
    assert found.loc["close_traffic", ["part", "whole"]].tolist() == [60, 800]
    assert rate(con, YEAR, "close_traffic").iloc[0][["showroom_deals", "traffic"]].tolist() == [60, 800]


def test_lost_customers_their_reasons_and_those_only_out_of_sight(con, loaded):
    gone = [loss("2025-03-09", f"1390000000{n}", reasons=["price", "brand"]) for n in range(4)]
    loaded(loss=[*gone, loss("2025-03-09", "13900000009", lost_kind="out_of_control")])
    assert named(con, YEAR, "losses")["value"].to_dict() == {"losses": 5, "lost_outright": 4, "loss_mentions": 8}
    assert stepped(con, YEAR, "losses").loc[("lost_outright", "lost_outright"), "taken"] == 1


def test_in_an_empty_database_no_reading_is_known(con):
    for figure in READINGS:
        answer = reconciled(con, YEAR, figure)
        assert len(answer.readings) == len(READINGS[figure])
        assert answer.readings["value"].isna().all()
        assert answer.steps["after"].isna().all()
    assert reconciled(con, YEAR, "bought_rate").readings.empty


def test_every_reading_names_counts_and_rates_that_are_defined():
    for figure, names in READINGS.items():
        assert names[0] == figure
        assert all(name in RATES or name in COUNTS for name in names)
    for read in RATES.values():
        assert {read.of, read.among} <= {*COUNTS, *DAYS}


def random_load(con: DuckDBPyConnection, seed: int) -> None:
    """Load two stores' registers and a form, with gaps: everything a figure could trip over."""
    random = Random(seed)
    for store in ("东店", "西店"):
        knows_record = random.random() < 0.6
        lines = [
            visit(
                f"2025-{random.randint(1, 4):02}-{random.randint(1, 28):02}",
                f"139{random.randint(0, 40):08}" if knows_record and random.random() < 0.7 else None,
                contact_type=random.choice(["visit", "visit", "phone", "event", "referral"]),
                is_first=random.choice([True, True, False, None]),
                channel=random.choice([None, "转介绍", "车展", "自然到店"]),
                model=random.choice(["K5", "K2", None]),
                stay_minutes=random.choice([None, 10, 45]),
                has_test_drive=random.choice([True, None]),
                salesperson=random.choice(["张三", "李四", None]),
            )
            for _ in range(random.randint(1, 80))
        ]
        sold = [
            deal(
                f"2025-{random.randint(1, 5):02}-{random.randint(1, 28):02}",
                f"139{random.randint(0, 40):08}",
                sale_channel=random.choice(["showroom", "showroom", "second_tier", "wholesale", "transfer"]),
                salesperson=random.choice(["张三", "李四", None]),
            )
            for _ in range(random.randint(0, 25))
        ]
        gone = [
            loss(
                f"2025-{random.randint(1, 4):02}-20",
                f"139{number:08}",
                lost_kind=random.choice(["lost", "dormant"]),
                reasons=random.choice([[], ["price"], ["price", "brand"]]),
            )
            for number in range(random.randint(0, 9))
        ]
        drives = [drive(f"2025-{random.randint(1, 4):02}-10", f"139{number % 7:08}") for number in range(9)]
        registers = {"visit": lines, "deal": sold, "loss": gone, "test_drive": drives[: random.choice([0, 9])]}
        put(con, store, **{kind: those for kind, those in registers.items() if those})
    stated = (
        "traffic",
        "first_visits",
        "calls",
        "events",
        "referrals",
        "recorded",
        "showroom_deals",
        "second_tier_deals",
    )
    forms = [cell(month(2025, at), name, random.randint(1, 90)) for at in (5, 6) for name in random.sample(stated, 6)]
    put(con, "东店", summary=[*forms, cell(month(2025, 6), "model", 30, "K5")])
    put(con, "西店", loss_summary=[_reasons(month(2025, 6), "K2", 7), _reasons(month(2025, 6), "K5", 4)])


def _reasons(at: int, model: str, number: int) -> dict[str, object]:
    return {"month": at, "model": model, "reason": "price", "value": number, "row": number, "column": "C"}


CHOICES = [
    YEAR,
    in_month(2025, 3),
    Filters(day("2025-02-10"), day("2025-06-30")),
    in_year(2025, stores=("西店",)),
    in_year(2025, salespeople=("张三",)),
    in_year(2025, models=("K5",)),
    YEAR.within(
        [Stretch("东店", day("2025-02-03"), day("2025-06-30")), Stretch("西店", day("2025-03-01"), day("2025-03-20"))]
    ),
]


@pytest.mark.parametrize(("seed", "filters"), enumerate(CHOICES))
def test_for_any_data_a_reading_is_its_rate_its_steps_add_up_and_its_rows_are_as_many_as_it_counts(con, seed, filters):
    random_load(con, seed)
    _readings_are_their_rates(con, filters)
    _lists_add_up(con, filters)


def _readings_are_their_rates(con: DuckDBPyConnection, filters: Filters) -> None:
    for figure in READINGS:
        answer = reconciled(con, filters, figure)
        for line in answer.readings.to_dict("records"):
            if line["reading"] in RATES:
                found = rate(con, filters, line["reading"]).iloc[0]
                expected = [found[line["of"]], found[line["among"]], found["rate"], found["low"], found["high"]]
                assert [line[name] for name in ("part", "whole", "value", "low", "high")] == pytest.approx(
                    expected, nan_ok=True
                )
        known = answer.steps.dropna(subset=["taken"])
        assert (known["before"] - known["taken"] + known["added"] == known["after"]).all()


def _lists_add_up(con: DuckDBPyConnection, filters: Filters) -> None:
    for name, counted in counts(con, filters, *COUNTS).iloc[0].items():
        _adds_up(con, filters, name, counted, ())
    for name, read in RATES.items():
        found = rate(con, filters, name).iloc[0]
        _adds_up(con, filters, read.of, found[read.of], (read.among,))
        if read.among in COUNTS:
            _adds_up(con, filters, read.among, found[read.among], (read.of,))


def _adds_up(con: DuckDBPyConnection, filters: Filters, name: str, counted: float, beside: tuple[str, ...]) -> None:
    rows = people.behind(con, filters, name, beside=beside)
    lines = people.how_many(con, filters, name, beside=beside)
    assert lines == len(rows) <= people.MOST
    said = rows["mentions"].sum() if "mentions" in rows else len(rows)
    stated = people.stated(con, filters, name, beside)["value"].sum()
    assert said + stated == (0 if isnan(counted) else counted), (name, filters)


@pytest.mark.parametrize("seed", range(2))
def test_the_order_of_the_lines_changes_no_reading(seed: int):
    random = Random(seed)
    lines = [
        visit(
            f"2025-03-{1 + n % 28:02}",
            f"139{n % 30:08}",
            is_first=n % 3 > 0,
            model=["K5", "K2", None][n % 3],
            row=n + 2,
        )
        for n in range(60)
    ]
    con = open_warehouse()
    first = put(con, visit=lines, deal=deals(9, "2025-03-09"))
    before, marts = reconciled(con, YEAR, "close_rate"), everything(con)
    undo(con, first)
    put(con, visit=random.sample(lines, len(lines)), deal=deals(9, "2025-03-09"))
    after = reconciled(con, YEAR, "close_rate")
    assert everything(con).keys() == marts.keys()
    assert after.readings.equals(before.readings)
    assert after.steps.equals(before.steps)
    con.close()


def test_the_value_of_one_group_is_the_group_s_own(con, loaded):
    loaded(
        visit=[*visits(30, "2025-03-01", salesperson="张三"), *visits(10, "2025-03-01", salesperson="李四")],
        deal=[*deals(3, "2025-03-09", salesperson="张三"), *deals(4, "2025-03-09", salesperson="李四")],
    )
    found = value(con, YEAR, "close_rate", {"salesperson": "李四"}).iloc[0]
    assert (found["showroom_deals"], found["first_visits"], found["rate"]) == (4, 10, 0.4)
    assert value(con, YEAR, "close_rate", {"salesperson": "无此人"}).empty
    assert value(con, YEAR, "close_rate", {"lost_to": "比亚迪"}).empty


def test_the_reading_of_the_board_is_the_deck_s_until_another_is_chosen(con, loaded):
    loaded(visit=[visit("2025-03-01", f"1390000000{n}") for n in range(5)], deal=deals(2, "2025-03-09"))
    assert chosen(con) == "close_rate" == YEAR.closing
    assert rated("close_rate", YEAR) == RATES["close_rate"]
    for name in ("close_interested", "close_recorded"):
        set_reading(con, "close_rate", name)
        assert chosen(con) == name
    set_reading(con, "close_rate", "no_such_reading")
    assert chosen(con) == CLOSING[0]
    assert rated("close_rate", in_year(2025, closing="close_recorded")).among == "recorded"
    assert rated("capture_rate", in_year(2025, closing="close_recorded")).among == "first_visits"
