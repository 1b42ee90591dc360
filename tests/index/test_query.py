from datetime import datetime
from typing import Any

import pytest

from index import FACETS, SORTS, Query


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"limit": -1}, "limit"),
        ({"offset": -1}, "offset"),
        ({"sort": "newest"}, "unknown order 'newest': use relevance, date, -date"),
        ({"facets": ("kind", "author")}, "unknown facet 'author': use edition, section"),
        ({"since": datetime(2024, 1, 1)}, "time zone"),  # noqa: DTZ001
        ({"until": datetime(2024, 1, 1)}, "time zone"),  # noqa: DTZ001
    ],
)
def test_what_no_engine_can_answer_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Query(**fields)


def test_every_order_and_facet_can_be_asked_for() -> None:
    for sort in SORTS:
        assert Query(sort=sort, facets=FACETS).sort == sort  # type: ignore[arg-type]
