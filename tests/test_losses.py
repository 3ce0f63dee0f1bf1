"""Why customers are lost, over which car, to whom."""

from math import isnan

import pytest

from analytics import losses, people
from analytics.figures import counts
from analytics.filters import Filters
from tests.showroom import day, in_month, in_year, loss, loss_cell, month, visit

MARCH = in_month(2025, 3)


def test_a_customer_with_three_reasons_gives_three_mentions(con, loaded):
    loaded(
        loss=[
            loss("2025-03-05", model="K5", reasons=["price", "late_follow_up", "停车难"]),
            loss("2025-03-06", model="K5"),
        ]
    )
    frame = losses.reasons(con, MARCH)
    assert {(line.reason, line.reason_group, line.mentions) for line in frame.itertuples()} == {
        ("late_follow_up", "people", 1),
        ("price", "product", 1),
        ("停车难", "other", 1),
    }
    assert counts(con, MARCH, "losses", "loss_mentions").iloc[0].tolist() == [2, 3]


def test_shares_are_of_the_same_model(con, loaded):
    loaded(
        loss=[
            loss("2025-03-05", model=model, reasons=["price", *more]) for model, more in [("K5", ["brand"]), ("K2", [])]
        ]
    )
    frame = losses.as_shares(losses.reasons(con, MARCH))
    assert frame.groupby("model")["share"].sum().tolist() == [1, 1]
    assert frame.set_index(["model", "reason"]).loc[("K5", "price"), "share"] == 0.5


def test_losses_without_a_model_have_shares_too(con, loaded):
    loaded(loss=[loss("2025-03-05", reasons=["price", "brand"])])
    assert losses.as_shares(losses.reasons(con, MARCH))["share"].tolist() == [0.5, 0.5]


def test_losses_by_month_and_kind_of_reason(con, loaded):
    loaded(loss=[loss("2025-02-05", reasons=["price", "cold_attitude"]), loss("2025-03-05", reasons=["停车难"])])
    assert losses.by_month(con, MARCH).to_numpy().tolist() == [[month(2025, 2), 1, 1, 0], [month(2025, 3), 0, 0, 1]]


def test_where_the_lost_went(con, loaded):
    lost = [loss("2025-03-05", f"1390000000{n}", lost_to=name) for n, name in enumerate(["CR-V", "CR-V", "途观", None])]
    loaded(loss=lost)
    frame = losses.lost_to(con, MARCH)
    assert frame[["lost_to", "losses"]].to_numpy().tolist() == [["CR-V", 2], ["途观", 1]]
    assert frame["share"].tolist() == pytest.approx([2 / 3, 1 / 3])


def test_a_loss_takes_model_and_salesperson_of_its_customer_s_first_line(con, loaded):
    loaded(
        visit=[visit("2025-03-01", "13900000001", model="K5", salesperson="张三")],
        loss=[loss("2025-03-05", "13900000001", reasons=["price"])],
    )
    assert losses.reasons(con, in_month(2025, 3, salespeople=("张三",)))["model"].tolist() == ["K5"]


def test_a_loss_form_is_left_out_when_a_salesperson_is_chosen(con, loaded):
    loaded(loss_summary=[loss_cell(month(2025, 3), "K5", "price", 9)])
    assert losses.reasons(con, MARCH)["mentions"].tolist() == [9]
    assert losses.reasons(con, in_month(2025, 3, salespeople=("张三",))).empty


def test_a_loss_form_never_adds_to_a_loss_log(con, loaded):
    loaded(
        loss_summary=[loss_cell(month(2025, 3), "K5", "price", 9), loss_cell(month(2025, 2), "K5", "price", 4)],
        loss=[loss("2025-03-05", model="K5", reasons=["price"])],
    )
    assert losses.by_month(con, MARCH)["product"].tolist() == [4, 1]
    assert isnan(counts(con, in_month(2025, 2), "losses", "loss_mentions")["losses"][0])


def test_a_loss_register_without_a_line_in_the_period_lost_nobody(con, loaded):
    loaded(loss=[loss("2025-03-05", reasons=["price"])])
    assert counts(con, Filters(day("2025-03-10"), day("2025-03-20")), "losses", "loss_mentions").iloc[0].tolist() == [
        0,
        0,
    ]


def test_reasons_add_up_to_their_groups_and_months(demo_showroom):
    year = in_year(2026)
    frame = losses.reasons(demo_showroom, year)
    by_month = losses.by_month(demo_showroom, in_month(2026, 12))
    groups = frame.groupby("reason_group")["mentions"].sum()
    for group in losses.GROUPS:
        assert groups.get(group, 0) == by_month[group].sum()
    assert frame["mentions"].sum() == counts(demo_showroom, year, "losses", "loss_mentions")["loss_mentions"][0]
    assert losses.by_group(frame)["share"].sum() == pytest.approx(1)


def test_a_loss_form_counts_only_in_periods_that_hold_its_whole_month(con, loaded):
    loaded(loss_summary=[loss_cell(month(2025, 3), "K5", "price", 9)])
    loaded(loss=[loss("2025-03-01", model="K5", reasons=["price"])], store="西店")
    cut, whole = Filters(day("2025-03-01"), day("2025-03-10")), Filters(day("2025-02-10"), day("2025-03-31"))
    for filters, mentions, rows in ((cut, 1, 1), (whole, 10, 2)):
        assert losses.reasons(con, filters)["mentions"].tolist() == [mentions]
        assert counts(con, filters, "loss_mentions")["loss_mentions"][0] == mentions
        assert len(people.behind(con, filters, "loss_mentions")) == rows
    assert losses.by_month(con, cut)["product"].tolist() == [10], "the course's months are whole"


def test_the_share_of_people_by_month(con, loaded):
    loaded(loss=[loss("2025-02-05", reasons=["price", "cold_attitude"]), loss("2025-03-05", reasons=["停车难"])])
    assert losses.people_shares(losses.by_month(con, MARCH)).tolist() == [0.5, 0]
