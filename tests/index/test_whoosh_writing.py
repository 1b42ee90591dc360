"""Segments are what Whoosh's own writer would have written: its reader finds all that went in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive import open_archive
from archive.article import Article
from index import IndexAccessError, SearchError, open_index, rebuild
from index.rebuilding import EveryVersion
from index.versions import told_apart
from index.whoosh_engine import WhooshIndex
from index.whoosh_schema import SCHEMA, encode, version_row
from index.whoosh_storage import open_snapshot
from index.whoosh_writing import write_segments
from tests.index.invented import ARTICLES, article

Words = dict[tuple[str, bytes], set[tuple[str, float, bytes]]]

MANY = [
    article(
        f"en:{number}",
        f"Bread and lemons {number % 7}",
        body="The harbour of Quebral. " * (1 + number % 3) + f"Gate {number}",
    )
    for number in range(300)
]


def given(articles: Iterable[Article]) -> Words:
    words: Words = defaultdict(set)
    for version in told_apart(articles):
        row: Mapping[str, Any] = version_row(version)
        for name, value in row.items():
            if SCHEMA[name].indexed:
                field: Any = SCHEMA[name]
                for word, (weight, occurrences) in field.words(value).items():
                    words[name, encode(word)].add((row["id"], weight, occurrences))
    return dict(words)


def kept(folder: Path) -> Words:
    """Read everything back with Whoosh's own reader of words."""
    words: Words = defaultdict(set)
    with closing(open_snapshot(folder)) as snapshot:
        for leaf in snapshot._leaves:
            for field, word in leaf.terms.terms():
                matcher = leaf.terms.matcher(field, word, SCHEMA[field].format)
                while matcher.is_active():
                    row = leaf.base + matcher.id()
                    value = matcher.value() or b""
                    if field != "state" and row not in snapshot.deleted:
                        id_ = snapshot.text("id", row)
                        words[field, word].add((id_, matcher.weight(), value))
                    matcher.next()
    return {word: found for word, found in words.items() if found}


@pytest.mark.parametrize("articles", [ARTICLES, MANY], ids=["few", "many"])
def test_all_words_are_read_back(tmp_path: Path, articles: list[Article]) -> None:
    with closing(WhooshIndex(tmp_path, create=True)) as index:
        index.replace_all(articles, last_change=1)
    assert kept(tmp_path) == given(articles)


def test_merging_leaves_out_what_was_replaced(tmp_path: Path) -> None:
    changed = [replace(each, title="Olives") for each in MANY[::3]]
    with closing(WhooshIndex(tmp_path, create=True)) as index:
        index.update(MANY[:150], last_change=1)
        index.update(MANY[150:], last_change=2)
        index.update(changed, last_change=3)
        index.optimise()
        assert (index.count(), index.last_change()) == (len(MANY), 3)
    ids = {each.id for each in changed}
    assert kept(tmp_path) == given([each for each in MANY if each.id not in ids] + changed)
    with closing(open_snapshot(tmp_path)) as snapshot:
        assert not snapshot.deleted


def test_full_memory_begins_a_new_segment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.whoosh_writing.MAX_OCCURRENCES", 500)
    with closing(WhooshIndex(tmp_path, create=True)) as index:
        index.replace_all(MANY, last_change=1)
        assert index.count() == len(MANY)
    with closing(open_snapshot(tmp_path)) as snapshot:
        assert len(snapshot._leaves) > 5
    assert kept(tmp_path) == given(MANY)


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with closing(open_archive(tmp_path / "data", create=True)) as archive:
        for each in (*MANY, replace(MANY[0], title="Olives")):
            archive.store(each)
    return tmp_path / "data"


def everything(folder: Path) -> list[tuple[str, int]]:
    with closing(open_snapshot(folder)) as snapshot:
        whole = snapshot.with_old_versions()
        return sorted(
            (whole.text("id", row), whole.number("number", row)) for row in whole.articles()
        )


def test_processes_make_what_one_makes(filled: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    one, two = tmp_path / "one", tmp_path / "two"
    with closing(open_archive(filled)) as archive:
        rebuild(archive, one)
        with closing(open_index(two, create=True)) as index:
            shared = EveryVersion(archive, lambda *each: told.append(each), processes=2)
            index.replace_all(shared, last_change=archive.last_change())
            assert (index.count(), index.last_change()) == (len(MANY), len(MANY) + 1)
    assert kept(two / "whoosh") == kept(one / "whoosh")
    assert everything(two / "whoosh") == everything(one / "whoosh")
    assert len(everything(one / "whoosh")) == len(MANY) + 1
    assert told[-1] == (len(MANY), len(MANY))
    assert not list((two / "whoosh").glob("*.tmp"))


def _fail(share: int, articles: Iterable[Article]) -> Iterable[int]:
    yield from (len(each.title) for each in articles)
    if share:
        raise OSError(28, "No space left on device")


def _die(_: int, articles: Iterable[Article]) -> Iterable[int]:
    yield from (len(each.title) for each in articles)
    raise SystemExit(3)


@pytest.mark.parametrize(
    ("work", "error", "message"),
    [(_fail, OSError, "No space left"), (_die, SearchError, "ended with status 3")],
)
def test_what_goes_wrong_in_a_process_is_told(
    filled: Path, work: Any, error: type[Exception], message: str
) -> None:
    with closing(open_archive(filled)) as archive:
        shared = EveryVersion(archive, processes=2)
        with pytest.raises(error, match=message):
            list(shared.spread(work))


def test_failed_rebuild_leaves_the_index_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with closing(WhooshIndex(tmp_path, create=True)) as index:
        index.update(ARTICLES, last_change=5)
        with monkeypatch.context() as patched:
            patched.setattr("index.whoosh_writing.RowWriter._flush_segment", fail)
            with pytest.raises(IndexAccessError):
                index.replace_all(MANY, last_change=6)
        assert (index.count(), index.last_change()) == (len(ARTICLES), 5)
        index.replace_all(MANY, last_change=6)
        assert (index.count(), index.last_change()) == (len(MANY), 6)


def test_no_articles_make_an_empty_index(tmp_path: Path) -> None:
    with closing(WhooshIndex(tmp_path, create=True)) as index:
        index.replace_all([], last_change=7)
        assert (index.count(), index.last_change()) == (0, 7)
        assert len(list(write_segments(tmp_path, 7, 1, []))) == 0
