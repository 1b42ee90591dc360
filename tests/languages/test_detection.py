import os
import subprocess
import sys

import pytest
from hypothesis import given, settings

from archive.article import EDITION_LANGUAGES
from languages import detect_language
from languages.detection import _confirm, _sample
from replica.stories import read_stories
from tests.languages.strategies import any_text

ENGLISH = (
    "The harbour council of Selun voted on Tuesday to widen the northern quay before the winter "
    "season, after fishermen complained that larger boats could no longer turn safely in the dock. "
    "Work is to begin in March and should take about seven months, the council said in a statement."
)
ARABIC = (
    "صوّت مجلس ميناء سيلون يوم الثلاثاء على توسيع الرصيف الشمالي قبل موسم الشتاء، بعد شكاوى "
    "الصيادين من أنّ القوارب الكبيرة لم تعد تستطيع الدوران بأمان داخل الحوض، وقال المجلس في بيان "
    "إنّ الأعمال ستبدأ في آذار/مارس المقبل وتستمر نحو سبعة أشهر بمشاركة شركات محلية عديدة."
)
SPANISH = (
    "El consejo portuario de Selun votó el martes ampliar el muelle norte antes de la temporada de "
    "invierno, después de que los pescadores se quejaran de que los barcos grandes ya no podían "
    "girar con seguridad en la dársena. Las obras empezarán en marzo y durarán unos siete meses."
)
FRENCH = (
    "Le conseil du port de Selun a voté mardi l'élargissement du quai nord avant la saison "
    "d'hiver, après que des pêcheurs se sont plaints que les bateaux ne pouvaient plus tourner en "
    "toute sécurité dans le bassin. Les travaux commenceront en mars et dureront environ sept mois."
)
PORTUGUESE = (
    "O conselho do porto de Selun votou na terça-feira a ampliação do cais norte antes da época "
    "de inverno, depois que os pescadores se queixaram de que os barcos maiores já não conseguiam "
    "virar com segurança na bacia. As obras começarão em março e vão durar cerca de sete meses."
)
PERSIAN = (
    "شورای بندر سلون روز سه‌شنبه به گسترش اسکله شمالی پیش از فصل زمستان رأی داد، پس از آن که "
    "ماهیگیران شکایت کردند که قایق‌های بزرگ‌تر دیگر نمی‌توانند با ایمنی در حوضچه دور بزنند. به گفته "
    "شورا کارها در ماه مارس آغاز می‌شود و حدود هفت ماه طول خواهد کشید و چند شرکت محلی شرکت دارند."
)
RUSSIAN = "Совет порта Селун проголосовал за расширение северного причала до начала зимы."


@pytest.mark.parametrize(
    ("text", "edition", "language"),
    [
        (ENGLISH, "english", "en"),
        (ARABIC, "arabic", "ar"),
        (SPANISH, "spanish", "es"),
        (SPANISH, "english", "es"),
        (ENGLISH, "arabic", "en"),
        (ENGLISH[:60], "english", "en"),
        (SPANISH[:60], "english", "es"),
        (ARABIC[:60], "english", "ar"),
        (FRENCH, "english", "fr"),
        (PORTUGUESE, "spanish", "pt"),
        (PERSIAN, "arabic", "fa"),
        (RUSSIAN, "english", "ru"),
        (ENGLISH, "", "en"),
    ],
)
def test_the_detector_decides(text: str, edition: str, language: str) -> None:
    found = detect_language(text, edition=edition)
    assert found.language == language
    assert found.confidence is not None
    assert 0.5 < found.confidence <= 1
    assert found.votes["detector"] == language


@pytest.mark.parametrize(
    ("text", "edition", "language"),
    [
        ("Selun", "english", "en"),
        ("Selun", "spanish", "es"),
        ("سيلون", "arabic", "ar"),
        ("Selun", "arabic", ""),
        ("سيلون", "english", ""),
        ("", "english", ""),
        ("2024 – 15:30 !!!", "arabic", ""),
        ("Selun", "", ""),
        ("Selun", "italian", ""),
        (
            "https://example.org/el-consejo-portuario-de-selun #muelle @puerto Selun",
            "english",
            "en",
        ),
    ],
)
def test_the_edition_decides_when_there_is_too_little_text(
    text: str,
    edition: str,
    language: str,
) -> None:
    found = detect_language(text, edition=edition)
    assert (found.language, found.confidence) == (language, None)
    assert found.votes["detector"] == ""


@pytest.mark.parametrize(
    ("page", "vote"),
    [
        ("ar", "ar"),
        ("ar-LB", "ar"),
        ("EN_us", "en"),
        (" es-419 ", "es"),
        ("spa", "es"),
        ("zh-Hant-TW", "zh"),
        ("", ""),
        ("x-default", ""),
        ("<script>", ""),
        ("english", ""),
    ],
)
def test_the_page_has_a_vote(page: str, vote: str) -> None:
    found = detect_language(SPANISH, edition="english", page=page)
    assert found.votes == {"page": vote, "edition": "en", "detector": "es"}


LONG = 300


@pytest.mark.parametrize(
    ("text", "language"), [(ENGLISH, "en"), (ARABIC, "ar"), (SPANISH, "es"), (FRENCH, "fr")]
)
def test_a_brief_look_confirms_a_language(text: str, language: str) -> None:
    assert _confirm(_sample(text, LONG), language) == (language, 1.0)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SPANISH, "en"),
        (PORTUGUESE, "es"),
        (FRENCH, "es"),
        (PERSIAN, "ar"),
        (RUSSIAN * 4, "en"),
        (ENGLISH[:200], "en"),
        ("", "en"),
    ],
)
def test_a_brief_look_confirms_no_other_and_no_short_text(text: str, language: str) -> None:
    assert _confirm(_sample(text, LONG), language) is None


@pytest.mark.parametrize("edition", EDITION_LANGUAGES)
def test_a_brief_and_a_long_look_say_the_same(edition: str) -> None:
    others = [other for other in EDITION_LANGUAGES if other != edition]
    for story in read_stories():
        if telling := story.tellings.get(edition):
            text = "\n".join((telling.title, telling.lead, *telling.paragraphs))
            briefly = detect_language(text, edition=edition)
            at_length = [detect_language(text, edition=other) for other in others]
            assert briefly.language == EDITION_LANGUAGES[edition]
            assert {each.language for each in at_length} == {briefly.language}


def test_only_the_beginning_is_looked_at() -> None:
    assert detect_language(f"{SPANISH * 40}{ENGLISH * 400}", edition="english").language == "es"


TEXTS = (ENGLISH, ENGLISH[:50], SPANISH[:45], ARABIC, FRENCH, "Selun Port Real Marina Verde 12")


def test_an_answer_does_not_depend_on_what_was_asked_before() -> None:
    first = [detect_language(text, edition="english") for text in TEXTS]
    again = [detect_language(text, edition="english") for text in reversed(TEXTS)]
    assert first == again[::-1]


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_an_answer_does_not_depend_on_the_process(hash_seed: str) -> None:
    code = (
        "import sys; from languages import detect_language\n"
        "for text in sys.argv[1:]: print(repr(detect_language(text, edition='english')))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, *TEXTS],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    expected = [repr(detect_language(text, edition="english")) for text in TEXTS]
    assert run.stdout.splitlines() == expected


@settings(max_examples=30, deadline=None)
@given(any_text)
def test_any_text_has_an_answer(text: str) -> None:
    found = detect_language(text * 3, edition="arabic", page=text)
    assert set(found.votes) == {"page", "edition", "detector"}
    assert found == detect_language(text * 3, edition="arabic", page=text)


@pytest.mark.parametrize("text", ["漢" * 100_000, "x" * 100_000, "a@" * 50_000, "\ud800" * 1000])
def test_hostile_texts_come_to_an_end(text: str) -> None:
    assert detect_language(text, edition="english").votes["edition"] == "en"
