"""The page of pace through Streamlit's test runner: with and without a plan, looked back from, in both languages."""

from datetime import date
from pathlib import Path

import pytest

from analytics import pace
from data.plans import set_month
from data.warehouse import open_warehouse
from frame.ask import warehouse
from tests.showroom import deals, month, put, visits
from tests.test_pace import lines
from tests.test_pages import board, read, specs  # noqa: F401 (board is a fixture)
from words import speak

MARCH = month(2025, 3)
LANGUAGES = pytest.mark.parametrize("language", ["zh", "en"])


def showroom(tmp_path: Path, plan: int | None = None, **register: list[dict]) -> Path:
    path = tmp_path / "board.duckdb"
    con = open_warehouse(path)
    put(con, **register)
    if plan is not None:
        set_month(con, "东店", MARCH, {"orders": plan})
    con.close()
    return path


def title(app) -> str:
    return str(specs(app)["pace"]["layout"]["annotations"][0]["text"])


@LANGUAGES
def test_a_month_half_way_says_where_it_lands_and_how_likely_its_plan_is(tmp_path, board, language):  # noqa: F811
    t = speak(language)
    app = board(showroom(tmp_path, 45, **lines("2025-03-20")), "pace", language)
    found = pace.outlook(warehouse(), "东店", MARCH, "orders")
    low, middle, high, chance = found.landing
    assert [one.value for one in app.metric] == [
        t.number(found.so_far),
        t("pace.where", middle=middle, low=low, high=high),
        t.percent(chance, 0),
        t.number(found.needed, 1),
    ]
    assert f"{low}" in title(app)
    assert t.percent(chance, 0) in title(app)
    people, tested = (frame.value for frame in app.dataframe)
    assert people["so_far"].sum() == found.so_far
    assert people["month_plan"].sum() == 45
    assert tested["month"].tolist() == [t.month(MARCH - back) for back in (1, 2, 3, 4)]
    assert any(t("pace.back_test") == one.value for one in app.subheader)


@LANGUAGES
def test_looked_at_from_an_earlier_day_it_says_what_that_day_said(tmp_path, board, language):  # noqa: F811
    t = speak(language)
    app = board(showroom(tmp_path, 45, **lines("2025-03-20")), "pace", language)
    app.select_slider[0].set_value(10).run()
    assert not app.exception
    then = pace.outlook(warehouse(), "东店", MARCH, "orders", date(2025, 3, 10))
    assert app.metric[0].value == t.number(then.so_far)
    assert t("pace.as_of", day=t.day(date(2025, 3, 10))).strip() in " ".join(read(app))
    assert app.dataframe[0].value["so_far"].sum() == then.so_far


@LANGUAGES
def test_without_a_plan_the_chance_is_left_open(tmp_path, board, language):  # noqa: F811
    t = speak(language)
    app = board(showroom(tmp_path, **lines("2025-03-20")), "pace", language)
    assert [one.value for one in app.metric][2:] == [t.number(None)] * 2
    assert t("pace.no_plan") in " ".join(read(app))
    assert app.dataframe[0].value["plan_chance"].unique().tolist() == [t.number(None)]


@LANGUAGES
def test_a_finished_month_says_where_it_landed(tmp_path, board, language):  # noqa: F811
    t = speak(language)
    app = board(showroom(tmp_path, 45, **lines("2025-03-31")), "pace", language)
    landed = pace.outlook(warehouse(), "东店", MARCH, "orders").landed
    assert t("pace.landed", month=t.month(MARCH), number=landed) in title(app)
    assert t("pace.short", plan=45, gap=45 - landed) in title(app)
    assert app.dataframe[1].value["month"][0] == t.month(MARCH)
    tested = pace.back_test(warehouse(), "东店", MARCH, "orders")
    low, high = tested[tested["month"] == MARCH].iloc[1][["low", "high"]]
    assert t("pace.said_on", day=15, low=low, high=high) in " ".join(read(app))
    assert app.metric[1].value == t.number(landed)


@LANGUAGES
def test_one_salesperson_or_none_and_nothing_sold_is_a_page_with_a_sentence(tmp_path, board, language):  # noqa: F811
    t = speak(language)
    alone = {"visit": visits(3, "2025-03-02"), "deal": deals(1, "2025-03-03", salesperson="*独苗*")}
    app = board(showroom(tmp_path, 3, **alone), "pace", language)
    assert app.dataframe[0].value["salesperson"].tolist() == ["*独苗*"]
    assert t("pace.no_past") in " ".join(read(app))
    assert t("pace.no_past_month") in [one.value for one in app.info]
    nobody = tmp_path / "nobody"
    nobody.mkdir()
    app = board(showroom(nobody, 3, visit=visits(3, "2025-03-02")), "pace", language)
    assert t("pace.nothing", number=0) in title(app).replace("<br>", "")
    assert t("pace.nobody") in [one.value for one in app.info]
