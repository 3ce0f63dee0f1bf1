"""Whom of the lost to call again: who stands on the list, for which points, and what the past says."""

from datetime import timedelta
from io import BytesIO

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from analytics import people, win_back
from analytics.filters import Filters
from data.warehouse import open_warehouse
from reports import win_back as report
from tests.showroom import day, deal, in_month, in_year, loss, put, visit
from words import speak

ANNA, BOB, CARL, DORA = (f"1390000000{n}" for n in range(4))
OCTOBER = in_month(2025, 10)


def test_every_rule_is_a_point(con, loaded):
    loaded(
        visit=[
            *(visit(f"2025-{number:02}-28") for number in range(5, 11)),
            visit("2025-06-01", ANNA, level="H"),
            visit("2025-06-01", BOB, level="C"),
            visit("2025-06-20", BOB, is_first=False, contact_type="phone"),
            visit("2025-10-31"),
        ],
        loss=[
            loss("2025-07-01", ANNA, lost_kind="dormant", reasons=["late_follow_up"]),
            loss("2025-10-20", BOB, lost_kind="out_of_control", reasons=["brand"]),
        ],
    )
    frame = win_back.worth_a_call(con, OCTOBER)
    assert frame["points"].tolist() == [4, 1]
    assert frame[list(win_back.RULES)].to_numpy().tolist() == [
        [False, True, True, True, False, True],
        [False, False, False, False, True, False],
    ]
    assert frame["days_since"].tolist() == [122, 11]
    assert frame["phone"].tolist() == ["139****0000", "139****0001"]
    assert frame["cases"].tolist() == [2, 2]


def test_who_bought_left_no_phone_or_left_long_ago_is_not_called(con, loaded):
    loaded(
        visit=[visit("2025-03-01", ANNA), visit("2025-10-31")],
        deal=[deal("2025-10-10", BOB)],
        loss=[
            loss("2025-05-03", ANNA),
            loss("2025-09-01", BOB),
            loss("2025-09-01", CARL, lost_to="CR-V"),
            loss("2025-09-01"),
            loss("2025-09-01", DORA),
        ],
    )
    assert win_back.worth_a_call(con, OCTOBER)["phone"].tolist() == ["139****0003"]
    found = win_back.obstacles(con, OCTOBER).set_index("obstacle")["losses"].to_dict()
    assert found == {"none": 1, "bought_elsewhere": 1, "bought_here": 1, "no_phone": 1}


def test_the_list_is_of_the_last_day_logged_where_the_period_goes_on(con, loaded):
    loaded(visit=[visit("2025-10-05")], loss=[loss("2025-10-01", ANNA)])
    assert win_back.as_of(con, OCTOBER) == day("2025-10-05")
    assert win_back.worth_a_call(con, OCTOBER)["days_since"].tolist() == [4]
    assert win_back.as_of(con, in_month(2025, 9)) == day("2025-09-30")
    assert win_back.worth_a_call(con, in_month(2025, 9)).empty


def test_the_list_is_as_long_as_the_rows_behind_its_count(demo_showroom):
    filters = in_month(2026, 10)
    listed = win_back.worth_a_call(demo_showroom, filters)
    window = win_back.looked_at(filters, win_back.as_of(demo_showroom, filters))
    assert listed["cases"].iloc[0] == people.how_many(demo_showroom, window, "callable_losses") > 100
    for line in win_back.obstacles(demo_showroom, filters).itertuples():
        assert people.how_many(demo_showroom, window, "losses", {"obstacle": line.obstacle}) == line.losses
    assert listed["points"].is_monotonic_decreasing
    assert (listed["points"] == listed[list(win_back.RULES)].sum(axis=1)).all()


def test_how_many_of_the_past_came_back_and_bought_by_reason(con, loaded):
    loaded(
        visit=[visit("2025-01-05"), visit("2025-02-05"), visit("2025-10-31")],
        deal=[deal("2025-01-10"), deal("2025-03-10", ANNA), deal("2025-10-20", DORA)],
        loss=[
            loss("2025-02-01", ANNA, reasons=["price", "poor_service"]),
            loss("2025-02-01", BOB, reasons=["poor_service"]),
            loss("2025-02-01", CARL, reasons=["brand"]),
            loss("2025-10-01", DORA, reasons=["brand"]),
        ],
    )
    frame = win_back.came_back(con, OCTOBER).set_index("reason_side")
    assert frame[["recovered_losses", "recognisable_losses"]].to_numpy().tolist() == [[1, 2], [0, 1]]
    assert frame["rate"].tolist() == [0.5, 0]


def test_nothing_lost_is_an_empty_list(con):
    assert win_back.obstacles(con, OCTOBER).empty
    assert win_back.worth_a_call(con, OCTOBER).empty
    assert win_back.came_back(con, OCTOBER).empty


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 200),
            st.sampled_from((None, ANNA, BOB, CARL, DORA)),
            st.sampled_from((None, "CR-V")),
            st.sampled_from(("lost", "dormant", "out_of_control", "plan_cancelled")),
        ),
        min_size=1,
        max_size=12,
    ),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from((ANNA, BOB))), max_size=3),
)
def test_obstacles_add_up_to_all_who_left_and_nobody_is_listed_twice(lost, bought):
    con = open_warehouse()
    first = day("2025-03-01")
    put(
        con,
        visit=[visit("2025-03-01", ANNA)],
        loss=[loss(str(first + timedelta(n)), phone, lost_to=to, lost_kind=kind) for n, phone, to, kind in lost],
        deal=[deal(str(first + timedelta(n)), phone) for n, phone in bought] or [deal("2025-03-01")],
    )
    filters = in_year(2025)
    window = win_back.looked_at(filters, win_back.as_of(con, filters))
    listed, found = win_back.worth_a_call(con, filters), win_back.obstacles(con, filters)
    assert found["losses"].sum() == people.how_many(con, window, "losses")
    assert listed["phone"].is_unique
    assert not set(listed["phone"]) & {f"139****{phone[-4:]}" for _, phone in bought if _ >= 200}
    assert len(listed) == found.loc[found["obstacle"] == "none", "losses"].sum()
    con.close()


def test_the_download_holds_the_list_and_no_formula(con, loaded):
    loaded(
        visit=[visit("2025-10-31")],
        loss=[loss("2025-10-01", ANNA, model="=cmd()", reasons=["=1+1", "price"], salesperson="@x")],
        name="=evil.xlsx",
    )
    zh = speak("zh")
    shown = report.written(win_back.worth_a_call(con, OCTOBER), zh)
    sheet = load_workbook(BytesIO(report.workbook(shown, "=1+2", zh))).active
    cells = {header.value: value for header, value in zip(sheet[3], sheet[4], strict=True)}
    assert cells[zh("column.model")].value == "=cmd()" and cells[zh("column.model")].data_type == "s"
    assert cells[zh("column.reasons")].value == "=1+1、价格"
    assert cells[zh("column.phone")].value == "139****0000"
    assert cells[zh("column.grounds")].value == "原因能改、90 天内"
    assert cells[zh("column.day")].value.date() == day("2025-10-01")
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_filters_narrow_the_list(con, loaded):
    loaded(
        visit=[visit("2025-10-31")],
        loss=[loss("2025-10-01", ANNA, salesperson="张三"), loss("2025-10-02", BOB, salesperson="李四")],
    )
    chosen = Filters(day("2025-10-01"), day("2025-10-31"), salespeople=("张三",))
    assert win_back.worth_a_call(con, chosen)["salesperson"].tolist() == ["张三"]
    assert win_back.obstacles(con, chosen)["losses"].tolist() == [1]
