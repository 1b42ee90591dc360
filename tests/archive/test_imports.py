"""Articles from files: our own field names, the site's, and whatever else people have."""

import gzip
import io
import json
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import Article, SqliteArchive
from archive.article import with_content_hash
from archive.imports import SHOWN_REFUSALS, Refusal, article_of_row, import_articles
from archive.json_lines import MAX_LINE_BYTES, ImportFileError, read_rows
from tests.archive.conftest import Opening
from tests.archive.samples import an_article

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
LEAD = "افتتحت بلدية وادي سرمل سوق الفوانيس على ضفة القناة القديمة."
FIRST = "وعلّق الحرفيون أربعمئة فانوس بين الجسرين، وحضر الافتتاح مئات الزوار."
SECOND = "ويستمر السوق حتى نهاية الشهر، على أن تُقام أمسية موسيقية كل خميس."
BLURB = "يجمع هذا الملف أخبار أسواق الشتاء في مدن الساحل والوادي منذ موسمها الأول."


def _site_row(**changes: Any) -> dict[str, Any]:
    """Return a row in the site's names, as other programs have saved them."""
    row = {
        "edition": "ar",
        "type": None,
        "postid": "700123",
        "title": "سوق الفوانيس يعود إلى وادي سرمل",
        "url": "https://www.almayadeen.net/misc/سوق-الفوانيس-يعود-إلى-وادي-سرمل",
        "keywords": ["أسواق", "فوانيس", "أسواق"],
        "thumbnail": "https://media.example/lantern.jpg?width=1000",
        "video_duration": None,
        "word_count": 12,
        "lang": "ar",
        "published_time": "2024-01-18T20:30:00+02:00",
        "last_updated": "2024-01-18T21:00:00+02:00",
        "description": f" {LEAD} ",
        "author": "ريما دلّوب",
        "classes": [
            {"key": "class1", "mapping": "posttype", "value": "منوعات"},
            {"key": "class5", "mapping": "coverage", "value": "أسواق الشتاء"},
        ],
        "full_text": f"{LEAD}\n{FIRST}\n{SECOND}\n{LEAD}",
    }
    return row | changes


def _read(row: dict[str, Any]) -> Article:
    return article_of_row(row, now=NOW)


def _file(folder: Path, rows: Iterable[object], name: str = "rows.jsonl") -> Path:
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def _body(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def test_the_sites_names() -> None:
    article = _read(_site_row())
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
    row = _site_row(full_text="")
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
    row = _site_row(description="سطر أول\nسطر ثانٍ", full_text=f"{saved}\n{FIRST}\n{saved}")
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
    row = _site_row(full_text_how="all <p> of the page", full_text="\n\n \n".join(lines))
    assert _read(row).body == _body(FIRST, SECOND)
    how = "p.lg_para.summary + div.p-content direct-child <p>"
    untouched = _site_row(full_text_how=how, full_text="\n".join(lines))
    assert _read(untouched).body == _body(*lines[1:])


def test_the_furniture_of_a_whole_page_on_one_line_goes() -> None:
    dates = "اليوم اليوم 9 أيلول 11 شباط 2023"
    text = f" {LEAD}  {FIRST}  {SECOND}  {dates}  {FURNITURE[-3]} {FURNITURE[-2]}  {FURNITURE[-1]}"
    how = "all <p> of the page, newlines replaced by spaces"
    assert _read(_site_row(full_text_how=how, full_text=text)).body == _body(FIRST, SECOND)


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
    row = _site_row(full_text_how="all <p> of the page", full_text=text)
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
    assert _read(_site_row(**changes)).edition == edition


def test_the_id_without_a_post_id() -> None:
    url = "https://espanol.almayadeen.net/cultura/1234567/mercado-de-faroles"
    row = {"title": "Mercado de faroles en Valdesauce", "url": url}
    assert _read(row).id == "es:1234567"
    arabic = _site_row(postid=None, url="https://www.almayadeen.net/misc/x")
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
    row = _site_row(published="2020-02-03T04:05:06Z", kind="press", body="Whole.", full_text="Not.")
    article = _read(row)
    assert article.published == datetime(2020, 2, 3, 4, 5, 6, tzinfo=UTC)
    assert (article.kind, article.body, article.lead) == ("press", "Whole.", LEAD)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (_site_row(title=" \u200f "), "no title"),
        (_site_row(title=None), "no title"),
        (_site_row(url=None), "no url"),
        (_site_row(url="javascript:alert(1)"), "not a web address"),
        (_site_row(edition="klingon"), "unknown edition 'klingon'"),
        (_site_row(edition=None, lang="", url="https://reposts.example/x"), "no edition"),
        (_site_row(full_text={"a": 1}), "the text is neither"),
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
_NAMES = sorted({*_site_row(), *an_article().as_json(), "text", "full_text_how"})


@settings(max_examples=150, deadline=None)
@given(
    changes=st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=6),
    own=st.booleans(),
)
def test_any_object_is_an_article_or_refused(changes: dict[str, Any], *, own: bool) -> None:
    row = (an_article().as_json() if own else _site_row()) | changes
    try:
        article = _read(row)
    except ValueError:
        return
    assert article.title
    assert with_content_hash(article).content_hash
    json.dumps(article.as_json()).encode()


def test_what_is_gone_is_recorded_once(tmp_path: Path, archive: SqliteArchive) -> None:
    gone = NOW - timedelta(days=9)
    first = an_article(1, gone=gone, version=1)
    rows = [each.as_json() for each in (first, replace(first, title="Closed", version=2))]
    file = _file(tmp_path, rows)
    assert import_articles(archive, file, now=NOW).new == 1
    assert [each.gone for each in archive.versions("en:1")] == [gone, gone]
    last = archive.last_change()
    assert import_articles(archive, file, now=NOW).unchanged == 2
    later = [row | {"gone": "2024-05-31T12:00:00Z"} for row in rows]
    import_articles(archive, _file(tmp_path, later), now=NOW)
    assert (archive.last_change(), archive.versions("en:1")[0].gone) == (last, gone)
    assert "gone" not in _read(first.as_json() | {"provenance": None}).provenance


def test_a_version_already_there_can_turn_out_to_be_gone(
    tmp_path: Path, archive: SqliteArchive
) -> None:
    archive.store(an_article(1))
    row = an_article(1, version=1, gone=NOW).as_json()
    assert import_articles(archive, _file(tmp_path, [row]), now=NOW).unchanged == 1
    assert (archive.versions("en:1")[0].gone, archive.last_change()) == (NOW, 2)


def test_a_version_is_restored_under_its_number_even_if_it_says_the_same(
    tmp_path: Path, archive: SqliteArchive
) -> None:
    first = an_article(1, version=1)
    rows = [replace(first, version=number).as_json() for number in (1, 2, 4)]
    report = import_articles(archive, _file(tmp_path, rows), now=NOW)
    assert (report.new, report.changed, report.unchanged) == (1, 1, 1)
    assert [each.version for each in archive.versions("en:1")] == [1, 2]
    unnumbered = replace(first, version=0).as_json()
    assert import_articles(archive, _file(tmp_path, [unnumbered]), now=NOW).unchanged == 1


def test_lines_are_counted_and_bad_ones_do_not_stop_the_rest(
    tmp_path: Path, archive: SqliteArchive
) -> None:
    rows = [
        an_article(1).as_json(),
        "{not json",
        "",
        "[1, 2]",
        '{"title": NaN}',
        an_article(2).as_json() | {"title": ""},
        "[" * 100_000,
        an_article(2).as_json(),
    ]
    report = import_articles(archive, _file(tmp_path, rows), now=NOW)
    assert (report.read, report.new, report.refused) == (7, 2, 5)
    assert [refusal.line for refusal in report.refusals] == [2, 4, 5, 6, 7]
    assert report.refusals[0].reason.startswith("not JSON: ")
    assert report.refusals[1] == Refusal(4, "not a JSON object")
    assert report.refusals[2] == Refusal(5, "not JSON: NaN")
    assert report.refusals[3] == Refusal(6, "no title")
    assert report.as_json()["refusals"][3] == {"line": 6, "reason": "no title"}
    assert [article.id for article in archive.every_article()] == ["en:1", "en:2"]


def test_the_reasons_are_bounded(tmp_path: Path, archive: SqliteArchive) -> None:
    rows = [{"title": "x", "url": "https://x.example", "edition": "\x1b[2J" + "e" * 999}] * 30
    report = import_articles(archive, _file(tmp_path, rows))
    assert (report.refused, len(report.refusals)) == (30, SHOWN_REFUSALS)
    assert all(len(each.reason) <= 200 and each.reason.isprintable() for each in report.refusals)


def test_importing_again_stores_nothing(tmp_path: Path, archive: SqliteArchive) -> None:
    path = _file(tmp_path, [_site_row(), _site_row(postid="2"), an_article().as_json()])
    assert import_articles(archive, path, now=NOW).new == 3
    report = import_articles(archive, path, now=NOW + timedelta(days=1))
    assert (report.read, report.new, report.changed, report.unchanged) == (3, 0, 0, 3)
    changed = _file(tmp_path, [_site_row(title="سوق الفوانيس يُغلق أبوابه")], "changed.jsonl")
    assert import_articles(archive, changed, now=NOW).changed == 1


def test_all_versions_come_back_once(opening: Opening, tmp_path: Path) -> None:
    tellings = [
        an_article(title=title, word_count=10) for title in ("Lanterns", "Lamps", "Lanterns")
    ]
    versions = [
        with_content_hash(replace(telling, version=number)).as_json()
        for number, telling in enumerate(tellings, 1)
    ]
    path = _file(tmp_path, versions)
    with closing(opening()) as archive:
        assert import_articles(archive, path).changed == 2
        assert import_articles(archive, path).unchanged == 3
        assert [each.as_json() for each in archive.versions("en:1")] == versions


def test_compressed_files_whatever_their_name(tmp_path: Path, archive: SqliteArchive) -> None:
    plain = _file(tmp_path, [an_article().as_json()], "plain.jsonl.gz")
    assert import_articles(archive, plain).new == 1
    packed = tmp_path / "packed.jsonl"
    packed.write_bytes(b"\xef\xbb\xbf" + plain.read_bytes())
    assert import_articles(archive, packed).unchanged == 1
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert import_articles(archive, packed).unchanged == 1


def _truncated(folder: Path) -> Path:
    path = folder / "cut.jsonl.gz"
    whole = gzip.compress("".join(f'{{"n": {n**7}}}\n' for n in range(9000)).encode())
    path.write_bytes(whole[: len(whole) // 2])
    return path


def _garbled(folder: Path) -> Path:
    path = folder / "garbled.jsonl.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00" + b"\xff" * 100)
    return path


@pytest.mark.parametrize(
    "broken", [_truncated, _garbled, lambda folder: folder, lambda folder: folder / "none"]
)
def test_a_file_that_cannot_be_read(tmp_path: Path, broken: Callable[[Path], Path]) -> None:
    with pytest.raises(ImportFileError, match=str(broken(tmp_path))):
        list(read_rows(broken(tmp_path), lambda *_: None))


def test_what_came_before_the_damage_is_kept(tmp_path: Path, archive: SqliteArchive) -> None:
    lines = (json.dumps(an_article(n).as_json()).encode() + b"\n" for n in range(300))
    whole = gzip.compress(b"".join(lines))
    path = tmp_path / "cut.jsonl.gz"
    path.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(ImportFileError):
        import_articles(archive, path)
    assert archive.last_change() > 0


def test_a_line_too_long_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    path.write_bytes(b'{"a": "' + b"x" * (2 * MAX_LINE_BYTES) + b'"}\n{"b": 1}\n' + b"\xff{}\n")
    refused: list[tuple[int, str]] = []
    rows = list(read_rows(path, lambda *refusal: refused.append(refusal)))
    assert rows == [(2, {"b": 1})]
    assert refused == [(1, "longer than 16 MB"), (3, "not UTF-8")]


def test_halves_of_characters_are_replaced(tmp_path: Path, archive: SqliteArchive) -> None:
    row = json.dumps(an_article().as_json() | {"body": "Cut \ud83c", "title": "Whole \U0001f3ee"})
    assert import_articles(archive, _file(tmp_path, [row])).new == 1
    kept = archive.article("en:1")
    assert kept is not None
    assert (kept.body, kept.title) == ("Cut ?", "Whole \U0001f3ee")


def test_standard_input(monkeypatch: pytest.MonkeyPatch, archive: SqliteArchive) -> None:
    packed = gzip.compress(json.dumps(an_article().as_json()).encode())
    stream = io.TextIOWrapper(io.BytesIO(packed))
    monkeypatch.setattr("sys.stdin", stream)
    assert import_articles(archive, "-").new == 1
    assert not stream.closed


def test_progress_is_told(tmp_path: Path, archive: SqliteArchive) -> None:
    path = _file(tmp_path, [an_article(1).as_json(), {"title": "x"}, an_article(2).as_json()])
    told: list[int] = []
    import_articles(archive, path, progress=told.append)
    assert told == [1, 2, 3]
