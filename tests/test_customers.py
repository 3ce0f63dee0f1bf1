"""A name is not a person: lines that may be one customer's are shown, never merged; contradictions are named."""

import pytest

from analytics.customers import CONTRADICTIONS, contradictions, possible_matches
from analytics.figures import counts
from tests.showroom import deal, drive, everything, in_month, in_year, loss, visit, visits

MARCH = in_month(2026, 3)
YEAR = in_year(2026)
LI = {"customer_name": "李建国", "model": "K5"}


def nameless(on: str, **fields: object) -> dict[str, object]:
    return visit(on, **({"phone": None} | LI | fields))


def found(con, what: str, filters=YEAR) -> list[tuple]:
    answer = contradictions(con, filters)
    those = answer[answer["what"] == what]
    return [(str(line.day.date()), line.row, line.other_row) for line in those.itertuples()]


def test_a_line_without_a_phone_may_be_the_customer_of_that_name_and_model(con, loaded):
    loaded(visit=[visit("2026-03-02", "13812345678", row=8, **LI), nameless("2026-03-20", row=40)], name="三月.xlsx")
    line = possible_matches(con, MARCH).iloc[0]
    assert (str(line["day"].date()), line["file"], line["sheet"], line["row"]) == (
        "2026-03-20",
        "三月.xlsx",
        "visit",
        40,
    )
    assert (str(line["other_day"].date()), line["other_file"], line["other_row"]) == ("2026-03-02", "三月.xlsx", 8)
    assert (line["name"], line["other_phone"], line["days_apart"], line["cases"]) == ("李**", "138****5678", 18, 1)


def test_a_possible_match_is_never_merged(con, loaded):
    loaded(visit=[visit("2026-03-02", "13812345678", **LI)])
    before = counts(con, MARCH, "first_visits", "recorded")
    loaded(visit=[nameless("2026-03-20")])
    assert len(possible_matches(con, MARCH)) == 1
    assert (counts(con, MARCH, "first_visits", "recorded") - before).iloc[0].tolist() == [1, 0]
    assert len(everything(con)["opportunity"]) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"customer_name": "李建军"},
        {"model": "K3"},
        {"model": None},
        {"happened_on": None},
    ],
    ids=["another name", "another model", "no model", "31 days apart"],
)
def test_another_name_model_or_month_is_no_match(con, loaded, other: dict[str, object]):
    on = "2026-01-30" if "happened_on" in other else "2026-03-02"
    fields = LI | {name: value for name, value in other.items() if name != "happened_on"}
    loaded(visit=[visit(on, "13812345678", **fields), nameless("2026-03-02")])
    assert possible_matches(con, YEAR).empty


def test_another_store_is_no_match(con, loaded):
    loaded(visit=[visit("2026-03-02", "13812345678", **LI)], store="西店")
    loaded(visit=[nameless("2026-03-03")])
    assert possible_matches(con, MARCH).empty


@pytest.mark.parametrize(
    "name", ["李先生", "李女士", "李总", "小李", "李", "王经理", "欧阳先生", "Mr Smith", "J. Smith", "Smith"]
)
def test_half_a_name_says_nothing(con, loaded, name: str):
    fields = {"customer_name": name, "model": "K5"}
    loaded(visit=[visit("2026-03-02", "13812345678", **fields), nameless("2026-03-03", **fields)])
    assert possible_matches(con, MARCH).empty


@pytest.mark.parametrize(
    ("one", "other"), [("John Smith", "Mr. JOHN SMITH"), ("欧阳建国", "欧阳建国"), ("王伟", "王伟")]
)
def test_a_full_name_is_one_however_it_is_addressed(con, loaded, one: str, other: str):
    loaded(visit=[visit("2026-03-02", "13812345678", customer_name=one, model="k5")])
    loaded(visit=[nameless("2026-03-03", customer_name=other, model="K5")])
    assert len(possible_matches(con, MARCH)) == 1


def test_two_lines_without_a_phone_stand_once_at_the_later(con, loaded):
    loaded(visit=[nameless("2026-03-02", row=4), nameless("2026-03-05", row=9)])
    answer = possible_matches(con, MARCH)
    assert answer[["row", "other_row"]].to_numpy().tolist() == [[9, 4]]


def test_a_deal_without_a_phone_is_shown_with_the_customers_nearest_line(con, loaded):
    loaded(
        visit=[
            visit("2026-03-02", "13812345678", row=5, **LI),
            visit("2026-03-09", "13812345678", row=6, is_first=False, **LI),
        ],
        deal=[deal("2026-03-10", row=7, **LI)],
    )
    answer = possible_matches(con, MARCH)
    assert answer[["kind", "row", "other_kind", "other_row", "days_apart"]].to_numpy().tolist() == [
        ["deal", 7, "visit", 6, 1]
    ]


def test_a_first_visit_of_a_phone_that_was_there_is_a_contradiction(con, loaded):
    loaded(visit=[visit("2026-03-02", "13812345678", row=3), visit("2026-03-09", "13812345678", row=4)])
    assert found(con, "known_before") == [("2026-03-09", 4, 3)]
    line = contradictions(con, YEAR).iloc[0]
    assert (line["name"], line["phone"], line["other_sheet"], line["days_apart"]) == ("王**", "138****5678", "visit", 7)


def test_a_phone_call_before_the_first_visit_is_none(con, loaded):
    loaded(
        visit=[
            visit("2026-03-02", "13812345678", contact_type="phone"),
            visit("2026-03-09", "13812345678"),
            visit("2026-03-12", "13812345678", is_first=False),
            visit("2026-03-15", "13812345678", is_first=None),
        ]
    )
    assert contradictions(con, YEAR).empty


def months(*firsts: str) -> list[dict[str, object]]:
    """A line on each of these days, by nobody known: the log reaches back to the first."""
    return [line for day in firsts for line in visits(1, day)]


def test_a_be_back_nothing_is_known_of_is_one_once_the_log_reaches_back_90_days(con, loaded):
    log = months("2026-01-05", "2026-02-01", "2026-03-01", "2026-04-01")
    loaded(
        visit=[
            *log,
            visit("2026-04-04", "13800000001", is_first=False, row=50),  # 89 days: it cannot be judged
            visit("2026-04-05", "13800000002", is_first=False, row=51),
            visit("2026-04-06", "13800000003", row=52),
            visit("2026-04-07", "13800000003", is_first=False, row=53),
            visit("2026-04-08", is_first=False, row=54),  # without a phone nothing can be known of him
        ]
    )
    answer = contradictions(con, YEAR)
    assert answer[["what", "row"]].to_numpy().tolist() == [["unknown_before", 51]]
    assert answer["other_file"].isna().all()


def test_a_month_nobody_logged_leaves_a_be_back_unjudged(con, loaded):
    loaded(
        visit=[*months("2026-01-05", "2026-03-01", "2026-04-01"), visit("2026-04-20", "13800000002", is_first=False)]
    )
    assert contradictions(con, YEAR).empty


def test_a_test_drive_before_makes_a_be_back_true(con, loaded):
    loaded(
        visit=[
            *months("2026-01-05", "2026-02-01", "2026-03-01", "2026-04-01"),
            visit("2026-04-20", "13800000002", is_first=False),
        ],
        test_drive=[drive("2026-04-02", "13800000002")],
    )
    assert contradictions(con, YEAR).empty


def test_a_deal_before_the_first_contact_is_one(con, loaded):
    loaded(visit=[visit("2026-03-20", "13812345678", row=3)], deal=[deal("2026-03-10", "13812345678", row=8)])
    assert found(con, "bought_before") == [("2026-03-10", 8, 3)]


def test_a_deal_before_a_log_that_does_not_reach_back_is_none(con, loaded):
    loaded(
        visit=[*months("2026-03-01"), visit("2026-03-20", "13812345678", is_first=None)],
        deal=[deal("2026-03-10", "13812345678")],
    )
    assert contradictions(con, YEAR).empty


@pytest.mark.parametrize(
    ("lost", "bought", "kind", "contradicts"),
    [
        ("2026-03-10", "2026-03-20", "lost", True),
        ("2026-03-25", "2026-03-20", "lost", True),
        ("2026-03-10", "2026-03-20", "dormant", False),
        ("2026-03-25", "2026-03-20", "dormant", True),
        ("2026-03-10", "2026-06-20", "lost", False),
    ],
)
def test_lost_and_bought_is_one_unless_he_only_slept(con, loaded, lost, bought, kind, contradicts: bool):
    loaded(
        visit=[visit("2026-03-01", "13812345678")],
        loss=[loss(lost, "13812345678", lost_kind=kind, row=5)],
        deal=[deal(bought, "13812345678", row=6), *([deal("2026-03-20", row=7)] if bought > "2026-06" else [])],
    )
    assert found(con, "lost_and_bought") == ([(lost, 5, 6)] if contradicts else [])


def test_a_cancelled_order_and_another_customer_are_none(con, loaded):
    loaded(
        visit=[visit("2026-03-01", "13812345678"), visit("2026-03-01", "13812345679")],
        loss=[loss("2026-03-10", "13812345678"), loss("2026-03-10", "13812345679")],
        deal=[deal("2026-03-20", "13812345678", outcome="cancelled_order")],
    )
    assert contradictions(con, YEAR).empty


def test_contradictions_keep_to_the_filters_and_are_counted_by_kind(con, loaded):
    loaded(
        visit=[visit(day, "13812345678", salesperson="张三") for day in ("2026-02-02", "2026-03-02", "2026-03-05")],
        loss=[loss("2026-03-10", "13812345678", salesperson="李四")],
        deal=[deal("2026-03-20", "13812345678")],
    )
    answer = contradictions(con, MARCH)
    assert set(zip(answer["what"], answer["cases"], strict=True)) == {("known_before", 2), ("lost_and_bought", 1)}
    only = contradictions(con, in_month(2026, 3, salespeople=("李四",)))
    assert only["what"].tolist() == ["lost_and_bought"]
    assert set(answer["what"]) <= set(CONTRADICTIONS)


def test_no_clear_name_or_phone_leaves_the_engine(con, loaded):
    loaded(
        visit=[
            visit("2026-03-02", "13812345678", **LI),
            visit("2026-03-03", "13812345678", **LI),
            nameless("2026-03-20"),
        ],
        loss=[loss("2026-03-10", "13812345678", **LI)],
        deal=[deal("2026-03-20", "13812345678", **LI)],
    )
    for answer in (possible_matches(con, MARCH), contradictions(con, MARCH)):
        assert not answer.empty
        said = answer.astype(str).to_csv()
        assert "建国" not in said and "13812345678" not in said
