"""The command: what it prints, and how it ends."""

import os
import re
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.commands.running import PROGRAM, process
from tests.webui.running import address_of, served

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_listens_and_ends_quietly(data: Path, end: signal.Signals) -> None:
    with served(data) as running:
        host, port = address_of(running)
        assert host == "127.0.0.1"
        asking = HTTPConnection(host, port, timeout=30)
        asking.request("GET", "/search?q=lantern&format=json")
        answer = asking.getresponse()
        assert (answer.status, answer.getheader("server")) == (200, None)
        assert b"Lantern market" in answer.read()
        running.send_signal(end)
        output, errors = running.communicate(timeout=60)
        asking.close()
    assert (output, errors) == ("", "")
    assert running.returncode == (0 if end == signal.SIGINT else -signal.SIGTERM)


def test_others_can_reach_it_when_told(data: Path) -> None:
    with served(data, "--host", "0.0.0.0") as running:  # noqa: S104  what is tested
        assert address_of(running)[0] == "0.0.0.0"  # noqa: S104
        running.send_signal(signal.SIGINT)
        assert (
            running.communicate(timeout=60)[1]
            == "whoever reaches this address can read the archive\n"
        )


def test_a_port_that_is_taken(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = process(data, "serve", "--port", str(taken.getsockname()[1]))
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(
        r"error: cannot listen on 127.0.0.1, port \d+: .*: try another --port\n", done.stderr
    )


def test_no_archive(tmp_path: Path) -> None:
    done = process(tmp_path, "serve", "--port", "0")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no archive in" in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("missing", ["starlette", "uvicorn", "jinja2"])
def test_an_extra_that_is_missing(data: Path, missing: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; sys.argv = ['x', 'serve', '--port', '0']; "
        f"sys.path.insert(0, {str(PROGRAM.parent)!r}); import search_cli; search_cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"NEWS_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr == f"error: the web pages need {missing}: pip install 'triptych[web]'\n"


def test_the_other_commands_do_not_load_the_web() -> None:
    code = (
        "import search_cli, sys; import commands.serve; "
        "assert not {'starlette', 'uvicorn', 'jinja2', 'babel'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=PROGRAM.parent, check=True, timeout=60)
