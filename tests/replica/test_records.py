"""Articles out of files: three forms, and what is stripped of saved texts."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from replica.content import Embed, Heading, Page, Paragraph
from replica.records import RecordError, read_files, read_page
from replica.times import meta_tag_time, metadata_time

ARABIC = {
    "edition": "ar",
    "type": None,
    "postid": "1700001",
    "title": "بلدة تضيء مصباحاً",
    "url": "https://www.almayadeen.net/news/politics/بلدة-تضيء-مصباحا",
    "keywords": ["مرافئ", "مصابيح", "مرافئ"],
    "thumbnail": "https://alpha-ar-media.almayadeen.net/media/image/2023/5/1/x.jpg?v=2&width=1000",
    "video_duration": None,
    "word_count": 21,
    "published_time": "2023-05-30T14:27:00+03:00",
    "last_updated": "2023-05-31T00:10:05+03:00",
    "description": "أضاءت بلدة مرسى النور مصباحاً. ",
    "author": "الميادين نت",
    "classes": [
        {"key": "class1", "mapping": "posttype", "value": "أخبار"},
        {"key": "class5", "mapping": "coverage", "value": "مصابيح الساحل"},
    ],
    "full_text": "أضاءت بلدة مرسى النور مصباحاً.\nالفقرة الأولى  بفراغين.\nالثانية.\u00a0\n"
    "أضاءت بلدة مرسى النور مصباحاً.",
}


def arabic(**changes: Any) -> Page:
    page = read_page(ARABIC | changes)
    assert page is not None
    return page


def texts(page: Page) -> list[str]:
    return [block.text for block in page.blocks if isinstance(block, Paragraph)]


def test_the_sites_own_fields() -> None:
    page = arabic()
    assert page.path == "/news/politics/بلدة-تضيء-مصباحا"
    assert (page.edition, page.type, page.postid) == ("arabic", "article", "1700001")
    assert metadata_time(page.published) == ARABIC["published_time"]
    assert metadata_time(page.modified) == ARABIC["last_updated"]
    assert page.lead == ARABIC["description"]
    assert page.keywords == ("مرافئ", "مصابيح", "مرافئ")
    assert page.value("posttype") == "أخبار" and page.value("country") == ""
    assert texts(page) == ["الفقرة الأولى  بفراغين.", "الثانية.\u00a0"]


def test_a_time_without_offset_is_utc() -> None:
    page = arabic(published_time="2023-12-30T21:59:00.3600000", last_updated=None)
    assert meta_tag_time(page.published) == "2023-12-30T21:59:00.3600000"
    assert page.modified == page.published


@pytest.mark.parametrize("name", ["ar", "arabic", "", None])
def test_the_edition_by_name_or_host(name: str | None) -> None:
    assert arabic(edition=name).edition == "arabic"


def test_keywords_as_one_text() -> None:
    assert arabic(keywords="a,b,a,").keywords == ("a", "b", "a")


def test_a_newscast_is_a_video_whose_lead_has_lines() -> None:
    lines = "أمطار على الساحل.\n\nاتفاق في المرفأ. \n"
    page = arabic(
        url="https://www.almayadeen.net/newscast/2023/5/30/نشرة-الثامنة",
        description=lines,
        full_text=lines + lines.rstrip(),
    )
    assert page.type == "videoobject"
    assert page.lead == lines
    assert page.blocks == ()


def test_a_text_that_does_not_begin_with_the_lead_is_whole() -> None:
    assert texts(arabic(full_text="مرحباً.\nالفقرة.")) == ["مرحباً.", "الفقرة."]


def test_the_furniture_of_a_whole_page_is_left_out() -> None:
    body = (
        "أضاءت بلدة مرسى النور مصباحاً.\nالأولى.\n19 اب\nاليوم 06:42\n"
        "تهانينا #مرسى_النور pic.twitter.com/aB3dE\n\n\n\nالثانية. \nالثالثة.\n \n\n"
    )
    tail = (
        'مرافئ\n\n\n"الساحل"\n\n\nكلّ ما يتصل بمصابيح الساحل في صفحة واحدة منذ سنوات طويلة.\n\n\n'
        "اقرأ للكاتب\n\n\nاليوم 06:42\n\n\n20 اب 16:41\n\n\nتصفح المزيد\n\n\n"
        "شبكة الميادين الإعلامية قناة\nواتخذت من العاصمة\n\nجميع الحقوق محفوظة"
    )
    page = arabic(full_text=body + tail, full_text_how="all <p> of the page")
    assert page.blocks == (
        Paragraph("الأولى."),
        Embed(("تهانينا #مرسى_النور pic.twitter.com/aB3dE",)),
        Paragraph("الثانية. "),
        Paragraph("الثالثة."),
    )


def test_a_whole_page_without_tags_and_coverage_keeps_its_end() -> None:
    text = f"{ARABIC['description']}\nالأولى.\nتغريدة pic.twitter.com/a1\n\n\nنهاية المقال هنا."
    page = arabic(full_text=text, full_text_how="all <p> of the page", classes=[])
    assert page.blocks[-1] == Paragraph("نهاية المقال هنا.")


def test_the_archives_own_fields() -> None:
    page = read_page(
        {
            "id": "es:2046797",
            "edition": "spanish",
            "url": "https://espanol.almayadeen.net/entrevistas/2046797/una-lámpara",
            "postid": "2046797",
            "kind": "feature",
            "title": "Una lámpara",
            "lead": "Entrevista con la guardiana.",
            "body": "Primera.\n\nSegunda.",
            "authors": ["Rosa Clarín", "Ana Vela"],
            "source": "Exclusivo",
            "tags": ["muelles"],
            "country": "Malta",
            "coverage": "",
            "published": "2025-07-23T16:20:00Z",
            "modified": None,
            "image_url": "https://example.org/a.jpg",
            "image_caption": "La lámpara",
            "video_duration_s": 12,
        }
    )
    assert page is not None
    assert page.path == "/entrevistas/2046797/una-lámpara"
    assert texts(page) == ["Primera.", "Segunda."]
    assert metadata_time(page.published) == "2025-07-23T19:20:00+03:00"
    assert page.modified == page.published
    assert (page.author, page.source) == ("Rosa Clarín، Ana Vela", "Exclusivo")
    assert page.value("posttype") == "Entrevistas" and page.value("country") == "Malta"
    assert page.video_duration == "12"


def test_a_loose_note_is_filled_up_always_the_same() -> None:
    note = {
        "edition": "en",
        "title": "Keeper: 'the lamp stays'",
        "byline": "By Al Mayadeen English",
        "source_line": "Source: Agencies",
        "date_line": "1 Feb 2024 22:18",
        "lead": None,
        "text": [
            "First.",
            "[embedded tweet, Spanish text] Felicidades.",
            "[tweet signature in the middle] — Ana (@ana) January 30, 2024",
            "[rest of the tweet] Gracias.",
            "[sub-heading] Light, at last",
            "Last.",
        ],
    }
    page = read_page(note)
    assert page is not None and page == read_page(note)
    assert page.path == "/news/politics/keeper---the-lamp-stays"
    assert page.postid.isdigit()
    assert (page.author, page.source) == ("Al Mayadeen English", "Agencies")
    assert metadata_time(page.published) == "2024-02-01T22:18:00+02:00"
    assert page.blocks == (
        Paragraph("First."),
        Embed(("Felicidades.", "— Ana (@ana) January 30, 2024", "Gracias.")),
        Heading("Light, at last"),
        Paragraph("Last."),
    )


def test_a_loose_note_takes_the_id_of_its_address() -> None:
    url = "https://espanol.almayadeen.net/news/1165809/una-l%C3%A1mpara:-s%C3%AD"
    page = read_page({"edition": "es", "url": url, "title": "Una lámpara", "text": None})
    assert page is not None
    assert (page.path, page.postid) == ("/news/1165809/una-lámpara:-sí", "1165809")


def test_files_plain_and_gzipped(tmp_path: Path) -> None:
    line = json.dumps(ARABIC) + "\n"
    plain, packed = tmp_path / "a.jsonl", tmp_path / "b.jsonl.gz"
    plain.write_text(f"{line}\n{json.dumps(ARABIC | {'title': None})}\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(line.encode()))
    assert [page.title for page in read_files([plain, packed])] == [ARABIC["title"]] * 2


@pytest.mark.parametrize(
    "line",
    ['{"title": "x"', "[]", '{"title": "x", "edition": "fr"}', json.dumps(ARABIC | {"url": None})],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"a\.jsonl, line 2"):
        list(read_files([file]))
