"""Arabic: two stems a word, Snowball's and a light one.

The chain, in order, as measured on four sets of questions and headlines (the two stems together
found more than either alone, or than a root stemmer):

1. On each word: NFKC (presentation forms and ligatures become letters); vowel marks, Quranic
   signs and tatweel go; Persian ``ک ی ہ ھ`` become the Arabic letters.
2. Words part at everything but letters, marks and what is invisible (:mod:`languages.words`).
3. ``s|``: Snowball Arabic, then the spelling folds: ``أ إ آ ٱ`` to ``ا``, ``ى`` to ``ي``, ``ة`` to
   ``ه``, digits to ASCII.
4. ``l|``: the spelling folds, then one prefix and one suffix go (:func:`light_stem`).

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
_PERSIAN = str.maketrans("کیہھە", "كيههه")
_SPELLING = str.maketrans("أإآٱىة", "اااايه")

_PREFIXES = ("وبال", "وكال", "ولل", "فلل", "وال", "بال", "كال", "فال", "لل", "ال")
_CONJUNCTIONS = ("و", "ف")
_PREPOSITIONS = ("ب", "ل", "ك")
_SUFFIXES = (
    *("هما", "كما", "تها", "هم", "ها", "نا", "كم", "هن", "ان", "ات", "ون", "ين", "يه", "ته"),
    *("ية", "ه", "ة", "ي", "ا"),
)
_LETTERS_LEFT = 3
_LETTERS_FOR_PARTICLE = 5


def strip_marks(text: str) -> str:
    """Return the text in plain letters: no presentation forms, marks, tatweel, Persian letters.

    >>> strip_marks("كِتَـــابٌ")
    'كتاب'
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_PERSIAN)


def fold(text: str) -> str:
    """Return the text without marks, case and spelling variants, its digits ASCII.

    >>> fold("أُسرَةٌ إلى ٢٠")
    'اسره الي 20'
    """
    lowered = unicodedata.normalize("NFKC", strip_marks(text).lower())
    return fold_digits(lowered.translate(_SPELLING))


def exact(word: str) -> str:
    """Return the folded letters and digits of a word.

    >>> exact("ﻻعب")
    'لاعب'
    """
    return letters_and_digits(fold(word))


def stems(word: str) -> tuple[str, ...]:
    """Return both stems of an Arabic word, each with the name of its stemmer.

    >>> stems("وبالمدارس")
    ('s|مدارس', 'l|مدارس')
    """
    root = fold(snowball("arabic", letters_and_digits(strip_marks(word))))
    return (f"s|{root}", f"l|{light_stem(exact(word))}")


def light_stem(word: str) -> str:
    """Return an exact form without its article or particles and without one ending.

    Larkey's light10 with more prefixes and suffixes: the first prefix that leaves three letters
    goes; with none, ``و`` or ``ف``, then ``ب``, ``ل`` or ``ك``, from a word of five letters or
    more; then the first suffix that leaves three letters.

    >>> light_stem("والمهندسون")
    'مهندس'
    """
    bare = _without_prefix(word)
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= _LETTERS_LEFT:
            return bare[: -len(suffix)]
    return bare


def _without_prefix(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LETTERS_LEFT:
            return word[len(prefix) :]
    for particles in (_CONJUNCTIONS, _PREPOSITIONS):
        if word.startswith(particles) and len(word) >= _LETTERS_FOR_PARTICLE:
            word = word[1:]
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
