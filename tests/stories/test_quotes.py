import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.quotes import find_speakers, quotations


@pytest.mark.parametrize(
    ("text", "language", "speakers"),
    [
        ("“No one slept,” said Zaza Kintsuria, a fisherman.", "en", ["Zaza Kintsuria"]),
        ('"No one slept," Kintsuria told reporters.', "en", ["Kintsuria"]),
        ("Zaza Kintsuria, a fisherman, said the pier was old.", "en", ["Zaza Kintsuria"]),
        ("The mayor, Nugzar Meladvili, said so.", "en", ["Nugzar Meladvili"]),
        ("The river rose by a metre, rescue services said.", "en", ["rescue services"]),
        ("Nine boats sank, according to the union.", "en", ["the union"]),
        ('and eleven times," union president Dario Vucemil said.', "en", ["Dario Vucemil"]),
        ("'We wait and we wait,' said Rana Haddadeen.", "en", ["Rana Haddadeen"]),
        ("Iraqi doctor: 'We cool them with ice'", "en", ["Iraqi doctor"]),
        ("“It is over,” she said.", "en", []),
        ("The boat that Zaza Kintsuria built sank.", "en", []),
        ("People in the town of Moynaghata said no more.", "en", []),
        ("«Nadie durmió», dijo el presidente, Rodrigo Painecura.", "es", ["Rodrigo Painecura"]),
        ("La alcaldesa Nuria Estadella dijo que no.", "es", ["Nuria Estadella"]),
        ("Según la empresa Bahía Marquesol, no hay buses.", "es", ["Bahía Marquesol"]),
        ("Según el ministro, Laith Qudsawi, lloverá.", "es", ["Laith Qudsawi"]),
        ("No hubo heridos, según la guardia costera.", "es", ["la guardia costera"]),
        (
            "Caen menos, según un recuento de la asociación de médicos de equipo.",
            "es",
            ["un recuento de la asociación de médicos de equipo"],
        ),
        ("«Se acabó», dijo.", "es", []),
        ("وقال رئيس البلدية جوزف الحدّار إنّ الحراسة ستستمر.", "ar", ["رئيس البلدية جوزف الحدّار"]),
        ("وقالت إيناس، وهي طالبة: «مشيتُ ساعة».", "ar", ["إيناس"]),
        ("«لم ننم»، قال نبيل الخيّاط.", "ar", ["نبيل الخيّاط"]),
        (
            "ويقول الشقيق الأكبر، جهاد المعصراني: «كان أبي يبيع».",
            "ar",
            ["الشقيق الأكبر، جهاد المعصراني"],
        ),
        ("لم تُسجَّل وفيات، بحسب الحماية المدنية.", "ar", ["الحماية المدنية"]),
        ("وقال في اتصال هاتفي: «انتهى الأمر الآن».", "ar", []),
        ("غرق القارب الذي بناه الصياد.", "ar", []),
        ("“Rien,” said Zaza Kintsuria.", "fr", []),
    ],
)
def test_who_is_quoted(text: str, language: str, speakers: list[str]) -> None:
    assert [each.text for each in find_speakers(text, language)] == speakers


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“one” «two» \"three\" ‘four’ 'five'", ["“one”", "«two»", '"three"', "‘four’", "'five'"]),
        ("It's Zaza's boat, isn't it?", []),
        ("he said: “it goes on", ["“it goes on"]),
        ("and ends here,” he said", ["and ends here,”"]),
        ("‘Don't,’ she said", ["‘Don't,’"]),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotations(text)] == quoted


@given(
    st.text(alphabet="aZ \"'“”«»‘’:,.قال said", max_size=200), st.sampled_from(["en", "ar", "es"])
)
def test_any_text_has_speakers_within_it(text: str, language: str) -> None:
    spans = [(each.start, each.end) for each in find_speakers(text, language)]
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
