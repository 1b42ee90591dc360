"""Articles as values: JSON there and back, and the hash of what a reader reads."""

import json
from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.article import (
    EDITION_LANGUAGES,
    KINDS,
    Article,
    article_id,
    read_time,
    with_content_hash,
    write_time,
)
from tests.archive.samples import NOON, an_article

_TEXTS = st.text(max_size=20)
_LISTS = st.lists(_TEXTS, max_size=3).map(tuple)
_OBJECTS = st.dictionaries(_TEXTS, _TEXTS, max_size=3)
_NUMBERS = st.integers(0, 2**53)
_ZONES = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_TIMES = st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=_ZONES)  # noqa: DTZ001  Hypothesis adds the zone
_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(sorted(KINDS)),
    "authors": _LISTS,
    "tags": _LISTS,
    "related_urls": _LISTS,
    "published": st.none() | _TIMES,
    "modified": st.none() | _TIMES,
    "fetched": st.none() | _TIMES,
    "gone": st.none() | _TIMES,
    "video_duration_s": st.none() | _NUMBERS,
    "language_confidence": st.none() | st.floats(0, 1),
    "language_votes": _OBJECTS,
    "provenance": _OBJECTS,
    "word_count": _NUMBERS,
    "version": _NUMBERS,
}
_SPECIAL = {"id", "edition"}


@st.composite
def _articles(draw: st.DrawFn) -> Article:
    edition = draw(st.sampled_from(sorted(EDITION_LANGUAGES)))
    names = [each.name for each in fields(Article) if each.name not in _SPECIAL]
    values = {name: draw(_FIELDS.get(name, _TEXTS)) for name in names}
    return Article(id=f"{EDITION_LANGUAGES[edition]}:{draw(_TEXTS)}", edition=edition, **values)


@given(article=_articles())
@settings(deadline=None)
def test_json_there_and_back(article: Article) -> None:
    values = json.loads(json.dumps(article.as_json(), allow_nan=False))
    assert Article.from_json(values) == article
    assert Article.from_json(values).as_json() == values == article.as_json()


def test_json_values() -> None:
    values = an_article(published=NOON.astimezone(timezone(timedelta(hours=2)))).as_json()
    assert list(values) == [each.name for each in fields(Article)]
    assert values["published"] == "2024-03-05T12:00:00Z"
    assert values["tags"] == ["lanterns", "markets"]
    assert values["language_votes"] == {"page": "en", "edition": "en", "detector": "en"}
    bare = Article(id="en:1", edition="english", url="https://x/", title="t").as_json()
    assert (bare["published"], bare["video_duration_s"], bare["body"]) == (None, None, "")


def test_unknown_fields_are_left_out_and_absent_ones_have_defaults() -> None:
    values = {"id": "en:1", "edition": "english", "url": "https://x/", "title": "t", "colour": "x"}
    assert Article.from_json(values) == Article(
        id="en:1",
        edition="english",
        url="https://x/",
        title="t",
    )


@pytest.mark.parametrize("name", ["id", "edition", "url", "title"])
def test_what_every_article_needs(name: str) -> None:
    values = an_article().as_json()
    del values[name]
    with pytest.raises(TypeError, match=name):
        Article.from_json(values)


_NO_TEXTS: list[Any] = [None, 7, [], {}, True]
_NO_LISTS: list[Any] = ["Rima", None, [1], [None], {}, 7]
_REFUSED: dict[str, list[Any]] = {
    "id": [*_NO_TEXTS, "", "1", "es:1", "EN:1", "en1"],
    "url": _NO_TEXTS,
    "title": _NO_TEXTS,
    "edition": [None, "", "english ", "french", "English", ["english"]],
    "kind": [None, "", "recipe", []],
    "authors": _NO_LISTS,
    "tags": _NO_LISTS,
    "related_urls": _NO_LISTS,
    "published": ["yesterday", "2024-02-30T00:00:00Z", 1709640000, []],
    "modified": ["2024-03-05", "2024-03-05T12:00:00", True],
    "fetched": ["0001-01-01T00:00:00+02:00", "9999-12-31T23:59:59-02:00"],
    "word_count": [None, "7", 1.5, -1, 2**70, True, float("nan")],
    "version": [None, "1", -1, 2**64],
    "video_duration_s": ["61", 61.0, -1, 2**64, False],
    "language_confidence": ["high", float("nan"), -0.1, float("inf")],
    "language_votes": [None, [], {"page": 1}],
    "provenance": [None, [], "dom", {"title": None}],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in _REFUSED.items() for value in values],
)
def test_json_that_is_no_article(name: str, value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  many a sentence
        Article.from_json(an_article().as_json() | {name: value})


@pytest.mark.parametrize("name", ["published", "modified", "fetched", "gone"])
def test_a_time_without_a_zone_is_refused(name: str) -> None:
    time: Any = datetime(2024, 3, 5)  # noqa: DTZ001  what is to be refused
    with pytest.raises(ValueError, match=f"{name} has no time zone"):
        an_article(**{name: time})


def test_an_article_does_not_change() -> None:
    article: Any = an_article()
    with pytest.raises(FrozenInstanceError):
        article.title = "another"


@pytest.mark.parametrize(
    ("edition", "postid", "wanted"),
    [
        ("english", "1850881", "en:1850881"),
        ("arabic", "7", "ar:7"),
        ("spanish", "", "es:4b7efacc825af67f"),
    ],
)
def test_ids(edition: str, postid: str, wanted: str) -> None:
    assert article_id(edition, postid, "https://x/") == wanted


_OTHER: dict[str, Any] = {
    "id": "en:2",
    "kind": "feature",
    "authors": ("Rima Daloub",),
    "tags": ("lanterns",),
    "related_urls": (),
    "published": None,
    "modified": None,
    "fetched": None,
    "gone": NOON,
    "video_duration_s": None,
    "language_confidence": None,
    "language_votes": {},
    "provenance": {},
    "word_count": 1,
    "version": 7,
}
_CONTENT = {
    "title",
    "lead",
    "body",
    "authors",
    "source",
    "tags",
    "kind",
    "section",
    "country",
    "coverage",
    "image_caption",
}


def _hash(article: Article) -> str:
    return with_content_hash(article).content_hash


def _other(article: Article, name: str) -> Article:
    if name == "edition":
        return replace(article, id="es:1", edition="spanish")
    return replace(article, **{name: _OTHER.get(name, "something else")})


@pytest.mark.parametrize("name", [each.name for each in fields(Article)])
def test_the_hash_follows_what_a_reader_reads(name: str) -> None:
    other = _other(an_article(), name)
    assert other != an_article()
    assert (_hash(other) != _hash(an_article())) == (name in _CONTENT)


def test_the_hash_stays_what_it_was() -> None:
    """Were it another one tomorrow, every article would get a new version."""
    assert _hash(an_article()) == "ed8bd994a1c30cff5579ea8e6872e3d7d79bf55c8e1381ce41e136032ee3386c"


def test_the_order_of_tags_is_no_content_that_of_authors_is() -> None:
    article = an_article(tags=("b", "a", "c"))
    assert _hash(article) == _hash(replace(article, tags=("c", "b", "a")))
    assert _hash(article) != _hash(replace(article, authors=article.authors[::-1]))


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "a", "lead": "b"},
        {"title": "ab", "lead": ""},
        {"title": "", "lead": "ab"},
        {"authors": ("a, b",)},
        {"authors": ("a", "b")},
        {"authors": ('a", "b',)},
        {"tags": ("a, b",)},
        {"tags": ("a", "b")},
        {"tags": ()},
        {"authors": ("a",), "tags": ()},
        {"authors": (), "tags": ("a",)},
    ],
)
def test_different_contents_do_not_meet(changes: dict[str, Any]) -> None:
    bare: dict[str, Any] = {"title": "", "lead": "", "authors": (), "tags": ()}
    others: list[dict[str, Any]] = [
        {"title": "a b"},
        {"lead": "a"},
        {"source": "ab"},
        {"tags": ("a", "b", "c")},
    ]
    for other in others:
        assert _hash(an_article(**bare | changes)) != _hash(an_article(**bare | other))


def test_hashing_changes_nothing_else() -> None:
    article = an_article(content_hash="stale")
    hashed = with_content_hash(article)
    assert hashed.content_hash != "stale"
    assert replace(hashed, content_hash="stale") == article


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2024-02-01T22:18:00Z", datetime(2024, 2, 1, 22, 18, tzinfo=UTC)),
        ("2024-02-02T00:18:00+02:00", datetime(2024, 2, 1, 22, 18, tzinfo=UTC)),
        ("2024-02-01T22:18:00.5Z", datetime(2024, 2, 1, 22, 18, 0, 500_000, tzinfo=UTC)),
        ("0800-02-01T22:18:00-00:00", datetime(800, 2, 1, 22, 18, tzinfo=UTC)),
    ],
)
def test_times_are_read_in_utc(text: str, time: datetime) -> None:
    assert read_time(text) == time
    assert read_time(text).tzinfo is UTC


@pytest.mark.parametrize("text", ["", "x", "2024-02-01", "2024-02-01T22:18:00", "T22:18Z", "0Z"])
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  Python's own sentences
        read_time(text)


@given(time=_TIMES)
@settings(deadline=None)
def test_times_there_and_back(time: datetime) -> None:
    text = write_time(time)
    assert read_time(text) == time
    assert text.endswith("Z")
    assert write_time(read_time(text)) == text
