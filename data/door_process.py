"""The process that reads one dropped file: what is asked and the content on standard input, the workbook on its output.

A hostile file can abort it, exhaust its memory or keep it busy: the limits end it, and the server lives on.
"""

import gc
import json
import sys

from data import marking, passing, plan_book
from data.asked import from_json
from data.recognise import read_workbook
from data.vocabulary import vocabulary

LEAST_MEMORY = 2**30
MOST_MEMORY = 3 * 2**30
MEMORY_A_BYTE = 60  # of the file: cells take many times the room that they take packed
PROCESSOR_SECONDS = 120


class WithoutPandas:
    """Keeps pandas out: pyarrow would import it on first use, 0.4 s and 40 MB that reading a file has no need of."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Refuse pandas and leave every other module to those who find it."""
        if name == "pandas":
            raise ModuleNotFoundError(name="pandas")


def limit(size: int) -> None:
    """Limit this process's memory, to what a file of this many bytes may take, and its time, where the system can."""
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return
    memory = min(MOST_MEMORY, LEAST_MEMORY + MEMORY_A_BYTE * size)
    resource.setrlimit(resource.RLIMIT_AS, (memory, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Wait for a line of JSON (what to do, name, answers or comments) and the file's bytes after it.

    Ends quietly when none comes.
    """
    sys.meta_path.insert(0, WithoutPandas)
    vocabulary()
    line = sys.stdin.buffer.readline()
    if not line:
        return
    gc.freeze()
    gc.disable()  # it ends soon, and millions of cells are not to be looked through again and again
    request, content, answers = json.loads(line), sys.stdin.buffer.read(), sys.stdout.buffer
    limit(len(content))
    if request["do"] == "mark":
        comments = [marking.Comment(**comment) for comment in request["comments"]]
        answers.write(passing.ANSWER + marking.marked(request["name"], content, comments))
        return
    if request["do"] == "targets":
        answers.write(passing.ANSWER + plan_book.as_json(plan_book.read(request["name"], content)))
        return
    workbook = read_workbook(request["name"], content, from_json(request["asked"]), told=_tell)
    answers.write(passing.ANSWER)
    passing.write(workbook, answers)


def _tell(rows: int) -> None:
    sys.stdout.buffer.write(b"%d\n" % rows)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
