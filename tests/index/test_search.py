import json
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive import SqliteArchive, open_archive
from index import FACETS, Query, QuerySyntaxError, SearchIndex, search, sync
from index.tree import And, Word
from tests.index.invented import ARTICLES, article


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteArchive]:
    with closing(open_archive(tmp_path_factory.mktemp("archive"), create=True)) as opened:
        for each in ARTICLES:
            opened.store(each)
        yield opened


def test_results_carry_articles_and_what_was_understood(
    archive: SqliteArchive, stocked: SearchIndex
) -> None:
    results = search(archive, stocked, Query(text="terminal selun", limit=2, offset=1))
    assert results.tree == And((Word("terminal"), Word("selun")))
    assert results.total == 3
    assert [hit.rank for hit in results.hits] == [2, 3]
    for hit in results.hits:
        assert hit.article == archive.article(hit.article.id)
        assert hit.score > 0
        assert hit.snippet.marks or hit.title_marks
    assert results.took_ms > 0


def test_json_has_the_fields_that_are_promised(
    archive: SqliteArchive, stocked: SearchIndex
) -> None:
    query = Query(text="مدرسة OR boulangers", facets=("edition", "month"))
    found = search(archive, stocked, query).as_json()
    assert json.loads(json.dumps(found)) == found
    assert {"query", "total", "took_ms", "hits", "facets"} == found.keys()
    assert (found["query"], found["total"]) == ("مدرسة OR boulangers", 2)
    assert found["facets"] == {
        "edition": {"arabic": 1, "english": 1},
        "month": {"2024-02": 1, "2024-03": 1},
    }
    by_id = {hit["id"]: hit for hit in found["hits"]}
    arabic = by_id["ar:202"]
    assert arabic["score"] > 0
    assert arabic == {
        "id": "ar:202",
        "edition": "arabic",
        "language": "ar",
        "url": "https://ar.example/ar:202",
        "title": "مُعَلِّمُو المَدْرَسَةِ يَزْرَعُونَ أَشْجارَ الزَّيْتون",
        "lead": "مبادرة في بلدة نهر التين.",
        "published": "2024-03-05T09:00:00Z",
        "section": "news/environment",
        "kind": "news",
        "version": 1,
        "newest": True,
        "gone": None,
        "score": arabic["score"],
        "snippet": "مبادرة في بلدة نهر التين. زرع المعلمون مئة شجرة حول مدرسة البلدة، "
        "بدعم من مؤسسة NADIR المحلية.",
        "matches": {"snippet": [[52, 57]], "title": [[11, 23]]},
    }
    assert arabic["snippet"][52:57] == "مدرسة"
    assert arabic["title"][11:23] == "المَدْرَسَةِ"
    assert by_id["en:105"]["language"] == "fr"


def test_absent_date_is_null_and_absent_language_the_editions(
    tmp_path: Path, index: SearchIndex
) -> None:
    with closing(open_archive(tmp_path / "archive", create=True)) as archive:
        archive.store(article("es:1", "¿Y?", language=""))
        sync(archive, index)
        (hit,) = search(archive, index, Query(languages=("es",))).as_json()["hits"]
    assert (hit["published"], hit["language"], hit["snippet"]) == (None, "es", "")


def test_article_that_the_archive_does_not_have_is_left_out(
    tmp_path: Path, stocked: SearchIndex
) -> None:
    with closing(open_archive(tmp_path, create=True)) as archive:
        archive.store(ARTICLES[0])
        results = search(archive, stocked, Query(text="terminal"))
    assert [hit.article.id for hit in results.hits] == ["en:101"]
    assert results.total == 3


def test_wrong_query_is_refused(archive: SqliteArchive, stocked: SearchIndex) -> None:
    with pytest.raises(QuerySyntaxError, match="not closed"):
        search(archive, stocked, Query(text="(terminal"))


def test_filters_and_text_are_joined(archive: SqliteArchive, stocked: SearchIndex) -> None:
    query = Query(
        text="terminal",
        languages=("en",),
        since=datetime(2024, 2, 1, tzinfo=UTC),
        facets=FACETS,
    )
    results = search(archive, stocked, query)
    assert [hit.article.id for hit in results.hits] == ["en:103"]
    assert results.facets["edition"] == {"english": 1}
