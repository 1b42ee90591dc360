"""What the site of the tests shows: articles of our own invention, one of which means harm."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from archive import Article
from archive.article import EDITION_LANGUAGES
from archive.urls import HOSTS

NOON = datetime(2024, 3, 5, 12, tzinfo=UTC)
MARKUP = "<script>window.harmed=1</script><img src=x onerror='window.harmed=1'>\"'><b>&amp;{{7*7}}"
CONTROLS = "\x00\x07\x0b\x1b[31m\x85\u202eover\u202c\u2066isolated\u2069\u200f\ufeff\ufffe"
HOSTILE = f"Lanterns {MARKUP} {CONTROLS} end"
CITIES = ("Wadi Sarmal", "Talmara", "Valdesauce", "Deir Lavan")


def article(number: int, edition: str, **fields: Any) -> Article:
    code = EDITION_LANGUAGES[edition]
    values: dict[str, Any] = {
        "url": f"https://{HOSTS[edition]}/news/culture/market-{number}",
        "section": "news/culture",
        "kind": "news",
        "language": code,
        "published": NOON + timedelta(days=number),
        "fetched": NOON + timedelta(days=number, hours=1),
        "provenance": {"title": "tawsiyat", "body": "dom"},
    }
    return Article(id=f"{code}:{number}", edition=edition, **(values | fields))


MARKET = article(
    1,
    "english",
    title="Lantern market of Wadi Sarmal opens",
    lead="Four hundred lanterns hang over the old canal.",
    body="The harvest fair follows in May.\n\nRima Daloub reports.",
    tags=("lanterns", "Winter markets"),
    authors=("Rima Daloub",),
    source="Wadi Sarmal Herald",
    country="Talmara",
    word_count=9,
)
MARKET_LATER = replace(
    MARKET,
    title="Lantern market of Wadi Sarmal opens late",
    body="The harvest fair follows in June.\n\nRima Daloub reports.",
    fetched=NOON + timedelta(days=3),
)
SOUK = article(
    3,
    "arabic",
    title="سوق الفوانيس يعود إلى وادي سرمل",
    lead="علّق الحرفيون أربعمئة فانوس بين الجسرين.",
    body="وقال الحرفيون إن السوق يستمر أسبوعاً.",
    kind="feature",
    tags=("فوانيس",),
)
FERIA = article(
    4,
    "spanish",
    title="Feria de faroles en Valdesauce",
    lead="Cien faroles de papel.",
    body="La feria dura una semana.",
    section="noticias/cultura",
)
GONE = article(5, "english", title="Harvest fair moves to Talmara", body="No lanterns this year.")
HARM = article(
    6,
    "english",
    title=HOSTILE,
    lead=HOSTILE,
    body=f"Body {HOSTILE}\n\nMore {HOSTILE}",
    section=f"news/{MARKUP}",
    tags=(HOSTILE, "=cmd|' /C calc'!A0"),
    authors=(HOSTILE,),
    source=HOSTILE,
    country=HOSTILE,
    coverage=HOSTILE,
    image_caption=HOSTILE,
    url="javascript:window.harmed=1",
    image_url="javascript:window.harmed=1",
    language='"><script>window.harmed=1</script>',
    published=None,
    provenance={"title": MARKUP, "source": HOSTILE},
)
FORMULA = article(7, "spanish", title='=HYPERLINK("http://evil.example")', lead="Faroles.")
LONG = article(8, "english", title="Every lantern, one by one", body="Lantern and rope. " * 2500)
MANY = tuple(
    article(
        100 + number,
        "english",
        title=f"Tram line {number} reaches {CITIES[number % len(CITIES)]}",
        lead="The tramway grows by another stop.",
        published=NOON - timedelta(days=20 * number),
        tags=(f"stop {number}",),
    )
    for number in range(25)
)
FERRY = (
    article(
        20,
        "english",
        title="Ferry Nour al-Marsa runs aground off Talmara, 17 hurt",
        lead=(
            "The ferry Nour al-Marsa ran aground off Talmara on Sunday with 212 passengers on "
            "board, and 17 people were hurt, Captain Rima Daloub said."
        ),
        body=(
            "Two tugs from Wadi Sarmal pulled it free after five hours.\n\n"
            "The harbour office has closed the eastern pier until Friday."
        ),
        tags=("ferries",),
        published=NOON + timedelta(days=40),
    ),
    article(
        21,
        "arabic",
        title="جنوح العبّارة «نور المرسى» قبالة تلمارة وإصابة 20 راكباً",
        lead=(
            "جنحت العبّارة «نور المرسى» الأحد قبالة تلمارة وعلى متنها 212 راكباً، "
            "وأصيب 20 شخصاً، بحسب القبطان ريما دلوب."
        ),
        body=(
            "وسحبت قاطرتان من وادي سرمل العبّارة بعد خمس ساعات.\n\n"
            "وقالت راكبة إن القهوة لم تنسكب من فنجانها."
        ),
        tags=("عبّارات",),
        published=NOON + timedelta(days=40, hours=3),
    ),
    article(
        22,
        "spanish",
        title="El ferri Nour al-Marsa encalla frente a Talmara: 20 heridos",
        lead=(
            "El ferri Nour al-Marsa encalló el domingo frente a Talmara con 212 pasajeros a bordo "
            "y 20 personas resultaron heridas, dijo la capitana Rima Daloub."
        ),
        body=(
            "Dos remolcadores de Wadi Sarmal lo liberaron a las cinco horas.\n\n"
            "La naviera devolverá el billete, que cuesta 35 euros."
        ),
        section="noticias/sociedad",
        tags=("ferris",),
        published=NOON + timedelta(days=41),
    ),
)
"""One story in all three editions, which do not agree on a number."""
ARTICLES = (MARKET, MARKET_LATER, SOUK, FERIA, GONE, HARM, replace(HARM, title=f"New {HOSTILE}"))
ALL = (*ARTICLES, FORMULA, LONG, *MANY, *FERRY)
RUNS: tuple[dict[str, Any], ...] = (
    {
        "edition": "english",
        "started": "2024-03-06T05:15:00Z",
        "elapsed_s": 61.4,
        "healthy": True,
        "counts": {"new": 1200, "known": 7, "failed": 0},
        "complaints": [],
    },
    {
        "edition": "arabic",
        "started": "2024-03-06T05:16:00Z",
        "elapsed_s": 600.0,
        "healthy": False,
        "counts": {"new": 1, "failed": 4},
        "complaints": [f"too many failed {HOSTILE}"],
    },
)
