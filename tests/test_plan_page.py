"""The plan's page through Streamlit's own test runner: set totals, see them split, in both languages."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import plans
from data.planned import FIGURES
from data.plans import closed_days, month_plan, set_closed_days, set_month, set_people, set_weeks
from data.warehouse import open_warehouse
from frame.ask import warehouse
from tests.showroom import deal, month, put, visit
from tests.test_pages import board, numbers, read, specs  # noqa: F401 (board is a fixture)
from words import speak

MARCH = month(2025, 3)
NAMES = ("张三", "李四", "<b>王五</b>")


@pytest.fixture
def showroom(tmp_path: Path) -> Path:
    """One store with three salespeople, logged to the 12th of March."""
    path = tmp_path / "board.duckdb"
    con = open_warehouse(path)
    days = [*(f"2025-02-{n:02}" for n in range(1, 29)), *(f"2025-03-{n:02}" for n in range(1, 13))]
    put(
        con,
        visit=[visit(on, f"1390000{n:04}", salesperson=NAMES[n % 3]) for n, on in enumerate(days * 2)],
        deal=[deal("2025-03-05", f"1390000{n:04}", delivered_on=date(2025, 3, 7)) for n in range(20, 26)],
    )
    con.close()
    return path


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click()
    return app.run()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_month_without_a_plan_says_how_to_get_one_and_what_was_reached(showroom, board, language):  # noqa: F811
    t = speak(language)
    app = board(showroom, "plan", language)
    assert t("plan.none") in [note.value for note in app.info]
    assert t("plan.to_targets") in [link.proto.label for link in app.get("page_link")]
    assert [one.value for one in app.number_input] == [None, None, None]
    assert t("plan.only_reached", figure=t("plan.leads"), reached="24") in " ".join(read(app))
    assert t("plan.by_person_and_week") not in [one.value for one in app.subheader]


def test_totals_that_are_typed_are_set_and_split_without_a_rest(showroom, board):  # noqa: F811
    zh = speak("zh")
    app = board(showroom, "plan")
    for place, value in zip(app.number_input, (101, 17, 13), strict=True):
        place.set_value(value)
    press(app, zh("plan.set"))
    assert not app.exception
    con = warehouse()
    assert month_plan(con, "东店", MARCH).totals == {"leads": 101, "orders": 17, "sales": 13}
    week, person = plans.by_week(con, "东店", MARCH), plans.by_person(con, "东店", MARCH)
    for figure in FIGURES:
        drawn = list(numbers(specs(app)[f"plan-{figure}"]["data"]))
        assert set(week[f"{figure}_plan"]) <= set(drawn)
        assert set(week[f"{figure}_actual"].dropna()) <= set(drawn)
    tables = [frame.value for frame in app.dataframe]
    of_weeks, of_people = (table for table in tables if "leads_plan" in table)
    assert list(of_weeks["leads_plan"]) == list(week["leads_plan"])
    assert list(of_people["orders_plan"]) == list(person["orders_plan"])
    crossed = next(table for table in tables if "sum" in table)
    assert crossed["sum"].sum() == 101
    assert crossed["salesperson"].tolist() == sorted(NAMES)


def test_a_month_ahead_can_be_planned_and_its_closed_days_chosen(showroom, board):  # noqa: F811
    app = board(showroom, "plan", ahead=1)
    zh = speak("zh")
    app.number_input[0].set_value(60)
    press(app, zh("plan.set"))
    box = next(one for one in app.multiselect if one.label == zh("plan.closed"))
    box.set_value([date(2025, 4, 4), date(2025, 4, 5)]).run()
    assert not app.exception
    assert month_plan(warehouse(), "东店", MARCH + 1).totals == {"leads": 60}
    assert closed_days(warehouse(), "东店") == [date(2025, 4, 4), date(2025, 4, 5)]
    assert zh("plan.to_come", figure=zh("plan.leads"), planned="60") in " ".join(read(app))


def test_what_was_set_by_hand_can_be_shared_out_anew(showroom, board):  # noqa: F811
    con = open_warehouse(showroom)
    set_month(con, "东店", MARCH, {"orders": 20})
    set_weeks(con, "东店", MARCH, {2: {"orders": 15}})
    set_people(con, "东店", MARCH, {"李四": {"orders": 15}})
    con.close()
    app, zh = board(showroom, "plan"), speak("zh")
    press(app, zh("plan.again"))
    assert month_plan(warehouse(), "东店", MARCH).weeks == {}
    assert zh("plan.again") not in [button.label for button in app.button]


def test_somebody_new_is_planned_with_from_then_on(showroom, board):  # noqa: F811
    con = open_warehouse(showroom)
    set_month(con, "东店", MARCH, {"orders": 20})
    con.close()
    app, zh = board(showroom, "plan"), speak("zh")
    next(one for one in app.text_input if one.label == zh("plan.new_person")).set_value("*新人*").run()
    assert not app.exception
    person = plans.by_person(warehouse(), "东店", MARCH).set_index("salesperson")
    assert person["is_planned"]["*新人*"]
    assert person["orders_plan"].sum() == 20


def test_a_finished_month_says_how_much_of_the_plan_was_reached(showroom, board):  # noqa: F811
    con = open_warehouse(showroom)
    set_month(con, "东店", MARCH - 1, {"leads": 50})
    set_closed_days(con, "东店", MARCH - 1, [date(2025, 2, n) for n in range(1, 29)])
    con.close()
    app, zh = board(showroom, "plan", month=MARCH - 1), speak("zh")
    said = zh("plan.ended", figure=zh("plan.leads"), rate=zh.rate(56, 50), gap=zh("plan.more", number="6"))
    assert said in specs(app)["plan-leads"]["layout"]["meta"]["alt"]
