"""The door: the bytes of a dropped file → a `Workbook`, whatever the bytes are.

A file is read in a child process of its own, since one stray cell can make the parser abort. One such process always
waits ready, so that a small file need not wait for Python to start.
"""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO

from data import passing
from data.asked import Asked, as_json
from data.gate import admit
from data.marking import Comment
from data.plan_book import PlanBook, from_json
from data.reading import Workbook

PATIENCE = 180  # seconds of waiting for one file
READERS = 2  # files read at once
CANCELLED = "cancelled"
_ROOT = Path(__file__).parents[1]
_ready: list[subprocess.Popen[bytes]] = []
_taking = threading.Lock()
_threads = ThreadPoolExecutor(READERS, thread_name_prefix="reader")


class Opening:
    """A dropped file on its way through the door: how far it is, what came of it, and a way to end it."""

    def __init__(self, name: str, content: bytes, asked: Asked | None = None) -> None:
        """Begin to read as `open_workbook` does, in the background."""
        self.name = name
        self.rows = 0
        self._ended = threading.Event()
        self._reader: subprocess.Popen[bytes] | None = None
        self._result = _threads.submit(self._open, content, asked or Asked())

    def done(self) -> bool:
        """Tell whether the result is there."""
        return self._result.done()

    def result(self) -> Workbook:
        """Wait for the workbook; after `cancel` it is refused as cancelled."""
        return self._result.result()

    def cancel(self) -> None:
        """End the reading now."""
        self._ended.set()
        if self._reader:
            self._reader.kill()

    def _open(self, content: bytes, asked: Asked) -> Workbook:
        if refusal := CANCELLED if self._ended.is_set() else admit(self.name, content).refusal:
            return _refused(self.name, content, refusal)
        answer = _answer({"do": "read", "name": self.name, "asked": as_json(asked)}, content, self._take, self._count)
        if answer:
            try:
                return replace(passing.read(answer), name=self.name)
            except (OSError, ValueError):
                pass
        return _refused(self.name, content, CANCELLED if self._ended.is_set() else "unreadable")

    def _take(self, reader: subprocess.Popen[bytes]) -> None:
        self._reader = reader
        if self._ended.is_set():
            reader.kill()

    def _count(self, rows: int) -> None:
        self.rows = rows


def open_workbook(name: str, content: bytes, asked: Asked | None = None) -> Workbook:
    """Read a dropped file: its sheets, what each is, their cleaned rows and problems. Never raises for a bad file.

    `name` is the file's name, which may tell a store or month. `asked` holds the user's answers, which win over what
    is guessed. A file that cannot be read comes back with a `refusal` (words: `refused.<refusal>`) and no sheets.
    """
    return Opening(name, content, asked).result()


def begin(name: str, content: bytes, asked: Asked | None = None) -> Opening:
    """Begin to read a dropped file in the background, as `open_workbook` reads it."""
    return Opening(name, content, asked)


def marked(name: str, content: bytes, comments: Sequence[Comment]) -> bytes | None:
    """Return a file that was read, as .xlsx, with cells coloured and commented; None when it is too large for that."""
    if admit(name, content).refusal:
        return None
    return _answer({"do": "mark", "name": name, "comments": [asdict(comment) for comment in comments]}, content) or None


def open_plan_book(name: str, content: bytes) -> PlanBook:
    """Read a dropped workbook of targets. Never raises for a bad file: it comes back with a refusal."""
    if refusal := admit(name, content).refusal:
        return PlanBook(refusal=refusal)
    answer = _answer({"do": "targets", "name": name}, content)
    try:
        return from_json(answer) if answer else PlanBook(refusal="unreadable")
    except ValueError:
        return PlanBook(refusal="unreadable")


def keep_ready() -> None:
    """See to it that a reading process waits for the next file."""
    with _taking:
        if not _ready:
            _ready.append(_start())


def _answer(
    request: dict[str, object],
    content: bytes,
    take: Callable[[subprocess.Popen[bytes]], None] = lambda _reader: None,
    count: Callable[[int], None] = lambda _rows: None,
) -> bytes | None:
    """Return what a process of its own answers, None when it died or took more than PATIENCE.

    `take` is handed the process, `count` the lines it has read so far.
    """
    with _taking:
        reader = _ready.pop() if _ready else None
    if reader is None or reader.poll() is not None:
        reader = _start()
    take(reader)
    patience = threading.Timer(PATIENCE, reader.kill)
    patience.start()
    try:
        with reader:
            return _spoken(reader, json.dumps(request).encode() + b"\n", content, count)
    except (OSError, ValueError):
        return None
    finally:
        patience.cancel()
        reader.kill()
        keep_ready()


def _spoken(
    reader: subprocess.Popen[bytes], request: bytes, content: bytes, count: Callable[[int], None]
) -> bytes | None:
    asks, answers = _pipes(reader)
    with asks:
        asks.write(request)
        asks.write(content)
    while (line := answers.readline()) and line != passing.ANSWER:
        count(int(line))
    answer = answers.read()
    return answer if reader.wait() == 0 else None


def _pipes(reader: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if reader.stdin is None or reader.stdout is None:
        raise OSError("a reading process without pipes")
    return reader.stdin, reader.stdout


def _start() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "data.door_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a parser's last words may hold a customer's name
        cwd=_ROOT,
        env={**os.environ, "PYTHONUTF8": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
    )


def _refused(name: str, content: bytes, refusal: str) -> Workbook:
    return Workbook(name, hashlib.sha256(content).hexdigest(), len(content), refusal=refusal)
