"""What the documentation says of searching is all there is, and is so."""

import json
import re
from pathlib import Path

import click
import pytest

from index import FACETS
from index.syntax_guide import EXAMPLES
from printing.guide import render_guide
from printing.hit_formats import CSV_COLUMNS, FORMATS
from printing.terminal import Terminal
from search_cli import main
from tests.commands.running import Run

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "search.md").read_text("utf-8")


def test_the_language_of_queries_is_in_the_documentation(run: Run) -> None:
    told = run("search", "--help-syntax").stdout
    assert f"```text\n{told}```\n" in DOCS
    assert told == f"{render_guide(Terminal())}\n"


def test_the_wrong_query_in_the_documentation_is_told_so(run: Run) -> None:
    assert f"```text\n{run('search', 'barley (wheat').stderr}```\n" in DOCS


@pytest.mark.parametrize("command", ["search", "similar"])
def test_every_option_is_in_the_documentation(command: str) -> None:
    names = {
        name
        for option in main.commands[command].params
        if isinstance(option, click.Option)
        for name in option.opts
    }
    documented = set(re.findall(r"--[a-z][a-z-]+", DOCS))
    assert names <= documented
    if command == "search":
        assert documented == {*names, "--help"}


def test_every_format_facet_and_field_is_in_the_documentation(run: Run) -> None:
    shown = set(re.findall("`([a-z_]+)`", DOCS))
    answer = json.loads(run("search", "lantern", "--json", "--explain").stdout)
    hit = answer["hits"][0]
    word = answer["explain"]["words"][0]
    for fields in (answer, hit, answer["explain"], word, word["forms"][0], FORMATS, FACETS):
        assert set(fields) <= shown
    assert set(CSV_COLUMNS) - {"rank"} == set(hit) - {"matches"}


def test_the_guide_on_terminals() -> None:
    longest = max(len(line) for line in render_guide(Terminal()).split("\n"))
    wide = render_guide(Terminal(width=longest, isolates=True))
    assert wide.replace("\u2068", "").replace("\u2069", "") == render_guide(Terminal())
    assert "  \u2068مدرسة\u2069 " in wide
    narrow = render_guide(Terminal(width=40))
    for _, some in EXAMPLES:
        for query, _ in some:
            assert f"\n  {query}\n      " in narrow
    assert all(len(line) <= 40 for line in narrow.split("\n"))
    assert "\x1b[1mwheat harvest\x1b[0m" in render_guide(Terminal(color=True))
