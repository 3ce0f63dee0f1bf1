"""The process that reads one dropped file: what is asked and the content on standard input, the workbook on its output.

A hostile file can abort it, exhaust its memory or keep it busy: the limits end it, and the server lives on.
"""

import json
import sys

from data import passing
from data.asked import from_json
from data.recognise import read_workbook
from data.vocabulary import vocabulary

MEMORY = 3 * 2**30
PROCESSOR_SECONDS = 120


class WithoutPandas:
    """Keeps pandas out: pyarrow would import it on first use, 0.4 s and 40 MB that reading a file has no need of."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Refuse pandas and leave every other module to those who find it."""
        if name == "pandas":
            raise ModuleNotFoundError(name="pandas")


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
    """Wait for a line of JSON (name, answers) and the file's bytes after it; end quietly when none comes."""
    limit()
    sys.meta_path.insert(0, WithoutPandas)
    vocabulary()
    line = sys.stdin.buffer.readline()
    if not line:
        return
    request = json.loads(line)
    workbook = read_workbook(request["name"], sys.stdin.buffer.read(), from_json(request["asked"]))
    passing.write(workbook, sys.stdout.buffer)


if __name__ == "__main__":
    main()
