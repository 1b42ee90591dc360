"""What the documentation says of coverage is all there is."""

import json
import re
from pathlib import Path

import click

from commands.coverage import coverage
from search_cli import main
from stories.coverage import BY
from tests.commands.running import Run
from webui.coverage_tables import MAX_MATRIX_ROWS, MAX_ROWS, MAX_SECTIONS

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "coverage.md").read_text("utf-8")
OF_COVERAGE, OF_STORIES = DOCS.split("\n## ")


def options_of(name: str) -> set[str]:
    options = [each for each in main.commands[name].params if isinstance(each, click.Option)]
    return {name for option in options for name in option.opts}


def test_every_option_is_in_the_documentation() -> None:
    assert set(re.findall(r"--[a-z][a-z-]+", OF_COVERAGE)) == options_of("coverage")
    assert set(re.findall(r"--[a-z][a-z-]+", OF_STORIES)) <= options_of("stories")


def test_every_key_is_an_option_and_in_the_documentation() -> None:
    (by,) = (each for each in coverage.params if each.name == "by")
    assert isinstance(by.type, click.Choice) and tuple(by.type.choices) == BY
    assert set(BY) <= set(re.split(r"[`| \\()]+|, ", OF_COVERAGE))


def test_every_field_is_in_the_documentation(run: Run) -> None:
    shown = set(re.findall("`([a-z_]+)`", DOCS))
    answer = json.loads(run("coverage", "--json").stdout)
    row = answer["rows"][0]
    for fields in (answer, row, row["carried"][0], answer["lags"][0], {"section", "lacked"}):
        assert set(fields) <= shown


def test_bounds_are_so() -> None:
    assert (
        f"at most {MAX_ROWS} rows, by time and section {MAX_MATRIX_ROWS}, with up to four" in DOCS
    )
    assert MAX_SECTIONS == 4
