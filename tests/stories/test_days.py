"""Weekdays, dates and months that a text names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.days import find_days

PIECES = "May march 5 31 99 2018 of de the - / ( آب مارس من و uno lunes"


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("en", "on Thursday and Sundays", "w:thu"),
        ("en", "the sun sat; Wed", ""),
        ("en", "29 September 1918", "d:09-29"),
        ("en", "the 29th of September", "d:09-29"),
        ("en", "September 29, 2018", "d:09-29"),
        ("en", "5-7 May", "d:05-05 d:05-07"),
        ("en", "in May, may, May I", "m:05"),
        ("en", "the march in March", "m:03"),
        ("en", "March 2018", "m:03"),
        ("en", "31 June", "m:06"),
        ("en", "2024-03-15, 15/03/2024, 3/4/2024, 03/15/2024", "d:03-15 d:03-15 d:03-15"),
        ("ar", "يوم الخميس والإثنين", "w:thu w:mon"),
        ("ar", "15 آذار/مارس 2018", "d:03-15"),
        ("ar", "في 3 تشرين الثاني (نوفمبر)", "d:11-03"),
        ("ar", "الأول من أكتوبر", "d:10-01"),
        ("ar", "٢٩ آب", "d:08-29"),
        ("ar", "في آب، أب العائلة", "m:08"),
        ("ar", "مارس الرياضة", ""),
        ("ar", "26 إلى 29 تموز", "d:07-26 d:07-29"),
        ("ar", "نيسان/أبريل وأيار/مايو", "m:04 m:05"),
        ("ar", "11 تشرين الثاني/نوفمبر من العام 1982", "d:11-11"),
        ("es", "el jueves 15 de marzo de 2018", "w:thu d:03-15"),
        ("es", "5 y 7 de abril", "d:04-05 d:04-07"),
        ("es", "el uno de octubre", "d:10-01"),
        ("es", "el mar, en mayo", "m:05"),
        ("es", "Santo Domingo, el domingo", "w:sun"),
        ("es", "3/4/2024 y 1.2.2024", "d:04-03 d:02-01"),
        ("fr", "jeudi 15 mars, 2024-03-15", "d:03-15"),
        ("en", "99/99/2024, 2024-02-30, " + "9" * 5000 + " May", ""),
    ],
)
def test_days(language: str, text: str, keys: str) -> None:
    assert [day.key for day in find_days(text, language)] == keys.split()


def test_a_date_is_spanned_with_its_year() -> None:
    text = "seen on 15 March 2018, they say"
    (day,) = find_days(text, "en")
    assert text[day.start : day.end] == day.text == "15 March 2018"


@given(
    st.lists(
        st.sampled_from(PIECES.split()),
        max_size=20,
    ).map(" ".join)
    | st.text(),
    st.sampled_from(["en", "ar", "es", "fr"]),
)
def test_whatever_stands_in_a_text(text: str, language: str) -> None:
    for day in find_days(text, language):
        assert 0 <= day.start < day.end <= len(text)
        assert text[day.start : day.end] == day.text
