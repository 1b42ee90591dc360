"""The newsroom, from a file of articles to stories: as the program does it, against its gold."""

import json
from itertools import combinations
from pathlib import Path

import pytest

from archive.urls import HOSTS
from benchmarks.stories.linking import Corpus, newsroom
from stories.links import Pair, pair_of
from tests.commands.running import process


def write_rows(corpus: Corpus, file: Path) -> None:
    names = ("id", "edition", "title", "lead", "body", "tags", "kind", "published")
    with file.open("w", encoding="utf-8") as lines:
        for article in corpus.articles:
            values = article.as_json()
            row = {name: values[name] for name in names}
            slug = article.id.partition(":")[2]
            path = f"1234567/{slug}" if article.edition == "spanish" else slug
            url = f"https://{HOSTS[article.edition]}/news/misc/{path}"
            lines.write(json.dumps(row | {"url": url}, ensure_ascii=False) + "\n")


def pairs_of(stories: list[dict[str, list[dict[str, str]]]]) -> set[Pair]:
    return {
        pair_of(*pair)
        for story in stories
        for pair in combinations([article["id"] for article in story["articles"]], 2)
    }


@pytest.mark.e2e
@pytest.mark.parametrize("encoder", ["use", "none"])
def test_stories_are_the_gold_ones_and_look_alikes_stay_apart(tmp_path: Path, encoder: str) -> None:
    corpus, alike = newsroom()
    write_rows(corpus, tmp_path / "rows.jsonl")
    data, setting = tmp_path / "data", {"NEWS_ENCODER": encoder}
    taken = process(data, "import", str(tmp_path / "rows.jsonl"), "--no-sync", **setting)
    assert taken.returncode == 0, taken.stderr
    assert process(data, "sync", **setting).returncode == 0
    told = process(data, "stories", "--json", **setting)
    found = pairs_of(json.loads(told.stdout))
    gold = {
        pair_of(*pair)
        for pair in combinations(corpus.gold, 2)
        if corpus.gold[pair[0]] == corpus.gold[pair[1]]
    }
    assert alike
    assert found.isdisjoint(alike)
    if encoder == "use":
        assert found == gold
    else:
        assert found <= gold
        assert len(found) > 0.85 * len(gold)
