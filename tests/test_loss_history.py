"""What the registers know of a lost customer before and after his loss."""

import pytest

from analytics.figures import counts, rate
from tests.showroom import cell, day, deal, drive, in_month, in_year, loss, loss_cell, month, visit

ANNA, BOB, CARL, DORA = (f"1390000000{n}" for n in range(4))
YEAR = in_year(2025)
COLUMNS = "met_on, last_contact_on, is_followed_up, days_to_loss, came_back_on, deal_on, obstacle, is_watched"


def known(con, columns: str = COLUMNS) -> list[tuple]:
    return con.execute(f"select {columns} from mart.lost order by day, row").fetchall()


def test_contacts_up_to_the_loss_are_its_history(con, loaded):
    loaded(
        visit=[
            visit("2025-03-01", ANNA, level="H"),
            visit("2025-03-04", ANNA, contact_type="phone", level="A"),
            visit("2025-03-20", ANNA, is_first=False),
        ],
        loss=[loss("2025-03-10", ANNA)],
    )
    assert known(con) == [
        (day("2025-03-01"), day("2025-03-04"), True, 9, day("2025-03-20"), None, "none", True),
    ]
    assert known(con, "level") == [("H",)]


def test_one_contact_alone_is_no_follow_up_but_a_drive_on_another_day_or_a_be_back_is(con, loaded):
    loaded(
        visit=[visit("2025-03-01", ANNA), visit("2025-03-01", BOB), visit("2025-03-01", CARL, is_first=False)],
        test_drive=[drive("2025-03-05", BOB)],
        loss=[loss("2025-03-10", phone) for phone in (ANNA, BOB, CARL)],
    )
    assert known(con, "is_followed_up, is_watched") == [(False, True), (True, True), (True, True)]
    assert rate(con, YEAR, "unattended_rate").iloc[0][["unattended_losses", "watched_losses"]].tolist() == [1, 3]


def test_who_was_written_off_months_after_his_only_visit_still_has_his_history(con, loaded):
    loaded(
        visit=[*(visit(f"2025-{number:02}-03") for number in range(1, 8)), visit("2025-01-05", ANNA)],
        loss=[loss("2025-07-10", ANNA)],
    )
    assert known(con, "met_on, days_to_loss, awaited, is_watched, is_followed_up") == [
        (day("2025-01-05"), 186, 91, True, False)
    ]


def test_an_earlier_episode_is_another_story(con, loaded):
    loaded(visit=[visit("2025-01-05", ANNA), visit("2025-06-01", ANNA)], loss=[loss("2025-06-10", ANNA)])
    assert known(con, "met_on, is_followed_up") == [(day("2025-06-01"), False)]


def test_where_a_month_between_is_not_logged_follow_up_cannot_be_seen(con, loaded):
    loaded(
        visit=[visit("2025-01-05", ANNA), visit("2025-03-05"), visit("2025-03-06", BOB)],
        loss=[loss("2025-03-10", ANNA), loss("2025-03-11", BOB), loss("2025-03-12", CARL)],
    )
    assert known(con, "is_watched") == [(False,), (True,), (False,)]
    loaded(visit=[visit("2025-02-05")])
    assert known(con, "is_watched") == [(True,), (True,), (False,)], "a month logged later tells of who was met before"


def test_the_visit_register_alone_tells_neither_reasons_nor_days(con, loaded):
    loaded(visit=[visit("2025-03-01", ANNA, outcome="lost"), visit("2025-03-02", BOB, outcome="dormant")])
    assert known(con, "exit, is_logged, days_to_loss, is_watched") == [
        ("lost", False, None, False),
        ("dormant", False, None, False),
    ]
    names = ("logged_losses", "unclear_losses", "watched_losses", "timed_losses")
    assert counts(con, YEAR, "losses", *names).iloc[0].tolist() == [2, 0, 0, 0, 0]


def test_the_loss_log_s_own_first_contact_helps_where_no_visit_is_found(con, loaded):
    loaded(
        loss=[
            loss("2025-03-10", ANNA, first_contact_on=day("2025-03-01"), level="B"),
            loss("2025-03-11", BOB, first_contact_on=day("2025-03-20")),
        ]
    )
    assert known(con, "days_to_loss, level, met_on") == [(9, "B", None), (None, None, None)]


def test_who_bought_here_after_was_recovered_and_who_bought_before_contradicts(con, loaded):
    loaded(
        visit=[visit("2025-03-01", phone) for phone in (ANNA, BOB, CARL, DORA)],
        deal=[
            deal("2025-05-02", ANNA),
            deal("2025-03-08", BOB),
            deal("2025-05-02", CARL, cancelled_on=day("2025-05-03"), outcome="cancelled_order"),
        ],
        loss=[loss("2025-03-10", phone) for phone in (ANNA, BOB, CARL, DORA)] + [loss("2025-03-11")],
    )
    assert known(con, "obstacle") == [("bought_here",), ("bought_here",), ("none",), ("none",), ("no_phone",)]
    found = rate(con, in_month(2025, 3), "recovered_rate").iloc[0]
    assert found[["recovered_losses", "recognisable_losses"]].tolist() == [1, 3]


def test_a_visit_after_the_loss_is_a_return_whenever_it_was(con, loaded):
    loaded(
        visit=[visit("2025-03-01", ANNA), visit("2025-09-01", ANNA), visit("2025-03-01", BOB)],
        deal=[deal("2025-03-01", CARL)],
        loss=[loss("2025-03-10", ANNA), loss("2025-03-10", BOB)],
    )
    found = rate(con, in_month(2025, 3), "returned_rate").iloc[0]
    assert found[["returned_losses", "recognisable_losses"]].tolist() == [1, 2]


@pytest.mark.parametrize(
    ("fields", "obstacle"),
    [
        ({"lost_to": "CR-V"}, "bought_elsewhere"),
        ({"lost_kind": "plan_cancelled"}, "gave_up"),
        ({"lost_kind": "dormant"}, "none"),
        ({"lost_kind": "out_of_control"}, "none"),
    ],
)
def test_what_stands_in_the_way_of_a_call(con, loaded, fields, obstacle):
    loaded(loss=[loss("2025-03-10", ANNA, **fields)])
    assert known(con, "obstacle") == [(obstacle,)]


def test_only_the_last_of_a_customer_s_losses_may_be_called(con, loaded):
    loaded(loss=[loss("2025-03-10", ANNA, lost_kind="dormant"), loss("2025-05-10", ANNA)])
    assert known(con, "obstacle") == [("lost_again",), ("none",)]


def test_reasons_are_kept_once_and_by_side(con, loaded):
    loaded(
        loss=[
            loss("2025-03-10", ANNA, reasons=["price", "cold_attitude", "price", "停车难"]),
            loss("2025-03-11", BOB, reasons=["brand"]),
            loss("2025-03-12", CARL, reasons=["price"]),
            loss("2025-03-13", DORA),
        ]
    )
    assert known(con, "reason_side, has_people, has_product, has_other, is_changeable") == [
        ("people", True, True, True, True),
        ("product", False, True, False, False),
        ("product", False, True, False, True),
        ("other", False, False, False, False),
    ]
    assert counts(con, YEAR, "loss_mentions", "reasoned_losses").iloc[0].tolist() == [5, 3]


def test_loss_forms_alone_know_no_customers(con, loaded):
    loaded(
        loss_summary=[loss_cell(month(2025, 3), "K5", "price", 9)], summary=[cell(month(2025, 3), "first_visits", 90)]
    )
    assert known(con) == []
    for name in ("unclear_rate", "unattended_rate", "returned_rate", "recovered_rate", "named_rate"):
        assert rate(con, YEAR, name)["rate"].isna().all()
