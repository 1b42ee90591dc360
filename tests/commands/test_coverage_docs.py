"""What the documentation says of coverage is all there is."""

import json
import re
from pathlib import Path

import click

from search_cli import main
from tests.commands.running import Run

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "coverage.md").read_text("utf-8")


def test_every_option_is_in_the_documentation() -> None:
    options = [each for each in main.commands["coverage"].params if isinstance(each, click.Option)]
    names = {name for option in options for name in option.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", DOCS)) == names


def test_every_field_is_in_the_documentation(run: Run) -> None:
    shown = set(re.findall("`([a-z_]+)`", DOCS))
    answer = json.loads(run("coverage", "--json").stdout)
    row = answer["rows"][0]
    for fields in (answer, row, row["carried"][0], answer["lags"][0]):
        assert set(fields) <= shown
