"""From raw values to an article, the same way for a crawl and for an import."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from itemadapter import ItemAdapter

from archive import intake, open_archive
from archive.article import KINDS, Article, with_content_hash
from archive.intake import (
    AS_WRITTEN,
    LINES,
    LISTS,
    build_article,
    distinct,
    normalise,
    tag_language,
)
from tests.crawler.crawls import an_item

NOON = datetime(2024, 3, 5, 12, 0, tzinfo=UTC)
_EN = "Four hundred paper lanterns hang over the old canal of the town this week."
_ES = "Cuatrocientos faroles de papel cuelgan esta semana sobre el viejo canal del pueblo."
_AR = "أربعمئة فانوس ورقي تتدلى هذا الأسبوع فوق القناة القديمة في البلدة."


def _values(**changes: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "edition": "english",
        "url": "https://english.almayadeen.net/news/culture/lanterns",
        "title": "Lantern market opens",
    }
    return values | changes


def test_lines_are_cleaned() -> None:
    values = _values(**dict.fromkeys(LINES, " Wadi\u00a0Sarmal\u200f\n market\u200b \0"))
    normalise(values)
    assert {values[name] for name in LINES} == {"Wadi Sarmal market"}


def test_the_body_keeps_its_paragraphs() -> None:
    values = _values(
        body=" One\u00a0line,\nand on. \r\n\r\n\u200f\r\n\r\n Two\u200b. \n\n\n\n Three. "
    )
    normalise(values)
    assert values["body"] == "One line, and on.\n\nTwo.\n\nThree."
    assert values["word_count"] == 6


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (
            ["lanterns", " lanterns ", "", "\u200b", "markets", "Lanterns"],
            ("lanterns", "markets", "Lanterns"),
        ),
        (("cafe\u0301", "café"), ("café",)),
        ((), ()),
        (None, ()),
    ],
)
@pytest.mark.parametrize("name", LISTS)
def test_lists_have_no_repeats(name: str, given: Any, kept: tuple[str, ...]) -> None:
    values = _values(**{name: given})
    normalise(values)
    assert values[name] == kept


def test_related_addresses_stay_as_they_are() -> None:
    values = _values(related_urls=["https://x/e\u0301", "https://x/é", "", "https://x/é"])
    normalise(values)
    assert values["related_urls"] == ("https://x/e\u0301", "https://x/é")


def test_nothing_is_an_empty_text() -> None:
    values = _values(**dict.fromkeys([*LINES, *LISTS, *AS_WRITTEN, "body"]))
    normalise(values)
    assert {values[name] for name in (*LINES, *AS_WRITTEN, "body")} == {""}
    assert {values[name] for name in (*LISTS, "related_urls")} == {()}
    assert values["word_count"] == 0
    with pytest.raises(ValueError, match="no title"):
        build_article(values)


@pytest.mark.parametrize("name", AS_WRITTEN)
def test_half_characters_are_left_out(name: str) -> None:
    values = _values(**{name: "\ud83d 5\u00a0Mar\udc00"})
    normalise(values)
    assert values[name] == " 5\u00a0Mar"


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_LINE_CHARS", 10)
    monkeypatch.setattr(intake, "MAX_BODY_CHARS", 20)
    long = dict.fromkeys((*LINES, *AS_WRITTEN), "lantern " * 9)
    values = _values(**long, body="market " * 9)
    normalise(values)
    assert {values[name].strip() for name in (*LINES, *AS_WRITTEN)} == {"lantern la"}
    assert values["body"] == "market market market"


_TEXTS = st.text(max_size=40)
_RAW = st.fixed_dictionaries(
    {
        "title": st.text(min_size=1, max_size=40),
        "edition": st.sampled_from(["english", "arabic", "spanish"]),
        "url": st.just("https://english.almayadeen.net/news/culture/lanterns"),
    },
    optional={
        **dict.fromkeys((*LINES[1:], *AS_WRITTEN, "body"), _TEXTS | st.none()),
        **dict.fromkeys((*LISTS, "related_urls"), st.lists(_TEXTS, max_size=4) | st.none()),
        "published": st.just(NOON) | st.none(),
        "kind": st.sampled_from(sorted(KINDS)),
        "no_such_field": _TEXTS,
    },
)


@given(_RAW)
def test_cleaning_again_changes_nothing(values: dict[str, Any]) -> None:
    normalise(values)
    again = dict(values)
    normalise(again)
    assert again == values


@given(_RAW)
def test_what_is_built_can_be_written(values: dict[str, Any]) -> None:
    normalise(values)
    tag_language(values)
    assume(values["title"])
    article = with_content_hash(build_article(values))
    written = json.dumps(article.as_json(), ensure_ascii=False).encode()
    assert Article.from_json(json.loads(written)) == article


def test_what_is_built_is_stored_as_it_is(tmp_path: Any) -> None:
    values = _values(
        body=f"{_EN}\n\n\ud800{_EN}",
        published_raw="5 Mar\ud800",
        image_url="https://x/\udfff",
        postid="7\ud800",
        related_urls=["https://x/\ud800"],
        published=NOON,
    )
    normalise(values)
    tag_language(values)
    article = with_content_hash(build_article(values))
    archive = open_archive(tmp_path, create=True)
    assert archive.store(article).id == "en:7"
    stored = archive.article("en:7")
    archive.close()
    assert stored is not None
    assert (stored.published_raw, stored.image_url) == ("5 Mar", "https://x/")
    assert stored.related_urls == ("https://x/",)


@pytest.mark.parametrize(
    ("edition", "page", "text", "language", "votes"),
    [
        ("english", "en", _EN, "en", {"page": "en", "edition": "en", "detector": "en"}),
        ("arabic", "ar-LB", _AR, "ar", {"page": "ar", "edition": "ar", "detector": "ar"}),
        ("spanish", "", _ES, "es", {"page": "", "edition": "es", "detector": "es"}),
        ("spanish", "es", _AR, "ar", {"page": "es", "edition": "es", "detector": "ar"}),
        ("english", "en", _ES, "es", {"page": "en", "edition": "en", "detector": "es"}),
        ("english", "ar", "Lanterns", "en", {"page": "ar", "edition": "en", "detector": ""}),
        ("arabic", "ar", "Lanterns", "", {"page": "ar", "edition": "ar", "detector": ""}),
    ],
)
def test_languages(
    edition: str, page: str, text: str, language: str, votes: dict[str, str]
) -> None:
    for name in ("title", "body"):
        values = _values(edition=edition, **{"title": text[:8], name: text})
        normalise(values)
        tag_language(values, page=page)
        assert values["language"] == language
        assert values["language_votes"] == votes
        assert (values["language_confidence"] is None) is (votes["detector"] == "")


@pytest.mark.parametrize(
    ("edition", "postid", "id"),
    [
        ("english", "1850881", "en:1850881"),
        ("arabic", "7", "ar:7"),
        ("spanish", "", "es:13a94853b4559cff"),
    ],
)
def test_the_id_follows_from_the_rest(edition: str, postid: str, id: str) -> None:
    values = _values(edition=edition, postid=postid, id="xx:1", url="https://x/a", unknown=1)
    article = build_article(values)
    assert article.id == id
    assert article.version == 0
    assert not hasattr(article, "unknown")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "no title"),
        ({"title": None}, "no title"),
        ({"kind": "rumour"}, "unknown kind"),
        ({"published": NOON.replace(tzinfo=None)}, "published has no time zone"),
        ({"fetched": NOON.replace(tzinfo=None)}, "fetched has no time zone"),
    ],
)
def test_values_that_make_no_article(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build_article(_values(**changes))


def test_an_item_and_a_dict_are_the_same() -> None:
    item = an_item(tags=("lanterns", "lanterns "), body="One\u200b.\n\nTwo.")
    values = ItemAdapter(
        an_item(tags=("lanterns", "lanterns "), body="One\u200b.\n\nTwo.")
    ).asdict()
    for each in (ItemAdapter(item), values):
        normalise(each)
        tag_language(each, page="en")
    assert build_article(ItemAdapter(item)) == build_article(values)


def test_distinct() -> None:
    assert distinct(["b", "", "a", "b", "A"]) == ("b", "a", "A")
    assert distinct([]) == ()
