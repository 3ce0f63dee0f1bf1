"""A load that stands in the place of earlier ones, and what it moves; what is taken back brings the earlier back."""

from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection

from analytics import loads
from analytics.corrections import monthly, moved
from data.difference import earlier, touched_months
from data.load import Chosen, Correction, load, rehearse, undo
from data.registers import Kind
from data.warehouse import WarehouseError, version
from tests.showroom import cell, choose, day, deal, everything, month, put, sheet, visit, visits, workbook

MARCH = month(2025, 3)


def register(count: int, model: str = "K5") -> list[dict]:
    return [visit(f"2025-03-{1 + n * 7 % 31:02}", f"139000000{n:02}", model=model) for n in range(count)]


def correcting(con: DuckDBPyConnection, **lines: list[dict]) -> Chosen:
    one = choose(workbook(*(sheet(Kind(kind), those, name=kind) for kind, those in lines.items())))
    return replace(one, corrects=tuple(found.correction for found in earlier(con, one)))


def test_a_replaced_line_does_not_count_and_comes_back_when_the_load_is_undone(con: DuckDBPyConnection):
    put(con, visit=register(20))
    before = everything(con)
    second = load(con, [correcting(con, visit=register(17, "K2"))])
    assert len(everything(con)["visit"]) == 17
    assert {line[8] for line in everything(con)["visit"]} == {"K2"}
    undo(con, second)
    assert everything(con) == before


def test_lines_outside_the_corrected_days_stay(con: DuckDBPyConnection):
    put(con, visit=[*register(20), visit("2025-04-02", "13900000099")])
    load(con, [correcting(con, visit=register(17, "K2"))])
    assert len(everything(con)["visit"]) == 18


def test_undoing_a_correction_out_of_order_neither_doubles_nor_loses(con: DuckDBPyConnection):
    put(con, visit=register(20))
    second = load(con, [correcting(con, visit=register(18, "K2"))])
    load(con, [correcting(con, visit=register(16, "K3"))])
    after = everything(con)
    undo(con, second)
    assert everything(con) == after


def test_undoing_what_was_replaced_leaves_the_correction(con: DuckDBPyConnection):
    first = put(con, visit=register(20))
    second = load(con, [correcting(con, visit=register(18, "K2"))])
    after = everything(con)
    undo(con, first)
    assert everything(con) == after
    undo(con, second)
    assert con.execute("select count(*) from raw.replacement").fetchall() == [(0,)]


def test_a_salesperson_s_corrected_sheet_replaces_his_alone(con: DuckDBPyConnection):
    zhang = [visit(f"2025-03-{1 + n * 7 % 31:02}", f"139000000{n:02}", salesperson="张三") for n in range(10)]
    li = [visit(f"2025-03-{1 + n * 7 % 31:02}", f"138000000{n:02}", salesperson="李四") for n in range(10)]
    both = workbook(sheet(Kind.VISIT, zhang, "张三"), sheet(Kind.VISIT, li, "李四"))
    load(con, [choose(both)])
    again = workbook(sheet(Kind.VISIT, zhang[:9], "张三"), sheet(Kind.VISIT, li[:8], "李四"))
    chosen = choose(again)
    second = load(con, [replace(chosen, corrects=tuple(one.correction for one in earlier(con, chosen)))])
    third = choose(workbook(sheet(Kind.VISIT, zhang[:7], "张三")))
    load(con, [replace(third, corrects=tuple(one.correction for one in earlier(con, third)))])
    assert len(everything(con)["visit"]) == 7 + 8
    undo(con, second)
    assert len(everything(con)["visit"]) == 7 + 10


def test_a_corrected_form_takes_away_a_cell_that_is_no_longer_there(con: DuckDBPyConnection):
    put(con, summary=[cell(MARCH, "traffic", 900), cell(MARCH, "calls", 30)])
    second = load(con, [correcting(con, summary=[cell(MARCH, "traffic", 880)])])
    assert [(line[2], line[4]) for line in everything(con)["stated"]] == [("traffic", 880)]
    undo(con, second)
    assert len(everything(con)["stated"]) == 2


def test_what_a_load_would_move_is_known_before_it_is_made(con: DuckDBPyConnection):
    put(con, visit=register(20), deal=[deal("2025-03-20", "13900000001")])
    before, at = everything(con), version(con)
    new = correcting(con, visit=register(16))
    about = touched_months(con, new)
    assert about == [("东店", MARCH)]
    after = rehearse(con, [new], lambda cursor: monthly(cursor, about))
    found = moved(monthly(con, about), after).set_index("figure")
    assert found.loc["first_visits", ["before", "after"]].tolist() == [20, 16]
    assert found.loc["close_rate", ["before", "after"]].tolist() == [1 / 20, 1 / 16]
    assert "showroom_deals" not in found.index
    assert (everything(con), version(con)) == (before, at)
    load(con, [new])
    assert moved(monthly(con, about), after).empty


def test_a_question_that_fails_in_a_rehearsal_leaves_the_door_open(con: DuckDBPyConnection):
    def fails(cursor: DuckDBPyConnection) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        rehearse(con, [choose(workbook(sheet(Kind.VISIT, register(2))))], fails)
    with pytest.raises(WarehouseError, match="failed"):
        rehearse(con, [choose(workbook(sheet(Kind.VISIT, register(2))))], lambda cursor: cursor.execute("nonsense"))
    assert put(con, visit=register(2)) > 0


def test_nothing_moves_when_nothing_is_known_of_either_side(con: DuckDBPyConnection):
    assert moved(monthly(con, [("东店", MARCH)]), monthly(con, [])).empty


def test_the_history_tells_what_a_load_replaced_mended_and_left_out(con: DuckDBPyConnection):
    first = put(con, name="三月.xlsx", visit=[*register(20), visit("2025-05-02", "13900000099")])
    book = workbook(replace(sheet(Kind.VISIT, register(17, "K2"), "visit"), rows_mended=2, rows_unwanted=3))
    one = choose(book)
    second = load(con, [replace(one, corrects=tuple(found.correction for found in earlier(con, one)))])
    history = loads.loads(con).set_index("load_id")
    assert history.loc[second, ["mended", "unwanted", "replaced", "manner"]].tolist() == [2, 3, 20, "replace"]
    assert history.loc[first, ["mended", "unwanted", "replaced", "manner"]].tolist() == [0, 0, 0, "add"]
    line = loads.replaced(con, second).iloc[0]
    assert (line["load_id"], line["file"], line["sheet"], line["store"], line["lines"]) == (
        first,
        "三月.xlsx",
        "visit",
        "东店",
        20,
    )
    assert loads.replaced(con, first).empty


def test_a_load_given_up_between_two_steps_is_taken_back_whole(con: DuckDBPyConnection):
    put(con, visit=register(5))
    before, at = everything(con), version(con)
    heard: list[tuple[int, int]] = []

    class GivenUpError(Exception):
        pass

    def told(done: int, every: int) -> None:
        heard.append((done, every))
        if done == 3:
            raise GivenUpError

    book = workbook(sheet(Kind.VISIT, register(9, "K2"), "a"), sheet(Kind.VISIT, visits(4, "2025-04-01"), "b"))
    with pytest.raises(GivenUpError):
        load(con, [choose(book)], told=told)
    assert [done for done, _ in heard] == [1, 2, 3]
    assert (everything(con), version(con)) == (before, at)
    every: list[tuple[int, int]] = []
    load(con, [choose(book)], told=lambda done, of: every.append((done, of)))
    assert every[-1][0] == every[-1][1] == len(every)


def test_an_older_correction_need_not_name_the_sheet_that_replaces(con: DuckDBPyConnection):
    put(con, visit=register(20))
    sheet_id = con.execute("select sheet_id from raw.sheet").fetchall()[0][0]
    named = Correction(sheet_id, "东店", day("2025-03-01"), day("2025-03-31"))
    load(con, [replace(choose(workbook(sheet(Kind.VISIT, register(3), "x"))), corrects=(named,))])
    assert len(everything(con)["visit"]) == 3
