"""A log torn by a power cut: the database opens again with all that was acknowledged, and the torn log is kept."""

import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import duckdb
import pytest

from data.load import Chosen, load
from data.registers import Kind
from data.warehouse import WarehouseError, open_warehouse, version, was_recovered
from tests.showroom import choose, everything, put, sheet, visits, workbook

ROOT = Path(__file__).parents[1]
LOADS = 4

if __name__ == "__main__":
    con = open_warehouse(sys.argv[1])
    log = Path(sys.argv[1] + ".wal")
    for month in range(1, LOADS + 1):
        put(con, visit=visits(30, f"2025-{month:02}-05", level="A"))
        sys.stdout.write(f"{log.stat().st_size}\n")
        sys.stdout.flush()
    time.sleep(60)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """A database whose process was killed after some loads, and how long its log was after each of them."""
    path = tmp_path_factory.mktemp("killed") / "keyuan.duckdb"
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.test_recovery", str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    sizes = [int(child.stdout.readline()) for _ in range(LOADS)]
    child.kill()
    child.communicate()
    assert path.with_name("keyuan.duckdb.wal").stat().st_size == sizes[-1]
    return path, sizes


def torn_copy(killed: Path, folder: Path, log: bytes) -> Path:
    """Return a copy of the killed database beside a log of these bytes."""
    path = folder / "keyuan.duckdb"
    shutil.copyfile(killed, path)
    path.with_name("keyuan.duckdb.wal").write_bytes(log)
    return path


def another() -> Chosen:
    """Return a workbook that no killed process loaded."""
    return choose(workbook(sheet(Kind.VISIT, visits(1, "2025-12-01")), digest="f" * 64))


def zeroed(log: bytes, first: int, length: int | None = None) -> bytes:
    """Return the log with what follows a place never written."""
    length = len(log) - first if length is None else min(length, len(log) - first)
    return log[:first] + bytes(length) + log[first + length :]


@pytest.mark.parametrize("point", range(8))
@pytest.mark.parametrize("tear", ["zeroed", "hole", "cut"])
def test_a_load_torn_while_written_is_set_aside_and_all_before_it_is_there(
    killed: tuple[Path, list[int]], tmp_path: Path, point: int, tear: str
):
    source, sizes = killed
    log = source.with_name("keyuan.duckdb.wal").read_bytes()
    at = Random(point).randrange(sizes[-2] + 1, sizes[-1] - 1)
    torn = {"zeroed": zeroed(log, at), "hole": zeroed(log, at, 512), "cut": log[:at]}[tear]
    path = torn_copy(source, tmp_path, torn)
    con = open_warehouse(path)
    months = con.execute("select month, count(*) from mart.visit group by month order by month").fetchall()
    # a hole may fall where the log says nothing: then the last load is there too, whole
    left = LOADS if tear == "hole" and len(months) == LOADS else LOADS - 1
    assert months == [(2025 * 12 + month, 30) for month in range(left)]
    assert con.execute("select count(*) from raw.load").fetchall() == [(left,)]
    load(con, [another()])
    con.close()
    kept = [file for file in tmp_path.iterdir() if ".wal.torn-" in file.name]
    # the engine lets go of a cut end by itself, and of some holes; what we cut is kept whole
    assert len(kept) == {"zeroed": 1, "cut": 0}.get(tear, len(kept))
    assert all(file.read_bytes() == torn for file in kept)
    con = open_warehouse(path)
    assert con.execute("select count(*) from mart.visit").fetchall() == [(30 * left + 1,)]
    con.close()


def test_a_recovery_is_told_until_the_data_changes_again(killed: tuple[Path, list[int]], tmp_path: Path):
    source, sizes = killed
    log = source.with_name("keyuan.duckdb.wal").read_bytes()
    path = torn_copy(source, tmp_path, zeroed(log, sizes[-1] - 100))
    con = open_warehouse(path)
    assert was_recovered(con)
    con.close()
    con = open_warehouse(path)
    assert was_recovered(con)
    before = version(con)
    load(con, [another()])
    assert (was_recovered(con), version(con)) == (False, before + 1)
    con.close()


def test_a_log_whose_very_beginning_is_gone_opens_the_database_without_it(
    killed: tuple[Path, list[int]], tmp_path: Path
):
    source, _ = killed
    log = source.with_name("keyuan.duckdb.wal").read_bytes()
    path = torn_copy(source, tmp_path, zeroed(log, 1))
    with pytest.raises(duckdb.Error):
        duckdb.connect(str(path))
    con = open_warehouse(path)
    assert con.execute("select count(*) from raw.load").fetchall() == [(0,)]
    con.close()


@pytest.mark.parametrize("behind", ["log", "file"])
def test_a_log_of_another_state_of_the_database_is_moved_away(tmp_path: Path, behind: str):
    path, log = tmp_path / "keyuan.duckdb", tmp_path / "keyuan.duckdb.wal"
    con = open_warehouse(path)
    con.execute("checkpoint")
    put(con, visit=visits(3, "2025-03-01"))
    old_file, old_log = path.read_bytes(), log.read_bytes()
    con.execute("checkpoint")
    before = everything(con)
    put(con, visit=visits(3, "2025-04-01"))
    new_file, new_log = path.read_bytes(), log.read_bytes()
    con.close()
    path.write_bytes(new_file if behind == "log" else old_file)
    log.write_bytes(old_log if behind == "log" else new_log)
    con = open_warehouse(path)
    assert was_recovered(con)
    if behind == "log":
        assert everything(con) == before
    con.close()
    kept = [file.read_bytes() for file in tmp_path.iterdir() if ".wal.torn-" in file.name]
    assert kept == [old_log if behind == "log" else new_log]


def test_a_file_that_is_no_database_keeps_its_log(tmp_path: Path):
    path, log = tmp_path / "keyuan.duckdb", tmp_path / "keyuan.duckdb.wal"
    path.write_text("客户姓名,电话\n" * 2000, encoding="utf-8")
    log.write_bytes(b"a log")
    with pytest.raises(WarehouseError, match="damaged"):
        open_warehouse(path)
    assert log.read_bytes() == b"a log"
