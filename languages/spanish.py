"""Spanish: Snowball on the accented word, then fold.

The chain, in order: (1) compatibility forms and case (NFKC, lower); (2) words part at everything
but letters and digits (:mod:`languages.words`); (3) the Snowball Spanish stemmer, which needs the
accents; (4) accents and ``ñ`` fold. Where a writer without accents would get another stem
(``economia`` beside ``economía``), that stem stands second, so that both spellings meet.
"""

import unicodedata
from types import MappingProxyType

from languages import latin
from languages.language import DateWords, Language, listed, numbered, seconds
from languages.stemming import snowball
from languages.text import letters_and_digits


def stems(word: str, exact: str) -> tuple[str, ...]:
    """Return the stems of a Spanish word: of it as written, and as written without accents.

    Args:
        word: As it is written.
        exact: As by :func:`languages.latin.exact`.

    >>> stems("camiones", "camiones"), stems("economía", "economia")
    (('camion',), ('econom', 'economi'))
    """
    plain = snowball("spanish", exact)
    written = letters_and_digits(unicodedata.normalize("NFKC", word).lower())
    if written == exact:
        return (plain,)
    accented = latin.exact(snowball("spanish", written))
    return (accented,) if accented == plain else (accented, plain)


SPANISH = Language(
    code="es",
    name="Español",
    edition="spanish",
    direction="ltr",
    script="Latn",
    fold=latin.fold,
    stems=stems,
    months=numbered(
        "enero|ene / febrero|feb / marzo|mar / abril|abr / mayo|may / "
        "junio|jun / julio|jul / agosto|ago / "
        "septiembre|setiembre|sept|sep|set / octubre|oct / noviembre|nov / "
        "diciembre|dic",
        first=1,
        fold=latin.fold,
    ),
    numerals=numbered(
        "un|una|uno / dos / tres / cuatro / cinco / seis / "
        "siete / ocho / nueve / diez / once / doce",
        first=1,
        fold=latin.fold,
    ),
    stop_words=listed(
        "a al como con contra de del desde el ella en entre era es esta este fue ha han hasta la "
        "las lo los mas no o para pero por que se segun ser si sin sobre son su sus un una y ya",
        latin.fold,
    ),
    dates=DateWords(
        days_back=MappingProxyType({"hoy": 0, "ayer": 1, "anteayer": 2, "antes de ayer": 2}),
        weekdays=numbered(
            "lunes|lun / martes|mar / miércoles|mié / jueves|jue / viernes|vie / "
            "sábado|sáb / domingo|dom",
            first=0,
            fold=latin.fold,
        ),
        ago="hace {amount}",
        units_s=seconds(
            {
                1: "segundo|segundos",
                60: "minuto|minutos|min",
                3600: "hora|horas",
                86_400: "día|días",
                604_800: "semana|semanas",
            },
            latin.fold,
        ),
        amounts_s=MappingProxyType({}),
        morning=r"a\.? ?m\.?",
        evening=r"p\.? ?m\.?",
        ordinal="o|°",
        of="del?",
        at="a las?",
        labels=(
            "fecha",
            "publicado el",
            "publicado",
            "ultima actualizacion",
            "actualizado el",
            "actualizado",
        ),
        counts=("visualizaciones", "visualizacion", "vistas"),
    ),
)
