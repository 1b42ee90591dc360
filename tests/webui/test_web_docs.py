"""What the documentation says of the pages is all there is, and is so."""

import re
from importlib import import_module
from pathlib import Path

import click

from index.syntax import MAX_DEPTH, MAX_LENGTH, MAX_TERMS
from search_cli import main
from tests.webui.chromium import VARIABLE
from webui.asked import MAX_ADDRESS, MAX_PARAMETERS, MAX_VALUE
from webui.pages import ACTIONS, PAGES
from webui.rendering import NAVIGATION
from webui.search_request import (
    FORMATS,
    MAX_FILTERS,
    MAX_LIMIT,
    MAX_WILDCARDS,
    MAX_WINDOW,
    PAGE_SIZE,
    PARAMETERS,
)
from webui.serving import LOOPBACK_NAMES
from webui.site import Site

PROJECT = Path(__file__).resolve().parents[2]
DOCS = (PROJECT / "docs" / "web.md").read_text(encoding="utf-8")
NAMES = set(re.findall("`([^`\n]+)`", DOCS))


def test_every_option_and_setting_is_there() -> None:
    options = [each for each in main.commands["serve"].params if isinstance(each, click.Option)]
    assert {name for option in options for name in option.opts} <= NAMES
    assert VARIABLE in NAMES


def test_every_page_parameter_and_format_is_there() -> None:
    assert {path.replace("{id}", "ID") for path in (*PAGES, *ACTIONS)} <= NAMES
    assert set(PARAMETERS) <= NAMES and set(FORMATS) <= NAMES
    assert set(NAVIGATION.values()) <= set(PAGES)
    assert NAMES >= LOOPBACK_NAMES


def test_every_context_is_there_and_frozen() -> None:
    names = {template.stem for template in (PROJECT / "webui" / "templates").glob("*.html")}
    for name in names - {"base", "parts"}:
        context = getattr(import_module(f"webui.pages.{name}"), f"{name.title()}Page")
        assert context.__name__ in NAMES
        assert context.__dataclass_params__.frozen
        assert context.__doc__ == f"The context of ``{name}.html``."


def test_every_file_of_pages_is_a_kind_of_page_or_its_frame() -> None:
    files = {file.stem for file in (PROJECT / "webui" / "pages").glob("*.py")}
    served = {kind.__module__.rpartition(".")[2] for kind in (*PAGES.values(), *ACTIONS.values())}
    assert files == served | {"__init__", "page_kind", "failure"}


def test_bounds_are_so(tmp_path: Path) -> None:
    site = Site(folder=tmp_path)
    for sentence in (
        f"| {MAX_PARAMETERS}, of {MAX_VALUE:,} characters each, {MAX_ADDRESS:,} characters in all",
        f"| {MAX_LENGTH:,} characters, {MAX_TERMS} words, {MAX_WILDCARDS} of them with `*` or `~`",
        f", {MAX_DEPTH} levels of parentheses |",
        f"| {MAX_FILTERS} values |",
        f"| {MAX_WINDOW:,} |",
        f"| {site.threads}, each in a thread",
        f"| {site.max_waiting}; more are answered",
        f"| {site.time_limit_s:g} seconds, then 503",
        f"hits on a page, {PAGE_SIZE} unless told, at most {MAX_LIMIT} |",
    ):
        assert sentence in DOCS, sentence
