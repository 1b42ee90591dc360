"""Articles of our own invention, and how to make more."""

from datetime import UTC, datetime
from typing import Any

from archive.article import EDITION_LANGUAGES, Article

_EDITIONS = {language: edition for edition, language in EDITION_LANGUAGES.items()}


def article(id_: str, title: str, **fields: Any) -> Article:
    """Return an article; its edition and its language are those its id begins with."""
    language = id_.partition(":")[0]
    fields.setdefault("url", f"https://{language}.example/{id_}")
    fields.setdefault("kind", "news")
    fields.setdefault("language", language)
    return Article(id=id_, edition=_EDITIONS[language], title=title, **fields)


def day(month: int, number: int, hour: int = 9) -> datetime:
    return datetime(2024, month, number, hour, tzinfo=UTC)


ARTICLES = (
    article(
        "en:101",
        "Selun opens a second grain terminal",
        lead="The port of Selun doubled its capacity on Tuesday.",
        body="Ships from three harbours will unload wheat and barley here.\n\n"
        "The US-led consortium that built the terminal hired 1,500 workers. "
        "“We have waited for this day,” said the harbour master, Dana Orrin.",
        section="news/economics",
        tags=("Grain ports", "Selun", "trade"),
        authors=("Mara Velt",),
        source="Agencies",
        country="Romania",
        published=day(1, 10),
    ),
    article(
        "en:102",
        "Wheat harvest fails in the Oria valley",
        lead="Farmers count the cost of a dry spring.",
        body="The harvest is the smallest since 1998. Barley did better than wheat.",
        section="news/environment",
        tags=("harvest", "drought"),
        authors=("Mara Velt", "Ilan Brek"),
        country="Spain",
        published=day(2, 3),
    ),
    article(
        "en:103",
        "What a dry spring means for bakers",
        lead="An analysis of prices from field to loaf.",
        body="Flour is dearer than it was, and the terminal of Selun stands half empty.",
        kind="analysis",
        section="articles/analysis",
        tags=("prices",),
        authors=("Ilan Brek",),
        published=day(2, 20),
    ),
    article(
        "en:104",
        "Video: a café on wheels",
        kind="video",
        section="videos/features",
        published=None,
    ),
    article(
        "ar:201",
        "افتتاح محطة ثانية للحبوب في ميناء سيلون",
        lead="ضاعف الميناء قدرته يوم الثلاثاء.",
        body="ستفرغ السفن القمح والشعير هنا.\n\nوَصَلَت أولى السفن من ٣ موانئ، وقالت مديرة الميناء "
        "دانا أورين إن المدارس القريبة ستزور المحطة. وبالمدارس بدأت الجولات.",
        section="news/economic",
        tags=("محطة الحبوب", "سيلون"),
        authors=("الميادين نت",),
        country="رومانيا",
        published=day(1, 10, 11),
    ),
    article(
        "ar:202",
        "مُعَلِّمُو المَدْرَسَةِ يَزْرَعُونَ أَشْجارَ الزَّيْتون",
        lead="مبادرة في بلدة نهر التين.",
        body="زرع المعلمون مئة شجرة حول مدرسة البلدة، بدعم من مؤسسة NADIR المحلية.",
        section="news/environment",
        tags=("زراعة",),
        published=day(3, 5),
    ),
    article(
        "es:301",
        "Selún inaugura una segunda terminal de granos",
        lead="El puerto duplica su capacidad económica.",
        body="Los barcos descargarán trigo y cebada. «Esperábamos este día», dijo la capitana.\n\n"
        "El niño que cortó la cinta es hijo de un estibador.",
        section="noticias/economia",
        tags=("granos", "puertos"),
        source="Agencias",
        country="Rumania",
        published=day(1, 10, 15),
    ),
    article(
        "es:302",
        "Las elecciones del gremio de panaderos",
        lead="Tres candidatos, un horno.",
        body="La votación será en marzo. Los niños harán pan.",
        section="noticias/sociedad",
        published=day(2, 28),
    ),
    article(
        "en:105",
        "Le pain et la farine",
        body="Les boulangers de la vallée manquent de farine.",
        language="fr",
        section="news/misc",
        published=day(2, 28),
    ),
)
