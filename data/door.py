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
from dataclasses import replace
from pathlib import Path

from data import passing
from data.asked import Asked, as_json
from data.gate import admit
from data.reading import Workbook

PATIENCE = 180  # seconds of waiting for one file
_ROOT = Path(__file__).parents[1]
_ready: list[subprocess.Popen[bytes]] = []
_taking = threading.Lock()


def open_workbook(name: str, content: bytes, asked: Asked | None = None) -> Workbook:
    """Read a dropped file: its sheets, what each is, their cleaned rows and problems. Never raises for a bad file.

    `name` is the file's name, which may tell a store or month. `asked` holds the user's answers, which win over what
    is guessed. A file that cannot be read comes back with a `refusal` (words: `refused.<refusal>`) and no sheets.
    """
    refusal = admit(name, content).refusal
    if refusal:
        return _refused(name, content, refusal)
    request = json.dumps({"name": name, "asked": as_json(asked or Asked())}).encode() + b"\n" + content
    try:
        answer = _read(request)
        if answer is not None:
            return replace(passing.read(answer), name=name)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        pass
    finally:
        keep_ready()
    return _refused(name, content, "unreadable")


def keep_ready() -> None:
    """See to it that a reading process waits for the next file."""
    with _taking:
        if not _ready:
            _ready.append(_start())


def _read(request: bytes) -> bytes | None:
    """Return what a reading process answers, None when it died. Raises TimeoutExpired after PATIENCE."""
    with _taking:
        reader = _ready.pop() if _ready else None
    if reader is None or reader.poll() is not None:
        reader = _start()
    with reader:
        try:
            answer, _ = reader.communicate(request, timeout=PATIENCE)
        finally:
            reader.kill()
    return answer if reader.returncode == 0 else None


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
