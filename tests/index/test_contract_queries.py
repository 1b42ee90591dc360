"""What every engine must find: exact sets, whatever their order."""

from typing import Any

import pytest

from index import SearchIndex
from tests.index.finding import ids
from tests.index.invented import ARTICLES, day

WORDS = [
    # any form of a word, in any order
    ("harbour", {"en:101"}),
    ("HARBOURS", {"en:101"}),
    ("open terminals", {"en:101"}),
    ("terminal", {"en:101", "en:103", "es:301"}),
    ("wheat barley", {"en:101", "en:102"}),
    ("wheat OR flour", {"en:101", "en:102", "en:103"}),
    ("wheat -selun", {"en:102"}),
    ("wheat NOT (selun OR farmers)", set()),
    ("US-led", {"en:101"}),
    ("1500", {"en:101"}),
    ("nothingofthekind", set()),
    # Arabic: vowel marks, clitics, spelling, digits
    ("مدرسة", {"ar:202"}),
    ("المَدْرَسَة", {"ar:202"}),
    ("مدرسه", {"ar:202"}),
    ("مدارس", {"ar:201"}),
    ("بالمدارس", {"ar:201"}),
    ("المعلمون", {"ar:202"}),
    ("معلم", {"ar:202"}),
    ("زيتون", {"ar:202"}),
    ("وصلت السفن", {"ar:201"}),
    ("موانئ 3", {"ar:201"}),
    ("اولي", {"ar:201"}),
    # Spanish: accents, plurals
    ("niño", {"es:301", "es:302"}),
    ("nino", {"es:301", "es:302"}),
    ("económicas", {"es:301"}),
    ("elección", {"es:302"}),
    ("SELÚN", {"en:101", "en:103", "es:301"}),
    ("panadero", {"es:302"}),
    # scripts: a Latin word alone is not looked for in Arabic texts, beside an Arabic one it is
    ("nadir", set()),
    ("nadir زراعة", set()),
    ("nadir مدرسة", {"ar:202"}),
    # an article in a fourth language is analysed as its edition is
    ("boulangers", {"en:105"}),
]
EXACT = [
    ('"wheat and barley"', {"en:101"}),
    ('"barley and wheat"', set()),
    ('"wheat barley"', set()),
    ('"harbour"', {"en:101"}),
    ('"harvest fails"', {"en:102"}),
    ('"harvests fail"', set()),
    ('"us led consortium"', {"en:101"}),
    ("«محطة ثانية»", {"ar:201"}),
    ("«مَحَطّة ثانيه»", {"ar:201"}),
    ('"el nino que corto"', {"es:301"}),
    # not from one part of the text into the next, but from paragraph to paragraph
    ('"terminal the port"', set()),
    ('"barley here the us"', {"en:101"}),
    ("harv*", {"en:102"}),
    ("term*", {"en:101", "en:103", "es:301"}),
    ("US-le*", {"en:101"}),
    ("we-le*", set()),
    ("المدار*", {"ar:201"}),
    ("المدر*", {"ar:202"}),
    ("terminl~", {"en:101", "en:103", "es:301"}),
    ("terminl~1", {"en:101", "en:103", "es:301"}),
    ("termnl~1", set()),
    ("harvests~1", {"en:102"}),
    ("bakres~2", {"en:103"}),
    ("الميناا~1", {"ar:201"}),
]
FIELDS = [
    ("title:harbours", set()),
    ("body:harbours", {"en:101"}),
    ("title:harvest", {"en:102"}),
    ("lead:spring", {"en:102"}),
    ("title:spring", {"en:103"}),
    ("lead:(farmer OR capacity) -title:harvest", {"en:101"}),
    ('title:"grain terminal"', {"en:101"}),
    ('body:"grain terminal"', set()),
    ("title:harv*", {"en:102"}),
    ("body:harv*", {"en:102"}),
    ("lead:harv*", set()),
    ("title:terminl~", {"en:101", "es:301"}),
    ("title:(-wheat terminal)", {"en:101", "es:301"}),
    ("tag:ports", {"en:101"}),
    ("tag:puertos", {"es:301"}),
    ('tag:"grain ports"', {"en:101"}),
    ('tag:"ports selun"', set()),
    ("tag:سيلون", {"ar:201"}),
    ("tag:gra*", {"en:101", "es:301"}),
    ("tag:drougth~2", {"en:102"}),
    ("author:velt", {"en:101", "en:102"}),
    ('author:"Ilan Brek"', {"en:102", "en:103"}),
    ("author:ilan author:mara", {"en:102"}),
    ("section:news", {"en:101", "en:102", "en:105", "ar:201", "ar:202"}),
    ("section:news/economics", {"en:101"}),
    ("country:رومانيا OR country:romania", {"ar:201", "en:101"}),
    ("source:agencias", {"es:301"}),
    ("kind:video", {"en:104"}),
    ("edition:spanish", {"es:301", "es:302"}),
    ("lang:FR", {"en:105"}),
    ("lang:en -kind:news", {"en:103", "en:104"}),
    ("id:en:102", {"en:102"}),
    ("id:(en:102 OR ar:202)", {"en:102", "ar:202"}),
    ("date:2024-02", {"en:102", "en:103", "en:105", "es:302"}),
    ("date:2024-02-28..", {"en:105", "es:302", "ar:202"}),
    ("date:..2024-01 -lang:es", {"en:101", "ar:201"}),
    ("-date:1900..2100", {"en:104"}),
    ("wheat OR date:2024-03", {"en:101", "en:102", "ar:202"}),
    ("-title:wheat lang:en", {"en:101", "en:103", "en:104"}),
]


@pytest.mark.parametrize(("text", "expected"), WORDS + EXACT + FIELDS)
def test_query_finds(stocked: SearchIndex, text: str, expected: set[str]) -> None:
    assert set(ids(stocked, text)) == expected


def test_everything_is_found_by_nothing(stocked: SearchIndex) -> None:
    everything = {each.id for each in ARTICLES}
    assert stocked.count() == len(ARTICLES)
    for text in ("", "*", "* OR wheat", "-nothingofthekind"):
        assert set(ids(stocked, text)) == everything


FILTERS: list[tuple[dict[str, Any], set[str]]] = [
    ({"languages": ("en",)}, {"en:101", "en:102", "en:103"}),
    ({"languages": ("en", "es")}, {"en:101", "en:102", "en:103", "es:301"}),
    ({"editions": ("spanish",)}, {"es:301"}),
    ({"kinds": ("analysis", "video")}, {"en:103"}),
    ({"sections": ("news",)}, {"en:101", "en:102"}),
    ({"sections": ("news/economics", "noticias/economia")}, {"en:101", "es:301"}),
    ({"sections": ("Economics",)}, {"en:101"}),
    ({"sections": ("econom",)}, set()),
    ({"since": day(2, 3)}, {"en:102", "en:103"}),
    ({"until": day(2, 3)}, {"en:101", "es:301"}),
    ({"since": day(1, 10, 10), "until": day(2, 20)}, {"en:102", "es:301"}),
    ({"languages": ("en",), "kinds": ("news",), "since": day(2, 1)}, {"en:102"}),
]


@pytest.mark.parametrize(("fields", "expected"), FILTERS)
def test_filters(stocked: SearchIndex, fields: dict[str, Any], expected: set[str]) -> None:
    assert set(ids(stocked, "wheat OR terminal", **fields)) == expected


def test_filters_hold_for_everything_too(stocked: SearchIndex) -> None:
    assert set(ids(stocked, kinds=("video",))) == {"en:104"}
    assert "en:104" not in ids(stocked, until=day(12, 31))
    assert set(ids(stocked, languages=("fr",))) == {"en:105"}


def test_languages_asked_for_decide_how_words_are_read(stocked: SearchIndex) -> None:
    assert ids(stocked, "nadir", languages=("ar",)) == ["ar:202"]
    assert ids(stocked, "terminales", languages=("es",)) == ["es:301"]
    assert ids(stocked, "boulangers", languages=("fr",)) == ["en:105"]
