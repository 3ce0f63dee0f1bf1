"""The two commands: what they make, find and start, and what they say when they cannot."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import keyuan

PACKAGES = keyuan.HOME / ".ci" / "packages"


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_an_old_python_is_told_which_one_is_needed(version):
    said = keyuan.complaint(version)
    assert "3.11" in said and f"this is Python {version[0]}.{version[1]}." in said


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1)])
def test_a_python_new_enough_is_told_nothing(version):
    assert keyuan.complaint(version) == ""


@pytest.fixture
def requirements(tmp_path: Path) -> Path:
    """A list that names another, neither asking for anything that must be fetched."""
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    (tmp_path / "requirements-dev.txt").write_text("-r requirements.txt\n")
    return tmp_path / "requirements-dev.txt"


def test_a_list_that_another_names_is_part_of_its_fingerprint(requirements):
    before = keyuan.fingerprint(requirements)
    assert keyuan.fingerprint(requirements) == before
    (requirements.parent / "requirements.txt").write_text("# something\n")
    assert keyuan.fingerprint(requirements) != before


def test_an_environment_is_made_once_and_filled_again_when_its_list_changes(requirements, tmp_path, capfd):
    folder = tmp_path / "venv"
    python = keyuan.environment(folder, requirements)
    assert subprocess.run([python, "-c", "import pip"], check=False).returncode == 0
    assert "Making venv" in capfd.readouterr().out
    keyuan.environment(folder, requirements)
    assert capfd.readouterr().out == ""
    requirements.write_text("# changed\n")
    keyuan.environment(folder, requirements)
    said = capfd.readouterr().out
    assert "Installing" in said and "Making" not in said


def test_what_cannot_be_installed_is_said_and_tried_again_next_time(requirements, tmp_path, capfd):
    requirements.write_text("./not-there.whl\n")
    for _ in range(2):
        with pytest.raises(SystemExit, match=r"requirements-dev\.txt"):
            keyuan.environment(tmp_path / "venv", requirements)
        assert "not-there" in capfd.readouterr().err


def test_an_environment_whose_python_is_gone_is_made_anew(requirements, tmp_path):
    python = keyuan.environment(tmp_path / "venv", requirements)
    python.unlink()
    python.symlink_to("/nowhere/python")
    assert keyuan.environment(tmp_path / "venv", requirements) == python
    assert subprocess.run([python, "-c", ""], check=False).returncode == 0


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_is_passed_over(taken_port, monkeypatch):
    monkeypatch.setattr(keyuan, "USUAL_PORT", taken_port)
    assert keyuan.free_port() > taken_port


def test_a_taken_port_that_was_asked_for_is_refused_with_a_sentence(taken_port):
    with pytest.raises(SystemExit, match=str(taken_port)):
        keyuan.free_port(taken_port)


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_run_opens_a_board_that_answers_and_stops_when_told_to(tmp_path):
    """The whole command, in a copy of the program beside an environment that is up to date already."""
    copy = tmp_path / "keyuan"
    shutil.copytree(keyuan.HOME, copy, ignore=shutil.ignore_patterns(".*venv*", ".git", ".*_cache", "var", "results"))
    venv = copy / ".venv"
    venv.mkdir()
    shutil.copy(Path(sys.prefix) / "pyvenv.cfg", venv)
    for shared in ("bin", "lib"):
        (venv / shared).symlink_to(Path(sys.prefix) / shared)
    (venv / "installed.sha256").write_text(keyuan.fingerprint(copy / "requirements.txt"))
    port = keyuan.free_port()
    command = [sys.executable, "keyuan.py", "run", "--no-browser", "--port", str(port)]
    running = subprocess.Popen(command, cwd=copy, stdout=subprocess.PIPE, text=True)
    try:
        assert f"http://localhost:{port}" in running.stdout.readline()
        assert keyuan.answers(port, running)
    finally:
        running.terminate()
        assert running.wait(timeout=30) == 0
    assert keyuan.free_port(port) == port


def test_a_board_that_cannot_start_does_not_answer(taken_port):
    board = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    board.wait()
    assert not keyuan.answers(taken_port, board)


def test_every_part_is_run_and_those_that_fail_are_named(tmp_path, capfd):
    proof = tmp_path / "last.txt"
    parts = {
        "first": [sys.executable, "-c", "pass"],
        "second": [sys.executable, "-c", "raise SystemExit('broken here')"],
        "third": [sys.executable, "-c", f"open({str(proof)!r}, 'w').close(); raise SystemExit(2)"],
    }
    assert keyuan.failing(parts, os.environ) == ["second", "third"]
    assert proof.exists()
    assert "broken here" in capfd.readouterr().err


def test_the_browser_named_in_the_environment_wins(tmp_path):
    named = tmp_path / "my-browser"
    named.write_text("#!/bin/sh\n")
    named.chmod(0o755)
    assert keyuan.find_browser({"CHROMIUM": str(named)}) == str(named)
    assert keyuan.find_browser({"CHROMIUM": str(tmp_path / "not-there")}) is None
    assert keyuan.find_browser({}, which={"google-chrome": "/opt/chrome"}.get) == "/opt/chrome"
    assert keyuan.find_browser({}, which={}.get) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages")
def test_the_package_script_says_nothing_when_everything_is_there(tmp_path):
    path = _path(tmp_path, "chromium", "python3", fc_list="echo 'a font'")
    done = subprocess.run(
        [shutil.which("bash"), PACKAGES], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Debian packages")
def test_the_package_script_names_what_is_missing_where_it_cannot_install(tmp_path):
    path = _path(tmp_path, "python3", fc_list="true")
    done = subprocess.run(
        [shutil.which("bash"), PACKAGES], env={"PATH": path}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "chromium" in done.stderr and "fonts-noto-cjk" in done.stderr


def _path(folder: Path, *programs: str, fc_list: str) -> str:
    """A PATH with nothing but the programs named, a font lister, and what a shell script needs."""
    for name in programs:
        (folder / name).write_text("#!/bin/sh\nexit 0\n")
    (folder / "fc-list").write_text(f"#!/bin/sh\n{fc_list}\n")
    for program in folder.iterdir():
        program.chmod(0o755)
    for name in ("sh", "head", "id"):
        (folder / name).symlink_to(shutil.which(name))
    return str(folder)
