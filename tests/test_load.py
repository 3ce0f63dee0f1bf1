"""A load is stored whole or not at all, counts every line once, and can be taken back in any order."""

import threading
from dataclasses import replace
from random import Random

import pyarrow as pa
import pytest
from duckdb import DuckDBPyConnection

from analytics import loads
from analytics.figures import counts
from data.load import is_loaded, load, set_days_open, undo
from data.marts import touch
from data.reading import Column, Problem
from data.registers import Kind
from data.warehouse import WarehouseError, change, open_warehouse, version
from tests.showroom import (
    cell,
    choose,
    deal,
    deals,
    drive,
    everything,
    in_year,
    loss,
    month,
    put,
    sheet,
    table,
    visit,
    visits,
    workbook,
)

YEAR = in_year(2025)
RAW = ("visit", "deal", "loss", "test_drive", "summary", "loss_summary", "problem", "sheet", "file", "load")


def raw_sizes(con: DuckDBPyConnection) -> dict[str, int]:
    return {name: con.execute(f"select count(*) from raw.{name}").fetchall()[0][0] for name in RAW}


def traffic(con: DuckDBPyConnection) -> float:
    return float(counts(con, YEAR, "traffic")["traffic"][0])


def a_month_of_registers() -> dict[str, list]:
    return {
        "visit": [
            *(visit(f"2025-03-{1 + n % 28:02}", f"139000{n:05}", level="A", salesperson="张三") for n in range(40)),
            *visits(20, "2025-03-05", model="K5"),
        ],
        "deal": [deal("2025-03-20", f"139000{n:05}") for n in range(8)],
        "loss": [loss("2025-03-25", f"139000{n:05}", reasons=["price", "late_follow_up"]) for n in range(8, 14)],
        "test_drive": [drive("2025-03-12", f"139000{n:05}") for n in range(12)],
    }


def test_what_was_loaded_is_remembered_with_its_file_sheet_and_problems(con: DuckDBPyConnection):
    problem = Problem(7, "E", "联系电话", "138****80", "bad_phone", loses_row=False)
    understood = (Column("B", "日期", "happened_on"), Column("Z", "血型", None))
    register = replace(
        sheet(Kind.VISIT, visits(3, "2025-03-01")), problems=(problem,), columns=understood, rows_left_out=1
    )
    book = workbook(register)
    number = load(con, [choose(book)])
    assert is_loaded(con, book.digest)
    line = loads.loads(con).iloc[0]
    assert (line["load_id"], line["files"], line["sheets"], line["rows_loaded"], line["problems"]) == (
        number,
        1,
        1,
        2,
        1,
    )
    found = loads.problems(con, number).iloc[0]
    assert (found["row"], found["column"], found["value"], found["code"]) == (7, "E", "138****80", "bad_phone")
    assert loads.sheets(con, number).iloc[0]["store"] == "东店"


def test_the_same_file_twice_changes_nothing(con: DuckDBPyConnection):
    chosen = choose(workbook(sheet(Kind.VISIT, visits(5, "2025-03-01"))))
    assert load(con, [chosen]) == 1
    before, at = everything(con), version(con)
    assert load(con, [chosen]) == 0
    assert (everything(con), version(con)) == (before, at)


def test_a_known_file_among_new_ones_is_passed_over(con: DuckDBPyConnection):
    known = choose(workbook(sheet(Kind.VISIT, visits(5, "2025-03-01"))))
    load(con, [known])
    load(con, [known, choose(workbook(sheet(Kind.VISIT, visits(2, "2025-03-02"))))])
    assert traffic(con) == 7


def test_the_same_bytes_dropped_twice_at_once_count_once(con: DuckDBPyConnection):
    chosen = choose(workbook(sheet(Kind.VISIT, visits(5, "2025-03-01"))))
    load(con, [chosen, replace(chosen, workbook=replace(chosen.workbook, name="副本.xlsx"))])
    assert traffic(con) == 5


def test_a_saved_copy_of_the_same_rows_counts_once(con: DuckDBPyConnection):
    lines = a_month_of_registers()
    put(con, **lines)
    before = everything(con)
    put(con, name="副本.xlsx", **lines)
    assert everything(con) == before


def test_a_longer_copy_adds_only_what_is_new(con: DuckDBPyConnection):
    put(con, visit=visits(5, "2025-03-01"))
    longer = sheet(Kind.VISIT, [*visits(5, "2025-03-01"), *visits(4, "2025-03-02")])
    load(con, [choose(workbook(longer))])
    assert traffic(con) == 9


def test_a_load_longer_than_the_engines_row_groups_counts_whole(con: DuckDBPyConnection):
    put(con, visit=[visit(f"2025-03-{1 + place % 28:02}", f"13{place:09}") for place in range(125_000)])
    assert traffic(con) == 125_000
    assert con.execute("select count(*) from mart.opportunity").fetchall() == [(125_000,)]


def test_lines_that_say_the_same_in_one_sheet_are_different_people(con: DuckDBPyConnection):
    put(con, visit=visits(6, "2025-03-01"))
    assert traffic(con) == 6


def test_the_same_lines_of_another_store_are_other_lines(con: DuckDBPyConnection):
    put(con, visit=visits(6, "2025-03-01"))
    put(con, store="西店", visit=visits(6, "2025-03-01"))
    assert traffic(con) == 12


def test_a_store_named_in_the_line_wins_over_the_chosen_one(con: DuckDBPyConnection):
    put(con, visit=[*visits(2, "2025-03-01", store="西店"), *visits(3, "2025-03-01")])
    frame = counts(con, YEAR, "traffic", by=("store",))
    assert dict(zip(frame["store"], frame["traffic"], strict=True)) == {"东店": 3, "西店": 2}


def test_a_group_s_file_and_one_store_s_file_of_the_same_lines_count_once(con: DuckDBPyConnection):
    put(con, visit=[*visits(2, "2025-03-01", store="东店"), *visits(3, "2025-03-01", store="西店")])
    put(con, store="西店", visit=visits(3, "2025-03-01", store="西店"))
    frame = counts(con, YEAR, "traffic", by=("store",))
    assert dict(zip(frame["store"], frame["traffic"], strict=True)) == {"东店": 2, "西店": 3}


def test_an_empty_sheet_is_loaded_as_empty(con: DuckDBPyConnection):
    number = put(con, visit=[], deal=[], summary=[])
    assert number == 1
    assert everything(con)["coverage"] == []
    undo(con, number)
    assert set(raw_sizes(con).values()) == {0}


def wrong_type() -> pa.Table:
    """A sheet whose dates are words: no door writes it, and the engine refuses it."""
    lines = table(Kind.DEAL, deals(3, "2025-03-09"))
    at = lines.schema.get_field_index("ordered_on")
    return lines.set_column(at, "ordered_on", pa.array(["三月", "四月", "五月"]))


def test_an_error_in_the_middle_of_a_load_leaves_everything_as_it_was(con: DuckDBPyConnection):
    put(con, **a_month_of_registers())
    before, sizes, at = everything(con), raw_sizes(con), version(con)
    good = sheet(Kind.VISIT, visits(9, "2025-04-01"))
    bad = replace(sheet(Kind.DEAL, []), rows=wrong_type(), name="订单")
    with pytest.raises(WarehouseError, match="failed"):
        load(con, [choose(workbook(good)), choose(workbook(good, bad))])
    assert (everything(con), raw_sizes(con), version(con)) == (before, sizes, at)


def test_after_a_failed_load_the_next_one_works(con: DuckDBPyConnection):
    bad = replace(sheet(Kind.DEAL, []), rows=wrong_type())
    with pytest.raises(WarehouseError, match="failed"):
        load(con, [choose(workbook(bad))])
    put(con, visit=visits(4, "2025-04-01"))
    assert traffic(con) == 4


def test_undo_gives_the_figures_of_before_exactly(con: DuckDBPyConnection):
    put(con, **a_month_of_registers())
    before = everything(con)
    second = put(
        con,
        visit=[visit(f"2025-04-{1 + n:02}", f"139000{n:05}", is_first=False, level="H") for n in range(20)],
        deal=[deal("2025-04-20", f"139000{n:05}") for n in range(20, 24)],
        summary=[cell(month(2025, 1), "traffic", 900)],
    )
    assert everything(con) != before
    undo(con, second)
    assert everything(con) == before


@pytest.mark.parametrize("seed", range(2))
def test_loads_are_undone_in_any_order(con: DuckDBPyConnection, seed: int):
    """Four loads repeat some of each other's lines; what is left answers as if the others had never been made."""
    random = Random(seed)
    lines = [visit(f"2025-03-{1 + n % 28:02}", f"139000{n % 30:05}", level="B") for n in range(60)]
    sold = [deal(f"2025-03-{1 + n:02}", f"139000{n:05}") for n in range(20)]
    parts = [{"visit": random.sample(lines, 30), "deal": random.sample(sold, 10)} for _ in range(4)]
    numbers = [put(con, **part) for part in parts]
    order = random.sample(range(4), 4)
    for place, gone in enumerate(order, 1):
        undo(con, numbers[gone])
        fresh = open_warehouse()
        for number in sorted(order[place:]):
            put(fresh, **parts[number])
        kept = {name: len(rows) for name, rows in everything(con).items()}
        assert kept == {name: len(rows) for name, rows in everything(fresh).items()}
        assert everything(con)["coverage"] == everything(fresh)["coverage"]
        fresh.close()
    assert set(raw_sizes(con).values()) == {0}


def test_undoing_a_load_restores_the_lines_another_load_repeats(con: DuckDBPyConnection):
    first = put(con, visit=visits(5, "2025-03-01"))
    put(con, visit=[*visits(5, "2025-03-01"), *visits(1, "2025-03-02")])
    undo(con, first)
    assert traffic(con) == 6


def test_a_file_can_be_loaded_again_after_its_load_was_undone(con: DuckDBPyConnection):
    chosen = choose(workbook(sheet(Kind.VISIT, visits(5, "2025-03-01"))))
    undo(con, load(con, [chosen]))
    assert not is_loaded(con, chosen.workbook.digest)
    assert load(con, [chosen]) > 0
    assert traffic(con) == 5


def test_every_change_moves_the_version_and_a_failed_one_does_not(con: DuckDBPyConnection):
    seen = [version(con)]
    number = put(con, visit=visits(5, "2025-03-01"))
    seen.append(version(con))
    set_days_open(con, "东店", [(month(2025, 3), 20)])
    seen.append(version(con))
    undo(con, number)
    seen.append(version(con))
    assert seen == sorted(set(seen))
    with pytest.raises(WarehouseError, match="failed"):
        load(con, [choose(workbook(replace(sheet(Kind.DEAL, []), rows=wrong_type())))])
    assert version(con) == seen[-1]


def test_the_later_loaded_form_wins_and_the_earlier_one_comes_back(con: DuckDBPyConnection):
    put(con, summary=[cell(month(2025, 1), "traffic", 900), cell(month(2025, 1), "first_visits", 300)])
    corrected = put(con, summary=[cell(month(2025, 1), "traffic", 880)])
    january = counts(con, YEAR, "traffic", "first_visits").iloc[0]
    assert (january["traffic"], january["first_visits"]) == (880, 300)
    undo(con, corrected)
    assert traffic(con) == 900


def test_days_open_are_replaced_not_added(con: DuckDBPyConnection):
    put(con, visit=visits(5, "2025-03-31"))
    for days in (20, 25):
        set_days_open(con, "东店", [(month(2025, 3), days)])
    frame = loads.days_open(con)
    assert frame[["store", "month", "days"]].to_numpy().tolist() == [["东店", month(2025, 3), 25]]


def test_readers_see_the_whole_load_or_nothing_of_it(con: DuckDBPyConnection):
    put(con, **a_month_of_registers())
    before = everything(con)
    with change(con, "load") as cursor:
        touch(cursor, 1, going=True)
        cursor.execute("delete from raw.visit")
        reader = con.cursor()
        assert everything(reader) == before
        reader.close()
    assert everything(con)["visit"] == []


def test_a_change_given_up_half_way_changes_nothing(con: DuckDBPyConnection):
    put(con, **a_month_of_registers())
    before, at = everything(con), version(con)

    def give_up():
        with change(con, "load") as cursor:
            touch(cursor, 1, going=True)
            cursor.execute("delete from raw.visit")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        give_up()
    assert (everything(con), version(con)) == (before, at)


def test_loads_at_the_same_time_are_all_counted_once(con: DuckDBPyConnection):
    same = [choose(workbook(sheet(Kind.VISIT, visits(5, "2025-03-01"))))]
    numbers: list[int] = []
    threads = [threading.Thread(target=lambda: numbers.append(load(con, same))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([number for number in numbers if number]) == 1
    assert traffic(con) == 5


def test_a_refused_load_says_why(tmp_path):
    with pytest.raises(WarehouseError) as refused:
        (tmp_path / "keyuan.duckdb").write_text("这不是数据库" * 2000, encoding="utf-8")
        open_warehouse(tmp_path / "keyuan.duckdb")
    assert refused.value.code == "damaged"
