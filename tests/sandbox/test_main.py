"""`python -m sandbox` as a process: its start line, its one line where it can't start."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]


def command(*arguments: str, **settings: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "sandbox", *arguments],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_says_where_it_is_and_stops_at_ctrl_c(tmp_path: Path) -> None:
    process = command(SANDBOX_LISTEN="127.0.0.1:0", DATA_DIR=str(tmp_path))
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        match = re.fullmatch(r"Local Telegram: (http://127\.0\.0\.1:\d+)\n", line)
        assert match is not None, line
        assert httpx.get(f"{match.group(1)}/health", timeout=30).json() == {"status": "ok"}
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert (tmp_path / "telegram" / "state.json").exists()
    finally:
        process.kill()
        _, errors = process.communicate()
    assert errors == ""


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = command("--listen", f"127.0.0.1:{port}", DATA_DIR=str(tmp_path))
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors == (
        f"Port {port} is already taken: stop what uses it or set SANDBOX_LISTEN=127.0.0.1:0\n"
    )


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SANDBOX_LISTEN", "8080", "it must be HOST:PORT"),
        ("BOT_TOKEN", "secret-without-a-number", "BOT_TOKEN"),
    ],
)
def test_a_broken_setting(tmp_path: Path, name: str, value: str, words: str) -> None:
    process = command(**{name: value, "DATA_DIR": str(tmp_path)})
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert words in errors
    assert errors.count("\n") == 1
    assert "secret" not in errors


def test_a_folder_that_can_not_be_made(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in its place")
    process = command("--listen", "127.0.0.1:0", DATA_DIR=str(tmp_path / "data"))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.startswith(f"Can't keep the chats in {tmp_path}/data/telegram: ")
