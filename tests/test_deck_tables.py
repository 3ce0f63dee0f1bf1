"""The tables the deck prints come out cell for cell, from its registers, from its forms, and from both."""

from functools import cache
from math import isnan

import pytest
from duckdb import DuckDBPyConnection
from pandas import DataFrame

from analytics.figures import counts
from analytics.losses import as_shares, reasons
from analytics.overview import form
from data.load import set_days_open
from data.registers import PEOPLE_REASONS, PRODUCT_REASONS
from data.warehouse import open_warehouse
from reports.showroom_form import row_name, written
from tests import deck
from tests.deck_months import MODELS
from tests.showroom import drop, in_month, in_year, month
from words import speak

STORE = "东店"
PRINTED = deck.TABLES["monthly_traffic"]["months"]
COUNTS = {
    "客流总数": "traffic",
    "首次到店": "first_visits",
    "来电": "calls",
    "展示/活动": "events",
    "转介绍": "referrals",
    "资料记录数": "recorded",
    "试驾人数": "drivers",
    "O级客户": "level_o",
    "H级客户": "level_h",
    "A级客户": "level_a",
    "B级客户": "level_b",
    "C级客户": "level_c",
    "小计": "interested",
    "展厅销量": "showroom_deals",
    "当月二级销量": "second_tier_deals",
    "当月批售总量": "wholesale_deals",
    "总销量": "total_deals",
    "逗留时间30分钟": "long_stays",
}
RATIOS = {
    "日平均客流量": "daily_traffic",
    "成交率": "close_rate",
    "留电率": "capture_rate",
    "二级销售比重": "second_tier_share",
    "批售销售比重": "wholesale_share",
    "展厅零售率": "retail_share",
    "试驾比例": "test_drive_rate",
    "逗留时间30分钟比例": "long_stay_rate",
}
ORDER = [
    *("traffic", "first_visits", "calls", "events", "referrals", "daily_traffic", "recorded", "drivers"),
    *("level_o", "level_h", "level_a", "level_b", "level_c"),
    *MODELS,
    *("interested", "showroom_deals", "second_tier_deals", "wholesale_deals", "total_deals", "long_stays"),
    *("close_rate", "capture_rate", "second_tier_share", "wholesale_share", "retail_share"),
    *("test_drive_rate", "long_stay_rate"),
]
REASONS = PRODUCT_REASONS | PEOPLE_REASONS


@cache
def files(source: str) -> list[tuple[str, bytes]]:
    """The deck's workbooks; written once, since every writing has other bytes."""
    if source == "from_both":
        return [*files("from_form"), *files("from_registers")]
    return deck.registers() if source == "from_registers" else [("客流分析.xlsx", deck.monthly_form())]


def load_deck(*files: tuple[str, bytes]) -> DuckDBPyConnection:
    con = open_warehouse()
    drop(con, *files, store=STORE)
    return con


@pytest.fixture(scope="module")
def from_registers():
    con = load_deck(*files("from_registers"))
    yield con
    con.close()


@pytest.fixture(scope="module")
def from_form():
    con = load_deck(*files("from_form"))
    yield con
    con.close()


@pytest.fixture(scope="module")
def from_both():
    con = load_deck(*files("from_both"))
    yield con
    con.close()


SOURCES = ["from_registers", "from_form", "from_both"]


@pytest.fixture(params=SOURCES)
def con(request: pytest.FixtureRequest) -> DuckDBPyConnection:
    return request.getfixturevalue(request.param)


def named(answer: DataFrame) -> DataFrame:
    """Index the form by the figure's or the model's name."""
    return answer.assign(row=answer["model"].where(answer["row"] == "model", answer["row"])).set_index("row")


def index_of(name: str) -> int:
    return month(2013, deck.MONTHS[name])


def test_every_printed_count_comes_out(con: DuckDBPyConnection):
    answer = named(form(con, in_month(2013, 9)))
    found = {
        name: {label: answer.loc[COUNTS.get(label, label), index_of(name)] for label in PRINTED[name]["counts"]}
        for name in PRINTED
    }
    assert found == deck.counts()


def test_every_printed_ratio_comes_out_as_printed(con: DuckDBPyConnection):
    answer = named(form(con, in_month(2013, 9)))
    words = speak("zh")
    ratios = {label: row for label, row in RATIOS.items() if label != "日平均客流量"}
    found = {
        name: {label: written(row, answer.loc[row, index_of(name)], words) for label, row in ratios.items()}
        for name in PRINTED
    }
    assert found == {name: {label: PRINTED[name]["shown"][label] for label in ratios} for name in PRINTED}


def test_the_rows_stand_in_the_deck_s_order(from_form: DuckDBPyConnection):
    assert list(named(form(from_form, in_month(2013, 9))).index) == ORDER


def test_from_registers_the_models_stand_by_how_often_they_are_written_down(from_registers: DuckDBPyConnection):
    answer = named(form(from_registers, in_month(2013, 9)))
    lines = counts(from_registers, in_month(2013, 9).last_months(12), "traffic", by=("model",)).dropna()
    asked = dict(zip(lines["model"], lines["traffic"], strict=True))
    assert list(answer.index[:13]) == ORDER[:13]
    assert list(answer.index[13:20]) == sorted(MODELS, key=lambda model: -asked[model])
    assert list(answer.index[20:]) == ORDER[20:]


def test_the_rows_are_named_as_the_deck_names_them(from_form: DuckDBPyConnection):
    answer = form(from_form, in_month(2013, 9))
    words = speak("zh")
    names = [row_name(row, model, words) for row, model in zip(answer["row"], answer["model"], strict=True)]
    labels = {row: label for label, row in {**COUNTS, **RATIOS}.items()}
    assert names == [labels.get(row, row) for row in ORDER]


def test_june_and_july_are_missing_not_zero(con: DuckDBPyConnection):
    answer = named(form(con, in_month(2013, 9)))
    words = speak("zh")
    for name in ("六月", "七月"):
        # what was open in May was open in June too, but no register of June says so
        cells = answer[index_of(name)]
        assert [row for row, value in cells.items() if not isnan(value)] == []
        assert {written(row, value, words) for row, value in cells.items()} == {"—"}


def test_the_year_s_columns_run_to_the_last_known_month(con: DuckDBPyConnection):
    columns = [column for column in form(con, in_year(2013)).columns if isinstance(column, int)]
    assert columns == list(range(month(2013, 1), month(2013, 10)))


def test_traffic_a_day_follows_the_calendar_until_days_open_are_set(con: DuckDBPyConnection):
    answer = named(form(con, in_month(2013, 9))).loc["daily_traffic"]
    shown = {item["where"]: item for item in deck.TABLES["monthly_traffic"]["contradictions"]}["日平均客流量"]
    words = speak("zh")
    for name, readings in shown["months"].items():
        if name != "九月":
            assert written("daily_traffic", answer[index_of(name)], words) == f"{readings['by_calendar']:.1f}"


@pytest.mark.parametrize("source", SOURCES)
def test_traffic_a_day_is_as_printed_once_the_deck_s_days_are_set(source: str):
    con = load_deck(*files(source))
    set_days_open(con, STORE, [(index_of(name), 31 if name == "一月" else 28) for name in PRINTED])
    answer = named(form(con, in_month(2013, 9))).loc["daily_traffic"]
    found = {name: written("daily_traffic", answer[index_of(name)], speak("zh")) for name in PRINTED}
    assert found == {name: PRINTED[name]["shown"]["日平均客流量"] for name in PRINTED}
    con.close()


def test_january_s_closing_ratio_has_six_readings(con: DuckDBPyConnection):
    names = ("showroom_deals", "total_deals", "first_visits", "recorded", "traffic", "interested")
    january = counts(con, in_month(2013, 1), *names).iloc[0]
    words = speak("zh")
    readings = [
        words.percent(january[part] / january[whole])
        for part, whole in (
            ("showroom_deals", "first_visits"),
            ("showroom_deals", "recorded"),
            ("showroom_deals", "traffic"),
            ("total_deals", "first_visits"),
            ("showroom_deals", "interested"),
        )
    ]
    assert readings == ["19.3%", "23.6%", "7.1%", "24.8%", "20.8%"]
    first_and_calls = counts(con, in_month(2013, 1), "first_visits", "calls", "referrals").iloc[0].sum()
    assert words.percent(63 / first_and_calls) == "13.2%"


@pytest.fixture(params=["register", "form", "both"])
def lost(request: pytest.FixtureRequest):
    files = {
        "register": [("战败登记.xlsx", deck.loss_registers())],
        "form": [("战败客户分析.xlsx", deck.loss_form())],
        "both": [("战败登记.xlsx", deck.loss_registers()), ("战败客户分析.xlsx", deck.loss_form())],
    }[request.param]
    con = load_deck(*files)
    yield con
    con.close()


def test_the_117_loss_cells_come_out(lost: DuckDBPyConnection):
    answer = reasons(lost, in_year(2013))
    found = {(line.model, line.reason): line.mentions for line in answer.itertuples()}
    assert found == {(model, REASONS[reason]): count for (model, reason), count in deck.loss_counts().items()}
    assert len(found) == 117
    assert answer["mentions"].sum() == 185


def test_loss_shares_are_the_counts_over_their_own_model_s_total(lost: DuckDBPyConnection):
    answer = as_shares(reasons(lost, in_year(2013))).set_index(["model", "reason"])["share"]
    totals_of = deck.TABLES["lost_table"]["model_totals"]
    words = speak("zh")
    found = {key: words.percent(share) for key, share in answer.items()}
    assert found == {
        (model, REASONS[reason]): words.percent(count / totals_of[model])
        for (model, reason), count in deck.loss_counts().items()
    }
    for share in answer.groupby("model").sum():
        assert share == pytest.approx(1)


def test_loss_shares_are_as_printed_where_the_deck_is_right_and_right_where_it_is_not(lost: DuckDBPyConnection):
    answer = as_shares(reasons(lost, in_year(2013))).set_index(["model", "reason"])["share"]
    words = speak("zh")
    models = list(deck.TABLES["lost_table"]["model_totals"])
    wrong = {
        (model, reason)
        for reason, shown in deck.TABLES["lost_table"]["percent_shown"].items()
        for model, share in zip(models, shown[:-1], strict=True)
        if words.percent(answer[model, REASONS[reason]]) != f"{share}%"
    }
    assert {model for model, _ in wrong} == {"车型6", "车型8"}
    assert len([cell for cell in wrong if cell[0] == "车型6"]) == 3
    assert len([cell for cell in wrong if cell[0] == "车型8"]) == 13
    assert words.percent(answer["车型8", "late_follow_up"]) == "7.1%"
    assert words.percent(answer["车型6", "poor_service"]) == "7.7%"


def test_mentions_are_not_customers():
    con = load_deck(("战败登记.xlsx", deck.loss_registers()))
    answer = counts(con, in_year(2013), "losses", "loss_mentions").iloc[0]
    assert answer["loss_mentions"] == 185
    assert 0 < answer["losses"] < 185
    con.close()


def test_a_loss_form_knows_reasons_but_not_how_many_customers():
    con = load_deck(("战败客户分析.xlsx", deck.loss_form()))
    answer = counts(con, in_year(2013), "losses", "loss_mentions").iloc[0]
    assert answer["loss_mentions"] == 185
    assert isnan(answer["losses"])
    con.close()
