"""A process killed at any moment of a load leaves all of it in the database, or nothing."""

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from data.load import load, undo
from data.registers import Kind
from data.warehouse import open_warehouse, version
from tests.showroom import choose, deal, everything, put, sheet, visit, workbook

ROOT = Path(__file__).parents[1]
LINES, SOLD = 3000, 400
MOMENTS = 10

if __name__ == "__main__":
    con = open_warehouse(sys.argv[1])
    lines = [visit(f"2025-{1 + n % 12:02}-{1 + n % 28:02}", f"139{n:08}", level="A") for n in range(LINES)]
    sold = [deal(f"2025-{1 + n % 12:02}-28", f"139{n:08}") for n in range(SOLD)]
    chosen = choose(workbook(sheet(Kind.VISIT, lines), sheet(Kind.DEAL, sold, "订单"), digest="f" * 64))
    sys.stdout.write("loading\n")
    sys.stdout.flush()
    load(con, [chosen])
    sys.stdout.write("loaded\n")
    sys.stdout.flush()
    time.sleep(60)


def start(path: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.test_crash", str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "loading\n"
    return child


@pytest.fixture(scope="module")
def seconds_of_a_load(tmp_path_factory: pytest.TempPathFactory) -> float:
    child = start(tmp_path_factory.mktemp("whole") / "keyuan.duckdb")
    began = time.monotonic()
    assert child.stdout is not None
    assert child.stdout.readline() == "loaded\n"
    took = time.monotonic() - began
    child.kill()
    child.communicate()
    return took


@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_load_killed_half_way_is_there_whole_or_not_at_all(tmp_path: Path, seconds_of_a_load: float, moment: int):
    path = tmp_path / "keyuan.duckdb"
    con = open_warehouse(path)
    first = put(con, visit=[visit("2025-01-01", "13700000000", level="B")])
    before, at = everything(con), version(con)
    con.close()
    child = start(path)
    time.sleep(seconds_of_a_load * (moment + Random(moment).random()) / MOMENTS)
    child.kill()
    said, _ = child.communicate()
    con = open_warehouse(path)
    there = con.execute("select (select count(*) from raw.visit), (select count(*) from raw.deal)").fetchall()[0]
    if there == (1, 0):
        assert said == "", "what was called loaded must be there"
        assert (everything(con), version(con)) == (before, at)
    else:
        assert there == (LINES + 1, SOLD)
        marts = {name: len(rows) for name, rows in everything(con).items()}
        assert (marts["visit"], marts["deal"], marts["coverage"]) == (LINES + 1, SOLD, 12)
        assert version(con) == at + 1
    assert con.execute("select count(*) from raw.load").fetchall()[0][0] == 1 + (there != (1, 0))
    undo(con, first)
    assert con.execute("select count(*) from raw.visit").fetchall()[0][0] == there[0] - 1
    con.close()
