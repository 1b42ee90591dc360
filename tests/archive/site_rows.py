"""An article of our own invention in the names that the site has for its fields."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2024, 6, 1, 12, tzinfo=UTC)
LEAD = "افتتحت بلدية وادي سرمل سوق الفوانيس على ضفة القناة القديمة."
FIRST = "وعلّق الحرفيون أربعمئة فانوس بين الجسرين، وحضر الافتتاح مئات الزوار."
SECOND = "ويستمر السوق حتى نهاية الشهر، على أن تُقام أمسية موسيقية كل خميس."


def site_row(**changes: Any) -> dict[str, Any]:
    """Return a row in the site's names, as other programs have saved them."""
    row = {
        "edition": "ar",
        "type": None,
        "postid": "700123",
        "title": "سوق الفوانيس يعود إلى وادي سرمل",
        "url": "https://www.almayadeen.net/misc/سوق-الفوانيس-يعود-إلى-وادي-سرمل",
        "keywords": ["أسواق", "فوانيس", "أسواق"],
        "thumbnail": "https://media.example/lantern.jpg?width=1000",
        "video_duration": None,
        "word_count": 12,
        "lang": "ar",
        "published_time": "2024-01-18T20:30:00+02:00",
        "last_updated": "2024-01-18T21:00:00+02:00",
        "description": f" {LEAD} ",
        "author": "ريما دلّوب",
        "classes": [
            {"key": "class1", "mapping": "posttype", "value": "منوعات"},
            {"key": "class5", "mapping": "coverage", "value": "أسواق الشتاء"},
        ],
        "full_text": f"{LEAD}\n{FIRST}\n{SECOND}\n{LEAD}",
    }
    return row | changes
