from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.tawsiyat import (
    IGNORED,
    read_authors,
    read_duration_s,
    read_instant,
    read_language,
    read_line,
    read_tags,
    read_tawsiyat,
    refusal_reason,
    unknown_keys,
)

OBJECT: dict[str, Any] = {
    "type": "article",
    "postid": "2188101",
    "title": "Port Lessing ferries return",
    "url": "https://www.almayadeen.net/articles/x%3A-y/",
    "keywords": "ferries, Port Lessing,ferries",
    "thumbnail": "/media/image/a.png?v=3&width=1000",
    "video_duration": None,
    "word_count": "158",
    "lang": "ar-LB",
    "published_time": "2026-07-11T20:34:00+03:00",
    "last_updated": "2026-07-11T21:02:41+03:00",
    "description": " The harbour\n opens. ",
    "author": "بقلم: سليم حدّاد",
    "classes": [
        {"key": "class1", "mapping": "posttype", "value": "مقالات"},
        {"key": "class2", "mapping": "category", "value": " تحليل"},
        {"key": "class3", "mapping": "country", "value": "لبنان"},
        {"key": "class5", "mapping": "coverage", "value": "عواصف الشتاء"},
        {"key": "class6", "mapping": "author", "value": "سليم حدّاد"},
    ],
    "html": "",
    "lite_url": "",
}


def test_whole_object() -> None:
    assert read_tawsiyat(OBJECT) == {
        "postid": "2188101",
        "title": "Port Lessing ferries return",
        "url": "https://www.almayadeen.net/articles/x:-y",
        "tags": ("ferries", "Port Lessing"),
        "image_url": "https://www.almayadeen.net/media/image/a.png?v=3&width=1000",
        "language": "ar",
        "published": datetime(2026, 7, 11, 17, 34, tzinfo=UTC),
        "published_raw": "2026-07-11T20:34:00+03:00",
        "modified": datetime(2026, 7, 11, 18, 2, 41, tzinfo=UTC),
        "lead": "The harbour opens.",
        "authors": ("سليم حدّاد",),
        "country": "لبنان",
        "coverage": "عواصف الشتاء",
        "kind": "analysis",
        "section": "articles",
    }


def test_every_known_key_is_read_or_ignored_on_purpose() -> None:
    assert unknown_keys(OBJECT) == []
    assert OBJECT.keys() >= IGNORED.keys()


def test_unknown_keys_are_listed() -> None:
    extra = {"mapping": "mood", "key": "class9", "value": "x"}
    values = {**OBJECT, "full_text": "x", "classes": [*OBJECT["classes"], extra, 3]}
    assert unknown_keys(values) == ["classes.int", "classes.mood", "full_text"]


def test_author_of_the_classes_stands_in() -> None:
    assert read_tawsiyat({**OBJECT, "author": None})["authors"] == ("سليم حدّاد",)


def test_classes_without_mapping_go_by_their_key() -> None:
    values = {"classes": [{"key": "class3", "value": "Chile"}]}
    assert read_tawsiyat(values) == {"country": "Chile"}


@pytest.mark.parametrize(
    "values",
    [{}, dict.fromkeys(OBJECT), {key: [] for key in OBJECT}, {key: {} for key in OBJECT}],
)
def test_nothing_gives_nothing(values: dict[str, Any]) -> None:
    assert read_tawsiyat(values) == {}


@given(
    st.dictionaries(
        st.sampled_from(sorted(OBJECT)),
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats()
        | st.text()
        | st.lists(st.text() | st.dictionaries(st.sampled_from(("key", "value")), st.text())),
    )
)
def test_no_value_raises(values: dict[str, Any]) -> None:
    found = read_tawsiyat({**OBJECT, **values})
    assert all(found.values())
    assert isinstance(found.get("title", ""), str)
    assert isinstance(unknown_keys(values), list)
    assert isinstance(refusal_reason(values), str)


@pytest.mark.parametrize(
    ("posttype", "type_", "reason"),
    [
        ("الكتّاب", "article", "author-page"),
        ("تغطيات", "article", "coverage-page"),
        ("الصفحات", "page", "static-page"),
        ("", "page", "static-page"),
        ("أخبار", "article", ""),
    ],
)
def test_refusal(posttype: str, type_: str, reason: str) -> None:
    classes = [{"key": "class1", "mapping": "posttype", "value": posttype}]
    assert refusal_reason({**OBJECT, "classes": classes, "type": type_}) == reason


UTC_TEN = datetime(2026, 1, 31, 10, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-01-31T12:00:05+02:00", UTC_TEN),
        ("2026-01-31T12:00:05+0200", UTC_TEN),
        ("2026-01-31T12:00:05+02", UTC_TEN),
        ("2026-01-31T05:30:05-04:30", UTC_TEN),
        ("2026-01-31T10:00:05Z", UTC_TEN),
        ("2026-01-31T10:00:05", UTC_TEN),
        ("2026-01-31T10:00:05.0000000", UTC_TEN),
        ("2026-01-31 10:00:05 Z", UTC_TEN),
        ("2026-01-31T10:00:05.5830000", UTC_TEN + timedelta(milliseconds=583)),
        ("2026-01-31T10:00:05.123456789Z", UTC_TEN + timedelta(microseconds=123456)),
        ("2026-01-31T12:00+02:00", UTC_TEN - timedelta(seconds=5)),
        ("2026-01-31", datetime(2026, 1, 30, 22, tzinfo=UTC)),
        ("2026-07-31", datetime(2026, 7, 30, 21, tzinfo=UTC)),
        ("0001-01-01T00:00:00", None),
        ("0001-01-01T00:00:00+02:00", None),
        ("2026-02-31T10:00:00Z", None),
        ("2026-01-31T25:00:00Z", None),
        ("2026-01-31T10:00:00+99:00", None),
        ("31 Jan 2026", None),
        ("", None),
        (20260131, None),
        (None, None),
    ],
)
def test_instant(text: Any, time: datetime | None) -> None:
    assert read_instant(text) == time


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ana Lora", ("Ana Lora",)),
        ("By Ana Lora", ("Ana Lora",)),
        ("by: Ana Lora", ("Ana Lora",)),
        ("Por Ana Lora", ("Ana Lora",)),
        ("بقلم: سليم حدّاد", ("سليم حدّاد",)),
        ("Ana Lora | Petr Novik", ("Ana Lora", "Petr Novik")),
        ("سليم حدّاد، نادر خوري", ("سليم حدّاد", "نادر خوري")),
        ("سليم حدّاد ونادر خوري", ("سليم حدّاد ونادر خوري",)),
        ("سليم حدّاد - بيروت", ("سليم حدّاد - بيروت",)),
        ("Ana Lora and Petr Novik", ("Ana Lora", "Petr Novik")),
        ("Ana Lora, Petr Novik", ("Ana Lora", "Petr Novik")),
        ("Ana Lora y Petr Novik", ("Ana Lora", "Petr Novik")),
        ("José Ortega y Gasset", ("José Ortega y Gasset",)),
        ("Center for Research and Studies", ("Center for Research and Studies",)),
        ("Lora, Ana", ("Lora, Ana",)),
        ("Byron Lee", ("Byron Lee",)),
        ("Pedro Portal", ("Pedro Portal",)),
        (["Ana Lora", {"name": "Petr Novik"}, {"name": ["X Y"]}, 3, None], None),
        ({"@type": "Person", "name": "Ana Lora"}, ("Ana Lora",)),
        ("Ana Lora | Ana Lora", ("Ana Lora",)),
        ("https://example.org/ana", ()),
        ("null", ()),
        (None, ()),
    ],
)
def test_authors(value: Any, names: tuple[str, ...] | None) -> None:
    assert read_authors(value) == (
        ("Ana Lora", "Petr Novik", "X Y", "3") if names is None else names
    )


@pytest.mark.parametrize(
    ("value", "tags"),
    [
        ("a, b,a ,, c", ("a", "b", "c")),
        ("أ، ب,ج", ("أ، ب", "ج")),
        ("أ، ب", ("أ", "ب")),
        (["a, b", "a, b", "c"], ("a, b", "c")),
        ([{"name": "a"}, None, 5], ("a", "5")),
        ("", ()),
        (None, ()),
        (7, ("7",)),
    ],
)
def test_tags(value: Any, tags: tuple[str, ...]) -> None:
    assert read_tags(value) == tags


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("2884", 2884),
        (2884, 2884),
        (2884.6, 2884),
        ("00:48:04", 2884),
        ("48:04", 2884),
        ("PT48M4S", 2884),
        ("PT1H", 3600),
        ("P0DT0H1M34S", 94),
        ("0", None),
        ("-5", None),
        ("PT", None),
        ("long", None),
        (True, None),
        (float("nan"), None),
        (10**400, None),
        (None, None),
    ],
)
def test_duration(value: Any, seconds: int | None) -> None:
    assert read_duration_s(value) == seconds


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("  two \n words ", "two words"),
        ("nbsp\u00a0stays", "nbsp\u00a0stays"),
        ("&quot;x&quot; &amp; y &copy", '"x" & y &copy'),
        ("<p>one</p><p>t<b>w</b>o</p>", "one two"),
        ("a < b > c", "a < b > c"),
        ("x\ud800y\x00z", "xyz"),
        (158, "158"),
        (1.0, "1"),
        (True, ""),
        ([], ""),
    ],
)
def test_line(value: Any, line: str) -> None:
    assert read_line(value) == line


def test_language() -> None:
    assert [read_language(v) for v in ("ar", "es-ES", "EN_us", "x", "", None)] == [
        "ar",
        "es",
        "en",
        "",
        "",
        "",
    ]
