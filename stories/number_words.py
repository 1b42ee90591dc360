"""The words that numbers are made of, in each language, folded as :mod:`stories.words` does."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from stories.words import fold_word, folded_words


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWords:
    """How one language builds its numbers."""

    atoms: Mapping[str, int]
    """Below a thousand, each a number of its own."""
    teens: Mapping[str, int]
    """What adds to the unit before it: Arabic ``عشر``."""
    scales: Mapping[str, int]
    """What multiplies the number before it: hundred, dozen, thousand, million."""
    multiples: Mapping[str, int]
    """Whole numbers that contain a scale: Arabic ``ألفان``; others join them as they join it."""
    only_counted: frozenset[str]
    """Scales that are no number alone: ``millions``, ``hundred``."""
    articles: frozenset[str]
    """``a million``: what stands for one before a scale."""
    joints: frozenset[str]
    """What may join the parts of one number."""
    halves: frozenset[str]
    never_alone: frozenset[str]
    """Atoms that are other words too unless they are part of a longer number."""
    to: frozenset[str]
    """What parts the ends of a range."""
    percents: tuple[str, ...]
    """After a number; of two words, with one space."""
    currencies: frozenset[str]
    counted: frozenset[str]
    """What is often counted: a number before it is no year."""
    about: frozenset[str]
    """A number after it is no year."""
    years: frozenset[str]
    """A number after it is a year."""
    ordinal_before: frozenset[str]
    """A number after it says which, not how many: ``minute 89``."""
    clock_before: frozenset[str]
    clock_after: frozenset[str]


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(map(fold_word, phrase.split())) for phrase in text.split("|"))


def _values(rows: str) -> Mapping[str, int]:
    return MappingProxyType(dict(_rows(rows)))


def _rows(rows: str) -> Iterator[tuple[str, int]]:
    for row in rows.strip().splitlines():
        value, *names = row.split()
        yield from ((fold_word(name), int(Decimal(value))) for name in names)


_ENGLISH_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_SPANISH_UNITS = "x dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince"


def _counted(names: str) -> dict[str, int]:
    return {fold_word(name): value for value, name in enumerate(names.split(), 1) if name != "x"}


_ENGLISH = NumberWords(
    atoms=MappingProxyType(
        _counted(_ENGLISH_UNITS + " fifteen sixteen seventeen eighteen nineteen")
        | dict(
            _rows(
                "20 twenty\n30 thirty\n40 forty fourty\n50 fifty\n60 sixty\n70 seventy\n"
                "80 eighty\n90 ninety",
            ),
        ),
    ),
    teens=MappingProxyType({}),
    scales=_values(
        "12 dozen\n100 hundred\n1e3 thousand k\n1e6 million millions mn mln m\n"
        "1e9 billion billions bn b\n1e12 trillion trillions tn trn",
    ),
    multiples=MappingProxyType({}),
    only_counted=folded_words(
        "dozen hundred thousand million millions billion billions trillion trillions",
    ),
    articles=folded_words("a an"),
    joints=folded_words("and"),
    halves=folded_words("half"),
    never_alone=folded_words("one"),
    to=folded_words("to and or"),
    percents=_phrases("percent|per cent|pc|pct|percentage point|percentage points"),
    currencies=folded_words("dollar dollars euro euros pound pounds usd"),
    counted=folded_words(
        "people persons men women children soldiers troops fighters workers civilians students "
        "pupils families homes houses jobs members prisoners detainees visitors cases deaths "
        "injured dead killed wounded martyrs refugees migrants voters votes supporters protesters "
        "kilometres kilometers km miles metres meters feet tonnes tons kilograms kg litres liters "
        "hectares acres barrels hours days residents passengers users viewers trucks missiles "
        "others were have more additional",
    ),
    about=folded_words("about around nearly almost some over than roughly least approximately"),
    years=folded_words("in since year until during late early mid before after"),
    ordinal_before=folded_words("no number minute page article resolution chapter"),
    clock_before=folded_words("at"),
    clock_after=folded_words("am pm gmt bst utc hrs"),
)

_SPANISH = NumberWords(
    atoms=MappingProxyType(
        _counted(_SPANISH_UNITS)
        | dict(
            _rows(
                "1 un una uno\n16 dieciséis\n17 diecisiete\n18 dieciocho\n19 diecinueve\n"
                "20 veinte\n"
                "21 veintiuno veintiún veintiuna\n22 veintidós\n23 veintitrés\n24 veinticuatro\n"
                "25 veinticinco\n26 veintiséis\n27 veintisiete\n28 veintiocho\n29 veintinueve\n"
                "30 treinta\n40 cuarenta\n50 cincuenta\n60 sesenta\n70 setenta\n80 ochenta\n"
                "90 noventa\n100 cien ciento\n200 doscientos doscientas\n300 trescientos "
                "trescientas\n400 cuatrocientos cuatrocientas\n500 quinientos quinientas\n600 "
                "seiscientos seiscientas\n700 setecientos setecientas\n800 ochocientos "
                "ochocientas\n900 novecientos novecientas",
            ),
        ),
    ),
    teens=MappingProxyType({}),
    scales=_values(
        "12 docena docenas\n1e3 mil\n1e6 millón millones\n1e12 billón billones\n1e18 trillón "
        "trillones",
    ),
    multiples=MappingProxyType({}),
    only_counted=folded_words("docena docenas millón millones billón billones trillón trillones"),
    articles=frozenset(),
    joints=folded_words("y"),
    halves=folded_words("medio media"),
    never_alone=folded_words("un una uno"),
    to=folded_words("a y o"),
    percents=_phrases(
        "por ciento|por cien|porciento|punto porcentual|puntos porcentuales",
    ),
    currencies=folded_words("dólar dólares euro euros libra libras peso pesos bolívares"),
    counted=folded_words(
        "personas hombres mujeres niños niñas soldados tropas combatientes trabajadores civiles "
        "estudiantes alumnos familias casas viviendas empleos miembros presos detenidos visitantes "
        "casos muertes muertos heridos mártires refugiados migrantes votantes votos manifestantes "
        "kilómetros km millas metros pies toneladas kilos kilogramos kg litros hectáreas barriles "
        "horas días habitantes residentes pasajeros usuarios camiones misiles otros otras fueron",
    ),
    about=folded_words("unos unas casi cerca alrededor menos aproximadamente más"),
    years=folded_words("en desde año hasta durante finales principios"),
    ordinal_before=folded_words("n número minuto página artículo resolución capítulo siglo"),
    clock_before=folded_words("las"),
    clock_after=folded_words("h hs am pm gmt"),
)

_ARABIC = NumberWords(
    atoms=_values(
        "1 واحد واحدة أحد إحدى\n2 اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي إثنان إثنين\n"
        "3 ثلاث ثلاثة\n4 أربع أربعة\n5 خمس خمسة\n6 ست ستة\n7 سبع سبعة\n8 ثمان ثماني ثمانية\n"
        "9 تسع تسعة\n10 عشر عشرة\n20 عشرون عشرين\n30 ثلاثون ثلاثين\n40 أربعون أربعين\n"
        "50 خمسون خمسين\n60 ستون ستين\n70 سبعون سبعين\n80 ثمانون ثمانين\n90 تسعون تسعين\n"
        "100 مئة مائة مية\n200 مئتان مئتين مئتا مئتي مائتان مائتين مائتا مائتي ميتين\n"
        "300 ثلاثمئة ثلاثمائة\n400 أربعمئة أربعمائة\n500 خمسمئة خمسمائة\n600 ستمئة ستمائة\n"
        "700 سبعمئة سبعمائة\n800 ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة\n900 تسعمئة تسعمائة",
    ),
    teens=_values("10 عشر عشرة"),
    scales=_values(
        "100 مئة مائة\n1e3 ألف ألفاً آلاف\n1e6 مليون مليوناً ملايين\n"
        "1e9 مليار ملياراً مليارات بليون بليوناً بلايين\n"
        "1e12 تريليون تريليوناً تريليونات ترليون ترليوناً",
    ),
    multiples=_values(
        "2e3 ألفان ألفين ألفي\n2e6 مليونان مليونين مليوني\n"
        "2e9 ملياران مليارين ملياري بليونان بليونين بليوني\n"
        "2e12 تريليونان تريليونين تريليوني",
    ),
    only_counted=folded_words("آلاف ملايين مليارات بلايين تريليونات"),
    articles=frozenset(),
    joints=folded_words("و"),
    halves=folded_words("نصف"),
    never_alone=folded_words("واحد واحدة أحد إحدى اثنا اثني اثنتا اثنتي"),
    to=folded_words("إلى أو حتى"),
    percents=_phrases(
        "في المئة|في المائة|بالمئة|بالمائة|بالمية|في المية|نقطة مئوية|نقاط مئوية|المئة|المائة",
    ),
    currencies=folded_words(
        "دولار دولارا دولارات يورو جنيه جنيها ليرة ريال ريالا دينار دينارا درهم"
    ),
    counted=folded_words(
        "شخص شخصا أشخاص رجل رجلا امرأة طفل طفلا أطفال جندي جنديا جنود مقاتل مقاتلا عامل عاملا "
        "مدني مدنيا طالب طالبا أسرة عائلة منزل منزلا عضو عضوا أسير أسيرا معتقل معتقلا زائر زائرا "
        "حالة إصابة جريح جريحا شهيد شهيدا قتيل قتيلا لاجئ لاجئا صوت صوتا متر مترا كيلومتر "
        "كيلومترا كلم كم ميل ميلا طن طنا كيلوغرام كيلوغراما ليتر هكتار هكتارا برميل ساعة يوم "
        "يوما نسمة راكب راكبا مستخدم شاحنة صاروخ صاروخا آخرين منهم",
    ),
    about=folded_words("نحو حوالي قرابة زهاء يقارب تقريبا"),
    years=folded_words("عام العام سنة السنة لعام منذ أوائل أواخر مطلع نهاية بداية منتصف"),
    ordinal_before=folded_words("رقم الدقيقة دقيقة القرن المادة القرار الصفحة"),
    clock_before=folded_words("الساعة"),
    clock_after=folded_words("صباحا مساء ظهرا بتوقيت"),
)

_BROKEN_PLURALS = (
    "شخص جندي قتيل جريح شهيد طفل رجل شاب ضابط أسير يوم أسبوع شهر عام قرن كيلومتر متر طن هدف "
    "صاروخ منزل ملعب فريق كتاب مشروع قارب زورق شقيق هاتف قمر مبني قدم عقد كلب باب بيت برج جزء مركز"
)
"""Their ``ين`` is never a plural."""
_SOUND_PLURALS = (
    "مدني مواطن مقاتل شرطي صحافي صحفي مسلح معتقل مصاب عامل عنصر مسؤول "
    "فلسطيني إسرائيلي لبناني سوري يمني عراقي"
)
"""Their ``ين`` may be many, so only ``ان`` is two."""
_FEMININES = (
    "ساع دقيق سن مر امرأ فتا دول مدين قري سيار طائر سفين غار ضرب نقط درج محط مجموع شرك ناقل "
    "باخر حافل شاحن قذيف رحل جول مبارا مدرس منطق لحظ كنيس محاول جريم بطول كتيب فرق ليل شقيق "
    "إسرائيلي فلسطيني"
)


def _duals(nouns: str, endings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(fold_word(noun + ending) for noun in nouns.split() for ending in endings)


DUALS: frozenset[str] = (
    _duals(_BROKEN_PLURALS, ("ان", "ين"))
    | _duals(_SOUND_PLURALS, ("ان",))
    | _duals(_FEMININES, ("تان", "تين", "تا")) - {fold_word("سنتا")}
)
"""Arabic nouns whose form alone says two: ``يومين`` is two days."""

_TENS_ARABIC = ("عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين")
_TENS_ENGLISH = ("twen", "thir", "for", "fif", "six", "seven", "eigh", "nine")

DECADES: Mapping[str, int] = MappingProxyType(
    {
        fold_word(article + stem + ending): 1900 + 10 * tens
        for tens, stem in enumerate(_TENS_ARABIC, 2)
        for ending in ("يات", "ات")
        for article in ("", "ال")
    }
    | {fold_word(stem + "ties"): 1900 + 10 * tens for tens, stem in enumerate(_TENS_ENGLISH, 2)},
)
"""``ثمانينيات``, ``eighties``: the year they begin."""

NUMBER_WORDS: Mapping[str, NumberWords] = MappingProxyType(
    {"en": _ENGLISH, "ar": _ARABIC, "es": _SPANISH},
)
"""By ISO 639-1 code."""
