"""The database: laid out once, one process at a time, deaf to files and extensions."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection

from analytics import loads
from analytics.figures import counts
from data.warehouse import WarehouseError, open_warehouse, version
from tests.showroom import deal, everything, in_year, put, visit, visits

ROOT = Path(__file__).parents[1]
OPEN_IT = """
import sys
from data.warehouse import WarehouseError, open_warehouse
try:
    open_warehouse(sys.argv[1])
except WarehouseError as error:
    print(error.code)
else:
    print("opened")
"""


def opened_by_another_process(path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", OPEN_IT, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_what_was_loaded_is_there_when_the_database_is_opened_again(tmp_path: Path):
    path = tmp_path / "new" / "keyuan.duckdb"
    con = open_warehouse(path)
    put(con, visit=[*visits(5, "2025-03-01"), visit("2025-03-02", "13900000001", level="A")])
    before, at = everything(con), version(con)
    con.close()
    con = open_warehouse(path)
    assert (everything(con), version(con)) == (before, at)
    put(con, visit=visits(2, "2025-03-09"))
    assert counts(con, in_year(2025), "traffic")["traffic"][0] == 8
    con.close()


def test_a_second_process_is_told_that_the_database_is_busy(tmp_path: Path):
    path = tmp_path / "keyuan.duckdb"
    con = open_warehouse(path)
    assert opened_by_another_process(path) == "busy"
    con.close()
    assert opened_by_another_process(path) == "opened"


@pytest.mark.parametrize("name", ["keyuan.duckdb", "clock.duckdb"])
def test_a_text_file_is_no_database(tmp_path: Path, name: str):
    path = tmp_path / name
    path.write_text("客户姓名,电话\n" * 2000, encoding="utf-8")
    with pytest.raises(WarehouseError) as refused:
        open_warehouse(path)
    assert (refused.value.code, refused.value.detail) == ("damaged", str(path))
    assert path.read_text(encoding="utf-8").startswith("客户姓名")


def test_a_database_cut_short_is_refused_and_left_alone(tmp_path: Path):
    path = tmp_path / "keyuan.duckdb"
    con = open_warehouse(path)
    put(con, visit=visits(500, "2025-03-01"))
    con.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:5000])
    with pytest.raises(WarehouseError) as refused:
        open_warehouse(path)
    assert refused.value.code == "damaged"
    assert path.read_bytes() == whole[:5000]


@pytest.mark.parametrize(
    "statement",
    [
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/hostname'",
        "copy (select 1) to '/tmp/keyuan_should_not_exist.csv'",
        "attach '/tmp/keyuan_should_not_exist.duckdb' as other",
        "install httpfs",
        "load httpfs",
        "set enable_external_access = true",
        "set memory_limit = '1TB'",
    ],
)
def test_the_engine_reads_and_writes_no_other_file(con: DuckDBPyConnection, statement: str):
    with pytest.raises(duckdb.Error):
        con.execute(statement)


def test_the_engine_is_held_within_limits(con: DuckDBPyConnection):
    held = dict(con.execute("select name, value from duckdb_settings()").fetchall())
    assert held["allow_extension_repositories"] == "forbidden"
    assert held["max_temp_directory_size"] == "9.3 GiB"
    assert held["max_execution_time"] == "600000"


def test_the_engine_does_not_read_python_s_variables(con: DuckDBPyConnection):
    secret = visits(1, "2025-03-01")
    assert secret
    with pytest.raises(duckdb.Error):
        con.execute("select * from secret")


def test_names_and_phones_stay_masked_in_every_mart(con: DuckDBPyConnection):
    put(con, visit=[visit("2025-03-01", "13812345678", customer_name="欧阳建国", level="A")])
    seen = repr(everything(con))
    assert "欧**" in seen
    assert "138****5678" in seen
    assert "13812345678" not in seen
    assert "建国" not in seen


def test_every_mart_says_where_each_line_stands(con: DuckDBPyConnection):
    put(con, name="来店.xlsx", visit=[visit("2025-03-01", "13812345678", row=17)])
    rows = con.execute("select s.file, s.sheet, v.row from mart.visit v join mart.source s using (sheet_id)").fetchall()
    assert rows == [("来店.xlsx", "visit", 17)]


def test_marts_made_by_other_sql_are_made_anew_from_raw(tmp_path):
    path = tmp_path / "keyuan.duckdb"
    con = open_warehouse(path)
    put(con, visit=visits(2, "2025-03-04"))
    con.execute("update raw.marts set made_by = 'an older program'")
    con.execute("drop table mart.visit")
    con.close()
    again = open_warehouse(path)
    assert again.execute("select count(*) from mart.visit").fetchall() == [(2,)]
    assert version(again) > 1
    again.close()


def as_an_older_program_left_it(path: Path) -> None:
    """Take out of a database what came with corrections: their tables, and what raw lines say in numbers."""
    con = duckdb.connect(str(path))
    con.execute("drop schema staging cascade")
    con.execute("drop schema mart cascade")
    for kind in ("visit", "deal", "loss", "test_drive", "summary", "loss_summary"):
        con.execute(f"alter table raw.{kind} drop column day")
        con.execute(f"update raw.{kind} set content = md5_number_lower(row::varchar)")
    for kind in ("visit", "deal", "loss", "test_drive"):
        con.execute(f"alter table raw.{kind} drop column customer_id")
    for column in ("rows_mended", "rows_unwanted"):
        con.execute(f"alter table raw.sheet drop column {column}")
    settings = (
        "column_answer",
        "value_answer",
        "closed_day",
        "month_plan",
        "week_plan",
        "scenario",
        "scenario_channel",
    )
    for table in ("raw.replacement", *(f"setting.{name}" for name in settings)):
        con.execute(f"drop table {table}")
    con.execute("update raw.marts set made_by = 'an older program'")
    con.close()


def test_a_database_of_an_older_program_opens_and_goes_on_counting_lines_once(tmp_path: Path):
    path = tmp_path / "keyuan.duckdb"
    con = open_warehouse(path)
    lines = [visit("2025-03-04", "13900000001", level="H"), *visits(3, "2025-03-05", model="K5")]
    put(con, visit=lines, deal=[deal("2025-03-20", "13900000001")])
    before = everything(con)
    con.close()
    as_an_older_program_left_it(path)
    con = open_warehouse(path)
    assert everything(con) == before
    put(con, name="副本.xlsx", visit=lines)
    assert everything(con) == before
    assert loads.loads(con)["mended"].tolist() == [0, 0]
    con.close()
