"""What the user answered is remembered, changed and forgotten; undoing the load it came with keeps it."""

from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection

from data.answers import forget, remember, remembered
from data.asked import ColumnAnswer, ValueAnswer
from data.load import load, undo
from data.registers import Kind
from data.warehouse import WarehouseError, open_warehouse
from tests.showroom import choose, deals, sheet, visits, workbook

COLUMN = ColumnAnswer("东店", "3f", "visit", "客户电话2", "phone")
VALUE = ValueAnswer("东店", "salesperson", "小张", "张三")


def test_what_was_answered_is_remembered_when_the_database_is_opened_again(tmp_path):
    con = open_warehouse(tmp_path / "keyuan.duckdb")
    remember(con, [COLUMN, VALUE])
    con.close()
    con = open_warehouse(tmp_path / "keyuan.duckdb")
    assert remembered(con) == ((COLUMN,), (VALUE,))
    con.close()


def test_a_later_answer_takes_the_place_of_the_earlier(con: DuckDBPyConnection):
    remember(con, [COLUMN, VALUE])
    other = [replace(COLUMN, field=""), replace(VALUE, meant="张三丰"), replace(VALUE, store="西店")]
    remember(con, other)
    columns, values = remembered(con)
    assert columns == (other[0],)
    assert set(values) == {other[1], other[2]}
    forget(con, [other[0], other[1]])
    assert remembered(con) == ((), (other[2],))


def test_answers_given_with_a_load_stay_when_it_is_undone(con: DuckDBPyConnection):
    number = load(con, [choose(workbook(sheet(Kind.VISIT, visits(2, "2025-03-01"))))], [COLUMN, VALUE])
    undo(con, number)
    assert remembered(con) == ((COLUMN,), (VALUE,))


def test_answers_given_with_a_load_that_fails_are_not_kept(con: DuckDBPyConnection):
    rows = sheet(Kind.DEAL, deals(1, "2025-03-01")).rows
    bad = rows.set_column(rows.schema.get_field_index("ordered_on"), "ordered_on", [["三月"]])
    with pytest.raises(WarehouseError, match="failed"):
        load(con, [choose(workbook(replace(sheet(Kind.DEAL, []), rows=bad)))], [COLUMN])
    assert remembered(con) == ((), ())
