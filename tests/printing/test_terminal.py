"""What the output may be given."""

import io

import pytest

from printing.progress import ProgressLine
from printing.terminal import Terminal, terminal_of


class _Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "option", "on_screen", "in_pipe"),
    [
        ({}, "auto", True, False),
        ({"TERM": "dumb"}, "auto", False, False),
        ({"NO_COLOR": "1"}, "auto", False, False),
        ({"NO_COLOR": ""}, "auto", True, False),
        ({"FORCE_COLOR": "1"}, "auto", True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, "auto", True, True),
        ({"FORCE_COLOR": "0"}, "auto", True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, "auto", False, False),
        ({"NO_COLOR": "1"}, "always", True, True),
        ({"FORCE_COLOR": "1"}, "never", False, False),
    ],
)
def test_colour(environ: dict[str, str], option: str, *, on_screen: bool, in_pipe: bool) -> None:
    assert terminal_of(_Screen(), color=option, environ=environ).color is on_screen
    assert terminal_of(io.StringIO(), color=option, environ=environ).color is in_pipe


@pytest.mark.parametrize(
    ("option", "on_screen", "in_pipe"),
    [("auto", True, False), ("isolate", True, True), ("none", False, False)],
)
def test_isolates(option: str, *, on_screen: bool, in_pipe: bool) -> None:
    assert terminal_of(_Screen(), bidi=option, environ={}).isolates is on_screen
    assert terminal_of(io.StringIO(), bidi=option, environ={}).isolates is in_pipe


def test_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "55")
    assert terminal_of(_Screen(), environ={}).width == 55
    assert terminal_of(io.StringIO(), environ={}) == Terminal()
    monkeypatch.setenv("COLUMNS", "3")
    assert terminal_of(_Screen(), environ={}).width == 20


def test_progress_is_for_terminals_only() -> None:
    screen, pipe = _Screen(), io.StringIO()
    for stream in (screen, pipe):
        with ProgressLine(stream, "read:", every=10) as progress:
            for done in range(1, 12):
                progress(done, 11)
            progress(20)
    assert pipe.getvalue() == ""
    shown = screen.getvalue().split("\r\x1b[K")
    assert shown == ["", "read: 10 of 11", "read: 11 of 11", "read: 20", ""]
