"""The commands of Keyuan: `python3 keyuan.py run` opens the board, `python3 keyuan.py test` checks the program.

Needs nothing but Python itself: what the program stands on is installed into a folder beside this file.
"""

import argparse
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import webbrowser

NEEDED = (3, 11)


def complaint(version):  # type: ignore[no-untyped-def]  # an older Python must be able to read this far
    """Return what to tell someone whose Python is too old, else an empty text."""
    if tuple(version[:2]) >= NEEDED:
        return ""
    return "Keyuan needs Python {}.{} or newer; this is Python {}.{}. Get it from https://www.python.org/downloads/".format(
        *NEEDED, *version[:2]
    )


if complaint(sys.version_info):
    sys.exit(complaint(sys.version_info))

from collections.abc import Callable, Mapping, Sequence  # noqa: E402 (only a Python new enough goes past the check)
from pathlib import Path  # noqa: E402

HOME = Path(__file__).resolve().parent
USUAL_PORT = 8501
PATIENCE = 120  # seconds until the board must answer
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
)

PARTS: Mapping[str, Sequence[str]] = {
    "style": ("ruff", "check", "."),
    "format": ("ruff", "format", "--check", "."),
    "types": ("mypy",),
    "imports": ("lint-imports",),
    "tests": ("pytest", "-n", "2", "--dist", "loadfile"),
}


def environment(folder: Path, requirements: Path) -> Path:
    """Make the virtual environment `folder` hold what `requirements` lists; return its Python.

    Nothing is done when the list is what was installed last. Exits with a sentence when it cannot be made.
    """
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not _answers(python):
        print(f"Making {folder.name} …", flush=True)
        if subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=False).returncode:
            sys.exit("Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv")
    note = folder / "installed.sha256"
    wanted = fingerprint(requirements)
    if not note.exists() or note.read_text(encoding="ascii") != wanted:
        print(f"Installing what {requirements.name} lists (a minute or two the first time) …", flush=True)
        pip = [str(python), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
        if subprocess.run([*pip, "-r", str(requirements)], check=False).returncode:
            sys.exit(f"pip could not install what {requirements.name} lists; what it said stands above.")
        note.write_text(wanted, encoding="ascii")
    return python


def fingerprint(requirements: Path) -> str:
    """Return a hash of a list of requirements and of the lists it names with -r."""
    digest = hashlib.sha256()
    for line in requirements.read_text(encoding="utf-8").splitlines():
        digest.update(line.encode() + b"\n")
        if line.startswith("-r "):
            digest.update(fingerprint(requirements.parent / line[3:].strip()).encode())
    return digest.hexdigest()


def _answers(python: Path) -> bool:
    """Tell whether a Python is there and runs; one that was moved or whose base was removed does not."""
    if not python.exists():
        return False
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def free_port(asked: int | None = None) -> int:
    """Return the port to listen on: the one asked for, else the first free one from the usual port on.

    Exits with a sentence when the one asked for is taken.
    """
    if asked is not None:
        if not _is_free(asked):
            sys.exit(f"Port {asked} is in use. Leave --port out and a free one is found.")
        return asked
    for port in range(USUAL_PORT, USUAL_PORT + 100):
        if _is_free(port):
            return port
    sys.exit(f"No port between {USUAL_PORT} and {USUAL_PORT + 99} is free. Name one with --port.")


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listener:
        if (
            os.name == "posix"
        ):  # ports that only wait for late packets count as free; on Windows this means something else
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def start(python: Path, port: int) -> subprocess.Popen[bytes]:
    """Start the board on a port of this machine, with the given Python."""
    return subprocess.Popen(
        [str(python), "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=HOME,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # Streamlit's greeting; errors come on the other stream
    )


def answers(port: int, board: subprocess.Popen[bytes]) -> bool:
    """Wait until the board answers; False when it ended or never did."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and board.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as health:
                return bool(health.status == 200)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def run(port: int | None, *, browser: bool) -> int:
    """Open the board and stay until it is stopped; return its exit code."""
    python = environment(HOME / ".venv", HOME / "requirements.txt")
    port = free_port(port)
    board = start(python, port)
    signal.signal(signal.SIGTERM, lambda *_: board.terminate())
    threading.Thread(target=_announce, args=(port, board, browser), daemon=True).start()
    while True:
        try:
            code = board.wait()
            return 0 if code in (-signal.SIGTERM, -signal.SIGINT) else abs(code)
        except KeyboardInterrupt:
            board.terminate()


def _announce(port: int, board: subprocess.Popen[bytes], browser: bool) -> None:
    if answers(port, board):
        address = f"http://localhost:{port}"
        print(f"Keyuan is open at {address} — Ctrl+C stops it.", flush=True)
        if browser:
            webbrowser.open(address)
    elif board.poll() is None:
        print(f"The board did not answer within {PATIENCE} seconds.", file=sys.stderr)
        board.terminate()


def find_browser(env: Mapping[str, str], which: Callable[[str], str | None] = shutil.which) -> str | None:
    """Return the path of Chromium or Chrome: what CHROMIUM names, else the first one found."""
    if env.get("CHROMIUM"):
        return which(env["CHROMIUM"])
    found = (which(name) for name in (*BROWSERS, *BROWSER_PLACES))
    return next((path for path in found if path), None)


def has_chinese_font() -> bool:
    """Tell whether pictures can show Chinese; only Linux comes without."""
    if not sys.platform.startswith("linux"):
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


def _browser_for_tests() -> str:
    """Return the path of a browser, installed first where it can be. Exits with a sentence when there is none."""
    if not (find_browser(os.environ) and has_chinese_font()) and shutil.which("bash"):
        subprocess.run(["bash", str(HOME / ".ci" / "packages")], stdin=subprocess.DEVNULL, check=False)
    browser = find_browser(os.environ)
    if not browser:
        sys.exit(
            "The browser tests need Chromium or Google Chrome: install it, or set CHROMIUM to its path."
            ' To go without: python3 keyuan.py test -- -m "not browser"'
        )
    if not has_chinese_font():
        sys.exit("The browser tests need a Chinese font: install fonts-noto-cjk (or Noto Sans CJK).")
    return browser


def failing(parts: Mapping[str, Sequence[str]], env: Mapping[str, str]) -> list[str]:
    """Run the commands one after the other, whatever the ones before did; return the names of those that failed."""
    failed = []
    for name, command in parts.items():
        print(f"── {name}: {Path(command[0]).name} {' '.join(command[1:])}", flush=True)
        began = time.monotonic()
        code = subprocess.run(command, cwd=HOME, env=dict(env), stdin=subprocess.DEVNULL, check=False).returncode
        print(f"── {name} {'failed' if code else 'passed'} in {time.monotonic() - began:.0f} s", flush=True)
        if code:
            failed.append(name)
    return failed


def test(only: Sequence[str], pytest_arguments: Sequence[str]) -> int:
    """Check the program, all of it or the parts named; return 0 when nothing failed."""
    python = environment(HOME / ".venv-test", HOME / "requirements-dev.txt")
    env = {name: value for name, value in os.environ.items() if name != "KEYUAN_DATABASE"}  # tests bring their own
    env["PATH"] = f"{python.parent}{os.pathsep}{env.get('PATH', '')}"
    env["PYTHONUTF8"] = "1"
    names = list(only) or (["tests"] if pytest_arguments else list(PARTS))
    if "tests" in names and "not browser" not in pytest_arguments:
        env["CHROMIUM"] = _browser_for_tests()
    parts = {name: [str(python.parent / PARTS[name][0]), *PARTS[name][1:]] for name in names}
    if "tests" in parts:
        parts["tests"] += pytest_arguments
    failed = failing(parts, env)
    print(f"Failed: {', '.join(failed)}" if failed else "Everything passed.", flush=True)
    return bool(failed)


def bench() -> int:
    """Measure the program on this machine; return 0 when it could be measured."""
    python = environment(HOME / ".venv-test", HOME / "requirements-dev.txt")
    return max(
        subprocess.run([str(python), "-m", module], cwd=HOME, check=False).returncode
        for module in ("bench.intake", "bench.replace", "bench.pages")
    )


def registers() -> int:
    """Say how well columns are recognised over the layouts of tests/registers; return 0 when the aims are met."""
    python = environment(HOME / ".venv-test", HOME / "requirements-dev.txt")
    return subprocess.run([str(python), "-m", "tests.registers"], cwd=HOME, check=False).returncode


def demo(folder: str) -> int:
    """Write the demo showroom's workbooks into a folder."""
    python = environment(HOME / ".venv", HOME / "requirements.txt")
    return subprocess.run([str(python), "-m", "data.demo", folder], cwd=HOME, check=False).returncode


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code."""
    arguments, pytest_arguments = _cut(arguments)
    parser = argparse.ArgumentParser(prog="keyuan.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    running = commands.add_parser("run", help="open the board in the browser")
    running.add_argument("--port", type=int, help=f"where to listen; default: {USUAL_PORT} or the next free one")
    running.add_argument("--no-browser", action="store_true", help="do not open the browser")
    testing = commands.add_parser(
        "test", help="check style, types, imports and run the tests; what follows -- goes to pytest"
    )
    testing.add_argument("--only", nargs="+", choices=list(PARTS), default=[], help="these parts only")
    commands.add_parser("bench", help="measure reading, loading and pages")
    commands.add_parser("registers", help="say how well the columns of many layouts are recognised")
    writing = commands.add_parser("demo", help="write the demo showroom's workbooks")
    writing.add_argument("folder", nargs="?", default="demo")
    asked = parser.parse_args(arguments)
    if asked.command == "run":
        return run(asked.port, browser=not asked.no_browser)
    if asked.command == "test":
        return test(asked.only, pytest_arguments)
    if asked.command == "bench":
        return bench()
    if asked.command == "registers":
        return registers()
    return demo(asked.folder)


def _cut(arguments: Sequence[str]) -> tuple[list[str], list[str]]:
    """Split a command line at its first --."""
    if "--" not in arguments:
        return list(arguments), []
    at = list(arguments).index("--")
    return list(arguments[:at]), list(arguments[at + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
