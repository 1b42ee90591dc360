"""The program on a real terminal, and in pipes: width, colour, direction, pager."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.running import ARTICLES, HOSTILE, PROGRAM, process
from tests.commands.terminals import QUIET, Shown, on_terminal

_HEAD = shutil.which("head") or "head"
_SGR = re.compile("\x1b\\[[0-9;]*m")
_ISOLATES = re.compile("[\u2066-\u2069]")
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u0300-\u036f]")


def plain(text: str) -> str:
    return _ISOLATES.sub("", _SGR.sub("", text))


def test_a_terminal_gets_colour_and_isolates_and_a_pipe_gets_none(data: Path) -> None:
    shown = on_terminal(data, "search", "فانوس")
    assert shown.status == 0
    assert "\u2068علّق الحرفيون أربعمئة \x1b[1;31mفانوس\x1b[0m بين الجسرين.\u2069" in shown.text
    piped = process(data, "search", "فانوس").stdout
    assert "\x1b" not in piped
    assert not _ISOLATES.search(piped)
    assert plain(shown.text).startswith(piped)


@pytest.mark.parametrize(
    ("environ", "args", "has_colour"),
    [
        ({"NO_COLOR": "1"}, [], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"TERM": "dumb"}, [], False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, [], True),
        ({}, ["--color", "never"], False),
        ({}, ["--json"], False),
        ({}, ["--format", "csv"], False),
    ],
)
def test_colour_on_a_terminal(
    data: Path, environ: dict[str, str], args: list[str], *, has_colour: bool
) -> None:
    shown = on_terminal(data, "search", "lantern", *args, environ=environ)
    assert shown.status == 0
    assert "Lantern" in shown.text
    assert ("\x1b" in shown.text) is has_colour


def test_isolates_can_be_declined(data: Path) -> None:
    assert not _ISOLATES.search(on_terminal(data, "search", "فانوس", "--bidi", "none").text)


@pytest.mark.parametrize("columns", [20, 33, 80])
@pytest.mark.parametrize("query", ["فانوس", "lantern", "farol"])
def test_no_word_is_cut_on_a_narrow_terminal(data: Path, query: str, columns: int) -> None:
    shown = on_terminal(data, "search", query, columns=columns)
    wide = process(data, "search", query).stdout
    assert plain(shown.text).split() == [*wide.split(), *plain(shown.text).split("\n")[-2].split()]
    for line in plain(shown.text).split("\n")[:-2]:
        width = len(_MARKS.sub("", line))
        assert width <= columns or " " not in line
    for line in shown.text.split("\n")[:-2]:
        assert line.count("\u2068") == line.count("\u2069") <= 1


def test_colour_never_begins_or_ends_inside_a_word(data: Path) -> None:
    for query in ("فانوس", "lantern*", '"lantern market"', "سوق فوانيس"):
        shown = _ISOLATES.sub("", on_terminal(data, "search", query, columns=30).text)
        for code in _SGR.finditer(shown):
            around = shown[code.start() - 1 : code.start()] + shown[code.end() : code.end() + 1]
            assert not re.fullmatch(r"[\w\u0640\u064b-\u0652]{2}", around)


def test_a_hostile_article_is_harmless_on_a_terminal(data: Path) -> None:
    assert "\u202e" in HOSTILE
    for args in (["search", "overridden"], ["show", "en:5"], ["similar", "en:2"]):
        shown = plain(on_terminal(data, *args).text)
        assert "overridden" in shown
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


def _paged(data: Path, *args: str, **environ: str) -> Shown:
    return on_terminal(data, "search", "lanterns", *args, lines=6, environ=environ)


def test_long_answers_go_through_the_pager(data: Path, tmp_path: Path) -> None:
    pager = tmp_path / "pager"
    pager.write_text(
        f"#!{sys.executable}\nimport sys\nprint('paged', *sys.argv[1:])\n"
        "sys.stdout.buffer.write(sys.stdin.buffer.read())\n"
    )
    pager.chmod(0o755)
    shown = _paged(data, PAGER=f"{pager} -x")
    assert shown.text.startswith("paged -x\n")
    assert "\x1b[1;31mLantern\x1b[0m" in shown.text
    assert re.search(r"\n3 hits, took \d+ ms\n$", shown.text)
    unpaged = [
        _paged(data, "--no-pager", PAGER=str(pager)),
        _paged(data, "--json", PAGER=str(pager)),
        on_terminal(data, "search", "lanterns", lines=100, environ={"PAGER": str(pager)}),
        _paged(data, PAGER=""),
        _paged(data, PAGER="/no/such/pager"),
        _paged(data, PAGER="'"),
        _paged(data, PAGER=str(pager), TERM="dumb"),
    ]
    for shown in unpaged:
        assert shown.status == 0
        assert "paged" not in shown.text
        assert re.search(r"\n3 hits, took \d+ ms\n$", shown.text)
    assert "paged" not in process(data, "search", "lanterns", PAGER=str(pager)).stdout


@pytest.mark.parametrize(
    "args",
    [["show", "en:1"], ["history", "en:2"], ["similar", "en:2"], ["search", "--help-syntax"]],
)
def test_what_is_read_is_paged(data: Path, tmp_path: Path, args: list[str]) -> None:
    shown = on_terminal(data, *args, lines=3, environ={"PAGER": "head -1"})
    first = process(data, *args).stdout.split("\n")[0]
    assert plain(shown.text).split("\n")[0] == first
    assert shown.text.count("\n") <= 2


def test_the_default_pager_shows_arabic_and_leaves_the_rest(data: Path) -> None:
    shown = on_terminal(data, "search", "", lines=8, typed=[("\n:", "q")], environ={"LC_ALL": "C"})
    assert shown.status == 0
    assert "<U+2068>" not in shown.text
    assert "<E2>" not in shown.text
    assert shown.text.count("\u2068") == shown.text.count("\u2069") > 0
    assert "5 hits, took " in shown.text
    assert ARTICLES[4].url not in shown.text


def test_an_interruption_in_the_pager_is_the_pagers(data: Path) -> None:
    # less may answer an interruption with nothing at all, and drops keys that come too soon.
    typed = [("\n:", "\x03"), (QUIET, "q"), (QUIET, "q"), (QUIET, "q")]
    shown = on_terminal(data, "search", "", lines=8, typed=typed)
    assert shown.status == 0
    assert "5 hits, took " in shown.text


@pytest.mark.parametrize(
    "args",
    [["search", ""], ["search", "", "--json"], ["show", "en:1"], ["similar", "en:2"]],
)
def test_a_reader_that_has_seen_enough(data: Path, args: list[str]) -> None:
    command = [sys.executable, str(PROGRAM), *args]
    with (
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={"NEWS_DATA_DIR": str(data), "PYTHONUNBUFFERED": "1"},
        ) as program,
        subprocess.Popen([_HEAD, "-c", "1"], stdin=program.stdout, stdout=subprocess.PIPE) as head,
    ):
        assert program.stdout is not None
        program.stdout.close()
        assert head.communicate()[0]
        _, errors = program.communicate()
    assert program.returncode == 0
    assert b"Traceback" not in errors
    assert b"Broken pipe" not in errors
