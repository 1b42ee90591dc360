"""Times as readers see them: days and hours in Beirut."""

from datetime import datetime

from archive.frontier import BEIRUT

NO_DAY = "undated"


def day_of(time: datetime | None) -> str:
    """Return the day in Beirut, such as ``2024-02-01``."""
    return time.astimezone(BEIRUT).strftime("%Y-%m-%d") if time else NO_DAY


def minute_of(time: datetime | None) -> str:
    """Return day and minute in Beirut, such as ``2024-02-01 22:18 (Beirut)``; ``""`` if absent."""
    return time.astimezone(BEIRUT).strftime("%Y-%m-%d %H:%M (Beirut)") if time else ""
