"""Why customers are lost, over which car, to whom."""

from math import isnan

import pytest

from analytics import losses, people
from analytics.figures import counts
from analytics.filters import Filters
from analytics.metrics import RATES
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
    lost = [
        loss("2025-03-05", f"1390000000{n}", lost_to=name, model=model)
        for n, (name, model) in enumerate([("CR-V", "K5"), ("途观", "K5"), ("CR-V", "K2"), (None, "K2")])
    ]
    loaded(loss=[*lost, loss("2025-03-05", "13900000009", lost_to="宝来", lost_kind="dormant")])
    frame = losses.lost_to(con, MARCH)
    assert frame.to_numpy().tolist() == [["K2", "CR-V", 1], ["K5", "CR-V", 1], ["K5", "途观", 1]]
    named = losses.rate_of(con, MARCH, "named_rate").iloc[0]
    assert named[["named_losses", "logged_losses"]].tolist() == [3, 4]


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


def test_lost_out_of_contact_and_dormant_are_told_apart(con, loaded):
    kinds = ["lost", "plan_cancelled", "out_of_control", "dormant", "lost"]
    loaded(loss=[loss("2025-03-05", lost_kind=kind, reasons=["price"], row=n + 3) for n, kind in enumerate(kinds)])
    frame = losses.by_exit(con, MARCH)
    assert frame[["exit", "losses"]].to_numpy().tolist() == [["lost", 3], ["out_of_control", 1], ["dormant", 1]]
    for line in frame.itertuples():
        assert losses.reasons(con, MARCH, line.exit)["mentions"].tolist() == [line.losses]
        assert losses.by_month(con, MARCH, line.exit)["product"].tolist() == [line.losses]
        assert people.how_many(con, MARCH, "losses", {"exit": line.exit}) == line.losses


def test_customers_count_once_in_each_group_and_their_shares_pass_the_whole(con, loaded):
    loaded(
        loss=[
            loss("2025-03-05", "13900000001", model="K5", reasons=["price", "brand", "late_follow_up"]),
            loss("2025-03-06", "13900000002", model="K5", reasons=["price"]),
            loss("2025-03-07", "13900000003", model="K5"),
        ],
        loss_summary=[loss_cell(month(2025, 2), "K5", "price", 9)],
    )
    both = Filters(day("2025-02-01"), day("2025-03-31"))
    among = losses.customers(con, both)
    assert among.to_numpy().tolist() == [["K5", 2, 1, 2, 0]]
    frame = losses.reasons(con, both, per_customer=True)
    shares = losses.as_shares(frame, among).set_index("reason")["share"]
    assert shares.to_dict() == {"price": 1.0, "brand": 0.5, "late_follow_up": 0.5}
    assert losses.reasons(con, both)["mentions"].sum() == 13, "a form's nine have no customers"
    for group in losses.GROUPS:
        assert people.how_many(con, both, "reasoned_losses", {f"has_{group}": True}) == among[group].sum()


def test_an_unclear_reason_is_none_or_none_that_says_anything(con, loaded):
    given = [None, ["停车难"], ["price"], ["停车难", "brand"]]
    lines = [
        loss("2025-03-05", f"1390000000{n}", reasons=reasons, salesperson="张三") for n, reasons in enumerate(given)
    ]
    loaded(loss=[*lines, loss("2025-03-06", "13900000009", lost_kind="dormant", salesperson="张三")])
    people_of = losses.by_salesperson(con, MARCH, "unclear_rate")
    assert people_of[["salesperson", "unclear_losses", "logged_losses"]].to_numpy().tolist() == [["张三", 2, 4]]
    assert people_of["is_few"].tolist() == [True]


def test_days_to_the_loss_are_a_histogram_of_everybody_known(con, loaded):
    loaded(
        visit=[visit("2025-03-01", f"1390000000{n}") for n in range(4)],
        loss=[
            loss("2025-03-05", "13900000000", reasons=["late_follow_up", "price"]),
            loss("2025-03-05", "13900000001", reasons=["price"]),
            loss("2025-03-31", "13900000002"),
            loss("2025-03-31", "13900000007"),
        ],
    )
    frame = losses.days_to_loss(con, MARCH)
    assert frame.to_numpy().tolist() == [[4, 0, 1, 1, 0], [30, 15, 0, 0, 1]]
    assert losses.median_days(frame) == (4, 3)
    assert losses.median_days(frame, ("other",)) == (30, 1)
    stretches = losses.in_stretches(frame)
    assert stretches["awaited"].tolist() == list(losses.AWAITED)
    for line in stretches.itertuples():
        assert people.how_many(con, MARCH, "timed_losses", {"awaited": line.awaited}) == (
            line.people + line.product + line.other
        )


def test_the_median_of_nobody_is_not_a_number(con):
    frame = losses.days_to_loss(con, MARCH)
    days, number = losses.median_days(frame)
    assert isnan(days) and number == 0


def test_a_reason_that_piles_up_on_one_salesperson_is_found_within_his_store(con, loaded):
    def lines(who: str, number: int, odd: int) -> list[dict]:
        return [
            loss("2025-03-05", f"139{who}{n:04}", reasons=["unfair_quote" if n < odd else "price"], salesperson=who * 2)
            for n in range(number)
        ]

    loaded(loss=[*lines("1111", 12, 10), *lines("2222", 15, 1), *lines("3333", 15, 0)])
    loaded(loss=lines("4444", 20, 20), store="西店")
    cells = losses.concentrated(con, MARCH)
    found = cells[cells["is_beyond_luck"]]
    told = found[["store", "salesperson", "reason", "part", "whole", "others", "others_whole"]].to_numpy().tolist()
    assert told[0] == ["东店", "11111111", "unfair_quote", 10, 12, 1, 30]
    assert set(found["store"]) == {"东店"}, "a store of one salesperson has nobody to compare him with"
    first = found.iloc[0]
    among = {name: first[name] for name in ("store", "salesperson", "reason")}
    assert people.how_many(con, MARCH, "loss_mentions", among) == first["part"]


def test_a_salesperson_with_oddly_many_unclear_reasons_is_told_from_luck(con, loaded):
    lines = [
        loss("2025-03-05", f"139{who}{n:07}", reasons=None if n < unclear else ["price"], salesperson=f"顾问{who}")
        for who, unclear in enumerate([9, 1, 2, 0])
        for n in range(12)
    ]
    loaded(loss=lines)
    frame = losses.by_salesperson(con, MARCH, "unclear_rate")
    assert frame.set_index("salesperson")["is_beyond_luck"].to_dict() == {
        "顾问0": True, "顾问1": False, "顾问2": False, "顾问3": False,
    }  # fmt: skip


def test_one_salesperson_alone_or_nobody_is_no_concentration(con, loaded):
    assert losses.concentrated(con, MARCH).empty
    loaded(loss=[loss("2025-03-05", "13900000001", reasons=["price"], salesperson="张三"), loss("2025-03-06")])
    assert losses.concentrated(con, MARCH)["is_beyond_luck"].tolist() == [False]


@pytest.mark.parametrize("name", ["unclear_rate", "unattended_rate", "returned_rate", "recovered_rate", "named_rate"])
def test_salespeople_add_up_to_the_whole(demo_showroom, name):
    year, rate = in_year(2026), RATES[name]
    whole = losses.rate_of(demo_showroom, year, name).iloc[0]
    parts = losses.by_salesperson(demo_showroom, year, name)
    for count in (rate.of, rate.among):
        assert (
            parts[count].sum()
            == whole[count]
            == people.how_many(demo_showroom, year, count, beside=(rate.of, rate.among))
        )
    assert whole[rate.among] > 100
