"""The same instant as the site writes it in different places."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

BEIRUT = ZoneInfo("Asia/Beirut")
SERVER = timezone(timedelta(hours=1))
"""The zone of the times in the sitemaps."""


def metadata_time(time: datetime) -> str:
    """Return Beirut time with offset, to the second.

    >>> metadata_time(datetime(2023, 12, 30, 21, 59, tzinfo=UTC))
    '2023-12-30T23:59:00+02:00'
    """
    return time.astimezone(BEIRUT).replace(microsecond=0).isoformat()


def meta_tag_time(time: datetime) -> str:
    """Return UTC with seven digits of fraction and no offset.

    >>> meta_tag_time(datetime(2023, 12, 30, 21, 59, tzinfo=UTC))
    '2023-12-30T21:59:00.0000000'
    """
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f0")


def sitemap_time(time: datetime) -> str:
    """Return the server's time with its offset.

    >>> sitemap_time(datetime(2023, 12, 30, 21, 59, tzinfo=UTC))
    '2023-12-30T22:59:00+01:00'
    """
    return time.astimezone(SERVER).replace(microsecond=0).isoformat()


def visible_time(time: datetime, months: Sequence[str], now: datetime) -> str:
    """Return the date line of an article, in Beirut time.

    The year is left out in the current year wherever months are written in full, which is all
    editions but the English one.

    >>> visible_time(datetime(2024, 2, 1, 20, 18, tzinfo=UTC), ["Jan", "Feb"], datetime.now(UTC))
    '1 Feb 2024 22:18'
    """
    local = time.astimezone(BEIRUT)
    short = months[0] == "Jan"
    this_year = local.year == now.astimezone(BEIRUT).year and time <= now
    year = "" if this_year and not short else f" {local.year}"
    return f"{local.day} {months[local.month - 1]}{year} {local:%H:%M}"


def card_date(time: datetime, months: Sequence[str]) -> str:
    """Return the date of a card: with year in English only, in Arabic without hamza.

    >>> card_date(datetime(2025, 11, 3, tzinfo=UTC), ["Jan"] * 10 + ["Nov"])
    '3 Nov 2025'
    """
    local = time.astimezone(BEIRUT)
    month = months[local.month - 1].replace("آ", "ا").replace("أ", "ا")
    return f"{local.day} {month}{f' {local.year}' if months[0] == 'Jan' else ''}"
