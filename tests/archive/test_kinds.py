from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.kinds import fold_name, kind_of, path_id, path_parts, refusal_of, section_of

EN, AR, ES = (
    "https://english.almayadeen.net",
    "https://www.almayadeen.net",
    "https://espanol.almayadeen.net",
)


@pytest.mark.parametrize(
    ("path", "section"),
    [
        (f"{EN}/news/politics/x", "news/politics"),
        (f"{EN}/articles/blog/x", "articles/blog"),
        (f"{EN}/articles/x", "articles"),
        (f"{AR}/newscast/2024/4/29/x", "newscast"),
        (f"{AR}/video/%D8%A3-x", "video"),
        (f"{ES}/noticias/politica/2046797/x", "noticias/politica"),
        (f"{ES}/entrevistas/2046797/x", "entrevistas"),
        (f"{ES}/news/1257172/x", "news"),
        (f"{ES}/news/1257172", "news"),
        (f"{AR}/x", ""),
        (AR, ""),
        ("", ""),
        ("http://[", ""),
    ],
)
def test_section(path: str, section: str) -> None:
    assert section_of(path) == section


@pytest.mark.parametrize(
    ("path", "postid"),
    [
        (f"{ES}/entrevistas/2046797/x", "2046797"),
        (f"{ES}/news/1257172", "1257172"),
        (f"{ES}/noticias/2026/3/9/x", ""),
        (f"{ES}/noticias/x-2046797", ""),
        (f"{ES}/noticias/٢٠٤٦٧٩٧/x", ""),
    ],
)
def test_path_id(path: str, postid: str) -> None:
    assert path_id(path) == postid


@pytest.mark.parametrize(
    ("posttype", "category", "path", "kind"),
    [
        ("أخبار", "سياسة", "/news/politics/x", "news"),
        ("أخبار", "سياسة", "/articles/x", "news"),
        ("أخبار الميادين", "سياسة", "/news/politics/x", "news"),
        ("منوعات", " أخبار منوعة", "/misc/x", "news"),
        ("مقالات", "", "/articles/x", "opinion"),
        ("مقالات", "", "/Blog/x", "blog"),
        ("مقالات", "تحليل", "/articles/x", "analysis"),
        ("تحليل", "", "/articles/x", "analysis"),
        ("متابعات", "", "/research-papers/x", "analysis"),
        ("صحافة", "", "/press/x", "press"),
        ("تقارير إخبارية", "", "/reports/x", "video"),
        ("تقارير إخبارية", "", "/tv-reports/x", "video"),
        ("تقارير", "", "/news/politics/x", "news"),
        ("فيديو", "الميادين Go", "/video/x", "video"),
        ("نشرة الأخبار", "", "/newscast/2024/4/29/x", "newscast"),
        ("بودكاست", "", "/podcasts/x", "podcast"),
        ("إنفوغراف", "", "/infograph/x", "infographic"),
        ("News", "Politics", "/news/politics/x", "news"),
        ("Articles", "", "/articles/blog/x", "blog"),
        ("Articles", "Analysis", "/articles/x", "analysis"),
        ("Articles", "", "/articles/features/x", "feature"),
        ("Articles", "Opinion", "/articles/opinion/x", "opinion"),
        ("", "", "/articles/x", "opinion"),
        ("", "", "/videos/features/x", "video"),
        ("", "", "/in-pictures/x", "gallery"),
        ("", "", "/infographs/x", "infographic"),
        ("", "", "/news/arts-culture/x", "news"),
        ("", "", "/noticias/medio-ambiente/2046797/x", "news"),
        ("", "", "/entrevistas/2046797/x", "feature"),
        ("", "", "/a-profundidad/2046797/x", "analysis"),
        ("", "", "/articulos-exclusivos/2046797/x", "opinion"),
        ("", "", "/multimedia/infografias/2046797/x", "infographic"),
        ("", "", "/multimedia/caricaturas/2046797/x", "gallery"),
        ("Opinión", "Entrevistas", "/entrevistas/2046797/x", "feature"),
        ("", "", "/news/1257172/x", "news"),
        ("", "", "/somewhere/x", ""),
    ],
)
def test_kind(posttype: str, category: str, path: str, kind: str) -> None:
    assert kind_of(AR + path, posttype=posttype, category=category) == kind


def test_kind_of_the_sites_own_type() -> None:
    assert kind_of(type="videoobject") == "video"
    assert kind_of(type="article") == ""


@pytest.mark.parametrize(
    ("path", "posttype", "type_", "reason"),
    [
        ("/authors/x", "", "", "author-page"),
        ("/author/x", "", "article", "author-page"),
        ("/escritores/77001/x", "", "", "author-page"),
        ("/news/politics/x", "الكتّاب", "article", "author-page"),
        ("/coverage/x", "أخبار", "article", "coverage-page"),
        ("/coberturas/77100/x", "", "", "coverage-page"),
        ("/x/y", "تغطيات", "article", "coverage-page"),
        ("/x/y", "الصفحات", "page", "static-page"),
        ("/x/y", "", "page", "static-page"),
        ("/live", "", "", "static-page"),
        ("/en-vivo", "", "", "static-page"),
        ("/about-us", "", "", "static-page"),
        ("", "", "", "listing-page"),
        ("/", "", "", "listing-page"),
        ("/news", "", "", "listing-page"),
        ("/news/politics", "", "", "listing-page"),
        ("/articles/opinion", "", "", "listing-page"),
        ("/newscast/2024/4/29", "", "", "listing-page"),
        ("/tags/x", "", "", "listing-page"),
        ("/news?tags=Siria", "", "", "listing-page"),
        ("/news/politics/x", "", "", ""),
        ("/news/technology", "أخبار", "article", ""),
        ("/news/1257172", "", "", ""),
        ("/live/a-story", "", "article", ""),
        ("/articles/authors", "", "", ""),
    ],
)
def test_refusal(path: str, posttype: str, type_: str, reason: str) -> None:
    assert refusal_of(ES + path, posttype=posttype, type=type_) == reason


def test_folding_is_the_same_for_names_and_addresses() -> None:
    assert fold_name("Crónicas del Medio Oriente") == fold_name("cronicas-del-medio-oriente")
    assert fold_name("إقرأ أيضاً") == fold_name("اقرأ ايضا")
    assert fold_name("تغطـــيات") == "تغطيات"


PIECES = st.sampled_from(
    ["/", "news", "خبر", "?", "#", "%20", "%2F", "\t", "\n", " ", ":", "[", "\x01"]
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_parts_of_a_plain_address_are_those_of_any(path: str) -> None:
    parts = urlsplit(f"{EN}/{path}").path.split("/")
    assert path_parts(f"{EN}/{path}") == tuple(unquote(part) for part in parts if part)
