"""What the documentation says of comparing is all there is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from search_cli import main
from stories.comparison import compare
from stories.lexicon import VARIABLE, read_lexicon
from tests.stories.test_comparison import ARTICLES, SCHEMA, VECTORS

DOCS = (Path(__file__).resolve().parents[2] / "docs" / "comparing.md").read_text("utf-8")
OWN_FIELDS = "the article's own fields"


def keys_of(value: Any, schema: Any) -> Iterator[str]:
    """Yield the keys of JSON objects, but not those of objects keyed by something."""
    if isinstance(value, list) and isinstance(schema, list):
        for each in value:
            yield from keys_of(each, schema[0])
    elif isinstance(value, dict) and isinstance(schema, dict):
        if "*" in schema:
            for each in value.values():
                yield from keys_of(each, schema["*"])
            return
        yield from value
        for key, inner in schema.items():
            yield from keys_of(value[key], inner)


def test_every_option_and_setting_is_in_the_documentation() -> None:
    options = [each for each in main.commands["compare"].params if isinstance(each, click.Option)]
    names = {name for option in options for name in option.opts}
    assert names <= set(re.findall(r"--[a-z][a-z-]+", DOCS))
    assert VARIABLE in DOCS


def test_every_key_of_the_json_is_in_the_documentation() -> None:
    found = compare(ARTICLES, vectors=VECTORS, lexicon=read_lexicon()).as_json()
    own = {name for each in found["articles"] for name in each}
    told = set(re.findall(r"`(\w+)`", DOCS))
    assert OWN_FIELDS in DOCS
    assert {"image_file", "words", "aligned_sentences", "sentences"} <= own & told
    assert set(keys_of(found, SCHEMA)) - own <= told
