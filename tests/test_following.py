"""Up to which day a store's customers are followed, and what is noted of each."""

from tests.showroom import day, deal, deals, loss, month, put, visit, visits


def followed(con) -> dict[int, object]:
    return dict(con.execute("select month, deals_until from mart.coverage order by month").fetchall())


def test_customers_are_followed_to_the_last_logged_day(con):
    put(con, visit=[visit("2025-01-05"), visit("2025-02-20")], deal=[*deals(1, "2025-01-10"), *deals(1, "2025-02-11")])
    assert followed(con) == {month(2025, 1): day("2025-02-20"), month(2025, 2): day("2025-02-20")}


def test_a_month_without_deals_known_ends_the_following(con):
    put(con, visit=visits(3, "2025-01-05") + visits(3, "2025-02-05") + visits(3, "2025-03-05"))
    put(con, deal=deals(2, "2025-01-10"))
    put(con, deal=deals(2, "2025-03-10"))
    assert followed(con) == {
        month(2025, 1): day("2025-01-31"),
        month(2025, 2): None,
        month(2025, 3): day("2025-03-10"),
    }


def test_an_order_is_awaited_longer_than_visits_are_logged(con):
    put(con, visit=visits(3, "2025-01-05"), deal=[*deals(1, "2025-01-10"), *deals(1, "2025-02-11")])
    assert followed(con)[month(2025, 1)] >= day("2025-01-31")


def test_a_customer_has_his_first_level_and_how_he_ended(con):
    put(
        con,
        visit=[
            visit("2025-01-05", "13800000001"),
            visit("2025-01-08", "13800000001", is_first=False, level="A"),
            visit("2025-01-09", "13800000001", is_first=False, level="H"),
            visit("2025-01-05", "13800000002", level="C"),
            visit("2025-01-05", "13800000003"),
        ],
        deal=[deal("2025-01-10", "13800000001")],
        loss=[
            loss("2025-01-20", "13800000002", lost_kind="plan_cancelled"),
            loss("2025-01-21", "13800000003", lost_kind="dormant"),
        ],
    )
    noted = con.execute("select level, deal_on, lost_on, faded_on from mart.opportunity order by row").fetchall()
    assert noted == [
        ("A", day("2025-01-10"), None, None),
        ("C", None, day("2025-01-20"), None),
        (None, None, None, day("2025-01-21")),
    ]
