from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import LANGUAGES, parse_visible_date
from tests.languages.strategies import any_text

NOW = datetime(2024, 9, 15, 12, 34, 56, tzinfo=UTC)  # a Sunday, 15:34 in Beirut, summer time
BEIRUT = ZoneInfo("Asia/Beirut")

DATES = [
    # Arabic
    ("ar", "اليوم 17:37", "2024-09-15 17:37"),
    ("ar", "اليوم", "2024-09-15 00:00"),
    ("ar", "اليوم، 06:42", "2024-09-15 06:42"),
    ("ar", "أمس", "2024-09-14 00:00"),
    ("ar", "امس 09:18", "2024-09-14 09:18"),
    ("ar", "أول أمس", "2024-09-13 00:00"),
    ("ar", "29 اب", "2024-08-29 00:00"),
    ("ar", "20 اب 16:41", "2024-08-20 16:41"),
    ("ar", "9 أيلول", "2024-09-09 00:00"),
    ("ar", "29 آب 2023", "2023-08-29 00:00"),
    ("ar", "٢٩ آب ٢٠٢٣ ١٦:٤١", "2023-08-29 16:41"),
    ("ar", "۲۹ آب", "2024-08-29 00:00"),
    ("ar", "9 تشرين الأول/أكتوبر 2022", "2022-10-09 00:00"),
    ("ar", "9 تشرين الاول / اكتوبر 2022", "2022-10-09 00:00"),
    ("ar", "9 أيلول (سبتمبر) 2022", "2022-09-09 00:00"),
    ("ar", "2 كانون الثاني 2023", "2023-01-02 00:00"),
    ("ar", "2 يناير 2023، 10:00", "2023-01-02 10:00"),
    ("ar", "2 جانفي 2023", "2023-01-02 00:00"),
    ("ar", "2 غشت 2023", "2023-08-02 00:00"),
    ("ar", "2 إبريل 2023", "2023-04-02 00:00"),
    ("ar", "2 ابريل 2023", "2023-04-02 00:00"),
    ("ar", "2 أيّار 2023", "2023-05-02 00:00"),
    ("ar", "الأحد، 9 تشرين الأول 2022", "2022-10-09 00:00"),
    ("ar", "الاحد 9 تشرين الأول 2022 8:05 م", "2022-10-09 20:05"),
    ("ar", "9 تشرين الأول 2022 12:05 ص", "2022-10-09 00:05"),
    ("ar", "9 تشرين الأول 2022، الساعة 5 مساءً", "2022-10-09 17:00"),
    ("ar", "نشر: 29 آب 2023", "2023-08-29 00:00"),
    ("ar", "تاريخ النشر : 29 آب 2023 16:41", "2023-08-29 16:41"),
    ("ar", "آخر تحديث: اليوم 10:00", "2024-09-15 10:00"),
    ("ar", "29 آب 2023 - 20 مشاهدة", "2023-08-29 00:00"),
    ("ar", "\u200f29\u00a0آب\n 2023\u200f", "2023-08-29 00:00"),
    ("ar", "منذ 3 ساعات", "2024-09-15 12:34"),
    ("ar", "منذ ثلاث ساعات", "2024-09-15 12:34"),
    ("ar", "قبل ساعتين", "2024-09-15 13:34"),
    ("ar", "قبل ٥ دقائق", "2024-09-15 15:29"),
    ("ar", "منذ دقيقة", "2024-09-15 15:33"),
    ("ar", "منذ ساعة واحدة", "2024-09-15 14:34"),
    ("ar", "منذ 40 ثانية", "2024-09-15 15:34"),
    ("ar", "قبل يومين", "2024-09-13 00:00"),
    ("ar", "منذ أسبوع", "2024-09-08 00:00"),
    # English
    ("en", "1 Feb 2024 22:18", "2024-02-01 22:18"),
    ("en", "1 Dec 2021", "2021-12-01 00:00"),
    ("en", "Feb 1, 2024", "2024-02-01 00:00"),
    ("en", "February 1st, 2024 at 10:18 PM", "2024-02-01 22:18"),
    ("en", "1st of February 2024, 10:18 a.m.", "2024-02-01 10:18"),
    ("en", "Thu, 1 Feb. 2024", "2024-02-01 00:00"),
    ("en", "Thursday 1 February 2024 | 22:18:45", "2024-02-01 22:18"),
    ("en", "3 Sept 2023", "2023-09-03 00:00"),
    ("en", "9 Aug", "2024-08-09 00:00"),
    ("en", "9 Dec 08:00", "2023-12-09 08:00"),
    ("en", "15 Sep", "2024-09-15 00:00"),
    ("en", "16 Sep 10:00", "2024-09-16 10:00"),
    ("en", "16 Sep 16:00", "2023-09-16 16:00"),
    ("en", "29 Feb", "2024-02-29 00:00"),
    ("en", "Today 10:12", "2024-09-15 10:12"),
    ("en", "Yesterday", "2024-09-14 00:00"),
    ("en", "YESTERDAY, 23:59", "2024-09-14 23:59"),
    ("en", "2 hours ago", "2024-09-15 13:34"),
    ("en", "an hour ago", "2024-09-15 14:34"),
    ("en", "five minutes ago", "2024-09-15 15:29"),
    ("en", "3 days ago", "2024-09-12 00:00"),
    ("en", "Published: 1 Feb 2024 22:18", "2024-02-01 22:18"),
    ("en", "Updated 1 Feb 2024", "2024-02-01 00:00"),
    ("en", "1 Jan 1970", "1970-01-01 00:00"),
    ("en", "1 Jan 2025", "2025-01-01 00:00"),
    ("en", "1 Feb 2024 12 am", "2024-02-01 00:00"),
    ("en", "1 Feb 2024 12:30 pm", "2024-02-01 12:30"),
    # Spanish
    ("es", "23 Julio 19:20", "2024-07-23 19:20"),
    ("es", "23 Julio 19:20 - 20 Visualizaciones", "2024-07-23 19:20"),
    ("es", "23 Julio 19:20 1.234 visualizaciones", "2024-07-23 19:20"),
    ("es", "23 Diciembre 19:20", "2023-12-23 19:20"),
    ("es", "23 de julio de 2025", "2025-07-23 00:00"),
    ("es", "23 de Julio del 2024, a las 9:05 p. m.", "2024-07-23 21:05"),
    ("es", "23 Julio 2024 19:20", "2024-07-23 19:20"),
    ("es", "Fecha: 5 Jul. 2024 19:20 h", "2024-07-05 19:20"),
    ("es", "Publicado el martes, 1º de octubre de 2024", "2024-10-01 00:00"),
    ("es", "Miércoles 3 de enero de 2024", "2024-01-03 00:00"),
    ("es", "2 setiembre 2023", "2023-09-02 00:00"),
    ("es", "2 de SEPTIEMBRE de 2023", "2023-09-02 00:00"),
    ("es", "mar 5 mar 2024", "2024-03-05 00:00"),
    ("es", "Hoy 10:00", "2024-09-15 10:00"),
    ("es", "Hoy a las 10:00 am", "2024-09-15 10:00"),
    ("es", "Ayer", "2024-09-14 00:00"),
    ("es", "hace 2 horas", "2024-09-15 13:34"),
    ("es", "Hace una hora", "2024-09-15 14:34"),
    ("es", "hace tres días", "2024-09-12 00:00"),
]

NO_DATES = [
    ("en", ""),
    ("en", "Selun"),
    ("en", "2024"),
    ("en", "Feb 2024"),
    ("en", "31 Feb 2024"),
    ("en", "31 Feb"),
    ("en", "29 Feb 2023"),
    ("en", "0 Feb 2024"),
    ("en", "32 Jan 2024"),
    ("en", "1 Feb 24"),
    ("en", "1 Feb 2026"),
    ("en", "31 Dec 1969"),
    ("en", "1 Feb 0000"),
    ("en", "1 Feb 2024 24:00"),
    ("en", "1 Feb 2024 22:60"),
    ("en", "1 Feb 2024 22"),
    ("en", "1 Feb 2024 13:00 pm"),
    ("en", "1 Feb 2024 0:30 am"),
    ("en", "1 Feb 2024 22:18 GMT"),
    ("en", "Friday 1 Feb 2024"),
    ("en", "on 1 Feb 2024"),
    ("en", "1 Feb 2024 in Selun"),
    ("en", "The storm of 1 Feb 2024"),
    ("en", "02/01/2024"),
    ("en", "2 months ago"),
    ("en", "hours ago"),
    ("en", "2 hours"),
    ("en", "23 Julio 2024"),
    ("en", "Published:"),
    ("en", "20 Views"),
    ("en", "Today today"),
    ("en", f"1 Feb 2024{'!' * 1000}"),
    ("ar", "9 تشرين 2022"),
    ("ar", "9 تشرين الأول/نوفمبر 2022"),
    ("ar", "السبت 9 تشرين الأول 2022"),
    ("ar", "31 نيسان 2023"),
    ("ar", "منذ شهر"),
    ("ar", "اليوم العالمي"),
    ("ar", "في 29 آب 2023"),
    ("ar", "29 Aug 2023"),
    ("es", "23 de 2024"),
    ("es", "hace mucho"),
    ("es", "31 de junio de 2024"),
    ("es", "20 Visualizaciones"),
    ("fr", "1 mars 2024"),
    ("", "1 Feb 2024"),
]


def beirut(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIRUT)


@pytest.mark.parametrize(("language", "text", "expected"), DATES)
def test_dates_are_read_in_beirut_time(language: str, text: str, expected: str) -> None:
    found = parse_visible_date(text, language, now=NOW)
    assert found == beirut(expected)
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(("language", "text"), NO_DATES)
def test_what_does_not_wholly_fit_is_no_date(language: str, text: str) -> None:
    assert parse_visible_date(text, language, now=NOW) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Feb 2024 22:18", "2024-02-01T20:18:00+00:00"),  # winter
        ("1 Aug 2024 22:18", "2024-08-01T19:18:00+00:00"),  # summer
        ("26 Oct 2024 23:30", "2024-10-26T20:30:00+00:00"),  # twice that night: the first
        ("27 Oct 2024", "2024-10-26T22:00:00+00:00"),
        ("31 Mar 2024 00:30", "2024-03-30T22:30:00+00:00"),  # left out that night
        ("31 Mar 2024", "2024-03-30T22:00:00+00:00"),  # the day's first moment, 01:00
    ],
)
def test_clocks_change(text: str, expected: str) -> None:
    found = parse_visible_date(text, "en", now=NOW)
    assert found is not None
    assert found.isoformat() == expected


def test_today_is_beirut_s_today() -> None:
    late = datetime(2024, 9, 15, 22, 0, tzinfo=UTC)
    assert parse_visible_date("Today", "en", now=late) == beirut("2024-09-16 00:00")
    shifted = late.astimezone(timezone(timedelta(hours=-8)))
    assert parse_visible_date("Today", "en", now=shifted) == beirut("2024-09-16 00:00")


def test_hours_ago_count_across_a_change_of_clocks() -> None:
    now = datetime(2024, 10, 27, 1, 0, tzinfo=UTC)
    found = parse_visible_date("6 hours ago", "en", now=now)
    assert found == datetime(2024, 10, 26, 19, 0, tzinfo=UTC)


def test_no_year_is_the_latest_year_even_for_a_leap_day() -> None:
    now = datetime(2027, 1, 2, tzinfo=UTC)
    assert parse_visible_date("29 Feb", "en", now=now) == beirut("2024-02-29 00:00")
    assert parse_visible_date("31 Dec", "en", now=now) == beirut("2026-12-31 00:00")
    assert parse_visible_date("3 Jan", "en", now=now) == beirut("2027-01-03 00:00")
    assert parse_visible_date("4 Jan", "en", now=now) == beirut("2026-01-04 00:00")


def test_now_needs_a_time_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        parse_visible_date("Today", "en", now=datetime(2024, 9, 15))  # noqa: DTZ001


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_has_a_name(language: str) -> None:
    assert set(LANGUAGES[language].months.values()) == set(range(1, 13))
    assert set(LANGUAGES[language].dates.weekdays.values()) == set(range(7))


@given(
    st.sampled_from([(code, name) for code, each in LANGUAGES.items() for name in each.months]),
    st.datetimes(datetime(1970, 1, 1), datetime(2025, 12, 28)),  # noqa: DTZ001
)
def test_a_date_written_out_is_read_back(name: tuple[str, str], written: datetime) -> None:
    language, month = name
    number = LANGUAGES[language].months[month]
    day = min(written.day, 28)
    text = f"{day} {month} {written.year} {written:%H:%M}"
    meant = written.replace(month=number, day=day, second=0, microsecond=0, tzinfo=BEIRUT, fold=0)
    assert parse_visible_date(text, language, now=NOW) == meant.astimezone(UTC)


@given(any_text, st.sampled_from(sorted(LANGUAGES)))
def test_any_text_is_a_time_in_utc_or_none(text: str, language: str) -> None:
    found = parse_visible_date(text, language, now=NOW)
    assert found is None or found.tzinfo is UTC


HOUR_SIGNS = {"h", "ص", "م"}
"""Letters that may stand after an hour."""

letters_and_digits = st.characters(categories=["L", "N"]).filter(
    lambda extra: HOUR_SIGNS.isdisjoint(each.fold(extra) for each in LANGUAGES.values()),
)


@given(st.sampled_from(DATES), letters_and_digits, st.sampled_from(["{1} {0}", "{0} {1}"]))
def test_a_letter_or_digit_more_is_never_ignored(
    date: tuple[str, str, str],
    extra: str,
    order: str,
) -> None:
    language, text, _ = date
    assert parse_visible_date(order.format(text, extra), language, now=NOW) is None
