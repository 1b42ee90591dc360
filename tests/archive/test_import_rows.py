"""Rows of files as articles: our own field names, the site's, and whatever else people have."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Article
from archive.article import with_content_hash
from archive.imports import article_of_row
from tests.archive.samples import an_article
from tests.archive.site_rows import FIRST, LEAD, NOW, SECOND, site_row

BLURB = "يجمع هذا الملف أخبار أسواق الشتاء في مدن الساحل والوادي منذ موسمها الأول."


def _read(row: dict[str, Any]) -> Article:
    return article_of_row(row, now=NOW)


def _body(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_the_sites_names() -> None:
    article = _read(site_row())
    assert article == Article(
        id="ar:700123",
        edition="arabic",
        url="https://www.almayadeen.net/misc/سوق-الفوانيس-يعود-إلى-وادي-سرمل",
        postid="700123",
        kind="news",
        section="misc",
        title="سوق الفوانيس يعود إلى وادي سرمل",
        lead=LEAD,
        body=_body(FIRST, SECOND),
        authors=("ريما دلّوب",),
        tags=("أسواق", "فوانيس"),
        coverage="أسواق الشتاء",
        published=datetime(2024, 1, 18, 18, 30, tzinfo=UTC),
        modified=datetime(2024, 1, 18, 19, tzinfo=UTC),
        published_raw="2024-01-18T20:30:00+02:00",
        image_url="https://media.example/lantern.jpg?width=1000",
        language="ar",
        language_confidence=article.language_confidence,
        language_votes={"page": "ar", "edition": "ar", "detector": "ar"},
        word_count=len(FIRST.split()) + len(SECOND.split()),
        fetched=NOW,
        provenance=article.provenance,
    )
    assert set(article.provenance.values()) == {"import"}
    assert {"title", "lead", "body", "published", "coverage"} <= article.provenance.keys()
    assert not {"country", "video_duration_s", "word_count", "language"} & article.provenance.keys()


@pytest.mark.parametrize(
    ("text", "body"),
    [
        pytest.param(f"{LEAD}\n{FIRST}", FIRST, id="lead-first-only"),
        pytest.param(f"{FIRST}\n{LEAD}", FIRST, id="lead-last-only"),
        pytest.param(f"{LEAD}\n{LEAD}", "", id="lead-twice-and-nothing-else"),
        pytest.param(LEAD, "", id="lead-only"),
        pytest.param(f"{LEAD}\n{LEAD}\n{FIRST}\n{LEAD}\n", FIRST, id="lead-twice-before"),
        pytest.param(f"\n{LEAD}\u200f\n\n \n{FIRST}\n", FIRST, id="invisible-differences"),
        pytest.param(f"{FIRST}\n{SECOND}", _body(FIRST, SECOND), id="no-lead"),
        pytest.param(f"{FIRST}\n{LEAD}\n{SECOND}", _body(FIRST, LEAD, SECOND), id="in-the-middle"),
        pytest.param([LEAD, FIRST, SECOND], _body(FIRST, SECOND), id="list"),
        pytest.param([f"{LEAD}\n{FIRST}", "", SECOND], _body(FIRST, SECOND), id="list-of-lines"),
        pytest.param("", "", id="empty"),
        pytest.param(None, "", id="absent"),
    ],
)
@pytest.mark.parametrize("name", ["full_text", "text", "body"])
def test_the_lead_in_the_text(name: str, text: Any, body: str) -> None:
    row = site_row(full_text="")
    assert _read(row | {name: text}).body == body


def test_a_text_beside_our_own_names() -> None:
    row = {"title": "Faroles", "url": "https://espanol.almayadeen.net/cultura/1234567/faroles"}
    assert _read(row | {"text": f"{FIRST}\n{SECOND}"}).body == _body(FIRST, SECOND)
    assert _read(row | {"lead": LEAD, "full_text": [LEAD, FIRST]}).body == FIRST
    assert _read(row | {"body": f"{FIRST}\n\n{SECOND}", "text": "Not."}).body == _body(
        FIRST, SECOND
    )


@pytest.mark.parametrize("saved", ["سطر أول\nسطر ثانٍ", "سطر أول سطر ثانٍ"])
def test_a_lead_of_two_lines(saved: str) -> None:
    row = site_row(description="سطر أول\nسطر ثانٍ", full_text=f"{saved}\n{FIRST}\n{saved}")
    assert _read(row).body == FIRST
    assert _read(row).lead == "سطر أول سطر ثانٍ"


FURNITURE = [
    "29 اب",
    "اليوم 17:37",
    "أسواق",
    "فوانيس",
    BLURB,
    "اليوم 06:42",
    "9 أيلول 2023",
    "تصفح المزيد",
    "شبكة الميادين الإعلامية قناة فضائية عربية إخبارية مستقلة انطلقت في الحادي عشر من حزيران",
    "واتخذت من العاصمة بيروت مقرا لها.",
    "جميع الحقوق محفوظة",
]


def test_the_furniture_of_a_whole_page_goes() -> None:
    lines = [
        LEAD,
        FIRST,
        *FURNITURE[:2],
        "فانوس #السوق pic.twitter.com/AbC12",
        SECOND,
        *FURNITURE[2:],
    ]
    row = site_row(full_text_how="all <p> of the page", full_text="\n\n \n".join(lines))
    assert _read(row).body == _body(FIRST, SECOND)
    how = "p.lg_para.summary + div.p-content direct-child <p>"
    untouched = site_row(full_text_how=how, full_text="\n".join(lines))
    assert _read(untouched).body == _body(*lines[1:])


def test_the_furniture_of_a_whole_page_on_one_line_goes() -> None:
    dates = "اليوم اليوم 9 أيلول 11 شباط 2023"
    text = f" {LEAD}  {FIRST}  {SECOND}  {dates}  {FURNITURE[-3]} {FURNITURE[-2]}  {FURNITURE[-1]}"
    how = "all <p> of the page, newlines replaced by spaces"
    assert _read(site_row(full_text_how=how, full_text=text)).body == _body(FIRST, SECOND)


@pytest.mark.parametrize(
    ("end", "kept"),
    [
        pytest.param(["أسواق", BLURB, "اليوم"], [], id="one-between-tags-and-furniture"),
        pytest.param(["أسواق", FIRST, BLURB, "اليوم"], [FIRST, BLURB], id="two-are-text"),
        pytest.param([BLURB, "اليوم"], [BLURB], id="no-tags"),
        pytest.param(["أسواق", BLURB], [BLURB], id="nothing-after"),
        pytest.param(["اقرأ للكاتب", "أسواق", "اقرأ للكاتب", BLURB, "اليوم"], [], id="labels"),
    ],
)
def test_only_the_blurb_of_a_coverage_goes(end: list[str], kept: list[str]) -> None:
    text = "\n".join([LEAD, SECOND, *end])
    row = site_row(full_text_how="all <p> of the page", full_text=text)
    assert _read(row).body == _body(SECOND, *kept)


@pytest.mark.parametrize(
    ("changes", "edition"),
    [
        ({"edition": "arabic"}, "arabic"),
        ({"edition": "EN"}, "english"),
        ({"edition": None}, "arabic"),
        ({"edition": None, "url": "https://espanol.almayadeen.net/news/1/x"}, "spanish"),
        ({"edition": None, "url": "https://reposts.example/x", "lang": "es-ES"}, "spanish"),
        ({"edition": "english", "url": "https://www.almayadeen.net/misc/x"}, "english"),
    ],
)
def test_the_edition(changes: dict[str, Any], edition: str) -> None:
    assert _read(site_row(**changes)).edition == edition


def test_the_id_without_a_post_id() -> None:
    url = "https://espanol.almayadeen.net/cultura/1234567/mercado-de-faroles"
    row = {"title": "Mercado de faroles en Valdesauce", "url": url}
    assert _read(row).id == "es:1234567"
    arabic = site_row(postid=None, url="https://www.almayadeen.net/misc/x")
    assert _read(arabic).id == f"ar:{_hash_of('https://www.almayadeen.net/misc/x')}"
    assert _read(arabic | {"id": "ar:55"}).id == "ar:55"


def _hash_of(url: str) -> str:
    from hashlib import sha256

    return sha256(url.encode()).hexdigest()[:16]


def test_little_is_enough() -> None:
    url = "http://english.almayadeen.net/articles/blog/lantern-market/?utm_source=x"
    article = _read({"title": " Lantern\u00a0market ", "url": url})
    assert article.title == "Lantern market"
    assert article.url == "https://english.almayadeen.net/articles/blog/lantern-market"
    assert (article.edition, article.kind, article.section) == ("english", "blog", "articles/blog")
    assert (article.lead, article.body, article.published) == ("", "", None)


@pytest.mark.parametrize("edition", ["english", "arabic", "spanish"])
def test_our_own_names_come_back_as_they_were(edition: str) -> None:
    article = with_content_hash(an_article(4, edition, version=2, word_count=10))
    again = article_of_row(json.loads(json.dumps(article.as_json())), now=NOW)
    assert with_content_hash(again) == article


def test_our_own_names_of_a_bare_article_come_back() -> None:
    bare = Article(id="ar:b", edition="arabic", url="https://www.almayadeen.net/b", title="ب")
    assert article_of_row(bare.as_json(), now=NOW) == bare
    assert article_of_row(bare.as_json() | {"language": None}, now=NOW).language == "ar"


def test_a_text_that_begins_with_its_lead_stays_whole_in_our_own_names() -> None:
    article = an_article(body=_body("The lead.", "More."), lead="The lead.")
    assert article_of_row(article.as_json(), now=NOW).body == _body("The lead.", "More.")


def test_where_both_tell_a_field_ours_counts() -> None:
    row = site_row(published="2020-02-03T04:05:06Z", kind="press", body="Whole.", full_text="Not.")
    article = _read(row)
    assert article.published == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (article.kind, article.body, article.lead) == ("press", "Whole.", LEAD)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (site_row(title=" \u200f "), "no title"),
        (site_row(title=None), "no title"),
        (site_row(url=None), "no url"),
        (site_row(url="javascript:alert(1)"), "not a web address"),
        (site_row(edition="klingon"), "unknown edition 'klingon'"),
        (site_row(edition=None, lang="", url="https://reposts.example/x"), "no edition"),
        (site_row(full_text={"a": 1}), "the text is neither"),
        (an_article().as_json() | {"kind": "poem"}, "unknown kind 'poem'"),
        (an_article().as_json() | {"id": "ar:1"}, "is not of the english edition"),
        (an_article().as_json() | {"id": "en:1\x1b[31m"}, "is not such as en:12345"),
        (an_article().as_json() | {"published": "yesterday"}, "published 'yesterday' is no time"),
        (an_article().as_json() | {"published": "2024-01-01T00:00:00"}, "is no time"),
        (an_article().as_json() | {"fetched": "0001-01-01T00:00:00+05:00"}, "is no time"),
        (an_article().as_json() | {"title": {"en": "x"}}, "title is no text"),
        (an_article().as_json() | {"tags": [["x"]]}, "tags is no text"),
        (an_article().as_json() | {"video_duration_s": 2**70}, "video_duration_s"),
        (an_article().as_json() | {"language_confidence": 1.5}, "not between 0 and 1"),
        (an_article().as_json() | {"provenance": "dom"}, "provenance is no object"),
        (an_article().as_json() | {"gone": "last year"}, "gone 'last year' is no time"),
        (an_article().as_json() | {"postid": "9" * 65}, "postid of 65 characters"),
    ],
)
def test_what_is_no_article_is_refused(row: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _read(row)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)
_NAMES = sorted({*site_row(), *an_article().as_json(), "text", "full_text_how"})


@settings(max_examples=150, deadline=None)
@given(
    changes=st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=6),
    own=st.booleans(),
)
def test_any_object_is_an_article_or_refused(changes: dict[str, Any], *, own: bool) -> None:
    row = (an_article().as_json() if own else site_row()) | changes
    try:
        article = _read(row)
    except ValueError:
        return
    assert article.title
    assert with_content_hash(article).content_hash
    json.dumps(article.as_json()).encode()
