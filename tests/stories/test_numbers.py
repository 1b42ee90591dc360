"""Numbers of an article: what they are worth, where they stand, what kind they are."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replica.stories import read_stories
from stories.digits import read_digits
from stories.number_words import NUMBER_WORDS
from stories.numbers import find_numbers, write_number

LANGUAGE = {"english": "en", "arabic": "ar", "spanish": "es"}


def told(text: str, language: str) -> list[str]:
    """Return the numbers of a text, each with ``%`` or the first letter of a kind but quantity."""
    return [
        write_number(each.value)
        + ("%" if each.percent else "")
        + ("" if each.kind == "quantity" else each.kind[0])
        for each in find_numbers(text, language)
    ]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("17 boats", "17"),
        ("1,500 boats", "1500"),
        ("1,234,567.5 litres", "1234567.5"),
        ("1.325 seconds", "1.325"),
        ("1 500 boats", "1500"),
        ("2.5 million", "2500000"),
        ("£2.8bn, $3m, 10k", "2800000000 3000000 10000"),
        ("1.5m people ran the 100m sprint", "1500000 100"),
        ("twelve boats, three men", "12 3"),
        ("twenty-five boats", "25"),
        ("two hundred and five", "205"),
        ("three hundred thousand", "300000"),
        ("two thousand five hundred", "2500"),
        ("a million and a half people", "1500000"),
        ("two and a half million", "2500000"),
        ("half a million", "500000"),
        ("two dozen", "24"),
        ("one of the men", ""),
        ("one million", "1000000"),
        ("thousands of men, millions, hundreds", ""),
        ("10-15 percent", "10% 15%"),
        ("between 2 and 3 million", "2000000 3000000"),
        ("5 to 7 million", "5000000 7000000"),
        ("a 3-1 win", "3 1"),
        ("two million and three million", "2000000 3000000"),
        ("72 per cent, 3% and 4 pc", "72% 3% 4%"),
        ("in 2018 and in March 2019", "2018y 2019y"),
        ("2018 people, about 2000 more, $2000", "2018 2000 2000"),
        ("the 1980s, the 80s, the nineties", "1980y 1980y 1990y"),
        ("at 7.55am, 10:30 and 5 p.m.", "475c 630c 1020c"),
        ("the 89th minute, the twenty-first", "89l 21l"),
        ("F-16 jets at the G20", "16l 20l"),
        ("2/3 of 9/11", "2l 3l 9l 11l"),
        ("on 29 September 1918", "29d 1918y"),
        ("on May 5-7", "5d 7"),
        ("call 0800 555 111", "800 555111l"),
    ],
)
def test_english(text: str, numbers: str) -> None:
    assert told(text, "en") == numbers.split()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("17 قارباً", "17"),
        ("١٧ قارباً و۱۸", "17 18"),
        ("١٬٥٠٠ و1,500 و1.500 و1،500", "1500 1500 1500 1500"),
        ("15،20، 300", "15 20 300"),
        ("٢٫٥ مليون و2.5 مليون و2,5 مليون", "2500000 2500000 2500000"),
        ("اثنان واثنتين واثني عشر", "2 2 12"),
        ("ثلاثة قوارب وثلاث سفن", "3 3"),
        ("أحد عشر، إحدى عشرة، خمس عشرة", "11 11 15"),
        ("خمسة وعشرون", "25"),
        ("مئة وخمسة وعشرون ألفاً", "125000"),
        ("مئتان ومئتين ومائتي", "200 200 200"),
        ("ثلاثمئة، ثلاث مئة، ثلاثمائة", "300 300 300"),
        ("ألف وألفان وألفَي", "1000 2000 2000"),
        ("ألفان ومئتان", "2200"),
        ("ثلاثة آلاف و500 شخص", "3500"),
        ("ألف و200", "1200"),
        ("مليونان، مليونَي، ملياران", "2000000 2000000 2000000000"),
        ("مليون ونصف المليون", "1500000"),
        ("مليونان ونصف", "2500000"),
        ("نصف مليون", "500000"),
        ("مليوناً و200 ألف", "1200000"),
        ("10 مليارات و3 بلايين", "10000000000 3000000000"),
        ("142 مليونًا", "142000000"),
        ("20% و٪٢٠ و20 في المئة و20 بالمئة و20 بالمائة", "20% 20% 20% 20% 20%"),
        ("15 إلى 20 ألفاً", "15000 20000"),
        ("يومين وساعتان والدولتان", "2 2 2"),
        ("عشرات ومئات وآلاف الملايين", ""),
        ("يوم الاثنين وأحد الرجال وواحد", ""),
        ("لست هنا", ""),
        ("عام 2018 ومنذ 2019", "2018y 2019y"),
        ("2018 شخصاً", "2018"),
        ("الثمانينيات وتسعينيات القرن", "1980y 1990y"),
        ("الساعة 10:30 والساعة 2 مساءً", "630c 840c"),
        ("القرن التاسع عشر والسادس والعشرين", "19l 26l"),
        ("الدقيقة 89 والذكرى الستين", "89l 60l"),
        ("29 آب/أغسطس 2023", "29d 2023y"),
        ("بـ15 والـ20", "15 20"),
        ("تعادل 3-1", "3 1"),
    ],
)
def test_arabic(text: str, numbers: str) -> None:
    assert told(text, "ar") == numbers.split()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("17 barcas", "17"),
        ("1.500 barcas, 1,500 barcas, 1 500 barcas", "1500 1500 1500"),
        ("2,5 millones y 2.5 millones", "2500000 2500000"),
        ("1.200 millones", "1200000000"),
        ("doce barcas, tres hombres", "12 3"),
        ("treinta y cinco", "35"),
        ("veintiún heridos", "21"),
        ("doscientas treinta", "230"),
        ("mil doscientos", "1200"),
        ("dos mil 500 personas", "2500"),
        ("20 mil", "20000"),
        ("mil millones, dos mil millones", "1000000000 2000000000"),
        ("1 millón 200 mil", "1200000"),
        ("medio millón", "500000"),
        ("un millón y medio, dos millones y medio", "1500000 2500000"),
        ("un billón", "1000000000000"),
        ("un hombre, una mujer, uno", ""),
        ("miles de hombres, cientos, decenas, millones", ""),
        ("una docena", "12"),
        ("15 por ciento, 10 %", "15% 10%"),
        ("entre 5 y 7 millones, 5 a 7 millones", "5000000 7000000 5000000 7000000"),
        ("cien personas", "100"),
        ("en 2018, en mayo de 2019", "2018y 2019y"),
        ("los años 80", "1980y"),
        ("a las 10.30, a las 7:55", "630c 475c"),
        ("24 horas", "24"),
        ("el 2.º puesto, el minuto 89, el siglo 19", "2l 89l 19l"),
        ("el 21 de marzo de 2019", "21d 2019y"),
        ("ganó por 3-1", "3 1"),
        ("dos millones y tres millones", "2000000 3000000"),
    ],
)
def test_spanish(text: str, numbers: str) -> None:
    assert told(text, "es") == numbers.split()


@pytest.mark.parametrize(
    ("digits", "language", "value"),
    [
        ("1.500", "en", "1.5"),
        ("1.500", "es", "1500"),
        ("1,500", "es", "1500"),
        ("0.500", "es", "0.5"),
        ("1.234,5", "en", "1234.5"),
        ("1,23,456", "en", None),
        ("1.2.2024", "es", None),
        ("9" * 19, "en", None),
    ],
)
def test_digits(digits: str, language: str, value: str | None) -> None:
    found = read_digits(digits, language)
    assert (found and write_number(found)) == value


def test_a_strange_language_has_digits() -> None:
    assert told("17 bateaux, deux", "fr") == ["17"]


def test_offsets_take_in_the_scale_and_no_percent_sign() -> None:
    text = "Some 2.5 million, or 20 %, came"
    million, percent = find_numbers(text, "en")
    assert text[million.start : million.end] == million.text == "2.5 million"
    assert text[percent.start : percent.end] == percent.text == "20"
    assert percent.percent


def test_numbers_that_one_edition_of_the_newsroom_has_alone() -> None:
    """Its gold: values as digits, ``2.5`` also of ``2.5 million``; 11 a.m. is a time."""
    for story in read_stories():
        for edition, telling in story.tellings.items():
            found = find_numbers(telling.text, LANGUAGE[edition])
            values = {read_digits(each.text.split()[0].translate(ASCII), "es") for each in found}
            values |= {each.value for each in found} | {
                each.value / 60 for each in found if each.kind == "clock"
            }
            printed = {each.text.split()[0].translate(ASCII) for each in found}
            missing = [
                value
                for value in telling.numbers_only_here
                if Decimal(value) not in values and value not in printed
            ]
            assert not missing, (story.id, edition)


ASCII = str.maketrans("٠١٢٣٤٥٦٧٨٩٫", "0123456789.")


def test_numbers_that_another_edition_has_are_not_found_here() -> None:
    for story in read_stories():
        for edition, telling in story.tellings.items():
            others = {
                write_number(each.value)
                for name, other in story.tellings.items()
                for each in find_numbers(other.text, LANGUAGE[name])
                if name != edition and each.kind == "quantity"
            }
            assert others.isdisjoint(telling.numbers_only_here), (story.id, edition)


WORDS = (
    "17 1.500 ٢٫٥ 0 00 1:2 10:30 % ٪ و مليون ونصف ألفان مئة عشر ثلاثة وعشرون half a million and "
    "dozen hundred mil millones medio y dos of May may 2018 - – th s º F G20 3/4 بلايين مليونان"
)
PIECES = st.lists(
    st.sampled_from([*WORDS.split(), "9" * 30, "1 234", "\n", "\u200f", "²"]),
    max_size=25,
).flatmap(lambda pieces: st.sampled_from([" ", ""]).map(lambda joint: joint.join(pieces)))


@given(PIECES | st.text(), st.sampled_from([*NUMBER_WORDS, "fr"]))
def test_whatever_stands_in_a_text(text: str, language: str) -> None:
    end = 0
    for number in find_numbers(text, language):
        assert end <= number.start < number.end <= len(text)
        assert text[number.start : number.end] == number.text
        assert 0 <= number.value <= Decimal(10) ** 18 * 1000
        end = number.end


@given(st.integers(0, 10**15), st.sampled_from(["en", "ar", "es"]))
def test_digits_are_worth_what_they_say(value: int, language: str) -> None:
    marks = {"en": ",", "ar": "٬", "es": "."}
    grouped = f"{value:,}".replace(",", marks[language])
    assert [number.value for number in find_numbers(f"({grouped})", language)] == [value]


@pytest.mark.parametrize(
    "piece",
    ["1 222 ", "9", "1.", "mil ", "a ", "of ", "مليون و", "10:", "May 5-", "1/", "'s", "ا", "و"],
)
def test_long_texts_of_one_kind(piece: str) -> None:
    for language in NUMBER_WORDS:
        text = piece * (5_000 // len(piece))
        assert all(number.end <= len(text) for number in find_numbers(text, language))
