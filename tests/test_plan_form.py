"""销售计划及周目标进度表 as a spreadsheet, and the plan's picture: the same figures as the questions answer."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from pandas import DataFrame

from analytics import plans
from charts.plan import against_plan
from charts.theme import ATTENTION, BLUE
from data.planned import FIGURES
from data.plans import set_month
from reports.plan_form import workbook
from tests.showroom import deals, month, put, visits
from words import LANGUAGES, speak

MARCH = month(2025, 3)
NAN = float("nan")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_deck_s_form_holds_weeks_salespeople_and_their_crossing_with_sums(con, language):
    word = speak(language)
    put(con, visit=visits(40, "2025-02-20", salesperson="=1+1"), deal=deals(9, "2025-03-05", salesperson="张三"))
    put(con, visit=visits(30, "2025-03-12", salesperson="张三"))
    set_month(con, "东店", MARCH, {"leads": 101, "orders": 17})
    by_week, by_person = plans.by_week(con, "东店", MARCH), plans.by_person(con, "东店", MARCH)
    crossed = {figure: plans.by_person_and_week(con, "东店", MARCH, figure) for figure in FIGURES}
    book = load_workbook(BytesIO(workbook(by_week, by_person, crossed, "东店 · 2025-03", word)))
    assert len(book.sheetnames) == 4
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0][0] == word("plan_form.title")
    assert [rows[3][at] for at in (1, 4, 7)] == [word(f"plan.{figure}") for figure in ("sales", "orders", "leads")]
    assert rows[4][1:4] == tuple(word(f"plan_form.{part}") for part in ("plan", "actual", "rate"))
    weeks, whole = rows[5:11], rows[11]
    assert [row[4] for row in weeks] == by_week["orders_plan"].tolist()
    assert (sum(row[4] for row in weeks), whole[4], whole[5], whole[6]) == (17, 17, 9, pytest.approx(9 / 17))
    assert whole[1:4] == ("—", "—", "—")
    assert weeks[2][0].startswith(word("plan.week", number=3) + " *")
    people = list(book.worksheets[1].iter_rows(values_only=True))
    assert [row[0] for row in people[5:]] == ["=1+1", "张三", word("plan.sum")]
    assert book.worksheets[1]["A6"].data_type == "s"
    cells = list(book.worksheets[2].iter_rows(min_row=5, values_only=True))
    assert cells[-1][-1] == 17
    assert len(book.worksheets[0]._charts) == 1


def test_a_form_without_a_plan_has_what_was_reached_alone(con):
    put(con, visit=visits(30, "2025-03-31"))
    by_week, by_person = plans.by_week(con, "东店", MARCH), plans.by_person(con, "东店", MARCH)
    book = load_workbook(BytesIO(workbook(by_week, by_person, {}, "东店", speak("zh"))))
    rows = list(book.worksheets[0].iter_rows(min_row=6, values_only=True))
    assert rows[-1][7:10] == ("—", 30, "—")


def drawn(**columns: list[object]) -> dict:
    frame = DataFrame({"x": [f"w{n}" for n in range(len(columns["plan"]))], **columns})
    figure = against_plan(
        frame,
        x="x",
        plan="plan",
        actual="actual",
        unfinished="open",
        plan_name="计划",
        actual_name="实际",
        short_name="没到",
        title="<b>t</b>",
        word=speak("zh"),
    )
    return figure.to_dict()


def written(figure: dict) -> set[str]:
    return {text for trace in figure["data"] for text in trace.get("text") or []}


def test_the_picture_shows_both_figures_and_marks_finished_weeks_below_plan():
    figure = drawn(plan=[10, 10, 12, 8], actual=[12, 7, 3, NAN], open=[False, False, True, False])
    assert written(figure) == {"12 / 10", "7 / 10", "3 / 12", "8"}
    assert figure["data"][1]["marker"]["color"] == [BLUE, ATTENTION, BLUE, BLUE]
    assert figure["data"][1]["marker"]["pattern"]["shape"] == ["", "", "/", ""]
    notes = " ".join(note["text"] for note in figure["layout"]["annotations"])
    assert "没到" in notes
    assert "&lt;b&gt;" in notes


@pytest.mark.parametrize("number", [0, 1, 6])
def test_the_picture_of_nothing_planned_or_nothing_known_is_sane(number):
    figure = drawn(plan=[NAN] * number, actual=[NAN] * number, open=[False] * number)
    assert written(figure) <= {"—"}
    assert drawn(plan=[0.0] * number, actual=[0.0] * number, open=[False] * number)["data"]
