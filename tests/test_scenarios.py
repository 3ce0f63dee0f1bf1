"""What-if calculations that are kept, replaced, deleted, and made the plan of their month."""

from dataclasses import replace
from math import nan

import pytest
from duckdb import DuckDBPyConnection

from data.plans import month_plan
from data.targets import ALL_STORES, Scenario, ScenarioChannel, forget, keep, kept, make_plan, name_of, stores_of
from data.warehouse import open_warehouse, version
from tests.showroom import month

OCTOBER = month(2026, 10)
SHOWROOM = ScenarioChannel("自然到店", 70, 162.0, 540.0, 0.3, 180, 0.35)
REFERRAL = ScenarioChannel("朋友介绍", 30, 45.5, 90.0, 0.5, 30, 0.5)
FIRST = Scenario("东店", OCTOBER, "保守", 100, (SHOWROOM, REFERRAL))


def test_a_calculation_comes_back_as_it_was_kept(con: DuckDBPyConnection):
    keep(con, FIRST)
    keep(con, replace(FIRST, name="进取", target=120))
    keep(con, replace(FIRST, stores=ALL_STORES))
    assert kept(con, "东店", OCTOBER) == [FIRST, replace(FIRST, name="进取", target=120)]
    assert kept(con, "东店", OCTOBER + 1) == []
    assert [one.stores for one in kept(con, ALL_STORES, OCTOBER)] == [""]


def test_the_same_name_replaces_and_changes_the_datas_version(con: DuckDBPyConnection):
    keep(con, FIRST)
    before = version(con)
    keep(con, replace(FIRST, target=80, channels=(REFERRAL,)))
    assert kept(con, "东店", OCTOBER) == [replace(FIRST, target=80, channels=(REFERRAL,))]
    assert version(con) > before


def test_one_is_deleted_and_the_others_stay(con: DuckDBPyConnection):
    other = replace(FIRST, name="进取")
    keep(con, FIRST)
    keep(con, other)
    forget(con, FIRST)
    assert kept(con, "东店", OCTOBER) == [other]
    forget(con, FIRST)


def test_names_are_kept_on_one_line_and_short_and_never_empty(con: DuckDBPyConnection):
    assert name_of("  保守\n方案 ") == "保守 方案"
    assert len(name_of("长" * 200)) == 40
    for empty in ("", " \n"):
        with pytest.raises(ValueError, match="name"):
            keep(con, replace(FIRST, name=empty))
    assert kept(con, "东店", OCTOBER) == []


def test_a_choice_of_stores_has_one_name_whatever_its_order():
    assert stores_of(()) == ALL_STORES
    assert stores_of(("西店", "东店")) == stores_of(("东店", "西店")) != stores_of(("东店",))


def test_one_becomes_the_plan_of_the_month(con: DuckDBPyConnection):
    make_plan(con, "东店", FIRST, 439.2)
    assert month_plan(con, "东店", OCTOBER).totals == {"leads": 440, "orders": 100, "sales": 100}
    with pytest.raises(ValueError, match="leads"):
        make_plan(con, "东店", replace(FIRST, target=7), nan)
    assert month_plan(con, "东店", OCTOBER).totals["sales"] == 100


def test_kept_calculations_are_there_when_the_database_is_opened_again(tmp_path):
    con = open_warehouse(tmp_path / "keyuan.duckdb")
    keep(con, FIRST)
    con.close()
    con = open_warehouse(tmp_path / "keyuan.duckdb")
    assert kept(con, "东店", OCTOBER) == [FIRST]
    con.close()
