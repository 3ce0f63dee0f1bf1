"""Today's open prospects and the deals still expected of them."""

import numpy as np
import pytest
from pandas import DataFrame

from analytics import pipeline
from analytics.statistics.forecast import Kin, further_deals, further_deals_of
from tests.showroom import day, deal, deals, drive, in_month, loss, visit

JUNE = in_month(2025, 6)
PHONE = "138000000"


def expected(con, filters=JUNE) -> list[float]:
    return pipeline.expected_deals(con, filters)[["prospects", "expected"]].to_numpy()[0].tolist()


def test_open_is_who_is_neither_sold_nor_lost_nor_out_of_reach_nor_too_old(con, loaded):
    loaded(
        visit=[
            visit("2025-01-02", f"{PHONE}00"),  # 209 days old
            visit("2025-06-01", f"{PHONE}01", salesperson="张三", level="A"),
            visit("2025-06-02", f"{PHONE}02"),
            visit("2025-06-03", f"{PHONE}03"),
            visit("2025-06-04", f"{PHONE}04"),
            visit("2025-06-05", f"{PHONE}05", contact_type="phone", is_first=None),
            visit("2025-07-30"),
        ],
        deal=[*deals(1, "2025-01-20"), deal("2025-06-20", f"{PHONE}02"), *deals(1, "2025-07-20")],
        loss=[
            loss("2025-06-21", f"{PHONE}03"),
            loss("2025-06-22", f"{PHONE}04", lost_kind="dormant"),
        ],
        test_drive=[drive("2025-06-07", f"{PHONE}01")],
    )
    assert pipeline.today(con, JUNE) == day("2025-07-30")
    found = pipeline.prospects(con, JUNE)
    assert found[["salesperson", "level", "age", "age_from", "phone", "row"]].to_numpy().tolist() == [
        ["张三", "A", 59, 31, "138****0001", 4]
    ]
    assert found["last_contact_on"][0].date() == day("2025-06-07")


def test_his_chance_is_that_of_customers_who_were_open_at_his_age(con, loaded):
    bought = [visit("2025-03-01", f"{PHONE}{n}") for n in range(10, 14)]
    lost = [visit("2025-03-01", f"{PHONE}{n}") for n in range(20, 24)]
    loaded(
        visit=[*bought, *lost, visit("2025-06-20", f"{PHONE}50"), visit("2025-06-30", f"{PHONE}51")],
        deal=[deal("2025-03-03", f"{PHONE}10"), *(deal("2025-03-21", f"{PHONE}{n}") for n in (11, 12, 13))],
        loss=[loss("2025-03-06", f"{PHONE}{n}") for n in range(20, 24)],
    )
    loaded(deal=deals(1, "2025-06-29"), name="六月.xlsx")
    # of 9 followed longer than a day one bought on day 2; the 3 neither sold nor lost by day 5 did on day 20
    found = pipeline.prospects(con, JUNE)[["age", "chance"]].to_numpy().tolist()
    assert found == [pytest.approx([10, 1]), pytest.approx([0, 1 / 9 + 4 / 9])]


def test_a_level_with_enough_customers_speaks_for_itself(con, loaded):
    def met(level: str, at: int) -> list[dict]:
        return [visit("2025-03-01", f"138{at + n:08}", level=level) for n in range(120)]

    loaded(
        visit=[
            *met("H", 0),
            *met("C", 500),
            visit("2025-06-30", f"{PHONE}91", level="H"),
            visit("2025-06-30", f"{PHONE}92", level="C"),
            visit("2025-06-30", f"{PHONE}93"),
        ],
        deal=[deal("2025-03-20", f"138{n:08}") for n in range(90)] + deals(1, "2025-06-29"),
    )
    chances = pipeline.prospects(con, JUNE).query("age == 0").set_index("level")["chance"]
    assert chances[["H", "C"]].tolist() == pytest.approx([90 / 120, 0])
    assert chances[chances.index.isna()].tolist() == pytest.approx([90 / 240], abs=0.01)


def test_the_period_changes_nothing_and_people_narrow_the_prospects_not_what_is_learnt(demo_showroom):
    whole = pipeline.expected_deals(demo_showroom, in_month(2026, 11))
    assert whole.equals(pipeline.expected_deals(demo_showroom, in_month(2025, 3)))
    each = pipeline.expected_deals(demo_showroom, in_month(2026, 11), ("salesperson",))
    one = each.dropna(subset=["salesperson"]).iloc[0]
    alone = pipeline.expected_deals(demo_showroom, in_month(2026, 11, salespeople=(one["salesperson"],)))
    assert alone.iloc[0].tolist() == pytest.approx(one[["prospects", "expected", "low", "high"]].tolist())


@pytest.mark.parametrize("by", ["salesperson", "store", "channel", "model", "level", "age_from"])
def test_expected_deals_are_the_chances_added_up_in_every_cut(demo_showroom, by: str):
    filters = in_month(2026, 11)
    whole, each = expected(demo_showroom, filters), pipeline.expected_deals(demo_showroom, filters, (by,))
    assert each[["prospects", "expected"]].sum().tolist() == pytest.approx(whole)
    listed = pipeline.prospects(demo_showroom, filters)
    assert [len(listed), listed["chance"].sum()] == pytest.approx(whole)
    assert (each["low"] <= each["expected"]).all() and (each["expected"] <= each["high"] + 1).all()
    assert listed["chance"].is_monotonic_decreasing and listed["chance"].between(0, 1).all()


@pytest.mark.filterwarnings("error")
def test_nobody_open_gives_no_deals_and_no_warning(con, loaded):
    assert pipeline.today(con, JUNE) is None
    assert pipeline.prospects(con, JUNE).empty
    assert pipeline.expected_deals(con, JUNE).to_numpy().tolist() == [[0, 0, 0, 0]]
    assert pipeline.expected_deals(con, JUNE, ("salesperson",)).empty
    loaded(visit=[visit("2025-06-01", f"{PHONE}01")])  # no deals known
    assert pipeline.prospects(con, JUNE).empty
    loaded(deal=deals(1, "2025-06-20"), visit=[visit("2025-06-02", f"{PHONE}02")])
    assert expected(con) == [2, 0]


def kind(random: np.random.Generator, deal_chance: float, customers: int) -> tuple[Kin, int]:
    """Customers of one kind who buy or are lost at constant daily chances, and how many of those open then buy."""
    loss_chance = 0.02
    ends_on = random.geometric(deal_chance + loss_chance, customers) - 1
    is_deal = random.random(customers) < deal_chance / (deal_chance + loss_chance)
    age = random.integers(0, 365, customers)
    is_over = ends_on <= age
    learnt = {"bought": is_over & is_deal, "lost": is_over & ~is_deal, "open": ~is_over}
    still = ~is_over & (age <= 180)
    further = (still & is_deal & (ends_on <= 180)).sum()
    return Kin(DataFrame({"day": np.where(is_over, ends_on, age), **learnt}), age[still]), int(further)


def test_the_interval_of_several_kinds_holds_what_happens_as_often_as_it_says():
    random = np.random.default_rng(4)
    held, repeats = 0, 500
    for _ in range(repeats):
        kinds = [kind(random, chance, customers) for chance, customers in ((0.02, 900), (0.008, 2500), (0.003, 1800))]
        found = further_deals_of([kin for kin, _ in kinds], 180)
        held += found.low <= sum(further for _, further in kinds) <= found.high
    assert 0.93 <= held / repeats <= 0.97


def test_one_kind_of_several_is_that_kind_alone():
    random = np.random.default_rng(5)
    one, _ = kind(random, 0.02, 300)
    nobody = Kin(one.ends, np.array([], dtype=int))
    assert further_deals_of([one, nobody], 180) == further_deals(one.ends, one.ages, 180)
    assert further_deals_of([]) == (0, 0, 0)
