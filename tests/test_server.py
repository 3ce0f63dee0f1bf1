"""The running server: what its answers forbid the browser, and whom it answers."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPResponse
from pathlib import Path

import pytest

from frame.headers import POLICY

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a board of its own."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    board = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)],
        cwd=ROOT,
        env={**os.environ, "KEYUAN_DATABASE": str(tmp_path_factory.mktemp("board") / "board.duckdb")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while time.monotonic() < until and board.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1)
            break
        except OSError:
            time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    board.terminate()
    board.wait()


def asked(address: str, host: str | None = None) -> HTTPResponse | urllib.error.HTTPError:
    try:
        return urllib.request.urlopen(urllib.request.Request(address, headers={"Host": host} if host else {}))
    except urllib.error.HTTPError as refused:
        return refused


@pytest.mark.parametrize("path", ["/", "/traffic", "/_stcore/health", "/media/none.xlsx"])
def test_every_answer_forbids_to_run_or_load_anything_from_elsewhere(server: str, path: str):
    headers = asked(server + path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == POLICY
    assert not [where for where in policy.values() if "http" in where or "*" in where or "'unsafe-eval'" in where]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_download_is_not_kept_by_the_browser(server: str):
    assert asked(f"{server}/media/none.xlsx").headers["Cache-Control"] == "no-store"
    assert asked(f"{server}/").headers["Cache-Control"] != "no-store"


@pytest.mark.parametrize(("host", "status"), [("localhost", 101), ("127.0.0.1", 101), ("evil.example", 403)])
def test_a_page_that_took_another_name_for_this_machine_is_not_served_data(server: str, host: str, status: int):
    port = int(server.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(
            f"GET /_stcore/stream HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        assert int(line.recv(64).split()[1]) == status
