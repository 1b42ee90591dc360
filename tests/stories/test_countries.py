"""Countries, demonyms and other names that are translated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.countries import find_countries, find_known_names
from stories.places import LANGUAGES, demonym_forms, read_table

NEWS = (
    "AE AF AL AM AO AR AT AU AZ BA BD BE BF BG BH BO BR BY CA CD CH CI CL CM CN CO CU CY CZ DE DJ "
    "DK DO DZ EC EE EG ER ES ET EU FI FR GA GB GE GH GR GT HN HR HT HU ID IE IL IN IQ IR IS IT JO "
    "JP KE KG KH KP KR KW KZ LA LB LK LT LV LY MA MD ME MK ML MM MN MR MT MX MY MZ NA NE NG NI NL "
    "NO NP NZ OM PA PE PH PK PL PS PT PY QA RO RS RU RW SA SD SE SG SI SK SN SO SS SV SY TD TH TJ "
    "TN TR TW TZ UA UG UN US UY UZ VE VN XK YE ZA ZM ZW"
)


def codes(text: str, language: str) -> list[str]:
    return [place.code for place in find_countries(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Yemen, Yemeni, Yemenis", "YE YE YE"),
        ("en", "the US, U.S. and USA; tell us", "US US US"),
        ("en", "UK-owned, British, Scotland", "GB GB GB"),
        ("en", "Turkey and Türkiye; roast turkey", "TR TR"),
        ("en", "South Sudan, Sudan, North Koreans", "SS SD KP"),
        ("en", "Gaza, the West Bank, Palestinians", "PS PS PS"),
        ("en", "the UN, the EU, Israel's army", "UN EU IL"),
        ("en", "New Mexico and the Indian Ocean", ""),
        ("en", "polish the china", ""),
        ("ar", "اليمن ويمني واليمنيون ولليمنيين", "YE YE YE YE"),
        ("ar", "يده اليمنى", ""),
        ("ar", "الولايات المتحدة الأميركية وأمريكا والأميركيين", "US US US"),
        ("ar", "للأمم المتحدة وبريطانيا ولبنان", "UN GB LB"),
        ("ar", "في مالي، الدعم المالي مالي", "ML"),
        ("ar", "سلطنة عمان وعُمان وعمّان وعمان", "OM OM"),
        ("ar", "كوريا الشمالية والكوري الجنوبي", "KP KR"),
        ("ar", "للهند وهند", "IN"),
        ("ar", "20 دولاراً أميركياً", ""),
        ("ar", "قطاع غزة والضفة الغربية وفلسطين", "PS PS PS"),
        ("es", "EE.UU., EE. UU., Estados Unidos", "US US US"),
        ("es", "los libaneses, una iraquí, rusas", "LB IQ RU"),
        ("es", "Arabia Saudí, Baréin, Bahréin, Catar, Qatar", "SA BH BH QA QA"),
        ("es", "la ONU y la UE; de la ue", "UN EU"),
        ("es", "Países Bajos, norcoreanos", "NL KP"),
        ("fr", "la France", ""),
    ],
)
def test_countries(language: str, text: str, expected: str) -> None:
    assert codes(text, language) == expected.split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_country_of_the_news_has_a_demonym(language: str) -> None:
    demonyms = read_table_of_demonyms()
    bodies = {"EU", "UN", "ME"}  # no demonym in Arabic, or none at all
    for code in set(NEWS.split()) - bodies:
        name = demonyms[code][LANGUAGES.index(language)].split("|")[0].removeprefix("=")
        assert code in codes(f"… {name} …", language), (code, name)


def read_table_of_demonyms() -> dict[str, list[str]]:
    from stories.countries import _COUNTRIES

    table: dict[str, list[str]] = read_table(_COUNTRIES)["demonyms"]
    return table


def test_forms_of_demonyms() -> None:
    assert set(demonym_forms("sueco", "es")) == {"sueco", "sueca", "suecos", "suecas"}
    assert {"alemán", "alemana", "alemanes"} <= set(demonym_forms("alemán", "es"))
    assert {"iraquíes", "iraquís"} <= set(demonym_forms("iraquí", "es"))
    assert {"لبناني", "اللبنانية", "لبنانيين"} <= set(demonym_forms("لبناني", "ar"))


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "NATO, the WHO and who knows", "NATO WHO"),
        ("ar", "الناتو ومنظمة الصحة العالمية وعمّان", "NATO WHO AMMAN"),
        ("es", "la OTAN y la OMS", "NATO WHO"),
        ("ar", "فتح الباب والقاعدة", ""),
        ("ar", "مسجد في القدس ودمشق", "JERUSALEM DAMASCUS"),
        ("es", "Jerusalén y Damasco", "JERUSALEM DAMASCUS"),
    ],
)
def test_known_names(language: str, text: str, expected: str) -> None:
    assert [place.code for place in find_known_names(text, language)] == expected.split()


def test_tables_are_whole() -> None:
    from stories.countries import _COUNTRIES, _NAMES

    for path in (_COUNTRIES, _NAMES):
        for part in read_table(path).values():
            assert all(len(names) == len(LANGUAGES) for names in part.values())
            for names in part.values():
                assert all(name == name.strip() for cell in names for name in cell.split("|"))


@given(st.text(), st.sampled_from([*LANGUAGES, "fr"]))
def test_whatever_stands_in_a_text(text: str, language: str) -> None:
    for place in [*find_countries(text, language), *find_known_names(text, language)]:
        assert text[place.start : place.end] == place.text
