"""The process that reads one dropped file: content on standard input, the read workbook on standard output.

A hostile file can abort it, exhaust its memory or keep it busy: the limits end it, and the server lives on.
"""

import argparse
import sys

from data import passing
from data.recognise import read_workbook

MEMORY = 3 * 2**30
PROCESSOR_SECONDS = 120


def limit() -> None:
    """Limit this process's memory and processor time where the system can."""
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read the file on standard input."""
    limit()
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("--year", type=int)
    parser.add_argument("--store")
    asked = parser.parse_args()
    workbook = read_workbook(asked.name, sys.stdin.buffer.read(), asked.year, asked.store)
    passing.write(workbook, sys.stdout.buffer)


if __name__ == "__main__":
    main()
