"""From dropped bytes to committed rows, against what is usual and against the floor: python -m bench.intake.

Every run is a process of its own that has imported what it needs before the clock starts, as a running server has.
The runs alternate.
"""

import argparse
import json
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.register import write
from bench.ways import WAYS

RESULTS = Path(__file__).parent / "results"
REPEATS = {1_000: {"ours": 7, "usual": 7, "floor": 7}, 100_000: {"ours": 3, "usual": 1, "floor": 3}}
SAID = {
    "ours": "Keyuan: read, recognise, clean, load, rebuild marts",
    "usual": "pandas + openpyxl, clean, to DuckDB",
    "floor": "expat scan of the XML",
}
UNITS = ("seconds", "processor_seconds")
MEGABYTE = 2**20


def measure(way: str, path: Path) -> dict[str, Any]:
    """Go one way in this process; return rows, seconds, CPU seconds, seconds of its parts, peak megabytes."""
    content = path.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        began, worked = time.perf_counter(), _processor_seconds()
        done = WAYS[way](path.name, content, Path(folder))
        seconds, processor = time.perf_counter() - began, _processor_seconds() - worked
    if done.parts:
        seconds = sum(done.parts.values())
    return {
        "rows": done.rows,
        "seconds": seconds,
        "processor_seconds": processor,
        "parts": done.parts,
    }


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def compare(rows: int, repeats: dict[str, int], folder: Path) -> dict[str, dict[str, Any]]:
    """Go every way over a register of `rows` lines, in turn; return the medians by way. Exits when a row is missing."""
    path = folder / f"城东店_来店登记_{rows}.xlsx"
    write(path, rows)
    runs: dict[str, list[dict[str, Any]]] = {way: [] for way in repeats}
    for turn in range(max(repeats.values())):
        for way in (way for way, times in repeats.items() if turn < times):
            command = [sys.executable, "-m", "bench.intake", "--one", way, str(path)]
            run = _run(command)
            if run["rows"] != rows:
                sys.exit(f"{way} came to {run['rows']} rows of {rows}")
            runs[way].append(run)
            print(f"{rows:>7} rows, {way}: {run['seconds']:.2f} s", file=sys.stderr, flush=True)
    return {way: _medians(of_way) for way, of_way in runs.items()}


def _run(command: list[str]) -> dict[str, Any]:
    """Run one way as a process; return what it printed and the most megabytes it, its child and both held.

    Watched from outside through /proc: elsewhere than on Linux they are 0.
    """
    most = dict.fromkeys(("server_megabytes", "child_megabytes", "together_megabytes"), 0.0)
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(command, stdout=said) as process:
        while process.poll() is None:
            server, *children = [_held(one) for one in _family(process.pid)]
            now = (server, max(children, default=0.0), server + sum(children))
            most = {name: max(before, held) for (name, before), held in zip(most.items(), now, strict=True)}
            time.sleep(0.01)
        if process.returncode:
            sys.exit("A run failed; what it said stands above.")
        said.seek(0)
        return {**json.load(said), **most}


def _family(pid: int) -> list[int]:
    """Return a process and its children, as far as Linux tells."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").glob("*/children"))
        return [pid, *(int(child) for task in tasks for child in task.read_text().split())]
    except (OSError, ValueError):
        return [pid]


def _held(pid: int) -> float:
    """Return the megabytes a process holds now, 0 where that cannot be told."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * resource.getpagesize() / MEGABYTE


def _medians(runs: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = ("seconds", "processor_seconds", "server_megabytes", "child_megabytes", "together_megabytes")
    return {
        **{name: statistics.median(run[name] for run in runs) for name in numbers},
        "parts": {part: statistics.median(run["parts"][part] for run in runs) for part in runs[0]["parts"]},
        "runs": len(runs),
    }


def table(found: dict[int, dict[str, dict[str, Any]]]) -> str:
    """Return the comparison as a Markdown table and a line of ratios for each size."""
    lines = [
        "| rows × 20 | way | runs | seconds | CPU seconds | rows/s | peak MB, server | child | at once |",
        "|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    ratios = []
    for rows, ways in found.items():
        for way, one in ways.items():
            child = f"{one['child_megabytes']:.0f}" if way == "ours" else "–"
            lines.append(
                f"| {rows:,} | {SAID[way]} | {one['runs']} | {one['seconds']:.2f} | {one['processor_seconds']:.2f} "
                f"| {rows / one['seconds']:,.0f} | {one['server_megabytes']:.0f} | {child} "
                f"| {one['together_megabytes']:.0f} |"
            )
        ours = ways["ours"]
        parts = ", ".join(f"{part} {seconds:.2f} s" for part, seconds in ours["parts"].items())
        faster, above = (
            [ways["usual"][unit] / ours[unit] for unit in UNITS],
            [ours[unit] / ways["floor"][unit] for unit in UNITS],
        )
        ratios.append(
            f"- {rows:,} rows: {faster[0]:.1f} times as fast as the usual way ({faster[1]:.1f} in CPU), "
            f"{above[0]:.1f} times the floor ({above[1]:.1f} in CPU); {parts}."
        )
    return "\n".join([*lines, "", *ratios])


def main() -> None:
    """Compare at every size; print the table and keep it with the figures under bench/results."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help="one run, as JSON")
    parser.add_argument("--rows", type=int, choices=list(REPEATS), nargs="+", default=list(REPEATS))
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(measure(asked.one[0], Path(asked.one[1]))))
        return
    with tempfile.TemporaryDirectory() as folder:
        found = {rows: compare(rows, REPEATS[rows], Path(folder)) for rows in asked.rows}
    text = table(found)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "intake.md").write_text(text + "\n", encoding="utf-8")
    about = {"python": platform.python_version(), "machine": platform.platform(), "found": found}
    (RESULTS / "intake.json").write_text(json.dumps(about, ensure_ascii=False, indent=1), encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
