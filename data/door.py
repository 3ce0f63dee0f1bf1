"""The door: the bytes of a dropped file → a `Workbook`, whatever the bytes are.

The file is read in a child process of its own, since one stray cell can make the parser abort.
"""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from data import passing
from data.gate import admit
from data.reading import Workbook

PATIENCE = 180  # seconds of waiting for one file
_ROOT = Path(__file__).parents[1]


def open_workbook(name: str, content: bytes, *, year: int | None = None, store: str | None = None) -> Workbook:
    """Read a dropped file: its sheets, what each is, their cleaned rows and problems. Never raises for a bad file.

    `name` is the file's name, which may tell a store or month. `year` is the user's answer for dates written without a
    year, `store` for sheets that name none; they win over what was guessed. A file that cannot be read comes back
    with a `refusal` (words: `refused.<refusal>`) and no sheets.
    """
    refusal = admit(name, content).refusal
    if refusal:
        return _refused(name, content, refusal)
    command = [sys.executable, "-m", "data.door_process"]
    if year is not None:
        command.append(f"--year={year}")
    if store is not None:
        command.append(f"--store={_argument(store)}")
    try:
        child = subprocess.run(  # noqa: S603 (our own program, no shell)
            [*command, "--", _argument(name)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a parser's last words may hold a customer's name
            cwd=_ROOT,
            env={**os.environ, "PYTHONUTF8": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"},
            timeout=PATIENCE,
            check=False,
        )
        if child.returncode == 0:
            return replace(passing.read(child.stdout), name=name)
    except (subprocess.TimeoutExpired, OSError, ValueError):
        pass
    return _refused(name, content, "unreadable")


def _argument(text: str) -> str:
    """Return a text that can stand in a command line; of a long name the end, where its ending is."""
    return text.replace("\x00", "")[-200:].encode("utf-8", "replace").decode()


def _refused(name: str, content: bytes, refusal: str) -> Workbook:
    return Workbook(name, hashlib.sha256(content).hexdigest(), len(content), refusal=refusal)
