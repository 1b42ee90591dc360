"""Which fields the articles of a run have, and when that is a reason to complain."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.article import EDITION_LANGUAGES, KINDS, Article
from crawler.coverage import (
    EDITION_FLOORS,
    FIELD_PREFIX,
    FLOORS,
    MAX_FALL,
    MIN_ARTICLES,
    PAST_RUNS,
    TEXT_KINDS,
    coverage,
    fields_present,
    find_falls,
)
from tests.archive.samples import an_article

WHOLE = dict.fromkeys(("published", "body", "own-body", "tawsiyat", "tags"), 1.0)


def _present(article: Article) -> set[str]:
    found = list(fields_present(article))
    assert len(found) == len({*found})
    return {*found}


def _past(healthy: bool = True, articles: int = 50, **shares: float) -> dict[str, Any]:
    return {"healthy": healthy, "articles": articles, "coverage": WHOLE | shares}


def _falls(
    shares: dict[str, float], past: list[dict[str, Any]], edition: str = "english", n: int = 50
) -> list[str]:
    return list(find_falls(edition, shares, n, past))


def test_the_fields_of_an_article() -> None:
    article = replace(an_article(), lead="", tags=(), provenance={"body": "dom", "title": "meta"})
    assert {"articles", "texts", "body", "own-body"} <= _present(article)
    assert not {"lead", "tags", "tawsiyat"} & _present(article)


@pytest.mark.parametrize("source", ["tawsiyat", "json-ld", "dom", "fallback"])
def test_where_a_body_came_from(source: str) -> None:
    found = _present(replace(an_article(), provenance={"body": source}))
    assert ("own-body" in found) == (source != "fallback")
    assert ("tawsiyat" in found) == (source == "tawsiyat")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kinds_without_text_need_no_body(kind: str) -> None:
    found = _present(replace(an_article(), kind=kind, body=""))
    assert "articles" in found
    assert ("texts" in found) == (kind in TEXT_KINDS)
    assert not {"body", "own-body"} & found


def test_shares() -> None:
    counts = {"articles": 40, "texts": 30, "body": 27, "own-body": 15, "published": 40, "tags": 10}
    shares = coverage({FIELD_PREFIX + name: count for name, count in counts.items()} | {"x/y": 9})
    assert shares["body"] == 0.9
    assert shares["own-body"] == 0.5
    assert shares["published"] == 1.0
    assert shares["tags"] == 0.25
    assert shares["tawsiyat"] == shares["lead"] == 0.0
    assert not {"articles", "texts", "x/y"} & shares.keys()


@pytest.mark.parametrize("stats", [{}, {"news/new": 3}, {f"{FIELD_PREFIX}articles": 0}])
def test_no_articles_have_no_shares(stats: dict[str, int]) -> None:
    assert coverage(stats) == {}


def test_videos_alone_lack_no_body() -> None:
    shares = coverage({f"{FIELD_PREFIX}articles": 20, f"{FIELD_PREFIX}published": 20})
    assert shares["body"] == shares["own-body"] == 1.0


@pytest.mark.parametrize("edition", EDITION_LANGUAGES)
def test_every_floor_is_watched_from_the_first_run_on(edition: str) -> None:
    floors = {**FLOORS, **EDITION_FLOORS.get(edition, {})}
    for name, floor in floors.items():
        (line,) = _falls(WHOLE | {name: floor - 0.01}, [], edition)
        assert f" {name}:" in line
        assert f"{floor - 0.01:.0%}" in line
        assert _falls(WHOLE | {name: floor}, [], edition) == []


def test_a_share_of_nothing_is_found_though_nothing_counted_it() -> None:
    stats = {f"{FIELD_PREFIX}articles": 20, f"{FIELD_PREFIX}texts": 20}
    lines = " ".join(_falls(coverage(stats), [], "arabic"))
    for name in (*FLOORS, "tawsiyat"):
        assert f" {name}:" in lines


@pytest.mark.parametrize(
    ("share", "complains"), [(1.0, False), (0.81, False), (0.79, True), (0.0, True)]
)
def test_a_field_is_compared_with_past_runs(share: float, complains: bool) -> None:
    lines = _falls(WHOLE | {"tags": share}, [_past()])
    assert [f"only {share:.0%} of the articles have tags, usually 100%" in x for x in lines] == (
        [True] if complains else []
    )


def test_what_past_runs_count_for() -> None:
    none = WHOLE | {"tags": 0.0}
    assert _falls(none, []) == []
    assert _falls(none, [_past(healthy=False)]) == []
    assert _falls(none, [_past(articles=MIN_ARTICLES - 1)]) == []
    assert len(_falls(none, [_past(healthy=False), _past()])) == 1
    rare = [_past(tags=MAX_FALL)] * 5
    assert _falls(none, [_past(), *rare]) == []  # the median
    assert _falls(none, [*rare] * 2 + [_past()] * (2 * PAST_RUNS)) == []  # the newest ones
    without = _past()
    del without["coverage"]["tags"]
    assert _falls(none, [without]) == []


def test_a_floor_holds_whatever_past_runs_had() -> None:
    assert len(_falls(WHOLE | {"body": 0.5}, [_past(body=0.5)] * 9)) == 1


def test_of_few_articles_nothing_is_said() -> None:
    assert _falls(dict.fromkeys(WHOLE, 0.0), [_past()], n=MIN_ARTICLES - 1) == []
    assert len(_falls(dict.fromkeys(WHOLE, 0.0), [_past()], n=MIN_ARTICLES)) == len(WHOLE)


@given(
    st.integers(1, 1_000).flatmap(
        lambda n: st.tuples(st.just(n), st.integers(0, n), st.integers(0, n))
    )
)
def test_shares_are_shares(counts: tuple[int, int, int]) -> None:
    articles, texts, bodies = counts
    stats = {"articles": articles, "texts": texts, "body": min(bodies, texts), "published": 0}
    shares = coverage({FIELD_PREFIX + name: count for name, count in stats.items()})
    assert all(0 <= share <= 1 for share in shares.values())
