"""Arabic: Snowball's stem of a word and light ones.

The chain, in order, as measured (``docs/languages.md``; Snowball's and a light stem together found
more than either alone, or than a root stemmer):

1. On each word: NFKC (presentation forms and ligatures become letters); vowel marks, Quranic
   signs and tatweel go; Persian ``ک ی ہ ھ`` become the Arabic letters, and ``پ چ ژ گ ڤ`` those
   whose shape they have (``پوتین`` is ``بوتين``).
2. Words part at everything but letters, marks and what is invisible (:mod:`languages.words`).
3. ``s|``: Snowball Arabic, then the spelling folds: ``أ إ آ ٱ`` to ``ا``, ``ى`` to ``ي``, ``ة`` to
   ``ه``, digits to ASCII.
4. ``l|``: the spelling folds, the seats of hamza fold (``أبناؤه`` beside ``أبناء``), then one
   prefix and one suffix go (:func:`light_stems`). A first letter may be a particle (``بمدينة``) or
   the word's own (``بلدية``), and nothing in the word tells: there is a stem for each reading, so
   that ``فوانيس`` and ``الفوانيس`` meet. The word with its ending is a stem, too: it is the rarer,
   so articles with the very form that is asked for come first.

The exact form is step 1 and the spelling folds.
"""

import re
import unicodedata

from languages.language import DateWords, Language, listed, numbered, seconds
from languages.numerals import fold_digits
from languages.stemming import snowball
from languages.text import letters_and_digits

_MARKS = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0640]+"
)
_PLAIN = re.compile("[\u0621-\u063a\u0641-\u064a]+")
"""Letters that have nothing to strip; most words are made of them alone."""
_VOWELLED = re.compile("[\u0621-\u063a\u0640-\u0652]+")
"""Those and marks of which none makes another letter of the one before it."""
_FOREIGN = str.maketrans("کڪیےہھەۀپچژگڤ", "ككييههههبجزكف")

_PREFIXES = {
    "و": ("وبال", "وكال", "ولل", "وال"),
    "ف": ("فبال", "فكال", "فلل", "فال"),
    **{prefix[0]: (prefix,) for prefix in ("بال", "كال", "لل", "ال")},
}
"""By their first letter, the longer ones first."""
_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_PARTICLES = frozenset((*_CONJUNCTIONS, *_PREPOSITIONS))
_PRONOUNS = ("هما", "كما", "هم", "ها", "نا", "كم", "هن", "ه")
_GENDERS_AND_NUMBERS = ("", "ت", "ات")
_ENDINGS = (
    *("ان", "ات", "ون", "ين", "تان", "تين", "يه", "ي", "ا"),
    *(f"{number}{pronoun}" for number in _GENDERS_AND_NUMBERS for pronoun in _PRONOUNS),
)
_LETTERS_LEFT = 3
_LETTERS_FOR_PARTICLE = 5
_SUFFIXES = frozenset(_ENDINGS)
_SUFFIX_LENGTHS = {
    last: sorted({len(ending) for ending in _ENDINGS if ending[-1] == last}, reverse=True)
    for last in {ending[-1] for ending in _ENDINGS}
}
"""By the last letter, which most words that have none tell by."""


def strip_marks(text: str) -> str:
    """Return the text in plain letters: no presentation forms, marks, tatweel, Persian letters.

    >>> strip_marks("كِتَـــابٌ")
    'كتاب'
    """
    if _PLAIN.fullmatch(text):
        return text
    if _VOWELLED.fullmatch(text):
        return _MARKS.sub("", text)
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_FOREIGN)


def fold(text: str) -> str:
    """Return the text without marks, case and spelling variants, its digits ASCII.

    >>> fold("أُسرَةٌ إلى ٢٠")
    'اسره الي 20'
    """
    if not _PLAIN.fullmatch(text):
        text = fold_digits(unicodedata.normalize("NFKC", strip_marks(text).lower()))
    return _one_spelling(text)


def exact(word: str) -> str:
    """Return the folded letters and digits of a word.

    >>> exact("ﻻعب")
    'لاعب'
    """
    return letters_and_digits(fold(word))


def stems(word: str, exact: str) -> tuple[str, ...]:
    """Return the stems of an Arabic word, each with the name of its stemmer.

    Args:
        word: As it is written.
        exact: As by :func:`exact`.

    >>> stems("وبالمدارس", "وبالمدارس")
    ('s|مدارس', 'l|مدارس')
    >>> stems("فوانيس", "فوانيس")
    ('s|وانيس', 'l|وانيس', 'l|فوانيس')
    """
    root = fold(snowball("arabic", letters_and_digits(strip_marks(word))))
    return (f"s|{root}", *[f"l|{stem}" for stem in light_stems(exact)])


def light_stems(word: str) -> tuple[str, ...]:
    """Return an exact form without its article or particles and without one ending.

    Larkey's light10 with more prefixes and suffixes: the first prefix that leaves three letters
    goes; with none, ``و`` or ``ف``, then ``ب``, ``ل`` or ``ك``, from a word of five letters or
    more; then the longest suffix that leaves three letters. Each of those single letters may as
    well be the word's own: the stems with it follow. Last comes the word with its ending, which
    tells it from others of the same stem.

    >>> light_stems("للمهندسين"), light_stems("وبلديات")
    (('مهندس', 'مهندسين'), ('لدي', 'بلدي', 'وبلدي', 'وبلديات'))
    """
    readings = _without_prefix(word.replace("ؤ", "ء").replace("ئ", "ء"))
    found = [*map(_without_suffix, readings), readings[-1]]
    return tuple(dict.fromkeys(found))


def _one_spelling(text: str) -> str:
    text = text.replace("أ", "ا").replace("إ", "ا").replace("آ", "ا").replace("ٱ", "ا")
    return text.replace("ى", "ي").replace("ة", "ه")  # a tenth of the time of a table


def _without_prefix(word: str) -> list[str]:
    """Return the word without prefix; if that is particles, then with more and more of them."""
    for prefix in _PREFIXES.get(word[:1], ()):
        if word.startswith(prefix) and len(word) - len(prefix) >= _LETTERS_LEFT:
            return [word[len(prefix) :]]
    readings = [word]
    if word[:1] in _PARTICLES:
        for particles in (_CONJUNCTIONS, _PREPOSITIONS):
            if readings[0].startswith(particles) and len(readings[0]) >= _LETTERS_FOR_PARTICLE:
                readings.insert(0, readings[0][1:])
    return readings


def _without_suffix(word: str) -> str:
    for length in _SUFFIX_LENGTHS.get(word[-1:], ()):
        if len(word) - length >= _LETTERS_LEFT and word[-length:] in _SUFFIXES:
            return word[:-length]
    return word


ARABIC = Language(
    code="ar",
    name="العربية",
    edition="arabic",
    direction="rtl",
    script="Arab",
    fold=fold,
    stems=stems,
    months=numbered(
        "كانون الثاني|كانون ثاني|كانون ثان|يناير|جانفي / شباط|فبراير|فيفري / "
        "آذار|مارس / نيسان|أبريل|إبريل|أفريل / أيار|مايو|ماي / "
        "حزيران|يونيو|يونيه|جوان / تموز|يوليو|يوليه|يوليوز|جويلية / "
        "آب|أغسطس|أوت|غشت / أيلول|سبتمبر|شتنبر / "
        "تشرين الأول|تشرين أول|أكتوبر / "
        "تشرين الثاني|تشرين ثاني|تشرين ثان|نوفمبر|نونبر / "
        "كانون الأول|كانون أول|ديسمبر|دجنبر",
        first=1,
        fold=fold,
    ),
    numerals=numbered(
        "واحد|واحدة / اثنان|اثنين|اثنتان|اثنتين / ثلاث|ثلاثة / أربع|أربعة / "
        "خمس|خمسة / ست|ستة / سبع|سبعة / ثماني|ثمانية|ثمان / تسع|تسعة / عشر|عشرة",
        first=1,
        fold=fold,
    ),
    stop_words=listed(
        "أن أو إلى إن التي الذي الذين أي بعد بين ثم حتى خلال ذلك على عن عند غير في قبل قد كان "
        "كانت كل كما لا لم لن ما مع من منذ هذا هذه هل هو هي و وفي وقد ومن يوم",
        fold,
    ),
    dates=DateWords(
        days_back=numbered(
            "اليوم / أمس|البارحة / أول أمس|أول من أمس",
            first=0,
            fold=fold,
        ),
        weekdays=numbered(
            "الاثنين|الإثنين / الثلاثاء / الأربعاء / الخميس / الجمعة / السبت / الأحد",
            first=0,
            fold=fold,
        ),
        ago="(?:منذ|قبل) {amount}",
        units_s=seconds(
            {
                1: "ثانية|ثوان|ثواني",
                60: "دقيقة|دقائق",
                3600: "ساعة|ساعات",
                86_400: "يوم|يوما|أيام",
                604_800: "أسبوع|أسبوعا|أسابيع",
            },
            fold,
        ),
        amounts_s=seconds(
            {
                60: "دقيقة|دقيقة واحدة",
                120: "دقيقتين|دقيقتان",
                3600: "ساعة|ساعة واحدة",
                7200: "ساعتين|ساعتان",
                86_400: "يوم|يوم واحد",
                172_800: "يومين|يومان",
                604_800: "أسبوع|أسبوع واحد",
                1_209_600: "أسبوعين|أسبوعان",
            },
            fold,
        ),
        morning="ص|صباحا",
        evening="م|مساء|ظهرا",
        ordinal="",
        of="",
        at="الساعه|عند الساعه",
        labels=tuple(map(fold, ("تاريخ النشر", "نشر في", "نشر", "آخر تحديث", "تحديث", "التاريخ"))),
        counts=tuple(map(fold, ("مشاهدة", "مشاهدات", "دقيقة قراءة", "دقائق قراءة"))),
    ),
)
